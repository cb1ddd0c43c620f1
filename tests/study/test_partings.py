"""Where a difference dies, on a road that can be reckoned by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.results.read import ResultFolder
from paris44.scenario.load import Loaded, variant
from paris44.study.questions.partings import documents, partings
from paris44.study.running.replicate import Effort, replicate
from tests.study.small import march, small

ROADS = [("a", "b", 3.6), ("b", "c", 3.6)]
"""Each takes six minutes at ten metres a second."""


def played(loaded: Loaded, out: Path) -> ResultFolder:
    """Two replications that keep everything."""
    return replicate(loaded, Effort(n=2, seed=3, workers=1, out=out, events=None))


@pytest.fixture
def worlds(tmp_path: Path) -> tuple[Loaded, Loaded]:
    """A column leaves a at 06:00 for b, and b for c at 07:00; in the other world it leaves a at 06:20."""
    orders = {"out": march("one", "a b"), "on": march("one", "b c", 3600.0)}
    orders["still"] = march("two", "a b", 7200.0)
    base = small(tmp_path, ROADS, {"one": 3, "two": 1}, orders)
    return base, variant(base, {"orders.out.issued.delay": "1200 s"}, name="late")


def test_a_difference_dies_at_the_order_that_waits(tmp_path: Path, worlds: tuple[Loaded, Loaded]) -> None:
    """Twenty minutes from 06:00 at a on, none from 07:00 at b on: the wait for the order absorbs them."""
    base, late = (played(loaded, tmp_path / "out") for loaded in worlds)
    assert [p.replication for p in partings(base, late)] == [0, 1]
    [row] = documents(base, late)
    assert (row["formation"], row["kept"], row["parted"], row["joined"]) == ("one", 2, 2, 2)
    assert (row["parts_at"], row["parts"][11:19]) == ("a", "06:00:00")
    names = base.scenario.places
    assert (row["parts_name"], row["joins_name"]) == (names["a"].name, names["b"].name)
    assert row["most_min"] == 20.0
    assert (row["joins_at"], str(row["joins"])[11:19], row["joins_under"]) == ("b", "07:00:00", "on")
    assert row["absorbed_by"] == "orders"


def test_the_other_way_round_it_is_early(tmp_path: Path, worlds: tuple[Loaded, Loaded]) -> None:
    """With the worlds exchanged the difference has the other sign, and more of the same wait absorbs it."""
    late, base = (played(loaded, tmp_path / "out") for loaded in worlds)
    [row] = documents(base, late)
    assert (row["most_min"], row["absorbed_by"], row["joins_at"]) == (-20.0, "orders", "b")


def test_what_never_joins_says_so(tmp_path: Path, worlds: tuple[Loaded, Loaded]) -> None:
    """Where the second order is late too nothing joins, and nothing has absorbed anything."""
    base = played(worlds[0], tmp_path / "out")
    change = {"orders.out.issued.delay": "1200 s", "orders.on.issued.delay": "4800 s"}
    other = played(variant(worlds[0], change, name="later"), tmp_path / "out")
    [row] = documents(base, other)
    assert (row["parted"], row["joined"], row["joins"], row["absorbed_by"]) == (2, 0, None, None)


def test_equal_marches_do_not_part(tmp_path: Path, worlds: tuple[Loaded, Loaded]) -> None:
    """A world beside itself has no row."""
    base = played(worlds[0], tmp_path / "out")
    assert documents(base, base) == []
