"""The parts of the pages that are made from the program's own tables, so that they cannot say anything else.

``python docs/generate.py`` writes them into the pages, between ``<!-- begin NAME -->`` and
``<!-- end NAME -->``.
"""

from __future__ import annotations

import csv
import inspect
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from typer.core import TyperGroup
from typer.main import get_command

import paris44
from paris44.cli import app
from paris44.engine import events
from paris44.results.columns import COLUMNS, EVENT_TABLES, TableColumn
from paris44.scenario.parameters import PARAMETERS
from paris44.scenario.schema import reference
from paris44.views.tables.markdown import fill, table
from paris44.views.wording import day_clock

HERE = Path(__file__).parent
BRUSSELS = HERE / "predictions" / "brussels-1944"


def kinds() -> str:
    """A section for each kind of event in the log: when, and what stands in which column."""
    return "".join(f"### `{kind}`\n\nLogged when {_meaning(what)}\n" for kind, what in events.KINDS.items())


def _meaning(what: events.Meaning) -> str:
    columns = [(name, words) for name, words in what._asdict().items() if name != "when" and words]
    return f"{what.when}.\n\n{table(('column', 'holds'), columns, numbers=False)}"


def passages() -> str:
    """What a march unit does at a place."""
    return table(("event", "a march unit ..."), _coded(events.PASSAGES), numbers=False)


def causes() -> str:
    """Where the seconds of a march unit go."""
    return table(("cause", "a march unit ..."), _coded(events.CAUSES), numbers=False)


def _coded(meanings: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"`{name}`", words) for name, words in meanings.items()]


def parameters() -> str:
    """The table of parameters: what each means, and what the shipped table says of it."""
    with (HERE.parent / "scenarios" / "tables" / "parameters.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    found = [
        (f"`{name}`", what.meaning, *_of(rows[name]), f"{what.low} to {what.high}")
        for name, what in PARAMETERS.items()
    ]
    return table(("parameter", "is", "value", "grade", "source", "set on", "limits"), found, numbers=False)


def _of(row: Mapping[str, str]) -> tuple[str, ...]:
    return row["value"], row["grade"], row["source"], row["set_on"]


# --- the scenario language ---------------------------------------------------------------------------------


def language() -> str:
    """The head of a file, every section and every type of order, field by field."""
    return "\n".join(map(_rows, reference.tables()))


def _rows(rows: reference.RowTable) -> str:
    title = f"`{rows.section}`" if rows.section else "The head of a file"
    title += f", type {' or '.join(f'`{name}`' for name in rows.types)}" if rows.types else ""
    fields = [_field(field) for field in rows.fields if not rows.section or field.name not in EVERYWHERE]
    shown = table(("field", "is", "unit", "limits", "default", "means"), fields, numbers=False)
    return f"### {title}\n\n{rows.about.replace('``', '`')}\n\n{shown}"


def _field(field: reference.FieldLine) -> tuple[str, ...]:
    name = f"`{field.name}`" + (" *" if field.required else "")
    default = f"`{field.default}`" if field.default else ""
    words = (field.kind, field.unit, field.limits, default, field.meaning)
    return (name, *map(_cell, words))


EVERYWHERE = ("source", "grade", "note")
"""Fields of every row: the page says once what they are."""


# --- the command line ------------------------------------------------------------------------------------


def commands() -> str:
    """A section for each command: what it does, its arguments and options with their defaults."""
    found = get_command(app)
    assert isinstance(found, TyperGroup)
    return "\n".join(
        f"### `paris44 {name}`\n\n{_command(command)}" for name, command in found.commands.items()
    )


def _command(command: Any) -> str:  # noqa: ANN401 - the option parser's own class moves between its versions
    rows = [_parameter(parameter) for parameter in command.params]
    options = table(("argument or option", "means", "default"), rows, numbers=False) if rows else ""
    return f"{command.help}\n" + (f"\n{options}" if options else "")


