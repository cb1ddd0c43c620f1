"""Every figure as a printed page: colophon, margins, bytes; and what a bad folder gives."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from paris44.language.languages import language_of
from paris44.results.errors import ResultError, StudyError
from paris44.results.read import ResultFolder
from paris44.results.seal import sealed
from paris44.scenario.load import load, variant
from paris44.study.questions.compare import compare
from paris44.study.questions.keep import keep
from paris44.study.questions.sweep import sweep
from paris44.study.questions.validate.score import validate
from paris44.study.running.replicate import Effort, replicate
from paris44.views.figures.answers import gather
from paris44.views.figures.common.sheet import (
    A4,
    Sheet,
    bound,
    colophon,
    fitted,
    fitting,
    numbers,
    text_width,
    wrap,
)
from paris44.views.figures.common.style import CAUSES, column_of, legible, printed
from paris44.views.figures.kinds import KINDS, draw, lay_out
from paris44.views.wording import credit_of
from tests.views.ready import result

SWEEP = {
    "scenario": "toy", "path": "orders.noon-line.until",
    "input": {"words": "end of the order “not past the line”", "unit": ""},
    "outcome": "hotel-de-ville", "unit": "time", "n": 9,
    "credit": load("historical").scenario.theatre.credit,
    "points": [
        {"value": "1944-08-23T12:00+02:00", "median": "1944-08-24T21:00:00+02:00",
         "p05": "1944-08-24T20:00:00+02:00", "p95": "1944-08-25T01:00:00+02:00",
         "median_ci95": ["1944-08-24T20:50:00+02:00", "1944-08-24T21:20:00+02:00"], "share_never": 0.0},
        {"value": "1944-08-24T12:00+02:00", "median": "1944-08-25T00:30:00+02:00",
         "p05": "1944-08-24T22:00:00+02:00", "p95": None, "median_ci95": [None, None], "share_never": 0.2,
         "against_first": {"unit": "min", "difference_median": 210.0, "ci95": [120.0, 300.0],
                           "ci95_coverage": 0.96, "share_equal": 0.0, "n_pairs": 8}},
    ],
    "found": "1944-08-24T00:00+02:00",
}  # fmt: skip


def results_for(kind: str) -> tuple[list[ResultFolder], dict[str, Any]]:
    """Small results that a kind of figure can draw."""
    base = result("historical")
    if kind == "sweep":
        return [], {"answer": SWEEP}
    return [base, result("no-crowds")] if kind in ("compare", "causes") else [base], {}


@cache
def drawn(kind: str, language: str = "en") -> Sheet:
    """The sheet of a kind, laid out."""
    results, options = results_for(kind)
    with printed(language_of(language)):
        made = lay_out(kind, results, language=language_of(language), **options)
        made.figure.canvas.draw()
    return made


def texts(made: Sheet) -> list[Text]:
    """Every visible text of a sheet."""
    found = [t for t in made.figure.findobj(Text) if isinstance(t, Text) and t.get_visible() and t.get_text()]
    unseen = {id(label) for ax in made.figure.axes for label in outside(ax)}
    return [t for t in found if id(t) not in unseen]


def outside(ax: Axes) -> Iterator[Text]:
    """Labels of ticks that are not drawn."""
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not ax.axison or not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


def extent(text: Text) -> Bbox:
    """Where a text stands on the page, in pixels."""
    return text.get_window_extent()


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_says_where_it_comes_from(kind: str) -> None:
    """Scenario, replications, version and data credits stand on every sheet; seed where there is a run."""
    page = " ".join(t.get_text() for t in drawn(kind).figure.texts)
    words = page.replace("\n", " ")
    results, _ = results_for(kind)
    assert "replications" in words
    assert "version" in words
    assert all(word in words for word in credit_of(result("historical").scenario).split())
    if results:
        assert "historical" in words
        assert f"{results[0].n} replications" in words
        assert "seed 1944" in words


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut(kind: str) -> None:
    """No text of a sheet reaches beyond the page."""
    made = drawn(kind)
    page = made.figure.bbox
    for text in texts(made):
        box = extent(text)
        inside = box.x0 >= 0 and box.x1 <= page.x1 and box.y0 >= 0 and box.y1 <= page.y1
        assert inside, text.get_text()


@pytest.mark.parametrize("kind", KINDS)
def test_tick_labels_do_not_overlap(kind: str) -> None:
    """Labels of the same axis never touch each other."""
    for ax in drawn(kind).figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            if not axis.get_visible() or not ax.axison:
                continue
            unseen = {id(label) for label in outside(ax)}
            labels = [tick.label1 for tick in axis.get_major_ticks() if tick.label1.get_text()]
            boxes = [extent(label) for label in labels if id(label) not in unseen]
            for k, box in enumerate(boxes):
                for other in boxes[k + 1 :]:
                    assert not (
                        box.width and other.width and box.shrunk(0.9, 0.8).overlaps(other.shrunk(0.9, 0.8))
                    )


def test_losses_are_ticked_where_they_say() -> None:
    """A tick of a figure of losses stands at the number beside it: there are no halves of men to round."""
    with printed():
        made = lay_out("losses", [result("toy-strongpoint", 12)])
        made.figure.canvas.draw()
    ticks = [
        (tick.get_loc(), tick.label1.get_text())
        for ax in made.figure.axes
        for tick in ax.xaxis.get_major_ticks()
        if tick.label1.get_text().replace(",", "").isdigit()
    ]
    assert len(ticks) > 8
    assert [(at, text) for at, text in ticks if at != int(text.replace(",", ""))] == []


def test_rows_of_hours_can_be_told_apart() -> None:
    """No two formations of the figure of causes have one name, and worlds go by their titles."""
    made = drawn("causes")
    (hours,) = [ax for ax in made.figure.axes if ax.get_label() == "hours"]
    names = [label.get_text() for label in hours.get_yticklabels()]
    assert len(set(names)) == len(names) > 8
    assert not {"historical", "no-crowds"} & {text.get_text() for text in texts(made)}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["isochrones", "map", "minard"])
def test_names_on_a_map_do_not_cover_each_other(kind: str, language: str) -> None:
    """Names of places keep clear of each other, however long a language makes them."""
    for ax in drawn(kind, language).figure.axes:
        if ax.get_label() not in ("whole", "near the objective"):
            continue
        boxes = [extent(t).shrunk(0.96, 0.8) for t in ax.texts]
        for k, box in enumerate(boxes):
            assert not any(box.overlaps(other) for other in boxes[k + 1 :])


@pytest.mark.parametrize("kind", ["isochrones", "map", "minard"])
def test_names_on_a_map_keep_clear_of_dots_and_of_the_scale(kind: str) -> None:
    """No name of a place covers the dot of another, or the bar that gives the scale; none leaves the map."""
    for ax in drawn(kind).figure.axes:
        if ax.get_label() not in ("whole", "near the objective"):
            continue
        frame = ax.get_window_extent()
        names = [t for t in ax.texts if not t.get_text().endswith(" km")]
        (bar,) = [t for t in ax.texts if t not in names]
        dots = [
            ax.transData.transform((line.get_xdata()[0], line.get_ydata()[0]))
            for line in ax.lines
            if line.get_marker() == "o"
        ]
        assert dots
        for name in names:
            box = extent(name)
            assert frame.contains(box.x0, box.y0)
            assert frame.contains(box.x1, box.y1)
            assert not box.overlaps(extent(bar))
            assert not any(box.shrunk(0.96, 0.8).contains(x, y) for x, y in dots), name.get_text()


def test_the_hotel_de_ville_is_named_on_every_map() -> None:
    """The end of the advance is named on the maps near Paris, whatever else has to give way."""
    for kind in ("isochrones", "map", "minard"):
        (ax,) = [ax for ax in drawn(kind).figure.axes if ax.get_label() == "near the objective"]
        assert any(t.get_text().startswith("Hôtel de Ville") for t in ax.texts)


@pytest.mark.parametrize("kind", ["arrivals", "march-graph"])
def test_a_long_figure_is_printed_on_leaves(kind: str) -> None:
    """Its PDF has several pages of at most A4, with every panel once and nothing cut or under 5 points."""
    whole = drawn(kind)
    assert whole.leaves is not None
    with printed():
        leaves = whole.leaves()
    assert len(leaves) > 1
    panels = [ax.get_label() for leaf in leaves for ax in leaf.figure.axes]
    assert panels == [ax.get_label() for ax in whole.figure.axes]
    for leaf in leaves:
        assert leaf.page[0] <= A4[0]
        assert leaf.page[1] <= A4[1]
        leaf.figure.canvas.draw()
        for text in texts(leaf):
            assert text.get_fontsize() >= 5
            assert leaf.figure.bbox.contains(extent(text).x0, extent(text).y0), text.get_text()


def test_leaves_of_a_figure_are_pages_of_its_pdf(tmp_path: Path) -> None:
    """A PDF holds a page for each leaf and equal bytes for an equal result; what fits on one leaf is one."""
    pages = {}
    for name, options in {"one": {}, "two": {}, "day": {"days": ["24 Aug"]}}.items():
        draw("arrivals", [result("historical")], tmp_path / f"{name}.pdf", **options)
        pages[name] = (tmp_path / f"{name}.pdf").read_bytes()
    assert pages["one"] == pages["two"]
    assert pages["one"].count(b"/MediaBox") > 1
    assert pages["day"].count(b"/MediaBox") == 1


def test_the_axis_of_a_sweep_speaks() -> None:
    """The axis says in words what is varied, with its unit, and gives the path in small type below."""
    (ax,) = drawn("sweep").figure.axes
    (path,) = [t for t in ax.texts if t.get_text() == SWEEP["path"]]
    assert ax.get_xlabel() == "End of the order “not past the line”"
    assert path.get_fontsize() < ax.xaxis.label.get_fontsize()
    assert extent(path).y1 < extent(ax.xaxis.label).y0
    told = {"path": "roads.a--b.length_km", "input": {"words": "length of the road A - B", "unit": "km"}}
    with printed():
        (ax,) = lay_out("sweep", [], answer=SWEEP | told).figure.axes
        assert ax.get_xlabel() == "Length of the road A - B (km)"
        (ax,) = lay_out("sweep", [], answer={k: v for k, v in SWEEP.items() if k != "input"}).figure.axes
        assert ax.get_xlabel() == SWEEP["path"]  # an answer of an older version


@given(st.lists(st.floats(0.1, 9.0), min_size=1, max_size=30))
def test_blocks_are_bound_in_order(heights: list[float]) -> None:
    """Every block stands on one leaf, in order, and no leaf with two blocks is too full."""
    leaves = [heights[leaf] for leaf in bound(heights, 9.0)]
    assert [height for leaf in leaves for height in leaf] == heights
    assert all(leaf and (len(leaf) == 1 or sum(leaf) <= 9.0) for leaf in leaves)


@pytest.mark.parametrize("kind", KINDS)
def test_the_title_is_a_message(kind: str) -> None:
    """A title is a sentence of at least four words that fits two lines."""
    made = drawn(kind)
    assert len(made.title.split()) >= 4
    assert len(wrap(made.title, made.width, 12.0, weight="bold", family="STIXGeneral")) <= 2


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_equal_results_give_equal_bytes(tmp_path: Path, ending: str) -> None:
    """The same result drawn twice is the same file, byte for byte, in every format."""
    for name in ("one", "two"):
        draw("march-graph", [result("toy-merge")], tmp_path / f"{name}{ending}")
    one, two = (tmp_path / f"{name}{ending}" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_size > 5000


@pytest.mark.bench
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_figure_costs_is_told(tmp_path: Path, kind: str) -> None:
    """Reading, drawing and writing a figure of the historical run, beside an empty page of paper."""
    kept, options = results_for(kind)
    begun = time.process_time()
    draw(kind, [ResultFolder.open(r.path) for r in kept], tmp_path / "figure.png", **options)
    drawn_in, begun = time.process_time() - begun, time.process_time()
    Figure(figsize=(8.27, 11.69), dpi=200).savefig(tmp_path / "empty.png")
    empty_in = time.process_time() - begun
    print(f"\n{kind}: {drawn_in:.2f} s, {drawn_in / empty_in:.0f} times an empty page")
    assert (tmp_path / "figure.png").stat().st_size > (tmp_path / "empty.png").stat().st_size


def test_the_readers_own_settings_do_not_matter(tmp_path: Path) -> None:
    """A matplotlibrc beside the user changes nothing, and drawing leaves the settings as they were."""
    import matplotlib

    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.hashsalt": None}):
        before = dict(matplotlib.rcParams)
        draw("march-graph", [result("toy-merge")], tmp_path / "other.svg")
        assert dict(matplotlib.rcParams) == before
    draw("march-graph", [result("toy-merge")], tmp_path / "plain.svg")
    assert (tmp_path / "other.svg").read_bytes() == (tmp_path / "plain.svg").read_bytes()


def test_pyplot_is_never_loaded() -> None:
    """Importing the command line and the door to pictures loads neither Matplotlib nor pyplot."""
    look = "print([m for m in sys.modules if 'matplotlib' in m])"
    code = f"import sys, paris44.cli, paris44.commands.pictures, paris44.door.pictures; {look}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_full_disk_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine cannot write is a StudyError with exit code 1, and no half of a file stays."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("paris44.views.figures.common.sheet.write_atomically", full)
    with pytest.raises(StudyError, match="no space left") as caught:
        draw("march-graph", [result("toy-merge")], tmp_path / "x.png")
    assert caught.value.exit_code == 1
    assert not list(tmp_path.iterdir())


# --- bad input ----------------------------------------------------------------------------------


def spoil_empty(folder: Path) -> None:
    """Leave nothing in the folder."""
    for path in folder.iterdir():
        path.unlink()


def spoil_foreign(folder: Path) -> None:
    """Only a stranger's file."""
    spoil_empty(folder)
    (folder / "holiday.txt").write_text("sea", encoding="utf-8")


