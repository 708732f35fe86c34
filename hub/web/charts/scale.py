"""From numbers to places on the paper: an axis with round ticks."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

_STEPS: Final = (1, 2, 5, 10)
_PAD: Final = 2.0
"""Room on both sides of a series that never moves."""


class Axis(NamedTuple):
    """An upright axis: from `low` at the bottom to `high` at the top, with its ticks."""

    low: float
    high: float
    ticks: Sequence[float]
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """Return how far down a value lies; what is outside lies on the edge."""
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return round(self.bottom - share * (self.bottom - self.top), 1)


class Marks(NamedTuple):
    """How an axis is marked: with about so many ticks, none finer than `finest`, none above `most`."""

    ticks: int
    finest: float
    most: float | None = None


def axis(values: Sequence[float], top: float, bottom: float, marks: Marks) -> Axis:
    """Return an axis that holds all values and begins and ends at a tick; never below 0.

    There is one value or more; numbers of people, days and shares are never negative.
    """
    most = math.inf if marks.most is None else marks.most
    low, high = (min(max(0.0, value), most) for value in (min(values), max(values)))
    if low == high:
        low, high = max(0.0, low - _PAD), min(most, high + _PAD)
    step = max(step_of(high - low, marks.ticks), marks.finest)
    ticks = [round(step * at, 6) for at in range(math.floor(low / step), math.ceil(high / step) + 1)]
    return Axis(ticks[0], ticks[-1], ticks, top, bottom)


def bare(values: Sequence[float], top: float, bottom: float, *, most: float | None) -> Axis:
    """Return an axis that just holds all values, without ticks."""
    low, high = max(0.0, min(values)), max(values) if most is None else min(most, max(values))
    return Axis(low, high if high > low else low + 1, [], top, bottom)


def step_of(width: float, ticks: int) -> float:
    """Return a round step that parts a width in about so many pieces: 1, 2 or 5 times a power of ten."""
    rough = width / ticks
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step for step in _STEPS if step * power >= rough * 0.999)
    return step * power


def spread(places: Sequence[float], apart: float, top: float, bottom: float) -> list[float]:
    """Return places moved so that neighbours are so far apart, none beyond the edges where there is room; in order."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    before = top - apart
    for at in order:
        moved[at] = before = max(moved[at], before + apart)
    after = bottom + apart
    for at in reversed(order):
        moved[at] = after = min(moved[at], after - apart)
    return moved
