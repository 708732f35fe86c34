"""What the law says of moves between councils, worked out from the list of what happened alone and from no fold of it.

Care Act 2014 sections 37 to 39.  Every move of these stories leaves one council, to another or within it, or is a
placement by that one.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from hub.domain.days import LONDON
from hub.domain.ordering import steps
from hub.events import portability as p
from tests.domain.stories import Story

HERE, THERE, THIRD = "E06000001", "E08000016", "E06000004"


class Held(NamedTuple):
    """The days for which a notice gave the duty to a council: from, place of the notice, until, to whom, which move.

    Or left it with the one that placed them, which is `placed`.
    """

    first: date
    by: int
    last: date | None
    council: str | None
    move: str
    placed: bool = False

    def holds(self, day: date) -> bool:
        """Say whether a day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


def of_move(story: Story, move: str, kind: type) -> list[Any]:
    """Return the events of one type about one move, by when they happened (then as the hub orders them)."""
    found = [e for e in story.events if isinstance(e.body, kind) and e.body.move_id == move]  # type: ignore[attr-defined]
    return sorted(found, key=lambda e: (e.occurred_at, e.recorded_at, e.event_id))


def not_taken_back(story: Story, move: str) -> list[Any]:
    """Return the notices and ends of one move since the last notice that took a cancel back, as the hub orders them."""
    found: list[Any] = []
    for step in steps(story.events):
        body: Any = step.event.body
        if not isinstance(body, (p.MoveNotified, p.MoveCompleted, p.MoveCancelled)) or body.move_id != move:
            continue
        ends = [e for e in found if not isinstance(e.body, p.MoveNotified)]
        if isinstance(body, p.MoveNotified) and ends and isinstance(ends[0].body, p.MoveCancelled):
            found = []
        found.append(step.event)
    return found


def london(at: int) -> date:
    """Return the London date of milliseconds."""
    return datetime.fromtimestamp(at / 1000, LONDON).date()


class Truth:
    """What holds of one move by the law, worked out from the list of what happened alone."""

    def __init__(self, story: Story, move: str) -> None:
        notices = of_move(story, move, p.MoveNotified)
        stands = not_taken_back(story, move)
        ends = [e for e in stands if not isinstance(e.body, p.MoveNotified)]
        self.notified = min((london(e.occurred_at) for e in stands if e not in ends), default=None)
        self.end = london(ends[0].occurred_at) if ends else None
        self.cancelled = bool(ends) and isinstance(ends[0].body, p.MoveCancelled)
        self.first = HERE if notices else None
        self.second = next((each.body.to_council for each in reversed(notices) if each.body.to_council), None)
        placed = any(notice.body.placed for notice in notices)
        days = [notices[-1].body.intended_on] if notices else []
        if ends and not self.cancelled:
            days.append([e.body.moved_on for e in ends if isinstance(e.body, p.MoveCompleted)][-1])
        self.day = min(days, default=None)
        deaths = [london(e.occurred_at) for e in story.events if e.type == "DeathRecorded"]
        self.died = min(deaths, default=None)
        self.unsaid = bool(notices) and self.second is None
        moved = self.day is not None and not placed and not self.unsaid
        moved = moved and (self.first is None or self.first != self.second)
        if moved and self.cancelled and self.end is not None and self.day is not None and self.end < self.day:
            moved = False
        self.placed = placed and self.day is not None
        if placed and self.cancelled and self.end is not None and self.day is not None and self.end < self.day:
            self.placed = False
        self.moves = moved and not (self.died is not None and self.day is not None and self.died < self.day)
        self.done = [
            london(e.occurred_at)
            for kind in (p.MoveAssessed, p.DeterminationAccepted)
            for e in of_move(story, move, kind)
        ] + [london(e.occurred_at) for e in ends if isinstance(e.body, p.MoveCompleted)]
        self.completed = self.end if ends and not self.cancelled else None
        self.believed = [*self._put_off(story, move)]

    def _put_off(self, story: Story, move: str) -> Iterator[Held]:
        """Give the days of the duty under notices that were changed after their day, each until that was known."""
        held: tuple[date, str | None, bool, int] | None = None
        cancelled: date | None = None
        for at, step in enumerate(steps(story.events)):
            body: Any = step.event.body
            if getattr(body, "move_id", None) != move:
                continue
            if isinstance(body, p.MoveCompleted) and cancelled is None:
                return
            if isinstance(body, p.MoveCancelled):
                cancelled = cancelled or london(step.event.occurred_at)
            if not isinstance(body, p.MoveNotified):
                continue
            known, cancelled = cancelled or london(step.event.occurred_at), None
            placed = bool(body.placed) or (held is not None and held[2])
            to = body.to_council or (None if held is None else held[1])
            if held is not None and held[0] <= known and not held[2] and held[1] not in (HERE, None):
                day = body.intended_on
                if day > held[0] or to != held[1] or placed:
                    yield Held(held[0], held[3], known, held[1], move)
            held = (body.intended_on, to, placed, at)


