"""Invents what else waits for somebody in and after their six weeks, told among the events of a life.

Coordinators, concerns, appeals, checklists, a move, reviews, homes that are unsure or hidden, carers who are told, and
how it ended; and in lives without money each line of support ends inside the six weeks in which it began, so that
nobody has to decide who pays for it.
"""

import random
from datetime import date, datetime, timedelta
from typing import Any

from hub.events import appeals as a
from hub.events import care_record as c
from hub.events import continuing_healthcare as chc
from hub.events import coordination as k
from hub.events import discharge as d
from hub.events import identity as i
from hub.events import portability as p
from hub.events.assessment import AssessmentCompleted
from hub.events.values import ERASED, HomeArea
from tests.domain.lives import HOMES
from tests.domain.oracle import london
from tests.domain.oracle_weeks import episodes_by_hand
from tests.domain.stories import Story, ms

DAY = timedelta(days=1)
COUNCILS = ("E06000001", "E08000016", "E08000025")
_ABOUT = ("FUNDING", "CONTINUING_HEALTHCARE")
NOWHERE = HomeArea(None, "QF7", 1.0, "sector")
ELSEWHERE = HomeArea("E08000025", "QHL", 1.0, "directory")
FAR_AHEAD = date(2032, 1, 1)
PATHWAYS = ("P0", "P0", "P1", "P2", "P3")


class Waiting:
    """Adds what waits to a story, from a day on; everything follows from the dice.  `moving` adds homes and a move."""

    def __init__(self, story: Story, dice: random.Random, first: date, days: int, *, moving: bool) -> None:
        self.story, self.dice = story, dice
        self.first, self.days = first, days
        self._minutes = iter(dice.sample(range(days * 1440), 120))
        self._coordination()
        self._visits()
        self._people_decide()
        for number in range(dice.randrange(3)):
            self._appeal(f"AP{number}")
        for number in range(dice.choice([0, 0, 1, 2])):
            self._checklist(f"K{number}")
        if dice.random() < 0.1:
            self.story.death(self._when(), confirmed=False)
        if moving:
            self._homes()

    def _when(self, after: date | None = None) -> str:
        """Any minute of the days, each once; or one of the fortnight after a day."""
        minute = next(self._minutes)
        begin = self.first if after is None else after
        return _at(begin, minute if after is None else minute % (14 * 1440))

    def _coordination(self) -> None:
        dice, tell = self.dice, self.story.tell
        for _ in range(dice.randrange(7)):
            post = dice.choice("abc")
            named = dice.random() < 0.6
            body = k.CoordinatorNamed if named else k.CoordinatorStoodDown
            tell(self._when(), body(post, "E06000001"))
        for _ in range(dice.randrange(4)):
            concern = dice.choice(["S1", "S2"])
            raised = dice.random() < 0.7
            tell(self._when(), (k.SafeguardingConcernRaised if raised else k.SafeguardingConcernClosed)(concern))
        for _ in range(dice.choice([0, 0, 1, 2])):
            when = self._when()
            on = date.fromisoformat(when[:10]) + dice.choice([-2, 0, 0, 3]) * DAY
            stay = dice.choice([None, None, *_stays(self.story)])
            tell(when, k.SixWeeksOutcomeRecorded(dice.choice(["OWN_HOME", "CARE_HOME"]), on, stay))

    def _visits(self) -> None:
        """Miss and make further visits, some of them of a line of which no start was told, and tell carers of some."""
        dice, tell = self.dice, self.story.tell
        for _ in range(dice.choice([0, 0, 2, 4])):
            when, line = self._when(), dice.choice(["L1", "L2", "L3", "U1"])
            planned = ms(when) - dice.randrange(5) * 3_600_000
            provider = "1-200" if line == "U1" else "1-100"
            tell(when, c.VisitMissed(line, provider, planned))
            if dice.random() < 0.3:
                made = self._when(date.fromisoformat(when[:10]))
                tell(made, c.VisitConfirmed(line, provider, ms(made), ms(made)))
        for event in [event for event in self.story.events if event.type == "VisitMissed"]:
            body: Any = event.body
            if dice.random() < 0.5:
                when = self._when(london(body.planned_at))
                tell(when, k.CarerTold(body.line_id, body.provider, body.planned_at))

    def _people_decide(self) -> None:
        dice, tell = self.dice, self.story.tell
        for number in range(dice.choice([0, 0, 1, 2])):
            kind = dice.choice(["NEEDS", "REVIEW", "CARER"])
            tell(self._when(), AssessmentCompleted(f"AS{number}", kind))
        for stay, admitted in _stays(self.story).items():
            if dice.random() < 0.4:
                tell(self._when(admitted + DAY), d.PathwayDecided(stay, dice.choice(PATHWAYS)))

    def _appeal(self, name: str) -> None:
        dice, tell = self.dice, self.story.tell
        when = self._when()
        lodged = date.fromisoformat(when[:10]) + dice.choice([-4, -1, 0, 3]) * DAY
        if dice.random() < 0.9:
            tell(when, a.AppealLodged(name, dice.choice(_ABOUT), lodged, dice.choice([None, *COUNCILS])))
        told = lodged
        for kind in ("ack", "decided", "withdrawn"):
            told += dice.randrange(12) * DAY
            if dice.random() < 0.4:
                body: Any = a.AppealAcknowledged(name, told)
                body = a.AppealDecided(name, "UPHELD", told) if kind == "decided" else body
                body = a.AppealWithdrawn(name, told) if kind == "withdrawn" else body
                tell(self._when(told - 3 * DAY), body)

    def _checklist(self, name: str) -> None:
        dice, tell = self.dice, self.story.tell
        when = self._when()
        on = date.fromisoformat(when[:10]) + dice.choice([-1, 0, 4]) * DAY
        tell(when, chc.ChcChecklistCompleted(name, positive=dice.random() < 0.8, completed_on=on))
        if dice.random() < 0.4:
            decided = on + dice.randrange(1, 30) * DAY
            tell(_at(max(decided, date.fromisoformat(when[:10]) + DAY), 600), _refused(name, decided))

    def _homes(self) -> None:
        dice, tell = self.dice, self.story.tell
        for _ in range(dice.choice([0, 0, 1, 2])):
            home: Any = dice.choice([*HOMES, NOWHERE, ELSEWHERE, ERASED])
            tell(self._when(), i.PersonUpdated(home=home))
        if dice.random() < 0.1:
            tell(self._when(), i.PersonUpdated(location_hidden=True))
        if dice.random() < 0.4:
            self._move("M1")

    def _move(self, name: str) -> None:
        dice, tell = self.dice, self.story.tell
        when = self._when()
        told = date.fromisoformat(when[:10])
        on = told + dice.randrange(-5, 40) * DAY
        councils = dice.choice([None, *COUNCILS]), dice.choice([None, *COUNCILS, *COUNCILS])
        placed = dice.choice([None, None, None, True])
        if dice.random() < 0.9:
            tell(when, p.MoveNotified(name, on, *councils, placed))
        words = (
            p.MoveConfirmedGenuine(name),
            p.MoveDocumentsRequested(name),
            p.PlanTransferred(name, "D1", "ab" * 32),
            dice.choice([p.MoveAssessed(name, "AS1"), p.DeterminationAccepted(name, "D1")]),
        )
        for word in words:
            if dice.random() < 0.4:
                tell(self._when(told), word)
        if dice.random() < 0.3:
            end = dice.choice([p.MoveCompleted(name, on), p.MoveCancelled(name)])
            tell(_at(max(told, on + dice.choice([-3, 0, 5]) * DAY), 1439), end)


