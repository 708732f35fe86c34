"""ASCOF 2D by a council's own records: the stand-in for a stay, the link by a request, and who is not counted."""

from datetime import date, timedelta

import pytest

from hub.domain.reablement_alone import Asked, Known, NotCounted, came_from_hospital, reablement
from hub.domain.reablement_cohort import COMMUNITY, PRISON, Support
from hub.domain.reablement_outcomes import REABLEMENT, ST_MAX, Cluster
from hub.domain.reporting_period import Period

YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
FIRST = date(2025, 6, 2)
NURSING = "Long term support: Nursing care"
AFTER_84, AFTER_85 = FIRST + timedelta(days=84), FIRST + timedelta(days=85)
DAY = timedelta(days=1)


def helped(first: date, days: int = 20) -> Support:
    """Return reablement."""
    return Support(first, first + timedelta(days=days), ST_MAX, REABLEMENT)


KNOWN = Known("X01", [helped(FIRST)], born=date(1950, 1, 1))


def found(known: Known, period: Period = YEAR) -> list[tuple[NotCounted | None, bool | None]]:
    """Return why each cluster is not counted, and whether the person remained."""
    told = reablement(known, period)
    return [(one.not_counted, None if one.outcome is None else one.outcome.in_community) for one in told]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (KNOWN._replace(supports=[helped(date(2025, 4, 1))]), None),
        (KNOWN._replace(supports=[helped(date(2025, 3, 31))]), NotCounted.BEGAN_BEFORE),
        (KNOWN._replace(supports=[helped(YEAR.last + DAY)]), NotCounted.BEGAN_AFTER),
        (KNOWN._replace(born=None), NotCounted.NO_AGE),
        (KNOWN._replace(born=FIRST + DAY), NotCounted.NO_AGE),
        (KNOWN._replace(born=date(1960, 6, 3)), NotCounted.UNDER_65),
        (KNOWN._replace(born=date(1960, 6, 2)), None),
        (KNOWN._replace(died=FIRST - DAY), NotCounted.DIED_BEFORE),
        (KNOWN._replace(supports=[helped(YEAR.last - timedelta(days=83))]), NotCounted.NOT_FOLLOWED_YET),
        (KNOWN._replace(supports=[helped(YEAR.last - timedelta(days=84))]), None),
    ],
)
def test_who_is_counted(known: Known, why: NotCounted | None) -> None:
    """65 on the first day, begun and followed for 84 days within the time of the files: one on each side."""
    assert [one for one, _ in found(known)] == [why]


@pytest.mark.parametrize(
    ("home", "out"),
    [
        (Support(date(2024, 1, 1), None, NURSING), True),
        (Support(date(2024, 1, 1), None, PRISON), True),
        (Support(date(2024, 1, 1), FIRST - DAY, NURSING), True),
        (Support(date(2024, 1, 1), FIRST - 2 * DAY, NURSING), False),
        (Support(date(2024, 1, 1), None, COMMUNITY), False),
    ],
)
def test_who_lived_in_a_home_the_day_before_is_not_counted(home: Support, *, out: bool) -> None:
    """Nursing, residential or prison support on the day before the first; support in the community counts."""
    ((why, _),) = found(KNOWN._replace(supports=[*KNOWN.supports, home]))
    assert (why is NotCounted.IN_LONG_TERM_HOME) is out


@pytest.mark.parametrize(
    ("known", "remained"),
    [
        (KNOWN, True),
        (KNOWN._replace(died=FIRST), False),
        (KNOWN._replace(died=AFTER_84), False),
        (KNOWN._replace(died=AFTER_85), True),
        (KNOWN._replace(supports=[*KNOWN.supports, Support(FIRST, None, NURSING)]), False),
        (KNOWN._replace(supports=[*KNOWN.supports, Support(AFTER_84, None, NURSING)]), False),
        (KNOWN._replace(supports=[*KNOWN.supports, Support(AFTER_85, None, NURSING)]), True),
    ],
)
def test_who_remained_in_the_community(known: Known, *, remained: bool) -> None:
    """No death and no home from the first day of reablement to the 84th after it."""
    assert found(known) == [(None, remained)]


def test_each_cluster_counts_on_its_own() -> None:
    """A home three months after the first and one after the second: the first remained; in a home then, none begins."""
    second = FIRST + timedelta(days=90)
    supports = [helped(FIRST), helped(second), Support(second + timedelta(days=5), None, NURSING)]
    assert found(KNOWN._replace(supports=supports)) == [(None, True), (None, False)]
    third = helped(second + timedelta(days=100))
    assert found(KNOWN._replace(supports=[*supports, third]))[2] == (NotCounted.IN_LONG_TERM_HOME, None)


def test_a_service_that_ends_before_it_starts_breaks_nothing() -> None:
    """Two that lie a day apart and are two clusters for it: each has its outcome."""
    backwards = Support(FIRST, FIRST - timedelta(days=20), ST_MAX, REABLEMENT)
    assert found(KNOWN._replace(supports=[backwards, helped(FIRST + DAY)])) == [(None, True), (None, True)]


def test_a_request_from_hospital_meets_the_days_around_the_first() -> None:
    """From 7 days before to 3 after: one that ended or began a day beyond is of something else."""
    cluster = Cluster(FIRST, None)
    for first, last, came in ((-9, -7, True), (-9, -8, False), (3, 9, True), (4, 9, False), (-90, 90, True)):
        asked = Asked(FIRST + timedelta(days=first), FIRST + timedelta(days=last))
        assert came_from_hospital(cluster, [asked]) is came
        (one,) = reablement(KNOWN._replace(from_hospital=[asked]), YEAR)
        assert (one.after_hospital, one.started, one.council) == (came, FIRST, "X01")
