"""The contract over every identity book."""

import asyncio

import psycopg
import pytest

from hub.adapters.memory_identities import MemoryIdentities
from hub.adapters.postgres_identities import PostgresIdentities
from hub.adapters.postgres_pool import Database
from hub.ports.books import IdentityBook, IdentityRow
from tests.store_rows import person

NHS, HOSPITAL, OTHER = b"digest of an NHS number", b"digest of a hospital number", b"digest of another"


@pytest.fixture(params=["memory", "postgres"])
def book(request: pytest.FixtureRequest) -> IdentityBook:
    """Give each kind of identity book in turn."""
    if request.param == "memory":
        return MemoryIdentities()
    return PostgresIdentities(request.getfixturevalue("database"))


async def test_identifiers_lead_to_their_people(book: IdentityBook) -> None:
    """A message that names a known identifier is about a known person; others are nobody's yet."""
    assert await book.write({NHS: person(1), HOSPITAL: person(1)}, []) == {NHS: person(1), HOSPITAL: person(1)}
    assert await book.lookup([NHS, OTHER]) == {NHS: person(1)}
    assert await book.lookup([]) == {}


async def test_an_identifier_keeps_its_first_owner(book: IdentityBook) -> None:
    """Whoever comes second with an identifier is told whose it is, so that both go on with the same person."""
    await book.write({NHS: person(1)}, [])
    assert await book.write({NHS: person(2), OTHER: person(2)}, []) == {NHS: person(1), OTHER: person(2)}
    assert await book.lookup([NHS]) == {NHS: person(1)}


async def test_what_a_person_is_matched_on_comes_back_and_the_newest_holds(book: IdentityBook) -> None:
    """A corrected birth date takes the place of the wrong one."""
    await book.write({}, [IdentityRow(person(1), b"born", b"family", b"given"), IdentityRow(person(2))])
    await book.write({}, [IdentityRow(person(1), b"wrong"), IdentityRow(person(1), b"born again", None, b"given")])
    found = await book.people([person(1), person(2), person(3)])
    assert found == {
        person(1): IdentityRow(person(1), b"born again", None, b"given"),
        person(2): IdentityRow(person(2)),
    }


async def test_one_question_gives_owners_and_what_is_known_of_them(book: IdentityBook) -> None:
    """A message about known people costs one question; somebody of whom nothing is kept has no row."""
    await book.write({NHS: person(1), HOSPITAL: person(2)}, [IdentityRow(person(1), b"born")])
    owners, rows = await book.known([NHS, HOSPITAL, OTHER])
    assert owners == {NHS: person(1), HOSPITAL: person(2)}
    assert rows == {person(1): IdentityRow(person(1), b"born")}
    assert await book.known([]) == ({}, {})


async def test_a_forgotten_person_leaves_no_row(book: IdentityBook) -> None:
    """After a lawful erasure nothing leads to the person any more, and nobody else is touched."""
    await book.write({NHS: person(1), HOSPITAL: person(1), OTHER: person(2)}, [IdentityRow(person(1), b"born")])
    assert await book.forget(person(1)) == 3
    assert await book.lookup([NHS, HOSPITAL, OTHER]) == {OTHER: person(2)}
    assert await book.people([person(1)]) == {}
    assert await book.forget(person(1)) == 0


async def test_two_writers_at_once_agree_on_every_owner(book: IdentityBook) -> None:
    """The same new patient in two messages at the same moment becomes one person, and nobody waits for ever."""
    digests = [b"digest %03d" % n for n in range(50)]
    told = await asyncio.gather(
        *(book.write(dict.fromkeys(digests[:: 1 if n % 2 else -1], person(n)), []) for n in range(8))
    )
    assert all(answer == told[0] for answer in told)
    assert await book.lookup(digests) == told[0]


async def test_writers_take_identifiers_in_one_order(database: Database, store_dsn: str) -> None:
    """Two writers of the same identifiers, named in different orders, wait for each other and never in a circle."""
    add = "INSERT INTO identity_identifier VALUES (%s, %s)"
    async with await psycopg.AsyncConnection.connect(store_dsn) as other:
        await other.execute(add, (b"digest a", person(1)))
        second = asyncio.create_task(
            PostgresIdentities(database).write({b"digest b": person(2), b"digest a": person(2)}, [])
        )
        await _somebody_waits(store_dsn)
        await other.execute(add, (b"digest b", person(1)))
    assert await second == {b"digest a": person(1), b"digest b": person(1)}


async def _somebody_waits(dsn: str) -> None:
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as console:
        for _ in range(500):
            waiting = await console.execute("SELECT FROM pg_locks WHERE NOT granted")
            if waiting.rowcount:
                return
            await asyncio.sleep(0.01)
    pytest.fail("nobody waits")
