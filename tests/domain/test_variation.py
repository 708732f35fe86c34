"""What a signal means, and whether a target will be met: the whole table of both icons."""

import pytest

from hub.domain.special_causes import Cause, Limits, Signal
from hub.domain.variation import Assurance, Improvement, Variation, assurance, variation

HIGH, LOW, NONE = Signal(Cause.TREND, 1), Signal(Cause.OUTSIDE, -1), Signal(Cause.COMMON, 0)
TEN_TO_TWENTY = Limits(10, 11, 15, 19, 20)


@pytest.mark.parametrize(
    ("signal", "improvement", "meaning"),
    [
        (HIGH, Improvement.UP, Variation.IMPROVEMENT),
        (LOW, Improvement.UP, Variation.CONCERN),
        (HIGH, Improvement.DOWN, Variation.CONCERN),
        (LOW, Improvement.DOWN, Variation.IMPROVEMENT),
        (HIGH, Improvement.NEUTRAL, Variation.NEUTRAL),
        (LOW, Improvement.NEUTRAL, Variation.NEUTRAL),
        (NONE, Improvement.UP, Variation.COMMON),
        (NONE, Improvement.DOWN, Variation.COMMON),
        (NONE, Improvement.NEUTRAL, Variation.COMMON),
    ],
)
def test_a_signal_is_read_by_the_way_that_the_measure_should_go(
    signal: Signal, improvement: Improvement, meaning: Variation
) -> None:
    """More is good for one measure, bad for another, and neither for a third; common cause says nothing."""
    assert variation(signal, improvement) is meaning


@pytest.mark.parametrize(
    ("target", "improvement", "answer"),
    [
        (21, Improvement.UP, Assurance.FAIL),
        (21, Improvement.DOWN, Assurance.PASS),
        (9, Improvement.UP, Assurance.PASS),
        (9, Improvement.DOWN, Assurance.FAIL),
        (15, Improvement.UP, Assurance.HIT_AND_MISS),
        (20, Improvement.UP, Assurance.HIT_AND_MISS),
        (10, Improvement.DOWN, Assurance.HIT_AND_MISS),
        (None, Improvement.UP, None),
        (21, Improvement.NEUTRAL, None),
    ],
)
def test_a_target_is_met_always_never_or_now_and_then(
    target: float | None, improvement: Improvement, answer: Assurance | None
) -> None:
    """The process limits say what to expect, whatever the last point was."""
    assert assurance(TEN_TO_TWENTY, target, improvement) is answer
