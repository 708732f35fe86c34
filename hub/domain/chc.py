"""How events move a case of NHS Continuing Healthcare.

People decide; a case keeps what they decided.  From the day that somebody is eligible the integrated care board pays
all.  Neither side stops its funding alone while they dispute: an end that is told meanwhile, or that the dispute
follows, waits until it is settled.
Source: National Framework for NHS Continuing Healthcare and NHS-funded Nursing Care (2022); SI 2012/2996.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.chc_case import ELIGIBLE, ENDED, FAST_TRACK, NEGATIVE, NURSING, POSITIVE, ChcCase, Funded, Passed, leads
from hub.domain.days import day_of
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.steps import Step
from hub.events import continuing_healthcare as c

replace = msgspec.structs.replace


def _into(case: ChcCase, step: Step, target: str, day: date, since: date | None = None) -> ChcCase | None:
    """Return the case in another state, or none where the event does not fit.

    An end that is held back is not final: a new grant takes it back.
    """
    taken_back = case.held is not None and case.state == ENDED and target == ELIGIBLE
    if not (taken_back or leads(case.state, step.event.type, target)):
        return None
    return replace(case, passed=(*case.passed, Passed(target, day, step.ordinal, since)))


def checklist(case: ChcCase, step: Step, body: c.ChcChecklistCompleted) -> ChcCase | None:
    """A checklist was filled in; a positive one starts the 28 days, another one starts them no second time."""
    after = _into(case, step, POSITIVE if body.positive else NEGATIVE, body.completed_on)
    if after is None:
        return None
    running = case.checklist if case.state == POSITIVE else None
    return replace(after, checklist=(running or body.completed_on) if body.positive else None)


def fast_track(case: ChcCase, step: Step, body: c.ChcFastTracked) -> ChcCase | None:
    """A clinician put somebody on the fast track: the board pays at once."""
    after = _into(case, step, FAST_TRACK, body.from_on)
    return after and _granted(after, Funded(body.from_on, step.ordinal, fast=True))


def decided(case: ChcCase, step: Step, body: c.ChcDecided) -> ChcCase | None:
    """The board decided: eligible from a day, or no longer; a new decision corrects the one before.

    One that names no day confirms what the board pays already, since when it does, or the end that it told already.
    """
    since = body.from_on if body.from_on is not None else body.decided_on
    after = _into(case, step, body.outcome, body.decided_on, since if body.outcome == NURSING else None)
    if after is None:
        return None
    if body.outcome == ELIGIBLE and body.from_on is None and case.is_funded:
        return _granted(after, case.funded[-1])
    if body.outcome == ELIGIBLE:
        return _granted(after, Funded(since, step.ordinal))
    if case.is_funded:
        return _stopped(_asked_about(after, step, since < body.decided_on), step, since)
    told_again = case.has_just_ended and case.state == body.outcome and body.from_on is not None
    return _stopped(after, step, max([since, *case.disputes[-1:]])) if told_again else after


def _asked_about(case: ChcCase, step: Step, takes_back: bool) -> ChcCase:  # noqa: FBT001 - read beside its name
    """Return the case with the finding that days fall back the board had paid; none while a dispute holds them."""
    if not takes_back or case.disputed:
        return case
    return replace(case, notes=(*case.notes, (Rule.CHC_ENDS_EARLIER, step.ordinal)))


def ended(case: ChcCase, step: Step, body: c.ChcEnded) -> ChcCase | None:
    """The board's care ended on a day, its last."""
    after = _into(case, step, ENDED, body.ended_on)
    return _stopped(after, step, plus(body.ended_on, 1)) if after is not None and case.is_funded else after


def _granted(case: ChcCase, new: Funded) -> ChcCase:
    """Return the case with funding from a day on: a decision takes the place of what it confirms or corrects.

    What the fast track paid before the decision stays paid, and so does what a dispute held back the end of.  A first
    day that is later than the one before takes back what was paid, so that somebody is asked.
    """
    if not case.is_funded:
        return replace(case, funded=(*case.funded, new), held=None)
    before, notes = case.funded[-1], case.notes
    if (before.fast or case.held is not None) and before.first < new.first:
        new = replace(new, first=before.first, by=before.by)
    if before.first < new.first:
        notes = (*notes, (Rule.CHC_BEGINS_LATER, new.by))
    return replace(case, funded=(*case.funded[:-1], replace(new, fast=False)), held=None, notes=notes)


def _stopped(case: ChcCase, step: Step, stop: date) -> ChcCase:
    """Return the case whose funding stops on a day; while a dispute runs it goes on."""
    if case.disputed:
        return replace(case, held=stop, notes=(*case.notes, (Rule.CHC_STOPPED_IN_DISPUTE, step.ordinal)))
    running = case.funded[-1]
    if stop <= running.first:
        case = replace(case, notes=(*case.notes, (Rule.CHC_ENDED_BEFORE_START, step.ordinal)))
    return replace(case, funded=(*case.funded[:-1], replace(running, stop=stop)), held=None)


def disputed(case: ChcCase, step: Step, _body: c.ChcDisputed) -> ChcCase | None:
    """Somebody disputes who is responsible: nobody's funding stops, nor has it stopped where the last word is its end.

    What is disputed then is that end, so that it is held back as if it had been told during the dispute.
    """
    if case.disputed:
        return case
    case = replace(case, disputes=(*case.disputes, day_of(step.event.occurred_at)))
    if not case.has_just_ended:
        return case
    ended_now = case.funded[-1]
    notes = (*case.notes, (Rule.CHC_STOPPED_IN_DISPUTE, step.ordinal))
    return replace(case, funded=(*case.funded[:-1], replace(ended_now, stop=None)), held=ended_now.stop, notes=notes)


def settled(case: ChcCase, step: Step, _body: c.ChcDisputeSettled) -> ChcCase | None:
    """The dispute is over; an end that waited for it holds from this day at the earliest."""
    if not case.disputed:
        return None
    day = day_of(step.event.occurred_at)
    case = replace(case, disputes=(*case.disputes, day))
    return case if case.held is None else _stopped(case, step, max(case.held, day))


MOVES: Final[dict[str, Callable[[ChcCase, Step, Any], ChcCase | None]]] = {
    "ChcChecklistCompleted": checklist,
    "ChcFastTracked": fast_track,
    "ChcDecided": decided,
    "ChcEnded": ended,
    "ChcDisputed": disputed,
    "ChcDisputeSettled": settled,
}
"""By event type, how an event moves its case; none where it does not fit."""


def fold_case(cases: tuple[ChcCase, ...], step: Step) -> tuple[ChcCase, ...]:
    """Return the cases after one event: what does not fit changes nothing and is noted."""
    body: Any = step.event.body
    place = next((index for index, case in enumerate(cases) if case.case_id == body.case_id), len(cases))
    case = cases[place] if place < len(cases) else ChcCase(body.case_id)
    after = MOVES[step.event.type](case, step, body)
    if after is None:
        after = replace(case, notes=(*case.notes, (Rule.CHC_DOES_NOT_FIT, step.ordinal)))
    return (*cases[:place], after, *cases[place + 1 :])
