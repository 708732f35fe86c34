"""Waiting times by the national method: cases worked by hand, one for each rule and each exclusion."""

from datetime import date

import pytest

from hub.domain.calendar_months import months_after, months_before, quarter_of
from hub.domain.waiting_medians import FIRST_RESPONSE, FIRST_SERVICE, Group, Median, band_of, medians
from hub.domain.waiting_times import Assessment, Request, Service, Wait, counts, waits

ONWARD = "Progress to assessment, review or reassessment"
PLANNED = "Progress to support planning or services"
HOME = "Long term support: Community"
ST_MAX = "Short term support: ST-Max"


def request(day: str, age: int = 70, outcome: str = ONWARD, **more: object) -> Request:
    """Somebody asked."""
    return Request(date.fromisoformat(day), age, outcome, **more)  # type: ignore[arg-type]


def assessed(day: str, outcome: str = PLANNED, kind: str = "Long term assessment", age: int = 70) -> Assessment:
    """They were assessed."""
    return Assessment(date.fromisoformat(day), age, kind, outcome)


def served(day: str, kind: str = HOME, ended: str | None = None, age: int = 70) -> Service:
    """They were given a service."""
    return Service(date.fromisoformat(day), age, kind, None if ended is None else date.fromisoformat(ended))


def days(found: tuple[Wait, ...]) -> list[tuple[str, int | None, int | None]]:
    """Return the day of each request that counts, and the days until its response and its service."""
    return [
        (
            each.request.started.isoformat(),
            None if each.response is None else each.response.waited,
            None if each.service is None else each.service.waited,
        )
        for each in found
    ]


def test_a_request_waits_for_the_next_assessment_and_the_next_service() -> None:
    """Asked on 1 September, assessed after 20 days, served after 35; later ones are of no account."""
    found = waits(
        [request("2025-09-01")],
        [assessed("2025-09-21"), assessed("2025-10-21")],
        [served("2025-10-06"), served("2025-11-01")],
    )
    assert days(found) == [("2025-09-01", 20, 35)]


def test_on_one_day_a_request_comes_before_an_assessment_and_that_before_a_service() -> None:
    """All on 1 September: nobody waited."""
    found = waits([request("2025-09-01")], [assessed("2025-09-01")], [served("2025-09-01")])
    assert days(found) == [("2025-09-01", 0, 0)]


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        (request("2025-09-01"), True),
        (request("2025-09-01", client="Unpaid carer"), False),
        (request("2023-03-31"), False),
        (request("2023-04-01"), True),
        (request("2025-09-01", 24), False),
        (request("2025-09-01", 25), True),
        (request("2025-09-01", outcome="NFA: Information and advice"), False),
        (request("2025-09-01", outcome="Admitted to hospital"), False),
        (request("2025-09-01", outcome=""), False),
    ],
)
def test_requests_that_do_not_count(asked: Request, *, counted: bool) -> None:
    """Carers, before April 2023, under 25, no further action, admitted to hospital, without an outcome."""
    assert counts(asked) is counted
    assert bool(waits([asked], [assessed("2025-09-21")], [])) is counted


@pytest.mark.parametrize(
    ("before", "counted"),
    [
        (served("2024-01-01", HOME, "2024-08-31"), True),
        (served("2024-01-01", HOME, "2024-09-01"), False),
        (served("2024-01-01", ST_MAX, "2025-05-31"), True),
        (served("2024-01-01", ST_MAX, "2025-06-01"), False),
        (served("2024-01-01", "Short term support: Other short term", "2025-06-01"), False),
        (served("2024-01-01", HOME), False),
        (served("2025-08-31", ST_MAX), False),
        (served("2024-01-01", "Short term support: Ongoing low level"), True),
        (served("2024-01-01", "Carer support: Direct to carer"), True),
    ],
)
def test_existing_clients_do_not_count(before: Service, *, counted: bool) -> None:
    """Long-term support within 12 months before, short-term within 3, or still open; low-level, a carer's: none."""
    assert bool(waits([request("2025-09-01")], [assessed("2025-09-21")], [before])) is counted


@pytest.mark.parametrize(
    ("assessment", "service"),
    [
        (assessed("2025-09-05", kind="Financial assessment"), served("2025-09-06", "Carer support: Direct to carer")),
        (assessed("2025-09-05", age=24), served("2025-09-06", age=24)),
    ],
)
def test_what_is_no_response(assessment: Assessment, service: Service) -> None:
    """A financial assessment, a carer's service, and anything of somebody under 25."""
    assert days(waits([request("2025-09-01")], [assessment], [service])) == [("2025-09-01", None, None)]


def test_a_service_that_starts_first_is_the_first_response() -> None:
    """Served after 4 days and assessed after 20: both waits are 4 days; without any assessment too."""
    asked, service = [request("2025-09-01")], [served("2025-09-05")]
    assert days(waits(asked, [assessed("2025-09-21")], service)) == [("2025-09-01", 4, 4)]
    assert days(waits(asked, [], service)) == [("2025-09-01", 4, 4)]


def test_a_conversation_of_release_1_that_led_on_is_its_own_response() -> None:
    """Until 30 June 2025, where it led on and nobody was assessed on the day itself; the service counts from it."""
    service = [served("2025-07-10")]
    first = request("2025-06-30", conversation=True)
    assert days(waits([first], [], service)) == [("2025-06-30", 0, 10)]
    assert days(waits([first], [assessed("2025-07-05", "NFA: None offered")], service)) == [("2025-06-30", 0, 10)]
    assert days(waits([first._replace(outcome="Other")], [], service)) == [("2025-06-30", 10, 10)]
    assert days(waits([first._replace(conversation=False)], [], service)) == [("2025-06-30", 10, 10)]
    later = request("2025-07-01", conversation=True)
    assert days(waits([later], [], service)) == [("2025-07-01", 9, 9)]
    same = [assessed("2025-06-30", "NFA: None offered")]
    assert days(waits([first], same, service)) == [("2025-06-30", 0, None)]


