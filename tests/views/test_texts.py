"""Texts stay texts: whatever letters a name has, every form shows it as it is, and nothing obeys it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from xml.etree import ElementTree

import pytest
from matplotlib.text import Text

from paris44.results.read import ResultFolder
from paris44.scenario.load import load, variant
from paris44.study.running.replicate import Effort, replicate
from paris44.views.export import formats as exports
from paris44.views.export.tables import csv_text
from paris44.views.figures.common.sheet import SERIF, fitted, text_width, wrap
from paris44.views.figures.common.style import printed
from paris44.views.figures.kinds import lay_out
from paris44.views.web.report import html

TEXTS = {
    "two dollars": "cost $x_1^2$ and $5",
    "no formula of TeX": r"$\frac{1}{$ \alpha_b^c % # & ~ {",
    "under and over": "_hidden_^up\\down",
    "markup": "<b>&amp; ]]> \"q\" 'a' --></b>",
    "end of a script": "</script><script>alert(1)</script><!--",
    "a formula": "=1+1",
    "a sum": "+A1+A2",
    "a difference": "-A1",
    "a macro": "@SUM(A1:A9)",
    "an apostrophe before": "'=1+1",
    "a negative number": "-5",
    "Greek and Russian": "Αθήνα Москва",
    "Hebrew with its marks": "\u200fתל אביב\u200f",
    "Japanese": "東京 パリ",
    "rich markup": "[red]x[/red] :smile: [link=x]",
    "commas": 'a,b;"c"',
}
PLACES = ("a", "b", "m", "z")
FOURS = [tuple(TEXTS)[at : at + 4] for at in range(0, len(TEXTS), 4)]
NAMES = pytest.mark.parametrize("four", FOURS, ids="; ".join)


@cache
def named(*four: str) -> ResultFolder:
    """A toy whose places, columns and title are called as :data:`TEXTS` has it, run twice."""
    toy = load("toy-merge")
    words = [TEXTS.get(key, key) for key in four]
    change = {f"places.{place}.name": text for place, text in zip(PLACES, words, strict=True)}
    change |= {f"formations.{key}.name": words[at + 1] for at, key in enumerate(toy.scenario.formations)}
    made = variant(toy, change, name="named", title=words[0])
    return replicate(made, Effort(n=2, workers=1, out=Path(mkdtemp(prefix="paris44-"))))


@NAMES
def test_kml_and_gpx_have_the_names(four: tuple[str, ...]) -> None:
    """Both are well-formed, and a reader of XML finds every name as it was written."""
    result = named(*four)
    columns = [unit.name for unit in result.scenario.formations.values()]
    for form in ("kml", "gpx"):
        tree = ElementTree.fromstring(exports.data(form, result).decode())
        names = [node.text or "" for node in tree.iter() if node.tag.endswith("}name")]
        assert result.scenario.title in names
        for text in columns if form == "kml" else [f"{name}: head, median" for name in columns]:
            assert text in names
        assert all(any(TEXTS[key] in name for name in names) for key in four)


@NAMES
def test_geojson_has_the_names(four: tuple[str, ...]) -> None:
    """A reader of JSON finds every name as it was written."""
    document = json.loads(exports.data("geojson", named(*four)))
    assert {TEXTS[key] for key in four} <= set(strings(document))


FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
ESCAPED = re.compile(r"'+(\s*[=+\-@＝＋－＠]|[\t\r\n])")
NUMBER = re.compile(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?")


@NAMES
def test_no_cell_of_a_csv_export_is_reckoned_with(four: tuple[str, ...]) -> None:
    """No cell begins like a formula unless it is a number; an apostrophe taken away gives the text back."""
    for form in ("csv", "movement-table"):
        rows = list(csv.DictReader(io.StringIO(exports.data(form, named(*four)).decode())))
        cells = {cell for row in rows for cell in row.values()}
        assert not [c for c in cells if FORMULA.match(c) and not NUMBER.fullmatch(c)]
        if form == "csv":
            told = {cell[1:] if ESCAPED.match(cell) else cell for cell in cells}
            assert {TEXTS[key] for key in four[2:]} <= told  # who passes m and z has a row there


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1", "'=1"), ("'=1", "''=1"), ("''=1", "'''=1"), ("'quoted'", "'quoted'"), ("-5", "-5"),
        ("+5.25e-3", "+5.25e-3"), ("-5 km", "'-5 km"), ("--5", "'--5"), ("\t=1", "'\t=1"),
        (" =1", "' =1"), ("\u00a0=1", "'\u00a0=1"), ("＝1", "'＝1"), ("a=1", "a=1"), ("", ""), ("-٥", "'-٥"),
        (-5, "-5"), (0.5, "0.5"), (None, ""),
    ],
)  # fmt: skip
def test_the_escape_of_a_cell(text: object, cell: str) -> None:
    """Texts that begin like formulas get an apostrophe, so do those that began with one; numbers do not."""
    table = csv_text(["a"], [{"a": text}])
    (row,) = csv.DictReader(io.StringIO(table, newline=""))
    assert row["a"] == cell


def texts(node: Text) -> str:
    """What is drawn of a text: as it is, or as mathematics."""
    return "mathematics" if node.get_parse_math() else node.get_text()


@NAMES
@pytest.mark.parametrize("kind", ["arrivals", "march-graph", "map", "causes"])
def test_a_figure_shows_the_names_as_they_are(kind: str, four: tuple[str, ...], tmp_path: Path) -> None:
    """No name is taken for mathematics, every ending can be written, and the SVG is well-formed."""
    with printed():
        sheet = lay_out(kind, [named(*four)])
        drawn = [texts(node) for node in sheet.figure.findobj(Text)]
        assert "mathematics" not in drawn
        assert any(TEXTS[four[1]].split()[0] in words for words in drawn)
        for ending in ("png", "svg", "pdf"):
            sheet.save(tmp_path / f"figure.{ending}")
    tree = ElementTree.parse(tmp_path / "figure.svg")
    assert tree.getroot().tag.endswith("svg")


@NAMES
def test_the_page_keeps_the_names_as_data(four: tuple[str, ...]) -> None:
    """The page has no element but its own, and its data read back to the names."""
    page, plain = html([named(*four)]), html([named("one", "two", "three", "four")])
    assert page.count("<script") == plain.count("<script") == 3
    assert page.count("</script") == plain.count("</script") == 3
    assert page.count("<") == plain.count("<")
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert {TEXTS[key] for key in four} <= set(strings(json.loads(data)))


def strings(part: object) -> Iterator[str]:
    """Every text of a document."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield key
            yield from strings(value)
    elif isinstance(part, list):
        for value in part:
            yield from strings(value)


