"""The canonical order of a person's events: the same for every order of arrival.

The key is `(occurred_at, rank of type, recorded_at, event_id)`.  Occurrence comes first because real feeds
deliver a discharge before the transfer that preceded it, and a cancel recorded before what it cancels.
"""

import struct
from collections.abc import Iterable, Sequence
from operator import lt
from typing import Final

from hub.domain.pairing import CLOCKS_APART, aliases, pairs, spell_of
from hub.domain.replacing import REPLACES, standing
from hub.domain.steps import Step
from hub.events.catalogue import BY_TYPE, PEOPLE_TOPICS
from hub.events.discharge import Spell
from hub.events.envelope import Event

_KEY = struct.Struct(">QBQ")
_SHIFT: Final = 1 << 63
"""Moves signed milliseconds to unsigned ones, so that times before 1970 sort as bytes too."""

ALWAYS_SETTLED: Final = -_SHIFT
"""What `settled_after` gives when no cancel can reach a later event; also before the first fold."""

NEVER_SETTLED: Final = _SHIFT - 1
"""What `settled_after` gives when every further event needs the whole history."""

_NO_STEPS: Final = REPLACES | {"PersonMerged", "PersonUnmerged", "IdentifierChanged", "SpellMoved", "MessageKept"}

STEP_TYPES: Final = frozenset(
    name for name, entry in BY_TYPE.items() if entry.topic in PEOPLE_TOPICS and name not in _NO_STEPS
)
"""Event types that are steps of a fold; links between people, messages without meaning and corrections are not."""

RANKS: Final = {name: entry.rank for name, entry in BY_TYPE.items()}
_REFOLDS: Final = REPLACES | {name for name, entry in BY_TYPE.items() if entry.cancels} | {"SpellMerged"}


def order_key(event: Event) -> bytes:
    """Return the place of an event in canonical order as 33 bytes that sort."""
    return _KEY.pack(event.occurred_at + _SHIFT, RANKS[event.type], event.recorded_at + _SHIFT) + event.event_id


def occurred_at(key: bytes) -> int:
    """Return when an event happened, of its `order_key`."""
    at: int = _KEY.unpack_from(key)[0] - _SHIFT
    return at


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return the events that are steps and were not replaced, once each and in canonical order.

    Of repeats of an `event_id` the one that the hub took in first stays.
    """
    seen: dict[bytes, Event] = {}
    kept = (event for event in standing(list(events)) if event.type in STEP_TYPES)
    for event in sorted(kept, key=lambda event: (order_key(event), event.received_at)):
        seen.setdefault(event.event_id, event)
    return list(seen.values())


def steps(events: Iterable[Event]) -> tuple[Step, ...]:
    """Return a person's steps: deduplicated, in canonical order, cancels paired over the whole set.

    A pure function of the set of events: order and repeats of the input change nothing.
    """
    ordered = in_order(events)
    now = aliases(ordered)
    strikes, struck, repeats, outlasts = pairs(ordered, now)
    return tuple(
        Step(
            event,
            ordinal,
            struck.get(ordinal),
            strikes.get(ordinal),
            _spell(event, now),
            ordinal in repeats,
            ordinal in outlasts,
        )
        for ordinal, event in enumerate(ordered)
    )


def _spell(event: Event, now: dict[Spell, Spell]) -> Spell | None:
    spell = spell_of(event) if now else None
    return None if spell is None else now.get(spell)


def settled_after(done: Sequence[Step]) -> int:
    """Return the moment after which an event in order may be folded in place (milliseconds).

    A cancel that has not met a target of its own time reaches every target of its spell that occurred no later
    than `CLOCKS_APART` after the cancel was recorded; so a fold must look at the whole history until then.  Exact pairs
    and repeats of them are final: a target of the same time sorts before its cancel and is never in order.  But for
    discharges: what was written before the cancel may be another version (`hub.domain.sent_again`), so they are
    settled after the moment at which cancel and target were written.  Merged spell numbers reach everything.
    """
    settled = ALWAYS_SETTLED
    for step in done:
        event = step.event
        if event.type == "SpellMerged":
            return NEVER_SETTLED
        if BY_TYPE[event.type].cancels and not _is_final(step, done):
            settled = max(settled, event.recorded_at + CLOCKS_APART)
        if event.type == "DischargeCancelled" and step.strikes is not None:
            settled = max(settled, event.recorded_at, done[step.strikes].event.recorded_at)
    return min(settled, NEVER_SETTLED)


def _is_final(cancel: Step, done: Sequence[Step]) -> bool:
    if cancel.strikes is None:
        return cancel.repeats
    return done[cancel.strikes].event.occurred_at == cancel.event.occurred_at


def is_in_order(last_key: bytes, event: Event) -> bool:
    """Say whether an event follows the last one folded and takes nothing back.

    `last_key` is empty before the first event.
    """
    return event.type not in _REFOLDS and order_key(event) > last_key


def fold_in_place_is_safe(last_key: bytes, settled: int, event: Event) -> bool:
    """Say whether folding this event on top of the state gives what folding the whole set would give.

    `last_key` is the key of the last step folded (empty before the first), `settled` is `settled_after` of the
    steps of the last whole fold (`ALWAYS_SETTLED` when there was none); folding in place does not change it.
    """
    return follow_safely(last_key, settled, [event], [order_key(event)])


def follow_safely(last_key: bytes, settled: int, events: Sequence[Event], keys: Sequence[bytes]) -> bool:
    """Say whether `fold_in_place_is_safe` of each of some events in turn, given the `order_key` of each.

    Events that follow each other do so in time as well: all of them are settled when the first is.  One that is dated
    ahead may have been written before a cancel that lies before it, so where there was one it is never settled.
    """
    return (
        events[0].occurred_at > settled
        and (settled == ALWAYS_SETTLED or all(event.recorded_at >= event.occurred_at for event in events))
        and all(map(lt, (last_key, *keys), keys))
        and _REFOLDS.isdisjoint([event.type for event in events])
    )
