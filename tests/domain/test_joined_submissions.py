"""Submissions of several quarters put together: worked by hand, each rule of the published method."""

from datetime import date

import pytest

from hub.domain.joined_submissions import Part, counted_for, is_of, joined, quarters, quarters_missing
from hub.domain.reporting_period import Period
from hub.domain.unique_events import NO_AGE, Event

BASE = Event(
    council="X01",
    person="9990000018",
    kind="Service",
    client="Service user",
    started=date(2025, 2, 1),
    ended=None,
    types=("Long term support: Community", "Day support"),
    outcome="",
    conversation=False,
    born=date(1950, 3, 1),
    died=None,
    period_ended=date(2026, 12, 31),
    place=2,
)


def between(first: str, last: str) -> Period:
    """Return a period."""
    return Period(date.fromisoformat(first), date.fromisoformat(last))


WINTER, SPRING = between("2025-01-01", "2025-03-31"), between("2025-04-01", "2025-06-30")
SUMMER, AUTUMN = between("2025-07-01", "2025-09-30"), between("2025-10-01", "2025-12-31")
YEAR = between("2025-01-01", "2025-12-31")


def served(started: str, ended: str | None = None, **more: object) -> Event:
    """Return a service."""
    return BASE._replace(
        started=date.fromisoformat(started),
        ended=None if ended is None else date.fromisoformat(ended),
        **more,  # type: ignore[arg-type]
    )


def asked(started: str, ended: str, **more: object) -> Event:
    """Return a request."""
    return served(started, ended, kind="Request", types=("Community / Other route",), **more)


def test_only_whole_quarters_of_a_year_count() -> None:
    """A day missing at either end takes a quarter away."""
    assert list(quarters(YEAR)) == [WINTER, SPRING, SUMMER, AUTUMN]
    assert list(quarters(between("2025-01-02", "2025-09-29"))) == [SPRING]
    assert list(quarters(between("2025-01-02", "2025-06-29"))) == []


def test_the_newest_submission_counts_for_a_quarter() -> None:
    """A year, then the year a quarter later: of the older one the first quarter alone is still needed."""
    older, newer = YEAR, between("2025-04-01", "2026-03-31")
    assert counted_for([older, newer]) == (WINTER, newer)
    assert counted_for([SPRING, older]) == (None, older)
    assert counted_for([between("2025-01-15", "2025-02-15"), SUMMER]) == (None, SUMMER)
    assert counted_for([YEAR, SPRING]) == (YEAR, SPRING)


def test_quarters_that_nobody_covers_are_named() -> None:
    """Between the first and the last that are covered; part of a quarter is not enough."""
    assert quarters_missing([WINTER, between("2025-05-01", "2025-12-31")]) == (SPRING,)
    assert quarters_missing([YEAR]) == ()
    assert quarters_missing([between("2025-01-15", "2025-02-15")]) == ()


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        (asked("2025-03-01", "2025-04-01"), True),
        (asked("2025-03-01", "2025-03-31"), False),
        (asked("2025-06-30", "2025-06-30"), True),
        (asked("2025-06-30", "2025-07-01"), False),
        (served("2025-02-01"), True),
        (served("2025-02-01", "2025-04-01"), True),
        (served("2025-02-01", "2025-03-31"), False),
        (served("2025-06-30", "2026-01-01"), True),
        (served("2025-07-01"), False),
        (served("2025-02-01", died=date(2025, 4, 1)), True),
        (served("2025-02-01", died=date(2025, 3, 31)), False),
        (BASE._replace(kind="Review", types=()), False),
    ],
)
def test_what_belongs_to_a_period(event: Event, *, counts: bool) -> None:
    """What ended in it, and services given in it at any time; nothing of somebody who had died before."""
    assert is_of(event, SPRING) is counts


def test_a_service_that_the_next_submission_has_is_that_of_the_next() -> None:
    """Open in one and ended in the next: ended; the row that is kept is of the later period."""
    (kept,) = joined([Part(WINTER, [served("2025-02-01")]), Part(SPRING, [served("2025-02-01", "2025-05-01")])])
    assert (kept.ended, kept.period_ended) == (date(2025, 5, 1), SPRING.last)


@pytest.mark.parametrize("ended", [None, "2025-09-09"])
def test_a_service_that_is_not_told_again_ended_with_its_period(ended: str | None) -> None:
    """Its end was missing or wrong; one that ended within the period keeps its end."""
    other = served("2025-04-05")
    kept = joined(
        [Part(WINTER, [served("2025-02-01", ended), served("2025-02-02", "2025-02-20")]), Part(SPRING, [other])]
    )
    assert [one.ended for one in kept] == [WINTER.last, date(2025, 2, 20), None]


def test_a_service_before_a_quarter_that_nobody_covers_ended_with_its_period() -> None:
    """What comes right after is not told, though the quarter after that has the service again."""
    again = served("2025-02-01")
    (kept,) = joined([Part(WINTER, [again]), Part(SUMMER, [again])])
    assert (kept.ended, kept.period_ended) == (None, SUMMER.last)
    (closed, _) = joined([Part(WINTER, [again]), Part(SUMMER, [served("2025-07-07")])])
    assert closed.ended == WINTER.last


def test_the_latest_submission_is_the_latest_that_has_events() -> None:
    """One without any event of its quarters says nothing of what had ended."""
    (kept,) = joined([Part(WINTER, [served("2025-02-01")]), Part(SPRING, [served("2025-07-01")])])
    assert kept.ended is None
    assert joined([Part(WINTER, [])]) == ()


def test_of_one_event_in_several_submissions_the_newest_row_is_kept() -> None:
    """A request told twice counts once; of two rows that are alike otherwise the last loaded stays."""
    old = asked("2025-03-01", "2025-03-31", outcome="Progress to reablement/ST-Max")
    new = old._replace(outcome="NFA: Other")
    assert [one.outcome for one in joined([Part(WINTER, [old]), Part(YEAR, [new])])] == ["NFA: Other"]
    rows = [asked("2025-03-01", "2025-03-31", died=died) for died in (date(2026, 1, 1), date(2026, 2, 2))]
    assert [one.died for one in joined([Part(WINTER, rows)])] == [date(2026, 2, 2)]


def test_ages_are_those_at_the_end_that_counts() -> None:
    """74 when it began; 75 on the last day of the period that it ended with; none without a date of birth."""
    (kept,) = joined([Part(WINTER, [served("2025-02-01")])])
    assert (kept.age, kept.latest_age) == (74, 75)
    assert served("2025-02-01", period_ended=None).latest_age == 74
    for born in (None, date(2025, 2, 2)):
        assert BASE._replace(born=born).age == NO_AGE
