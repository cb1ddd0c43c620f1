"""The printed sheet: a title that says the message, room for the picture, the colophon below.

Places on a sheet are in inches from the top left corner of the picture's room, so that margins and
type keep their size whatever the sheet's. Bytes are equal for equal input: no dates, fixed ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text
from matplotlib.textpath import TextToPath

from paris44.language.languages import ENGLISH
from paris44.language.text import Figures, join, msg
from paris44.results.errors import disk_error
from paris44.results.read import ResultFolder
from paris44.results.write import write_atomically
from paris44.scenario.checks.sources import named
from paris44.scenario.load import RawSection
from paris44.telling.words import told
from paris44.views.figures.common.style import INK, SOFT, printed, said, spoken
from paris44.views.wording import TOGETHER, credit_of, tied

Block = TypeVar("Block")

MARGIN = 0.3
A4 = 8.27, 11.69  # inches
TITLE, SUBTITLE, SMALL = 12.0, 7.5, 5.2
SANS = ("sans-serif",)
SERIF = ("STIXGeneral", "DejaVu Sans")
"""Of titles; the second for letters that the first does not have."""
LEADING = 1.28
KEY_LINE = 0.17
POINT = 1.0 / 72.0
DPI, MOST_PIXELS = 200.0, 2800.0  # per inch; across a page


SCREEN_DPI, COLOURS = 110.0, 96
"""Of a figure in a notebook, which keeps every picture that it shows."""


class ToldAxes(Axes):
    """Axes that tell what is written on them in the language of the figure."""

    def text(self, x: float, y: float, s: str, *args: Any, **kwargs: Any) -> Text:  # noqa: ANN401
        """As Matplotlib's; ``x`` and ``y`` in the units of the axes."""
        return super().text(x, y, said(s), *args, **kwargs)

    def annotate(self, text: str, *args: Any, **kwargs: Any) -> Annotation:  # noqa: ANN401
        """As Matplotlib's."""
        return super().annotate(said(text), *args, **kwargs)

    def set_title(self, label: str, *args: Any, **kwargs: Any) -> Text:  # noqa: ANN401
        """As Matplotlib's."""
        return super().set_title(said(label), *args, **kwargs)

    def set_xlabel(self, xlabel: str, *args: Any, **kwargs: Any) -> Text:  # noqa: ANN401
        """As Matplotlib's."""
        return super().set_xlabel(said(xlabel), *args, **kwargs)

    def set_xticklabels(self, labels: Iterable[str | Text], **kwargs: Any) -> list[Text]:  # noqa: ANN401
        """As Matplotlib's."""
        return super().set_xticklabels([_said(label) for label in labels], **kwargs)

    def set_yticklabels(self, labels: Iterable[str | Text], **kwargs: Any) -> list[Text]:  # noqa: ANN401
        """As Matplotlib's."""
        return super().set_yticklabels([_said(label) for label in labels], **kwargs)


def _said(label: str | Text) -> str | Text:
    return said(label) if isinstance(label, str) else label


def numbers(axis: Axis) -> None:
    """Write the numbers of an axis as the language of the figure does."""
    axis.set_major_formatter(lambda value, _: said(Figures(f"{value:,.10g}".replace("-", "−"))))


class InlineFigure(Figure):
    """A figure that a notebook shows small, with its message in words for those who cannot see it."""

    alt = ""
    language = ENGLISH

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        from PIL import Image

        large, small = BytesIO(), BytesIO()
        with printed(self.language):
            self.savefig(large, format="png", dpi=SCREEN_DPI)
        Image.open(large).quantize(COLOURS).save(small, "png", optimize=True)
        return small.getvalue(), {"alt": self.alt}

    def _ipython_display_(self) -> None:
        """The same where ``pyplot`` is imported: it shows every figure its own way, large and wordless."""
        from IPython.display import publish_display_data

        picture, told = self._repr_png_()
        publish_display_data({"image/png": picture, "text/plain": repr(self)}, {"image/png": told})


