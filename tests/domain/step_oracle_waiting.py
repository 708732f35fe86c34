"""What waits beside the six weeks on a day, what is due first before the rest, read off the list of what happened.

Of one day the order is that in which `hub.domain.next_step` names them: the outcome, money, a concern, an appeal, a
move; of one kind by what it is about.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from tests.domain.day_oracle import deaths_by_hand
from tests.domain.oracle import london
from tests.domain.oracle_councils import SURE, hidden, homes_by_hand
from tests.domain.oracle_weeks import went_back_by_hand
from tests.domain.step_known import DAY, Known, Weeks
from tests.domain.step_oracle import Next, working_day_after
from tests.domain.step_oracle_death import deaths_to_check

ORDER = (
    "record_outcome",
    "determine_funding",
    "pay_back",
    "decide_chc",
    "safeguard",
    "acknowledge_appeal",
    "decide_appeal",
    "confirm_move",
    "ask_for_papers",
    "send_papers",
    "assess_move",
    "complete_move",
    "check_death",
    "find_second_council",
)


class MoneyOn(NamedTuple):
    """Ids of lines of which nobody has decided who pays, and of charges with the first day that is to be paid back."""

    undecided: tuple[str, ...] = ()
    refunds: tuple[tuple[str, date], ...] = ()


def beside_by_hand(known: Known, money: MoneyOn) -> list[Next]:
    """Give what waits in its order; what somebody who died leaves is what others owe, and appeals."""
    found = [*deaths_to_check(known), *_money(known, money), *_concerns(known), *_appeals(known)]
    if not deaths_by_hand(known.stays):
        found += [*_outcome(known), *_checklists(known), *_move(known)]
    found.sort(key=lambda one: (one[1].due or date.max, ORDER.index(one[1].what), one[0]))
    return [step for _, step in found]


About = tuple[str, Next]


def _outcome(known: Known) -> Iterator[About]:
    weeks = known.weeks
    if weeks is None or known.on <= weeks.last or weeks.because != "window_closed":
        return
    said = [body for body in known.bodies("SixWeeksOutcomeRecorded") if _is_of(weeks, body)]
    if went_back_by_hand(known.stays, weeks.stay["key"].number, known.on) or (
        said and said[-1].recorded_on <= known.on
    ):
        return
    due = weeks.last + DAY
    if hidden(known.events):
        yield "", Next("record_outcome", "hospital", weeks.stay["key"].trust, due)
    else:
        yield "", Next("record_outcome", "council", weeks.who.council, due)


def _is_of(weeks: Weeks, body: Any) -> bool:
    """Of the stay that it names, else of the last six weeks that had begun when it was recorded."""
    return bool(body.spell == weeks.stay["key"] if body.spell is not None else body.recorded_on >= weeks.first)


def _money(known: Known, money: MoneyOn) -> Iterator[About]:
    council = known.who.council
    due = None if known.weeks is None else known.weeks.first + 34 * DAY
    for line in money.undecided:
        yield line, Next("determine_funding", "council", council, due)
    for charge, since in money.refunds:
        yield charge, Next("pay_back", "council", "E06000001", max(since, _charged_on(known, charge)))


def _charged_on(known: Known, charge: str) -> date:
    """The day on which a charge was first told."""
    told = (event for event in known.events if getattr(event.body, "charge_id", None) == charge)
    return min(london(event.occurred_at) for event in told if event.type == "ChargeRecorded")


def _concerns(known: Known) -> Iterator[About]:
    stand: dict[str, date] = {}
    for event in known.events:
        body: Any = event.body
        if event.type == "SafeguardingConcernRaised":
            stand.setdefault(body.concern_id, london(event.occurred_at))
        elif event.type == "SafeguardingConcernClosed":
            stand.pop(body.concern_id, None)
    for concern, raised in stand.items():
        yield concern, Next("safeguard", "council", known.who.council, raised)


def _appeals(known: Known) -> Iterator[About]:
    for body in known.bodies("AppealLodged"):
        mine = [one for one in known.events if getattr(one.body, "appeal_id", None) == body.appeal_id]
        done = {
            one.type
            for one in mine
            for name in ("acknowledged_on", "decided_on", "withdrawn_on")
            if getattr(one.body, name, date.max) <= known.on
        }
        if body.lodged_on > known.on or done & {"AppealDecided", "AppealWithdrawn"}:
            continue
        council = None if hidden(known.events) else body.council or known.who.council
        of_board = body.about == "CONTINUING_HEALTHCARE" and body.council is None
        holder = ("ics", known.who.ics) if of_board else ("council", council)
        if "AppealAcknowledged" not in done:
            yield body.appeal_id, Next("acknowledge_appeal", *holder, working_day_after(body.lodged_on, 3))
        yield body.appeal_id, Next("decide_appeal", *holder, body.lodged_on + 42 * DAY)


def _checklists(known: Known) -> Iterator[About]:
    refused = {body.case_id for body in known.bodies("ChcDecided") if body.decided_on <= known.on}
    for body in known.bodies("ChcChecklistCompleted"):
        if body.positive and body.completed_on <= known.on and body.case_id not in refused:
            yield body.case_id, Next("decide_chc", "ics", known.who.ics, body.completed_on + 28 * DAY)


def _council_before(known: Known, day: date) -> str | None:
    """The council of the home that was stated last before a day, where it is sure."""
    before = [home for since, home in homes_by_hand(known.events) if since < day]
    home = before[-1] if before else None
    return home.council if home is not None and home.share >= SURE else None


def _move(known: Known) -> Iterator[About]:
    """Confirmed, papers asked for and sent, assessed, completed: by the day of the move."""
    told = {event.type for event in known.events}
    for body in known.bodies("MoveNotified"):
        first, second, on = body.from_council, body.to_council, body.intended_on
        first = first or _council_before(known, on)
        within_one = first is not None and first == second
        if body.placed or within_one or told & {"MoveCompleted", "MoveCancelled"}:
            continue
        nowhere = second is None
        if hidden(known.events):
            first = second = None
        if nowhere:
            yield body.move_id, Next("find_second_council", "council", first, on)
            continue
        settled = bool(told & {"MoveAssessed", "DeterminationAccepted"})
        sent, asked, meant = (
            name in told for name in ("PlanTransferred", "MoveDocumentsRequested", "MoveConfirmedGenuine")
        )
        if settled:
            waits = ["complete_move"] if on <= known.on else []
        else:
            waits = [] if sent else ["send_papers" if asked else "ask_for_papers" if meant else "confirm_move"]
            waits += ["assess_move"] if sent or on <= known.on else []
        for what in waits:
            yield body.move_id, Next(what, "council", first if what == "send_papers" else second, on)
