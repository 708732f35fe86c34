"""The reporting period that a file's events show."""

from datetime import date

from hub.domain.reporting_period import Period, period_shown

KINDS = ("Request", "Assessment", "Service", "Review")


def month(number: int, year: int = 2025) -> date:
    """Give the first day of a month."""
    return date(year, number, 1)


def test_it_runs_from_the_first_full_month_to_the_last_day_of_the_last() -> None:
    """July to December with 10 of each kind a month; a straggler of one kind in January is left out."""
    ended = {(month(m), kind): 10 for m in range(7, 13) for kind in KINDS} | {(month(1, 2026), "Service"): 10}
    assert period_shown(ended) == Period(date(2025, 7, 1), date(2025, 12, 31))


def test_a_month_needs_two_per_cent_of_events_and_all_kinds_but_one() -> None:
    """Of 200 events 4 in a month are enough and 3 are not; three kinds of four are enough and two are not."""
    full = {(month(7), kind): 49 for kind in KINDS}
    three = {(month(8), kind): count for kind, count in zip(KINDS, (2, 1, 1), strict=False)}
    assert period_shown(full | three) == Period(date(2025, 7, 1), date(2025, 8, 31))
    few = {(month(8), kind): 1 for kind in KINDS[:3]}
    assert period_shown(full | few) == Period(date(2025, 7, 1), date(2025, 7, 31))
    two = {(month(8), kind): 2 for kind in KINDS[:2]}
    assert period_shown(full | two) == Period(date(2025, 7, 1), date(2025, 7, 31))


def test_of_fewer_than_a_hundred_events_the_claim_stands() -> None:
    """99 events show nothing; 100 do."""
    assert period_shown({(month(7), "Request"): 99}) is None
    assert period_shown({(month(7), "Request"): 100}) == Period(date(2025, 7, 1), date(2025, 7, 31))


def test_where_no_month_is_full_the_claim_stands() -> None:
    """A hundred months of one event each: none has two per cent."""
    spread = {(month(1 + n % 12, 2010 + n // 12), "Request"): 1 for n in range(100)}
    assert period_shown(spread) is None
