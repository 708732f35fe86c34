"""Every event type once: its body, its topic, its rank within equal times, and what it cancels.

The *rank* orders events of equal time so that arrival order never matters: plans before admissions, then
transfers, then readiness and details, then discharge, then cancels.  The record of a death stands before everything
else, so that of two messages of one time the one written later can take it back, and no other.
"""

from typing import NamedTuple

import msgspec

from hub.events import (
    appeals,
    assessment,
    care_record,
    carers,
    charges,
    continuing_healthcare,
    coordination,
    determination,
    discharge,
    early_help,
    identity,
    notices,
    portability,
    referral,
    time,
)

DISCHARGE = "hub.discharge.v1"
IDENTITY = "hub.identity.v1"
REFERRAL = "hub.referral.v1"
ASSESSMENT = "hub.assessment.v1"
CARE_RECORD = "hub.care-record.v1"
DAY = "hub.day.v1"
FACT = "hub.joint-fact.v1"

PEOPLE_TOPICS = (DISCHARGE, IDENTITY, REFERRAL, ASSESSMENT, CARE_RECORD)
"""Topics keyed by `subject_ref`; one person has the same partition number in each."""


class Entry(NamedTuple):
    """What the hub knows of one event type."""

    name: str
    topic: str
    body: type[msgspec.Struct]
    rank: int
    kind: str
    """Targets and their cancels share a kind; other types have a kind of their own."""
    cancels: bool


def _entry(topic: str, body: type[msgspec.Struct], rank: int, kind: str = "", *, cancels: bool = False) -> Entry:
    return Entry(body.__name__, topic, body, rank, kind or body.__name__, cancels)