def _parameter(parameter: Any) -> tuple[str, str, str]:  # noqa: ANN401 - see above
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar}`", parameter.help, "must be given"
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if not parameter.is_flag:
        names += f" {parameter.metavar or 'N'}"
    help_text = parameter.help
    if parameter.multiple and "may be repeated" not in help_text:
        help_text = help_text.removesuffix(".") + "; may be repeated."
    return _cell(names), help_text, _default(parameter)


def _default(parameter: Any) -> str:  # noqa: ANN401 - see above
    if parameter.required:
        return "must be given"
    if parameter.secondary_opts:
        return f"`{(parameter.opts if parameter.default else parameter.secondary_opts)[0]}`"
    return "" if parameter.is_flag or parameter.default is None else f"`{parameter.default}`"


def _cell(text: str) -> str:
    """Text for a cell of a table."""
    return text.replace("|", "\\|")


# --- result folders ----------------------------------------------------------------------------------------


def files() -> str:
    """A section for each table of a result folder."""
    return "\n".join(_file(name, columns) for name, columns in COLUMNS.items())


def _file(name: str, columns: Mapping[str, TableColumn]) -> str:
    kept = "the first replications" if name in EVENT_TABLES else "every replication"
    meanings = {name: column.meaning for name, column in columns.items()}
    return f"### `{name}`\n\nOf {kept}.\n\n{table(('column', 'holds'), _coded(meanings), numbers=False)}"


# --- the door ----------------------------------------------------------------------------------------------


def door() -> str:
    """What ``import paris44`` offers: each name with its signature and what its docstring says."""
    offered = [name for name in paris44.__all__ if not name.startswith("_")]
    functions = [name for name in offered if not inspect.isclass(getattr(paris44, name))]
    classes = [name for name in offered if name not in functions]
    return "\n".join(_offer(name, getattr(paris44, name)) for name in (*functions, *classes))


def _offer(name: str, thing: Any) -> str:  # noqa: ANN401 - whatever stands in the door
    if not inspect.isclass(thing):
        return f"## `paris44.{name}`\n\n{_signature(name, thing)}\n{_told(thing)}"
    members = "\n".join(_member(member, value) for member, value in vars(thing).items() if member[0] != "_")
    return f"## `paris44.{name}`\n\n{_told(thing)}\n{members}"


def _member(name: str, thing: Any) -> str:  # noqa: ANN401 - a property, a method or a constant
    if isinstance(thing, classmethod):
        return f"### `.{name}`\n\n{_signature(name, thing.__func__)}\n{_told(thing.__func__)}"
    if inspect.isfunction(thing):
        return f"### `.{name}`\n\n{_signature(name, thing)}\n{_told(thing)}"
    words = _told(thing) if isinstance(thing, property | cached_property) else ""
    return f"### `.{name}`\n\n{words}" if words else ""


def _signature(name: str, function: Callable[..., object]) -> str:
    found = inspect.signature(function)
    parameters: list[str] = []
    starred = False
    for key, parameter in found.parameters.items():
        starred = starred or parameter.kind is parameter.VAR_POSITIONAL
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            parameters.append("*")
            starred = True
        if key not in ("self", "cls"):
            parameters.append(_typed(parameter))
    ends = f") -> {found.return_annotation}"
    line = f"{name}({', '.join(parameters)}{ends}"
    if len(line) > WIDTH:
        line = f"{name}(\n" + "".join(f"    {parameter},\n" for parameter in parameters) + ends
    return f"```text\n{line}\n```\n"


def _typed(parameter: inspect.Parameter) -> str:
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{stars}{parameter.name}: {parameter.annotation}{default}"


WIDTH = 100
"""Letters of a signature that stays on one line."""
_HEADS = ("Args:", "Raises:", "Returns:")


def _told(thing: object) -> str:
    """A docstring as Markdown: what follows ``Args:`` or ``Raises:`` is a list."""
    text = re.sub(r":\w+:`~?(?:\w+\.)*(\w+)`", r"``\1``", inspect.getdoc(thing) or "").replace("``", "`")
    lines: list[str] = []
    head = ""
    for line in text.splitlines():
        if line in _HEADS:
            head = line
            lines += [f"**{line.removesuffix(':')}**", ""]
        elif head and line.startswith("    ") and not line.startswith("     "):
            name, _, words = line.strip().partition(": ")
            lines.append(f"- `{name}`: {words}")
        elif head and line.strip():
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


