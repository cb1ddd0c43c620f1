"""Nothing that people read is English only: every string of the source is marked, every page told whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.table import Table

import paris44
from paris44.cli import main
from paris44.commands import runs, scenarios, studies
from paris44.commands.answer import Answer
from paris44.language.languages import Language
from paris44.language.text import Text
from paris44.study.running.replicate import Effort
from paris44.views.tables.layout import Styled

PACKAGE = Path(paris44.__file__).parent
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}|[a-z]{3,}: [a-z{]")
"""What looks like words for people: two words, or a word with something said of it."""
SHOWN = ("telling", "study", "views", "studio", "commands", "door", "cli", "world/sense", "errors")
"""Floors and rooms whose strings are shown, but for those below."""
MARKS = {"msg", "nmsg", "pmsg", "Message"}
PLAIN = {
    "compile", "sub", "fullmatch", "match", "search", "cast", "TypeVar", "filterwarnings", "split", "replace",
    "removesuffix", "TypedDict", "NamedTuple", "format", "TypeError", "ValueError", "AssertionError",
    "KeyError",
}  # fmt: skip
"""Calls whose strings nobody reads: patterns, types, our own faults."""
KEYWORDS = {"gid", "textcoords", "xycoords", "label", "connectionstyle"}
"""Arguments of Matplotlib that are no words."""
KNOWN = {
    "cli.py": 2,  # help of the program itself: found by the catalogue, as that of its options
    "views/tables/reasons.py": 27,  # what a result folder says, and is looked for
    "study/reading/reasons.py": 39,  # the same, where it is kept
    "study/reading/own_outcomes.py": 1,
    "study/questions/routes/schemes.py": 1,  # the title of a variant, in its result folder
    "study/running/own.py": 1,
    "study/running/notes.py": 3,  # what the log says, and is looked for
    "study/questions/validate/checkpoints.py": 1,  # what some reasons begin with
    "study/questions/validate/dispute.py": 1,  # an option
    "study/running/replicate.py": 2,  # run.log
    "views/tables/markdown.py": 14,  # the published pages, in English
    "views/export/geo.py": 3,  # what stands in exported files, which have no language
    "studio/operation.py": 2,  # lines of a scenario file
    "studio/page.py": 2,  # licences, and the page's policy
    "door/table.py": 1,  # to whoever writes Python
    "door/questions.py": 6,
    "commands/faults.py": 2,  # what the option parser says, and is looked for
    "views/web/shell.py": 1,  # a script
    "telling/clocks.py": 3,  # keys
}
"""How many strings only look like words, or are English for good, by file."""


def told(path: Path) -> bool:
    """Whether what a module says is shown to people as it is."""
    return path.relative_to(PACKAGE).as_posix().startswith(SHOWN)


def unread(tree: ast.AST) -> Iterator[ast.AST]:
    """The strings of a module that nobody reads: docstrings, types, patterns, what is marked already."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value  # a docstring, of a module's name too
        elif isinstance(node, ast.FunctionDef) and node.name == "__repr__":
            yield from ast.walk(node)  # to whoever writes Python
        elif (isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in MARKS | PLAIN) or (
            isinstance(node, ast.keyword) and node.arg in KEYWORDS
        ):
            yield from ast.walk(node)
        elif isinstance(node, ast.Subscript):
            yield from ast.walk(node.slice)
        elif isinstance(node, ast.Compare):
            yield from ast.walk(node)
        elif (isinstance(node, ast.arg) and node.annotation is not None) or isinstance(node, ast.AnnAssign):
            yield from ast.walk(node.annotation)
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield from ast.walk(node.returns)


def words(node: ast.AST) -> str:
    """The letters of a string or of an f-string."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def unmarked(path: Path) -> list[str]:
    """The strings of a module that look like words for people and are not marked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    quiet = {id(node) for node in unread(tree)}
    quiet |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    if path.parent.name == "door":
        quiet |= {id(part) for node in tree.body if _is_columns(node) for part in ast.walk(node)}
    return [
        f"{node.lineno}: {words(node)!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in quiet
        if SENTENCE.search(words(node)) and not words(node).lstrip().startswith("<")
    ]


def _is_columns(node: ast.AST) -> bool:
    """Whether something is the meaning of a table's columns: part of the reference of Python's door."""
    return isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict)


@pytest.mark.parametrize(
    "path", [path for path in sorted(PACKAGE.rglob("*.py")) if told(path)], ids=lambda path: path.stem
)
def test_what_is_shown_is_marked(path: Path) -> None:
    """Where things are shown every sentence is a message of the catalogue."""
    found = unmarked(path)
    assert len(found) <= KNOWN.get(path.relative_to(PACKAGE).as_posix(), 0), found


FAULTS = ("add", "add_at", "fault", "_fault", "_note", "TextError", "UserError", "StudyError", "ResultError")
"""What notes or raises a fault of the user's."""


