from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from paris44.scenario.load import load
from paris44.studio.desk import MOST_TEXT, Desk, _unpacked
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
    """Simulate pairs and hand their worlds back to the desk, the last one first."""
    for k in reversed(range(n)):
        for world in ("", text):
            found = told(desk, do="simulate", text=world, replication=k, events=events)
            told(desk, do="add", text=world, replication=k, rows=found["rows"])


def test_the_desk_answers_as_the_command_does(tmp_path: Path) -> None:
    """Pairs that were simulated for the page give the document that ``paris44 compare`` gives, worlds by
    their titles."""
    file = tmp_path / "what-if.yaml"
    file.write_text(LATER)
    effort = Effort(n=3, workers=1, out=tmp_path, events=2)
    base, other = replicate(load("historical"), effort), replicate(load(file), effort)
    expected = json.loads(json.dumps(compare(base, [other], titles=True)))
    desk = Desk()
    simulated(desk, LATER, 3, 2)
    found = told(desk, do="ask", text=LATER, n=3)
    for document in (expected, found["comparison"]):
        document["base_result_dir"] = document["others"][0]["result_dir"] = ""
    assert found["comparison"] == expected
    assert len(found["french"]) == len(expected["others"][0]["answer"])
    assert found["labels"]["hotel-de-ville"][1]
    assert "historical" not in " ".join(found["comparison"]["others"][0]["answer"])


def test_what_the_base_did_serves_the_next_question() -> None:
    """Rows of the base that were added stay through many checks, and stand beside another question's as if
    they had been simulated for it."""
    desk, again = Desk(), Desk()
    simulated(desk, LATER, 2, 0)
    for hour in range(6):
        text = LATER.replace("T18:00", f"T1{hour}:00")
        told(desk, do="check", text=text)
        told(desk, do="heed", text=text)
    other = LATER.replace("T18:00", "T20:00")
    for k in range(2):
        rows = told(desk, do="simulate", text=other, replication=k, events=0)["rows"]
        told(desk, do="add", text=other, replication=k, rows=rows)
    simulated(again, other, 2, 0)
    assert told(desk, do="ask", text=other, n=2) == told(again, do="ask", text=other, n=2)


def test_what_an_event_says_in_words_goes_from_worker_to_worker() -> None:
    """An order that waits for ever is an event with words; its rows are packed and read as plain text."""
    row = (
        "{type: bridge, issued: 1944-08-24T20:00+02:00, bridge: pont-saint-michel, action: repair, "
        "grade: D, formation: vcorps/engineers, duration: 6 h}"
    )
    text = f"extends: historical\ntitle: Mine\nchange:\n  orders.mend: {row}\n"
    found = told(Desk(), do="simulate", text=text, replication=0, events=1)
    events = _unpacked(found["rows"])["events"]
    words = [event[6] for event in events if event[5] == "mend"]
    assert any("vcorps/engineers is neither at pont-saint-michel" in word for word in words)
    assert {type(event[6]) for event in events} == {str}


@pytest.mark.parametrize("start", ["extends: brussels-1944/historical", "extends: toy-bridge"])
def test_a_file_of_another_operation_is_a_fault(start: str) -> None:
    """It has no pairs with the page's scenario: that is told as a fault of it, in both languages."""
    found = told(Desk(), do="check", text=f"{start}\ntitle: Mine\n")
    english, french = found["faults"][0]["message"]
    assert english == "this file is of another operation: this studio is that of historical"
    assert french.startswith("ce fichier est d’une autre opération")
    assert found["words"] == []
    assert told(Desk(), do="check", text="extends: no-noon-line\ntitle: Mine\n")["faults"] == []


def test_a_pair_can_be_played() -> None:
    """Of any replication each formation of both worlds has a course, whether its tracks were kept or not."""
    desk = Desk()
    rows = [told(desk, do="simulate", text=world, replication=0, events=1)["rows"] for world in ("", LATER)]
    played = told(desk, do="play", text=LATER, replication=0, rows=rows)
    assert [len(world["tracks"]) > 40 and len(world["events"]) > 40 for world in played["worlds"]] == [
        True,
        True,
    ]
    assert told(desk, do="play", text=LATER, replication=0, rows=["", rows[1]]) == played
    assert told(desk, do="play", text=LATER, replication=0, rows=["", ""]) == played
    another = told(desk, do="play", text=LATER, replication=57, rows=["", ""])
    assert [len(world["tracks"]) > 40 for world in another["worlds"]] == [True, True]
    assert another["worlds"] != played["worlds"]


def heads(world: Any, before: float) -> list[tuple[int, list[int], list[int]]]:
    """Of each course of a played world the places and hours that its head reached before an hour (s)."""
    found = []
    for unit, places, steps, *_ in world["tracks"]:
        hours = [at for at in accumulate(steps) if at < before]
        found.append((unit, places[: len(hours)], hours))
    return [row for row in found if row[2]]


