"""What several facts of one person count together, which none of them says alone.

Facts are put together in groups: those of one six weeks for its support, all of a person for waits.  A fact that comes,
changes or goes changes what its groups count.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from hub.domain.figures_bodies import EPISODE_FIGURES, STAY_FIGURES, EpisodeFigures, StayFigures
from hub.domain.figures_cells import Addend
from hub.domain.figures_of_notices import NOTICE_FIGURES, NoticeFigures
from hub.domain.figures_of_support import FUNDING_ALLOCATED, Allocation, of_support
from hub.domain.figures_of_waits import of_waits

Bodies = Mapping[str, Sequence[bytes]]
"""Bodies of one group by the kind of fact, in the order of their keys; none is of a fact that was withdrawn."""


class Join(NamedTuple):
    """One way in which facts count together: of which kinds, what a key says of the group, and what a group counts.

    Without a fact of the kind `core` a group counts nothing.
    """

    core: str
    kinds: frozenset[str]
    of: Callable[[str], str]
    counts: Callable[[Bodies], Iterable[Addend]]


class Group(NamedTuple):
    """Facts that count together, and what their keys have in common."""

    join: Join
    of: str


# Kept, because one fact that changes has those beside it read again.
_EPISODES: Final = lru_cache(maxsize=1 << 12)(msgspec.json.Decoder(EpisodeFigures).decode)
_STAYS: Final = msgspec.json.Decoder(StayFigures).decode
_NOTICES: Final = msgspec.json.Decoder(NoticeFigures).decode
_ALLOCATIONS: Final = lru_cache(maxsize=1 << 12)(msgspec.json.Decoder(Allocation).decode)


def _support(bodies: Bodies) -> Iterator[Addend]:
    """Count the support of one six weeks: an allocation without them waits for them."""
    allocations = [_ALLOCATIONS(body) for body in bodies[FUNDING_ALLOCATED]]
    for episode in bodies.get(EPISODE_FIGURES, ()):
        yield from of_support(_EPISODES(episode), allocations)


def _waits(bodies: Bodies) -> Iterable[Addend]:
    """Count the waits of one person."""
    return of_waits(
        [_NOTICES(body) for body in bodies[NOTICE_FIGURES]],
        [_EPISODES(body) for body in bodies.get(EPISODE_FIGURES, ())],
        [_STAYS(body) for body in bodies.get(STAY_FIGURES, ())],
    )


_JOINS: Final = (
    Join(
        FUNDING_ALLOCATED,
        frozenset({EPISODE_FIGURES, FUNDING_ALLOCATED}),
        lambda key: key.partition(":")[0],
        _support,
    ),
    Join(NOTICE_FIGURES, frozenset({NOTICE_FIGURES, EPISODE_FIGURES, STAY_FIGURES}), lambda _: "", _waits),
)


def groups_of(kind: str, key: str, known: Container[str]) -> list[Group]:
    """Return the groups that a fact counts in, of somebody of whom facts of the `known` kinds were told.

    An allocation's key begins with the id of its six weeks.
    """
    return [Group(join, join.of(key)) for join in _JOINS if kind in join.kinds and join.core in known]


def together(group: Group, facts: Iterable[tuple[str, str, bytes]]) -> tuple[Addend, ...]:
    """Return what a group counts, of all facts of a person: kind, key and body; b"" was withdrawn."""
    join, of = group
    found: dict[str, list[tuple[str, bytes]]] = {}
    for kind, key, body in facts:
        if body and kind in join.kinds and join.of(key) == of:
            found.setdefault(kind, []).append((key, body))
    if join.core not in found:
        return ()
    return tuple(join.counts({kind: [body for _, body in sorted(those)] for kind, those in found.items()}))
