"""Moves between councils: where they stand, and who answers on each day."""

from datetime import date, timedelta

import pytest

from hub.domain.portability_policy import NCS_PORTABLE, MovePolicy
from hub.events import portability as p
from hub.processors.portability import PortabilityProcessor
from tests.domain.stories import Story
from tests.processors.moving import CARE_ACT, HERE, PORTABLE, THERE, completed, holders, move, notified, sent, told, why
from tests.processors.people import fold


@pytest.mark.parametrize(
    ("day", "midnight"),
    [
        ("2026-06-01", "2026-06-01T00:00:00+01:00"),
        ("2026-03-29", "2026-03-29T00:00:00+00:00"),
        ("2026-03-30", "2026-03-30T00:00:00+01:00"),
        ("2026-10-25", "2026-10-25T00:00:00+01:00"),
        ("2026-10-26", "2026-10-26T00:00:00+00:00"),
        ("2028-02-29", "2028-02-29T00:00:00+00:00"),
    ],
)
def test_case_9_the_move_day_passes_without_an_assessment(day: str, midnight: str) -> None:
    """Worked case 9: the interim duty begins at 00:00 in London of the move day, gap 0, clock changes or not."""
    story, moved = Story(), date.fromisoformat(day)
    notified(story, "2026-01-05T09:00", day)
    before, after = (moved - timedelta(days=1)).isoformat(), (moved + timedelta(days=1)).isoformat()
    assert "InterimDutyStarted M1" not in told(story, before)
    assert CARE_ACT.wakes_on(fold(story, CARE_ACT), date.fromisoformat(before)) == moved
    body = {"at": midnight, "from_council": HERE, "move_id": "M1", "policy": "CARE_ACT_2014", "to_council": THERE}
    assert told(story, day)["InterimDutyStarted M1"] == body
    assert told(story, after)["InterimDutyStarted M1"] == body
    shown = move(story, day)
    assert (shown["state"], shown["interim_duty_from"]) == ("INTERIM_DUTY_FROM_MOVE_DAY", midnight)
    assert shown["gap_days"] == move(story, after)["gap_days"] == 0
    assert holders(story, before, 3) == [HERE, THERE, THERE]


def test_a_move_goes_its_way_to_a_transfer() -> None:
    """Told, meant, papers asked for, papers there, assessed, moved: each word moves it on, and says why."""
    story, states = Story(), []
    steps = (
        lambda: notified(story),
        lambda: story.tell("2026-05-02T09:00", p.MoveConfirmedGenuine("M1", THERE)),
        lambda: story.tell("2026-05-03T09:00", p.MoveDocumentsRequested("M1", THERE)),
        lambda: sent(story, "2026-05-10T09:00"),
        lambda: story.tell("2026-05-20T09:00", p.MoveAssessed("M1", "A2", differs=False)),
        lambda: completed(story, "2026-06-01T12:00", "2026-06-01"),
    )
    for step in steps:
        step()
        states.append(move(story, "2026-05-25")["state"])
    assert states == [
        "MOVE_NOTIFIED",
        "GENUINE_CONFIRMED",
        "DOCUMENTS_REQUESTED",
        "DOCUMENTS_RECEIVED",
        "ASSESSED_BEFORE_MOVE",
        "TRANSFERRED",
    ]
    shown = move(story, "2026-06-10")
    assert {name: shown[name] for name in ("from_council", "to_council", "intended_on", "moved_on", "placed")} == {
        "from_council": HERE,
        "to_council": THERE,
        "intended_on": "2026-06-01",
        "moved_on": "2026-06-01",
        "placed": None,
    }
    assert (shown["interim_duty_from"], shown["gap_days"], shown["findings"]) == (None, 0, ["document_not_verified"])
    assert shown["assessed_at"] == "2026-05-20T09:00:00+01:00"
    assert why(story, "moves.0.state", "2026-06-10") == (5, "move_completed")
    assert why(story, "moves.0.intended_on", "2026-06-10") == (0, "move_notified")
    assert [duty["because"] for duty in shown["duty"]] == ["first_council_answers", "move_assessed"]
    assert told(story, "2026-06-10") == {}


def test_the_interim_duty_goes_on_until_the_second_councils_own_plan() -> None:
    """Assessed after the move day: the duty stays until the plan of 20 June, and others are told that it ended."""
    story = Story()
    notified(story)
    story.tell("2026-06-05T09:00", p.MoveAssessed("M1", "A2"))
    assert move(story, "2026-06-10")["state"] == "INTERIM_DUTY_FROM_MOVE_DAY"
    completed(story, "2026-06-20T09:00", "2026-06-01")
    shown = move(story, "2026-06-25")
    assert (shown["state"], shown["interim_duty_until"]) == ("TRANSFERRED", "2026-06-20")
    assert [(duty["from"], duty["to"], duty["because"]) for duty in shown["duty"]] == [
        (None, "2026-05-31", "first_council_answers"),
        ("2026-06-01", "2026-06-20", "interim_duty"),
        ("2026-06-21", None, "move_completed"),
    ]
    assert "InterimDutyEnded M1" not in told(story, "2026-06-20")
    assert told(story, "2026-06-21")["InterimDutyEnded M1"]["at"] == "2026-06-21T00:00:00+01:00"
    assert why(story, "moves.0.interim_duty_from", "2026-06-25") == (0, "interim_duty")


