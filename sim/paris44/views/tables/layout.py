"""A page laid out as text: strings as they are, tables as wide as they must be."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import IO, cast

from paris44.views.terminal import visible

WIDTH = 126
"""Columns of a page where nobody says (a file, a pipe)."""


def as_text(
    parts: Sequence[object], width: int | None = WIDTH, stream: IO[str] | None = None, *, plain: bool = False
) -> str:
    """Strings as they are; rich renderables laid out for ``width`` columns (None: those of ``stream``).

    What no command has put there, an escape in a name, is written out. ``plain``: without colours or weights
    even where the environment asks for them, as that of a notebook does.
    """
    if all(isinstance(part, str) for part in parts):
        return "".join(f"{visible(str(part))}\n" for part in parts)
    from rich.console import Console, RenderableType
    from rich.segment import Segment, Segments

    console = Console(
        file=stream, width=width, markup=False, highlight=False, emoji=False, force_jupyter=False,
        force_terminal=False if plain else None,
    )  # fmt: skip
    known = console.width
    with console.capture() as capture:
        for part in parts:
            console.width = max(known, _least_width(part))  # a narrower terminal breaks the lines itself
            if isinstance(part, str):
                console.print(visible(part), soft_wrap=True)
                continue
            pieces = console.render(cast("RenderableType", part))
            drawn = Segments([Segment(visible(piece.text), piece.style) for piece in pieces])
            console.print(drawn, soft_wrap=True, end="")
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def as_plain_text(parts: Sequence[object]) -> str:
    """The page without colours or weights, wherever it will be shown."""
    return as_text(parts, stream=StringIO(), plain=True)


def _least_width(part: object) -> int:
    """The columns that a table needs so that no figure of it is cut and no word broken; 0 for all else."""
    from rich.cells import cell_len
    from rich.table import Table

    if not isinstance(part, Table):
        return 0
    needed = 0
    for column in part.columns:
        texts = [str(cell) for cell in (column.header, *column.cells)]
        pieces = texts if column.no_wrap else [word for text in texts for word in text.split()]
        needed += max(map(cell_len, pieces), default=0) + part.padding[1] + part.padding[3]
    return needed
