"""Small networks with closed answers, as loaded scenarios: nothing in them is left to chance unless said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from paris44.scenario.load import Loaded, load
from paris44.scenario.parameters import PARAMETERS
from tests.build import PARAMETERS as VALUES

UNITS = {"s": "s", "m/s": "m/s", "m": "m", "veh/h": "veh/h", "1": ""}
START = "1944-08-23T06:00+02:00"
SPEED = 36.0  # km/h: ten metres a second

Road = tuple[str, str, float] | tuple[str, str, float, Mapping[str, Any]]


def parameters(**changed: str) -> dict[str, dict[str, str]]:
    """Every parameter of the verification tests as text; ``changed`` by names with _ for - and __ for dots.

    A national road lets a vehicle through every four seconds, and a queue leaves it as it marched.
    """
    texts = {
        name: f"{VALUES[name].median:.12g} {UNITS[known.unit]}".strip() for name, known in PARAMETERS.items()
    }
    texts |= {name: "100000 veh/h" for name in texts if name.startswith("capacity.")}
    texts |= {"capacity.national": "900 veh/h", "wave-time": "0 s", "jam-spacing": "1 m"}
    texts["fuel.range"] = "10000 km"
    texts |= {name.replace("__", ".").replace("_", "-"): text for name, text in changed.items()}
    return {name: {"value": text} for name, text in texts.items()}


def places_of(roads: Iterable[Road]) -> dict[str, dict[str, Any]]:
    """The ends of the roads, on a line from west to east."""
    names = dict.fromkeys(end for road in roads for end in road[:2])
    return {
        name: {"name": name, "lat": 48.0, "lon": round(1.0 + 0.001 * at, 4), "kind": "town"}
        for at, name in enumerate(names)
    }


def march(
    serials: str, route: str, start: float = 0.0, *, headway: float = 4.0, **more: Any
) -> dict[str, Any]:
    """A march ``start`` seconds after the scenario's start, without slip, halts or transmission.

    ``route`` and ``serials`` are words; all vehicles are ``headway`` seconds apart.
    """
    gap = f"{headway:g} s"
    row = {
        "type": "march", "title": serials, "by": "test", "serials": serials.split(),
        "route": route.split(), "issued": {"at": START, "delay": f"{start:g} s"}, "transmission": "0 s",
        "slip": False, "halts": False, "headway": gap, "unit_gap": gap, "serial_gap": gap,
    }  # fmt: skip
    return row | more


def small(
    folder: Path,
    roads: list[Road],
    formations: Mapping[str, int],
    orders: Mapping[str, Mapping[str, Any]],
    *,
    values: Mapping[str, str] | None = None,
    name: str = "small",
    **sections: Any,
) -> Loaded:
    """Write and load a scenario of ``roads`` (from, to, km, more) and ``formations`` (vehicles)."""
    document = {
        "title": name,
        "kind": "toy",
        "expect": "The closed answer.",
        "start": START,
        "end": "1944-08-25T06:00+02:00",
        "places": places_of(roads),
        "roads": {
            f"{a}--{b}": {
                "from": a, "to": b, "number": "N", "class": "national", "length_km": km,
                "speed_kmh": SPEED, **(more[0] if more else {}),
            }
            for a, b, km, *more in roads
        },
        "formations": {
            key: {"name": key, "nation": "FR", "men": 4 * n, "vehicles": n, "category": "truck"}
            for key, n in formations.items()
        },
        "orders": {key: dict(row) for key, row in orders.items()},
        "parameters": parameters(**(values or {})),
        **sections,
    }  # fmt: skip
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return load(path)
