from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import networkx
import pytest

import paris44
from paris44.errors import UserError
from paris44.studio import pack as packing
from paris44.studio.desk import Desk
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


def test_the_page_has_enough_of_networkx(tmp_path: Path) -> None:
    """With the part of NetworkX that is carried a file is checked, heeded and simulated as with the whole."""
    whole = Path(networkx.__file__).parent
    files = {path.relative_to(whole.parent).as_posix(): path.read_bytes() for path in whole.rglob("*.py")}
    small = packing.small_networkx(files)
    assert 20 < len(small) < len(files) / 4
    for name, data in small.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    # ways over shut roads, a phase line and a formation led elsewhere: all that is asked of a graph
    change = "{roads.dampierre--chevreuse.closed: true, reroute: {orders.m24-massu: [dampierre]}}"
    text = f"extends: historical\ntitle: Mine\nchange: {change}\n"
    known = {"id": 1, "text": text, "base": "historical", "seed": 1, "chance": True, "events": 1}
    asked = [{"do": "check"}, {"do": "heed"}, {"do": "simulate", "replication": 0}]
    messages = [known | one for one in asked]
    script = "import json, sys; from paris44.studio.desk import Desk; desk = Desk()\n"
    script += "print(json.dumps([desk.handle(json.dumps(one)) for one in json.load(sys.stdin)]))"
    paths = os.pathsep.join([str(tmp_path), str(Path(paris44.__file__).parent.parent)])
    call = [sys.executable, "-c", script]
    told = json.dumps(messages)
    known_of = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run(call, input=told, env=known_of, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    desk = Desk()
    assert json.loads(done.stdout) == [desk.handle(json.dumps(message)) for message in messages]
    assert json.loads(json.loads(done.stdout)[0])["faults"] == []


def test_no_text_ends_its_element() -> None:
    """A text with a closing tag stays inside the element that holds it."""
    page = marked("<script>/*DATA*/</script>", {"/*DATA*/": inert("</script><b>")})
    assert page.count("</script>") == 1
