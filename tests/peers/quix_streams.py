"""Quix Streams as its users write it: a stateful function, state in RocksDB, its changelog in Kafka."""

from typing import Any

from quixstreams import Application, State, message_context

from tests.peers import peer_fold
from tests.peers.asked import Asked, Clock, asked

KEPT = "person"


def main(mine: Asked) -> None:
    """Fold and tell."""
    app = Application(
        mine.bootstrap, consumer_group=mine.name, auto_offset_reset="earliest", state_dir=mine.folder, loglevel="ERROR"
    )
    clock, decoder = Clock(mine.events), peer_fold.Decoder(mine.registry)
    last: dict[bytes, peer_fold.State] = {}

    def take(value: bytes, key: bytes, timestamp: int, headers: Any, state: State) -> None:
        del timestamp, headers
        clock.begin()
        where = message_context()
        if not mine.includes(where.partition, where.offset):
            return
        folded = peer_fold.fold(state.get(KEPT, peer_fold.EMPTY), decoder.decode(value))
        state.set(KEPT, folded)
        last[key] = folded
        if clock.folded():
            app.stop()

    topic = app.topic(mine.topic, key_deserializer="bytes", value_deserializer="bytes")
    app.dataframe(topic).update(take, stateful=True, metadata=True)
    app.run()
    clock.tell(last.items())


if __name__ == "__main__":
    main(asked())
