"""The contract over every quarantine."""

import pytest
from msgspec.structs import replace

from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.adapters.postgres_quarantine import PostgresQuarantine
from hub.errors import NotFound
from hub.ports.books import Quarantine, Wanted
from tests.store_rows import parked


@pytest.fixture(params=["memory", "postgres"])
def book(request: pytest.FixtureRequest) -> Quarantine:
    """Give each kind of quarantine in turn."""
    if request.param == "memory":
        return MemoryQuarantine()
    return PostgresQuarantine(request.getfixturevalue("database"))


async def test_a_parked_message_comes_back_whole(book: Quarantine) -> None:
    """A sender's engineer sees the cause, and a redrive gets the sealed original byte for byte."""
    row = parked(1, 5, topic="hub.discharge.v1", lane=3, position=9, message_digest="ab12")
    await book.park([row])
    assert await book.one(row.id) == row
    assert await book.one("unknown") is None


async def test_the_newest_come_first_and_no_more_than_asked(book: Quarantine) -> None:
    """Whoever looks after a feed sees what broke last; of one moment, the later row is the newer."""
    await book.park([parked(1, 5), parked(2, 7), parked(3, 5), parked(4, 6)])
    assert [row.id for row in await book.parked()] == ["parked-2", "parked-4", "parked-3", "parked-1"]
    assert [row.id for row in await book.parked(Wanted(limit=2))] == ["parked-2", "parked-4"]


async def test_the_oldest_come_first_where_they_are_asked_for(book: Quarantine) -> None:
    """More than are taken at once: those that came first are taken first, and the rest is still there."""
    await book.park([parked(1, 5), parked(2, 7), parked(3, 5), parked(4, 4)])
    asked = await book.parked(Wanted(limit=3, oldest_first=True))
    assert [row.id for row in asked] == ["parked-4", "parked-1", "parked-3"]


async def test_one_feed_is_seen_alone(book: Quarantine) -> None:
    """A trust's engineer asks for the trust's own feed."""
    await book.park([parked(1), parked(2, feed="RH8-PAS")])
    assert [row.id for row in await book.parked(Wanted(feed="RH8-PAS"))] == ["parked-2"]


async def test_parking_again_changes_nothing(book: Quarantine) -> None:
    """A message that is delivered twice is parked once, and what was decided about it stands."""
    await book.park([parked(1)])
    await book.mark("parked-1", "dropped")
    await book.park([parked(1, 99)])
    assert await book.parked() == []
    assert await book.one("parked-1") == replace(parked(1), state="dropped")


async def test_a_marked_message_stays_and_is_found_under_its_state(book: Quarantine) -> None:
    """Nothing is ever lost: what was taken again is still there to show."""
    await book.park([parked(1), parked(2)])
    await book.mark("parked-1", "redriven")
    assert [row.id for row in await book.parked(Wanted("redriven"))] == ["parked-1"]
    assert [row.id for row in await book.parked()] == ["parked-2"]


async def test_marking_what_is_not_there_says_so(book: Quarantine) -> None:
    """A mistyped id is told, not taken for done."""
    with pytest.raises(NotFound):
        await book.mark("unknown", "dropped")


async def test_the_size_counts_what_nobody_dealt_with(book: Quarantine) -> None:
    """The figure that somebody watches falls as messages are taken again or dropped."""
    await book.park([parked(1), parked(2), parked(3, feed="RH8-PAS"), parked(4, feed="RZZ-PAS")])
    await book.mark("parked-4", "dropped")
    assert await book.sizes() == {"RYA-PAS": 2, "RH8-PAS": 1}


async def test_what_must_go_is_erased_by_rule_and_age(book: Quarantine) -> None:
    """A record held without a lawful basis is gone after its time, whatever was decided of it; others stay."""
    held = [replace(parked(n, at), rule="no_lawful_basis") for n, at in ((1, 5), (2, 9), (3, 10))]
    await book.park([*held, parked(4, 5)])
    await book.mark("parked-2", "dropped")
    assert await book.erase("no_lawful_basis", 10) == 2
    assert [await book.one(f"parked-{n}") is not None for n in (1, 2, 3, 4)] == [False, False, True, True]
    assert await book.erase("no_lawful_basis", 10) == 0


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(since=6), [2, 4]),
        (Wanted(until=6), [3, 1]),
        (Wanted(since=5, until=7), [4, 3, 1]),
        (Wanted(rule="no_such_rule"), []),
        (Wanted(rule="key_is_no_subject"), [4]),
        (Wanted(feed="RH8-PAS", since=5), [3]),
    ],
)
async def test_what_one_fault_left_behind_is_asked_for_by_time_and_rule(
    book: Quarantine, wanted: Wanted, found: list[int]
) -> None:
    """After a fault is mended an engineer takes what it parked, and nothing else: the span's end is left out."""
    await book.park([parked(1, 5), parked(2, 7), parked(3, 5, feed="RH8-PAS")])
    await book.park([replace(parked(4, 6), rule="key_is_no_subject")])
    assert [int(row.id.removeprefix("parked-")) for row in await book.parked(wanted)] == found


async def test_what_is_about_somebody_forgotten_goes_in_any_state(book: Quarantine) -> None:
    """Only the rows that are named go, also one that was taken again; a second time finds none."""
    await book.park([parked(1), parked(2), parked(3)])
    await book.mark("parked-1", "redriven")
    assert await book.remove(["parked-1", "parked-3", "unknown"]) == 2
    assert await book.remove(["parked-1"]) == 0
    assert await book.one("parked-1") is None
    assert [row.id for row in await book.parked()] == ["parked-2"]
