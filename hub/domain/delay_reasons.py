"""Why somebody who is ready has not left: several reasons at once, each with who says it, from when and until when.

A reason holds from when it is said until the same organisation ends it, its expected day has passed, readiness is
voided, or the person leaves.  Rule of this product (docs/design/joint-state.md, 2).
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from hub.domain.days import day_of
from hub.domain.delay_codes import CHANGED
from hub.domain.delay_labels import national
from hub.domain.delay_state import Delay
from hub.domain.finding import Against
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.spells import SpellState, compare
from hub.domain.statements import noted
from hub.domain.steps import Step, moment_of
from hub.events.discharge import DelayReasonEnded, DelayReasonRecorded
from hub.events.values import Code, Moment

replace = msgspec.structs.replace


def record(spell: SpellState, step: Step, body: DelayReasonRecorded) -> SpellState:
    """Keep a reason; one that its organisation repeats while it holds goes on, with the newest expected day."""
    at, by, reason = moment_of(step), step.ordinal, body.reason
    new = Delay(reason.code, by, body.until, at, body.said_by, reason.display)
    place = _held(spell.delays, reason, body.said_by, day_of(at.at))
    if place is None:
        return replace(spell, delays=(*spell.delays, new))
    again = replace(new, since=spell.delays[place].since)
    return replace(spell, delays=(*spell.delays[:place], again, *spell.delays[place + 1 :]))


def end(spell: SpellState, step: Step, body: DelayReasonEnded) -> SpellState:
    """End the reason that the same organisation gave; where it gave none that holds, a finding tells."""
    at, by = moment_of(step), step.ordinal
    place = _held(spell.delays, body.reason, body.said_by, day_of(at.at))
    if place is None:
        return noted(spell, Rule.UNKNOWN_DELAY_ENDED, by)
    over = replace(spell.delays[place], ended=Said(at, by, Rule.DELAY_ENDED))
    return replace(spell, delays=(*spell.delays[:place], over, *spell.delays[place + 1 :]))


def ended_by_void(delays: tuple[Delay, ...], at: Said[Moment]) -> tuple[Delay, ...]:
    """Return the reasons with those that hold ended, because the person is no longer ready."""
    day = day_of(at.value.at)
    return tuple(replace(one, ended=at) if _goes_on(one, day) else one for one in delays)


def _goes_on(one: Delay, day: date) -> bool:
    return one.ended is None and (one.until is None or one.until >= day)


def _held(delays: tuple[Delay, ...], reason: Code, said_by: str | None, day: date) -> int | None:
    """Return the place of a reason that an organisation gave and that goes on; a label and its code are one reason."""
    meant = national(reason.code, reason.display)
    for place, one in enumerate(delays):
        same = one.code == reason.code or (meant is not None and national(one.code, one.label) is meant)
        if same and one.said_by == said_by and _goes_on(one, day):
            return place
    return None


def stated_last(spell: SpellState) -> list[Delay]:
    """Return the reasons that nobody has ended, the last statement of each code, in the order of statements."""
    going_on = sorted((one for one in spell.delays if one.ended is None), key=lambda one: one.by)
    return sorted({one.code: one for one in going_on}.values(), key=lambda one: one.by)


def holds_on(one: Delay, day: date) -> bool:
    """Say whether a reason holds at the end of a day on which the person waits."""
    begun = day_of(one.since.at) <= day
    return begun and (one.ended is None or day_of(one.ended.value.at) > day) and (one.until is None or one.until >= day)


def over(spell: SpellState, one: Delay) -> Said[Moment] | Said[date] | None:
    """Return when a reason ends, and by which event and rule; none while no end is known.  What comes first counts."""
    left = None if spell.leaving is None else spell.leaving.discharged
    ends: list[Said[Moment]] = [end for end in (one.ended, left) if end is not None]
    first = min(ends, key=lambda end: end.value.at, default=None)
    if one.until is not None and (first is None or one.until < day_of(first.value.at)):
        return Said(one.until, one.by, Rule.DELAY_EXPECTED_UNTIL)
    return first


def delay_findings(spell: SpellState) -> Iterator[Against]:
    """Give reasons on no national list, or on that of other days; that end before they begin; early or late ones."""
    came = spell.admitted
    left = None if spell.leaving is None else spell.leaving.discharged
    for one in spell.delays:
        said_on = day_of(one.since.at)
        known = national(one.code, one.label)
        if known is None:
            yield Against(Rule.UNKNOWN_DELAY_REASON, one.by)
        elif not known.in_force(said_on):
            rule = Rule.RETIRED_DELAY_REASON if said_on >= CHANGED else Rule.DELAY_REASON_TOO_EARLY
            yield Against(rule, one.by)
        if one.until is not None and one.until < said_on:
            yield Against(Rule.DELAY_UNTIL_BEFORE_SAID, one.by)
        if came is not None and compare(one.since, came.value) < 0:
            yield Against(Rule.DELAY_BEFORE_ADMISSION, one.by, came.by)
        if left is not None and compare(one.since, left.value) > 0:
            yield Against(Rule.DELAY_AFTER_LEAVING, one.by, left.by)
