"""Forgetting destroys one person's keys, of every record that is theirs and of nobody else's."""

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec.structs import replace

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_books import MemoryIdentities, MemoryKeys, MemoryQuarantine
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.events.catalogue import BY_TYPE, PEOPLE_TOPICS
from hub.events.envelope import Event
from hub.events.values import ERASED
from hub.people.index import PersonIndex
from hub.people.master_key import MasterKey
from hub.people.vault import Opened, ToSeal, Vault
from hub.ports.log import Draft
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.catching_up import catch_up
from hub.runtime.forgetting import Forgetting
from hub.runtime.lane import LaneParts
from tests.runtime.made import merged, person, stay, unmerged

CODEC = EventCodec()
A, B, C = person("one record"), person("the same person's other record"), person("somebody who was taken apart again")


class House:
    """A log, a store and a vault in memory."""

    def __init__(self) -> None:
        self.clock = ManualClock(start_of(date(2026, 11, 20)))
        self.log, self.store = MemoryLog(self.clock, Placement(lanes=1)), MemoryStore(1)
        self.vault = Vault(MemoryKeys(), MasterKey({"test": bytes(32)}))
        people = PersonIndex(MemoryIdentities(), bytes(32), live=False)
        self.quarantine = MemoryQuarantine()
        self.forgetting = Forgetting(self.log, CODEC, people, self.vault, self.store, self.clock, self.quarantine)
        group = Group("care", (JointProcessor(),), PEOPLE_TOPICS)
        self.parts = LaneParts(self.log, self.store, CODEC, group, self.clock, lambda *_: None)

    async def send(self, events: Sequence[Event], *keys: bytes) -> None:
        """Append events under their own person's key, or under each of `keys`, and fold them."""
        for event in events:
            drafts = [
                Draft(BY_TYPE[event.type].topic, key, CODEC.encode(event)) for key in keys or (event.subject_ref,)
            ]
            await self.log.append(drafts)
        await catch_up(self.parts)

    async def readable(self, sealed: Event) -> bool:
        """Whether what was sealed with an event can still be read."""
        (answer,) = await self.vault.open([sealed])
        assert isinstance(answer, Opened) or answer is ERASED
        return isinstance(answer, Opened)

    async def sealed(self, subject: bytes) -> Event:
        """Give a person's admission with a name sealed in it."""
        event = stay(subject, subject.hex()[:6], 0)[0]
        item = ToSeal(subject, "care_record", event.event_id, event.type, {"name": {"family": "Invented"}})
        return replace(event, sealed=(await self.vault.seal([item]))[0])


@pytest.fixture
def house() -> House:
    """Give an empty house."""
    return House()


async def test_every_record_of_the_person_is_forgotten_and_no_other(house: House) -> None:
    """A was merged into B and is B; C was merged and taken apart again, and keeps what is C's."""
    sealed = {who: await house.sealed(who) for who in (A, B, C)}
    await house.send(list(sealed.values()))
    await house.send([merged(A, B, 300)], A, B)
    await house.send([merged(C, B, 301), unmerged(C, B, 302)], C, B)
    evidence = await house.forgetting.forget(B, "retention ended")
    assert (evidence["records"], evidence["keys_destroyed"]) == (2, 2)
    assert [await house.readable(sealed[who]) for who in (A, B, C)] == [False, False, True]


async def test_replay_carries_on_with_an_erased_person(house: House) -> None:
    """Codes and times stay and the evidence is in the log; forgetting twice destroys nothing more."""
    await house.send([await house.sealed(A)])
    await house.forgetting.forget(A, "retention ended")
    again = await house.forgetting.forget(A, "retention ended")
    await catch_up(house.parts)
    assert again["keys_destroyed"] == 0
    assert [row.type for row in await house.store.history(A)].count("SpellAdmitted") == 1
    assert "SubjectKeyDestroyed" in {row.type for row in await house.store.history(A)}


async def test_a_record_that_is_taken_apart_again_stays_forgotten(house: House) -> None:
    """A was merged into B when B was forgotten; a later un-merge brings nobody back to the board."""
    await house.send([*stay(A, "SP1", 0), *stay(B, "SP2", 0)])
    await house.send([merged(A, B, 300)], A, B)
    await house.forgetting.forget(B, "retention ended")
    await catch_up(house.parts)
    await house.send([unmerged(A, B, 400)], A, B)
    for who in (A, B):
        row = await house.store.state("joint", who)
        assert row is not None
        assert (row.now, row.listing) == (None, None)
