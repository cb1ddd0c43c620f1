"""``studio``: the simulator as one page that opens from the disk."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from paris44.commands.answer import Answer
from paris44.errors import UserError
from paris44.language.text import msg
from paris44.results.write import write_atomically
from paris44.scenario.file.find import shipped
from paris44.studio import page
from paris44.studio.parts import gather
from paris44.study.running.lay_out import all_ready
from paris44.study.running.replicate import Effort, replicate
from paris44.views.target import target as checked
from paris44.views.web.shell import ENDINGS

SHOWN = 4
"""Replications of the opening scenario that the map can play before anything is simulated."""


def studio(names: Sequence[str], *, output: Path | None, pyodide: Path | None, wheels: Path | None) -> Answer:
    """Write the page of the first scenario; the others are the questions that it begins with.

    Raises:
        ScenarioError: one of them is wrong.
        UserError: a part cannot be had, or the page would be too large.
    """
    target = checked(output or Path("studio.html"), ENDINGS)
    begun = time.monotonic()
    base, *_ = all_ready(names)
    if base.files[0].resolve() not in {path.resolve() for _, path in shipped()}:
        raise UserError(
            "SCENARIO", msg("{name} is no shipped scenario; the page carries those alone", name=names[0])
        )
    known = {question["name"] for question in page.questions(base)}
    for name in names[1:]:
        if name not in known:
            raise UserError(
                "SCENARIO",
                msg("{name} is no shipped counterfactual of {base}", name=name, base=base.scenario.name),
            )
    parts = gather(pyodide, wheels)
    with tempfile.TemporaryDirectory() as folder:
        opening = replicate(base, Effort(n=SHOWN, workers=1, out=Path(folder)))
        text = page.html(opening, names[1:], parts).encode()
    if len(text) > page.MOST_BYTES:
        raise UserError("SCENARIO", msg("the page has {size:.1f} MiB, more than 16", size=len(text) / 2**20))
    write_atomically(target, text)
    took = time.monotonic() - begun
    line = msg(
        "{target} ({size:.1f} MiB, {time:.1f} s)", target=str(target), size=len(text) / 2**20, time=took
    )
    return Answer(document=lambda: {"file": str(target), "bytes": len(text)}, page=lambda: [line])
