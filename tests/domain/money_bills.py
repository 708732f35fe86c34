"""Bills by hand: several for the same days, and those for days on which nothing ran that they could be for."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.domain.money_rows import DAY, Told, split

if TYPE_CHECKING:
    from tests.domain.money_lives import MoneyLife


def days_of(life: "MoneyLife", name: str) -> list[tuple[date, int]]:
    """Each day of a bill with its pence: so many of all of them as days have passed, in whole pence."""
    _, first, last, amount, _ = next(one for one in life.charged if one[0] == name)
    count = (last - first).days + 1
    return [(first + n * DAY, amount * (n + 1) // count - amount * n // count) for n in range(count)]


def above_share(life: "MoneyLife", name: str) -> tuple[int, date | None]:
    """Pence of a bill that are above the person's share, by itself or with those told before, and since when."""
    stretches = [(days, pence, limit) for days, pence, limit in life.stretches(name) if limit]
    above = sum(pence - limit for _, pence, limit in stretches)
    first = next((days[0] for days, pence, limit in stretches if pence - limit > 2), None)
    if first is None or above <= 2 * len(stretches):
        above, first = 0, None
    together, since = _together(life, name)
    if together > above:
        return together, min(day for day in (first, since) if day is not None)
    return above, first


def _together(life: "MoneyLife", name: str) -> tuple[int, date | None]:
    """Walk through all days of the bills that share a day with one: what is above all that may be charged of them."""
    mine = next(one for one in life.charged if one[0] == name)
    before = sorted((one for one in life.charged if one[0] not in life.reversed), key=lambda one: (one[2], one[0]))
    others = [
        one for one in before[: before.index(mine)] if one[4] == mine[4] and one[2] >= mine[1] and one[1] <= mine[2]
    ]
    if not others:
        return 0, None
    bills = [dict(days_of(life, one[0])) for one in (mine, *others)]
    days = sorted(set().union(*bills))
    held = [life.held(day, mine[4]) for day in days]
    begins = [n for n in range(len(days)) if n == 0 or held[n] != held[n - 1]]
    total, slack, own, since = -sum(above_share(life, one[0])[0] for one in others), 0, 0, None
    for at, until in zip(begins, [*begins[1:], len(days)], strict=True):
        stretch = days[at:until]
        limit = life.limit(stretch, held[at])
        if not limit:
            continue
        billed = [sum(bill.get(day, 0) for day in stretch) for bill in bills]
        total, slack, own = total + sum(billed) - limit, slack + 2 * len(bills), own + billed[0]
        if since is None and billed[0] and sum(billed) > limit:
            since = max(stretch[0], mine[1])
    return (min(total, own), since or mine[1]) if total > slack and own else (0, None)


def is_for_nothing(life: "MoneyLife", name: str) -> bool:
    """Whether a bill is for days on which its line did not run, or after the death, and not paid for by its others."""
    line = next(one[4] for one in life.charged if one[0] == name)
    charged = days_of(life, name)
    if not any(pence and _rests(life, day, line) for day, pence in charged):
        return False
    costs = [cost for day, _ in charged for cost in _costs(life, day, line)]
    left = sum(pence for _, pence in charged) - life.refund(name)
    return None in costs or left > sum(cost or 0 for cost in costs)


def _rests(life: "MoneyLife", day: date, name: str) -> bool:
    known = [line for line in life.lines if line.name == name]
    dead = life.died is not None and day > life.died
    if life.is_funded(day) or (any(line.on(day) for line in known) and not dead) or not (known or dead):
        return False
    weeks = [first for _, first in life.weeks if first <= day]
    inside = weeks and day < weeks[-1] + life.length(weeks[-1]) * DAY and (life.stop is None or day < life.stop)
    if inside and not (any(life.runs(line) for line in known) and not life.is_wrong(day, name)):
        return False
    return not _was_settled(life, day, name, known)


def _was_settled(life: "MoneyLife", day: date, name: str, known: list[Told]) -> bool:
    """Whether the newest decision gives the person a share, and was made when nothing ran any more."""
    held = [
        (since, line is not None, shares)
        for since, shares, line in life.decisions
        if since <= day and line in {None, name}
    ]
    if not held:
        return False
    since, _, shares = max(reversed(list(enumerate(held))), key=lambda one: (one[1][0], one[1][1], one[0]))[1]
    if not shares[2]:
        return False
    if life.died is not None and day > life.died:
        return since > life.died
    return not any(line.on(since + n * DAY) for line in known for n in range((day - since).days + 1))


def _costs(life: "MoneyLife", day: date, name: str) -> list[int | None]:
    """What may be charged at most for each part of a line that runs on a day; none where nobody said its price."""
    if life.is_funded(day) or (
        life.stop is not None and day >= life.stop and any(first <= day for _, first in life.weeks)
    ):
        return []
    begun = [(admitted, first) for admitted, first in life.weeks if first <= day]
    parts = [part for part in life.parts(day, *begun[-1]) if part[0].name == name] if begun else []
    if not parts:
        lines = [line for line in life.lines if line.name == name]
        parts = [(line, "RESUMED", *held) for line in lines if (held := line.on(day)) is not None]  # type: ignore[misc]
    found: list[int | None] = []
    for line, origin, hours, price in parts:
        first = begun[-1][1] if begun else date.min
        council, icb, person = life.payers(day, line, origin, first)
        decided = origin != "UNDECIDED" and life.decision(day, line, first if origin != "RESUMED" else date.min)
        if life.is_free(day, line, origin, first) or (origin != "RESUMED" and not decided) or (decided and not person):
            continue
        shares = (council, icb, person) if decided else (0, 0, 10_000)
        found.append(None if price is None else split(day, Fraction(hours * price, 700), shares)[2])
    return found
