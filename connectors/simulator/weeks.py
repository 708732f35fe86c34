"""What is written down in the six weeks: who coordinates, the team, carers told, money, and how it ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from connectors.simulator.acts import Act, after, dated, id_of, line_ref, office, office_on, spell_ref, told
from connectors.simulator.leaving import ready_for
from connectors.simulator.people import Person
from connectors.simulator.plots import Plot
from connectors.simulator.sendable import milliseconds
from connectors.simulator.stays import Stay
from connectors.simulator.support import Line, visits

COVERED: Final = 42
_POSTS: Final = 9
_DAYS_OF_TELLING: Final = 10
# Shares below are planning assumptions: nothing published gives them for this cohort.
_CARER_TOLD: Final = 0.8
_STAYS_IN_CARE_HOME: Final = {"P2": 0.35, "P3": 0.9}


def acts_of_coordination(who: Person, stay: Stay, turn: int, plot: Plot, rng: Random) -> Iterator[Act]:
    """Give who coordinates, named before somebody leaves or on the working day after; for some nobody is."""
    if plot.nobody_coordinates or stay.pathway == "P0":
        return
    council, left = who.council.code, stay.left_at.date()
    post, role = f"HUB-{rng.randrange(1, _POSTS)}", rng.choice(("CARE_COORDINATOR", "SOCIAL_WORKER", "NURSE"))
    at = min(office(ready_for(stay) + timedelta(hours=2)), office(stay.left_at))
    yield told(at, council, "coordinator_named", 2 * turn, post_id=post, role=role)
    if plot.hands_over:
        yield told(after(left, 9), council, "coordinator_named", 2 * turn + 1, post_id="HUB-9", role=role)
        post = "HUB-9"
    yield told(after(left, COVERED), council, "coordinator_stood_down", turn, post=f"{council}/{post}")


def acts_of_support(who: Person, line: Line, turn: int, rng: Random) -> Iterator[Act]:
    """Give the provider's place in the team while a line runs."""
    provider = line.provider.location
    member = {"member_id": f"VISITS-{rng.randrange(1, 30)}", "organisation": provider, "role": "CARE_WORKER"}
    joins = office_on(line.started_on, 9)
    yield told(joins, who.council.code, "team_member_joined", turn, **member, purpose="CARE_DELIVERY")
    if line.ended_on is not None:
        left = {"member": f"{provider}/{member['member_id']}"}
        yield told(max(joins, office_on(line.ended_on)), who.council.code, "team_member_left", turn, **left)


def acts_of_telling(line: Line, turn: int, seen_from: date, rng: Random) -> Iterator[Act]:
    """Give what a carer is told of missed visits in a line's first days; tables tell of visits from a day on."""
    provider = line.provider.location
    for number in range(_DAYS_OF_TELLING):
        day = line.started_on + timedelta(days=number)
        for visit in visits(line, day) if day >= seen_from else ():
            if visit.done_at is None and rng.random() < _CARER_TOLD:
                named = f"{provider}/{milliseconds(visit.planned_at)}/{line.line_id}"
                at = visit.planned_at + timedelta(hours=2)
                yield told(at, provider, "carer_told", turn * _DAYS_OF_TELLING + number, visit=named)


def acts_of_the_end(who: Person, stay: Stay, line: Line | None, plot: Plot, rng: Random) -> Iterator[Act]:
    """Give who pays from day 43 on where support goes on, and how the six weeks ended."""
    left, council = stay.left_at.date(), who.council.code
    goes_on = line is not None and (line.ended_on is None or line.ended_on > left + timedelta(days=COVERED))
    if goes_on and stay.pathway != "P0":
        council_share, icb_share, person_share = rng.choice((("70", "0", "30"), ("100", "0", "0"), ("50", "50", "0")))
        shares = {"council_share": council_share, "icb_share": icb_share, "person_share": person_share}
        from_on = (left + timedelta(days=COVERED)).isoformat()
        yield told(after(left, 37, 14), council, "funding_determined", from_on=from_on, **shares)
    if plot.outcome_is_said:
        at = after(left, COVERED, 11)
        said = {"outcome": _outcome(stay, rng, goes_on=goes_on), "recorded_on": f"{at:%Y-%m-%d}"}
        yield dated(at, council, "six_weeks_outcome", **said, spell=spell_ref(stay))


def _outcome(stay: Stay, rng: Random, *, goes_on: bool) -> str:
    if rng.random() < _STAYS_IN_CARE_HOME.get(stay.pathway, 0.0):
        return "CARE_HOME"
    return "HOME_WITH_SUPPORT" if goes_on and stay.pathway == "P1" else "OWN_HOME"


def acts_of_charging(who: Person, left: date, line: Line | None, plot: Plot) -> Iterator[Act]:
    """Give a charge for days that are free, which a council made by mistake; for most it is paid back."""
    if not plot.is_charged or line is None:
        return
    council, at = who.council.code, after(left, 14)
    first, last = left + timedelta(days=3), left + timedelta(days=9)
    days = {"from_on": first.isoformat(), "to_on": last.isoformat(), "line": line_ref(line)}
    yield dated(at, council, "charge_recorded", **days, amount="140.00", council=council)
    if plot.is_paid_back:
        charge, paid = id_of(str(who.number), "charge_recorded", "charge_id"), after(left, 24)
        yield dated(paid, council, "charge_reversed", charge=charge, reversed_on=f"{paid:%Y-%m-%d}")
