"""What a scenario file may hold: a model per section's row and per type of order.

The models check one row at a time and turn its texts into numbers in SI units; what needs two
rows is in :mod:`paris44.scenario.checks.registry`. What a field is called and means, its unit and its
limits stand here and nowhere else (:mod:`paris44.scenario.schema.terms`).
"""

# no annotations from the future: as texts, pydantic would evaluate each of them anew

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal, get_origin

from pydantic import BaseModel, ConfigDict, Field, Strict, WithJsonSchema
from pydantic.fields import FieldInfo

from paris44.scenario.dist import fixed
from paris44.scenario.schema.fields import (  # fmt: skip
    DAY_PATTERN,
    QUANTITY,
    TIME_PATTERN,
    AnyValue,
    Category,
    Chance,
    Count,
    Duration,
    Event,
    Factor,
    Flag,
    FolderName,
    Grade,
    Happening,
    Line,
    Name,
    Names,
    Number,
    PerHour,
    PlaceKind,
    Positive,
    Sentence,
    Speed,
    Time,
    Title,
    TriggerField,
    WhenField,
    Whole,
)
from paris44.scenario.schema.rows import GRADE, NOTE, Row
from paris44.scenario.schema.terms import Term, definitions, parts_of
from paris44.scenario.schema.theatre import (
    AxisRow,
    BlockRow,
    CaptionRow,
    ClaimRow,
    GroupRow,
    LightRow,
    PartyRow,
    SideRow,
    TheatreRow,
)


def _metres(km: float) -> float:
    """Metres of kilometres."""
    return km * 1000.0


def _metres_per_second(kmh: float) -> float:
    """Metres per second of kilometres per hour."""
    return kmh / 3.6


def _part(percent: float) -> float:
    """The part of one that so many per cent are."""
    return percent / 100.0


_VPH = "veh/h"
_FLOW = ("1", "100000")
# --- the rows of the tables ------------------------------------------------------------------------


class PlaceRow(Row):
    """A named point of the map."""

    name: Annotated[Name, Term("name", "what people call the place")]
    lat: Annotated[
        float, Strict(), Field(ge=-90, le=90), Term("latitude", "north of the equator", "°", ("-90", "90"))
    ]
    lon: Annotated[
        float, Strict(), Field(ge=-180, le=180), Term("longitude", "east of Greenwich", "°", ("-180", "180"))
    ]
    kind: Annotated[PlaceKind, Term("kind", "what sort of place it is")]
    capacity_vph: Annotated[
        Positive | None,
        Term("flow", "most vehicles that pass the place in an hour, all directions together", _VPH, _FLOW),
    ] = None
    licence: Annotated[str, Term("licence", "under which terms the position is published")] = ""


class RoadRow(Row):
    """A road between two places."""

    from_: Annotated[Name, Term("from", "the place at one end", frozen="a", of="places")] = Field(
        alias="from"
    )
    to: Annotated[Name, Term("to", "the place at the other end", frozen="b", of="places")]
    number: Annotated[Line, Term("number", "the road's number on the map, e.g. N20")] = ""
    class_: Annotated[
        Literal["national", "departmental", "local", "street", "bridge"],
        Term("class", "what sort of road it is: decides speed and flow", frozen="road_class"),
    ] = Field(alias="class")
    length_km: Annotated[
        Positive,
        Term("length", "along the road", "km", ("0.01", "200"), frozen="length_m", si=_metres),
    ]
    capacity_vph: Annotated[
        Positive | None,
        Term("flow", "most vehicles in an hour and direction, for the class's", _VPH, _FLOW),
    ] = None
    speed_kmh: Annotated[
        Positive | None,
        Term(
            "speed", "march speed on the road, in place of the column's", "km/h", ("1", "100"),
            frozen="speed", si=_metres_per_second,
        ),
    ] = None  # fmt: skip
    single_track: Annotated[Flag, Term("single track", "only one direction at a time may use it")] = False
    closed: Annotated[Flag, Term("closed", "nobody may use it")] = False
    how: Annotated[str, Term("measured how", "how the length was found")] = ""


