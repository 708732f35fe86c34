"""Days of waiting at their edges: clocks that change, midnight, missing times, and days looked at later."""

from datetime import date
from typing import Any

import pytest

from hub.events import discharge as d
from hub.processors.joint import JointProcessor
from tests.domain.oracle import london
from tests.domain.stories import OTHER_TRUST, Story, moment, spell
from tests.processors.people import AREAS, fold, see
from tests.processors.standing import rules
from tests.processors.test_delay import assessed, bed, days, not_ready, ready


def test_the_night_on_which_clocks_change_is_one_night() -> None:
    """Ready at 00:30 summer time on 25 October 2026, home at 00:30 on the 26th: 25 hours, one day."""
    autumn = bed("2026-10-20T09:00")
    ready(autumn, "2026-10-25T00:30")
    autumn.discharge("2026-10-26T00:30")
    spring = bed("2026-03-20T09:00")
    ready(spring, "2026-03-28T23:30")
    spring.discharge("2026-03-29T23:30")
    assert days(autumn) == days(spring) == (1, 1, {})


def test_midnight_is_the_beginning_of_its_day() -> None:
    """Ready at 00:00 of the 10th, home at 00:00 of the 11th: one day; ready a minute before midnight adds that day."""
    story, before = bed(), bed()
    ready(story, "2026-11-10T00:00")
    ready(before, "2026-11-09T23:59")
    for told in (story, before):
        told.discharge("2026-11-11T00:00")
    assert (days(story)[:2], days(before)[:2]) == ((1, 1), (2, 2))


def test_dates_without_a_time_lose_and_double_no_day() -> None:
    """All by date alone: ready 6th, taken back 8th, ready 10th, home 13th, as with times."""
    story = bed("2026-11-02")
    ready(story, "2026-11-06")
    not_ready(story, "2026-11-08")
    ready(story, "2026-11-10")
    story.discharge("2026-11-13")
    assert days(story) == (5, 3, {"ready_voided": 2})
    assert rules(story) == []


def test_a_cancelled_discharge_lets_the_days_run_on() -> None:
    """Home on the 13th by mistake: on the 15th she has waited for six days, and no ready date counts yet."""
    story = bed()
    ready(story, "2026-11-10T09:00")
    story.discharge("2026-11-13T16:40")
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-14T08:00")
    assert days(story, "2026-11-15") == (6, None, {"still_in_hospital": 6})


def test_on_an_earlier_day_readiness_had_not_been_taken_back_yet() -> None:
    """As known now, on the 7th she was ready, on the 9th she was not, on the 11th again."""
    story = bed()
    ready(story, "2026-11-06T09:00")
    not_ready(story, "2026-11-08T09:00")
    ready(story, "2026-11-12T09:00", since="2026-11-10")
    whole = fold(story)
    joint = JointProcessor(AREAS)
    shown = {}
    for day in (5, 7, 9, 11):
        then = Story()
        then.events = [event for event in story.events if event.occurred_at <= moment(f"2026-11-{day + 1:02}").at]
        on = date(2026, 11, day)
        stay = joint.view(joint.as_of(whole, fold(then), on), on)["spells"][0]
        shown[day] = stay["ready_at"], stay["delay"]["sitrep_days"]
    assert shown == {5: (None, 0), 7: ("2026-11-06T09:00:00+00:00", 2), 9: (None, 2), 11: ("2026-11-10", 4)}


def test_on_an_earlier_day_a_void_date_did_not_count_and_the_taking_back_of_the_day_is_shown() -> None:
    """Not ready on the 5th and 9th; told on the 10th: ready since the 3rd.  So on the 11th, on the 7th not.

    What was said by a day is shown, also where a later word stands for it now.
    """
    story = bed()
    not_ready(story, "2026-11-05T09:00")
    not_ready(story, "2026-11-09T09:00")
    ready(story, "2026-11-10T09:00", since="2026-11-03")
    whole, joint, shown = fold(story), JointProcessor(AREAS), {}
    for day in (4, 7, 11):
        then = Story()
        then.events = [event for event in story.events if event.occurred_at <= moment(f"2026-11-{day + 1:02}").at]
        on = date(2026, 11, day)
        stay = joint.view(joint.as_of(whole, fold(then), on), on)["spells"][0]
        backs = [one["voided_at"][8:10] for one in stay["delay"]["ready"] if one["set_at"] is None]
        shown[day] = stay["ready_at"], stay["delay"]["sitrep_days"], backs
    assert shown == {4: (None, 0, []), 7: (None, 0, ["05"]), 11: ("2026-11-03", 3, ["09"])}


