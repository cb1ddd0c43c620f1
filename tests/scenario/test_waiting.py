"""Who waits for a garrison or a place that a change moves or removes."""

from __future__ import annotations

from pathlib import Path

import pytest

from paris44.telling.waiting import waiting
from tests.scenario import toy

ORDERS = (
    "orders.gone: {type: act, issued: {after: {any: [{gone: post}]}}, event: order, formation: div}\n"
    "orders.cleared: {type: act, issued: {after: {cleared: [div, bourg]}}, event: order, formation: div}\n"
    "orders.there: {type: act, issued: {after: {arrive: [div, bourg]}}, event: order, formation: div}\n"
)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("", {}),
        ("garrisons.post.men: 5", {}),
        ("garrisons.post.place: pont", {"garrisons.post": ("gone", "cleared")}),
        ("garrisons.post.bars: [bourg, pont]", {"garrisons.post": ("gone",)}),
        ("places.bourg.lat: 48.61", {"places.bourg": ("gone", "cleared", "there")}),
        (
            "garrisons.post: null\nattrition.siege: null\norders.gone: null",
            {"garrisons.post": ("cleared",)},
        ),
    ],
)
def test_who_waits_is_named(tmp_path: Path, change: str, told: dict[str, tuple[str, ...]]) -> None:
    """Orders that wait for a garrison to be gone, for a fight where it no longer is, or for anything at a
    moved place are named with the row that moved; a change of strength moves nothing."""
    base = toy.child(tmp_path, ORDERS).scenario
    lines = "".join(f"  {line}\n" for line in change.splitlines())
    head = "title: x\nextends: child\n" + (f"change:\n{lines}" if change else "")
    after = toy.loaded(tmp_path, head, "after.yaml").scenario
    assert {note.path: note.orders for note in waiting(base, after)} == told
