"""A page laid out as text, in one language: strings as they are, tables as wide as they must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from textwrap import wrap
from typing import IO, TYPE_CHECKING, Any, cast

from paris44.language.languages import ENGLISH, NARROW, Language
from paris44.language.text import mapped, msg
from paris44.views.terminal import visible
from paris44.views.wording import TOGETHER, tied

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Column, Table
    from rich.text import Text

WIDTH = 126
"""Columns of a page where nobody says (a file, a pipe)."""
INDENT = "    "
"""What stands before the lines of a row that is a paragraph."""
UNBROKEN = "\ue000"
"""Stands for a narrow no-break space while lines are broken: rich would break them there."""


def unbroken(text: str) -> str:
    """The text of a cell that stays on one line wherever the page has room for that."""
    return mapped(_unbroken, text)


def _unbroken(text: str) -> str:
    return text.replace(" ", TOGETHER)


@dataclass(frozen=True, slots=True)
class Styled:
    """A line that is broken where the page ends, or a cell, in a style of rich's."""

    text: str
    style: str = ""

    def __rich__(self) -> Text:
        from rich.text import Text

        return Text(str(self.text), self.style)


def as_text(
    parts: Sequence[object],
    width: int | None = WIDTH,
    stream: IO[str] | None = None,
    *,
    plain: bool = False,
    language: Language = ENGLISH,
) -> str:
    """Strings as they are; rich renderables laid out for ``width`` columns (None: those of ``stream``).

    A table that has no room even with its cells broken at each space is a paragraph for each row. What no
    command has put there, an escape in a name, is written out. ``plain``: without colours or weights
    even where the environment asks for them, as that of a notebook does.
    """
    if all(isinstance(part, str) for part in parts):
        return "".join(f"{visible(language.tell(cast('str', part)))}\n" for part in parts)
    from rich.console import Console
    from rich.segment import Segment, Segments
    from rich.table import Table

    console = Console(
        file=stream, width=width, markup=False, highlight=False, emoji=False, force_jupyter=False,
        force_terminal=False if plain else None,
    )  # fmt: skip
    known = console.width
    with console.capture() as capture:
        for part in parts:
            drawn = _told(part, language)
            if isinstance(drawn, Table):
                drawn = _fitting(drawn, known, language)
            console.width = max(known, _least_width(drawn))  # a terminal breaks a longer word itself
            if isinstance(drawn, Table):
                _share_out(drawn, console.width)
            if isinstance(drawn, str):
                console.print(visible(drawn), soft_wrap=True)
                continue
            if isinstance(drawn, Table) and _needs_no_style(drawn, console):
                text = visible(_spaced(_rows(drawn, console).replace(UNBROKEN, NARROW)))
                console.print(Segments([Segment(text)]), soft_wrap=True, end="")
                continue
            pieces = console.render(cast("RenderableType", drawn))
            segments = Segments([
                Segment(visible(_spaced(piece.text.replace(UNBROKEN, NARROW))), piece.style)
                for piece in pieces
            ])  # fmt: skip
            console.print(segments, soft_wrap=True, end="")
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def as_plain_text(parts: Sequence[object], language: Language = ENGLISH) -> str:
    """The page without colours or weights, wherever it will be shown."""
    return as_text(parts, stream=StringIO(), plain=True, language=language)


def _told(part: object, language: Language) -> Any:  # noqa: ANN401 - whatever rich renders
    """A string, a line or a table in a language; anything else as it is."""
    from rich.table import Table
    from rich.text import Text

    if isinstance(part, str):
        return language.tell(part)
    if isinstance(part, Styled):
        told = tied(language.tell(part.text)).replace(NARROW, UNBROKEN)
        text = told.lstrip(" ")
        return _indented(Text(text, part.style), len(told) - len(text))
    return _told_table(part, language) if isinstance(part, Table) else part


def _indented(text: Text, columns: int) -> RenderableType:
    """The text with all of its lines so far in as the first."""
    from rich.padding import Padding

    return Padding(text, (0, 0, 0, columns)) if columns else text


def _fitting(table: Table, width: int, language: Language) -> Table | Text:
    """The table; where that is too wide with cells that break at each space, where all break there; where
    that is too wide as well, as paragraphs."""
    if _least_width(table) <= width:
        return table
    loose = _of_cells(table, lambda cell: _spaced(cell) if isinstance(cell, str) else cell)
    for column in loose.columns:
        column.no_wrap = False
    return loose if _least_width(loose) <= width else _paragraphs(table, width, language)


