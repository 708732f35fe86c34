"""Hospital referrals and notices, by hand: what becomes of them, whatever came first."""

from datetime import date
from typing import Any

import pytest

from hub.events.values import Code
from tests.domain.stories import Story, moment
from tests.processors.notices_told import (
    COUNCIL,
    ON,
    REFERRALS,
    answered,
    facts,
    issued,
    made,
    referred,
    rules,
    shown,
    states,
    withdrawn,
)
from tests.processors.people import fold


def test_a_referral_is_shown_whole() -> None:
    """Everything that the hospital said of the referral, with the stay by its key and its time as sent."""
    story = Story()
    body = made(
        respond_to="RZZ-TOC", expected=moment("2026-11-12"), person_informed="Y", carer_informed="NKC", consent="L",
        third_party_consent="B", safeguarding=False, continuing_healthcare="N",
        primary_support_reason=Code("psr", "1", "Physical support"), kind="REVIEW", method="EMAIL", role="NURSE",
        allergies="NK", legal=("DEPUTY",), risks=("TO_SELF", "OTHER"), actions=("EQUIPMENT",), level_of_care="LOW",
    )  # fmt: skip
    story.tell("2026-11-05T10:00", body)
    (referral,) = shown(story)
    assert referral == {
        "referral_id": "R1", "state": "REQUESTED", "council": COUNCIL, "spell": {"trust": "RZZ", "spell_id": "SP1"},
        "made_at": "2026-11-05T10:00:00+00:00", "expected": "2026-11-12", "respond_to": "RZZ-TOC",
        "person_informed": "Y", "carer_informed": "NKC", "consent": "L", "third_party_consent": "B",
        "safeguarding": False, "continuing_healthcare": "N",
        "primary_support_reason": {"system": "psr", "code": "1", "display": "Physical support"},
        "kind": "REVIEW", "method": "EMAIL", "role": "NURSE", "allergies": "NK", "level_of_care": "LOW",
        "legal": ["DEPUTY"], "risks": ["TO_SELF", "OTHER"], "actions": ["EQUIPMENT"],
        "notices": [], "withdrawals": [], "answers": [], "findings": [],
    }  # fmt: skip
    assert REFERRALS.reasons(fold(story, REFERRALS), ON)["referrals.0.state"] == (0, "hospital_referred")


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "ODD"},
        {"method": "PIGEON"},
        {"allergies": "MAYBE"},
        {"level_of_care": "9"},
        {"legal": ("DEPUTY", "ODD")},
        {"risks": ("ODD",)},
        {"actions": ("ODD",)},
        {"council": "ZZZ"},
    ],
)
def test_a_code_that_is_on_no_list_is_shown_with_a_finding(said: dict[str, Any]) -> None:
    """It is kept as it was sent, and one finding tells of all of them."""
    story = Story()
    story.tell("2026-11-05T10:00", made(**said))
    (referral,) = shown(story)
    assert rules(referral["findings"]) == ["notice_code_unknown"]
    assert {name: tuple(referral[name]) for name in said} == {name: tuple(value) for name, value in said.items()}


def test_a_notice_is_shown_with_what_is_due() -> None:
    """An assessment notice of a Thursday is due on Friday, and overdue from Saturday on."""
    story = referred()
    (notice,) = shown(story, date(2026, 11, 6))[0]["notices"]
    assert notice == {
        "notice_id": "N1", "kind": "ASSESSMENT", "state": "ISSUED", "issued_at": "2026-11-05T10:05:00+00:00",
        "answer_due": "2026-11-06", "answer_overdue": False, "answered_at": None, "accepted": None,
        "rejected_because": None, "withdrawn_at": None, "withdrawn_because": None, "council": COUNCIL,
        "spell": {"trust": "RZZ", "spell_id": "SP1"}, "proposed_discharge_on": None, "person_consulted": None,
        "carer_consulted": None, "consent": None, "third_party_consent": None, "findings": [],
    }  # fmt: skip
    assert shown(story, date(2026, 11, 7))[0]["notices"][0]["answer_overdue"] is True
    assert REFERRALS.reasons(fold(story, REFERRALS), ON)["referrals.0.notices.0.answer_due"] == (
        1,
        "notice_unanswered",
    )