class BridgeRow(Row):
    """A bridge's state at the start; its id is the place's."""

    name: Annotated[Line, Term("name", "what people call the bridge; the place's name where it has none")] = (
        ""
    )
    state: Annotated[
        Literal["intact", "mined", "blown", "seized", "repaired"], Term("state", "how it stands at the start")
    ]
    state_text: Annotated[str, Term("state in the source", "the state in the words of the source")] = ""
    river: Annotated[Line, Term("river", "the river that it crosses, where the map has several")] = ""
    river_km: Annotated[
        Number | None,
        Term(
            "distance along the river", "below any one place of it, the same for all its bridges", "km",
            ("-5000", "5000"), frozen="km",
        ),
    ] = None  # fmt: skip
    capacity_vph: Annotated[
        Positive | None,
        Term("flow", "most vehicles in an hour, both directions together", _VPH, _FLOW),
    ] = None
    load_class_t: Annotated[
        Positive | None,
        Term("load", "the heaviest vehicle it bears: told, not played", "t", ("1", "200")),
    ] = None


class FormationRow(Row):
    """A node of the order of battle."""

    parent: Annotated[Name | None, Term("parent", "the formation that it is part of", of="formations")] = None
    name: Annotated[Name, Term("name", "what people call the formation")]
    short: Annotated[
        Line, Term("short name", "in a word or two, for labels; left out: the name without its brackets")
    ] = ""
    nation: Annotated[Line, Term("nation", "whose it is, e.g. FR")] = ""
    men: Annotated[
        Count | None, Term("men", "with all parts; left out: the sum of the parts", "", ("0", "200000"))
    ] = None
    vehicles: Annotated[
        Count | None,
        Term("vehicles", "of all kinds, with all parts; left out: the sum of the parts", "", ("0", "50000")),
    ] = None
    tanks: Annotated[
        Count | None, Term("tanks", "how many of the vehicles are tanks", "", ("0", "10000"))
    ] = None
    half_tracks: Annotated[
        Count | None, Term("half-tracks", "how many of the vehicles are half-tracks", "", ("0", "10000"))
    ] = None
    guns: Annotated[Count | None, Term("guns", "field and anti-tank guns", "", ("0", "10000"))] = None
    soft_vehicles: Annotated[
        Count | None,
        Term("soft vehicles", "how many of the vehicles are lorries and cars", "", ("0", "50000")),
    ] = None
    category: Annotated[
        Category | None, Term("category", "how it marches; left out: as the formation that it is part of")
    ] = None
    remainder: Annotated[
        Flag, Term("remainder", "it is what the other parts leave of the formation that it is part of")
    ] = False


class GarrisonRow(Row):
    """A strongpoint or a pocket; one with a ``chance`` may stand there, or not."""

    place: Annotated[Name, Term("place", "where it stands", of="places")]
    bars: Annotated[
        Names | None,
        Term("bars", "the places that it bars; left out: its own, of a pocket none", of="places"),
    ] = None
    pocket: Annotated[Flag, Term("pocket", "it bars nothing, and must be reduced")] = False
    stronghold: Annotated[
        Flag, Term("stronghold", "a pocket that was prepared for a siege, not offices and their guards")
    ] = False
    men: Annotated[Count, Term("men", "who defend it", "", ("0", "200000"))] = 0
    heavy_guns: Annotated[Count, Term("heavy guns", "guns that stop tanks from afar", "", ("0", "1000"))] = 0
    other_guns: Annotated[
        Count, Term("other guns", "its anti-tank and field guns but the heavy ones", "", ("0", "1000"))
    ] = 0
    armour: Annotated[Count, Term("tanks", "its tanks and assault guns", "", ("0", "1000"))] = 0
    active_from: Annotated[Time | None, Term("presence from", "since when it stands there")] = None
    active_to: Annotated[Time | None, Term("presence until", "when it withdraws by itself")] = None
    chance: Annotated[Chance, Term("chance", "the probability that it stands there at all")] = fixed(1.0)
    part_of: Annotated[
        Name | None,
        Term("part of", "the garrison that counts its men too, unless it is taken", of="garrisons"),
    ] = None
    party: Annotated[
        Name | None,
        Term("party", "whose it is; left out: that of the parties which holds the garrisons", of="parties"),
    ] = None
    fight: Annotated[
        Line,
        Term("fight", "what the record counts as one fight: those of one name cost together what one costs"),
    ] = ""
    on_route: Annotated[Line, Term("on the route", "the road that it stands on, in words")] = ""


