"""Seals: what shows that a file of ours is as it was written.

A seal is a sha256 over all that a file says, kept beside it or in it. It tells damage, a changed figure
and a file that belongs to another run; it is no signature: who writes a new seal needs no secret.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SEAL = "seal"
"""The key of a JSON document under which its seal stands."""
_BLOCK = 1 << 20


def dump(document: object) -> bytes:
    """JSON as it is written everywhere in a result folder."""
    return (json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def sealed(document: Mapping[str, Any]) -> bytes:
    """The document as JSON with its seal."""
    rest = json.loads(json.dumps(document))  # as it will be read: all keys are text
    parts = {key: dump({key: value})[2:-3] for key, value in rest.items() if key != SEAL}
    whole = _in_braces(parts)
    return _in_braces({**parts, SEAL: dump({SEAL: hashlib.sha256(whole).hexdigest()})[2:-3]})


def _in_braces(parts: Mapping[str, bytes]) -> bytes:
    """The keys of a document, each written with its value, as :func:`dump` writes all of it."""
    if not parts:
        return dump({})
    return b"{\n" + b",\n".join(parts[key] for key in sorted(parts)) + b"\n}\n"


def is_whole(document: Mapping[str, Any]) -> bool:
    """Whether a document says what it said when it was sealed."""
    rest = {key: value for key, value in document.items() if key != SEAL}
    try:
        return bool(document.get(SEAL) == hashlib.sha256(dump(rest)).hexdigest())
    except (ValueError, RecursionError):  # half a letter, or nested deeper than anything that we write
        return False


def read_json(path: Path, most: int) -> object:
    """The JSON document in a file of at most ``most`` bytes.

    Raises:
        OSError: it is not there or may not be read.
        ValueError: it is no file, larger, or no JSON that we could have written.
    """
    if not is_file(path):
        raise ValueError(f"{path} is no file")
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"{path} has more than {most} bytes")
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except RecursionError:
        raise ValueError(f"{path} is nested too deep") from None


def _refuse(word: str) -> object:
    raise ValueError(f"{word} is no number")


def is_file(path: Path) -> bool:
    """Whether it can be read to an end: no folder, no pipe, no device.

    Raises:
        OSError: it is not there, or may not be seen.
    """
    return stat.S_ISREG(path.stat().st_mode)


def digest(path: Path, size: int, prefix: str = "") -> str:
    """The sha256 of ``prefix`` and the first ``size`` bytes of a file."""
    found = hashlib.sha256(prefix.encode())
    with path.open("rb") as file:
        while size > 0 and (block := file.read(min(size, _BLOCK))):
            found.update(block)
            size -= len(block)
    return found.hexdigest()
