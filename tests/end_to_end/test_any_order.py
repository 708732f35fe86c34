"""Shuffled, doubled and sent again: one final state, from the sender's bytes to the state's hash."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.simulator.sendable import Sendable
from tests.end_to_end.lives import Invented, hard_life, person
from tests.end_to_end.running_hub import RunningHub, eventually, hash_of
from tests.simulator.whole_hub import WholeHub

CHECKED = person(0)._replace(nhs_status="NSTS01")
UNCHECKED = person(1)
FIRST = 1_795_000_000_000
ON = date(2026, 12, 1)


async def final_hash(who: Invented, arrivals: list[list[bytes]]) -> str:
    """Take batches of messages through a whole hub in memory, folding after each; give the person's hash."""
    hub = WholeHub()
    at = FIRST
    for batch in arrivals:
        for raw in batch:
            at += 1000
            await hub.take(Sendable(at, "mllp", "rzz", raw, ""))
        await hub.settle()
    state = await hub.joint_state(who.nhs_number, ON)
    row = await hub.reader.parts.store.state("joint", await hub.subject(who.nhs_number))
    assert row is not None
    assert hash_of(row.value) == state["hash"], "what was folded as it came differs from the history folded again"
    (spell,) = state["spells"]
    assert (spell["status"], spell["location"]["ward"]) == ("discharged", "W7")
    assert spell["discharged_at"] == "2026-11-07T13:15:00+00:00", "the cancel struck another discharge than its own"
    assert [each["last_covered_day"] for each in state["episodes"] if each["status"] == "open"] == ["2026-12-18"]
    return str(state["hash"])


def arrivals_of(messages: list[bytes], chance: random.Random, size: int) -> list[list[bytes]]:
    """Shuffle, send some twice, and cut into batches."""
    order = [*messages, *chance.choices(messages, k=5)]
    chance.shuffle(order)
    return [order[at : at + size] for at in range(0, len(order), size)]


@pytest.mark.parametrize("who", [CHECKED, UNCHECKED], ids=["number checked", "number unchecked"])
@settings(max_examples=25, deadline=None)
@given(chance=st.randoms(use_true_random=False), size=st.integers(1, 20))
async def test_a_hard_stay_ends_in_one_hash_for_every_order(who: Invented, chance: random.Random, size: int) -> None:
    """Cancels before their targets, merges before either record is known, repeats: one state of all of them."""
    messages = hard_life(who, "HARD")
    in_order = await final_hash(who, [messages])
    assert await final_hash(who, arrivals_of(messages, chance, size)) == in_order


@pytest.mark.parametrize("first", range(14))
async def test_every_message_may_come_first_or_last(first: int) -> None:
    """Whichever message is early or late, a merge among them: the rest of the stay falls into place."""
    messages = hard_life(UNCHECKED, "HARD")
    in_order = await final_hash(UNCHECKED, [messages])
    rest = messages[:first] + messages[first + 1 :]
    assert await final_hash(UNCHECKED, [[messages[first]], rest]) == in_order
    assert await final_hash(UNCHECKED, [rest, [messages[first]]]) == in_order


def test_orders_over_the_real_sockets_end_in_one_hash(hub: RunningHub) -> None:
    """Three people live the same life, sent in three orders with repeats: their states have the same hash."""
    subjects = []
    for seed, place in enumerate(range(10, 13)):
        who = person(place)._replace(family="SAMPLE", given="Alex", born="19400102")
        messages = [raw.replace(b"SPORDER%d" % place, b"SPORDER") for raw in hard_life(who, f"ORDER{place}")]
        order = [*messages, *messages[:5]]
        if seed:
            random.Random(seed).shuffle(order)
        assert set(hub.send(order)) == {"AA"}
        subjects.append(hub.person(who.nhs_number))
    eventually(lambda: len({hub.state(subject)["hash"] for subject in subjects}) == 1)
    for subject in subjects:
        (spell,) = hub.state(subject)["spells"]
        assert (spell["status"], spell["discharged_at"]) == ("discharged", "2026-11-07T13:15:00+00:00")
