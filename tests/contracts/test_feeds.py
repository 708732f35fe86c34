"""The contract over every feed book."""

import asyncio
from hashlib import sha256

import pytest

from hub.adapters.memory_feeds import MemoryFeeds
from hub.adapters.postgres_feeds import PostgresFeeds
from hub.ports.books import FeedBook, FeedCount, Sighting


@pytest.fixture(params=["memory", "postgres"])
def book(request: pytest.FixtureRequest) -> FeedBook:
    """Give each kind of feed book in turn."""
    if request.param == "memory":
        return MemoryFeeds()
    return PostgresFeeds(request.getfixturevalue("database"))


def sighting(message_id: str, content: str = "a", feed: str = "RYA-PAS") -> Sighting:
    """Give a message as the book remembers it."""
    return Sighting(feed, message_id, sha256(content.encode()).digest())


async def test_a_resend_is_known_and_a_reused_id_is_told_apart(book: FeedBook) -> None:
    """A resend is acknowledged and not taken again; the same control id with another body is not a resend."""
    await book.note([sighting("1"), sighting("2")], [], 1)
    asked = [sighting("1"), sighting("1", "b"), sighting("3"), sighting("1", feed="RH8-PAS"), sighting("2")]
    assert await book.seen(asked) == ["same", "other", "new", "new", "same"]
    assert await book.seen([]) == []


async def test_a_reused_id_that_was_taken_after_all_is_known_in_both_contents(book: FeedBook) -> None:
    """Once somebody let the second body through, a resend of either is a resend."""
    await book.note([sighting("1")], [], 1)
    await book.note([sighting("1", "b"), sighting("1", "b")], [], 2)
    assert await book.seen([sighting("1"), sighting("1", "b"), sighting("1", "c")]) == ["same", "same", "other"]


async def test_messages_without_an_id_are_told_apart_by_content(book: FeedBook) -> None:
    """A sender that leaves its control id out is not accused of reusing one."""
    await book.note([sighting("")], [], 1)
    assert await book.seen([sighting(""), sighting("", "b")]) == ["same", "new"]


async def test_counts_add_up_per_feed(book: FeedBook) -> None:
    """The feeds page shows what each feed sent so far, when it last spoke, and its last sequence number."""
    first = FeedCount("RYA-PAS", 3, 1, 1, 1, last_sequence=7)
    await book.note([], [first, FeedCount("RH8-PAS", 1, findings=2)], 50)
    await book.note([], [FeedCount("RYA-PAS", 2, 1, duplicates=1)], 40)
    assert await book.counts() == [
        FeedCount("RH8-PAS", 1, findings=2, last_at=50),
        FeedCount("RYA-PAS", 5, 2, 1, 1, 1, 0, 50, 7),
    ]


async def test_many_connections_count_together(book: FeedBook) -> None:
    """Eight connections of one feed lose no count to each other."""
    await asyncio.gather(*(book.note([sighting(str(n))], [FeedCount("RYA-PAS", 1)], n) for n in range(40)))
    assert await book.counts() == [FeedCount("RYA-PAS", 40, last_at=39)]


async def test_of_messages_that_claim_one_id_at_a_time_one_has_it(book: FeedBook) -> None:
    """It keeps it when it asks again; another one has it once the claim is stale, and another id is free."""
    claims = [sighting("corrects 1", str(n)) for n in range(8)]
    told = await asyncio.gather(*(book.claim(each, 100, 50) for each in claims))
    assert sum(told) == 1
    first, other = claims[told.index(True)], claims[told.index(False)]
    assert (await book.claim(first, 110, 60), await book.claim(other, 120, 110)) == (True, False)
    assert await book.claim(sighting("corrects 2", "0"), 120, 70)
    assert (await book.claim(other, 130, 111), await book.claim(first, 140, 120)) == (True, False)


async def test_old_messages_are_forgotten_and_their_counts_stay(book: FeedBook) -> None:
    """The book does not grow for ever: what no sender repeats any more is let go, a few at a time."""
    await book.note([sighting(str(n)) for n in range(3)], [FeedCount("RYA-PAS", 3)], 10)
    await book.note([sighting("9")], [], 20)
    assert await book.forget(20, 2) == 2
    assert await book.forget(20, 2) == 1
    assert await book.forget(20, 2) == 0
    assert await book.seen([sighting("0"), sighting("9"), sighting("9", "b")]) == ["new", "same", "other"]
    assert (await book.counts())[0].received == 3