def _paragraphs(table: Table, width: int, language: Language) -> Text:
    """A paragraph for each row: its first cell, and under it the others, each behind the head of its column;
    what is empty is left out."""
    from rich.text import Text

    heads, *rows = zip(*([column.header, *column.cells] for column in table.columns), strict=True)
    lines = [Text(str(table.title))] if table.title else []
    for first, *rest in rows:
        lines.append(first if isinstance(first, Text) else Text(str(first)))
        cells = [(str(head), str(cell)) for head, cell in zip(heads[1:], rest, strict=True)]
        told = [
            language.tell(msg("{where}: {what}", where=head, what=cell)) if head else cell
            for head, cell in cells
            if cell
        ]
        whole = (_unbroken(part) if len(part) < width - len(INDENT) else part for part in told)
        lines += map(Text, wrap(language.tell(msg("; ")).join(whole), width, break_on_hyphens=False,
                                initial_indent=INDENT, subsequent_indent=INDENT))  # fmt: skip
    return Text("\n").join(lines)


def _spaced(text: str) -> str:
    return text.replace(TOGETHER, " ")


def _told_table(table: Table, language: Language) -> Table:
    """The table with its heads and cells in a language."""

    def cell(part: object) -> Any:  # noqa: ANN401 - whatever rich renders
        drawn = _told(part, language)
        return tied(drawn).replace(NARROW, UNBROKEN) if isinstance(drawn, str) else drawn

    told = _of_cells(table, cell)
    told.title = _told(table.title, language)
    return told


def _of_cells(table: Table, of: Callable[[Any], Any]) -> Table:
    """The table with what ``of`` makes of each head and cell."""
    from copy import copy

    made = copy(table)
    made.columns = [
        replace(column, header=of(column.header), _cells=list(map(of, column.cells)))
        for column in table.columns
    ]
    return made


def _least_width(part: object) -> int:
    """The columns that a table needs so that no figure of it is cut and no word broken; 0 for all else."""
    from rich.table import Table

    if not isinstance(part, Table):
        return 0
    return sum(_widths(column)[0] + part.padding[1] + part.padding[3] for column in part.columns)


def _widths(column: Column) -> tuple[int, int]:
    """How wide a column must be so that no word of it is broken, and so that no line of it is."""
    from rich.cells import cell_len

    lines = [line for cell in (column.header, *column.cells) for line in str(cell).split("\n")]
    whole = max(map(cell_len, lines), default=0)
    if column.no_wrap:
        return whole, whole
    words = max((cell_len(word) for line in lines for word in line.split()), default=0)
    return words, max(words, min(whole, column.max_width or whole))


def _share_out(table: Table, width: int) -> None:
    """Give each column its width: what it wants, which rich would measure anew cell by cell; where there is
    not all that room, break lines and no words, as rich would shrink the widest whatever stands in it."""
    pad = table.padding[1] + table.padding[3]
    widths = [_widths(column) for column in table.columns]
    wanted = sum(whole - least for least, whole in widths)
    spare = width - sum(least + pad for least, _ in widths)
    for column, (least, whole) in zip(table.columns, widths, strict=True):
        fits = spare >= wanted
        column.width = whole if fits else least + (whole - least) * max(spare, 0) // wanted


# --- tables of which no style will be seen ------------------------------------------------------------


def _needs_no_style(table: Table, console: Console) -> bool:
    """Whether a table is rows of words with blanks between them, and goes where no style is seen."""
    bare = table.box is None and table.title is None and not table.pad_edge
    top, _, bottom, left = table.padding
    return console.color_system is None and bare and not (top or bottom or left)


def _rows(table: Table, console: Console) -> str:
    """The lines of a table whose columns have their widths: what rich makes of it, which asks of each of a
    thousand cells what it is and how wide. Only a cell of several lines is left to rich."""
    from rich.cells import cell_len
    from rich.control import strip_control_codes
    from rich.text import Text

    def lines_of(cell: object, column: Column) -> list[str]:
        text, width = strip_control_codes(str(cell)), column.width or 0
        if "\n" in text or "\t" in text or cell_len(text) > width:
            lines = Text(text).wrap(
                console, width, justify=column.justify, overflow=column.overflow, no_wrap=column.no_wrap
            )
            return [line.plain for line in lines]
        if column.justify != "right":
            return [text]
        return [" " * (width - cell_len(text.rstrip())) + text.rstrip()]

    def told(cells: Sequence[object], head: bool) -> Iterator[str]:
        blocks = [lines_of(cell, column) for cell, column in zip(cells, table.columns, strict=True)]
        most = max(map(len, blocks))
        for number in range(most):
            line = ""
            for block, column in zip(blocks, table.columns, strict=True):
                at = number - (most - len(block) if head else 0)  # heads stand at the foot of their line
                text = block[at] if 0 <= at < len(block) else ""
                line += text + " " * ((column.width or 0) - cell_len(text) + table.padding[1])
            yield line + "\n"

    heads = told([column.header for column in table.columns], head=True)
    rows = (told(cells, head=False) for cells in zip(*(c.cells for c in table.columns), strict=True))
    return "".join((*heads, *(line for row in rows for line in row)))