def test_the_council_accepts_or_rejects() -> None:
    """The answer names its time, and a rejection its reason; the referral follows its notices."""
    story = referred()
    story.tell("2026-11-06T09:00", answered(accepted=False, reason="OFT"))
    (referral,) = shown(story)
    (notice,) = referral["notices"]
    assert (referral["state"], notice["state"], notice["rejected_because"]) == ("REJECTED", "REJECTED", "OFT")
    assert (notice["answered_at"], notice["accepted"]) == ("2026-11-06T09:00:00+00:00", False)
    story.tell("2026-11-06T11:00", answered("A2"))
    (referral,) = shown(story)
    assert (referral["state"], referral["notices"][0]["state"]) == ("ACCEPTED", "ACCEPTED")
    assert referral["notices"][0]["rejected_because"] is None
    assert referral["answers"] == [
        {
            "answer_id": "A1", "kind": "ASSESSMENT", "accepted": False, "council": None, "reason": "OFT",
            "answered_at": "2026-11-06T09:00:00+00:00", "notice_id": "N1", "findings": [],
        },
        {
            "answer_id": "A2", "kind": "ASSESSMENT", "accepted": True, "council": None, "reason": None,
            "answered_at": "2026-11-06T11:00:00+00:00", "notice_id": "N1", "findings": [],
        },
    ]  # fmt: skip


def test_the_same_answer_again_changes_nothing_and_is_told() -> None:
    """A council that accepts twice has accepted once."""
    story = referred()
    story.tell("2026-11-06T09:00", answered())
    story.tell("2026-11-06T11:00", answered("A2"))
    (notice,) = shown(story)[0]["notices"]
    assert (notice["answered_at"], rules(notice["findings"])) == (
        "2026-11-06T09:00:00+00:00",
        ["notice_answered_again"],
    )


def test_a_withdrawal_of_both_takes_back_assessment_and_discharge_notice() -> None:
    """The admission notice stays, for no type of withdrawal is about it; the referral is not cancelled then."""
    story = referred()
    story.tell("2026-11-04T10:05", issued("N0", "ADMISSION"))
    story.tell("2026-11-06T10:05", issued("N2", "DISCHARGE", proposed_discharge_on=date(2026, 11, 9)))
    story.tell("2026-11-06T12:00", withdrawn(kind="BOTH", reason="04"))
    (referral,) = shown(story)
    assert states(story) == {"N0": "ISSUED", "N1": "WITHDRAWN", "N2": "WITHDRAWN"}
    assert referral["state"] == "REQUESTED"
    (withdrawal,) = referral["withdrawals"]
    assert withdrawal == {
        "withdrawal_id": "W1", "kind": "BOTH", "withdrawn_at": "2026-11-06T12:00:00+00:00",
        "reason": {
            "code": "04", "words": "Treatment cancelled or postponed",
            "effect": "The stay changes only when the hospital's own word of it comes.",
        },
        "notices": ["N1", "N2"], "answered_at": None, "accepted": None, "findings": [],
    }  # fmt: skip
    assert referral["notices"][1]["withdrawn_because"]["code"] == "04"


@pytest.mark.parametrize(("kind", "gone"), [("ASSESSMENT", "N1"), ("DISCHARGE", "N2")])
def test_a_withdrawal_takes_back_its_kind_alone(kind: str, gone: str) -> None:
    """Assessment only, or discharge only."""
    story = referred()
    story.tell("2026-11-05T10:05", issued("N2", "DISCHARGE"))
    story.tell("2026-11-06T12:00", withdrawn(kind=kind))
    assert [name for name, state in states(story).items() if state == "WITHDRAWN"] == [gone]


def test_a_withdrawal_by_id_takes_back_that_notice_alone() -> None:
    """Two assessment notices stand, and one of them is named."""
    story = referred()
    story.tell("2026-11-06T10:05", issued("N2"))
    story.tell("2026-11-06T12:00", withdrawn(notice_id="N1"))
    assert states(story) == {"N1": "WITHDRAWN", "N2": "ISSUED"}


def test_every_notice_withdrawn_cancels_the_referral() -> None:
    """Nothing is asked of the council any more."""
    story = referred()
    story.tell("2026-11-06T12:00", withdrawn())
    assert shown(story)[0]["state"] == "CANCELLED"
    reasons = REFERRALS.reasons(fold(story, REFERRALS), ON)
    assert reasons["referrals.0.state"] == (2, "notice_taken_back")


def test_a_notice_after_a_withdrawal_stands() -> None:
    """What was withdrawn on one day is asked for anew on another, and a withdrawal said twice does not reach it."""
    story = referred()
    story.tell("2026-11-06T12:00", withdrawn())
    story.tell("2026-11-06T13:00", withdrawn("W2"))
    story.tell("2026-11-09T10:00", issued("N2"))
    assert states(story) == {"N1": "WITHDRAWN", "N2": "ISSUED"}
    assert rules(shown(story)[0]["notices"][0]["findings"]) == ["notice_withdrawn_again"]


