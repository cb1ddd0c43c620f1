"""What is made of a new operation speaks of that operation alone, but for the name of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from paris44.cli import main
from paris44.views.export import formats
from paris44.views.figures import kinds

FEW = ["-n", "2", "--workers", "1", "--quiet"]
PROGRAM = re.compile(r"paris ?44", re.IGNORECASE)
FOREIGN = re.compile(
    r"\bParis\b|\bSeine\b|Leclerc|2e DB|\bFFI\b|Dronne|Versailles|\b1944\b|German|allemand|Île-de-France",
    re.IGNORECASE,
)
"""Places, units, people and years of the shipped operations."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new operation and its what-if, run; the working folder is its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("new"))
        assert main(["new", "arnsby"]) == 0
        patch.chdir("arnsby")
        for words in (["run", "arnsby.yaml"], ["run", "earlier.yaml"]):
            assert main([*words, *FEW]) == 0
        yield


def foreign(text: str) -> list[str]:
    """What a text says of other operations, each with some words around it."""
    text = PROGRAM.sub("", text)
    return [text[max(0, m.start() - 40) : m.end() + 40] for m in FOREIGN.finditer(text)]


@pytest.mark.usefixtures("made")
def test_printed_tables(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever a command prints of it names nobody else."""
    for words in (
        ["run", "arnsby.yaml", "--all", *FEW],
        ["validate", "arnsby.yaml", *FEW],
        ["compare", "arnsby.yaml", "earlier.yaml", *FEW],
        ["show", "arnsby.yaml"],
        ["show", "earlier.yaml", "--diff", "arnsby.yaml"],
        ["list", "--runs"],
    ):
        capsys.readouterr()
        assert main(words) == 0
        told = capsys.readouterr()
        assert foreign(told.out + told.err) == [], words


@pytest.mark.usefixtures("made")
def test_the_page() -> None:
    """The page, its script and its data name nobody else, in either language."""
    assert main(["report", "arnsby", "earlier", "-o", "page.html"]) == 0
    assert foreign(Path("page.html").read_text(encoding="utf-8")) == []


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("kind", sorted(kinds.KINDS))
def test_figures(kind: str) -> None:
    """The words of every figure that can be drawn of it name nobody else."""
    results = ["arnsby", "earlier"] if kind == "compare" else ["arnsby"]
    if main(["plot", *results, "--kind", kind, "-o", f"{kind}.svg"]) != 0:
        pytest.skip("needs an answer of its own")
    words = re.findall(
        r"<!-- (.*?) -->|<text[^>]*>(.*?)</text>", Path(f"{kind}.svg").read_text(encoding="utf-8")
    )
    assert words
    assert foreign(" ".join(map(" ".join, words))) == []


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("form", sorted(formats.FORMATS))
def test_exports(form: str) -> None:
    """Exports name nobody else."""
    path = Path(f"{form}{formats.FORMATS[form].endings[0]}")
    assert main(["export", "arnsby", "--format", form, "-o", str(path)]) == 0
    raw = path.read_bytes()
    assert foreign(raw.decode("utf-8", "replace")) == []
