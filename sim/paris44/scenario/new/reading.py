"""Which of a user's files are places and which are roads, told by what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from paris44.errors import UserError
from paris44.language.text import msg
from paris44.scenario.faults import Faults
from paris44.scenario.new import geojson, junctions, plain_table
from paris44.scenario.new.own_map import OwnMap

TABLES = (".csv", ".tsv", ".txt")
SHAPES = (".geojson", ".json")
_OTHERS = (".gpkg", ".shp", ".kml", ".gpx", ".xlsx", ".ods", ".xls")


def read(paths: Iterable[Path]) -> OwnMap:
    """The map that files make: tables of places and roads, GeoJSON of points and lines, folders of those.

    Raises:
        UserError: a file is none of those, or there are no roads.
        ScenarioError: with every fault of the files, each with file and line.
    """
    own, faults = OwnMap(), Faults()
    tables: list[plain_table.PlainTable] = []
    lines: list[geojson.DrawnLine] = []
    for path in _files(paths):
        if path.suffix.lower() in TABLES:
            table = plain_table.read(path, faults)
            tables += [table] if table is not None else []
        else:
            lines += geojson.read(path, own, faults)
    for table in (table for table in tables if not table.is_roads):
        plain_table.add_places(table, own, faults)
    faults.stop_if_any()  # roads name places: without one there would be a fault for each of its roads
    for table in (table for table in tables if table.is_roads):
        plain_table.add_roads(table, own, faults)
    if lines:
        junctions.join(lines, own, faults)
    faults.stop_if_any()
    if not own.roads:
        raise UserError("--from-csv", msg("no roads: give a table with from and to, or GeoJSON lines"))
    own.notes += [
        msg("{shown}: not read: {more}", shown=t.shown, more=", ".join(more))
        for t in tables
        if (more := plain_table.unread(t))
    ]
    return own


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and those of the folders that can be read, in the order of their names.

    Raises:
        UserError: a path is not there, or of another kind.
    """
    for path in paths:
        inside = (
            sorted(p for p in path.iterdir() if p.suffix.lower() in TABLES + SHAPES) if path.is_dir() else []
        )
        if path.is_dir() and not inside:
            raise UserError(str(path), msg("holds no .csv and no .geojson"))
        for file in inside or [path]:
            ending = file.suffix.lower()
            if ending not in TABLES + SHAPES:
                export = msg(
                    "in QGIS: Export, Save Features As, GeoJSON, EPSG:4326; in a spreadsheet: save as CSV"
                )
                what = (
                    msg("{ending} is not read", ending=ending)
                    if ending in _OTHERS
                    else msg("is neither .csv nor .geojson")
                )
                raise UserError(str(file), msg("{what} ({hint})", what=what, hint=export))
            if not file.exists():
                raise UserError(str(file), msg("there is no such file"))
            yield file
