"""Synchronised dice, and what they are good for: small differences seen clearly, causes that add up."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from paris44.engine.log import CAUSES, EventLog
from paris44.results.columns import TIME_UNIT, whole
from paris44.scenario.load import variant
from paris44.study.reading.causes import Causes
from paris44.study.reading.doings import Doings
from paris44.study.reading.outcomes import Outcome, chain_rows, outcomes
from paris44.study.statistics.estimates import pair_difference
from tests.record.plays import Play, Stage

RIDE = {
    "formations.extra": {
        "name": "a column elsewhere", "nation": "FR", "men": 400, "vehicles": 100, "category": "truck"
    },
    "orders.extra-ride": {
        "type": "march", "title": "far from the war", "by": "test", "serials": ["extra"],
        "issued": "1944-08-23T06:00+02:00", "route": ["corbeil", "mennecy", "la-ferte-alais"],
    },
}  # fmt: skip


def without_fourth(play: Play) -> Play:
    """The scenario with every march of the US 4th Division taken out, and what waits for it."""
    change: dict[str, Any] = {}
    for key, row in play.loaded.document["orders"].items():
        serials = row.get("serials", [])
        rest = [serial for serial in serials if not serial.startswith("us4")]
        if serials and not rest:
            change[f"orders.{key}"] = None
        elif rest != serials:
            change[f"orders.{key}.serials"] = rest
    for key in ("u24-us4", "corbeil-blown", "us12-order", "a25-crossing", "choisy-blown", "choisy-report"):
        change = {path: value for path, value in change.items() if not path.startswith(f"orders.{key}.")}
        change[f"orders.{key}"] = None
    return Play(variant(play.loaded, change, name="without-us4"))


def same_draws(one: EventLog, other: EventLog) -> int:
    """How many draws both make; each must be equal to the last bit."""
    shared = one.draws.keys() & other.draws.keys()
    apart = [key for key in shared if one.draws[key] != other.draws[key]]
    assert not apart, apart[:5]
    return len(shared)


def test_deleting_the_fourth_division_changes_no_draw(historical: Play) -> None:
    """Without the US 4th Division every draw made in both runs is the same, bit for bit, and all that the
    division alone draws is gone."""
    fewer = without_fourth(historical)
    for replication in range(3):
        ours, theirs = historical.kept(replication), fewer.log(replication)
        assert same_draws(ours, theirs) > 0.6 * len(ours.draws)
        assert any(key.startswith("us4/") for key in ours.draws)
        assert not any(key.startswith("us4/") for key in theirs.draws)


def test_a_column_elsewhere_changes_no_draw_and_nobody(historical: Play) -> None:
    """A column on a road that nobody else takes then leaves every draw and every other passage as it was."""
    more = Play(variant(historical.loaded, RIDE, name="one-more"))
    for replication in range(3):
        ours, theirs = historical.kept(replication), more.log(replication)
        assert same_draws(ours, theirs) == len(ours.draws)
        assert any(key.startswith("extra") for key in theirs.draws.keys() - ours.draws.keys())
        assert story(ours) == story(theirs, but="extra")


def story(log: EventLog, but: str = "") -> list[tuple[object, ...]]:
    """Every passage, exactly, but those of one formation."""
    units = log.units
    return sorted(
        (units[p.unit].formation, units[p.unit].number, p.order, p.came, p.head, p.clear, p.place)
        for p in log.passages
        if units[p.unit].formation != but
    )


# --- variance ----------------------------------------------------------------------------------

N = 20
SMALL: dict[str, Mapping[str, Any]] = {
    "La Horie hears of the assault ten minutes later": {
        "orders.p25-meurice.transmission": "triangular(25, 50, 90) min"
    },
    "guides shorten by a hundredth less": {"parameters.fight.guides.value": "triangular(0.51, 0.71, 1)"},
}


@pytest.fixture(scope="module")
def base(historical: Play) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The capitulation of the historical run."""
    return np.array([told.outcome("capitulation") for told in historical.all(N)])


@pytest.mark.parametrize("change", SMALL.values(), ids=SMALL)
def test_pairs_shrink_the_variance(
    historical: Play, base: np.ndarray[Any, np.dtype[np.float64]], change: Mapping[str, Any]
) -> None:
    """For a small change the paired difference of the capitulation varies at least five times less than
    the difference of independent runs would."""
    changed = Play(variant(historical.loaded, change, name="small-change"))
    other = np.array([told.outcome("capitulation") for told in changed.all(N)])
    pair = pair_difference(base, other)
    print(f"{pair.median} s at the median, variance ratio {pair.variance_ratio} of {pair.n_pairs} pairs")
    assert pair.n_pairs > N // 2
    if pair.variance_ratio is None:  # every pair differs by the same: nothing is left to divide by
        assert pair.ci95 == (pair.median, pair.median)
    else:
        assert pair.variance_ratio >= 5.0


# --- causes --------------------------------------------------------------------------------------

ADDED = 5
PAIR = ("historical", "screen-twice-as-strong")


def moments(play: Play, replication: int) -> dict[str, tuple[Outcome, dict[str, int]]]:
    """Every moment that came, with the seconds of its critical chain by cause, as the tables have them."""
    log = play.log(replication)
    found = [o for o in outcomes(Doings(play.ground, log), ()) if o.unit == TIME_UNIT and o.value is not None]
    told: dict[str, tuple[Outcome, dict[str, int]]] = {outcome.name: (outcome, {}) for outcome in found}
    for row in chain_rows(replication, found, Causes(log)):
        told[row.outcome][1][row.cause] = row.seconds
    return told


@pytest.mark.parametrize("name", PAIR)
def test_a_chain_has_no_gaps(stage: Stage, name: str) -> None:
    """The critical chain of every moment goes from the start to it without a gap, in every replication."""
    play = stage[name]
    for replication in range(ADDED):
        log = play.log(replication)
        causes = Causes(log)
        found = [
            o for o in outcomes(Doings(play.ground, log), ()) if o.enabler is not None and o.value is not None
        ]
        assert len(found) > 8
        for outcome in found:
            assert outcome.enabler is not None
            assert outcome.value is not None
            chain = causes.chain(outcome.enabler, outcome.value)
            assert chain[0][0] == 0.0
            assert chain[-1][1] == pytest.approx(outcome.value, abs=1e-3)
            assert all(a[1] == b[0] for a, b in pairwise(chain))
            assert all(cause in CAUSES for _, _, cause in chain)


def test_causes_add_up_to_the_moment_and_to_the_difference(stage: Stage) -> None:
    """In every replication the causes of a moment add up to it, and the differences of the causes of two
    scenarios to the difference of the moment, each within a second."""
    checked = moved = 0
    for replication in range(ADDED):
        one, other = (moments(stage[name], replication) for name in PAIR)
        for name in one.keys() & other.keys():
            (a, ours), (b, theirs) = one[name], other[name]
            assert a.value is not None
            assert b.value is not None
            assert abs(sum(ours.values()) - a.value) <= 1.0
            assert abs(sum(theirs.values()) - b.value) <= 1.0
            by_cause = {c: theirs.get(c, 0) - ours.get(c, 0) for c in ours.keys() | theirs.keys()}
            assert sum(by_cause.values()) == whole(b.value) - whole(a.value)
            checked += 1
            moved += any(by_cause.values())
    assert checked > 40
    assert moved > 10
