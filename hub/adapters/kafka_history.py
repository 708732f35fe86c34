"""Whether the broker keeps what its topics hold where we read it, as far as it tells us.

A reader is refused where the beginning of a topic is gone (`kafka_reader`).  What is compacted away in the middle, or
deleted before anybody has read it, is passed over without a word, so the settings that let it happen are looked at.
So is the number of partitions: what lies in one that somebody added nobody reads.  Where the beginning of a topic is
gone that everybody had read, live goes on and nothing can be folded anew: whoever asks is told before that day.
"""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import Collection, Mapping
from typing import Final

from aiokafka import TopicPartition

from hub.adapters.kafka_admin import administering
from hub.adapters.kafka_faults import answering
from hub.adapters.kafka_reader import consumer_of
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_start import consumer_stopped, started
from hub.adapters.kafka_topics import configs_of, other_partitions, partitions
from hub.adapters.log_placement import Placement
from hub.ports.log import Partition

KEPT: Final = {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"}
"""Settings with which a topic keeps every record for ever."""


async def not_kept(settings: KafkaSettings, topics: Collection[str]) -> Mapping[str, Mapping[str, str | None]]:
    """Give of each topic that may lose records the settings that let it; none, when all keep everything.

    Raises `NotPermitted` where our name may not see the settings of topics, `Unavailable` when the broker is away.
    """
    async with administering(settings, "looking whether topics keep what they hold") as admin:
        there = await configs_of(admin, sorted(topics))
    lossy = {
        topic: {name: told.get(name) for name, kept in KEPT.items() if told.get(name) != kept}
        for topic, told in there.items()
    }
    return {topic: told for topic, told in lossy.items() if told}


async def other_numbers(settings: KafkaSettings, ours: Placement) -> Mapping[str, int]:
    """Give of each of our topics that has another number of partitions than we have lanes that number.

    Whoever reads a topic may ask.  A topic that is missing has none: its readers say so.  Raises `Unavailable` when the
    broker is away.
    """
    return other_partitions(await partitions(settings), ours)


async def beginnings(settings: KafkaSettings, asked: Collection[Partition]) -> Mapping[Partition, int]:
    """Give of each partition whose first records are gone the position of the first that is left.

    Raises `Unavailable` when the broker is away or a topic is missing.
    """
    consumer = consumer_of(settings)
    with answering("looking at the beginnings of topics"):
        await started(consumer.start, consumer.stop, 2 * settings.patience)
        try:
            async with asyncio.timeout(settings.patience):
                first = await consumer.beginning_offsets([TopicPartition(*each) for each in asked])
        finally:
            await consumer_stopped(consumer)
    return {Partition(*where): int(position) for where, position in first.items() if position > 0}