class WeatherRow(Row):
    """Rain or fog from one time to another."""

    state: Annotated[Literal["rain", "fog", "dry"], Term("state", "the weather; dry where nothing is said")]
    from_: Annotated[Time, Term("from", "when it begins", frozen="start")] = Field(alias="from")
    to: Annotated[Time, Term("to", "when it ends", frozen="end")]


class CrowdRow(Row):
    """People in the street; ``factor`` (0 to 1] is what is left of the speed."""

    places: Annotated[Names, Term("places", "where they stand; left out: every street", of="places")] = ()
    from_: Annotated[Time, Term("from", "when they come", frozen="start")] = Field(alias="from")
    to: Annotated[Time, Term("to", "when they go", frozen="end")]
    factor: Annotated[Factor, Term("factor", "what is left of the speed")]


class AttritionRow(Row):
    """Losses by the hour."""

    party: Annotated[Name, Term("party", "whose losses they are", of="parties")]
    from_: Annotated[Time, Term("from", "when they begin", frozen="start")] = Field(alias="from")
    to: Annotated[Time, Term("to", "when they end at the latest", frozen="end")]
    until: Annotated[TriggerField | None, Term("end", "what ends them sooner")] = None
    killed_per_hour: Annotated[PerHour, Term("killed per hour", "the mean", "/h", ("0", "10000"))] = fixed(
        0.0
    )
    wounded_per_hour: Annotated[PerHour, Term("wounded per hour", "the mean", "/h", ("0", "10000"))] = fixed(
        0.0
    )


class ParameterRow(Row):
    """The value of a named parameter; ``set_on`` says which days or prior it rests on."""

    value: Annotated[AnyValue, Term("value", "in the parameter's unit, certain or uncertain")]
    set_on: Annotated[str, Term("set on", "the days, or the prior belief, that it rests on")] = ""
    drawn_as: Annotated[
        Line, Term("drawn as", "the name that its dice go by, of a parameter that was called otherwise")
    ] = ""


class WatchRow(Row):
    """Something that the arrivals must report, happen or not."""

    formation: Annotated[Name, Term("formation", "who is watched", of="formations")]
    place: Annotated[Name, Term("place", "where", of="places")]
    event: Annotated[Event, Term("event", "what is to happen")]
    march_day: Annotated[Line, Term("march day", "the day of the march that it belongs to")] = ""


class RecordRow(Row):
    """A recorded time with its bounds."""

    formation: Annotated[Name, Term("formation", "who did it", of="formations")]
    place: Annotated[Name | None, Term("place", "where", of="places")] = None
    event: Annotated[Event, Term("event", "what happened")]
    time: Annotated[Time | None, Term("time", "when, as the source has it")] = None
    lo: Annotated[Time | None, Term("lower bound", "not before")] = None
    hi: Annotated[Time | None, Term("upper bound", "not after")] = None
    kind: Annotated[
        Literal["movement", "combat", "political"] | None, Term("kind", "which part of the model it judges")
    ] = None
    url: Annotated[str, Term("address", "where the source can be read")] = ""
    sets: Annotated[
        Name | None,
        Term("sets", "the parameter whose law it has set, so that it judges no more", of="parameters"),
    ] = None


