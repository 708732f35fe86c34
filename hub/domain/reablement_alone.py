"""Reablement of people of 65 or more by the records of a council alone: ASCOF 2D as far as they tell.

The published measure (`hub.domain.reablement_outcomes`) begins with the hospital's discharges and counts emergency
readmissions; client level data have neither.  Here the first day of reablement stands for the day of discharge, and
the rest is as published: age, clusters, who lived in a home before, deaths and homes within 84 days.  That somebody
came from hospital is known by a request, whose days meet the window in which the published measure links a discharge.

Source: Department of Health and Social Care, Adult Social Care Outcomes Framework 2024 to 2025, measure 2D, and its
published code (`DataS-DHSC/ASC-CLD-LA-Dashboard`, `ASCOF_2D`).  The stand-in and the link by a request are this
product's.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Final, NamedTuple

from hub.domain.reablement_cohort import Excluded, Stay, Support, exclusion
from hub.domain.reablement_outcomes import AFTER, BEFORE, FOLLOWED, Cluster, Outcome, Person, clusters, outcomes
from hub.domain.reporting_period import Period
from hub.domain.years import age_on

_DAY: Final = timedelta(days=1)


class Asked(NamedTuple):
    """The first and the last day of a request by way of discharge from hospital."""

    first: date
    last: date


class Known(NamedTuple):
    """What a council knows of one person; its services, and requests by way of discharge from hospital."""

    council: str
    supports: Sequence[Support]
    from_hospital: Sequence[Asked] = ()
    born: date | None = None
    died: date | None = None


class NotCounted(Enum):
    """Why reablement is not counted, by the first that holds."""

    BEGAN_BEFORE = "began before the time of the files: of that time only who was still supported is in them"
    BEGAN_AFTER = "began after the time of the files"
    NO_AGE = "no date of birth that can be"
    UNDER_65 = "younger than 65 on the first day"
    DIED_BEFORE = "had died before the first day, by the newest row that says a death"
    IN_LONG_TERM_HOME = "in long-term nursing, residential or prison support on the day before"
    NOT_FOLLOWED_YET = "84 days are not over at the end of the time of the files"


class Reablement(NamedTuple):
    """One cluster of reablement: its first day, whether it followed hospital, and what became of the person.

    `outcome` is none where it is not counted.
    """

    council: str
    started: date
    after_hospital: bool
    not_counted: NotCounted | None
    outcome: Outcome | None


def came_from_hospital(cluster: Cluster, asked: Sequence[Asked]) -> bool:
    """Say whether days of a request meet those from 7 before the first day of reablement to 3 after."""
    first, last = cluster.started - BEFORE, cluster.started + AFTER
    return any(one.first <= last and one.last >= first for one in asked)


def reablement(known: Known, period: Period) -> Iterator[Reablement]:
    """Give each cluster of a person's reablement, told of by files for a period."""
    for cluster in clusters(known.supports):
        why = _not_counted(known, cluster, period)
        outcome = _outcome(known, cluster) if why is None else None
        yield Reablement(known.council, cluster.started, came_from_hospital(cluster, known.from_hospital), why, outcome)


def _not_counted(known: Known, cluster: Cluster, period: Period) -> NotCounted | None:
    started = cluster.started
    unborn = known.born is None or known.born > started
    excluded = None if unborn else exclusion(_stand_in(known, cluster), known.supports)
    rules = (
        (started < period.first, NotCounted.BEGAN_BEFORE),
        (started > period.last, NotCounted.BEGAN_AFTER),
        (unborn, NotCounted.NO_AGE),
        (excluded is Excluded.UNDER_65, NotCounted.UNDER_65),
        (known.died is not None and known.died < started, NotCounted.DIED_BEFORE),
        (excluded is Excluded.IN_LONG_TERM_HOME, NotCounted.IN_LONG_TERM_HOME),
        (started + FOLLOWED > period.last, NotCounted.NOT_FOLLOWED_YET),
    )
    return next((why for holds, why in rules if holds), None)


def _outcome(known: Known, cluster: Cluster) -> Outcome:
    """Give the published outcome of the stay that stands in: it is the same for every cluster that it is linked to."""
    return outcomes(Person([_stand_in(known, cluster)], known.supports, (), known.died))[0]


def _stand_in(known: Known, cluster: Cluster) -> Stay:
    """Give the stay that stands for the one that nobody told of: until the first day of reablement."""
    age = age_on(known.born or cluster.started, cluster.started)
    return Stay(cluster.started - _DAY, cluster.started, age, known.council)
