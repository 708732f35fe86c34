"""A person's money as JSON beside their joint state: payers, clocks, charges, continuing healthcare, equipment."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from hub.domain.charges import Charge
from hub.domain.chc_case import ChcCase
from hub.domain.joint_state import JointState
from hub.domain.law import Law
from hub.domain.money import Money
from hub.domain.money_alerts import closed_alerts, money_alerts
from hub.domain.refunds import Doubt, Refund
from hub.domain.rules import Rule
from hub.processors.joint_funding import clock_of, holding, in_question, taken_back
from hub.processors.joint_responsibility import clocks, pounds, responsibility
from hub.processors.joint_rules import Rules
from hub.processors.joint_safety import alert_json
from hub.processors.joint_weeks import Course, weeks_of
from hub.processors.page import Page, iso

Json = dict[str, Any]


class Sheet(NamedTuple):
    """What every part of the view needs: the state, its episodes that stand, the rules, the day, reasons."""

    state: JointState
    found: Sequence[Course]
    rules: Rules
    on: date
    page: Page


def with_money(view: Json, sheet: Sheet) -> Json:
    """Return the view with what each episode costs whom, and the money of the person."""
    state, found, rules, on, page = sheet
    standing = [(place, row) for place, row in enumerate(view["episodes"]) if row["status"] != "void"]
    for course, (place, row) in zip(found, standing, strict=True):
        weeks, path = weeks_of(state, course, rules), f"episodes.{place}"
        row["responsibility"] = responsibility(weeks, on, path, page)
        for line, more in zip(row["lines"], clocks(weeks, course.gone, on, path, page), strict=True):
            line.update(more)
    money = state.money or Money()
    due = in_question(state, found, rules)
    _add_alerts(sheet, [row for _, row in standing], [place for place, _ in standing], due)
    return view | {
        "chc": [_case(case, f"chc.{place}", sheet) for place, case in enumerate(money.chc)],
        "charges": [
            _charge(charge, money, due, f"charges.{place}", page) | (_KEPT if state.hiding else {})
            for place, charge in enumerate(money.charges)
        ],
        "equipment": _equipment(money, rules.law, page),
    }


_KEPT: Final = {"charged_by": None}
"""Of somebody whose whereabouts are hidden nobody is told which council charges."""


def _add_alerts(sheet: Sheet, rows: Sequence[Json], places: Sequence[int], due: Sequence[Refund | Doubt]) -> None:
    """Add the alerts about money to the episode that each belongs to; without one they are told as facts alone.

    Those that stand come first, and after them those that closed in the six weeks before.
    """
    state, found, rules, on, page = sheet
    if state.money is None:
        return
    clock = clock_of(state, rules, on)
    every = [*money_alerts(state.money.chc, due, clock)]
    every += closed_alerts(state.money, taken_back(state, found, rules), clock)
    for alert in every:
        course = holding(found, alert.since)
        told = alert if course is None else alert._replace(opened=max(alert.opens, course.episode.window.first))
        if course is None or not told.is_shown(on):
            continue
        at = found.index(course)
        page.why(f"episodes.{places[at]}.alerts.{len(rows[at]['alerts'])}", told.by, told.rule)
        rows[at]["alerts"].append(alert_json(told, standing=told.stands(on)))


def _case(case: ChcCase, path: str, sheet: Sheet) -> Json:
    """Return a case as it stood on the day; `from` and `to` are the days that the board pays all.

    `nursing_from` is since when it pays a nursing home for nursing alone, by what was decided by then.
    """
    law, on, page = sheet.rules.law, sheet.on, sheet.page
    decide_by = case.decision_due(law)
    now, funding = case.on(on), next((each for each in reversed(case.funded) if each.first <= on), None)
    decided = next((each for each in reversed(case.passed) if each.day <= on and each.state in _DECIDED), None)
    if now is not None:
        page.why(f"{path}.state", now.by, Rule.CHC_STATED)
        if decide_by is not None:
            page.why(f"{path}.decision_due", now.by, Rule.CHC_DECISION_DUE)
    if funding is not None:
        page.why(f"{path}.from", funding.by, Rule.CHC_PAYS)
    return {
        "case_id": case.case_id,
        "state": None if now is None else now.state,
        "checklist_on": iso(case.checked_on),
        "decision_due": iso(decide_by),
        "overdue": case.overdue(on, law) and not clock_of(sheet.state, sheet.rules, on).died,
        "decided_on": None if decided is None else decided.day.isoformat(),
        "from": None if funding is None else funding.first.isoformat(),
        "to": None if funding is None else iso(funding.last),
        "nursing_from": None if now is None else iso(now.since),
        "disputed": case.disputed_on(on),
    }


_DECIDED = frozenset({"ELIGIBLE", "NOT_ELIGIBLE", "FUNDED_NURSING_CARE"})


def _charge(charge: Charge, money: Money, due: Sequence[Refund | Doubt], path: str, page: Page) -> Json:
    back = money.reversed_by(charge)
    refund = next((each for each in due if each.charge is charge), None)
    page.why(path, charge.by, Rule.CHARGE_STATED)
    if back is not None:
        page.why(f"{path}.reversed_on", back.by, Rule.CHARGE_REVERSED)
        page.why(f"{path}.refund_due", back.by, Rule.CHARGE_REVERSED)
    if refund is not None:
        page.why(f"{path}.refund_due", charge.by, refund.rule)
    return {
        "charge_id": charge.charge_id,
        "from": charge.first.isoformat(),
        "to": charge.last.isoformat(),
        "amount": pounds(charge.amount),
        "charged_by": charge.charged_by,
        "provider": charge.provider,
        "line_id": charge.line_id,
        "reversed_on": None if back is None else back.day.isoformat(),
        "refund_due": None if isinstance(refund, Doubt) else pounds(refund.pence if refund else 0),
    }


def _equipment(money: Money, law: Law, page: Page) -> list[Json]:
    for place, each in enumerate(money.equipment):
        page.why(f"equipment.{place}", each.by, Rule.EQUIPMENT_STATED)
    return [
        {
            "equipment_id": each.equipment_id,
            "kind": each.kind,
            "provided_on": each.day.isoformat(),
            "cost": pounds(each.cost),
            "provider": each.provider,
            "never_charged": each.is_free(law),
        }
        for each in money.equipment
    ]