def test_a_played_pair_says_when_its_worlds_part() -> None:
    """Before that hour no head differs between both worlds; without a difference there is none."""
    desk = Desk()
    other = "extends: historical\ntitle: Late\nchange:\n  delay:\n    2db: 24 h\n"
    played = told(desk, do="play", text=other, replication=0, rows=["", ""])
    at, formation, _ = played["parting"]
    assert formation.startswith("2db")
    before, after = ([heads(world, hour) for world in played["worlds"]] for hour in (at - 1, at + 86_400))
    assert before[0] == before[1] != []
    assert after[0] != after[1]
    assert told(desk, do="play", text=UNCHANGED, replication=0, rows=["", ""])["parting"] is None


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


def test_a_check_tells_planned_ways_and_what_it_could_read() -> None:
    """Marches that are planned over other places have their ways; of what is no YAML nothing is read."""
    desk = Desk()
    text = LATER.replace(
        "change:\n", "change:\n  reroute: {orders.m24-massu: [dampierre, voisins-le-bretonneux]}\n"
    )
    found = told(desk, do="check", text=text)
    (way,) = found["ways"]
    assert way["order"] == "m24-massu"
    assert [way["now"][0], way["now"][-1]] == [way["was"][0], way["was"][-1]] == ["rambouillet", "sevres"]
    assert "dampierre" in way["now"]
    assert found["read"] is True
    assert told(desk, do="check", text="extends: [a")["read"] is False
    assert told(desk, do="check", text=LATER)["ways"] == []


def test_rows_of_a_change_stay_whole() -> None:
    """A row is one change however it is written, so that a lever that writes the file anew keeps it."""
    row = "{place: dourdan, men: 50, grade: D}"
    dotted, nested = (
        told(Desk(), do="check", text=f"extends: historical\ntitle: Mine\nchange:\n  {change}\n")
        for change in (f"garrisons.fort: {row}", f"garrisons: {{fort: {row}}}")
    )
    assert dotted["faults"] == []
    assert (
        dotted["change"]
        == nested["change"]
        == {"garrisons.fort": {"place": "dourdan", "men": 50, "grade": "D"}}
    )


def test_notes_are_told_in_both_languages() -> None:
    """What the author should know before a run has its line, and its French."""
    text = (
        LATER + "  garrisons.fort: {place: ecouche, men: 50, active_from: 1944-09-20T00:00+02:00, grade: D}\n"
    )
    found = told(Desk(), do="heed", text=text)["notes"]
    assert [note["line"] for note in found if "fort" in note["message"][0]] == [5]
    assert all(len(set(note["message"])) == 2 for note in found)
    assert told(Desk(), do="heed", text=UNCHANGED)["notes"] == []


def test_a_note_is_french_to_its_end() -> None:
    """What an order waits for, and why a bridge is never mended, is told in French too."""
    mend = (
        "{type: bridge, issued: 1944-08-24T12:00+02:00, bridge: pont-de-sevres, action: repair, "
        "formation: vcorps/engineers, duration: 6 h, grade: D}"
    )
    changes = (
        f"  garrisons.trappes.bars: [trappes]\n  bridges.pont-de-sevres.state: blown\n  orders.mend: {mend}\n"
    )
    text = f"extends: historical\ntitle: Mine\nchange:\n{changes}"
    found = dict(note["message"] for note in told(Desk(), do="heed", text=text)["notes"])
    engineers = next(french for french in found.values() if "vcorps/engineers" in french)
    assert "n’est ni à pont-de-sevres ni au lieu voisin" in engineers
    assert any("ce qu’aucun ordre n’amène" in french for french in found.values())
    assert not any(f" {word} " in french for word in ("for", "neither", "the") for french in found.values())


def test_the_record_stands_beside_both_worlds() -> None:
    """Each recorded hour has its source and its hours in both worlds; who takes no part never comes."""
    desk = Desk()
    text = "extends: historical\ntitle: Without Putz\nchange:\n  remove: [2db/gtv/putz]\n"
    simulated(desk, text, 2, 0)
    rows = told(desk, do="record", text=text, n=2)["rows"]
    assert [row["outcome"] for row in rows[:3]] == ["hotel-de-ville", "junction", "capitulation"]
    putz = [row for row in rows if row["formation"] == "2db/gtv/putz"]
    assert len(putz) > 5
    assert {tuple(world["never"] for world in row["worlds"]) for row in putz} == {(0.0, 1.0)}
    assert all(
        account["source"] and account["lo"] <= account["hi"] for r in rows for account in r["accounts"]
    )


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
    found = told(Desk(), do="simulate", text="extends: nowhere", replication=0, events=0)
    assert found["faults"][0]["path"] == "extends"
