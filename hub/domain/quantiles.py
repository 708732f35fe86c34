"""Medians and percentiles of waits, and when one would say too much of somebody.

The median is the middle one of the waits in order, or the mean of the two in the middle, as in the Department of Health
and Social Care's method for waiting times; the 90th percentile is the least number of days within which nine in ten of
the waits ended (nearest rank).

A percentile is somebody's own wait.  It is shown where more people than the threshold waited as long or longer, and
more than that as short or shorter (a rule of this product).
"""

from collections.abc import Mapping
from statistics import median
from typing import NamedTuple

from hub.domain.products import Kind
from hub.domain.small_numbers import MISSING, NOT_APPLICABLE, SUPPRESSED, Number, Rounding, Status

Spread = Mapping[int, int]
"""How many people waited so many days."""


class Found(NamedTuple):
    """A median or percentile, and how many people there are on the side of it with fewer, themselves included."""

    days: float
    fewer: int


def found(kind: Kind, spread: Spread) -> Found:
    """Return the median, or the 90th percentile, of people of whom there is one at least."""
    waits = [days for days in sorted(spread) for _ in range(spread[days])]
    days = median(waits) if kind is Kind.MEDIAN else waits[-(-9 * len(waits) // 10) - 1]
    return Found(days, min(sum(wait <= days for wait in waits), sum(wait >= days for wait in waits)))


def quantile(kind: Kind, spread: Spread, rounding: Rounding | None) -> Number:
    """Return what a reader sees; `rounding` is none for readers who may know the people.

    A number of people below 0 is missing: something that it is made of has not been told yet.
    """
    if any(people < 0 for people in spread.values()):
        return MISSING
    if not any(spread.values()):
        return NOT_APPLICABLE
    one = found(kind, spread)
    hidden = rounding is not None and rounding.hides(one.fewer)
    return SUPPRESSED if hidden else Number(Status.SHOWN, round(one.days, 1))


def footnote(rounding: Rounding | None) -> str:
    """Return the rule in the words that stand below a table of medians or percentiles."""
    if rounding is None:
        return "A median or a percentile of a few people says how long one of them waited."
    return (
        f"A median or a percentile is * unless {rounding.threshold + 1} or more people waited as long or longer, "
        f"and {rounding.threshold + 1} or more as short or shorter."
    )
