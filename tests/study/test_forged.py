"""Folders that were altered, damaged or doubled: refused by name or made again, never taken."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paris44.cli import main
from paris44.results import write
from paris44.results.catalogue import list_answers, list_runs, read_answer
from paris44.results.clean import clean
from paris44.results.errors import ResultError, StudyError
from paris44.results.manifest import MANIFEST, MOST, described, run_id
from paris44.results.read import ResultFolder
from paris44.results.seal import SEAL, dump, is_whole, sealed
from paris44.scenario.file.find import RESOLVED
from paris44.scenario.load import Loaded, load
from paris44.study.questions.compare import compare
from paris44.study.questions.keep import keep
from paris44.study.running.replicate import Effort, replicate
from tests.study import logs
from tests.study.logs import RUN, TABLES, Invented, files


def test_a_seal_stands_among_the_keys_of_a_document() -> None:
    """A sealed document is written as any other, with one key more, whatever stands in it."""
    document = {
        "zebra": [1, {"b": None, "a": "\n seal"}],
        "a": {3: 1.5, 20: (True, {})},
        "seam": "é",
        "sea": [],
    }
    data = sealed(document)
    read = json.loads(data)
    assert data == dump(read)
    assert is_whole(read)
    assert {k: v for k, v in read.items() if k != SEAL} == json.loads(json.dumps(document))
    assert sealed(read) == data
    assert is_whole(json.loads(sealed({})))


def said(folder: Path) -> dict[str, Any]:
    """What a manifest says, with its seal."""
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return found


def put(folder: Path, manifest: object) -> None:
    """Write a manifest as it is given."""
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def reseal(folder: Path, change: dict[str, Any]) -> None:
    """Change a manifest as one would who knows how it is sealed."""
    rest = {key: value for key, value in said(folder).items() if key != SEAL}
    (folder / MANIFEST).write_bytes(sealed(rest | change))


def refused(folder: Path, line: str) -> None:
    """It cannot be opened, added to or listed as sound; each says in one line which folder and why."""
    with pytest.raises(ResultError, match=line) as caught:
        ResultFolder.open(folder)
    assert caught.value.exit_code == 2
    assert str(folder) in caught.value.message
    assert "\n" not in caught.value.message
    before = files(folder)
    for n in (12, 24):
        with pytest.raises(ResultError, match=line):
            logs.keep(folder.parents[1], n, Invented(die_at=12))
    assert files(folder) == before
    (listed,) = list_runs(folder.parents[1])
    assert not listed.complete
    assert listed.fault == caught.value.message
    assert clean(folder.parents[1], 0) == []


@pytest.mark.parametrize("name", [RESOLVED, *TABLES])
@pytest.mark.parametrize("at", [0, 0.5, -2])
def test_one_byte_of_any_file_is_enough(tmp_path: Path, name: str, at: float) -> None:
    """One other byte at the beginning, in the middle or at the end of any file is seen."""
    folder = logs.keep(tmp_path, 12).path
    data = bytearray((folder / name).read_bytes())
    data[int(at * len(data)) if at > 0 else int(at)] ^= 1
    (folder / name).write_bytes(data)
    refused(folder, f"{name} was altered")


def test_a_large_table_is_looked_at_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of many blocks is hashed to its end: its last byte counts like its first."""
    monkeypatch.setattr("paris44.results.seal._BLOCK", 64)
    folder = logs.keep(tmp_path, 12).path
    table = folder / "arrivals.parquet"
    assert table.stat().st_size > 640
    assert ResultFolder.open(folder).n == 12
    table.write_bytes(table.read_bytes()[:-2] + b"?\n")
    refused(folder, r"arrivals\.parquet was altered")


@pytest.mark.parametrize("name", [RESOLVED, *TABLES])
@pytest.mark.parametrize("harm", ["gone", "short", "folder", "pipe"])
def test_every_file_must_be_there_and_whole(tmp_path: Path, name: str, harm: str) -> None:
    """A file that is gone, cut short, a folder or a pipe is named, and nobody waits for the pipe."""
    folder = logs.keep(tmp_path, 12).path
    data = (folder / name).read_bytes()
    (folder / name).unlink()
    if harm == "short":
        (folder / name).write_bytes(data[:-1])
    elif harm == "folder":
        (folder / name).mkdir()
    elif harm == "pipe":
        os.mkfifo(folder / name)
    line = "is cut short" if harm == "short" else "is missing"
    with pytest.raises(ResultError, match=f"{name} {line}"):
        ResultFolder.open(folder)
    assert [info.complete for info in list_runs(tmp_path)] == [False]