class SourceRow(BaseModel):
    """A source that rows name."""

    model_config = ConfigDict(defer_build=True, extra="forbid", coerce_numbers_to_str=True)

    title: Annotated[Sentence, Term("title", "author, title, year")]
    url: Annotated[str, Term("address", "where it can be read")] = ""
    note: Annotated[str, NOTE] = ""
    grade: Annotated[Grade | None, GRADE] = None


class ContradictionRow(Row):
    """What one account says, what the record says, and which scenario plays which."""

    statement: Annotated[Sentence, Term("statement", "what one account says")]
    record: Annotated[Sentence, Term("record", "what speaks against it")]
    shown_in: Annotated[Names | str, Term("shown in", "the scenarios that play one or the other")] = ""


# --- orders ------------------------------------------------------------------------------------------

_CHANCE = Term("chance", "the probability that it happens")
_TRANSMISSION = Term(
    "transmission", "from the order to its receipt; left out: the parameter's", "", ("0 s", "48 h")
)


class OrderRow(Row):
    """What all orders have."""

    title: Annotated[Line, Term("title", "the order in a line")] = ""
    by: Annotated[Line, Term("by", "who gives it")] = ""
    issued: Annotated[WhenField, Term("hour", "when it is given")]
    before: Annotated[
        Name | None,
        Term(
            "before",
            "in a change: the order before which it stands; marches are carried out as they stand",
            of="orders",
        ),
    ] = None
    moves_with: Annotated[
        Name | None,
        Term(
            "moves with",
            "the order whose hour this one's times move with, where a change gives that another hour",
            of="orders",
        ),
    ] = None


class ActRow(OrderRow):
    """An event that happens by decision."""

    type: Annotated[Literal["act"], Term("type", "which sort of order it is")]
    event: Annotated[Event, Term("event", "what happens")]
    formation: Annotated[Name | None, Term("formation", "to whom", of="formations")] = None
    place: Annotated[Name | None, Term("place", "where", of="places")] = None
    chance: Annotated[Chance, _CHANCE] = fixed(1.0)


class MarchRow(OrderRow):
    """A march order to a column; ``detach``: its serials leave whatever they are doing at once."""

    type: Annotated[Literal["march", "detach"], Term("type", "which sort of order it is")]
    serials: Annotated[
        Names,
        Term(
            "serials",
            "the order of march; a formation stands for those parts that no other serial names",
            of="formations",
        ),
    ]
    route: Annotated[Names, Term("route", "from, by way of, to", of="places")]
    start: Annotated[
        WhenField | None, Term("start", "when the head starts, counted from receipt; left out: at once")
    ] = None
    transmission: Annotated[Duration | None, _TRANSMISSION] = None
    slip: Annotated[Flag, Term("slip", "the column starts late as columns do")] = True
    policy: Annotated[
        Literal["ordered", "quickest", "avoid"],
        Term("policy", "how ways between the places are chosen: shortest, least time, round the known enemy"),
    ] = "ordered"
    avoid_roads: Annotated[Names, Term("avoid roads", "numbers of roads that the column keeps off")] = ()
    start_point: Annotated[
        Name | None, Term("start point", "the place whose passage is the departure", of="places")
    ] = None
    passage_event: Annotated[
        Literal["pass", "parade"], Term("passage event", "what a passage of a place of the route is called")
    ] = "pass"
    category: Annotated[Category | None, Term("category", "how it marches, whatever its formations")] = None
    priority: Annotated[Whole, Term("priority", "the greater goes first at a junction")] = 0
    may_pass: Annotated[Flag, Term("leave to pass others", "it may overtake halted columns")] = False
    on_contact: Annotated[
        Literal["attack", "flank", "bypass", "wait"],
        Term("conduct on contact", "what it does before a barred place"),
    ] = "attack"
    reduce: Annotated[
        Names, Term("reduce", "garrisons that it attacks when it reaches them", of="garrisons")
    ] = ()
    halts: Annotated[Flag, Term("halts", "it makes the periodic halts")] = True
    fuel_at: Annotated[Name | None, Term("place of the fuel halt", "where it refuels", of="places")] = None
    rest: Annotated[Flag, Term("rest", "it stops at dusk and goes on at first light")] = False
    supersedes: Annotated[
        Flag, Term("supersedes", "it takes the place of the march that its units are on")
    ] = True
    headway: Annotated[
        Duration | None,
        Term(
            "headway",
            "between vehicles; left out: by the parameter vehicle-spacing",
            "",
            ("0.1 s", "10 min"),
        ),
    ] = None
    unit_gap: Annotated[
        Duration | None,
        Term("unit gap", "between march units; left out: the parameter's", "", ("0 s", "2 h")),
    ] = None
    serial_gap: Annotated[
        Duration | None, Term("serial gap", "between serials; left out: the parameter's", "", ("0 s", "6 h"))
    ] = None
    speed: Annotated[
        Speed | None, Term("speed", "rate of march, in place of the category's", "", ("1 km/h", "100 km/h"))
    ] = None


