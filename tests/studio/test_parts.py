from __future__ import annotations

import io
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from paris44.errors import UserError
from paris44.studio import pack as packing
from paris44.studio.parts import LOADER, WHEELS, Wheel, gather
from paris44.views.web.shell import inert, marked


def test_a_folder_without_the_parts_is_a_fault(tmp_path: Path) -> None:
    """A folder that is not there, lacks a part or has another one is told by option and file."""
    with pytest.raises(UserError, match=r"--pyodide: .*nowhere is no folder"):
        gather(tmp_path / "nowhere", tmp_path)
    with pytest.raises(UserError, match=r"--pyodide: pyodide\.mjs cannot be read"):
        gather(tmp_path, tmp_path)
    for name in LOADER:
        (tmp_path / name).write_bytes(b"another")
    with pytest.raises(UserError, match=r"--pyodide: pyodide\.mjs is not the file that was tested"):
        gather(tmp_path, tmp_path)


def test_without_a_client_a_folder_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where npm or pip are missing or fail, one line says so and which option takes a folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"--pyodide: .*there is no npm; .*--pyodide FOLDER"):
        gather()
    monkeypatch.setattr(sys, "executable", "false")
    monkeypatch.setattr("paris44.studio.parts.LOADER", {})
    with pytest.raises(UserError, match=r"--wheels: .*--wheels FOLDER"):
        gather(tmp_path)


def test_every_part_is_pinned() -> None:
    """Each file of Pyodide and each wheel has a SHA-256, and no wheel stands twice."""
    digests = [*LOADER.values(), *(wheel.digest for wheel in WHEELS)]
    assert all(len(digest) == 64 and int(digest, 16) for digest in digests)
    assert len({wheel.file for wheel in WHEELS}) == len(WHEELS)
    assert all(isinstance(wheel, Wheel) and "==" in wheel.wanted for wheel in WHEELS)


def test_the_archive_depends_on_its_files_alone() -> None:
    """The same files in another order are the same bytes."""
    one, two = {"b": b"2", "a": b"1"}, {"a": b"1", "b": b"2"}
    assert packing._zip(one) == packing._zip(two)
    assert ZipFile(io.BytesIO(packing._zip(one))).namelist() == ["a", "b"]


def test_the_page_carries_what_the_desk_imports() -> None:
    """Of the program the desk's modules are carried, and nothing that draws, prints or spreads work."""
    names = set(packing._own())
    assert {"paris44/__init__.py", "paris44/studio/desk.py", "paris44/engine/run.py"} <= names
    without = (
        "paris44/cli",
        "paris44/commands",
        "paris44/door",
        "paris44/views/figures",
        "paris44/study/running/spread",
    )
    assert not [name for name in names if name.startswith(without)]


def test_no_text_ends_its_element() -> None:
    """A text with a closing tag stays inside the element that holds it."""
    page = marked("<script>/*DATA*/</script>", {"/*DATA*/": inert("</script><b>")})
    assert page.count("</script>") == 1
