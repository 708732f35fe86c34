"""Which six weeks a person has, worked out from their stays by living through each of them one day at a time.

It shares no code with the product: stays are the plain dictionaries of `tests.domain.oracle`.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hub.events.envelope import Event
from tests.domain.oracle import deaths_told, london, stays_by_hand


def episodes_by_hand(events: Sequence[Event], on: date) -> list[tuple[str, date, str, str | None]]:
    """Return each episode that is not void: spell number, day of discharge, status and why it ended, on a day."""
    real = [stay for stay in stays_by_hand(events) if stay["status"] != "cancelled"]
    home, inside = _home_and_inside(events, on)
    deaths = [london(stay["left"]) for stay in real if stay["died"]]
    deaths += [london(at) for at, _ in deaths_told(events)]
    found = []
    for place, stay in enumerate(home):
        back = [other for other in inside if other is not stay and (other["since"] or 0) >= stay["left"]]
        found.append((stay["key"].number, london(stay["left"]), *_live(stay, home[place + 1 :], back, deaths, on)))
    return found


def went_back_by_hand(events: Sequence[Event], number: str, on: date) -> bool:
    """Whether somebody went back to hospital inside the six weeks of a stay, as known on a day.

    A stay of which nobody says the class changes nothing in them once it is over.
    """
    home, inside = _home_and_inside(events, on)
    of = [stay for stay in home if stay["key"].number == number]
    return any(
        other is not stay
        and (other["since"] or 0) >= stay["left"]
        and london(other["since"]) <= london(stay["left"]) + timedelta(days=41)
        for stay in of
        for other in inside
    )


def _home_and_inside(events: Sequence[Event], on: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the stays that led home, by when they were left, and those that hold or held somebody."""
    real = [stay for stay in stays_by_hand(events) if stay["status"] != "cancelled"]
    stays = [stay for stay in (_so_far(each, on) for each in real) if stay is not None and stay["inpatient"]]
    doubtful = _set_aside(stays)
    counted = [stay for stay in stays if stay not in doubtful]
    home = [stay for stay in counted if _leads_home(stay) and not _still_held(stay, counted)]
    home.sort(key=lambda stay: (stay["left"], stays.index(stay)))
    return home, [stay for stay in stays if stay in counted or stay["left"] is None]


def _so_far(stay: dict[str, Any], on: date) -> dict[str, Any] | None:
    """Give a stay as it was on a day: not yet left, or none that had begun."""
    ahead = stay["left"] is not None and london(stay["left"]) > on
    if (stay["since"] is None and ahead) or (stay["since"] is not None and london(stay["since"]) > on):
        return None
    return stay | {"left": None, "died": False, "moved": False} if ahead else stay


def _leads_home(stay: dict[str, Any]) -> bool:
    return stay["left"] is not None and not stay["died"] and not stay["moved"]


def _set_aside(stays: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Live through the admissions in turn: one without a class inside somebody's six weeks is left out."""
    doubtful: list[dict[str, Any]] = []
    for stay in sorted((stay for stay in stays if not stay["known"]), key=_begun):
        others = [o for o in stays if o is not stay and o not in doubtful and (o["known"] or _older(o, stay))]
        weeks = [(o["left"], london(o["left"]) + timedelta(days=41)) for o in others if _leads_home(o)]
        if any(a <= _begun(stay) and london(_begun(stay)) <= b for a, b in weeks):
            doubtful.append(stay)
    return doubtful


def _older(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return _begun(one) < _begun(other)


def _begun(stay: dict[str, Any]) -> int:
    """When it began, or ended where only that is known."""
    return int(stay["left"] if stay["since"] is None else stay["since"])


def _still_held(stay: dict[str, Any], counted: list[dict[str, Any]]) -> bool:
    """Say whether another stay holds the person once they have left this one, or takes them over on that day."""
    place = counted.index(stay)
    for order, other in enumerate(counted):
        if other is stay or other["since"] is None or (stay["known"] and not other["known"]):
            continue
        goes_on = other["left"] is None or (other["left"], order) > (stay["left"], place)
        elsewhere = other["key"].trust != stay["key"].trust
        late = elsewhere and other["moved"] and other["left"] is not None and (stay["since"] or 0) >= other["since"]
        if other["since"] <= stay["left"]:
            if goes_on and not (late and london(other["left"]) == london(stay["left"])):
                return True
        elif goes_on and elsewhere and london(other["since"]) == london(stay["left"]):
            return True
    return False


def _live(
    stay: dict[str, Any], after: list[dict[str, Any]], back: list[dict[str, Any]], deaths: list[date], on: date
) -> tuple[str, str | None]:
    """Walk from the day of discharge to the day asked for."""
    day, status = london(stay["left"]), "open"
    number = 1
    while day <= on:
        if number == 43:
            return "ended", "window_closed"
        if any(london(other["left"]) == day for other in after):
            return "ended", "new_episode"
        if any(death == day or (number == 1 and death < day) for death in deaths):
            return "ended", "death"
        if any(london(other["since"]) == day for other in back):
            status = "suspended"
        day, number = day + timedelta(days=1), number + 1
    return status, None
