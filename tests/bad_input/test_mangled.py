"""Scenarios mangled at random: read or refused, never a traceback."""

from __future__ import annotations

import copy
import json
import random
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from paris44.scenario.load import Loaded, ScenarioError, load
from paris44.telling.overview import describe
from tests.scenario import toy

JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 3, 1.5, 10**12, "", "x", "div", "pont", "10 min", "1944-08-22T07:00+02:00",
    "1944-08-22", [], ["div"], ["div", "div"], [None], [[1]], {}, {"a": 1}, {"after": "march"}, "é" * 500,
    {"arrive": ["div", "pont"]}, "a.b", "1e400", {"after": {"all": ["decision", "march"]}}, "uniform(1, 2) h",
)  # fmt: skip

SIGNS = (
    "", ":", "{", "}", "[", "- ", "\n", "\t", "'", '"', "&a ", "*a", "!", "%", "|", ">", "#", "\x00",
    "\u2028", "é", "---\n", "0",
)  # fmt: skip


def _paths(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path of a nested value."""
    if isinstance(value, dict):
        inner = [path for key, child in value.items() for path in _paths(child, (*above, key))]
    elif isinstance(value, list):
        inner = [path for n, child in enumerate(value) for path in _paths(child, (*above, n))]
    else:
        inner = []
    return [above, *inner] if above else inner


def _mangle(document: dict[str, Any], dice: random.Random) -> None:
    """Replace, remove, rename or copy something somewhere."""
    path = dice.choice(_paths(document))
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    deed = dice.randrange(4)
    if deed == 0 or isinstance(holder, list):
        holder[path[-1]] = copy.deepcopy(dice.choice(JUNK))
    elif deed == 1:
        del holder[path[-1]]
    elif deed == 2:
        holder[str(path[-1]) + "x"] = holder.pop(path[-1])
    else:
        other: Any = document
        for step in dice.choice(_paths(document)):
            other = other[step]
        holder[path[-1]] = copy.deepcopy(other)


def _load_text(text: str) -> Loaded | None:
    """The scenario, or None where it is refused with at least one rendered fault."""
    with tempfile.TemporaryDirectory() as folder:
        path = toy.write(Path(folder), text)
        try:
            return load(path)
        except ScenarioError as error:
            lines = [fault.render() for fault in error.faults]
    assert lines
    assert all(line and "\n" not in line for line in lines)
    return None


def _toy() -> dict[str, Any]:
    loaded = _load_text(toy.text())
    assert loaded is not None
    return loaded.document


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_a_mangled_document_is_read_or_refused(seed: int, times: int) -> None:
    """Whatever stands where something else belongs, the loader answers with faults or a scenario."""
    document, dice = _toy(), random.Random(seed)
    for _ in range(times):
        _mangle(document, dice)
    loaded = _load_text(json.dumps(document, ensure_ascii=False, indent=1))
    if loaded is not None:
        assert describe(loaded)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 6))
def test_a_mangled_text_is_read_or_refused(seed: int, times: int) -> None:
    """Characters and lines dropped, doubled, or replaced by YAML's own signs give faults at worst."""
    text, dice = toy.text(), random.Random(seed)
    for _ in range(times):
        start = dice.randrange(len(text))
        end = start + dice.choice((0, 1, 1, 5, 40))
        text = text[:start] + dice.choice((*SIGNS, text[start:end] * 2)) + text[end:]
    _load_text(text)
