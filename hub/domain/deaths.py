"""Deaths that records state, and that their own sources take back.

Every message of a hospital is a snapshot and says of the living that they live (PID-30 N), so a statement of life is
kept only where it takes a death back.  It takes back what the same source stated (`hub.events.values.Source`) earlier
in canonical order: another hospital may not know yet.  What was written down before the death was is older knowledge
and takes nothing back, whatever time it claims.  A death that the source states again counts again.

Source: HL7 v2 chapter 3 (PID-29, PID-30); ITK HL7 v2 Message Specifications v1.0.15.
"""

from collections.abc import Iterator, Sequence

import msgspec

from hub.domain.days import day_of, start_of
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.spells import CONFIRMED, SUSPECTED
from hub.domain.steps import Step, stated_in
from hub.events.identity import DeathRecorded
from hub.events.values import Moment, Precision, Source, Zone

replace = msgspec.structs.replace


class StatedDeath(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """That one source says that the person died: how sure (SUSPECTED, CONFIRMED), when, and by which event.

    `assumed` says that no time was given: then it is the day of the message, never its minute.
    `recorded` is when the source last wrote it down (milliseconds).  `taken_back` is the ordinal of the statement
    that the person lives, none while the death stands.  Events of version 1 name no source; theirs is never taken back.
    """

    source: Source | None
    sure: int
    at: Moment
    by: int
    recorded: int
    taken_back: int | None = None
    assumed: bool = False


Deaths = tuple[StatedDeath, ...]
"""At most one for each source."""


def day_told(step: Step) -> Moment:
    """Return when somebody died of whom a message says so without a time: assumed to be the day of that message."""
    return Moment(start_of(day_of(step.event.occurred_at)), int(Precision.DAY), int(Zone.ASSUMED))


def deaths_after(known: Deaths, step: Step) -> Deaths:
    """Return the deaths after one event: a record of a death, or a statement that the person lives; else the same."""
    body, written = step.event.body, step.event.recorded_at
    if isinstance(body, DeathRecorded):
        sure, at = CONFIRMED if body.confirmed else SUSPECTED, body.died_at or day_told(step)
        told = StatedDeath(body.source, sure, at, step.ordinal, written, assumed=body.died_at is None)
        return _with_death(known, told)
    stated = stated_in(step.event) if known else None
    if stated is None or not stated.alive:
        return known
    return _without_death(known, stated.source, step.ordinal, written)


def _with_death(known: Deaths, new: StatedDeath) -> Deaths:
    """Add one: the first of a source stands until a surer one, one with a time, or one after it was taken back."""
    place = _place(known, new.source)
    if place is None:
        return (*known, new)
    old = known[place]
    if old.taken_back is None:
        first = new if (new.sure, not new.assumed) > (old.sure, not old.assumed) else old
        new = replace(first, recorded=max(old.recorded, new.recorded))
    return (*known[:place], new, *known[place + 1 :])


def _without_death(known: Deaths, source: Source, by: int, recorded: int) -> Deaths:
    """Take back what a source stated before, unless it wrote so after it wrote that the person lives."""
    place = _place(known, source)
    if place is None or known[place].taken_back is not None or recorded < known[place].recorded:
        return known
    return (*known[:place], replace(known[place], taken_back=by), *known[place + 1 :])


def _place(known: Sequence[StatedDeath], source: Source | None) -> int | None:
    return next((place for place, death in enumerate(known) if death.source == source), None)


def standing(known: Deaths, sureness: int) -> Iterator[Said[Moment]]:
    """Give the deaths that stand and are at least so sure, each with the event that said so."""
    for death in known:
        if death.taken_back is None and death.sure >= sureness:
            rule = Rule.DEATH_CONFIRMED if death.sure == CONFIRMED else Rule.DEATH_SUSPECTED
            yield Said(death.at, death.by, rule)


def taken_back(known: Deaths) -> Iterator[Said[Moment]]:
    """Give the deaths that were taken back, each with the statement that did so."""
    for death in known:
        if death.taken_back is not None:
            yield Said(death.at, death.taken_back, Rule.DEATH_TAKEN_BACK)
