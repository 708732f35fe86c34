"""Invents what senders say of one support line, in any order, and keeps a diary of it by hand.

The oracle shares no code with the rules.  It is a calendar of plain days: each word is entered in the order in which it
was said, by painting the days on which the line runs and rubbing days out, and each day is read off at the end.
"""

import random
from datetime import date, datetime, timedelta
from typing import Any

from hub.events import care_record as c
from tests.domain.stories import Story, ms

BASE = date(2026, 12, 1)
LAST = 90
"""The last day of the calendar, as a number; what runs on it goes on."""

Said = dict[str, Any]


class LineLife:
    """Words about one line; starts are of even days and ends of odd ones, and no two are written at one time."""

    def __init__(self, seed: int) -> None:
        self.dice = dice = random.Random(seed)
        self.visits = sorted(dice.sample(range(60), dice.choice([0, 0, 1, 3, 6])))
        self.words: list[Said] = []
        for kind in dice.choices(["start", "start", "start", "change", "change", "end", "off"], k=dice.randrange(1, 9)):
            self._invent(kind)
            if dice.random() < 0.2:
                again = dice.choice(self.words)
                self.words.append(again | {"told": self._told(again["day"])})

    def _invent(self, kind: str) -> None:
        dice = self.dice
        day = 2 * dice.randrange(2, 20) + (kind == "end") if kind != "change" else dice.randrange(2, 45)
        if kind == "off" and dice.random() < 0.9:
            day = dice.choice([word["day"] for word in self.words if word["kind"] == "start"] or [day])
        word: Said = {"kind": kind, "day": day, "told": self._told(day), "hours": None, "price": None, "service": None}
        if kind in {"start", "change"}:
            word |= {"hours": dice.choice([None, 700, 1000, 1400]), "price": dice.choice([None, 1999, 2150])}
            word["service"] = dice.choice(["MEALS", "REABLEMENT", *([None] * (kind == "change"))])
        last = day + dice.choice([-1, 5, 15]) if dice.random() < 0.3 else None
        self.words.append(word | ({"last": last} if kind == "start" else {}))

    def _told(self, day: int) -> int:
        """When a word of a day is written down, in minutes since the first day: ahead, in time or late."""
        while True:
            told = (day + self.dice.choice([-12, -3, -1, 0, 0, 0, 1, 4, 20])) * 1440 + self.dice.randrange(1440)
            if told not in {word["told"] for word in self.words}:
                return told

    def story(self, *, when_told: bool) -> Story:
        """Tell the words as events: dated by the day that they are about, or by when they were written."""
        story = Story("line life")
        for word in self.words:
            told = _minute(word["told"])
            at = told if when_told else str(_day(word["day"]))
            story.tell(at, _body(word), recorded=told)
        for visit in self.visits:
            at = f"{_day(visit)}T08:00"
            story.tell(at, c.VisitConfirmed("L1", "1-100", ms(at), ms(at)))
        return story


def _day(number: int) -> date:
    return BASE + timedelta(days=number)


def _minute(number: int) -> str:
    return (datetime.combine(BASE, datetime.min.time()) + timedelta(minutes=number)).isoformat()


def _body(word: Said) -> Any:
    day = _day(word["day"])
    if word["kind"] == "end":
        return c.SupportLineEnded("L1", "1-100", day)
    if word["kind"] == "off":
        return c.SupportLineEnded("L1", "1-100", day, called_off=True)
    terms = {"hours_per_week": word["hours"], "price_per_hour": word["price"]}
    if word["kind"] == "change":
        return c.SupportLineChanged("L1", "1-100", day, word["service"], **terms)
    last = None if word["last"] is None else _day(word["last"])
    return c.SupportLineStarted("L1", "1-100", word["service"], day, ended_on=last, **terms)


