"""The house rules: floors import only downwards, the engine stays light, names mean one thing."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

import paris44

PACKAGE = Path(paris44.__file__).parent
FLOORS = (
    "version", "language", "errors", "scenario", "results", "world", "engine", "telling", "study", "views",
    "studio", "commands", "door", "cli",
)  # fmt: skip
PLAIN = {
    "paris44",
    "paris44.scenario.hooks",
    "paris44.scenario.model",
    "paris44.scenario.outcomes",
    "paris44.scenario.dist",
    "paris44.scenario.parameters",
}
OWNERS = {"simpy": {"engine"}, "matplotlib": {"views"}, "pydantic": {"scenario"}, "typer": {"cli"}}
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOT = PACKAGE.parent
TESTS = sorted(Path(__file__).parent.rglob("test_*.py"))


def name_of(path: Path) -> str:
    """The dotted name of a module file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> str | None:
    """The floor on which a module of the package lies, None for the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in FLOORS else None


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
            yield from (
                f"{node.module}.{alias.name}" for alias in node.names if node.module.startswith("paris44")
            )


def loaded_by(statement: str) -> set[str]:
    """What a fresh interpreter has in ``sys.modules`` after ``statement``."""
    code = f"import sys, json; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def roots(modules: set[str]) -> set[str]:
    """The top-level packages that belong neither to the standard library nor to us."""
    tops = {name.split(".")[0] for name in modules} - {"paris44"}
    return {top for top in tops if top not in sys.stdlib_module_names and not top.startswith("_")}


def modules_of(*floors: str) -> str:
    """An import statement for every module on the given floors."""
    names = [name_of(path) for path in MODULES if floor_of(name_of(path)) in floors]
    return "import " + ", ".join(names)


def test_imports_go_only_downwards() -> None:
    """A module imports only modules of its own floor and of floors below it."""
    upwards = [
        f"{name_of(path)} -> {name}"
        for path in MODULES
        for name in imports_of(path)
        if name.startswith("paris44.") and floor_of(name) is not None and above(name, name_of(path))
    ]
    assert not upwards


def above(name: str, module: str) -> bool:
    """Whether ``name`` lies on a floor above ``module`` (the package's own door opens upwards, lazily)."""
    here = floor_of(module)
    return here is not None and FLOORS.index(floor_of(name) or here) > FLOORS.index(here)


def test_there_is_no_import_circle() -> None:
    """No module imports, inside a function or for its types alone, one that leads back to it."""
    own = {name_of(path): path for path in MODULES}
    arrows = {name: {other for other in imports_of(path) if other in own} for name, path in own.items()}
    parts = nx.strongly_connected_components(nx.DiGraph(arrows))
    assert [sorted(part) for part in parts if len(part) > 1] == []


@pytest.mark.parametrize("floor", ["scenario", "engine"])
def test_rooms_are_in_no_circle(floor: str) -> None:
    """Inside these floors the rooms, and the modules beside them, import each other in no circle."""
    own = {name_of(path): path for path in MODULES if floor_of(name_of(path)) == floor}
    arrows = {(name, target) for name, path in own.items() for target in imports_of(path) if target in own}
    rooms = {(".".join(a.split(".")[:3]), ".".join(b.split(".")[:3])) for a, b in arrows}
    graph = nx.DiGraph((a, b) for a, b in rooms if b not in (a, f"paris44.{floor}"))
    assert list(nx.simple_cycles(graph)) == []


MOST_MODULES = 12
"""Modules in a folder that one still finds at a glance."""


def test_rooms_are_small() -> None:
    """No folder holds more modules than one finds at a glance."""
    count = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert {str(folder): n for folder, n in count.items() if n > MOST_MODULES} == {}


def test_results_need_neither_engine_nor_world() -> None:
    """Result folders are read and written where nothing can be simulated."""
    loaded = loaded_by(modules_of("results"))
    assert not [name for name in loaded if floor_of(name) in {"world", "engine"} or name.startswith("simpy")]


def test_one_reader_of_each_table() -> None:
    """Only the floor of the results reads lines of a result folder's tables, or cuts them into cells."""
    strangers = [
        f"{name_of(path)}: {node.attr if isinstance(node, ast.Attribute) else node.name}"
        for path in MODULES
        if floor_of(name_of(path)) not in {"scenario", "results"}
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.alias) and (node.name == "split_line" or node.name.startswith("parse_")))
        or (isinstance(node, ast.Attribute) and (node.attr == "split_line" or node.attr.startswith("parse_")))
    ]
    assert not strangers


def test_a_class_has_a_name_of_its_own() -> None:
    """No two public classes of the package have one name."""
    count = Counter(
        node.name
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, times in count.items() if times > 1} == set()


