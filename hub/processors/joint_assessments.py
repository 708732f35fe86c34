"""Assessments and decisions as JSON beside the stays, and the look that a plan is due for."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.assessments import Assessment, findings_of
from hub.domain.determinations import Determination
from hub.domain.eligibility import outcomes_of, second_step
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.law import Law
from hub.domain.review_due import Due, Plan, looks_due, plan_of, waiting
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.steps import Fact
from hub.processors.page import Page, finding_json, iso

_JSON: Final = msgspec.json.Encoder().encode


class ReviewBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of the alert; fields are in the order of their names, so that one content has one text."""

    alert: str
    due_by: date
    since: date


def assessments_part(state: JointState, law: Law, on: date, page: Page) -> dict[str, Any]:
    """Return `assessments` and `review` of the joint view, and note the reasons in `page`."""
    shown = [_assessment(state, one, f"assessments.{at}", page) for at, one in enumerate(state.assessments)]
    plan = _plan(state, on)
    return {"assessments": shown, "review": None if plan is None else _review(plan, law, on, page)}


def _assessment(state: JointState, one: Assessment, path: str, page: Page) -> dict[str, Any]:
    for rule, by in findings_of(one):
        page.why(f"{path}.findings", by, rule)
    decisions = [_decision(each, f"{path}.determination", page) for each in one.decisions]
    return {
        "assessment_id": one.assessment_id,
        "kind": one.kind,
        "state": page.held(f"{path}.state", one.state),
        "requested_at": page.moment(f"{path}.requested_at", one.requested),
        "completed_at": page.moment(f"{path}.completed_at", one.completed),
        "council": None if state.hiding else one.council,
        "supported_self": one.supported_self,
        "determination": decisions[-1] if decisions else None,
        "earlier_determinations": decisions[:-1],
        "findings": [finding_json(rule) for rule, _ in findings_of(one)],
    }


def _decision(each: Determination, path: str, page: Page) -> dict[str, Any]:
    page.why(path, each.by, Rule.ELIGIBILITY_DETERMINED)
    words = outcomes_of(each.kind)
    return {
        "determination_id": each.determination_id,
        "kind": each.kind,
        "outcome": each.outcome,
        "determined_on": each.determined_on.isoformat(),
        "outcomes": list(each.outcomes),
        "outcomes_in_words": [words.get(code) for code in each.outcomes],
        "steps": {
            "from_condition": each.from_condition,
            "two_or_more_outcomes": each.steps.out_of_reach(2),
            "second_step": second_step(each.kind, each.steps),
            "wellbeing_impact": each.wellbeing_impact,
        },
        "reasons_given": each.reasons_given,
        "consistent": not each.misfits,
    }


def _plan(state: JointState, on: date) -> Plan | None:
    if not state.assessments or confirmed_death(state) is not None:
        return None
    return plan_of(state.assessments, state.lines, on)


def _review(plan: Plan, law: Law, on: date, page: Page) -> dict[str, Any]:
    page.why("review", plan.by, Rule.REVIEW_IS_DUE)
    dues = looks_due(plan, law)
    next_look = dues[-1]
    return {
        "plan_started_on": plan.started.isoformat(),
        "reviewed_on": iso(plan.looked_at[-1]) if plan.looked_at else None,
        "due_from": next_look.since.isoformat(),
        "due_by": next_look.by_day.isoformat(),
        "alerts": [_alert(due) for due in dues if due.since <= on and (due.done is None or due.done > due.since)],
    }


def _alert(due: Due) -> dict[str, Any]:
    return {
        "kind": "review_due",
        "opened_at": due.since.isoformat(),
        "closed_at": iso(due.done),
        "because": Rule.REVIEW_IS_DUE.label,
    }


def review_facts(state: JointState, law: Law, today: date) -> list[Fact]:
    """Return the alert that a look is due on a day; it closes when the look was done or the plan has ended."""
    due = waiting(_dues(state, law, today), today)
    if due is None:
        return []
    body = _JSON(ReviewBody("review_due", due.by_day, due.since)).decode()
    return [Fact("Alert", f"review_due:{due.since.isoformat()}", body)]


def review_days(state: JointState, law: Law, today: date) -> list[date]:
    """Return the days after today on which that alert opens or closes though nothing happens."""
    dues = _dues(state, law, today)
    later = [due.since for due in dues] + [due.done for due in dues if due.done is not None]
    later += [plus(span.last, 1) for line in state.lines for span in line.spans if span.last is not None]
    return [day for day in later if day > today]


def _dues(state: JointState, law: Law, today: date) -> Sequence[Due]:
    plan = _plan(state, today)
    return () if plan is None else looks_due(plan, law)
