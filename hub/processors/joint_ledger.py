"""The ledger of one person as JSON: entries by day, line and payer, their sums, and how each line comes to its sum."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from hub.domain.episodes import episode_id
from hub.domain.joint_state import JointState
from hub.domain.ledger import SHOWN_AFTER, Entry, Total, entries, hundredths
from hub.domain.responsibility import Period, allocated
from hub.domain.six_weeks import plus
from hub.processors.joint_responsibility import charge_to_person, per_cent, pounds
from hub.processors.joint_rules import Rules
from hub.processors.joint_weeks import Course, weeks_of
from hub.processors.page import iso

Json = dict[str, Any]


def ledger_json(state: JointState, found: Sequence[Course], rules: Rules, on: date) -> Json:
    """Return what was owed up to a day by the support of every episode that stands.

    Each sum is that of its entries.  `unknown` counts entries whose amount nobody knows, so that a sum beside one is
    of the others alone.  `until` is the last day that is counted, and `goes_on` says whether support runs on after the
    days that are.
    """
    days: list[Entry] = []
    lines: list[Json] = []
    until, goes_on = None, False
    for course in found:
        periods = allocated(weeks_of(state, course, rules))
        first, name = (
            course.episode.window.first,
            episode_id(state.spells[course.episode.spell], course.episode.leaving),
        )
        last = _last(course, on)
        until = last if last >= first else until
        goes_on = goes_on or any(period.last is None or period.last > last for period in periods)
        mine = list(entries(periods, first, last))
        days += mine
        lines += [_line(period, name, mine, last) for period in periods if period.first <= last]
    return {
        "until": iso(until),
        "goes_on": goes_on,
        "days": [_entry(entry) for entry in days],
        "lines": lines,
        "by_day": _sums(days, ("on",), lambda entry: (entry.day.isoformat(),)),
        "by_line": _sums(days, ("provider", "line_id"), _line_of),
        "by_payer": _sums(days, ("payer",), lambda entry: (entry.payer,)),
        "total": _total(_sum(days)),
    }


def _last(course: Course, on: date) -> date:
    """Return the last day of an episode that is counted."""
    day = course.episode.window.last
    last = min(on, date.max if date.max - day < SHOWN_AFTER else day + SHOWN_AFTER)
    return last if course.stop is None or course.stop > last else plus(course.stop, -1)


def _line_of(entry: Entry) -> tuple[str, str]:
    line = entry.period.part.line
    return line.provider, line.line_id


def _entry(entry: Entry) -> Json:
    part = entry.period.part
    return {
        "on": entry.day.isoformat(),
        "line_id": part.line.line_id,
        "provider": part.line.provider,
        "origin": part.origin.value,
        "payer": entry.payer,
        "hours": pounds(entry.hundredths),
        "amount": pounds(entry.pence),
        "rule": entry.period.payer.rule.label,
    }


def _line(period: Period, episode: str, days: Iterable[Entry], last: date) -> Json:
    """Return a period with how its sum comes about: hours and price, who pays which part, and by which rule."""
    part, payer, until = period.part, period.payer, period.until(last)
    mine = [entry for entry in days if entry.period is period]
    owed = None if period.pence is None else period.pence.shared(period.first, until, payer.shares)
    return {
        "episode_id": episode,
        "line_id": part.line.line_id,
        "provider": part.line.provider,
        "service": part.service,
        "origin": part.origin.value,
        "from": period.first.isoformat(),
        "to": until.isoformat(),
        "goes_on_to": iso(period.last),
        "days": (until - period.first).days + 1,
        "hours_per_week": pounds(part.hours),
        "price_per_hour": pounds(part.span.price),
        "price_framework": part.span.framework,
        "payers": [{"payer": name, "share": per_cent(share)} for name, share in payer.shares.paying()],
        "charging": payer.charging,
        "charge_to_person": charge_to_person(period, owed),
        "rule": payer.rule.label,
        "words": payer.rule.words,
        "source": payer.rule.source,
        **_total(_sum(mine)),
    }


def _sums(days: Sequence[Entry], names: tuple[str, ...], key: Callable[[Entry], tuple[str, ...]]) -> list[Json]:
    """Return the sum of the entries of each key, in the order in which keys come."""
    found: dict[tuple[str, ...], Total] = {}
    for entry in days:
        mine = key(entry)
        found[mine] = found.get(mine, Total()).plus(entry)
    return [dict(zip(names, mine, strict=True)) | _total(total) for mine, total in found.items()]


def _sum(days: Iterable[Entry]) -> Total:
    total = Total()
    for entry in days:
        total = total.plus(entry)
    return total


def _total(total: Total) -> Json:
    return {"hours": hundredths(total.hundredths), "amount": hundredths(total.pence), "unknown": total.unknown}
