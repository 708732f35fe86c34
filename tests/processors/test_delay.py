"""Readiness and delay of a stay by hand: both national definitions, what they count, and why they differ."""

from datetime import date
from typing import Any

from hub.events import discharge as d
from hub.events.values import Code
from tests.domain.stories import Story, moment, spell
from tests.processors.people import see, why
from tests.processors.standing import rules

COUNCIL = "E06000001"


def bed(first: str = "2026-11-02T09:15") -> Story:
    """Give somebody in a bed."""
    story = Story("delay")
    story.admit(first)
    return story


def ready(story: Story, when: str, since: str | None = None) -> None:
    """Say that they are ready."""
    story.tell(when, d.ReadinessChanged(spell(), ready=True, since=moment(since) if since else None))


def not_ready(story: Story, when: str) -> None:
    """Say that they are not ready any more."""
    story.tell(when, d.ReadinessChanged(spell(), ready=False))


def assessed(story: Story, when: str, *criteria: str, met: bool = False) -> None:
    """Assess the criteria to reside."""
    story.tell(when, d.CriteriaToResideAssessed(spell(), met, criteria))


def reason(story: Story, when: str, code: str, by: str | None = "RZZ", until: date | None = None) -> None:
    """Give a reason for delay."""
    story.tell(when, d.DelayReasonRecorded(spell(), Code("delay", code), until, by))


def over(story: Story, when: str, code: str, by: str | None = "RZZ") -> None:
    """End a reason for delay."""
    story.tell(when, d.DelayReasonEnded(spell(), Code("delay", code), by))


def delay(story: Story, on: str = "2026-12-01") -> dict[str, Any]:
    """Give what the stay says of delay on a day."""
    found: dict[str, Any] = see(story, on)["spells"][0]["delay"]
    return found


def days(story: Story, on: str = "2026-12-01") -> tuple[int, int | None, dict[str, int]]:
    """Give both numbers of days, and by rule the days that explain the difference."""
    found = delay(story, on)
    return (
        found["sitrep_days"],
        found["drd_days"],
        {why["rule"]: why["days"] for why in found["differ_because"]},
    )


def test_an_open_stay_counts_each_day_from_the_current_period() -> None:
    """Ready date of an open stay: start of the current period; only the daily report counts before she leaves."""
    story = bed()
    assessed(story, "2026-11-10T09:00")
    assessed(story, "2026-11-11T09:00")
    assert days(story, "2026-11-10") == (1, None, {"still_in_hospital": 1})
    assert days(story, "2026-11-12") == (3, None, {"still_in_hospital": 3})
    assert delay(story)["ready"] == [
        {"set_at": "2026-11-10T09:00:00+00:00", "voided_at": None, "said_by": "RZZ", "also_said": []}
    ]
    assert days(story, "2026-11-09") == (0, None, {})


def test_a_closed_stay_counts_from_its_final_period_and_both_definitions_agree() -> None:
    """Ready on the 10th, home on the 13th: three days by both, and nothing to explain."""
    story = bed()
    assessed(story, "2026-11-10T09:00")
    story.discharge("2026-11-13T16:40")
    assert days(story) == (3, 3, {})
    assert see(story)["episodes"][0]["delay"] == delay(story)


def test_leaving_on_the_ready_date_is_no_delay() -> None:
    """0 days is on time."""
    story = bed()
    assessed(story, "2026-11-13T09:00")
    story.discharge("2026-11-13T16:40")
    assert days(story) == (0, 0, {})


def test_days_before_readiness_was_taken_back_count_in_one_definition_alone() -> None:
    """Ready on the 6th, criteria met on the 8th, ready on the 10th, home on the 13th: five days and three."""
    story = bed()
    assessed(story, "2026-11-06T09:00")
    assessed(story, "2026-11-08T09:00", "OXYGEN", met=True)
    assessed(story, "2026-11-10T09:00")
    story.discharge("2026-11-13T16:40")
    assert days(story) == (5, 3, {"ready_voided": 2})
    assert delay(story)["ready"] == [
        {
            "set_at": "2026-11-06T09:00:00+00:00",
            "voided_at": "2026-11-08T09:00:00+00:00",
            "said_by": "RZZ",
            "also_said": [],
        },
        {"set_at": "2026-11-10T09:00:00+00:00", "voided_at": None, "said_by": "RZZ", "also_said": []},
    ]
    assert why(story, "spells.0.delay.differ_because.0") == (2, "ready_voided")
    assert why(story, "spells.0.delay.ready.0") == (1, "no_criteria_to_reside")
    assert why(story, "spells.0.delay.ready.0.voided_at") == (2, "not_ready")
    assert rules(story) == []


def test_readiness_taken_back_and_set_again_on_one_day_loses_no_day() -> None:
    """At the end of the 8th she was ready: the day counts once, in the final period."""
    story = bed()
    ready(story, "2026-11-06T09:00")
    not_ready(story, "2026-11-08T09:00")
    ready(story, "2026-11-08T15:00")
    story.discharge("2026-11-13T16:40")
    assert days(story) == (7, 5, {"ready_voided": 2})


def test_who_met_the_criteria_again_on_leaving_has_no_ready_date() -> None:
    """Ready on the 6th, not from the 8th, home on the 13th: two days in the daily report, none in the other."""
    story = bed()
    ready(story, "2026-11-06T09:00")
    not_ready(story, "2026-11-08T09:00")
    story.discharge("2026-11-13T16:40")
    assert days(story) == (2, None, {"ready_voided": 2, "met_on_leaving": 0})
    assert delay(story)["national_code"] is None


