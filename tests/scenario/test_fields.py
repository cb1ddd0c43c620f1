"""A field is defined once: its words, its unit, its limits, and its form in the frozen scenario."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from paris44.scenario import model, outcomes
from paris44.scenario.schema import reference, sections, theatre
from paris44.scenario.schema.quantities import CHANCE, FACTOR
from paris44.scenario.schema.terms import Definition, definitions
from paris44.scenario.schema.verbs import VERBS
from paris44.telling.fields import FIELDS
from tests.scenario import toy

MODELS = (sections.HeadRow, *(row for section in sections.SECTIONS for row in sections.models(section)))
FORMS: dict[type[BaseModel], type] = {
    sections.PlaceRow: model.Place,
    sections.RoadRow: model.Road,
    sections.BridgeRow: model.Bridge,
    sections.FormationRow: model.Formation,
    sections.GarrisonRow: model.Garrison,
    sections.WeatherRow: model.Weather,
    sections.CrowdRow: model.Crowd,
    sections.AttritionRow: model.Attrition,
    sections.WatchRow: model.Watch,
    sections.RecordRow: model.RecordedTime,
    sections.ActRow: model.Act,
    sections.MarchRow: model.March,
    sections.PhaseLineRow: model.PhaseLine,
    sections.BridgeWorkRow: model.BridgeWork,
    sections.ReinforceRow: model.Reinforce,
    sections.CounterAttackRow: model.CounterAttack,
    sections.CeaseFireRow: model.CeaseFire,
    sections.EventOutcomeRow: outcomes.EventOutcome,
    sections.CountOutcomeRow: outcomes.CountOutcome,
    sections.ShareOutcomeRow: outcomes.ShareOutcome,
    sections.FallOutcomeRow: outcomes.FallOutcome,
    sections.LossesOutcomeRow: outcomes.LossesOutcome,
    sections.CombinedOutcomeRow: outcomes.CombinedOutcome,
    theatre.SideRow: model.Side,
    theatre.PartyRow: model.Party,
    theatre.BlockRow: model.DayBlock,
    theatre.LightRow: model.DayLight,
    theatre.GroupRow: model.ColourGroup,
    theatre.AxisRow: model.Axis,
    theatre.ClaimRow: model.Claim,
}
TOLD = {"before", "moves_with",
        "source", "grade", "note", "type", "licence", "how", "state_text", "on_route", "march_day",
        "half_tracks", "soft_vehicles", "remainder", "name_fr", "page_fr", "text_fr"}  # fmt: skip
"""What a file tells and no run needs; the type of an order is the kind of its frozen form, a remainder its
numbers."""
UNMEASURED = {"priority"}
"""Whole numbers that measure nothing: they only rank."""


def fields() -> Iterator[tuple[str, Definition]]:
    """Every field of every sort of row, with a name for messages."""
    for row in MODELS:
        for name, field in definitions(row).items():
            yield f"{row.__name__}.{name}", field


def test_every_field_says_what_it_is() -> None:
    """Each field has an English label and a meaning of its own, and those of one name have one label."""
    labels: dict[str, set[str]] = {}
    for path, field in fields():
        assert field.term.label, path
        assert field.term.meaning, path
        labels.setdefault(field.name, set()).add(field.term.label)
    assert {name: found for name, found in labels.items() if len(found) > 1} == {}


def test_a_field_without_words_is_refused() -> None:
    """A model with a field that nobody defined cannot be asked for its fields."""

    class Mute(BaseModel):
        """A row whose author forgot the words."""

        silent: str = ""

    with pytest.raises(TypeError, match=r"Mute\.silent has no Term"):
        definitions(Mute)


def test_every_number_has_limits_and_every_measure_a_unit() -> None:
    """A number lies between limits, its own or its dimension's; one with a fraction names its unit, too."""
    numbers = 0
    for row in MODELS:
        for line in reference.lines(row):
            if line.kind in ("number", "whole number") and line.name not in UNMEASURED:
                assert line.limits, f"{row.__name__}.{line.name}"
                assert bool(line.unit) == (line.kind == "number"), f"{row.__name__}.{line.name}"
                numbers += 1
    assert numbers > 20
    for path, field in fields():
        if field.dimension is not None:
            assert field.limits is not None or field.dimension in (CHANCE, FACTOR), path


