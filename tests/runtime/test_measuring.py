"""What the process role measures while a part is away: everything that the others can say."""

import asyncio
from types import SimpleNamespace
from typing import cast

from structlog.testing import capture_logs

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_feeds import MemoryFeeds
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.adapters.memory_store import MemoryStore
from hub.adapters.spread_store import SpreadStore
from hub.composition import Core
from hub.events.catalogue import DAY
from hub.observe.counting import Counting
from hub.observe.metrics import Metrics
from hub.ports.log import Draft
from hub.roles import process
from hub.settings import Settings
from tests.runtime.test_relay import AwayStore
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


async def test_a_server_that_is_away_leaves_what_was_last_known_of_its_lanes() -> None:
    """A lane of which nothing is known is not shown as empty, and the others are measured on."""
    clock, metrics = ManualClock(0), Metrics(lambda: 0)
    well, away = MemoryStore(2), AwayStore(2)
    counting = Counting(metrics, "care")
    counting.outbox([0, 1], {0: 3, 1: 4})
    core = SimpleNamespace(
        store=SpreadStore([well, away], 2), counting=counting, log=MemoryLog(clock, Placement(lanes=2))
    )
    with capture_logs() as lines:
        await process._measure_outbox(cast("Core", core))
    shown = metrics.render().decode()
    assert 'hub_outbox_rows{lane="0"} 0.0' in shown
    assert 'hub_outbox_rows{lane="1"} 4.0' in shown
    assert [(line["event"], line["lanes"]) for line in lines] == [("sizes_unknown", [1])]


async def test_days_that_nobody_takes_are_measured_as_what_waits() -> None:
    """A tick that lies in the log and is not folded lets no deadline come: it is lag as any other."""
    clock, metrics = ManualClock(0), Metrics(lambda: 0)
    log = MemoryLog(clock, Placement(lanes=2))
    await log.append([Draft(DAY, b"lane", b"tick", number=1)])
    core = SimpleNamespace(
        log=log, store=MemoryStore(2), counting=Counting(metrics, "care"),
        group=SimpleNamespace(name="care", topics=("hub.discharge.v1",)),
    )  # fmt: skip
    await process._measure_lag(cast("Core", core))
    shown = metrics.render().decode()
    assert 'hub_lane_lag_records{group="care",lane="1",topic="hub.day.v1"} 1.0' in shown
    assert 'hub_lane_lag_records{group="care",lane="0",topic="hub.day.v1"} 0.0' in shown
