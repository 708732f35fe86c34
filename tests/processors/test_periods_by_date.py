"""Periods, and an amount, that law or guidance set: another number from a day on changes what follows from that day on.

Every table here holds from Friday 13 November 2026; what is decided by the 12th goes on as it was.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from hub.adapters.policy_file import POLICIES, load_policies
from hub.adapters.reference_files import folders, load_areas
from hub.care_group import care_group, group_under
from hub.events import care_record as c
from hub.events.charges import ChargeRecorded, EquipmentProvided
from hub.events.continuing_healthcare import ChcChecklistCompleted
from hub.events.coordination import CoordinatorNamed
from hub.processors.joint import JointProcessor
from hub.processors.portability import PortabilityProcessor
from hub.runtime.apply import Group
from hub.settings import Settings
from tests.domain.stories import Story, ms
from tests.processors.moving import move, notified
from tests.processors.people import AREAS, fold
from tests.processors.test_assessments import decided

EVE, DAY = date(2026, 11, 12), date(2026, 11, 13)
LATER: Final = date(2027, 2, 1)


def under(folder: Path, *rows: str) -> Group:
    """Return the processors under a table whose rows, `name,number`, hold from the day on."""
    lines = [f"{name},{DAY},{number}" for name, number in (row.split(",") for row in rows)]
    (folder / POLICIES).write_text("\n".join(("policy,from,value", *lines)) + "\n", encoding="utf-8")
    return care_group(AREAS, policies=load_policies((folder,)))


def joint(group: Group) -> JointProcessor:
    """Return the joint processor of a group."""
    return next(each for each in group.processors if isinstance(each, JointProcessor))


def moves(group: Group) -> PortabilityProcessor:
    """Return the processor of moves of a group."""
    return next(each for each in group.processors if isinstance(each, PortabilityProcessor))


def view(group: Group, story: Story, on: date = LATER) -> dict[str, Any]:
    """Fold a story and look at it on a day."""
    return dict(joint(group).view(fold(story, joint(group)), on))


def home(day: date) -> Story:
    """Discharged on a day, with support from then on and a coordinator who was named in the evening."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge(f"{day}T16:40")
    story.line(f"{day}T17:00", "L1", 700)
    story.tell(f"{day}T18:00", CoordinatorNamed("post-1", "E06000001", "CARE_COORDINATOR"))
    return story


def milestones(group: Group, day: date) -> Any:
    """Return the numbers of the milestones of a discharge on a day, as seen and as told."""
    state = fold(home(day), joint(group))
    seen = [row["day"] for row in joint(group).view(state, LATER)["episodes"][0]["milestones"]]
    told = [json.loads(fact.body)["day"] for fact in joint(group).facts(state, LATER) if fact.kind == "WindowMilestone"]
    assert sorted(told) == seen
    return seen


def review_waits(group: Group, day: date) -> Any:
    """Return from which day of the window a review waits, by when it is due, and whether the day before wakes us."""
    state = fold(home(day), joint(group))
    for number in range(1, 43):
        on = day + timedelta(days=number - 1)
        row = joint(group).outline(state, on).listing
        if row is not None and row.step == "review":
            return number, str(row.step_due), joint(group).wakes_on(state, on - timedelta(days=1)) == on
    return None


def unnamed(group: Group, day: date) -> Any:
    """Return on which day somebody is told that nobody coordinates."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge(f"{day}T16:40")
    rows = view(group, story)["episodes"][0]["alerts"]
    return [row["opened_at"] for row in rows if row["kind"] == "no_coordinator"]


def missed_visits(group: Group, day: date) -> Any:
    """Return the end of the safety net, and on which days visits were missed in it, of one each day at 12:00."""
    story = home(day)
    for number in range(1, 5):
        planned = f"{day + timedelta(days=number)}T12:00"
        story.tell(planned, c.VisitMissed("L1", "1-100", ms(planned)))
    net = view(group, story)["episodes"][0]["safety_net"]
    return net["until"][:16], [row["planned_at"][8:10] for row in net["missed"]]


def told_late(group: Group, state: Any, on: date) -> list[str]:
    """Return since when others are told on a day that the board's decision is late."""
    told = [json.loads(fact.body) for fact in joint(group).facts(state, on) if fact.kind == "Alert"]
    return [body["since"] for body in told if body["alert"] == "chc_decision_overdue"]


def checklist(group: Group, day: date) -> Any:
    """Return when the board is to decide after a checklist of a day, and since when an alert says that it is late."""
    story = home(date(2026, 11, 6))
    story.tell(f"{day}T19:00", ChcChecklistCompleted("C1", positive=True, completed_on=day))
    state = fold(story, joint(group))
    (case,) = joint(group).view(state, LATER)["chc"]
    due = date.fromisoformat(case["decision_due"])
    assert told_late(group, state, due) == []
    (late,) = told_late(group, state, due + timedelta(days=1))
    assert joint(group).wakes_on(state, due) == date.fromisoformat(late)
    shown = [row["overdue"] for on in (due, due + timedelta(days=1)) for row in joint(group).view(state, on)["chc"]]
    assert shown == [False, True]
    return case["decision_due"], late