class PhaseLineRow(OrderRow):
    """Not past the line before ``until``."""

    type: Annotated[Literal["phase-line"], Term("type", "which sort of order it is")]
    points: Annotated[Names, Term("points", "the places that the line runs through", of="places")] = ()
    from_: Annotated[
        Name | None, Term("from", "a place on the side that is not closed", frozen="rear", of="places")
    ] = Field(default=None, alias="from")
    toward: Annotated[
        Name | None, Term("toward", "a place on the side that is closed, in place of from", of="places")
    ] = None
    until: Annotated[Time, Term("end", "nobody crosses it before")]
    applies_to: Annotated[Names, Term("applies to", "whom it holds, with their parts", of="formations")]
    transmission: Annotated[Duration | None, _TRANSMISSION] = None
    disobeyed_by: Annotated[Names, Term("disobeyed by", "who crosses it all the same", of="formations")] = ()
    lifted: Annotated[WhenField | None, Term("lifting", "when it is cancelled early")] = None
    literal: Annotated[
        Flag,
        Term("literal", "the line ends at its points; else it is drawn straight on, to the river or on"),
    ] = False
    roads: Annotated[
        Names, Term("roads", "the roads that it cuts; left out: found from the points", of="roads")
    ] = ()


class BridgeWorkRow(OrderRow):
    """Demolish, repair or seize a bridge."""

    type: Annotated[Literal["bridge"], Term("type", "which sort of order it is")]
    bridge: Annotated[Name, Term("bridge", "which bridge", of="bridges")]
    action: Annotated[Literal["demolish", "repair", "seize"], Term("action", "what is done to it")]
    formation: Annotated[
        Name | None, Term("formation", "who does it: a repair needs them there", of="formations")
    ] = None
    chance: Annotated[Chance, _CHANCE] = fixed(1.0)
    duration: Annotated[Duration, Term("duration", "how long the work takes", "", ("0 s", "7 d"))] = fixed(
        0.0
    )


class ReinforceRow(OrderRow):
    """Men and guns join a garrison (negative: leave it)."""

    type: Annotated[Literal["reinforce"], Term("type", "which sort of order it is")]
    garrison: Annotated[Name, Term("garrison", "whom they join", of="garrisons")]
    men: Annotated[Whole, Term("men", "who join; negative: who leave", "", ("-200000", "200000"))] = 0
    heavy_guns: Annotated[
        Whole, Term("heavy guns", "that come; negative: that go", "", ("-1000", "1000"))
    ] = 0
    armour: Annotated[Whole, Term("tanks", "that come; negative: that go", "", ("-1000", "1000"))] = 0


class CounterAttackRow(OrderRow):
    """Men of a garrison attack a formation."""

    type: Annotated[Literal["counter-attack"], Term("type", "which sort of order it is")]
    garrison: Annotated[Name, Term("garrison", "who attacks", of="garrisons")]
    formation: Annotated[Name, Term("formation", "who is attacked", of="formations")]
    place: Annotated[Name, Term("place", "where", of="places")]
    men: Annotated[Count, Term("men", "who attack", "", ("0", "200000"))]
    duration: Annotated[Duration, Term("duration", "how long they fight", "", ("0 s", "7 d"))]


