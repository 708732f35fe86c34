"""Moves between councils as JSON, and why each value is what it is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from hub.domain.council_codes import is_outside
from hub.domain.days import rfc3339, start_of
from hub.domain.duty_by_day import Course
from hub.domain.portability_alerts import MoveAlert, alerts
from hub.domain.portability_documents import Seals, doubt_of
from hub.domain.portability_duty import Duty, gap_days, move_day
from hub.domain.portability_findings import findings, sources
from hub.domain.portability_policy import MovePolicy
from hub.domain.portability_standing import Standing, standing
from hub.domain.portability_state import Case, Document, PortabilityState
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.processors.page import Page, finding_json, iso, moment_text


class Sheet(NamedTuple):
    """What every part of the view needs; `hidden` says that no council may be named, `died_on` ends every duty.

    `left` is what says which council a move leaves whose notice names none.
    """

    state: PortabilityState
    policy: MovePolicy
    seals: Seals
    on: date
    died_on: date | None
    hidden: bool
    page: Page
    left: Mapping[str, Said[str]]

    def council(self, code: str | None) -> str | None:
        """Give a council's code, unless it would say where the person lives."""
        return None if self.hidden else code


def move_json(sheet: Sheet, course: Course, path: str) -> dict[str, Any]:
    """Return one move on a day."""
    case = course.case
    page, on, notice = sheet.page, sheet.on, case.notice
    stood = standing(case, sheet.policy, sheet.died_on, on, course.next)
    if notice is not None:
        page.why(path, notice.by, notice.rule)
        page.why(f"{path}.intended_on", notice.by, notice.rule)
    left = sheet.left.get(case.move_id)
    if left is not None:
        page.why(f"{path}.from_council", left.by, left.rule)
    return {
        "move_id": case.move_id,
        "state": page.held(f"{path}.state", stood.state),
        "policy": None if is_outside(case.second) else stood.policy,
        "from_council": sheet.council(case.first),
        "to_council": sheet.council(case.second),
        "intended_on": None if notice is None else notice.value.intended_on.isoformat(),
        "moved_on": iso(page.held(f"{path}.moved_on", case.moved_on)),
        "placed": None if notice is None else notice.value.placed,
        **_told(case),
        "documents": [_document(sheet, case, each, f"{path}.documents.{n}") for n, each in enumerate(case.documents)],
        **_duty(sheet, course, path),
        "alerts": _alerts(sheet, course, path),
        "findings": _findings(sheet, case, stood, path),
    }


_FIRST = {
    "notified_at": "MoveNotified",
    "confirmed_genuine_at": "MoveConfirmedGenuine",
    "documents_requested_at": "MoveDocumentsRequested",
    "assessed_at": "MoveAssessed",
    "determination_accepted_at": "DeterminationAccepted",
    "cancelled_at": "MoveCancelled",
}


def _told(case: Case) -> dict[str, str | None]:
    first = {word.event: moment_text(word.at) for word in reversed(case.words)}
    return {name: first.get(event) for name, event in _FIRST.items()}


def _document(sheet: Sheet, case: Case, document: Document, path: str) -> dict[str, Any]:
    doubt = doubt_of(document, case, sheet.seals)
    rule = Rule.MOVE_DOCUMENTS_CAME if doubt is None else Rule.DOCUMENT_NOT_VERIFIED
    sheet.page.why(path, document.received.by, rule)
    return {
        "document_id": document.document_id,
        "sha256": document.sha256,
        "signed_by": sheet.council(document.signed_by),
        "verified": doubt is None,
        "reason": doubt,
        "received_at": moment_text(document.received.value),
    }


def _duty(sheet: Sheet, course: Course, path: str) -> dict[str, Any]:
    """Give who answers on which days; of interim duties the newest that had begun by the day."""
    case, held, on = course.case, course.duties, sheet.on
    begun = [duty for duty in course.interim if (duty.first or date.min) <= on]
    day = move_day(case)
    if begun:
        rule = Rule.INTERIM_DUTY
        sheet.page.why(f"{path}.interim_duty_from", case.notice.by if case.notice else case.words[0].by, rule)
    last = on if sheet.died_on is None else min(on, sheet.died_on)
    return {
        "interim_duty_from": rfc3339(start_of(begun[-1].first or date.min)) if begun else None,
        "interim_duty_until": iso(begun[-1].last) if begun else None,
        "duty": [_held(sheet, each) for each in held],
        "gap_days": 0 if day is None or day > last else gap_days(held, day, last),
    }


def _held(sheet: Sheet, duty: Duty) -> dict[str, Any]:
    return {
        "from": iso(duty.first),
        "to": iso(duty.last),
        "council": sheet.council(duty.council),
        "because": duty.rule.label,
    }


def _alerts(sheet: Sheet, course: Course, path: str) -> list[dict[str, Any]]:
    """Give the alerts that had opened by the day."""
    opened = [each for each in alerts(course, sheet.state.funded, sheet.policy) if each.opened <= sheet.on]
    for place, each in enumerate(opened):
        sheet.page.why(f"{path}.alerts.{place}", each.by, each.rule)
    return [_alert(each, sheet.on) for each in opened]


def _alert(alert: MoveAlert, on: date) -> dict[str, Any]:
    return {
        "kind": alert.kind,
        "opened_at": alert.opened.isoformat(),
        "closed_at": None if alert.stands(on) else iso(alert.closed),
        "because": alert.rule.label,
    }


def _findings(sheet: Sheet, case: Case, stood: Standing, path: str) -> Sequence[dict[str, Any]]:
    listed = []
    for place, (rule, by) in enumerate(findings(case, stood, sheet.seals, sheet.on)):
        told = _sources(sheet, case, rule, by)
        for name in (f"{path}.findings", f"{path}.findings.{place}"):
            sheet.page.why(name, by, rule)
        for at, ordinal in enumerate(told):
            sheet.page.why(f"{path}.findings.{place}.sources.{at}", ordinal, rule)
        listed.append(finding_json(rule) | {"sources": told})
    return listed


def _sources(sheet: Sheet, case: Case, rule: Rule, by: int) -> list[int]:
    """Give the events that say a part of a finding; of a move within a council also what says that they live there."""
    told, left = sources(case, rule, by), sheet.left.get(case.move_id)
    return told if left is None or rule is not Rule.MOVE_WITHIN_COUNCIL else sorted({*told, left.by})