ENTRIES: tuple[Entry, ...] = (
    _entry(IDENTITY, identity.DeathRecorded, 0),
    _entry(IDENTITY, identity.PersonRecorded, 1),
    _entry(IDENTITY, identity.PersonUpdated, 2),
    _entry(IDENTITY, identity.PersonRecordWithdrawn, 3),
    _entry(IDENTITY, identity.PersonMerged, 4),
    _entry(IDENTITY, identity.PersonUnmerged, 5),
    _entry(IDENTITY, identity.IdentifierChanged, 6),
    _entry(DISCHARGE, discharge.AdmissionPlanned, 10, "admission_plan"),
    _entry(DISCHARGE, discharge.SpellAdmitted, 12, "admission"),
    _entry(DISCHARGE, discharge.SpellMerged, 14),
    _entry(DISCHARGE, discharge.SpellMoved, 15),
    _entry(DISCHARGE, discharge.TransferPlanned, 16, "transfer_plan"),
    _entry(DISCHARGE, discharge.SpellTransferred, 18, "transfer"),
    _entry(DISCHARGE, discharge.LeaveStarted, 20, "leave_start"),
    _entry(DISCHARGE, discharge.LeaveEnded, 22, "leave_end"),
    _entry(DISCHARGE, discharge.ExpectedDischargeChanged, 24),
    _entry(DISCHARGE, discharge.DischargeExpected, 26, "discharge_expectation"),
    _entry(DISCHARGE, discharge.CriteriaToResideAssessed, 28),
    _entry(DISCHARGE, discharge.ReadinessChanged, 30),
    _entry(DISCHARGE, discharge.DelayReasonRecorded, 32),
    _entry(DISCHARGE, discharge.DelayReasonEnded, 33),
    _entry(DISCHARGE, discharge.PathwayDecided, 34),
    _entry(REFERRAL, notices.HospitalReferralMade, 35),
    _entry(REFERRAL, notices.NoticeIssued, 36),
    _entry(REFERRAL, notices.NoticeWithdrawn, 37),
    _entry(REFERRAL, notices.NoticeAnswered, 38),
    _entry(DISCHARGE, discharge.SpellDischarged, 40, "discharge"),
    _entry(DISCHARGE, discharge.PatientDiedInHospital, 42, "discharge"),
    _entry(DISCHARGE, discharge.SpellDetailsCorrected, 44),
    _entry(REFERRAL, early_help.ConsentRecorded, 46),
    _entry(REFERRAL, early_help.ConsentWithdrawn, 47),
    _entry(CARE_RECORD, coordination.CoordinatorStoodDown, 48),
    _entry(CARE_RECORD, coordination.CoordinatorNamed, 49),
    _entry(CARE_RECORD, coordination.TeamMemberJoined, 49),
    _entry(CARE_RECORD, coordination.TeamMemberLeft, 49),
    _entry(ASSESSMENT, assessment.AssessmentRequested, 50),
    _entry(ASSESSMENT, determination.AssessmentProgressed, 51),
    _entry(ASSESSMENT, assessment.AssessmentCompleted, 52),
    _entry(ASSESSMENT, determination.EligibilityDetermined, 53),
    _entry(REFERRAL, referral.DwpReferralReceived, 54),
    _entry(REFERRAL, carers.CarerNoticeReceived, 55),
    _entry(REFERRAL, referral.DwpReferralAmended, 56),
    _entry(REFERRAL, carers.CarerNoticeAmended, 57),
    _entry(REFERRAL, referral.DwpReferralWithdrawn, 58),
    _entry(REFERRAL, carers.CarerNoticeWithdrawn, 59),
    _entry(CARE_RECORD, care_record.SupportLineStarted, 60),
    _entry(CARE_RECORD, care_record.SupportLineChanged, 62),
    _entry(CARE_RECORD, care_record.SupportLineEnded, 64),
    _entry(CARE_RECORD, care_record.VisitConfirmed, 66),
    _entry(CARE_RECORD, care_record.VisitMissed, 68),
    _entry(CARE_RECORD, coordination.CarerTold, 69),
    _entry(CARE_RECORD, charges.EquipmentProvided, 69),
    _entry(CARE_RECORD, charges.ChargeRecorded, 70),
    _entry(CARE_RECORD, charges.ChargeReversed, 71),
    _entry(REFERRAL, early_help.EarlyHelpOffered, 70),
    _entry(REFERRAL, early_help.ContactAttempted, 71),
    _entry(REFERRAL, early_help.EarlyHelpScreened, 72),
    _entry(REFERRAL, early_help.InformationGiven, 73),
    _entry(REFERRAL, early_help.SentToAssessment, 74),
    _entry(REFERRAL, early_help.NoContactMade, 75),
    _entry(REFERRAL, early_help.EarlyHelpDeclined, 76),
    _entry(CARE_RECORD, carers.CarerLinked, 76),
    _entry(CARE_RECORD, carers.CarerUnlinked, 77),
    _entry(REFERRAL, carers.ShortBreakRequested, 76),
    _entry(REFERRAL, carers.ShortBreakDecided, 77),
    _entry(ASSESSMENT, continuing_healthcare.ChcChecklistCompleted, 70),
    _entry(ASSESSMENT, continuing_healthcare.ChcFastTracked, 71),
    _entry(ASSESSMENT, continuing_healthcare.ChcDecided, 72),
    _entry(ASSESSMENT, continuing_healthcare.ChcDisputed, 73),
    _entry(ASSESSMENT, continuing_healthcare.ChcDisputeSettled, 74),
    _entry(ASSESSMENT, continuing_healthcare.ChcEnded, 75),
    _entry(ASSESSMENT, determination.FundingDetermined, 76),
    _entry(ASSESSMENT, portability.MoveNotified, 70),
    _entry(ASSESSMENT, portability.MoveConfirmedGenuine, 71),
    _entry(ASSESSMENT, portability.MoveDocumentsRequested, 72),
    _entry(ASSESSMENT, portability.PlanTransferred, 73),
    _entry(ASSESSMENT, portability.MoveAssessed, 74),
    _entry(ASSESSMENT, portability.DeterminationAccepted, 75),
    _entry(ASSESSMENT, portability.MoveCompleted, 76),
    _entry(ASSESSMENT, portability.MoveCancelled, 77),
    _entry(ASSESSMENT, appeals.AppealLodged, 76),
    _entry(ASSESSMENT, appeals.AppealAcknowledged, 77),
    _entry(ASSESSMENT, appeals.AppealDecided, 78),
    _entry(ASSESSMENT, appeals.AppealWithdrawn, 79),
    _entry(CARE_RECORD, coordination.SixWeeksOutcomeRecorded, 79),
    _entry(CARE_RECORD, coordination.SafeguardingConcernRaised, 78),
    _entry(CARE_RECORD, coordination.SafeguardingConcernClosed, 79),
    _entry(DISCHARGE, discharge.AdmissionPlanCancelled, 80, "admission_plan", cancels=True),
    _entry(DISCHARGE, discharge.AdmissionCancelled, 81, "admission", cancels=True),
    _entry(DISCHARGE, discharge.TransferPlanCancelled, 82, "transfer_plan", cancels=True),
    _entry(DISCHARGE, discharge.TransferCancelled, 83, "transfer", cancels=True),
    _entry(DISCHARGE, discharge.LeaveStartCancelled, 84, "leave_start", cancels=True),
    _entry(DISCHARGE, discharge.LeaveEndCancelled, 85, "leave_end", cancels=True),
    _entry(DISCHARGE, discharge.DischargeExpectationCancelled, 86, "discharge_expectation", cancels=True),
    _entry(DISCHARGE, discharge.DischargeCancelled, 87, "discharge", cancels=True),
    _entry(IDENTITY, identity.MessageKept, 90),
    _entry(IDENTITY, identity.SubjectKeyDestroyed, 91),
    _entry(IDENTITY, identity.EventReplaced, 92),
    _entry(DAY, time.DayStarted, 95),
    _entry(FACT, time.FactChanged, 99),
)

BY_TYPE: dict[str, Entry] = {entry.name: entry for entry in ENTRIES}
TOPIC_OF: dict[str, str] = {entry.name: entry.topic for entry in ENTRIES}
"""By event type, asked for every event and processor."""