class CeaseFireRow(OrderRow):
    """Teams drive to the garrisons that still resist."""

    type: Annotated[Literal["cease-fire"], Term("type", "which sort of order it is")]
    place: Annotated[Name, Term("place", "where the teams start", of="places")]
    persuasion: Annotated[
        Duration, Term("persuasion", "from a team's coming to the surrender", "", ("0 s", "7 d"))
    ]
    among: Annotated[
        Names, Term("among", "the garrisons that they drive to; left out: all pockets", of="garrisons")
    ] = ()


ORDERS: dict[str, type[OrderRow]] = {
    "act": ActRow,
    "march": MarchRow,
    "detach": MarchRow,
    "phase-line": PhaseLineRow,
    "bridge": BridgeWorkRow,
    "reinforce": ReinforceRow,
    "counter-attack": CounterAttackRow,
    "cease-fire": CeaseFireRow,
}

# --- outcomes ----------------------------------------------------------------------------------------


class DeclarationRow(Row):
    """What all outcomes have."""

    label: Annotated[
        Line,
        Term(
            "label",
            "what people call it; {place}, {party} and {what} stand for its own; left out: its name",
        ),
    ] = ""
    label_fr: Annotated[Line, Term("French label", "the same in French; left out: as in English")] = ""
    main: Annotated[Flag, Term("main", "figures that have room for few outcomes show it")] = False
    goal: Annotated[
        Flag, Term("goal", "what a plan of routes is to bring early, where its question names no outcome")
    ] = False


class SeenRow(DeclarationRow):
    """Who does what where."""

    events: Annotated[
        tuple[Happening, ...], Term("events", "any of these; left out: a march unit comes to the place")
    ] = ()
    formations: Annotated[
        Names,
        Term("formations", "who does it, with their parts; with no parties: anybody", of="formations"),
    ] = ()
    parties: Annotated[Names, Term("parties", "whoever belongs to these does it too", of="parties")] = ()
    places: Annotated[
        Names, Term("places", "where, at any of them; with no kind of place: anywhere", of="places")
    ] = ()
    place_kind: Annotated[PlaceKind | None, Term("kind of place", "at any place of this kind, e.g. gate")] = (
        None
    )
    detail: Annotated[
        Line, Term("detail", "what the log says beside, in full: a garrison, the new state of a bridge")
    ] = ""


class EventOutcomeRow(SeenRow):
    """The moment of the first, the n-th or the last of something: of each formation's march units at a place
    the first head counts, or the last tail."""

    type: Annotated[Literal["event"], Term("type", "which sort of outcome it is")]
    number: Annotated[
        Whole,
        Term("number", "which of them: 1 the first, -1 the last, when none is to follow", "", ("-1", "1000")),
    ] = 1
    tail: Annotated[Flag, Term("tail", "of a passage the last vehicle counts, not the first")] = False
    each_place: Annotated[
        Flag, Term("each place", "an outcome NAME.PLACE for each place where it may be, not one for all")
    ] = False


class CountOutcomeRow(SeenRow):
    """How often something happens."""

    type: Annotated[Literal["count"], Term("type", "which sort of outcome it is")]
    each: Annotated[
        Literal["event", "place", "formation", "detail"],
        Term("each", "what counts once, however often it happens there, to it or of it"),
    ] = "event"
    unit: Annotated[Line, Term("unit", "what is counted, in a word, e.g. bridges")] = "1"


class ShareOutcomeRow(DeclarationRow):
    """When a share of a formation's vehicles is past places, or which share is at an hour."""

    type: Annotated[Literal["share"], Term("type", "which sort of outcome it is")]
    formation: Annotated[Name, Term("formation", "whose vehicles, with all parts", of="formations")]
    events: Annotated[
        tuple[Event, ...], Term("events", "how they pass: any of these; left out: in whatever way")
    ] = ()
    places: Annotated[Names, Term("places", "which places, any of them", of="places")] = ()
    place_kind: Annotated[PlaceKind | None, Term("kind of place", "any place of this kind, e.g. gate")] = None
    percent: Annotated[
        Positive | None,
        Term(
            "share", "of the vehicles: the outcome is the moment at which they are past", "%", ("0.1", "100"),
            frozen="share", si=_part,
        ),
    ] = None  # fmt: skip
    at: Annotated[Time | None, Term("at", "an hour: the outcome is the share that is past then")] = None


