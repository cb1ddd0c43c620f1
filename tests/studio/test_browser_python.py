"""The page's Python, under Node, gives the rows that this one gives."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from paris44.scenario.load import load
from paris44.studio.desk import Desk, _unpacked
from paris44.studio.page import levers
from tests.browser.studio_page import studio_file

CHANGES, PAIRS = 20, int(os.environ.get("PARIS44_PAIRS", "1"))


def some_changes(n: int, seed: int) -> list[str]:
    """``n`` sound files, each with one to three levers moved at random."""
    rng, there = random.Random(seed), levers(load("historical").scenario)
    pulls = [
        lambda: f"  orders.noon-line.until: 1944-08-2{rng.randint(3, 5)}T{rng.randint(0, 23):02d}:00+02:00",
        lambda: "  orders.noon-line: null",
        lambda: f"  garrisons.{rng.choice(there['garrisons'])[0]}: null",
        lambda: f"  garrisons.{rng.choice(there['garrisons'])[0]}.men: {rng.randint(10, 900)}",
        lambda: f"  bridges.{rng.choice(there['bridges'])[0]}.state: blown",
        lambda: f"  delay: {{{rng.choice(['2db/gtv', '2db/gtl', '2db/gtd'])}: {rng.randint(-9, 9)} h}}",
        lambda: f"  weather: {{{', '.join(f'{json.dumps(name)}: null' for name in there['weather'])}}}",
        lambda: f"  parameters.factor.night: {rng.uniform(0.5, 0.95):.2f}",
    ]
    desk, found = Desk(), []
    while len(found) < n:
        lines = dict.fromkeys(pull() for pull in rng.sample(pulls, rng.randint(1, 3)))
        text = "\n".join(["extends: historical", "title: At random", "change:", *lines]) + "\n"
        if not json.loads(desk.handle(json.dumps({"id": 0, "do": "check", "text": text})))["faults"]:
            found.append(text)
    return found


def answers(page: Path, folder: Path, messages: Sequence[dict[str, Any]]) -> list[Any]:
    """What the desk under Node says to some messages."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node")
    script = Path(__file__).with_name("desk.mjs")
    told = "\n".join(map(json.dumps, messages))
    call = [node, str(script), str(page), str(folder)]
    done = subprocess.run(call, input=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_twenty_changes_give_the_same_tables(tmp_path: Path) -> None:
    """Outcomes, arrivals and all other rows of both worlds are equal, for twenty changes at random."""
    page = studio_file(tmp_path)
    known = {"id": 1, "do": "simulate", "base": "historical", "seed": None, "events": 1, "chance": True}
    texts = some_changes(CHANGES, seed=44)
    messages = [{**known, "text": text, "first": k, "last": k} for text in texts for k in range(PAIRS)]
    desk = Desk()
    for message, found in zip(messages, answers(page, tmp_path, messages), strict=True):
        expected = json.loads(desk.handle(json.dumps(message)))
        assert found["outcomes"] == expected["outcomes"], message["text"]
        assert _unpacked(found["rows"]) == _unpacked(expected["rows"]), message["text"]