def test_a_service_after_assessments_that_led_nowhere_is_dropped() -> None:
    """None of the assessments in a row progressed to service: the response counts, the service does not."""
    asked, service = [request("2025-09-01")], [served("2025-10-01")]
    first = assessed("2025-09-11", "NFA: None offered")
    assert days(waits(asked, [first], service)) == [("2025-09-01", 10, None)]
    assert days(waits(asked, [first, assessed("2025-09-20")], service)) == [("2025-09-01", 10, 30)]
    assert days(waits(asked, [first, assessed("2025-10-02")], service)) == [("2025-09-01", 10, None)]


def test_a_request_before_the_follow_up_of_the_last_one_had_finished_is_ignored() -> None:
    """Asked again on the 10th, before the assessment of the 21st: one wait; asked again after the service: two."""
    again = [request("2025-09-01"), request("2025-09-10")]
    assert days(waits(again, [assessed("2025-09-21")], [])) == [("2025-09-01", 20, None)]
    later = [request("2024-01-01"), request("2025-09-10")]
    found = waits(later, [assessed("2024-01-11"), assessed("2025-09-21")], [served("2024-01-15", HOME, "2024-02-01")])
    assert days(found) == [("2024-01-01", 10, 14), ("2025-09-10", 11, None)]


def test_an_answer_is_counted_for_one_request_alone() -> None:
    """The service of December answered the request of January; that of October, after one ignored, cannot have it.

    January: assessed, with a service only in December.  March falls inside and is ignored.  October has nothing but
    the service of December, which is taken.
    """
    low = "Short term support: Ongoing low level"
    asked = [request("2025-01-01"), request("2025-03-01"), request("2025-10-01")]
    tried = [assessed("2025-01-11"), assessed("2025-03-11", "NFA: Support declined")]
    found = waits(asked, tried, [served("2025-12-01", low)])
    assert days(found) == [("2025-01-01", 10, 334)]
    assert days(waits([*asked[:1], asked[2]], [tried[0], assessed("2025-10-05")], [served("2025-12-01", low)])) == [
        ("2025-01-01", 10, 334)
    ]


def test_a_conversation_that_led_to_an_outcome_without_a_word_in_release_2_led_on() -> None:
    """Progress to financial assessment or end-of-life care is progress, and its request is its own response."""
    first = request("2025-06-30", outcome="Release 1 specification only: Not mapped", conversation=True)
    assert days(waits([first], [], [served("2025-07-10")])) == [("2025-06-30", 0, 10)]


def test_the_age_band_goes_by_the_age_at_the_end() -> None:
    """Who turned 65 while they were assessed is in the older band; without an age at the end, that at the start."""
    asked = request("2025-09-01", 64)
    (turned,) = waits([asked], [assessed("2025-09-11", age=64)._replace(latest_age=65)], [])
    (stayed,) = waits([asked], [assessed("2025-09-11", age=64)], [])
    assert turned.response is not None
    assert stayed.response is not None
    assert (band_of(turned.response.age), band_of(stayed.response.age)) == ("65 and over", "25 to 64")


def test_requests_that_nothing_has_followed_yet_all_wait() -> None:
    """No answer came, so none of them is inside the follow-up of another."""
    assert days(waits([request("2025-09-01"), request("2025-09-10")], [], [])) == [
        ("2025-09-01", None, None),
        ("2025-09-10", None, None),
    ]


def test_medians_are_by_council_quarter_of_the_answer_and_age_band() -> None:
    """Waits of 10, 20 and 40 days in one group; the person who was 64 stands in the other band; no answer, no group."""
    found = [
        ("E06000001", each)
        for each in (
            *waits([request("2025-09-01")], [assessed("2025-09-11")], []),
            *waits([request("2025-09-01")], [assessed("2025-09-21")], []),
            *waits([request("2025-08-01")], [assessed("2025-09-10")], [served("2025-10-01")]),
            *waits([request("2025-08-01", 64)], [assessed("2025-08-02", age=64)], []),
            *waits([request("2025-08-01")], [], []),
        )
    ]
    older, younger = "65 and over", "25 to 64"
    assert medians(found) == {
        Group(FIRST_RESPONSE, "E06000001", date(2025, 7, 1), older): Median(20, 3),
        Group(FIRST_SERVICE, "E06000001", date(2025, 10, 1), older): Median(61, 1),
        Group(FIRST_RESPONSE, "E06000001", date(2025, 7, 1), younger): Median(1, 1),
    }


def test_a_quarter_begins_on_its_first_day_and_a_band_at_65() -> None:
    """The days and ages on both sides."""
    assert [quarter_of(date(2025, month, 28)) for month in (1, 3, 4, 12)] == [
        date(2025, 1, 1),
        date(2025, 1, 1),
        date(2025, 4, 1),
        date(2025, 10, 1),
    ]
    assert (band_of(64), band_of(65)) == ("25 to 64", "65 and over")


def test_months_are_counted_by_the_calendar() -> None:
    """Three months before 31 May is 28 February; before the first day there is none."""
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 12) == date(2025, 1, 15)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert months_before(date(1, 2, 1), 3) == date.min
    assert months_after(date(2026, 2, 28), 12) == date(2027, 2, 28)
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_after(date(9999, 2, 1), 12) == date.max
