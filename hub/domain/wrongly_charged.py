"""What of a stretch of a bill may not be charged: days on which the same lines run and the same ones pay.

What is resumed may be charged up to its cost, and what was decided up to the person's share of it.
Source: SI 2014/2672 regulation 3; the joint six weeks of the National Care Service proposal (6.5).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.payer_of_day import DETERMINED, FREE
from hub.domain.responsibility import Period
from hub.domain.rules import Rule
from hub.domain.shares import PERSON

_ROUNDED: Final = 2
"""Pence by which a bill may be above a share that was decided, since no day divides pence: rule of this product."""


class Found(NamedTuple):
    """What is wrong with a stretch of a charge: pence that are to be paid back, and why more of it may be.

    `leeway` is given where something may be charged: `pence` are then what is above that, or less than nothing, and by
    so many they may be above it.
    """

    pence: int = 0
    doubt: Rule | None = None
    leeway: int | None = None


class Limit(NamedTuple):
    """Pence that all bills of some days may charge together, and by how many a bill may be above its part."""

    pence: int
    leeway: int


class _Sorted(NamedTuple):
    """What runs on a stretch, by whether the person may be charged; `chargeable` pence are none where not known."""

    barred: Sequence[Period]
    decided: bool
    chargeable: int | None

    @property
    def undecided(self) -> list[Period]:
        """What is not charged only because nobody has decided yet."""
        return [each for each in self.barred if each.payer.rule is Rule.ASSESSMENT_OVERDUE]

    @property
    def leeway(self) -> int:
        """Pence by which a bill may be above what may be charged."""
        return _ROUNDED if self.decided else 0


def _sorted(running: Sequence[Period], days: tuple[date, date]) -> _Sorted | None:
    """Return what runs by whether it may be charged; none where all of it may be at any price."""
    barred = [each for each in running if each.payer.charging == FREE or _pays_nothing(each)]
    decided = any(each.payer.charging == DETERMINED for each in running)
    if not (barred or decided):
        return None
    return _Sorted(barred, decided, _cost([each for each in running if each not in barred], days))


def wrongly_charged(amount: int, running: Sequence[Period], days: tuple[date, date], *, one_line: bool) -> Found:
    """Return what of a stretch may not be charged: what is above what may be, where that is known."""
    found = _sorted(running, days)
    if found is None or amount <= 0:
        return Found()
    if found.chargeable is None:
        return Found(doubt=Rule.CHARGE_UNCLEAR)
    chargeable, undecided = found.chargeable, found.undecided
    leeway = found.leeway if chargeable else None
    if amount <= chargeable + (leeway or 0):
        return Found(amount - chargeable, Rule.CHARGE_UNCLEAR if found.barred and not one_line else None, leeway)
    if undecided and len(undecided) == len(found.barred):
        return Found(doubt=Rule.CHARGE_UNDECIDED)
    waiting = _cost(undecided, days)
    pence = 0 if waiting is None else max(0, amount - chargeable - waiting)
    return Found(pence, Rule.CHARGE_UNDECIDED if undecided else None, leeway)


def limit_of(running: Sequence[Period], days: tuple[date, date]) -> Limit | None:
    """Return what may be charged on a stretch by all bills together; none where nothing may be, or nobody can say."""
    found = _sorted(running, days)
    if found is None or not found.chargeable or found.undecided:
        return None
    return Limit(found.chargeable, found.leeway)


def at_most(running: Iterable[Period], first: date, last: date) -> int | None:
    """Return the pence that may be charged of all that runs on some days, at the most; none where nobody can say."""
    costs = []
    for each in running:
        begins, ends = max(first, each.first), each.until(last)
        if begins > ends or each.payer.charging == FREE or _pays_nothing(each):
            continue
        costs.append(_cost([each], (begins, ends)))
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None


def _pays_nothing(period: Period) -> bool:
    return period.payer.charging == DETERMINED and period.payer.shares.person == 0


def _cost(periods: Iterable[Period], days: tuple[date, date]) -> int | None:
    """Return the pence of these days of what runs, or the person's part where that is decided; none if not known."""
    costs = []
    for each in periods:
        if each.pence is None:
            return None
        if each.payer.charging == DETERMINED:
            costs.append(each.pence.shared(*days, each.payer.shares)[PERSON])
        else:
            costs.append(each.pence.between(*days))
    return sum(costs)
