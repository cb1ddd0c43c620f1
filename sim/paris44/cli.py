"""The command line ``paris44``: reads options, calls a command, prints its answer.

The only module that prints. Results go to stdout (``--json``: one document), progress and faults to
stderr, one line per fault. Everything heavy is imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import atexit
import functools
import gc
import inspect
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandInfo

from paris44.commands.answer import Answer, Tick, whole
from paris44.errors import UserError
from paris44.language.languages import CODES, ENGLISH, Language, asked_for, language_of
from paris44.language.text import listed, msg, pmsg, quoted
from paris44.version import __version__

if TYPE_CHECKING:
    from paris44.study.running.replicate import Effort

INTERRUPTED = 130
RARELY = 1_000_000
"""New objects after which garbage is looked for: some more than a scenario and its world are made of."""
AUTO = "auto"


def known_language(code: str | None) -> str | None:
    """The code of ``--lang``, which was read before all else (:func:`asked_language`).

    Raises:
        UserError: there is no such language.
    """
    if code is not None and code not in CODES:
        raise UserError(
            "--lang", msg("there is no {code}, but {known}", code=quoted(code), known=listed(CODES))
        )
    return code


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language that ``--lang`` names, else that of the environment: known before the options are read, as
    their faults and the help are told in it."""
    pairs = [argument.split("=", 1) for argument in arguments if argument.startswith("--lang=")]
    pairs += [[a, b] for a, b in pairwise(arguments) if a == "--lang"]
    code = pairs[-1][1] if pairs else asked_for(environment)
    return language_of(code if code in CODES else asked_for(environment))


class Help:
    """The words of the option parser in the language of the call, which is the object of its context."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write how a command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=spoken(ctx).tell(msg("Usage:")) + " ")

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401
        """The option ``--help``."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help, option.metavar = spoken(ctx).tell(msg("Show this message and exit.")), ""
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Show the help; what the parser keeps as constants is set to the language first."""
        from typer import rich_utils

        for name, words in FIXED.items():
            setattr(rich_utils, name, spoken(ctx).tell(words))
        super().format_help(ctx, formatter)  # type: ignore[misc]


FIXED = {
    "ARGUMENTS_PANEL_TITLE": msg("Arguments"),
    "OPTIONS_PANEL_TITLE": msg("Options"),
    "COMMANDS_PANEL_TITLE": msg("Commands"),
    "DEFAULT_STRING": msg("[default: {{}}]"),
    "REQUIRED_LONG_STRING": msg("[required]"),
}
"""Constant of the parser's own help -> what stands in it."""


def spoken(context: Any) -> Language:  # noqa: ANN401
    """The language of a call."""
    return context.obj if isinstance(context.obj, Language) else ENGLISH


class HelpedCommand(Help, TyperCommand):
    """A command with its help in the language of the call."""


class HelpedGroup(Help, TyperGroup):
    """All commands, with their help in the language of the call."""


app = typer.Typer(
    name="paris44",
    cls=HelpedGroup,
    help="Paris 44: a real operation as a discrete-event simulation, and what would have been otherwise.",
    epilog="Begin with: paris44 run historical",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

LOOK, RUN, ASK, SHOW = (
    pmsg("panel", "Look"),
    pmsg("panel", "Run"),
    pmsg("panel", "Ask"),
    pmsg("panel", "Show"),
)

Scenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of one.")]
Results = Annotated[list[str], typer.Argument(metavar="RESULT...", help="Result folders, or scenario names.")]
OneResult = Annotated[str, typer.Argument(metavar="RESULT", help="A result folder, or a scenario name.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="fr|en",
        callback=known_language,
        help="The language of all that is said; left out: the environment's. Files and --json have none.",
    ),
]
N = Annotated[str, typer.Option("-n", "--replications", metavar="N", help="Replications.")]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", min=0, metavar="N", help="Master seed of every draw; left out: the theatre's own, else 44."
    ),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, metavar="N", help="Processes. Default: one per core.")
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where result folders go.")]
Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler.")]
Events = Annotated[str, typer.Option("--events", metavar="N|all", help="Replications with event logs.")]
OutFile = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write.")]
Outcome = Annotated[str | None, typer.Option("--outcome", metavar="NAME", help="An outcome (see run).")]
RESULTS = Path("results")


