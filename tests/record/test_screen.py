"""The posts that no source names: where they come from, what they leave alone, and what they are for."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest

from paris44.scenario.load import variant
from tests.record.plays import INFINITE, Play, Stage

FRONT = (
    "saint-germain-en-laye", "trappes", "voisins-le-bretonneux", "toussus-le-noble", "saclay", "palaiseau",
    "longjumeau", "savigny-sur-orge", "juvisy-sur-orge", "draveil", "brunoy", "creteil", "maisons-alfort",
)  # fmt: skip
"""The foremost posts that were met or reported, from the Seine in the west; between Seine and Marne, where
the 4th Division's crossing was opposed, the foremost towns."""
GATES = (
    "charenton-le-pont", "porte-de-bercy", "porte-d-ivry", "porte-d-italie", "porte-de-gentilly",
    "porte-d-orleans", "porte-de-chatillon", "porte-de-vanves", "porte-de-versailles", "porte-d-issy",
)  # fmt: skip
SEINE = (
    "pont-d-issy", "pont-de-billancourt", "pont-de-sevres", "pont-de-saint-cloud", "pont-de-suresnes",
    "pont-de-puteaux", "pont-de-neuilly", "pont-de-courbevoie", "pont-de-levallois", "pont-d-asnieres",
    "pont-de-clichy", "pont-de-saint-ouen", "pont-de-bezons", "pont-de-chatou", "pont-de-bougival",
    "pont-du-pecq",
)  # fmt: skip
INNER = 9000.0
"""m from the Hôtel de Ville: Bourg-la-Reine is the innermost post that was met."""
LEFT = "1944-08-25T03:00+02:00"
WHO_PICKS_HIS_WAY = "2db/gtv/dronne"
REPLICATIONS = 12


@pytest.fixture(scope="module")
def belt(historical: Play) -> dict[str, float]:
    """Towns, villages and crossroads from the front to the gates, with their distance from the centre."""
    places = historical.scenario.places
    ring = [(places[name].lon, places[name].lat) for name in (*FRONT, *GATES, *SEINE)]
    return {
        p.id: historical.world.from_centre[p.id]
        for p in places.values()
        if p.kind in ("town", "village", "crossroads")
        and (p.id in (*FRONT, *GATES) or inside(p.lon, p.lat, ring))
    }


def inside(x: float, y: float, ring: list[tuple[float, float]]) -> bool:
    """Whether a point lies in a ring: a ray from it crosses the ring an odd number of times."""
    crossed = [
        x < (bx - ax) * (y - ay) / (by - ay) + ax
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]])
        if (ay > y) != (by > y)
    ]
    return sum(crossed) % 2 == 1


def listed(play: Play) -> set[str]:
    """Places where the sources have a garrison, whether or not it bars the road."""
    certain = [g for g in play.scenario.garrisons.values() if g.chance >= 1.0 and g.men > 0]
    return {place for g in certain for place in (g.place, *g.bars)}


def driven(play: Play) -> set[str]:
    """Places on the roads of the marches before the 25th, as they are ordered."""
    late = ("p25-", "a25-", "cover", "parade", "verrieres")
    return {
        place for name, plan in play.world.marches.items() if not name.startswith(late) for place in plan.path
    }


def test_the_chance_is_that_of_the_places_that_were_driven(
    historical: Play, belt: Mapping[str, float]
) -> None:
    """Of the belt's places on the roads of the 20th to 24th 18 of 23 had a post, within nine kilometres none
    of 5: with k of n the chance of a place that nobody drove is (k + 1) / (n + 2)."""
    posts, seen = listed(historical), driven(historical)
    screen = [g for g in historical.scenario.garrisons.values() if g.chance < 1.0]
    for outer, counted in ((True, (18, 23)), (False, (0, 5))):
        here = [place for place in belt if (belt[place] >= INNER) is outer and place in seen]
        had = [place for place in here if historical.world.bars.get(place) and place in posts]
        assert (len(had), len(here)) == counted
        chance = round((len(had) + 1) / (len(here) + 2), 2)
        assert {g.chance for g in screen if (belt[g.place] >= INNER) is outer} == {chance}


def test_the_screen_is_the_rest_of_the_belt(historical: Play, belt: Mapping[str, float]) -> None:
    """A post may stand at every place of the belt at which no source has one and which nobody had passed
    before the 25th, and nowhere else; each has left by the hour at which Bourg-la-Reine was given up."""
    screen = {g.place: g for g in historical.scenario.garrisons.values() if g.chance < 1.0}
    assert screen.keys() == belt.keys() - listed(historical) - driven(historical)
    assert {g.bars for g in screen.values()} == {(place,) for place in screen}
    assert {g.active_to for g in screen.values()} == {
        historical.scenario.garrisons["bourg-la-reine"].active_to
    }
    rows = historical.loaded.document["garrisons"]
    assert all((rows[g.id]["grade"], rows[g.id]["active_to"]) == ("D", LEFT) for g in screen.values())


def test_history_is_as_it_was(stage: Stage, historical: Play) -> None:
    """With the screen and without it every passage of every column is the same to the last bit, but those
    of Dronne where he is sent from further back than Antony and picks his way over roads without a source."""
    strayed = 0
    for replication in range(REPLICATIONS):
        ours, theirs = (play.told(replication).traces for play in (historical, stage["no-screen"]))
        apart = {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)}
        assert apart <= {WHO_PICKS_HIS_WAY}
        strayed += bool(apart)
    assert strayed <= REPLICATIONS // 3


def test_a_way_that_nobody_took_is_later_with_the_screen(stage: Stage, historical: Play) -> None:
    """Putz by the N7, on which no source names a post: with the screen he is never earlier in Paris than
    without it, later wherever a post stands, and that is more often than not."""
    way = {"orders.m24-putz.route": ["limours", "arpajon", "ris-orangis", "juvisy-sur-orge", "athis-mons",
                                     "la-belle-epine", "villejuif", "porte-d-italie",
                                     "hotel-de-ville"]}  # fmt: skip
    barred, free = (Play(variant(play.loaded, way, name="n7")) for play in (historical, stage["no-screen"]))
    path = barred.world.marches["m24-putz"].path
    posts = {name for place in path for name in barred.world.bars.get(place, ())}
    assert posts
    assert all(barred.scenario.garrisons[name].chance < 1.0 for name in posts)
    later = 0
    for replication in range(6):
        log = barred.log(replication)
        met = {
            e.detail
            for e in log.events
            if e.kind == "contact" and (e.formation or "").startswith("2db/gtv/putz")
        }
        hours = [
            play.told(replication).head("2db/gtv/putz/body", "hotel-de-ville") for play in (barred, free)
        ]
        assert hours[1] < INFINITE
        assert hours[0] >= hours[1]
        assert (hours[0] > hours[1]) == bool(met & posts)
        later += hours[0] > hours[1]
    assert later >= 4