def decision_waits(group: Group, day: date) -> Any:
    """Return by which day the board's decision is what waits, while it does."""
    story = home(date(2026, 11, 6))
    story.tell(f"{day}T19:00", ChcChecklistCompleted("C1", positive=True, completed_on=day))
    shown = view(group, story, day)["open_steps"]
    return [step["due"] for step in shown if step["what"] == "decide_chc"]


def programme(group: Group, day: date) -> Any:
    """Return the first day of reablement that is no longer free, of a service that begins on a day."""
    story = home(date(2026, 11, 6))
    story.line(f"{day}T09:00", "L2", 700, service="REABLEMENT")
    (line,) = [each for each in view(group, story)["episodes"][0]["lines"] if each["line_id"] == "L2"]
    return line["statutory_free_until"]


def bill(group: Group, day: date) -> Any:
    """Return what is paid back of 100 pounds a day for reablement on 17 to 26 December, after the six weeks."""
    story = Story()
    story.admit("2026-10-01T09:15")
    story.discharge("2026-10-05T16:40")
    return paid_back(group, story, day)


def bill_without_six_weeks(group: Group, day: date) -> Any:
    """Return the same of somebody who was never in hospital."""
    return paid_back(group, Story(), day)


def paid_back(group: Group, story: Story, day: date) -> Any:
    """Add the reablement and its bill, and return what of it is paid back."""
    story.line(f"{day}T09:00", "L2", 700, service="REABLEMENT", origin="RESUMED", price_per_hour=10_000)
    story.tell("2027-01-04T09:00", ChargeRecorded("F1", date(2026, 12, 17), date(2026, 12, 26), 100_000, line_id="L2"))
    (charge,) = view(group, story)["charges"]
    return charge["refund_due"]


def pause(group: Group, day: date) -> Any:
    """Return by when what begins on 4 December is free, of a programme that began on a day and ended on the 20th."""
    story = home(date(2026, 11, 6))
    story.line(f"{day}T09:00", "L2", 700, service="REABLEMENT")
    story.tell("2026-11-20T09:00", c.SupportLineEnded("L2", "1-100", date(2026, 11, 20)))
    story.line("2026-12-04T09:00", "L3", 700, service="REABLEMENT")
    (line,) = [each for each in view(group, story)["episodes"][0]["lines"] if each["line_id"] == "L3"]
    return line["statutory_free_until"]


def adaptation(group: Group, day: date) -> Any:
    """Return of adaptations of 500 pounds and of a penny more whether they are free, and what of a charge is not."""
    story = home(date(2026, 11, 6))
    for number, cost in ((1, 50_000), (2, 50_001)):
        story.tell(f"{day}T09:0{number}", EquipmentProvided(f"Q{number}", "ADAPTATION", day, cost))
        bill = ChargeRecorded(f"F{number}", LATER, LATER, 5_000, line_id=f"Q{number}")
        story.tell(f"2027-01-31T09:0{number}", bill)
    shown = view(group, story)
    return [row["never_charged"] for row in shown["equipment"]], [row["refund_due"] for row in shown["charges"]]


def look(group: Group, day: date) -> Any:
    """Return from when and by when a plan is looked at that began on a day, and when others are told of it."""
    story = Story()
    decided(story, "2026-11-06T09:00")
    story.line(f"{day}T09:00", "L1", 700)
    state = fold(story, joint(group))
    review = joint(group).view(state, LATER)["review"]
    keys = [fact.key for fact in joint(group).facts(state, LATER) if fact.key.startswith("review_due")]
    assert keys == [f"review_due:{review['due_from']}"]
    assert joint(group).wakes_on(state, date.fromisoformat(review["due_from"]) - timedelta(days=1)) is not None
    return review["due_from"], review["due_by"]


def papers(group: Group, day: date) -> Any:
    """Return from which day papers are late of a move on a day, as seen and as told, and that it is looked at then."""
    story = Story()
    notified(story, "2026-10-01T09:00", str(day))
    (row,) = [
        each for each in move(story, str(day), moves(group))["alerts"] if each["kind"] == "documents_not_received"
    ]
    opens = date.fromisoformat(row["opened_at"])
    state = fold(story, moves(group))
    assert moves(group).wakes_on(state, opens - timedelta(days=1)) == opens
    facts = [fact.key for fact in moves(group).facts(state, opens) if fact.kind == "Alert"]
    assert facts == [f"M1:documents_not_received:{opens}"]
    return row["opened_at"]


