"""Histories that are removed beside a running hub: nothing comes back, and a rebuild ends in the same rows."""

from collections.abc import Mapping

import pytest

from hub.domain.lanes import lane_of
from hub.errors import PositionRefused, Rejected
from hub.events.discharge import Spell, SpellAdmitted
from hub.events.values import Moment
from hub.ports.log import Partition
from hub.ports.store import Batch, Claim, Move, StateRow
from hub.runtime.rows import unpack
from hub.runtime.shadow import Role
from tests.runtime.folded_twice import LANES
from tests.runtime.made import MONDAY, happened, merged, stay, unmerged
from tests.runtime.retained import (
    EIGHT_YEARS_H,
    LONG_AFTER,
    NEW,
    OLD,
    OTHER,
    REASON,
    anybody,
    let_go,
    lived,
    old,
    states_of,
    types_of,
)


async def test_an_event_that_comes_afterwards_brings_nobody_back() -> None:
    """A late event of somebody whose history went meets the word that they are forgotten: no board has them."""
    house = await lived()
    await let_go(house)
    admitted = SpellAdmitted(Spell("RZZ", "SP8"), Moment(MONDAY), "I")
    late = happened(OLD, admitted, 5, recorded=EIGHT_YEARS_H + 100)
    await house.send([late])
    await house.settle()
    row = (await states_of(house, OLD))["joint"]
    assert (row.listing, row.due_on) == (None, None)
    view = house.group.processors[0].view(house.group.processors[0].decode(unpack(row.value).state), LONG_AFTER)
    assert view["forgotten_at"]
    assert sorted(await types_of(house, OLD)) == ["SpellAdmitted", "SubjectKeyDestroyed"]


async def test_a_rebuild_ends_where_live_is_and_says_what_it_left_out() -> None:
    """The log still has the clear events: they are in nobody's history, so the second fold leaves them out too."""
    house = await lived()
    for key in (OTHER, OLD):
        await house.send([merged(OTHER, OLD, 300), unmerged(OTHER, OLD, 310), merged(OTHER, OLD, 320)], key)
    await house.send(stay(OTHER, "SP3", 0))
    await house.settle()
    await let_go(house)
    rebuild = house.again()
    await rebuild.begin(range(LANES), Role.PREVIOUS, told=False)
    await rebuild.fold()
    found = await rebuild.compare()
    assert (found.equal, found.other_form) == (True, False)
    assert await house.rows([OLD, NEW, OTHER], "~shadow") == await house.rows([OLD, NEW, OTHER])
    assert sum(note.apart.count for note in (await rebuild.notes()).values()) >= 3


async def test_nothing_goes_while_a_second_fold_lies_beside() -> None:
    """Going back to it would bring back what was removed: the operator discards it first."""
    house = await lived()
    await house.turned()
    with pytest.raises(Rejected, match="fold_beside"):
        await old(house).run(anybody, REASON, 0)
    assert len(await types_of(house, OLD)) == 3


async def test_a_worker_that_loaded_before_writes_nothing_after() -> None:
    """A lane that has read the old state cannot put it back: its claim is refused once the history went."""
    house = await lived()
    await old(house).run(anybody, REASON, 0)
    await house.settle()
    store, lane = house.kept.store, lane_of(OLD, LANES)
    mine = [at for at in await store.positions("care") if at.number == lane]
    held = {at: await store.claim(at, "care") for at in mine}
    await old(house).letting_go.lane(lane, [OLD])
    with pytest.raises(PositionRefused):
        await store.put(_batch(held, await states_of(house, OLD)))


def _batch(held: Mapping[Partition, Claim], states: Mapping[str, StateRow]) -> Batch:
    moves = [Move(at, claim, claim.position + 1) for at, claim in held.items()]
    return Batch("care", moves, list(states.values()), (), (), ())


async def test_a_lane_that_is_never_still_is_told_and_keeps_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that comes back first each time: after ten attempts the run ends, with nothing removed."""
    house = await lived()
    await old(house).run(anybody, REASON, 0)
    await house.settle()
    tried: list[int] = []

    async def moved(*_: object) -> None:
        tried.append(1)
        raise PositionRefused("moved")

    monkeypatch.setattr(house.kept.shadows, "put_while", moved)
    with pytest.raises(PositionRefused):
        await old(house).run(anybody, REASON, 0)
    assert len(tried) == 10
    assert len(await types_of(house, OLD)) == 4
