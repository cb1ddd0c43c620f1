"""March graphs: the bands are the tracks, the line stands at its hour, columns on one road never cross."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes

from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.load import load, variant
from paris44.study.running.replicate import Effort, replicate
from paris44.views.figures.common.sheet import Sheet, text_width
from paris44.views.figures.common.style import printed, short_name
from paris44.views.figures.common.tracks import RoadAxis, Track, tracks_of, way_of
from paris44.views.figures.kinds import lay_out
from paris44.views.figures.marches.names import TALL, Paper, within
from paris44.views.figures.marches.story import fights, story_of
from paris44.world.build import build
from tests.study.small import march, small
from tests.views.ready import result, table


def laid_out(made: ResultFolder, **options: Any) -> Sheet:
    """A march graph in the project's style."""
    with printed():
        return lay_out("march-graph", [made], **options)


@cache
def of_history(road: str = "") -> Sheet:
    """That of the historical scenario, or of one of its roads, in its typical replication."""
    return laid_out(result("historical"), **({"roads": [road]} if road else {}))


def corners(ax: Axes) -> dict[str, set[tuple[float, float]]]:
    """Band -> its corners (seconds, kilometres)."""
    found = {}
    for band in ax.collections:
        if str(band.get_gid()).startswith("band "):
            vertices = np.asarray(band.get_paths()[0].vertices)
            found[str(band.get_gid())] = {(round(float(x), 3), round(float(y), 6)) for x, y in vertices}
    return found


def rows(made: ResultFolder, replication: int) -> dict[tuple[str, str], list[dict[str, str]]]:
    """(formation, order) -> its rows of tracks.csv in one replication, as any program reads them."""
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in table(made, "tracks"):
        if int(row["replication"]) == replication:
            found[row["formation"], row["order"]].append(row)
    return found


def seconds(made: ResultFolder, iso: str) -> float:
    """Seconds since the scenario's start."""
    return (datetime.fromisoformat(iso) - datetime.fromisoformat(made.manifest["start"])).total_seconds()


# --- bands --------------------------------------------------------------------------------------


def test_bands_are_the_tracks_from_head_to_tail() -> None:
    """A band's corners are head and clear of each place of its column, at the place's distance."""
    made = result("toy-merge")
    page = laid_out(made, replication=0)
    (ax,) = [ax for ax in page.figure.axes if ax.get_title(loc="left").startswith("A to Z")]
    kilometres = {"a": 0.0, "m": 5.0, "z": 10.0}
    drawn = corners(ax)
    assert set(drawn) == {"band first go-first 0 2", "band second go-second 1 2"}
    for name, points in drawn.items():
        _, formation, order, *_ = name.split(" ")
        track = [row for row in rows(made, 0)[formation, order] if row["place"] in kilometres]
        assert points == {
            (seconds(made, row[end]), kilometres[row["place"]]) for row in track for end in ("head", "clear")
        }


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_heads_stand_where_the_log_has_them(share: float) -> None:
    """At five clock times the drawn head of Massu is within a second's march of where tracks.csv has it."""
    made = result("historical")
    page = laid_out(made, roads=["north"], replication=0)
    (ax,) = page.figure.axes
    (line,) = [a for a in ax.lines if a.get_gid() == "head 2db/gtl/massu/body n23-gtl"]
    track = rows(made, 0)["2db/gtl/massu/body", "n23-gtl"]
    network = build(made.scenario).network
    places = [row["place"] for row in track]
    metres = [0.0]
    for a, b in itertools.pairwise(places):
        step = 0.0 if a == b else network.lanes[network.lane_of[a, b]].length
        metres.append(metres[-1] + step)
    heads = [seconds(made, row["head"]) for row in track]
    time = heads[0] + share * (heads[-1] - heads[0])
    logged = float(np.interp(time, heads, metres)) / 1000.0
    shown = float(np.interp(time, line.get_xdata(), line.get_ydata())) - float(line.get_ydata()[0])
    assert shown == pytest.approx(logged, abs=0.01)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    vehicles=st.lists(st.integers(10, 120), min_size=2, max_size=4),
    gaps=st.lists(st.integers(0, 900), min_size=4, max_size=4),
)
def test_bands_on_one_road_never_cross(
    tmp_path_factory: pytest.TempPathFactory, vehicles: list[int], gaps: list[int]
) -> None:
    """Columns behind each other on a road without passing: each tail is before the next head everywhere."""
    folder = tmp_path_factory.mktemp("fifo")
    names = [f"c{k}" for k in range(len(vehicles))]
    starts = np.cumsum([0, *(n * 4 + gap for n, gap in zip(vehicles, gaps, strict=False))])
    orders = {f"go-{n}": march(n, "a b c", float(s)) for n, s in zip(names, starts, strict=False)}
    loaded = small(folder, [("a", "b", 6), ("b", "c", 4)], dict(zip(names, vehicles, strict=True)), orders)
    page = laid_out(replicate(loaded, Effort(n=1, workers=1, out=folder)))
    (ax,) = page.figure.axes
    bands = corners(ax)
    assert len(bands) == len(names)
    for ahead, behind in itertools.pairwise(names):
        first, second = (bands[f"band {n} go-{n} 0 2"] for n in (ahead, behind))
        for y in {y for _, y in first}:
            assert max(x for x, b in first if b == y) <= min(x for x, b in second if b == y)


