"""Waiting times of councils: the median of days by council, quarter of the answer and age band, with how many.

Source: Department of Health and Social Care, method for waiting times from adult social care client level data,
version 1.1 (May 2026).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from statistics import median
from typing import Final, NamedTuple

from hub.domain.calendar_months import quarter_of
from hub.domain.waiting_times import Answer, Wait

FIRST_RESPONSE, FIRST_SERVICE = "first_response", "first_service"
_OLDER: Final = 65


class Group(NamedTuple):
    """Of whom a median is: which wait, which council, the first day of the quarter of the answer, and the age band."""

    measure: str
    council: str
    quarter: date
    band: str


class Median(NamedTuple):
    """The median of days that were waited, and of how many waits it is."""

    days: float
    waits: int


def band_of(age: int) -> str:
    """Return the age band of the answer."""
    return "65 and over" if age >= _OLDER else "25 to 64"


def medians(waits: Iterable[tuple[str, Wait]]) -> Mapping[Group, Median]:
    """Return the medians of waits, each with the council that it is of; what has no answer yet is in none."""
    days: dict[Group, list[int]] = defaultdict(list)
    for council, wait in waits:
        for measure, answer in ((FIRST_RESPONSE, wait.response), (FIRST_SERVICE, wait.service)):
            if answer is not None:
                days[_group(measure, council, answer)].append(answer.waited)
    return {group: Median(median(waited), len(waited)) for group, waited in days.items()}


def _group(measure: str, council: str, answer: Answer) -> Group:
    return Group(measure, council, quarter_of(answer.on), band_of(answer.age))
