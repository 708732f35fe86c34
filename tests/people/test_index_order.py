"""The same messages in any order, in any batches, lead to the same people: the words of the rules decide."""

import random
from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.people.claims import Identifier, PersonClaim
from hub.people.index import PersonIndex
from tests.people import matching_oracle as oracle
from tests.people.matching_oracle import groups, within
from tests.people.memory_identities import Identities

CLEAN = ("9990000018", "9990000026")
SHARED = "9990000034"
BIRTHS = (date(1939, 11, 4), date(1947, 12, 31))
FAMILIES = ("ASHWORTH", "Sample")


@st.composite
def messages(draw: st.DrawFn) -> PersonClaim:
    """A message about one of a few invented people.

    A person has one date of birth, which some messages leave out; the number that two people share always comes
    with a date of birth (without one it is a matter of caution, not of order; a test of its own says so).
    """
    person = draw(st.integers(0, 1))
    identifiers = []
    if draw(st.booleans()):
        number = draw(st.sampled_from(["1", "2"]))
        identifiers.append(Identifier("HOSPITAL", draw(st.sampled_from(["RZZ", "RZY"])), f"{person}{number}"))
    nhs = draw(st.sampled_from([None, CLEAN[person], SHARED]))
    if nhs:
        identifiers.append(Identifier("NHS", "NHS", nhs, draw(st.sampled_from(["01", "01", "02", "03"]))))
    if draw(st.booleans()):
        identifiers.append(Identifier("NINO", "NINO", "AB123456"))
        identifiers.append(Identifier("HOSPITAL", "C1", f"council {person}"))
    hidden = nhs != SHARED and draw(st.booleans())
    born = None if hidden else BIRTHS[person]
    return PersonClaim(tuple(identifiers), family=draw(st.sampled_from(FAMILIES)), born=born)


async def people_of(claims: Sequence[PersonClaim], sizes: random.Random) -> set[frozenset[int]]:
    """Resolve in batches of any size, and join what the answers join."""
    index = PersonIndex(Identities(), b"k" * 32, live=False)
    filed: dict[bytes, list[int]] = {}
    links: list[tuple[bytes, bytes]] = []
    number = 0
    while number < len(claims):
        batch = claims[number : number + sizes.randint(1, 4)]
        for one in await index.resolve(batch):
            filed.setdefault(one.subject, []).append(number)
            links += [(one.subject, other) for other in one.same_as]
            number += 1
        if sizes.random() < 0.5:
            await index.linked(links)
    edges = [(members[0], member) for members in filed.values() for member in members]
    return groups(len(claims), edges + [(filed[one][0], filed[other][0]) for one, other in links])


@given(st.lists(messages(), max_size=8), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
async def test_any_order_and_batching_gives_the_same_people(claims: list[PersonClaim], seed: int) -> None:
    """Links and shared records join the messages that their identifiers join, and where none is shared, just those."""
    choose = random.Random(seed)
    least, most = oracle.joined_by(claims, oracle.always), oracle.joined_by(claims, oracle.perhaps)
    for _ in range(3):
        order = list(range(len(claims)))
        choose.shuffle(order)
        found = await people_of([claims[number] for number in order], choose)
        people = {frozenset(order[place] for place in group) for group in found}
        assert within(least, people)
        assert within(people, most)
        assert people == most or oracle.is_doubtful(claims)


@given(st.permutations(range(4)))
@settings(deadline=None)
async def test_two_known_dates_of_birth_are_never_joined_by_the_number_alone(order: Sequence[int]) -> None:
    """Whatever comes first, also a third record without a date of birth: mother and baby stay two people."""
    claims = [
        PersonClaim((Identifier("HOSPITAL", "RZZ", "mother"), Identifier("NHS", "NHS", SHARED, "01")), born=BIRTHS[0]),
        PersonClaim((Identifier("HOSPITAL", "RZZ", "baby"), Identifier("NHS", "NHS", SHARED, "01")), born=BIRTHS[1]),
        PersonClaim((Identifier("HOSPITAL", "RZY", "third"), Identifier("NHS", "NHS", SHARED, "01"))),
        PersonClaim((Identifier("HOSPITAL", "RZZ", "mother"), Identifier("NHS", "NHS", SHARED, "02"))),
    ]
    found = await people_of([claims[number] for number in order], random.Random(1))
    together = next(group for group in found if order.index(0) in group)
    assert order.index(1) not in together
