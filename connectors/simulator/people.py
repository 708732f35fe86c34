"""Invented people: names that nobody bears, addresses that do not exist, NHS numbers of the 999 test range."""

from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from connectors.nhs_number import check_digit
from connectors.simulator.area import Area, Council
from hub.errors import Rejected

CAPACITY: Final = 440_000
"""How many different people the test range gives, ready-made sample numbers left out."""


class Numbers(NamedTuple):
    """A part of the test range: its first place and how many people it has numbers for.

    Whoever is invented for another purpose has another part, so that nobody shares a number with somebody else.
    """

    first: int
    people: int

    def at(self, place: int) -> int:
        """Return the index of a place; after the last one the first comes again."""
        return self.first + place % self.people


SIMULATED: Final = Numbers(0, 240_000)
"""`hub simulate`, with any seed."""
CURATED: Final = Numbers(240_000, 60_000)
"""The curated people of the demonstration: for two and a half years."""
PAST: Final = Numbers(300_000, 40_000)
"""Their history: for eight years."""
LIVE: Final = Numbers(340_000, 100_000)
"""The trickle of live messages: for nearly two years."""

_HAS_CARER: Final = 0.4
_ODD_NAME: Final = 0.06
_FIRST_STEM: Final = 100_000
_FAMILY_STARTS: Final = (
    *("Ash", "Birch", "Cold", "Dun", "Elm", "Fen", "Glen", "Haw", "Ing", "Kirk", "Lang", "Mar", "Nor", "Oak"),
    *("Pen", "Quar", "Rush", "Stan", "Thorn", "Under", "Wad", "Yar"),
)
_FAMILY_ENDS: Final = (
    "mere",
    "thorpe",
    "stead",
    "combe",
    "well",
    "wick",
    "gate",
    "holt",
    "garth",
    "beck",
    "shaw",
    "low",
)
_ODD_FAMILIES: Final = ("O'Sample", "D'Exmere", "Muñoz-Testa", "Brontë-Sample", "van der Sample", "Müller-Test")
_GIVEN: Final = {
    "2": ("Margaret", "Dorothy", "Joan", "Zoë", "Jean", "Sylvia", "Renée", "Fatima", "Olive", "Edith", "Priya"),
    "1": ("Ronald", "Kenneth", "José", "Derek", "Albert", "Stanley", "Mohammed", "Eric", "André", "Leonard"),
}
_STREETS: Final = ("Sample Lane", "Test Street", "Mill Row", "Example Close", "Quay Walk", "Invented Way")
_INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
_NINO_LETTERS: Final = "ABCEHJLMPRSTWXY"


class Person(NamedTuple):
    """Somebody who does not exist."""

    number: int
    nhs_number: str
    nino: str
    family: str
    given: str
    title: str
    born: date
    sex: str
    """1 male, 2 female."""
    street: str
    town: str
    postcode: str
    phone: str
    practice: str
    council: Council
    carer: str | None


def nhs_number(index: int) -> str:
    """Give a valid number of the 999 range, another for each index; raises `Rejected` beyond the range."""
    if not 0 <= index < CAPACITY:
        raise Rejected("people", "too_many_people", f"the test range holds {CAPACITY} invented people")
    for stem in (f"999{_FIRST_STEM + 2 * index:06d}", f"999{_FIRST_STEM + 2 * index + 1:06d}"):
        digit = check_digit(stem)
        if digit is not None:
            return stem + digit
    raise AssertionError("of two neighbouring stems one always has a check digit")


def person(area: Area, index: int, rng: Random, today: date) -> Person:
    """Invent one person; older people are the most of a hospital's stays."""
    sex = rng.choice("12")
    council = rng.choice(area.councils)
    years = min(101, max(18, round(rng.gauss(76, 13))))
    return Person(
        number=index,
        nhs_number=nhs_number(index),
        nino=_nino(rng),
        family=_family(rng),
        given=rng.choice(_GIVEN[sex]),
        title=rng.choice(("Mr", "Dr")) if sex == "1" else rng.choice(("Mrs", "Miss", "Ms")),
        born=today - timedelta(days=years * 365 + rng.randrange(365)),
        sex=sex,
        street=f"{rng.randrange(1, 180)} {rng.choice(_STREETS)}",
        town=council.name.split()[-1],
        postcode=f"{council.district} {rng.randrange(1, 10)}{rng.choice(_INWARD)}{rng.choice(_INWARD)}",
        phone=f"01632 960{rng.randrange(1000):03d}",
        practice=rng.choice(council.practices),
        council=council,
        carer=rng.choice(("Daniel", "Amina", "Ruth", "Piotr")) if rng.random() < _HAS_CARER else None,
    )


def _family(rng: Random) -> str:
    if rng.random() < _ODD_NAME:
        return rng.choice(_ODD_FAMILIES)
    return rng.choice(_FAMILY_STARTS) + rng.choice(_FAMILY_ENDS)


def _nino(rng: Random) -> str:
    return f"{rng.choice('JLMRSW')}{rng.choice(_NINO_LETTERS)}{rng.randrange(1_000_000):06d}{rng.choice('ABCD')}"
