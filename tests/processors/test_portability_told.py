"""Moves between councils: alerts, what does not fit, deaths, hiding, forgetting."""

from datetime import date

from hub.events import identity as i
from hub.events import portability as p
from hub.events.determination import FundingDetermined
from tests.domain.sayings import PAS, dead, lives, says
from tests.domain.stories import Story
from tests.processors.moving import CARE_ACT, HERE, PORTABLE, THERE, completed, holders, move, notified, sent, told, why
from tests.processors.people import fold


def test_papers_that_are_late_open_one_alert_and_close_it() -> None:
    """Seven days before the move without documents; closed when they come."""
    story = Story()
    notified(story)
    key = "Alert M1:documents_not_received:2026-05-25"
    assert key not in told(story, "2026-05-24")
    assert told(story, "2026-05-25")[key] == {
        "alert": "documents_not_received",
        "from_council": HERE,
        "move_id": "M1",
        "since": "2026-05-25",
        "to_council": THERE,
    }
    sent(story, "2026-05-28T09:00")
    assert key not in told(story, "2026-05-28")
    assert move(story, "2026-05-29")["alerts"] == [
        {
            "kind": "documents_not_received",
            "opened_at": "2026-05-25",
            "closed_at": "2026-05-28",
            "because": "documents_late",
        }
    ]


def test_papers_in_time_or_a_late_notice_open_none_before_it() -> None:
    """Received on the seventh day before; notified three days before, when it opens with the notice."""
    early, late = Story(), Story()
    notified(early)
    sent(early, "2026-05-25T23:00")
    assert move(early, "2026-05-30")["alerts"] == []
    notified(late, "2026-05-29T09:00")
    assert move(late, "2026-05-30")["alerts"][0]["opened_at"] == "2026-05-29"


def test_a_move_day_without_a_funded_plan_opens_one_alert() -> None:
    """Until the second council has decided who pays; another council's decision closes nothing."""
    story, key = Story(), "Alert M1:no_funded_plan:2026-06-01"
    notified(story)
    sent(story, "2026-05-10T09:00")
    assert told(story, "2026-06-01").keys() == {"InterimDutyStarted M1", key}
    story.tell("2026-06-03T09:00", FundingDetermined("F0", date(2026, 6, 1), 10000, 0, 0))
    story.tell("2026-06-03T10:00", FundingDetermined("F1", date(2026, 6, 1), 10000, 0, 0, council=HERE))
    assert key in told(story, "2026-06-04")
    story.tell("2026-06-04T10:00", FundingDetermined("F2", date(2026, 6, 8), 10000, 0, 0, council=THERE))
    assert key in told(story, "2026-06-07")
    assert CARE_ACT.wakes_on(fold(story, CARE_ACT), date(2026, 6, 7)) == date(2026, 6, 8)
    assert key not in told(story, "2026-06-08")
    assert move(story, "2026-06-05")["alerts"][0]["closed_at"] is None


def test_what_is_told_before_its_notice_waits_for_it() -> None:
    """A document without a move: a finding until the notice comes, no duty; then everything is as in any order."""
    story = Story()
    sent(story, "2026-05-10T09:00")
    shown = move(story, "2026-06-10")
    assert (shown["state"], shown["intended_on"], shown["policy"]) == ("DOCUMENTS_RECEIVED", None, "CARE_ACT_2014")
    assert "unknown_move" in shown["findings"]
    assert (shown["gap_days"], told(story, "2026-06-10")) == (0, {})
    notified(story, "2026-05-11T09:00")
    shown = move(story, "2026-06-10")
    assert (shown["state"], shown["intended_on"]) == ("INTERIM_DUTY_FROM_MOVE_DAY", "2026-06-01")
    assert "unknown_move" not in shown["findings"]


