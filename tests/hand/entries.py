"""One good entry of each kind, and the things of an invented person that they are about."""

from typing import Any

from hub.domain.days import start_of
from hub.events.discharge import Spell
from hub.events.values import Code
from hub.ports.recording import Earlier, Entry, Known, Reason, Recorder, Thing
from tests.api.invented import NOW, TODAY

WHO = Recorder("E08000025", "social_worker", "DISCHARGE_COORDINATION")
SUBJECT = bytes(15) + b"\x07"
KEY = "a-key-of-the-tests"
DAY = start_of(TODAY)
MORNING = DAY - 86_400_000 + 8 * 3_600_000 + 30 * 60_000
"""Half past eight on the day before."""

SPELL = {"spell": Spell("RZZ", "SP7700123")}
LINE = {"provider": "1-101", "line_id": "L1"}
THINGS: dict[str, dict[str, Any]] = {
    "spell": SPELL,
    "line": LINE,
    "missed_visit": {"provider": "1-101", "planned_at": DAY, "line_id": "L1"},
    "post": {"organisation": "QHL", "post_id": "HUB-3"},
    "member": {"organisation": "QHL", "member_id": "OT-9"},
    "concern": {"concern_id": "C1"},
    "move": {"move_id": "M1"},
    "determination": {"determination_id": "D1"},
    "assessment": {"assessment_id": "A1"},
    "carer_assessment": {"assessment_id": "A2"},
    "chc_case": {"case_id": "CHC1"},
    "referral": {"referral_id": "R1"},
    "notice": {"kind": "DISCHARGE", "referral_id": "HR1", "notice_id": "N1"},
    "withdrawal": {"referral_id": "HR1"},
    "hospital_referral": {"referral_id": "HR1"},
    "issued": {"referral_id": "HR1", "notice_id": "N1"},
    "charge": {"charge_id": "F1"},
    "appeal": {"appeal_id": "AP1"},
    "equipment": {"provider": None, "line_id": "E1"},
    "contested": {"about_id": "D1"},
    "short_break": {"request_id": "B1"},
    "visit": LINE | {"planned_at": DAY, "done_at": DAY},
    "delay_reason": {"reason": Code("delay-reasons-2024", "HOSP04"), "said_by": WHO.organisation},
}
"""One thing of each kind, by its kind; its reference in an entry is the kind's own name."""

TYPES = {"contested": "EligibilityDetermined"}
KNOWN = Known({kind: (Thing(kind, values, TYPES.get(kind, "Told"), DAY),) for kind, values in THINGS.items()})

