"""Rows of care providers that wait for their person: kept, folded, and on nobody's page until somebody names them."""

from collections import Counter
from collections.abc import Mapping

from hub.codec.events import EventCodec
from hub.events.catalogue import CARE_RECORD
from hub.ports.store import Store


async def waiting_rows(store: Store, codec: EventCodec, processor: str) -> Mapping[str, int]:
    """Give how many rows of each feed wait now; `processor` is the group's first, whose rows say who was named.

    Decodes those rows alone: their feed stands behind the part that is decoded otherwise.  Raises `Unavailable`.
    """
    events = [codec.decode(row.value) for row in await store.nameless(processor, CARE_RECORD)]
    return Counter(event.provenance.feed for event in events if event.provenance)