KEYS = (
    "n", "events", "seed", "chance", "versions", "files", "run_id", "digest", "title", "kind", "parent",
    "start", "duration_h", "exploratory", SEAL,
)  # fmt: skip
NEVER = object()
"""Take the key away."""
ODD = [None, NEVER, -5, 0, 10**4, 10**30, 1.5, True, "12", [], {}, "é" * 100]


@pytest.mark.parametrize("value", ODD, ids=lambda value: "gone" if value is NEVER else repr(value)[:12])
@pytest.mark.parametrize("key", KEYS)
def test_a_manifest_says_what_it_said(tmp_path: Path, key: str, value: object) -> None:
    """Any other value of any key, or none, is refused, as what it is or as altered."""
    folder = logs.keep(tmp_path, 12).path
    manifest = said(folder)
    if manifest.get(key, NEVER) == value and type(manifest.get(key)) is type(value):
        manifest["title"] = "otherwise"
    elif value is NEVER:
        del manifest[key]
    else:
        manifest[key] = value
    put(folder, manifest)
    refused(folder, r"manifest\.json (is damaged|was altered|is not a Paris 44 result)")


ZEROS = "0" * 64


@pytest.mark.parametrize(
    "entry",
    [
        None, {}, 3, {"bytes": 5}, {"bytes": 5, "sha256": None}, {"bytes": -1, "sha256": ZEROS},
        {"bytes": True, "sha256": ZEROS}, {"bytes": 9, "sha256": "md5"}, {"bytes": 9, "sha256": [ZEROS]},
    ],
)  # fmt: skip
def test_a_hash_that_is_none_is_damage(tmp_path: Path, entry: object) -> None:
    """Without a size and a sha256 of every file nothing is taken, even where the manifest is sealed anew."""
    folder = logs.keep(tmp_path, 12).path
    known = said(folder)["files"]
    for name in ("arrivals.parquet", RESOLVED):
        reseal(folder, {"files": {**known, name: entry}})
        refused(folder, r"manifest\.json is damaged")
    reseal(folder, {"files": {**known, "more.parquet": known["arrivals.parquet"]}})
    refused(folder, r"manifest\.json is damaged")
    reseal(folder, {"files": {key: value for key, value in known.items() if key != "chains.parquet"}})
    refused(folder, r"manifest\.json is damaged")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000, '{"run_id": "a", "format": 6, "n": ' + "[" * 900 + "]" * 900 + "}",
        "null", "12", '"a"', "{}",
        '{"run_id": "a", "format": 6, "n": ' + "9" * 5000 + "}", '{"run_id": NaN, "format": Infinity}',
        '{"run_id": "\\ud800", "format": 6}', '{"run_id": "a", "format": true}', "\ufeff{}", "",
        '{"run_id": "a", "format": -1, "versions": []}', '{"run_id": "a", "format": 99, "versions": 3}',
        '{"run_id": "a", "format": null}', " " * (MOST + 1) + "{}",
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_manifest_is_one_line(tmp_path: Path, text: str) -> None:
    """Deep, huge, foreign and half a letter: one line, and no more is read than a manifest can have."""
    folder = logs.keep(tmp_path, 12).path
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    refused(folder, r"(manifest\.json is (damaged|not a Paris 44 result)|newer version)")


def test_a_manifest_without_an_end_is_not_read_to_it(tmp_path: Path) -> None:
    """A manifest of a terabyte (of nothing) is refused at once, a pipe too."""
    folder = logs.keep(tmp_path, 12).path
    os.truncate(folder / MANIFEST, 1 << 40)
    with pytest.raises(ResultError, match="damaged"):
        ResultFolder.open(folder)
    (folder / MANIFEST).unlink()
    os.mkfifo(folder / MANIFEST)
    assert [info.fault for info in list_runs(tmp_path)] == [
        f"{folder}: manifest.json is damaged; remove the folder and run again"
    ]
    with pytest.raises(ResultError, match="damaged"):
        logs.keep(tmp_path, 12)


@pytest.mark.parametrize("change", [{"n": 11, "events": 11}, {"n": 13}, {"n": 10**12}, {"events": 5}])
def test_tables_have_as_many_replications_as_the_manifest_counts(
    tmp_path: Path, change: dict[str, int]
) -> None:
    """More or fewer than the tables have is seen even where the manifest is sealed anew."""
    folder = logs.keep(tmp_path, 12).path
    reseal(folder, change)
    refused(folder, r"manifest\.json was altered: it counts \d+ replications")


