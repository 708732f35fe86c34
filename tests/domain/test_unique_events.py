"""One row of each event of client level data: what makes two rows one event, and which of them stays."""

from datetime import date
from itertools import pairwise, permutations

import pytest

from hub.domain.unique_events import OUTCOMES, Event, heard, unique
from hub.domain.waiting_times import Assessment, Request, Service

BASE = Event(
    council="Z9D4Z",
    person="9990000018",
    kind="Service",
    client="Service user",
    started=date(2025, 9, 1),
    ended=date(2025, 12, 1),
    types=("Long term support: Community", "Home support or domiciliary care"),
    outcome="Continuation of support or services",
    conversation=False,
    born=date(1954, 10, 1),
    died=None,
    period_ended=date(2026, 3, 31),
    place=2,
)
ASKED = BASE._replace(kind="Request", types=("Community / Other route",))


@pytest.mark.parametrize(
    "other",
    [
        BASE._replace(council="X01"),
        BASE._replace(person="9990000026"),
        BASE._replace(kind="Review", types=()),
        BASE._replace(client="Unpaid carer"),
        BASE._replace(started=date(2025, 9, 2)),
        BASE._replace(types=("Long term support: Community", "Day support")),
    ],
)
def test_rows_that_differ_in_what_identifies_an_event_are_two_events(other: Event) -> None:
    """Council, person, kind, client type, first day and types."""
    assert set(unique([BASE, other])) == {BASE, other}


def test_the_end_tells_requests_apart_and_not_services() -> None:
    """A service has one end in one quarter's file and another in the next; a request ends once."""
    later = date(2026, 1, 1)
    assert unique([BASE, BASE._replace(ended=later)]) == (BASE._replace(ended=later),)
    assert len(unique([ASKED, ASKED._replace(ended=later)])) == 2


@pytest.mark.parametrize(
    "better",
    [
        BASE._replace(period_ended=date(2026, 6, 30), ended=date(2025, 11, 1), place=1),
        BASE._replace(ended=None, outcome="NFA: Other", place=1),
        BASE._replace(ended=date(2025, 12, 2), outcome="NFA: Other", place=1),
        BASE._replace(outcome="Progress to support planning or services", place=1),
        BASE._replace(conversation=True, place=1),
        BASE._replace(place=3),
    ],
)
def test_the_row_that_stays_is_the_same_in_any_order(better: Event) -> None:
    """Latest period, then no end or the latest, then the best outcome, then a conversation, then the last loaded."""
    for order in permutations([BASE, better]):
        assert unique(order) == (better,)


def test_outcomes_rank_as_the_national_order_has_them() -> None:
    """Reablement first, other last, and a word on no list after all of them."""
    ranked = [*OUTCOMES, "Progress to nowhere"]
    assert (OUTCOMES[0], OUTCOMES[2], OUTCOMES[-1], len(OUTCOMES)) == (
        "Progress to reablement/ST-Max",
        "Release 1 specification only: Not mapped",
        "NFA: Other",
        17,
    )
    for better, worse in pairwise(ranked):
        (kept,) = unique([ASKED._replace(outcome=better, place=1), ASKED._replace(outcome=worse, place=2)])
        assert kept.outcome == better


def test_events_are_heard_as_the_waiting_time_method_takes_them() -> None:
    """A request, an assessment and a service keep what the method asks of them; a review is nothing to it."""
    day = date(2025, 9, 1)
    assert heard(ASKED) == Request(day, 70, BASE.outcome, "Service user", conversation=False, latest_age=71)
    assessed = BASE._replace(kind="Assessment", types=("Long term assessment",))
    assert heard(assessed) == Assessment(day, 70, "Long term assessment", BASE.outcome, 71)
    assert heard(BASE) == Service(day, 70, "Long term support: Community", date(2025, 12, 1), 71)
    assert heard(BASE._replace(kind="Review", types=())) is None
