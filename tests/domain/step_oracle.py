"""What is next for a person on a day, who holds it and by when, read off the list of what happened.

A plain reading of `docs/joint-state.md` (what waits), `docs/moving-council.md` and the words of the rules.  It shares
no code with the product.  What waits beside the six weeks is in `tests.domain.step_oracle_waiting`.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from hub.events.envelope import Event
from tests.domain.day_oracle import deaths_by_hand
from tests.domain.oracle import london, stays_by_hand
from tests.domain.oracle_councils import hidden
from tests.domain.step_known import DAY, Known, Line, Weeks

LONDON: Final = ZoneInfo("Europe/London")
MIDNIGHT: Final = time()
HOLIDAYS = frozenset(
    map(
        date.fromisoformat,
        [
            "2026-01-01",
            "2026-04-03",
            "2026-04-06",
            "2026-05-04",
            "2026-05-25",
            "2026-08-31",
            "2026-12-25",
            "2026-12-28",
            "2027-01-01",
            "2027-03-26",
            "2027-03-29",
            "2027-05-03",
            "2027-05-31",
            "2027-08-30",
            "2027-12-27",
            "2027-12-28",
            "2028-01-03",
            "2028-04-14",
            "2028-04-17",
            "2028-05-01",
            "2028-05-29",
            "2028-08-28",
            "2028-12-25",
            "2028-12-26",
        ],
    )
)


class Next(NamedTuple):
    """What waits, who holds it (kind and code), and by when."""

    what: str
    holder: str
    organisation: str | None
    due: date | None


def working_day_after(day: date, number: int) -> date:
    """Count working days after a day."""
    while number:
        day += DAY
        number -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def next_by_hand(known: Known, beside: Sequence[Next]) -> Next | None:
    """Say what is next: `beside` is what waits beside the six weeks, what is due first before the rest.

    Of these a concern about the person's safety comes first, whatever the others' days are.  Of whoever was
    told dead nothing is next but that people say whether they are.
    """
    if deaths_by_hand(known.stays):
        return next((one for one in beside if one.what == "check_death"), None)
    beside = [one for one in beside if one.what == "safeguard"] or beside
    found = _before_the_weeks(known)
    if found is not None:
        return found
    weeks = known.weeks
    if weeks is None or weeks.status != "open":
        return beside[0] if beside else None
    asked = next(iter(weeks_by_hand(known, weeks)), None)
    if asked is None or asked.what == "support":
        return beside[0] if beside else asked
    return asked


def _before_the_weeks(known: Known) -> Next | None:
    """A suspected death, a bed, a way to another hospital: in this order."""
    stays = [stay for stay in map(known_stay(known.on), stays_by_hand(known.stays)) if stay is not None]
    beds = [stay for stay in stays if stay["inpatient"] and stay["status"] != "cancelled"]
    inside = [stay for stay in beds if stay["left"] is None]
    left = sorted((stay for stay in beds if stay["left"] is not None), key=lambda stay: stay["left"])
    current = inside[-1] if inside else left[-1] if left else None
    suspected = [event for event in known.events if event.type == "DeathRecorded"]
    if suspected:
        every = [current] if current is not None else stays
        trust = every[-1]["key"].trust if every else None
        return Next("confirm_death", "hospital", trust, london(suspected[0].occurred_at))
    if inside:
        trust = inside[-1]["key"].trust
        if inside[-1]["ready"] is not None and inside[-1]["ready"] <= known.on:
            return Next("discharge", "hospital", trust, inside[-1]["ready"])
        return Next("stay", "hospital", trust, inside[-1]["expected"])
    if current is not None and current["moved"] and not any(_received(current, other) for other in beds):
        return Next("receive", "hospital", None, london(current["left"]) + DAY)
    return None


def known_stay(on: date) -> Any:
    """Give what shows a stay as it was on a day: not yet left where it was left later, none that had not begun."""

    def shown(stay: dict[str, Any]) -> dict[str, Any] | None:
        if stay["since"] is not None and london(stay["since"]) > on:
            return None
        if stay["left"] is not None and london(stay["left"]) > on:
            return stay | {"left": None, "moved": False}
        return stay

    return shown


def _received(left: dict[str, Any], other: dict[str, Any]) -> bool:
    """Another trust's stay began during this one or on the day of its end, and lasted to that day or longer."""
    if other["key"].trust == left["key"].trust or other["since"] is None:
        return False
    day = london(left["left"])
    lasted = other["left"] is None or london(other["left"]) >= day
    return lasted and london(other["since"]) <= day and (left["since"] is None or other["since"] >= left["since"])


