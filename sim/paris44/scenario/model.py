"""A scenario, frozen: the only input of a run.

Every time is in float seconds since ``Scenario.start_iso``; lengths are metres, speeds
metres per second, men and vehicles are counts. The loader (``paris44.scenario.load``) makes
these values from files; nothing here reads a file or imports anything but the standard
library, so the engine can run where pydantic cannot. All are named tuples: thousands are
made, and a run looks them up by their content.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from paris44.scenario.dist import Dist, fixed
from paris44.scenario.outcomes import DeclaredOutcome, with_usual

ZERO, ONE = fixed(0.0), fixed(1.0)
NO_WORDS: Mapping[str, str] = {}
USUAL: Mapping[str, DeclaredOutcome] = with_usual({})

# --- whose war -----------------------------------------------------------------------------


class Side(NamedTuple):
    """A side of the war, and the sides that it fights."""

    id: str
    name: str
    enemies: tuple[str, ...]


class Party(NamedTuple):
    """Whose losses are counted together.

    It has the formations in ``formations`` and all under them, else those of ``nations``, else those that
    no other party has. ``garrisons``: those garrisons are its own that do not say whose they are.
    ``regular``: its columns are troops, not people who live there. ``killed_per_pocket``: the mean number of
    its own who die when a pocket is reduced.
    """

    id: str
    name: str
    side: str | None
    formations: tuple[str, ...]
    nations: tuple[str, ...]
    garrisons: bool
    regular: bool
    killed_per_pocket: Dist = ZERO
    colour: str = ""
    name_fr: str = ""


class DayBlock(NamedTuple):
    """Days of the record that are judged together: from ``start`` up to before ``end`` (seconds)."""

    name: str
    start: float
    end: float


class DayLight(NamedTuple):
    """The light of a day as a table gives it, in seconds since the scenario's start."""

    day: float  # its midnight
    first_light: float
    sunrise: float
    sunset: float
    dusk: float


class ColourGroup(NamedTuple):
    """Formations that figures draw in one colour, and all under them that no other group has.

    ``hue``: its colour on the page and in exports (None: these do not tell it apart), where it is called
    ``page``. ``named`` are small formations that a march graph names all the same; ``tagged`` are persons and
    detachments that have a tag of their own on the page.
    """

    id: str
    name: str
    formations: tuple[str, ...]
    colour: str = ""
    main: bool = False
    named: tuple[str, ...] = ()
    tagged: tuple[str, ...] = ()
    hue: str | None = None
    page: str = ""


class Axis(NamedTuple):
    """A road that march graphs show: its name, and the places that it leads through."""

    id: str
    name: str
    places: tuple[str, ...]


class Claim(NamedTuple):
    """What a source gives as a total of losses; ``at_least``: of a part of them."""

    party: str
    loss: str
    men: int
    told: str
    at_least: bool
    grade: str | None


class OperationTheatre(NamedTuple):
    """The operation that a scenario belongs to; what a file does not say of it is neutral.

    ``objective`` is the place that lines and march graphs lead to (None: the map has no such place), ``city``
    what lies there in a word. ``light`` is the point (degrees north and east) whose sun all go by; None: the
    objective's, or the first place's. Rows of the record before ``judged_from`` (seconds) may set parameters;
    None: all rows judge. ``id`` is empty where the file declares no theatre.
    """

    id: str
    name: str
    objective: str | None = None
    city: str = ""
    light: tuple[float, float] | None = None
    days: tuple[DayLight, ...] = ()
    judged_from: float | None = None
    blocks: tuple[DayBlock, ...] = ()
    credit: str = ""
    seed: int | None = None
    sides: tuple[Side, ...] = ()
    parties: tuple[Party, ...] = ()
    groups: tuple[ColourGroup, ...] = ()
    axes: tuple[Axis, ...] = ()
    claims: tuple[Claim, ...] = ()
    captions: Mapping[str, str] = NO_WORDS
    close_up: tuple[float, float, float, float] | None = None  # south, north, west, east of a closer map
    landmarks: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    french: Mapping[str, str] = NO_WORDS
    """Names, titles and sentences of the operation -> the same in French."""

    @property
    def holder(self) -> Party:
        """The party whose the garrisons are."""
        return next(party for party in self.parties if party.garrisons)

    @property
    def attacker(self) -> Party:
        """The first party of troops that holds no garrisons."""
        return next(party for party in self.parties if party.regular and not party.garrisons)


