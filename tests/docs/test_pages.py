"""The pages hang together: links, headings, generated parts, and a site without a warning."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from paris44.door.result import ARRIVALS, CHAINS
from paris44.results.columns import COLUMNS
from paris44.results.manifest import _KINDS
from tests.docs.pages import DOCS, MADE, PAGES, generator

LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
NAMES = [page.name for page in PAGES]


def anchors(page: Path) -> set[str]:
    """The anchors that a code host gives to the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link leads to a file of the repository, and to a heading of it where it names one."""
    broken = []
    for path, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append((path, anchor))
    assert not broken


def test_every_page_is_reached() -> None:
    """The index links to every page, and every page of the site stands in its table of contents."""
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    contents = re.findall(r"^[\w-]+$", "\n".join(re.findall(r"```{toctree}(.*?)```", index, re.DOTALL)), re.M)
    pages = {page.stem for page in PAGES if page.parent == DOCS} - {"index"}
    assert set(contents) == pages
    assert {path for path, _ in LINK.findall(index) if path.endswith(".md")} == {f"{p}.md" for p in pages}


REPRODUCED = ("outcomes", "missing", "validation", "forecasts", "places", "losses", "comparison")
"""Tables that ``paris44 reproduce`` fills."""


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_generated_parts_are_as_generated(page: Path) -> None:
    """What a page holds of the program's tables is what the program says now; every part has a maker."""
    text = page.read_text(encoding="utf-8")
    module = generator()
    assert module.page(page.name, text) == text, "python docs/generate.py makes it anew"
    made = {name for name, _ in MADE.findall(text)}
    by_reproduce = set(REPRODUCED) if page.name == "validation.md" else set()
    assert made == set(module.PAGES.get(page.name, {})) | by_reproduce


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    """Sphinx makes a page of every page, strictly."""
    pytest.importorskip("furo")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        str(DOCS),
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {p.stem for p in tmp_path.glob("*.html")} >= {p.stem for p in PAGES if p.parent == DOCS}


def test_what_the_architecture_names_is_there() -> None:
    """Every file and folder that the page names exists, and each step's name stands in its file."""
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`(sim/paris44/[^`]+)`", text)
    assert len(named) > 20
    assert not [path for path in named if not (DOCS.parent / path).exists()]
    steps = re.findall(r"^\| \d+ \|.*\| `(.+)` \| `(\w+)` \|$", text, re.MULTILINE)
    assert len(steps) >= 14
    for path, name in steps:
        assert re.search(rf"\b{name}\b", (DOCS.parent / path).read_text(encoding="utf-8")), (path, name)


def test_the_manifest_is_described() -> None:
    """The page of result folders names every key that a manifest must have, and the table no other."""
    text = (DOCS / "results-format.md").read_text(encoding="utf-8")
    table = text.partition("## `manifest.json`")[2].partition("##")[0]
    rows = re.findall(r"^\| ((?:`\w+`,? ?)+)\|", table, re.MULTILINE)
    assert {key for row in rows for key in re.findall(r"`(\w+)`", row)} == {*_KINDS, "format", "seal"}


@pytest.mark.parametrize(("name", "columns"), [("arrivals", ARRIVALS), ("chains", CHAINS)])
def test_columns_of_other_names_are_told(name: str, columns: dict[str, str]) -> None:
    """The page of the door names the columns that are called otherwise in the files, both ways."""
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    apart = set(columns) ^ (COLUMNS[name].keys() - {"scenario"})
    assert len(apart) == 2
    assert not [column for column in apart if f"`{column}`" not in text]
