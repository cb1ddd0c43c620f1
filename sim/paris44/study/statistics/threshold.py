"""From what size on a difference counts: what ``sweep --find`` looks for.

A moment and hours differ from a minute on, a count from one. Losses have no size of which everybody would
say so: they differ where the 95 % interval of the median of the pairs excludes zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from paris44.language.text import msg, quoted
from paris44.results.columns import TIME_UNIT, Series
from paris44.results.errors import StudyError
from paris44.scenario.schema.quantities import TIME, quantity
from paris44.study.statistics.estimates import pair_difference

LOSSES = "men"
SECONDS = {TIME_UNIT: 1.0, "h": 3600.0}
"""Units that measure time -> their size in seconds."""
ROUNDING = 1e-5
"""Of an outcome in its own unit: files hold a millionth, sums and medians of it may be as far off."""


class ThresholdDocument(TypedDict):
    """A threshold: ``by`` in the outcome's unit, its rule in words, the value of the input it counts from."""

    by: float | None
    rule: str
    against: object


@dataclass(frozen=True)
class Threshold:
    """``least`` is in the outcome's own unit; None: whatever the interval of the pairs tells from none."""

    least: float | None
    said: str

    def passed(self, base: Series, other: Series) -> bool:
        """Whether the other differs: it comes where the base did not (or not), or the median pair is apart.

        Raises:
            StudyError: there are too few pairs for an interval that should decide (exit code 2).
        """
        if abs(base.share_never - other.share_never) > 0.5:
            return True
        pair = pair_difference(base.values, other.values)
        if self.least is not None:
            return pair.median is not None and abs(pair.median) >= self.least - ROUNDING
        if not pair.is_sure:
            few = msg("{n_pairs} pairs are too few for an interval", n_pairs=pair.n_pairs)
            raise StudyError(
                2, msg("--find: {few}; take a larger -n, or say from what difference on: --by 10", few=few)
            )
        return pair.excludes_zero

    def document(self, against: object) -> ThresholdDocument:
        """It as JSON; ``against`` is the value from which it is counted."""
        return {"by": self.least, "rule": self.said, "against": against}


def threshold(unit: str, by: str | None = None) -> Threshold:
    """The threshold for outcomes in ``unit``: ``by``, or what suits the unit.

    Raises:
        StudyError: ``by`` is no difference in that unit (exit code 2).
    """
    if by is None and unit == LOSSES:
        return Threshold(None, msg("the 95 % interval of the median of the pairs excludes zero"))
    if by is None:
        by = "1 min" if unit in SECONDS else "1"
    least = _size(by, unit)
    number = f"{least:g} {unit.removesuffix('s') if least == 1.0 else unit}"
    words = number if _is_number(by) else by
    return Threshold(least, msg("the median of the pairs differs by at least {words}", words=words))


def _size(by: str, unit: str) -> float:
    if _is_number(by) and unit != TIME_UNIT:
        size = float(by)
    elif unit in SECONDS:
        size = _seconds(by) / SECONDS[unit]
    else:
        raise StudyError(2, msg("--by: {by} is not a number of {unit}", by=quoted(by), unit=unit))
    if not 0.0 < size < float("inf"):
        raise StudyError(2, msg("--by: {by} is not more than 0", by=quoted(by)))
    return size


def _seconds(by: str) -> float:
    try:
        return quantity(by, TIME)
    except ValueError as error:
        raise StudyError(2, msg("--by: {error}", error=error)) from None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
