"""Statistical process control as NHS England's Making Data Count does it: the XmR chart.

Source of the rule: the NHS-R Community's `NHSRplotthedots`, whose logic is agreed with NHS England's team.  A chart is
a series of numbers in the order of time, without gaps.  Where a known change of the process is recorded, with its
reason, the series is calculated anew from there (a rebase).
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean
from typing import Final, NamedTuple

from hub.domain.special_causes import Limits, Signal, signals

LIMIT: Final = 2.66
"""Average moving ranges from the centre to a process limit: 3 / 1.128."""
NEAR: Final = LIMIT * 2 / 3
SCREEN: Final = 3.267
"""A moving range of so many average ones or more is an outlier, and is left out of the second average."""


class Rebase(NamedTuple):
    """From which point on limits are calculated anew, and the recorded reason."""

    at: int
    reason: str


class SpcPoint(NamedTuple):
    """One point: its value, the limits of its stretch of the series, and what it signals."""

    value: float
    limits: Limits
    signal: Signal


def chart(values: Sequence[float], rebases: Sequence[Rebase] = (), *, fix_after: int | None = None) -> list[SpcPoint]:
    """Return the points of a chart; with `fix_after` each stretch has the limits of its first so many points.

    Raises `ValueError` for a rebase without a reason, and for one that is not between two points.
    """
    for rebase in rebases:
        if not rebase.reason.strip():
            raise ValueError("a rebase has a reason")
        if not 0 < rebase.at < len(values):
            raise ValueError("a rebase lies between two points")
    starts = sorted({0, *(rebase.at for rebase in rebases)})
    points: list[SpcPoint] = []
    for start, end in zip(starts, [*starts[1:], len(values)], strict=True):
        stretch = values[start:end]
        held = limits_of(stretch[:fix_after]) if stretch else None
        if held is not None:
            found = signals(stretch, held)
            points += [SpcPoint(value, held, signal) for value, signal in zip(stretch, found, strict=True)]
    return points


def limits_of(values: Sequence[float]) -> Limits:
    """Return centre and limits of a stretch of one value or more.

    The centre is the mean, the width comes of the average moving range without its outliers.  A series that never
    moves has no width.
    """
    centre = mean(values)
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    kept = [one for one in ranges if one < SCREEN * mean(ranges)]
    average = mean(kept) if kept else 0.0
    return Limits(
        lower=centre - LIMIT * average,
        near_lower=centre - NEAR * average,
        centre=centre,
        near_upper=centre + NEAR * average,
        upper=centre + LIMIT * average,
    )
