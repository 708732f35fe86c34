"""Where somebody lives and which practice they are with, and which of these held on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from hub.domain.rules import Rule
from hub.domain.said import InForce, Said
from hub.domain.steps import Step
from hub.events.values import Erased, HomeArea

T = TypeVar("T")
Homes: TypeAlias = tuple[InForce[HomeArea | None], ...]

SAYS_HOME: Final = frozenset(
    {"SpellAdmitted", "SpellDischarged", "SpellDetailsCorrected", "PersonRecorded", "PersonUpdated"}
)
SURE_FROM: Final = 0.95
"""From this share of a postcode sector on, the postcode alone decides the council or the integrated care system."""


def is_sure(home: HomeArea) -> bool:
    """Say whether the council of a home is a fact: by a whole postcode, or by a sector that hardly straddles."""
    return home.share >= SURE_FROM


class AreaLookup(Protocol):
    """Which integrated care system a person belongs to: effective-dated reference data.

    `changes` are the days from which it answers otherwise, though nobody moved; in order.
    """

    changes: Sequence[date]

    def ics_of(
        self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date
    ) -> tuple[str, str] | None:
        """Give the code and how it was decided (`gp_practice`, `home_area` or `council`), or none."""
        ...


class NoAreas:
    """Reference data that knows nothing: no person has an integrated care system."""

    changes: Sequence[date] = ()

    def ics_of(
        self,
        gp_practice: str | None,  # noqa: ARG002  the shape of the protocol
        home: HomeArea | None,  # noqa: ARG002  the shape of the protocol
        council: str | None,  # noqa: ARG002  the shape of the protocol
        on: date,  # noqa: ARG002  the shape of the protocol
    ) -> tuple[str, str] | None:
        """Give none."""
        return None


def stated(
    known: tuple[InForce[T | None], ...], value: T | Erased | None, at: int, by: int
) -> tuple[InForce[T | None], ...]:
    """Return the history with one more statement: none says nothing, erased empties, a repeat changes nothing."""
    if value is None:
        return known
    held = None if isinstance(value, Erased) else value
    if known and known[-1].value == held:
        return known
    return (*known, InForce(held, at, by))


def homes_after(known: Homes, step: Step) -> Homes:
    """Return the homes after one step; the same where it says nothing of them, and after one that was taken back."""
    if step.struck is not None or step.event.type not in SAYS_HOME:
        return known
    body: Any = step.event.body
    return stated(known, body.home, step.event.occurred_at, step.ordinal)


def in_force(known: Sequence[InForce[T | None]], upto: int, rule: Rule, learnt_later: Rule) -> Said[T] | None:
    """Return what held at a moment; if nothing was known by then, the first learnt later.

    `known` is in the order of time.
    """
    for entry in reversed(known):
        if entry.since <= upto:
            return None if entry.value is None else Said(entry.value, entry.by, rule)
    for entry in known:
        if entry.value is not None:
            return Said(entry.value, entry.by, learnt_later)
    return None
