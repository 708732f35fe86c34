"""One invented person's weeks with something of everything, for the page that explains the joint state."""

from datetime import date

from hub.events import (
    appeals,
    assessment,
    care_record,
    coordination,
    determination,
    discharge,
    early_help,
    notices,
    portability,
    referral,
)
from hub.events.charges import ChargeRecorded
from hub.events.continuing_healthcare import ChcChecklistCompleted
from hub.events.values import Code, Place
from tests.domain.stories import Story, moment, ms, spell

REASONS = "delay-reasons-2024"


def one_life() -> Story:
    """Tell a stay of eleven days, six weeks with support, a move and an appeal."""
    story = Story()
    _stay(story)
    _support(story)
    _decisions(story)
    return story


def one_offer() -> Story:
    """Tell of somebody whom DWP passed on with consent until 31 December, and whom the council reached."""
    story = Story("offer")
    until, benefits = date(2026, 12, 31), ("PIP:DAILY_LIVING:ENHANCED",)
    kept = referral.DwpReferralReceived(
        "R1", "SUPPORT_NEED", "E08000025", "postcode", "CONSENT", benefits, consent_until=until
    )
    story.tell("2026-11-02T09:15", kept)
    story.tell("2026-11-03T10:00", early_help.EarlyHelpOffered("R1", "E08000025", "LETTER"))
    story.tell("2026-11-10T10:00", early_help.ContactAttempted("R1", True, "E08000025", "PHONE"))
    return story


def _stay(story: Story) -> None:
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-03T10:00", notices.HospitalReferralMade("R1", "E08000025", spell(), respond_to="RZZ"))
    story.tell("2026-11-03T10:05", notices.NoticeIssued("N1", "R1", "ASSESSMENT", "E08000025", spell()))
    story.tell("2026-11-04T15:00", notices.NoticeAnswered("A1", "R1", "ASSESSMENT", True, "E08000025", "N1"))
    story.tell("2026-11-08T11:00", discharge.ReadinessChanged(spell(), True, moment("2026-11-08T11:00")))
    story.tell("2026-11-09T08:00", discharge.ReadinessChanged(spell(), False))
    story.tell("2026-11-11T11:00", discharge.ReadinessChanged(spell(), True, moment("2026-11-11T11:00")))
    story.tell("2026-11-11T12:00", discharge.DelayReasonRecorded(spell(), Code(REASONS, "CTH03"), None, "RZZ"))
    story.tell("2026-11-12T12:00", discharge.DelayReasonEnded(spell(), Code(REASONS, "CTH03"), "RZZ"))
    story.tell("2026-11-12T12:00", discharge.DelayReasonRecorded(spell(), Code(REASONS, "CAP05"), None, "E08000025"))
    story.tell("2026-11-12T14:00", discharge.PathwayDecided(spell(), "P1", "P1-OTHER", False, "QHL"))
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-14T09:00", discharge.SpellTransferred(spell(), Place("RZZ01", "W9")))


def _support(story: Story) -> None:
    story.tell("2026-11-13T17:00", coordination.CoordinatorNamed("post-17", "E08000025", "SOCIAL_WORKER"))
    story.tell("2026-11-13T17:05", coordination.TeamMemberJoined("post-21", "1-100", "CARER", "CARE_DELIVERY"))
    story.tell(
        "2026-11-13T18:00", care_record.SupportLineChanged("L1", "1-100", date(2026, 11, 13), hours_per_week=1400)
    )
    story.tell(
        "2026-11-14T08:10", care_record.VisitConfirmed("L1", "1-100", ms("2026-11-14T08:00"), ms("2026-11-14T08:10"))
    )
    story.tell("2026-11-15T09:00", care_record.VisitMissed("L1", "1-100", ms("2026-11-15T08:00")))
    story.tell("2026-11-15T09:30", coordination.CarerTold("L1", "1-100", ms("2026-11-15T08:00")))
    story.tell(
        "2026-11-16T08:00", care_record.VisitConfirmed("L1", "1-100", ms("2026-11-16T08:00"), ms("2026-11-16T08:00"))
    )
    story.tell("2026-11-17T10:00", coordination.SafeguardingConcernRaised("C1", "1-100"))
    story.tell(
        "2026-11-20T10:00",
        ChargeRecorded("F1", date(2026, 11, 13), date(2026, 11, 19), 28000, "E08000025", "1-100", "L1"),
    )


def _decisions(story: Story) -> None:
    story.tell("2026-11-18T10:00", assessment.AssessmentRequested("AS1", "NEEDS", "E08000025"))
    story.tell("2026-11-24T10:00", assessment.AssessmentCompleted("AS1", "NEEDS", "ELIGIBLE", "E08000025"))
    story.tell(
        "2026-11-24T11:00",
        determination.EligibilityDetermined(
            "D1",
            "NEEDS",
            "ELIGIBLE",
            date(2026, 11, 24),
            "E08000025",
            "AS1",
            True,
            ("CA-NUTRITION", "CA-HYGIENE"),
            True,
            True,
        ),
    )
    story.tell("2026-11-24T12:00", ChcChecklistCompleted("K1", True, date(2026, 11, 24), "QHL"))
    story.tell("2026-11-25T10:00", portability.MoveNotified("M1", date(2026, 12, 20), "E08000025", "E08000029"))
    story.tell("2026-11-26T10:00", portability.MoveConfirmedGenuine("M1", "E08000029"))
    story.tell("2026-11-26T11:00", appeals.AppealLodged("AP1", "CHARGE", date(2026, 11, 26), "E08000025", "F1"))
