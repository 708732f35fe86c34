"""A person's money as it was on a day, by everything that is known: bills, what took them back, equipment, cases.

A bill names one amount for all of its days, so it is there from the last of them on, or from when it was told where
that was earlier; equipment from the day on which it was provided, a reversal from its own day, a case of continuing
healthcare from the first day of which anything of it tells.  What people decided about who pays holds by its own days
and is kept whole.
Source: rule of this product (docs/adr/0002): what has a day of its own is true from that day on.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

import msgspec

from hub.domain.charges import Charge
from hub.domain.chc_case import ChcCase
from hub.domain.money import Money
from hub.domain.rules import Rule

T = TypeVar("T")


def money_on_a_day(whole: Money | None, then: Money | None, on: date, to_come: Iterable[str] = ()) -> Money | None:
    """Return what there was on a day; `then` follows from what had been told by it, `whole` from everything.

    `to_come` are the ids of lines that begin after the day, by everything: a charge may name one.
    """
    if whole is None or whole is then:
        return whole
    told = then or Money()
    charges = _there(whole.charges, len(told.charges), lambda charge: _last(charge) <= on)
    named = {charge.by for charge in charges} | {None}
    reversals = _there(whole.reversals, len(told.reversals), lambda reversal: reversal.day <= on)
    reversals = tuple([each for each in reversals if each.of in named])
    equipment = _there(whole.equipment, len(told.equipment), lambda each: each.day <= on)
    by = {each.by for each in charges} | {each.by for each in reversals} | {each.by for each in equipment}
    return msgspec.structs.replace(
        whole,
        chc=_there(whole.chc, len(told.chc), lambda case: _begun(case, on)),
        charges=charges,
        reversals=reversals,
        equipment=equipment,
        to_come=tuple(
            sorted({charge.line_id for charge in charges if charge.line_id is not None}.intersection(to_come))
        ),
        notes=_there(whole.notes, len(told.notes), lambda note: note[0] is Rule.SHARES_NOT_WHOLE or note[1] in by),
    )


def _there(whole: tuple[T, ...], told: int, has_come: Callable[[T], bool]) -> tuple[T, ...]:
    """Return what was told by the day or had come by it: what is told keeps its place, and new things come behind."""
    return tuple([each for place, each in enumerate(whole) if place < told or has_come(each)])


def _last(charge: Charge) -> date:
    """Return the last day that a bill names, also of one that ends before it starts."""
    return max(charge.first, charge.last)


def _begun(case: ChcCase, on: date) -> bool:
    return any(each.day <= on for each in case.passed) or any(each.first <= on for each in case.funded)
