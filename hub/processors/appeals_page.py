"""Appeals as JSON, and why each value is what it is."""

from datetime import date
from typing import Any

from hub.domain.appeal_clocks import AppealPolicy, clocks, findings, overdue
from hub.domain.appeals import Appeal, AppealsState, Course, Done, course
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.processors.page import Page, iso


def appeals_page(state: AppealsState, policy: AppealPolicy, on: date, page: Page, *, hidden: bool) -> dict[str, Any]:
    """Return every appeal of a person, and note the reasons; nothing of somebody who is forgotten.

    With `hidden` no council is named.
    """
    if state.forgotten:
        return {"appeals": []}
    shown = []
    for place, appeal in enumerate(state.appeals):
        path, said = f"appeals.{place}", course(appeal)
        shown.append(
            {
                "appeal_id": appeal.appeal_id,
                "state": page.held(f"{path}.state", said.state),
                **_lodged(appeal, page, path, hidden=hidden),
                **_steps(said, page, path),
                **_due(appeal, policy, page, path),
                "overdue": _overdue(appeal, said, policy, on),
                "findings": _findings(appeal, said, page, path),
            }
        )
    return {"appeals": shown}


def _lodged(appeal: Appeal, page: Page, path: str, *, hidden: bool) -> dict[str, Any]:
    lodged = appeal.lodged
    if lodged is None:
        return dict.fromkeys(("about", "about_id", "council", "lodged_on"))
    for name in ("about", "about_id", "council", "lodged_on"):
        page.why(f"{path}.{name}", lodged.by, lodged.rule)
    return {
        "about": lodged.value.about,
        "about_id": lodged.value.about_id,
        "council": None if hidden else lodged.value.council,
        "lodged_on": iso(lodged.value.lodged_on),
    }


def _steps(said: Course, page: Page, path: str) -> dict[str, Any]:
    return {
        "acknowledged_on": _day(page, f"{path}.acknowledged_on", said.acknowledged, Rule.APPEAL_ACKNOWLEDGED),
        "decided_on": _day(page, f"{path}.decided_on", said.decided, Rule.APPEAL_DECIDED),
        "withdrawn_on": _day(page, f"{path}.withdrawn_on", said.withdrawn, Rule.APPEAL_WITHDRAWN),
        "outcome": None if said.decided is None else said.decided.outcome,
    }


def _due(appeal: Appeal, policy: AppealPolicy, page: Page, path: str) -> dict[str, Any]:
    """Give the clocks; there are none before the appeal is known to be lodged."""
    lodged = appeal.lodged
    if lodged is None:
        return {"acknowledgement_due": None, "decision_due": None}
    due = clocks(lodged.value.lodged_on, policy)
    page.why(f"{path}.acknowledgement_due", lodged.by, Rule.APPEAL_TO_ACKNOWLEDGE)
    page.why(f"{path}.decision_due", lodged.by, Rule.APPEAL_TO_DECIDE)
    return {"acknowledgement_due": iso(due.acknowledge_by), "decision_due": iso(due.decide_by)}


def _overdue(appeal: Appeal, said: Course, policy: AppealPolicy, on: date) -> list[str]:
    lodged = appeal.lodged
    return [] if lodged is None else overdue(said, clocks(lodged.value.lodged_on, policy), on)


def _findings(appeal: Appeal, said: Course, page: Page, path: str) -> list[dict[str, str]]:
    found = findings(appeal, said)
    for place, (rule, by) in enumerate(found):
        page.why(f"{path}.findings.{place}", by, rule)
    return [{"rule": rule.label, "words": rule.words} for rule, _ in found]


def _day(page: Page, path: str, done: Done | None, rule: Rule) -> str | None:
    return None if done is None else iso(page.held(path, Said(done.on, done.by, rule)))
