"""What several servers answer together is what one would answer; the one is the memory store, which spreads nothing."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.adapters.memory_store import MemoryStore
from hub.adapters.spread_quarantine import SpreadQuarantine
from hub.adapters.spread_store import SpreadStore
from hub.errors import NotFound
from hub.ports.board import cursor_of
from hub.ports.board_filter import BoardFilter
from hub.ports.books import Wanted
from hub.ports.listing import BoardDays, Listing
from hub.ports.log import Partition
from hub.ports.store import StateRow, Store
from tests.store_rows import GROUP, LANES, TODAY, batch, event, parked, person, waiting

people = st.lists(
    st.tuples(
        st.integers(0, LANES - 1),
        st.sampled_from(["open", "suspended", "in_hospital", "ended"]),
        st.integers(0, 3),
        st.sampled_from(["E10000001", "E10000002"]),
    ),
    max_size=30,
)


def both() -> tuple[MemoryStore, SpreadStore]:
    """Give one server, and three that share its lanes."""
    return MemoryStore(LANES), SpreadStore([MemoryStore(LANES) for _ in range(3)], LANES)


async def _put(store: Store, rows: dict[int, list[StateRow]]) -> None:
    for lane, states in rows.items():
        partition = Partition("hub.discharge.v1", lane)
        claim = await store.claim(partition, GROUP)
        await store.put(batch(claim, lane + 10, *states, partition=partition))


@given(people)
async def test_the_board_is_one_board(lives: list[tuple[int, str, int, str]]) -> None:
    """Pages, counts and choices are the same however many servers the people are spread over."""
    rows: dict[int, list[StateRow]] = {}
    for number, (lane, status, day, council) in enumerate(lives):
        listing = Listing(status, council=council, last_covered_day=TODAY + timedelta(days=day))
        days = BoardDays(TODAY - timedelta(days=day), TODAY, (council,))
        rows.setdefault(lane, []).append(StateRow("joint", person(number, lane), b"s", listing=listing, days=days))
    one, many = both()
    await _put(one, rows)
    await _put(many, rows)
    ask = BoardFilter(TODAY, limit=4)
    while page := await one.board(ask):
        assert await many.board(ask) == page
        ask = BoardFilter(TODAY, limit=4, after=cursor_of(page[-1], ask))
    assert not await many.board(ask)
    ask = BoardFilter(TODAY - timedelta(days=1), council="E10000001", limit=4)
    while page := await one.candidates(ask, ask.on):
        assert await many.candidates(ask, ask.on) == page
        ask = msgspec.structs.replace(ask, after=page[-1].subject)
    assert not await many.candidates(ask, ask.on)
    wide = BoardFilter(TODAY)
    assert dict(await many.counts(wide)) == dict(await one.counts(wide))
    assert await many.choices(wide) == await one.choices(wide)
    assert await many.positions(GROUP) == await one.positions(GROUP)


async def test_people_are_found_on_the_server_of_their_lane() -> None:
    """A single question goes to one server: a state, a history, the outbox, the name cards of a page."""
    servers = [MemoryStore(LANES) for _ in range(3)]
    spread = SpreadStore(servers, LANES)
    for lane in range(LANES):
        partition, subject = Partition("hub.discharge.v1", lane), person(lane, lane)
        row = event(lane, 1)
        mine = msgspec.structs.replace(row, subject=subject)
        claim = await spread.claim(partition, GROUP)
        outbox = [waiting(lane)]
        await spread.put(
            batch(claim, 0, StateRow("joint", subject, b"s"), partition=partition, history=[mine], outbox=outbox)
        )
        assert await servers[lane % 3].state("joint", subject) == await spread.state("joint", subject) is not None
        assert await spread.history(subject) == [mine]
        assert await spread.event(mine.event_id) == mine
        assert await spread.events_at([(subject, mine.order_key)]) == {subject: mine}
    assert await spread.waiting() == dict.fromkeys(range(LANES), 1)
    async with spread.lent(4, 10) as rows:
        assert [told for _, told in rows] == [told for _, told in await spread.outbox(4, 10)] == [waiting(4)]
    assert 4 not in await spread.waiting()
    assert await spread.event(b"nobody's") is None


async def test_what_any_lane_parked_is_in_the_one_quarantine() -> None:
    """An operator sees, marks and counts the parked of every server, and what a door parks stays with the books."""
    servers = [MemoryQuarantine(), MemoryQuarantine()]
    book = SpreadQuarantine(servers)
    await book.park([parked(1, 5)])
    await servers[1].park([parked(2, 9)])
    assert [row.id for row in await book.parked()] == ["parked-2", "parked-1"]
    assert [row.id for row in await book.parked(Wanted(limit=1))] == ["parked-2"]
    assert await book.sizes() == {"RYA-PAS": 2}
    await book.mark("parked-2", "redriven")
    assert (await servers[1].one("parked-2") or parked(2)).state == "redriven"
    assert await book.sizes() == {"RYA-PAS": 1}
    with pytest.raises(NotFound):
        await book.mark("nobody", "dropped")
    assert await book.one("nobody") is None
    assert await book.erase("not_a_date", 10) == 2
