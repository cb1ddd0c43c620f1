"""Where the record lies in the model's law, block by block: in tenths, and what the 90 % intervals cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from paris44.language.dates import MONTHS
from paris44.language.languages import Language
from paris44.language.text import Figures, join, msg
from paris44.results.read import ResultFolder
from paris44.study.questions.validate.law import Worst, worst
from paris44.study.questions.validate.score import BlockDocument, ScoreDocument, validate
from paris44.views.figures.common.sheet import Sheet, colophon
from paris44.views.figures.common.style import INK, SOFT, spoken
from paris44.views.wording import p_value, uneven

PANEL, TALL, GAP, LEFT, HEADING, FOOT = 2.05, 1.15, 0.6, 0.35, 0.46, 0.34
BARS, JUDGED = "#0072B2", "#D55E00"
ACROSS = 2
"""Panels in a row."""
COVER = 0.24
"""in: the height of a row of the coverage."""
WANTED = 0.9
NAMES = 1.15
"""in: room for the names of the blocks."""

Marks = ScoreDocument | BlockDocument


def draw(results: Sequence[ResultFolder]) -> Sheet:
    """The sheet of the first result.

    Raises:
        StudyError: the scenario has no record that could judge it (exit code 2).
    """
    result, language = results[0], spoken()
    score = validate(result)
    tell = language.tell
    blocks: dict[str, Marks] = {tell(msg("all days")): score}
    blocks |= {_called(name, row, language): row for name, row in score["blocks"].items()}
    rows = -(-len(blocks) // ACROSS)
    height = rows * (HEADING + TALL + FOOT) + HEADING + COVER * len(blocks) + FOOT
    width = LEFT + ACROSS * (PANEL + GAP) + 0.55
    sheet = Sheet(width, height, tell(_title(score, language)), tell(_subtitle(score)), colophon([result]))
    for at, (name, row) in enumerate(blocks.items()):
        x, y = LEFT + at % ACROSS * (PANEL + GAP), at // ACROSS * (HEADING + TALL + FOOT) + HEADING
        _tenths(sheet.axes(x, y, PANEL, TALL, label=f"pit {at}"), name, row, language)
    below = rows * (HEADING + TALL + FOOT) + HEADING
    wide = PANEL * ACROSS + GAP - NAMES
    _cover(sheet.axes(LEFT + NAMES, below, wide, COVER * len(blocks), label="coverage"), blocks, language)
    return sheet


def _called(name: str, row: BlockDocument, language: Language) -> str:
    """A block of days in a language, and whether it judges."""
    for month in MONTHS:
        name = name.replace(str(month), language.tell(month))
    if row["used_to_set_parameters"]:
        return language.tell(msg("{days} (may set parameters)", days=name))
    return language.tell(msg("{days} (judged)", days=name))


def _title(score: ScoreDocument, language: Language) -> str:
    """What the least even block of the days that judge says of the model."""
    found = worst(score["blocks"])
    if found is None:
        return msg("No recorded time lies in the model's law")
    block = _called(found.block, score["blocks"][found.block], language)
    return msg("{block}: {what} (p {p})", block=block, what=uneven(found), p=p_value(found.p))


def _subtitle(score: ScoreDocument) -> str:
    found, test = worst(score["blocks"]), score["pit_test"]
    least = min(test["p_later"], test["p_wider"])
    told = msg(
        "How many recorded times lie in each tenth of the simulated ones, the earliest first; the line is an "
        "even share. p counts formations, for the rows of one are one story: later, whether the record lies "
        "on one side of the middle; wider, whether it lies too far out."
    )
    return join(" ", (told, _judged(found, Figures(f"{least:.2g}")))) if found is not None else told


def _judged(found: Worst, every: str) -> str:
    """Among how many tests the worst block is the worst, and what all days together say."""
    chance = Figures(f"{100 * found.at_most:.0f} %")
    many = {"n": found.tests, "chance": chance, "every": every}
    if not found.judges:
        return msg("Named is the worst of {n} tests; luck brings one so small in at most {chance}.", **many)
    return msg(
        "Named is the worst of the {n} tests of the days that judge; luck brings one so small in at most "
        "{chance} of cases. The least p of all days together is {every}.",
        **many,
    )


def _tenths(ax: Axes, name: str, row: Marks, language: Language) -> None:
    counts, test = row["pit"], row["pit_test"]
    colour = BARS if row.get("used_to_set_parameters", True) else JUDGED
    bins = len(counts)
    ax.bar([(k + 0.5) / bins for k in range(bins)], counts, width=0.9 / bins, color=colour, gid="tenths")
    ax.axhline(sum(counts) / bins, color=INK, lw=0.8, ls="--", gid="even")
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(0.0, max(*counts, 1) * 1.15)
    ax.set_xticks([0.0, 0.5, 1.0])
    ax.set_xticklabels([language.tell(msg("earlier")), "½", language.tell(msg("later"))])
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    later, wider = p_value(test["p_later"]), p_value(test["p_wider"])
    told = msg("later p {later}, wider p {wider}", later=later, wider=wider)
    ax.set_title(f"{name}\n{language.tell(told)}", pad=4, fontsize=6.6)


def _cover(ax: Axes, blocks: Mapping[str, Marks], language: Language) -> None:
    """The share of each block that the 90 % intervals cover."""
    names = list(blocks)
    for at, row in enumerate(blocks.values()):
        share = row["coverage90"]
        if share is None:
            continue
        colour = BARS if row.get("used_to_set_parameters", True) else JUDGED
        ax.plot([share], [at], marker="o", ms=5, color=colour, gid="covered", clip_on=False)
        held = round(share * row["checkpoints"])
        told = msg("{held} of {rows}", held=held, rows=row["checkpoints"])
        ax.annotate(language.tell(told), (1.0, at), (6, 0), textcoords="offset points", va="center",
                    size=5.8, color=SOFT, annotation_clip=False)  # fmt: skip
    ax.axvline(WANTED, color=INK, lw=0.8, ls="--", gid="wanted")
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_yticks(range(len(names)))
    ax.set_yticklabels([name.replace(" (", "\n(") for name in names], fontsize=5.8)
    ax.set_xticks([0.0, 0.5, WANTED, 1.0])
    ax.set_xticklabels([language.number(x) for x in ("0", "50 %", "90 %", "100 %")])
    ax.grid(axis="x")
    ax.set_title(language.tell(msg("Recorded times that the 90 % intervals meet")), pad=5)
