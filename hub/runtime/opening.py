"""Records and cards opened for readers: what one of them cannot give never takes others from a list or a page.

A row of the history whose end cannot be read is shown as far as its clear part goes, and a sealed part that does not
open as one that cannot be read.  Both are said in the log, by place and id alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import structlog

from hub.codec.events import EventCodec
from hub.errors import Rejected
from hub.events.envelope import Event
from hub.events.values import Erased
from hub.people.vault import Closed, Opened, Vault
from hub.ports.store import HistoryRow

_log = structlog.get_logger()


def whole(codec: EventCodec, row: HistoryRow) -> Event:
    """Decode a row, or its clear part where what stands behind cannot be read; raises `Rejected` when neither can."""
    try:
        return codec.decode(row.value)
    except Rejected as reason:
        event = codec.decode_clear(row.value)
        _log.warning("record_cut", topic=row.topic, position=row.position, rule=reason.rule)
        return event


class Opening(NamedTuple):
    """What opens rows and cards for readers."""

    codec: EventCodec
    vault: Vault

    def whole(self, row: HistoryRow) -> Event:
        """Decode a row as far as it can be read."""
        return whole(self.codec, row)

    async def cards(self, events: Sequence[Event]) -> list[Opened | Erased | Closed]:
        """Open in the order asked, in one question; an event that was cut behind its clear part does not open."""
        opened = await self.vault.open_each(events)
        cards = [
            Closed() if event.sealed is None and event.carries_card else card
            for event, card in zip(events, opened, strict=True)
        ]
        for event, card in zip(events, cards, strict=True):
            if isinstance(card, Closed):
                _log.warning("card_not_opened", type=event.type, event_id=event.event_id.hex())
        return cards