class FallOutcomeRow(DeclarationRow):
    """When garrisons have fallen, surrendered or withdrawn."""

    type: Annotated[Literal["fall"], Term("type", "which sort of outcome it is")]
    garrisons: Annotated[Names, Term("garrisons", "which; left out: all pockets", of="garrisons")] = ()
    number: Annotated[Whole | None, Term("number", "how many of them; left out: all", "", ("1", "1000"))] = (
        None
    )


class LossesOutcomeRow(DeclarationRow):
    """Losses over the whole run: an outcome GROUP.PARTY.WHAT for each party and sort of loss."""

    type: Annotated[Literal["losses"], Term("type", "which sort of outcome it is")]
    parties: Annotated[
        Names, Term("parties", "whose; left out: of all that the scenario has", of="parties")
    ] = ()
    what: Annotated[
        tuple[Literal["killed", "wounded", "prisoners", "tanks"], ...],
        Term("sorts of loss", "left out: killed and wounded, of a garrison's party killed and prisoners"),
    ] = ()
    group: Annotated[Line, Term("group", "the first word of the names; left out: the id")] = ""
    shown: Annotated[
        Names,
        Term("shown", "figures that have room for few outcomes show the killed of these", of="parties"),
    ] = ()


class CombinedOutcomeRow(DeclarationRow):
    """The latest or the earliest of several moments: of the latest all must come."""

    type: Annotated[Literal["latest", "earliest"], Term("type", "which sort of outcome it is")]
    of: Annotated[Names, Term("of", "which outcomes, all of them moments", of="outcomes")]


OUTCOMES: dict[str, type[DeclarationRow]] = {
    "event": EventOutcomeRow,
    "count": CountOutcomeRow,
    "share": ShareOutcomeRow,
    "fall": FallOutcomeRow,
    "losses": LossesOutcomeRow,
    "latest": CombinedOutcomeRow,
    "earliest": CombinedOutcomeRow,
}

TYPES: dict[str, Mapping[str, type[Row]]] = {"orders": ORDERS, "outcomes": OUTCOMES}
"""The sections whose rows differ by their type."""

SECTIONS: dict[str, type[BaseModel] | None] = {
    "theatre": TheatreRow,
    "sides": SideRow,
    "parties": PartyRow,
    "blocks": BlockRow,
    "light": LightRow,
    "groups": GroupRow,
    "axes": AxisRow,
    "captions": CaptionRow,
    "claims": ClaimRow,
    "places": PlaceRow,
    "roads": RoadRow,
    "bridges": BridgeRow,
    "formations": FormationRow,
    "garrisons": GarrisonRow,
    "orders": None,  # by the row's type
    "weather": WeatherRow,
    "crowds": CrowdRow,
    "attrition": AttritionRow,
    "parameters": ParameterRow,
    "watch": WatchRow,
    "record": RecordRow,
    "outcomes": None,  # by the row's type
    "sources": SourceRow,
    "contradictions": ContradictionRow,
}
"""Every section of a scenario, in the order in which the resolved file has them."""

PASSPORT = ("antecedent", "decided_by", "diverges_at", "considered_by", "holds_fixed")
HEAD = ("name", "title", "kind", "parent", "author", "expect", "forecast", *PASSPORT, "start", "end")
KINDS = ("historical", "plan", "counterfactual", "toy")
CHANGEABLE = ("start", "end", *SECTIONS)
TOP_KEYS = (*HEAD, "extends", "change", "tables", *SECTIONS)


# --- the head of a file --------------------------------------------------------------------------------