@pytest.mark.parametrize("names", ["N1", None])
def test_a_withdrawal_dated_before_its_notice_takes_it_back(names: str | None) -> None:
    """Clocks differ: by id or by kind, the notice is withdrawn, and the referral itself may be missing."""
    story = Story()
    story.tell("2026-11-05T09:00", withdrawn(notice_id=names))
    story.tell("2026-11-05T10:05", issued())
    (referral,) = shown(story)
    assert states(story) == {"N1": "WITHDRAWN"}
    assert rules(referral["findings"]) == ["referral_not_seen"]
    assert (referral["made_at"], referral["council"], referral["spell"]) == (None, None, None)


@pytest.mark.parametrize("names", ["N1", None])
def test_an_answer_dated_before_its_notice_answers_it(names: str | None) -> None:
    """As a withdrawal; it waited no days."""
    story = Story()
    story.tell("2026-11-05T09:00", answered(notice_id=names))
    story.tell("2026-11-06T10:05", issued())
    assert states(story) == {"N1": "ACCEPTED"}
    assert [body["waited"] for body in facts(story, "NoticeFigures")] == [0]


def test_what_has_not_met_its_notice_waits_and_is_told() -> None:
    """Withdrawal, answer and receipt of a withdrawal, each alone: shown, and no exception."""
    story = Story()
    story.tell("2026-11-05T09:00", withdrawn(notice_id="N9"))
    story.tell("2026-11-05T09:01", answered(kind="DISCHARGE"))
    story.tell("2026-11-05T09:02", answered("A2", "WITHDRAWAL", "R2"))
    first, second = shown(story)
    assert rules(first["findings"]) == ["referral_not_seen", "notice_not_seen", "notice_not_seen"]
    assert rules(second["findings"]) == ["referral_not_seen", "notice_not_seen"]
    assert (first["state"], first["notices"]) == ("REQUESTED", [])
    assert REFERRALS.reasons(fold(story, REFERRALS), ON)["referrals.1.state"] == (2, "referral_not_seen")


def test_answers_without_an_id_go_to_the_newest_that_had_none() -> None:
    """Two notices of a kind and two answers: each has one; a third answer changes the newer."""
    story = referred()
    story.tell("2026-11-06T09:00", issued("N2"))
    story.tell("2026-11-06T10:00", answered("A1"))
    story.tell("2026-11-06T11:00", answered("A2", accepted=False))
    assert states(story) == {"N1": "REJECTED", "N2": "ACCEPTED"}
    story.tell("2026-11-06T12:00", answered("A3", accepted=False))
    assert states(story) == {"N1": "REJECTED", "N2": "REJECTED"}


def test_an_answer_after_the_withdrawal_is_kept_and_told() -> None:
    """The notice stays withdrawn."""
    story = referred()
    story.tell("2026-11-06T12:00", withdrawn())
    story.tell("2026-11-06T13:00", answered())
    (notice,) = shown(story)[0]["notices"]
    assert (notice["state"], notice["accepted"]) == ("WITHDRAWN", None)
    assert rules(notice["findings"]) == ["answered_after_withdrawal"]


def test_the_council_answers_a_withdrawal() -> None:
    """By the id of its notice or by the referral; nothing waits for it, and a rejection brings no notice back."""
    story = referred()
    story.tell("2026-11-05T10:10", issued("N2", "DISCHARGE"))
    story.tell("2026-11-06T12:00", withdrawn("W1"))
    story.tell("2026-11-06T12:01", withdrawn("W2", "DISCHARGE"))
    story.tell("2026-11-06T13:00", answered("A1", "WITHDRAWAL", notice_id="N1", accepted=False))
    story.tell("2026-11-06T13:01", answered("A2", "WITHDRAWAL"))
    story.tell("2026-11-06T13:02", answered("A3", "WITHDRAWAL", accepted=False))
    first, second = shown(story)[0]["withdrawals"]
    assert (first["accepted"], first["answered_at"]) == (False, "2026-11-06T13:00:00+00:00")
    assert (second["accepted"], second["answered_at"]) == (False, "2026-11-06T13:02:00+00:00")
    assert set(states(story).values()) == {"WITHDRAWN"}
    assert facts(story, "NoticeUnanswered") == []


def test_the_answer_of_a_withdrawal_may_come_before_it() -> None:
    """Whatever the clocks say."""
    story = referred()
    story.tell("2026-11-06T11:00", answered("A1", "WITHDRAWAL"))
    story.tell("2026-11-06T12:00", withdrawn())
    assert shown(story)[0]["withdrawals"][0]["accepted"] is True
