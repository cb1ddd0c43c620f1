"""Every answer is true: counted anew from the kept outcomes, with the standard library alone."""

from __future__ import annotations

import csv
import math
import random
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from paris44.cli import main
from paris44.results.read import ResultFolder
from paris44.scenario.load import load
from paris44.scenario.model import March
from paris44.telling.outcomes import label, unfolds
from tests.record.questions import PAGE, QUESTIONS, answer, answers, page, run

MOVES = re.compile(r"(.+): (?:(.+) becomes (.+)|(.+) in both) \(medians\)(.*)\.$")
WAYS = re.compile(r"(earlier|later|less|more) in (\d+)")
SLACK = re.compile(
    r"line “(.+)” holds nobody in (\d+) of (\d+) .* comes (.+) after .*\(median; at the least (.+)\)"
)
COUNT = re.compile(r"(\d+) of (\d+) outcomes move")
CHANCES = re.compile(r"Happened by 25 Aug 00:00, in \S+ and in \S+: (.+)\.$")
CHANCE = re.compile(r"(.+), (\d+) % and (\d+) %$")
FEW = 4
"""Replications of each change at random."""
MIDNIGHT = (datetime(1944, 8, 25) - datetime(1944, 1, 1)).total_seconds()
Values = dict[str, list[float]]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs lie."""
    return tmp_path_factory.mktemp("questions")


@pytest.fixture(scope="module")
def told(out: Path) -> list[list[str]]:
    """The answers to the five questions."""
    return answers(out)


# --- reading and counting, without the product -----------------------------------------------------------


def table(result: ResultFolder, name: str) -> list[dict[str, str]]:
    """A kept table as CSV has it."""
    path = result.path.parent / f"{result.path.name}.{name}.csv"
    assert main(["export", str(result.path), "--table", name, "--format", "csv", "-o", str(path)]) == 0
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def outcomes(result: ResultFolder) -> Values:
    """Label -> its value in each replication (seconds of the calendar, or a number; inf: never); of those
    that are one question the first."""
    scenario = result.scenario
    found: Values = {}
    for row in table(result, "outcomes"):
        name = row["outcome"]
        if name.startswith("hours."):
            continue
        text = row["value"]
        value = math.inf if not text else seconds(text) if row["unit"] == "time" else float(text)
        group = name.partition(".")[0] if unfolds(scenario, name) else name
        shown = str(label(scenario, name)) if group == name else group
        values = found.setdefault(shown, [math.inf] * result.n)
        at = int(row["replication"])
        values[at] = min(values[at], value)
    return found


def seconds(iso: str) -> float:
    """Seconds of the calendar of a local time."""
    return (datetime.fromisoformat(iso).replace(tzinfo=None) - datetime(1944, 1, 1)).total_seconds()


def same(words: str, values: Sequence[float]) -> bool:
    """Whether a median in words is that of the values: to the minute, or as it is rounded."""
    middle = median(values)
    if not math.isfinite(middle):
        return words == "never"
    if re.match(r"\d+ [A-Z][a-z]{2} \d\d:\d\d", words):
        when = datetime.strptime(f"{words} 1944", "%d %b %H:%M %Y")
        return abs((when - datetime(1944, 1, 1)).total_seconds() - middle) <= 60.0
    number = float(words.replace(",", "").replace("−", "-").split()[0])
    return abs(number - middle) <= max(0.51, 0.06 * abs(middle))


def length(words: str) -> float:
    """Seconds of a length of time in words."""
    units = {"h": 3600.0, "min": 60.0, "s": 1.0}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"(\d+) (h|min|s)", words))


def check(lines: Sequence[str], base: ResultFolder, other: ResultFolder) -> int:
    """That every sentence about outcomes and lines is true; how many were looked at."""
    ours, theirs = outcomes(base), outcomes(other)
    never = [math.inf] * base.n
    pairs = {name: (ours.get(name, never), theirs.get(name, never)) for name in {**ours, **theirs}}
    apart = {name: _ways(*pair) for name, pair in pairs.items()}
    looked = 0
    for line in map(str, lines):
        if line.startswith("Nothing moves"):
            assert not any(map(sum, apart.values()))
            looked += 1
        elif found := COUNT.match(line):
            assert int(found[1]) == sum(map(bool, map(sum, apart.values())))
            looked += 1
        elif found := CHANCES.match(line):
            for one in found[1].split("; "):
                _check_chance(CHANCE.match(one), pairs)
            looked += 1
        elif found := SLACK.search(line):
            _check_slack(found, base if f"In {base.name} " in line else other)
            looked += 1
        elif found := MOVES.match(line):
            name = found[1] if found[1] in pairs else _group(found[1], pairs)
            a, b = pairs[name]
            assert same(found[2] or found[4], a), line
            assert same(found[3] or found[4], b), line
            for way, count in WAYS.findall(found[5]):
                assert int(count) == apart[name][way in ("later", "more")], line
            assert f"of {base.n} pairs" in line
            looked += 1
    return looked


def _ways(ours: Sequence[float], theirs: Sequence[float]) -> tuple[int, int]:
    """In how many pairs it is less, and in how many more."""
    both = list(zip(ours, theirs, strict=True))
    return sum(b < a for a, b in both), sum(b > a for a, b in both)


def _group(words: str, pairs: Mapping[str, object]) -> str:
    """Those that are one question go by one label."""
    assert "any place" in words
    (name,) = [name for name in pairs if "-" in name and name.islower()]
    return name


def _check_chance(found: re.Match[str] | None, pairs: Mapping[str, tuple[Sequence[float], ...]]) -> None:
    """In what share of the replications an outcome had come by midnight, in either world."""
    assert found is not None
    worlds = pairs[found[1] if found[1] in pairs else _group(found[1], pairs)]
    for words, values in zip(found.groups()[1:], worlds, strict=True):
        assert int(words) == round(100 * sum(value <= MIDNIGHT for value in values) / len(values))


def _check_slack(found: re.Match[str], result: ResultFolder) -> None:
    """By how much a line holds nobody."""
    first: dict[str, float] = {}
    (line,) = {order.id for order in result.scenario.orders.values() if order.title == found[1]}
    for row in table(result, "lines"):
        if row["line"] == line:
            assert row["verdict"] != "wait"
            if row["verdict"] == "slack":
                first[row["replication"]] = min(
                    first.get(row["replication"], math.inf), float(row["seconds"])
                )
    assert found[2] == found[3] == str(result.n)
    assert abs(length(found[4]) - median(first.values())) <= 60.0
    assert abs(length(found[5]) - min(first.values())) <= 60.0


# --- the five, and ten at random -----------------------------------------------------------------------


def test_the_page_has_the_answers(told: list[list[str]]) -> None:
    """What the page shows is what the program says; `python -m tests.record.questions` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page(told)


@pytest.mark.parametrize("k", range(len(QUESTIONS)))
def test_each_answer_is_true(k: int, told: list[list[str]], out: Path) -> None:
    """Hours, counts and what is equal are those of the kept outcomes."""
    base, other = run(load("historical"), out), run(load(QUESTIONS[k].other), out)
    assert check(told[k], base, other) >= 2


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ResultFolder]:
    """A few replications of an operation, simulated once for all changes."""
    folder = tmp_path_factory.mktemp("few")
    return cache(lambda name: run(load(name), folder, FEW))


@pytest.mark.parametrize("k", range(10))
def test_the_answer_to_any_change_is_true(k: int, tmp_path: Path, few: Callable[[str], ResultFolder]) -> None:
    """A march of either operation that starts at another hour: what is said of it is counted anew."""
    chance = random.Random(k)
    name = ("historical", "brussels-1944/historical")[k % 2]
    ours = few(name)
    order = chance.choice([one.id for one in ours.scenario.orders.values() if isinstance(one, March)])
    change = {f"orders.{order}.start": f"{chance.randrange(1, 600)} min"}
    theirs = run(load(name, change=change), tmp_path, FEW)
    assert check(answer(ours, theirs), ours, theirs) >= 1
