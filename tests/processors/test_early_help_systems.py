"""Early help and carers while the systems change: what happens later counts under the system that answers then."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from hub.domain.homes import AreaLookup
from hub.events.values import HomeArea
from hub.processors.carers import CarersProcessor
from hub.processors.early_help import EarlyHelpProcessor
from tests.domain.stories import Story
from tests.processors.helped import COUNCIL, contact, notice, referred
from tests.processors.people import fold

MERGED: Final = date(2026, 11, 20)


class Merging:
    """The board of a home becomes another one on a day; on two others something else changes."""

    changes: Sequence[date] = (date(2026, 4, 1), MERGED, date(2026, 12, 1))

    def ics_of(
        self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date
    ) -> tuple[str, str] | None:
        """Decide by the day, of whoever has a council."""
        del gp_practice, home
        return ("QNEW" if on >= MERGED else "QOLD", "council") if council else None


AREAS: AreaLookup = Merging()
LATER: Final = [{"council": COUNCIL, "ics": "QNEW", "since": "2026-11-20"}]


def figures(story: Story, processor: EarlyHelpProcessor | CarersProcessor) -> dict[str, Any]:
    """Give the newest body that is told for the count."""
    facts = processor.facts(fold(story, processor), date(2026, 11, 30))
    body: dict[str, Any] = json.loads(next(fact.body for fact in facts if fact.kind.endswith("Figures")))
    return body


def told(*events: Any) -> Story:
    """A story of one event a day from 2 November on."""
    story = Story()
    for at, event in enumerate(events, 2):
        story.tell(f"2026-11-{at:02}T09:15", event)
    return story


def test_a_case_says_from_when_another_system_answers() -> None:
    """Received under the old board; what comes after it closed is the new one's."""
    story = Story()
    referred(story, "2026-11-02T09:15")
    body = figures(story, EarlyHelpProcessor(AREAS))
    assert (body["ics"], body["later"]) == ("QOLD", LATER)


def test_a_carer_says_from_when_another_system_answers() -> None:
    """As of a case: an assessment or support that comes later is the new board's."""
    body = figures(told(notice(), contact("N1")), CarersProcessor(AREAS))
    assert (body["ics"], body["later"]) == ("QOLD", LATER)


def test_who_came_after_the_change_and_who_is_hidden_have_no_later_system() -> None:
    """The body is that of before there was any of it; of somebody who is kept hidden no system is told at all."""
    story = Story()
    referred(story, "2026-11-21T09:15")
    body = figures(story, EarlyHelpProcessor(AREAS))
    assert (body["ics"], "later" in body) == ("QNEW", False)
    hidden = figures(told(notice(contact_caution=("SENSITIVE_ADDRESS",))), CarersProcessor(AREAS))
    assert (hidden["ics"], hidden["council"], "later" in hidden) == (None, None, False)
