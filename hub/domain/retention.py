"""How long what is known of a person is kept: by retention class, from the newest event of that class on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import msgspec

from hub.domain.days import start_of
from hub.events.catalogue import ASSESSMENT, CARE_RECORD, DISCHARGE, IDENTITY, REFERRAL

CLASS_OF: Final[Mapping[str, str]] = {
    DISCHARGE: "care_record",
    ASSESSMENT: "care_record",
    CARE_RECORD: "care_record",
    REFERRAL: "referral",
    IDENTITY: "identity",
}
"""The retention class of each topic of people."""


class Period(msgspec.Struct, frozen=True, rename={"retention": "class", "since": "from"}):
    """How many years one class is kept, from a day on."""

    retention: str
    since: date
    years: int
    reason: str


def periods_on(periods: Sequence[Period], day: date) -> Mapping[str, Period]:
    """Give the period of each class that holds on a day; a class without one is kept for ever."""
    begun = sorted((period for period in periods if period.since <= day), key=lambda period: period.since)
    return {period.retention: period for period in begun}


def befores(periods: Mapping[str, Period], day: date) -> Mapping[str, int]:
    """Give for each topic the moment (milliseconds) before which its newest event has to lie for a person to go.

    Somebody last heard of on 3 March 2018 is kept through 3 March 2026.  Topics of a class that has no period are
    absent: who has an event in one of them stays.
    """
    return {
        topic: start_of(_years_before(day, periods[class_].years))
        for topic, class_ in CLASS_OF.items()
        if class_ in periods
    }


def has_ended(newest: Mapping[str, int], before: Mapping[str, int]) -> bool:
    """Say whether the periods of all topics that told of a person have ended; `newest` in milliseconds by topic."""
    return all(topic in before and at < before[topic] for topic, at in newest.items())


def _years_before(day: date, years: int) -> date:
    """Give the same day some years earlier; of 29 February the day before it where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