@pytest.mark.parametrize(
    "change",
    [{"seed": 5}, {"chance": False}, {"digest": "e"}, {"versions": {"paris44": "9"}}, {"run_id": "a" * 12}],
)
def test_a_run_has_the_name_that_it_earns(tmp_path: Path, change: dict[str, Any]) -> None:
    """The name follows from scenario, seed, chance and version, even where the manifest is sealed anew."""
    folder = logs.keep(tmp_path, 12).path
    reseal(folder, change)
    refused(folder, "is of another scenario or seed")


def test_a_run_is_not_another_one(tmp_path: Path) -> None:
    """A copy in the place of another run is refused there; under a name of its own it can be read."""
    folder = logs.keep(tmp_path, 12).path
    other = run_id("d", 5, "0.1.0")
    shutil.copytree(folder, folder.parent / other)
    shutil.copytree(folder, folder.parent / "for-the-book")
    with pytest.raises(ResultError, match=f"{other}: holds a copy of run {RUN}"):
        ResultFolder.open(folder.parent / other)
    assert ResultFolder.open(folder.parent / "for-the-book").n == 12


@pytest.fixture(scope="module")
def toy() -> Loaded:
    """A toy that takes no time."""
    return load("toy-merge")


def test_the_scenario_is_the_one_of_the_manifest(tmp_path: Path, toy: Loaded) -> None:
    """A scenario that was put in its place with its hash, sealed anew, is no longer that of the run."""
    folder = replicate(toy, Effort(n=2, workers=1, out=tmp_path)).path
    text = toy.dump_resolved().replace(toy.scenario.title, "Forged")
    (folder / RESOLVED).write_text(text, encoding="utf-8")
    entry = described(folder / RESOLVED)
    reseal(folder, {"files": said(folder)["files"] | {RESOLVED: entry}, "title": "Forged"})
    with pytest.raises(ResultError, match=r"is not the scenario of manifest\.json"):
        _ = ResultFolder.open(folder).scenario


# --- interrupted runs ---------------------------------------------------------------------------


def interrupted(root: Path, seed: int = 1944) -> Path:
    """A run of which two parts are finished."""
    known = logs.identity(seed=seed)
    folder = root / "story" / str(known["run_id"])
    with pytest.raises(KeyboardInterrupt):
        logs.fill(
            folder, known, lambda: "title: story\n", lambda: Invented(die_at=25), Effort(n=47, workers=1)
        )
    assert len(write.Parts(folder)) == 2
    return folder


def parts(folder: Path) -> list[Path]:
    """The files of the finished chunks."""
    return sorted((folder / write.PARTS).glob("*.zip"))


def _invented(part: Path) -> None:
    """A part of our form with other figures, under the name of the first."""
    part.write_bytes(write.pack([(r, True, True) for r in range(10)], _later))


def _later(replication: int, main: bool, events: bool) -> Any:
    return Invented(late=60.0).tables(replication, main=main, events=events)


def _cut(part: Path) -> None:
    part.write_bytes(part.read_bytes()[:-40])


def _more(part: Path) -> None:
    part.write_bytes(part.read_bytes() + b"\0")


def _renamed(part: Path) -> None:
    part.rename(part.with_name(part.name.replace("0000000-0000009", "0000020-0000029")))


def _unsealed(part: Path) -> None:
    part.rename(part.with_name("0000000-0000009.zip"))


def _empty(part: Path) -> None:
    part.write_bytes(b"")


@pytest.mark.parametrize("harm", [_invented, _cut, _more, _renamed, _unsealed, _empty])
def test_a_part_that_was_altered_is_made_again(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """An interrupted run with a forged, cut, renamed or foreign part ends with the bytes of one go."""
    folder = interrupted(tmp_path / "cut")
    harm(parts(folder)[0])
    logs.keep(tmp_path / "cut", 47)
    assert files(folder) == files(logs.keep(tmp_path / "whole", 47).path)


def test_a_part_of_another_run_is_made_again(tmp_path: Path) -> None:
    """A part that was brought from a run with another seed counts for nothing."""
    folder, other = interrupted(tmp_path), interrupted(tmp_path, seed=5)
    for part in parts(folder):
        part.unlink()
    for part in parts(other):
        _invented(part)
        shutil.copy(part, folder / write.PARTS / part.name)
    assert len(write.Parts(folder)) == 0


def test_a_scenario_altered_before_the_end_is_written_again(tmp_path: Path) -> None:
    """The resolved scenario of an interrupted run is that of the command that finishes it."""
    folder = interrupted(tmp_path / "cut")
    (folder / RESOLVED).write_text("title: forged\n", encoding="utf-8")
    logs.keep(tmp_path / "cut", 47)
    assert files(folder) == files(logs.keep(tmp_path / "whole", 47).path)


# --- what cannot be written ----------------------------------------------------------------------


@pytest.fixture
def no_writing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let every attempt to write, to lock or to make a folder fail from now on."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was to be written")

    def begin() -> None:
        for name in ("write_atomically", "make_folder", "locked", "assemble"):
            monkeypatch.setattr(f"paris44.study.running.replicate.{name}", refuse)
        monkeypatch.setattr("paris44.study.running.replicate._log", refuse)
        monkeypatch.setattr("paris44.study.questions.keep.write_atomically", refuse)

    return begin