# --- where ---------------------------------------------------------------------------------


class Place(NamedTuple):
    """A named point of the map (degrees north and east). ``kind`` is town, village, crossroads, ..."""

    id: str
    name: str
    lat: float
    lon: float
    kind: str
    capacity_vph: float | None = None  # vehicles per hour over the place, all directions; None: no limit


class Road(NamedTuple):
    """An undirected road between two places (``id`` is ``a--b``); each direction is a lane.

    ``single_track``: only one direction may use it at a time (opposed columns wait).
    ``speed`` overrides the march speed (m/s), ``capacity_vph`` the class's lane flow.
    """

    id: str
    a: str
    b: str
    number: str
    road_class: str  # national, departmental, local, street, bridge
    length_m: float
    capacity_vph: float | None = None
    speed: float | None = None
    single_track: bool = False
    closed: bool = False


class Bridge(NamedTuple):
    """The state of a bridge place at the start: intact, mined, blown, seized or repaired.

    ``km`` is its place along the ``river``, in kilometres below any one place of it (None: unknown)."""

    id: str
    name: str
    state: str
    capacity_vph: float | None = None
    load_class_t: float | None = None
    km: float | None = None
    river: str = ""


# --- who -----------------------------------------------------------------------------------


class Formation(NamedTuple):
    """A node of the order of battle. Only leaves own vehicles on the road.

    ``vehicles`` of a parent is the sum of its children (checked by the loader).
    ``category`` is light, truck, mixed, heavy, foot or none.
    """

    id: str
    parent: str | None
    name: str
    nation: str
    men: int
    vehicles: int
    tanks: int
    guns: int
    category: str
    short: str = ""


class Garrison(NamedTuple):
    """A strongpoint. It bars the places in ``bars``; a pocket bars nothing and must be reduced.

    ``active_from``/``active_to`` are its own clock (``active_to`` = its own withdrawal, or None).
    ``chance`` is the probability that it stands there at all: below 1 it is a post of the screen, of
    which no source speaks. ``part_of``: the garrison that counts its men too, unless it is taken.
    Those of one ``fight`` are what the record counts as one: together they cost what one costs.
    A pocket that is a ``stronghold`` was prepared for a siege.
    """

    id: str
    place: str
    bars: tuple[str, ...]
    men: int
    heavy_guns: int
    other_guns: int
    armour: int
    active_from: float
    active_to: float | None
    pocket: bool
    chance: float = 1.0
    part_of: str | None = None
    fight: str = ""
    party: str | None = None
    stronghold: bool = False

    def likelihood(self, density: float) -> float:
        """The probability that it stands there, with ``density`` times the posts that the rows expect."""
        return 1.0 if self.chance >= 1.0 else min(self.chance * density, 1.0)


# --- when ----------------------------------------------------------------------------------


