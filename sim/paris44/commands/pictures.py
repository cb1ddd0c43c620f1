"""``plot``, ``report`` and ``export``: results made visible."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from paris44.commands.answer import Answer, UserError, part

if TYPE_CHECKING:
    from paris44.results.read import Result

SUFFIXES = (".png", ".svg", ".pdf")
DRAWN_AS = {"answer": "sweep", "routes": "map"}
"""What the folder of another command's answer adds -> the kind of figure that shows it."""


def plot(
    names: Sequence[str], *, kind: str | None, only: Mapping[str, object], output: Path | None, out: Path
) -> Answer:
    """Draw a figure of ``kind`` into ``output`` (default: ``<kind>.png`` here).

    Without a ``kind`` it is the one that shows what is named. ``only`` are the options of single kinds
    (``roads``, ``days``, ``outcome``); empty ones do not count.
    """
    results, kept = part("paris44.views.figures.answers").gather(names, out)
    kind = kind or _kind_for(results, kept)
    target = _target(output, f"{kind}.png", SUFFIXES)
    options = kept | {name: value for name, value in only.items() if value}
    return _written(lambda: draw(kind, results, target, **options), target, _choices(names, out))


def _kind_for(results: Sequence[Result], kept: Mapping[str, object]) -> str:
    """The kind of figure that shows a kept answer, several results or one."""
    answers = [DRAWN_AS[name] for name in kept if name in DRAWN_AS]
    return answers[0] if answers else "compare" if len(results) > 1 else "arrivals"


def draw(kind: str, results: Sequence[Result], target: Path, **options: object) -> None:
    """Draw a figure of ``kind`` into ``target``.

    Raises:
        UserError: there is no such kind, more results than it shows, or an option that means nothing to it.
    """
    figures = part("paris44.views.figures")
    kinds = figures.KINDS
    if kind not in kinds:
        raise UserError("--kind", f"{kind!r} is none of {', '.join(kinds)}")
    if kind not in figures.OF_MANY and (given := len(results) + ("answer" in options)) != 1:
        raise UserError("RESULT", f"the {kind} figure shows one result, {given} are given")
    module = part(f"paris44.views.figures.{kinds[kind]}")
    known = inspect.signature(module.draw).parameters
    for name in options:
        if name not in known and name in DRAWN_AS:
            raise UserError("RESULT", f"the {kind} figure shows no such answer; --kind {DRAWN_AS[name]} does")
        if name not in known:
            raise UserError(f"--{name.removesuffix('s')}", f"means nothing to the {kind} figure")
    with part("paris44.views.figures.style").printed():
        module.draw(results, **options).save(target)


def report(names: Sequence[str], *, output: Path | None, out: Path) -> Answer:
    """Write one self-contained page of the results."""
    target = _target(output, "paris44.html", (".html", ".htm"))
    results = _open(names, out)
    page = part("paris44.views.web.report")
    return _written(lambda: page.write(results, target), target, _choices(names, out))


def export(name: str, *, form: str, output: Path | None, out: Path) -> Answer:
    """Write a result in the form of another program; ``FORMATS`` maps each form to its endings."""
    (result,) = _open([name], out)
    exports = part("paris44.views.export.formats")
    if form not in exports.FORMATS:
        raise UserError("--format", f"{form!r} is none of {', '.join(exports.FORMATS)}")
    endings = exports.FORMATS[form]
    target = _target(output, f"{result.name}{endings[0]}", endings)
    return _written(lambda: exports.write(form, result, target), target, _choices([name], out))


def _open(names: Sequence[str], out: Path) -> list[Result]:
    from paris44.results.read import Result

    return [Result.open(name, root=out) for name in names]


def _choices(names: Sequence[str], out: Path) -> tuple[str, ...]:
    """What to say of the runs that the names stand for."""
    from paris44.results.catalogue import choice

    return tuple(line for name in dict.fromkeys(names) for line in choice(name, out))


def _target(output: Path | None, default: str, endings: Sequence[str]) -> Path:
    target = output if output is not None else Path(default)
    if not target.name.lower().endswith(tuple(endings)):
        raise UserError("--output", f"{target}: the name must end in {', '.join(endings)}")
    try:
        _try(target)
    except OSError as error:
        raise UserError("--output", f"{target}: {(error.strerror or str(error)).lower()}") from None
    return target


def _try(target: Path) -> None:
    """See that the file can be written, before what goes into it is made."""
    from paris44.results.catalogue import is_run

    if not target.parent.is_dir():
        raise UserError("--output", f"{target.parent}: there is no such folder")
    if target.is_dir():
        raise UserError("--output", f"{target}: is a folder")
    if is_run(target.resolve().parent):
        raise UserError("--output", f"{target.parent}: is a run's own folder; name a file elsewhere")
    real = target.resolve()
    was_there = real.exists()
    real.open("ab").close()
    if not was_there:
        real.unlink()


def _written(make: Callable[[], object], target: Path, notes: tuple[str, ...]) -> Answer:
    begun = time.monotonic()
    make()
    size = target.stat().st_size
    line = f"{target} ({size / 1024:,.0f} KiB, {time.monotonic() - begun:.1f} s)"
    return Answer(document=lambda: {"file": str(target), "bytes": size}, page=lambda: [line], notes=notes)
