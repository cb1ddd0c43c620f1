"""The laws of the length of a fight are those that recorded lengths give, and their rows judge no more."""

from __future__ import annotations

import csv
import math
import runpy
from pathlib import Path
from typing import Any

import pytest

from paris44.scenario.dist import Dist
from tests.record.plays import HOUR, Play

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def fit() -> dict[str, Any]:
    """The script that fits them."""
    return runpy.run_path(str(DOCS / "fight_laws.py"))


def rows() -> list[dict[str, str]]:
    """The fights whose two ends are recorded."""
    with (DOCS / "fight-lengths.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def median_and_spread(law: Dist) -> tuple[float, float]:
    """Hours, and the log-spread."""
    return law.median / HOUR, math.log(law.at(0.8413447) / law.median)


@pytest.mark.parametrize(
    ("kind", "name"), [("offices", "fight.city-time"), ("stronghold", "fight.stronghold-time")]
)
def test_the_frozen_laws_are_the_fitted_ones(
    historical: Play, fit: dict[str, Any], kind: str, name: str
) -> None:
    """Median and spread of each class of pockets are what the script makes of the table, to a hundredth."""
    parameters = historical.scenario.parameters
    fights = fit["lengths"]()
    spread = fit["road"]([f for f in fights if f.kind == "road"])[1]
    bounds = [f.net(fit["factor"](f, parameters)) for f in fights if f.kind == kind]
    assert fit["law"](bounds, spread) == pytest.approx(median_and_spread(parameters[name]), rel=0.01)


def test_lower_bounds_alone_have_no_largest_likelihood(historical: Play, fit: dict[str, Any]) -> None:
    """Of the strongholds nothing but lower bounds is known: the fit runs away, and a belief is needed."""
    fights = [f for f in fit["lengths"]() if f.kind == "stronghold"]
    bounds = [f.net(fit["factor"](f, historical.scenario.parameters)) for f in fights]
    assert all(high == math.inf for _, high in bounds)
    assert fit["maximum"](bounds, 0.73) > 1000.0


def test_known_lengths_are_recovered(fit: dict[str, Any]) -> None:
    """Of many lengths drawn from a known law, half of them cut off at its median, its median comes out."""
    drawn = [math.log(5.0) + 0.7 * z for z in (-2.0, -1.2, -0.8, -0.5, -0.2, 0.2, 0.5, 0.8, 1.2, 2.0)] * 20
    cut = [(x, x) if x < math.log(5.0) else (math.log(5.0), math.inf) for x in drawn]
    assert fit["law"](cut, 0.95)[0] == pytest.approx(5.0, rel=0.1)


def test_a_row_that_ends_a_fight_of_the_laws_says_so(historical: Play) -> None:
    """Every recorded end of a fight that set a law names the parameter, and no row names another."""
    named = {row.id: row.sets for row in historical.scenario.record if row.sets}
    paired = {row for fight in rows() for row in fight["rows"].split("; ") if row}
    assert set(named) - {"R081"} <= paired  # R081: the account's own, wide bounds for the Meurice
    assert set(named.values()) == {"fight.time", "fight.city-time", "fight.stronghold-time"}
    ends = {fight["rows"].split("; ")[-1] for fight in rows() if fight["rows"]} - {"R154"}
    assert ends <= set(named)
