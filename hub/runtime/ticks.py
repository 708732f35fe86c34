"""Time passes by events: one `DayStarted` per lane and day, so that a replay sees the same days.

The lane's day is durable in the store, in the state row of the pseudo-processor `day`.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from hub.codec.events import EventCodec
from hub.domain.days import day_of, runs_ahead, start_of
from hub.errors import Rejected
from hub.events.catalogue import DAY
from hub.events.envelope import Event
from hub.events.time import DayStarted
from hub.events.values import Precision, Zone
from hub.ports.log import Draft, Record
from hub.ports.store import LaneStore, OutboxRow, Parked, StateRow
from hub.runtime.apply import Group
from hub.runtime.provenance import own_provenance
from hub.runtime.publishing import news, outbox_rows
from hub.runtime.rows import Packed, pack, state_in, unpack
from hub.runtime.taking import ANOTHER_LANE, parked_of, take

DAY_PROCESSOR = "day"
NO_DAY = date.min
_NOT_YET = Rejected("body.day", "day_not_begun", "the day lies more than one day after the record was appended")


def lane_subject(lane: int) -> bytes:
    """Give the pseudo-person under which a lane keeps its own day."""
    return b"lane" + lane.to_bytes(12, "big")


def tick_drafts(codec: EventCodec, lanes: Iterable[int], now: int, last: date | None) -> list[Draft]:
    """Make the ticks of some lanes from the day after `last` up to the day of `now`, at most one year of them."""
    today = day_of(now)
    first = today if last is None or last < today - timedelta(days=366) else last + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    return [_draft(codec, lane, day, now) for lane in lanes for day in days]


def _draft(codec: EventCodec, lane: int, day: date, now: int) -> Draft:
    subject = lane_subject(lane)
    event_id = hashlib.sha256(subject + day.isoformat().encode()).digest()[:16]
    at = start_of(day)
    event = Event(
        event_id, subject, "DayStarted", at, at, now, Precision.DAY, Zone.ASSUMED, False, DayStarted(day),
        own_provenance(event_id, "ticks"),
    )  # fmt: skip
    return Draft(DAY, subject, codec.encode(event), number=lane)


def days_begun(codec: EventCodec, records: Iterable[Record], parked: list[Parked]) -> list[date]:
    """Give the days that ticks begin; a tick of a day that had not begun when it was appended is parked.

    A lane's day never goes back, so one tick from the future would keep every later day from its people.
    """
    days = []
    for record in records:
        for event in take(codec, [record], parked).events:
            if not isinstance(event.body, DayStarted):
                continue
            if record.key != lane_subject(record.partition.number):
                parked.append(parked_of(record, ANOTHER_LANE))
            elif runs_ahead(event.body.day, record.appended_at):
                parked.append(parked_of(record, _NOT_YET))
            else:
                days.append(event.body.day)
    return days


def day_believed(day: date, ticks: Iterable[Record], now: int) -> date:
    """Give a lane's day, but for one that an earlier release took from a tick of the future: `NO_DAY` then.

    Neither the log's time nor this worker's clock may have come near it, so that no slow clock turns a day back.
    """
    newest = max(record.appended_at for record in ticks)
    return NO_DAY if runs_ahead(day, max(newest, now)) else day


async def stored_day(store: LaneStore, lane: int) -> date:
    """Give the newest day that a lane has been told of; `NO_DAY` before the first."""
    subject = lane_subject(lane)
    row = (await store.load(lane, [DAY_PROCESSOR], [subject])).get((DAY_PROCESSOR, subject))
    return date.fromisoformat(row.value.decode()) if row else NO_DAY


def day_row(lane: int, day: date) -> StateRow:
    """Make the row that keeps a lane's day."""
    return StateRow(DAY_PROCESSOR, lane_subject(lane), day.isoformat().encode())


def wake(
    codec: EventCodec, group: Group, rows: Sequence[StateRow], day: date
) -> tuple[list[StateRow], list[OutboxRow]]:
    """Compare the facts of people who are due on a day; give their new rows with listings, and what to publish."""
    processors = {processor.name: processor for processor in group.processors}
    states, outbox = [], []
    for row in rows:
        processor, packed = processors[row.processor], unpack(row.value)
        state = state_in(processor, packed, row.subject)
        outline = processor.outline(state, day)
        published, changes = news(row.processor, packed.published, outline.facts)
        outbox += outbox_rows(codec, row.subject, changes, day)
        value = pack(Packed(packed.version, packed.state, published, packed.standing))
        listing = None if row.now is not None else outline.listing
        states.append(msgspec.structs.replace(row, value=value, due_on=outline.wakes_on, listing=listing))
    return states, outbox