class Lives:
    """Who answers for a person with several moves on each day."""

    def __init__(self, story: Story) -> None:
        names = {e.body.move_id for e in story.events if hasattr(e.body, "move_id")}
        self.moves = {move: Truth(story, move) for move in sorted(names)}
        self.died = next((truth.died for truth in self.moves.values()), None)
        told = [step.event for step in steps(story.events)]
        held: list[Held] = []
        for move, truth in self.moves.items():
            held += [one for one in truth.believed if self.died is None or one.first <= self.died]
            if truth.moves or truth.placed:
                notices = of_move(story, move, p.MoveNotified)
                by, last = told.index(notices[-1]) if notices else -1, truth.end if truth.cancelled else None
                council = HERE if truth.placed else truth.second
                held.append(Held(self._since(truth), by, last, council, move, truth.placed))
        stand = [one for one in held if one.last is None or one.first <= one.last]
        self.held = sorted(stand, key=lambda one: (one.first, one.by, one.move))

    def _since(self, truth: Truth) -> date:
        """Another council than the one that had the duty has it from the day after that became known."""
        day: date | None = truth.day
        assert day is not None
        believed = truth.believed if truth.placed else [one for one in truth.believed if one.council != truth.second]
        other = [one.last for one in believed if one.last is not None]
        return max([day, *(last + timedelta(days=1) for last in other)])

    def _of(self, day: date) -> Held | None:
        found = [one for one in self.held if one.holds(day)]
        return next((one for one in reversed(found) if one.council is not None), found[-1] if found else None)

    def holder(self, move: str, day: date) -> str | None:
        """Return who answers on a day as a move shows it; `nobody` after a death."""
        if self.died is not None and day > self.died:
            return "nobody"
        one = self._of(day)
        if one is not None:
            return one.council
        firsts = [truth.first for truth in self.moves.values() if truth.first is not None]
        return self.moves[move].first if not self.held else next(iter(firsts), None)

    def interim(self, move: str) -> list[date]:
        """Return the days on which the interim duty of a move begins, those after a time without it too."""
        truth, found, before = self.moves[move], list[date](), None
        for day in (date(2026, 2, 1) + timedelta(days=n) for n in range(120)):
            one = self._of(day) if self.died is None or day <= self.died else None
            settled = one is not None and any(done < one.first for done in truth.done)
            over = truth.completed is not None and day > truth.completed
            mine = one is not None and one.move == move and not one.placed
            now = one.council if one is not None and mine and not settled and not over else ""
            if now not in ("", before):
                found.append(day)
            before = now
        return found

    def next_after(self, move: str) -> date | None:
        """Return the day from which another move goes on from where this one led, or none."""
        mine = [at for at, one in enumerate(self.held) if one.move == move]
        later = self.held[mine[-1] + 1 :] if mine else []
        return next((one.first for one in later if one.move != move and not one.last and one.council), None)
