"""A reader whose client has stopped fetching says so, so that the lane opens another."""

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import OffsetOutOfRangeError

from hub.adapters import kafka_reader
from hub.adapters.held_lanes import HeldLanes
from hub.adapters.kafka_reader import Reader
from hub.adapters.kafka_settings import KafkaSettings
from hub.errors import Defect, Unavailable
from hub.events.catalogue import DISCHARGE
from hub.ports.log import BEGINNING, Partition, Record

WHERE = Partition(DISCHARGE, 0)


class Deaf:
    """A consumer of aiokafka after a broker was killed: it answers every question and never fetches again."""

    def __init__(self, end: int, gives_at: float = float("inf")) -> None:
        self._end, self._gives_at = end, asyncio.get_running_loop().time() + gives_at
        self.stopped = False

    async def start(self) -> None:
        """Connect."""

    async def stop(self) -> None:
        """Disconnect."""
        self.stopped = True

    def assign(self, where: Sequence[Any]) -> None:
        """Take the partition."""

    def seek(self, where: Any, position: int) -> None:
        """Begin there."""

    async def getmany(self, where: Any, **_: int) -> dict[Any, list[Any]]:
        """Nothing, or one message once its time has come."""
        await asyncio.sleep(0.01)
        if asyncio.get_running_loop().time() < self._gives_at:
            return {}
        self._gives_at = float("inf")
        return {where: [SimpleNamespace(offset=0, key=b"k", value=b"v", timestamp=1, headers=())]}

    async def position(self, _: Any) -> int:
        """Where it believes to be: it has looked at nothing."""
        return 0

    async def end_offsets(self, where: Sequence[Any]) -> dict[Any, int]:
        """The broker's word about where the partition ends."""
        return {where[0]: self._end}


async def first_of(consumer: Deaf, monkeypatch: pytest.MonkeyPatch, within_s: float = 5.0) -> Sequence[Record]:
    """Read through that consumer until the first batch."""
    monkeypatch.setattr(kafka_reader, "consumer_of", lambda *_, **__: consumer)
    monkeypatch.setattr(kafka_reader, "OWED_S", 0.2)
    place = HeldLanes(1).place(0)
    batches = Reader(KafkaSettings("nowhere:1", patience=0.1), WHERE, place, set()).batches(BEGINNING, 10)
    try:
        async with asyncio.timeout(within_s):
            return await anext(batches)
    finally:
        await batches.aclose()


async def test_a_client_that_fetches_no_more_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker has more and the client hands it out not: unavailable, and the client is stopped."""
    consumer = Deaf(end=3)
    with pytest.raises(Unavailable, match="hands out"):
        await first_of(consumer, monkeypatch)
    assert consumer.stopped


async def test_what_comes_while_the_reader_looks_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that was appended just now may be on its way."""
    (record,) = await first_of(Deaf(end=1, gives_at=0.15), monkeypatch)
    assert record.position == 0


async def test_a_partition_in_which_nothing_happens_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quiet night opens no new clients."""
    consumer = Deaf(end=0)
    with pytest.raises(TimeoutError):
        await first_of(consumer, monkeypatch, within_s=0.8)


@pytest.mark.parametrize("gone", [False, True])
async def test_a_topic_that_was_cut_is_named_with_the_place(monkeypatch: pytest.MonkeyPatch, *, gone: bool) -> None:
    """A lane reads six topics: whoever is called has to know which of them it was, and from which position."""
    consumer = Deaf(end=-1)
    if gone:
        monkeypatch.setattr(consumer, "getmany", _out_of_range)
    with pytest.raises(Defect, match=f"reading {DISCHARGE}, partition 0, after position -1: the topic "):
        await first_of(consumer, monkeypatch)


async def _out_of_range(*_: Any, **__: Any) -> dict[Any, list[Any]]:
    raise OffsetOutOfRangeError({TopicPartition(*WHERE): 0})
