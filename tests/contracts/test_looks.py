"""The contract over every book of what readers were shown."""

import asyncio
from datetime import date

import pytest

from hub.adapters.memory_looks import MemoryLooks
from hub.adapters.postgres_looks import PostgresLooks
from hub.ports.looks import Looks
from tests.store_rows import person

ADA, BEN = b"reader-ada", b"reader-ben"
DAY = date(2026, 11, 23)
ONE, TWO, THREE = person(1), person(2), person(3)


@pytest.fixture(params=["memory", "postgres"])
def book(request: pytest.FixtureRequest) -> Looks:
    """Give each kind of book in turn."""
    if request.param == "memory":
        return MemoryLooks()
    return PostgresLooks(request.getfixturevalue("database"))


async def test_a_page_that_is_opened_again_gives_what_was_shown_before(book: Looks) -> None:
    """Nothing at first; then what the last opening showed, whoever is new left out; and the same until the next."""
    assert await book.opened(ADA, "board", {ONE: b"a", TWO: b"b"}, DAY) == {}
    assert await book.opened(ADA, "board", {ONE: b"c", TWO: b"b", THREE: b"d"}, DAY) == {ONE: b"a", TWO: b"b"}
    for _ in range(2):
        assert await book.before(ADA, "board", [ONE, TWO, THREE]) == {ONE: b"a", TWO: b"b"}
    assert await book.opened(ADA, "board", {ONE: b"c", THREE: b"e"}, DAY) == {ONE: b"c", THREE: b"d"}


async def test_readers_and_pages_are_apart(book: Looks) -> None:
    """What one has seen says nothing of another, nor the board of a person's page."""
    await book.opened(ADA, "board", {ONE: b"a"}, DAY)
    assert await book.opened(BEN, "board", {ONE: b"a"}, DAY) == {}
    assert await book.opened(ADA, "person", {ONE: b"a"}, DAY) == {}
    assert await book.before(ADA, "board", [ONE]) == {}
    assert await book.opened(ADA, "board", {}, DAY) == {}
    assert await book.before(ADA, "board", []) == {}


async def test_two_windows_of_one_reader_do_not_hinder_each_other(book: Looks) -> None:
    """Opened at the same time, in any order of people: both are answered."""
    shown = {person(n): bytes([n]) for n in range(1, 30)}
    other = dict(reversed(shown.items()))
    await asyncio.gather(*(book.opened(ADA, "board", each, DAY) for each in (shown, other) * 5))
    assert await book.before(ADA, "board", list(shown)) == shown


async def test_what_nobody_opened_for_long_is_forgotten(book: Looks) -> None:
    """By the day on which it was noted; who opens a page often keeps it."""
    await book.opened(ADA, "board", {ONE: b"a", TWO: b"b"}, DAY)
    await book.opened(ADA, "board", {ONE: b"a"}, date(2026, 11, 24))
    assert await book.forget(date(2026, 11, 24)) == 1
    assert await book.opened(ADA, "board", {ONE: b"x", TWO: b"y"}, DAY) == {ONE: b"a"}
