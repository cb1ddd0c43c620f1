"""What the artists of dots, bars, curves and maps hold is what the result folder says."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder, Series
from paris44.scenario.load import load, variant
from paris44.study.questions.validate.score import validate
from paris44.study.reading.typical import typical
from paris44.study.running.replicate import Effort, replicate
from paris44.study.statistics.estimates import pair_difference
from paris44.views.figures.charts.arrivals import rows_of
from paris44.views.figures.charts.compare import Block, Contrast, message
from paris44.views.figures.charts.sweep import number
from paris44.views.figures.common.dots import dots_of, levels, meaning, quantile_dots
from paris44.views.figures.common.hours import near
from paris44.views.figures.common.sheet import Sheet
from paris44.views.figures.common.style import printed
from paris44.views.figures.common.tracks import (
    Track,
    steps_of,
    strength,
    tracks_of,
    vehicles_on,
)
from paris44.views.figures.kinds import lay_out
from paris44.views.figures.maps.country import COLUMN, NEAR, Country, frames
from paris44.views.figures.maps.isochrones import classes, colour, reaches
from paris44.views.figures.maps.minard import bands_of
from paris44.views.wording import duration
from tests.build import Sketch
from tests.views.ready import result, table
from tests.views.test_figures_sheet import SWEEP

TIMES = st.lists(st.floats(0, 1e6), min_size=1, max_size=60)


def laid_out(kind: str, *results: ResultFolder, **options: Any) -> Sheet:
    """A sheet in the project's style."""
    with printed():
        return lay_out(kind, results, **options)


def seconds(made: ResultFolder, iso: str) -> float:
    """Seconds since the scenario's start."""
    return (datetime.fromisoformat(iso) - datetime.fromisoformat(made.manifest["start"])).total_seconds()


def artists(ax: Axes, gid: str) -> list[Any]:
    """The artists of a name."""
    return [a for a in ax.get_children() if a.get_gid() == gid]


# --- dots ---------------------------------------------------------------------------------------


@given(TIMES, st.sampled_from([20, 25, 50]))
def test_dots_are_quantiles(values: list[float], dots: int) -> None:
    """Dot k of n is the (k - 1/2)/n quantile, in order."""
    found = quantile_dots(np.array(values), dots)
    expected = np.quantile(values, [(k + 0.5) / dots for k in range(dots)])
    assert np.allclose(np.array(found, dtype=float), expected)


@given(TIMES, st.sampled_from([20, 25, 50]))
def test_there_are_no_more_dots_than_values(values: list[float], dots: int) -> None:
    """Few values are drawn as they are, a dot for each; more than there are dots as quantiles."""
    found = dots_of(np.array(values), dots)
    few = len(values) <= dots
    assert found == (sorted(values) if few else quantile_dots(np.array(values), dots))
    assert meaning(len(values), dots, "runs").startswith("one of the" if few else "a ")


def test_dots_of_what_never_comes_are_missing() -> None:
    """Where a quarter of the runs never come, a quarter of the dots have no place."""
    found = quantile_dots(np.array([1.0] * 15 + [math.inf] * 5), 20)
    assert found == [1.0] * 15 + [None] * 5
    assert dots_of(np.array([math.inf, 2.0, 1.0])) == [1.0, 2.0, None]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=50), st.floats(0.1, 10))
def test_stacked_dots_do_not_cover_each_other(values: list[float], apart: float) -> None:
    """Dots on one level are at least a diameter apart, and every level but the last is needed."""
    xs = sorted(values)
    heights = levels(xs, apart)
    for level in range(max(heights) + 1):
        row = [x for x, h in zip(xs, heights, strict=True) if h == level]
        assert row
        assert all(b - a >= apart for a, b in itertools.pairwise(row))


def test_arrivals_show_the_quantiles_of_the_arrivals_table() -> None:
    """The dots of a checkpoint are its few rows in arrivals.csv; none is invented or lost."""
    made = result("historical")
    heads: dict[tuple[str, str, str, str], list[float]] = defaultdict(list)
    for row in table(made, "arrivals"):
        if row["time"]:
            heads[row["formation"], row["place"], row["event"], row["visit"]].append(
                seconds(made, row["time"])
            )
    wanted = ("2db/gtv/putz", "alencon", "pass", "1")
    values = np.array(sorted(heads[wanted]))
    assert len(values) == made.n
    (shown,) = [row for row in rows_of(made) if row.label == "Putz passes Alençon"]
    page = laid_out("arrivals", made)
    (line,) = [a for ax in page.figure.axes for a in artists(ax, f"dots {shown.label}")]
    assert list(line.get_xdata()) == pytest.approx(list(values))
    words = " ".join(t.get_text() for t in page.figure.texts)
    assert f"Each dot is one of the {made.n} runs" in words.replace("\n", " ")


