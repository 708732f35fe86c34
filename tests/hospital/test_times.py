"""Times of messages: what a hospital's clock says becomes one moment, and doubts are flagged."""

import calendar
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hospital_hl7v2.times import day_of_text, moment_of
from hub.events.values import Moment, Precision, Zone

_SECONDS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001 -- made aware below


def _at(*parts: int) -> int:
    return calendar.timegm((*parts, 0, 0, 0)[:6]) * 1000


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2026", _at(2026, 1, 1), Precision.YEAR),
        ("202607", _at(2026, 6, 30, 23), Precision.MONTH),
        ("20260714", _at(2026, 7, 13, 23), Precision.DAY),
        ("2026071409", _at(2026, 7, 14, 8), Precision.HOUR),
        ("202607140915", _at(2026, 7, 14, 8, 15), Precision.MINUTE),
        ("20260714091530", _at(2026, 7, 14, 8, 15, 30), Precision.SECOND),
        ("20260714091530.25", _at(2026, 7, 14, 8, 15, 30) + 250, Precision.MILLISECOND),
    ],
)
def test_every_precision_is_kept_and_a_day_begins_in_london(text: str, at: int, precision: Precision) -> None:
    """A date-only discharge is that London day, and nobody pretends to know the minute."""
    assert moment_of(text) == Moment(at, precision, Zone.ASSUMED)


def test_a_stated_offset_wins_over_london() -> None:
    """`20140529080238.241+0100` is what a sender says, whatever the season."""
    assert moment_of("20140529080238.241+0100") == Moment(
        _at(2014, 5, 29, 7, 2, 38) + 241, Precision.MILLISECOND, Zone.STATED
    )


def test_the_hour_that_happens_twice_is_its_first_pass_and_flagged() -> None:
    """01:30 on the last Sunday of October is taken as summer time, and says so."""
    assert moment_of("202610250130") == Moment(_at(2026, 10, 25, 0, 30), Precision.MINUTE, Zone.AMBIGUOUS)
    assert moment_of("202610250059") == Moment(_at(2026, 10, 24, 23, 59), Precision.MINUTE, Zone.ASSUMED)
    assert moment_of("202610250200") == Moment(_at(2026, 10, 25, 2), Precision.MINUTE, Zone.ASSUMED)


def test_the_hour_that_never_happens_is_moved_on_and_flagged() -> None:
    """01:30 on the last Sunday of March does not exist; it is read one hour later, and says so."""
    assert moment_of("202603290130") == Moment(_at(2026, 3, 29, 1, 30), Precision.MINUTE, Zone.NONEXISTENT)
    assert moment_of("202603290200") == Moment(_at(2026, 3, 29, 1), Precision.MINUTE, Zone.ASSUMED)


@pytest.mark.parametrize(
    "text",
    [
        "20260230",
        "20261301",
        "202611022460",
        "2026110225",
        "soon",
        "2026-11-02",
        "00010101",
        "99991231",
        "202611021000+9900",
        "٢٠٢٦",
    ],
)
def test_what_cannot_be_a_time_is_none(text: str) -> None:
    """Impossible dates become findings at the caller, never exceptions and never wrong days."""
    assert moment_of(text) is None


def test_a_profile_may_accept_another_format() -> None:
    """`2025-05-05 23:23:32` is invalid HL7 that a real sender writes; its profile says so."""
    assert moment_of("2025-05-05 23:23:32", ["%Y-%m-%d %H:%M:%S"]) == Moment(
        _at(2025, 5, 5, 22, 23, 32), Precision.SECOND, Zone.ASSUMED
    )
    assert moment_of("05/05/2025", ["%d/%m/%Y"]) == Moment(_at(2025, 5, 4, 23), Precision.DAY, Zone.ASSUMED)


def test_a_birth_date_with_midnight_stays_that_date() -> None:
    """`20000602000000` in summer time is the second of June, not the first."""
    assert day_of_text("20000602000000") == date(2000, 6, 2)
    assert day_of_text("200006") is None


@given(_SECONDS, st.integers(-14 * 60, 14 * 60))
def test_a_stated_offset_gives_back_the_same_moment(moment: datetime, minutes: int) -> None:
    """Whatever offset a sender writes, the moment is the one it meant (oracle: the standard library's formatting)."""
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)), microsecond=0)
    found = moment_of(aware.strftime("%Y%m%d%H%M%S%z"))
    assert found is not None
    assert found.at == int(aware.timestamp()) * 1000


@given(_SECONDS)
def test_london_wall_time_gives_back_the_same_moment_but_for_the_second_pass(moment: datetime) -> None:
    """A time without offset is London's; only the second pass of the October hour can be an hour early."""
    true = moment.replace(tzinfo=UTC, microsecond=0)
    found = moment_of(true.astimezone(ZoneInfo("Europe/London")).strftime("%Y%m%d%H%M%S"))
    assert found is not None
    early = int(true.timestamp()) * 1000 - found.at
    assert early in ((0, 3_600_000) if found.zone == Zone.AMBIGUOUS else (0,))


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    """Junk in a time field never stops a message."""
    moment_of(text, ["%Y-%m-%d %H:%M:%S"])
    day_of_text(text)
