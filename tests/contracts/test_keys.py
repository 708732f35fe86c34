"""The contract over every key book."""

import asyncio

import pytest
from msgspec.structs import replace

from hub.adapters.memory_keys import MemoryKeys
from hub.adapters.postgres_keys import PostgresKeys
from hub.errors import Defect
from hub.ports.books import KeyBook, WrappedKey
from tests.store_rows import person


@pytest.fixture(params=["memory", "postgres"])
def book(request: pytest.FixtureRequest) -> KeyBook:
    """Give each kind of key book in turn."""
    if request.param == "memory":
        return MemoryKeys()
    return PostgresKeys(request.getfixturevalue("database"))


def key(number: int, who: int = 1, retention: str = "care_record") -> WrappedKey:
    """Give an invented wrapped key."""
    return WrappedKey(b"key id %09d" % number, person(who), retention, b"wrapped %d" % number, "master-1")


async def test_a_key_is_found_by_person_and_by_id(book: KeyBook) -> None:
    """What seals new events and what opens old ones is the same key, per retention class."""
    assert await book.add([key(1), key(2, who=2)]) == {person(1): key(1), person(2): key(2, who=2)}
    await book.add([key(3, retention="referral")])
    assert await book.of_subjects([person(1), person(3)], "care_record") == {person(1): key(1)}
    assert await book.of_subjects([person(1)], "referral") == {person(1): key(3, retention="referral")}
    assert await book.by_id([key(2).key_id, b"unknown"]) == {key(2).key_id: key(2, who=2)}
    assert await book.add([]) == {}


async def test_a_person_keeps_the_first_key(book: KeyBook) -> None:
    """Two processes that make a key for the same new person both go on with the one that was first."""
    await book.add([key(1)])
    assert await book.add([key(2), key(3, who=3)]) == {person(1): key(1), person(3): key(3, who=3)}
    assert await book.by_id([key(2).key_id]) == {}


async def test_many_makers_at_once_agree(book: KeyBook) -> None:
    """However many connections meet a new person in the same moment, one key holds."""
    told = await asyncio.gather(*(book.add([key(n), key(100 + n, who=2)][:: 1 if n % 2 else -1]) for n in range(8)))
    assert all(answer == told[0] for answer in told)


async def test_a_destroyed_key_opens_nothing_and_says_so(book: KeyBook) -> None:
    """After an erasure every class of the person is gone, the time stands there, and nobody else is touched."""
    await book.add([key(1), key(2, who=2)])
    await book.add([key(3, retention="referral")])
    assert await book.destroy(person(1), 77) == 2
    gone = replace(key(1), wrapped=b"", destroyed_at=77)
    assert await book.by_id([key(1).key_id]) == {key(1).key_id: gone}
    assert await book.of_subjects([person(1), person(2)], "care_record") == {person(1): gone, person(2): key(2, who=2)}
    assert await book.destroy(person(1), 99) == 0
    assert await book.by_id([key(1).key_id]) == {key(1).key_id: gone}


async def test_nobody_gets_a_new_key_after_an_erasure(book: KeyBook) -> None:
    """A late message about an erased person cannot quietly begin a new life for them."""
    await book.add([key(1)])
    await book.destroy(person(1), 77)
    assert (await book.add([key(2)]))[person(1)].destroyed_at == 77


async def test_two_classes_of_one_person_at_once_are_a_defect(book: KeyBook) -> None:
    """An answer by person could name only one of them: the caller would seal under the wrong class."""
    with pytest.raises(Defect):
        await book.add([key(1), key(2, retention="referral")])