def spoil_half_written(folder: Path) -> None:
    """The manifest was not written yet."""
    (folder / "manifest.json").unlink()


def spoil_newer(folder: Path) -> None:
    """A later format."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}), encoding="utf-8")


def spoil_older(folder: Path) -> None:
    """A format without the tables of today."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 1}), encoding="utf-8")


def spoil_cut(folder: Path) -> None:
    """A table that is shorter than the manifest says."""
    path = folder / "tracks.parquet"
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize(
    "spoil", [spoil_empty, spoil_foreign, spoil_half_written, spoil_newer, spoil_older, spoil_cut]
)
def test_a_bad_folder_is_one_clear_line(tmp_path: Path, spoil: Any) -> None:
    """An empty, foreign, half-written, newer or damaged folder gives a ResultError that names it."""
    folder = tmp_path / "run"
    shutil.copytree(result("toy-merge").path, folder)
    spoil(folder)
    with pytest.raises(ResultError, match=str(folder)) as caught:
        gather([folder], tmp_path)
    assert caught.value.exit_code == 2
    assert "\n" not in caught.value.message


SEALED = [sealed(document).decode() for document in ({}, {"points": []}, {"plans": [1]})]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"points": []}', "[" * 100_000, *SEALED])
def test_a_damaged_answer_is_one_clear_line(tmp_path: Path, text: str) -> None:
    """A kept answer that cannot be read gives a ResultError that names it."""
    (tmp_path / "sweep.json").write_text(text, encoding="utf-8")
    with pytest.raises(ResultError, match=r"sweep\.json"):
        gather([tmp_path], tmp_path)