def test_a_passing_is_drawn_as_one() -> None:
    """Every logged passing by a column of a shown road has its ring; no ring is invented."""
    made = result("historical")
    drawn = 0
    for replication in range(2):
        story = story_of(made, replication)
        logged = {(e.time, e.formation) for e in story.events if e.kind == "passing"}
        for ax in laid_out(made, replication=replication).figure.axes:
            (rings,) = [a for a in ax.lines if a.get_gid() == "passing"]
            here = {a.get_gid().split()[1] for a in ax.lines if str(a.get_gid()).startswith("head ")}
            times = {time for time, formation in logged if formation in here}
            assert set(rings.get_xdata()) <= times
            drawn += len(rings.get_xdata())
    assert drawn


# --- what happens on the road ---------------------------------------------------------------------


def test_the_line_is_drawn_until_its_hour() -> None:
    """The barrier ends at the line's hour, across the road that it cuts; the held head waits for it."""
    made = result("toy-phase-line")
    plan = build(made.scenario).lines[0]
    page = laid_out(made)
    barriers = [a for ax in page.figure.axes for a in ax.lines if a.get_gid() == f"line {plan.order.id}"]
    assert barriers
    assert all(a.get_xdata()[-1] == plan.order.until for a in barriers)
    held = [e for e in story_of(made).events if e.kind == "line_wait"]
    assert held
    heads = [h for t in story_of(made).tracks for h in t.heads]
    assert plan.order.until in heads


def test_the_head_is_drawn_waiting_at_the_line() -> None:
    """The held column's head comes to the last place when the log says, and stands there until the hour."""
    made = result("toy-phase-line")
    (wait,) = [e for e in story_of(made).events if e.kind == "line_wait"]
    (ax,) = laid_out(made).figure.axes
    (head,) = [a for a in ax.lines if str(a.get_gid()).startswith(f"head {wait.formation} ")]
    until = build(made.scenario).lines[0].order.until
    points = list(zip(head.get_xdata(), head.get_ydata(), strict=True))
    (barrier,) = [a for a in ax.lines if str(a.get_gid()).startswith("line ")]
    y = barrier.get_ydata()[0]
    assert (wait.time - (wait.value or 0.0), y) in points
    assert (until, y) in points


def test_fights_last_from_contact_to_clearing() -> None:
    """The bar of a strongpoint spans its contact and its fall in the log."""
    made = result("toy-strongpoint")
    (fight,) = fights(story_of(made))
    events = {e.kind: e.time for e in story_of(made).events}
    assert fight.since == events["contact"]
    assert fight.until == events["cleared"]
    bars = [
        a for ax in laid_out(made).figure.axes for a in ax.lines if a.get_gid() == f"fight {fight.garrison}"
    ]
    assert [list(a.get_xdata()) for a in bars] == [[fight.since, fight.until]]


def test_the_ribbon_holds_four_fifths_of_the_heads() -> None:
    """At Digny the ribbon of the headquarters spans the 10 % and 90 % quantiles of their first head."""
    made = result("historical")
    (ax,) = of_history("north").figure.axes
    (ribbon,) = [c for c in ax.collections if c.get_gid() == "ribbon hq"]
    firsts: dict[int, float] = {}
    for track in tracks_of(made):
        if track.order in ("n23-leclerc", "n23-hq"):
            head = track.heads[track.places.index("digny")]
            firsts[track.replication] = min(head, firsts.get(track.replication, head))
    world = build(made.scenario)
    (north,) = (axis for axis in made.scenario.theatre.axes if axis.id == "north")
    way = way_of("", world.router.route(north.places, "ordered") or (), world.network)
    y = way.metres[way.places.index("digny")] / 1000.0
    xs = [x for x, b in np.asarray(ribbon.get_paths()[0].vertices) if b == pytest.approx(y)]
    assert (min(xs), max(xs)) == pytest.approx(tuple(np.quantile(list(firsts.values()), [0.1, 0.9])))


