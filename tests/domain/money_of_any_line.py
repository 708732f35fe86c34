"""Bills of two councils for any line of a life, and what of each is to be paid back, worked out day by day.

Each is for days on which its line runs; numbers are used twice, reversals name who charged or do not, and what is told
again under a number takes the place of what was told, or is another bill once that was taken back.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from hub.events import charges as ch
from hub.events import continuing_healthcare as chc
from hub.events import determination as det
from tests.domain.money_lives import SHARES, MoneyLife
from tests.domain.money_rows import DAY, split

HERE, THERE = "E06000001", "E08000016"


class Bill(NamedTuple):
    """One bill as it stands after all that was told."""

    number: str
    council: str
    line: str
    first: date
    last: date
    pence: int
    told: int
    """When it, or its newest word, was told."""
    back: bool = False

    def of(self, day: date) -> int:
        """The pence of a day: so many of all of them as days have passed, in whole pence."""
        count, done = (self.last - self.first).days + 1, (day - self.first).days
        return self.pence * (done + 1) // count - self.pence * done // count if 0 <= done < count else 0

    def shares_days(self, other: "Bill") -> bool:
        """Whether both are for the same line, and some day is of both."""
        return self.line == other.line and self.last >= other.first and self.first <= other.last

    @property
    def days(self) -> list[date]:
        """Its days."""
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]


class Held(NamedTuple):
    """What may be charged of a day: all (none), or pence at most, and what waits for a decision beside them."""

    key: object
    free: bool = False
    at_most: int | None = None
    shared: bool = False
    barred: int = 0
    undecided: int = 0
    waiting: int | None = 0


class BilledLife(MoneyLife):
    """A life of money whose bills are for any of its lines."""

    def _money(self) -> None:
        super()._money()
        for number in range(self.dice.choice([0, 0, 1, 2])):
            self._funding(f"C{number + 2}")
        for number in range(self.dice.randrange(3)):
            day, shares = self._day(5, 90), self.dice.choice(SHARES)
            line = self.dice.choice([each.name for each in self.lines] or [None])
            decided = det.FundingDetermined(f"L{number}", day, *shares, HERE, "1-100", line)
            self.story.tell(f"{day}T14:0{number}", decided)
            self.decisions.append((day, shares, line))

    def _funding(self, case: str) -> None:
        """The board pays from a day on by the fast track or a decision, and sometimes no longer from another one on."""
        dice, tell = self.dice, self.story.tell
        day = self._day(-2, 75)
        fast = dice.random() < 0.5
        tell(f"{day}T15:0{case[1]}", chc.ChcFastTracked(case, day) if fast else chc.ChcDecided(case, "ELIGIBLE", day))
        last = dice.choice([None, day + dice.randrange(1, 30) * DAY])
        if last is not None:
            over = last + DAY
            ended = dice.choice([chc.ChcEnded(case, last), chc.ChcDecided(case, "NOT_ELIGIBLE", over, over)])
            tell(f"{over}T15:0{case[1]}", ended)
            last = self._disputed(case, day, last)
        self.funded.append((day, last))

    def _disputed(self, case: str, first: date, last: date) -> date | None:
        """Dispute some of what the board ended, before or after it said so: it pays until that is settled, if it is."""
        dice, tell, over = self.dice, self.story.tell, last + DAY
        if dice.random() < 0.5:
            return last
        begun = dice.choice([first + dice.randrange((over - first).days) * DAY, over + dice.randrange(20) * DAY])
        tell(f"{begun}T16:0{case[1]}", chc.ChcDisputed(case, "COUNCIL"))
        if dice.random() < 0.2:
            return None
        settled = begun + dice.randrange(30) * DAY
        tell(f"{settled}T17:0{case[1]}", chc.ChcDisputeSettled(case))
        return last if settled < over else max(last, settled - DAY)

    def _charge(self, name: str) -> None:
        """Tell of none of those that the other walk knows."""

    def _ends(self) -> None:
        super()._ends()
        self.bills: list[Bill] = []
        self._awaited: list[tuple[str, str | None]] = []
        dice = self.dice
        minutes = iter(sorted(dice.sample(range(60 * 24 * 20), 16)))
        for _ in range(dice.randrange(1, 6)):
            self._tell_of(next(minutes))
            if dice.random() < 0.3:
                self._take_back(next(minutes))

    def _at(self, minute: int) -> str:
        day = self.weeks[-1][1] + 150 * DAY + timedelta(days=minute // 1440)
        return f"{day}T{minute % 1440 // 60:02}:{minute % 60:02}"

    def _tell_of(self, minute: int) -> None:
        dice = self.dice
        if self.bills and dice.random() < 0.5:
            like = dice.choice(self.bills)
            first, last, line = like.first, like.last + dice.choice([0, 0, 3, -2]) * DAY, like.line
        else:
            line = dice.choice([*(each.name for each in self.lines), "N"])
            first = self._day(0, 80)
            last = first + dice.randrange(15) * DAY
        days = [first + n * DAY for n in range((last - first).days + 1)]
        known = [each for each in self.lines if each.name == line]
        running = [day for day in days if any(each.on(day) for each in known) and not self._is_over(day)]
        if not running or (running[-1] - running[0]).days + 1 != len(running):
            return
        number, council = dice.choice(["F1", "F2", "F3"]), dice.choice([HERE, HERE, THERE])
        pence = dice.choice([1, 3, 9]) * dice.randrange(1, 9000)
        bill = Bill(number, council, line, running[0], running[-1], pence, minute)
        body = ch.ChargeRecorded(number, bill.first, bill.last, bill.pence, council, line_id=line)
        self.story.tell(self._at(minute), body)
        self._keep(bill)

    def _is_over(self, day: date) -> bool:
        return day < self.first or (self.stop is not None and day >= self.stop)

    def _keep(self, bill: Bill) -> None:
        mine = [at for at, one in enumerate(self.bills) if (one.number, one.council) == (bill.number, bill.council)]
        awaited = next((one for one in self._awaited if one[0] == bill.number and one[1] in {None, bill.council}), None)
        if mine and self.bills[mine[-1]].back:
            if self.bills[mine[-1]][2:6] != bill[2:6]:
                self.bills.append(bill)
        elif mine:
            self.bills[mine[-1]] = bill
        else:
            self.bills.append(bill._replace(back=awaited is not None))
            if awaited is not None:
                self._awaited.remove(awaited)

    def _take_back(self, minute: int) -> None:
        dice = self.dice
        number, council = dice.choice(["F1", "F2", "F3"]), dice.choice([None, HERE, THERE])
        held = [at for at, one in enumerate(self.bills) if one.number == number and council in {None, one.council}]
        if council is None and any(self.bills[at].back for at in held):
            return
        if not held and any(awaited == number for awaited, _ in self._awaited):
            return  # it may be the same once more
        self.story.tell(self._at(minute), ch.ChargeReversed(number, date.fromisoformat(self._at(minute)[:10]), council))
        if held:
            last = max(held, key=lambda at: self.bills[at].told)
            self.bills[last] = self.bills[last]._replace(back=True)
        else:
            self._awaited.append((number, council))

    def held_for(self, day: date, name: str) -> Held:
        """What may be charged for a line on a day on which it runs."""
        if self.is_funded(day):
            return Held("board", free=True)
        admitted, first = [week for week in self.weeks if week[1] <= day][-1]
        parts = [part for part in self.parts(day, admitted, first) if part[0].name == name]
        if not parts:
            line = next(each for each in self.lines if each.name == name)
            hours, price = line.on(day) or (0, 0)
            parts = [(line, "RESUMED", hours or 0, price)]
        key, cost, undecided, waiting = [], list[int | None](), 0, list[int | None]()
        barred, shared = 0, False
        for line, origin, hours, price in parts:
            since = first if origin != "RESUMED" else date.min
            decision = None if origin == "UNDECIDED" else self.decision(day, line, since)
            free, what = self.is_free(day, line, origin, first), decision or (0, 0, 10_000)
            key.append((first, hours, price, origin, free, decision))
            if free or (decision is not None and not decision[2]):
                barred += 1
            elif decision is None and origin != "RESUMED":
                barred, undecided = barred + 1, undecided + 1
                waiting.append(_cost(day, hours, price, what))
            else:
                shared = shared or decision is not None
                cost.append(_cost(day, hours, price, what))
        if not barred and not shared:
            return Held(tuple(key))
        most = None if None in cost else sum(one or 0 for one in cost)
        later = None if None in waiting else sum(one or 0 for one in waiting)
        return Held(tuple(key), False, most, shared, barred, undecided, later)

    def stretches_of(
        self, days: Sequence[date], name: str
    ) -> Iterator[tuple[Sequence[date], Held, int | None, int | None]]:
        """Days on which the same holds, what may be charged of them at most, and what of them waits."""
        held = [self.held_for(day, name) for day in days]
        begins = [n for n in range(len(days)) if n == 0 or held[n].key != held[n - 1].key]
        for at, until in zip(begins, [*begins[1:], len(days)], strict=True):
            yield days[at:until], held[at], _sum(held[at:until], "at_most"), _sum(held[at:until], "waiting")

    def due(self) -> list[tuple[Bill, int | None]]:
        """What of each bill is to be paid back; none where a person has to look and nothing is known to be."""
        told: list[tuple[Bill, int]] = []
        found: list[tuple[Bill, int | None]] = []
        for bill in self.bills:
            if bill.back:
                found.append((bill, 0))
                continue
            free, above, doubt = self._alone(bill)
            others = [one for one in told if one[0].shares_days(bill)]
            own = [one for one in others if one[0].council == bill.council]
            joint = self._together(bill, own)
            doubt = doubt or (len(own) < len(others) and self._together(bill, others) > max(joint, 0))
            above = max(above, joint)
            told.append((bill, above))
            found.append((bill, None if doubt and not free + above else free + above))
        return found

    def _alone(self, bill: Bill) -> tuple[int, int, bool]:
        free = above = leeway = 0
        doubt = False
        for days, held, most, waiting in self.stretches_of(bill.days, bill.line):
            pence = sum(bill.of(day) for day in days)
            room = 2 if held.shared and most else 0
            if held.free:
                free += pence
            elif not (held.barred or held.shared) or not pence:
                continue
            elif most is None:
                doubt = True
            elif pence <= most + room:
                above, leeway = above + pence - most, leeway + room
            elif held.undecided and held.undecided == held.barred:
                doubt = True
            else:
                more = 0 if waiting is None else max(0, pence - most - waiting)
                doubt = doubt or bool(held.undecided)
                free, above, leeway = (free, above + more, leeway + room) if most else (free + more, above, leeway)
        return free, above if above > leeway else 0, doubt

    def _together(self, bill: Bill, others: Sequence[tuple[Bill, int]]) -> int:
        if not others:
            return 0
        bills = [bill, *(one for one, _ in others)]
        days = sorted({day for one in bills for day in one.days})
        total, leeway, own = -sum(above for _, above in others), 0, 0
        for stretch, held, most, _ in self.stretches_of(days, bill.line):
            if held.free or not most or held.undecided:
                continue
            billed = [sum(one.of(day) for day in stretch) for one in bills]
            total, own = total + sum(billed) - most, own + billed[0]
            leeway += 2 * len(bills) if held.shared else 0
        return min(total, own) if total > leeway and own else 0


def _cost(day: date, hours: int, price: int | None, shares: tuple[int, int, int]) -> int | None:
    return None if price is None else split(day, Fraction(hours * price, 700), shares)[2]


def _sum(held: Sequence[Held], name: str) -> int | None:
    found = [getattr(one, name) for one in held]
    return None if None in found else sum(found)
