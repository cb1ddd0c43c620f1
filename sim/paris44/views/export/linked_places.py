"""The record as Linked Places Format: places with dated, cited relations to formations.

https://github.com/LinkedPasts/linked-places-format
"""

from __future__ import annotations

import json
from typing import Any

from paris44.language.text import msg
from paris44.results.errors import StudyError
from paris44.results.read import ResultFolder
from paris44.scenario.model import Place, RecordedTime
from paris44.views.wording import credit_of

CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
)
BASE = "https://paris44.invalid/"
"""Of the identifiers: they name things of the scenario and lead nowhere."""
CERTAINTY = {"A": "certain", "B": "certain", "C": "less-certain", "D": "uncertain"}


def linked_places(result: ResultFolder) -> str:
    """The recorded times by place, as JSON-LD.

    Raises:
        StudyError: the scenario has no record (exit code 2).
    """
    scenario = result.scenario
    rows: dict[str, list[RecordedTime]] = {}
    for row in scenario.record:
        if row.place is not None and row.place in scenario.places:
            rows.setdefault(row.place, []).append(row)
    if not rows:
        raise StudyError(2, msg("{name}: has no record of places to export", name=result.name))
    document = {
        "type": "FeatureCollection",
        "@context": CONTEXT,
        "credit": credit_of(scenario),
        "features": [_place(result, scenario.places[name], own) for name, own in rows.items()],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _place(result: ResultFolder, place: Place, rows: list[RecordedTime]) -> dict[str, Any]:
    text = result.clock.text
    low, high = min(row.lo for row in rows), max(row.hi for row in rows)
    return {
        "@id": f"{BASE}places/{place.id}",
        "type": "Feature",
        "properties": {"title": place.name, "ccodes": ["FR"], "fclasses": ["S" if _built(place) else "P"]},
        "when": {"timespans": [{"start": {"earliest": text(low)}, "end": {"latest": text(high)}}]},
        "names": [{"toponym": place.name, "lang": "fr", "citations": _citations(rows)}],
        "types": [{"label": place.kind}],
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "relations": [_relation(result, row) for row in rows],
    }


def _built(place: Place) -> bool:
    return place.kind in {"bridge", "gate", "objective", "headquarters", "airfield"}


def _relation(result: ResultFolder, row: RecordedTime) -> dict[str, Any]:
    """One recorded event: a formation was here, between the bounds of its source."""
    unit, text = result.scenario.formations.get(row.formation), result.clock.text
    start = {"earliest": text(row.lo), "latest": text(row.hi)}
    if row.time is not None:
        start["in"] = text(row.time)
    found: dict[str, Any] = {
        "@id": f"{BASE}record/{row.id}",
        "relationType": f"{BASE}events/{row.event}",
        "relationTo": f"{BASE}formations/{row.formation}",
        "label": f"{row.event}: {unit.name if unit else row.formation}",
        "when": {"timespans": [{"start": start}], "certainty": CERTAINTY.get(row.grade, "uncertain")},
        "citations": _citations([row]),
    }
    return found | ({"note": row.note} if row.note else {})


def _citations(rows: list[RecordedTime]) -> list[dict[str, str]]:
    """Each source once, with its addresses."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        address = row.url.split(" ; ")[0].strip()
        entry = {"label": row.source} | ({"@id": address} if address else {})
        found.setdefault(row.source, entry)
    return list(found.values())
