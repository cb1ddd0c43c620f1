"""``plot``, ``report`` and ``export``: results made visible."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from paris44.commands.answer import Answer
from paris44.language.languages import ENGLISH, Language
from paris44.language.text import msg
from paris44.results.catalogue import choice
from paris44.results.read import ResultFolder
from paris44.views.target import target as checked


def plot(
    names: Sequence[str], *, kind: str | None, only: Mapping[str, object], output: Path | None, out: Path,
    language: Language = ENGLISH,
) -> Answer:  # fmt: skip
    """Draw a figure of ``kind`` into ``output`` (default: ``<kind>.png`` here).

    Without a ``kind`` it is the one that shows what is named. ``only`` are the options of single kinds
    (``roads``, ``days``, ``outcome``); empty ones do not count. A kind that speaks does so in ``language``.
    """
    from paris44.views.figures import kinds
    from paris44.views.figures.answers import gather

    results, kept = gather(names, out)
    chosen = kind or kinds.kind_for(results, kept)
    target = checked(output or Path(f"{chosen}.png"), kinds.ENDINGS)
    options = kept | {name: value for name, value in only.items() if value}
    draw = partial(kinds.draw, chosen, results, target, language=language, **options)
    return _written(draw, target, _choices(names, out))


def report(names: Sequence[str], *, output: Path | None, out: Path) -> Answer:
    """Write one self-contained page of the results."""
    from paris44.views.web import report as page
    from paris44.views.web.shell import ENDINGS

    target = checked(output or Path("paris44.html"), ENDINGS)
    results = [ResultFolder.open(name, root=out) for name in names]
    return _written(lambda: page.write(results, target), target, _choices(names, out))


def export(name: str, *, form: str, table: str | None, output: Path | None, out: Path) -> Answer:
    """Write a result, or a ``table`` of its folder, in the form of another program."""
    from paris44.views.export import formats

    endings = formats.endings(form, table)
    result = ResultFolder.open(name, root=out)
    stem = result.name if table is None else f"{result.name}-{table}"
    target = checked(output or Path(f"{stem}{endings[0]}"), endings)
    return _written(lambda: formats.write(form, result, target, table), target, _choices([name], out))


def _choices(names: Sequence[str], out: Path) -> tuple[str, ...]:
    """What to say of the runs that the names stand for."""
    return tuple(line for name in dict.fromkeys(names) for line in choice(name, out))


def _written(make: Callable[[], object], target: Path, notes: tuple[str, ...]) -> Answer:
    begun = time.monotonic()
    make()
    size = target.stat().st_size
    line = msg(
        "{target} ({size:,.0f} KiB, {time:.1f} s)",
        target=str(target),
        size=size / 1024,
        time=time.monotonic() - begun,
    )
    return Answer(document=lambda: {"file": str(target), "bytes": size}, page=lambda: [line], notes=notes)
