"""Links between a carer and the person they care for: shown to each side only while both agree."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.days import day_of
from hub.events import carers as n
from hub.events import early_help as e
from tests.processors.helped import CARED_FOR, CARER, linked
from tests.processors.people import fold
from tests.processors.test_carers import CARERS, carer, told, why


@pytest.mark.parametrize("role", ["CARER", "CARED_FOR"])
def test_each_side_is_shown_the_other_where_both_agree(role: str) -> None:
    """The link is told to both records, and each sees the other side: here the person of the story is either."""
    story = told(linked() if role == "CARER" else linked(carer_ref=CARED_FOR, cared_for_ref=CARER))
    (shown,) = carer(story)["links"]
    other = str(uuid.UUID(bytes=CARED_FOR))
    assert shown == {"link_id": "K1", "shown": True, "role": role, "relationship": "MOTHER", "other": other}
    assert why(story, "carer.links.0") == (0, "link_agreed")


@pytest.mark.parametrize("agreeing", [{"carer": False}, {"cared_for": False}, {"carer": False, "cared_for": False}])
def test_where_one_does_not_agree_only_that_there_is_a_link_is_said(agreeing: dict[str, bool]) -> None:
    """Neither who, nor which side, nor what they are to each other; and the state does not hold it either."""
    story = told(linked(**agreeing))
    state = fold(story, CARERS)
    assert carer(story)["links"] == [{"shown": False}]
    assert CARED_FOR not in CARERS.encode(state)
    assert b"MOTHER" not in CARERS.encode(state)
    assert why(story, "carer.links.0") == (0, "link_not_agreed")


@pytest.mark.parametrize(
    "word",
    [
        linked(carer=False),
        linked(cared_for=False),
        e.ConsentWithdrawn("C1", "CARER_LINK"),
        e.ConsentWithdrawn("C1"),
        e.ConsentRecorded("C1", "CARER_LINK", given=False, referral_id="N1"),
    ],
)
def test_taking_back_either_agreement_hides_the_link_at_once(word: Any) -> None:
    """As the link told again, or as the word of this side about links, however it was said."""
    story = told(linked(), word)
    assert carer(story)["links"] == [{"shown": False}]
    story.tell("2026-11-20T10:00", linked())
    assert carer(story)["links"][0]["shown"] is True


LAST = date(2026, 11, 29)
BEFORE_LINK = date(2026, 11, 1)


@pytest.mark.parametrize("role", ["CARER", "CARED_FOR"])
@pytest.mark.parametrize("order", ["before", "after"])
@pytest.mark.parametrize("until", [LAST, None])
def test_a_consent_ends_on_its_last_day_whichever_came_first(role: str, order: str, until: date | None) -> None:
    """Of either side, said before the link or after it; of which nobody said how long, twelve months after it."""
    link = linked() if role == "CARER" else linked(carer_ref=CARED_FOR, cared_for_ref=CARER)
    words = [e.ConsentRecorded("C1", "CARER_LINK", given=True, until=until), link]
    story = told(*(words if order == "before" else reversed(words)))
    said = story.events[0 if order == "before" else 1].occurred_at
    last = until or day_of(said).replace(year=2027)
    assert carer(story, last)["links"][0]["shown"] is True
    assert carer(story, last + timedelta(days=1))["links"] == [{"shown": False}]
    assert CARERS.reasons(fold(story, CARERS), last + timedelta(days=1))["carer.links.0"][1] == "link_not_agreed"


def test_what_had_ended_before_they_agreed_does_not_end_what_they_agreed() -> None:
    """A consent that had run out, or a no, is older than the agreement; it holds without a day of its own."""
    for word in (
        e.ConsentRecorded("C1", "CARER_LINK", given=True, until=BEFORE_LINK),
        e.ConsentRecorded("C1", "CARER_LINK", given=False),
    ):
        assert carer(told(word, linked()), date(2030, 1, 1))["links"][0]["shown"] is True


@pytest.mark.parametrize(
    "days",
    [{"carer_until": LAST}, {"cared_for_until": LAST}, {"carer_until": LAST, "cared_for_until": date(2027, 1, 1)}],
)
def test_the_last_day_of_either_side_comes_with_the_link(days: dict[str, date]) -> None:
    """The record of one side holds nothing that the other said: the earlier of both days hides it here as there."""
    more: dict[str, Any] = {**days}
    story = told(linked(**more))
    assert carer(story, LAST)["links"][0]["shown"] is True
    assert carer(story, LAST + timedelta(days=1))["links"] == [{"shown": False}]


def test_a_word_about_something_else_hides_no_link() -> None:
    """Declining early help does not separate a carer from whom they care for."""
    word = e.ConsentWithdrawn("C1", "EARLY_HELP")
    assert carer(told(linked(), word))["links"][0]["shown"] is True


def test_an_ended_link_is_gone_and_may_begin_again() -> None:
    """After CarerUnlinked nothing is shown; ended twice or before it began is a finding."""
    gone = n.CarerUnlinked("K1", CARER, CARED_FOR)
    story = told(linked(), gone)
    assert carer(story)["links"] == []
    assert CARED_FOR not in CARERS.encode(fold(story, CARERS))
    story.tell("2026-11-20T10:00", gone)
    assert carer(story)["findings"] == ["unknown_link"]
    story.tell("2026-11-21T10:00", linked())
    assert carer(story)["links"][0]["shown"] is True
    assert carer(told(gone))["findings"] == ["unknown_link"]


def test_a_link_with_oneself_or_of_others_is_found_and_not_shown() -> None:
    """Two records that were merged, or a link that was told to the wrong record, link nobody."""
    oneself = told(linked(cared_for_ref=CARER))
    assert (carer(oneself)["links"], carer(oneself)["findings"]) == ([{"shown": False}], ["link_to_oneself"])
    merged = told(linked(), linked(carer_ref=CARED_FOR, cared_for_ref=CARER))
    assert (carer(merged)["links"], carer(merged)["findings"]) == ([{"shown": False}], ["link_to_oneself"])
    others = told(linked(carer_ref=b"x" * 16))
    assert (carer(others)["links"], carer(others)["findings"]) == ([], ["link_of_others"])
