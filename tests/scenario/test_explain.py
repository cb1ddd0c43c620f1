"""The scenario in words, the difference of two, the source of one figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paris44.language.languages import language_of
from paris44.scenario.load import Loaded, ScenarioError, load, variant
from paris44.scenario.schema import sections
from paris44.telling.facts import units
from paris44.telling.fields import FIELDS, ROWS
from paris44.telling.overview import cite, describe, difference, input_words, summary
from paris44.telling.sequence import in_time_order
from paris44.telling.words import is_plural, ordinal
from tests.scenario import toy


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """The toy."""
    return toy.loaded(tmp_path)


def test_a_unit_holds_twenty_five_vehicles() -> None:
    """A formation makes as many march units as vehicles over 25, rounded up."""
    assert [units(n) for n in (0, 1, 25, 26, 4000)] == [0, 1, 1, 2, 160]


def test_the_words_name_what_is_in_the_file(loaded: Loaded) -> None:
    """Orders, columns with units, lines, bridges, garrisons and contradictions are all told."""
    words = "\n".join(describe(loaded))
    for expected in (
        "A road, a bridge and a line (toy)",
        "when 'They are to march' is given, about 23 min (14 min to 35 min) later: To Bourg",
        "The division: march Aby - Pont d'Aby - Bourg, starting at 09:00",
        "march: 90 vehicles in 4 march units",
        "div/lead: Lead, mixed, 40 vehicles, 2 units",
        "line: Pont d'Aby-Bourg, not before 22 Aug 12:00",
        "wait or slack: paris44 run prints it",
        "mined: 1 (Pont d'Aby)",
        "post: 100 men, 2 heavy guns, 0 other guns, 0 tanks; bars Bourg",
        "hour: at two",
        "but: at three (shown in both)",
        "r1: 1944-08-22T14:00:00+02:00, grade B, carte",
    ):
        assert expected in words, words


def test_a_post_that_may_stand_says_so(loaded: Loaded) -> None:
    """What no source names is told with its probability, times the density of the screen."""
    likely = variant(loaded, {"garrisons.post.chance": 0.4, "parameters.screen.density.value": 0.5})
    assert "post: may stand there (p = 0.2): 100 men" in "\n".join(describe(likely))
    assert summary(likely)["garrisons"][0]["chance"] == 0.2
    words = {change.words for change in difference(loaded, likely)}
    assert "chance of the garrison post: 0.4, not stated before" in words


def test_the_words_show_the_roads_of_a_line(loaded: Loaded) -> None:
    """Roads that the world found for a line are listed beneath it."""
    assert "1 road: pont--bourg" in "\n".join(describe(loaded, {"line": ["pont--bourg"]}))


def test_the_summary_is_json(loaded: Loaded) -> None:
    """``show --json`` can print the summary, and times carry their offset."""
    facts = json.loads(json.dumps(summary(loaded)))
    assert facts["counts"]["places"] == 4
    assert facts["columns"][0]["vehicles"] == 90
    assert facts["lines"][0]["until"] == "1944-08-22T12:00:00+02:00"
    assert [row["id"] for row in facts["competing"][0]["rows"]] == ["r1", "r2"]


def test_orders_are_told_in_time_order(tmp_path: Path) -> None:
    """An order that waits for another stands after it, wherever the file has it."""
    late = toy.ORDERS + (
        "  first:\n    type: act\n    issued: 1944-08-22T06:30+02:00\n    event: order\n    formation: div\n"
        "  there:\n    type: act\n    issued: {after: {arrive: [div/lead, bourg]}}\n    event: junction\n"
        "    place: bourg\n"
    )
    scenario = toy.loaded(tmp_path, toy.text(orders=late)).scenario
    assert [order.id for order in in_time_order(scenario)] == ["first", "decision", "march", "line", "there"]


def test_orders_that_wait_for_each_others_events_are_told_too(tmp_path: Path) -> None:
    """A circle through events, which a file may hold, does not stop the words."""
    circle = toy.ORDERS.replace("{after: decision,", "{after: {arrive: [div, bourg]},")
    assert "To Bourg" in "\n".join(describe(toy.loaded(tmp_path, toy.text(orders=circle))))


def test_what_waits_for_a_march_that_waits_for_its_own_column_is_told(tmp_path: Path) -> None:
    """A way back that starts where its own road begins does not stop the words of what waits for it."""
    more = toy.ORDERS + (
        "  back:\n    type: march\n    issued: 1944-08-22T08:00+02:00\n    supersedes: false\n"
        "    start: {after: {arrive: [div, bourg]}}\n    serials: [div]\n    route: [bourg, pont, aby]\n"
        "  told: {type: act, title: All told, issued: {after: {arrive: [div, pont, 2]}}, event: order,\n"
        "         formation: div}\n"
    )
    assert "All told" in "\n".join(describe(toy.loaded(tmp_path, toy.text(orders=more))))


# --- the difference --------------------------------------------------------------------------------------


def test_a_scenario_does_not_differ_from_itself(loaded: Loaded) -> None:
    """No change, no words."""
    assert difference(loaded, loaded) == []


def test_ways_of_writing_are_no_difference(tmp_path: Path) -> None:
    """``10 min`` and ``PT10M``, or one moment with two offsets, mean the same."""
    a = toy.loaded(tmp_path)
    content = toy.text().replace('{value: "10 min"}', "{value: PT600S}")
    content = content.replace("until: 1944-08-22T12:00+02:00", "until: 1944-08-22T10:00Z")
    b = toy.loaded(tmp_path / "b", content)
    assert a.document != b.document
    assert difference(a, b) == []


def test_each_change_is_told_once(tmp_path: Path) -> None:
    """A moved time, a removed and an added row are each one change, with values and words."""
    a = toy.loaded(tmp_path)
    b = toy.child(
        tmp_path,
        "orders.line.until: 1944-08-22T10:30+02:00\ngarrisons.post: null\nattrition.siege.until: null\n"
        "places.new: {name: New, lat: 48.0, lon: 1.0, kind: town}\nparameters.speed.truck: 30 km/h",
    )
    changes = {change.path: change for change in difference(a, b)}
    assert set(changes) == {
        "orders.line.until", "garrisons.post", "attrition.siege.until", "places.new",
        "parameters.speed.truck.value",
    }  # fmt: skip
    moved = changes["orders.line.until"]
    assert (moved.before, moved.after) == ("1944-08-22T12:00+02:00", "1944-08-22T10:30+02:00")
    assert moved.words.endswith("1944-08-22T10:30+02:00 instead of 1944-08-22T12:00+02:00, 90 min earlier")
    assert changes["garrisons.post"].after is None
    assert changes["garrisons.post"].words == "the garrison post is removed"
    assert changes["places.new"].words == "the place new (New) is added"
    assert "30 km/h instead of 20 km/h" in changes["parameters.speed.truck.value"].words
    json.dumps([change.as_dict() for change in changes.values()])


def test_of_a_long_list_only_what_is_otherwise_is_told(tmp_path: Path) -> None:
    """Who leaves a list of places, and who joins it, is named without the rest; an exchange is told whole."""
    a, b = toy.loaded(tmp_path), toy.child(tmp_path, "orders.march.route: [aby, bourg]")
    (left,), (joined,) = difference(a, b), difference(b, a)
    assert left.words.endswith("without Pont d'Aby, the others as before")
    assert joined.words.endswith("with Pont d'Aby besides")
    (turned,) = difference(a, toy.child(tmp_path, "orders.march.route: [bourg, pont, aby]"))
    assert turned.words.endswith("Bourg – Pont d'Aby – Aby instead of Aby – Pont d'Aby – Bourg")


def test_a_changed_moment_is_told_in_words(tmp_path: Path) -> None:
    """A trigger that replaces another is told as the words of both."""
    a = toy.loaded(tmp_path)
    b = toy.child(tmp_path, "orders.march.issued: {after: {gone: post}, delay: null}")
    (change,) = difference(a, b)
    assert change.words == (
        "issued of the order march (To Bourg): when the garrison of Bourg no longer resists, "
        "instead of when 'They are to march' is given, about 23 min (14 min to 35 min) later"
    )


def test_the_difference_turns_round(tmp_path: Path) -> None:
    """Seen from the other side the same paths differ, before and after exchanged."""
    a = toy.loaded(tmp_path)
    b = toy.child(tmp_path, "orders.line: null\nbridges.pont.state: intact")
    there = {change.path: (change.before, change.after) for change in difference(a, b)}
    back = {change.path: (change.after, change.before) for change in difference(b, a)}
    assert there == back


@pytest.mark.parametrize(
    ("path", "words", "unit"),
    [
        ("orders.line.until", "end of the order “Not past the bridge”", ""),
        ("garrisons.post.men", "men of the garrison of Bourg", ""),
        ("roads.aby--pont.length_km", "length of the road Aby - Pont d'Aby", "km"),
        ("parameters.speed.truck", "rate of march by day, main road, lorries", ""),
        ("parameters.fuel.time.value", "time of a fuel halt", ""),
        ("orders.march.issued.delay", "delay of the order “To Bourg”", ""),
    ],
)
def test_an_input_is_named_in_words(loaded: Loaded, path: str, words: str, unit: str) -> None:
    """What a sweep varies is told as people say it, with a unit where its numbers are bare."""
    assert input_words(loaded, path) == (words, unit)


# --- two languages ---------------------------------------------------------------------------------------


def test_every_field_and_row_has_a_name() -> None:
    """Whatever a scenario file may hold, a change of it can be told: sections and fields have names."""
    fields = {name for section in sections.SECTIONS for name in sections.section_fields(section)}
    assert fields | {"start", "end"} <= FIELDS.keys()
    assert ROWS.keys() == set(sections.SECTIONS)


def test_a_change_is_the_same_in_french(tmp_path: Path) -> None:
    """A change that is told in English can be told in French."""
    a = toy.loaded(tmp_path)
    b = toy.child(
        tmp_path,
        "orders.line.until: 1944-08-22T10:30+02:00\nattrition.siege: null\n"
        "orders.march.issued: {after: {gone: post}, delay: null}",
    )
    assert [language_of("fr").tell(change.words).replace("\u202f", " ") for change in difference(a, b)] == [
        "moment de l’ordre march (To Bourg) : quand la garnison (Bourg) ne résiste plus (auparavant : "
        "quand l’ordre « They are to march » est donné, environ 23 min (14 min à 35 min) plus tard)",
        "fin de l’ordre line (Not past the bridge) : 1944-08-22T10:30+02:00 (auparavant : "
        "1944-08-22T12:00+02:00), 90 min plus tôt",
        "suppression des pertes siege",
    ]


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("Divisional trains on the south road", True),
        ("US XX Corps advance guards (neighbour, right)", True),
        ("Maquis de Lorris, companies Albin and Paul", True),
        ("Division command post and lead convoy", True),
        ("Trains de la division, route sud", True),
        ("Police in the Préfecture", True),
        ("Maquis de Lorris, company Robert", False),
        ("US V Corps (Gerow)", False),
        ("GTL remainder (artillery, trains)", False),
        ("Massu, company that crosses the Pont de Sèvres", False),
        ("Leclerc's party (forward staff)", False),
    ],
)
def test_a_name_of_several_takes_the_plural(name: str, several: bool) -> None:
    """Trains and companies have left, a party and a corps has."""
    assert is_plural(name) == several


def test_a_scenario_that_is_its_own_kind_says_so_once() -> None:
    """The head names scenario and kind, and one of them where they are the same word."""
    heads = {name: describe(load(name))[0] for name in ("historical", "no-noon-line")}
    assert heads["historical"].endswith(" (historical)")
    assert heads["no-noon-line"].endswith(" (no-noon-line, counterfactual)")


# --- one figure ------------------------------------------------------------------------------------------


def test_a_figure_is_cited_with_its_source(loaded: Loaded) -> None:
    """Source, grade, title, address, and the line that sets the value."""
    found = cite(loaded, "garrisons.post.men")
    assert (found["value"], found["source"], found["grade"]) == (100, "carte", "C")
    assert found["title"] == "A map of 1938"
    assert found["url"] == "https://example.org/carte"
    assert found["set_at"] == loaded.origin["garrisons.post.men"]


def test_a_figure_without_a_source_is_judgement(loaded: Loaded) -> None:
    """What nobody is cited for is the modeller's judgement, grade D."""
    found = cite(loaded, "roads.aby--pont.length_km")
    assert (found["source"], found["grade"]) == ("modeller's judgement", "D")


