"""A finding as people are shown it: what contradicts what, which thing it is about, and by which events.

Findings are kept and shown beside the value, never a reason to refuse anything.  Events are named by their ordinal: the
place of the event in the person's canonical order.
"""

from collections.abc import Iterable
from typing import NamedTuple

from hub.domain.rules import Rule

PERSON, SPELL, LINE, CHARGE, EQUIPMENT = "person", "spell", "line", "charge", "equipment"
DETERMINATION, CONTINUING_HEALTHCARE, ASSESSMENT = "determination", "chc", "assessment"
COORDINATOR, TEAM_MEMBER, SAFEGUARDING, OUTCOME = "coordinator", "team_member", "safeguarding", "outcome"
MOVE = "move"


class About(NamedTuple):
    """What a finding is about: the kind of thing, its own id, and the trust or provider whose id that is.

    Without an id it is about that kind of thing as a whole: something was told of one that nobody knows.
    """

    kind: str
    id: str | None = None
    of: str | None = None


class Finding(NamedTuple):
    """What does not fit.  `by` is the event that brought it in, `also` the others that it contradicts.

    `spell` is the index of the stay it is about.
    """

    rule: Rule
    by: int
    about: About
    also: tuple[int, ...] = ()
    spell: int | None = None

    @property
    def sources(self) -> list[int]:
        """Every event that says a part of it, in canonical order."""
        return sorted({self.by, *self.also})


class Against(NamedTuple):
    """A rule, the event that brought the finding in, and the one that it contradicts, where that is another."""

    rule: Rule
    by: int
    also: int | None = None


def others(*ordinals: int | None) -> tuple[int, ...]:
    """Return the ordinals that are known."""
    return tuple(ordinal for ordinal in ordinals if ordinal is not None)


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by the event that brought each in."""
    return tuple(sorted(found, key=lambda one: (one.by, one.rule)))
