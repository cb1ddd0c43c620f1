"""The lists of mutants, and how one is put into the source."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENGINE = ROOT / "sim" / "paris44" / "engine"
KEYS = {"id", "function", "was", "becomes", "means"}
VERDICTS = {"killed_by", "equivalent"}


class ListError(ValueError):
    """A mutant that cannot be made of today's source."""


@dataclass(frozen=True)
class Mutant:
    """One fault: in ``function`` of ``module`` the text ``was`` ``becomes`` another.

    ``means`` says what is wrong then. ``killed_by`` is the test that finds it, tried first; ``equivalent``
    is the reason why none can. Exactly one of the two is given.
    """

    module: str  # lane: the one lane.py of the engine
    id: str  # unique in its module
    function: str  # Lane.enter; empty: the whole module
    was: str
    becomes: str
    means: str
    killed_by: str = ""
    equivalent: str = ""

    @property
    def name(self) -> str:
        """The id in the whole list."""
        return f"{self.module}/{self.id}"

    @property
    def path(self) -> Path:
        """The module's file, from the project's root.

        Raises:
            ListError: there is none of that name, or more than one.
        """
        found = [path.relative_to(ROOT) for path in ENGINE.rglob(f"{self.module}.py")]
        if len(found) != 1:
            raise ListError(f"{self.name}: the engine has {len(found)} modules {self.module}.py, not one")
        return found[0]

    def applied(self, source: str) -> str:
        """The module with this fault.

        Raises:
            ListError: the function is gone, or what is to be changed in it is not there exactly once.
        """
        start, end = _span(source, self.function)
        found = source[start:end].count(self.was)
        if found != 1:
            where = self.function or "the module"
            raise ListError(f"{self.name}: found {found} times in {where}, not once: {self.was!r}")
        changed = source[:start] + source[start:end].replace(self.was, self.becomes) + source[end:]
        try:
            compile(changed, str(self.path), "exec")
        except SyntaxError as error:
            raise ListError(f"{self.name}: does not compile: {error}") from None
        return changed


def modules() -> list[str]:
    """The modules that have a list."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def read(module: str) -> list[Mutant]:
    """The mutants of a module.

    Raises:
        ListError: an entry lacks a key, has one too many, or has an id that another has.
    """
    rows = tomllib.loads((HERE / f"{module}.toml").read_text(encoding="utf-8"))["mutant"]
    seen: set[str] = set()
    for row in rows:
        keys = set(row)
        if keys - VERDICTS != KEYS or len(keys & VERDICTS) != 1:
            raise ListError(f"{module}/{row.get('id')}: wants {sorted(KEYS)} and one of {sorted(VERDICTS)}")
        if row["id"] in seen:
            raise ListError(f"{module}/{row['id']}: there are two of this id")
        seen.add(row["id"])
    return [Mutant(module, **row) for row in rows]


@lru_cache(maxsize=1)
def _parsed(source: str) -> list[ast.stmt]:
    """The statements of a module, which has tens of mutants."""
    return ast.parse(source).body


def _span(source: str, function: str) -> tuple[int, int]:
    """From where to where in the text a function lies, given as ``name`` or ``Class.name``."""
    if not function:
        return 0, len(source)
    body = _parsed(source)
    node: ast.stmt | None = None
    for name in function.split("."):
        node = next((n for n in body if getattr(n, "name", None) == name), None)
        if not isinstance(node, ast.ClassDef | ast.FunctionDef):
            raise ListError(f"there is no {function} any more")
        body = node.body
    assert node is not None
    assert node.end_lineno is not None
    lines = source.splitlines(keepends=True)
    return sum(map(len, lines[: node.lineno - 1])), sum(map(len, lines[: node.end_lineno]))
