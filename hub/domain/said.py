"""Small values of a folded state: what is held, which event said so, which rule decided it.

`by` is an *ordinal*: the place of the event in the person's canonical order.
"""

from typing import Generic, TypeVar

import msgspec

from hub.domain.rules import Rule

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Said(msgspec.Struct, Generic[T_co], frozen=True, array_like=True, gc=False):
    """A value, the ordinal of the event that set it, and the rule that decided."""

    value: T_co
    by: int
    rule: Rule


class InForce(msgspec.Struct, Generic[T_co], frozen=True, array_like=True, gc=False):
    """A value that holds from a moment on (milliseconds) until the next one; a value of none was erased."""

    value: T_co
    since: int
    by: int


class Noted(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something in a person's events contradicts something else; kept and shown, never refused.

    What people are shown of it is a `hub.domain.finding.Finding`.
    """

    rule: Rule
    by: int
    spell: int | None = None
    """Index of the spell it is about."""
    also: int | None = None
    """The event that it contradicts, where that one is held nowhere else."""


def unless_same(old: Said[T] | None, value: T, by: int, rule: Rule) -> Said[T]:
    """Return the new value, or the old one when nothing changes, so that the first to say it keeps the credit."""
    return old if old is not None and old.value == value else Said(value, by, rule)
