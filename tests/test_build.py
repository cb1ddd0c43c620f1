"""The wheel: compiled where that can be done, plain Python and a word about it where not."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

import hatch_build

HOUSE = Path(__file__).parents[1]


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