class Trigger(NamedTuple):
    """What an order waits for.

    ``kind`` and the fields it uses:

    - ``order``: the order ``order`` has been issued
    - ``event``: the log event ``event`` of ``formation`` at ``place`` (its ``visit``-th time) has happened
    - ``gone``: the garrison ``garrison`` no longer resists (taken, surrendered or withdrawn)
    - ``barred``: the lead of ``formation`` stands before a barred place and less than the
      parameter ``daylight_parameter`` (seconds) is left until sunset
    - ``all`` / ``any``: of ``parts``
    """

    kind: str
    order: str | None = None
    event: str | None = None
    formation: str | None = None
    place: str | None = None
    visit: int = 1
    garrison: str | None = None
    daylight_parameter: str | None = None
    parts: tuple[Trigger, ...] = ()

    def simple(self) -> Iterator[Trigger]:
        """This trigger, or those that it is made of."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.simple()


class Moment(NamedTuple):
    """A moment that the run resolves: ``max(at, trigger)``, then the next ``clock``, then ``delay``.

    ``clock`` is ``"HH:MM"`` (local) or ``first-light | sunrise | sunset | dusk``: the next one at or
    after the moment so far. An ``HH:MM`` that went by less than six hours before what it waited
    ``after`` came, or an evening light (sunset, dusk) of the same night, has been missed and means at
    once; a morning light never is. With neither ``at`` nor ``after`` it is relative
    to what the field says (a march's ``start`` to the receipt of its order).
    """

    at: float | None = None
    after: Trigger | None = None
    clock: str | None = None
    delay: Dist = ZERO


# --- orders --------------------------------------------------------------------------------


class Act(NamedTuple):
    """An event that happens by decision (an order given, a signature): logged as ``event`` of
    ``formation`` at ``place`` when ``issued`` comes. Other orders may follow from it."""

    id: str
    title: str
    by: str
    issued: Moment
    event: str  # order, sign, surrender, junction, parade, ...
    formation: str | None
    place: str | None
    chance: Dist = ONE


class March(NamedTuple):
    """A march order to a column.

    ``serials`` is the order of march: formations (a parent stands for all its leaves that no other
    serial of this order names). The order is ``issued``, received after ``transmission``; the head
    starts at ``start`` (relative to receipt, e.g. a delay, a clock hour or first light) plus, where
    ``slip``, the start slip. Each unit then enters the road when those ahead have cleared.

    ``route`` is a list of via places, joined by the path that ``policy`` chooses: ``ordered``
    (shortest road), ``quickest`` (least time) or ``avoid`` (time plus a price for main roads and for
    known enemy). Roads with a number in ``avoid_roads`` are neither taken nor crossed, but at places that
    the route names, or where no other way is left at all: not to go round an enemy. ``start_point`` is
    the place whose passage is also logged as ``depart``.
    ``detach``: the serials leave whatever they are doing at once, out of a queue if need be.
    ``passage_event`` names the log event at the via places (``pass``, or ``parade``).
    ``on_contact``: ``attack`` (frontal), ``flank``, ``bypass`` or ``wait``.
    ``reduce``: pockets that the column attacks when it reaches them.
    ``supersedes``: units still on an earlier march take this one from where they are.
    ``priority``: larger goes first at a junction; ``may_pass`` lets it overtake halted columns.
    ``rest``: the column stops at dusk and goes on at first light.
    ``headway``/``unit_gap``/``serial_gap`` (seconds) override the parameters.
    """

    id: str
    title: str
    by: str
    issued: Moment
    transmission: Dist
    start: Moment
    slip: bool
    serials: tuple[str, ...]
    route: tuple[str, ...]
    policy: str = "ordered"
    avoid_roads: tuple[str, ...] = ()
    start_point: str | None = None
    passage_event: str = "pass"
    category: str | None = None
    priority: int = 0
    may_pass: bool = False
    detach: bool = False
    supersedes: bool = True
    on_contact: str = "attack"
    reduce: tuple[str, ...] = ()
    halts: bool = True
    fuel_at: str | None = None
    rest: bool = False
    headway: Dist | None = None
    unit_gap: Dist | None = None
    serial_gap: Dist | None = None
    speed: Dist | None = None  # m/s, overrides the category's march speed


class PhaseLine(NamedTuple):
    """Not past the line before ``until`` (seconds).

    The line runs through ``points`` and closes the way from the side of ``rear``, or to that of ``toward``;
    where it says neither it is extended to the river on both sides. ``literal``: it ends at its points.
    It holds the formations in ``applies_to`` (with their descendants) that received it: from
    ``issued`` plus ``transmission``. ``lifted`` cancels it early; formations in ``disobeyed_by``
    cross all the same (logged).
    """

    id: str
    title: str
    by: str
    issued: Moment
    transmission: Dist
    points: tuple[str, ...]
    until: float
    applies_to: tuple[str, ...]
    disobeyed_by: tuple[str, ...] = ()
    lifted: Moment | None = None
    literal: bool = False
    rear: str | None = None
    toward: str | None = None
    roads: tuple[str, ...] = ()  # explicit roads (toys); empty: found from the points


class BridgeWork(NamedTuple):
    """``action`` on a bridge: demolish (with ``chance``), repair (takes ``duration``, needs
    ``formation`` there) or seize."""

    id: str
    title: str
    by: str
    issued: Moment
    bridge: str
    action: str
    formation: str | None = None
    chance: Dist = ONE
    duration: Dist = ZERO


class Reinforce(NamedTuple):
    """``men`` and guns join a garrison (negative numbers leave it)."""

    id: str
    title: str
    by: str
    issued: Moment
    garrison: str
    men: int = 0
    heavy_guns: int = 0
    armour: int = 0


class CounterAttack(NamedTuple):
    """``men`` of ``garrison`` attack ``formation`` at ``place``; it fights for ``duration``."""

    id: str
    title: str
    by: str
    issued: Moment
    garrison: str
    formation: str
    place: str
    men: int
    duration: Dist


class CeaseFire(NamedTuple):
    """Teams drive from ``place`` to every garrison that still resists in ``among`` (empty: all
    pockets), each of which surrenders when reached and persuaded."""

    id: str
    title: str
    by: str
    issued: Moment
    place: str
    persuasion: Dist
    among: tuple[str, ...] = ()


Order = Act | March | PhaseLine | BridgeWork | Reinforce | CounterAttack | CeaseFire

# --- nature and losses -----------------------------------------------------------------------


class Weather(NamedTuple):
    """``state`` (rain, fog or dry) from ``start`` to ``end`` (seconds); dry where nothing is said."""

    id: str
    state: str
    start: float
    end: float


class Crowd(NamedTuple):
    """People in the street slow the march on links that touch ``places`` by ``factor`` (0..1].
    Empty ``places``: every street."""

    id: str
    places: tuple[str, ...]
    start: float
    end: float
    factor: Dist


class Attrition(NamedTuple):
    """Losses by the hour of ``party`` from ``start`` until ``end`` or ``until``, whichever is first."""

    id: str
    party: str
    start: float
    end: float
    until: Trigger | None
    killed_per_hour: Dist
    wounded_per_hour: Dist


# --- judging and telling ---------------------------------------------------------------------


class Watch(NamedTuple):
    """A (formation, place, event) that the arrivals must report, happen or not."""

    formation: str
    place: str
    event: str


JUDGES = ("A", "B")
"""Grades of the rows of the record by which a run is judged."""


class RecordedTime(NamedTuple):
    """One recorded time with its bounds (seconds); ``time`` may be None. Never an input of a run.

    ``sets``: the parameter whose law rests on it, so that it judges no more.
    """

    id: str
    formation: str
    place: str | None
    event: str
    time: float | None
    lo: float
    hi: float
    kind: str
    grade: str
    note: str
    source: str
    url: str
    sets: str | None = None


class Passport(NamedTuple):
    """What makes a counterfactual more than a fancy: who could have decided it, and what is held fixed."""

    antecedent: str
    decided_by: str
    diverges_at: float
    considered_by: tuple[str, ...]
    holds_fixed: str


class Scenario(NamedTuple):
    """Everything a run needs, and nothing it can change. It lasts ``duration`` seconds."""

    name: str
    title: str
    kind: str  # historical, plan, counterfactual, toy
    parent: str | None
    expect: str
    start_iso: str  # with offset
    duration: float
    theatre: OperationTheatre
    places: Mapping[str, Place]
    roads: Mapping[str, Road]
    bridges: Mapping[str, Bridge]
    formations: Mapping[str, Formation]
    garrisons: Mapping[str, Garrison]
    orders: Mapping[str, Order]
    weather: tuple[Weather, ...]
    crowds: tuple[Crowd, ...]
    attrition: tuple[Attrition, ...]
    parameters: Mapping[str, Dist]
    drawn_as: Mapping[str, str]  # parameter -> the name that its dice go by, where that is another
    watch: tuple[Watch, ...] = ()
    record: tuple[RecordedTime, ...] = ()
    outcomes: Mapping[str, DeclaredOutcome] = USUAL
    author: str = ""
    forecast: Mapping[str, str] = NO_WORDS  # outcome -> what the author expects of it
    passport: Passport | None = None
    exploratory: bool = False
    digest: str = ""  # sha256 of the resolved document with its tables
