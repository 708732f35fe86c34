"""Invents support, decisions, charges and continuing healthcare around discharges, and works out by hand who owes what.

The oracle shares no code with the rules: it walks through the days over plain rows that were written down while the
story was told.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hub.events import care_record as c
from hub.events import charges as ch
from hub.events import continuing_healthcare as chc
from hub.events import determination as det
from hub.events import identity as i
from hub.events.values import HomeArea
from tests.domain.money_bills import above_share, is_for_nothing
from tests.domain.money_rows import DAY, Owed, Told, split
from tests.domain.stories import Story

SEASONS = (date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29), date(2027, 12, 31), date(2026, 6, 15))
"""Days around which clocks change, leap days and ends of years lie."""
TIMES = ("T00:00", "T00:30", "T12:00", "T23:59", "")
SHARES = ((10_000, 0, 0), (5_000, 5_000, 0), (3_333, 3_333, 3_334), (0, 2_500, 7_500))


class MoneyLife:
    """One invented person; everything follows from the seed."""

    def __init__(self, seed: int, *, corrected: bool = False) -> None:
        self.dice = dice = random.Random(seed)
        self.story = Story(f"money {seed}")
        self.first = dice.choice(SEASONS) + timedelta(days=dice.randrange(-50, 10))
        self.admitted = self.first - timedelta(days=dice.randrange(1, 30))
        self.weeks = [(self.admitted, self.first)]
        self.lines: list[Told] = []
        self.decisions: list[tuple[date, tuple[int, int, int], str | None]] = []
        self.funded: list[tuple[date, date | None]] = []
        self.charged: list[tuple[str, date, date, int, str]] = []
        self.reversed: set[str] = set()
        self.stop: date | None = None
        self.died: date | None = None
        self._stays(corrected=corrected)
        self._support()
        self._money()
        self._ends()

    def _stays(self, *, corrected: bool) -> None:
        dice, story = self.dice, self.story
        story.admit(f"{self.admitted}T08:00", "SP1")
        at, wrong = f"{self.first}{dice.choice(TIMES)}", self.first - timedelta(days=dice.randrange(1, 15))
        if corrected:
            early = max(wrong, self.admitted + DAY) if self.admitted + DAY < self.first else self.first
            self._corrected(early, at)
        else:
            story.discharge(at, "SP1")
        for number in ("SP2", "SP3")[: dice.choice([0, 0, 0, 1, 2])]:
            back = self.weeks[-1][1] + timedelta(days=dice.randrange(1, 50))
            again = back + timedelta(days=dice.randrange(1, 10))
            story.admit(f"{back}T08:00", number)
            story.discharge(f"{again}{dice.choice(TIMES[1:4])}", number)
            self.weeks.append((back, again))

    def _corrected(self, early: date, at: str) -> None:
        """Say another day first, and the right one inside the six weeks or after them; some say yet another between."""
        dice, story = random.Random(f"{self.admitted} {at}"), self.story
        late = max(self.admitted, self.first + timedelta(days=dice.randrange(-20, 20)))
        story.discharge(f"{dice.choice([early, early, late])}T12:00", "SP1")
        told = dice.sample(range(21, 100), 3)
        told.sort()
        for days in told[: dice.choice([0, 0, 1, 2])]:
            wrong = max(self.admitted, self.first + timedelta(days=dice.randrange(-20, 20)))
            moment = _moment(f"{wrong}T13:00")
            story.correct(f"{self.first + timedelta(days=days)}T09:00", "SP1", discharged_at=moment)
        story.correct(f"{self.first + timedelta(days=told[-1])}T09:00", "SP1", discharged_at=_moment(at))

    def _day(self, low: int, high: int) -> date:
        return self.first + timedelta(days=self.dice.randrange(low, high))

    def _support(self) -> None:
        dice = self.dice
        if dice.random() < 0.8:
            began = self.admitted - timedelta(days=60)
            self._line("B", "HOME_SUPPORT", dice.choice([None, None, "RESUMED", "NEW"]), began, self._last(began))
            if dice.random() < 0.7:
                self._change(self._day(0, 30), dice.choice([None, None, "RESUMED", "NEW", "INCREASE"]))
            if dice.random() < 0.5:
                self._line("S", "HOME_SUPPORT", None, self._day(0, 40), None)
        if dice.random() < 0.8:
            began = self._day(0, 60)
            self._line("N", "REABLEMENT", "NEW", began, self._last(began))
        if dice.random() < 0.5:
            began = self._day(0, 20)
            self._line("R", "MEALS", "RESUMED", began, None)
        if dice.random() < 0.4:
            began = self._day(0, 40)
            self._line("T", "HOME_SUPPORT", dice.choice(["RESUMED", "RESUMED", "NEW"]), began, self._last(began))
            for _ in range(dice.randrange(3)):
                began += timedelta(days=dice.randrange(1, 15))
                self._change(began, dice.choice([None, None, "RESUMED", "NEW", "INCREASE"]))

    def _last(self, began: date) -> date | None:
        return self.dice.choice([None, None, max(began, self._day(1, 90))])

    def _line(self, name: str, service: str, origin: str | None, began: date, last: date | None) -> None:
        hours, price = self.dice.randrange(1, 60) * 50, self.dice.choice([None, 1999, 2150, 2401])
        body = c.SupportLineStarted(name, "1-100", service, began, origin, last, hours, price)
        self.story.tell(f"{began}T09:00", body)
        self.lines.append(Told(name, service, [(began, hours, price, origin)], last))

    def _change(self, day: date, origin: str | None) -> None:
        line = self.lines[-1]
        _, _, price, _ = line.terms[-1]
        if line.last is not None and day > line.last:
            return
        hours = self.dice.randrange(1, 60) * 50
        self.story.tell(f"{day}T10:00", c.SupportLineChanged(line.name, "1-100", day, None, origin, hours))
        line.terms.append((day, hours, price, origin))

    def _money(self) -> None:
        dice, tell = self.dice, self.story.tell
        for number in range(dice.randrange(3)):
            day, shares, line = self._day(10, 80), dice.choice(SHARES), dice.choice([None, "N"])
            tell(f"{day}T11:0{number}", det.FundingDetermined(f"D{number}", day, *shares, line_id=line))
            self.decisions.append((day, shares, line))
        if dice.random() < 0.3:
            day = self._day(3, 70)
            tell(f"{day}T12:00", chc.ChcDecided("C1", "ELIGIBLE", day, day))
            last = day + timedelta(days=dice.randrange(5, 20)) if dice.random() < 0.5 else None
            if dice.random() < 0.5:
                review = day + timedelta(days=dice.randrange(1, 5))
                tell(f"{review}T12:00", chc.ChcDecided("C1", "ELIGIBLE", review))
            if last is not None:
                tell(f"{last}T12:00", chc.ChcEnded("C1", last))
            self.funded.append((day, last))
        for number in range(dice.randrange(4)):
            self._charge(f"F{number}")

    def _charge(self, name: str) -> None:
        first, line = self._day(-3, 80), self.dice.choice(["N", "R"])
        last, amount = first + timedelta(days=self.dice.randrange(20)), self.dice.randrange(1, 90_000)
        if self.charged and self.dice.random() < 0.4:  # another bill for the same support
            _, first, last, _, line = self.charged[-1]
            last += timedelta(days=self.dice.choice([0, 0, 3]))
        told = ch.ChargeRecorded(name, first, last, amount, "E06000001", line_id=line)
        self.story.tell(f"{last}T13:0{name[1:]}", told)
        self.charged.append((name, first, last, amount, line))
        if self.dice.random() < 0.2:
            self.story.tell(f"{last + DAY}T13:00", ch.ChargeReversed(name, last + DAY))
            self.reversed.add(name)

    def _ends(self) -> None:
        last = self.weeks[-1][1]
        day = last + timedelta(days=self.dice.randrange(1, 70))
        match self.dice.randrange(6):
            case 0:
                self.story.death(f"{day}T08:00", died=str(day))
                self.died = day
                self.stop = day + DAY
            case 1:
                self.story.tell(f"{day}T08:00", i.PersonUpdated(home=HomeArea("W06000015", None, 1.0, "directory")))
                self.stop = day

    def length(self, first: date) -> int:
        """How many days are covered from a day of discharge on."""
        del first
        return 42

    def share(self, day: date) -> int:
        """What the council pays of joint support on a day, in hundredths of a per cent."""
        del day
        return 5_000

    def owed(self, on: date) -> Iterator[Owed]:
        """Walk through the days up to one."""
        for place, (admitted, first) in enumerate(self.weeks):
            stop = self.weeks[place + 1][1] if place + 1 < len(self.weeks) else self.stop
            day = first
            while day <= on and (stop is None or day < stop):
                yield from self._of_day(day, admitted, first)
                day += DAY

    def parts(self, day: date, admitted: date, first: date) -> Iterator[tuple[Told, str, int, int | None]]:
        """Each part of a line that runs on a day and ran on one of those covered: origin, hours, price."""
        whole = max(left + self.length(left) * DAY for left in self._unended(admitted, first)) - first
        for line in self.lines:
            held = line.on(day)
            if held is None or all(line.on(first + n * DAY) is None for n in range(whole.days)):
                continue
            hours, price = held
            assert hours is not None
            resumed, word, _ = self._told_apart(line, day, first)
            decided = min(hours, resumed, hours if self.is_funded(day) else self._decided(line, day, first))
            if decided:
                yield line, "RESUMED", decided, price
            if min(hours, resumed) > decided:
                yield line, "UNDECIDED", min(hours, resumed) - decided, price
            if hours > resumed:
                more = "INCREASE" if resumed else word or "NEW"
                yield line, more, hours - resumed, price

    def _unended(self, admitted: date, day: date) -> list[date]:
        """The discharge after an admission, and those before it whose six weeks cover a day."""
        lefts = [left for came, left in self.weeks if came <= admitted]
        return [left for left in lefts if left == lefts[-1] or day < left + self.length(left) * DAY]

    def _told_apart(self, line: Told, day: date, first: date) -> tuple[int, str | None, date]:
        """Resumed hours and the word for the others, by the weeks that resume least of those that cover the day.

        Of weeks that say the same the own ones come first, unless others end later: the last day of them is given.
        """
        admitted = next(came for came, left in self.weeks if left == first)
        found = []
        *before_it, own = self._unended(admitted, day)
        for left in (own, *before_it):
            came = next(came for came, out in self.weeks if out == left)
            again = next((out for _, out in self.weeks if out > left and left != first), None)
            before = min(came, left - DAY)
            for upto in dict.fromkeys((None, again)):
                word, resumed = line.word(day, upto) if line.on(before) is None else (None, 0)
                if word is None:
                    resumed = self.resumed(line, day, before, upto)
                found.append((resumed, word, left + (self.length(left) - 1) * DAY))
        hours = line.on(day)
        return min(found, key=lambda one: (min(one[0], (hours and hours[0]) or 0), date.max - one[2]))

    def _decided(self, line: Told, day: date, first: date) -> int:
        """Hours that were resumed by all weeks before a discharge that are over, where nobody decided since them."""
        least = 10**6
        for came, left in self.weeks:
            last = left + (self.length(left) - 1) * DAY
            ran = any(line.on(left + n * DAY) is not None for n in range(self.length(left)))
            if left >= first or day <= last or not ran or self.decision(day, line, left) is not None:
                continue
            before, again = min(came, left - DAY), next(out for _, out in self.weeks if out > left)
            for upto in (None, again):
                word, hours = line.word(day, upto)
                own = line.on(before) is not None
                least = min(least, hours if word and not own else self.resumed(line, day, before, upto))
        return least

    def resumed(self, line: Told, day: date, before: date, again: date | None = None) -> int:
        """How many of a line's hours of a day ran before: its own, or what others left over and did not resume."""
        held, ran = line.on(day), line.on(before)
        if held is None or held[0] is None:
            return 0
        if ran is not None:
            return min(held[0], ran[0] or 0)
        left = 0
        for other in self.lines:
            then, now = other.on(before), other.on(day)
            if other.service == line.service and then is not None:
                left += max(0, (then[0] or 0) - ((now[0] if now is not None else 0) or 0))
            elif other.service == line.service and now is not None:
                left -= min(now[0] or 0, other.word(day, again)[1])
        return min(held[0], max(0, left))

    def _of_day(self, day: date, admitted: date, first: date) -> Iterator[Owed]:
        for line, origin, hours, price in self.parts(day, admitted, first):
            yield from self.divided(day, (line, origin, hours, price), first)

    def divided(self, day: date, part: tuple[Told, str, int, int | None], first: date) -> Iterator[Owed]:
        """Divide a part of a line among those who pay it on a day: of all that fell due by then, less by the eve."""
        line, origin, hours, price = part
        shares = self.payers(day, line, origin, first)
        pence = None if price is None else split(day, Fraction(hours * price, 700), shares)
        hundredths = split(day, Fraction(hours, 7), shares)
        for place, name in enumerate(("COUNCIL", "ICB", "PERSON")):
            if shares[place]:
                told = "RESUMED" if origin == "UNDECIDED" else origin
                yield Owed(day, line.name, told, name, None if pence is None else pence[place], hundredths[place])

    def is_funded(self, day: date) -> bool:
        """Whether the board pays all."""
        return any(first <= day and (last is None or day <= last) for first, last in self.funded)

    def is_free(self, day: date, line: Told, origin: str, first: date) -> bool:
        """Whether one of the two clocks keeps a day free."""
        programme = line.service == "REABLEMENT" and line.terms[0][0] <= day < line.terms[0][0] + 42 * DAY
        return programme or (origin not in {"RESUMED", "UNDECIDED"} and day <= self._told_apart(line, day, first)[2])

    def payers(self, day: date, line: Told, origin: str, first: date) -> tuple[int, int, int]:
        """Who pays a part of a line on a day."""
        if self.is_funded(day):
            return 0, 10_000, 0
        joint = origin not in {"RESUMED", "UNDECIDED"} and day <= self._told_apart(line, day, first)[2]
        decision = (
            None
            if joint or origin == "UNDECIDED"
            else self.decision(day, line, since=first if origin != "RESUMED" else date.min)
        )
        if decision is not None:
            council, icb, person = decision
            return (council + person, icb, 0) if self.is_free(day, line, origin, first) else decision
        return (self.share(day), 10_000 - self.share(day), 0) if joint else (10_000, 0, 0)

    def decision(self, day: date, line: Told, since: date) -> tuple[int, int, int] | None:
        """The newest decision for a line, if it is from no day before `since`; of one day the line's own, else last."""
        held = None
        for from_on, shares, name in sorted(self.decisions, key=lambda one: (one[0], one[2] is not None)):
            if from_on <= day and name in {None, line.name}:
                held = shares if from_on >= since else None
        return held

    def refund(self, name: str) -> int:
        """Pence of a charge that fall on free days, and what is above the person's share where that was decided."""
        return sum(above for _, above in self.wrong(name))

    def wrong(self, name: str) -> list[tuple[date, int]]:
        """The first day of each stretch of a charge of which something is to be paid back, and the pence.

        What is above the person's share on some days of a bill and below it on others is right.
        """
        if name in self.reversed:
            return []
        found = [(days[0], pence) for days, pence, limit in self.stretches(name) if limit == 0 and pence]
        above, first = above_share(self, name)
        return found if first is None else sorted([*found, (first, above)])

    def stretches(self, name: str) -> Iterator[tuple[list[date], int, int | None]]:
        """Days of a charge on which the same holds, its pence of them, and those that may be charged; none if any."""
        _, first, last, amount, line = next(one for one in self.charged if one[0] == name)
        count = (last - first).days + 1
        held = [self.held(first + number * DAY, line) for number in range(count)]
        for begins in [n for n in range(count) if n == 0 or held[n] != held[n - 1]]:
            ends = next((n for n in range(begins, count) if held[n] != held[begins]), count)
            days = [first + number * DAY for number in range(begins, ends)]
            yield days, amount * ends // count - amount * begins // count, self.limit(days, held[begins])

    def limit(self, days: list[date], held: Any) -> int | None:
        """Pence that may be charged of days on which the same holds; none if any may, or nobody can say."""
        if held in {"free", "any"}:
            return 0 if held == "free" else None
        _, hours, price, shares = held
        return None if price is None else sum(split(day, Fraction(hours * price, 700), shares)[2] for day in days)

    def held(self, day: date, name: str) -> Any:
        """Whether a day is free, or else what was decided of the line: discharge, hours, price and shares."""
        if self.is_wrong(day, name):
            return "free"
        begun = [(admitted, first) for admitted, first in self.weeks if first <= day]
        if not begun or (self.stop is not None and day >= self.stop):
            return "any"
        admitted, first = begun[-1]
        found = [part for part in self.parts(day, admitted, first) if part[0].name == name]
        for other in [] if found else [line for line in self.lines if line.name == name]:
            held = other.on(day)
            found += [] if held is None else [(other, "RESUMED", held[0] or 0, held[1])]
        for line, origin, hours, price in found:
            decision = self.decision(day, line, since=first if origin != "RESUMED" else date.min)
            if decision is not None and origin != "UNDECIDED":
                return (first, hours, price, decision) if decision[2] else "free"
        return "any"

    def is_doubted(self, name: str) -> bool:
        """Whether a charge falls on days nobody decided, has no price for its share, or is for no line."""
        _, first, last, amount, line = next(one for one in self.charged if one[0] == name)
        days = (last - first).days + 1
        if name not in self.reversed and any(
            pence and limit is None and self.held(stretch[0], line) != "any"
            for stretch, pence, limit in self.stretches(name)
        ):
            return True
        if name not in self.reversed and is_for_nothing(self, name):
            return True
        return name not in self.reversed and any(
            amount * (number + 1) // days > amount * number // days and self._is_open(first + number * DAY, line)
            for number in range(days)
        )

    def _is_open(self, day: date, name: str) -> bool:
        begun = [(admitted, first) for admitted, first in self.weeks if first <= day]
        if self.is_funded(day) or not begun or (self.stop is not None and day >= self.stop):
            return False
        admitted, first = begun[-1]
        if not any(line.name == name and self.runs(line) for line in self.lines):
            return day < first + self.length(first) * DAY
        return any(
            not self.is_free(day, line, origin, first)
            and (origin == "UNDECIDED" or self.decision(day, line, first) is None)
            for line, origin, _, _ in self.parts(day, admitted, first)
            if line.name == name and origin != "RESUMED"
        )

    def runs(self, line: Told) -> bool:
        """Whether a line runs on a day that counts at all."""
        began = line.terms[0][0]
        return (line.last is None or began <= line.last) and (self.stop is None or began < self.stop)

    def is_wrong(self, day: date, name: str) -> bool:
        """Whether nothing may be charged for a day: it is free, or a line that is new does not run on it."""
        if self.is_funded(day):
            return True
        begun = [(admitted, first) for admitted, first in self.weeks if first <= day]
        if not begun or (self.stop is not None and day >= self.stop):
            return False
        admitted, first = begun[-1]
        of_weeks = [(line, origin) for line, origin, _, _ in self.parts(day, admitted, first) if line.name == name]
        beside = [(line, "RESUMED") for line in self.lines if line.name == name and line.on(day) is not None]
        if not (of_weeks or beside):
            return self._is_idle(day, name, admitted, first)
        return any(self.is_free(day, line, origin, first) for line, origin in of_weeks or beside)

    def _is_idle(self, day: date, name: str, admitted: date, first: date) -> bool:
        """Whether a line that is new in the six weeks of a day does not run on it: then nothing may be charged."""
        over = min(left for left in (first + self.length(first) * DAY, self.stop, *self._after(first)) if left)
        inside = [first + number * DAY for number in range((over - first).days)]
        known = [line for line in self.lines if line.name == name and self.runs(line)]
        return (
            bool(known)
            and day in inside
            and not any(
                line.terms[0][0] < first
                or any(
                    part[0] is line and part[1] in {"RESUMED", "UNDECIDED"}
                    for each in inside
                    for part in self.parts(each, admitted, first)
                )
                for line in known
            )
        )

    def _after(self, first: date) -> list[date]:
        return [left for _, left in self.weeks if left > first]


def _moment(when: str) -> Any:
    from tests.domain.stories import moment

    return moment(when)
