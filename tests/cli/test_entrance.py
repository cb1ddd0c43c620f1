"""The entrance: help, options, exit codes and the two streams, without running any simulation."""

from __future__ import annotations

import atexit
import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from typer.main import get_command

from paris44 import __version__, cli
from paris44.commands.answer import Answer, whole
from paris44.commands.faults import account
from paris44.errors import MOST_LETTERS, UserError, code_words
from paris44.results.errors import StudyError
from paris44.scenario.faults import Fault, ScenarioError
from paris44.scenario.hooks import HookError
from paris44.views.figures.kinds import KINDS
from paris44.world.errors import WorldError

CONTRACT = (
    "list", "check", "show", "run", "compare", "routes", "sweep", "validate", "calibrate",
    "sensitivity", "evidence", "plot", "report", "export", "reproduce", "schema",
)  # fmt: skip

COMMANDS: Any = vars(get_command(cli.app))["commands"]


def failing(error: BaseException) -> Callable[..., Answer]:
    """A command that raises ``error``."""

    def command(*_: object, **__: object) -> Answer:
        raise error

    return command


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The help lists each command of the contract and exits 0."""
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f" {name} " in out for name in CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_each_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command explains itself."""
    assert cli.main([name, "--help"]) == 0
    assert name in capsys.readouterr().out


def test_the_help_of_plot_names_every_kind() -> None:
    """Whoever asks what can be drawn reads each kind of figure, and which takes a road or a day."""
    words = {option.name: option.help for option in COMMANDS["plot"].params}
    assert re.findall(r"[a-z-]+", words["kind"].partition(";")[0].replace(" or ", ", ")) == list(KINDS)
    for option, kind in (("road", "march-graph"), ("day", "arrivals")):
        assert words[option].startswith(f"Of {kind}: ")


def test_nothing_asked_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """``paris44`` alone prints the help instead of a fault."""
    assert cli.main([]) == 0
    assert "Usage" in capsys.readouterr().out


