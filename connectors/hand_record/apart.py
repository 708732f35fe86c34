"""Things that two organisations call by one number: each of them is a thing of its own, told apart by whose it is."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from connectors.hand_record.profile import ThingKind
from hub.events.envelope import Event
from hub.ports.recording import Thing

_ID_LENGTH: Final = 12
_UNSAID: Final = "charged_by"
"""Who takes a charge back need not say whose it is."""


def told_apart(ref: str, its: Sequence[Event], kind: ThingKind) -> Iterator[tuple[str, Sequence[Event]]]:
    """Give what was told under one reference (the newest first) by whose it is, each under a reference of its own.

    Where one organisation uses the number, or none is named, the number alone is the reference.  Where there are more
    it goes on with the id of the event that told of the thing first: that names nobody, whose council may be hidden.
    """
    whose: dict[Any, list[Event]] = {}
    for event in its:
        whose.setdefault(None if kind.apart is None else getattr(event.body, kind.apart), []).append(event)
    if len(whose.keys() - {None}) > 1:
        yield from ((f"{ref}/{own[-1].event_id.hex()[:_ID_LENGTH]}", own) for own in whose.values())
    else:
        yield ref, its


def whose_it_is(its: Sequence[Event], kind: ThingKind) -> dict[str, Any]:
    """Give by field who says that a thing is theirs, where a kind is told apart by it."""
    said = [] if kind.apart is None else [getattr(event.body, kind.apart) for event in its]
    return {kind.apart: next((one for one in said if one is not None), None)} if kind.apart else {}


def ref_in(event: Event, things: Sequence[Thing]) -> str | None:
    """Give the reference of the thing that an event names; none where it names none, or leaves open which."""
    found = [thing.ref for thing in things if _names(event.body, thing, frozenset())]
    found = found[:1] or [thing.ref for thing in things if _names(event.body, thing, frozenset({_UNSAID}))]
    return found[0] if len(found) == 1 else None


def _names(body: object, thing: Thing, may_be_unsaid: frozenset[str]) -> bool:
    said = {name: getattr(body, name, None) for name in thing.values}
    left_out = {name for name in may_be_unsaid if said.get(name) is None}
    return all(said[name] == value for name, value in thing.values.items() if name not in left_out)