class Sheet:
    """A page under the press. ``width`` and ``height`` are those of the picture's room, in inches."""

    def __init__(self, width: float, height: float, title: str, subtitle: str, colophon: str) -> None:
        self.width = width
        self.height = height
        title, subtitle, colophon = map(said, (title, subtitle, colophon))
        self.title = title
        self.leaves: Callable[[], Sequence[Sheet]] | None = None
        """The same on several leaves of A4, for print; None where one sheet is enough."""
        head = [
            (wrap(title, width, TITLE, weight="bold", family=SERIF), TITLE),
            (wrap(subtitle, width, SUBTITLE), SUBTITLE),
        ]
        foot = wrap(colophon, width, SMALL)
        self._top = MARGIN + sum(_tall(lines, size) for lines, size in head) + 0.10
        self._bottom = MARGIN * 0.8 + _tall(foot, SMALL) + 0.12
        self.page = (width + 2 * MARGIN, self._top + height + self._bottom)
        self.figure = InlineFigure(figsize=self.page)
        self.figure.alt = title
        self.figure.language = spoken()
        FigureCanvasAgg(self.figure)
        self._print_head(head)
        self._print_foot(foot)

    def _print_head(self, head: Sequence[tuple[list[str], float]]) -> None:
        y = self.page[1] - MARGIN
        for lines, size in head:
            big = size == TITLE
            for line in lines:
                self.figure.text(
                    MARGIN / self.page[0], y / self.page[1], line, size=size, va="top", ha="left",
                    color=INK if big else SOFT, weight="bold" if big else "normal",
                    family=SERIF if big else SANS,
                )  # fmt: skip
                y -= size * POINT * LEADING
            y -= 0.05

    def _print_foot(self, foot: Sequence[str]) -> None:
        y = self._bottom - 0.12
        for line in foot:
            x = MARGIN / self.page[0]
            self.figure.text(x, y / self.page[1], line, size=SMALL, va="top", ha="left", color=SOFT)
            y -= SMALL * POINT * LEADING

    def axes(self, x: float, y: float, width: float, height: float, label: str = "") -> Axes:
        """Axes with their top left corner ``x`` inches to the right of and ``y`` below the room's corner."""
        wide, tall = self.page
        left, bottom = (MARGIN + x) / wide, (tall - self._top - y - height) / tall
        extent = left, bottom, width / wide, height / tall
        return self.figure.add_axes(extent, label=said(label), axes_class=ToldAxes)

    def key(self, y: float, entries: Sequence[tuple[str, str, str]], size: float = 6.3) -> float:
        """A legend on one or more lines from ``y`` down: (kind, colour, words); the next free ``y``.

        Kinds: ``dot``, ``square``, ``line``, ``dash``, ``bar``, ``diamond``, ``cross``, ``ring``, ``ghost``,
        and ``bar:7`` for a bar of 7 points.
        """
        for (x, row), (kind, colour, words) in zip(_set_key(entries, self.width, size), entries, strict=True):
            middle = y + row * KEY_LINE + KEY_LINE / 2
            self._swatch(x + 0.07, middle, kind, colour)
            told = fitted(words, self.width - x - 0.2, size)
            self.figure.text(*self._at(x + 0.2, middle), told, size=size, va="center", color=INK)
        return y + key_room(entries, self.width, size)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        """Inches in the room to a share of the page."""
        return (MARGIN + x) / self.page[0], (self.page[1] - self._top - y) / self.page[1]

    def _swatch(self, x: float, y: float, kind: str, colour: str) -> None:
        markers = {"dot": "o", "square": "s", "diamond": "D", "cross": "x", "ring": "o"}
        if kind in markers:
            face = "none" if kind == "ring" else colour
            style: dict[str, Any] = {
                "marker": markers[kind],
                "ms": 3.6,
                "mfc": face,
                "mec": colour,
                "ls": "none",
            }
            points = [self._at(x, y)]
        else:
            width = float(kind[4:]) if kind.startswith("bar:") else {"bar": 2.6, "ghost": 4.5}.get(kind, 1.3)
            style = {"lw": width, "ls": (0, (3, 2)) if kind == "dash" else "-", "solid_capstyle": "butt"}
            style["alpha"] = 0.3 if kind == "ghost" else 1.0
            points = [self._at(x - 0.07, y), self._at(x + 0.08, y)]
        xs, ys = zip(*points, strict=True)
        self.figure.add_artist(Line2D(xs, ys, color=colour, transform=self.figure.transFigure, **style))

    def save(self, out: Path) -> None:
        """Write the sheet as the ending of ``out`` says: png, svg; pdf on leaves of A4, where it has such.

        Raises:
            StudyError: the disk would not take it.
        """
        form = out.suffix.lower().removeprefix(".")
        buffer = BytesIO()
        if form == "pdf":
            from matplotlib.backends.backend_pdf import PdfPages

            with PdfPages(buffer, metadata=_metadata(form, self.title)) as pages:
                for leaf in self.leaves() if self.leaves else (self,):
                    pages.savefig(leaf.figure)
        else:
            dpi = min(DPI, MOST_PIXELS / self.page[0])
            self.figure.savefig(buffer, format=form, dpi=dpi, metadata=_metadata(form, self.title))
        try:
            write_atomically(out, buffer.getvalue())
        except OSError as error:
            raise disk_error(error, out) from None


