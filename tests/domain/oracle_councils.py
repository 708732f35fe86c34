"""Which council answers for somebody on a day, by the homes that were stated and by a move, read off what happened.

Everybody here is with one practice, which every admission tells: its integrated care system answers while nothing is
hidden.  Of whom no admission stands that of the home does, and after a move that of the council that answers.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from hub.events.envelope import Event
from hub.events.values import Erased, HomeArea
from tests.domain.day_oracle import deaths_by_hand
from tests.domain.oracle import london, struck_by_hand

DAY = timedelta(days=1)
SURE = 0.95


class Answer(NamedTuple):
    """Council, the one that is only likely, integrated care system, and since when these answer."""

    council: str | None
    likely: str | None
    ics: str | None
    since: date


def hidden(told: Sequence[Event]) -> bool:
    """Whether a sender hides where the person lives."""
    return any(getattr(event.body, "location_hidden", False) for event in told)


def answers(told: Sequence[Event], first: date, on: date) -> Answer:
    """Walk from the day of discharge to a day; nobody answers before the one or after the other."""
    day, since = first, first
    held = _of_a_day(told, day)
    while day < on:
        day += DAY
        if (now := _of_a_day(told, day)) != held:
            held, since = now, day
    return Answer(*held, since)


def _of_a_day(told: Sequence[Event], day: date) -> tuple[str | None, str | None, str | None]:
    if hidden(told):
        return None, None, None
    home = _home(told, day)
    moved = _moved(told, day)
    of_home = None if home is None else home.icb
    if moved is not None and (home is None or home.council != moved or home.share < SURE):
        of_home = _system_of_move(told, moved, day)
    ics = "QF7" if _with_a_practice(told) else of_home
    if moved is not None:
        return moved, None, ics
    if home is None or home.council is None:
        return None, None, ics
    return (home.council, None, ics) if home.share >= SURE else (None, home.council, ics)


def _with_a_practice(told: Sequence[Event]) -> bool:
    gone = struck_by_hand(told)
    return any(getattr(event.body, "gp_practice", None) for event in told if event.event_id not in gone)


def _system_of_move(told: Sequence[Event], council: str, day: date) -> str | None:
    """The system of the last home in the council that placed somebody, else the one of all councils here."""
    placed = any(getattr(event.body, "placed", False) for event in told)
    there = [home for since, home in homes_by_hand(told) if since <= day and home is not None]
    known = [home.icb for home in there if placed and home.council == council]
    return known[-1] if known else "QHM"


def homes_by_hand(told: Sequence[Event]) -> list[tuple[date, HomeArea | None]]:
    """Every home since when it was stated; the same one told again says nothing new."""
    gone = struck_by_hand(told)
    found: list[tuple[date, HomeArea | None]] = []
    for event in told:
        home: Any = getattr(event.body, "home", None)
        if home is None or event.event_id in gone:
            continue
        held = None if isinstance(home, Erased) else home
        if not found or found[-1][1] != held:
            found.append((london(event.occurred_at), held))
    return found


def _home(told: Sequence[Event], day: date) -> HomeArea | None:
    """The last home that was stated by a day; before any was, the first that was learnt later."""
    homes = homes_by_hand(told)
    by_then = [home for since, home in homes if since <= day]
    return by_then[-1] if by_then else next((home for _, home in homes if home is not None), None)


def _moved(told: Sequence[Event], day: date) -> str | None:
    """The council by the move, from its day on, until it is known not to happen or a newer home is stated.

    It is the second one, or the first where that places somebody in the other's area.  Nobody moves who died before,
    to where nobody says, or within one council.
    """
    event = next((event for event in told if event.type == "MoveNotified"), None)
    ends: list[Any] = [event for event in told if event.type in {"MoveCompleted", "MoveCancelled"}]
    if event is None:
        return None
    notice: Any = event.body
    on = notice.intended_on
    if ends and ends[0].type == "MoveCompleted":
        on = min(on, ends[0].body.moved_on)
    elif ends and (london(ends[0].occurred_at) < on or london(ends[0].occurred_at) < day):
        return None
    left = notice.from_council or _left(told, notice.to_council, on, london(event.occurred_at))
    if notice.placed:
        answers, gone = left, _area(told, notice, left, on)
        if left == notice.to_council and notice.from_council is None:
            return None
    else:
        answers, gone = notice.to_council, left or _home_before(told, on)
        if answers is None or left == answers or _died_before(told, on):
            return None
    newer = [home for home in _sure_from(told, on, day) if home not in {None, answers, gone}]
    return None if day < on or newer or answers is None else str(answers)


def _area(told: Sequence[Event], notice: Any, placing: str | None, on: date) -> str | None:
    """The council in whose area somebody is placed: as the notice says, else by the first new home from then on."""
    new = (home for home in _sure_from(told, on, date.max) if home not in {None, placing})
    return notice.to_council or next(new, None)


def _left(told: Sequence[Event], second: str | None, on: date, noticed: date) -> str | None:
    """The council that is sure on the eve; where that is the second already, the one of the day of the notice."""
    before = _sure_at(told, on - DAY)
    return before if before != second else _sure_at(told, min(on - DAY, noticed)) or before


def _sure_at(told: Sequence[Event], day: date) -> str | None:
    homes = [home for since, home in homes_by_hand(told) if since <= day]
    return homes[-1].council if homes and homes[-1] is not None and homes[-1].share >= SURE else None


def _home_before(told: Sequence[Event], on: date) -> str | None:
    homes = [home for since, home in homes_by_hand(told) if since < on]
    return homes[-1].council if homes and homes[-1] is not None else None


def _sure_from(told: Sequence[Event], first: date, last: date) -> list[str | None]:
    homes = [home for since, home in homes_by_hand(told) if first <= since <= last]
    return [home.council for home in homes if home is not None and home.share >= SURE]


def _died_before(told: Sequence[Event], on: date) -> bool:
    stays = [event for event in told if event.type != "SixWeeksOutcomeRecorded"]
    return any(london(at) < on for at in deaths_by_hand(stays))