def test_who_was_never_assessed_has_no_delay() -> None:
    """No word on readiness: no days, no ready date, nothing to explain."""
    story = bed()
    story.discharge("2026-11-13T16:40")
    assert days(story) == (0, None, {})
    assert delay(story) == {
        "ready": [], "reasons": [], "national_code": None, "national_codes": [], "sitrep_days": 0, "drd_days": None,
        "differ_because": [],
    }  # fmt: skip


def test_a_death_and_a_transfer_are_left_out_of_the_ready_date() -> None:
    """Both counted each day until then in the daily report; a death that came without a discharge as well."""
    for told in ("death", "transfer", "known"):
        story = bed()
        ready(story, "2026-11-10T09:00")
        if told == "death":
            story.tell("2026-11-13T16:40", d.PatientDiedInHospital(spell(), moment("2026-11-13T16:40")))
        elif told == "transfer":
            story.discharge("2026-11-13T16:40", destination="51")
        else:
            story.death("2026-11-13T18:00", died="2026-11-13")
        rule = "delay_ended_by_transfer" if told == "transfer" else "delay_ended_by_death"
        assert days(story) == (3, None, {rule: 3})


def test_a_death_that_is_known_alone_ends_the_waiting_of_who_was_not_ready_any_more() -> None:
    """Readiness had been taken back before: those days count in the daily report, and no ready date is missing."""
    story = bed()
    ready(story, "2026-11-06T09:00")
    not_ready(story, "2026-11-08T09:00")
    story.death("2026-11-13T18:00", died="2026-11-13")
    assert days(story) == (2, None, {"ready_voided": 2})


def test_a_stay_without_a_night_is_left_out_of_the_ready_date() -> None:
    """In at nine, ready at noon, home at five: no day by either, and the one has no date for her."""
    story = bed("2026-11-13T09:00")
    ready(story, "2026-11-13T12:00")
    story.discharge("2026-11-13T17:00")
    assert days(story) == (0, None, {"stay_without_night": 0})


def test_readiness_before_the_admission_counts_from_it() -> None:
    """Nobody waits for a bed that they were not in."""
    story = bed("2026-11-10T09:00")
    ready(story, "2026-11-10T09:30", since="2026-11-07")
    story.discharge("2026-11-13T16:40")
    assert days(story) == (3, 3, {})
    assert rules(story) == ["ready_before_admission"]


def test_a_stay_that_is_void_or_no_inpatients_waits_for_nothing() -> None:
    """A cancelled admission and an attendance have no days of delay."""
    void, attended = bed(), Story()
    ready(void, "2026-11-10T09:00")
    void.cancel_admission("2026-11-02T09:15")
    attended.admit("2026-11-02T09:15", patient_class="E")
    ready(attended, "2026-11-10T09:00")
    assert days(void) == days(attended) == (0, None, {})


def test_readiness_that_is_told_after_she_left_counts_since_its_date() -> None:
    """Written up on the 14th: ready since the 10th, home on the 13th."""
    story = bed()
    story.discharge("2026-11-13T16:40")
    ready(story, "2026-11-14T09:00", since="2026-11-10")
    assert days(story) == (3, 3, {})
    assert rules(story) == []


def test_readiness_that_is_dated_after_she_left_counts_on_no_day_and_is_shown() -> None:
    """A message of the 14th without a date says ready then: nobody waits at home.  An earlier date stands beside it."""
    story, again = bed(), bed()
    ready(again, "2026-11-10T09:00")
    for told in (story, again):
        told.discharge("2026-11-13T16:40")
        ready(told, "2026-11-14T09:00", since="2026-11-14")
        ready(told, "2026-11-15T09:00", since="2026-11-14")
    assert days(story) == (0, None, {})
    assert rules(story) == ["ready_after_leaving"]
    assert days(again) == (3, 3, {})
    assert rules(again) == ["ready_after_leaving", "voided_after_leaving"]


def test_readiness_taken_back_after_she_left_leaves_the_ready_date() -> None:
    """The last word before leaving was ready; what is said of a bed that is empty changes nothing."""
    story = bed()
    ready(story, "2026-11-10T09:00")
    story.discharge("2026-11-13T16:40")
    not_ready(story, "2026-11-14T09:00")
    assert days(story) == (3, 3, {})
    assert rules(story) == ["voided_after_leaving"]


def test_readiness_dated_before_it_was_taken_back_counts_from_the_taking_back() -> None:
    """A sender repeats the void date of the 6th on the 10th: that date is void, and a finding says so."""
    story = bed()
    ready(story, "2026-11-06T09:00")
    not_ready(story, "2026-11-08T09:00")
    ready(story, "2026-11-10T09:00", since="2026-11-06")
    story.discharge("2026-11-13T16:40")
    assert days(story) == (7, 5, {"ready_voided": 2})
    assert rules(story) == ["ready_before_voided"]


def test_another_date_while_she_is_ready_corrects_the_beginning() -> None:
    """Ready since the 10th, put right to the 9th: one period, from the 9th."""
    story = bed()
    ready(story, "2026-11-10T09:00")
    ready(story, "2026-11-11T09:00", since="2026-11-09")
    story.discharge("2026-11-13T16:40")
    assert days(story) == (4, 4, {})
