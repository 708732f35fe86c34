"""A record of the log that could not be read: read again where it lies, and appended once more when it can be now.

Nothing in a log is ever moved.  The same bytes go to the end of the partition of their key, which is
the same one unless they were written to the wrong one, under headers that say where
they come from and why; whoever folded the event already knows its id and drops it.  What the hub derived itself is
not appended again.
"""

from typing import Any, Final

from hub.composition import Core
from hub.errors import Defect, NotFound, Rejected
from hub.events.catalogue import DAY, FACT
from hub.ports.log import FOR_GROUP, Draft, Partition, Record
from hub.ports.store import Parked
from hub.redriving.foreseeing import foreseen
from hub.runtime.misfiled import KEY_IS_ANOTHER, Misfiled
from hub.runtime.taking import NO_SUBJECT, SUBJECT_BYTES

DERIVED: Final = Rejected(
    "topic",
    "derived_record",
    "the hub derived this, and behind what it derived since, it would put old figures over newer ones: "
    "`hub rebuild --processor dashboards` counts it at its own place",
)
ORIGIN: Final = ("hub_origin_topic", "hub_origin_partition", "hub_origin_position", "hub_cause")


async def redrive(core: Core, row: Parked, group: str | None) -> dict[str, Any]:
    """Append the record again when it can be read now.  Raises `NotFound` when the log holds it no longer."""
    record = await _lying(core, row)
    refused = await _refusal(core, record)
    if refused is not None:
        return _told(row, refused)
    topic, lane = record.partition
    number = lane if topic == DAY else None
    await core.log.append([Draft(topic, record.key, record.value, _headers(record, row, group), number)])
    if group is None:  # others may still need what one group alone has been given
        await core.quarantine.mark(row.id, "redriven")
    event_id = core.codec.decode_clear(record.value, topic).event_id
    return _told(row, None) | {"events": [event_id.hex()]}


async def preview(core: Core, row: Parked) -> dict[str, Any]:
    """Say what the record would change, or why it is still refused."""
    record = await _lying(core, row)
    refused = await _refusal(core, record)
    if refused is not None:
        return _told(row, refused) | {"changes": []}
    change = await foreseen(core, core.codec.decode_clear(record.value, record.partition.topic), record.key)
    return _told(row, None) | {"changes": [change] if change else []}


async def _lying(core: Core, row: Parked) -> Record:
    """Give the record at the place that a parked row names."""
    gone = NotFound("the log holds this record no longer")
    if row.topic is None or row.lane is None or row.position is None:
        raise NotFound("nothing was kept of this message that could be taken again")
    partition = Partition(row.topic, row.lane)
    if await core.log.end(partition) < row.position:
        raise gone
    try:
        async for records in core.log.read(partition, row.position - 1, limit=1):
            if records[0].position == row.position:
                return records[0]
            break
    except Defect:  # the topic was cut before this position, or ends before it
        raise gone from None
    raise gone


async def _refusal(core: Core, record: Record) -> Rejected | None:
    """Give why a record still cannot be taken, or none.

    Derived ones never are: whoever reads them takes the newest record of a key for what is true.
    """
    if record.partition.topic == FACT:
        return DERIVED
    if len(record.key) != SUBJECT_BYTES:
        return NO_SUBJECT
    try:
        event = core.codec.decode_storable(record.value, record.partition.topic)
    except Rejected as still:
        return still
    if record.partition.topic == DAY:
        return None
    misfiled = Misfiled(core.store, core.codec)
    known = await misfiled.known(record.key)
    return KEY_IS_ANOTHER if await misfiled.is_misfiled(event, record, known) else None


def _headers(record: Record, row: Parked, group: str | None) -> tuple[tuple[str, bytes], ...]:
    """Give what the record had, where it lay and why it was parked; last for whom it is, when for one group alone."""
    own = [header for header in record.headers if header[0] not in {*ORIGIN, FOR_GROUP}]
    place = [str(part).encode() for part in (row.topic, row.lane, row.position, row.rule)]
    only = [] if group is None else [(FOR_GROUP, group.encode())]
    return (*own, *zip(ORIGIN, place, strict=True), *only)


def _told(row: Parked, refused: Rejected | None) -> dict[str, Any]:
    said = [] if refused is None else [{"path": refused.path, "rule": refused.rule, "words": refused.words}]
    place = {"topic": row.topic, "partition": row.lane, "position": row.position}
    return {"id": row.id, "outcome": "rejected" if refused else "accepted", "record": place, "findings": said}
