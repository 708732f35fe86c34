"""Faust as its users write it: an agent that folds one event after the other into a Table with a changelog.

Where the table is kept is the one argument before what is asked: in memory, which Faust calls unfit for production, or
in RocksDB, which it prefers there.
"""

import asyncio
import sys

import faust

from tests.peers.asked import Asked, Clock, asked
from tests.peers.peer_fold import EMPTY, Decoder, State, fold


async def main(mine: Asked, store: str) -> None:
    """Fold and tell."""
    app = faust.App(
        mine.name,
        broker=f"aiokafka://{mine.bootstrap}",
        store=store,
        datadir=mine.folder,
        topic_partitions=len(mine.upto),
        topic_disable_leader=True,
        web_enabled=False,
    )
    topic = app.topic(mine.topic, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw")
    table = app.Table("people", partitions=len(mine.upto), key_type=bytes)
    clock, decoder, done = Clock(mine.events), Decoder(mine.registry), asyncio.Event()

    @app.agent(topic)
    async def people(stream: "faust.StreamT[bytes]") -> None:
        async for event in stream.events():
            clock.begin()
            if mine.includes(event.message.partition, event.message.offset):
                table[event.key] = fold(table.get(event.key) or EMPTY, decoder.decode(event.value))
                if clock.folded():
                    done.set()

    app.finalize()
    await app.start()
    await done.wait()
    states: list[tuple[bytes, State]] = list(table.items())
    await app.stop()
    clock.tell(states)


if __name__ == "__main__":
    asyncio.run(main(asked(), sys.argv[1]))
