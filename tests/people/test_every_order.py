"""Small sets of sightings in every order of arrival: who is one person, who never is, and what order may decide."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hub.people.claims import Identifier, PersonClaim
from hub.people.index import PersonIndex
from tests.people import matching_oracle as oracle
from tests.people.matching_oracle import Groups, within
from tests.people.memory_identities import Identities

NUMBERS = ("9990000018", "9990000026")
BIRTHS = (date(1939, 11, 4), date(2026, 11, 2))
OWN = tuple(Identifier("HOSPITAL", trust, value) for trust, value in (("RZZ", "1"), ("RZZ", "UNKNOWN"), ("RZY", "1")))


@st.composite
def sightings(draw: st.DrawFn) -> PersonClaim:
    """What one message says of somebody: anything may be left out, mistyped, or another person's."""
    own = draw(st.lists(st.sampled_from(OWN), max_size=2, unique=True))
    number = draw(st.sampled_from([None, *NUMBERS]))
    status = draw(st.sampled_from(["01", "01", "02", None, "04"]))
    nhs = [Identifier("NHS", "NHS", number, status)] if number else []
    nino = [Identifier("NINO", "NINO", "AB123456")] if draw(st.integers(0, 5)) == 0 else []
    return PersonClaim(
        (*own, *nhs, *nino),
        family=draw(st.sampled_from(["ASHWORTH", "ASHWORTH", "ASHWORTH", None])),
        given=draw(st.sampled_from(["Margaret", "Peggy", None])),
        born=draw(st.sampled_from([*BIRTHS, BIRTHS[0], None])),
    )


@st.composite
def sets(draw: st.DrawFn) -> list[PersonClaim]:
    """A few sightings, each with the record of its own message, as the intake adds it."""
    drawn = draw(st.lists(sightings(), min_size=2, max_size=4))
    return [
        PersonClaim((*c.identifiers, Identifier("RECORD", "feed", str(place))), c.family, c.given, c.born)
        for place, c in enumerate(drawn)
    ]


async def resolved(claims: Sequence[PersonClaim]) -> Groups:
    """Resolve one after the other, and join what is filed together or linked."""
    index = PersonIndex(Identities(), b"k" * 32, live=False)
    first: dict[bytes, int] = {}
    edges = []
    for place, claim in enumerate(claims):
        (one,) = await index.resolve([claim])
        edges += [(first.setdefault(person, place), place) for person in (one.subject, *one.same_as)]
    return oracle.groups(len(claims), edges)


async def in_every_order(claims: Sequence[PersonClaim]) -> list[Groups]:
    """Give the people that each order of arrival ends in, by the sightings' places in the set."""
    found = []
    for order in permutations(range(len(claims))):
        people = await resolved([claims[place] for place in order])
        found.append({frozenset(order[place] for place in group) for group in people})
    return found


@settings(max_examples=500, deadline=None)
@given(sets())
async def test_order_decides_nothing_but_what_could_be_either_of_two_people(claims: list[PersonClaim]) -> None:
    """What must be joined always is, nothing else ever is; where no identifier is shared, order decides nothing."""
    least, most = oracle.joined_by(claims, oracle.always), oracle.joined_by(claims, oracle.perhaps)
    for people in await in_every_order(claims):
        assert within(least, people)
        assert within(people, most)
        if not oracle.is_doubtful(claims):
            assert people == most


@settings(max_examples=500, deadline=None)
@given(sets())
async def test_who_says_who_they_are_is_never_joined_through_who_does_not(claims: list[PersonClaim]) -> None:
    """In no order does a message that could be about either of two people make the two one.

    (A message under two numbers of a partner says by itself that they are one person's.)
    """
    assume(all(oracle.is_numbered(claim) or oracle.own_numbers(claim) < 2 for claim in claims))
    sure = oracle.joined_by(claims, oracle.surely)
    named = {n for n, claim in enumerate(claims) if oracle.is_numbered(claim) and not oracle.is_lone(claim)}
    for people in await in_every_order(claims):
        assert within({group & named for group in people}, sure)
