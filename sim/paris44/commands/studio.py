"""``studio``: the simulator as one page that opens from the disk."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from paris44.commands.answer import Answer
from paris44.errors import UserError
from paris44.language.text import msg
from paris44.results.write import write_atomically
from paris44.scenario.load import Loaded
from paris44.studio import page
from paris44.studio.operation import Operation, operation
from paris44.studio.parts import gather
from paris44.study.running.lay_out import all_ready
from paris44.study.running.replicate import Effort, replicate
from paris44.views.target import target as checked
from paris44.views.web.shell import ENDINGS

SHOWN = 4
"""Replications of the opening scenario that the map can play before anything is simulated."""


def studio(
    names: Sequence[str], *, output: Path | None, pyodide: Path | None, wheels: Path | None,
    say: Callable[[str], None] = lambda _: None,
) -> Answer:  # fmt: skip
    """Write the page of the first scenario; the others are the questions that it begins with.

    ``say`` is told, before anything is built, what the page will lack.

    Raises:
        ScenarioError: one of them is wrong.
        UserError: a part cannot be had, or the page would be too large.
    """
    target = checked(output or Path("studio.html"), ENDINGS)
    begun = time.monotonic()
    base, *others = all_ready(names)
    here = operation(base)
    asked = [_asked(here, base, name, other) for name, other in zip(names[1:], others, strict=True)]
    for line in _limits(here, base):
        say(line)
    parts = gather(pyodide, wheels)
    with tempfile.TemporaryDirectory() as folder:
        opening = replicate(base, Effort(n=SHOWN, workers=1, out=Path(folder)))
        text = page.html(opening, here, asked, parts).encode()
    if len(text) > page.MOST_BYTES:
        raise UserError("SCENARIO", msg("the page has {size:.1f} MiB, more than 16", size=len(text) / 2**20))
    write_atomically(target, text)
    took = time.monotonic() - begun
    line = msg(
        "{target} ({size:.1f} MiB, {time:.1f} s)", target=str(target), size=len(text) / 2**20, time=took
    )
    return Answer(document=lambda: {"file": str(target), "bytes": len(text)}, page=lambda: [line])


def _asked(here: Operation, base: Loaded, name: str, other: Loaded) -> str:
    """The name in the page of a question that was given.

    Raises:
        UserError: the page does not have it.
    """
    file = other.files[0].resolve()
    for question in here.questions:
        if question.file.resolve() == file:
            return question.name
    if file in {path.resolve() for path in here.left_out}:
        raise UserError("SCENARIO", _alone(file))
    if here.files:
        words = msg(
            "{name} is no counterfactual of {base} in its folder: it must extend that file itself",
            name=name,
            base=base.scenario.name,
        )
    else:
        words = msg("{name} is no shipped counterfactual of {base}", name=name, base=base.scenario.name)
    raise UserError("SCENARIO", words)


def _limits(here: Operation, base: Loaded) -> Iterator[str]:
    """What the page of an operation lacks, a line each."""
    yield from map(_alone, here.left_out)
    if not here.questions:
        yield msg("no file extends {base}: the page has no questions but one’s own", base=base.scenario.name)


def _alone(file: Path) -> str:
    return msg(
        "{file} is no question of the page: it reads files of its own, and a question is one file",
        file=file.name,
    )
