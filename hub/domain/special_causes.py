"""What a point of a process chart signals: the first rule that holds, of four; else common cause.

The rules and their order are Making Data Count's, as `NHSRplotthedots` codes them:

1. outside the process limits;
2. part of a trend: seven points, each above the one before it, or each below;
3. two out of three: of three points in a row on one side of the centre, two lie between near limit and limit, and the
   point is one of those;
4. part of seven points in a row on one side of the centre.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple

RUN: Final = 7
WINDOW: Final = 3
TWO: Final = 2


class Limits(NamedTuple):
    """Centre, process limits and near limits, from the lowest to the highest."""

    lower: float
    near_lower: float
    centre: float
    near_upper: float
    upper: float


class Cause(StrEnum):
    """Which rule a point meets."""

    COMMON = "common_cause"
    OUTSIDE = "outside_limits"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    ONE_SIDE = "one_side"


class Signal(NamedTuple):
    """What a point signals; `way` is 1 for high or rising, -1 for low or falling, 0 for common cause."""

    cause: Cause
    way: int


COMMON: Final = Signal(Cause.COMMON, 0)


def signals(values: Sequence[float], limits: Limits) -> list[Signal]:
    """Return what each point signals, in the order of the points."""
    sides = [_sign(value - limits.centre) for value in values]
    ways = {
        Cause.OUTSIDE: [_outside(value, limits) for value in values],
        Cause.TREND: _part_of(RUN, values, _trend),
        Cause.TWO_OF_THREE: _two_of_three(values, sides, limits),
        Cause.ONE_SIDE: _part_of(RUN, sides, _one_side),
    }
    return [_first(ways, at) for at in range(len(values))]


def _first(ways: dict[Cause, list[int]], at: int) -> Signal:
    return next((Signal(cause, way[at]) for cause, way in ways.items() if way[at]), COMMON)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _outside(value: float, limits: Limits) -> int:
    return (value > limits.upper) - (value < limits.lower)


def _near(value: float, limits: Limits) -> bool:
    """Tell whether a point lies between a near limit and its limit."""
    return not _outside(value, limits) and not limits.near_lower <= value <= limits.near_upper


def _part_of(length: int, values: Sequence[float], way: Callable[[Sequence[float]], int]) -> list[int]:
    """Return the way of the newest run that each point is part of; 0 for a point of no run."""
    ways = [0] * len(values)
    for start in range(len(values) - length + 1):
        if found := way(values[start : start + length]):
            ways[start : start + length] = [found] * length
    return ways


def _trend(run: Sequence[float]) -> int:
    steps = {_sign(later - earlier) for earlier, later in pairwise(run)}
    return steps.pop() if len(steps) == 1 else 0


def _one_side(sides: Sequence[float]) -> int:
    return int(sides[0]) if len(set(sides)) == 1 else 0


def _two_of_three(values: Sequence[float], sides: Sequence[int], limits: Limits) -> list[int]:
    near = [_near(value, limits) for value in values]
    ways = [0] * len(values)
    for start in range(len(values) - WINDOW + 1):
        window = range(start, start + WINDOW)
        if _one_side([sides[at] for at in window]) and sum(near[at] for at in window) >= TWO:
            for at in window:
                ways[at] = sides[at] if near[at] else ways[at]
    return ways
