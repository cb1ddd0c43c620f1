"""What rows cite: codes of sources, addresses and words, divided by semicolons."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from paris44.language.text import msg, quoted
from paris44.scenario.faults import nearest

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]+")


def citations(source: object) -> list[str]:
    """The parts of what stands in ``source``."""
    return [part for one in str(source or "").split(";") if (part := one.strip())]


def named(source: object, sources: Mapping[str, Mapping[str, object]]) -> str:
    """What stands in ``source``, with the title of the table ``sources`` in place of each code."""
    return "; ".join(str(sources[part].get("title") or part) if part in sources else part
                     for part in citations(source))  # fmt: skip


class Sources:
    """The codes that a ``table`` has: what is cited by another is unknown.

    A code is a word of capitals and digits (``ST100-3``), or a known one in other letters; an address, and
    what is said in words, needs no row.
    """

    def __init__(self, known: Collection[str], table: str = "sources") -> None:
        self._known, self._table = known, table
        self._letters = {code.lower() for code in known}

    def unknown(self, source: object) -> Iterator[tuple[str, str, str]]:
        """The codes in ``source`` that the table lacks: each with what is wrong, and a hint (where a new one
        would have its row)."""
        for part in citations(source):
            if part not in self._known and (_CODE.fullmatch(part) or part.lower() in self._letters):
                hint = nearest(part, self._known) or msg(
                    "add it to {table}: id, title, url", table=self._table
                )
                yield part, msg("there is no source {name}", name=quoted(part)), hint
