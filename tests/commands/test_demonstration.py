"""What the demonstration sends."""

from datetime import date
from itertools import islice

import pytest

from connectors.simulator.demonstration import demonstration_lives
from hub.commands.demonstration import EVERY_S, trickle
from hub.domain.days import start_of

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize("hour", [0, 8, 23])
def test_the_trickle_goes_on_where_the_time_of_day_is(hour: int) -> None:
    """A hub that is started again at noon does not send the morning's messages once more."""
    now = start_of(MONDAY) + hour * 3_600_000
    first, later = (
        [one.name for one in islice((one for one in trickle(at) if one.transport == "mllp"), 5)]
        for at in (now, now + int(2 * EVERY_S * 1000))
    )
    assert first[2:] == later[:3]


@pytest.mark.parametrize("day", [MONDAY, date(2027, 2, 28), date(2030, 6, 1)])
def test_the_trickle_is_about_other_people(day: date) -> None:
    """Live messages never change what the curated people show."""
    curated = {life.person.nhs_number for life in demonstration_lives(day)}
    for one in islice(trickle(start_of(day)), 500):
        assert not any(number.encode() in one.payload for number in curated)
