"""What the process role measures while a part is away: everything that the others can say."""

import asyncio
from types import SimpleNamespace
from typing import cast

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_feeds import MemoryFeeds
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.adapters.memory_store import MemoryStore
from hub.composition import Core
from hub.observe.counting import Counting
from hub.observe.metrics import Metrics
from hub.roles import process
from hub.settings import Settings
from tests.store_rows import parked


async def test_a_broker_that_is_away_hides_nothing_else() -> None:
    """Outboxes and quarantine are measured on: their alerts would else be silent for as long as the broker is away."""
    clock = ManualClock(0)
    log, quarantine, metrics = MemoryLog(clock, Placement(lanes=2)), MemoryQuarantine(), Metrics(clock.now)
    await quarantine.park([parked(1), parked(2)])
    log.answer(False)
    core = SimpleNamespace(
        settings=Settings(), log=log, quarantine=quarantine, store=MemoryStore(2), feeds=MemoryFeeds(),
        counting=Counting(metrics, "care"), group=SimpleNamespace(name="care", topics=("hub.discharge.v1",)),
    )  # fmt: skip
    measuring = asyncio.create_task(process._measure(cast("Core", core)))
    await asyncio.sleep(0.05)
    measuring.cancel()
    await asyncio.wait({measuring}, timeout=2)
    shown = metrics.render().decode()
    assert 'hub_quarantine_messages{feed="RYA-PAS"} 2.0' in shown
    assert 'hub_outbox_rows{lane="1"} 0.0' in shown
