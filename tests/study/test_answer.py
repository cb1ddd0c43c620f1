"""The answers in sentences, against a count over the kept rows that uses none of the product's statistics."""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import inf, isfinite
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from paris44.language.languages import language_of
from paris44.results.read import ResultFolder
from paris44.scenario.faults import ScenarioError
from paris44.scenario.file.find import packaged
from paris44.scenario.load import Loaded, load, variant
from paris44.scenario.outcomes import EventOutcome
from paris44.study.questions.answer import AskedOutcome, facts
from paris44.study.questions.compare import compare
from paris44.study.running.lay_out import lay_out
from paris44.study.running.replicate import Effort, replicate
from paris44.telling.answers import AnswerFacts, OutcomeFact, sentences
from paris44.telling.words import Speaker, speaker

N = 4
BASES = ("historical.yaml", "brussels-1944/historical.yaml")
QUESTIONS = ("no-noon-line", "all-by-versailles", "order-on-the-21st", "no-crowds", "sevres-blown")
Values = dict[str, list[float]]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs of this module lie."""
    return tmp_path_factory.mktemp("answers")


def played(loaded: Loaded, out: Path) -> ResultFolder:
    """A few replications, their tables as CSV."""
    return replicate(loaded, Effort(n=N, seed=5, workers=1, out=out, events=None, tables="csv"))


# --- the count -----------------------------------------------------------------------------------------


def counted(result: ResultFolder) -> Values:
    """Outcome -> its value in each replication (seconds for moments, inf: never), read line by line."""
    found: Values = defaultdict(lambda: [inf] * N)
    with (result.path / "outcomes.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["value"]:
                moment = row["unit"] == "time"
                value = datetime.fromisoformat(row["value"]).timestamp() if moment else float(row["value"])
                found[row["outcome"]][int(row["replication"])] = value
    return found


def one_each(result: ResultFolder, values: Values, names: set[str]) -> Values:
    """The outcomes but the hours; of those that unfold by place the first."""
    rules = result.scenario.outcomes
    found: Values = {}
    for name in sorted(names):
        head = name.partition(".")[0]
        rule = rules.get(head)
        if name.startswith("hours."):
            continue
        if isinstance(rule, EventOutcome) and rule.each_place and name != head:
            found[head] = [min(a, b) for a, b in zip(found.get(head, [inf] * N), values[name], strict=True)]
        else:
            found[name] = values[name]
    return found


def worlds(base: ResultFolder, other: ResultFolder) -> tuple[Values, Values]:
    """The outcomes of both, counted."""
    a, b = counted(base), counted(other)
    names = {*a, *b}
    return one_each(base, a, names), one_each(other, b, names)


def check(base: ResultFolder, other: ResultFolder) -> list[str]:
    """See that every sentence about outcomes says what is counted; the sentences."""
    document = compare(base, [other], lambda *_: ())["others"][0]
    ours, theirs = worlds(base, other)
    moved = {name for name in ours if ours[name] != theirs[name]}
    lines = document["answer"]
    if moved:
        assert f"{len(moved)} of {len(ours)} outcomes move." in " ".join(lines)
    else:
        assert lines[0] == f"Nothing moves: all {len(ours)} outcomes are equal in {N} of {N} pairs."
    named: Mapping[str, Any] = document["outcomes"] | document["groups"]
    labels = {row["label"]: name for name, row in named.items() if name in ours}
    heads = [line for line in lines if " (medians); " in line]
    assert len(heads) == min(3, len(moved))
    for line in heads:
        name = labels[line.partition(": ")[0]]
        assert name in moved
        is_time = named[name]["unit"] == "min"
        headline(line, ours[name], theirs[name], base if is_time else None)
    return lines


def headline(line: str, a: list[float], b: list[float], clock: ResultFolder | None) -> None:
    """See that a sentence has the medians of both worlds and how many pairs came earlier and later."""
    told = line.partition(": ")[2].partition(" (medians)")[0]
    texts = (told.removesuffix(" in both"),) * 2 if told.endswith(" in both") else told.split(" becomes ")
    assert list(texts) == [said(a, clock), said(b, clock)]
    earlier, later = (sum(y < x for x, y in zip(*pair, strict=True)) for pair in ((a, b), (b, a)))
    words = {"earlier": earlier, "later": later} if clock else {"less": earlier, "more": later}
    for word, count in words.items():
        found = re.search(rf"\b{word} in (\d+)", line)
        assert int(found.group(1) if found else 0) == count
    never = re.search(r"never in (\d+), then in (\d+)", line)
    counts = tuple(sum(not isfinite(value) for value in world) for world in (a, b))
    if clock:
        assert (never is not None) == (counts[0] != counts[1])
        assert never is None or tuple(map(int, never.groups())) == counts


def said(values: list[float], clock: ResultFolder | None) -> str:
    """A median as people read it."""
    middle = median(values)
    if not isfinite(middle):
        return "never"
    if clock is None:
        return f"{middle:,.0f}" if middle >= 10 or middle == int(middle) else f"{middle:.2g}"
    when = datetime.fromtimestamp(middle, datetime.fromisoformat(clock.scenario.start_iso).tzinfo)
    return f"{when.day} {when:%b} {when:%H:%M}"


# --- what must hold ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answers_to_five_questions_are_what_is_counted(name: str, out: Path) -> None:
    """Hours, pairs and the number of outcomes that move are those of the kept rows."""
    check(played(load("historical"), out), played(load(name), out))


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("seed", range(5))
def test_the_answer_to_any_change_is_what_is_counted(base: str, seed: int, out: Path) -> None:
    """The sentences are made of the results for random changes too, in two operations."""
    loaded = load(packaged() / base)
    check(played(loaded, out), played(changed(loaded, random.Random(seed)), out))


def changed(base: Loaded, dice: random.Random) -> Loaded:
    """A scenario with something at random otherwise: an order or a garrison less, a road closed, a law."""
    document = base.document
    for _ in range(50):
        section = dice.choice(("orders", "garrisons", "roads", "parameters"))
        key = dice.choice(sorted(document[section]))
        what: dict[str, Any] = {
            "orders": {f"orders.{key}": None},
            "garrisons": {f"garrisons.{key}.men": dice.choice((10, 2000))},
            "roads": {f"roads.{key}.closed": True},
            "parameters": {f"parameters.{key}.value": document["parameters"].get(key, {}).get("value")},
        }
        if section == "parameters":
            value = base.scenario.parameters[key]
            what["parameters"] = {f"parameters.{key}.value": f"{value.at(0.95):.6g} {unit(key)}".strip()}
        try:
            loaded = variant(base, what[section], name=f"r{dice.random():.6f}".replace(".", "-"))
            lay_out(loaded)
        except ScenarioError:
            continue
        return loaded
    raise AssertionError("no change of fifty makes a scenario")


def unit(parameter: str) -> str:
    """The unit in which the frozen value of a parameter is written."""
    from paris44.scenario.parameters import PARAMETERS

    return {"1": ""}.get(PARAMETERS[parameter].unit, PARAMETERS[parameter].unit)


def test_a_line_that_held_nobody_says_by_how_much(out: Path) -> None:
    """The noon line's answer has the median and least time between its end and the first to cross."""
    base, other = (played(load(name), out) for name in ("historical", "no-noon-line"))
    slack: dict[int, float] = {}
    with (base.path / "lines.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["line"] == "noon-line":
                assert row["verdict"] == "slack"
                k = int(row["replication"])
                slack[k] = min(slack.get(k, inf), float(row["seconds"]))
    [fact] = facts(base, other).lines
    assert (fact.held, fact.early, fact.n) == ((), 0, N)
    assert fact.slack == (median(slack.values()), min(slack.values()))
    assert any(
        f"holds nobody in {N} of {N} replications" in line
        for line in sentences(facts(base, other), speaker(base.scenario))
    )


def test_what_the_change_itself_removes_is_said(out: Path) -> None:
    """An order that is gone and brought the first soldiers is named, with the runs in which it did."""
    base, other = (played(load(name), out) for name in ("historical", "no-dronne"))
    first = counted(base)["hotel-de-ville"]
    gone = set(base.scenario.orders) - set(other.scenario.orders)
    start = datetime.fromisoformat(base.scenario.start_iso).timestamp()
    times = defaultdict(set)
    for track in base.tracks():
        if track.order in gone and track.place == "hotel-de-ville":
            times[track.order].add((track.replication, round(start + track.head)))
    [fact] = facts(base, other).written
    assert fact.removed
    assert fact.times == max(sum((k, at) in own for k, at in enumerate(first)) for own in times.values())
    assert any(
        line.startswith("The change itself removes the order “")
        for line in sentences(facts(base, other), speaker(base.scenario))
    )


def test_the_chance_of_having_come_by_an_hour_is_counted(out: Path) -> None:
    """``by`` gives the share of the replications of each world in which a moment had come by then."""
    base, other = (played(load(name), out) for name in ("historical", "all-by-versailles"))
    hour = "1944-08-25T00:00:00+02:00"
    by = datetime.fromisoformat(hour).timestamp()
    start = datetime.fromisoformat(base.scenario.start_iso).timestamp()
    document = compare(base, [other], lambda *_: (), by=by - start)
    found = document["others"][0]["outcomes"]["hotel-de-ville"]["by"]
    shares = [sum(v <= by for v in counted(world)["hotel-de-ville"]) / N for world in (base, other)]
    assert document["by"] == hour
    assert found == shares
    assert any(line.startswith("Happened by 25 Aug 00:00") for line in document["others"][0]["answer"][:1])


def test_both_languages_answer_the_same(out: Path) -> None:
    """French has as many sentences as English, with the same numbers in them, and no gap left open."""
    base, other = (played(load(name), out) for name in ("historical", "no-noon-line"))
    known = facts(base, other)
    english = sentences(known, speaker(base.scenario))
    french = list(map(language_of("fr").tell, english))
    assert len(english) == len(french)
    for here, there in zip(english, french, strict=True):
        assert sorted(re.findall(r"\d+", here)) == sorted(re.findall(r"\d+", there))
    assert french[0].startswith("Rien ne bouge")


@pytest.mark.parametrize(
    ("middle", "ends", "told"),
    [
        (-300.0, (-1020.0, 0.0), "by 5 min (95 %: 0 min to 17 min)"),
        (-300.0, (-1020.0, 180.0), "by 5 min (95 %: −3 min to 17 min)"),
        (300.0, (120.0, 600.0), "by 5 min (95 %: 2 min to 10 min)"),
    ],
)
def test_an_interval_is_told_along_the_way(middle: float, ends: tuple[float, float], told: str) -> None:
    """Both ends have the sign of the way that the sentence names, less than nothing the other way."""
    less, more = (20, 0) if middle < 0 else (0, 20)
    medians, never = (7200.0, 7200.0 + middle), (0, 0)
    fact = OutcomeFact("It", True, True, 20, medians, less, more, True, middle, ends, never, None)
    known = AnswerFacts("base", "other", 20, (fact,), (0, 1))
    assert told in sentences(known, Speaker("1944-08-23T00:00+02:00", {}, {}))[0]


def test_less_than_half_a_man_is_told_last_and_as_that() -> None:
    """A loss that grows by a hundredth of a man in each pair stands behind what moved, without decimals."""
    men = OutcomeFact("Killed", False, True, 20, (120.0, 120.0), 0, 20, True, 0.07, (0.01, 0.2), (0, 0), None)
    men = replace(men, is_men=True)
    hour = OutcomeFact("It", True, False, 20, (0.0, 60.0), 0, 20, True, 60.0, (60.0, 60.0), (0, 0), None)
    known = AnswerFacts("base", "other", 20, (men, hour), (0, 1))
    first, second, *_ = sentences(known, Speaker("1944-08-23T00:00+02:00", {}, {}))
    assert first.startswith("It: ")
    assert second == (
        "Killed: 120 in both (medians); more in 20 of 20 pairs, the median pair by less than half a man."
    )


def test_where_most_pairs_are_equal_that_is_said() -> None:
    """One pair of twenty moves a median a little: who reads it learns that the other nineteen are equal."""
    fact = OutcomeFact("It", True, True, 20, (7200.0, 7140.0), 1, 0, False, 0.0, (0.0, 0.0), (0, 0), None)
    say = Speaker("1944-08-23T00:00+02:00", {}, {})
    first, *_ = sentences(AnswerFacts("base", "other", 20, (fact,), (0, 1)), say)
    assert first.endswith("; earlier in 1 of 20 pairs, equal in the other 19: which way is not sure.")
    fact = replace(fact, less=8, more=12)
    first, *_ = sentences(AnswerFacts("base", "other", 20, (fact,), (0, 1)), say)
    assert first.endswith("; later in 12, earlier in 8 of 20 pairs: which way is not sure.")


def test_an_outcome_is_one_question_with_its_places(out: Path) -> None:
    """Gates are one row, the first of them, and the row says which outcomes it is of."""
    base = played(load("historical"), out)
    other = compare(base, [base], lambda *_: ())["others"][0]
    [(name, row)] = other["groups"].items()
    assert name == "enter-paris"
    assert set(row["of"]) == {n for n in other["outcomes"] if n.startswith("enter-paris.")}
    assert AskedOutcome(name, (base.series(row["of"][0]),) * 2).of == ()
