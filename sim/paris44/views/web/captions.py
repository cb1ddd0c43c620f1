"""What the page tells of a replication while its map is played. It needs no NumPy: a browser asks too."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from paris44.study.reading.run_rows import FinishedRun
from paris44.views.web.ground import Index

CAPTIONS = (
    "contact", "cleared", "surrender", "withdrawn", "bypass", "line_wait", "line_disobeyed", "line_lifted",
    "detach", "counter_attack", "enter_city", "cross_bridge", "junction", "sign", "parade", "bridge",
    "gridlock", "capture", "fuel",
)  # fmt: skip
"""Kinds of events that get a caption; ``order`` gets one where it is a decision, not a march."""


def captions(
    result: FinishedRun, replications: Collection[int], places: Index, formations: Index
) -> dict[int, list[list[Any]]]:
    """Replication -> [[second since the start, kind, formation, place, what], ...] in the order of time, of
    those of ``replications`` that kept their events."""
    scenario = result.scenario
    acts = {name for name, order in scenario.orders.items() if not hasattr(order, "serials")}
    found: dict[int, list[list[Any]]] = {}
    seen: set[tuple[int, str, str, str]] = set()
    for e in result.events():
        decision = e.kind == "order" and e.order in acts
        if e.replication not in replications or not (decision or e.kind in CAPTIONS):
            continue
        what = e.order if decision else e.detail if e.detail in scenario.garrisons else e.detail or e.order
        key = (e.replication, e.kind, e.place if e.kind == "bridge" else what, e.order if decision else "")
        if key in seen and e.kind in {"cleared", "surrender", "bridge", "line_wait", "counter_attack"}:
            continue
        seen.add(key)
        row = [round(e.time), e.kind, formations.get(e.formation), places.get(e.place), what]
        found.setdefault(e.replication, []).append(row)
    return found
