"""The joint state as it was on a day, by everything that is known: facts that begin later are not true yet.

Two questions, two days (decision record 2).  *Known at* says which events are known.  *On* says how what they tell is
looked at: it never leaves out an event, because a correction, a cancel or a death that is told later is about the days
before.  `whole` is the fold of everything known, `then` the fold of the steps that had happened by the day, with
cancels paired over everything known.  Without a history both are the same state, and only what has a day of its own is
cut.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from hub.domain.days import end_of
from hub.domain.deaths import Deaths, StatedDeath
from hub.domain.joint_state import JointState, death_at_end
from hub.domain.line_spans import Span, naming
from hub.domain.lines import LineState
from hub.domain.money_on_a_day import money_on_a_day
from hub.domain.spells import ALIVE, SpellState
from hub.domain.stay_on_a_day import stay_on_a_day

replace = msgspec.structs.replace


def on_a_day(whole: JointState, then: JointState, on: date) -> JointState:
    """Return the state as it was at the end of a Europe/London day.

    Homes, practices, moves and appeals are kept whole: they hold since when each was in force.
    """
    until = end_of(on)
    if then is whole and not ahead_of(whole, until):
        return whole
    lines = tuple(_lines(whole.lines, then.lines, on))
    to_come = {line.line_id for line in whole.lines} - {line.line_id for line in lines}
    return replace(
        then,
        spells=_spells(whole, then, until),
        homes=whole.homes,
        practices=whole.practices,
        lines=lines,
        deaths=_deaths(whole, until),
        money=money_on_a_day(whole.money, then.money, on, to_come),
        moves=whole.moves,
        appeals=whole.appeals,
    )


def ahead_of(state: JointState, until: int) -> list[int]:
    """Return the moments after `until` at which something of the state becomes true."""
    found: list[int] = []
    for spell in state.spells:
        # Asked after every batch of everybody, of nearly all of whom nothing lies ahead: looked at one by one.
        if spell.admitted is not None and spell.admitted.value.at > until:
            found.append(spell.admitted.value.at)
        if spell.ready is not None and spell.ready.value is not None and spell.ready.value.at > until:
            found.append(spell.ready.value.at)
        for one in spell.voided:
            found += [at for at in (one.at.at, one.since.value.at if one.since else until) if at > until]
        if spell.dead is not None and spell.dead.value.at > until:
            found.append(spell.dead.value.at)
        for left in spell.leavings:
            if (left.now.value if left.now else left.at).at > until:
                found += [at for at in (left.discharged.value.at, death_at_end(left).value.at) if at > until]
    if state.deaths:
        found.extend(death.at.at for death in state.deaths if death.at.at > until)
    return found


def _spells(whole: JointState, then: JointState, until: int) -> tuple[SpellState, ...]:
    """Give the stays at their places; one that had not begun is a plan, and at the end it is left out."""
    found: list[SpellState] = []
    kept = 0
    for place, spell in enumerate(whole.spells):
        earlier = then.spells[place] if place < len(then.spells) else None
        shown = stay_on_a_day(spell, earlier, until)
        found.append(shown or SpellState(spell.trust, spell.number, planned=True))
        kept = kept if shown is None else place + 1
    return tuple(found[:kept])


def _deaths(whole: JointState, until: int) -> Deaths:
    """Give the deaths by then; one at the end of a stay that is left later is a death of its own."""
    found = [death for death in whole.deaths if death.at.at <= until]
    for spell in whole.spells:
        left = spell.leaving if spell.cancelled is None else None
        if left is None or left.death == ALIVE or left.discharged.value.at <= until:
            continue
        said = death_at_end(left)
        if said.value.at <= until:
            found.append(StatedDeath(None, left.death, said.value, said.by, 0))
    return tuple(found)


def _lines(whole: tuple[LineState, ...], then: tuple[LineState, ...], on: date) -> Iterator[LineState]:
    """Give the lines that ran by the day, with what had been planned of them by then; visits as told by then."""
    for place, line in enumerate(whole):
        earlier = then[place] if place < len(then) else None
        planned = earlier.spans if earlier is not None else ()
        ran = tuple([_so_far(span, planned, on) for span in line.spans if span.first <= on])
        ahead = tuple([span for span in planned if span.first > on])
        if earlier is not None and earlier.service != line.service:
            ran, ahead = naming(ran, line.service), naming(ahead, earlier.service)
        spans = (*ran, *ahead)
        service = line.service_of(spans[-1]) if spans else line.service
        if earlier is not None:
            yield replace(earlier, service=service, origin=line.origin, spans=spans)
        elif spans:
            yield LineState(line.provider, line.line_id, service, line.origin, spans)


def _so_far(span: Span, planned: tuple[Span, ...], on: date) -> Span:
    """Return a span that began by the day; an end after it is the one that was planned by then, or none."""
    if span.last is None or span.last <= on:
        return span
    return replace(span, last=next((one.last for one in planned if one.first == span.first), None))
