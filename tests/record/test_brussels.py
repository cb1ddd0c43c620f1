"""Brussels 1944: a second operation, with Paris's laws and nothing that was looked up afterwards."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import pytest

from paris44.scenario.file.find import packaged
from paris44.scenario.load import Loaded, load
from paris44.study.running.notes import notes
from paris44.world.light import DAY, days_of
from tests.record.plays import HOUR, INFINITE, Play, Told

FOLDER = packaged() / "brussels-1944"
FILES = [FOLDER / "historical.yaml", *sorted((FOLDER / "counterfactuals").glob("*.yaml"))]
EXPECTED_NOTE = "houplin stands where nobody's way leads"
PREDICTIONS = Path(__file__).parents[2] / "docs" / "predictions" / "brussels-1944"
FIRST = "2026-11-29-2f09a98.json"
FIRST_SEAL = "c30c713520cfb75b61b0db88cb7866fd4f6381fbe5a38adee8577e8741cd2825"
SOURCED = ("places", "roads", "bridges", "formations", "garrisons", "weather", "crowds", "orders")


@pytest.fixture(scope="module")
def history() -> Loaded:
    """The operation as it was ordered."""
    return load(FILES[0])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_is_sound(file: Path) -> None:
    """Every scenario of the operation is sound; the only note, told in its own file, is Houplin's."""
    expected = [EXPECTED_NOTE] if file.stem == "historical" else []
    assert [note.fault.message for note in notes(load(file))] == expected


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_laws_are_those_of_paris(file: Path) -> None:
    """March, fight, crowd and night follow the parameters of Paris, in every scenario of the operation."""
    assert load(file).scenario.parameters == load("historical").scenario.parameters


def test_nothing_recorded_is_known(history: Loaded) -> None:
    """No row of a record is in the operation: its first prediction is blind."""
    assert not history.document["record"]


def test_every_row_has_a_grade(history: Loaded) -> None:
    """Every figure of the operation has a grade, and a source where the grade is above D."""
    for section in SOURCED:
        for key, row in history.document[section].items():
            assert row.get("grade") in {"A", "B", "C", "D"}, f"{section}.{key}"
            assert row["grade"] == "D" or row.get("source"), f"{section}.{key}"


@pytest.mark.parametrize("file", FILES[1:], ids=lambda file: file.stem)
def test_passports_are_whole(file: Path) -> None:
    """A counterfactual says what is otherwise, who could have decided it, when, and who thought of it."""
    head = load(file).document
    passport = ("antecedent", "decided_by", "diverges_at", "considered_by", "holds_fixed", "expect")
    assert all(head.get(key) for key in passport)


def test_everything_asked_for_is_watched(history: Loaded) -> None:
    """The rows to be predicted are all there, each once, true and decoy rows together."""
    rows = {(row.formation, row.place, row.event) for row in history.scenario.watch}
    assert len(rows) == len(history.scenario.watch) == 42


LIGHTS = {"civil_dawn": "first_light", "sunrise": "sunrise", "sunset": "sunset", "civil_dusk": "dusk"}


def test_light_is_that_of_another_library(history: Loaded) -> None:
    """At five places on two days the program's twilight and sun come within two minutes of another's."""
    start = datetime.fromisoformat("1944-09-03T00:00+02:00")
    with (FOLDER / "tables" / "almanac.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in LIGHTS]
    assert len(rows) == 40
    for row in rows:
        place, told = history.scenario.places[row["place"]], datetime.fromisoformat(row["from"])
        reckoned = getattr(days_of(start, 2 * DAY).sun((place.lat, place.lon)), LIGHTS[row["kind"]])
        nearest = min(abs(start + timedelta(seconds=one) - told) for one in reckoned)
        assert nearest <= timedelta(minutes=2), row["id"]


def test_the_first_prediction_stays(history: Loaded) -> None:
    """The first prediction is as it fell, to the byte, stands first, and says something of every row."""
    files = sorted(PREDICTIONS.glob("*.json"))
    assert files[0].name == FIRST
    text = files[0].read_bytes()
    assert hashlib.sha256(text).hexdigest() == FIRST_SEAL
    told = [(row["formation"], row["place"], row["event"]) for row in json.loads(text)["rows"]]
    assert told == [(row.formation, row.place, row.event) for row in history.scenario.watch]


PAIRS = 6
Measure = tuple[str, ...]
"""An outcome, or a formation and a place that its head passes."""
CLAIMS: dict[str, tuple[tuple[Measure, float, float], ...]] = {
    "start-at-midnight": ((("boulevard-de-waterloo",), -8, -5), (("pont-a-marcq",), -5, -1)),
    "one-road": ((("gad/32/welsh", "tournai"), -2, 0), (("gad/5", "tournai"), 3, 12)),
    "five-brigade-by-the-right-road": (
        (("gad/5", "tournai"), 3, 12),
        (("pont-a-marcq",), INFINITE, INFINITE),
    ),
    "tournai-bridge-down": ((("over-the-escaut",), INFINITE, INFINITE), (("half-of-5-brigade",), 1, 12)),
    "no-crowds": ((("boulevard-de-waterloo",), -6, -1), (("bourse",), -5, -1)),
    "pont-a-marcq-by-passed": ((("boulevard-de-waterloo",), 0, 0), (("gad/5/cold/1cg", "tournai"), 0.5, 2)),
    "by-antoing": (
        (("auderghem",), -12, -2),
        (("gad/5/gren/2gg", "porte-de-ninove"), -1, 0),
        (("half-of-5-brigade",), -4, -1),
    ),
    "by-ninove": ((("gad/5/gren/2gg", "porte-de-ninove"), 0.1, 1), (("boulevard-de-waterloo",), 0, 0)),
    "irish-into-the-city": ((("auderghem",), INFINITE, INFINITE), (("boulevard-de-waterloo",), 0, 0)),
    "stop-and-fight": ((("boulevard-de-waterloo",), 4, 16), (("auderghem",), 0, 8)),
    "tournai-bridge-half": ((("gad/32/welsh", "tournai"), -1, 1), (("gad/5/cold/1cg", "tournai"), 3, 12)),
    "tournai-bridge-double": ((("half-of-5-brigade",), -4, -1), (("auderghem",), -4, 0)),
}
"""What the median difference to history must be, in hours; never is later than everything."""


@pytest.fixture(scope="module")
def told(history: Loaded) -> list[Told]:
    """History, a few times."""
    return list(Play(history).all(PAIRS))


def measured(measure: Measure, one: Told) -> float:
    """A moment of a replication, in hours since the start."""
    return (one.outcome(*measure) if len(measure) == 1 else one.head(*measure)) / HOUR


def later(after: float, before: float) -> float:
    """By how many hours; nothing where neither comes."""
    return 0.0 if after == before else after - before


@pytest.mark.parametrize("file", FILES[1:], ids=lambda file: file.stem)
def test_counterfactuals_move_what_their_authors_say(file: Path, told: list[Told]) -> None:
    """Under the same dice every counterfactual moves what its sentence names, the way that it says."""
    others = list(Play(load(file)).all(PAIRS))
    for measure, low, high in CLAIMS[file.stem]:
        pairs = zip(others, told, strict=True)
        difference = median(later(measured(measure, a), measured(measure, b)) for a, b in pairs)
        assert low <= difference <= high, (measure, difference)