def test_a_comparison_is_found_again(tmp_path: Path) -> None:
    """The folder of a kept comparison stands for its base and its others."""
    base, other = result("historical"), result("no-crowds")
    (tmp_path / "compare.json").write_bytes(
        sealed({"base_result_dir": str(base.path), "n": 6, "others": [{"result_dir": str(other.path)}]})
    )
    results, options = gather([tmp_path])
    assert [r.path for r in results] == [base.path, other.path]
    assert options == {}


def test_a_comparison_keeps_its_own_base(tmp_path: Path) -> None:
    """Newer runs of the base and a move of all results change neither which runs are drawn nor their dice."""
    toy, effort = load("toy-merge"), Effort(n=2, seed=7, workers=1, out=tmp_path / "here")
    other = replicate(variant(toy, {"roads.m--z.length_km": 6}, name="longer"), effort)
    base = replicate(toy, effort)
    kept = keep(effort.out, "compare", [base, other], compare(base, [other])).parent
    replicate(toy, replace(effort, seed=8, n=5))
    shutil.move(effort.out, tmp_path / "there")
    results, _ = gather([tmp_path / "there" / kept.relative_to(effort.out)], tmp_path)
    assert [(r.name, r.seed, r.n) for r in results] == [("toy-merge", 7, 2), ("longer", 7, 2)]
    assert all(r.path.is_relative_to(tmp_path / "there") for r in results)