def end_lines_inside(story: Story, dice: random.Random) -> None:
    """End every line in the six weeks in which it began, told on its last day or, of some, a little before it."""
    windows = [first for _, first, _, _ in episodes_by_hand(story.events, FAR_AHEAD)]
    for event in [event for event in story.events if event.type == "SupportLineStarted"]:
        body: Any = event.body
        ends = [first + 33 * DAY for first in windows if first <= body.started_on <= first + 41 * DAY]
        latest = max(0, min([30, *((end - body.started_on).days for end in ends)]))
        last = body.started_on + dice.randrange(latest + 1) * DAY
        told = max(body.started_on, last - dice.choice([0, 0, 2]) * DAY)
        story.tell(_at(told, 1438), c.SupportLineEnded(body.line_id, body.provider, last))


def tell_dead(story: Story, dice: random.Random, first: date, days: int) -> None:
    """Tell that some of them died, on any day; with the minute, the day, one of the days before, or neither."""
    if dice.random() > 0.4:
        return
    on, minute = first + dice.randrange(days) * DAY, dice.randrange(1, 1440)
    died = dice.choice([None, str(on), str(on - dice.randrange(9) * DAY), _at(on, dice.randrange(minute))])
    story.death(_at(on, minute), died=died)


def _refused(name: str, on: date) -> chc.ChcDecided:
    return chc.ChcDecided(name, "NOT_ELIGIBLE", on)


def _stays(story: Story) -> dict[d.Spell, date]:
    """Give the stays, each with the last day on which an admission to it was told."""
    told: list[Any] = [event for event in story.events if event.type == "SpellAdmitted"]
    return {event.body.spell: london(event.occurred_at) for event in told}


def _at(day: date, minute: int) -> str:
    return (datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M")
