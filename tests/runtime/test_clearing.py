"""Letting go of what has been kept for its time."""

from datetime import date

from msgspec.structs import replace

from connectors.lawful_basis import RULE
from hub.adapters.memory_books import MemoryFeeds, MemoryQuarantine
from hub.adapters.memory_looks import MemoryLooks
from hub.domain.days import start_of
from hub.ports.books import Sighting
from hub.runtime.clearing import NO_BASIS, NO_BASIS_DAYS, clear_away, forget_looks
from tests.store_rows import parked

NOW = start_of(date(2026, 11, 30))
DAY = 86_400_000


def test_the_rule_is_the_one_that_referrals_are_held_by() -> None:
    """What the benefit connector holds unread is what the clearing erases."""
    assert NO_BASIS == RULE


async def test_a_record_without_basis_is_erased_on_its_28th_day_and_not_before() -> None:
    """Held unread for at most 28 days: the law's limit, to the millisecond; a wrong date waits for its sender."""
    book = MemoryQuarantine()
    limit = NOW - NO_BASIS_DAYS * DAY
    held = [replace(parked(n, at), rule=NO_BASIS) for n, at in ((1, limit - 1), (2, limit))]
    await book.park([*held, parked(3, limit - 100 * DAY)])
    assert (await clear_away(MemoryFeeds(), book, NOW, 35)).parked == 1
    assert [await book.one(f"parked-{n}") is None for n in (1, 2, 3)] == [True, False, False]


async def test_every_old_sighting_goes_however_many() -> None:
    """A busy feed's month is let go in one visit, in pieces that keep no lock for long."""
    book = MemoryFeeds()
    old = [Sighting("rzz", str(n), b"digest") for n in range(25_000)]
    await book.note(old, [], NOW - 36 * DAY)
    await book.note([Sighting("rzz", "new", b"digest")], [], NOW - 34 * DAY)
    assert (await clear_away(book, MemoryQuarantine(), NOW, 35)).sightings == 25_000
    assert await book.seen([old[0], Sighting("rzz", "new", b"digest")]) == ["new", "same"]


async def test_what_a_reader_was_shown_goes_after_ninety_days() -> None:
    """Whoever comes back within them is told what changed; whoever does not leaves nothing behind."""
    book, who = MemoryLooks(), bytes(16)
    await book.opened(b"reader", "board", {who: b"a"}, date(2026, 9, 1))
    assert await forget_looks(book, start_of(date(2026, 11, 30))) == 0
    assert await forget_looks(book, start_of(date(2026, 12, 1))) == 1
    assert await book.opened(b"reader", "board", {who: b"b"}, date(2026, 12, 1)) == {}