def test_somebody_of_whom_only_the_move_itself_is_told() -> None:
    """No notice was ever sent: the second council answers from the day of the move, whoever it is."""
    story = Story()
    completed(story, "2026-06-03T09:00", "2026-06-01")
    shown = move(story, "2026-06-10")
    assert (shown["state"], shown["findings"]) == ("TRANSFERRED", ["unknown_move"])
    assert shown["interim_duty_from"] == "2026-06-01T00:00:00+01:00"
    assert why(story, "moves.0.interim_duty_from", "2026-06-10") == (0, "interim_duty")
    assert shown["alerts"] == []


def test_the_newest_notice_holds() -> None:
    """Put off in time nothing began; put off afterwards it is a finding.  What it does not say stays."""
    story = Story()
    notified(story, placed=False)
    notified(story, "2026-05-20T09:00", "2026-07-01", from_council=None, to_council=None)
    assert move(story, "2026-06-10")["state"] == "MOVE_NOTIFIED"
    assert move(story, "2026-06-10")["to_council"] == THERE
    notified(story, "2026-07-02T09:00", "2026-08-01")
    notified(story, "2026-08-02T09:00", "2026-08-01")
    shown = move(story, "2026-07-10")
    assert (shown["state"], shown["findings"]) == ("MOVE_NOTIFIED", ["move_day_passed"])


def test_words_after_the_end_are_findings() -> None:
    """Cancelled and then completed, completed and then cancelled: the first end stands; papers may still follow."""
    off, moved = Story(), Story()
    notified(off)
    off.tell("2026-05-20T09:00", p.MoveCancelled("M1"))
    off.tell("2026-05-21T09:00", p.MoveCancelled("M1"))
    completed(off, "2026-06-02T09:00", "2026-06-01")
    assert move(off, "2026-06-10")["state"] == "CANCELLED_NOT_MOVED"
    assert move(off, "2026-06-10")["findings"] == ["move_out_of_turn"]
    assert holders(off, "2026-05-30", 5) == [HERE] * 5
    notified(moved)
    moved.tell("2026-05-02T09:00", p.MoveConfirmedGenuine("M1"))
    completed(moved, "2026-06-02T09:00", "2026-06-01")
    moved.tell("2026-06-03T09:00", p.MoveAssessed("M1", "A2"))
    moved.tell("2026-06-04T09:00", p.MoveCancelled("M1"))
    assert (move(moved, "2026-06-10")["state"], move(moved, "2026-06-10")["findings"]) == (
        "TRANSFERRED",
        ["move_out_of_turn"],
    )


def test_what_does_not_fit_is_said() -> None:
    """Nobody confirmed; another council speaks; a result that differs without reasons, or at all."""
    story = Story()
    notified(story)
    story.tell("2026-05-20T09:00", p.MoveAssessed("M1", "A2", differs=True, reasons_given=False))
    assert move(story, "2026-05-25")["findings"] == ["differs_without_reasons"]
    assert move(story, "2026-06-01")["findings"] == ["move_not_confirmed", "differs_without_reasons"]
    assert "eligibility_reopened" in move(story, "2026-05-25", PORTABLE)["findings"]
    story.tell("2026-05-21T09:00", p.MoveConfirmedGenuine("M1", "E09000001"))
    assert move(story, "2026-06-01")["findings"] == ["differs_without_reasons", "another_council"]
    assert why(story, "moves.0.findings", "2026-06-01") == (2, "another_council")


def test_a_death_ends_every_duty() -> None:
    """Before the move day none begins; after it the duty ends on the day of death, and the alerts close."""
    before, after = Story(), Story()
    notified(before)
    dead(before, "2026-05-30T09:00", died="2026-05-30T08:00")
    assert (told(before, "2026-06-10"), move(before, "2026-06-10")["interim_duty_from"]) == ({}, None)
    assert move(before, "2026-06-10")["duty"][-1]["to"] == "2026-05-30"
    notified(after)
    dead(after, "2026-06-05T09:00", died="2026-06-05T08:00")
    shown = move(after, "2026-06-10")
    assert (shown["interim_duty_until"], shown["duty"][-1]["to"], shown["gap_days"]) == ("2026-06-05", "2026-06-05", 0)
    assert told(after, "2026-06-10").keys() == {"InterimDutyStarted M1", "InterimDutyEnded M1"}
    lives(after, "2026-06-06T09:00")
    assert move(after, "2026-06-10")["interim_duty_until"] is None


