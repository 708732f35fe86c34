"""Where a move stands on a day: the machine run over its words, with its day and the next move's in their places."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from hub.domain.council_codes import is_outside
from hub.domain.days import day_of, start_of
from hub.domain.fitting import leads
from hub.domain.machine import BEGINNING
from hub.domain.move_claims import Claim, claims
from hub.domain.portability import ASSESSED, CANCELLED, ENTITLED, INTERIM, MACHINE, OVERTAKEN, TRANSFERRED
from hub.domain.portability_duty import move_day
from hub.domain.portability_policy import NCS_PORTABLE, MovePolicy
from hub.domain.portability_state import Case
from hub.domain.rules import Rule
from hub.domain.said import Said

_RULES: Final = {
    "MoveNotified": Rule.MOVE_NOTIFIED,
    "MoveConfirmedGenuine": Rule.MOVE_GENUINE,
    "MoveDocumentsRequested": Rule.MOVE_DOCUMENTS_ASKED,
    "PlanTransferred": Rule.MOVE_DOCUMENTS_CAME,
    "MoveAssessed": Rule.MOVE_ASSESSED,
    "DeterminationAccepted": Rule.DETERMINATION_ACCEPTED,
    "MoveCompleted": Rule.MOVE_COMPLETED,
    "MoveCancelled": Rule.MOVE_CANCELLED,
}
_TARGETS: Final = {
    one.event: one.target for one in MACHINE.moves if one.event not in {"DayStarted", "DeterminationAccepted"}
}
_AFTER: Final = {
    TRANSFERRED: frozenset({"MoveNotified", "MoveConfirmedGenuine", "MoveDocumentsRequested", "MoveCancelled"}),
    CANCELLED: frozenset(_RULES) - {"MoveCancelled"},
}
"""What does not follow once a move has ended: papers may still come after a transfer, but no second beginning."""


class _Turn(NamedTuple):
    """What happened, or what a day brought: the event by which the machine moves, which one says so, and why."""

    on: date
    event: str
    by: int
    rule: Rule


class Standing(NamedTuple):
    """Where a move stands, under which policy, and what was told out of turn."""

    state: Said[str]
    policy: str
    notes: tuple[tuple[Rule, int], ...]


def standing(case: Case, policy: MovePolicy, died_on: date | None, on: date, after: Claim | None = None) -> Standing:
    """Return where a move stands on a Europe/London day; `after` is what took over from it, by all that is told."""
    day = move_day(case)
    mode = policy.on(on if day is None else day)
    state, notes = Said(BEGINNING, case.words[0].by, Rule.UNKNOWN_MOVE), []
    for turn in _in_turn(case, _days(case, mode, died_on, on, after)):
        target = OVERTAKEN if turn.rule is Rule.MOVE_OVERTAKEN else _target(turn.event, mode)
        if state.value != target and leads(MACHINE, state.value, turn.event, target):
            state = Said(target, turn.by, turn.rule)
        elif turn.event in _AFTER.get(state.value, ()):
            notes.append((Rule.MOVE_OUT_OF_TURN, turn.by))
    return Standing(state, mode, tuple(notes))


def _target(event: str, mode: str) -> str:
    portable = mode == NCS_PORTABLE
    if event == "DayStarted":
        return ENTITLED if portable else INTERIM
    if event == "DeterminationAccepted":
        return ENTITLED if portable else ASSESSED
    return _TARGETS[event]


def _in_turn(case: Case, days: list[_Turn]) -> Iterator[_Turn]:
    """Give the words in order, with what days bring before whatever happened on them."""
    for word in case.words:
        while days and word.at.at >= start_of(days[0].on):
            yield days.pop(0)
        yield _Turn(day_of(word.at.at), word.event, word.by, _RULES[word.event])
    yield from days


def _days(case: Case, mode: str, died_on: date | None, on: date, after: Claim | None) -> list[_Turn]:
    """Return what days have brought by a day: the next move's first, so that of two for one day one alone begins."""
    found = []
    if after is not None and after.first <= on and (died_on is None or after.first <= died_on):
        found.append(_Turn(after.first, "DayStarted", after.by, Rule.MOVE_OVERTAKEN))
    begun = [claim for claim in claims([case], died_on) if claim.holds(on) or not (claim.put_off or claim.first > on)]
    begun = [claim for claim in begun if not is_outside(claim.council)]
    if begun:
        said = case.notice or case.moved_on
        rule = Rule.ENTITLED_BY_TRANSFER if mode == NCS_PORTABLE else Rule.INTERIM_DUTY
        found.append(_Turn(begun[-1].first, "DayStarted", case.words[0].by if said is None else said.by, rule))
    return sorted(found, key=lambda turn: turn.on)
