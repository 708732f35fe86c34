"""Which councils may answer a notice of somebody because it was given to them, wherever the person lives by then."""

from datetime import date
from typing import Any

import pytest

from hub.events import identity as i
from tests.domain.stories import Story
from tests.processors.notices_told import COUNCIL, OTHER_COUNCIL, REFERRALS, answered, issued, made, referred, withdrawn
from tests.processors.people import fold

ON = date(2026, 11, 9)


def tied(story: Story, on: date = ON) -> set[str]:
    """Give the councils that a notice ties."""
    return set(REFERRALS.ties(fold(story, REFERRALS), on))


def test_a_notice_that_waits_ties_the_council_that_it_was_given_to() -> None:
    """Each of two; the referral's where it names none; nobody where neither does, or none is awaited."""
    story = referred()
    story.tell("2026-11-05T10:06", issued("N2", "DISCHARGE", council=OTHER_COUNCIL))
    assert tied(story) == {COUNCIL, OTHER_COUNCIL}
    story = Story()
    story.tell("2026-11-05T10:00", made())
    story.tell("2026-11-05T10:05", issued(council=None))
    assert tied(story) == {COUNCIL}
    story = Story()
    story.tell("2026-11-05T10:05", issued(council=None))
    story.tell("2026-11-05T10:06", issued("N3", "ADMISSION"))
    assert tied(story) == set()


@pytest.mark.parametrize("accepted", [True, False])
def test_its_own_answer_ties_a_council_until_it_may_not_be_put_right_any_more(*, accepted: bool) -> None:
    """For 42 days, so that a wrong yes or no does not stay."""
    story = referred()
    story.tell("2026-11-06T10:00", answered(accepted=accepted, council=COUNCIL))
    assert [tied(story, on) for on in (ON, date(2026, 12, 18), date(2026, 12, 19))] == [{COUNCIL}, {COUNCIL}, set()]


@pytest.mark.parametrize("council", [OTHER_COUNCIL, None])
def test_an_answer_of_another_ties_nobody(council: str | None) -> None:
    """Taken up by the council that answers for the person, or answered by the joint team: nothing is left to do."""
    story = referred()
    story.tell("2026-11-06T10:00", answered(council=council))
    assert tied(story) == set()


@pytest.mark.parametrize(
    "word",
    [
        withdrawn(),
        i.DeathRecorded(None, confirmed=True),
        i.SubjectKeyDestroyed("erasure"),
        i.PersonUpdated(location_hidden=True),
    ],
)
def test_withdrawn_died_forgotten_or_hidden_ties_nobody(word: Any) -> None:
    """Also the council that had answered before."""
    for answer in ((), (answered(council=COUNCIL),)):
        story = referred()
        for body in answer:
            story.tell("2026-11-06T10:00", body)
        assert tied(story) == {COUNCIL}
        story.tell("2026-11-07T10:00", word)
        assert tied(story) == set()