def weeks_by_hand(known: Known, weeks: Weeks) -> list[Next]:
    """Give everything that the six weeks themselves ask for, what comes next first; or that support runs."""
    found: list[Next] = []
    who, on = weeks.who, known.on
    secret = hidden(known.events)
    if who.council is None and not secret:
        what = "find_council" if who.likely is None else "confirm_council"
        found.append(Next(what, "ics", who.ics, who.since))
    found += [one for one in (_visit(known, weeks), _carer(known, weeks)) if one is not None]
    lines = [line for line in known.lines if line.has_begun(weeks.last) and not line.is_over(weeks.first)]
    pathway = [body.pathway for body in known.bodies("PathwayDecided") if body.spell == weeks.stay["key"]]
    if pathway[-1:] == ["P0"] and all(line.is_over(on) for line in lines):
        return found
    if on >= weeks.first + 27 * DAY and any(line.has_begun(on) for line in lines) and not _reviewed(known, weeks):
        found.append(Next("review", "council", who.council, weeks.first + 34 * DAY))
    return found + _support(known, weeks, lines)


def _support(known: Known, weeks: Weeks, lines: Sequence[Line]) -> list[Next]:
    """Support that is to begin, somebody to coordinate it, or nothing but that it runs."""
    on, secret = known.on, hidden(known.events)
    holder, organisation = ("hospital", weeks.stay["key"].trust) if secret else ("council", weeks.who.council)
    found: list[Next] = []
    running = next((line for line in lines if line.has_begun(on) and not line.is_over(on)), None)
    if running is None:
        over = [line.last + DAY for line in lines if line.last is not None and line.is_over(on)]
        what = "arrange_with_person" if secret else "start_support"
        found.append(Next(what, holder, organisation, max([weeks.first, *over])))
    since = nobody_since(known.events, weeks.first)
    if since is not None:
        found.append(Next("name_coordinator", holder, organisation, working_day_after(since, 1)))
    if running is not None:
        found.append(Next("support", "provider", running.provider, None))
    return found


def _visit(known: Known, weeks: Weeks) -> Next | None:
    """Of the visits that were missed since the discharge and that no later visit of the line made up, the first one."""
    waits = [
        (at, line.provider)
        for line in known.lines
        for at in line.missed
        if at > max(line.confirmed, default=0) and _at_home(known, weeks, at) and not line.is_over(known.on)
    ]
    return Next("visit", "provider", min(waits)[1], london(min(waits)[0])) if waits else None


def _carer(known: Known, weeks: Weeks) -> Next | None:
    """Of the missed visits of a week of which the carer does not know, the first one."""
    told = {(body.line_id, body.planned_at) for body in known.bodies("CarerTold")}
    waits = [
        (at, line.provider)
        for line in known.lines
        for at in line.missed
        if _at_home(known, weeks, at) and known.on < london(at) + 7 * DAY
        if (line.name, at) not in told and not line.is_over(known.on)
    ]
    return Next("tell_carer", "provider", min(waits)[1], london(min(waits)[0])) if waits else None


def _reviewed(known: Known, weeks: Weeks) -> bool:
    done = [e for e in known.events if e.type == "AssessmentCompleted" and e.body.kind in {"NEEDS", "REVIEW"}]  # type: ignore[attr-defined]
    return any(event.occurred_at >= weeks.stay["left"] for event in done)


def _at_home(known: Known, weeks: Weeks, at: int) -> bool:
    """Whether somebody had left, and lay in no bed, at a moment.

    Days alone are moments at midnight: of a stay that began on such a day only the next ones are sure.
    """
    for stay in stays_by_hand(known.stays):
        begun, left = stay["since"], stay["left"]
        if begun is None or not stay["inpatient"] or stay["status"] == "cancelled":
            continue
        of_a_day = datetime.fromtimestamp(begun / 1000, LONDON).time() == MIDNIGHT
        inside = london(at) > london(begun) if of_a_day else at >= begun
        if inside and (left is None or at < left):
            return False
    return bool(at >= weeks.stay["left"])


def nobody_since(told: Sequence[Event], first: date) -> date | None:
    """Walk through who coordinates: since when nobody does, from the day of discharge on; none where somebody does."""
    who, since = None, first
    for event in told:
        if event.type == "CoordinatorNamed":
            who = event.body.post_id  # type: ignore[attr-defined]
        elif event.type == "CoordinatorStoodDown" and event.body.post_id == who:  # type: ignore[attr-defined]
            who, since = None, max(first, london(event.occurred_at))
    return since if who is None else None
