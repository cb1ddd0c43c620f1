"""Every example of the README and of the pages runs as printed, but with fewer replications."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import paris44
from paris44.cli import main
from paris44.scenario.load import load
from tests.docs.pages import PAGES, Block, blocks

SIMULATING = {
    "run", "validate", "compare", "dispute", "routes", "sweep", "calibrate", "sensitivity", "evidence",
}  # fmt: skip
"""Commands that take ``-n``; two replications show that an example runs."""
NOT_RUN = re.compile(r"not run: \w+|as in the README|install|test")
"""A block that the tests cannot run says why; ``.ci/run`` runs the two of the README that install."""


def with_blocks(*languages: str) -> list[Path]:
    """The pages that have such blocks."""
    return [page for page in PAGES if any(block.language in languages for block in blocks(page))]


def commands(block: Block) -> list[list[str]]:
    """The commands of a shell block, split as a shell would."""
    lines = re.sub(r"\\\n\s*", " ", block.text).splitlines()
    split = [shlex.split(line, comments=True) for line in lines]
    return [words for words in split if words]


def few(words: list[str]) -> list[str]:
    """A command with two replications and one process, where it simulates."""
    if words[0] not in SIMULATING:
        return words
    kept = list(words)
    while "-n" in kept:
        at = kept.index("-n")
        del kept[at : at + 2]
    chance = [] if "--no-chance" in kept else ["-n", "2"]
    return [*kept, *chance, "--workers", "1", "--quiet"]


@pytest.mark.parametrize("page", with_blocks("sh", "yaml"), ids=lambda page: page.stem)
def test_commands_run_as_printed(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files are saved under the name that the page gives them, and every command after them ends well."""
    monkeypatch.chdir(tmp_path)
    for block in blocks(page):
        if block.language in ("yaml", "text") and block.note.startswith("file: "):
            file = Path(block.note.removeprefix("file: "))
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
        elif block.language == "yaml":
            Path("changes.yaml").write_text(
                f"extends: historical\ntitle: Changes\n{block.text}", encoding="utf-8"
            )
            assert main(["check", "changes.yaml"]) == 0, capsys.readouterr().err
        elif block.language == "sh" and not NOT_RUN.match(block.note):
            for words in commands(block):
                if words[0] == "cd":
                    monkeypatch.chdir(words[1])
                    continue
                assert words[0] == "paris44", (page.name, words)
                assert main(few(words[1:])) == 0, (page.name, words, capsys.readouterr().err)


@pytest.mark.parametrize("page", with_blocks("python"), ids=lambda page: page.stem)
def test_python_runs_as_printed(page: Path, tmp_path: Path) -> None:
    """The Python of a page runs from top to bottom, as a file in an empty folder."""
    text = "".join(b.text for b in blocks(page) if b.language == "python" and not NOT_RUN.match(b.note))
    (tmp_path / "example.py").write_text(re.sub(r"\bn=\d+", "n=2", text), encoding="utf-8")
    command = [sys.executable, "-W", "error", "example.py"]
    known = os.environ | {"PYTHONPATH": str(Path(paris44.__file__).parents[1])}
    done = subprocess.run(command, cwd=tmp_path, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_readme_needs_no_extra(tmp_path: Path) -> None:
    """Its Python runs where pandas is not installed, as after the README's own installation."""
    (tmp_path / "pandas.py").write_text('raise ImportError("not installed")\n', encoding="utf-8")
    test_python_runs_as_printed(PAGES[0], tmp_path)


def test_the_what_if_of_the_readme_is_sound(tmp_path: Path) -> None:
    """The counterfactual as printed loads with its whole passport, in at most twelve lines."""
    text = next(block.text for block in blocks(PAGES[0]) if block.language == "yaml")
    assert len(text.splitlines()) <= 12
    path = tmp_path / "my-what-if.yaml"
    path.write_text(text, encoding="utf-8")
    assert not load(path).scenario.exploratory


def test_what_is_said_twice_is_the_same() -> None:
    """A block that is marked as the README's stands there too, so that it is run there."""
    marked = [block for page in PAGES for block in blocks(page) if block.note == "as in the README"]
    assert marked
    assert {block.text for block in marked} <= {block.text for block in blocks(PAGES[0])}