@pytest.mark.parametrize(
    ("row", "seen", "before", "since"),
    [
        ("early_milestone_day,10", milestones, [1, 14, 28, 35, 42, 43], [1, 10, 28, 35, 42, 43]),
        ("review_day,21", milestones, [1, 14, 28, 35, 42, 43], [1, 14, 21, 35, 42, 43]),
        ("review_day,21", review_waits, (28, "2026-12-16", True), (21, "2026-12-17", True)),
        ("decide_before_end_days,10", milestones, [1, 14, 28, 35, 42, 43], [1, 14, 28, 32, 42, 43]),
        ("decide_before_end_days,10", review_waits, (28, "2026-12-16", True), (28, "2026-12-14", True)),
        ("name_coordinator_working_days,3", unnamed, ["2026-11-13"], ["2026-11-18"]),
        (
            "safety_net_hours,48",
            missed_visits,
            ("2026-11-15T16:40", ["13", "14", "15"]),
            ("2026-11-15T16:40", ["14", "15"]),
        ),
        ("decide_chc_days,14", checklist, ("2026-12-10", "2026-12-11"), ("2026-11-27", "2026-11-28")),
        ("decide_chc_days,14", decision_waits, ["2026-12-10"], ["2026-11-27"]),
        ("free_programme_days,28", programme, "2026-12-24", "2026-12-11"),
        ("free_programme_days,28", bill, "700.00", "0.00"),
        ("free_programme_days,28", bill_without_six_weeks, "700.00", "0.00"),
        ("programme_pause_days,13", pause, "2026-12-24", "2027-01-15"),
        (
            "free_adaptation_pounds,500",
            adaptation,
            ([True, True], ["50.00", "50.00"]),
            ([True, False], ["50.00", "0.00"]),
        ),
        ("look_at_plan_days,28", look, ("2026-12-24", "2027-01-07"), ("2026-12-11", "2027-01-08")),
        ("look_at_plan_by_days,49", look, ("2026-12-24", "2027-01-07"), ("2026-12-25", "2027-01-01")),
        ("look_at_plan_days,60", look, ("2026-12-24", "2027-01-07"), ("2027-01-12", "2027-01-12")),
        ("papers_before_move_days,14", papers, "2026-11-05", "2026-10-30"),
    ],
)
def test_another_number_holds_from_its_day_on_and_not_before(
    tmp_path: Path, row: str, seen: Callable[[Group, date], Any], before: Any, since: Any
) -> None:
    """What is decided by 12 November is as without the table; what is decided by the 13th follows the new number."""
    changed, usual = under(tmp_path, row), care_group(AREAS)
    assert (seen(changed, EVE), seen(usual, EVE)) == (before, before)
    assert seen(changed, DAY) == since
    assert seen(usual, DAY) != since


def test_a_programme_goes_on_on_the_last_day_of_its_pause(tmp_path: Path) -> None:
    """It ended on 20 November, and 4 December is the fourteenth day after it."""
    assert pause(under(tmp_path, "programme_pause_days,14"), DAY) == "2026-12-25"


def test_who_is_not_told_where_somebody_lives_sees_the_same_days(tmp_path: Path) -> None:
    """The view that withholds the home is of the same law."""
    group = under(tmp_path, "decide_chc_days,14")
    story = home(DAY)
    story.tell(f"{DAY}T19:00", ChcChecklistCompleted("C1", positive=True, completed_on=DAY))
    for processor in (joint(group), joint(group).withholding()):
        assert processor.view(fold(story, processor), LATER)["chc"][0]["decision_due"] == "2026-11-27"


def test_a_discharge_without_a_time_is_watched_for_as_many_hours_as_one_with_it(tmp_path: Path) -> None:
    """Of such a one they begin when its day is over: 24 hours later it is the end of the day after."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge(str(DAY))
    shown = view(under(tmp_path, "safety_net_hours,24"), story)["episodes"][0]["safety_net"]
    assert shown["until"][:19] == "2026-11-14T23:59:59"


def test_papers_of_a_move_on_the_first_days_there_are_are_late_from_the_first(tmp_path: Path) -> None:
    """A mistyped year stops at the first date there is, and so does every day before it."""
    group = under(tmp_path, "papers_before_move_days,14")
    story = Story()
    notified(story, "2026-10-01T09:00", "0001-01-03")
    shown = {row["kind"]: row["opened_at"] for row in move(story, "2026-10-02", moves(group))["alerts"]}
    assert shown["documents_not_received"] == "2026-10-01"


def test_the_hub_is_put_together_with_both_tables_of_moves(tmp_path: Path) -> None:
    """The days for papers come from one table, under which policy somebody moves from the other."""
    (tmp_path / POLICIES).write_text(f"policy,from,value\npapers_before_move_days,{DAY},14\n", encoding="utf-8")
    (tmp_path / "move_policies.csv").write_text(f"from,policy\n{DAY},NCS_PORTABLE\n", encoding="utf-8")
    read = folders(live=False, own=[tmp_path])
    group = group_under(Settings(), read, load_areas(read))
    assert (papers(group, EVE), papers(group, DAY)) == ("2026-11-05", "2026-10-30")
    story = Story()
    notified(story, "2026-10-01T09:00", str(DAY))
    assert move(story, str(DAY), moves(group))["policy"] == "NCS_PORTABLE"
