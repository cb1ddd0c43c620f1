"""The wheel: compiled where that can be done, plain Python and a word about it where not."""

from __future__ import annotations

import filecmp
from pathlib import Path
from types import SimpleNamespace

import pytest

import hatch_build
from tests.wheel import HOUSE, lacking, told, unpacked


def hook(root: Path, warnings: list[str]) -> hatch_build.EngineHook:
    """The build hook of a project at ``root``; what it warns of goes to ``warnings``."""
    app = SimpleNamespace(display_warning=warnings.append)
    return hatch_build.EngineHook(str(root), {}, None, None, str(root), "wheel", app)


def data() -> dict[str, object]:
    """What hatchling hands to a hook of a wheel."""
    return {"force_include": {}, "infer_tag": False, "pure_python": True}


def test_an_editable_install_stays_in_python() -> None:
    """Nothing is compiled where the sources are to be edited."""
    warnings: list[str] = []
    given = data()
    hook(HOUSE, warnings).initialize("editable", given)
    assert given == data()
    assert not warnings


def test_whoever_asks_for_python_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """``PARIS44_PURE=1`` leaves the wheel in plain Python without a word."""
    monkeypatch.setenv("PARIS44_PURE", "1")
    warnings: list[str] = []
    given = data()
    hook(HOUSE, warnings).initialize("standard", given)
    assert given == data()
    assert not warnings


def test_what_cannot_be_compiled_is_said_and_stays_in_python(tmp_path: Path) -> None:
    """A fault of the compiler costs the speed, not the wheel: one line says so, and no copy is left."""
    (tmp_path / "sim" / "paris44" / "engine").mkdir(parents=True)
    (tmp_path / "sim" / "paris44" / "engine" / "broken.py").write_text("def f(:\n", encoding="utf-8")
    warnings: list[str] = []
    given = data()
    made = hook(tmp_path, warnings)
    made.initialize("standard", given)
    copy = made._folder
    made.finalize("standard", given, "")
    assert given == data()
    assert len(warnings) == 1
    assert warnings[0].startswith("the engine stays in Python, slower but the same: ")
    assert copy is not None
    assert not copy.exists()


RUN = """
from paris44.cli import main
from paris44.engine.march import driver
for toy in ("toy-merge", "toy-strongpoint", "toy-phase-line"):
    given = ["-n", "12", "--workers", "1", "--events", "3", "--quiet", "--out", OUT]
    assert main(["run", toy, *given]) == 0
print(driver.__file__)
"""


@pytest.mark.build
def test_the_compiled_engine_writes_the_bytes_of_the_sources(tmp_path: Path) -> None:
    """What the wheel's hook compiles runs three toys to the same files as the sources, and is what ran."""
    if lack := lacking():
        pytest.skip(f"the engine cannot be compiled here: {lack}")
    (tmp_path / "wheel").mkdir()
    places = {"compiled": unpacked(tmp_path / "wheel"), "sources": HOUSE / "sim"}
    ran = {
        name: told(RUN.replace("OUT", repr(str(tmp_path / name))), path, where=tmp_path)
        for name, path in places.items()
    }
    assert ran["compiled"].rstrip().endswith(".so")
    assert ran["sources"].rstrip().endswith(".py")
    files = {
        name: sorted(p.relative_to(tmp_path / name) for p in (tmp_path / name).rglob("*") if p.is_file())
        for name in places
    }
    assert files["compiled"] == files["sources"]
    tables = [str(file) for file in files["sources"] if file.name != "run.log"]
    assert len(tables) == 3 * 10  # eight tables, the manifest and the scenario of each
    same, *others = filecmp.cmpfiles(tmp_path / "compiled", tmp_path / "sources", tables, shallow=False)
    assert (same, others) == (tables, [[], []])