def test_an_override_does_not_borrow_the_old_source(tmp_path: Path) -> None:
    """A value that a child changes without a source of its own loses the parent's source."""
    child = toy.child(tmp_path, "garrisons.post.men: 500")
    found = cite(child, "garrisons.post.men")
    assert (found["value"], found["source"], found["grade"]) == (500, "modeller's judgement", "D")
    assert found["replaced"]["source"] == "carte"
    assert found["set_at"].endswith("child.yaml:4")


def test_an_override_with_a_source_is_cited(tmp_path: Path) -> None:
    """A child that gives its own source is cited for it."""
    child = toy.child(tmp_path, "garrisons.post: {men: 500, source: carte; mine, grade: A}")
    found = cite(child, "garrisons.post.men")
    assert (found["source"], found["grade"], found["title"]) == ("carte; mine", "A", "A map of 1938")


def test_an_untouched_value_keeps_its_own_source(tmp_path: Path) -> None:
    """Who changes one figure of a row and gives a source is cited for that figure alone."""
    child = toy.child(tmp_path, "garrisons.post: {men: 700, source: box 12, grade: A}")
    found = cite(child, "garrisons.post.heavy_guns")
    assert (found["value"], found["source"], found["grade"]) == (2, "carte", "C")
    assert "replaced" not in found


