"""What a signal means for a measure, and whether its target will be met: Making Data Count's two icons.

Variation says whether a special cause is an improvement or a concern, which depends on the way that the measure should
go; where neither is better it is neutral.  Assurance compares a target with the process limits.  Both are read from the
last point of a chart.
"""

from enum import StrEnum

from hub.domain.special_causes import Limits, Signal


class Improvement(StrEnum):
    """Which way a measure gets better."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Variation(StrEnum):
    """What a point says of the process."""

    COMMON = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"


class Assurance(StrEnum):
    """Whether the process as it runs meets its target: always, never, or now and then."""

    PASS = "consistently_pass"  # noqa: S105 - a word of Making Data Count
    FAIL = "consistently_fail"
    HIT_AND_MISS = "hit_and_miss"


def variation(signal: Signal, improvement: Improvement) -> Variation:
    """Return what a point's signal means for a measure."""
    if signal.way == 0:
        return Variation.COMMON
    if improvement is Improvement.NEUTRAL:
        return Variation.NEUTRAL
    better = 1 if improvement is Improvement.UP else -1
    return Variation.IMPROVEMENT if signal.way == better else Variation.CONCERN


def assurance(limits: Limits, target: float | None, improvement: Improvement) -> Assurance | None:
    """Return whether the target is met; none without a target, and for a measure that has no better way."""
    if target is None or improvement is Improvement.NEUTRAL:
        return None
    if limits.lower <= target <= limits.upper:
        return Assurance.HIT_AND_MISS
    above = target > limits.upper
    return Assurance.FAIL if above == (improvement is Improvement.UP) else Assurance.PASS
