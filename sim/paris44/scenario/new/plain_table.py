"""Places and roads from tables with plain headings, as anybody would write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from paris44.language.text import listed, msg, quoted
from paris44.scenario.checks.islands import crow_km
from paris44.scenario.faults import Faults, TextError, choice, nearest
from paris44.scenario.file.csv_table import CSV_LIMIT
from paris44.scenario.file.spreadsheet import SEPARATORS, pointed
from paris44.scenario.file.yaml_tree import display, read_text
from paris44.scenario.new.own_map import (
    CLASS_HINT,
    CLASSES,
    KINDS,
    SINUOSITY,
    FileSpot,
    OwnMap,
    OwnPlace,
    OwnRoad,
    slug,
)

HEADINGS = {
    "id": ("id", "identifier"),
    "name": ("name", "place", "town", "nom", "lieu"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "long", "lng", "longitude", "x"),
    "kind": ("kind", "type"),
    "from": ("from", "start", "de"),
    "to": ("to", "end", "à", "a"),
    "length_km": ("length_km", "length", "km", "distance", "distance_km", "longueur"),
    "class": ("class", "highway", "fclass", "road_class", "classe"),
    "number": ("number", "ref", "road", "numéro"),
    "how": ("how",),
    "source": ("source",),
    "grade": ("grade",),
    "note": ("note", "notes", "remarks"),
}
"""The words for each column; capitals, spaces and brackets make no difference (``Length (km)``)."""
_MEANT = {word: name for name, words in HEADINGS.items() for word in words}


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table whose columns have our names, each row with its line."""

    shown: str
    sign: str
    names: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    @property
    def is_roads(self) -> bool:
        """Whether it joins places, rather than giving their positions."""
        return {"from", "to"} <= set(self.names)


def read(path: Path, faults: Faults) -> PlainTable | None:
    """The table of a file; None, with the faults noted, where it is neither places nor roads."""
    text = read_text(path, CSV_LIMIT, faults)
    if text is None:
        return None
    shown, first = display(path), text.partition("\n")[0]
    sign = max(SEPARATORS, key=first.count)
    try:
        lines = list(_lines(text, sign))
    except csv.Error as error:
        faults.add_at(shown, 1, 1, msg("is not a table: {error}", error=error), msg("check the quotes"))
        return None
    if not lines:
        faults.add_at(shown, 1, 1, msg("the table is empty"), msg("the first line names the columns"))
        return None
    said = [cell.strip() for cell in lines[0][1]]
    names = tuple(_MEANT.get(re.sub(r"\W+", "_", cell.lower()).strip("_"), cell) for cell in said)
    twice = [(said[names.index(name)], cell) for name, cell in zip(names, said, strict=True) if name]
    for one, other in (pair for pair in twice if pair[0] != pair[1]):
        faults.add_at(
            shown,
            1,
            1,
            msg("{one} and {other} are one column", one=quoted(one), other=quoted(other)),
            msg("keep one of them"),
        )
    table = PlainTable(shown, sign, names, tuple(_rows(lines[1:], names, shown, faults)))
    needs = ("from", "to") if table.is_roads else ("name", "lat", "lon")
    missing = [name for name in needs if name not in names]
    if missing:
        hint = msg("places have name, lat and lon, roads from and to; here are: {said}", said=", ".join(said))
        faults.add_at(shown, 1, 1, msg("no column {missing}", missing=listed(missing)), hint)
        return None
    return table


def _lines(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=sign)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _rows(
    lines: list[tuple[int, list[str]]], names: tuple[str, ...], shown: str, faults: Faults
) -> Iterator[tuple[int, Mapping[str, str]]]:
    for line, cells in lines:
        if len(cells) != len(names):
            message = msg(
                "the row has {cells} cells, the table {count} columns", cells=len(cells), count=len(names)
            )
            faults.add_at(shown, line, 1, message, msg("quote a cell that holds what divides the cells"))
        else:
            yield line, {name: cell.strip() for name, cell in zip(names, cells, strict=True)}


