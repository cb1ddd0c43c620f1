"""The guided tour: every notebook runs from top to bottom, and is stored as a reader should find it."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
TOUR = sorted(NOTEBOOKS.glob("*.ipynb"))
PUBLIC = {"paris44", "IPython", "matplotlib", "networkx", "numpy", "pandas"}
"""What a notebook may import beside the standard library; all of it comes with the extra ``notebooks``."""
FEW = 4
"""Replications in the tests, in place of the ``N`` of the cell tagged ``parameters``."""
MOST_BYTES = 400_000
MACHINE = re.compile(
    r"(?<![\w.:/])/(?:home|root|tmp|Users|usr|opt|var|work|mnt|srv|private)/|\b[A-Z]:\\|<ipython-input"
)
"""What only an absolute path of some machine looks like."""

Cell = dict[str, Any]


def stored(path: Path) -> dict[str, Any]:
    """The notebook as it is committed."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def source(cell: Cell) -> str:
    """The text of a cell."""
    return "".join(cell["source"])


def cells(path: Path, kind: str) -> list[Cell]:
    """The cells of one kind, ``code`` or ``markdown``."""
    return [cell for cell in stored(path)["cells"] if cell["cell_type"] == kind]


def outputs(path: Path) -> Iterator[dict[str, Any]]:
    """Every output of every cell."""
    for cell in cells(path, "code"):
        yield from cell["outputs"]


def printed(output: dict[str, Any]) -> str:
    """The text that an output shows."""
    data = output.get("data", {})
    told = (output.get("text", ()), data.get("text/plain", ()), data.get("text/html", ()))
    return "".join("".join(text) for text in told)


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a notebook imports, whole: ``a.b`` of ``from a import b``."""
    for node in ast.walk(ast.parse("\n".join(source(cell) for cell in cells(path, "code")))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def kinds(cell: Cell) -> list[str]:
    """What a cell left behind: printed text, or pictures; text that came in pieces counts once."""
    found = [
        "picture" if "image/png" in output.get("data", {}) else output["output_type"]
        for output in cell["outputs"]
    ]
    return [kind for at, kind in enumerate(found) if kind == "picture" or kind not in found[:at]]


every = pytest.mark.parametrize("path", TOUR, ids=lambda path: path.stem)


def test_the_tour_is_whole() -> None:
    """There are five notebooks, numbered in the order in which they are read."""
    assert [path.name.partition("-")[0] for path in TOUR] == ["1", "2", "3", "4", "5"]


@every
def test_uses_the_door_alone(path: Path) -> None:
    """A notebook imports ``paris44`` as a user does, never what lies behind it, and public packages."""
    found = set(imports(path))
    assert "paris44" in found
    assert not [name for name in found if name.startswith("paris44.")]
    tops = {name.split(".")[0] for name in found} - sys.stdlib_module_names
    assert tops <= PUBLIC


@every
def test_is_no_wider_than_a_page(path: Path) -> None:
    """No line of a notebook is longer than one of the other pages."""
    lines = [line for cell in stored(path)["cells"] for line in source(cell).splitlines()]
    assert not [line for line in lines if len(line) > 120]


@every
def test_says_how_long_it_takes(path: Path) -> None:
    """The first cell of a notebook is its title and states the run time."""
    first = stored(path)["cells"][0]
    assert first["cell_type"] == "markdown"
    assert source(first).startswith("# ")
    assert re.search(r"\*\*Run time:\*\* about \d+ seconds", source(first))


@every
def test_is_stored_with_its_outputs(path: Path) -> None:
    """Every code cell was run once, in order, without an error or a warning, and there are pictures."""
    counts = [cell["execution_count"] for cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))
    told = list(outputs(path))
    assert {output["output_type"] for output in told} <= {"stream", "display_data", "execute_result"}
    assert {output["name"] for output in told if output["output_type"] == "stream"} <= {"stdout"}
    assert any("image/png" in output.get("data", {}) for output in told)


@every
def test_is_small_and_of_no_machine(path: Path) -> None:
    """A stored notebook is small and names no folder of the machine that ran it, nor when it ran."""
    assert path.stat().st_size < MOST_BYTES
    assert not [text for output in outputs(path) if MACHINE.search(text := printed(output))]
    notebook = stored(path)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert not [cell["id"] for cell in notebook["cells"] if set(cell["metadata"]) - {"tags"}]


@every
def test_pictures_say_what_they_show(path: Path) -> None:
    """Every picture carries its message in words, for those who cannot see it."""
    for output in outputs(path):
        if "image/png" in output.get("data", {}):
            assert len(output["metadata"]["image/png"]["alt"]) > 20


@every
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link of a notebook is a file that is there."""
    text = "\n".join(source(cell) for cell in cells(path, "markdown"))
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert not [link for link in links if not (path.parent / link.partition("#")[0]).is_file()]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@every
def test_runs_from_top_to_bottom(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook runs in an empty folder with few replications, and each cell gives the kind of output that
    is stored with it."""
    pytest.importorskip("ipykernel", reason="ipykernel runs the notebooks; it comes with the extra notebooks")
    nbclient = pytest.importorskip("nbclient", reason="nbclient comes with the extra notebooks")
    import nbformat

    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    asked = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    assert len(asked) == 1
    asked[0].source, changed = re.subn(r"(?m)^N = \d+", f"N = {FEW}", asked[0].source)
    assert changed == 1
    home = tmp_path / "empty"
    home.mkdir()
    nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(home)}}
    ).execute()
    now = [kinds(cell) for cell in notebook.cells if cell.cell_type == "code"]
    assert now == [kinds(cell) for cell in cells(path, "code")]
    assert not any(home.iterdir())
