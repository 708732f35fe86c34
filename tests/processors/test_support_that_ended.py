"""Support that has ended holds nothing any more: neither the next step nor an alert."""

from datetime import date, timedelta

import pytest

from hub.events import assessment as a
from hub.events import care_record as c
from hub.events import discharge as d
from hub.events.coordination import CoordinatorNamed
from tests.domain.sayings import says
from tests.domain.stories import Story, moment, ms, spell
from tests.processors.people import ASIDE, fold, see, standing_kinds, why
from tests.processors.standing import JOINT


def home_on_the_15th() -> Story:
    """Admitted on 2 November, home on the 15th: the last covered day is 26 December."""
    story = Story("ended support")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-15T16:40")
    story.tell("2026-11-15T16:50", CoordinatorNamed("post-1", "E06000001"))
    return story


def ends(story: Story, when: str, line: str = "L1", last: str = "2026-11-18") -> None:
    """The provider says that a line ended."""
    story.tell(when, c.SupportLineEnded(line, "1-100", date.fromisoformat(last)))


def step(story: Story, on: str) -> tuple[str, str, str, str | None] | None:
    """Return what waits, who holds it and by when."""
    found = see(story, on)["next_step"]
    return found and (found["what"], found["holder"], found["organisation"], found["due"])


def alerts(story: Story, on: str) -> set[str]:
    """Return the keys of the alerts that others are told of, without the episode's name."""
    found = JOINT.facts(fold(story), date.fromisoformat(on))
    return {fact.key.split(":")[1] for fact in found if fact.kind == "Alert"} - ASIDE


def test_the_council_is_next_once_the_only_line_has_ended() -> None:
    """Started on the 16th, ended on the 18th: the provider holds it to the 18th, the council from the 19th."""
    story = home_on_the_15th()
    story.line("2026-11-16", "L1", 700)
    ends(story, "2026-11-18")
    assert step(story, "2026-11-18") == ("support", "provider", "1-100", None)
    waits = ("start_support", "council", "E06000001", "2026-11-19")
    assert (step(story, "2026-11-19"), step(story, "2026-11-26")) == (waits, waits)
    assert why(story, "next_step", "2026-11-26") == (1, "step_start_support")


def test_a_line_that_is_still_to_begin_is_none_that_runs() -> None:
    """Between two lines the council sees to it that the second begins; then its provider holds the step."""
    story = home_on_the_15th()
    story.line("2026-11-16", "L1", 700, ended_on=date(2026, 11, 18))
    story.line("2026-11-17", "L2", 700, provider="1-200", started_on="2026-11-23")
    assert step(story, "2026-11-20") == ("start_support", "council", "E06000001", "2026-11-19")
    assert step(story, "2026-11-23") == ("support", "provider", "1-200", None)


def test_of_several_lines_the_one_that_runs_is_named() -> None:
    """The first one ended; the step and its reason are of the second."""
    story = home_on_the_15th()
    story.line("2026-11-16", "L1", 700, ended_on=date(2026, 11, 18))
    second = story.line("2026-11-17", "L2", 700, provider="1-200")
    assert step(story, "2026-11-26") == ("support", "provider", "1-200", None)
    assert why(story, "next_step", "2026-11-26") == (story.events.index(second), "step_support")


def test_the_review_is_due_after_support_that_ended() -> None:
    """From day 28 the review says whether more is needed; once it is done, the council arranges it."""
    story = home_on_the_15th()
    story.line("2026-11-16", "L1", 700, ended_on=date(2026, 11, 18))
    assert step(story, "2026-12-12") == ("review", "council", "E06000001", "2026-12-19")
    story.tell("2026-12-13T09:00", a.AssessmentCompleted("A1", "REVIEW"))
    assert step(story, "2026-12-14") == ("start_support", "council", "E06000001", "2026-11-19")


def test_nothing_waits_after_support_of_somebody_without_need() -> None:
    """Pathway 0: while the line runs its provider holds the step, and nothing waits once it has ended."""
    story = home_on_the_15th()
    story.tell("2026-11-15T09:00", d.PathwayDecided(spell(), "P0"))
    story.line("2026-11-16", "L1", 700, ended_on=date(2026, 11, 18))
    assert [step(story, day) and step(story, day)[0] for day in ("2026-11-18", "2026-11-19")] == ["support", None]  # type: ignore[index]


def test_where_whereabouts_are_hidden_the_hospital_arranges_what_follows() -> None:
    """Of the council nobody is named."""
    story = home_on_the_15th()
    says(story, "2026-11-15T17:00", hidden=True)
    story.line("2026-11-16", "L1", 700, ended_on=date(2026, 11, 18))
    assert step(story, "2026-11-26") == ("arrange_with_person", "hospital", "RZZ", "2026-11-19")


def missed(last: str | None) -> Story:
    """A visit missed on the 17th on a line that ends, or goes on."""
    story = home_on_the_15th()
    story.line("2026-11-16", "L1", 700)
    story.tell("2026-11-17T09:00", c.VisitMissed("L1", "1-100", ms("2026-11-17T08:00")))
    if last is not None:
        ends(story, "2026-11-17T10:00", last=last)
    return story


def test_a_missed_visit_of_a_line_that_ended_holds_nothing() -> None:
    """Up to the line's last day the visit waits; the day after, neither step nor alert speaks of it."""
    story = missed("2026-11-20")
    assert (step(story, "2026-11-20"), alerts(story, "2026-11-20")) == (
        ("visit", "provider", "1-100", "2026-11-17"),
        {"visit_missed"},
    )
    assert step(story, "2026-11-21") == ("start_support", "council", "E06000001", "2026-11-21")
    assert (alerts(story, "2026-11-21"), standing_kinds(see(story, "2026-11-21")["episodes"][0])) == (set(), [])


@pytest.mark.parametrize("last", [None, "2026-11-20", "2026-12-26", "2027-03-01"])
def test_the_alert_closes_on_a_day_on_which_the_person_is_looked_at(last: str | None) -> None:
    """Between the days that `wakes_on` gives no fact changes, whenever the line ends."""
    state, today = fold(missed(last)), date(2026, 11, 17)
    facts, wakes = JOINT.facts(state, today), JOINT.wakes_on(state, today)
    for _ in range(120):
        today += timedelta(days=1)
        if wakes == today:
            facts, wakes = JOINT.facts(state, today), JOINT.wakes_on(state, today)
        assert (today, JOINT.facts(state, today)) == (today, facts)
    if last == "2026-11-20":
        assert JOINT.wakes_on(state, date(2026, 11, 17)) == date(2026, 11, 21)


def test_a_line_that_begins_again_has_not_ended() -> None:
    """A missed visit waits while the same line is to run again."""
    story = missed("2026-11-20")
    story.line("2026-11-20", "L1", 700, started_on="2026-11-25")
    assert alerts(story, "2026-11-22") == {"visit_missed"}
    ends(story, "2026-11-25", last="2026-11-26")
    assert (alerts(story, "2026-11-26"), alerts(story, "2026-11-27")) == ({"visit_missed"}, set())


def test_a_visit_of_a_line_that_was_never_seen_to_start_goes_on_waiting() -> None:
    """Nobody knows when such a line ends."""
    story = home_on_the_15th()
    story.tell("2026-11-17T09:00", c.VisitMissed("L1", "1-100", moment("2026-11-17T08:00").at))
    assert alerts(story, "2026-12-20") == {"visit_missed"}
