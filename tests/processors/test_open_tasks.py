"""Death, a hospital bed and a move reach every line of support that runs, whichever organisation gives it."""

import json
from datetime import date
from typing import Any

import pytest

from hub.events import care_record as c
from hub.events import discharge as d
from hub.events import identity as i
from hub.events.values import Code, HomeArea, Source, Stated
from hub.processors.joint import JointProcessor
from tests.domain.stories import OTHER_TRUST, Story, moment, ms, spell
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import home

JOINT = JointProcessor(AREAS)


def stopped(story: Story, on: str = "2026-12-01") -> list[dict[str, Any]]:
    """Return what providers are told of visits that are not to be made."""
    facts = JOINT.facts(fold(story), date.fromisoformat(on))
    bodies = [json.loads(fact.body) for fact in facts if fact.kind == "TaskStopped"]
    return sorted(bodies, key=lambda body: (body["provider"], body["line"]))


def supported() -> Story:
    """Home with two providers and a line that is over."""
    story = home()
    story.line("2026-06-01", "L1", 700)
    story.line("2026-11-14", "L2", 300, provider="1-200")
    story.line("2026-06-01", "L3", 300, provider="1-300", ended_on=date(2026, 7, 1))
    return story


def test_a_death_stops_every_line_that_runs() -> None:
    """Each provider once, with its line and the day; and it stays told when the line is ended after it."""
    story = supported()
    story.death("2026-11-20T10:00")
    wanted = [
        {"because": "death", "line": "L1", "provider": "1-100", "since": "2026-11-20"},
        {"because": "death", "line": "L2", "provider": "1-200", "since": "2026-11-20"},
    ]
    assert stopped(story) == wanted
    story.tell("2026-11-21T10:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 20)))
    assert stopped(story) == wanted
    assert [(row["line_id"], row["state"], row["because"]) for row in see(story)["tasks"]] == [
        ("L1", "stopped", "death"),
        ("L2", "stopped", "death"),
    ]
    assert why(story, "tasks.0")[1] == "visits_stopped"


def test_a_death_of_somebody_without_six_weeks_stops_visits_as_well() -> None:
    """Long-term support alone."""
    story = Story("long term")
    story.line("2026-06-01", "L1", 700)
    assert (stopped(story), see(story)["tasks"][0]["state"]) == ([], "running")
    story.death("2026-11-20T10:00")
    assert [body["line"] for body in stopped(story)] == ["L1"]


def test_a_death_that_is_only_suspected_stops_nothing() -> None:
    """Somebody who may live is not left alone; the alert says that it is to be confirmed."""
    story = supported()
    story.death("2026-11-20T10:00", confirmed=False)
    assert stopped(story) == []


def test_visits_go_on_when_a_death_is_taken_back() -> None:
    """The stop is withdrawn, which means that visits go on."""
    story = supported()
    source = Source("RZZ", "PAS")
    story.tell("2026-11-20T10:00", i.DeathRecorded(moment("2026-11-20T09:00"), True, source))
    assert len(stopped(story)) == 2
    story.tell("2026-11-21T10:00", i.PersonUpdated(stated=Stated(source, alive=True)))
    assert stopped(story) == []


def test_a_bed_in_hospital_pauses_visits_until_the_discharge() -> None:
    """The first admission as well as a readmission; an attendance that is none pauses nothing."""
    story = Story("bed")
    story.line("2026-06-01", "L1", 700)
    story.admit("2026-11-02T09:15", "SP0", patient_class="E")
    assert stopped(story) == []
    story.admit("2026-11-02T12:00")
    assert stopped(story) == [{"because": "admission", "line": "L1", "provider": "1-100", "since": "2026-11-02"}]
    assert (see(story)["tasks"][0]["state"], why(story, "tasks.0")[1]) == ("paused", "visits_paused")
    story.discharge("2026-11-13T16:40")
    assert (stopped(story), see(story)["tasks"][0]["state"]) == ([], "running")


def test_two_stays_have_keys_of_their_own() -> None:
    """What was paused for one stay is withdrawn with it; a later pause is another one."""
    story = supported()
    story.admit("2026-11-20T08:00", "SP2", OTHER_TRUST)
    first = {fact.key for fact in JOINT.facts(fold(story), date(2026, 11, 21)) if fact.kind == "TaskStopped"}
    story.discharge("2026-11-22T08:00", "SP2", OTHER_TRUST)
    story.admit("2026-11-25T08:00", "SP3")
    second = {fact.key for fact in JOINT.facts(fold(story), date(2026, 11, 26)) if fact.kind == "TaskStopped"}
    assert (len(first), len(second), first & second) == (2, 2, set())


def test_a_stay_known_only_by_its_updates_pauses_visits() -> None:
    """The hub joined in the middle: the person is in a bed all the same."""
    story = Story("updates")
    story.line("2026-06-01", "L1", 700)
    story.tell("2026-11-10T09:00", d.ReadinessChanged(spell(), ready=False))
    assert stopped(story)[0]["since"] == "2026-11-10"


def test_a_stay_of_which_only_a_discharge_is_known_that_was_cancelled_pauses_nothing() -> None:
    """In a bed again, nobody knows since when: no day can be named from which visits pause."""
    story = Story("left by mistake")
    story.line("2026-06-01", "L1", 700)
    story.discharge("2026-11-22T10:00")
    story.cancel_discharge("2026-11-22T12:00")
    assert stopped(story) == []


def on_the_way(*, before: bool) -> Story:
    """Left for another hospital on the 22nd; `before` says that they were home for a week before that stay."""
    story = Story("on the way")
    story.line("2026-06-01", "L1", 700)
    if before:
        story.admit("2026-11-02T09:15")
        story.discharge("2026-11-13T10:00")
    story.admit("2026-11-20T09:15", "SP2")
    story.discharge("2026-11-22T10:00", "SP2", destination="51")
    return story


@pytest.mark.parametrize("before", [True, False])
def test_visits_stay_paused_on_the_way_to_another_hospital(*, before: bool) -> None:
    """From the bed that was left until a hospital sends them home: nobody is told to visit an empty house between."""
    story = on_the_way(before=before)
    paused = [{"because": "admission", "line": "L1", "provider": "1-100", "since": "2026-11-20"}]
    for on in ("2026-11-21", "2026-11-22", "2026-11-24"):
        assert (stopped(story, on), see(story, on)["tasks"][0]["state"]) == (paused, "paused")
    story.admit("2026-11-24T09:00", "SP3", OTHER_TRUST)
    assert stopped(story, "2026-11-25") == [paused[0] | {"since": "2026-11-24"}]
    story.discharge("2026-11-27T09:00", "SP3", OTHER_TRUST)
    assert (stopped(story, "2026-11-28"), see(story, "2026-11-28")["tasks"][0]["state"]) == ([], "running")


def test_who_is_known_only_by_having_been_sent_on_is_not_visited_either() -> None:
    """Nobody saw them go in: the day on which they were sent on is the first that is known."""
    story = Story("sent on")
    story.line("2026-06-01", "L1", 700)
    story.discharge("2026-11-22T10:00", destination="51")
    assert [body["since"] for body in stopped(story)] == ["2026-11-22"]


def test_visits_go_on_when_the_way_to_another_hospital_was_a_mistake() -> None:
    """The hospital corrects where they went: home."""
    story = on_the_way(before=True)
    story.correct("2026-11-23T09:00", "SP2", destination=Code("destination", "19"))
    assert stopped(story, "2026-11-24") == []


def moves(story: Story, on: str) -> list[tuple[str, str, str | None]]:
    """Return provider, day and end of the moves that are told or were."""
    rows = see(story, on)["episodes"][-1]["alerts"]
    return [(row["provider"], row["opened_at"], row["closed_at"]) for row in rows if row["kind"] == "moved"]


def test_a_move_to_another_council_reaches_each_provider_until_its_next_visit() -> None:
    """Where to is not in it; a provider that tells of no visit is reminded for a week."""
    story = supported()
    story.tell("2026-11-20T10:00", i.PersonUpdated(home=HomeArea("E08000016", "QWO", 1.0, "directory")))
    assert moves(story, "2026-11-20") == [("1-100", "2026-11-20", None), ("1-200", "2026-11-20", None)]
    bodies = [fact.body for fact in JOINT.facts(fold(story), date(2026, 11, 20)) if fact.key.startswith("moved:")]
    assert len(bodies) == 2
    story.tell("2026-11-21T09:00", c.VisitConfirmed("L1", "1-100", None, ms("2026-11-21T09:00")))
    assert moves(story, "2026-11-21") == [("1-200", "2026-11-20", None), ("1-100", "2026-11-20", "2026-11-20")]
    assert JOINT.wakes_on(fold(story), date(2026, 11, 26)) == date(2026, 11, 27)
    assert ("1-200", "2026-11-20", "2026-11-27") in moves(story, "2026-11-27")


def test_no_move_is_told_of_within_a_council_or_while_whereabouts_are_hidden() -> None:
    """The same council is no move that changes who answers; who is hidden is not followed."""
    same, hidden = supported(), supported()
    same.tell("2026-11-20T10:00", i.PersonUpdated(home=HomeArea("E06000001", "QF7", 0.99, "sector")))
    hidden.tell("2026-11-20T10:00", i.PersonUpdated(home=HomeArea("E08000016", "QWO", 1.0, "directory")))
    hidden.tell("2026-11-20T11:00", i.PersonUpdated(location_hidden=True))
    assert moves(same, "2026-11-20") == moves(hidden, "2026-11-20") == []


def test_a_line_that_ended_before_the_move_or_ends_after_it_is_not_reminded() -> None:
    """The reminder ends with the line."""
    story = supported()
    story.tell("2026-11-20T10:00", i.PersonUpdated(home=HomeArea("E08000016", "QWO", 1.0, "directory")))
    story.tell("2026-11-20T12:00", c.SupportLineEnded("L2", "1-200", date(2026, 11, 21)))
    assert ("1-200", "2026-11-20", "2026-11-22") in moves(story, "2026-11-22")
