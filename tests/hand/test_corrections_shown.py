"""What a reader sees of a correction by hand: what it replaced, both entries in the timeline, and why."""

from datetime import date
from typing import Any

from hub.ports.recording import Entry, Reason
from tests.hand.person import Hand, went_home

POST = "episodes.0.coordinator.post_id"
NAMED = {"happened_at": "2026-11-13T17:00"}
WHY = Reason("WRONG_VALUE", "It was the other desk.")


async def later(hand: Hand, entry: Entry) -> bytes:
    """Record an entry a minute later; give the id of its first event."""
    hand.hub.clock.set(hand.hub.clock.now() + 60_000)
    return (await hand.record(entry))[0]


async def corrected() -> tuple[Hand, bytes, bytes]:
    """Give Mrs Ashworth, whose coordinator was recorded wrong and corrected."""
    hand = await went_home()
    wrong = await later(hand, Entry("coordinator_named", NAMED | {"post_id": "A1"}, "key-00001"))
    right = Entry("coordinator_named", NAMED | {"post_id": "A2"}, "key-00002", wrong.hex(), WHY)
    return hand, wrong, await later(hand, right)


async def why(hand: Hand, path: str, on: date | None = None, known_at: int | None = None) -> Any:
    """Give the chain behind a value."""
    return await hand.hub.reader.why(hand.subject, path, on, known_at)


async def test_a_corrected_value_says_what_it_replaced_and_why() -> None:
    """As a hospital's corrected discharge does: the wrong post, who corrected it and the sealed reason."""
    hand, wrong, right = await corrected()
    chain = await why(hand, POST)
    assert (chain["value"], chain["replaced"], chain["event"]["id"]) == ("A2", "A1", right.hex())
    told = chain["correction"]
    assert (told["wrong"]["id"], told["instead"]) == (wrong.hex(), right.hex())
    assert (told["reason"], told["words"]) == ("WRONG_VALUE", "It was the other desk.")
    assert told["word"]["source_organisation"] == "QZZ"


async def test_what_a_correction_leaves_as_it_was_replaced_nothing() -> None:
    """The organisation was right in both: the chain names the correction, and nothing that stood there before."""
    hand, _, _ = await corrected()
    chain = await why(hand, "episodes.0.coordinator.organisation")
    assert (chain["value"], chain["replaced"]) == ("QZZ", None)
    assert chain["correction"]["reason"] == "WRONG_VALUE"


async def test_before_the_correction_was_known_there_was_none() -> None:
    """As the hub knew it then the wrong post stands, uncorrected, and the timeline has it once."""
    hand, wrong, _ = await corrected()
    before = hand.hub.clock.now() - 60_000
    chain = await why(hand, POST, known_at=before)
    assert (chain["value"], chain["replaced"], chain["correction"]) == ("A1", None, None)
    rows = await hand.hub.reader.timeline(hand.subject, None, before)
    assert [row["corrected"] for row in rows if row["id"] == wrong.hex()] == [None]


async def test_both_entries_stand_in_the_timeline() -> None:
    """The wrong one with its correction, at its own place; the others keep their place in the person's order."""
    hand, wrong, right = await corrected()
    rows = await hand.hub.reader.timeline(hand.subject, None, None)
    named = {row["id"]: row for row in rows if row["type"] == "CoordinatorNamed"}
    assert named[right.hex()]["corrected"] is None
    told = named[wrong.hex()]["corrected"]
    assert (told["instead"], told["reason"], told["words"]) == (right.hex(), "WRONG_VALUE", "It was the other desk.")
    assert [row["ordinal"] for row in rows if row["corrected"] is None] == [4, 3, 2, 1, 0]
    assert named[wrong.hex()]["ordinal"] is None
    (before, after) = [await hand.hub.reader.timeline(hand.subject, date(2026, 11, day), None) for day in (12, 13)]
    assert wrong.hex() not in {row["id"] for row in before}
    assert wrong.hex() in {row["id"] for row in after}


async def test_what_was_recorded_by_mistake_stays_to_be_seen() -> None:
    """Nobody is coordinator again; the value says who was until it was taken back, and the timeline has the entry."""
    hand = await went_home()
    wrong = await later(hand, Entry("coordinator_named", NAMED | {"post_id": "A1"}, "key-00001"))
    await later(hand, Entry("recorded_by_mistake", {}, "key-00002", wrong.hex(), Reason("WRONG_PERSON")))
    chain = await why(hand, "episodes.0.coordinator")
    assert (chain["value"], chain["replaced"]["post_id"]) == (None, "A1")
    assert (chain["correction"]["instead"], chain["correction"]["words"]) == (None, None)
    (row,) = [row for row in await hand.hub.reader.timeline(hand.subject, None, None) if row["corrected"]]
    assert (row["id"], row["corrected"]["reason"]) == (wrong.hex(), "WRONG_PERSON")


async def test_a_corrected_line_says_what_its_hours_were() -> None:
    """Seven hours that were seventeen; what was said anew since is explained by that alone."""
    hand = await went_home()
    fields = {"provider": "1-101", "service": "HOME_SUPPORT", "started_on": "2026-11-14", "hours_per_week": "7"}
    wrong = await later(hand, Entry("support_line_started", fields, "key-00001"))
    right = fields | {"hours_per_week": "17"}
    await later(hand, Entry("support_line_started", right, "key-00002", wrong.hex(), Reason("WRONG_VALUE")))
    path = "episodes.0.lines.0.hours_per_week"
    chain = await why(hand, path)
    assert (chain["value"], chain["replaced"]) == (17.0, 7.0)
    (line,) = (await hand.desk.known(hand.subject)).things["line"]
    fewer = {"line": line.ref, "changed_on": "2026-11-14", "hours_per_week": "10"}
    await later(hand, Entry("support_line_changed", fewer, "key-00003"))
    chain = await why(hand, path)
    assert (chain["value"], chain["replaced"], chain["correction"]) == (10.0, 17.0, None)


async def test_a_correction_of_a_correction_says_the_last_word() -> None:
    """Each entry that was wrong stands with what came in its place; the value replaced the one before it."""
    hand, wrong, second = await corrected()
    third = Entry("coordinator_named", NAMED | {"post_id": "A3"}, "key-00003", second.hex(), Reason("WRONG_VALUE"))
    last = await later(hand, third)
    assert (await why(hand, POST))["replaced"] == "A2"
    rows = await hand.hub.reader.timeline(hand.subject, None, None)
    gone = {row["id"]: row["corrected"]["instead"] for row in rows if row["corrected"]}
    assert gone == {wrong.hex(): second.hex(), second.hex(): last.hex()}


async def test_an_erased_reason_is_not_told() -> None:
    """Of whoever is forgotten nothing is left to be explained; no word of a correction stays."""
    hand, _, _ = await corrected()
    await hand.hub.forgetting.forget(hand.subject, "test")
    await hand.hub.settle()
    rows = await hand.hub.reader.timeline(hand.subject, None, None)
    assert [row for row in rows if row.get("corrected")] == []
