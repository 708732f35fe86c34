"""Who came while two folds were exchanged: people of the lane, and nobody whose record lies in it by mistake."""

from collections.abc import AsyncIterator, Sequence

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.bench.lives import LIFE, events
from hub.domain.lanes import lane_of
from hub.events.catalogue import DAY, DISCHARGE
from hub.ports.log import BEGINNING, Draft, Partition, Record
from hub.ports.store import Claim
from hub.runtime.newcomers import Newcomers
from hub.runtime.shadow import Role
from tests.runtime.folded_twice import LANES, House, care
from tests.runtime.made import person

PEOPLE = [person(f"newcomer {number}") for number in range(20)]


async def test_a_person_of_another_lane_is_not_exchanged_with_this_one() -> None:
    """The fold parks a record in the wrong partition; exchanging whoever it names would move another lane's states."""
    log = MemoryLog(ManualClock(0), Placement(lanes=LANES))
    await log.append([Draft(DISCHARGE, key, b"", number=0) for key in PEOPLE])
    await log.append([Draft(DAY, b"lane", b"", number=0)])
    ours = {key for key in PEOPLE if lane_of(key, LANES) == 0}
    assert 0 < len(ours) < len(PEOPLE)
    at = {Partition(topic, 0): BEGINNING for topic in (DISCHARGE, DAY)}
    upto = {Partition(DISCHARGE, 0): len(PEOPLE) - 1, Partition(DAY, 0): 0}
    assert await Newcomers(log, at, 7).touched(upto) == ours
    newcomers = Newcomers(log, at, 7)
    assert await newcomers.touched({Partition(DISCHARGE, 0): 8}) == ours & set(PEOPLE[:9])
    assert await newcomers.touched(upto) == ours


async def test_a_lane_is_not_held_while_the_log_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its worker takes it again after a moment: what came while everybody was compared is read before, not within."""
    house = House(care())
    lives = list(events(4 * LIFE, 4))
    await house.send(lives[:40])
    await house.settle()
    rebuild = house.again()
    await rebuild.begin(range(LANES), Role.PREVIOUS, told=True)
    await rebuild.fold()
    found = await rebuild.compare()
    await house.send(lives[40:])
    await house.settle()
    store, read, steps = house.kept.store, house.log.read, list[str]()
    claim = store.claim

    async def claimed(partition: Partition, group: str) -> Claim:
        """Note that live is held."""
        steps.append(f"held {partition.number}")
        return await claim(partition, group)

    def reading(partition: Partition, after: int, *, limit: int) -> AsyncIterator[Sequence[Record]]:
        """Note what is read."""
        steps.append(f"read {partition.number}")
        return read(partition, after, limit=limit)

    monkeypatch.setattr(store, "claim", claimed)
    monkeypatch.setattr(house.log, "read", reading)
    await rebuild.exchange(found, Role.PREVIOUS)
    of_a_lane = [step for step in steps if step in {"held 0", "read 0"}]
    assert {"held 0", "read 0"} == set(of_a_lane)
    assert "read 0" not in of_a_lane[of_a_lane.index("held 0") :]
