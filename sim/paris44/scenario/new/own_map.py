"""A map of the user's own: places and roads of her files, on their way into the tables of an operation."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from paris44.language.text import msg, quoted
from paris44.scenario.checks.islands import Islands, crow_km
from paris44.scenario.faults import Faults
from paris44.scenario.schema.fields import Grade, PlaceKind

KINDS = {
    **{kind: kind for kind in get_args(PlaceKind)},
    **dict.fromkeys(("city", "suburb"), "town"),
    **dict.fromkeys(("hamlet", "locality", "isolated_dwelling", "farm"), "village"),
}
"""The kind of a place by the word of a file: our own, and those of OpenStreetMap."""
CLASSES = {
    **dict.fromkeys(("national", "motorway", "trunk", "primary"), "national"),
    **dict.fromkeys(("departmental", "secondary", "tertiary"), "departmental"),
    **dict.fromkeys(("local", "unclassified", "road", "track", "service"), "local"),
    **dict.fromkeys(("street", "residential", "living_street", "pedestrian"), "street"),
    "bridge": "bridge",
}
"""The class of a road by the word of a file: our own, and those of OpenStreetMap."""
CLASS_HINT = msg(
    "write national, departmental, local, street or bridge; primary, secondary ... are understood"
)
GRADE_HINT = msg("write A a log of the time, B a serious account, C vague, D your judgement, or nothing")
_ID = re.compile(r"[\w/-]+\Z")
SINUOSITY = 1.2
"""Road length over the straight line where a file gives none; the shipped tables have 1.1 to 1.35."""


@dataclass(frozen=True, slots=True)
class FileSpot:
    """Where something stands in a user's file, for its faults."""

    file: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place: degrees north and east of Greenwich, and a kind of ours."""

    id: str
    name: str
    lat: float
    lon: float
    kind: str
    spot: FileSpot
    cited: tuple[str, str, str] = ("", "", "")
    """Source, grade and note."""


@dataclass(frozen=True, slots=True)
class OwnRoad:
    """A road between two places, by their ids; ``length`` in km and how it was found."""

    a: str
    b: str
    length: float
    road_class: str
    number: str
    how: str
    spot: FileSpot
    cited: tuple[str, str, str] = ("", "", "")


@dataclass(slots=True)
class OwnMap:
    """Places by id, roads, and notes on what was not taken over."""

    places: dict[str, OwnPlace] = field(default_factory=dict)
    roads: list[OwnRoad] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _pairs: set[frozenset[str]] = field(default_factory=set)

    def add(self, place: OwnPlace, faults: Faults) -> None:
        """Take a place in, or note why it cannot be."""
        known = self.places.get(place.id)
        if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
            message = msg("{lat:g}, {lon:g} are no degrees north and east", lat=place.lat, lon=place.lon)
            faults.add(place.spot, "", message, msg("save the file in WGS 84 (EPSG:4326), latitude up to 90"))
        elif not _ID.match(place.id):
            message = msg("the id {id} holds more than letters, digits, - and /", id=quoted(place.id))
            faults.add(
                place.spot,
                "",
                message,
                msg("write {what}", what=slug(place.id) or slug(place.name) or "another"),
            )
        elif place.cited[1] not in ("", *get_args(Grade)):
            faults.add(place.spot, "", msg("{cited} is no grade", cited=quoted(place.cited[1])), GRADE_HINT)
        elif known is not None:
            same = known.spot.file == place.spot.file
            line = known.spot.line
            where = msg("line {line}", line=line) if same else msg("line {line} of another file", line=line)
            message = msg("there is a place {id} already", id=quoted(place.id))
            faults.add(
                place.spot,
                "",
                message,
                msg("the first is on {where}: give them different names or ids", where=where),
            )
        else:
            self.places[place.id] = place

    def join(self, road: OwnRoad, faults: Faults) -> None:
        """Take a road in, or note why it cannot be."""
        a, b = self.places[road.a], self.places[road.b]
        crow = crow_km(a.lat, a.lon, b.lat, b.lon)
        if road.a == road.b:
            faults.add(road.spot, "", msg("the road ends where it begins"), msg("name two places"))
        elif not 0.01 <= road.length <= 200:
            message = msg("{length:g} km is not between 0.01 and 200", length=road.length)
            faults.add(road.spot, "", message, msg("check the number; divide a longer road at a place"))
        elif road.length < crow - 0.02:
            message = msg(
                "{length:g} km is shorter than the straight line of {crow:.2f} km",
                length=road.length,
                crow=crow,
            )
            faults.add(road.spot, "", message, msg("check length and places"))
        elif road.cited[1] not in ("", *get_args(Grade)):
            faults.add(road.spot, "", msg("{cited} is no grade", cited=quoted(road.cited[1])), GRADE_HINT)
        elif self.joined(road.a, road.b):
            message = msg("there is a road from {a} to {b} already", a=road.a, b=road.b)
            faults.add(road.spot, "", message, msg("put a place on one of them, or leave it out"))
        else:
            self.roads.append(road)
            self._pairs.add(frozenset((road.a, road.b)))

    def joined(self, a: str, b: str) -> bool:
        """Whether a road leads from one place straight to the other."""
        return frozenset((a, b)) in self._pairs

    def ends(self) -> tuple[str, str]:
        """Two places that roads join, far from each other in the greatest part of the network; named ones
        where there are two."""
        islands = Islands((road.a, road.b) for road in self.roads)
        count = Counter(islands.top(road.a) for road in self.roads)
        most = max(count.values())
        top = next(islands.top(road.a) for road in self.roads if count[islands.top(road.a)] == most)
        joined = [p for road in self.roads for p in (road.a, road.b) if islands.top(p) == top]
        called = [p for p in joined if self.places[p].kind != "crossroads"]
        joined = called if len(set(called)) > 1 else joined
        first = self._farthest(joined[0], joined)
        return first, self._farthest(first, joined)

    def _farthest(self, start: str, among: Iterable[str]) -> str:
        a = self.places[start]
        away = {p: crow_km(a.lat, a.lon, self.places[p].lat, self.places[p].lon) for p in among}
        return max(away, key=lambda place: away[place])

    def tables(self) -> Mapping[str, str]:
        """The texts of ``places.csv`` and ``roads.csv``."""
        places = [
            (p.id, p.name, f"{p.lat:.6g}", f"{p.lon:.6g}", p.kind, *p.cited) for p in self.places.values()
        ]
        roads = [
            (f"{r.a}--{r.b}", r.a, r.b, r.number, r.road_class, f"{r.length:.2f}", r.how, *r.cited)
            for r in self.roads
        ]
        return {
            "places.csv": _table("id,name,lat,lon,kind,source,grade,note", places),
            "roads.csv": _table("id,from,to,number,class,length_km,how,source,grade,note", roads),
        }


def _table(head: str, rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head.split(","))
    writer.writerows(rows)
    return out.getvalue()


def slug(name: str) -> str:
    """An id of a name: ASCII letters and digits, joined by ``-``; empty where the name has none."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
