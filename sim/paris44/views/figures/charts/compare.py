"""Scenarios beside a base: the difference in every pair of runs as dots, its median with an interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from paris44.language.text import join, mapped, msg
from paris44.results.batch import Floats
from paris44.results.columns import Series
from paris44.results.errors import StudyError, no_such_outcome
from paris44.results.read import ResultFolder
from paris44.study.questions.compare import MINUTE, check_pair, standing
from paris44.study.statistics.estimates import PairDifference, pair_difference
from paris44.telling.outcomes import label, main_outcomes
from paris44.telling.words import told
from paris44.views.figures.common.dots import DOTS, dots_of, fraction, levels
from paris44.views.figures.common.sheet import POINT, Sheet, colophon, fitted, numbers
from paris44.views.figures.common.style import INK, SOFT, SPARE
from paris44.views.wording import amount, difference, doubts, duration, share

LABEL, PLOT, TEXT = 1.85, 3.35, 2.1
ROW, HEADING, FOOT = 0.235, 0.24, 0.3
DOT = 3.0


MORE = {"men": msg("− fewer, + more people"), "h": msg("− fewer, + more hours")}
"""Unit of an outcome that is no moment -> what its axis says."""


@dataclass(frozen=True)
class Contrast:
    """One scenario against the base: other minus base in every pair (minutes or men), and the summary."""

    name: str
    title: str
    values: Floats
    summary: PairDifference


@dataclass(frozen=True)
class Block:
    """An outcome with a row for each scenario."""

    outcome: str
    label: str
    unit: str
    rows: tuple[Contrast, ...]


def draw(results: Sequence[ResultFolder], *, outcome: str | None = None, dots: int = DOTS) -> Sheet:
    """The first result is the base; ``outcome`` is compared alone, instead of the usual ones.

    Raises:
        StudyError: there is nothing to compare, or the runs are no pairs (exit code 2).
    """
    blocks = blocks_of(results, [outcome] if outcome else [])
    width = LABEL + PLOT + TEXT
    height = sum(HEADING + FOOT + ROW * len(block.rows) for block in blocks)
    title, subtitle = message(results, blocks, dots)
    subtitle = join("", (subtitle, stamp(results)))
    note = msg(
        "Other minus base, replication by replication with the same dice; {n} pairs. Bar: {level} "
        "interval of the median difference (of order statistics). Never: pairs in which one did not come.",
        n=results[0].n,
        level=share(_level(blocks)),
    )
    sheet = Sheet(width, height, title, subtitle, colophon(results, note=note))
    limits = {unit: _limits([b for b in blocks if b.unit == unit], dots) for unit in {b.unit for b in blocks}}
    y = 0.0
    for block in blocks:
        tall = ROW * len(block.rows)
        ax = sheet.axes(LABEL, y + HEADING, PLOT, tall, label=block.outcome)
        _panel(ax, block, limits[block.unit], dots)
        y += HEADING + tall + FOOT
    return sheet


def blocks_of(results: Sequence[ResultFolder], outcomes: Sequence[str] = ()) -> list[Block]:
    """The differences of every outcome that the base knows and that came in some pair."""
    base, others = results[0], results[1:]
    if not others:
        raise StudyError(2, msg("compare: needs a base and another result"))
    for other in others:
        check_pair(base, other)
    known = [result.outcomes() for result in results]
    wanted = outcomes or main_outcomes(base.scenario, known[0])
    for outcome in outcomes:
        if not any(outcome in series for series in known):
            raise no_such_outcome(base.name, outcome, known[0])
    found = [_block(results, known, outcome) for outcome in wanted]
    kept = [block for block in found if any(row.summary.n_pairs for row in block.rows)]
    if not kept:
        raise StudyError(2, msg("{path}: no outcome came in both runs of any pair", path=base.path))
    return kept


def _block(results: Sequence[ResultFolder], known: Sequence[Mapping[str, Series]], outcome: str) -> Block:
    one = next(series[outcome] for series in known if outcome in series)
    never = np.full(results[0].n, np.inf)
    scale = MINUTE if one.is_time else 1.0
    base, *others = [
        np.asarray(series[outcome].values) / scale if outcome in series else never for series in known
    ]
    rows = []
    for result, other in zip(results[1:], others, strict=True):
        both = np.isfinite(base) & np.isfinite(other)
        title = told(result.scenario, str(result.manifest["title"]))
        rows.append(Contrast(result.name, title, other[both] - base[both], pair_difference(base, other)))
    known_by = next(r for r, series in zip(results, known, strict=True) if outcome in series)
    return Block(outcome, label(known_by.scenario, outcome), "min" if one.is_time else one.unit, tuple(rows))


def _limits(blocks: Sequence[Block], dots: int) -> tuple[float, float]:
    """Room for zero, every dot and every interval."""
    seen = [0.0]
    for row in (row for block in blocks for row in block.rows):
        seen += [d for d in dots_of(row.values, dots) if d is not None]
        seen += row.summary.ci95 or ()
    pad = 0.06 * (max(seen) - min(seen)) or 1.0
    return min(seen) - pad, max(seen) + pad


# --- the message --------------------------------------------------------------------------------


def message(results: Sequence[ResultFolder], blocks: Sequence[Block], dots: int) -> tuple[str, str]:
    """Title and subtitle: the largest difference that the intervals bear, of the first outcome that differs
    in any pair."""
    block = next((b for b in blocks if not _is_equal(b)), blocks[0])
    what = block.label
    rows = [row for row in block.rows if row.summary.ci95 is not None and row.summary.median is not None]
    clear = [row for row in rows if row.summary.excludes_zero]
    subtitle = msg(
        "Difference to “{title}”. Each dot is {dot}; to the left of the line: earlier, or fewer.",
        title=told(results[0].scenario, results[0].manifest["title"]),
        dot=_dot(blocks, dots),
    )
    if not any(row.summary.is_sure for row in rows):
        return msg("{what}: too few pairs of runs to tell a difference from chance", what=what), subtitle
    if _is_equal(block):
        return msg("No difference in any pair of runs"), subtitle
    if not clear:
        return msg("{what}: no clear difference in any of the scenarios", what=what), subtitle
    most = max(clear, key=lambda row: abs(row.summary.median or 0.0))
    median = most.summary.median or 0.0
    timed = block.unit == "min"
    size = duration(abs(median)) if timed else amount(abs(round(median) if block.unit == "men" else median))
    moved = {"title": most.title, "what": lower(what), "change": changed(size, median > 0, timed)}
    return msg("{title}: {what} {change} in the median pair", **moved), subtitle


def changed(size: str, larger: bool, timed: bool) -> str:
    """By how much, and which way."""
    if timed:
        return msg("{size} later", size=size) if larger else msg("{size} earlier", size=size)
    return msg("{size} more", size=size) if larger else msg("{size} fewer", size=size)


def _is_equal(block: Block) -> bool:
    """Whether no pair of any scenario differs in the outcome."""
    return all(row.summary.share_equal in (1.0, None) for row in block.rows)


def stamp(results: Sequence[ResultFolder]) -> str:
    """Which of the others are only exploratory against the first, and why; nothing where none is."""
    base, others = results[0], results[1:]
    why = {told(o.scenario, str(o.manifest["title"])): doubts(standing(base, o)) for o in others}
    found = [
        msg("“{title}”: {why}", title=title, why=join(msg("; "), kinds))
        for title, kinds in why.items()
        if kinds
    ]
    return msg(" EXPLORATORY: {told}.", told=join(". ", found)) if found else ""


def _dot(blocks: Sequence[Block], dots: int) -> str:
    """What a dot is; a row has as many dots as pairs in which both came, at most ``dots``."""
    pairs = [row.summary.n_pairs for block in blocks for row in block.rows if row.summary.n_pairs]
    if max(pairs) <= dots:
        return msg("one pair of runs")
    dot = msg("{part} of a row’s pairs of runs", part=fraction(dots))
    return msg("{dot}, or one pair where there are fewer", dot=dot) if min(pairs) < dots else dot


def _level(blocks: Sequence[Block]) -> float:
    """How surely the intervals hold the median: 95 %, less where there are too few pairs."""
    summaries = [row.summary for block in blocks for row in block.rows if row.summary.n_pairs]
    return min(0.95, *(summary.ci95_coverage for summary in summaries))


def lower(words: str) -> str:
    """Words found a sentence; names keep their capitals."""
    return mapped(_lower, words)


def _lower(words: str) -> str:
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


# --- the picture --------------------------------------------------------------------------------


def _panel(ax: Axes, block: Block, limits: tuple[float, float], dots: int) -> None:
    ax.set_ylim(len(block.rows) - 0.5, -0.5)
    ax.set_xlim(limits)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.axvline(0.0, color=INK, lw=0.8, zorder=2)
    ax.grid(axis="x")
    _ticks(ax, block.unit, limits)
    ax.text(-LABEL / PLOT, 1 + 0.08 / (ROW * len(block.rows)), block.label,
            transform=ax.transAxes, size=8, weight="bold")  # fmt: skip
    for at, row in enumerate(block.rows):
        _row(ax, at, row, block.unit, limits, dots)


def _ticks(ax: Axes, unit: str, limits: tuple[float, float]) -> None:
    if unit != "min":
        numbers(ax.xaxis)
        ax.set_xlabel(MORE.get(unit, msg("− fewer, + more")), labelpad=1, size=6)
        return
    hours = (limits[1] - limits[0]) / 60.0
    step = next((s for s in (1 / 60, 1 / 12, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48) if hours / s <= 9), 96) * 60.0
    ticks = np.arange(np.ceil(limits[0] / step), np.floor(limits[1] / step) + 1) * step
    ax.set_xticks(ticks)
    ax.set_xticklabels(
        ["0" if abs(t) < 1e-9 else mapped(_whole_hours, duration(float(t), signed=True)) for t in ticks]
    )


def _whole_hours(words: str) -> str:
    return words.replace(" h 00", " h")


def _row(ax: Axes, at: int, row: Contrast, unit: str, limits: tuple[float, float], dots: int) -> None:
    colour = SPARE[at % len(SPARE)]
    across = ax.get_yaxis_transform()
    ax.text(
        -0.03,
        at,
        fitted(row.title, LABEL - 0.03 * PLOT - 0.02, 6.4),
        transform=across,
        ha="right",
        va="center",
        size=6.4,
    )
    found = [d for d in dots_of(row.values, dots) if d is not None]
    heights = levels(found, DOT * 0.95 * POINT * (limits[1] - limits[0]) / PLOT)
    pitch = min(DOT * POINT / ROW * 0.95, 0.5 / max(max(heights, default=0), 1))
    ys = [at + 0.12 - level * pitch for level in heights]
    ax.plot(found, ys, ls="none", marker="o", ms=DOT, color=colour, mew=0.25, mec="white", zorder=3,
            clip_on=False, gid=f"dots {row.name}")  # fmt: skip
    summary = row.summary
    if summary.ci95 is not None and summary.median is not None:
        ax.plot(
            summary.ci95,
            [at + 0.32] * 2,
            color=INK,
            lw=1.6,
            solid_capstyle="butt",
            zorder=4,
            gid=f"interval {row.name}",
        )
        ax.plot([summary.median], [at + 0.32], marker="|", ms=5, mew=1.2, color=INK, zorder=5)
    ax.text(
        1.03,
        at,
        _told(summary, unit),
        transform=across,
        va="center",
        size=6.0,
        color=INK if summary.n_pairs else SOFT,
    )


def _told(summary: PairDifference, unit: str) -> str:
    if summary.median is None or summary.ci95 is None:
        return msg("never in both")

    def words(value: float) -> str:
        return difference(value, unit)

    if summary.share_equal == 1.0:
        found = msg("no difference in any pair")
    else:
        found = msg(
            "{middle} ({low} to {high})",
            middle=words(summary.median),
            low=words(summary.ci95[0]),
            high=words(summary.ci95[1]),
        )
    missing = summary.only_base + summary.only_other + summary.neither
    return msg("{found}, {missing} never", found=found, missing=missing) if missing else found
