"""The theatre of an operation: whose war it is, where it leads, by which clock and light it is told.

Everything that the program says of one operation and not of all is a field here, or a row of what the other
sections hold.
"""

# no annotations from the future: as texts, pydantic would evaluate each of them anew

from typing import Annotated, Literal

from pydantic import Field, Strict

from paris44.scenario.dist import fixed
from paris44.scenario.schema.fields import (
    Catalogue,
    Clock,
    Colour,
    Count,
    Day,
    Flag,
    Hour,
    Line,
    Name,
    Names,
    PerHour,
    Sentence,
    Title,
)
from paris44.scenario.schema.rows import Row
from paris44.scenario.schema.terms import Term

_CLOSE = "the edge of a second, closer map of the objective; all four or none"
_FRENCH = "the same in French; left out: by the catalogue, else as in English"
_LATITUDE = Annotated[float, Strict(), Field(ge=-90, le=90)]
_LONGITUDE = Annotated[float, Strict(), Field(ge=-180, le=180)]


def _day_after(midnight: float) -> float:
    """The midnight that ends a day."""
    return midnight + 86_400.0


class TheatreRow(Row):
    """The operation; a scenario has one row, whose id the operation is called by, or none."""

    name: Annotated[Title, Term("name", "what the page and lists head the operation with")]
    name_fr: Annotated[Line, Term("French name", _FRENCH)] = ""
    objective: Annotated[
        Name | None,
        Term(
            "objective", "the place that lines and march graphs lead to, and distances are told from",
            of="places",
        ),
    ] = None  # fmt: skip
    city: Annotated[Line, Term("city", "what lies at the objective, in a word, for a map seen from afar")] = (
        ""
    )
    city_fr: Annotated[Line, Term("French city", _FRENCH)] = ""
    clock: Annotated[
        Clock | None,
        Term(
            "clock", "the local clock: an offset, +02:00, or a zone, Europe/Brussels; left out: the start's"
        ),
    ] = None
    light_lat: Annotated[
        _LATITUDE | None,
        Term(
            "latitude of the light", "one sun for all, reckoned here; left out: each place has its own",
            "°", ("-90", "90"),
        ),
    ] = None  # fmt: skip
    light_lon: Annotated[
        _LONGITUDE | None, Term("longitude of the light", "of the same point", "°", ("-180", "180"))
    ] = None
    judged_from: Annotated[
        Day | None,
        Term(
            "judged from",
            "rows of the record of earlier days may set parameters, from this day on they judge",
        ),
    ] = None
    map_south: Annotated[_LATITUDE | None, Term("map south", _CLOSE, "°", ("-90", "90"))] = None
    map_north: Annotated[_LATITUDE | None, Term("map north", _CLOSE, "°", ("-90", "90"))] = None
    map_west: Annotated[_LONGITUDE | None, Term("map west", _CLOSE, "°", ("-180", "180"))] = None
    map_east: Annotated[_LONGITUDE | None, Term("map east", _CLOSE, "°", ("-180", "180"))] = None
    landmarks: Annotated[
        Names, Term("landmarks", "places that the map of the whole names all the same", of="places")
    ] = ()
    compared: Annotated[
        Names, Term("compared", "the counterfactuals beside which its published results stand")
    ] = ()
    credit: Annotated[Line, Term("credit", "whose data these are, below all that is made of them")] = ""
    credit_fr: Annotated[Line, Term("French credit", _FRENCH)] = ""
    seed: Annotated[
        Count | None,
        Term(
            "seed", "the master seed where nobody names one; left out: the program's", "", ("0", "10000000")
        ),
    ] = None
    french: Annotated[
        Catalogue, Term("French texts", "a JSON file of English texts and their French, or these themselves")
    ] = ""