@dataclass(frozen=True)
class Common:
    """The options of every command that simulates, as they are given."""

    seed: Seed = None
    workers: Workers = None
    out: Out = RESULTS
    scheduler: Scheduler = None
    events: Events = "20"
    quiet: Quiet = False
    language: Language = ENGLISH

    def effort(self, n: str) -> Effort:
        """What is asked of the machine, with ``n`` replications.

        Raises:
            UserError: a number is none, or too small.
        """
        if n == AUTO:
            raise UserError("-n", msg("auto is understood by run only; give a number"))
        count, kept = whole("-n", n, least=1), whole("--events", self.events, least=0, word="all")
        from paris44.study.running.replicate import Effort

        progress = _tick(self.quiet, self.language)
        return Effort(count or 1, self.seed, self.workers, self.out, self.scheduler, kept, progress=progress)


def command(panel: str, name: str | None = None) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Make a function a command that prints its answer.

    Its parameter ``common`` becomes the options of :class:`Common`; ``--lang`` and ``--json`` follow last.
    """

    def register(ask: Callable[..., Answer]) -> Callable[..., None]:
        taken = inspect.signature(ask).parameters
        shared = _parameters(Common) if "common" in taken else []

        @functools.wraps(ask)
        def told(context: typer.Context, as_json: bool, lang: Lang = None, **given: Any) -> None:  # noqa: ANN401, ARG001
            if shared:
                options = {option.name: given.pop(option.name) for option in shared}
                given["common"] = Common(**options, language=context.obj)
            if "language" in taken:
                given["language"] = context.obj
            _tell(ask(**given), as_json, context.obj)

        own = [parameter for parameter in _parameters(ask) if parameter.name != "common"]
        known = [_option("lang", Lang, None), _option("as_json", Json, False)]
        options = [_option(o.name, o.annotation, o.default) for o in (*own, *shared)]
        context = _option("context", typer.Context, inspect.Parameter.empty)
        told.__signature__ = inspect.Signature([context, *options, *known])  # type: ignore[attr-defined]
        told.__annotations__ = {option.name: option.annotation for option in (context, *options, *known)}
        app.command(name, cls=HelpedCommand, rich_help_panel=panel)(told)
        return told

    return register


def _option(name: str, annotation: object, default: object) -> inspect.Parameter:
    """A parameter of a command, as the option parser reads it."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _parameters(what: Callable[..., object]) -> list[inspect.Parameter]:
    """The parameters of a function or class that are options, their annotations as objects."""
    every = inspect.signature(what, eval_str=True).parameters.values()
    return [parameter for parameter in every if parameter.name != "language"]


# --- look ------------------------------------------------------------------------------------------


@command(LOOK, "list")
def list_command(
    runs: Annotated[bool, typer.Option("--runs", help="List the result folders instead.")] = False,
    keep: Annotated[
        int | None, typer.Option(min=0, metavar="K", help="With --runs: remove all but the K newest of each.")
    ] = None,
    out: Out = RESULTS,
) -> Answer:
    """The shipped scenarios and their parents, or the result folders."""
    from paris44.commands import scenarios

    return scenarios.list_runs(out, keep) if runs else scenarios.list_scenarios(keep)


@command(LOOK)
def check(
    files: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Scenario files or names.")],
) -> Answer:
    """Validate scenario files without running them."""
    from paris44.commands import scenarios

    return scenarios.check(files)


@command(LOOK)
def show(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of one.")
    ] = None,
    resolved: Annotated[bool, typer.Option("--resolved", help="The file after extends and change.")] = False,
    diff: Annotated[str | None, typer.Option(metavar="OTHER", help="What it changes against OTHER.")] = None,
    cite: Annotated[str | None, typer.Option(metavar="PATH", help="The source of one figure.")] = None,
    clocks: Annotated[bool, typer.Option("--clocks", help="Every hour in it, and whose it is.")] = False,
    changes: Annotated[bool, typer.Option("--changes", help="What its one-line changes come to.")] = False,
    sources: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="What a code such as ABC in source stands for; all: every."),
    ] = None,
) -> Answer:
    """A scenario in words: orders, columns, lines, contradictions between the sources."""
    from paris44.commands import scenarios

    if sources is not None:
        others = {
            "--resolved": resolved,
            "--diff": diff,
            "--cite": cite,
            "--clocks": clocks,
            "--changes": changes,
        }
        return scenarios.sources(
            scenario or "historical", sources, [name for name, on in others.items() if on]
        )
    if scenario is None:
        raise UserError("SCENARIO", msg("missing"))
    return scenarios.show(scenario, resolved=resolved, diff=diff, cite=cite, clocks=clocks, changes=changes)


