"""Counting days without a council: the rule itself, on duties that never come out of the hub."""

from datetime import date

from hub.domain.portability_duty import Duty, gap_days
from hub.domain.rules import Rule

RULE = Rule.INTERIM_DUTY


def test_days_that_nobody_holds_are_counted() -> None:
    """A hole of two days, one before the first and one after the last; what is held twice is counted once."""
    held = (
        Duty(date(2026, 6, 8), date(2026, 6, 9), "B", RULE),
        Duty(date(2026, 6, 2), date(2026, 6, 5), "A", RULE),
        Duty(date(2026, 6, 4), date(2026, 6, 4), "C", RULE),
    )
    assert gap_days(held, date(2026, 6, 1), date(2026, 6, 10)) == 4
    assert gap_days(held, date(2026, 6, 2), date(2026, 6, 5)) == 0
    assert gap_days((), date(2026, 6, 1), date(2026, 6, 3)) == 3
    assert gap_days((Duty(None, None, None, RULE),), date(2026, 6, 1), date(2026, 6, 3)) == 0
    assert gap_days(held, date(2026, 6, 5), date(2026, 6, 1)) == 0