@pytest.mark.parametrize("day", [7, 9, 13])
def test_what_was_said_after_she_left_was_not_said_on_the_day(day: int) -> None:
    """Readiness that is taken back on the 15th was still held when she left on the 13th."""
    story = bed()
    ready(story, "2026-11-06T09:00")
    story.discharge("2026-11-13T16:40")
    not_ready(story, "2026-11-15T09:00")
    on = date(2026, 11, day)
    stay = JointProcessor(AREAS).view(fold(story), on)["spells"][0]
    assert stay["ready_at"] == "2026-11-06T09:00:00+00:00"
    assert stay["delay"]["ready"] == [
        {"set_at": "2026-11-06T09:00:00+00:00", "voided_at": None, "said_by": "RZZ", "also_said": []}
    ]


def test_readiness_ahead_is_looked_at_again_on_its_days() -> None:
    """A void time that lies ahead comes true on its days: the hub looks again on each."""
    story = bed()
    ready(story, "2026-11-10T09:00", since="2026-11-20")
    not_ready(story, "2026-11-22T09:00")
    joint, state = JointProcessor(AREAS), fold(story)
    assert joint.wakes_on(state, date(2026, 11, 12)) == date(2026, 11, 20)
    assert joint.wakes_on(state, date(2026, 11, 20)) == date(2026, 11, 22)
    assert joint.view(state, date(2026, 11, 20))["spells"][0]["ready_at"] == "2026-11-20"
    assert joint.view(state, date(2026, 11, 22))["spells"][0]["ready_at"] is None


def test_another_stay_has_its_own_days() -> None:
    """Two hospitals: what one says of readiness is not the other's."""
    story = bed()
    ready(story, "2026-11-10T09:00")
    story.discharge("2026-11-13T16:40")
    story.admit("2026-11-20T09:00", "SP9", OTHER_TRUST)
    shown = {stay["spell_id"]: stay["delay"]["sitrep_days"] for stay in see(story)["spells"]}
    assert shown == {"SP1": 3, "SP9": 0}


def stay_then(story: Story, day: str) -> dict[str, Any]:
    """Return the stay as it was on a day, by everything that is known."""
    then, joint, on = Story(), JointProcessor(AREAS), date.fromisoformat(day)
    then.events = [event for event in story.events if london(event.occurred_at) <= on]
    found: dict[str, Any] = joint.view(joint.as_of(fold(story), fold(then), on), on)["spells"][0]
    return found


def test_who_said_otherwise_and_each_answer_stand_from_their_own_day_on() -> None:
    """On the 9th the council had said nothing yet; on the 10th its word stands beside the hospital's, home or not."""
    for home in (False, True):
        story = bed()
        assessed(story, "2026-11-06T09:00", "OXYGEN", met=True)
        ready(story, "2026-11-07T09:00")
        since = moment("2026-11-10T09:00")
        story.tell("2026-11-10T09:00", d.ReadinessChanged(spell(), ready=True, since=since, said_by="E06000001"))
        if home:
            story.discharge("2026-11-10T16:00")
        assessed(story, "2026-11-12T09:00", met=True)
        shown = {day: stay_then(story, f"2026-11-{day}") for day in ("06", "09", "10", "11")}
        assert [len(one["criteria_answers"]) for one in shown.values()] == [1, 1, 1, 1]
        assert [[len(each["also_said"]) for each in one["delay"]["ready"]] for one in shown.values()] == [
            [0], [0, 0], [0, 1], [0, 1],
        ]  # fmt: skip