class Diary:
    """The calendar of a line: days that are painted, days that begin a run or new terms, and days that end one."""

    def __init__(self, life: LineLife) -> None:
        self.visits = life.visits
        self.painted: set[int] = set()
        self.begins: dict[int, Said] = {}
        self.ends: dict[int, Said] = {}
        self.never_began = self.in_vain = False
        self.forgotten: dict[int, dict[int, Said]] = {}
        self.displaced: dict[int, dict[int, Said]] = {}
        self.undone: list[Said] = []
        self.off: set[int] = set()
        words = sorted(life.words, key=lambda word: word["told"])
        self.changes = sorted((word for word in words if word["kind"] == "change"), key=_by_day)
        if self.changes and not any(word["kind"] == "start" for word in words):
            words.insert(0, self.changes.pop(0) | {"kind": "start", "last": None})
        for word in words:
            if word["kind"] == "start":
                self._start(word)
            elif word["kind"] == "end":
                self._end(word["day"], word)
            elif word["kind"] == "off":
                self._call_off(word["day"])

    def _next(self, day: int) -> int | None:
        """The next day on which something begins."""
        return min((begun for begun in self.begins if begun > day), default=None)

    def _paint(self, day: int) -> None:
        """From a day on, to the first end or to where something else begins."""
        while day <= LAST:
            self.painted.add(day)
            if day in self.ends or day + 1 in self.begins:
                return
            day += 1

    def _forget_end_of(self, word: Said) -> None:
        for day in [day for day, said in self.ends.items() if said is word]:
            del self.ends[day]
            self._paint(day)

    def _start(self, word: Said) -> None:
        day, last = word["day"], word["last"]
        if last is not None and last < day:
            self.never_began = True
            return
        known = self.begins.get(day)
        if known is not None and _same(known, word):
            self.begins[day] = word
            self.ends = {end: word if said is known else said for end, said in self.ends.items()}
            return
        self.undone = []
        self.off -= {day}
        if day in self.painted:
            old = self.begins[max(begun for begun in self.begins if begun <= day)]
            ended = {end: said for end, said in self.ends.items() if said is old}
            self._forget_end_of(old)
            if old["day"] == day or (_ahead(old) and not self._seen(old["day"], day)):
                del self.begins[old["day"]]
                if not self._goes_on_into(old["day"]):
                    self.painted -= set(range(old["day"], day))
                self._hold_again(self.displaced.pop(old["day"], {}))
            else:
                self.forgotten[day] = ended
        else:
            self._brought_forward(word, self._next(day))
        self.begins[day] = word
        self._paint(day)
        if last is not None:
            self._end(last, word)

    def _call_off(self, day: int) -> None:
        """What was to begin on a day is rubbed out; a run that it was to follow goes on as it did before."""
        within, until = self._goes_on_into(day), self._next(day) or LAST + 1
        if day in self.off and day not in self.begins:
            return
        if day not in self.begins or (not within and self._seen(day, until)):
            self.in_vain = True
            return
        self.off |= {day}
        begun = self.begins.pop(day)
        if not within:
            self.painted -= set(range(day, until))
            self.ends = {end: said for end, said in self.ends.items() if not day <= end < until}
        self._forget_end_of(begun)
        self._hold_again(self.displaced.pop(day, {}) | self.forgotten.get(day, {}))

    def _hold_again(self, ends: dict[int, Said]) -> None:
        """Write ends back that were crossed out for what has gone now: each where its run has no other."""
        for end, said in ends.items():
            since, until = max((day for day in self.begins if day <= end), default=None), self._next(end) or LAST + 1
            if since is None or any(since <= other < until for other in self.ends):
                continue
            if said["kind"] == "end" or _same(said, self.begins[since]):
                self.ends[end] = said
                self.painted -= set(range(end + 1, until))

    def _goes_on_into(self, day: int) -> bool:
        return day - 1 in self.painted and day - 1 not in self.ends

    def _brought_forward(self, word: Said, planned: int | None) -> None:
        if planned is None or any(word["day"] <= end < planned for end in self.ends):
            return
        old, last = self.begins[planned], word["last"]
        if _ahead(old) and word["told"] // 1440 <= planned and (last is None or last >= planned):
            self._forget_end_of(old)
            del self.begins[planned]
            self._hold_again(self.displaced.pop(planned, {}))

    def _seen(self, first: int, later: int) -> bool:
        return any(first <= visit < later for visit in self.visits)

    def _end(self, day: int, word: Said) -> None:
        if day in self.ends:
            self.ends[day] = word if word["kind"] == "end" else self.ends[day]
            return
        following = self._next(day)
        until = LAST + 1 if following is None else following
        since = max((begun for begun in self.begins if begun <= day), default=-1_000)
        crossed = {end: said for end, said in self.ends.items() if since <= end < until}
        self.ends = {end: said for end, said in self.ends.items() if end not in crossed}
        if word["kind"] == "start":
            self.displaced[word["day"]] = crossed
        back = next((said for said in reversed(self.undone) if said["day"] <= day), None)
        if since == -1_000 and back is not None:
            self.undone.remove(back)
            self.begins[back["day"]] = back
            self.painted |= set(range(back["day"], day + 1))
        elif since == -1_000:
            self._never_begins(following)
        else:
            self.painted -= set(range(day + 1, until))
            self.painted |= set(range(since, day + 1))
        self.ends[day] = word

    def _never_begins(self, following: int | None) -> None:
        if following is None:
            return
        self.never_began = True
        if self._seen(following, LAST):
            return
        self._forget_end_of(self.begins[following])
        self.undone.append(self.begins.pop(following))
        until = self._next(following) or LAST + 1
        self.painted -= set(range(following, until))
        self.ends = {end: said for end, said in self.ends.items() if not following <= end < until}

    def on(self, day: int) -> tuple[int | None, int | None, str] | None:
        """Hours, price and service of a day, or none; each is what was said last for it, of the latest day up to it."""
        if day not in self.painted:
            return None
        begun = self.begins[max(each for each in self.begins if each <= day)]
        told = [begun, *(word for word in self.changes if self._holds(word, begun) and word["day"] <= day)]

        def last(name: str) -> Any:
            return next((word[name] for word in reversed(told) if word[name] is not None), None)

        return last("hours"), last("price"), last("service") or ""

    def _holds(self, word: Said, begun: Said) -> bool:
        return _by_day(word) > _by_day(begun)

    @property
    def idle(self) -> int:
        """How many changes are of a day on which the line does not run."""
        return sum(word["day"] not in self.painted for word in self.changes)


def _by_day(word: Said) -> tuple[int, int]:
    return word["day"], word["told"]


def _ahead(word: Said) -> bool:
    return bool(word["told"] // 1440 < word["day"])


def _same(one: Said, other: Said) -> bool:
    return {**one, "told": 0} == {**other, "told": 0}