def test_a_kept_sweep_is_told_in_french(tmp_path: Path) -> None:
    """The outcome and the input of a kept answer, which has them in English, are French on a French figure;
    where its runs are gone the figure has the English."""
    values = ["1944-08-22T07:00+02:00", "1944-08-22T09:00+02:00"]
    effort = Effort(n=2, workers=1, out=tmp_path / "kept")
    sweep(load("toy-phase-line"), effort, path="orders.line-order.until", values=values,
          outcome="last-vehicle")  # fmt: skip
    (folder,) = (tmp_path / "kept" / "sweep").iterdir()
    for there in (True, False):
        results, options = gather([folder], tmp_path)
        with printed(language_of("fr")):
            sheet = lay_out("sweep", results, language=language_of("fr"), **options)
        words = " ".join(text.get_text() for text in sheet.figure.findobj(Text))
        assert ("Dernier véhicule" in words) == there
        assert ("Fin de l’ordre" in words) == there
        assert ("Last vehicle" in words) != there
        shutil.rmtree(tmp_path / "kept" / "toy-phase-line", ignore_errors=True)
        for run in (tmp_path / "kept").glob("toy-phase-line*"):
            shutil.rmtree(run)


@pytest.mark.parametrize("kind", ["compare", "losses", "sweep"])
def test_what_a_result_lacks_is_said(kind: str) -> None:
    """A figure that the result cannot give is a StudyError with exit code 2, not an empty picture."""
    with printed(), pytest.raises(StudyError) as caught:
        lay_out(kind, [result("toy-merge")])
    assert caught.value.exit_code == 2