def test_what_a_field_names_is_a_section() -> None:
    """A field that holds names of rows says of which section, and the page of the language tells it."""
    named = {path: field.term.of for path, field in fields() if field.term.of}
    assert set(named.values()) == {
        "places", "formations", "garrisons", "bridges", "roads", "outcomes", "sides", "parties", "orders",
        "parameters",
    }  # fmt: skip
    assert named["MarchRow.route"] == "places"
    kinds = {line.name: line.kind for line in reference.lines(sections.MarchRow)}
    assert kinds["route"] == "places, a list of ids"
    assert kinds["fuel_at"] == "id of places"
    assert (kinds["start"], kinds["speed"], kinds["slip"]) == ("moment", "speed", "true or false")
    assert kinds["on_contact"] == "one of attack, flank, bypass, wait"


def test_the_language_is_told_whole() -> None:
    """The tables of the page have every section, type of order and field that a file may hold."""
    tables = list(reference.tables())
    assert [t.section for t in tables if not t.types] == [
        "",
        *(s for s in sections.SECTIONS if s not in sections.TYPES),
        *(f"change.{verb}" for verb in VERBS),
    ]
    for section, types in sections.TYPES.items():
        assert {kind for t in tables if t.section == section for kind in t.types} == types.keys()
    for section in sections.SECTIONS:
        told = {line.name for table in tables if table.section == section for line in table.fields}
        assert told == set(sections.section_fields(section))
    assert all(line.meaning and line.kind for table in tables for line in table.fields)


def test_limits_go_up() -> None:
    """The least value of each field is below the greatest, and both can be read."""
    for path, field in fields():
        if field.limits is not None:
            low, high = field.limits.ends()
            assert low < high, path


def test_both_languages_have_words_for_every_field() -> None:
    """English takes the labels of the definitions, French has a word for each of them."""
    for path, field in fields():
        assert sections.label(field.name) == field.term.label, path
        if path.split(".")[0] != "HeadRow" or field.name in ("start", "end"):
            assert field.name in FIELDS, path
    assert sections.label("until") == "end"
    assert sections.label("no_such") == "no such"


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.__name__)
def test_what_a_row_says_is_frozen_or_only_told(row: type[BaseModel]) -> None:
    """A field of a row goes into the frozen form under its declared name, or is one that is only told; and
    the frozen form has nothing of which no row speaks but its id."""
    known = definitions(row)
    frozen = set(FORMS[row].__match_args__)
    lost = {name for name, field in known.items() if field.frozen not in frozen} - TOLD
    record_only = {"source", "grade", "note"} if row is sections.RecordRow else set()
    assert lost - record_only == set()
    more = frozen - {field.frozen for field in known.values()} - {"id", "detach"}
    assert more == set()


def test_every_order_has_a_frozen_form() -> None:
    """No type of order or outcome is left out of the forms tried above, nor a section with rows of a run."""
    assert {model for types in sections.TYPES.values() for model in types.values()} <= FORMS.keys()
    rest = {s for s in sections.SECTIONS if sections.SECTIONS[s] not in FORMS} - sections.TYPES.keys()
    assert rest == {"theatre", "captions", "parameters", "sources", "contradictions"}


def test_freezing_changes_the_unit_with_the_name(tmp_path: Path) -> None:
    """Kilometres become metres and kilometres per hour metres per second; what has no unit stays."""
    text = toy.text(roads=toy.ROADS.replace("length_km: 11.5", "length_km: 11.5, speed_kmh: 36"))
    road = toy.loaded(tmp_path, text).scenario.roads["pont--bourg"]
    assert (road.a, road.b, road.road_class, road.number) == ("pont", "bourg", "national", "N1")
    assert (road.length_m, road.speed, road.capacity_vph) == (11_500.0, 10.0, None)
    crowd = toy.loaded(tmp_path, text).scenario.crowds[0]
    assert (crowd.start, crowd.end) == (3 * 3600.0, 14 * 3600.0)


def test_the_reference_tells_days_and_hours_from_times() -> None:
    """Of the light of a day the page asks for a day and hours of the clock, of a record for a time."""
    kinds = {(table.section, line.name): line.kind for table in reference.tables() for line in table.fields}
    assert kinds["light", "day"] == "day"
    assert kinds["light", "dusk"] == "hour of the clock"
    assert kinds["record", "time"] == "time"
