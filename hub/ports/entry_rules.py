"""What holds between the fields of an entry by hand, and against what is known, as its table says."""

from collections.abc import Mapping

import msgspec


class Fits(msgspec.Struct, frozen=True):
    """What may be chosen in `field` (of type `known`), by the code that was chosen in the field `by`.

    `types` are the event types of the things, by code; under a code that it does not name nothing fits.
    """

    field: str
    by: str
    types: Mapping[str, tuple[str, ...]]


class Rules(msgspec.Struct, frozen=True):
    """What holds between the fields of one entry."""

    not_before: tuple[tuple[str, str], ...] = ()
    """Pairs (later, earlier) of days; something of the person stands for its own first day, where that is known."""
    differ: tuple[tuple[str, str], ...] = ()
    """Pairs (field, other field): they do not say the same."""
    whole: tuple[str, ...] = ()
    """Shares that make 100 per cent together."""
    one_of: tuple[str, ...] = ()
    """Of a change: at least one of these fields is filled."""
    needs: tuple[str, ...] = ()
    """At least one of these fields is filled."""
    only_one: tuple[tuple[str, ...], ...] = ()
    """Of each group of fields no more than one is filled."""
    only_if: tuple[tuple[str, str], ...] = ()
    """Pairs (field, yes or no): the field is filled only where the answer is yes."""
    not_if: tuple[tuple[str, str, str], ...] = ()
    """Triples (field, choice, code): the field is empty where that was chosen."""
    unless: tuple[tuple[str, str, str], ...] = ()
    """Triples (field, choice, code): the field is filled unless that was chosen, and empty where it was."""
    fits: Fits | None = None
    refused: tuple[tuple[str, str], ...] = ()
    """Pairs (field, yes or no): the field is filled where the answer is no, and only there."""
    begins_with: tuple[tuple[str, str], ...] = ()
    """Pairs (narrower code, wider code): the one begins with the other."""
    after: tuple[tuple[str, ...], ...] = ()
    """A day or time, the field of what it is about, and types of events: not before that began by these (or by any)."""
    early_days: int = 0
    """How many days before that began are allowed all the same: a carer is told ahead that nobody will come."""
    not_past: tuple[str, ...] = ()
    """Last days that have not passed when the entry is made."""
    weeks_over: tuple[tuple[str, str, str, str], ...] = ()
    """A day, the field of the stay before the six weeks, and a field with the code under which the day may be any:
    not before the last day of these weeks."""
    until: tuple[tuple[str, str], ...] = ()
    """Pairs (time, field of what it is about): not after its last day."""
    same: tuple[tuple[str, ...], ...] = ()
    """A field, the field of what it is about, what is known of that, and codes that always fit: both say the same."""
    given: tuple[str, ...] = ()
    """Fields with a reason for delay that the recorder's organisation gave."""
    not_confirmed: tuple[tuple[str, str], ...] = ()
    """Pairs (planned time, field of the line): no visit of that time took place."""
