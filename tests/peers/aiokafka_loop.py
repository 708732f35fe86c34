"""An aiokafka loop: whole fetches, folded into a dict in memory, nothing kept."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio

from aiokafka import AIOKafkaConsumer, TopicPartition

from tests.peers.asked import Asked, Clock, asked
from tests.peers.peer_fold import EMPTY, Decoder, State, fold


async def main(mine: Asked) -> None:
    """Fold and tell."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=mine.bootstrap, enable_auto_commit=False, max_partition_fetch_bytes=4 * 1024 * 1024
    )
    await consumer.start()
    partitions = [TopicPartition(mine.topic, number) for number in range(len(mine.upto))]
    consumer.assign(partitions)
    await consumer.seek_to_beginning(*partitions)
    clock, decoder = Clock(mine.events), Decoder(mine.registry)
    states: dict[bytes, State] = {}
    done = False
    while not done:
        fetched = await consumer.getmany(timeout_ms=200, max_records=5000)
        for partition, messages in fetched.items():
            clock.begin()
            taken = [message for message in messages if mine.includes(partition.partition, message.offset)]
            for message in taken:
                key, value = message.key or b"", message.value or b""
                states[key] = fold(states.get(key, EMPTY), decoder.decode(value))
            done = clock.folded(len(taken)) or done
    await consumer.stop()
    clock.tell(states.items())


if __name__ == "__main__":
    asyncio.run(main(asked()))
