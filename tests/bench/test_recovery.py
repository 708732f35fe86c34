"""`hub bench recovery`: others serve a killed worker's lanes, and an outage leaves everything, in its order."""

import json
import subprocess
import sys
from collections import defaultdict

import pytest

from hub.bench.arrivals import HONEST, Arrival, arrivals
from hub.bench.faults.log_order import out_of_order
from hub.bench.lives import LIFE, events
from hub.codec.events import EventCodec
from hub.events.envelope import Event
from tests.bench.printed import KEYS
from tests.bench.test_faults import STREAM, folded, listed


async def test_a_log_that_kept_the_order_is_found_in_order() -> None:
    """Repeats count where they came first, late ones where they were sent."""
    assert await out_of_order(await folded(STREAM), listed(STREAM)) == 0


async def test_an_event_that_overtook_another_of_its_person_and_topic_is_counted() -> None:
    """Sent as one before the other and found the other way round; what two people did may lie in any order."""
    evidence, sent = await folded(STREAM), listed(STREAM)
    two = next(key for key, mine in sent.items() if len(_of_one_topic(mine)) > 1)
    first, second = _of_one_topic(sent[two])[:2]
    swapped = {second: first, first: second}
    mine = list(sent[two].values())
    ids = [swapped.get(event.event_id, event.event_id) for event in mine]
    by_id: dict[bytes, Event] = {event.event_id: event for event in mine}
    told = sent | {two: {event_id: by_id[event_id] for event_id in ids}}
    assert await out_of_order(evidence, told) > 0
    people: dict[bytes, dict[bytes, Event]] = defaultdict(dict, reversed(list(sent.items())))
    assert await out_of_order(evidence, people) == 0


def _of_one_topic(mine: dict[bytes, Event]) -> list[bytes]:
    """Give the ids of somebody's transfers, which lie in one topic one behind the other."""
    return [event.event_id for event in mine.values() if event.type == "SpellTransferred"]


def test_the_senders_of_the_test_have_repeats_and_late_ones() -> None:
    """Or the first test would show little."""
    every: list[Arrival] = list(arrivals(events(60 * LIFE, 20), HONEST))
    assert len({(one.key, one.event.event_id) for one in every}) < len(every)
    assert EventCodec().decode_clear(every[0].draft(EventCodec()).value).event_id == every[0].event.event_id


@pytest.mark.broker
@pytest.mark.timeout(300)
def test_a_killed_workers_lanes_are_served_and_an_outage_is_made_good(kafka_bootstrap: str) -> None:
    """The command's short form, typed: twenty seconds' worth of traffic waits while the broker is away."""
    assert kafka_bootstrap  # the broker's parts are fetched; the command starts a broker of its own
    line = [sys.executable, "-m", "hub", "bench", "recovery", "--rate", "100", "--outage", "20", "--people", "50"]
    done = subprocess.run([*line, "--json"], capture_output=True, text=True, check=False, timeout=280)
    told = json.loads(done.stdout)
    assert told.keys() >= KEYS
    assert (told["lost"], told["doubled"], told["wrong"], told["out_of_order"]) == (0, 0, 0, 0)
    assert told["piled_up"] == 2_000
    assert told["events"] > 2_000
    assert done.returncode == (0 if told["in_time"] else 1)
    assert told["served_again_s"] < 30  # ten seconds are asked for where nothing else runs
