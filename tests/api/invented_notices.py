"""Referrals, notices and appeals of the invented people, shown as the processors show them."""

from datetime import date
from typing import Any

from hub.events import appeals as a
from hub.events import notices as n
from hub.events.discharge import Spell
from hub.processors.appeals import AppealsProcessor
from hub.processors.referrals import ReferralsProcessor
from tests.api.invented import TODAY, Somebody
from tests.domain.stories import Story
from tests.processors.people import fold

REFERRALS, APPEALS = ReferralsProcessor(), AppealsProcessor()


def story_of(who: Somebody) -> Story:
    """Who is in hospital waits for an answer; the first person's notices were answered, withdrawn, and appealed."""
    story, spell = Story(who.family), Spell(who.trust, f"SP{who.number:07d}")
    if who.status != "in_hospital" and who.number != 1:
        return story
    made = n.HospitalReferralMade("R1", who.council, spell, consent="Y", safeguarding=who.number == 1)
    day = "2026-11-23" if who.number == 7 else "2026-11-18"
    story.tell(f"{day}T09:00", made)
    story.tell(f"{day}T09:05", n.NoticeIssued("N1", "R1", "ASSESSMENT", who.council, spell, person_consulted="Y"))
    if who.number == 1:
        story.tell(f"{day}T15:00", n.NoticeAnswered("A1", "R1", "ASSESSMENT", accepted=True))
        story.tell(
            "2026-11-19T09:05", n.NoticeIssued("N2", "R1", "DISCHARGE", proposed_discharge_on=date(2026, 11, 23))
        )
        story.tell("2026-11-20T09:05", n.NoticeAnswered("A2", "R1", "DISCHARGE", accepted=False, reason="OFT"))
        story.tell("2026-11-20T12:05", n.NoticeWithdrawn("W1", "R1", "DISCHARGE", "06"))
        story.tell("2026-11-21T09:00", a.AppealLodged("AP1", "CHARGE", date(2026, 11, 9), who.council))
        story.tell("2026-11-22T09:00", a.AppealDecided("AP2", "UPHELD", date(2026, 11, 20)))
    return story


def beside_of(who: Somebody) -> dict[str, Any]:
    """Return what stands beside the joint state."""
    story = story_of(who)
    return {
        **REFERRALS.view(fold(story, REFERRALS), TODAY),
        **APPEALS.view(fold(story, APPEALS), TODAY),
    }


def notice_of(who: Somebody) -> dict[str, Any]:
    """Return the first notice of somebody who is in hospital."""
    notice: dict[str, Any] = beside_of(who)["referrals"][0]["notices"][0]
    return notice
