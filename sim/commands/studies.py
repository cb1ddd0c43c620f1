"""``compare``, ``routes``, ``sweep``, ``calibrate``, ``sensitivity``: questions that take many runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.commands.answer import Answer, UserError, part
from sim.scenario.load import load
from sim.study.compare import compare as compare_results
from sim.study.compare import keep
from sim.study.replicate import Effort, replicate
from sim.study.sweep import sweep as vary_input

Document = Mapping[str, Any]


def compare(base: str, others: Sequence[str], effort: Effort) -> Answer:
    """Paired differences of every outcome between ``base`` and each of ``others``."""
    scenarios = [load(name) for name in (base, *others)]
    results = [replicate(loaded, effort) for loaded in scenarios]
    document = compare_results(results[0], results[1:])
    path = keep(effort.out, "compare", results, document)
    return _answer(document, "comparison", f"saved in {path.parent}")


def routes(
    name: str,
    effort: Effort,
    *,
    column: str | None,
    start: str | None,
    end: str | None,
    k: int,
    q: float,
    plan: bool,
) -> Answer:
    """The best genuinely different routes of one column by the ``q``-quantile, or plans for several."""
    asked = {"--column": column, "--from": start, "--to": end}
    missing = [option for option, value in asked.items() if value is None]
    if missing and not plan:
        raise UserError(missing[0], "missing")
    loaded = load(name)
    if plan:
        plans = part("sim.study.plans").plans(loaded, effort, column=column, k=k)
        return _answer(plans, "plan_list")
    from sim.study import routes as study

    document = study.routes(loaded, effort, column=column or "", start=start or "", end=end or "", k=k, q=q)
    return _answer(document, "route_list", *study.notes(document, k))


def sweep(name: str, effort: Effort, *, vary: str, outcome: str, find: bool) -> Answer:
    """An outcome at several values of an input."""
    path, equals, text = vary.partition("=")
    values = [value.strip() for value in text.split(",") if value.strip()]
    if not (path and equals and values):
        raise UserError("--vary", f"{vary!r} is not PATH=V1,V2,...")
    document = vary_input(load(name), effort, path=path, values=values, outcome=outcome, find=find)
    return _answer(document, "sweep_list")


def calibrate(name: str, effort: Effort) -> Answer:
    """The posterior of the uncertain parameters."""
    module = part("sim.study.calibrate")
    return _answer(module.calibrate(load(name), effort), "posterior")


def sensitivity(name: str, effort: Effort, *, outcome: str | None) -> Answer:
    """Which input matters most for an outcome."""
    module = part("sim.study.sensitivity")
    return _answer(module.sensitivity(load(name), effort, outcome=outcome), "sensitivity_list")


def _answer(document: Document, view: str, *more: str) -> Answer:
    """An answer whose page is the table ``view`` of its document."""

    def page() -> Sequence[object]:
        from sim.views import tables

        draw: Callable[[Document], list[object]] = getattr(tables, view)
        return [*draw(document), *more]

    return Answer(lambda: document, page)
