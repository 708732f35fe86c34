"""When people were last heard of, asked of the whole history a part at a time."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from hub.ports.store import SubjectRef

PARTS: Final = 16
"""People are asked for in so many parts, by the first four bits of their reference."""
FORGETS: Final = "SubjectKeyDestroyed"
"""The one type that does not count as hearing of somebody, and that stays when a history goes."""


def part_of(subject: SubjectRef) -> int:
    """Say which part a person is in, from 0."""
    return subject[0] * PARTS // 256


class Heard(NamedTuple):
    """How many people were last heard of in one year (UTC), of those whose history has one retention class."""

    retention: str
    year: int
    people: int


class Ages(Protocol):
    """Every method raises `Unavailable` when the store does not answer."""

    async def heard(self, part: int, classes: Mapping[str, str]) -> Sequence[Heard]:
        """Count the people of a part by class and year of their newest event; `classes` gives the class of a topic."""
        ...

    async def idle(self, part: int, before: Mapping[str, int]) -> Sequence[SubjectRef]:
        """Give the people of a part whose newest event in each topic was received before that topic's moment.

        Moments are milliseconds.  Who has an event in a topic that is not named is never idle, and neither is of whom
        nothing is left but that they are forgotten.  In the order of their references.
        """
        ...
