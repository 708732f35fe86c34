"""The contract over every access log."""

import asyncio
from collections.abc import Awaitable, Callable

import psycopg
import pytest
from msgspec.structs import replace
from psycopg.rows import args_row

from hub.adapters.memory_access import MemoryAccess
from hub.adapters.postgres_access import PostgresAccess
from hub.ports.books import Access, AccessBook
from hub.ports.chain import chained
from tests.store_rows import person

LINE = Access(5, "u-1", "social_worker", "E06000022", "read", "person", person(1), "CARE", "permit", "v1", "on duty")


@pytest.fixture(params=["memory", "postgres"])
def book(request: pytest.FixtureRequest) -> AccessBook:
    """Give each kind of access log in turn."""
    if request.param == "memory":
        return MemoryAccess()
    return PostgresAccess(request.getfixturevalue("database"))


Tamper = Callable[[str], Awaitable[None]]


@pytest.fixture
def tamper(book: AccessBook, request: pytest.FixtureRequest) -> Tamper:
    """Give a way round the guards, as somebody with the administrator's rights has it."""
    if isinstance(book, MemoryAccess):
        return lambda what: _in_memory(book, what)
    dsn = request.getfixturevalue("store_dsn")
    return lambda what: _in_tables(dsn, what)


async def _in_memory(book: MemoryAccess, what: str) -> None:
    if what == "change":
        book.lines[1] = replace(book.lines[1], user="somebody else")
    elif what == "forge":
        book.lines[1] = forged(book.lines[1])
    elif what == "remove":
        del book.lines[1]
    elif what == "cut":
        del book.lines[2:]
    elif what == "swap":
        book.lines[1], book.lines[2] = book.lines[2], book.lines[1]


SECOND = b"""
SELECT at, username, role, organisation, action, view, subject, purpose, decision, policy, reason, seq, previous, digest
FROM access_line WHERE seq = 2
"""
STATEMENTS = {
    "change": "UPDATE access_line SET username = 'somebody else' WHERE seq = 2",
    "remove": "DELETE FROM access_line WHERE seq = 2",
    "cut": "DELETE FROM access_line WHERE seq > 2",
    "swap": "UPDATE access_line SET seq = 7 - seq WHERE seq IN (3, 4)",
}


def forged(line: Access) -> Access:
    """Give a changed line whose own digest was made to fit."""
    return chained(replace(line, user="somebody else"), line.seq, line.previous)


async def _in_tables(dsn: str, what: str) -> None:
    async with await psycopg.AsyncConnection.connect(dsn) as connection:
        await connection.execute("ALTER TABLE access_line DISABLE TRIGGER stays")
        await connection.execute("SET CONSTRAINTS ALL DEFERRED")
        if what == "swap":
            await connection.execute("UPDATE access_line SET seq = -seq WHERE seq IN (2, 3)")
            await connection.execute("UPDATE access_line SET seq = 5 + seq WHERE seq < 0")
        elif what == "forge":
            async with connection.cursor(row_factory=args_row(Access)) as cursor:
                await cursor.execute(SECOND)
                line = forged(await anext(aiter(cursor)))
            given = (line.user, line.digest, line.seq)
            await connection.execute("UPDATE access_line SET username = %s, digest = %s WHERE seq = %s", given)
        else:
            await connection.execute(STATEMENTS[what].encode())
        await connection.execute("ALTER TABLE access_line ENABLE TRIGGER stays")


async def test_a_line_comes_back_with_its_place_in_the_chain(book: AccessBook) -> None:
    """Whoever writes a line can prove later that it was there, and behind which."""
    first, second = await book.write(LINE), await book.write(LINE)
    assert (first.seq, second.seq) == (1, 2)
    assert second.previous == first.digest
    assert first.digest != second.digest
    assert replace(second, seq=0, previous=b"", digest=b"") == LINE


async def test_who_looked_at_a_person_is_answered_newest_first(book: AccessBook) -> None:
    """A person who asks who looked at their record gets every look, also the refused ones, and nobody else's."""
    lines = [replace(LINE, at=n, subject=person(n % 2), decision="deny") for n in range(4)]
    lines.append(replace(LINE, subject=None))
    for line in lines:
        await book.write(line)
    assert [line.at for line in await book.of_subject(person(0))] == [2, 0]
    assert [line.at for line in await book.of_subject(person(0), limit=1)] == [2]


async def test_an_untouched_chain_holds(book: AccessBook) -> None:
    """An empty log and a long one both verify."""
    assert await book.verify() is None
    for _ in range(5):
        await book.write(LINE)
    assert await book.verify() is None


@pytest.mark.parametrize(("what", "broken"), [("change", 2), ("remove", 2), ("cut", 3), ("swap", 2), ("forge", 3)])
async def test_tampering_is_found_at_the_first_line_that_does_not_hold(
    book: AccessBook, tamper: Tamper, what: str, broken: int
) -> None:
    """A line that was changed, taken out, cut off the end or moved is named, even by somebody with all rights."""
    for _ in range(5):
        await book.write(LINE)
    await tamper(what)
    assert await book.verify() == broken


async def test_writing_after_tampering_hides_nothing(book: AccessBook, tamper: Tamper) -> None:
    """Lines written later do not heal a chain."""
    for _ in range(3):
        await book.write(LINE)
    await tamper("change")
    await book.write(LINE)
    assert await book.verify() == 2


async def test_many_readers_at_once_make_one_chain(book: AccessBook) -> None:
    """Two pages opened in the same moment never get the same place."""
    written = await asyncio.gather(*(book.write(replace(LINE, at=n)) for n in range(30)))
    assert sorted(line.seq for line in written) == list(range(1, 31))
    assert await book.verify() is None


@pytest.mark.parametrize(
    "statement", ["UPDATE access_line SET at = 0", "DELETE FROM access_line", "TRUNCATE access_line"]
)
def test_the_table_refuses_changes(store_dsn: str, statement: str) -> None:
    """A slip in a console cannot change who looked at whom."""
    with psycopg.connect(store_dsn) as connection, pytest.raises(psycopg.errors.RaiseException):
        connection.execute(statement.encode())
