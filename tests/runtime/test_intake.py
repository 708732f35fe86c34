"""The intake: its order, repeats, and what a part that is away leaves behind (nothing)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_books import MemoryFeeds, MemoryIdentities, MemoryKeys, MemoryQuarantine
from hub.adapters.memory_log import MemoryLog
from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.errors import Unavailable
from hub.events.catalogue import DISCHARGE
from hub.events.discharge import Spell, SpellAdmitted
from hub.events.envelope import Event
from hub.events.values import Moment, Place
from hub.people.claims import Identifier, PersonClaim
from hub.people.index import PersonIndex
from hub.people.master_key import MasterKey
from hub.people.vault import Vault
from hub.ports.connector import Finding, Proposed, Receipt, Received, Translation
from hub.ports.log import BEGINNING, Partition
from hub.runtime.catching_up import until_end
from hub.runtime.intake import REPEATED_ID, HubIntake, IntakeParts

NOW = start_of(date(2026, 11, 2))
ONE = ["seen", "lookup", "known", "write", "of_subjects", "add", "append", "note"]
"""What one message of a new person asks of the parts, in the order that nothing may change."""


class Watched:
    """A real part whose calls are noted, and of which one method may be away."""

    def __init__(self, part: Any, calls: list[str], away: set[str]) -> None:
        self._part, self._calls, self._away = part, calls, away

    def __getattr__(self, name: str) -> Any:
        """Give the part's own method, watched when it is one that waits."""
        real = getattr(self._part, name)
        return self._watched(name, real) if asyncio.iscoroutinefunction(real) else real

    def _watched(self, name: str, real: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def call(*given: Any, **named: Any) -> Any:
            if name in self._away:
                raise Unavailable("the part does not answer")
            answer = await real(*given, **named)
            self._calls.append(name)
            return answer

        return call


class Counted:
    """Counts outcomes."""

    def __init__(self) -> None:
        self.outcomes: list[str] = []
        self.feeds_put_off: list[str] = []

    def taken(self, feed: str, outcome: str, at: int) -> None:
        """Keep one outcome."""
        _ = feed, at
        self.outcomes.append(outcome)

    def findings(self, feed: str, findings: Sequence[Finding]) -> None:
        """Count nothing."""

    def put_off(self, feed: str) -> None:
        """Keep the feed of a message that was not kept."""
        self.feeds_put_off.append(feed)


class House:
    """A whole intake over memory adapters that can be watched and taken away."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.away: set[str] = set()
        self.clock, self.codec, self.counted = ManualClock(NOW), EventCodec(), Counted()
        self.log = MemoryLog(self.clock, Placement(lanes=1))
        self.feeds, self.quarantine = MemoryFeeds(), MemoryQuarantine()
        people = PersonIndex(self._watched(MemoryIdentities()), bytes(32), live=False)
        vault = Vault(self._watched(MemoryKeys()), MasterKey({"test": bytes(32)}))
        feeds, quarantine = self._watched(self.feeds), self._watched(self.quarantine)
        log, books = self._watched(self.log), (feeds, quarantine)
        self.intake = HubIntake(IntakeParts(log, self.codec, people, vault, *books, self.clock, self.counted))

    def _watched(self, part: Any) -> Any:
        return Watched(part, self.calls, self.away)

    async def take(self, *received: Received) -> Sequence[Receipt]:
        """Take one batch."""
        return await self.intake.take(received)

    async def events(self) -> list[Event]:
        """Give what is in the log, in its order."""
        found = []
        async for records in until_end(self.log, Partition(DISCHARGE, 0), BEGINNING, 100):
            found += [self.codec.decode_clear(record.value) for record in records]
        return found


@pytest.fixture
def house() -> House:
    """Give an intake with empty books."""
    return House()


def admission(message_id: str, number: str = "T1", *, body: str = "a") -> Received:
    """Give a translated message about somebody's admission."""
    spell = Spell("RZZ", f"SP{number}")
    proposed = Proposed(
        body=SpellAdmitted(spell, Moment(NOW), "I"),
        occurred=Moment(NOW),
        recorded=Moment(NOW),
        person=PersonClaim((Identifier("HOSPITAL", "RZZ", number),)),
        personal={"reason_for_admission": "invented"},
    )
    raw = f"{message_id}/{number}/{body}".encode()
    return Received("rzz", raw, NOW, Translation("accepted", (proposed,), (), message_id, "RZZ", "PAS"))


def refused(message_id: str) -> Received:
    """Give a message that will never be taken."""
    reason = Finding("MSH-9", "message_type_unsupported", "Only ADT messages are taken here.", "error")
    return Received("rzz", message_id.encode(), NOW, Translation("rejected", (), (reason,), message_id))


def outcomes(receipts: Sequence[Receipt]) -> list[str]:
    """Give the outcome of each."""
    return [receipt.outcome for receipt in receipts]


async def test_the_order_of_the_intake(house: House) -> None:
    """Known again first, durable before remembered: a message that is remembered and not in the log would be lost."""
    assert outcomes(await house.take(admission("1"))) == ["accepted"]
    assert house.calls == ONE


async def test_a_batch_asks_as_little_as_one_message(house: House) -> None:
    """However many connections send at once, a batch costs one question of each kind and one append."""
    await house.take(*(admission(str(n), f"T{n}") for n in range(20)))
    assert house.calls == ONE
    assert len(await house.events()) == 20


async def test_nobody_is_answered_before_the_append_is_durable(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sender keeps its message until the log has it: the answer waits for the append, however long that takes."""
    written, release = house.log.append, asyncio.Event()

    async def slow(drafts: Any) -> Any:
        await release.wait()
        return await written(drafts)

    monkeypatch.setattr(house.log, "append", slow)
    taking = asyncio.create_task(house.take(admission("1")))
    done, _ = await asyncio.wait({taking}, timeout=0.05)
    assert not done
    assert await house.feeds.counts() == []
    release.set()
    assert outcomes(await taking) == ["accepted"]


async def test_a_resend_in_a_later_batch_is_known(house: House) -> None:
    """A sender that missed its acknowledgement gets another one, and nothing is appended again."""
    first, again = await house.take(admission("1")), await house.take(admission("1"))
    assert outcomes([*first, *again]) == ["accepted", "duplicate"]
    assert len(await house.events()) == 1


async def test_a_resend_in_the_same_batch_is_known(house: House) -> None:
    """Two connections of one engine that send the same message together make one event."""
    assert outcomes(await house.take(admission("1"), admission("1"), admission("2"))) == [
        "accepted",
        "duplicate",
        "accepted",
    ]
    assert len(await house.events()) == 2


@pytest.mark.parametrize("together", [True, False], ids=["one batch", "two batches"])
async def test_a_used_id_with_other_content_is_taken_and_said(house: House, *, together: bool) -> None:
    """A control id used twice with different bodies loses neither message, and the sender is told."""
    first, other = admission("1", body="a"), admission("1", body="b")
    if together:
        receipts = [*await house.take(first, other)]
    else:
        receipts = [*await house.take(first), *await house.take(other)]
    assert outcomes(receipts) == ["accepted", "accepted"]
    assert REPEATED_ID in receipts[1].findings
    assert len({event.event_id for event in await house.events()}) == 2


@pytest.mark.parametrize("step", ONE)
async def test_a_part_that_is_away_leaves_nothing_half_done(house: House, step: str) -> None:
    """Whatever stops in the middle of a batch, the resend is taken once and about the same person."""
    house.away.add(step)
    with pytest.raises(Unavailable):
        await house.take(admission("1"), admission("2", "T2"))
    assert house.counted.outcomes == []
    assert await house.feeds.counts() == []
    before = await house.events()
    assert bool(before) is (step == "note")
    house.away.clear()
    assert outcomes(await house.take(admission("1"), admission("2", "T2"))) == ["accepted", "accepted"]
    events = await house.events()
    assert len({event.event_id for event in events}) == 2
    assert len({event.subject_ref for event in events}) == 2
    assert outcomes(await house.take(admission("1"))) == ["duplicate"]


async def test_a_log_that_is_away_takes_nothing_and_returns(house: House) -> None:
    """A stopped log makes senders wait; when it is back their resends are taken once."""
    house.log.answer(False)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await house.take(admission("1"))
    assert house.counted.feeds_put_off == ["rzz", "rzz"]
    house.log.answer(True)
    assert outcomes(await house.take(admission("1"))) == ["accepted"]
    assert len(await house.events()) == 1
    assert len(house.counted.feeds_put_off) == 2


async def test_refused_messages_disturb_nobody(house: House) -> None:
    """A message that is wrong is parked with its reason, and its neighbours in the batch are taken."""
    receipts = await house.take(refused("x"), admission("1"), refused("y"))
    assert outcomes(receipts) == ["rejected", "accepted", "rejected"]
    rows = [await house.quarantine.one(receipt.parked_id or "") for receipt in receipts]
    assert [row and row.rule for row in rows] == ["message_type_unsupported", None, "message_type_unsupported"]
    assert house.calls[:2] == ["seen", "park"]
    (count,) = await house.feeds.counts()
    assert (count.received, count.accepted, count.rejected) == (3, 1, 2)


def _held(what: str) -> Received:
    """Give a message whose door let U+0000 through."""
    sound = admission("1")
    told, (event,) = sound.translation, sound.translation.events
    if what == "source_organisation":
        return sound._replace(translation=replace(told, source_organisation="R\0ZZ"))
    number, place = ("S\0", None) if what == "spell.number" else ("SP1", Place("RZZ01", "W\x007"))
    body = replace(event.body, spell=Spell("RZZ", number), place=place)
    if what == "author":
        event, body = replace(event, author="\0"), event.body
    return sound._replace(translation=replace(told, events=(replace(event, body=body),)))


@pytest.mark.parametrize("what", ["spell.number", "place.ward", "author", "source_organisation"])
async def test_a_text_that_no_database_keeps_is_refused_whatever_its_door_let_in(house: House, what: str) -> None:
    """What is in the log is there for ever, so no clear text with U+0000 comes there; the message is parked."""
    (receipt, sound) = await house.take(_held(what), admission("2", "T2"))
    assert (receipt.outcome, sound.outcome) == ("rejected", "accepted")
    row = await house.quarantine.one(receipt.parked_id or "")
    assert row is not None
    assert (row.path, row.rule) == (what, "control_character")
    assert len(await house.events()) == 1


async def test_a_quarantine_that_is_away_refuses_the_batch(house: House) -> None:
    """A refused message that cannot be kept is not answered as if it were; its sender keeps it."""
    house.away.add("park")
    with pytest.raises(Unavailable):
        await house.take(refused("x"), admission("1"))
    assert await house.events() == []


async def test_frames_too_long_to_hold_are_parked_one_by_one(house: House) -> None:
    """Of a frame that was too long only the reason is kept; a second one, and an empty frame, are other rows."""
    reason = Finding("MSH", "frame_too_long", "The frame is longer than this listener takes.", "error")
    empty = Finding("MSH", "header_missing", "A message begins with MSH.", "error")
    rows = [
        Received("rzz", b"", NOW + place, Translation("rejected", (), (one,), ""))
        for place, one in enumerate([empty, reason, reason])
    ]
    receipts = await house.take(*rows)
    assert len({receipt.parked_id for receipt in receipts}) == 3
    assert len(await house.quarantine.parked()) == 3