def test_a_death_that_is_told_later_ended_the_duty_on_its_day() -> None:
    """The view of a day between death and message knows of the death, one before it does not."""
    story = Story()
    notified(story)
    early = fold(story, CARE_ACT)
    dead(story, "2026-06-20T09:00", PAS, died="2026-06-05T08:00")
    whole = fold(story, CARE_ACT)
    assert CARE_ACT.as_of(whole, whole, date(2026, 6, 20)) is whole
    shown = CARE_ACT.view(CARE_ACT.as_of(whole, early, date(2026, 6, 10)), date(2026, 6, 10))["moves"][0]
    assert shown["interim_duty_until"] == "2026-06-05"
    shown = CARE_ACT.view(CARE_ACT.as_of(whole, early, date(2026, 6, 4)), date(2026, 6, 4))["moves"][0]
    assert shown["interim_duty_until"] is None


def test_nobody_reads_a_council_while_she_is_hidden() -> None:
    """Neither the page nor what others are told says from where to where she moves."""
    story = Story()
    notified(story)
    sent(story, "2026-05-20T09:00")
    state = fold(story, CARE_ACT)
    withholding = CARE_ACT.withholding().view(state, date(2026, 6, 10))
    says(story, "2026-05-21T09:00", hidden=True)
    hidden = CARE_ACT.view(fold(story, CARE_ACT), date(2026, 6, 10))
    for text in (str(withholding), str(hidden), str(told(story, "2026-06-10"))):
        assert HERE not in text
        assert THERE not in text
    assert told(story, "2026-06-10")["InterimDutyStarted M1"]["at"] == "2026-06-01T00:00:00+01:00"


def test_of_somebody_who_is_forgotten_nothing_is_shown_and_nothing_else_happens() -> None:
    """What was told until then stays for the count; the move day that comes later moves nothing."""
    story = Story()
    notified(story)
    story.tell("2026-05-26T09:00", i.SubjectKeyDestroyed("asked"))
    notified(story, "2026-05-27T09:00", move="M2")
    state = fold(story, CARE_ACT)
    assert CARE_ACT.view(state, date(2026, 6, 10)) == {"moves": []}
    assert CARE_ACT.reasons(state, date(2026, 6, 10)) == {}
    assert told(story, "2026-06-10").keys() == {"Alert M1:documents_not_received:2026-05-25"}
    assert CARE_ACT.wakes_on(state, date(2026, 5, 30)) is None


def test_the_first_and_the_last_day_there_is_stop_nothing() -> None:
    """A sender's 1 January of the year 1 and 31 December 9999 are kept."""
    for on in ("0001-01-01", "9999-12-31"):
        story = Story()
        notified(story, on=on)
        completed(story, "2026-06-10T09:00", on)
        assert move(story, "2026-06-10")["state"] == "TRANSFERRED"
        assert move(story, on)["gap_days"] == 0


def test_each_move_has_its_own_line() -> None:
    """Two moves one after the other, and somebody who never moved."""
    story = Story()
    notified(story)
    notified(story, "2026-07-01T09:00", "2026-08-01", "M2", from_council=THERE, to_council="E09000001")
    assert [each["move_id"] for each in CARE_ACT.view(fold(story, CARE_ACT), date(2026, 8, 2))["moves"]] == ["M1", "M2"]
    assert CARE_ACT.facts(CARE_ACT.initial(), date(2026, 8, 2)) == frozenset()
    assert CARE_ACT.view(CARE_ACT.initial(), date(2026, 8, 2)) == {"moves": []}
