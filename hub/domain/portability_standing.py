"""Where a move stands on a day: the machine run over its words, with the day of the move at its place among them."""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from hub.domain.days import start_of
from hub.domain.fitting import leads
from hub.domain.machine import BEGINNING
from hub.domain.move_claims import claims
from hub.domain.portability import ASSESSED, CANCELLED, ENTITLED, INTERIM, MACHINE, TRANSFERRED
from hub.domain.portability_duty import is_outside, move_day
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


class Standing(NamedTuple):
    """Where a move stands, under which policy, and what was told out of turn."""

    state: Said[str]
    policy: str
    notes: tuple[tuple[Rule, int], ...]


def standing(case: Case, policy: MovePolicy, died_on: date | None, on: date) -> Standing:
    """Return where a move stands on a Europe/London day."""
    day = move_day(case)
    mode = policy.on(on if day is None else day)
    state, notes = Said(BEGINNING, case.words[0].by, Rule.UNKNOWN_MOVE), []
    for event, by, rule in _in_turn(case, mode, died_on, on):
        target = _target(event, mode)
        if state.value != target and leads(MACHINE, state.value, event, target):
            state = Said(target, by, rule)
        elif event in _AFTER.get(state.value, ()):
            notes.append((Rule.MOVE_OUT_OF_TURN, by))
    return Standing(state, mode, tuple(notes))


def _target(event: str, mode: str) -> str:
    portable = mode == NCS_PORTABLE
    if event == "DayStarted":
        return ENTITLED if portable else INTERIM
    if event == "DeterminationAccepted":
        return ENTITLED if portable else ASSESSED
    return _TARGETS[event]


def _in_turn(case: Case, mode: str, died_on: date | None, on: date) -> Iterator[tuple[str, int, Rule]]:
    """Give the words in order, with the beginning of the day of the move among them once it has come."""
    begun = [claim for claim in claims([case], died_on) if claim.holds(on) or not (claim.put_off or claim.first > on)]
    begun = [claim for claim in begun if not is_outside(claim.council)]
    begins = start_of(begun[-1].first) if begun else None
    for word in case.words:
        if begins is not None and word.at.at >= begins:
            yield _day_came(case, mode)
            begins = None
        yield word.event, word.by, _RULES[word.event]
    if begins is not None:
        yield _day_came(case, mode)


def _day_came(case: Case, mode: str) -> tuple[str, int, Rule]:
    said = case.notice or case.moved_on
    rule = Rule.ENTITLED_BY_TRANSFER if mode == NCS_PORTABLE else Rule.INTERIM_DUTY
    return "DayStarted", said.by if said is not None else case.words[0].by, rule
