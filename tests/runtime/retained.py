"""A house whose people were heard of long ago, or not so long, for the tests of retention."""

from datetime import date
from typing import Any

from hub.adapters.memory_ages import MemoryAges
from hub.adapters.memory_books import MemoryIdentities, MemoryKeys, MemoryQuarantine
from hub.adapters.memory_store import MemoryStore
from hub.adapters.retention_file import shipped_periods
from hub.domain.lanes import lane_of
from hub.events.envelope import Event
from hub.people.index import PersonIndex
from hub.people.master_key import MasterKey
from hub.people.vault import Vault
from hub.ports.store import StateRow
from hub.runtime.forgetting import Forgetting
from hub.runtime.letting_go import LettingGo
from hub.runtime.retaining import Retaining
from tests.runtime.folded_twice import CODEC, LANES, House, care
from tests.runtime.made import person, stay

LONG_AFTER, SOON_AFTER = date(2034, 12, 1), date(2030, 1, 1)
"""Eight years after everybody's stay in November 2026, and not yet."""
OLD, NEW, OTHER = person("heard of in 2026 alone"), person("heard of in 2034 too"), person("the same one's old record")
REASON = "retention period ended"
EIGHT_YEARS_H = 8 * 365 * 24


def old(house: House, day: date = LONG_AFTER) -> Retaining:
    """Give what retains in a house, as of a day."""
    store, shadows = house.kept
    assert isinstance(store, MemoryStore)
    vault = Vault(MemoryKeys(), MasterKey({"test": bytes(32)}))
    people = PersonIndex(MemoryIdentities(), bytes(32), live=False)
    forgetting = Forgetting(house.log, CODEC, people, vault, store, house.clock, MemoryQuarantine())
    letting_go = LettingGo(store, shadows, CODEC, house.group, day)
    ages = MemoryAges(store)
    return Retaining(store, ages, house.log, CODEC, house.group, forgetting, letting_go, shipped_periods(), day)


async def lived(*more: Event) -> House:
    """Give a house that knows OLD of 2026, and NEW, who came back in 2034; the clock is long after."""
    house = House(care())
    back = stay(NEW, "SP9", EIGHT_YEARS_H)[0]
    await house.send([*stay(OLD, "SP1", 0), *stay(NEW, "SP2", 0), back, *more])
    await house.day(LONG_AFTER)
    await house.settle()
    return house


async def anybody(_: bytes) -> None:
    """Let anybody be forgotten."""


async def let_go(house: House, day: date = LONG_AFTER) -> tuple[dict[str, Any], dict[str, Any]]:
    """Forget, let the fold hear it, and remove; give what both runs say."""
    first = await old(house, day).run(anybody, REASON, 0)
    await house.settle()
    return first, await old(house, day).run(anybody, REASON, 0)


async def types_of(house: House, subject: bytes) -> list[str]:
    """Name what is left of a history."""
    return [row.type for row in await house.kept.store.history(subject)]


async def states_of(house: House, subject: bytes) -> dict[str, StateRow]:
    """Give the states that are kept of somebody."""
    names = [processor.name for processor in house.group.processors]
    found = await house.kept.store.load(lane_of(subject, LANES), names, [subject])
    return {name: row for (name, _), row in found.items()}
