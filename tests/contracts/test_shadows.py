"""Two folds in the same tables: what every store promises about comparing, exchanging and removing one of them."""

from typing import NamedTuple

import msgspec
import pytest

from hub.adapters.memory_shadows import MemoryShadows
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_shadows import PostgresShadows
from hub.adapters.postgres_store import PostgresStore
from hub.adapters.spread_shadows import SpreadShadows
from hub.adapters.spread_store import SpreadStore
from hub.errors import PositionRefused
from hub.ports.board_filter import BoardFilter
from hub.ports.listing import Listing
from hub.ports.log import BEGINNING, Partition
from hub.ports.shadows import Held, Shadows
from hub.ports.store import Claim, Move, Store
from tests.store_rows import GROUP, LANE, TODAY, batch, event, person, state, waiting

LANES = 8
SHADOW = "care~shadow"
STEPS = Partition("exchanges", LANE.number)
BOTH = ("joint", "joint~shadow")


class Kept(NamedTuple):
    """One store, asked for one fold and for two."""

    store: Store
    shadows: Shadows


@pytest.fixture(params=["memory", "postgres", "spread"])
def kept(request: pytest.FixtureRequest) -> Kept:
    """Give each kind of store in turn."""
    if request.param == "memory":
        memory = MemoryShadows(LANES)
        return Kept(memory, memory)
    if request.param == "spread":
        servers = [MemoryShadows(LANES) for _ in range(3)]
        return Kept(SpreadStore(servers, LANES), SpreadShadows(servers, LANES))
    database: Database = request.getfixturevalue("database")
    return Kept(PostgresStore(database, LANES), PostgresShadows(database))


async def both_folds(kept: Kept, *numbers: int) -> Claim:
    """Write these people in both folds, the live one at position 7; give the claim on the live partition."""
    claim = await kept.store.claim(LANE, GROUP)
    await kept.store.put(batch(claim, 7, *(state(n) for n in numbers), history=[event(n, 1) for n in numbers]))
    shadow = await kept.store.claim(LANE, SHADOW)
    await kept.store.put(batch(shadow, 7, *(state(n, "joint~shadow") for n in numbers), group=SHADOW))
    return Claim(7, claim.epoch)


async def test_a_page_gives_whole_people_in_order_and_where_live_stood(kept: Kept) -> None:
    """Paging meets everybody once, both rows of each, with the live positions of the same moment."""
    await both_folds(kept, *range(10))
    found, after = [], b""
    while rows := (page := await kept.shadows.page(GROUP, BOTH, after, 7)).rows:
        assert len(rows) % 2 == 0
        assert page.positions == {LANE: 7}
        found += [(row.subject, row.processor) for row in rows]
        after = rows[-1].subject
    assert found == sorted((person(n), name) for n in range(10) for name in BOTH)


async def test_a_page_gives_the_processors_asked_for_alone(kept: Kept) -> None:
    """Notes and days of a lane, and other processors, are nobody's state here."""
    await both_folds(kept, 1)
    await kept.store.put(batch(await kept.store.claim(LANE, "other"), 1, state(2, "record"), group="other"))
    assert [row.subject for row in (await kept.shadows.page(GROUP, BOTH, b"", 100)).rows] == [person(1)] * 2


async def test_people_by_name_are_found_with_where_live_stood(kept: Kept) -> None:
    """Somebody who is looked at again is read in one moment with the positions, and a stranger is absent."""
    await both_folds(kept, 1, 2)
    found = await kept.shadows.of(GROUP, BOTH, [person(2), person(3)])
    assert [(row.processor, row.subject) for row in found.rows] == [(name, person(2)) for name in BOTH]
    assert found.positions == {LANE: 7}


async def test_events_that_no_history_holds_are_named(kept: Kept) -> None:
    """An event counts as held by the person it is filed under, and by nobody else."""
    await both_folds(kept, 1, 2)
    elsewhere = msgspec.structs.replace(event(1, 1), subject=person(2))
    asked = [event(1, 1), event(2, 1), event(3, 1), elsewhere]
    assert set(await kept.shadows.unknown(asked)) == {event(3, 1).event_id, elsewhere.event_id}
    assert not await kept.shadows.unknown([])


