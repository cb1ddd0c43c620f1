"""What the page is made of and others have written: Pyodide and the wheels, each known by its hash.

They come from npm and from the package index through their ordinary clients, or from folders that are given.
Whatever is not what was tested, byte for byte, is refused.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from paris44.errors import UserError, machine_words
from paris44.language.text import msg

PYODIDE = "314.0.7"
"""The version of Pyodide on npm; its Python is 3.14."""
LOADER: Mapping[str, str] = {
    "pyodide.mjs": "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
    "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
    "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
    "python_stdlib.zip": "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
}
"""The files of Pyodide that the page carries, and their SHA-256."""
BROWSER, ANY = "pyemscripten_2026_0_wasm32", "manylinux2014_x86_64"
"""The platforms that wheels are asked for: that of the browser, and one whose pure part is taken."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel on the package index: what is asked for, for which platform, its file and SHA-256."""

    wanted: str
    file: str
    digest: str
    platform: str = BROWSER


WHEELS = (
    Wheel("pydantic_core==2.50.4", "pydantic_core-2.50.4-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
          "e6da138a1ecc1341c8b788a5ee822670b03788e1f5decf7af9d461de6e508b8e"),
    Wheel("pydantic==2.14.3", "pydantic-2.14.3-py3-none-any.whl",
          "3f7b347782ab7e4cf4c798496ae3a82787d9f21ec12676a9c564355eeef8daa8"),
    Wheel("annotated_types==0.8.0", "annotated_types-0.8.0-py3-none-any.whl",
          "f072f4d804ea359e4eaf198b1af7a8b0943881a87f31bb764f8bf219bb9419e0"),
    Wheel("typing_extensions==4.16.0", "typing_extensions-4.16.0-py3-none-any.whl",
          "481caa481374e813c1b176ada14e97f1f67a4539ce9cfeb3f350d78d6370c2e8"),
    Wheel("typing_inspection==0.4.5", "typing_inspection-0.4.5-py3-none-any.whl",
          "bc210535442b39e1bf2805e0c7a17dfd6a4ace760c84c7f7d16245d23a6b1c39"),
    Wheel("simpy==4.1.2", "simpy-4.1.2-py3-none-any.whl",
          "43071f84b6512c9b4fcb33ef057f240ccb1d1f3b263f9b4f9229d072e310b372"),
    Wheel("networkx==3.6.1", "networkx-3.6.1-py3-none-any.whl",
          "d47fbf302e7d9cbbb9e2555a0d267983d2aa476bac30e90dfbe5669bd57f3762"),
    Wheel("tzdata==2026.6", "tzdata-2026.6-py2.py3-none-any.whl",
          "0a10eec6e13ef16b627fabed9a5f2ba61a62b1c67f327305f4e7e412a70b4aec"),
    Wheel("PyYAML==6.0.3",
          "pyyaml-6.0.3-cp314-cp314-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl",
          "c458b6d084f9b935061bc36216e8a69a7e293a2f1e68bf956dcd9e6cbcd143f5", ANY),
)  # fmt: skip
"""The wheels that the page carries."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """The bytes of the files of Pyodide by name, and of the wheels in the order of :data:`WHEELS`."""

    loader: Mapping[str, bytes]
    wheels: Sequence[bytes]


def gather(pyodide: Path | None = None, wheels: Path | None = None) -> PageParts:
    """The parts out of the folders that are given, else fetched.

    Raises:
        UserError: a folder lacks a part, one is not what was tested, or nothing can be fetched.
    """
    with _place("--pyodide", pyodide, _fetch_pyodide) as folder:
        loader = {name: _part("--pyodide", folder / name, digest) for name, digest in LOADER.items()}
    with _place("--wheels", wheels, _fetch_wheels) as folder:
        return PageParts(loader, [_part("--wheels", folder / wheel.file, wheel.digest) for wheel in WHEELS])


@contextmanager
def _place(option: str, given: Path | None, fetch: Callable[[Path], None]) -> Iterator[Path]:
    if given is not None:
        if not given.is_dir():
            raise UserError(option, msg("{folder} is no folder", folder=str(given)))
        yield given
        return
    with tempfile.TemporaryDirectory() as name:
        fetch(Path(name))
        yield Path(name)


def _part(option: str, path: Path, digest: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            option, msg("{file} cannot be read: {why}", file=path.name, why=machine_words(error))
        ) from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise UserError(
            option, msg("{file} is not the file that was tested (another SHA-256)", file=path.name)
        )
    return data


def _fetch_pyodide(folder: Path) -> None:
    name = f"pyodide@{PYODIDE}"
    call = ["npm", "pack", "--silent", "--ignore-scripts", name]
    _call("--pyodide", call, folder, msg("{name} from npm", name=name))
    archive = folder / f"pyodide-{PYODIDE}.tgz"
    try:
        with tarfile.open(archive) as packed:
            for member in LOADER:
                inside = packed.extractfile(f"package/{member}")
                (folder / member).write_bytes(inside.read() if inside is not None else b"")
    except (OSError, KeyError, tarfile.TarError):
        raise UserError(
            "--pyodide", msg("{file} is not the archive that was tested", file=archive.name)
        ) from None


def _fetch_wheels(folder: Path) -> None:
    for platform in (BROWSER, ANY):
        wanted = [wheel.wanted for wheel in WHEELS if wheel.platform == platform]
        call = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        call += ["--platform", platform, "--python-version", "3.14", "--disable-pip-version-check", *wanted]
        _call("--wheels", call, folder, msg("the wheels from the package index"))


def _call(option: str, call: Sequence[str], folder: Path, what: str) -> None:
    """Call a package client in ``folder``; where it cannot, say what to give in its place."""
    hint = msg("give a folder with its files: {option} FOLDER", option=option)
    try:
        done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
    except OSError:
        raise UserError(
            option,
            msg(
                "{what} cannot be fetched: there is no {program}; {hint}",
                what=what,
                program=call[0],
                hint=hint,
            ),
        ) from None
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()
        why = f" ({words[-1]})" if words else ""
        raise UserError(option, msg("{what} cannot be fetched{why}; {hint}", what=what, why=why, hint=hint))