@app.command(cls=HelpedCommand, rich_help_panel=LOOK)
def schema(lang: Lang = None) -> None:  # noqa: ARG001
    """The JSON Schema of a scenario file, for editors."""
    from paris44.commands import scenarios

    _tell(scenarios.schema(), as_json=True, language=ENGLISH)


@command(LOOK)
def new(
    name: Annotated[Path, typer.Argument(metavar="NAME", help="The folder, called like the operation.")],
    from_csv: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Your places and roads: CSV, GeoJSON, or a folder of them; may be repeated."
        ),
    ] = None,
) -> Answer:
    """Make a folder with a small operation of your own, which runs at once and is to be changed."""
    from paris44.commands.new import new as made

    return made(name, from_csv or ())


# --- run -------------------------------------------------------------------------------------------


@command(RUN)
def run(
    scenario: Scenario,
    n: Annotated[str, typer.Option("-n", "--replications", metavar="N|auto", help="Replications.")] = "200",
    chance: Annotated[bool, typer.Option("--chance/--no-chance", help="Draw, or take every median.")] = True,
    outcome: Outcome = None,
    width: Annotated[
        str | None, typer.Option(metavar="10min", help="With -n auto: the 95 % interval.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every row, not only the record's.")] = False,
    tables: Annotated[
        str | None,
        typer.Option(metavar="FORM", help="Tables: parquet (of a new run) or csv."),
    ] = None,
    *,
    common: Common,
) -> Answer:
    """Run N replications; print the arrivals beside the record; save a result folder."""
    from paris44.commands import runs

    goal = runs.goal(n == AUTO, outcome, width)
    effort = replace(common.effort("1" if n == AUTO else n), tables=tables)
    say = None if common.quiet else partial(_say, common.language)
    return runs.run(scenario, effort, chance=chance, goal=goal, everything=everything, say=say)


@command(RUN)
def validate(
    scenario: Scenario,
    n: N = "200",
    *,
    common: Common,
) -> Answer:
    """The score against the record: error, coverage, CRPS, beside naive baselines."""
    from paris44.commands import runs

    return runs.validate(scenario, common.effort(n))


@command(RUN)
def dispute(
    rows: Annotated[Path, typer.Argument(metavar="ROWS.csv", help="Your rows of the record.")],
    scenario: Annotated[
        str, typer.Option("--scenario", metavar="NAME", help="Whose record they dispute.")
    ] = "historical",
    sources: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your sources; left out: sources.csv beside the rows.")
    ] = None,
    dates: Annotated[
        str | None, typer.Option(metavar="ORDER", help="Of days in your table: day-first or month-first.")
    ] = None,
    n: N = "200",
    *,
    common: Common,
) -> Answer:
    """Your row beside ours: which of the two the simulation supports, and what it does to the score."""
    from paris44.commands import runs

    return runs.dispute(scenario, rows, sources, dates, common.effort(n))


# --- ask -------------------------------------------------------------------------------------------


