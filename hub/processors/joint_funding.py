"""What others are told of money: who pays for which line in which period, refunds that are due, and alerts.

A period is told from its first day on, under a key that follows from the episode, the line and that day, so that a
rebuild tells nothing twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from hub.domain.alert import Alert
from hub.domain.answering import Term, on_day
from hub.domain.days import day_of
from hub.domain.episodes import episode_id
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.money_alerts import Clock, later, mark, money_alerts
from hub.domain.refunds import Doubt, Refund, questioned
from hub.domain.responsibility import Period, allocated
from hub.domain.shares import Flow, Shares
from hub.domain.six_weeks import plus
from hub.domain.steps import Fact
from hub.domain.steps_of_money import NOTHING_OWED, Owed, owed, undecided_days
from hub.processors.joint_responsibility import per_cent, pounds
from hub.processors.joint_rules import Rules
from hub.processors.joint_weeks import Course, every_period, support_of, weeks_of

_JSON: Final = msgspec.json.Encoder().encode

Codes = tuple[tuple[date, str | None, str | None], ...]
"""Codes of the council and the system that answer, by the day from which they do."""


class FundingBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of an allocation; fields are in the order of their names, so that one content has one text.

    `amount` is of the whole period, and none where it has no end yet, or nobody knows hours or price.  `payers` is
    written already: a list of what each pays, with its share.
    """

    amount: str | None
    charging: str
    council: str | None
    episode_id: str
    from_: date = msgspec.field(name="from")
    hours_per_week: str | None
    ics: str | None
    line_id: str
    origin: str
    payers: msgspec.Raw
    price_framework: str | None
    provider: str
    rule: str
    to: date | None


class RefundBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of a refund: exactly the pence of the days that may not be charged; in the order of names as well."""

    amount: str
    charge_id: str
    charged_by: str | None
    line_id: str | None
    provider: str | None
    rule: str
    since: date


class MoneyAlertBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of an alert about money, as that of every other alert."""

    alert: str
    because: str
    council: str | None
    episode_id: str | None
    ics: str | None
    provider: str | None
    since: date


class MoneyTold(NamedTuple):
    """What others should believe of a person's money on a day, when that changes by itself, and what waits of it."""

    facts: Sequence[Fact] = ()
    days: Sequence[date] = ()
    owed: Owed = NOTHING_OWED


NO_MONEY: Final = MoneyTold()
"""Of somebody whom nobody supports, and of whose money nothing was told."""


def money_told(state: JointState, found: Sequence[Course], rules: Rules, today: date) -> MoneyTold:
    """Return what others should believe of a person's money on a day, and what follows from it."""
    facts: list[Fact] = []
    days: list[date] = []
    every: list[Period] = []
    due: Sequence[Refund | Doubt] = ()
    for course in found if state.lines else ():
        spell = state.spells[course.episode.spell]
        codes = _codes(course.terms)
        name = episode_id(spell, course.episode.leaving)
        periods = [*_by_term(allocated(weeks_of(state, course, rules)), codes)]
        every += periods
        for period in periods:
            if period.first <= today:
                facts.append(_allocation(period, name, codes))
            else:
                days.append(period.first)
    days += undecided_days(every, today)
    if state.money is not None and state.forgotten is None:
        due = in_question(state, found, rules)
        facts += [_refund(each, hidden=bool(state.hiding)) for each in due if isinstance(each, Refund)]
        for alert in money_alerts(state.money.chc, due, clock_of(state, rules, today)):
            facts.append(_alert(state, alert, holding(found, alert.since), today))
        days += later(state.money.chc, rules.law, today)
    return MoneyTold(facts, days, owed(every, due, today))


def clock_of(state: JointState, rules: Rules, on: date) -> Clock:
    """Return what says whether a decision about continuing healthcare is late on a day, and still awaited."""
    died = confirmed_death(state)
    return Clock(rules.law, on, None if died is None else day_of(died.value.at))


def owed_on(state: JointState, found: Sequence[Course], rules: Rules, on: date) -> Owed:
    """Return what waits of a person's money on a day."""
    periods = [each for course in found if state.lines for each in allocated(weeks_of(state, course, rules))]
    return owed(periods, in_question(state, found, rules), on)


def in_question(state: JointState, found: Sequence[Course], rules: Rules) -> list[Refund | Doubt]:
    """Return what is to be paid back of charges, and behind it what nobody can say that of."""
    return _questioned(state, found, rules)