def unread(table: PlainTable) -> list[str]:
    """The headings that mean nothing to us."""
    return [name for name in table.names if name and name not in HEADINGS]


def add_places(table: PlainTable, to: OwnMap, faults: Faults) -> None:
    """Take the places of a table into the map."""
    for line, row in table.rows:
        spot = FileSpot(table.shown, line)
        lat, lon = (_number(table, row, name, spot, faults) for name in ("lat", "lon"))
        kind = row.get("kind", "").lower() or "town"
        if not row["name"]:
            faults.add(spot, "", msg("the place has no name"), msg("give it one"))
        elif kind not in KINDS:
            message = msg("{kind} is not a kind of place", kind=quoted(kind))
            faults.add(spot, "", message, choice(kind, KINDS))
        elif lat is not None and lon is not None:
            key = row.get("id") or slug(row["name"]) or f"place-{line}"
            to.add(OwnPlace(key, row["name"], lat, lon, KINDS[kind], spot, _cited(row, table)), faults)


def add_roads(table: PlainTable, to: OwnMap, faults: Faults) -> None:
    """Take the roads of a table into the map, which has all places already; they go by id or by name."""
    called = {place.name.lower(): place.id for place in to.places.values()} | {key: key for key in to.places}
    for line, row in table.rows:
        spot = FileSpot(table.shown, line)
        ends = [_place(row[name], called, spot, faults) for name in ("from", "to")]
        word = row.get("class", "").lower() or "departmental"
        if word not in CLASSES:
            message = msg("{word} is not a class of road", word=quoted(word))
            faults.add(spot, "", message, CLASS_HINT)
            continue
        length, how = _length(table, row, ends, to, spot, faults)
        if length is not None and ends[0] is not None and ends[1] is not None:
            road = OwnRoad(
                ends[0], ends[1], length, CLASSES[word], row.get("number", ""), how, spot, _cited(row, table)
            )
            to.join(road, faults)


def _place(name: str, called: Mapping[str, str], spot: FileSpot, faults: Faults) -> str | None:
    found = called.get(name) or called.get(name.lower())
    if found is None:
        hint = nearest(name, called) or msg("add it to the places")
        faults.add(spot, "", msg("there is no place {name}", name=quoted(name)), hint)
    return found


def _length(
    table: PlainTable,
    row: Mapping[str, str],
    ends: list[str | None],
    to: OwnMap,
    spot: FileSpot,
    faults: Faults,
) -> tuple[float | None, str]:
    """The length in km that a row gives, or that its ends suggest, and how it was found."""
    if row.get("length_km"):
        how = row.get("how", "") or f"given in {Path(table.shown).name}"
        return _number(table, row, "length_km", spot, faults), how
    if ends[0] is None or ends[1] is None:
        return None, ""
    a, b = to.places[ends[0]], to.places[ends[1]]
    crow = crow_km(a.lat, a.lon, b.lat, b.lon)
    return max(round(crow * SINUOSITY, 2), 0.01), f"great circle times {SINUOSITY:g}"


def _number(
    table: PlainTable, row: Mapping[str, str], name: str, spot: FileSpot, faults: Faults
) -> float | None:
    """The number in a column; None, with the fault noted, where there is none."""
    shown = row[name]
    try:
        return float(pointed(shown) if table.sign != "," else shown)
    except (ValueError, TextError):
        comma = table.sign == "," and "," in shown
        hint = (
            msg("use a decimal point")
            if comma
            else msg("write {name} as a number of {unit}", name=name, unit=_unit(name))
        )
        faults.add(spot, "", msg("{shown} is not a number", shown=quoted(shown)), hint)
        return None


def _unit(name: str) -> str:
    return msg("km: 7.5") if name == "length_km" else msg("degrees: 48.27")


def _cited(row: Mapping[str, str], table: PlainTable) -> tuple[str, str, str]:
    """Source (else the file), grade and note of a row."""
    return row.get("source", "") or Path(table.shown).name, row.get("grade", ""), row.get("note", "")
