"""Several bills for the same days of one line: together they may charge no more than may be charged of these days.

All of some bills is for the days of some of them, so what is above all that may be charged of these days is wrong of
some bill, whichever it is.  It is taken to be of the one that was told last.
Source: rule of this product; SI 2014/2672 regulation 3.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.charge_stretches import Support, bounds, running_on, stretches
from hub.domain.charges import Charge
from hub.domain.money import Money
from hub.domain.wrongly_charged import limit_of


class Above(NamedTuple):
    """Pence of a bill that are above what may be charged beside others, and the first day on which they are."""

    pence: int
    since: date


class Other(NamedTuple):
    """A bill that was told before, and the pence of it that are paid back as above what may be charged."""

    charge: Charge
    above: int


def shares_days(one: Charge, other: Charge) -> bool:
    """Say whether two charges name the same line, and some day both of them."""
    return one.line_id == other.line_id and max(one.first, other.first) <= min(one.last, other.last)


def above_together(charge: Charge, others: Sequence[Other], money: Money, support: Support) -> Above | None:
    """Return by how much a bill is above what others of its days leave of what may be charged; none where it is not.

    Of a share that was decided each bill may be above by what no day divides.
    """
    bills = [charge, *(each.charge for each in others)]
    mine = support.of_line(charge)
    total = -sum(each.above for each in others)
    leeway = limited = 0
    since: date | None = None
    days = min(each.first for each in bills), max(each.last for each in bills)
    for first, last in stretches(*days, bounds(money, mine)):
        limit = None if money.board_pays(first) else limit_of(running_on(mine, first), (first, last))
        if limit is None:
            continue
        billed, own = sum(each.between(first, last) for each in bills), charge.between(first, last)
        total, leeway = total + billed - limit.pence, leeway + limit.leeway * len(bills)
        limited += own
        if since is None and own and billed > limit.pence:
            since = max(first, charge.first)
    pence = min(total, limited)
    return Above(pence, since or charge.first) if total > leeway and pence > 0 else None