def key_room(entries: Sequence[tuple[str, str, str]], width: float, size: float = 6.3) -> float:
    """The height of a legend ``width`` inches wide."""
    places = _set_key(entries, width, size)
    return (places[-1][1] + 1) * KEY_LINE + 0.06 if places else 0.0


def _set_key(entries: Sequence[tuple[str, str, str]], width: float, size: float) -> list[tuple[float, int]]:
    """Where each entry of a legend stands: inches from the left, and the line."""
    places, x, row = [], 0.0, 0
    for _, _, words in entries:
        long = 0.22 + text_width(words, size) + 0.16
        if x and x + long > width:
            x, row = 0.0, row + 1
        places.append((x, row))
        x += long
    return places


def _metadata(form: str, title: str) -> dict[str, str | None]:
    if form == "svg":
        return {"Title": title, "Creator": "Paris 44", "Date": None}
    if form == "pdf":
        return {"Title": title, "Creator": "Paris 44", "CreationDate": None}
    return {"Title": title, "Software": "Paris 44"}


def on_leaves(
    blocks: Sequence[Block],
    tall: Callable[[Block], float],
    words: float,
    sheet_of: Callable[[Sequence[Block]], Sheet],
) -> list[Sheet]:
    """``blocks`` in order on leaves of A4, as many on each as go with its title, legend and colophon.

    These take some ``words`` inches; where a leaf's own take more, all leaves hold less.
    """
    room = A4[1] - words
    while True:
        leaves = [sheet_of(blocks[leaf]) for leaf in bound([tall(block) for block in blocks], room)]
        over = max(leaf.page[1] for leaf in leaves) - A4[1]
        if over <= 0.0 or len(leaves) == len(blocks):
            return leaves
        room -= over


def bound(heights: Sequence[float], most: float) -> list[slice]:
    """Blocks of such heights in order on leaves that have room for ``most`` inches each."""
    found, first, full = [], 0, 0.0
    for at, height in enumerate(heights):
        if full and full + height > most:
            found.append(slice(first, at))
            first, full = at, 0.0
        full += height
    return [*found, slice(first, len(heights))]


