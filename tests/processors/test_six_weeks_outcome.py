"""How the six weeks ended: recorded by people, asked for from day 43 on, counted by its code."""

import json
from datetime import date
from typing import Any

from hub.events.coordination import SixWeeksOutcomeRecorded
from hub.events.discharge import Spell, SpellMerged
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import home, rules

JOINT = JointProcessor(AREAS)


def record(story: Story, on: str, code: str = "OWN_HOME", spell: Spell | None = None, when: str = "T10:00") -> None:
    """The council says how it ended."""
    story.tell(on + when, SixWeeksOutcomeRecorded(code, date.fromisoformat(on), spell, "E06000001"))


def asked(story: Story, on: str) -> list[tuple[str, str | None]]:
    """Return when it was asked for, and until when."""
    rows = see(story, on)["episodes"][-1]["alerts"]
    return [(row["opened_at"], row["closed_at"]) for row in rows if row["kind"] == "outcome_missing"]


def told(story: Story, on: str = "2027-02-01") -> list[str | None]:
    """Return the outcomes that are told for counting."""
    bodies: list[dict[str, Any]] = [
        json.loads(fact.body)
        for fact in JOINT.facts(fold(story), date.fromisoformat(on))
        if fact.kind == "EpisodeFigures"
    ]
    return [body.get("outcome") for body in sorted(bodies, key=lambda body: str(body["discharged_on"]))]


def test_the_outcome_is_asked_for_from_day_43_until_it_is_said() -> None:
    """Home on 13 November: day 43 is Christmas Day; the council holds the step."""
    story = home()
    assert (asked(story, "2026-12-24"), told(story)) == ([], [None])
    assert asked(story, "2026-12-25") == [("2026-12-25", None)]
    step = see(story, "2026-12-30")["next_step"]
    assert (step["what"], step["holder"], step["organisation"], step["due"]) == (
        "record_outcome", "council", "E06000001", "2026-12-25",
    )  # fmt: skip
    record(story, "2027-01-05")
    assert see(story, "2027-01-05")["episodes"][0]["outcome"] == {
        "code": "OWN_HOME", "recorded_on": "2027-01-05", "said_by": "E06000001",
    }  # fmt: skip
    assert why(story, "episodes.0.outcome", "2027-01-05") == (2, "outcome_recorded")
    assert asked(story, "2027-01-05") == [("2026-12-25", "2027-01-05")]
    assert (see(story, "2027-01-05")["next_step"], see(story, "2027-01-04")["episodes"][0]["outcome"]) == (None, None)
    assert told(story) == ["OWN_HOME"]


def test_what_is_said_before_day_43_is_not_asked_for() -> None:
    """On the last covered day: there is nothing to ask."""
    story = home()
    record(story, "2026-12-24")
    assert asked(story, "2026-12-30") == []


def test_who_died_went_back_or_began_other_six_weeks_is_not_asked_about() -> None:
    """Everybody knows how those ended; who dies later is asked about no more."""
    dead, back, later = home(), home(), home()
    dead.death("2026-12-01T10:00")
    back.admit("2026-12-01T10:00", "SP2")
    later.death("2027-01-10T10:00")
    assert asked(dead, "2026-12-30") == asked(back, "2026-12-30") == []
    assert asked(later, "2027-01-10") == [("2026-12-25", "2027-01-10")]
    assert see(back, "2026-12-30")["next_step"]["what"] == "stay"


def test_nobody_is_asked_about_the_dead_until_the_day_of_a_later_outcome() -> None:
    """An outcome is dated some days after the death: the question closed with the death, and is in no step between."""
    story = home()
    story.death("2027-01-10T10:00")
    record(story, "2027-01-15")
    assert asked(story, "2027-01-15") == [("2026-12-25", "2027-01-10")]
    assert [row["what"] for row in see(story, "2027-01-12")["open_steps"]] == []


def test_the_newest_word_stands_and_belongs_to_its_stay() -> None:
    """Two discharges: what names a stay is of it, what names none is of the last six weeks that had begun."""
    story = home()
    story.admit("2026-11-20T08:00", "SP2")
    story.discharge("2026-11-24T10:00", "SP2")
    record(story, "2027-01-05", "CARE_HOME", Spell("RZZ", "SP1"))
    record(story, "2027-01-05", "OWN_HOME", Spell("RZZ", "SP1"), "T11:00")
    record(story, "2027-01-06", "HOSPICE")
    assert told(story) == ["OWN_HOME", "HOSPICE"]
    record(story, "2027-01-06", "OTHER", None, "T12:00")
    assert told(story) == ["OWN_HOME", "OTHER"]


def test_a_stay_that_was_merged_keeps_its_outcome() -> None:
    """The number that the outcome names has gone; it is of the stay that lives on."""
    story = home()
    story.tell("2026-11-14T09:00", SpellMerged(Spell("RZZ", "SP1"), Spell("RZZ", "SP9")))
    record(story, "2027-01-05", "OWN_HOME", Spell("RZZ", "SP1"))
    record(story, "2027-01-06", "CARE_HOME", Spell("RZZ", "SP9"))
    assert told(story) in (["CARE_HOME"], ["OWN_HOME"])


def test_an_unknown_outcome_is_kept_counted_as_another_and_a_finding() -> None:
    """Nothing is refused, and the dashboards know no word that anybody may invent."""
    story = home()
    record(story, "2027-01-05", "ON_THE_MOON")
    assert see(story, "2027-01-05")["episodes"][0]["outcome"]["code"] == "ON_THE_MOON"
    assert ([row["rule"] for row in see(story, "2027-01-05")["findings"]], told(story)) == (
        ["unknown_outcome"],
        ["OTHER"],
    )


def test_an_outcome_without_six_weeks_is_a_finding() -> None:
    """Of a stay that nobody knows, or before any discharge."""
    story = home()
    record(story, "2026-11-01")
    record(story, "2026-11-30", "OWN_HOME", Spell("RZZ", "SP8"))
    assert rules(story) == ["outcome_unplaced"] * 2
    assert told(story) == [None]


def test_the_hospital_is_asked_where_the_council_is_not_to_be_known() -> None:
    """While whereabouts are hidden the council's code is in no step and no outcome."""
    story = home()
    hidden = JOINT.withholding()
    step = hidden.view(fold(story), date(2026, 12, 30))["next_step"]
    assert (step["what"], step["holder"], step["organisation"]) == ("record_outcome", "hospital", "RZZ")
    record(story, "2027-01-05")
    assert hidden.view(fold(story), date(2027, 1, 5))["episodes"][0]["outcome"]["said_by"] is None


def test_nothing_is_asked_of_a_discharge_that_was_cancelled() -> None:
    """A void episode, and one before it that stands no longer."""
    story = home()
    story.cancel_discharge("2026-11-13T16:40")
    assert asked(story, "2026-12-30") == []
    assert see(story, "2026-12-30")["next_step"]["what"] == "stay"


def test_an_outcome_of_death_without_a_death_is_a_finding() -> None:
    """It ends nothing by itself; a death that is told, even a suspected one, settles it."""
    story = home()
    record(story, "2026-11-20", "DIED")
    assert rules(story) == ["died_without_death"]
    assert see(story)["episodes"][0]["status"] == "open"
    story.death("2026-11-19T10:00")
    assert rules(story) == []
    other = home()
    record(other, "2026-12-24", "HOSPITAL")
    assert rules(other) == []
