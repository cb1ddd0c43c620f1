"""The page as data: what it holds is what the result holds, and it asks the network for nothing."""

from __future__ import annotations

import json
import re
import shutil
from bisect import bisect_right
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from paris44.cli import main
from paris44.results.errors import ResultError
from paris44.results.read import ResultFolder
from paris44.scenario.file.find import packaged, shipped
from paris44.scenario.load import Shelf, load, variant
from paris44.study.questions.compare import compare
from paris44.study.questions.validate.score import validate
from paris44.study.reading.typical import typical
from paris44.study.running.replicate import Effort, replicate
from paris44.views.figures.marches.story import story_of
from paris44.views.web import report
from paris44.views.web.camera import where
from paris44.views.web.courses import Roads, courses
from paris44.views.web.data import page
from paris44.views.web.shell import LANGUAGE, asset
from tests.views import ready

HISTORICAL = 3


@pytest.fixture(scope="module")
def historical() -> ResultFolder:
    """Three replications of the real thing."""
    return ready.result("historical", HISTORICAL)


@pytest.fixture(scope="module")
def text(historical: ResultFolder) -> str:
    """Its page."""
    return report.html([historical])


def data_of(text: str) -> dict[str, Any]:
    """The data that is set into a page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    document: dict[str, Any] = json.loads(found[1])
    return document


# --- courses -----------------------------------------------------------------------------------


def test_a_course_goes_along_roads_and_never_back_in_time(historical: ResultFolder) -> None:
    """Neighbours on a course are one place or joined by a road; head and tail times never fall."""
    roads = Roads(historical.scenario)
    for course in courses(historical):
        for a, b in pairwise(course.places):
            assert roads.touch(a, b), (course.formation, a, b)
        assert course.heads == sorted(course.heads)
        assert course.clears == sorted(course.clears)
        assert all(head <= clear for head, clear in zip(course.heads, course.clears, strict=True))


def test_heads_pass_places_when_the_tracks_say_so(historical: ResultFolder) -> None:
    """At least nine tenths of what the first units passed stands in the courses, to the second.

    What is left are places behind the lead, where only units further back set out.
    """
    passed = {(t.replication, t.formation, t.place, t.head) for t in historical.tracks()}
    known = {
        (course.replication, course.formation, place, head)
        for course in courses(historical)
        for place, head in zip(course.places, course.heads, strict=True)
    }
    assert len(passed & known) >= 0.9 * len(passed)


def test_toy_courses_are_the_tracks() -> None:
    """On a toy every row of the tracks is a point of the course, head and tail."""
    result = ready.result("toy-merge", 6)
    rows = [(t.replication, t.formation, t.place, t.head, t.clear) for t in result.tracks()]
    points = [
        (course.replication, course.formation, *point)
        for course in courses(result)
        for point in zip(course.places, course.heads, course.clears, strict=True)
    ]
    assert sorted(points) == sorted(rows)


def test_page_and_pictures_show_the_same_run(historical: ResultFolder) -> None:
    """The typical run of the page is that of march graph and Minard, whatever else there is room for."""
    best = typical(historical)
    assert story_of(historical).replication == best
    for most in (1, HISTORICAL):
        scene = page([historical], most)["scenarios"][0]
        assert scene["typical"] == best
        assert str(best) in {str(key) for key in scene["runs"]}
        assert len(scene["runs"]) == most


# --- the data of the page ----------------------------------------------------------------------


def test_positions_of_heads_are_those_of_the_courses(historical: ResultFolder, text: str) -> None:
    """Heads worked out from the page's own numbers lie where the courses lie, at five clock times."""
    scene = data_of(text)["scenarios"][0]
    ground = data_of(text)["pool"][scene["ground"]]
    best = [course for course in courses(historical) if course.replication == scene["typical"]]
    at = {name: (ground["x"][k], ground["y"][k]) for k, name in enumerate(ground["id"])}
    tracks = scene["runs"][str(scene["typical"])]["tracks"]
    assert len(tracks) == len(best)
    first, last, _ = scene["span"]
    for share in (0.2, 0.45, 0.6, 0.75, 0.9):
        time = first + share * (last - first)
        for course, (_, places, steps, _, _) in zip(best, tracks, strict=True):
            assert head_at(ground, places, steps, time) == pytest.approx(where(course, time, at), abs=1.5)