def test_each_file_of_a_chain_is_cited_for_what_it_set(tmp_path: Path) -> None:
    """Of three files that change one row each is cited for its own figures, and what it replaces is told."""
    toy.child(tmp_path, "garrisons.post: {men: 700, source: box 12, grade: B}")
    change = "change:\n  garrisons.post: {men: 800, heavy_guns: 3}\n"
    grandchild = toy.loaded(tmp_path, f"extends: child\ntitle: x\n{change}", "grandchild.yaml")
    men, guns = (cite(grandchild, f"garrisons.post.{name}") for name in ("men", "heavy_guns"))
    assert men["source"] == guns["source"] == "modeller's judgement"
    assert (men["replaced"]["source"], men["replaced"]["grade"]) == ("box 12", "B")
    assert (guns["replaced"]["source"], guns["replaced"]["grade"]) == ("carte", "C")
    assert cite(grandchild, "garrisons.post.place")["source"] == "carte"


def test_a_disputed_row_of_a_table_keeps_the_source_of_its_other_cells(tmp_path: Path) -> None:
    """A table of one's own, laid over a row of the record, is cited for the cells that it fills in."""
    table = "id,hi,grade,source\nr1,1944-08-22T15:00+02:00,A,box 12\n"
    toy.write(tmp_path)
    (tmp_path / "mine.csv").write_text(table, encoding="utf-8")
    mine = toy.loaded(tmp_path, "extends: toy\ntitle: x\ntables: {record: mine.csv}\n", "mine.yaml")
    cited = {name: cite(mine, f"record.r1.{name}") for name in ("hi", "grade", "time", "event")}
    assert [(c["source"], c["grade"]) for c in cited.values()] == [("box 12", "A")] * 2 + [("carte", "B")] * 2