def test_big_packages_stay_on_their_floor() -> None:
    """Only the engine imports SimPy, only views Matplotlib, only scenario pydantic, only cli typer."""
    strangers = [
        f"{name_of(path)} -> {name}"
        for path in MODULES
        for name in imports_of(path)
        if (owners := OWNERS.get(name.split(".")[0])) is not None
        and floor_of(name_of(path)) not in owners
        and not typing_only(path, name)
    ]
    assert not strangers


def typing_only(path: Path, name: str) -> bool:
    """Whether a module is imported under TYPE_CHECKING alone."""
    blocks = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.If) and is_typing(node.test)]
    inside = [n for block in blocks for n in ast.walk(block) if isinstance(n, ast.ImportFrom | ast.Import)]
    every = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.ImportFrom | ast.Import)]
    return all(node in inside for node in every if name.split(".", maxsplit=1)[0] in top_names(node))


def is_typing(test: ast.expr) -> bool:
    """The condition ``TYPE_CHECKING``."""
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def top_names(node: ast.Import | ast.ImportFrom) -> set[str]:
    """The top-level packages that a statement imports."""
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").split(".")[0]}
    return {alias.name.split(".")[0] for alias in node.names}


def test_engine_reads_only_the_plain_part_of_a_scenario() -> None:
    """World and engine import of the scenario floor only its standard-library modules."""
    strangers = [
        f"{name_of(path)} -> {name}"
        for path in MODULES
        if floor_of(name_of(path)) in {"world", "engine"}
        for name in imports_of(path)
        if name.startswith("paris44.scenario")
        and not any(name == p or name.startswith(f"{p}.") for p in PLAIN - {"paris44"})
    ]
    assert set(strangers) == set() or all(name.endswith("paris44.scenario") for name in strangers)


def test_world_and_engine_are_light() -> None:
    """All modules of world and engine together load only the standard library, SimPy and NetworkX."""
    heavy = {"numpy", "pandas", "scipy", "pydantic", "yaml", "matplotlib", "rich", "typer", "joblib"}
    loaded = loaded_by(modules_of("world", "engine"))
    assert roots(loaded) <= {"simpy", "networkx"}
    assert not roots(loaded) & heavy


IN_A_BROWSER = ("simpy", "networkx", "pydantic", "pydantic_core", "annotated_types", "typing_extensions",
                "typing_inspection", "yaml", "cython_runtime")  # fmt: skip
"""What there is in a browser, beside the standard library (the last is PyYAML's own, compiled)."""
BLOCKED = """
import sys
class Nowhere:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {"numpy", "matplotlib", "pandas", "scipy", "joblib", "rich", "typer"}:
            raise ImportError(f"{name} is not in a browser")
sys.meta_path.insert(0, Nowhere)
"""


def test_a_browser_has_what_the_studio_needs() -> None:
    """What runs in a page - loader, world, engine, reading, pairs, the sentences of the answer - needs SimPy,
    NetworkX, pydantic, PyYAML and the standard library alone."""
    modules = [name_of(path) for path in MODULES if floor_of(name_of(path)) in {"world", "engine"}]
    modules += ["paris44.scenario.load", "paris44.study.running.lay_out", "paris44.study.reading.tabulate"]
    modules += [
        "paris44.study.reading.run_rows",
        "paris44.study.questions.compare",
        "paris44.telling.overview",
    ]
    loaded = loaded_by(f"exec({BLOCKED!r}); import {', '.join(modules)}")
    assert roots(loaded) <= set(IN_A_BROWSER)


def test_the_door_is_light() -> None:
    """``import paris44`` loads the package itself, its version and nothing else, ours or from outside."""
    loaded = loaded_by("import paris44")
    assert roots(loaded) == set()
    assert {name for name in loaded if name.startswith("paris44")} == {"paris44", "paris44.version"}


def test_command_line_starts_light() -> None:
    """Importing the command line brings no simulation, no numbers and no pictures."""
    loaded = loaded_by("import paris44.cli")
    assert not roots(loaded) & {"simpy", "networkx", "numpy", "matplotlib", "pydantic", "joblib", "yaml"}


def test_a_run_loads_only_what_it_uses(tmp_path: Path) -> None:
    """A run that is asked for as JSON, in one process, loads neither pictures, pages, pools nor any package
    of an extra."""
    words = ["run", "toy-one-road", "-n", "1", "--workers", "1", "--json", "-q", "--out", str(tmp_path)]
    hushed = "import contextlib, io; from paris44.cli import main"
    loaded = loaded_by(f"{hushed}\nwith contextlib.redirect_stdout(io.StringIO()): main({words!r})\n0")
    assert {"simpy", "networkx", "numpy"} <= roots(loaded)
    assert not roots(loaded) & {
        "matplotlib",
        "PIL",
        "rich",
        "joblib",
        "scipy",
        "pandas",
        "pyarrow",
        "distributed",
    }


