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

from paris44.commands.new import new
from paris44.scenario.load import load
from paris44.studio.desk import Desk, _unpacked
from paris44.studio.page import levers
from paris44.study.running.replicate import Effort, replicate
from tests.browser.studio_page import made, studio_file

PAIRS = int(os.environ.get("PARIS44_PAIRS", "1"))
SEED = int(os.environ.get("PARIS44_SEED", "44"))
"""Of the changes."""


def some_changes(seed: int) -> list[str]:
    """Ten sound files, each with two levers moved at random or three: of each kind one or more."""
    rng, there = random.Random(seed), levers(load("historical").scenario)
    columns, places = ["2db/gtv", "2db/gtl", "2db/gtd", "vcorps/td"], ["saclay", "dourdan", "limours"]

    def garrison() -> str:
        return str(rng.choice(there["garrisons"])[0])

    def bridge() -> str:
        return str(rng.choice(there["bridges"])[0])

    def hour(first: int, last: int) -> str:
        return f"1944-08-{rng.randint(first, last)}T{rng.randint(0, 23):02d}:00+02:00"

    def bridge_order(action: str) -> str:
        name = bridge()
        more = ", formation: vcorps/engineers, duration: 6 h" if action == "repair" else ""
        row = f"type: bridge, issued: {hour(23, 25)}, bridge: {name}, action: {action}, grade: D{more}"
        return f"  orders.{action}-{name}: {{{row}}}"

    pulls = [
        lambda: f"  orders.noon-line.until: {hour(23, 25)}",
        lambda: "  orders.noon-line: null",
        lambda: f"  orders.decision.issued: {hour(20, 23)}",
        lambda: f"  garrisons.{garrison()}: null",
        lambda: f"  garrisons.{garrison()}.men: {rng.randint(10, 900)}",
        lambda: f"  garrisons.fort: {{place: {rng.choice(places)}, men: {rng.randint(20, 400)}, grade: D}}",
        lambda: f"  garrisons.trappes: {{place: {rng.choice(places)}, bars: []}}",
        lambda: f"  bridges.{bridge()}.state: blown",
        lambda: bridge_order("demolish"),
        lambda: bridge_order("repair"),
        lambda: f"  roads.{rng.choice(there['roads'])[0]}.closed: true",
        lambda: f"  roads.{rng.choice(there['roads'])[0]}.speed_kmh: {rng.randint(3, 12)}",
        lambda: f"  delay: {{{rng.choice(columns)}: {rng.randint(-9, 9)} h}}",
        lambda: f"  remove: [{rng.choice(columns)}]",
        lambda: f"  reroute: {{orders.m24-massu: [{rng.choice(['dampierre', 'voisins-le-bretonneux'])}]}}",
        lambda: "  swap: [2db/gtl/massu/body, 2db/gtv/putz/body]",
        lambda: f"  reinforce: {{{garrison()}: {{men: {rng.randint(20, 400)}}}}}",
        lambda: f"  weather: {{{', '.join(f'{json.dumps(name)}: null' for name in there['weather'])}}}",
        lambda: f"  crowds: {{{', '.join(f'{json.dumps(name)}: null' for name in there['crowds'])}}}",
        lambda: f"  parameters.factor.night: {rng.uniform(0.5, 0.95):.2f}",
    ]
    desk, found, half = Desk(), [], len(pulls) // 2
    for one, other in zip(pulls[:half], pulls[half:], strict=True):  # two that never contradict each other
        sound = False
        while not sound:
            lines = dict.fromkeys(
                [one(), other(), *(pull() for pull in rng.sample(pulls, rng.randint(0, 1)))]
            )
            text = "\n".join(["extends: historical", "title: At random", "change:", *lines]) + "\n"
            message = {"id": 0, "do": "check", "base": "historical", "text": text}
            sound = not json.loads(desk.handle(json.dumps(message)))["faults"]
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
    """Outcomes, arrivals and all other rows of both worlds are equal, for twenty random changes and more, of
    every kind, every fifth file without chance."""
    page = studio_file(tmp_path)
    known = {"id": 1, "do": "simulate", "base": "historical", "seed": None, "events": 1}
    texts = some_changes(SEED)
    messages = [
        {**known, "text": world, "replication": k, "chance": number % 5 > 0}
        for number, text in enumerate(texts)
        for k in range(PAIRS)
        for world in (("", text) if number < 2 else (text,))  # the base is the same beside all
    ]
    desk = Desk()
    for message, found in zip(messages, answers(page, tmp_path, messages), strict=True):
        expected = json.loads(desk.handle(json.dumps(message)))
        assert found["outcomes"] == expected["outcomes"], message["text"]
        assert _unpacked(found["rows"]) == _unpacked(expected["rows"]), message["text"]


@pytest.mark.slow
def test_an_operation_of_ones_own_gives_the_outcomes_of_the_command(tmp_path: Path) -> None:
    """A page of the folder that ``paris44 new`` makes has what a run of both its files has, names no place of
    this machine, and is the same bytes when it is made again."""
    folder = tmp_path / "mine"
    new(folder)
    files = [folder / "mine.yaml", folder / "earlier.yaml"]
    page = made(tmp_path, [str(file) for file in files])
    data = page.read_bytes()
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    text = files[1].read_text(encoding="utf-8")
    known = {"id": 1, "do": "simulate", "base": "mine", "seed": None, "chance": True}
    messages = [{**known, "text": t, "replication": k, "events": 0} for t in ("", text) for k in range(3)]
    found = answers(page, unpacked, messages)
    for number, file in enumerate(files):
        run_of = replicate(load(file), Effort(n=3, workers=1, out=tmp_path / "out"))
        expected: list[dict[str, float | None]] = [{} for _ in range(3)]
        for row in run_of.outcome_rows():
            expected[row.replication][row.outcome] = row.value
        assert [world["outcomes"] for world in found[3 * number : 3 * number + 3]] == expected
    carried = data + b"".join(path.read_bytes() for path in sorted(unpacked.iterdir()))
    assert str(tmp_path).encode() not in carried
    assert made(tmp_path, [str(file) for file in files]).read_bytes() == data