async def test_an_exchange_writes_everything_while_live_stands_still(kept: Kept) -> None:
    """Both rows, the outbox and the step are there together, and live's own position is as it was."""
    claim = await both_folds(kept, 1)
    step = await kept.store.claim(STEPS, SHADOW)
    exchange = batch(
        step, 0, state(1, value=b"theirs"), state(1, "joint~shadow", b"ours"), outbox=[waiting(1)], group=SHADOW,
        partition=STEPS,
    )  # fmt: skip
    await kept.shadows.put_while(Held(GROUP, {LANE: claim}), exchange)
    rows = (await kept.shadows.of(GROUP, BOTH, [person(1)])).rows
    assert [row.value for row in rows] == [b"theirs", b"ours"]
    assert [row for _, row in await kept.store.outbox(LANE.number, 10)] == [waiting(1)]
    assert (await kept.store.position(STEPS, SHADOW), await kept.store.position(LANE, GROUP)) == (0, 7)


@pytest.mark.parametrize("moved", ["taken", "moved", "never claimed", "step done"])
async def test_an_exchange_is_refused_whole_when_live_does_not_stand_still(kept: Kept, moved: str) -> None:
    """A worker that came back, a batch that came between, or the same step again: nothing is written."""
    claim = await both_folds(kept, 1)
    step = await kept.store.claim(STEPS, SHADOW)
    held = {LANE: claim}
    match moved:
        case "taken":
            await kept.store.claim(LANE, GROUP)
        case "moved":
            await kept.store.put(batch(claim, 8))
        case "never claimed":
            held |= {Partition("hub.identity.v1", LANE.number): Claim(BEGINNING, 1)}
        case _:
            await kept.store.put(batch(step, 0, group=SHADOW, partition=STEPS))
    exchange = batch(step, 0, state(1, value=b"theirs"), outbox=[waiting(1)], group=SHADOW, partition=STEPS)
    with pytest.raises(PositionRefused):
        await kept.shadows.put_while(Held(GROUP, held), exchange)
    assert [row.value for row in (await kept.shadows.of(GROUP, BOTH, [person(1)])).rows] == [state(1).value] * 2
    assert await kept.store.outbox(LANE.number, 10) == []


async def test_after_an_exchange_the_former_worker_is_refused(kept: Kept) -> None:
    """A batch that was folded on the former rows would bring them back: its claim is older than the exchange's."""
    former = await both_folds(kept, 1)
    held = await kept.store.claim(LANE, GROUP)
    step = await kept.store.claim(STEPS, SHADOW)
    exchange = batch(step, 0, state(1, value=b"theirs"), group=SHADOW, partition=STEPS)
    await kept.shadows.put_while(Held(GROUP, {LANE: held}), exchange)
    with pytest.raises(PositionRefused):
        await kept.store.put(batch(former, 8, state(1, value=b"ours again")))
    assert (await kept.store.state("joint", person(1))) == state(1, value=b"theirs")


async def test_removing_a_shadow_leaves_everything_else(kept: Kept) -> None:
    """Its rows and positions go, in as many parts as it takes, and a repeat finds nothing left."""
    await both_folds(kept, *range(30))
    before = (await kept.shadows.page(GROUP, ["joint"], b"", 100)).rows
    assert await kept.shadows.remove(SHADOW, ["joint~shadow"]) == 30
    assert await kept.shadows.remove(SHADOW, ["joint~shadow"]) == 0
    assert (await kept.shadows.page(GROUP, BOTH, b"", 100)).rows == before
    assert await kept.store.positions(SHADOW) == {}
    assert await kept.store.positions(GROUP) == {LANE: 7}


async def test_no_reader_of_the_live_state_meets_a_shadow(kept: Kept) -> None:
    """Board, counts, filters, due days and states name the live processor, and the shadow's rows are of another."""
    listing = Listing("open", "QOX", "E06000022", "RA9", ("VL1",), TODAY, TODAY, TODAY)
    claim = await kept.store.claim(LANE, SHADOW)
    also = Move(STEPS, await kept.store.claim(STEPS, SHADOW), 0)
    await kept.store.put(
        batch(claim, 0, state(1, "joint~shadow", due_on=TODAY, listing=listing), group=SHADOW, also=[also])
    )
    ask = BoardFilter(TODAY)
    assert await kept.store.board(ask) == []
    assert await kept.store.counts(ask) == {}
    assert not any((await kept.store.choices(ask)).values())
    assert await kept.store.due(LANE.number, ["joint"], TODAY) == []
    assert await kept.store.state("joint", person(1)) is None
    assert await kept.store.load(LANE.number, ["joint", "record"], [person(1)]) == {}
    assert await kept.store.positions(GROUP) == {}