@command(ASK)
def compare(
    base: Annotated[str, typer.Argument(metavar="BASE", help="The scenario to compare with.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="Counterfactuals.")],
    by: Annotated[
        str | None, typer.Option(metavar="TIME", help="Also the chance of having come by then, in both.")
    ] = None,
    changes: Annotated[bool, typer.Option("--changes", help="Every change, not only the first.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Every outcome of a group in its row.")] = False,
    outcomes: Annotated[
        str | None, typer.Option("--outcome", metavar="NAME[,NAME...]", help="A matrix of these alone.")
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", metavar="FORM", help="A matrix: table, csv, json, md, html.")
    ] = None,
    n: N = "200",
    *,
    common: Common,
) -> Answer:
    """The answer in sentences, paired differences with 95 % intervals, and why: both share every draw."""
    from paris44.commands import studies

    shown = studies.Shown(by, changes, everything, outcomes, form)
    return studies.compare(base, others, common.effort(n), shown)


@command(ASK, "class")
def class_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of scenario files.")],
    base: Annotated[
        str | None, typer.Option(metavar="BASE", help="What they are beside; left out: what most extend.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(metavar="M", help="Be ready after M minutes: nothing longer is begun.")
    ] = None,
    output: OutFile = None,
    n: Annotated[
        str, typer.Option("-n", "--replications", metavar="N", help="At the most, of each file.")
    ] = "200",
    *,
    common: Common,
) -> Answer:
    """A class on one page: every file of a folder beside one base, judged by what its author expected."""
    from paris44.commands.classroom import classroom

    return classroom(folder, common.effort(n), output, base, minutes, common.language.code)


@command(ASK)
def routes(
    scenario: Scenario,
    column: Annotated[
        str | None, typer.Option(metavar="F[,F...]", help="The column; with --plan several.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="A", help="Where it starts.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="B", help="Where it goes.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, metavar="K", help="How many routes.")] = 5,
    q: Annotated[
        float | None,
        typer.Option("--quantile", metavar="Q", help="Of the arrival (0.5); of a plan's outcome (0.8)."),
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Roads and order of march of several.")] = False,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="NAME", help="With --plan: what comes early.")
    ] = None,
    n: Annotated[
        str,
        typer.Option(
            "-n",
            "--replications",
            metavar="N",
            help="Replications of a way on the average: those that may be the best get more. With --plan: "
            "of each plan that is judged, and at most of each that is tried.",
        ),
    ] = "100",
    *,
    common: Common,
) -> Answer:
    """K genuinely different routes, each simulated among all other columns."""
    from paris44.commands import studies

    asked = studies.Asked(column, start, end, k, q, outcome)
    return (studies.plan if plan else studies.routes)(scenario, common.effort(n), asked)


@command(ASK)
def sweep(
    scenario: Scenario,
    vary: Annotated[str, typer.Option(metavar="PATH=V1,V2,...", help="The input and its values.")],
    outcome: Annotated[str, typer.Option("--outcome", metavar="NAME", help="An outcome (see run).")],
    find: Annotated[bool, typer.Option("--find", help="Solve for the value at which it changes.")] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="SIZE", help="With --find: by how much (1 min, a number)."),
    ] = None,
    n: N = "200",
    *,
    common: Common,
) -> Answer:
    """An outcome against an input; the value at which something changes."""
    from paris44.commands import studies

    return studies.sweep(scenario, common.effort(n), vary=vary, outcome=outcome, find=find, by=by)


@command(ASK)
def calibrate(
    scenario: Scenario,
    n: N = "200",
    *,
    common: Common,
) -> Answer:
    """The posterior of the uncertain parameters, from the days that may set them."""
    from paris44.commands import studies

    return studies.calibrate(scenario, common.effort(n))


@command(ASK)
def sensitivity(
    scenario: Scenario,
    outcome: Outcome = None,
    n: N = "200",
    *,
    common: Common,
) -> Answer:
    """Which input matters most for an outcome."""
    from paris44.commands import studies

    return studies.sensitivity(scenario, common.effort(n), outcome=outcome)


@command(ASK)
def evidence(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A scenario file, the name of one, or a result folder.")
    ],
    outcome: Annotated[str, typer.Option("--outcome", metavar="NAME", help="An outcome (see run).")],
    form: Annotated[str, typer.Option("--format", metavar="FORM", help="table, csv.")] = "table",
    everything: Annotated[bool, typer.Option("--all", help="Every figure, not only the first.")] = False,
    redraw: Annotated[
        str | None,
        typer.Option(
            metavar="NAME[,NAME...]",
            help="Throw these anew (figures, laws, grades): what they carry with others, and two together.",
        ),
    ] = None,
    n: N = "200",
    *,
    common: Common,
) -> Answer:
    """Which uncertain figure carries an outcome's spread, how surely, and where to look for it."""
    from paris44.commands import studies

    effort = common.effort(n)
    say = None if common.quiet else partial(_say, common.language)
    return studies.evidence(
        scenario, effort, outcome=outcome, form=form, everything=everything, redraw=redraw, say=say
    )


# --- show ------------------------------------------------------------------------------------------


@command(SHOW)
def plot(
    results: Results,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help="arrivals, march-graph, map, compare, causes, isochrones, minard, losses, pit or sweep; "
            "left out: what shows RESULT.",
        ),
    ] = None,
    road: Annotated[
        list[str] | None, typer.Option(metavar="ROAD", help="Of march-graph: only these roads.")
    ] = None,
    day: Annotated[
        list[str] | None, typer.Option(metavar="DAY", help="Of arrivals: only these days: '24 Aug'.")
    ] = None,
    outcome: Outcome = None,
    output: OutFile = None,
    out: Out = RESULTS,
    *,
    language: Language = ENGLISH,
) -> Answer:
    """A picture of results: PNG, SVG or PDF."""
    from paris44.commands import pictures

    only = {"roads": road, "days": day, "outcome": outcome}
    return pictures.plot(results, kind=kind, only=only, output=output, out=out, language=language)


