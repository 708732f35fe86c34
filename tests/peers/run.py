"""Our engine beside four others, on the same bytes of one topic and with the same fold, in one run.

    .venv/bin/python -m tests.peers.run [--events N] [--rounds N]

Progress goes to standard error; the last line of standard output is one JSON object.  An engine whose people do not
end in the digest that decoding and folding in one process gives has failed, and the run with it.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from confluent_kafka import Producer

from hub.bench.fold_figures import LANES, Work, group_of
from hub.bench.folding import BareFold
from hub.bench.grounds import Server, kafka, postgres
from hub.bench.kafka_fold import Place, Through, chunks, folded, reading
from hub.bench.peer import Peer, PeerState, digest
from hub.bench.report import Measured, report
from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.events.catalogue import DISCHARGE
from hub.runtime.lane import BATCH
from hub.runtime.rows import unpack
from tests.peers.engines import ENGINES, Prefix, Run, ask

OURS: Final = (1, 2)


class Sent(NamedTuple):
    """What is in the topic, whole and as far as slower engines fold it, and how fast one process folds it all."""

    prefixes: dict[int, Prefix]
    limit_per_s: float
    subjects: frozenset[bytes]


def say(words: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"bench-peers: {words}\n")


def produce(broker: Server, work: Work, lengths: Iterable[int]) -> Sent:
    """Write the stream into the topic, and fold it bare on the way."""
    codec, wanted = EventCodec(), sorted(set(lengths))
    bare = BareFold(codec, group_of("peer"))
    producer = Producer(
        {"bootstrap.servers": broker.address, "enable.idempotence": True, "linger.ms": 20, "log_level": 2}
    )
    upto, prefixes, sent = [0] * LANES, {}, 0
    for at, drafts in chunks(codec, work.arrivals()):
        bare.take([(draft.key, draft.value) for draft in drafts])
        for draft in drafts:
            lane = lane_of(draft.key, LANES)
            producer.produce(DISCHARGE, draft.value, draft.key, lane, timestamp=at)
            upto[lane] += 1
        producer.poll(0)
        sent += len(drafts)
        while wanted and sent >= wanted[0]:
            prefixes[wanted.pop(0)] = Prefix(tuple(upto), _digest(bare))
    if producer.flush(60):
        raise SystemExit("bench-peers: the broker did not take the whole stream")
    return Sent(prefixes, bare.per_s, frozenset(bare.states))


def _digest(bare: BareFold) -> str:
    return digest((subject, states[0]) for subject, states in bare.states.items())


def ours(broker: Server, work: Work, sent: Sent, workers: int) -> Measured:
    """Fold the whole topic through the hub's own process role into PostgreSQL, and check what is stored."""

    async def run(database: Server) -> Measured:
        place = Place(broker, database)
        done = await folded(place, work, Through(workers), lambda _name, _count: None)
        check(f"hub, {workers} workers", await _stored(place, sent.subjects), sent.prefixes[work.events])
        return Measured(work.events, done.seconds)

    with postgres() as database:
        return asyncio.run(run(database))


async def _stored(place: Place, subjects: Iterable[bytes]) -> str:
    found: list[tuple[bytes, PeerState]] = []
    peer = Peer()
    async with reading(place) as store:
        rows = await store.load(0, [peer.name], sorted(subjects))
    found += [(subject, peer.decode(unpack(row.value).state)) for (_, subject), row in rows.items()]
    return digest(found)


def check(name: str, found: str, expected: Prefix) -> None:
    """Refuse a figure of work that was done wrong."""
    if found != expected.digest:
        raise SystemExit(f"bench-peers: {name} ended in another state of people than decoding and folding gives")


def main() -> None:
    """Run everything and print."""
    parser = argparse.ArgumentParser(prog="bench-peers")
    parser.add_argument("--events", type=int, default=400_000, help="records of the topic (default 400000)")
    parser.add_argument("--people", type=int, default=20_000, help="people whose stays overlap (default 20000)")
    parser.add_argument(
        "--batch", type=int, default=BATCH, help=f"what our workers take at once (default {BATCH}, as they do)"
    )
    parser.add_argument("--rounds", type=int, default=1, help="each engine's best of so many counts (default 1)")
    asked = parser.parse_args()
    work = Work("peer", asked.events, asked.people, asked.batch)
    with kafka(LANES) as broker:
        say(f"sending {work.events} events")
        sent = produce(broker, work, [work.events, *(engine.events(work.events) for engine in ENGINES.values())])
        rates: dict[str, list[float]] = {}
        for turn in range(asked.rounds):
            for name, measured in _one_round(broker, work, sent, turn):
                rate = measured.events / measured.seconds
                say(f"{name}: {rate:,.0f} events a second ({measured.events} events in {measured.seconds:.1f} s)")
                rates.setdefault(name, []).append(rate)
    sys.stdout.write(json.dumps(told(work, sent, {name: max(mine) for name, mine in rates.items()})) + "\n")


def _one_round(broker: Server, work: Work, sent: Sent, turn: int) -> Iterable[tuple[str, Measured]]:
    for workers in OURS:
        yield f"hub_{workers}", ours(broker, work, sent, workers)
    for name, engine in ENGINES.items():
        prefix = sent.prefixes[engine.events(work.events)]
        answer = ask(engine, Run(f"{name}-{turn}", broker.address, DISCHARGE, prefix))
        check(name, answer["digest"], prefix)
        yield name, Measured(answer["events"], answer["seconds"])


def told(work: Work, sent: Sent, rates: dict[str, float]) -> dict[str, Any]:
    """Make the report: two workers lead, everybody's rate and our ratio to it follow."""
    best = rates["hub_2"]
    peers = {name: round(rates[name], 1) for name in ENGINES}
    settings = work._asdict() | {"lanes": LANES, "log": "kafka", "store": "postgres"}
    return report("peers", Measured(work.events, work.events / best), sent.limit_per_s, settings) | {
        "hub": {str(workers): round(rates[f"hub_{workers}"], 1) for workers in OURS},
        "peers": peers,
        "ratio_to_peers": {name: round(best / rate, 2) for name, rate in peers.items()},
        "peer_events": {name: engine.events(work.events) for name, engine in ENGINES.items()},
    }


if __name__ == "__main__":
    main()
