"""A case of NHS Continuing Healthcare as folded: the states that it came into, and the days that the board pays.

Source: National Framework for NHS Continuing Healthcare and NHS-funded Nursing Care (2022); SI 2012/2996.
"""

from datetime import date, timedelta
from typing import Final

import msgspec

from hub.domain.law import Law
from hub.domain.machine import BEGINNING, Machine, move
from hub.domain.rules import Rule

POSITIVE, NEGATIVE = "CHECKLIST_POSITIVE", "CHECKLIST_NEGATIVE"
ELIGIBLE, NOT_ELIGIBLE, NURSING = "ELIGIBLE", "NOT_ELIGIBLE", "FUNDED_NURSING_CARE"
FAST_TRACK, ENDED = "FAST_TRACK", "ENDED"
_BEFORE: Final = f"{BEGINNING} {POSITIVE} {NEGATIVE} {NOT_ELIGIBLE} {NURSING}"
_ANY: Final = f"{_BEFORE} {ELIGIBLE} {FAST_TRACK}"

CONTINUING_HEALTHCARE: Final = Machine(
    "NHS Continuing Healthcare",
    (
        move("ChcChecklistCompleted", _BEFORE, POSITIVE),
        move("ChcChecklistCompleted", _BEFORE, NEGATIVE),
        move("ChcFastTracked", _BEFORE, FAST_TRACK),
        move("ChcDecided", _ANY, ELIGIBLE),
        move("ChcDecided", _ANY, NOT_ELIGIBLE),
        move("ChcDecided", _ANY, NURSING),
        move("ChcEnded", f"{ELIGIBLE} {FAST_TRACK} {NURSING}", ENDED),
    ),
    frozenset({ENDED}),
)


def leads(state: str, event: str, target: str) -> bool:
    """Say whether an event may bring a case from one state into another."""
    moves = CONTINUING_HEALTHCARE.moves
    return any(each.event == event and state in each.sources and each.target == target for each in moves)


class Passed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A state that a case came into, on which day, and by which event; `since` is from when nursing care is paid."""

    state: str
    day: date
    by: int
    since: date | None = None


class Funded(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Days on which the board pays all: `stop` is the first that no longer is, none while it goes on."""

    first: date
    by: int
    stop: date | None = None
    fast: bool = False

    def covers(self, day: date) -> bool:
        """Say whether the board pays all on a day."""
        return self.first <= day and (self.stop is None or day < self.stop)

    @property
    def last(self) -> date | None:
        """The last day; none while it goes on."""
        if self.stop is None or self.stop == date.min:
            return self.stop
        return self.stop - timedelta(days=1)


class ChcCase(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One case.  `disputes` are the days on which a dispute began and was settled, in turn.

    `checklist` is the day of the positive one that waits, or waited, for a decision; `held` an end of the funding
    that waits for a dispute to be settled.
    """

    case_id: str
    passed: tuple[Passed, ...] = ()
    checklist: date | None = None
    funded: tuple[Funded, ...] = ()
    held: date | None = None
    disputes: tuple[date, ...] = ()
    notes: tuple[tuple[Rule, int], ...] = ()

    @property
    def state(self) -> str:
        """The state that it is in."""
        return self.passed[-1].state if self.passed else BEGINNING

    @property
    def checked_on(self) -> date | None:
        """The day of the checklist: of the positive one that starts the 28 days, else of one that was not positive."""
        return self.checklist or next((each.day for each in reversed(self.passed) if each.state == NEGATIVE), None)

    @property
    def disputed(self) -> bool:
        """Say whether a dispute runs."""
        return len(self.disputes) % 2 == 1

    @property
    def is_funded(self) -> bool:
        """Say whether the board pays and no end is known."""
        return bool(self.funded) and self.funded[-1].stop is None

    @property
    def has_just_ended(self) -> bool:
        """Say whether the last that was decided, or told, is an end of the funding, once or again."""
        before = next((each.state for each in reversed(self.passed) if each.state != self.state), None)
        return before in {ELIGIBLE, FAST_TRACK} and bool(self.funded) and self.funded[-1].stop is not None

    def disputed_on(self, day: date) -> bool:
        """Say whether a dispute ran at the end of a day."""
        return sum(each <= day for each in self.disputes) % 2 == 1

    def funding(self, day: date) -> Funded | None:
        """Return the funding that covers a day, or none."""
        return next((each for each in self.funded if each.covers(day)), None)

    def decision_due(self, law: Law) -> date | None:
        """By when the board decides after a positive checklist.  Source: National Framework, 28 calendar days."""
        return None if self.checklist is None else law.chc_due(self.checklist)

    def on(self, day: date) -> Passed | None:
        """Return the last state that it had come into by a day."""
        return next((each for each in reversed(self.passed) if each.day <= day), None)

    def overdue(self, day: date, law: Law) -> bool:
        """Say whether the decision was due before a day and is still awaited on it."""
        now, due = self.on(day), self.decision_due(law)
        return now is not None and now.state == POSITIVE and due is not None and due < day