def test_arrivals_show_every_recorded_time_with_its_bounds() -> None:
    """Each diamond stands at a recorded time of grade A or B, each bar spans its bounds."""
    made = result("historical")
    record = {r.id: r for row in rows_of(made) for r in row.recorded}
    page = laid_out("arrivals", made)
    diamonds = [float(a.get_xdata()[0]) for ax in page.figure.axes for a in artists(ax, "recorded")]
    bars = [tuple(a.get_xdata()) for ax in page.figure.axes for a in artists(ax, "bounds")]
    assert sorted(diamonds) == sorted(r.time for r in record.values() if r.time is not None)
    assert sorted(bars) == sorted((r.lo, r.hi) for r in record.values())
    assert {r.grade for r in record.values()} == {"A", "B"}


@pytest.mark.parametrize("day", ["foo", "20 Aug"])
def test_a_day_without_rows_is_refused(day: str) -> None:
    """A day that the figure cannot show is refused in one line with those that it can."""
    with pytest.raises(StudyError, match="24 Aug") as fault:
        laid_out("arrivals", result("historical"), days=["24 Aug", day])
    assert fault.value.exit_code == 2
    assert "\n" not in str(fault.value)


def test_arrivals_and_score_count_the_same_rows_as_covered() -> None:
    """A checkpoint is covered in the figure exactly where the score says so."""
    made = result("historical")
    score = {tuple(row["ids"]): row["inside90"] for row in validate(made)["rows"]}
    assert {tuple(r.id for r in row.recorded): row.covered for row in rows_of(made)} == score


def test_arrivals_speak_of_several_in_the_plural() -> None:
    """Guards reach and companies leave, a sub-group passes."""
    labels = {row.label for row in rows_of(result("historical"))}
    assert "XX Corps advance guards reach Étampes" in labels
    assert "Maquis de Lorris, companies Albin and Paul leave Loiret" in labels
    assert not any(" guards reaches " in label or " Paul leaves " in label for label in labels)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.4, "24 min"),
        (0.05, "3 min"),
        (6 + 2 / 60, "6 h 02"),
        (9.99, "9 h 59"),
        (25.3, "25 h"),
        (49.495, "49 h"),
    ],
)
def test_lengths_of_time_have_one_style(hours: float, words: str) -> None:
    """Hours and minutes are written as everywhere else, long ones in whole hours."""
    assert near(hours) == words
    assert words == duration(60 * hours) or hours >= 10


def test_arrivals_can_be_limited_to_a_day() -> None:
    """``days`` keeps the panels of these days only."""
    page = laid_out("arrivals", result("historical"), days=["24 Aug"])
    assert [ax.get_label() for ax in page.figure.axes] == ["24 Aug"]


# --- comparison, causes, losses, sweep ------------------------------------------------------------


def outcome(made: ResultFolder, name: str) -> dict[str, float]:
    """Replication -> the outcome's value (seconds for moments), where it came."""
    rows = [row for row in table(made, "outcomes") if row["outcome"] == name and row["value"]]
    read = (lambda text: seconds(made, text)) if rows[0]["unit"] == "time" else float
    return {row["replication"]: read(row["value"]) for row in rows}


def test_comparison_dots_are_pairs() -> None:
    """Six pairs are six dots, other minus base in minutes, and the caption says that a dot is a pair."""
    base, other = result("historical"), result("no-crowds")
    a, b = outcome(base, "hotel-de-ville"), outcome(other, "hotel-de-ville")
    pairs = [(b[k] - a[k]) / 60.0 for k in a if k in b]
    page = laid_out("compare", base, other, outcome="hotel-de-ville")
    (ax,) = page.figure.axes
    (line,) = artists(ax, "dots no-crowds")
    low, high = ax.get_xlim()
    assert list(line.get_xdata()) == pytest.approx(sorted(pairs))
    assert low < min(pairs)
    assert max(pairs) < high
    words = " ".join(t.get_text() for t in page.figure.texts)
    assert "Each dot is one pair of runs" in words.replace("\n", " ")
    (interval,) = artists(ax, "interval no-crowds")
    assert list(interval.get_xdata()) == pytest.approx(
        [min(pairs), max(pairs)]
    )  # of six pairs no narrower one