def head_at(ground: Any, places: list[int], steps: list[int], time: float) -> tuple[float, float] | None:
    """The head of a track of the page, in tens of metres."""
    heads = [sum(steps[: k + 1]) for k in range(len(steps))]
    k = bisect_right(heads, time) - 1
    if k < 0:
        return None
    a, b = places[k], places[min(k + 1, len(places) - 1)]
    share = (time - heads[k]) / (heads[k + 1] - heads[k]) if k + 1 < len(heads) else 0.0
    x, y = ground["x"], ground["y"]
    return x[a] + share * (x[b] - x[a]), y[a] + share * (y[b] - y[a])


def test_dots_lie_within_the_values(historical: ResultFolder) -> None:
    """Few runs are a dot each; the dots of an outcome never fall and lie within its values."""
    shown = page([historical])["scenarios"][0]["outcomes"]
    for name, series in historical.outcomes().items():
        if name.startswith("hours."):
            continue
        dots = [dot for dot in shown[name]["dots"] if dot is not None]
        assert dots == sorted(dots)
        assert len(shown[name]["dots"]) == HISTORICAL
        assert all(min(series.values) - 1 <= dot <= max(series.values) + 1 for dot in dots)
        assert shown[name]["never"] == pytest.approx(series.share_never, abs=1e-4)


def test_every_recorded_time_comes_with_its_source(historical: ResultFolder) -> None:
    """All rows of the record are on the page with their bounds, grade and source."""
    document = page([historical])
    rows = document["pool"][document["scenarios"][0]["record"]]
    known = {row.id: row for row in historical.scenario.record}
    assert {row[0] for row in rows} == set(known)
    for row in rows:
        original = known[row[0]]
        assert (row[5], row[6], row[7], row[9], row[10]) == (
            round(original.lo), round(original.hi), original.grade, original.source, original.url,
        )  # fmt: skip
        assert original.source


def test_the_page_counts_the_checkpoints_of_the_score(historical: ResultFolder) -> None:
    """As many recorded times judge, and may set parameters, as the score counts checkpoints in its blocks."""
    roles = page([historical])["scenarios"][0]["roles"]
    blocks = validate(historical)["blocks"].values()
    for role, sets in (("set", True), ("judge", False)):
        counted = sum(b["checkpoints"] for b in blocks if b["used_to_set_parameters"] is sets)
        assert list(roles.values()).count(role) == counted


def test_contradictions_are_all_told(historical: ResultFolder) -> None:
    """Each contradiction of the scenario is on the page, in the words of the table."""
    document = page([historical])
    told = document["pool"][document["scenarios"][0]["contradictions"]]
    section = historical.loaded.document["contradictions"]
    assert [row[0] for row in told] == [row["statement"] for row in section.values()]


def test_hours_of_the_card_are_means_of_the_causes(historical: ResultFolder) -> None:
    """A column's hours by cause are the totals of causes.csv over the replications, divided by n."""
    document = page([historical])
    scene = document["scenarios"][0]
    names = document["pool"][scene["units"]]["id"]
    sums: dict[str, float] = {}
    for row in historical.causes():
        sums[row.formation] = sums.get(row.formation, 0.0) + row.hours / historical.n
    shown = {names[int(k)]: sum(hours for _, hours in rows) for k, rows in scene["causes"].items()}
    assert shown == pytest.approx(sums, abs=0.06)


def test_captions_come_in_the_order_of_time(historical: ResultFolder) -> None:
    """Events of every run stand in order, and each names a formation and a place of the scenario."""
    document = page([historical])
    scene = document["scenarios"][0]
    units, ground = document["pool"][scene["units"]], document["pool"][scene["ground"]]
    for run in scene["runs"].values():
        times = [event[0] for event in run["events"]]
        assert times == sorted(times)
        assert all(-1 <= event[2] < len(units["id"]) for event in run["events"])
        assert all(-1 <= event[3] < len(ground["id"]) for event in run["events"])


