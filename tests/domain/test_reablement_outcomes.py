"""ASCOF 2D by hand: each exclusion, the clusters, the link to a discharge, and what became of people."""

from datetime import date, timedelta

import pytest

from hub.domain.reablement_cohort import (
    COMMUNITY,
    PRISON,
    Excluded,
    Stay,
    Support,
    exclusion,
    had_community_support,
)
from hub.domain.reablement_outcomes import (
    REABLEMENT,
    ST_MAX,
    Cluster,
    Person,
    Share,
    clusters,
    linked,
    outcomes,
    received,
    remained,
)

HOME, OTHER = "E06000001", "E08000016"
STAY = Stay(date(2025, 4, 1), date(2025, 4, 10), 80, HOME)
NURSING, RESIDENTIAL = "Long term support: Nursing care", "Long term support: Residential care"


def day(text: str) -> date:
    """Return a date of April 2025 and later."""
    return date.fromisoformat(text)


def helped(first: str, last: str | None = None, kind: str = ST_MAX, component: str = REABLEMENT) -> Support:
    """Return a service."""
    return Support(day(first), None if last is None else day(last), kind, component)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"age": 64}, Excluded.UNDER_65),
        ({"age": 65}, None),
        ({"admitted": STAY.discharged}, Excluded.ADMITTED_LATER),
        ({"last_episode": False}, Excluded.NOT_LAST_EPISODE),
        *(({"discharge_method": code}, Excluded.DIED_OR_STILLBORN) for code in ("4", "5")),
        *(({"admission_method": code}, Excluded.ADMISSION_METHOD) for code in ("31", "32", "82", "83")),
        *(({"destination": code}, Excluded.DESTINATION) for code in ("49", "50", "51", "52", "79", "87", "88")),
        *(
            ({"treatment_function": code}, Excluded.TREATMENT_FUNCTION)
            for code in ("424", "501", "560", "700", "715", "650", "199", "920")
        ),
        ({"treatment_function": "430"}, None),
    ],
)
def test_who_is_left_out_of_the_cohort(change: dict[str, object], why: Excluded | None) -> None:
    """One stay for each rule, and one on the right side of it."""
    assert exclusion(STAY._replace(**change), ()) is why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("support", "out"),
    [
        (helped("2025-01-01", None, NURSING), True),
        (helped("2025-01-01", None, RESIDENTIAL), True),
        (helped("2025-01-01", None, PRISON), True),
        (helped("2025-01-01", "2025-04-01", NURSING), True),
        (helped("2025-01-01", "2025-03-31", NURSING), False),
        (helped("2025-04-02", None, NURSING), False),
        (helped("2025-01-01", None, COMMUNITY), False),
    ],
)
def test_who_lived_in_a_home_when_admitted_is_left_out(support: Support, *, out: bool) -> None:
    """Nursing, residential or prison support on the day of admission; support in the community is tagged alone."""
    assert (exclusion(STAY, [support]) is Excluded.IN_LONG_TERM_HOME) is out
    assert had_community_support(STAY, [support]) is (support.type == COMMUNITY)


def test_reablement_with_no_more_than_a_week_between_is_one_cluster() -> None:
    """The seventh day after the latest end so far still belongs; the eighth begins another; other services do not."""
    given = [
        helped("2025-05-08", "2025-05-10"),
        helped("2025-04-10", "2025-04-30"),
        helped("2025-04-12", "2025-04-15"),
        helped("2025-05-07", "2025-05-07"),
        helped("2025-05-18", None),
        helped("2025-09-01", "2025-09-02"),
        helped("2025-06-01", None, component="Home support"),
        helped("2025-06-01", None, "Short term support: Other short term"),
    ]
    assert clusters(given) == (
        Cluster(day("2025-04-10"), day("2025-05-10")),
        Cluster(day("2025-05-18"), None),
    )


def test_a_cluster_follows_the_latest_discharge_from_a_week_before_to_three_days_after() -> None:
    """Both ends count, the day beyond does not; who was admitted only after its start is not meant."""
    cluster = Cluster(day("2025-04-10"), None)
    for discharged, fits in (("2025-04-02", False), ("2025-04-03", True), ("2025-04-13", True), ("2025-04-14", False)):
        assert (linked(cluster, [STAY._replace(discharged=day(discharged))]) is not None) is fits
    later = STAY._replace(discharged=day("2025-04-11"))
    assert linked(cluster, [later, STAY]) is later
    assert linked(cluster, [STAY._replace(admitted=day("2025-04-11"), discharged=day("2025-04-12"))]) is None


AFTER_84, AFTER_85 = STAY.discharged + timedelta(days=84), STAY.discharged + timedelta(days=85)


@pytest.mark.parametrize(
    ("person", "stayed"),
    [
        (Person(), True),
        (Person(died=STAY.discharged), False),
        (Person(died=AFTER_84), False),
        (Person(died=AFTER_85), True),
        (Person(readmitted=[AFTER_84]), False),
        (Person(readmitted=[AFTER_85]), True),
        (Person(readmitted=[day("2025-04-12")]), True),
        (Person(readmitted=[day("2025-04-13")]), False),
        (Person(supports=[Support(STAY.discharged, None, NURSING)]), False),
        (Person(supports=[Support(AFTER_84, None, RESIDENTIAL)]), False),
        (Person(supports=[Support(AFTER_85, None, RESIDENTIAL)]), True),
        (Person(supports=[Support(AFTER_84, None, COMMUNITY)]), True),
    ],
)
def test_who_remained_in_the_community(person: Person, *, stayed: bool) -> None:
    """No death, no emergency readmission after both, no home within 84 days of discharge; reablement from 12 April."""
    whole = person._replace(stays=[STAY], supports=[*person.supports, helped("2025-04-12")])
    (outcome,) = outcomes(whole)
    assert outcome.in_community is stayed


def test_the_two_measures() -> None:
    """Three discharges that count, two into reablement, one of whom remained; by council of the home."""
    people = [
        Person([STAY], [helped("2025-04-12")]),
        Person([STAY], [helped("2025-04-12")], died=day("2025-05-01")),
        Person([STAY._replace(council=OTHER)], [helped("2025-05-12")]),
        Person([STAY._replace(age=50)], [helped("2025-04-12")]),
    ]
    assert remained(people) == Share(1, 2)
    assert received(people) == {HOME: Share(2, 2), OTHER: Share(0, 1)}
    assert (remained([]), received([])) == (Share(0, 0), {})