def test_an_assessment_that_is_told_late_takes_the_interim_duty_back() -> None:
    """It was done in May and arrives in June: by all that is known no interim duty began."""
    story = Story()
    notified(story)
    assert "InterimDutyStarted M1" in told(story, "2026-06-02")
    story.tell("2026-05-20T09:00", p.MoveAssessed("M1", "A2"), recorded="2026-06-03T09:00")
    assert told(story, "2026-06-03").keys() == {
        "Alert M1:no_funded_plan:2026-06-01",
        "Alert M1:documents_not_received:2026-05-25",
    }
    assert move(story, "2026-06-03")["state"] == "ASSESSED_BEFORE_MOVE"


def test_under_the_portable_policy_the_person_is_entitled_from_the_move_day() -> None:
    """National Care Service 6.3: not unassessed, but entitled by transfer; the same machine, another policy."""
    story = Story()
    notified(story)
    assert move(story, "2026-05-31", PORTABLE)["state"] == "MOVE_NOTIFIED"
    shown = move(story, "2026-06-01", PORTABLE)
    assert (shown["state"], shown["policy"], shown["gap_days"]) == ("ENTITLED_BY_TRANSFER", "NCS_PORTABLE", 0)
    assert [duty["because"] for duty in shown["duty"]] == ["first_council_answers", "entitled_by_transfer"]
    assert told(story, "2026-06-01", PORTABLE)["InterimDutyStarted M1"]["policy"] == "NCS_PORTABLE"


def test_an_acceptance_counts_as_an_assessment_or_as_a_transfer_by_policy() -> None:
    """Accepted in May: no interim duty under either policy."""
    story = Story()
    notified(story)
    story.tell("2026-05-20T09:00", p.DeterminationAccepted("M1", "D1", THERE))
    assert move(story, "2026-06-01")["state"] == "ASSESSED_BEFORE_MOVE"
    shown = move(story, "2026-06-01", PORTABLE)
    assert (shown["state"], shown["interim_duty_from"]) == ("ENTITLED_BY_TRANSFER", None)
    assert shown["duty"][1]["because"] == "determination_accepted"


def test_the_policy_is_data_by_the_day_of_the_move() -> None:
    """Moves before the change go by the law of today, from it on by the new policy."""
    both = PortabilityProcessor(MovePolicy(((date(2015, 4, 1), "CARE_ACT_2014"), (date(2026, 6, 1), NCS_PORTABLE))))
    for on, policy in (
        ("2026-05-31", "CARE_ACT_2014"),
        ("2026-06-01", "NCS_PORTABLE"),
        ("2001-01-01", "CARE_ACT_2014"),
    ):
        story = Story()
        notified(story, "2000-01-01T09:00", on)
        assert move(story, on, both)["policy"] == policy


def test_a_move_that_does_not_happen_ends_the_duty() -> None:
    """Cancelled on 10 June: the second council answers that day still, the first one from the 11th on."""
    story = Story()
    notified(story)
    story.tell("2026-06-10T09:00", p.MoveCancelled("M1"))
    shown = move(story, "2026-06-20")
    assert (shown["state"], shown["interim_duty_until"]) == ("CANCELLED_NOT_MOVED", "2026-06-10")
    assert holders(story, "2026-06-09", 4) == [THERE, THERE, HERE, HERE]
    assert told(story, "2026-06-20").keys() == {"InterimDutyStarted M1", "InterimDutyEnded M1"}


def test_a_move_that_was_called_off_in_time_moves_no_duty() -> None:
    """Nothing begins, nobody is told, the first council goes on."""
    story = Story()
    notified(story)
    story.tell("2026-05-20T09:00", p.MoveCancelled("M1"))
    assert (move(story, "2026-06-10")["state"], told(story, "2026-06-10")) == ("CANCELLED_NOT_MOVED", {})
    assert holders(story, "2026-05-30", 4) == [HERE] * 4


def test_somebody_who_is_placed_keeps_their_ordinary_residence() -> None:
    """A care home out of area: the first council goes on, no interim duty and no alert."""
    story = Story()
    notified(story, placed=True)
    shown = move(story, "2026-06-10")
    assert (shown["state"], shown["placed"], shown["interim_duty_from"]) == ("MOVE_NOTIFIED", True, None)
    assert [(duty["council"], duty["because"]) for duty in shown["duty"]] == [(HERE, "placed_out_of_area")]
    assert (told(story, "2026-06-10"), shown["alerts"], shown["findings"]) == ({}, [], [])


def test_a_move_to_the_same_council_is_a_finding() -> None:
    """No duty moves, and the person's page says so."""
    story = Story()
    notified(story, to_council=HERE)
    shown = move(story, "2026-06-10")
    assert (shown["findings"], shown["interim_duty_from"]) == (["move_within_council"], None)
    assert told(story, "2026-06-10") == {}
    assert shown["duty"][0]["because"] == "move_within_council"


def test_somebody_who_moves_earlier_than_meant_is_answered_for_from_that_day() -> None:
    """Meant for 1 June, moved on 20 May: no day is without a council."""
    story = Story()
    notified(story)
    completed(story, "2026-05-22T09:00", "2026-05-20")
    assert holders(story, "2026-05-19", 4) == [HERE, THERE, THERE, THERE]
    assert move(story, "2026-05-30")["gap_days"] == 0


def test_nobody_answers_for_the_days_after_a_death() -> None:
    """Moved and died on one day: the interim duty of that day is the last, and the day after it is nobody's."""
    story = Story()
    notified(story)
    completed(story, "2026-06-01T12:00", "2026-06-01")
    story.death("2026-06-01T18:00")
    shown = [(duty["from"], duty["to"], duty["council"]) for duty in move(story, "2026-06-10")["duty"]]
    assert shown == [(None, "2026-05-31", HERE), ("2026-06-01", "2026-06-01", THERE)]
    assert move(story, "2026-06-10")["gap_days"] == 0