def test_a_process_ends_with_its_command() -> None:
    """The program ends with its exit code when all is said and those who asked for it have had the end told;
    called from another program a command leaves all as it was."""
    code = (
        "import atexit, gc, sys; from paris44.cli import main, program\n"
        "main(['--version']); print(gc.get_threshold() == (700, 10, 10))\n"
        "sys.argv = ['paris44', 'nothing']; code = program(); atexit.register(print, 'told'); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.returncode) == ([__version__, "True", "told"], 2)
    assert "nothing" in done.stderr


@pytest.mark.parametrize(("asked", "threads"), [(None, "1"), ("3", "3")])
def test_linear_algebra_has_one_thread(
    asked: str | None, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program lets NumPy start no thread for each core, nor do its workers, unless somebody wants them;
    so sums of matrices do not depend on the cores either."""
    seen: list[str] = []
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", asked or "")
    if asked is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    monkeypatch.setattr(cli, "main", lambda: seen.append(os.environ["OPENBLAS_NUM_THREADS"]) or 0)
    monkeypatch.setattr(atexit, "register", lambda *_: None)
    assert cli.program() == 0
    assert seen == [threads]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` prints the version and nothing else."""
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"{__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["lst"], "lst: no such command (did you mean list?)"),
        (["rum"], "rum: no such command (did you mean run?)"),
        (["--colour"], "--colour: no such option"),
        (["run"], "SCENARIO: missing"),
        (["compare", "historical"], "OTHER: missing"),
        (["run", "historical", "--sed", "3"], "--sed: no such option (did you mean --seed?)"),
        (["run", "historical", "-n", "0"], "-n: 0 is less than 1"),
        (["run", "historical", "-n", "many"], "-n: 'many' is not a whole number"),
        (["run", "historical", "--events", "-1"], "--events: -1 is less than 0"),
        (["run", "historical", "--width", "10min"], "--width: only with -n auto"),
        (["run", "historical", "-n", "auto"], "--outcome: -n auto needs the name of an outcome"),
        (["compare", "a", "b", "-n", "auto"], "-n: auto is understood by run only; give a number"),
        (["export", "historical"], "--format: missing"),
    ],
)  # fmt: skip
def test_wrong_options(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong option is one line on stderr that names it, exit code 2, and an empty stdout."""
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"{line}\n")


@pytest.mark.parametrize(
    ("arguments", "english", "french"),
    [
        (["run"], "SCENARIO: missing", "SCENARIO : manque"),
        (["run", "a", "--seed", "x"], "--seed: 'x' is not a whole number",
         "--seed : « x » n’est pas un nombre entier"),
        (["run", "a", "--seed", "-1"], "--seed: -1 is less than 0", "--seed : -1 est inférieur à 0"),
        (["run", "a", "b"], "unexpected: b", "de trop : b"),
        (["run", "a", "-n"], "-n: needs a value", "-n : veut une valeur"),
        (["run", "a", "--quiet=3"], "--quiet: takes no value", "--quiet : ne prend pas de valeur"),
        (["class", "a", "--minutes", "b"], "--minutes: 'b' is no number",
         "--minutes : « b » n’est pas un nombre"),
    ],
)  # fmt: skip
def test_the_parser_speaks_the_language(
    arguments: list[str],
    english: str,
    french: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What the option parser finds is told in our words, in the language of the environment."""
    for code, line in (("en", english), ("fr", french)):
        monkeypatch.setenv("PARIS44_LANG", code)
        assert cli.main(arguments) == 2
        assert capsys.readouterr().err.replace("\u202f", " ") == f"{line}\n"


@pytest.mark.parametrize("name", ["", *sorted(COMMANDS)])
def test_the_help_is_french(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No word of the option parser is left in English; the next help is English again."""
    monkeypatch.setenv("COLUMNS", "110")
    asked = [*([name] if name else []), "--help"]
    assert cli.main(["--lang", "fr", *asked]) == 0
    french = capsys.readouterr().out
    assert "Usage\u202f: paris44" in french
    assert not re.search(
        r"Usage: |Show this|default|required|<bool>|<int|Commands|─ (Look|Run|Ask|Show) ", french
    )
    assert cli.main(["--lang", "en", *asked]) == 0
    assert "Usage: paris44" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--workers=0", "--seed=-1", "--seed=x"])
def test_numbers_out_of_range(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A number out of range is one line that begins with the option's name."""
    assert cli.main(["run", "historical", option]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(option.partition("=")[0] + ": ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UserError("--out", "is a file"), 2, "--out: is a file"),
        (StudyError(1, "results/x: no\nspace"), 1, "results/x: no space"),
        (HookError("fight_law: mine failed"), 2, "fight_law: mine failed"),
        (WorldError("orders.a", "leads nowhere", "draw it"), 2, "orders.a: leads nowhere (draw it)"),
        (OSError(errno.ENOSPC, "No space left on device", "results/x"), 1, "results/x: the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "results"), 1, "results: permission denied"),
        (KeyError("formation"), 1, "internal fault: KeyError: 'formation'"),
        (KeyboardInterrupt(), 130, "interrupted: finished work is kept"),
    ],
)
def test_faults_have_one_line_and_a_code(
    error: BaseException,
    code: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever a command raises becomes one line on stderr and the exit code of its kind."""
    monkeypatch.setattr("paris44.commands.scenarios.list_scenarios", failing(error))
    monkeypatch.delenv("PARIS44_DEBUG", raising=False)
    assert cli.main(["list"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(line)
    assert err.count("\n") == 1


def test_debug_shows_where(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With PARIS44_DEBUG=1 an internal fault comes with its traceback, on stderr."""
    monkeypatch.setattr("paris44.commands.scenarios.list_scenarios", failing(KeyError("x")))
    monkeypatch.setenv("PARIS44_DEBUG", "1")
    assert cli.main(["list"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_fault_while_writing_leaves_stdout_empty(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer whose document cannot be made prints nothing on stdout, not half a document."""
    half = Answer(document=lambda: {"value": float("nan")}, page=list)
    monkeypatch.setattr("paris44.commands.scenarios.list_scenarios", lambda *_: half)
    assert cli.main(["list", "--json"]) == 1
    assert capsys.readouterr().out == ""


def test_an_answer_carries_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that answers and fails prints its document, its notes on stderr, and its code."""
    answer = Answer(document=lambda: {"é": None}, page=list, status=2, notes=("a.yaml: wrong",))
    monkeypatch.setattr("paris44.commands.scenarios.list_scenarios", lambda *_: answer)
    assert cli.main(["list", "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out) == {"é": None}
    assert err == "a.yaml: wrong\n"


def test_faults_of_a_scenario_are_all_told() -> None:
    """An error that carries several faults becomes one line per fault and code 2."""
    faults = [Fault("a.yaml", 1, 2, "title", "missing"), Fault("a.yaml", 3, 1, "start", "no offset")]
    error = ScenarioError(faults)
    assert str(error) == "a.yaml:1:2: title: missing\na.yaml:3:1: start: no offset"
    assert account(error) == (2, ["a.yaml:1:2: title: missing", "a.yaml:3:1: start: no offset"])


def test_whole_numbers() -> None:
    """The word of an option means None, a number is itself."""
    assert whole("--events", "all", word="all", least=0) is None
    assert whole("--events", "7", word="all", least=0) == 7


def test_progress_says_how_much_and_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    """Progress goes to stderr in plain lines, the time left by the pace of the count at hand alone: neither
    what was there before nor another count is in it. --quiet silences it."""
    clock = iter([0.0, 5.0, 25.0, 30.0, 45.0, 60.0, 80.0, 81.0])
    tick = cli._tick(quiet=False, now=lambda: next(clock))
    for done in (50, 60, 70, 100):  # half was there at 5 s; 10 in 20 s, so 40 in 80 s
        tick(done, 100)
    for done in (0, 20, 100):  # another count from 60 s: 20 in 20 s
        tick(done, 100)
    out, err = capsys.readouterr()
    assert (out, err.splitlines()) == (
        "",
        [
            "60 of 100 replications, 1 min 20 s left",
            "100 of 100 replications",
            "0 of 100 replications",
            "20 of 100 replications, 1 min 20 s left",
        ],
    )
    clock = iter([0.0, 20.0, 400.0, 420.0])
    tick = cli._tick(quiet=False, now=lambda: next(clock))
    for done, total in ((8, 8), (20, 100), (30, 100)):  # another count that begins further on than one ended
        tick(done, total)
    assert capsys.readouterr().err.splitlines() == [
        "8 of 8 replications",
        "20 of 100 replications",
        "30 of 100 replications, 2 min 20 s left",
    ]
    cli._tick(quiet=True)(1, 2)
    assert capsys.readouterr().err == ""


def test_what_a_users_code_says_is_one_short_line() -> None:
    """Its lines become one, a long text is cut, and no text leaves the name alone."""
    assert code_words(ValueError("first\n  second")) == "ValueError: first second"
    assert code_words(KeyError()) == "KeyError"
    long = code_words(ValueError("x" * 1000))
    assert (long[:14], long[-4:], len(long)) == ("ValueError: xx", "x...", len("ValueError: ") + MOST_LETTERS)


def test_the_end_needs_no_stream() -> None:
    """A process without stdout (``None``, as under a window) ends quietly too."""
    code = "import sys; from paris44 import cli; sys.stdout = None; cli._leave([0])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_reader_that_leaves_is_no_fault() -> None:
    """A pipe whose reader has gone (``| head -1``) ends the program quietly."""
    code = "import sys; from paris44 import cli; sys.exit(cli.main(['list']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (said, process.returncode) == (b"", 0)


@pytest.mark.parametrize(
    "name", ["run", "validate", "compare", "routes", "sweep", "calibrate", "sensitivity", "evidence"]
)
def test_every_command_that_simulates_takes_the_same_options(name: str) -> None:
    """Each has seed, workers, out, scheduler, events and quiet, in this order, before --lang and --json."""
    found = [parameter.opts[0] for parameter in get_command(cli.app).commands[name].params]  # type: ignore[attr-defined]
    last = ["--seed", "--workers", "--out", "--scheduler", "--events", "--quiet", "--lang", "--json"]
    assert found[-8:] == last
