"""Two people with one NHS number: both are found, and the page of each says that there is another."""

import pytest

from hub.people.claims import Identifier
from tests.runtime.asked import WHO, Sent, adt

NUMBER = Identifier("NHS", "NHS", WHO)
MERGED = "T1000451^^^RZZ^MR"


def other(trigger: str, occurred: str, **more: str) -> bytes:
    """Say something about somebody of another name and birth date, under the same number."""
    said = {"pid3": f"{WHO}^^^NHS^NH~T2^^^RZZ^MR", "name": "FENWICK^Arthur^^^Mr^^L", "spell": "SP2"} | more
    return adt(trigger, occurred, **said).replace(b"19391104", b"19500101")


@pytest.fixture
async def sent() -> Sent:
    """Two people who were admitted under one number."""
    sent = Sent()
    await sent.take(adt("A01", "202611020915"), other("A01", "202611031000"))
    return sent


async def test_both_are_found_in_one_order(sent: Sent) -> None:
    """The order is that of the references, whichever came first."""
    found = await sent.reader.find_all(NUMBER)
    theirs = [await sent.who("HOSPITAL", "RZZ", number) for number in ("T1000451", "T2")]
    assert list(found) == sorted(set(theirs))
    assert len(found) == 2
    assert await sent.reader.find_all(Identifier("NHS", "NHS", "9990000026")) == []


async def test_the_page_of_each_says_that_there_is_another(sent: Sent) -> None:
    """Of somebody alone with their number nothing is said."""
    pages = [await sent.reader.page(who, None, None) for who in await sent.reader.find_all(NUMBER)]
    assert [page.number_shared for page in pages] == [True, True]
    alone = Sent()
    await alone.take(adt("A01", "202611020915"))
    assert not (await alone.reader.page(await alone.who(), None, None)).number_shared


async def test_two_records_that_became_one_person_are_one(sent: Sent) -> None:
    """A merge by the hospital ends the doubt: one is found, and the page says nothing."""
    await sent.take(other("A40", "202611041000", mrg=MERGED))
    (who,) = await sent.reader.find_all(NUMBER)
    assert not (await sent.reader.page(who, None, None)).number_shared
