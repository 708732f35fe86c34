"""Ready to leave: every time it was set, taken back and set again, and the discharge ready date that follows.

Sources: Discharge Ready Date (NHS England): the start of the final period in which somebody no longer meets the
criteria to reside; when they are met again, the earlier date is void.  Hospital discharge and community support
guidance, annex D.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from hub.domain import criteria_to_reside
from hub.domain.days import day_of
from hub.domain.delay_reasons import ended_by_void
from hub.domain.delay_state import Assessed, Telling, Voided
from hub.domain.finding import Against
from hub.domain.readiness_told import apart, own, that_counts, told_again
from hub.domain.rules import Rule
from hub.domain.said import Said, unless_same
from hub.domain.spells import SpellState, compare
from hub.domain.statements import noted
from hub.domain.steps import Step, moment_of
from hub.events import discharge as d
from hub.events.values import Moment

replace = msgspec.structs.replace


def readiness(spell: SpellState, step: Step, body: d.ReadinessChanged) -> SpellState:
    """Ready since when, or no longer.

    Another date of the same organisation while the person is ready corrects the beginning; one of another is kept
    beside it (`hub.domain.readiness_told`).  One after they left corrects nothing: the time before it stands, and this
    one is kept beside it.
    """
    if not body.ready:
        return _voided(spell, step)
    old, left, by = spell.ready, spell.leaving, step.ordinal
    held = old.value if old is not None else None
    if body.since is None and held is not None and not _first_own(spell, body.said_by):
        return spell
    since = body.since or moment_of(step)
    if old is not None and held not in {None, since} and left is not None and compare(since, left.discharged.value) > 0:
        over = Voided(_held(old), since, by, spell.ready_told)
        spell = replace(spell, voided=(*spell.voided, over), ready=None, ready_told=())
    return _told_ready(spell, Said(since, by, Rule.STATED_READY), body.said_by)


def criteria(spell: SpellState, step: Step, body: d.CriteriaToResideAssessed) -> SpellState:
    """Ready from the first assessment of the current period in which no criterion was met; the criteria of the last."""
    by, old, at = step.ordinal, spell.ready, moment_of(step)
    one = Assessed(body.met, body.criteria, at, by, own(spell, body.said_by))
    spell = replace(spell, assessed=(*spell.assessed, one))
    if body.criteria or spell.criteria is not None:
        spell = _with_criteria(spell, body, by)
    if body.met:
        return _voided(spell, step)
    if old is not None and old.value is not None and not _first_own(spell, body.said_by):
        return spell
    return _told_ready(spell, Said(at, by, Rule.NO_CRITERIA_TO_RESIDE), body.said_by)


def _first_own(spell: SpellState, said_by: str | None) -> bool:
    """Say whether the hospital itself says for the first time that somebody is ready of whom others said so."""
    return own(spell, said_by) is None and all(one.said_by is not None for one in spell.ready_told)


def _told_ready(spell: SpellState, since: Said[Moment], said_by: str | None) -> SpellState:
    """Keep since when an organisation says that somebody is ready, and what counts of all that is said."""
    tellings = told_again(spell.ready_told, Telling(since, own(spell, said_by)))
    return replace(spell, ready=that_counts(tellings).since, ready_told=tellings)


def _with_criteria(spell: SpellState, body: d.CriteriaToResideAssessed, by: int) -> SpellState:
    """Keep the criteria of the last assessment as sent; findings tell of unknown ones, and of a no with some."""
    if criteria_to_reside.unknown(body.criteria):
        spell = noted(spell, Rule.UNKNOWN_CRITERION, by)
    if body.criteria and not body.met:
        spell = noted(spell, Rule.CRITERIA_CONTRADICTED, by)
    return replace(spell, criteria=unless_same(spell.criteria, body.criteria, by, Rule.CRITERIA_ASSESSED))


def _voided(spell: SpellState, step: Step) -> SpellState:
    """Keep a time of being ready that is taken back, and end the reasons for delay that held in it."""
    old, at, by = spell.ready, moment_of(step), step.ordinal
    since, delays = _held(old), spell.delays
    if since is not None and delays:
        delays = ended_by_void(delays, Said(at, by, Rule.NOT_READY))
    before = spell.voided[:-1] if since is None and _said_before(spell, at) else spell.voided
    voided = (*before, Voided(since, at, by, spell.ready_told))
    ready = unless_same(old, None, by, Rule.NOT_READY)
    return replace(spell, ready=ready, ready_told=(), voided=voided, delays=delays)


def _held(ready: Said[Moment | None] | None) -> Said[Moment] | None:
    """Return since when somebody is held to be ready, or none."""
    return None if ready is None or ready.value is None else Said(ready.value, ready.by, ready.rule)


def _said_before(spell: SpellState, at: Moment) -> bool:
    """Say whether that nobody is ready repeats what was said last; what is said of an empty bed stands apart."""
    last, left = spell.voided[-1] if spell.voided else None, spell.leaving
    if last is None or last.since is not None:
        return False
    return left is None or _while_in_bed(spell, at) or not _while_in_bed(spell, last.at)


def _while_in_bed(spell: SpellState, at: Moment) -> bool:
    return spell.leaving is None or compare(at, spell.leaving.discharged.value) <= 0


class Ready(NamedTuple):
    """One time of being ready: since when it counts, and when it was taken back; `stated` is since when it was said.

    `void` is the taking back that makes the stated date void, because that one lies before it; `told` is since when
    each organisation says that it is.
    """

    since: Moment
    stated: Said[Moment]
    voided: Said[Moment] | None
    void: int | None = None
    told: tuple[Telling, ...] = ()


def told(spell: SpellState) -> Sequence[Ready | Voided]:
    """Return every time of being ready, and every taking back of none, in the order in which they were told.

    No time begins before the last taking back that came before it: an earlier date is void (Discharge Ready Date).
    """
    found: list[Ready | Voided] = []
    last: Said[Moment] | None = None
    for one in spell.voided:
        over = Said(one.at, one.by, Rule.NOT_READY)
        if one.since is not None:
            found.append(_after(last, one.since, over, one.told))
        else:
            found.append(one)
        if one.since is not None or _while_in_bed(spell, one.at):
            last = over
    ready = _held(spell.ready)
    if ready is not None:
        found.append(_after(last, ready, None, spell.ready_told))
    return found


def periods(spell: SpellState) -> Sequence[Ready]:
    """Return every time of being ready, in the order in which they were told."""
    return [one for one in told(spell) if isinstance(one, Ready)]


def _after(
    last: Said[Moment] | None, stated: Said[Moment], voided: Said[Moment] | None, tellings: tuple[Telling, ...]
) -> Ready:
    if last is not None and compare(stated.value, last.value) < 0:
        return Ready(last.value, stated, voided, last.by, tellings)
    return Ready(stated.value, stated, voided, None, tellings)


def final(spell: SpellState) -> Ready | None:
    """Return the time of being ready that lasted until the person left, or lasts now; none when they were not ready.

    What is dated after the person left, a beginning or a taking back, changes nothing (Discharge Ready Date: the final
    period before discharge).
    """
    left = None if spell.leaving is None else spell.leaving.discharged.value
    for one in reversed(periods(spell)):
        if left is not None and compare(one.since, left) > 0:
            continue
        over = one.voided is not None and (left is None or compare(one.voided.value, left) <= 0)
        return None if over else one
    return None


def discharge_ready_date(spell: SpellState) -> date | None:
    """Return the discharge ready date of a stay that has ended, or what it would be if the person left now.

    Source: Discharge Ready Date (NHS England).
    """
    if spell.voided:
        found = final(spell)
        return None if found is None else day_of(found.since.at)
    # Asked after every batch of everybody, of nearly all of whom nothing was taken back: no periods are made.
    since, left = None if spell.ready is None else spell.ready.value, spell.leaving
    if since is None or (left is not None and compare(since, left.discharged.value) > 0):
        return None
    return day_of(since.at)


def readiness_findings(spell: SpellState) -> Iterator[Against]:
    """Give readiness dated before it was taken back or the admission, or, as its taking back may be, after leaving.

    Also what another organisation says of it than the one whose word counts.
    """
    left = None if spell.leaving is None else spell.leaving.discharged
    came = spell.admitted
    for one in periods(spell):
        for other in apart(one.told, one.stated):
            yield Against(Rule.READY_TOLD_APART, other.since.by, one.stated.by)
        if one.void is not None:
            yield Against(Rule.READY_BEFORE_VOIDED, one.stated.by, one.void)
        if came is not None and compare(one.stated.value, came.value) < 0:
            yield Against(Rule.READY_BEFORE_ADMISSION, one.stated.by, came.by)
        if left is not None and compare(one.since, left.value) > 0:
            yield Against(Rule.READY_AFTER_LEAVING, one.stated.by, left.by)
        elif left is not None and one.voided is not None and compare(one.voided.value, left.value) > 0:
            yield Against(Rule.VOIDED_AFTER_LEAVING, one.voided.by, left.by)
