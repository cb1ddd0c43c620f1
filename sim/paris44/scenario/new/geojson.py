"""Points and lines of a GeoJSON file, as QGIS exports a layer, each with its line in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from paris44.language.text import msg, quoted
from paris44.scenario.faults import Faults, choice
from paris44.scenario.file.csv_table import CSV_LIMIT
from paris44.scenario.file.yaml_tree import display, read_text
from paris44.scenario.new.own_map import CLASS_HINT, CLASSES, KINDS, FileSpot, OwnMap, OwnPlace, slug

Point: TypeAlias = tuple[float, float]
"""Degrees east and north of Greenwich, in GeoJSON's order."""
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_SOMETHING = re.compile(r"[^\s,]")
_WGS = ("CRS84", "4326")
_NUMBERS = ("number", "ref", "name")
_CLASSES = ("class", "highway", "fclass", "type")


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A stretch of road as it was drawn."""

    points: tuple[Point, ...]
    road_class: str
    number: str
    spot: FileSpot


def read(path: Path, to: OwnMap, faults: Faults) -> list[DrawnLine]:
    """The lines of a file; its points become places of the map."""
    text = read_text(path, CSV_LIMIT, faults)
    if text is None:
        return []
    shown = display(path)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        faults.add_at(
            shown,
            error.lineno,
            error.colno,
            msg("is not JSON: {msg}", msg=error.msg),
            msg("export the layer again"),
        )
        return []
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        faults.add_at(shown, 1, 1, msg("is no collection of features"), msg("export a layer as GeoJSON"))
        return []
    system = str(((document.get("crs") or {}).get("properties") or {}).get("name", "CRS84"))
    if not any(name in system for name in _WGS):
        message = msg("is in {system}, not in degrees", system=system)
        faults.add_at(shown, 1, 1, message, msg("export it in WGS 84 (EPSG:4326)"))
        return []
    lines: list[DrawnLine] = []
    for spot, feature in _features(text, shown):
        _take(feature, spot, to, lines, faults)
    return lines


def _features(text: str, shown: str) -> Iterator[tuple[FileSpot, Mapping[str, Any]]]:
    """Every feature with its line; the text is a collection."""
    begin = _FEATURES.search(text)
    at, line, counted = begin.end() if begin else len(text), 1, 0
    decoder = json.JSONDecoder()
    while True:
        begin = _SOMETHING.search(text, at)
        if begin is None or begin[0] == "]":
            return
        at = begin.start()
        line, counted = line + text.count("\n", counted, at), at
        feature, at = decoder.raw_decode(text, at)
        yield FileSpot(shown, line), feature if isinstance(feature, dict) else {}


def _take(
    feature: Mapping[str, Any], spot: FileSpot, to: OwnMap, lines: list[DrawnLine], faults: Faults
) -> None:
    """Put a point among the places and a line among the lines."""
    geometry = feature.get("geometry") or {}
    said = {str(key).lower(): value for key, value in (feature.get("properties") or {}).items()}
    kind, shape = geometry.get("type"), geometry.get("coordinates")
    try:
        if kind == "Point":
            _place(_point(shape), said, spot, to, faults)
        elif kind == "LineString":
            lines += _line([shape], said, spot, faults)
        elif kind == "MultiLineString":
            lines += _line(shape, said, spot, faults)
        else:
            message = msg("the feature is a {what}, neither a point nor a line", what=kind or "nothing")
            faults.add(spot, "", message, msg("export points and lines only"))
    except (TypeError, ValueError, IndexError):
        hint = msg("export it in WGS 84 (EPSG:4326): degrees east, then north")
        faults.add(spot, "", msg("the feature has coordinates that are no degrees"), hint)


def _point(shape: Any) -> Point:  # noqa: ANN401 - whatever the file has
    """A position of the file.

    Raises:
        ValueError: it is none.
    """
    lon, lat = float(shape[0]), float(shape[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("no degrees")
    return lon, lat


def _text(said: Mapping[str, Any], *names: str) -> str:
    """The first of some properties that says something."""
    return next((str(said[name]).strip() for name in names if said.get(name) not in (None, "")), "")


def _place(at: Point, said: Mapping[str, Any], spot: FileSpot, to: OwnMap, faults: Faults) -> None:
    name, kind = _text(said, "name", "nom"), _text(said, "kind", "place").lower() or "town"
    if not name:
        faults.add(spot, "", msg("the point has no name"), msg("give the layer a field 'name'"))
    elif kind not in KINDS:
        faults.add(spot, "", msg("{kind} is not a kind of place", kind=quoted(kind)), choice(kind, KINDS))
    else:
        key = _text(said, "id") or slug(name) or f"place-{spot.line}"
        cited = (_text(said, "source") or Path(spot.file).name, _text(said, "grade"), _text(said, "note"))
        to.add(OwnPlace(key, name, at[1], at[0], KINDS[kind], spot, cited), faults)


def _line(shapes: Any, said: Mapping[str, Any], spot: FileSpot, faults: Faults) -> list[DrawnLine]:  # noqa: ANN401
    word = _text(said, *_CLASSES).lower().removesuffix("_link") or "departmental"
    if word not in CLASSES:
        hint = msg("leave it out of the layer, or {class_hint}", class_hint=CLASS_HINT)
        faults.add(spot, "", msg("{word} is not a class of road", word=quoted(word)), hint)
        return []
    parts = [tuple(_point(position) for position in shape) for shape in shapes]
    number = _text(said, *_NUMBERS)
    return [DrawnLine(part, CLASSES[word], number, spot) for part in parts if len(part) > 1]