def test_a_parameter_is_cited_by_its_name(loaded: Loaded) -> None:
    """The path of a parameter means its value, dots in the name and all."""
    found = cite(loaded, "parameters.speed.truck")
    assert (found["path"], found["value"]) == ("parameters.speed.truck.value", "20 km/h")


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("garrisons.pots.men", "did you mean 'post'?"),
        ("garrison.post.men", "did you mean 'garrisons'?"),
        ("garrisons.post.mn", "did you mean 'men'?"),
        ("garrisons.post.armour", "does not state it"),
        ("", ""),
    ],
)
def test_nothing_to_cite_is_an_error(loaded: Loaded, path: str, hint: str) -> None:
    """A path that leads nowhere names the nearest one."""
    with pytest.raises(ScenarioError) as caught:
        cite(loaded, path)
    assert hint in caught.value.faults[0].hint
    assert str(caught.value).startswith("--cite: ")


def test_a_delay_and_a_visit_are_told_in_words(tmp_path: Path) -> None:
    """A start some time after the order is so much later, and a visit has its ordinal."""
    child = toy.child(
        tmp_path,
        'orders.march.start: "uniform(5, 6) min"\n'
        "orders.again: {type: act, issued: {after: {arrive: [div, bourg, 2]}}, event: order, formation: div}",
    )
    words = "\n".join(describe(child))
    assert "starting about 5 min 30 s (5 min 3 s to 5 min 57 s) later" in words
    assert "The division has come to Bourg for the 2nd time" in words
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "112th",
    ]  # fmt: skip
