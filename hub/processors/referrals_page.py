"""Hospital referrals and notices as JSON, and why each value is what it is."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from hub.domain.notice_codes import REASONS
from hub.domain.notice_courses import Course, Courses, courses
from hub.domain.notice_findings import Found, of_answer, of_notice, of_referral, of_withdrawal
from hub.domain.notice_policy import NoticePolicy, Stays, answer_due, waits_since
from hub.domain.notices import Referral, ReferralsState, Told, council_of, spell_of
from hub.domain.referral_states import state_of
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps_of_notices import notice_steps
from hub.events.discharge import Spell
from hub.events.notices import NoticeAnswered, NoticeWithdrawn
from hub.processors.page import Page, code_json, iso, moment_text
from hub.processors.steps_page import steps_json


class Sheet(NamedTuple):
    """What every part of the view needs; `hidden` says that no council is shown."""

    state: ReferralsState
    policy: NoticePolicy
    stays: Stays
    on: date
    page: Page
    hidden: bool


def referrals_page(sheet: Sheet) -> dict[str, Any]:
    """Return every referral of a person, and note the reasons; nothing of somebody who is forgotten."""
    if sheet.state.forgotten:
        return {"referrals": [], "notice_steps": []}
    shown = enumerate(sheet.state.referrals)
    waiting = sorted(notice_steps(sheet.state, sheet.policy, sheet.on, hidden=sheet.hidden), key=lambda one: one.place)
    return {
        "referrals": [_referral(sheet, each, f"referrals.{place}") for place, each in shown],
        "notice_steps": steps_json(waiting, "notice_steps", sheet.on, sheet.page),
    }


def _referral(sheet: Sheet, referral: Referral, path: str) -> dict[str, Any]:
    met, page = courses(referral), sheet.page
    return {
        "referral_id": referral.referral_id,
        "state": page.held(f"{path}.state", state_of(referral, met)),
        **_content(sheet, referral, path),
        "notices": [
            _notice(sheet, referral, course, f"{path}.notices.{place}") for place, course in enumerate(met.notices)
        ],
        "withdrawals": [
            _withdrawal(sheet, referral, met, place, f"{path}.withdrawals.{place}")
            for place in range(len(referral.withdrawals))
        ],
        "answers": [
            _answer(sheet, referral, met, place, f"{path}.answers.{place}") for place in range(len(referral.answers))
        ],
        "findings": _found(page, path, of_referral(referral, met)),
    }


def _content(sheet: Sheet, referral: Referral, path: str) -> dict[str, Any]:
    """Give what the referral itself says; every value is none while it has not come."""
    made, page = referral.made, sheet.page
    body = made.body if made is not None else None
    names = (
        "respond_to", "person_informed", "carer_informed", "consent", "third_party_consent", "safeguarding",
        "continuing_healthcare", "kind", "method", "role", "allergies", "level_of_care",
    )  # fmt: skip
    lists = ("legal", "risks", "actions")
    if made is not None:
        for name in ("council", "spell", "made_at", "expected", "primary_support_reason", *names, *lists):
            page.why(f"{path}.{name}", made.by, Rule.HOSPITAL_REFERRED)
    return {
        "council": None if body is None or sheet.hidden else body.council,
        "spell": spell_json(body.spell if body else None),
        "made_at": None if made is None else moment_text(made.at),
        "expected": None if body is None or body.expected is None else moment_text(body.expected),
        **{name: getattr(body, name, None) for name in names},
        **{name: list(getattr(body, name, ())) for name in lists},
        "primary_support_reason": code_json(body.primary_support_reason if body else None),
    }


def _notice(sheet: Sheet, referral: Referral, course: Course, path: str) -> dict[str, Any]:
    body, page = course.notice.body, sheet.page
    for name in ("kind", "issued_at", "proposed_discharge_on", "council", "consent"):
        page.why(f"{path}.{name}", course.notice.by, Rule.NOTICE_STANDS)
    return {
        "notice_id": body.notice_id,
        "kind": body.kind,
        "state": page.held(f"{path}.state", course.state),
        "issued_at": moment_text(course.notice.at),
        **_answering(sheet, course, path),
        "council": None if sheet.hidden else council_of(referral, course.notice),
        "spell": spell_json(spell_of(referral, course.notice)),
        "proposed_discharge_on": iso(body.proposed_discharge_on),
        "person_consulted": body.person_consulted,
        "carer_consulted": body.carer_consulted,
        "consent": body.consent,
        "third_party_consent": body.third_party_consent,
        "findings": _found(page, path, of_notice(referral, course, sheet.policy, sheet.stays)),
    }


def _answering(sheet: Sheet, course: Course, path: str) -> dict[str, Any]:
    """Give by when a notice is answered, how it was, and why it was withdrawn."""
    page, answer, withdrawal = sheet.page, course.answer, course.withdrawal
    due, late = answer_due(course.notice, sheet.policy), waits_since(sheet.state, course, sheet.policy)
    if due is not None:
        page.why(f"{path}.answer_due", course.notice.by, Rule.NOTICE_UNANSWERED)
    return {
        "answer_due": iso(due),
        "answer_overdue": late is not None and late <= sheet.on,
        "answered_at": _moment(page, f"{path}.answered_at", answer),
        "accepted": None if answer is None else answer.body.accepted,
        "rejected_because": None if answer is None or answer.body.accepted else answer.body.reason,
        "withdrawn_at": _moment(page, f"{path}.withdrawn_at", withdrawal),
        "withdrawn_because": None if withdrawal is None else reason_json(withdrawal.body.reason),
    }


def _withdrawal(sheet: Sheet, referral: Referral, met: Courses, place: int, path: str) -> dict[str, Any]:
    told, receipt = referral.withdrawals[place], met.receipts[place]
    sheet.page.why(f"{path}.reason", told.by, Rule.NOTICE_TAKEN_BACK)
    return {
        "withdrawal_id": told.body.withdrawal_id,
        "kind": told.body.kind,
        "reason": reason_json(told.body.reason),
        "withdrawn_at": moment_text(told.at),
        "notices": [referral.notices[at].body.notice_id for at in met.withdrawals[place]],
        "answered_at": _moment(sheet.page, f"{path}.answered_at", receipt),
        "accepted": None if receipt is None else receipt.body.accepted,
        "findings": _found(sheet.page, path, of_withdrawal(referral, told)),
    }


def _answer(sheet: Sheet, referral: Referral, met: Courses, place: int, path: str) -> dict[str, Any]:
    told, at = referral.answers[place], met.answers[place]
    for name in ("accepted", "council"):
        rule = Rule.NOTICE_ACCEPTED if told.body.accepted else Rule.NOTICE_REJECTED
        sheet.page.why(f"{path}.{name}", told.by, rule)
    return {
        "answer_id": told.body.answer_id,
        "kind": told.body.kind,
        "accepted": told.body.accepted,
        "council": None if sheet.hidden else told.body.council,
        "reason": told.body.reason,
        "answered_at": moment_text(told.at),
        "notice_id": told.body.notice_id if at is None else referral.notices[at].body.notice_id,
        "findings": _found(sheet.page, path, of_answer(referral, told)),
    }


def reason_json(code: str) -> dict[str, str | None]:
    """Write the reason of a withdrawal: its code, what it means, and what follows from it."""
    reason = REASONS.get(code)
    return {"code": code, "words": reason and reason.words, "effect": reason and reason.effect}


def spell_json(spell: Spell | None) -> dict[str, str] | None:
    """Write the key of a stay."""
    return None if spell is None else {"trust": spell.trust, "spell_id": spell.number}


def _moment(page: Page, path: str, told: Told[NoticeAnswered] | Told[NoticeWithdrawn] | None) -> str | None:
    if told is None:
        return None
    rule = Rule.NOTICE_TAKEN_BACK
    if isinstance(told.body, NoticeAnswered):
        rule = Rule.NOTICE_ACCEPTED if told.body.accepted else Rule.NOTICE_REJECTED
    return page.moment(path, Said(told.at, told.by, rule))


def _found(page: Page, path: str, found: Sequence[Found]) -> list[dict[str, str]]:
    """Write findings as their labels and words, each with its reason."""
    for place, (rule, by) in enumerate(found):
        page.why(f"{path}.findings.{place}", by, rule)
    return [{"rule": rule.label, "words": rule.words} for rule, _ in found]