# --- predictions -------------------------------------------------------------------------------------------


def brussels() -> str:
    """The predictions of Brussels that were kept, the first one first, in a group of columns each."""
    kept = _kept(BRUSSELS)
    times = [(f"{one['date']}: median", "90 %", "never") for one in kept]
    columns = ("formation", "place", "event", *(name for group in times for name in group))
    keys = [tuple(row[name] for name in columns[:3]) for row in kept[0]["rows"]] if kept else []
    rows = [(*map(_code, key), *(cell for one in kept for cell in _predicted(one, key))) for key in keys]
    return f"{_makers(kept)}\n{table(columns, rows, numbers=False)}" if kept else ""


def bridge() -> str:
    """The first prediction of Brussels beside the same with half and with twice the flow at Tournai."""
    beside = [_kept(BRUSSELS / f"tournai-bridge-{name}") for name in ("half", "double")]
    if not all(beside):
        return ""
    kept = [beside[0][0], _kept(BRUSSELS)[0], beside[1][0]]
    columns = ("formation", "place", "event", "100 vehicles an hour", "200, the prediction", "400")
    keys = [tuple(row[name] for name in columns[:3]) for row in kept[1]["rows"]]
    rows = [(*map(_code, key), *(_predicted(one, key)[0] for one in kept)) for key in keys]
    return f"{_makers(kept)}\n{table(columns, rows, numbers=False)}"


def _kept(folder: Path) -> list[dict[str, Any]]:
    """The predictions of a folder, the first one first."""
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]


def _makers(kept: Sequence[Mapping[str, Any]]) -> str:
    """What made each of some predictions."""
    head = ("prediction", "scenario", "hash of the scenario", "seed", "replications", "version", "commit")
    return table(head, map(_made, kept), numbers=False)


def _made(document: Mapping[str, Any]) -> tuple[str, ...]:
    plain = (document["date"], document["scenario"], f"`{document['digest']}`")
    return (*plain, str(document["seed"]), str(document["n"]), document["version"], f"`{document['commit']}`")


def _predicted(document: Mapping[str, Any], key: tuple[str, ...]) -> tuple[str, str, str]:
    """Median, middle 90 % and share of never of one row; dashes where it was not asked for then."""
    for row in document["rows"]:
        if (row["formation"], row["place"], row["event"]) == key:
            never = f"{row['never']:.1%}" if row["never"] else ""
            return day_clock(row["median"]), f"{day_clock(row['low90'])} .. {day_clock(row['high90'])}", never
    return "-", "-", "-"


def _code(text: str) -> str:
    return f"`{text}`"


PAGES: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "scenario-language.md": {"language": language},
    "model.md": {"parameters": parameters},
    "api.md": {"door": door},
    "results-format.md": {"files": files},
    "cli.md": {"commands": commands},
    "brussels.md": {"predictions": brussels, "bridge": bridge},
    "events.md": {"kinds": kinds, "passages": passages, "causes": causes},
}
"""Page -> name of a part -> what makes it."""


def page(name: str, text: str) -> str:
    """The text of a page with its parts made anew."""
    return fill(text, {part: make() for part, make in PAGES.get(name, {}).items()})


def main() -> None:
    """Make the parts of every page anew."""
    for name in PAGES:
        file = HERE / name
        file.write_text(page(name, file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
