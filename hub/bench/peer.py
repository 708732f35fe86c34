"""The peer fold: a small state per person that any stream processor can keep, for comparing engines.

Status, times, last covered day, reviews on which the person waited, hours between ready and discharged, and a count.
It reads one topic (`hub.bench.stays`).  `tests/peers` folds the same bytes with other engines, which drop a repeat by
the last eight ids that they keep of each person; every engine has to end in the same `digest`.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from hub.domain.days import day_of
from hub.domain.steps import Step
from hub.events.catalogue import DISCHARGE
from hub.events.discharge import CriteriaToResideAssessed, ReadinessChanged, SpellAdmitted, SpellDischarged
from hub.ports.processor import NOTHING, Outline, Processor

_WINDOW = timedelta(days=41)
_HOUR = 3_600_000


class PeerState(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What the peer fold keeps."""

    status: str = "none"
    admitted_at: int | None = None
    ready_at: int | None = None
    discharged_at: int | None = None
    last_covered_day: date | None = None
    waiting_reviews: int = 0
    """Reviews that found no need of an acute bed, on the day since which the person is ready or later."""
    ready_hours: int = 0
    count: int = 0


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(PeerState)


class Peer(Processor[PeerState]):
    """The peer fold as a processor."""

    name = "peer"
    version = 1
    topics = frozenset({DISCHARGE})

    def initial(self) -> PeerState:
        """Give the empty state."""
        return PeerState()

    def evolve(self, state: PeerState, step: Step) -> PeerState:
        """One step, in canonical order."""
        if step.struck is not None:
            return msgspec.structs.replace(state, count=state.count + 1)
        event = step.event
        changes: dict[str, Any] = {"count": state.count + 1}
        match event.body:
            case SpellAdmitted():
                changes |= {"status": "admitted", "admitted_at": event.occurred_at}
            case ReadinessChanged(ready=ready):
                changes["ready_at"] = event.occurred_at if ready else None
            case SpellDischarged():
                changes |= _discharged(state, event.occurred_at)
            case CriteriaToResideAssessed(met=False):
                changes["waiting_reviews"] = state.waiting_reviews + _waits(state, event.occurred_at)
            case _:
                pass
        return msgspec.structs.replace(state, **changes)

    def outline(self, state: PeerState, today: date) -> Outline:
        """Nobody is told anything, and nobody is listed."""
        del state, today
        return NOTHING

    def view(self, state: PeerState, on: date) -> Mapping[str, Any]:
        """The state as it is."""
        _ = on
        return msgspec.structs.asdict(state)

    def reasons(self, state: PeerState, on: date) -> Mapping[str, tuple[int, str]]:
        """No reasons are kept."""
        _ = state, on
        return {}

    def encode(self, state: PeerState) -> bytes:
        """Canonical bytes."""
        return _encoder.encode(state)

    def decode(self, value: bytes) -> PeerState:
        """Read what `encode` wrote."""
        return _decoder.decode(value)


def _discharged(state: PeerState, at: int) -> dict[str, Any]:
    hours = (at - state.ready_at) // _HOUR if state.ready_at is not None else 0
    return {"status": "discharged", "discharged_at": at, "last_covered_day": day_of(at) + _WINDOW, "ready_hours": hours}


def _waits(state: PeerState, at: int) -> int:
    return int(state.ready_at is not None and day_of(at) >= day_of(state.ready_at))


def digest(states: Iterable[tuple[bytes, PeerState]]) -> str:
    """Give one SHA-256 over everybody's state: a line of fields each, absent ones empty, sorted by subject."""
    lines = sorted(
        "|".join((subject.hex(), *("" if value is None else str(value) for value in msgspec.structs.astuple(state))))
        for subject, state in states
    )
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