def taken_back(state: JointState, found: Sequence[Course], rules: Rules) -> list[Refund | Doubt]:
    """Return the same of charges that were taken back, as if they had not been."""
    money = state.money
    return [] if money is None or not money.reversals else _questioned(state, found, rules, taken_back=True)


def _questioned(
    state: JointState, found: Sequence[Course], rules: Rules, *, taken_back: bool = False
) -> list[Refund | Doubt]:
    if state.money is None or not state.money.charges:
        return []
    support = support_of(state, found, rules, every_period(state, found, rules))
    return questioned(state.money, support, taken_back=taken_back)


def holding(found: Sequence[Course], day: date) -> Course | None:
    """Return the episode that an alert of a day belongs to: the last one that had begun, or none."""
    return next((course for course in reversed(found) if course.episode.window.first <= day), None)


def _codes(terms: Sequence[Term]) -> Codes:
    """Return who answers by the day from which they do; where nothing changes that has a code, the earlier day."""
    found = [(terms[0].first, *terms[0].who.codes)]
    for term in terms[1:]:
        if term.who.codes != found[-1][1:]:
            found.append((term.first, *term.who.codes))
    return tuple(found)


def _by_term(periods: Sequence[Period], codes: Codes) -> Iterable[Period]:
    """Return the periods, each cut on the days from which others answer: who pays is named by council and board."""
    return periods if len(codes) == 1 else [part for each in periods for part in _cut(each, [day for day, *_ in codes])]


def _cut(period: Period, days: Sequence[date]) -> Iterator[Period]:
    inside = [day for day in days if period.first < day and (period.last is None or day <= period.last)]
    for day in inside:
        yield period._replace(last=plus(day, -1))
        period = period._replace(first=day)
    yield period


def _allocation(period: Period, name: str, codes: Codes) -> Fact:
    part, first, last = period.part, period.first, period.last
    line = part.line
    _, council, ics = codes[0] if len(codes) == 1 else _on(codes, first)
    amount, payers = _paid(period.pence, first, last, period.payer.shares)
    body = FundingBody(
        amount, period.payer.charging, council, name, first, pounds(part.hours), ics, line.line_id, part.origin.value,
        payers, part.span.framework, line.provider, period.payer.rule.label, last,
    )  # fmt: skip
    about = mark(f"{line.provider}/{line.line_id}")
    origin = f"{part.origin.value}:undecided" if part.undecided else part.origin.value
    return Fact("FundingAllocated", f"{name}:{about}:{origin}:{first.isoformat()}", _JSON(body).decode())


def _on(codes: Codes, day: date) -> tuple[date, str | None, str | None]:
    return next((each for each in reversed(codes) if each[0] <= day), codes[0])


@lru_cache(maxsize=1 << 13)
def _paid(flow: Flow | None, first: date, last: date | None, shares: Shares) -> tuple[str | None, msgspec.Raw]:
    """Return what a whole period costs and each payer's part; kept, because many weeks begin alike on one day."""
    owed = {} if flow is None or last is None else flow.shared(first, last, shares)
    payers = [
        {"amount": pounds(owed.get(payer)), "payer": payer, "share": per_cent(share)}
        for payer, share in shares.paying()
    ]
    return pounds(sum(owed.values())) if owed else None, msgspec.Raw(_JSON(payers))


def _refund(due: Refund, *, hidden: bool) -> Fact:
    charge = due.charge
    amount = pounds(due.pence) or ""
    body = RefundBody(
        amount,
        charge.charge_id,
        None if hidden else charge.charged_by,
        charge.line_id,
        charge.provider,
        due.rule.label,
        due.since,
    )
    return Fact("RefundDue", mark(charge.name), _JSON(body).decode())


def _alert(state: JointState, alert: Alert, course: Course | None, today: date) -> Fact:
    name: str | None = None
    codes: tuple[str | None, str | None] = None, None
    if course is not None:
        name = episode_id(state.spells[course.episode.spell], course.episode.leaving)
        codes = on_day(course.terms, today).who.codes
    body = MoneyAlertBody(alert.kind, alert.rule.label, codes[0], name, codes[1], alert.provider, alert.since)
    return Fact("Alert", f"{name or ''}:{alert.kind}:{alert.about}", _JSON(body).decode())
