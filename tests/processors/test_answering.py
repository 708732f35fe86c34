"""Who answers for the six weeks: the council and system of the home in force on the day."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events.identity import PersonUpdated
from hub.events.values import ERASED, Erased, HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.stories import HOME, Story, moment
from tests.processors.people import AREAS, fold, see, standing_kinds, why

NEW = HomeArea("E08000016", "QWO", 1.0, "directory")
FIRST = date(2026, 11, 13)
JOINT = JointProcessor(AREAS)


class TwoYears:
    """Reference data in which every person belongs to another system from 1 December 2026 on."""

    changes: Sequence[date] = (date(2026, 12, 1),)

    def ics_of(
        self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date
    ) -> tuple[str, str] | None:
        """Decide by the day alone."""
        del gp_practice, home, council
        return ("QF7" if on < date(2026, 12, 1) else "S1Y5D"), "council"


def at_home() -> Story:
    """Discharged on 13 November to a home in the first council."""
    story = Story()
    story.admit("2026-11-02T09:15", gp_practice=None)
    story.discharge("2026-11-13T16:40")
    return story


def moved() -> Story:
    """The same, moved to another council on the 20th."""
    story = at_home()
    story.tell("2026-11-20T09:00", PersonUpdated(home=NEW))
    return story


def answers(story: Story, on: str) -> tuple[Any, Any, Any]:
    """Council, system and who holds the next step on a day."""
    view = see(story, on)
    episode, step = view["episodes"][0], view["next_step"]
    return episode["council"], episode["ics"]["code"], step["organisation"]


def test_the_six_weeks_move_with_the_person() -> None:
    """Until the 19th the council of the discharge answers, from the 20th the new one; the clock goes on."""
    assert answers(moved(), "2026-11-19") == ("E06000001", "QF7", "E06000001")
    assert answers(moved(), "2026-11-20") == ("E08000016", "QWO", "E08000016")
    assert [see(moved(), on)["episodes"][0]["day"] for on in ("2026-11-19", "2026-11-20")] == [7, 8]
    assert see(moved(), "2026-11-25")["episodes"][0]["last_covered_day"] == "2026-12-24"


def test_who_answered_on_which_day_stays_known() -> None:
    """The terms say until when the council of the discharge answered; a term that has not begun is not there yet."""
    terms = see(moved(), "2026-11-25")["episodes"][0]["responsible"]
    assert [(term["from"], term["until"], term["council"], term["ics"]["code"]) for term in terms] == [
        ("2026-11-13", "2026-11-19", "E06000001", "QF7"),
        ("2026-11-20", None, "E08000016", "QWO"),
    ]
    (only,) = see(moved(), "2026-11-19")["episodes"][0]["responsible"]
    assert (only["from"], only["until"], only["council"]) == ("2026-11-13", None, "E06000001")


def test_why_says_that_the_person_moved() -> None:
    """The council of today comes from the move, that of the first days from the admission."""
    assert why(moved(), "episodes.0.council", "2026-11-25") == (2, "home_of_the_day")
    assert why(moved(), "episodes.0.council", "2026-11-19") == (0, "home_on_discharge_day")
    assert why(moved(), "episodes.0.responsible.0.council", "2026-11-25") == (0, "home_on_discharge_day")
    assert why(moved(), "episodes.0.ics", "2026-11-25") == (2, "ics_of_home_area")


def test_the_board_lists_under_the_council_of_the_day() -> None:
    """The row is the new council's from the 20th on, and a hub that knows of a move ahead looks again on that day."""
    state = fold(moved())
    before, after = JOINT.outline(state, date(2026, 11, 19)), JOINT.outline(state, date(2026, 11, 20))
    assert before.listing is not None
    assert after.listing is not None
    assert (before.listing.council, before.listing.ics, before.wakes_on) == ("E06000001", "QF7", date(2026, 11, 20))
    assert (after.listing.council, after.listing.ics, after.wakes_on) == ("E08000016", "QWO", date(2026, 11, 26))


