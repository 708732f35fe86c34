"""Words that nobody is ready make earlier ready dates void, whichever was told first; both are kept and shown."""

from tests.domain.stories import Story
from tests.processors.people import see, why
from tests.processors.standing import rules
from tests.processors.test_delay import assessed, bed, days, delay, not_ready, ready


def test_criteria_that_are_met_make_an_earlier_ready_date_void_that_is_told_later() -> None:
    """Criteria met on the 5th; told on the 6th: ready since the 3rd.  Days count from the 5th; a finding tells."""
    story, held = bed(), bed()
    assessed(held, "2026-11-03T10:00")
    for told in (story, held):
        assessed(told, "2026-11-05T10:00", "OXYGEN", met=True)
        ready(told, "2026-11-06T10:00", since="2026-11-03T10:00")
        told.discharge("2026-11-08T09:00")
    assert days(story) == (3, 3, {})
    assert days(held) == (5, 3, {"ready_voided": 2})
    assert rules(story) == rules(held) == ["ready_before_voided"]
    assert see(story, "2026-11-07")["spells"][0]["delay"]["sitrep_days"] == 3
    assert see(story)["findings"][0]["sources"] == [1, 2]


def test_the_step_of_who_is_ready_is_due_on_the_day_that_counts() -> None:
    """A void date is no day by which anybody should have left."""
    story = bed()
    assessed(story, "2026-11-05T10:00", "OXYGEN", met=True)
    ready(story, "2026-11-06T10:00", since="2026-11-03T10:00")
    step = see(story, "2026-11-07")["next_step"]
    assert (step["what"], step["due"]) == ("discharge", "2026-11-05")


def test_a_taking_back_of_nothing_is_kept_and_shown() -> None:
    """Not ready on the 4th and 5th, ready on the 6th, not on the 7th and 8th: the last of each row, and who said it."""
    story = bed()
    not_ready(story, "2026-11-04T09:00")
    not_ready(story, "2026-11-05T09:00")
    ready(story, "2026-11-06T09:00")
    assessed(story, "2026-11-07T09:00", "OXYGEN", met=True)
    assessed(story, "2026-11-08T09:00", "OXYGEN", met=True)
    assert delay(story)["ready"] == [
        {"set_at": None, "voided_at": "2026-11-05T09:00:00+00:00", "said_by": None, "also_said": []},
        {
            "set_at": "2026-11-06T09:00:00+00:00",
            "voided_at": "2026-11-07T09:00:00+00:00",
            "said_by": "RZZ",
            "also_said": [],
        },
        {"set_at": None, "voided_at": "2026-11-08T09:00:00+00:00", "said_by": None, "also_said": []},
    ]
    assert why(story, "spells.0.delay.ready.0") == (2, "stated_not_ready")
    assert rules(story) == []


def test_what_is_said_of_an_empty_bed_makes_no_earlier_date_void() -> None:
    """Not ready on the 5th, home on the 8th, not ready on the 9th and 10th; told on the 11th: ready since the 3rd."""
    story = bed()
    not_ready(story, "2026-11-05T09:00")
    story.discharge("2026-11-08T09:00")
    not_ready(story, "2026-11-09T09:00")
    not_ready(story, "2026-11-10T09:00")
    ready(story, "2026-11-11T09:00", since="2026-11-03")
    assert days(story) == (3, 3, {})
    assert [one["voided_at"][:10] for one in delay(story)["ready"][:2]] == ["2026-11-05", "2026-11-10"]
    assert rules(story) == ["ready_before_voided"]


def test_readiness_that_is_dated_before_the_admission_is_a_finding() -> None:
    """Admitted on the 2nd and ready since 20 October, as the hospital says: a day before the admission is shown."""
    story, same_day = bed(), bed()
    ready(story, "2026-11-06T10:00", since="2026-10-20T10:00")
    ready(same_day, "2026-11-06T10:00", since="2026-11-02")
    unseen = Story()
    ready(unseen, "2026-11-06T10:00", since="2026-10-20T10:00")
    (found,) = see(story)["findings"]
    assert (found["rule"], found["sources"]) == ("ready_before_admission", [0, 1])
    assert rules(same_day) == rules(unseen) == []