def test_rooms_begin_empty() -> None:
    """The ``__init__`` of a room holds a docstring and nothing else, but for the door's."""
    for path in MODULES:
        if path.name == "__init__.py" and name_of(path) != "paris44":
            assert ast.get_docstring(tree_of(path)), path
            assert len(tree_of(path).body) == 1, path


def test_only_the_command_line_prints() -> None:
    """No module but ``paris44.cli`` calls print or writes to stdout or stderr."""
    printing = {name_of(path) for path in MODULES if any(is_print(node) for node in ast.walk(tree_of(path)))}
    assert printing == {"paris44.cli"}


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


def test_no_module_level_state() -> None:
    """No function rebinds a module's name, and what is mutable at module level is a table in CAPITALS."""
    for path in MODULES:
        tree = tree_of(path)
        assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global)], path
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, MUTABLE):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = [target.id for target in targets if isinstance(target, ast.Name)]
                assert all(name.isupper() or name == "__all__" for name in names), (path, names)


CHANGERS = {"append", "extend", "update", "setdefault", "pop", "clear", "insert", "add", "remove", "discard"}


def test_module_tables_are_never_changed() -> None:
    """A table in CAPITALS is only read: no function assigns to its items or calls what would change it."""
    for path in MODULES:
        changed = [node.value for node in ast.walk(tree_of(path)) if changes(node)]
        assert not [base.id for base in changed if isinstance(base, ast.Name) and base.id.isupper()], path


def changes(node: ast.AST) -> bool:
    """An assignment to an item, or a mention of a method that changes its object."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Store | ast.Del)
    return isinstance(node, ast.Attribute) and node.attr in CHANGERS


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


UNIT = re.compile(
    r"(?<!['’])\b(s|m|h|km|m/s|km/h|veh/h|min|mm|seconds?|minutes?|hours?|metres?|kilometres?|inch(es)?|points?"
    r"|degrees?|vehicles?|men|shares?|parts?|probabilit(y|ies)|quantiles?|factors?|(SI )?units?|0 to 1)\b"
    r"|%|[\[(]0, 1\)",
    re.IGNORECASE,
)
"""What says in a docstring how a bare number is meant."""


def test_bare_numbers_have_units() -> None:
    """The docstring of each public function that takes or gives a bare float names a unit."""
    silent = [
        f"{name_of(path)}: {function.name}"
        for path in MODULES
        for function in public_functions(tree_of(path))
        if has_bare_float(function) and not UNIT.search(ast.get_docstring(function) or "")
    ]
    assert not silent


def public_functions(body: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef]:
    """The functions of a module and the methods of its classes, but for private ones."""
    for node in body.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def has_bare_float(function: ast.FunctionDef) -> bool:
    """Whether a parameter or the result is a float, or a float or None."""
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    hints = [argument.annotation for argument in arguments] + [function.returns]
    return bool({"float", "float | None"} & {ast.unparse(hint) for hint in hints if hint is not None})


def test_every_test_says_what_must_hold() -> None:
    """Each test function has a docstring of one sentence."""
    silent = [
        f"{path.name}: {node.name}"
        for path in TESTS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert not silent


def test_every_module_says_what_it_is() -> None:
    """Each module has a docstring."""
    assert not [path for path in MODULES if not ast.get_docstring(tree_of(path))]


# --- no operation is named in the program ----------------------------------------------------------

OF_ONE_OPERATION = re.compile(
    r"paris|seine|2e ?db|2db|\bffi\b|dronne|versailles|leclerc|\bgt[vldr]\b|meurice|choltitz|billotte|massu"
    r"|putz|rambouillet|limours|hotel-de-ville|hôtel de ville|champs-|île-de-france|\bmelun|french resistance"
    r"|\bgermans?\b|allemand|\b1[89]\d\d\b(?! \*)",
    re.IGNORECASE,
)
"""Words, places, people, nations and years of one operation, which its scenario declares."""
THE_PRODUCT = re.compile(r"Paris ?44|PARIS44|paris44|comparis|1800\.0|\b1800\b", re.IGNORECASE)
"""Its own name, a word with the same letters, and half an hour in seconds."""


def test_the_program_names_no_operation() -> None:
    """No source file - Python, JavaScript, HTML, styles, JSON - names what belongs to one operation, in a
    string, a comment or an identifier."""
    kinds = (".py", ".js", ".html", ".css", ".json", ".mplstyle")
    files = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in kinds]
    assert len(files) > len(MODULES)
    found = []
    for path in files:
        if "scenarios" in path.relative_to(PACKAGE).parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            word = OF_ONE_OPERATION.search(THE_PRODUCT.sub("", line))
            if word is not None:
                found.append(f"{path.relative_to(PACKAGE)}:{number}: {word[0]}")
    assert found == []