class GroupRow(Row):
    """Formations that figures draw in one colour, and the page in one of its own: a formation is of the group
    that names it, or the nearest above it."""

    name: Annotated[Line, Term("name", "what legends call the group")]
    formations: Annotated[
        Names, Term("formations", "which belong to it, with their parts", of="formations")
    ] = ()
    colour: Annotated[Colour, Term("colour", "on figures, as #rrggbb; left out: a free one")] = ""
    main: Annotated[Flag, Term("main", "march graphs are about these")] = False
    named: Annotated[
        Names, Term("named", "small formations that a march graph names all the same", of="formations")
    ] = ()
    tagged: Annotated[
        Names,
        Term("tagged", "persons and detachments to whom the page gives tags of their own", of="formations"),
    ] = ()
    hue: Annotated[
        Literal["blue", "red", "green", "violet", "amber", "olive", "slate"] | None,
        Term("hue", "its colour on the page and in exports; left out: the page does not tell it apart"),
    ] = None
    page: Annotated[Line, Term("page", "what the page calls it; left out: its name")] = ""
    page_fr: Annotated[Line, Term("French page", _FRENCH)] = ""


class AxisRow(Row):
    """A road that march graphs show where it was marched."""

    name: Annotated[Line, Term("name", "what the graph calls the road")]
    places: Annotated[Names, Term("places", "the places that it leads through", of="places")]


class CaptionRow(Row):
    """What the page and the figures say of this operation in place of their neutral words."""

    text: Annotated[Sentence, Term("text", "the words")]
    text_fr: Annotated[Line, Term("French text", _FRENCH)] = ""


class ClaimRow(Row):
    """What a source gives as a total of losses, beside which figures show the simulated ones."""

    party: Annotated[Name, Term("party", "whose losses they are", of="parties")]
    loss: Annotated[Literal["killed", "wounded", "prisoners"], Term("loss", "which sort of loss it is")]
    men: Annotated[Count, Term("men", "how many", "", ("0", "10000000"))]
    told: Annotated[Line, Term("told", "who says so, in a word or two, for the figure")] = ""
    at_least: Annotated[Flag, Term("at least", "the source counts only a part")] = False


class SideRow(Row):
    """A side of the war."""

    name: Annotated[Line, Term("name", "what people call the side")]
    name_fr: Annotated[Line, Term("French name", _FRENCH)] = ""
    enemies: Annotated[Names, Term("enemies", "the sides that it fights", of="sides")] = ()


class PartyRow(Row):
    """Whose losses are counted together.

    A formation belongs to the first party that names it or one above it, else to the first that names its
    nation, else to the first that names neither and holds no garrisons.
    """

    name: Annotated[Line, Term("name", "what people call the party")]
    name_fr: Annotated[Line, Term("French name", _FRENCH)] = ""
    side: Annotated[
        Name | None, Term("side", "which side it is on; left out: on none, as civilians", of="sides")
    ] = None
    formations: Annotated[
        Names, Term("formations", "which belong to it, with their parts", of="formations")
    ] = ()
    nations: Annotated[Names, Term("nations", "formations of these nations belong to it")] = ()
    garrisons: Annotated[
        Flag, Term("garrisons", "the garrisons are its own, where they do not say whose")
    ] = False
    regular: Annotated[
        Flag, Term("regular", "its columns are troops; not so of people who live where the war comes")
    ] = True
    killed_per_pocket: Annotated[
        PerHour,
        Sentence,
        Term("killed for each pocket", "of its own when a pocket is reduced, the mean", "", ("0", "200")),
    ] = fixed(0.0)
    colour: Annotated[Colour, Term("colour", "on figures, as #rrggbb; left out: a free one")] = ""


class BlockRow(Row):
    """Days of the record that are judged together; days of no block are judged each by itself."""

    name: Annotated[Title, Term("name", "what people call these days")]
    from_: Annotated[Day, Term("from", "the first of the days", frozen="start")] = Field(alias="from")
    to: Annotated[Day, Term("to", "the last of the days", frozen="end", si=_day_after)]


class LightRow(Row):
    """The light of a day where a table gives it; a day without a row is reckoned."""

    day: Annotated[Day, Term("day", "which day")]
    first_light: Annotated[Hour, Term("first light", "the beginning of civil twilight")]
    sunrise: Annotated[Hour, Term("sunrise", "the sun's upper edge comes up")]
    sunset: Annotated[Hour, Term("sunset", "the sun's upper edge goes down")]
    dusk: Annotated[Hour, Term("dusk", "the end of civil twilight")]
