"""How long people are kept: by class, from the newest event on, by periods that hold from a day on."""

from datetime import date

from msgspec.structs import replace

from hub.adapters.retention_file import read_periods, shipped_periods
from hub.domain.days import end_of, start_of
from hub.domain.retention import CLASS_OF, Period, befores, has_ended, periods_on
from hub.events.catalogue import DISCHARGE, IDENTITY, PEOPLE_TOPICS, REFERRAL

TODAY = date(2026, 11, 26)
EIGHT = Period("care_record", date(2021, 8, 1), 8, "as said")


def test_the_shipped_periods_say_eight_years_of_every_class_and_why() -> None:
    """Each class that a topic belongs to has a period today, with a reason that a reader can follow to its source."""
    periods = periods_on(shipped_periods(), TODAY)
    assert periods.keys() == set(CLASS_OF.values())
    assert CLASS_OF.keys() == set(PEOPLE_TOPICS)
    assert {period.years for period in periods.values()} == {8}
    assert all(period.reason for period in periods.values())


def test_the_newest_period_that_has_begun_holds() -> None:
    """A longer period that was agreed for next year keeps nobody longer before it begins."""
    longer = Period("care_record", date(2027, 1, 1), 20, "agreed")
    assert periods_on([longer, EIGHT], TODAY)["care_record"] == EIGHT
    assert periods_on([EIGHT, longer], date(2027, 1, 1))["care_record"] == longer
    assert periods_on([EIGHT], date(2021, 7, 31)) == {}


def test_somebody_is_kept_through_the_same_day_years_later() -> None:
    """Last heard of on 26 November 2018: still there on that day of 2026, and gone on the next."""
    last = {DISCHARGE: end_of(date(2018, 11, 26)) - 1}
    periods = {"care_record": EIGHT}
    assert not has_ended(last, befores(periods, date(2026, 11, 26)))
    assert has_ended(last, befores(periods, date(2026, 11, 27)))


def test_a_leap_day_keeps_nobody_shorter() -> None:
    """On 29 February of a year whose eighth before was no leap year nobody goes who was heard of on its last day."""
    before = befores({"care_record": replace(EIGHT, years=7)}, date(2028, 2, 29))
    assert before[DISCHARGE] == start_of(date(2021, 2, 28))


def test_one_class_that_runs_on_keeps_the_whole_person() -> None:
    """Who was in hospital nine years ago and referred a year ago stays, hospital stay included."""
    periods = periods_on(shipped_periods(), TODAY)
    before = befores(periods, TODAY)
    old, new = start_of(date(2017, 1, 1)), start_of(date(2025, 11, 1))
    assert has_ended({DISCHARGE: old, IDENTITY: old}, before)
    assert not has_ended({DISCHARGE: old, REFERRAL: new}, before)


def test_a_class_without_a_period_is_kept_for_ever() -> None:
    """A line that is taken out of the table, or misspelt, never lets anybody go."""
    before = befores({"care_record": EIGHT}, TODAY)
    assert not has_ended({DISCHARGE: 0, IDENTITY: 0}, before)


def test_a_table_is_read_by_the_words_that_it_shows() -> None:
    """An area that keeps longer writes the same words as the shipped table."""
    (period,) = read_periods('[[period]]\nclass = "referral"\nfrom = 2030-01-01\nyears = 20\nreason = "agreed"\n')
    assert period == Period("referral", date(2030, 1, 1), 20, "agreed")