@command(SHOW)
def report(results: Results, output: OutFile = None, out: Out = RESULTS) -> Answer:
    """One self-contained page that opens anywhere, offline."""
    from paris44.commands import pictures

    return pictures.report(results, output=output, out=out)


@command(SHOW)
def studio(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO...", help="The one that it opens with, and its questions."),
    ] = None,
    output: OutFile = None,
    pyodide: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The files of Pyodide. Left out: from npm.")
    ] = None,
    wheels: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The wheels. Left out: from the package index.")
    ] = None,
    *,
    language: Language = ENGLISH,
) -> Answer:
    """The simulator itself as one page that opens anywhere, offline: change, run, compare."""
    from paris44.commands import studio as making

    names = scenarios or ["historical"]
    say = partial(_say, language)
    return making.studio(names, output=output, pyodide=pyodide, wheels=wheels, say=say)


@command(SHOW)
def export(
    result: OneResult,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="csv, parquet, geojson, kml ...")],
    table: Annotated[
        str | None, typer.Option(metavar="NAME", help="With csv or parquet: a table as it is kept.")
    ] = None,
    output: OutFile = None,
    out: Out = RESULTS,
) -> Answer:
    """Data for other programs."""
    from paris44.commands import pictures

    return pictures.export(result, form=form, table=table, output=output, out=out)


@command(SHOW, "reproduce")
def reproduce_command(
    workers: Workers = None, quiet: Quiet = False, *, language: Language = ENGLISH
) -> Answer:
    """Remake the published tables and figures; say which differ."""
    from paris44.commands.reproduce import reproduce

    return reproduce(workers, _tick(quiet, language))