def test_a_milestone_names_who_answered_on_its_day() -> None:
    """Day 1 was the old council's, day 14 is the new one's, and neither changes when time passes."""
    told = JOINT.facts(fold(moved()), date(2026, 12, 1))
    facts = [fact for fact in told if fact.kind == "WindowMilestone"]
    councils = [("E06000001" in fact.body, "E08000016" in fact.body) for fact in facts]
    assert sorted(councils) == [(False, True), (True, False)]


def test_somebody_in_hospital_is_listed_under_the_home_of_the_day() -> None:
    """She moved while in hospital; who left for good is listed under the home of that day."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-05T09:00", PersonUpdated(home=NEW, gp_practice=ERASED))
    listed = [JOINT.listing(fold(story), date(2026, 11, day)) for day in (4, 5)]
    assert [row and row.council for row in listed] == ["E06000001", "E08000016"]
    gone = Story()
    gone.admit("2026-11-02T09:15", patient_class="I")
    gone.discharge("2026-11-03T16:40", method="4", destination="79")
    gone.tell("2026-11-05T09:00", PersonUpdated(home=NEW))
    row = JOINT.listing(fold(gone), date(2026, 11, 6))
    assert row is not None
    assert row.council == "E06000001"


def test_an_emptied_home_leaves_the_council_open_from_that_day() -> None:
    """The alert counts from the day on which the home was emptied."""
    story = at_home()
    story.tell("2026-11-20T09:00", PersonUpdated(home=ERASED))
    assert standing_kinds(see(story, "2026-11-19")["episodes"][0]) == []
    alert = see(story, "2026-11-21")["episodes"][0]["alerts"][0]
    assert (alert["kind"], alert["since"]) == ("council_unknown", "2026-11-20")


def test_a_system_that_changes_is_that_of_the_day() -> None:
    """Systems merge on 1 December: the row, the page and the terms follow, though nobody moved."""
    joint, state = JointProcessor(TwoYears()), fold(at_home())
    rows = [joint.outline(state, date(2026, 11, 30)), joint.outline(state, date(2026, 12, 1))]
    assert [row.listing and row.listing.ics for row in rows] == ["QF7", "S1Y5D"]
    assert rows[0].wakes_on == date(2026, 12, 1)
    terms = joint.view(state, date(2026, 12, 2))["episodes"][0]["responsible"]
    assert [(term["from"], term["ics"]["code"]) for term in terms] == [("2026-11-13", "QF7"), ("2026-12-01", "S1Y5D")]


def test_a_void_episode_has_the_council_of_its_discharge_alone() -> None:
    """What was taken back moves nowhere."""
    story = moved()
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-21T09:00")
    (term,) = see(story, "2026-11-25")["episodes"][0]["responsible"]
    assert term["council"] == "E06000001"


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**9))
def test_every_day_has_the_council_of_the_home_in_force(seed: int) -> None:
    """Homes stated before, inside and after the weeks, in any order of telling, against the list read by hand."""
    dice = random.Random(seed)
    story = Story(str(seed))
    story.admit("2026-11-02T09:15", home=None, gp_practice=None)
    story.discharge("2026-11-13T16:40")
    told: list[tuple[str, HomeArea | Erased]] = []
    for _ in range(dice.randrange(5)):
        when = (
            f"{date(2026, 11, 1) + timedelta(days=dice.randrange(60))}T{dice.randrange(10, 23)}:{dice.randrange(60):02}"
        )
        home: HomeArea | Erased = dice.choice((HOME, NEW, ERASED))
        told.append((when, home))
        story.tell(when, PersonUpdated(home=home))
    dice.shuffle(story.events)
    told.sort(key=lambda pair: moment(pair[0]).at)
    for days in range(60):
        on = FIRST + timedelta(days=days)
        day = min(on, FIRST + timedelta(days=41))
        held = [home for when, home in told if date.fromisoformat(when[:10]) <= day]
        later = [home for _, home in told if isinstance(home, HomeArea)]
        home = held[-1] if held else later[0] if later else ERASED
        episode = see(story, on.isoformat())["episodes"][0]
        assert episode["council"] == (home.council if isinstance(home, HomeArea) else None)
        term = next(one for one in episode["responsible"] if one["until"] is None)
        assert term["council"] == episode["council"]
        row = JOINT.listing(fold(story), on)
        assert row is not None
        assert row.council == episode["council"]
