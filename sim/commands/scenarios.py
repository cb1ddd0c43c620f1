"""``list``, ``check``, ``show`` and ``schema``: what can be said of a scenario without running it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.commands.answer import Answer, UserError, part
from sim.scenario import find
from sim.scenario.document import read
from sim.scenario.faults import Fault, Faults, ScenarioError
from sim.scenario.load import load

HEAD = ("title", "kind", "extends")


def list_scenarios(keep: int | None = None) -> Answer:
    """Every scenario that a name finds here, with its parent and kind; ``keep`` belongs to the runs."""
    if keep is not None:
        raise UserError("--keep", "only with --runs")
    heads = {name: _head(name) for name in find.known()}
    rows = [_row(name, heads) for name in heads]

    def page() -> Sequence[object]:
        from sim.views import tables

        return tables.scenario_list(rows)

    return Answer(document=lambda: rows, page=page)


def list_runs(out: Path, keep: int | None) -> Answer:
    """The result folders under ``out``; with ``keep`` all but so many of each scenario are removed first."""
    from sim.study.results import clean, list_runs

    notes = tuple(f"removed {info.path}" for info in clean(out, keep)) if keep is not None else ()
    rows = [
        {
            "scenario": info.scenario,
            "run": info.run_id,
            "n": info.n,
            "seed": info.seed,
            "version": info.version,
            "complete": info.complete,
            "bytes": info.size,
            "result_dir": str(info.path),
        }
        for info in list_runs(out)
    ]

    def page() -> Sequence[object]:
        from sim.views import tables

        return tables.run_list(rows)

    return Answer(document=lambda: rows, page=page, notes=notes)


def _head(name: str) -> dict[str, str]:
    """What a file says about itself, read without its tables, so that one bad file spoils no list."""
    node = read(find.find(name), Faults())
    if node is None:
        return {"title": f"cannot be read: paris44 check {name} says why"}
    return {key: str(child.value) for key, child in node.mapping().items() if key in HEAD}


def _row(name: str, heads: Mapping[str, Mapping[str, str]]) -> dict[str, str | None]:
    parent = _name_of(heads[name].get("extends"))
    return {
        "name": name,
        "title": heads[name].get("title", ""),
        "parent": parent,
        "kind": _kind(name, heads),
    }


def _kind(name: str, heads: Mapping[str, Mapping[str, str]], below: tuple[str, ...] = ()) -> str:
    """The kind as the loader fills it in where the file does not say: a toy's child is a toy."""
    head = heads.get(name, {})
    parent = _name_of(head.get("extends"))
    if "kind" in head or parent is None or parent in below:
        return head.get("kind", "toy")
    toy = parent in heads and _kind(parent, heads, (*below, name)) == "toy"
    return "toy" if toy else "counterfactual"


def _name_of(reference: str | None) -> str | None:
    return None if reference is None else Path(reference).name.removesuffix(".yaml").removesuffix(".yml")


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
    explain = part("sim.scenario.explain")
    if diff is not None:
        lines = explain.diff(loaded, load(diff))
        return Answer(document=lambda: {"scenario": name, "other": diff, "diff": lines}, page=lambda: lines)
    if cite is not None:
        found = explain.cite(loaded, cite)
        return Answer(document=lambda: found, page=lambda: [found])
    return Answer(document=lambda: explain.words(loaded), page=lambda: explain.words(loaded))


def schema() -> Answer:
    """The JSON Schema of a scenario file."""
    from sim.scenario import jsonschema

    return Answer(document=jsonschema.build, page=list)