def test_a_long_column_alone_is_shown_to_its_tail(tmp_path: Path) -> None:
    """Where nobody else is on the road, hours of a tail that is far behind its head are in the picture."""
    column = small(tmp_path, [("a", "b", 5)], {"x": 900}, {"go": march("x", "a b", headway=30.0)})
    made = replicate(column, Effort(n=1, workers=1, out=tmp_path))
    (ax,) = laid_out(made).figure.axes
    (track,) = story_of(made).tracks
    assert track.clears[-1] - track.heads[-1] > 7 * 3600.0
    assert ax.get_xlim()[1] >= track.clears[-1]


def test_nights_are_shaded_from_sunset_to_sunrise() -> None:
    """The dark part of the night of 23 August lies between dusk and first light."""
    made = result("historical")
    (ax,) = of_history("north").figure.axes
    sun = build(made.scenario).sky.at()
    shades = [p for p in ax.patches if p.get_gid() == "night"]
    spans = [(p.get_x(), p.get_x() + p.get_width()) for p in shades]
    dusk = sun.next("dusk", 4.5 * 86_400.0)
    assert any(a == pytest.approx(dusk) for a, _ in spans)


def test_names_of_columns_stay_in_their_panel() -> None:
    """No name along a band reaches beyond the edge of its road."""
    page = of_history()
    page.figure.canvas.draw()
    for ax in page.figure.axes:
        panel = ax.get_window_extent()
        for name in (text for text in ax.texts if text.get_rotation()):
            box = name.get_window_extent()
            assert panel.contains(box.x0, box.y0), name.get_text()
            assert panel.contains(box.x1, box.y1), name.get_text()


def names_of(ax: Axes) -> dict[str, Any]:
    """March and formation -> its name on a road."""
    return {str(t.get_gid()): t for t in ax.texts if str(t.get_gid()).startswith("name ")}


def middle_of(name: Any, ax: Axes) -> list[tuple[float, float]]:
    """Points along the middle of a name, in inches of its panel."""
    box = ax.get_window_extent()
    inches = box.width / ax.figure.dpi, box.height / ax.figure.dpi
    x, y = (at * size for at, size in zip(name.xy, inches, strict=True))
    half, turn = text_width(name.get_text(), name.get_fontsize()) / 2, np.radians(name.get_rotation())
    return [(x + d * np.cos(turn), y + d * np.sin(turn)) for d in np.linspace(-half, half, 15)]


def test_names_of_columns_keep_clear_of_each_other() -> None:
    """A formation has its name once on a road, or once a day, and the letters of two names never touch."""
    page = of_history()
    for ax in page.figure.axes:
        begin, end = ax.get_xlim()
        once: dict[str, float] = {}
        for gid, name in sorted(names_of(ax).items(), key=lambda item: item[1].xy[0]):
            time = begin + name.xy[0] * (end - begin)
            assert time - once.get(gid.split()[2], -1e9) > 6 * 3600.0, name.get_text()
            once[gid.split()[2]] = time
        lines = [middle_of(name, ax) for name in names_of(ax).values()]
        for one, other in itertools.combinations(lines, 2):
            assert min(np.hypot(a - c, b - d) for a, b in one for c, d in other) > TALL
    assert sum(len(names_of(ax)) for ax in page.figure.axes) > 20


def test_names_of_columns_keep_clear_of_fights_and_lines() -> None:
    """No name of a column covers the bar of a fight or of a phase line."""
    page = of_history()
    for ax in page.figure.axes:
        (begin, end), (low, high) = ax.get_xlim(), ax.get_ylim()
        box = ax.get_window_extent()
        wide, tall = box.width / page.figure.dpi, box.height / page.figure.dpi
        bars = [a for a in ax.lines if str(a.get_gid()).startswith(("fight ", "line "))]
        for bar, name in itertools.product(bars, names_of(ax).values()):
            since, until = ((t - begin) / (end - begin) * wide for t in bar.get_xdata())
            y = (bar.get_ydata()[0] - low) / (high - low) * tall
            assert not any(since <= a <= until and abs(b - y) < TALL / 2 for a, b in middle_of(name, ax))


def test_a_name_goes_where_nothing_is_in_its_way() -> None:
    """On empty paper a name lies along its line; it leaves a closed place; on full paper it has no room."""
    line = np.array([[0.5, 1.0], [3.5, 1.0]])
    paper = Paper(4.0, 2.0)
    spot = paper.best([line], "Putz", 6.0)
    assert spot is not None
    assert spot.angle == 0.0
    assert abs(spot.y - 1.0) < 2 * TALL
    paper.close(np.array([[0.0, 1.0], [2.5, 1.0]]), 0.3)
    other = paper.best([line], "Putz", 6.0)
    assert other is not None
    assert other.x > 2.5 + 0.3
    assert paper.best([line + 9.0, line[:0]], "Putz", 6.0) is None
    for y in np.arange(0.0, 2.0, 0.02):
        paper.line(np.array([[0.0, y], [4.0, y]]))
    assert paper.best([line], "Putz", 6.0) is None