def block(pairs: int, shift: float) -> Block:
    """One scenario whose pairs all differ by nearly ``shift`` minutes."""
    base = np.linspace(0.0, 60.0, pairs)
    other = base + shift + np.linspace(-0.1, 0.1, pairs)
    return Block(
        "junction", "Junction", "min", (Contrast("x", "X", other - base, pair_difference(base, other)),)
    )


@pytest.mark.parametrize(
    ("pairs", "shift", "headline"),
    [
        (3, 30.0, "too few pairs of runs to tell a difference from chance"),
        (30, 0.0, "no clear difference in any of the scenarios"),
        (30, 30.0, "30 min later in the median pair"),
    ],
)
def test_comparison_claims_what_the_pairs_bear(pairs: int, shift: float, headline: str) -> None:
    """Under six pairs, or with zero in the interval, the headline claims no difference."""
    title, _ = message([result("historical")], [block(pairs, shift)], 20)
    assert headline in title


def test_comparison_headlines_what_differs() -> None:
    """The headline is of the first outcome that differs in some pair, and says so where none does."""
    equal = [replace(block(30, 0.0), outcome=name, label=name) for name in ("first-arrival", "meurice")]
    same = np.zeros(30)
    still = [replace(b, rows=(Contrast("x", "X", same, pair_difference(same, same)),)) for b in equal]
    base = [result("historical")]
    assert message(base, [*still, block(30, 30.0)], 20)[0].startswith("X: junction")
    assert message(base, still, 20)[0] == "No difference in any pair of runs"


@pytest.mark.parametrize(
    ("change", "headline"),
    [
        ({}, "3 h 30 later in the median pair as the input goes from 23 Aug 12:00 to 24 Aug 12:00"),
        ({"ci95": [-20.0, 400.0]}, "no clear difference (−20 min to +6 h 40)"),
        ({"ci95_coverage": 0.5}, "too few runs to tell a difference from chance"),
        ({"share_equal": 1.0}, "no difference in any pair"),
        ({"n_pairs": 0}, "at 2 values of end of the order “not past the line”"),
    ],
)
def test_sweep_claims_what_the_pairs_bear(change: dict[str, Any], headline: str) -> None:
    """The headline of a sweep gives a difference only where the interval of its pairs excludes zero."""
    first, last = SWEEP["points"]  # type: ignore[misc]
    pairs = last["against_first"] | change
    answer = SWEEP | {"points": [first, last | {"against_first": pairs}]}
    assert headline in laid_out("sweep", answer=answer).title


def test_bridge_claims_what_the_pairs_bear() -> None:
    """Where all pairs are equal, the headline says so instead of a difference of nothing."""
    base = result("historical")
    assert "at the same moment in every pair" in laid_out("causes", base, base).title


def test_bridge_leads_from_base_to_other() -> None:
    """The steps of a bridge begin at the base's mean moment, follow each other, and end at the other's."""
    base, other = result("historical"), result("no-crowds")
    a, b = outcome(base, "hotel-de-ville"), outcome(other, "hotel-de-ville")
    both = [k for k in a if k in b]
    page = laid_out("causes", base, other)
    (ax,) = [ax for ax in page.figure.axes if ax.get_label() == "bridge no-crowds"]
    steps = [p for p in ax.patches if isinstance(p, Rectangle) and str(p.get_gid()).startswith("step ")]
    at = float(np.mean([a[k] for k in both]))
    for step in sorted(steps, key=lambda p: p.get_y()):
        assert step.get_x() == pytest.approx(at, abs=1.0)
        at += step.get_width()
    assert at == pytest.approx(float(np.mean([b[k] for k in both])), abs=31.0)


def test_hours_are_those_of_the_causes_table() -> None:
    """A formation's bars are its hours by cause, for a march unit and a run; orders are left out."""
    made = result("toy-merge")
    hours: dict[str, float] = defaultdict(float)
    for row in table(made, "causes"):
        if row["formation"] == "second":
            hours[row["cause"]] += float(row["hours"]) / (made.n * 12)
    page = laid_out("causes", made)
    (ax,) = [ax for ax in page.figure.axes if ax.get_label() == "hours"]
    row = [t.get_text() for t in ax.get_yticklabels()].index("Column B")
    for cause in set(hours) - {"orders"}:
        bars = [p for p in ax.patches if p.get_gid() == f"hours {cause}" and round(p.get_y() + 0.37) == row]
        assert sum(bar.get_width() for bar in bars) == pytest.approx(hours[cause])