@pytest.mark.parametrize("word", ["W" * 190, "Llanfair" * 20, "東" * 90, "a " + "i" * 500], ids=range(4))
def test_a_word_without_an_end_stays_on_its_sheet(word: str) -> None:
    """A word that is wider than its line is broken, none of its letters is lost, and a label is cut."""
    with printed():
        lines = wrap(word, 3.0, 9.0, weight="bold", family=SERIF)
        assert "".join(lines).replace(" ", "") == word.replace(" ", "")
        assert all(text_width(line, 9.0, weight="bold", family=SERIF) <= 3.0 for line in lines)
        assert text_width(fitted(word, 3.0, 9.0), 9.0) <= 3.0


@pytest.mark.parametrize("kind", ["arrivals", "march-graph", "causes"])
def test_long_names_stay_on_the_sheet(kind: str) -> None:
    """With names as long as can be nothing is drawn over the edge of the sheet."""
    with printed():
        sheet = lay_out(kind, [named("Wm" * 40, "Mw" * 40, "W" * 80, "W " * 39 + "W")])
        sheet.figure.draw_without_rendering()
        page = sheet.figure.bbox
        for node in sheet.figure.findobj(Text):
            if node.get_text() and node.get_visible():
                box = node.get_window_extent()
                assert box.x0 >= page.x0 - 1.0, node.get_text()
                assert box.x1 <= page.x1 + 1.0, node.get_text()
