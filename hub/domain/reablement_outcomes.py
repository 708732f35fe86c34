"""Whether people who left hospital into reablement stayed in the community for twelve weeks (ASCOF 2D).

Source: Department of Health and Social Care, Adult Social Care Outcomes Framework 2024 to 2025, measure 2D, and its
published code.  `hub.domain.reablement_cohort` says which stays count.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from hub.domain.reablement_cohort import RESIDENTIAL, Stay, Support, exclusion

ST_MAX, REABLEMENT = "Short term support: ST-Max", "Reablement"
_GAP: Final = 7
BEFORE: Final = timedelta(days=7)
AFTER: Final = timedelta(days=3)
FOLLOWED: Final = timedelta(days=84)
"""Twelve weeks: the 84th day after discharge still counts."""


class Cluster(NamedTuple):
    """Reablement without a break of more than a week: its first day, and its last; none while it goes on."""

    started: date
    ended: date | None


class Person(NamedTuple):
    """What is known of one person.  `readmitted` are days of emergency or other non-elective admissions."""

    stays: Sequence[Stay] = ()
    supports: Sequence[Support] = ()
    readmitted: Sequence[date] = ()
    died: date | None = None


class Outcome(NamedTuple):
    """What became of somebody within twelve weeks of the discharge that their reablement is linked to."""

    council: str
    died: bool
    readmitted: bool
    entered_home: bool

    @property
    def in_community(self) -> bool:
        """Whether they remained in the community: none of the three came."""
        return not (self.died or self.readmitted or self.entered_home)


class Share(NamedTuple):
    """So many of so many."""

    numerator: int
    denominator: int


def clusters(supports: Iterable[Support]) -> tuple[Cluster, ...]:
    """Return the clusters of reablement: the next belongs to it if it starts within 7 days of the latest end so far."""
    found: list[Cluster] = []
    given = [one for one in supports if one.type == ST_MAX and one.component == REABLEMENT]
    for one in sorted(given, key=lambda one: (one.started, one.ended or date.max)):
        last = found[-1] if found else None
        if last is not None and (last.ended is None or (one.started - last.ended).days <= _GAP):
            ended = None if last.ended is None or one.ended is None else max(last.ended, one.ended)
            found[-1] = Cluster(last.started, ended)
        else:
            found.append(Cluster(one.started, one.ended))
    return tuple(found)


def linked(cluster: Cluster, cohort: Iterable[Stay]) -> Stay | None:
    """Return the stay that a cluster follows, or none.

    Discharged from 7 days before its start to 3 days after, and admitted by then; the latest discharge wins.
    """
    first, last = cluster.started - BEFORE, cluster.started + AFTER
    fitting = [stay for stay in cohort if first <= stay.discharged <= last and stay.admitted <= cluster.started]
    return max(fitting, key=lambda stay: (stay.discharged, stay.admitted), default=None)


def cohort_of(person: Person) -> tuple[Stay, ...]:
    """Return the stays of a person that count."""
    return tuple(stay for stay in person.stays if exclusion(stay, person.supports) is None)


def outcomes(person: Person) -> tuple[Outcome, ...]:
    """Return the outcome of each cluster of reablement that follows a stay that counts."""
    cohort = cohort_of(person)
    pairs = ((cluster, linked(cluster, cohort)) for cluster in clusters(person.supports))
    return tuple(_outcome(person, cluster, stay) for cluster, stay in pairs if stay is not None)


def _outcome(person: Person, cluster: Cluster, stay: Stay) -> Outcome:
    left, until = stay.discharged, stay.discharged + FOLLOWED
    began = max(left, cluster.started)
    return Outcome(
        stay.council,
        died=person.died is not None and left <= person.died <= until,
        readmitted=any(began < day <= until for day in person.readmitted),
        entered_home=any(one.type in RESIDENTIAL and left <= one.started <= until for one in person.supports),
    )


def remained(people: Iterable[Person]) -> Share:
    """Return ASCOF 2D(1): of the clusters linked to a discharge, those who remained in the community."""
    found = [outcome for person in people for outcome in outcomes(person)]
    return Share(sum(outcome.in_community for outcome in found), len(found))


def received(people: Iterable[Person]) -> Mapping[str, Share]:
    """Return ASCOF 2D(2) by council of the home: clusters linked to a discharge, of all discharges that count."""
    people = list(people)
    every = Counter(stay.council for person in people for stay in cohort_of(person))
    given = Counter(outcome.council for person in people for outcome in outcomes(person))
    return {council: Share(given[council], count) for council, count in sorted(every.items())}
