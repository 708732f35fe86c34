"""The named coordinator: exactly one at a time, handed over without a gap, and missed after one working day.

Source: proposal for a National Care Service, 7.4 and 7.6 (one named care coordinator while an episode is open; somebody
is told within one working day when there is none).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec

from hub.domain.coordination_state import Coordination, Term
from hub.domain.days import day_of, end_of, start_of
from hub.domain.machine import BEGINNING, Machine, move
from hub.domain.rules import Rule
from hub.domain.steps import Step
from hub.domain.working_days import working_days_after
from hub.events.coordination import CoordinatorNamed, CoordinatorStoodDown

replace = msgspec.structs.replace

NAMED, NOBODY = "NAMED", "NOBODY"
COORDINATOR: Final = Machine(
    "coordinator",
    (
        move("CoordinatorNamed", "[*] NAMED NOBODY", NAMED),
        move("CoordinatorStoodDown", "NAMED", NOBODY),
    ),
)


class Gap(NamedTuple):
    """Days on which nobody coordinates: since when, and by which event; `until` is the day on which somebody is named.

    `due` is the day on which somebody is told.
    """

    since: date
    due: date
    until: date | None
    by: int


def state_of(terms: Sequence[Term]) -> str:
    """Return the state of the machine."""
    if not terms:
        return BEGINNING
    return NAMED if terms[-1].until is None else NOBODY


def named(held: Coordination, step: Step, body: CoordinatorNamed) -> tuple[Coordination, Rule | None]:
    """The newest one named is the coordinator and ends the time of the one before, at the same moment.

    A name for who coordinates already changes nothing.  Of two named at one moment the later in canonical order stands,
    and a finding tells.
    """
    at, terms, found = step.event.occurred_at, held.terms, None
    if state_of(terms) == NAMED:
        last = terms[-1]
        if last.is_of(body.post_id, body.organisation):
            return held, None
        if last.since == at:
            terms, found = terms[:-1], Rule.TWO_COORDINATORS
        else:
            terms = (*terms[:-1], replace(last, until=at, ended_by=step.ordinal))
    term = Term(body.post_id, body.organisation, body.role, at, step.ordinal)
    return replace(held, terms=(*terms, term)), found


def stood_down(held: Coordination, step: Step, body: CoordinatorStoodDown) -> tuple[Coordination, Rule | None]:
    """Nobody coordinates from now on, where it was this one; who was replaced already stands down without effect."""
    terms = held.terms
    ends = COORDINATOR.after(state_of(terms), step.event.type) is not None
    if ends and terms[-1].is_of(body.post_id, body.organisation):
        last = replace(terms[-1], until=step.event.occurred_at, ended_by=step.ordinal)
        return replace(held, terms=(*terms[:-1], last)), None
    known = any(term.is_of(body.post_id, body.organisation) for term in terms)
    return held, None if known else Rule.COORDINATOR_NOT_NAMED


def coordinator_on(held: Coordination | None, on: date) -> Term | None:
    """Return who coordinates at the end of a day, or none."""
    if held is None:
        return None
    at = end_of(on)
    return next((term for term in reversed(held.terms) if term.covers(at)), None)


def terms_between(held: Coordination, first: date, last: date) -> tuple[Term, ...]:
    """Return the times of coordinators that touch days, both ends included."""
    begin, end = start_of(first), end_of(last)
    return tuple(term for term in held.terms if term.since <= end and (term.until is None or term.until > begin))


def gaps(held: Coordination | None, first: date, by: int, within: int) -> Iterator[Gap]:
    """Give the times without a coordinator from a day on, in order; `by` is the event that opened that day.

    Somebody is told after `within` working days.
    Rule of this product, after 7.4 of the proposal: a day on which somebody is named is none without.
    """
    since, why = first, by
    for term in held.terms if held is not None else ():
        begun = day_of(term.since)
        if begun > since:
            yield _gap(since, begun, why, within)
        if term.until is None:
            return
        if day_of(term.until) >= since:
            since, why = day_of(term.until), term.ended_by if term.ended_by is not None else term.by
    yield _gap(since, None, why, within)


def _gap(since: date, until: date | None, by: int, within: int) -> Gap:
    return Gap(since, working_days_after(since, within), until, by)