def test_a_name_keeps_out_of_the_bands_of_others() -> None:
    """Of two places that are alike but for the band of another column a name takes the free one."""
    line = np.array([[0.5, 0.5], [3.5, 0.5]])
    paper = Paper(4.0, 2.0)
    paper.band("gtv", np.array([[0.0, 0.0], [0.0, 2.0]]), np.array([[2.0, 0.0], [2.0, 2.0]]))
    there, own = (paper.best([line], "Massu", 6.0, column) for column in ("gtl", "gtv"))
    assert there is not None
    assert own is not None
    assert own.x < 2.0 < there.x


@pytest.mark.parametrize("way", [1, -1])
def test_a_line_is_cut_at_the_edges_of_its_panel(way: int) -> None:
    """Only what lies between the edges is kept, with its ends on them, in the same direction."""
    line = np.array([[-1.0, 0.0], [1.0, 2.0], [5.0, 4.0]])[::way]
    assert within(line, 3.0).tolist() == [[0.0, 1.0], [1.0, 2.0], [3.0, 3.0]][::way]
    assert within(line + 9.0, 3.0).size == 0


def test_names_of_columns_are_short() -> None:
    """On a graph a formation is called as its officers called it, in a word or two."""
    scenario = result("historical").scenario
    short = {key: short_name(scenario, key) for key in scenario.formations}
    assert short["2db/gtv/putz/body"] == "Putz"
    assert short["2db/gtl/minjonnet"] == "Minjonnet"
    assert short["us4/12ir"] == "12th Infantry"
    assert short["2db/gtl/trains"] == "GTL, rest"
    assert short["2db/leclerc"] == "Leclerc"
    assert short["degaulle"] == "de Gaulle"
    assert short["2db/hq"] == "division HQ"


def test_the_roads_of_1944_are_all_shown() -> None:
    """The north and south roads, the axes of the 24th, and Paris on the 25th each have a panel."""
    labels = {ax.get_label() for ax in of_history().figure.axes}
    assert {"north", "south", "sevres", "n20"} <= labels
    assert labels & {"west", "centre"}


@pytest.mark.parametrize(("name", "words"), [("Guards", "Guards take "), ("The Guard", "The Guard takes ")])
def test_the_headline_has_the_number_of_its_subject(name: str, words: str, tmp_path: Path) -> None:
    """Several take, one takes."""
    called = variant(load("toy-bridge"), {"formations.column.name": name}, name="called")
    page = laid_out(replicate(called, Effort(n=1, workers=1, out=tmp_path)))
    assert page.title.startswith(words)


def test_an_unknown_road_is_refused() -> None:
    """A road that nobody marches is a StudyError with exit code 2, and the roads that there are are named,
    also where another one that is asked for is marched."""
    told = r"--road: nobody marches on 'atlantis'; roads: go-first, go-second"
    for asked in (["atlantis"], ["go-first", "atlantis"]):
        with pytest.raises(StudyError, match=told) as caught:
            laid_out(result("toy-merge"), roads=asked)
        assert caught.value.exit_code == 2


# --- ways ---------------------------------------------------------------------------------------


ROAD = RoadAxis("road", ("a", "b", "c", "d"), (0.0, 1.0, 2.0, 3.0))


def track(*places: str) -> Track:
    """A track with a head every minute."""
    heads = tuple(60.0 * k for k in range(len(places)))
    return Track(0, "f", "o", places, heads, tuple(h + 30.0 for h in heads), (5,) * len(places))


@pytest.mark.parametrize(
    ("places", "runs"),
    [
        ("abcd", [(0, 1, 2, 3)]),
        ("xbcy", [(1, 2)]),
        ("abbcd", [(0, 1, 1, 2, 3)]),  # a halt at b
        ("dcb", [(3, 2, 1)]),
        ("abcba", [(0, 1, 2), (2, 1, 0)]),  # there and back
        ("abxcd", [(0, 1, 2, 3)]),  # another unit of the formation was at x
        ("abd", [(0, 1)]),
        ("xyz", []),
    ],
)
def test_runs_are_stretches_in_one_direction(places: str, runs: list[tuple[int, ...]]) -> None:
    """A track falls into runs along neighbouring places; halts belong to them, turning ends them."""
    assert [run.at for run in ROAD.runs(track(*places))] == runs


def test_a_run_without_its_track_is_said(tmp_path: Path) -> None:
    """A replication that kept no tracks is a StudyError that says so."""
    made = replicate(
        small(tmp_path, [("a", "b", 2)], {"x": 10}, {"go": march("x", "a b")}),
        Effort(n=2, workers=1, out=tmp_path, events=0),
    )
    with pytest.raises(StudyError, match="tracks"):
        laid_out(made)
