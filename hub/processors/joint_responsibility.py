"""Who pays for what as JSON: the clocks of each line, and the periods of each payer."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from hub.domain.earlier_weeks import shown_parts
from hub.domain.ledger import hundredths
from hub.domain.origins import Part
from hub.domain.payer_of_day import FREE, ORDINARY, UNDECIDED, free_until
from hub.domain.programmes import programmes
from hub.domain.responsibility import Period, Weeks, allocated
from hub.domain.rules import Rule
from hub.domain.shares import PERSON
from hub.processors.page import Page, iso

Json = dict[str, Any]

_PAYER: Final[dict[tuple[str, ...], str]] = {("COUNCIL",): "council", ("ICB",): "icb", ("PERSON",): "person"}


def pounds(pence: int | None) -> str | None:
    """Write pence as pounds; none stays none."""
    return None if pence is None else hundredths(pence)


def per_cent(share: int) -> str:
    """Write hundredths of a per cent as per cent."""
    return hundredths(share)


def clocks(weeks: Weeks, gone: date | None, on: date, path: str, page: Page) -> list[Json]:
    """Return for each line of an episode, in the order of the view, its days, its clocks and its price framework.

    `free_until` is the first day that neither the joint clock nor the law keeps free: the later of both, and none
    after the person was `gone`.
    """
    of = programmes(weeks.lines, weeks.law)
    rows: list[Json] = []
    for place, part in enumerate(_shown(weeks, on)):
        programme = of.get((part.line.provider, part.line.line_id, part.span.first))
        until = free_until(part, programme, weeks.window, gone)
        if programme is not None:
            page.why(f"{path}.lines.{place}.statutory_free_until", part.span.by, Rule.FREE_BY_LAW)
        rows.append(_days(part) | {
            "free_until": iso(until),
            "statutory_free_until": iso(programme.free_until if programme else None),
        })  # fmt: skip
    return rows


def _shown(weeks: Weeks, on: date) -> tuple[Part, ...]:
    return shown_parts(weeks.lines, weeks.reference, weeks.window, weeks.earlier, on)


def _days(part: Part) -> Json:
    return {
        "from": part.line.spans[0].first.isoformat(),
        "to": iso(part.line.spans[-1].last),
        "price_framework": part.span.framework,
        "programme_id": part.span.programme,
    }


def responsibility(weeks: Weeks, on: date, path: str, page: Page) -> list[Json]:
    """Return the periods that have begun by a day; amounts are of their days up to that day."""
    rows: list[Json] = []
    for period in allocated(weeks):
        if period.first <= on:
            page.why(f"{path}.responsibility.{len(rows)}", period.payer.by, period.payer.rule)
            rows.append(_row(period, on))
    return rows


def _row(period: Period, on: date) -> Json:
    part, payer, until = period.part, period.payer, period.until(on)
    shares = payer.shares
    owed = None if period.pence is None else period.pence.shared(period.first, until, shares)
    return {
        "from": period.first.isoformat(),
        "to": iso(period.last),
        "line_id": part.line.line_id,
        "provider": part.line.provider,
        "service": part.service,
        "origin": part.origin.value,
        "payers": [
            {"payer": name, "share": per_cent(share), "amount": pounds(owed[name] if owed else None)}
            for name, share in shares.paying()
        ],
        "payer": _in_a_word(period),
        "hours_per_week": None if part.hours is None else part.hours / 100,
        "amount": pounds(sum(owed.values()) if owed else None),
        "charge_to_person": charge_to_person(period, owed),
        "charging": payer.charging,
        "rule": payer.rule.label,
        "flags": ["ASSESSMENT_OVERDUE"] if payer.rule in UNDECIDED else [],
        "finding": None if owed else _unknown_because(period).label,
    }


def _unknown_because(period: Period) -> Rule:
    """Return why nobody knows the amount: hours or a price that cannot be, else that nobody said one of them."""
    if period.part.hours is not None and period.hours is None:
        return Rule.HOURS_IMPOSSIBLE
    return Rule.NEGATIVE_MONEY if (period.part.span.price or 0) < 0 else Rule.PRICE_UNKNOWN


def charge_to_person(period: Period, owed: Mapping[str, int] | None) -> str | None:
    """Return what the person may be asked for: nothing, their share, or none where only the council knows."""
    charging = period.payer.charging
    if charging == FREE:
        return pounds(0)
    return None if charging == ORDINARY or owed is None else pounds(owed.get(PERSON, 0))


def _in_a_word(period: Period) -> str:
    if period.payer.rule is Rule.JOINT_PAYS:
        return "joint"
    return _PAYER.get(tuple(name for name, _ in period.payer.shares.paying()), "shared")
