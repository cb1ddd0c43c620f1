"""``list``, ``check``, ``show`` and ``schema``: what can be said of a scenario without running it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.commands.answer import Answer, UserError
from sim.scenario import explain, find
from sim.scenario.document import read
from sim.scenario.faults import Fault, Faults, ScenarioError
from sim.scenario.load import load


def list_scenarios() -> Answer:
    """Every scenario that a name finds here, with its parent and kind."""
    rows = [_head(name) for name in find.known()]

    def page() -> Sequence[object]:
        from sim.views import tables

        return tables.scenario_list(rows)

    return Answer(document=lambda: rows, page=page)


def _head(name: str) -> dict[str, object]:
    """The head of a file, read without its tables, so that one bad file spoils no list."""
    faults = Faults()
    node = read(find.find(name), faults)
    keys = {} if node is None else node.mapping()
    text = {key: str(keys[key].value) for key in ("title", "kind", "extends") if key in keys}
    parent = text.get("extends")
    return {
        "name": name,
        "title": text.get("title", "") if node is not None else "cannot be read: paris44 check says why",
        "parent": None if parent is None else Path(parent).name.removesuffix(".yaml").removesuffix(".yml"),
        "kind": text.get("kind", "counterfactual" if parent else "historical"),
    }


def check(files: Sequence[str]) -> Answer:
    """Load each file; every fault of every file is told. Code 2 when there are any."""
    faults: list[Fault] = []
    for name in files:
        try:
            load(name)
        except ScenarioError as error:
            faults += error.faults
    sound = "1 scenario is sound" if len(files) == 1 else f"{len(files)} scenarios are sound"
    return Answer(
        document=lambda: {"errors": [fault.as_dict() for fault in faults]},
        page=lambda: [] if faults else [sound],
        status=2 if faults else 0,
        notes=tuple(fault.render() for fault in faults),
    )


def show(name: str, *, resolved: bool, diff: str | None, cite: str | None) -> Answer:
    """The scenario in words, whole (``resolved``), against another (``diff``), or one source (``cite``)."""
    asked = [option for option, on in (("--resolved", resolved), ("--diff", diff), ("--cite", cite)) if on]
    if len(asked) > 1:
        raise UserError(asked[1], f"not together with {asked[0]}")
    loaded = load(name)
    if resolved:
        return Answer(document=lambda: loaded.document, page=lambda: [loaded.dump_resolved().rstrip("\n")])
    if diff is not None:
        lines = explain.diff(loaded, load(diff))
        return Answer(document=lambda: {"scenario": name, "other": diff, "diff": lines}, page=lambda: lines)
    if cite is not None:
        found = explain.cite(loaded, cite)
        return Answer(document=lambda: found, page=lambda: [found])
    return Answer(document=lambda: explain.words(loaded), page=lambda: explain.words(loaded))


def schema() -> Answer:
    """The JSON Schema of a scenario file."""
    from sim.scenario.schema import json_schema

    return Answer(document=json_schema, page=list)