def _tall(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * POINT * LEADING + (0.05 if lines else 0.0)


def text_width(text: str, size: float, *, weight: str = "normal", family: Sequence[str] = SANS) -> float:
    """The width of a line of type in inches (kerning left out)."""
    return sum(_character(letter, weight, tuple(family)) for letter in said(text)) * size * POINT


@lru_cache(maxsize=1024)
def _character(letter: str, weight: str, family: tuple[str, ...]) -> float:
    """The width of a letter of one point."""
    font = FontProperties(family=list(family), weight=weight, size=100)
    return float(TextToPath().get_text_width_height_descent(letter, font, ismath=False)[0]) / 100.0


def fitting(text: str, width: float, size: float, least: float) -> float:
    """The size of type, from ``size`` down to ``least``, at which ``text`` fits ``width`` (inches)."""
    fits = size * width / max(text_width(text, size), 1e-9) * (1.0 - 1e-9)  # else rounding may cut it
    return max(least, min(size, fits))


def fitted(text: str, width: float, size: float, *, weight: str = "normal") -> str:
    """``text``, cut with an ellipsis where it is wider than ``width`` inches."""
    text = said(text)
    while text_width(text, size, weight=weight) > width:
        text = text.removesuffix("…")[:-1].rstrip() + "…"
    return text


def wrap(
    text: str, width: float, size: float, *, weight: str = "normal", family: Sequence[str] = SANS
) -> list[str]:
    """``text`` in lines that are at most ``width`` inches wide; a word that is wider is broken. A day stays
    with its hour, a number with its unit, where a line has room for both."""

    def wide(words: str) -> bool:
        return text_width(words.replace(TOGETHER, " "), size, weight=weight, family=family) > width

    lines: list[str] = []
    for paragraph in tied(said(text)).split("\n"):
        line = ""
        for word in (piece for whole in _words(paragraph, wide) for piece in _pieces(whole, wide)):
            longer = f"{line} {word}".strip()
            if line and wide(longer):
                lines.append(line)
                line = word
            else:
                line = longer
        if line:
            lines.append(line)
    return [line.replace(TOGETHER, " ") for line in lines]


def _words(paragraph: str, wide: Callable[[str], bool]) -> Iterator[str]:
    """Its words, those that belong together as one where that fits a line."""
    for word in filter(None, paragraph.split(" ")):
        yield from word.split(TOGETHER) if wide(word) else [word]


def _pieces(word: str, wide: Callable[[str], bool]) -> list[str]:
    """A word, in as many pieces as it needs."""
    found, piece = [], ""
    for letter in word if wide(word) else ():
        if piece and wide(piece + letter):
            found.append(piece)
            piece = ""
        piece += letter
    return [*found, piece] if found else [word]


def colophon(results: Sequence[ResultFolder], *, note: str = "", sources: Sequence[str] = ()) -> str:
    """What stands under every figure: scenario, n, seed, version, how to read it, sources and credits."""
    first = results[0]
    names = join(msg("; "), map(_named, results))
    n = join(" / ", map(Figures, dict.fromkeys(f"{r.n:,}" for r in results)))
    chance = (
        msg("seed {seed}", seed=first.seed)
        if first.manifest.get("chance", True)
        else msg("every draw at its median")
    )
    version = first.manifest.get("versions", {}).get("paris44", "?")
    made = msg(
        "Scenario: {names}. {n} replications, {chance}, Paris 44 version {version}, run {name}.",
        names=names,
        n=n,
        chance=chance,
        version=version,
        name=first.path.name,
    )
    parts = [note, made, _sources(first, sources), credit_of(first.scenario)]
    return join("\n", (part for part in parts if part))


def _named(result: ResultFolder) -> str:
    """A result in words."""
    return msg("{name} ({title})", name=result.name, title=told(result.scenario, result.manifest["title"]))


def _sources(result: ResultFolder, sources: Sequence[str], most: int = 16) -> str:
    titles: RawSection = result.loaded.document.get("sources", {})
    written = (told(result.scenario, named(source, titles)) for source in sources)
    known = list(dict.fromkeys(source for source in written if source))
    if not known:
        return ""
    more = len(known) - most
    names = join(msg("; "), known[:most])
    if more > 0:
        return msg(
            "Sources: {names}; and {more} more (all in the run's scenario.resolved.yaml).",
            names=names,
            more=more,
        )
    return msg("Sources: {names}.", names=names)
