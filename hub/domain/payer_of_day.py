"""Who pays for a part of a line on one day, and whether the person may be charged.

Source: SI 2014/2672 regulation 3; the joint six weeks of the National Care Service proposal (6.5); the National
Framework for NHS Continuing Healthcare.  The order of the rules is a rule of this product.
"""

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from hub.domain.funding_decisions import Determination, holding
from hub.domain.lines import RESUMED
from hub.domain.money import Money
from hub.domain.origins import Part
from hub.domain.programmes import Programme
from hub.domain.rules import Rule
from hub.domain.shares import ALL_COUNCIL, ALL_ICB, Shares
from hub.domain.six_weeks import Window, plus

FREE, ORDINARY, DETERMINED = "FREE", "ORDINARY", "DETERMINED"
UNDECIDED: Final = frozenset({Rule.ASSESSMENT_OVERDUE, Rule.FREE_BY_LAW})
"""After the six weeks nobody has decided: the council goes on, whether the law keeps it free or only nobody charges."""


class Payer(NamedTuple):
    """Who pays which part, by which rule and event; `charging` says what the person may be asked for.

    FREE: nothing.  ORDINARY: what the council's financial assessment says, which the hub does not know.  DETERMINED:
    the person's share.
    """

    shares: Shares
    charging: str
    rule: Rule
    by: int


class Setting(NamedTuple):
    """What the days of one episode are looked at by."""

    window: Window
    money: Money
    split: Callable[[date], Shares]


def payer_on(day: date, part: Part, programme: Programme | None, around: Setting) -> Payer:
    """Return who pays on a day: continuing healthcare, a decision, the origin inside the window, the council."""
    funding = next((found for case in around.money.chc if (found := case.funding(day)) is not None), None)
    if funding is not None:
        return Payer(ALL_ICB, FREE, Rule.CHC_PAYS, funding.by)
    free = is_free(day, part, programme, around.window)
    line = part.line
    decision = holding(around.money.determinations, line.provider, line.line_id, day)
    if decision is not None and _decides(decision, part, day, around.window):
        shares = without_person(decision.shares) if free else decision.shares
        return Payer(shares, FREE if free else DETERMINED, Rule.FUNDING_DETERMINED, decision.by)
    return by_origin(day, part, around.window, around.split, free=free)


def _decides(decision: Determination, part: Part, day: date, window: Window) -> bool:
    """Say whether a decision decides: of what is new or more once the window is over, and if it was made for it.

    Inside the window such support is joint by rule, and a decision from before the discharge was of other support.
    Source: the joint six weeks of the National Care Service proposal (6.5): from day 43 a determination decides.
    """
    if part.origin.value == RESUMED:
        return not part.undecided
    return day > _last(part, window) and decision.first >= window.first


def by_origin(day: date, part: Part, window: Window, split: Callable[[date], Shares], *, free: bool = False) -> Payer:
    """Return who pays where nobody decided otherwise: the council, both inside the window, then the council.

    `free` says that one of the clocks keeps the day free; that the joint one does inside the window is known here.
    """
    origin = part.origin
    if origin.value == RESUMED and not part.undecided:
        return Payer(ALL_COUNCIL, FREE if free else ORDINARY, Rule.COUNCIL_PAYS, origin.by)
    if origin.value != RESUMED and day <= _last(part, window):
        return Payer(split(day), FREE, Rule.JOINT_PAYS, origin.by)
    return Payer(ALL_COUNCIL, FREE, Rule.FREE_BY_LAW if free else Rule.ASSESSMENT_OVERDUE, origin.by)


def is_free(day: date, part: Part, programme: Programme | None, window: Window) -> bool:
    """Say whether a day is free by one of the two clocks: the joint one for what is new, the law's for a programme."""
    joint = part.origin.value != RESUMED and window.first <= day <= _last(part, window)
    return joint or (programme is not None and programme.frees(day))


def free_until(part: Part, programme: Programme | None, window: Window, gone: date | None = None) -> date | None:
    """Return the first day that neither clock keeps free, the later one winning; none where neither runs.

    `gone` is the first day on which the person was dead or had left England: none of it is free.  The next discharge
    takes nothing away (`hub.domain.earlier_weeks`).
    """
    joint = None if part.origin.value == RESUMED else plus(_last(part, window), 1)
    ends = [day for day in (joint, programme.free_until if programme else None) if day is not None]
    last = max(ends, default=None)
    return last if last is None or gone is None else min(last, gone)


def _last(part: Part, window: Window) -> date:
    """Return the last day on which a part that is new or more is joint: of its six weeks, or of earlier ones."""
    return window.last if part.kept is None else part.kept


def without_person(shares: Shares) -> Shares:
    """Return the shares of days that are free: what the person would pay falls to the council."""
    return Shares(shares.council + shares.person, shares.icb, 0)
