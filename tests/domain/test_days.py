"""Days in London."""

from datetime import UTC, date, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from hub.domain.days import LONDON, day_of, end_of, rfc3339, start_of
from tests.domain.stories import ms


def test_a_day_ends_a_millisecond_before_the_next() -> None:
    """Also on the days of 23 and 25 hours, and on the last day there is."""
    for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 2)):
        assert end_of(day) + 1 == start_of(date.fromordinal(day.toordinal() + 1))
        assert day_of(start_of(day)) == day_of(end_of(day)) == day
    assert day_of(end_of(date.max)) == date.max


def test_a_summer_evening_is_the_london_day() -> None:
    """Half past midnight in summer is the new day in London, though not yet in UTC."""
    assert day_of(ms("2026-07-01T00:30")) == date(2026, 7, 1)
    assert rfc3339(ms("2026-07-01T00:30")) == "2026-07-01T00:30:00+01:00"


def test_a_moment_that_no_calendar_holds_is_the_nearest_day() -> None:
    """A mistaken number never stops anybody's fold."""
    for at, day in ((2**63 - 1, date.max), (-(2**63), date.min)):
        assert day_of(at) == day
        assert rfc3339(at) == day.isoformat()


@given(at=st.integers(min_value=ms("1800-01-01T00:00"), max_value=ms("2500-01-01T00:00")))
@example(at=ms("1968-10-26T23:00"))
@example(at=ms("1847-12-01T00:01"))
@example(at=ms("2026-03-29T00:59"))
def test_a_day_kept_by_quarter_hour_is_the_day_of_each_moment_in_it(at: int) -> None:
    """London's midnights fall on quarters of an hour since 1874; before that each moment is looked up."""
    for moment in (at, at // 900_000 * 900_000, at // 900_000 * 900_000 + 899_999):
        seconds, milliseconds = divmod(moment, 1000)
        exact = datetime.fromtimestamp(seconds, UTC).replace(microsecond=milliseconds * 1000)
        assert day_of(moment) == exact.astimezone(LONDON).date()