def test_a_complete_run_writes_nothing(tmp_path: Path, no_writing: Callable[[], None]) -> None:
    """The same seed and n, or fewer, return at once, without a lock, a log or a touched file."""
    folder = logs.keep(tmp_path, 20).path
    before = {path: path.stat().st_mtime_ns for path in [folder, *folder.iterdir()]}
    no_writing()
    assert logs.keep(tmp_path, 20, Invented(die_at=0)).n == 20
    assert logs.keep(tmp_path, 7, Invented(die_at=0)).n == 7
    assert {path: path.stat().st_mtime_ns for path in [folder, *folder.iterdir()]} == before


def test_a_complete_run_is_read_while_another_adds_to_it(tmp_path: Path) -> None:
    """Who needs no more than is there does not wait for who adds more."""
    folder = logs.keep(tmp_path, 10).path
    with write.locked(folder):
        assert logs.keep(tmp_path, 10).n == 10
        with pytest.raises(StudyError, match="another run"):
            logs.keep(tmp_path, 20)


def test_the_same_answer_is_not_written_again(
    tmp_path: Path, toy: Loaded, no_writing: Callable[[], None]
) -> None:
    """An answer that is there already is left as it is; another one in its place is replaced."""
    run = replicate(toy, Effort(n=2, workers=1, out=tmp_path))
    document = compare(run, [run])
    path = keep(tmp_path, "compare", [run, run], document)
    before = path.read_bytes()
    path.write_bytes(before.replace(b"toy-merge", b"toy-purge"))
    assert keep(tmp_path, "compare", [run, run], document).read_bytes() == before
    no_writing()
    assert keep(tmp_path, "compare", [run, run], document) == path


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_what_can_be_read_can_be_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: list[str]
) -> None:
    """Where all runs are there but no answer can be kept, it is told, and that it was not saved; where
    a run is lacking nothing is simulated for an answer that has no place."""
    ask = ["compare", "toy-merge", "toy-merge", "-q", "--workers", "1", "--out", str(tmp_path), *form]
    assert main([*ask, "-n", "2"]) == 0
    capsys.readouterr()

    def refuse(path: Path, *_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr("paris44.study.questions.keep.write_atomically", refuse)
    monkeypatch.setattr("paris44.study.questions.keep.make_folder", refuse)
    assert main([*ask, "-n", "1"]) == 0
    out, err = capsys.readouterr()
    assert "toy-merge" in out
    assert err.startswith("not saved: --out: ")
    assert main([*ask, "-n", "3"]) == 2
    assert len(list(tmp_path.glob("toy-merge/*/arrivals.parquet"))) == 1
    assert ResultFolder.open("toy-merge", root=tmp_path).n == 2


# --- answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"n": 3}, {"base": "other"}, {"others": []}, {SEAL: None}, {SEAL: ZEROS}])
def test_an_altered_answer_is_refused_and_stays(tmp_path: Path, toy: Loaded, change: dict[str, Any]) -> None:
    """A kept answer says what it said: else it is refused, listed as damaged, and not cleaned away."""
    run = replicate(toy, Effort(n=2, workers=1, out=tmp_path))
    path = keep(tmp_path, "compare", [run, run], compare(run, [run]))
    assert read_answer(path)["n"] == 2
    assert is_whole(json.loads(path.read_text(encoding="utf-8")))
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(ResultError, match=r"compare\.json: was altered"):
        read_answer(path)
    (listed,) = list_answers(tmp_path)
    assert "was altered" in listed.fault
    clean(tmp_path, 0)
    assert path.is_file()
