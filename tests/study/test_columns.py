"""Columns against rows: what is read by whole columns is what the rows say, one by one."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paris44.results.batch import Batch, Column, Numbers, Words, grouped
from paris44.results.columns import Arrival, ArrivalKey
from paris44.results.read import ResultFolder
from paris44.study.reading.summary import line_documents
from paris44.study.running.lay_out import all_ready, ready
from paris44.study.running.replicate import Effort, replicate
from paris44.study.statistics.estimates import quantile, quantiles_of

Said = tuple[str, str, int]
"""Two texts and a number."""


@pytest.fixture(scope="module", params=["parquet", "csv"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ResultFolder:
    """A run of a toy in each form of its tables, of which the last replication is left out."""
    effort = Effort(n=13, workers=1, out=tmp_path_factory.mktemp("run"), tables=request.param)
    found = replicate(ready("toy-strongpoint"), effort)
    return ResultFolder.open(found.path, n=12)


def _by_key(run: ResultFolder) -> dict[ArrivalKey, list[Arrival]]:
    found: dict[ArrivalKey, list[Arrival]] = {}
    for row in run.arrivals():
        found.setdefault(row.key, []).append(row)
    return found


def _late(times: Iterable[float | None]) -> list[float]:
    return [math.inf if time is None else time for time in times]


def test_visits_are_the_rows_about_one_thing(run: ResultFolder) -> None:
    """The visits of each key are its rows, in the order in which the keys first come."""
    rows, visits = _by_key(run), run.told_visits()
    assert list(visits) == list(rows)
    for key, own in rows.items():
        seen = visits[key]
        assert seen.replication.tolist() == [row.replication for row in own]
        assert seen.head.tolist() == _late(row.time for row in own)
        assert seen.clear.tolist() == _late(row.clear for row in own)
        assert seen.cause.texts() == [row.cause for row in own]
        assert seen.reason.texts() == [row.reason for row in own]


def test_times_have_every_replication(run: ResultFolder) -> None:
    """The times of each key are its rows, never where there is none; so are those that are asked for."""
    rows, times = _by_key(run), run.times()
    nowhere: ArrivalKey = ("nobody", "nowhere", "pass", 1)
    some = [*list(rows)[::-2], nowhere]
    asked = run.times(some)
    assert list(times) == list(rows)
    assert list(asked) == some
    for key, own in rows.items():
        heads = dict(zip((row.replication for row in own), _late(row.time for row in own), strict=True))
        assert times[key].head.tolist() == [heads.get(k, math.inf) for k in range(run.n)]
    for key in some[:-1]:
        assert np.array_equal(asked[key].head, times[key].head)
        assert np.array_equal(asked[key].clear, times[key].clear)
    assert np.isinf(asked[nowhere].head).all()
    assert list(run.visits([nowhere])) == []


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 3)), max_size=40),
    st.integers(0, 40),
    st.lists(st.tuples(st.sampled_from("abd"), st.sampled_from("xw"), st.integers(0, 3))),
)
def test_numbers_are_those_of_a_dictionary(rows: list[Said], cut: int, wanted: list[Said]) -> None:
    """Over two batches each row has the number that a dictionary gives its key; unwanted ones have none."""
    every, some = Numbers(("a", "b", "n")), Numbers(("a", "b", "n"), wanted)
    index: dict[Said, int] = {}
    asked = {key: k for k, key in enumerate(dict.fromkeys(wanted))}
    for part in (rows[:cut], rows[cut:]):
        a, b, n = zip(*part, strict=True) if part else ((), (), ())
        batch = Batch({"a": Words.of(a), "b": Words.of(b), "n": np.array(n, np.int64)})
        assert every.of(batch).tolist() == [index.setdefault(row, len(index)) for row in part]
        assert some.of(batch).tolist() == [asked.get(row, -1) for row in part]
    assert list(every.keys) == list(index)


@given(st.lists(st.integers(0, 5)))
def test_groups_are_the_rows_of_each_code(codes: list[int]) -> None:
    """Each row is in one group, the groups in the order in which their codes come."""
    found = [rows.tolist() for rows in grouped(np.array(codes, np.int64))]
    assert found == [[k for k, c in enumerate(codes) if c == code] for code in dict.fromkeys(codes)]


@given(st.lists(st.floats(0.0, 1e6) | st.just(math.inf)), st.lists(st.floats(0.0, 1.0)))
def test_quantiles_are_the_same_of_lists_and_arrays(values: list[float], levels: list[float]) -> None:
    """Several quantiles at once are each by itself, of a list and of an array, which stay as they are."""
    array, before = np.array(values), list(values)
    one_by_one = [quantile(values, level) for level in levels]
    assert quantiles_of(array, levels) == quantiles_of(values, levels) == one_by_one
    assert values == before == array.tolist()


def test_scenarios_that_share_a_shelf_are_those_that_do_not(tmp_path: Path) -> None:
    """A scenario read after others with the same parent is the one read alone, with its lines and files."""
    child = tmp_path / "child.yaml"
    child.write_text("extends: toy-bridge\ntitle: A child\nchange: {parameters.speed.truck.value: 25 km/h}\n")
    together = all_ready(["toy-bridge", str(child), "toy-bridge", "toy-phase-line"])
    for loaded, name in zip(
        together, ("toy-bridge", str(child), "toy-bridge", "toy-phase-line"), strict=True
    ):
        alone = ready(name)
        assert loaded == alone
        assert loaded.origin == alone.origin
        assert loaded.own == alone.own


class _Large(ResultFolder):
    """A run of so many replications that nobody makes it: four formations do the same in each replication."""

    def batches(self, _table: str, names: Collection[str] | None = None) -> Iterator[Batch]:  # type: ignore[override]
        """Of each table the rows of ten replications, again and again."""
        for first in range(0, self.n, 10):
            told = [
                (k, {**WHAT, "formation": who, "line": who, "march": who})
                for k in range(10)
                for who in "abcd"
            ]
            columns: dict[str, Column] = {
                name: Words.of([texts[name] for _, texts in told])
                for name in ("formation", "place", "event", "cause", "reason", "line", "march", "verdict")
            }
            columns |= {"replication": np.array([first + k for k, _ in told]), "visit": np.ones(40, np.int64)}
            columns |= {"time": np.arange(40), "clear_time": np.arange(40), "seconds": np.arange(40) / 3.0}
            yield Batch(columns).only([*(names or columns), "replication"])


WHAT = {"place": "x", "event": "pass", "cause": "halt", "reason": "", "verdict": "wait"}


def _held(read: Callable[[], object]) -> int:
    """The most bytes that are held at a time while ``read`` reads."""
    read()
    tracemalloc.start()
    try:
        read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("read", [_Large.told_visits, _Large.times, line_documents])
def test_little_is_held_of_the_rows_of_a_large_run(read: Callable[[ResultFolder], object]) -> None:
    """What a page needs of 20,000 rows takes some thirty bytes for each."""
    run = _Large(Path(), {"n": 5000, "start": "1944-08-23T00:00+02:00"})
    assert _held(lambda: read(run)) < 20_000 * 32
