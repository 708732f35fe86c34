"""Visits of a line that went wrong: missed, or late.  Visits that went as planned are only counted.

Source: metric "missed/late visit rate" (late: so many minutes after the planned time: `hub.domain.visit_policy`).
"""

from collections.abc import Sequence

import msgspec

from hub.domain.said import Said

replace = msgspec.structs.replace

KEPT = 60
"""How many visits that went wrong are kept of a line: the newest ones.

Rule of this product: seven weeks of a visit a day that fails each time; older ones stay in the history.
"""


class Trouble(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A visit that was missed or late, by its planned time (milliseconds).

    `done` is when a late one took place.  `made_up` is when a visit took place after a missed one, and `made_up_by` the
    event that said so.
    """

    planned: int
    by: int
    done: int | None = None
    made_up: int | None = None
    made_up_by: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it was missed and no visit has taken place since."""
        return self.done is None and self.made_up is None


Troubles = tuple[Trouble, ...]
"""In the order in which they were told; each planned time once."""


def after_visit(known: Troubles, planned: int, done: int, by: int, *, late: bool) -> Troubles:
    """Return the troubles after a visit took place: it makes up for missed ones that were planned before it.

    One that was called missed at the same planned time was not; where it was late it is that.
    """
    if not known and not late:
        return known
    kept = tuple(
        replace(one, made_up=done, made_up_by=by) if one.is_open and one.planned < planned else one
        for one in known
        if one.planned != planned
    )
    return (*kept, Trouble(planned, by, done))[-KEPT:] if late else kept


def after_miss(known: Troubles, planned: int, by: int, since: Said[int] | None) -> Troubles:
    """Return the troubles with one missed visit; `since` is a later visit that took place already, or none."""
    made_up = (None, None) if since is None else (since.value, since.by)
    return (*known, Trouble(planned, by, None, *made_up))[-KEPT:]


def missed_by(known: Troubles, planned: int) -> int | None:
    """Return the event that called the visit of a planned time missed, or none."""
    return next((one.by for one in known if one.planned == planned and one.done is None), None)


def came_by(known: Troubles, last: Said[int] | None, planned: int) -> int | None:
    """Return the event that told that the visit of a planned time took place, the `last` one or a late one; or none."""
    if last is not None and last.value == planned:
        return last.by
    return next((one.by for one in known if one.planned == planned and one.done is not None), None)


Both = tuple[tuple[int, int], ...]
"""Of visits that were told both ways the events: that it took place, that it was missed."""


def told_both(known: Both, came: int, missed: int) -> Both:
    """Return the visits told both ways with one more, where it is not among them; the newest are kept."""
    return known if any(one[0] == came for one in known) else (*known, (came, missed))[-KEPT:]


def oldest_open(known: Sequence[Trouble]) -> Trouble | None:
    """Return the missed visit with the earliest planned time that nothing has made up for, or none."""
    return min((one for one in known if one.is_open), key=lambda one: one.planned, default=None)
