"""Referrals and notices written by hand, and how they are shown."""

import json
from datetime import date
from typing import Any

from hub.events import notices as n
from hub.processors.referrals import ReferralsProcessor
from tests.domain.stories import Story, spell
from tests.processors.people import AREAS, fold

REFERRALS = ReferralsProcessor(AREAS)
COUNCIL, OTHER_COUNCIL = "E06000001", "E08000016"
ON = date(2026, 12, 1)


def made(referral_id: str = "R1", **more: Any) -> n.HospitalReferralMade:
    """A hospital refers somebody."""
    fields: dict[str, Any] = {"council": COUNCIL, "spell": spell()} | more
    return n.HospitalReferralMade(referral_id, **fields)


def issued(notice_id: str = "N1", kind: str = "ASSESSMENT", referral_id: str = "R1", **more: Any) -> n.NoticeIssued:
    """A notice."""
    fields: dict[str, Any] = {"council": COUNCIL, "spell": spell()} | more
    return n.NoticeIssued(notice_id, referral_id, kind, **fields)


def withdrawn(
    withdrawal_id: str = "W1", kind: str = "ASSESSMENT", reason: str = "07", referral_id: str = "R1", **more: Any
) -> n.NoticeWithdrawn:
    """A withdrawal."""
    return n.NoticeWithdrawn(withdrawal_id, referral_id, kind, reason, **more)


def answered(
    answer_id: str = "A1", kind: str = "ASSESSMENT", referral_id: str = "R1", *, accepted: bool = True, **more: Any
) -> n.NoticeAnswered:
    """An answer."""
    return n.NoticeAnswered(answer_id, referral_id, kind, accepted, **more)


def referred() -> Story:
    """A referral on a Thursday with an assessment notice on the same day."""
    story = Story()
    story.tell("2026-11-05T10:00", made())
    story.tell("2026-11-05T10:05", issued())
    return story


def shown(story: Story, on: date = ON, processor: ReferralsProcessor = REFERRALS) -> list[dict[str, Any]]:
    """Return the referrals as shown."""
    return list(processor.view(fold(story, processor), on)["referrals"])


def states(story: Story) -> dict[str, str]:
    """Return the state of each notice by its id."""
    return {each["notice_id"]: each["state"] for referral in shown(story) for each in referral["notices"]}


def rules(found: list[dict[str, str]]) -> list[str]:
    """Return the rules of findings."""
    return [each["rule"] for each in found]


def facts(story: Story, kind: str, today: date = ON) -> list[dict[str, Any]]:
    """Return the bodies of one kind of fact."""
    found = sorted(REFERRALS.facts(fold(story, REFERRALS), today))
    return [json.loads(fact.body) for fact in found if fact.kind == kind]
