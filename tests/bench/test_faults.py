"""Plugs are pulled and nothing is lost; and the checker that says so notices each thing that it is there for."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.bench.arrivals import HONEST, Arrival, arrivals
from hub.bench.faults.verdict import Evidence, Verdict, verdict
from hub.bench.fold_figures import group_of
from hub.bench.lives import HOUR, LIFE, START, events
from hub.codec.events import EventCodec
from hub.events.catalogue import FACT
from hub.events.envelope import Event
from hub.ports.log import BEGINNING, Partition
from hub.runtime.catching_up import catch_up
from hub.runtime.lane import LaneParts
from hub.runtime.ticks import tick_drafts
from tests.bench.printed import KEYS

LANES, PEOPLE = 2, 60
AFTER = START + 60 * 24 * HOUR
CODEC, GROUP = EventCodec(), group_of("care")
STREAM = tuple(arrivals(events(PEOPLE * LIFE, 20), HONEST))
Sent = dict[bytes, dict[bytes, Event]]


async def folded(stream: Iterable[Arrival]) -> Evidence:
    """Fold a stream over memory, all that it leads to included."""
    clock = ManualClock(AFTER)
    log, store = MemoryLog(clock, Placement(lanes=LANES)), MemoryStore(LANES)
    await log.append(tick_drafts(CODEC, range(LANES), AFTER, None))
    await log.append([arrival.draft(CODEC) for arrival in stream])
    await catch_up(LaneParts(log, store, CODEC, GROUP, clock, lambda *_: None))
    return Evidence(log, store, CODEC, GROUP)


def listed(stream: Iterable[Arrival]) -> Sent:
    """Give what was sent, by person and id."""
    sent: Sent = defaultdict(dict)
    for arrival in stream:
        sent[arrival.key][arrival.event.event_id] = arrival.event
    return sent


def alone() -> Arrival:
    """An event of somebody who was never merged with anybody."""
    tied = {arrival.key for arrival in STREAM if arrival.event.type == "PersonMerged"}
    return next(one for one in STREAM if one.key not in tied and one.event.type == "SpellDischarged")


async def test_an_honest_stream_is_found_right() -> None:
    """Late, repeated, cancelled and merged: nothing is called lost, doubled or wrong, and there is much to check."""
    evidence = await folded(STREAM)
    assert await verdict(evidence, listed(STREAM)) == Verdict(PEOPLE, 0, 0, 0, 0)
    assert sum([await evidence.log.end(Partition(FACT, lane)) - BEGINNING for lane in range(LANES)]) > PEOPLE


async def test_an_event_that_was_lost_is_counted_and_its_person_is_wrong() -> None:
    """Acknowledged and nowhere: the checker's whole point."""
    gone = alone()
    evidence = await folded(one for one in STREAM if one.event.event_id != gone.event.event_id)
    found = await verdict(evidence, listed(STREAM))
    assert (found.lost, found.doubled, found.wrong_people) == (1, 0, 1)
    assert found.wrong_facts > 0


async def test_an_event_that_nobody_sent_is_counted_as_doubled() -> None:
    """What is in a history and on no list came from somewhere."""
    more = alone()
    evidence = await folded(STREAM)
    found = await verdict(evidence, listed(one for one in STREAM if one.event.event_id != more.event.event_id))
    assert (found.lost, found.doubled, found.wrong_people) == (0, 1, 1)


async def test_a_fact_that_others_were_never_told_is_counted() -> None:
    """States may be right while a consumer still believes what is not so."""
    evidence = await folded(STREAM)
    told = [lane for lane in range(LANES) if await evidence.log.end(Partition(FACT, lane)) > BEGINNING]
    deaf = evidence._replace(log=MemoryLog(ManualClock(AFTER), Placement(lanes=LANES)))
    found = await verdict(deaf, listed(STREAM))
    assert told
    assert (found.lost, found.doubled, found.wrong_people) == (0, 0, 0)
    assert found.wrong_facts > 0


@pytest.mark.broker
@pytest.mark.timeout(420)
def test_plugs_that_are_pulled_lose_double_and_spoil_nothing(kafka_bootstrap: str) -> None:
    """The command's short form, typed: several kinds of fault, thousands of events, and the verdict."""
    assert kafka_bootstrap  # the broker's parts are fetched; the command starts a broker of its own
    line = [sys.executable, "-m", "hub", "bench", "faults", "--faults", "10", "--rate", "100", "--seed", "11", "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stderr + done.stdout
    told = json.loads(done.stdout)
    assert told.keys() >= KEYS | {"faults", "sent", "lost", "doubled", "wrong", "caught_up_after_s", "lanes_given_up"}
    assert (told["faults"], told["lost"], told["doubled"], told["wrong"]) == (10, 0, 0, 0)
    assert len(told["kinds"]) >= 4
    assert "kill_dashboards" in told["left_out"]
    assert told["sent"] > 500
