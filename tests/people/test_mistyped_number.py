"""A hospital number that was mistyped, or that several people share, never makes two people one."""

from datetime import date

import pytest

from hub.adapters.memory_books import MemoryIdentities
from hub.people.claims import Identifier, PersonClaim
from hub.people.index import PersonIndex

OLDER = (Identifier("NHS", "NHS", "9990000018", "01"), date(1939, 11, 4))
YOUNGER = (Identifier("NHS", "NHS", "9990000026", "01"), date(1990, 5, 6))


def claim(who: tuple[Identifier, date], number: str) -> PersonClaim:
    """Give a claim with a verified NHS number, its birth date, and a hospital number."""
    identifier, born = who
    return PersonClaim((identifier, Identifier("HOSPITAL", "RZZ", number)), family="Invented", born=born)


@pytest.fixture
def index() -> PersonIndex:
    """An empty index."""
    return PersonIndex(MemoryIdentities(), bytes(32), live=False)


async def test_a_mistyped_hospital_number_is_a_finding_and_no_merge(index: PersonIndex) -> None:
    """The younger person's message with the older one's number stays the younger one's."""
    (older,) = await index.resolve([claim(OLDER, "M1")])
    (younger,) = await index.resolve([claim(YOUNGER, "M2")])
    (mistyped,) = await index.resolve([claim(YOUNGER, "M1")])
    assert mistyped.subject == younger.subject != older.subject
    assert mistyped.same_as == ()
    assert "date_of_birth_differs" in {finding.rule for finding in mistyped.findings}


async def test_the_mistyped_message_may_come_first(index: PersonIndex) -> None:
    """Whoever comes first with the shared number, each keeps a record of their own."""
    (mistyped,) = await index.resolve([claim(YOUNGER, "M1")])
    (older,) = await index.resolve([claim(OLDER, "M1")])
    (again,) = await index.resolve([claim(OLDER, "M1")])
    assert older.subject == again.subject != mistyped.subject
    assert older.same_as == again.same_as == ()


async def test_a_number_that_says_nobody_joins_nobody(index: PersonIndex) -> None:
    """UNKNOWN sent as everybody's hospital number does not make everybody one person."""
    first, second = await index.resolve([claim(OLDER, "UNKNOWN"), claim(YOUNGER, "UNKNOWN")])
    assert first.subject != second.subject


async def test_a_corrected_birth_date_is_the_same_person(index: PersonIndex) -> None:
    """The same hospital and NHS number with another date of birth is a correction, not somebody else."""
    (before,) = await index.resolve([claim(OLDER, "M1")])
    (after,) = await index.resolve([claim((OLDER[0], date(1938, 11, 4)), "M1")])
    assert after.subject == before.subject
    assert "date_of_birth_differs" in {finding.rule for finding in after.findings}
