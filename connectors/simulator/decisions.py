"""What people decide and write down: assessment, eligibility, NHS Continuing Healthcare, a move, an appeal."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Final, NamedTuple

from connectors.simulator.acts import Act, Answer, after, dated, id_of, office_on, told
from connectors.simulator.area import Area
from connectors.simulator.people import Person
from connectors.simulator.plots import Plot
from hub.domain.eligibility import ADULT_OUTCOMES, ELIGIBLE, NEEDS, NO_NEEDS, NOT_ELIGIBLE

# Shares below are planning assumptions: nothing published gives them for this cohort.
_ELIGIBLE, _NOT_ELIGIBLE = 0.75, 0.17
_CHC_OUTCOMES: Final = {"ELIGIBLE": 0.25, "FUNDED_NURSING_CARE": 0.3, "NOT_ELIGIBLE": 0.45}
_SUPPORTED_SELF: Final = 0.2


def acts_of_deciding(area: Area, who: Person, left: date, plot: Plot, rng: Random) -> Iterator[Act]:
    """Give what is decided about somebody who left hospital with support on a day."""
    if plot.is_assessed:
        yield from _assessment(who, left, rng)
    if plot.asks_for_chc:
        yield from _continuing_healthcare(area, who, left, plot, rng)
    if plot.moves:
        yield from _move(area, who, left)
    if plot.appeals:
        yield from _appeal(who, left, plot, rng)


def _assessment(who: Person, left: date, rng: Random) -> Iterator[Act]:
    council, ends = who.council.code, rng.randrange(22, 34)
    yield told(after(left, 6), council, "assessment_requested", kind=NEEDS, council=council)
    asked = id_of(str(who.number), "assessment_requested", "assessment_id")
    own = {"supported_self": "yes"} if rng.random() < _SUPPORTED_SELF else {}
    for turn, (days, state) in enumerate(((8, "ALLOCATED"), (14, "IN_PROGRESS"))):
        yield told(after(left, days), council, "assessment_progressed", turn, assessment=asked, state=state, **own)
    at = after(left, ends)
    yield told(at, council, "assessment_completed", assessment=asked, kind=NEEDS)
    drawn = rng.random()
    outcome = ELIGIBLE if drawn < _ELIGIBLE else NOT_ELIGIBLE if drawn < _ELIGIBLE + _NOT_ELIGIBLE else NO_NEEDS
    yield _eligibility(at + timedelta(hours=1), who, asked, outcome, rng)


def _eligibility(at: datetime, who: Person, asked: str, outcome: str, rng: Random) -> Act:
    """Give the decision with the three steps that fit it (SI 2015/313)."""
    few = 0 if outcome == NO_NEEDS else 1 if outcome == NOT_ELIGIBLE else rng.randrange(2, 6)
    steps: dict[str, Answer] = {
        "from_condition": "no" if outcome == NO_NEEDS else "yes",
        "outcomes": sorted(rng.sample(sorted(ADULT_OUTCOMES), few)),
        "wellbeing_impact": "yes" if outcome == ELIGIBLE else "no",
        "reasons_given": "yes",
    }
    council, day = who.council.code, f"{at:%Y-%m-%d}"
    decided = {"outcome": outcome, "determined_on": day, "council": council, "assessment": asked}
    return dated(at, council, "eligibility_determined", **decided, **steps)


def _continuing_healthcare(area: Area, who: Person, left: date, plot: Plot, rng: Random) -> Iterator[Act]:
    council, at = who.council.code, after(left, 11)
    yield dated(at, council, "chc_checklist", positive="yes", completed_on=f"{at:%Y-%m-%d}")
    case = id_of(str(who.number), "chc_checklist", "case_id")
    if plot.chc_is_decided:
        decided = after(at.date(), rng.randrange(15, 27))
        (outcome,) = rng.choices(tuple(_CHC_OUTCOMES), tuple(_CHC_OUTCOMES.values()))
        told_of = {"case": case, "outcome": outcome, "decided_on": f"{decided:%Y-%m-%d}"}
        starts = {} if outcome == "NOT_ELIGIBLE" else {"from_on": f"{decided:%Y-%m-%d}"}
        yield dated(decided, area.board, "chc_decided", **told_of, **starts)


class Moving(NamedTuple):
    """When what belongs to a move is done, each step after the one before, and the day of the move."""

    notified: datetime
    confirmed: datetime
    asked_for_papers: datetime
    papers_sent: datetime
    on: date


def moving(left: date) -> Moving:
    """Give the steps of the move of somebody who left hospital on a day, weekends and holidays left out."""
    notified = after(left, 12)
    confirmed = max(after(left, 14, 11), notified + timedelta(hours=1))
    asked, sent = confirmed + timedelta(hours=1), confirmed + timedelta(hours=3)
    return Moving(notified, confirmed, asked, sent, left + timedelta(days=25))


def _move(area: Area, who: Person, left: date) -> Iterator[Act]:
    """Give a move to the next council of the area: told ten days before, confirmed, and made."""
    here, steps = area.councils.index(who.council), moving(left)
    council, other = who.council.code, area.councils[(here + 1) % len(area.councils)].code
    named = {"intended_on": steps.on.isoformat(), "from_council": council, "to_council": other}
    yield told(steps.notified, council, "move_notified", **named)
    move = id_of(str(who.number), "move_notified", "move_id")
    yield told(steps.confirmed, other, "move_confirmed", move=move)
    yield told(steps.asked_for_papers, other, "move_documents_requested", move=move)
    done = office_on(steps.on)
    days = {"moved_on": steps.on.isoformat(), "plan_on": f"{done:%Y-%m-%d}"}
    yield dated(done, other, "move_completed", move=move, **days)


def _appeal(who: Person, left: date, plot: Plot, rng: Random) -> Iterator[Act]:
    """Give an appeal against a charge or the plan, its acknowledgement, and what came of it."""
    council, lodged = who.council.code, after(left, 17)
    about = {"about": "PLAN"}
    if plot.is_charged:
        about = {"about": "CHARGE", "about_id": id_of(str(who.number), "charge_recorded", "charge_id")}
    yield dated(lodged, council, "appeal_lodged", lodged_on=f"{lodged:%Y-%m-%d}", council=council, **about)
    appeal = id_of(str(who.number), "appeal_lodged", "appeal_id")
    at = after(lodged.date(), 2)
    yield dated(at, council, "appeal_acknowledged", appeal=appeal, acknowledged_on=f"{at:%Y-%m-%d}")
    at, outcome = after(lodged.date(), 20), rng.choice(("UPHELD", "PARTLY_UPHELD", "NOT_UPHELD"))
    yield dated(at, council, "appeal_decided", appeal=appeal, outcome=outcome, decided_on=f"{at:%Y-%m-%d}")
