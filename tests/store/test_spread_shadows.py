"""Second folds over several servers: together they answer what one would answer, and each lane stays at home."""

from hypothesis import given
from hypothesis import strategies as st

from hub.adapters.memory_shadows import MemoryShadows
from hub.adapters.spread_shadows import SpreadShadows
from hub.adapters.spread_store import SpreadStore
from hub.bench.lives import LIFE, events, subject_of
from hub.domain.lanes import lane_of
from hub.ports.log import Partition
from hub.ports.shadows import Shadows
from hub.ports.store import StateRow, Store
from hub.runtime.shadow import Role
from tests.runtime.folded_twice import LANES as FEW_LANES
from tests.runtime.folded_twice import START, Deaf, House, Kept, care
from tests.store_rows import GROUP, LANES, batch, person

BOTH = ("joint", "joint~shadow")
PEOPLE = 4
LIVES = list(events(PEOPLE * LIFE, PEOPLE))
SUBJECTS = [subject_of(n) for n in range(PEOPLE)]

people = st.lists(st.tuples(st.integers(0, LANES - 1), st.sampled_from([BOTH, BOTH[:1], BOTH[1:]])), max_size=40)


async def _put(store: Store, rows: dict[int, list[StateRow]]) -> None:
    for lane, states in rows.items():
        partition = Partition("hub.discharge.v1", lane)
        claim = await store.claim(partition, GROUP)
        await store.put(batch(claim, lane + 10, *states, partition=partition))


async def _paged(shadows: Shadows, limit: int) -> list[tuple[bytes, str]]:
    found, after = [], b""
    while rows := (await shadows.page(GROUP, BOTH, after, limit)).rows:
        assert len(rows) <= limit
        found += [(row.subject, row.processor) for row in rows]
        after = rows[-1].subject
    return found


@given(people, st.integers(3, 250))
async def test_pages_over_several_servers_meet_everybody_once(
    lives: list[tuple[int, tuple[str, ...]]], limit: int
) -> None:
    """In the order of references, whole people, whatever each server has: a page that ends early hides nobody."""
    servers = [MemoryShadows(LANES) for _ in range(3)]
    rows: dict[int, list[StateRow]] = {}
    for number, (lane, processors) in enumerate(lives):
        rows.setdefault(lane, []).extend(StateRow(name, person(number, lane), b"s") for name in processors)
    await _put(SpreadStore(servers, LANES), rows)
    spread = SpreadShadows(servers, LANES)
    assert await _paged(spread, limit) == sorted((row.subject, row.processor) for mine in rows.values() for row in mine)
    positions = (await spread.page(GROUP, BOTH, b"", limit)).positions
    assert positions == {Partition("hub.discharge.v1", lane): lane + 10 for lane in rows}


async def test_a_rebuild_over_two_servers_switches_and_goes_back_as_over_one() -> None:
    """Rows, beliefs and the way back are those of a hub on one server, and each server holds its own lanes alone."""
    servers = [MemoryShadows(FEW_LANES) for _ in range(2)]
    house, one = House(care(), Kept(SpreadStore(servers, FEW_LANES), SpreadShadows(servers, FEW_LANES))), House(care())
    for each in (house, one):
        await each.day(START)
        await each.send(LIVES)
        await each.settle()
        assert sum((await each.turned(care(Deaf()))).values())
        await each.settle(care(Deaf()))
    assert await house.rows(SUBJECTS) == await one.rows(SUBJECTS)
    assert await house.believed() == await one.believed()
    for place, server in enumerate(servers):
        kept = {key[1] for key in server._states if key[1] in SUBJECTS}
        assert kept == {subject for subject in SUBJECTS if lane_of(subject, FEW_LANES) == place}
    for each in (house, one):
        await each.turned(care(), Role.NEXT)
    assert await house.rows(SUBJECTS) == await one.rows(SUBJECTS)
    assert await house.again().discard() == await one.again().discard() > 0
    assert not [key for server in servers for key in server._states if "~shadow" in key[0]]
