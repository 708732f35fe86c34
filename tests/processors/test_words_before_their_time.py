"""Words of a stay before its admission and of six weeks before their end: kept, and findings with both sources."""

from datetime import date

import pytest

from hub.events.coordination import SixWeeksOutcomeRecorded
from hub.events.discharge import DelayReasonRecorded, PathwayDecided, Spell
from hub.events.values import Code
from tests.domain.stories import Story
from tests.processors.people import see
from tests.processors.standing import home

SPELL = Spell("RZZ", "SP1")
DELAY = DelayReasonRecorded(SPELL, Code("delay-reasons-2024", "CAP05"), None, "RZZ")


def found(story: Story, on: str = "2026-11-20") -> list[tuple[str, list[int]]]:
    """Give the findings with the places of the events that they rest on."""
    return [(row["rule"], row["sources"]) for row in see(story, on)["findings"]]


@pytest.mark.parametrize(
    ("body", "rule"),
    [(DELAY, "delay_before_admission"), (PathwayDecided(SPELL, "P1"), "pathway_before_admission")],
)
@pytest.mark.parametrize(("when", "early"), [("2026-11-02T09:14", True), ("2026-11-02T09:15", False)])
def test_what_is_dated_before_the_admission_is_a_finding(
    body: DelayReasonRecorded | PathwayDecided, rule: str, when: str, *, early: bool
) -> None:
    """As readiness before it is; in its very minute it is none, and without an admission nobody can say."""
    story, alone = Story(), Story()
    story.admit("2026-11-02T09:15")
    for one in (story, alone):
        one.tell(when, body)
    assert [each for each, _ in found(story)] == ([rule] if early else [])
    assert all(len(sources) == 2 for _, sources in found(story))
    assert found(alone) == []


def outcome(story: Story, on: str, code: str = "OWN_HOME") -> None:
    """Somebody says how the six weeks ended."""
    story.tell(f"{on}T10:00", SixWeeksOutcomeRecorded(code, date.fromisoformat(on)))


@pytest.mark.parametrize(
    ("on", "code", "wanted"),
    [
        ("2026-11-13", "OWN_HOME", ["outcome_early"]),
        ("2026-12-23", "OWN_HOME", ["outcome_early"]),
        ("2026-12-24", "OWN_HOME", []),
        ("2026-11-20", "DIED", ["died_without_death"]),
    ],
)
def test_an_outcome_before_the_last_covered_day_is_a_finding(on: str, code: str, wanted: list[str]) -> None:
    """Home on 13 November, covered until 24 December: the word is kept and nobody asks, so somebody has to look."""
    story = home()
    outcome(story, on, code)
    assert [rule for rule, _ in found(story, "2026-12-30")] == wanted
    outcome(story, "2026-12-24", "OWN_HOME")
    assert "outcome_early" not in [rule for rule, _ in found(story, "2026-12-30")]


def test_weeks_that_ended_by_themselves_may_have_an_early_outcome() -> None:
    """Who died or went back into hospital has an outcome that everybody knows."""
    dead, back = home(), home()
    dead.death("2026-12-01T10:00")
    back.admit("2026-12-01T10:00", "SP2")
    for story in (dead, back):
        outcome(story, "2026-12-02", "HOSPITAL")
        assert "outcome_early" not in [rule for rule, _ in found(story, "2026-12-30")]