Foreseen = Literal["earlier", "later", "less", "more", "same", "never"]
"""What an author may expect of an outcome, as against the parent."""


class HeadRow(BaseModel):
    """What a file says about itself, outside its sections."""

    model_config = ConfigDict(defer_build=True, extra="forbid", coerce_numbers_to_str=True)

    name: Annotated[
        FolderName, Term("name", "the scenario's name, and that of its results; left out: the file's")
    ] = ""
    title: Annotated[Title, Term("title", "the scenario in a line")]
    kind: Annotated[
        Literal["historical", "plan", "counterfactual", "toy"], Term("kind", "what the scenario claims to be")
    ]
    parent: Annotated[Name | None, Term("parent", "the scenario that it changes")] = None
    author: Annotated[
        Line, Term("author", "who thought of it, for whoever puts several beside each other")
    ] = ""
    expect: Annotated[str, Term("expectation", "one sentence: what the author expects to come out")] = ""
    forecast: Annotated[
        dict[str, Foreseen],
        Term(
            "forecast", "outcome: earlier, later, less, more, same or never, to be judged beside the parent"
        ),
    ] = Field(default={})
    antecedent: Annotated[str, Term("antecedent", "what is otherwise than it was")] = ""
    decided_by: Annotated[str, Term("decided by", "who could have decided it")] = ""
    diverges_at: Annotated[Time | None, Term("diverges at", "the hour at which the decision is taken")] = None
    considered_by: Annotated[Names, Term("considered by", "sources that tell that it was considered")] = ()
    holds_fixed: Annotated[str, Term("holds fixed", "what stays as it was")] = ""
    start: Annotated[str, Term("start", "when the simulation begins")] = ""
    end: Annotated[str, Term("end", "when the simulation ends")] = ""


# --- what the loader asks the models -------------------------------------------------------------------


def row_model(section: str, row: Mapping[str, object]) -> type[BaseModel] | None:
    """The model of a row; None for a row of unknown type."""
    if section in TYPES:
        return TYPES[section].get(str(row.get("type")))
    return SECTIONS[section]


@cache
def fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of a row's fields as files write them."""
    return tuple(definitions(model))


@cache
def required(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields without which a row means nothing."""
    return tuple(name for name, known in definitions(model).items() if known.required)


def models(section: str) -> tuple[type[BaseModel], ...]:
    """The models of a section's rows: one, or one a type."""
    model = SECTIONS[section]
    return (model,) if model is not None else tuple(dict.fromkeys(TYPES[section].values()))


def section_fields(section: str) -> tuple[str, ...]:
    """Every field that any row of a section may have."""
    return tuple(dict.fromkeys(name for model in models(section) for name in fields(model)))


@cache
def label(name: str) -> str:
    """What people call a field, in English; fields of one name have one label."""
    rows = (HeadRow, *(model for section in SECTIONS for model in models(section)))
    known = (definitions(model).get(name) for model in rows)
    return next((found.term.label for found in known if found is not None), name.replace("_", " "))


@cache
def columns(section: str) -> dict[str, str]:
    """The kind of every column of a section's table (see :mod:`paris44.scenario.file.csv_table`)."""
    model = SECTIONS[section]
    if model is None:
        return {}
    return {name: _kind(model.model_fields[field.attribute]) for name, field in definitions(model).items()}


def _kind(info: FieldInfo) -> str:
    """The kind of a field's column, by what editors are told of it or else by its type."""
    parts = parts_of(info)
    told = next((part.json_schema or {} for part in parts if isinstance(part, WithJsonSchema)), None)
    if told is not None:
        known = {TIME_PATTERN: "time", DAY_PATTERN: "day"}
        return "quantity" if told.get("type") == QUANTITY else known.get(told.get("pattern", ""), "text")
    if any(get_origin(part) is tuple for part in parts):
        return "list"
    words = {bool: "flag", int: "whole", float: "quantity" if str in parts else "number"}
    return next((words[kind] for kind in words if kind in parts), "text")