# --- type and colour ----------------------------------------------------------------------------


def test_a_long_name_is_set_smaller_before_it_is_cut() -> None:
    """A name that is too wide gets the size at which it fits, none below the least; others keep theirs."""
    name = "Rond-point des Champs-Élysées"
    size = fitting(name, 1.2, 6.5, 4.8)
    assert 4.8 < size < 6.5
    assert text_width(name, size) <= 1.2 + 1e-9
    assert fitting("Sèvres", 1.2, 6.5, 4.8) == 6.5
    assert fitting(name * 3, 1.2, 6.5, 4.8) == 4.8


def test_what_is_set_at_its_fitting_size_is_not_cut() -> None:
    """Every name of a place of 1944 that fits a column at some size stands there whole at that size."""
    names = {place.name for place in load("historical").scenario.places.values()}
    sizes = {name: fitting(name, 1.3, 6.5, 4.8) for name in names}
    assert {name for name, size in sizes.items() if size > 4.8 and fitted(name, 1.3, size) != name} == set()
    assert any(4.8 < size < 6.5 for size in sizes.values())


def test_axes_write_numbers_in_the_language_of_the_figure() -> None:
    """A fraction has a point in English and a comma in French, thousands are grouped, minus is a minus."""
    told = {}
    for code in ("en", "fr"):
        with printed(language_of(code)):
            page = Sheet(4.0, 2.0, "title", "", "")
            ax = page.axes(0.2, 0.2, 3.0, 1.0)
            numbers(ax.xaxis)
            told[code] = [ax.xaxis.get_major_formatter()(value, 0) for value in (0.25, -5.0, 4000.0, 0.0)]
    assert told["en"] == ["0.25", "−5", "4,000", "0"]
    assert [text.replace("\u202f", " ") for text in told["fr"]] == ["0,25", "−5", "4 000", "0"]


