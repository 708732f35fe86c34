"""The view of a carer's own record on a day."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from hub.domain.carer_links import may_be_shown, standing_links
from hub.domain.carer_record import CarerNotice, CarerRules, CarerState, Link, ShortBreak, all_notes
from hub.domain.carer_support import waiting_days
from hub.domain.carers_counted import assessed_on, contacted_on
from hub.domain.consent import basis_on, holds, why_not
from hub.domain.deaths import standing
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.short_breaks import decide_by, is_overdue
from hub.domain.spells import CONFIRMED
from hub.events.values import Moment
from hub.processors.narrowing import Narrowing
from hub.processors.page import Page, code_json, iso


def is_held(state: CarerState, one: CarerNotice, rules: CarerRules, on: date) -> bool:
    """Say whether a notice waits for a lawful basis on a day: then nobody is told more than that it came."""
    return basis_on(one.claimed, state.consents, rules.duty, on) is None


def link_key(one: Link) -> str:
    """Return what a link is known by among notices, whose ids are of another kind."""
    return f"link {one.link_id}"


class CarerPage:
    """Builds the view; with `withholds` nothing says where the carer lives.

    `narrow` says which notices are held today, which show no more on an earlier day, and which the reader may see.
    """

    def __init__(self, state: CarerState, rules: CarerRules, on: date, narrow: Narrowing, *, withholds: bool) -> None:
        self._state, self._rules, self._on = state, rules, on
        self._narrow, self._withholds = narrow, withholds
        self.page = Page()

    def view(self) -> dict[str, Any]:
        """Give everything that is the carer's own; nothing of somebody who is forgotten or is no carer."""
        state = self._state
        if state.forgotten or not state.says_something:
            return {"carer": None}
        notices = (one for one in state.notices if self._narrow.shows(one.ids))
        found = sorted(all_notes(state), key=lambda note: (note[1], note[0]))
        for rule, by in found:
            self.page.why("carer.findings", by, rule)
        days = (
            ("contacted_on", contacted_on(state)),
            ("assessed_on", assessed_on(state)),
            ("supported_on", state.supported),
        )
        carer = {
            "died": self._died(),
            "notices": [self._notice(one, f"carer.notices.{at}") for at, one in enumerate(notices)],
            "consents": [
                {"scope": one.scope, "given": one.given, "until": iso(one.until), "in_force": holds(one, self._on)}
                for one in state.consents
            ],
            **{name: iso(self.page.held(f"carer.{name}", said)) for name, said in days},
            "assessments": self._assessments(),
            "determinations": self._determinations(),
            "short_breaks": [self._break(one, f"carer.short_breaks.{at}") for at, one in enumerate(state.breaks)],
            "short_break_counts": self._counts(),
            "links": [self._link(one, f"carer.links.{at}") for at, one in enumerate(standing_links(state))],
            "findings": [rule.label for rule, _ in found],
        }
        return {"carer": carer}

    def _died(self) -> bool:
        died = next(standing(self._state.deaths, CONFIRMED), None)
        if died is not None:
            self.page.why("carer.died", died.by, died.rule)
        return died is not None

    def _notice(self, one: CarerNotice, path: str) -> dict[str, Any]:
        """Give a notice; of one that is held for want of a basis no more than that it came."""
        held = self._narrow.holds(one.ids) or is_held(self._state, one, self._rules, self._on)
        self.page.why(path, one.told_by, Rule.CARER_STATED)
        if held:
            rule, by = why_not(one.claimed, self._state.consents)
            self.page.why(f"{path}.held", by, rule)
        shown: dict[str, Any] = {
            "notice_id": one.ids[0],
            "source": one.source,
            "received_on": self._day(f"{path}.received_on", one.received),
            "withdrawn_on": self._day(f"{path}.withdrawn_on", one.withdrawn),
            "held": held,
        }
        if held:
            return shown
        return shown | {
            "council": None if self._withholds else one.council,
            "relationship": one.relationship,
            "lives_with": one.lives_with,
            "child_age_band": one.child_age_band,
            "transition_due": one.transition_due,
            "ehc_stage": one.ehc_stage,
            "stage_on": iso(one.stage_on),
            "other_dependants": one.other_dependants,
            "carer_status": code_json(one.carer_status),
        }

    def _assessments(self) -> list[dict[str, Any]]:
        return [
            {
                "assessment_id": one.assessment_id,
                "requested_on": self._day(f"carer.assessments.{at}.requested_on", one.requested),
                "completed_on": self._day(f"carer.assessments.{at}.completed_on", one.completed),
                "outcome": one.outcome,
                "council": None if self._withholds else one.council,
            }
            for at, one in enumerate(self._state.assessments)
        ]

    def _determinations(self) -> list[dict[str, Any]]:
        return [
            {
                "determination_id": one.determination_id,
                "outcome": self.page.held(f"carer.determinations.{at}.outcome", one.outcome),
                "determined_on": iso(one.determined_on),
                "assessment_id": one.assessment_id,
                "council": None if self._withholds else one.council,
            }
            for at, one in enumerate(self._state.determinations)
        ]

    def _break(self, one: ShortBreak, path: str) -> dict[str, Any]:
        return {
            "request_id": one.request_id,
            "kind": one.kind,
            "state": one.state,
            "requested_on": iso(self.page.held(f"{path}.requested_on", one.requested)),
            "decided_on": iso(self.page.held(f"{path}.decided_on", one.decided)),
            "granted": one.granted,
            "waiting_days": waiting_days(one, self._on),
            "decide_by": iso(decide_by(one, self._rules.breaks)),
            "overdue": is_overdue(one, self._rules.breaks, self._on),
            "council": None if self._withholds else one.council,
        }

    def _counts(self) -> dict[str, int]:
        breaks = self._state.breaks
        return {
            "requested": _count(one.requested is not None for one in breaks),
            "waiting": _count(one.decided is None for one in breaks),
            "decided": _count(one.decided is not None for one in breaks),
            "granted": _count(bool(one.granted) for one in breaks),
            "overdue": _count(is_overdue(one, self._rules.breaks, self._on) for one in breaks),
        }

    def _link(self, one: Link, path: str) -> dict[str, Any]:
        """Give the other side of a link where both agree; else no more than that there is one."""
        shown = may_be_shown(self._state, one, self._on) and not self._narrow.holds((link_key(one),))
        self.page.why(path, one.state.by, Rule.LINK_AGREED if shown else Rule.LINK_NOT_AGREED)
        if not shown:
            return {"shown": False}
        return {
            "shown": True,
            "link_id": one.link_id,
            "role": "CARER" if one.is_carer else "CARED_FOR",
            "relationship": one.relationship,
            "other": str(uuid.UUID(bytes=one.other)),
        }

    def _day(self, path: str, said: Said[Moment] | None) -> str | None:
        return self.page.day(path, said)


def _count(found: Iterable[bool]) -> int:
    return sum(found)