def test_short_hours_are_told_in_minutes() -> None:
    """Beside a bar of less than ten hours stand its hours and minutes, not the nearest hour."""
    page = laid_out("causes", result("toy-strongpoint"))
    (ax,) = [ax for ax in page.figure.axes if ax.get_label() == "hours"]
    total = sum(bar.get_width() for bar in ax.patches)
    assert near(total) in [text.get_text() for text in ax.texts]
    assert near(total).startswith("2 h 0")


def test_a_long_name_of_a_row_is_set_smaller_before_it_is_cut(tmp_path: Path) -> None:
    """A formation with a name of fifty letters has it whole beside its bar."""
    name = "Headquarters and services of the second division"
    called = variant(load("toy-bridge"), {"formations.column.name": name}, name="called")
    page = laid_out("causes", replicate(called, Effort(n=1, workers=1, out=tmp_path)))
    (ax,) = [ax for ax in page.figure.axes if ax.get_label() == "hours"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [name]
    assert 4.8 < ax.get_yticklabels()[0].get_fontsize() < 6.2


def test_a_dot_at_the_edge_is_whole() -> None:
    """Where an interval meets every recorded time the dot at 100 % is not cut by the edge."""
    page = laid_out("pit", result("historical"))
    dots = [line for ax in page.figure.axes for line in ax.lines if line.get_gid() == "covered"]
    assert dots
    assert not any(dot.get_clip_on() for dot in dots)


@pytest.mark.parametrize(
    ("name", "words", "heading"),
    [
        ("losses.columns.killed", "− fewer, + more people", "Columns, killed"),
        ("hours.queue", "− fewer, + more hours", "Hours of march units: queue"),
    ],
)
def test_a_comparison_says_in_what_it_differs(name: str, words: str, heading: str) -> None:
    """The axis of what is no moment names what is counted, and hours by cause are called what they are."""
    made = result("toy-merge")
    page = laid_out("compare", made, made, outcome=name)
    (ax,) = [ax for ax in page.figure.axes if ax.get_label() == name]
    assert ax.get_xlabel() == words
    assert next(text.get_text() for text in ax.texts) == heading


def test_a_level_sweep_can_be_read_off() -> None:
    """Where an outcome does not move the axis still has hours on both sides of it."""
    moment = "1944-08-22T08:46:30+02:00"
    points = [
        {"value": value, "median": moment, "p05": moment, "p95": moment, "median_ci95": [moment, moment]}
        for value in ("1", "2")
    ]
    document: Any = {"scenario": "toy", "path": "orders.go.priority", "outcome": "last-vehicle",
                     "unit": "time", "n": 9, "points": points}  # fmt: skip
    page = lay_out("sweep", [], answer=document)
    (ax,) = [ax for ax in page.figure.axes if ax.get_label() == "sweep"]
    low, high = ax.get_ylim()
    ticks = [tick for tick in ax.get_yticks() if low <= tick <= high]
    at = number(moment, timed=True)
    assert min(ticks) < at < max(ticks)


def test_chains_end_at_the_moment() -> None:
    """The parts of a critical chain add up to the mean moment of its outcome."""
    made = result("toy-merge")
    page = laid_out("causes", made)
    (ax,) = [ax for ax in page.figure.axes if ax.get_label() == "chains"]
    ends = sorted(float(np.mean(list(outcome(made, n).values()))) for n in ("first-arrival", "last-vehicle"))
    drawn: dict[int, float] = defaultdict(float)
    for patch in ax.patches:
        if str(patch.get_gid()).startswith("chain "):
            drawn[round(patch.get_y() + 0.33)] += patch.get_width()
    assert sorted(drawn.values()) == pytest.approx(ends, abs=1.0)


def test_losses_are_quantiles_beside_the_claims() -> None:
    """The dots are the outcome in the few runs; every competing total has its diamond."""
    made = result("historical")
    values = list(outcome(made, "losses.2db.killed").values())
    page = laid_out("losses", made)
    (ax,) = [ax for ax in page.figure.axes if ax.get_label() == "losses.2db.killed"]
    (line,) = artists(ax, "dots losses.2db.killed")
    assert list(line.get_xdata()) == pytest.approx(sorted(values))
    assert {float(a.get_xdata()[0]) for a in artists(ax, "claim")} == {130, 146, 156, 78, 141}


def test_losses_over_time_are_those_of_the_losses_table() -> None:
    """The median curve of a party is the median over the runs of what losses.csv has by each hour."""
    made = result("historical")
    runs: dict[int, float] = dict.fromkeys(range(made.n), 0.0)
    end = 6 * 86_400.0
    for row in table(made, "losses"):
        if row["party"] == "ffi":
            since, until = seconds(made, row["since"]), seconds(made, row["time"])
            part = (
                float(end >= until) if since == until else min(max((end - since) / (until - since), 0.0), 1.0)
            )
            runs[int(row["replication"])] += part * float(row["killed"])
    page = laid_out("losses", made)
    (ax,) = [ax for ax in page.figure.axes if ax.get_label() == "course ffi"]
    (line,) = artists(ax, "median")
    assert line.get_ydata()[list(line.get_xdata()).index(end)] == pytest.approx(
        np.median(list(runs.values()))
    )


def test_losses_over_time_end_at_the_outcomes() -> None:
    """The losses of a replication in losses.csv add up to its outcomes, party by party."""
    made = result("historical")
    for party, what in (("2db", "wounded"), ("civilians", "killed"), ("germans", "prisoners")):
        sums = dict.fromkeys(range(made.n), 0.0)
        for row in table(made, "losses"):
            sums[int(row["replication"])] += float(row[what]) if row["party"] == party else 0.0
        wanted = outcome(made, f"losses.{party}.{what}")
        assert sums == pytest.approx({int(k): value for k, value in wanted.items()}, abs=1e-3)


def test_sweep_draws_the_points_of_the_answer() -> None:
    """The curve goes through the medians at their hours, the bars are the intervals that exist."""
    page = laid_out("sweep", answer=SWEEP)
    (ax,) = page.figure.axes
    (line,) = artists(ax, "median")
    assert list(line.get_ydata()) == [number(p["median"], True) for p in SWEEP["points"]]  # type: ignore[index]
    assert line.get_xdata()[1] - line.get_xdata()[0] == 24.0
    (interval,) = artists(ax, "interval")
    assert list(interval.get_ydata()) == [number(t, True) for t in SWEEP["points"][0]["median_ci95"]]  # type: ignore[index]
    (found,) = artists(ax, "found")
    assert found.get_xdata()[0] - line.get_xdata()[0] == 12.0


# --- maps ---------------------------------------------------------------------------------------


def test_every_vehicle_counts_once_on_a_band() -> None:
    """In the merge 300 vehicles come by each road and 600 go on by the third."""
    made = result("toy-merge")
    tracks = tracks_of(made, [0])
    bands = bands_of(tracks, made.scenario)
    totals = {step: sum(count for _, count in there) for step, there in bands.items()}
    assert totals == {("a", "m"): 300, ("b", "m"): 300, ("m", "z"): 600}


def test_bands_are_as_broad_as_their_vehicles() -> None:
    """On a road with two columns the widths are in the ratio of the vehicles, and twice those of one."""
    page = laid_out("minard", result("toy-merge"))
    (ax,) = page.figure.axes
    (lines,) = [c for c in ax.collections if isinstance(c, LineCollection) and c.get_gid() == "strands"]
    assert sorted(lines.get_linewidths()) == pytest.approx([10.0] * 4)


def test_isochrones_are_the_median_of_the_first_heads() -> None:
    """A road is reached when the first head has come to its end; the median over the runs is drawn."""
    made = result("historical")
    firsts: dict[int, float] = defaultdict(lambda: math.inf)
    rows = [r for r in table(made, "tracks") if r["place"] in ("porte-d-italie", "le-kremlin-bicetre")]
    by_track: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    for r in rows:
        by_track[r["replication"], r["formation"], r["order"]].setdefault(
            r["place"], seconds(made, r["head"])
        )
    for (replication, _, _), heads in by_track.items():
        if len(heads) == 2:
            firsts[int(replication)] = min(firsts[int(replication)], max(heads.values()))
    expected = float(np.median([firsts[k] for k in range(made.n)]))
    reached = reaches(tracks_of(made))
    if math.isfinite(expected):
        assert reached["le-kremlin-bicetre", "porte-d-italie"].middle == pytest.approx(expected)
    else:
        assert ("le-kremlin-bicetre", "porte-d-italie") not in reached


def test_classes_follow_the_clock() -> None:
    """Edges of the isochrones are whole hours; earlier is another colour than later."""
    from paris44.views.figures.common.hours import Almanac

    made = result("historical")
    edges = classes([3.0e5, 4.0e5, 4.5e5, 5.0e5], Almanac(made.scenario))
    assert all(edge % 3600 == 0 for edge in edges)
    assert colour(edges, edges[0]) != colour(edges, edges[-1])
    assert colour(edges, -1e9) == colour(edges, edges[0] + 1)


def test_a_figure_tells_the_minute_that_tables_tell() -> None:
    """59 seconds after a full minute a clock still shows that minute, in a picture as in a table."""
    from paris44.views.figures.common.hours import Almanac
    from paris44.views.wording import day_clock

    scenario = result("historical").scenario
    for seconds in (0.0, 29.0, 30.0, 59.0, 86_399.0):
        moment = datetime.fromisoformat(scenario.start_iso) + timedelta(seconds=seconds)
        assert str(Almanac(scenario).day_clock(seconds)) == str(day_clock(moment.isoformat()))


def test_the_seine_runs_through_its_bridges() -> None:
    """The river is the line through the bridges in order of kilometre; Paris the ring of its gates."""
    scenario = result("historical").scenario
    country = Country(scenario)
    bridges = sorted((b for b in scenario.bridges.values() if b.km is not None), key=lambda b: b.km or 0.0)
    assert country.rivers == [[country.at[b.id] for b in bridges]]
    gates = {country.at[p.id] for p in scenario.places.values() if p.kind == "gate"}
    assert set(country.ring) == gates
    turns = [math.atan2(y, x) for x, y in country.ring]
    assert sum(b < a for a, b in zip(turns, turns[1:] + turns[:1], strict=True)) <= 3


def test_a_stand_is_no_step() -> None:
    """The steps of a track are its roads: standing at a place is none."""
    track = Track(0, "first", "x", ("a", "m", "m", "z"), (0.0, 1.0, 2.0, 3.0), (0.0,) * 4, (5,) * 4)
    assert [(track.places[j], track.places[k]) for j, k in steps_of(track)] == [("a", "m"), ("m", "z")]


def test_a_split_column_counts_all_its_vehicles() -> None:
    """Parts of a formation that meet again are added up on the road that they share."""
    parts = [
        Track(0, "first", "x", (start, "m", "z"), (0.0, 1.0, 2.0), (0.0,) * 3, (vehicles,) * 3)
        for start, vehicles in (("a", 5), ("b", 7))
    ]
    assert vehicles_on(parts)["m", "z"] == {"first": 12}
    assert strength(parts) == {"first": 12}


def test_the_chosen_replication_is_in_the_middle() -> None:
    """With one main outcome the replication that is drawn is the median one of those with tracks."""

    class Fake:
        """Nine replications of which five kept tracks."""

        n = 9
        recorded = 5
        scenario = Sketch().scenario()

        def outcomes(self) -> dict[str, Series]:
            """One outcome; the last came never."""
            values = np.array([9.0, 1.0, 5.5, 2.0, 8.0, 3.0, 5.0, 7.0, math.inf])
            return {"first-arrival": Series("first-arrival", "time", values, {})}

    assert typical(Fake()) == 2  # type: ignore[arg-type]


def test_map_shows_alternatives_by_their_chance() -> None:
    """With an answer of ``routes`` the likelier road is the broader line."""
    answer = {
        "column": "first",
        "routes": [
            {"via": ["a", "m"], "path": ["a", "m"], "length_km": 5.0, "probability_best": 0.75},
            {"via": ["b", "m"], "path": ["b", "m"], "length_km": 5.0, "probability_best": 0.25},
        ],
    }
    page = laid_out("map", result("toy-merge"), routes=answer)
    (ax,) = page.figure.axes
    (lines,) = [c for c in ax.collections if c.get_gid() == "strands"]
    assert list(lines.get_linewidths()) == pytest.approx([0.8 + 3.0, 0.8 + 1.0])
    assert "75 %" in page.title


def test_a_way_near_paris_needs_one_map() -> None:
    """A way near Paris is shown once; of one from afar there is a map of the whole, and one near Paris."""
    country = Country(load("historical").scenario)
    for start, names in (("limours", ["whole"]), ("alencon", ["whole", NEAR])):
        places = (start, "hotel-de-ville")
        track = Track(0, "2db", "", places, (0.0, 0.0), (0.0, 0.0), (COLUMN, COLUMN))
        assert [name for name, _ in frames(country, [track], 7.2)] == names