def test_wrapped_lines_fit() -> None:
    """No line of wrapped type is wider than its column, and no word is lost."""
    text = "Half of the runs reach the Hôtel de Ville between 20:50 and 22:10; the record says 21:22"
    lines = wrap(text, 1.5, 9.0)
    assert " ".join(lines) == text
    assert max(text_width(line, 9.0) for line in lines) <= 1.5


@pytest.mark.parametrize(
    "text",
    [
        "half of the runs between 3 Sept 19:30 and 4 Sept 00:10",
        "la moitié des tirages en 2 h 07 ou en 12 min",
    ],
)
def test_a_day_stays_with_its_hour_and_a_number_with_its_unit(text: str) -> None:
    """However narrow the column, a moment and a length of time stand on one line, and nothing is lost."""
    for width in np.linspace(0.9, 2.5, 30):
        lines = wrap(text, float(width), 7.5)
        assert " ".join(lines) == text
        for whole in re.findall(r"\d Sept \d\d:\d\d|\d h \d\d|\d+ min", text):
            assert any(whole in line for line in lines)


def test_sources_stand_below_a_figure_by_their_titles() -> None:
    """Who sees a figure has no table of sources: a code is told by its title, what is no code as it is."""
    told = colophon([result("historical", 3)], sources=["BLU; A diary", "BLU; A diary"])
    assert "Copy of an account after Blumenson, Breakout and Pursuit; A diary." in told
    assert "BLU" not in told


def test_fitted_text_fits() -> None:
    """A cut label ends with an ellipsis and fits; a short one stays."""
    assert fitted("Dronne", 2.0, 6.0) == "Dronne"
    cut = fitted("Detachment Rouvillois reaches Gare Montparnasse", 1.0, 6.0)
    assert cut.endswith("…")
    assert text_width(cut, 6.0) <= 1.0


def test_every_column_has_its_own_colour() -> None:
    """One key, one colour; two keys never share a colour; every formation of 1944 has a column."""
    scenario = load("historical").scenario
    colours = {group.id: group.colour for group in scenario.theatre.groups}
    assert len(set(colours.values())) == len(colours)
    assert {column_of(f, scenario).key for f in scenario.formations} <= set(colours) | {"us12ag"}
    assert column_of("2db/gtv/dronne", scenario).key == "dronne"
    assert column_of("2db/gtv/putz/body", scenario).key == "gtv"


def test_names_are_dark_enough_to_read() -> None:
    """Type in the colour of a column is never lighter than a middle grey, and dark colours stay."""
    for group in load("historical").scenario.theatre.groups:
        red, green, blue = to_rgb(legible(group.colour))
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue <= 0.43
    assert legible("#1a1a1a") == "#1a1a1a"


def test_every_cause_has_a_colour() -> None:
    """The causes of the engine are the causes of the legend, each with a colour of its own."""
    from paris44.engine.log import CAUSES as KNOWN

    assert set(CAUSES) == set(KNOWN)
    assert len(set(CAUSES.values())) == len(CAUSES)


def test_the_places_in_the_law_are_those_of_the_score() -> None:
    """Each panel has the tenths of its block, an even line, and below it the share that is covered."""
    score, made = validate(result("historical")), drawn("pit")
    panels = [ax for ax in made.figure.axes if str(ax.get_label()).startswith("pit")]
    told = [[round(bar.get_height()) for bar in ax.patches] for ax in panels]
    assert told == [score["pit"], *(row["pit"] for row in score["blocks"].values())]
    (cover,) = [ax for ax in made.figure.axes if ax.get_label() == "coverage"]
    dots = [line.get_xdata()[0] for line in cover.lines if line.get_gid() == "covered"]
    assert dots == [score["coverage90"], *(row["coverage90"] for row in score["blocks"].values())]


def test_the_places_in_the_law_are_told_in_french() -> None:
    """In French the figure has no English word of its own, and the months are French."""
    with printed():
        made = lay_out("pit", [result("historical")], language=language_of("fr"))
    words = " ".join(text.get_text() for text in made.figure.findobj(Text))
    assert "août (pour juger)" in words
    assert "earlier" not in words
    assert "judged" not in words
