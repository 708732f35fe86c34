"""Addresses of the pages of systems: what is kept from page to page, and what a reader is narrowed to."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode

from hub.api.catalogue import UNKNOWN
from hub.api.dashboard_question import PLACES, DashboardQuery, Question
from hub.api.purposes import View
from hub.domain.figures_measures import DELAY_GROUP, DELAY_REASON
from hub.domain.periods import Every
from hub.domain.products import Kind
from hub.web.session import Session

SPANS: Final = {8: "8 weeks", 26: "6 months", 52: "12 months"}


class Choice(NamedTuple):
    """One way of looking at a chart; `chosen` is the present one."""

    text: str
    link: str
    chosen: bool


def own_council_only(session: Session) -> bool:
    """Tell whether the rules let this reader see the own council and nothing else."""
    rules = session.parts.api.policy.rule
    scopes = {rule.scope for rule in rules if rule.role is session.caller.role and View.DASHBOARDS in rule.views}
    return scopes == {"own_council"}


def narrowed(query: DashboardQuery, session: Session) -> DashboardQuery:
    """Narrow a page to the reader's own council where the rules let them see no more."""
    if own_council_only(session) and not any(getattr(query, kind) for kind in PLACES):
        return query.model_copy(update={"council": session.caller.organisation})
    return query


def kept(query: DashboardQuery, *, period: bool = True) -> dict[str, str]:
    """Return what of a query goes into the links of a page: one as known on a past day leads to files as known then."""
    values = {kind: getattr(query, kind) for kind in PLACES}
    values |= {"known_at": None if query.known_at is None else query.known_at.isoformat()}
    values |= {"from": query.first, "to": query.last, "every": query.every} if period else {}
    return {name: str(value) for name, value in values.items() if value is not None}


def address(path: str, values: Mapping[str, str]) -> str:
    """Return an address with its query."""
    return f"{path}?{urlencode(values)}" if values else path


def spans(path: str, query: DashboardQuery, asked: Question, today: date) -> list[Choice]:
    """Return how far back a chart can look."""
    first = asked.over[0].first if asked.over else today
    weeks = min(SPANS, key=lambda weeks: abs(today - timedelta(weeks=weeks) - first))
    values = kept(query) | {"to": ""}
    return [
        Choice(text, _of(path, values | {"from": str(today - timedelta(weeks=span))}), span == weeks)
        for span, text in SPANS.items()
    ]


def rhythms(path: str, query: DashboardQuery, asked: Question, *, rounded: bool) -> list[Choice]:
    """Return by day or by week; of rounded numbers a flow has no days."""
    if rounded and asked.product.kind is not Kind.STOCK:
        return []
    values = kept(query)
    words = {Every.DAY: "By day", Every.WEEK: "By week"}
    return [
        Choice(text, _of(path, values | {"every": every.value}), every is asked.every) for every, text in words.items()
    ]


def _of(path: str, values: Mapping[str, str]) -> str:
    return address(path, {name: value for name, value in values.items() if value})


def people_link(asked: Question, session: Session) -> str | None:
    """Return the address of the people behind a number on the board, or none.

    There is none for a reader who may not see people by name, nor where the board has no such list.
    """
    rules = session.parts.api.policy.rule
    names = any(rule.names and View.BOARD in rule.views for rule in rules if rule.role is session.caller.role)
    kind, code = asked.place or ("ics", asked.system)
    if not names or not code or code == UNKNOWN:
        return None
    if asked.product.people_ready:
        return address("/", {kind: code, "ready": "yes"})
    status = asked.product.people_status
    return None if status is None else address("/", {kind: code, "status": status})


def by_reason(people: str | None, asked: Question) -> str | None:
    """Return the address to which a reason is added for the people behind a row of a split, or none.

    There is one where the rows are national reasons of people who wait now, or groups of them.
    """
    of_reasons = asked.by == "category" and asked.product.of.measure in {DELAY_GROUP, DELAY_REASON}
    return f"{people}&reason=" if people is not None and of_reasons else None