def test_several_results_are_compared_in_pairs() -> None:
    """Against itself nothing moves; runs of unlike length are paired as far as both go, and that is said."""
    base = ready.result("toy-merge", 6)
    same = page([base, base])["compare"][0]
    assert all(row[0] == 0.0 for row in same["rows"].values() if row[5] == "min")
    assert same["doubts"] == []
    assert "paired" not in same
    shorter = page([base, ready.result("toy-merge", 2)])["compare"][0]
    assert shorter["paired"] == [2, 6, 2]
    assert {row[3] for row in shorter["rows"].values() if row[5] == "min"} == {2}


def test_the_page_calls_worlds_by_their_titles(tmp_path: Path) -> None:
    """Where the command names a world by what one types, the sentences of the page have its title; two worlds
    of one title keep their names, or nobody could tell them apart."""
    base, effort = ready.result("toy-phase-line", 6), Effort(n=6, workers=1, out=tmp_path)
    scenario, sooner = load("toy-phase-line"), {"orders.line-order.until": "1944-08-22T07:00+02:00"}
    for title, (first, second) in {
        "A line until seven": ("“A line until eight o'clock”", "“A line until seven”"),
        scenario.scenario.title: ("toy-phase-line", "sooner"),
    }.items():
        other = replicate(variant(scenario, sooner, name="sooner", title=title), effort)
        typed = " ".join(compare(base, [other])["others"][0]["answer"])
        told = " ".join(page([base, other])["compare"][0]["answer"])
        assert [line in typed for line in ("In toy-phase-line the line", "In sooner the line")] == [
            True,
            True,
        ]
        assert [f"In {world} the line" in told for world in (first, second)] == [True, True]
        assert told.count("toy-phase-line") == (first == "toy-phase-line")


def test_an_exploratory_counterfactual_is_stamped(tmp_path: Path) -> None:
    """A counterfactual without a whole passport carries its doubts onto the page, which shows them."""
    base = ready.result("toy-merge", 6)
    change = {"roads.m--z.length_km": 6}
    longer = variant(load("toy-merge"), change, name="longer", kind="counterfactual")
    kept = replicate(longer, Effort(n=6, workers=1, out=tmp_path))
    assert page([base, kept])["compare"][0]["doubts"] == [["incomplete", ""]]
    assert "answer.doubts" in report.html([base, kept])


# --- the file ----------------------------------------------------------------------------------


class Loads(HTMLParser):
    """Whatever a page would fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note addresses that are loaded without a click."""
        for name, value in attrs:
            clicked = tag == "a" and name == "href"
            if name in {"src", "href", "srcset", "data", "poster"} and not clicked:
                self.found.append(value or "")


def test_the_page_is_one_file_without_a_network(text: str) -> None:
    """Nothing is loaded from outside, scripts call no address, and the policy forbids it."""
    parser = Loads()
    parser.feed(text)
    assert parser.found == ["data:,"]
    scripts = "".join(asset(name) for name in (LANGUAGE, *report.SCRIPTS))
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|importScripts|sendBeacon)\b", scripts)
    assert "@import" not in asset("page.css")
    assert "default-src 'none'" in text


def test_the_page_is_small_and_the_same_every_time(historical: ResultFolder, text: str) -> None:
    """At most 4 MB, and equal bytes for an equal result."""
    assert len(text.encode()) <= report.MOST_BYTES
    assert report.html([ResultFolder.open(historical.path)]) == text


def test_no_text_of_a_scenario_can_end_the_data(text: str) -> None:
    """The data holds no '<', so no title or note can close its element."""
    found = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    assert "<" not in found[1]


def test_the_order_of_battle_is_told_in_french(historical: ResultFolder) -> None:
    """Every formation of the historical scenario, its title and its orders have French."""
    french = json.loads((packaged() / "french.json").read_text(encoding="utf-8"))
    scenario = historical.scenario
    names = {unit.name for unit in scenario.formations.values()} | {scenario.title}
    assert sorted(names - set(french)) == []
    titles = {order.title for order in scenario.orders.values() if order.title}
    assert sorted(titles - set(french)) == []


