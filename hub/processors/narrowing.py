"""What a reader may see of somebody's cases and notices today, whatever day and time they ask about."""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple


class Given(NamedTuple):
    """A case or notice as it stands today: all its ids, whether it is held, and the council that was given it.

    It is `bare` where it goes on and nothing is shown of what its sender passed on.
    """

    ids: Collection[str]
    held: bool
    council: str | None
    bare: bool = False


class Narrowing(NamedTuple):
    """The ids of what is held or bare today, and of what the reader's council was given; none where they see all."""

    held: frozenset[str] = frozenset()
    own: frozenset[str] | None = None
    bare: frozenset[str] = frozenset()

    def holds(self, ids: Collection[str]) -> bool:
        """Say whether a case or notice is held today."""
        return not self.held.isdisjoint(ids)

    def bares(self, ids: Collection[str]) -> bool:
        """Say whether nothing is shown today of what the sender of a case passed on."""
        return not self.bare.isdisjoint(ids)

    def shows(self, ids: Collection[str]) -> bool:
        """Say whether a case or notice is one that the reader may see at all."""
        return self.own is None or not self.own.isdisjoint(ids)


SEES_ALL: Final = Narrowing()
"""Of a reader who sees everything, where nothing is held beside what is held on the day."""


def narrowing(every: Iterable[Given], council: str | None) -> Narrowing:
    """Return what is held and what is bare, and with a council what that council was given."""
    given = list(every)
    held = frozenset(id_ for one in given if one.held for id_ in one.ids)
    bare = frozenset(id_ for one in given if one.bare for id_ in one.ids)
    own = None if council is None else frozenset(id_ for one in given if one.council == council for id_ in one.ids)
    return Narrowing(held, own, bare)
