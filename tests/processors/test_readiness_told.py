"""Since when several organisations say that somebody is ready, and each answer about the criteria to reside."""

import pytest

from hub.events import discharge as d
from tests.domain.stories import Story, moment, spell
from tests.processors.people import see, why
from tests.processors.standing import rules
from tests.processors.test_delay import COUNCIL, assessed, bed, days, delay, not_ready


def told(story: Story, since: str, by: str | None = None) -> None:
    """Say by an organisation since when they are ready, as an entry by hand does: dated by its own day."""
    story.tell(since, d.ReadinessChanged(spell(), ready=True, since=moment(since), said_by=by))


def test_a_later_date_of_another_organisation_takes_no_place_and_is_a_finding() -> None:
    """The hospital's 21st stands against the council's 26th: both are shown, and the days count from the 21st."""
    story = bed()
    told(story, "2026-11-21T10:00")
    told(story, "2026-11-26T10:00", COUNCIL)
    assert days(story, "2026-11-27") == (7, None, {"still_in_hospital": 7})
    assert delay(story)["ready"] == [
        {
            "set_at": "2026-11-21T10:00:00+00:00", "voided_at": None, "said_by": "RZZ",
            "also_said": [{"set_at": "2026-11-26T10:00:00+00:00", "said_by": COUNCIL}],
        }
    ]  # fmt: skip
    assert rules(story) == ["ready_told_apart"]
    assert see(story)["findings"][0]["sources"] == [1, 2]
    assert why(story, "spells.0.ready_at") == (1, "stated_ready")
    assert why(story, "spells.0.delay.ready.0.also_said.0") == (2, "stated_ready")


def test_the_hospital_s_own_word_counts_whichever_was_told_first() -> None:
    """The council said the 21st, the hospital says the 24th: it is the hospital's return, and theirs to say."""
    story = bed()
    told(story, "2026-11-21T10:00", COUNCIL)
    told(story, "2026-11-24T10:00", "RZZ")
    assert days(story, "2026-11-27") == (4, None, {"still_in_hospital": 4})
    assert delay(story)["ready"][0]["also_said"] == [{"set_at": "2026-11-21T10:00:00+00:00", "said_by": COUNCIL}]


@pytest.mark.parametrize("way", ["without a date", "criteria"])
def test_the_hospital_s_own_word_counts_also_where_it_names_no_date(way: str) -> None:
    """Ready as of the message, or by the criteria to reside: in either order of the two it is the hospital's day."""
    own: d.ReadinessChanged | d.CriteriaToResideAssessed = d.ReadinessChanged(spell(), ready=True)
    if way == "criteria":
        own = d.CriteriaToResideAssessed(spell(), met=False)
    for council_on in ("2026-11-21T10:00", "2026-11-25T10:00"):
        story = bed()
        council = d.ReadinessChanged(spell(), ready=True, since=moment("2026-11-21T10:00"), said_by=COUNCIL)
        for when, body in sorted([("2026-11-24T10:00", own), (council_on, council)], key=lambda one: one[0]):
            story.tell(when, body)
        assert days(story, "2026-11-27") == (4, None, {"still_in_hospital": 4})
        assert rules(story) == ["ready_told_apart"]


def test_a_hospital_that_says_so_again_without_a_date_moves_nothing() -> None:
    """Ready since the 21st, and still ready in the message of the 24th."""
    story = bed()
    told(story, "2026-11-21T10:00")
    story.tell("2026-11-24T10:00", d.ReadinessChanged(spell(), ready=True))
    assert days(story, "2026-11-27") == (7, None, {"still_in_hospital": 7})
    assert rules(story) == []


def test_of_two_others_the_earliest_word_counts_and_the_same_day_is_no_contradiction() -> None:
    """The council's 21st before the provider's 23rd; who says the same day contradicts nobody."""
    story = bed()
    told(story, "2026-11-21T10:00", COUNCIL)
    told(story, "2026-11-23T10:00", "1-100")
    assert delay(story)["ready"][0]["said_by"] == COUNCIL
    assert rules(story) == ["ready_told_apart"]
    same = bed()
    told(same, "2026-11-21T10:00", COUNCIL)
    told(same, "2026-11-21T12:00", "1-100")
    assert rules(same) == []


def test_a_later_date_of_the_same_organisation_is_a_date_stated_anew() -> None:
    """Who set it corrects it: the later date counts, and nothing contradicts."""
    story = bed()
    told(story, "2026-11-21T10:00", COUNCIL)
    told(story, "2026-11-23T10:00", COUNCIL)
    told(story, "2026-11-23T10:00", COUNCIL)
    assert [one["set_at"] for one in delay(story)["ready"]] == ["2026-11-23T10:00:00+00:00"]
    assert (delay(story)["ready"][0]["also_said"], rules(story)) == ([], [])
    assert why(story, "spells.0.ready_at") == (2, "stated_ready")


def test_what_others_said_of_a_time_that_was_taken_back_stays_with_it() -> None:
    """Ready by two, taken back, ready again by one: the other's word is about the first time alone."""
    story = bed()
    told(story, "2026-11-10T10:00")
    told(story, "2026-11-11T10:00", COUNCIL)
    not_ready(story, "2026-11-12T10:00")
    told(story, "2026-11-14T10:00")
    assert [len(one["also_said"]) for one in delay(story)["ready"]] == [1, 0]
    assert rules(story) == ["ready_told_apart"]


def test_each_answer_about_the_criteria_to_reside_is_shown_with_or_without_codes() -> None:
    """Met by which, and not met: when, and who says so."""
    story = bed()
    story.tell("2026-11-09T09:00", d.CriteriaToResideAssessed(spell(), met=True, criteria=("OXYGEN",)))
    story.tell("2026-11-10T09:00", d.CriteriaToResideAssessed(spell(), met=False, said_by=COUNCIL))
    story.discharge("2026-11-13T16:40")
    assessed(story, "2026-11-14T09:00", met=True)
    first = {"met": True, "criteria": ["OXYGEN"], "at": "2026-11-09T09:00:00+00:00", "said_by": "RZZ"}
    second = {"met": False, "criteria": [], "at": "2026-11-10T09:00:00+00:00", "said_by": COUNCIL}
    assert see(story)["spells"][0]["criteria_answers"][:2] == [first, second]
    assert len(see(story)["spells"][0]["criteria_answers"]) == 3
    assert why(story, "spells.0.criteria_answers.1") == (2, "criteria_assessed")
