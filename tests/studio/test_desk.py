from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from paris44.scenario.load import load
from paris44.studio.desk import MOST_TEXT, Desk
from paris44.study.questions.compare import compare
from paris44.study.running.replicate import Effort, replicate

LATER = """extends: historical
title: The line holds until the evening
change:
  orders.noon-line.until: 1944-08-24T18:00+02:00
"""
UNCHANGED = "extends: historical\ntitle: The same\n"


def told(desk: Desk, **message: Any) -> Any:
    """The answer to a message."""
    return json.loads(
        desk.handle(json.dumps({"id": 7, "base": "historical", "seed": None, "chance": True} | message))
    )


def simulated(desk: Desk, text: str, n: int, events: int) -> None:
    """Simulate pairs and hand them back to the desk, the last one first."""
    for k in reversed(range(n)):
        pair = told(desk, do="simulate", text=text, first=k, last=k, events=events)
        told(desk, do="add", text=text, replication=k, rows=pair["rows"])


def test_the_desk_answers_as_the_command_does(tmp_path: Path) -> None:
    """Pairs that were simulated for the page give the document that ``paris44 compare`` gives."""
    file = tmp_path / "what-if.yaml"
    file.write_text(LATER)
    effort = Effort(n=3, workers=1, out=tmp_path, events=2)
    base, other = replicate(load("historical"), effort), replicate(load(file), effort)
    expected = json.loads(json.dumps(compare(base, [other])))
    desk = Desk()
    simulated(desk, LATER, 3, 2)
    found = told(desk, do="ask", text=LATER, n=3)
    for document in (expected, found["comparison"]):
        document["base_result_dir"] = document["others"][0]["result_dir"] = ""
    assert found["comparison"] == expected
    assert len(found["french"]) == len(expected["others"][0]["answer"])
    assert found["labels"]["hotel-de-ville"][1]


def test_a_pair_can_be_played() -> None:
    """Of a replication with tracks each formation of both worlds has a course; of another none has."""
    desk = Desk()
    simulated(desk, LATER, 2, 1)
    first, second = (told(desk, do="play", text=LATER, replication=k)["worlds"] for k in (0, 1))
    assert [len(world) > 40 for world in first] == [True, True]
    assert second == [[], []]


def heads(world: list[Any], before: float) -> list[tuple[int, list[int], list[int]]]:
    """Of each course of a played world the places and hours that its head reached before an hour (s)."""
    found = []
    for unit, places, steps, *_ in world:
        hours = [at for at in accumulate(steps) if at < before]
        found.append((unit, places[: len(hours)], hours))
    return [row for row in found if row[2]]


def test_a_played_pair_says_when_its_worlds_part() -> None:
    """Before that hour no head differs between both worlds; without a difference there is none."""
    desk = Desk()
    other = "extends: historical\ntitle: Late\nchange:\n  delay:\n    2db: 24 h\n"
    simulated(desk, other, 1, 1)
    played = told(desk, do="play", text=other, replication=0)
    at, formation, _ = played["parting"]
    assert formation.startswith("2db")
    before, after = ([heads(world, hour) for world in played["worlds"]] for hour in (at - 1, at + 86_400))
    assert before[0] == before[1] != []
    assert after[0] != after[1]
    simulated(desk, UNCHANGED, 1, 1)
    assert told(desk, do="play", text=UNCHANGED, replication=0)["parting"] is None


def test_a_file_is_checked_with_its_lines() -> None:
    """A sound file tells its changes in both languages; a fault its line, its path and a hint."""
    desk = Desk()
    sound = told(desk, do="check", text=LATER)
    assert sound["faults"] == []
    assert sound["change"] == {"orders.noon-line.until": "1944-08-24T18:00+02:00"}
    assert len(sound["words"]) == 1
    assert all(sound["words"][0])
    wrong = told(desk, do="check", text=LATER.replace("noon-line.until", "noon-lime.until"))
    assert wrong["faults"][0]["line"] == 4
    assert all("noon-line" in hint for hint in wrong["faults"][0]["hint"])
    assert len(set(wrong["faults"][0]["message"])) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "extends: [a",
        "- a list",
        "extends: ../../../etc/passwd",
        "\0",
        "a" * (MOST_TEXT + 1),
        "extends: historical\nchange: 3",
    ],
)
def test_whatever_is_written_is_a_fault_and_no_traceback(text: str) -> None:
    """A text that is no scenario is answered by its faults, however foul it is."""
    found = told(Desk(), do="check", text=text)
    assert found["faults"]
    assert all(all(fault["message"]) for fault in found["faults"])


def test_a_faulty_file_is_not_simulated() -> None:
    """A message about a faulty file is refused with its faults."""
    found = told(Desk(), do="simulate", text="extends: nowhere", first=0, last=0, events=0)
    assert found["faults"][0]["path"] == "extends"