GOOD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "coordinator_named": (
        {"post_id": "HUB-3", "role": "NURSE"},
        {"post_id": "HUB-3", "organisation": "E08000025", "role": "NURSE"},
    ),
    "coordinator_stood_down": ({"post": "post"}, THINGS["post"]),
    "team_member_joined": (
        {"member_id": "OT-9", "organisation": "QHL", "purpose": "CARE_DELIVERY"},
        {"member_id": "OT-9", "organisation": "QHL", "role": None, "purpose": "CARE_DELIVERY"},
    ),
    "team_member_left": ({"member": "member"}, THINGS["member"]),
    "six_weeks_outcome": (
        {"outcome": "OWN_HOME", "recorded_on": "2026-11-20"},
        {"outcome": "OWN_HOME", "recorded_on": "2026-11-20", "spell": None, "said_by": "E08000025"},
    ),
    "ready_to_leave": (
        {"spell": "spell", "since": "2026-11-22T08:30"},
        {"spell": ["RZZ", "SP7700123"], "ready": True, "since": [MORNING, 4, 1]},
    ),
    "not_ready_to_leave": (
        {"spell": "spell"},
        {"spell": ["RZZ", "SP7700123"], "ready": False, "since": None},
    ),
    "criteria_to_reside": (
        {"spell": "spell", "met": "yes", "criteria": ["TRUNK_SURGERY", "OXYGEN"]},
        {"spell": ["RZZ", "SP7700123"], "met": True, "criteria": ["OXYGEN", "TRUNK_SURGERY"]},
    ),
    "delay_reason_recorded": (
        {"spell": "spell", "reason": "CAP10", "until": "2026-12-24"},
        {
            "spell": ["RZZ", "SP7700123"],
            "reason": [
                "delay-reasons-2024",
                "CAP10",
                "Capacity: Mental health admitted patient care not yet available (pathway 2)",
            ],
            "until": "2026-12-24",
            "said_by": "E08000025",
        },
    ),
    "delay_reason_ended": (
        {"spell": "spell", "reason": "HOSP04"},
        {
            "spell": ["RZZ", "SP7700123"],
            "reason": ["delay-reasons-2024", "HOSP04", "Hospital: Awaiting patient transport services"],
            "said_by": "E08000025",
        },
    ),
    "pathway_decided": (
        {"spell": "spell", "pathway": "P1", "destination": "P1-REHAB", "out_of_area": "no"},
        {
            "spell": ["RZZ", "SP7700123"],
            "pathway": "P1",
            "destination": "P1-REHAB",
            "out_of_area": False,
            "said_by": "E08000025",
        },
    ),
    "support_line_started": (
        {
            "provider": "1-101", "service": "REABLEMENT", "started_on": "2026-11-16", "hours_per_week": "10.5",
            "price_per_hour": "£24.10", "origin": "INCREASE", "price_framework": "2026-2", "programme_id": "P-77",
        },
        {
            "provider": "1-101", "service": "REABLEMENT", "started_on": "2026-11-16", "hours_per_week": 1050,
            "price_per_hour": 2410, "origin": "INCREASE", "price_framework": "2026-2", "programme_id": "P-77",
        },
    ),
    "support_line_changed": (
        {"line": "line", "changed_on": "2026-11-30", "hours_per_week": "14"},
        LINE | {"changed_on": "2026-11-30", "hours_per_week": 1400, "service": None},
    ),
    "support_line_ended": (
        {"line": "line", "ended_on": "2026-11-22"},
        LINE | {"ended_on": "2026-11-22", "called_off": None},
    ),
    "support_line_called_off": (
        {"line": "line", "starts_on": "2026-11-22"},
        LINE | {"ended_on": "2026-11-22", "called_off": True},
    ),
    "equipment_provided": (
        {"kind": "ADAPTATION", "provided_on": "2026-11-20", "cost": "640.50"},
        {"kind": "ADAPTATION", "provided_on": "2026-11-20", "cost": 64050, "provider": None},
    ),
    "visit_confirmed": (
        {"line": "line", "done_at": "2026-11-22T08:30", "planned_at": "2026-11-22T08:30"},
        LINE | {"done_at": MORNING, "planned_at": MORNING, "outcome": None},
    ),
    "visit_missed": (
        {"line": "line", "planned_at": "2026-11-22T08:30"},
        LINE | {"planned_at": MORNING},
    ),
    "carer_told": ({"visit": "missed_visit"}, THINGS["missed_visit"]),
    "assessment_requested": ({"kind": "NEEDS", "council": "E08000025"}, {"kind": "NEEDS", "council": "E08000025"}),
    "assessment_progressed": (
        {"assessment": "assessment", "state": "IN_PROGRESS", "supported_self": "yes"},
        {"assessment_id": "A1", "state": "IN_PROGRESS", "council": "E08000025", "supported_self": True},
    ),
    "assessment_completed": (
        {"assessment": "assessment", "kind": "NEEDS"},
        {"assessment_id": "A1", "kind": "NEEDS", "outcome": None},
    ),
    "carer_assessment_requested": ({"council": "E08000025"}, {"kind": "CARER", "council": "E08000025"}),
    "carer_assessment_progressed": (
        {"assessment": "carer_assessment", "state": "ALLOCATED"},
        {"assessment_id": "A2", "state": "ALLOCATED", "council": "E08000025", "supported_self": None},
    ),
    "carer_assessment_completed": (
        {"assessment": "carer_assessment"},
        {"assessment_id": "A2", "kind": "CARER", "outcome": None},
    ),
    "charge_recorded": (
        {"from_on": "2026-11-13", "to_on": "2026-11-19", "amount": "£1280.00", "line": "line", "council": "E08000029"},
        LINE | {"from_on": "2026-11-13", "to_on": "2026-11-19", "amount": 128000, "charged_by": "E08000029"},
    ),
    "charge_reversed": (
        {"charge": "charge", "reversed_on": "2026-11-20"},
        {"charge_id": "F1", "reversed_on": "2026-11-20"},
    ),
    "hospital_referral_made": (
        {
            "spell": "spell", "council": "E08000025", "consent": "L", "carer_informed": "NKC", "expected": "2026-11-30",
            "third_party_consent": "B", "safeguarding": "yes", "primary_support_reason": "MEMORY",
            "kind": "NEEDS_ASSESSMENT", "method": "PHONE", "role": "NURSE", "referrer": "Sister Okafor, ward W7",
            "referrer_contact": "01632 960777", "care_needs": "Help of one to wash and dress.", "allergies": "Y",
            "allergies_are": "Penicillin: rash.", "legal": ["POWER_OF_ATTORNEY"], "risks": ["ACCIDENTS", "INFECTION"],
            "actions": ["ASSESS_NEEDS", "EQUIPMENT"], "level_of_care": "MODERATE",
        },
        {
            "spell": ["RZZ", "SP7700123"], "council": "E08000025", "consent": "L", "carer_informed": "NKC",
            "respond_to": "E08000025", "expected": [DAY + 7 * 86_400_000, 2, 1], "third_party_consent": "B",
            "safeguarding": True,
            "primary_support_reason": ["primary-support-reason", "MEMORY", "Support with memory and cognition"],
            "kind": "NEEDS_ASSESSMENT", "method": "PHONE", "role": "NURSE", "allergies": "Y",
            "legal": ["POWER_OF_ATTORNEY"], "risks": ["ACCIDENTS", "INFECTION"],
            "actions": ["ASSESS_NEEDS", "EQUIPMENT"], "level_of_care": "MODERATE",
        },
    ),
    "notice_issued": (
        {
            "referral": "hospital_referral", "kind": "DISCHARGE", "proposed_discharge_on": "2026-12-01",
            "consent": "L", "third_party_consent": "N/A",
        },
        {
            "referral_id": "HR1", "kind": "DISCHARGE", "proposed_discharge_on": "2026-12-01", "council": None,
            "consent": "L", "third_party_consent": "N/A",
        },
    ),
    "notice_withdrawn": (
        {"notice": "issued", "kind": "DISCHARGE", "reason": "07"},
        {"referral_id": "HR1", "notice_id": "N1", "kind": "DISCHARGE", "reason": "07"},
    ),
    "eligibility_determined": (
        {
            "outcome": "ELIGIBLE", "determined_on": "2026-11-19", "council": "E08000025", "assessment": "assessment",
            "from_condition": True, "outcomes": ["CA-TOILET", "CA-NUTRITION"],
            "wellbeing_impact": "yes",
        },
        {
            "kind": "NEEDS", "outcome": "ELIGIBLE", "determined_on": "2026-11-19", "council": "E08000025",
            "assessment_id": "A1", "from_condition": True, "outcomes": ["CA-NUTRITION", "CA-TOILET"],
            "wellbeing_impact": True, "reasons_given": None,
        },
    ),
    "carer_eligibility_determined": (
        {"outcome": "ELIGIBLE", "determined_on": "2026-11-19", "from_condition": "yes", "outcomes": ["CA-RECREATION"]},
        {
            "kind": "CARER", "outcome": "ELIGIBLE", "determined_on": "2026-11-19", "from_condition": True,
            "outcomes": ["CA-RECREATION"],
        },
    ),
    "funding_determined": (
        {"from_on": "2026-12-25", "council_share": "66.67", "icb_share": "33.33", "person_share": "0", "line": "line"},
        LINE | {"from_on": "2026-12-25", "council_share": 6667, "icb_share": 3333, "person_share": 0},
    ),
    "chc_checklist": (
        {"positive": "yes", "completed_on": "2026-11-18"},
        {"positive": True, "completed_on": "2026-11-18"},
    ),
    "chc_decided": (
        {"case": "chc_case", "outcome": "ELIGIBLE", "decided_on": "2026-11-20", "from_on": "2026-11-10"},
        {"case_id": "CHC1", "outcome": "ELIGIBLE", "decided_on": "2026-11-20", "from_on": "2026-11-10"},
    ),
    "chc_fast_tracked": ({"from_on": "2026-11-20"}, {"from_on": "2026-11-20"}),
    "chc_ended": ({"case": "chc_case", "ended_on": "2026-11-21"}, {"case_id": "CHC1", "ended_on": "2026-11-21"}),
    "chc_disputed": ({"case": "chc_case", "disputed_by": "COUNCIL"}, {"case_id": "CHC1", "disputed_by": "COUNCIL"}),
    "chc_dispute_settled": ({"case": "chc_case"}, {"case_id": "CHC1"}),
    "safeguarding_raised": ({"note": "A bruise that nobody explains."}, {"organisation": "E08000025"}),
    "safeguarding_closed": ({"concern": "concern"}, {"concern_id": "C1"}),
    "move_notified": (
        {"intended_on": "2026-12-10", "from_council": "E08000025", "to_council": "E08000029", "placed": "no"},
        {"intended_on": "2026-12-10", "from_council": "E08000025", "to_council": "E08000029", "placed": False},
    ),
    "move_confirmed": ({"move": "move"}, {"move_id": "M1", "council": None}),
    "move_documents_requested": ({"move": "move"}, {"move_id": "M1"}),
    "move_assessed": (
        {"move": "move", "assessment_id": "NV-77", "differs": "no"},
        {"move_id": "M1", "assessment_id": "NV-77", "differs": False},
    ),
    "determination_accepted": (
        {"move": "move", "determination": "determination"},
        {"move_id": "M1", "determination_id": "D1"},
    ),
    "move_completed": (
        {"move": "move", "moved_on": "2026-11-20", "plan_on": "2026-11-21"},
        {"move_id": "M1", "moved_on": "2026-11-20"},
    ),
    "move_cancelled": ({"move": "move"}, {"move_id": "M1"}),
    "consent_recorded": (
        {"scope": "EARLY_HELP", "given": "yes", "until": "2027-05-31", "referral": "referral"},
        {"scope": "EARLY_HELP", "given": True, "until": "2027-05-31", "referral_id": "R1"},
    ),
    "consent_withdrawn": ({"scope": "CARER_LINK"}, {"scope": "CARER_LINK", "referral_id": None}),
    "short_break_requested": (
        {"kind": "SITTING", "requested_on": "2026-11-18", "council": "E08000025"},
        {"kind": "SITTING", "requested_on": "2026-11-18", "council": "E08000025"},
    ),
    "short_break_decided": (
        {"request": "short_break", "granted": "no", "decided_on": "2026-11-21"},
        {"request_id": "B1", "granted": False, "decided_on": "2026-11-21", "council": "E08000025"},
    ),
    "early_help_offered": ({"referral": "referral", "how": "PHONE"}, {"referral_id": "R1", "how": "PHONE"}),
    "contact_attempted": ({"referral": "referral", "made": "no"}, {"referral_id": "R1", "made": False}),
    "early_help_screened": ({"referral": "referral"}, {"referral_id": "R1"}),
    "information_given": ({"referral": "referral"}, {"referral_id": "R1"}),
    "sent_to_assessment": ({"referral": "referral"}, {"referral_id": "R1", "assessment_id": None}),
    "no_contact_made": ({"referral": "referral"}, {"referral_id": "R1"}),
    "early_help_declined": ({"referral": "referral"}, {"referral_id": "R1"}),
    "notice_answered": (
        {"notice": "notice", "accepted": "no", "reason": "NOT_OUR_COUNCIL"},
        THINGS["notice"] | {"accepted": False, "reason": "NOT_OUR_COUNCIL"},
    ),
    "withdrawal_answered": (
        {"withdrawal": "withdrawal", "accepted": "yes"},
        {"referral_id": "HR1", "kind": "WITHDRAWAL", "accepted": True, "notice_id": None},
    ),
    "appeal_lodged": (
        {"about": "ELIGIBILITY", "lodged_on": "2026-11-20", "council": "E08000025", "about_id": "contested"},
        {"about": "ELIGIBILITY", "lodged_on": "2026-11-20", "about_id": "D1"},
    ),
    "appeal_acknowledged": (
        {"appeal": "appeal", "acknowledged_on": "2026-11-21"},
        {"appeal_id": "AP1", "acknowledged_on": "2026-11-21"},
    ),
    "appeal_decided": (
        {"appeal": "appeal", "outcome": "UPHELD", "decided_on": "2026-11-22"},
        {"appeal_id": "AP1", "outcome": "UPHELD", "decided_on": "2026-11-22"},
    ),
    "appeal_withdrawn": (
        {"appeal": "appeal", "withdrawn_on": "2026-11-22"},
        {"appeal_id": "AP1", "withdrawn_on": "2026-11-22"},
    ),
}  # fmt: skip
"""By kind: the fields of a good entry, and what the event then says (some of its fields)."""


def earlier(what: str = "coordinator_named", organisation: str = WHO.organisation, **made: str) -> Earlier:
    """Give an entry that was made an hour ago."""
    at = NOW - 3_600_000
    return Earlier(b"e" * 16, what, organisation, "social_worker", at, at, "first-key", 1, {}, made)


WRONG = Reason("WRONG_VALUE")


def correction(what: str, fields: dict[str, Any], reason: Reason | None = WRONG) -> Entry:
    """Give a correction of that entry."""
    return Entry(what, fields, KEY, (b"e" * 16).hex(), reason)
