"""Invented early help and caring of one person, as the real processors show it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hub.events import carers as n
from hub.events import early_help as e
from hub.events.envelope import Event
from hub.processors.carers import CarersProcessor
from hub.processors.early_help import EarlyHelpProcessor
from tests.domain.stories import Story
from tests.processors.helped import contact, linked, notice, offered, referred
from tests.processors.people import fold

ON = date(2026, 11, 23)


def invented_help() -> dict[str, Any]:
    """Give a case that goes on, one that is held, short breaks, consents, and two links of which one is shown."""
    story = Story("help")
    referred(story, "2026-11-02T09:15", council="E08000025")
    story.tell("2026-11-03T10:00", offered(council="E08000025"))
    story.tell("2026-11-04T10:00", contact())
    story.tell("2026-11-05T10:00", e.SentToAssessment("R1", "E08000025"))
    story.tell("2026-11-06T10:00", notice("CHILDRENS_SERVICES", basis="", child_age_band="16-17"))
    story.tell("2026-11-07T10:00", offered("N1"))
    story.tell("2026-11-13T10:00", n.ShortBreakRequested("B1", "OVERNIGHT", date(2026, 11, 13)))
    story.tell("2026-11-13T11:00", n.ShortBreakDecided("B2", granted=True, decided_on=date(2026, 11, 12)))
    story.tell("2026-11-14T10:00", linked())
    story.tell("2026-11-15T10:00", n.CarerLinked("K2", b"p" * 16, b"r" * 16, carer_agrees=True, cared_for_agrees=False))
    story.tell(
        "2026-11-16T10:00",
        e.ConsentRecorded("W1", "EARLY_HELP", given=True, until=date(2026, 11, 20), referral_id="R5"),
    )
    story.tell("2026-11-17T10:00", e.ConsentWithdrawn("W2", "SHARING"))
    help_, carers = EarlyHelpProcessor(), CarersProcessor()
    return {**help_.view(fold(story, help_), ON), **carers.view(fold(story, carers), ON)}


def links_of(events: Sequence[Event]) -> dict[str, Any]:
    """Give the links of somebody as the real processor shows them after what was recorded by hand; nothing without."""
    story, carers = Story("links"), CarersProcessor()
    story.events = [event for event in events if event.type in {"CarerLinked", "CarerUnlinked"}]
    carer = carers.view(fold(story, carers), ON)["carer"]
    return {} if carer is None else {"links": carer["links"]}
