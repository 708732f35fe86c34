"""Who sends while plugs are pulled: what reached the log and what is on the list are the same."""

import asyncio
from collections.abc import Sequence

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.bench.arrivals import IN_ORDER, arrivals
from hub.bench.faults.sender import Sender
from hub.bench.lives import START, events
from hub.codec.events import EventCodec
from hub.ports.log import Appended, Draft

CODEC = EventCodec()
MANY = 100_000
"""More than a test ever sends."""


class SlowLog(MemoryLog):
    """Writes at once and acknowledges only when it is allowed to, as a broker does that is far away."""

    def __init__(self) -> None:
        super().__init__(ManualClock(START), Placement(lanes=1))
        self.wrote, self.allowed = asyncio.Event(), asyncio.Event()
        self.records = 0

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Write, tell that it is written, and wait."""
        written = await super().append(drafts)
        self.records += len(drafts)
        self.wrote.set()
        await self.allowed.wait()
        return written


async def test_a_sender_told_to_stop_lists_what_is_on_its_way() -> None:
    """What was written and not yet acknowledged would be found in the histories and be called doubled."""
    log = SlowLog()
    sender = Sender(log, CODEC, arrivals(events(MANY, 20), IN_ORDER), per_second=1_000_000)
    sending = asyncio.create_task(sender.run())
    await log.wrote.wait()
    sender.stop()
    assert not sender.sent
    log.allowed.set()
    await asyncio.wait_for(sending, 5)
    listed = sum(len(mine) for mine in sender.sent.values())
    assert listed == sender.acknowledged == log.records
    assert 0 < listed < MANY