@app.callback(invoke_without_command=True)
def top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="The version, and nothing else.")] = False,
    lang: Lang = None,  # noqa: ARG001
) -> None:
    """Nothing asked: show the help."""
    if version:
        _write(f"{__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        _write(f"{context.get_help()}\n")


# --- printing, progress, faults ----------------------------------------------------------------------


def _tell(answer: Answer, as_json: bool, language: Language) -> None:
    """Print an answer in one go, so that stdout stays empty when making it fails."""
    if as_json:
        import json

        from paris44.views.terminal import visible_json

        plain = not _is_utf8(sys.stdout)
        document = json.dumps(answer.document(), ensure_ascii=plain, indent=2, allow_nan=False)
        text = visible_json(document) + "\n"
    else:
        from paris44.views.tables.layout import WIDTH, as_text

        known = sys.stdout.isatty() or "COLUMNS" in os.environ
        text = as_text(answer.page(), None if known else WIDTH, sys.stdout, language=language)
    for line in answer.notes:
        _say(language, line)
    _write(text)
    if answer.status:
        raise typer.Exit(answer.status)


def _say(language: Language, line: str) -> None:
    """A line on stderr, beside the answer."""
    from paris44.views.terminal import visible

    print(visible(language.tell(line)), file=sys.stderr, flush=True)


def _write(text: str) -> None:
    """Write to stdout; a reader that has seen enough (``| head``) is no fault."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tick(quiet: bool, language: Language = ENGLISH, now: Callable[[], float] = time.monotonic) -> Tick:
    """A progress line with the time left: rewritten on a terminal, every ten seconds elsewhere.

    One command may count several times, and what was there before is no work of this one: the time left goes
    by what was done since the count at hand began.
    """
    begun = last = now()
    first, before, over = 0, sys.maxsize, False
    live = sys.stderr.isatty()

    def tick(done: int, total: int) -> None:
        nonlocal begun, first, before, over, last
        if quiet:
            return
        moment = now()
        if done < before or over:  # a count that was over goes no further: this is another
            begun, first = moment, done
        finished = done >= total
        before, over = done, finished
        if moment - last < (0.2 if live else 10.0) and not (finished and live):
            return
        last = moment
        left = (moment - begun) / max(done - first, 1) * (total - done)
        if finished or done == first:
            text = msg("{done} of {total} replications", done=done, total=total)
        else:
            text = msg(
                "{done} of {total} replications, {time} left", done=done, total=total, time=_clock(left)
            )
        line = language.tell(text)
        end = "\n" if finished or not live else ""
        print(f"\r{line:<60}" if live else line, end=end, file=sys.stderr, flush=True)

    return tick


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def _is_utf8(stream: IO[str]) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "") == "utf8"


def _fail(error: BaseException, language: Language) -> int:
    from paris44.commands.faults import INTERNAL, account, traced

    code, lines = account(error, [_called(command) for command in app.registered_commands])
    if code == INTERNAL and os.environ.get("PARIS44_DEBUG") == "1":
        lines = [traced(error), *lines]
    for line in lines:
        _say(language, line)
    return code


def _terminated(*_: object) -> None:
    """A polite request to end is what Ctrl-C is: workers are ended, finished work is kept."""
    raise KeyboardInterrupt


def _in(language: Language, given: Sequence[str] = ()) -> Any:  # noqa: ANN401
    """The commands, with their help in a language: where one is ``given`` first, that one alone."""
    known = copy(app)
    asked = [each for each in app.registered_commands if given and _called(each) == given[0]]
    known.registered_commands = asked or app.registered_commands
    top: Any = typer.main.get_command(known)
    for command in (top, *top.commands.values()):
        command.help = language.template(command.help or "") if command.help else None
        command.epilog = language.template(command.epilog) if command.epilog else None
        command.rich_help_panel = language.tell(command.rich_help_panel)
        for option in command.params:
            words = getattr(option, "help", None)
            if words:
                option.help = language.template(words)
            if getattr(option, "is_flag", False):
                option.metavar = ""  # not <bool>
    top.subcommand_metavar = language.tell(msg("COMMAND [ARGS]..."))
    return top


def _called(command: CommandInfo) -> str:
    """What one writes to call a command."""
    return command.name or (command.callback.__name__ if command.callback else "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with ``arguments`` (default: those of the process); the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _terminated)
    given = sys.argv[1:] if arguments is None else list(arguments)
    told = asked_language(given, os.environ)
    often = gc.get_threshold()
    gc.set_threshold(RARELY, *often[1:])  # nearly all that a command makes lives to its end
    try:
        return _run(given, told)
    finally:
        gc.set_threshold(*often)


def _run(given: Sequence[str], told: Language) -> int:
    """Run a command; the exit code."""
    try:
        code = _in(told, given)(given, prog_name="paris44", standalone_mode=False, obj=told)
    except typer.Abort:  # what older versions of the option parser make of Ctrl-C
        return _fail(KeyboardInterrupt(), told)
    except KeyboardInterrupt as error:
        return _fail(error, told)
    except Exception as error:
        return _fail(error, told)
    if code == INTERRUPTED:  # what newer versions make of it
        return _fail(KeyboardInterrupt(), told)
    return code if isinstance(code, int) else 0


def program() -> int:
    """What the program ``paris44`` is: the command of its arguments, with which its process ends at once; the
    exit code."""
    # before NumPy comes: else a thread for each core, which no command needs, spins for a tenth of a second
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    done: list[int] = []
    atexit.register(_leave, done)
    done.append(main())
    return done[0]


def _leave(done: Sequence[int]) -> None:
    """End the process where its command is ``done``: to take apart all that it holds, object by object, costs
    a tenth of a second. Registered first, it comes after all that is registered from here on."""
    if done and threading.active_count() == 1:
        # a reader that has gone, or no stream at all (None): the interpreter knows what to do
        with suppress(OSError, ValueError, AttributeError):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(done[0])