def test_a_group_of_several_formations_is_one(historical: ResultFolder) -> None:
    """The legend has each group once, however many formations the theatre puts into it."""
    document = page([historical])
    units, named = document["pool"][document["scenarios"][0]["units"]], document["theatre"]["groups"]
    groups = {units["id"][row[7]] for row in units["rows"]}
    names = [named[group][0] for group in groups if group in named]
    assert len(names) > 5
    assert len(set(names)) == len(names)


def test_passports_are_told_in_french() -> None:
    """Whatever a shipped scenario's passport says, what its author expects too, has French: that of its
    operation."""
    shared = json.loads((packaged() / "french.json").read_text(encoding="utf-8"))
    shelf = Shelf()
    for name, _ in shipped():
        loaded = load(name, shelf=shelf)
        own = {
            text for row in loaded.document.get("theatre", {}).values() for text in row.get("french") or ()
        }
        p = loaded.scenario.passport
        told = {loaded.scenario.title, loaded.scenario.expect}
        told |= {p.antecedent, p.decided_by, p.holds_fixed} if p is not None else set()
        assert sorted(told - {""} - set(shared) - own) == [], name


def test_changes_are_told_in_french() -> None:
    """The page of a pair has French for each sentence of what was changed, with the titles in French."""
    base = ready.result("historical", HISTORICAL)
    document = page([base, ready.result("no-noon-line", HISTORICAL)])
    (words,) = document["compare"][0]["diff"]
    assert document["french"][words] == (
        "suppression de l’ordre noon-line (ne pas dépasser Versailles – Palaiseau avant midi le 23)"
    )


# --- bad input ---------------------------------------------------------------------------------


def test_a_folder_that_is_no_result_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Empty, foreign, cut and newer folders give one line and exit code 2, and no page."""
    good = ready.result("toy-merge", 6).path
    empty, foreign, cut, newer = (tmp_path / name for name in ("empty", "foreign", "cut", "newer"))
    empty.mkdir()
    foreign.mkdir()
    (foreign / "notes.txt").write_text("mine", encoding="utf-8")
    shutil.copytree(good, cut)
    (cut / "tracks.parquet").write_bytes(b"PAR1")
    shutil.copytree(good, newer)
    manifest = json.loads((newer / "manifest.json").read_text(encoding="utf-8"))
    (newer / "manifest.json").write_text(json.dumps(manifest | {"format": 99}), encoding="utf-8")
    for folder in (empty, foreign, cut, newer, tmp_path / "absent"):
        target = tmp_path / "out.html"
        code = main(["report", str(folder), "-o", str(target)])
        lines = capsys.readouterr().err.strip().splitlines()
        assert (code, len(lines)) == (2, 1), folder
        assert not target.exists()


def test_a_run_without_tracks_says_how_to_keep_them(tmp_path: Path) -> None:
    """A result of ``--events 0`` cannot be played."""
    from paris44.scenario.load import load
    from paris44.study.running.replicate import Effort, replicate

    bare = replicate(load("toy-merge"), Effort(n=2, workers=1, out=tmp_path, events=0))
    with pytest.raises(ResultError, match="--events"):
        report.html([bare])


def test_the_page_has_the_score_of_its_run(historical: ResultFolder) -> None:
    """Of all days and of each block the page says what `validate` says, named in both languages."""
    found = validate(historical)
    told = page([historical])["scenarios"][0]["score"]
    assert [row["name"] for row in told][:2] == [None, ["21-23 August", "21-23 août"]]
    assert [row["rows"] for row in told] == [b["checkpoints"] for b in (found, *found["blocks"].values())]
    assert [row["tenths"] for row in told] == [b["pit"] for b in (found, *found["blocks"].values())]
    assert sum(row["rows"] for row in told[1:]) == told[0]["rows"]
    assert [row["sets"] for row in told] == [False, True, False, False]
    assert page([ready.result("toy-merge", 6)])["scenarios"][0]["score"] == []