def test_every_fault_is_marked() -> None:
    """What is said of a wrong file, option or machine is a message of the catalogue, and so is each hint."""
    bare = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {words(argument)!r}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in FAULTS
        for argument in node.args
        if SENTENCE.search(words(argument))
    ]
    assert bare == []


# --- what a page holds --------------------------------------------------------------------------------


class Bracketed(Language):
    """A language in which every message, name and number stands in brackets: the rest is not told."""

    def tell(self, text: str) -> str:
        """A text, in brackets."""
        return f"⟦{text.into(self)}⟧" if isinstance(text, Text) else text


def rest(text: object) -> str:
    """What of a text is outside of all brackets."""
    left, depth = "", 0
    for letter in Bracketed("xx").tell(str(text) if not isinstance(text, str) else text):
        depth += (letter == "⟦") - (letter == "⟧")
        left += letter if depth == 0 and letter not in "⟦⟧" else ""
    return left


def pieces(part: object) -> Iterator[object]:
    """The strings of a part of a page."""
    if isinstance(part, Table):
        for column in part.columns:
            yield from pieces(column.header)
            for cell in column.cells:
                yield from pieces(cell)
    elif isinstance(part, Styled):
        yield part.text
    else:
        yield part


def untold(answer: Answer) -> list[str]:
    """What an answer's page and notes say in English whatever the language."""
    parts = [piece for part in answer.page() for piece in pieces(part)]
    return [left for left in map(rest, [*parts, *answer.notes]) if SENTENCE.search(left)]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where results go."""
    return tmp_path_factory.mktemp("told")


def test_pages_are_told_whole(out: Path) -> None:
    """The pages of the commands have no sentence left that a language could not tell."""
    effort = Effort(2, out=out)
    shown = studies.Shown()
    answers = {
        "run": runs.run("historical", effort, chance=True, goal=None, everything=False, say=None),
        "validate": runs.validate("historical", effort),
        "compare": studies.compare("historical", ["no-dronne"], effort, shown),
        "show": scenarios.show("historical", resolved=False, diff=None, cite=None),
        "diff": scenarios.show("no-dronne", resolved=False, diff="historical", cite=None),
        "check": scenarios.check(["historical"]),
        "runs": scenarios.list_runs(out, None),
    }
    assert {name: found for name, answer in answers.items() if (found := untold(answer))} == {}


def test_files_have_no_language(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result folder, its tables and a document are the same bytes whatever the environment asks for."""
    import json

    def made(code: str) -> tuple[dict[str, bytes], str]:
        monkeypatch.setenv("LC_ALL", code)
        own = out / code
        answer = runs.run(
            "toy-phase-line", Effort(3, out=own), chance=True, goal=None, everything=True, say=None
        )
        files = {p.relative_to(own).as_posix(): p.read_bytes() for p in own.rglob("*") if p.is_file()}
        document = json.dumps(answer.document(), default=str).replace(str(own), "")
        return {name: data for name, data in files.items() if not name.endswith("run.log")}, document

    assert made("fr_FR.UTF-8") == made("en_GB.UTF-8")


def _untimed(name: str, data: bytes) -> bytes:
    """A file; of a run's log without how long things took."""
    return re.sub(rb"[\d.:+-]+", b"#", data) if name.endswith("run.log") else data


LATER = """extends: toy-phase-line
title: The line an hour later
change: {orders.line-order.until: 1944-08-22T09:00+02:00}
"""


def test_no_file_knows_the_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever ``--lang`` says, commands leave the same files with the same bytes and print the same JSON."""
    (tmp_path / "later.yaml").write_text(LATER, encoding="utf-8")
    later, made = str(tmp_path / "later.yaml"), {}
    vary = "orders.line-order.until=1944-08-22T08:00+02:00,1944-08-22T09:00+02:00"
    for code in ("en", "fr"):
        out = tmp_path / code
        few = ["-n", "3", "--workers", "1", "--quiet"]
        calls = [
            ["run", "toy-phase-line", *few, "--tables", "csv"],
            ["compare", "toy-phase-line", later, *few],
            ["sweep", "toy-phase-line", "--vary", vary, "--outcome", "first-arrival", *few],
            ["export", "toy-phase-line", "--format", "movement-table", "-o", str(tmp_path / f"{code}.csv")],
            ["export", "toy-phase-line", "--format", "kml", "-o", str(tmp_path / f"{code}.kml")],
        ]  # fmt: skip
        said = []
        for call in calls:
            assert main([*call, "--out", str(out), "--lang", code, "--json"]) == 0, call
            said.append(capsys.readouterr().out.replace(str(out), "").replace(f"{code}.", ""))
        files = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
        files |= {p.suffix: p.read_bytes() for p in tmp_path.glob(f"{code}.*")}
        made[code] = said, {name: _untimed(name, data) for name, data in files.items()}
    assert len(made["en"][1]) > 20
    assert {name for name in made["en"][1] if made["en"][1][name] != made["fr"][1].get(name)} == set()
    assert made["en"] == made["fr"]
