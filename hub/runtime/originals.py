"""The messages of a feed as they came: the first event of each in the log, on which its original lies sealed."""

from collections.abc import AsyncIterator, Iterable
from typing import Final, NamedTuple

from hub.codec.events import EventCodec
from hub.errors import Rejected
from hub.events.catalogue import PEOPLE_TOPICS
from hub.events.envelope import Event
from hub.ports.log import BEGINNING, Log, Partition, Record
from hub.runtime.catching_up import until_end
from hub.runtime.readings import Left, Lost

_FEED: Final = "ce_source"


class Asked(NamedTuple):
    """Whose messages are asked for: a feed's, received from one moment on and before another (milliseconds)."""

    feed: str
    since: int | None = None
    before: int | None = None


class Original(NamedTuple):
    """The first event of a message, whole, and where it is in the log."""

    event: Event
    topic: str
    position: int


class Originals(NamedTuple):
    """Reads them; `limit` records of the log at a time."""

    log: Log
    codec: EventCodec
    limit: int = 5000

    async def of(self, asked: Asked, lane: int) -> AsyncIterator[list[Original | Lost]]:
        """Give the originals of one lane, some at a time, topic by topic in the order of the log.

        What was passed on to another record is left out: it is its own record's.  What cannot be read and may be an
        original is given as `Lost`.
        """
        for topic in PEOPLE_TOPICS:
            async for records in until_end(self.log, Partition(topic, lane), BEGINNING, self.limit):
                if found := list(self._among(records, asked)):
                    yield found

    def _among(self, records: Iterable[Record], asked: Asked) -> Iterable[Original | Lost]:
        feed = asked.feed.encode()
        for record in records:
            # The header tells other feeds apart without reading the event.
            if dict(record.headers).get(_FEED, feed) != feed:
                continue
            try:
                event = self.codec.decode(record.value, record.partition.topic)
            except Rejected:
                if self._may_be_asked_for(record, asked):
                    yield Lost(Left.NOT_READ, *record.partition, record.position)
                continue
            if event.subject_ref == record.key and _is_asked_for(event, asked):
                yield Original(event, record.partition.topic, record.position)

    def _may_be_asked_for(self, record: Record, asked: Asked) -> bool:
        """Whether what cannot be read whole may be asked for, as far as its clear part still says."""
        try:
            event = self.codec.decode_clear(record.value, record.partition.topic)
        except Rejected:
            return True
        return event.subject_ref == record.key and _is_between(event, asked)


def _is_asked_for(event: Event, asked: Asked) -> bool:
    told, sealed = event.provenance, event.sealed
    if told is None or sealed is None or told.feed != asked.feed or not sealed.original:
        return False
    return _is_between(event, asked)


def _is_between(event: Event, asked: Asked) -> bool:
    return (asked.since is None or asked.since <= event.received_at) and (
        asked.before is None or event.received_at < asked.before
    )
