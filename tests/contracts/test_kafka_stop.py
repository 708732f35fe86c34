"""Stopping a client of the broker for certain: a reader that hangs in its end never reads again."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
import gc
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer

from hub.adapters.kafka_fetching import GroupFetching
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_start import consumer_stopped, stopped
from hub.adapters.kafka_topics import Topic, apply


class Deaf:
    """A client whose stop swallows so many cancellations, as one may after its broker was killed."""

    def __init__(self, swallows: int) -> None:
        self.swallows, self.ended = swallows, False

    async def stop(self) -> None:
        """Wait for ever, but for a cancellation that is heard."""
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                self.swallows -= 1
                if self.swallows < 0:
                    self.ended = True
                    raise


@pytest.mark.parametrize("swallows", [0, 1, 2])
async def test_a_stop_that_hangs_is_asked_for_again(swallows: int) -> None:
    """Whoever waits for it goes on, and the client has ended."""
    deaf = Deaf(swallows)
    async with asyncio.timeout(5):
        await stopped(deaf.stop, within=0.01)
    assert deaf.ended


async def test_one_that_never_ends_is_left_behind_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A lane is served again all the same, and somebody can read why a connection stayed open."""
    deaf = Deaf(10)
    async with asyncio.timeout(5):
        await stopped(deaf.stop, within=0.01)
    assert not deaf.ended
    assert "client_left_behind" in capsys.readouterr().out
    deaf.swallows = 0


async def test_a_stop_that_fails_says_so() -> None:
    """What a client reports at its end is not lost."""

    async def fails() -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await stopped(fails)


def by_the_group(consumer: AIOKafkaConsumer, settings: KafkaSettings) -> Awaitable[None]:
    """Stop it as the dashboards' host does."""
    return GroupFetching(settings).stop(consumer)


def by_asking_again(consumer: AIOKafkaConsumer, _: KafkaSettings) -> Awaitable[None]:
    """Stop it as readers and members do."""
    return consumer_stopped(consumer, within=0.5)


@pytest.mark.broker
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("stop", [by_the_group, by_asking_again])
async def test_one_whose_stop_is_cut_short_leaves_nothing_open(
    kafka_bootstrap: str, stop: Callable[[AIOKafkaConsumer, KafkaSettings], Awaitable[None]]
) -> None:
    """Its fetching and its place in the group end too: they would connect anew, and nobody could close that."""
    settings, topic = KafkaSettings(kafka_bootstrap), f"stop.{uuid4().hex}"
    await apply(settings, [Topic(topic, "a test", 1)])
    before = asyncio.all_tasks()
    consumer = GroupFetching(settings).consumer(topic)
    consumer.subscribe([topic])
    await GroupFetching(settings).start(consumer)
    async with asyncio.timeout(20):
        while not consumer.assignment():
            await consumer.getmany(timeout_ms=100)
    made: list[Any] = list(consumer._client._conns.values())
    coordinator: Any = consumer._coordinator
    coordinator.close = partial(asyncio.sleep, 3600)  # an end that hangs
    await stop(consumer, settings)
    await asyncio.sleep(0.5)
    assert asyncio.all_tasks() == before
    assert not any(each.connected() for each in (*made, *consumer._client._conns.values()))
    del consumer, coordinator
    gc.collect()  # A connection that nobody could reach would warn here.
