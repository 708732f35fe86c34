"""Invented rows for tests of the store: people by number, events by moment."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any

from hub.domain.lanes import lane_of
from hub.ports.listing import Listing
from hub.ports.log import Partition
from hub.ports.store import Batch, Claim, HistoryRow, Move, OutboxRow, Parked, StateRow, Store

LANE = Partition("hub.discharge.v1", 2)
LANES = 8
GROUP = "care"
TODAY = date(2026, 11, 23)


def person(number: int, lane: int = LANE.number) -> bytes:
    """Give the reference of an invented person: one that belongs to a lane, as every reference does."""
    named = (sha256(b"person %d %d" % (number, attempt)).digest()[:16] for attempt in count())
    return next(reference for reference in named if lane_of(reference, LANES) == lane)


def event(number: int, moment: int, *, received_at: int | None = None, name: str = "") -> HistoryRow:
    """Give an event of a person: `moment` decides its place in canonical order."""
    event_id = sha256(f"{number} {moment} {name}".encode()).digest()[:16]
    return HistoryRow(
        person(number),
        moment.to_bytes(8, "big") + event_id,
        event_id,
        "SpellDischarged",
        moment if received_at is None else received_at,
        LANE.topic,
        moment,
        b"\x00event of " + event_id,
    )


def state(number: int, processor: str = "joint", value: bytes = b"\x00state", **more: Any) -> StateRow:
    """Give a state of a person."""
    return StateRow(processor, person(number), value, **more)


def listed(number: int, status: str = "open", day: date | None = None, **more: Any) -> StateRow:
    """Give a state of somebody on the board."""
    return state(number, listing=Listing(status, last_covered_day=day, **more))


def parked(number: int, at: int = 0, feed: str = "RYA-PAS", **more: Any) -> Parked:
    """Give a parked message."""
    return Parked(f"parked-{number}", feed, at, "PID-7", "not_a_date", "This is not a date.", b"\x01sealed", **more)


def waiting(number: int) -> OutboxRow:
    """Give something that waits to be appended."""
    return OutboxRow(b"outbox %09d" % number, "hub.joint-fact.v1", person(number), b"\x00fact %d" % number)


def moved(claim: Claim, upto: int) -> Claim:
    """Give a claim as it is once a batch of its own has moved the partition."""
    return Claim(upto, claim.epoch)


def batch(claim: Claim, upto: int, *states: StateRow, **more: Any) -> Batch:
    """Give a batch for `LANE`; `history`, `outbox`, `parked`, `withdrawn`, `group` and `partition` by name.

    `also` are moves of further partitions.
    """
    empty: Sequence[Any] = ()
    moves = (Move(more.pop("partition", LANE), claim, upto), *more.pop("also", ()))
    named = {"group": GROUP, "history": empty, "outbox": empty, "parked": empty, **more}
    return Batch(moves=moves, states=states, **named)


async def waits(store: Store) -> list[OutboxRow]:
    """Give what waits in the outbox of the tests' lane."""
    return [row for _, row in await store.outbox(LANE.number, 10)]
