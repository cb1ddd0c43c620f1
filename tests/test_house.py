"""The house rules: floors import only downwards, the engine stays light, modules stay short."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import paris44

PACKAGE = Path(paris44.__file__).parent
FLOORS = ("scenario", "world", "engine", "study", "views", "commands", "cli")
PLAIN = {"sim", "paris44.scenario.model", "paris44.scenario.dist", "paris44.scenario.parameters"}
OWNERS = {"simpy": {"engine"}, "matplotlib": {"views"}, "pydantic": {"scenario"}, "typer": {"cli"}}
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOT = PACKAGE.parent


def name_of(path: Path) -> str:
    """The dotted name of a module file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> str | None:
    """The floor on which a module of the package lies, None for ``sim`` itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports anywhere, also inside functions."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "sim")


def loaded_by(statement: str) -> set[str]:
    """What a fresh interpreter has in ``sys.modules`` after ``statement``."""
    code = f"import sys, json; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def roots(modules: set[str]) -> set[str]:
    """The top-level packages that belong neither to the standard library nor to us."""
    tops = {name.split(".")[0] for name in modules} - {"sim"}
    return {top for top in tops if top not in sys.stdlib_module_names and not top.startswith("_")}


def modules_of(*floors: str) -> str:
    """An import statement for every module on the given floors."""
    names = [name_of(path) for path in MODULES if floor_of(name_of(path)) in floors]
    return "import " + ", ".join(names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_only_downwards(path: Path) -> None:
    """A module imports only modules of its own floor and of floors below it."""
    here = floor_of(name_of(path))
    allowed = set(FLOORS[: FLOORS.index(here) + 1]) if here in FLOORS else set()
    upwards = [
        name
        for name in imports_of(path)
        if name.startswith("sim.") and floor_of(name) in FLOORS and floor_of(name) not in allowed
    ]
    assert not upwards


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_big_packages_stay_on_their_floor(path: Path) -> None:
    """Only the engine imports SimPy, only views Matplotlib, only scenario pydantic, only cli typer."""
    here = floor_of(name_of(path))
    strangers = [
        name
        for name in imports_of(path)
        if (owners := OWNERS.get(name.split(".")[0])) is not None and here not in owners
    ]
    assert not strangers


@pytest.mark.parametrize(
    "path", [p for p in MODULES if floor_of(name_of(p)) in {"world", "engine"}], ids=name_of
)
def test_engine_reads_only_the_plain_part_of_a_scenario(path: Path) -> None:
    """World and engine import of the scenario floor only its standard-library modules."""
    used = {name for name in imports_of(path) if name.startswith("paris44.scenario")}
    assert used <= PLAIN | {"paris44.scenario"}


def test_world_and_engine_are_light() -> None:
    """All modules of world and engine together load only the standard library, SimPy and NetworkX."""
    heavy = {"numpy", "pandas", "scipy", "pydantic", "yaml", "matplotlib", "rich", "typer", "joblib"}
    loaded = loaded_by(modules_of("world", "engine"))
    assert roots(loaded) <= {"simpy", "networkx"}
    assert not roots(loaded) & heavy


def test_import_sim_is_cheap() -> None:
    """``import sim`` brings neither Matplotlib nor pydantic nor anything else from outside."""
    assert roots(loaded_by("import sim")) == set()


def test_command_line_starts_light() -> None:
    """Importing the command line brings no simulation, no numbers and no pictures."""
    loaded = loaded_by("import paris44.cli")
    assert not roots(loaded) & {"simpy", "networkx", "numpy", "matplotlib", "pydantic", "joblib", "yaml"}


@pytest.mark.parametrize("floor", ["scenario", "world", "engine", "commands"])
def test_floors_begin_empty(floor: str) -> None:
    """The ``__init__`` of a floor holds a docstring and nothing else."""
    body = tree_of(PACKAGE / floor / "__init__.py").body
    assert len(body) == 1
    assert ast.get_docstring(tree_of(PACKAGE / floor / "__init__.py"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_prints(path: Path) -> None:
    """No module but ``paris44.cli`` calls print or writes to stdout or stderr."""
    if name_of(path) == "paris44.cli":
        assert any(is_print(node) for node in ast.walk(tree_of(path)))
    else:
        assert not [node.lineno for node in ast.walk(tree_of(path)) if is_print(node)]


def is_print(node: ast.AST) -> bool:
    """A call of print, or a mention of sys.stdout or sys.stderr."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "print"
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"stdout", "stderr"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_level_state(path: Path) -> None:
    """No function rebinds a module's name, and what is mutable at module level is a table in CAPITALS."""
    tree = tree_of(path)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global)]
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, MUTABLE):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            assert all(name.isupper() or name == "__all__" for name in names), names


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_tables_are_never_changed(path: Path) -> None:
    """A table in CAPITALS is only read: no function assigns to its items or calls what would change it."""
    changed = [node.value for node in ast.walk(tree_of(path)) if changes(node)]
    assert not [base.id for base in changed if isinstance(base, ast.Name) and base.id.isupper()]


CHANGERS = {"append", "extend", "update", "setdefault", "pop", "clear", "insert", "add", "remove", "discard"}


def changes(node: ast.AST) -> bool:
    """An assignment to an item, or a mention of a method that changes its object."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Store | ast.Del)
    return isinstance(node, ast.Attribute) and node.attr in CHANGERS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stay_short(path: Path) -> None:
    """A module has at most 400 lines that are not blank, so that a newcomer can read it in one go."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 400


def test_functions_are_short() -> None:
    """Half of all functions are at most 15 lines long, docstrings not counted."""
    lengths = sorted(
        length(node)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) // 2] < 15


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    body = function.body
    begin = function.lineno
    if ast.get_docstring(function) is not None:
        begin += (body[0].end_lineno or 0) - body[0].lineno + 1
    return (function.end_lineno or begin) - begin + 1


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda p: p.stem)
def test_every_test_says_what_must_hold(path: Path) -> None:
    """Each test function has a docstring of one sentence."""
    silent = [
        node.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert not silent


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    """Each module has a docstring."""
    assert ast.get_docstring(tree_of(path))
