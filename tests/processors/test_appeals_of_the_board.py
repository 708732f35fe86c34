"""Who holds what waits of an appeal about NHS Continuing Healthcare."""

import json
from datetime import date
from typing import Any

import pytest

from hub.events.appeals import AppealDecided, AppealLodged
from hub.events.identity import PersonUpdated, SubjectKeyDestroyed
from hub.events.values import HomeArea
from hub.processors.appeals import AppealsProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold
from tests.processors.standing import JOINT, home
from tests.processors.test_council_of_move import stated
from tests.processors.test_open_steps import OTHER, steps

APPEALS = AppealsProcessor(AREAS)


@pytest.mark.parametrize(("council", "holder"), [(None, ("ics", "QF7")), (OTHER, ("council", OTHER))])
def test_an_appeal_about_continuing_healthcare_is_the_board_s_unless_a_council_is_named(
    council: str | None, holder: tuple[str, str]
) -> None:
    """The board decided and hears it (National Framework); who was named with the appeal holds it."""
    story = home()
    story.tell("2026-11-20T10:00", AppealLodged("A1", "CONTINUING_HEALTHCARE", date(2026, 11, 20), council=council))
    found = [step for step in steps(story, "2026-11-21") if step[0].endswith("appeal")]
    assert [step[1:3] for step in found] == [holder, holder]


def counted(story: Story, on: date = date(2026, 12, 1)) -> dict[str, list[dict[str, Any]]]:
    """Give what counts of appeals, by the processor that tells it."""
    found = {}
    for processor in (JOINT, APPEALS):
        facts = processor.facts(fold(story, processor), on)
        found[processor.name] = [json.loads(fact.body) for fact in facts if fact.kind == "AppealFigures"]
    return found


def appealed(about: str = "CONTINUING_HEALTHCARE", council: str | None = None) -> Story:
    """Somebody at home appealed on 20 November."""
    story = home()
    story.tell("2026-11-20T10:00", AppealLodged("A1", about, date(2026, 11, 20), council=council))
    return story


def test_an_appeal_of_the_board_is_counted_once_in_the_system_of_the_person() -> None:
    """Of no council, from the day of lodging on; clocks and decision as of any appeal."""
    story = appealed()
    story.tell("2026-11-30T10:00", AppealDecided("A1", "UPHELD", date(2026, 11, 30)))
    found = counted(story)
    assert found["appeals"] == []
    (body,) = found["joint"]
    assert body["areas"] == [{"council": None, "ics": "QF7", "since": "2026-11-20"}]
    assert (body["about"], body["lodged_on"], body["days"]) == ("CONTINUING_HEALTHCARE", "2026-11-20", 10)
    assert (body["decided_on"], body["outcome"]) == ("2026-11-30", "UPHELD")


def test_an_appeal_of_the_board_goes_over_to_the_next_system_with_the_person() -> None:
    """The board that answers for the person on each day holds its steps, and counts it."""
    story = appealed()
    stated(story, "2026-11-25T09:00", "E08000016")
    there = HomeArea("E08000016", "QHM", 1.0, "directory")
    story.tell("2026-11-27T09:00", PersonUpdated(gp_practice="Y00001", home=there))
    (body,) = counted(story)["joint"]
    assert [(area["ics"], area["since"]) for area in body["areas"]] == [("QF7", "2026-11-20"), ("QHM", "2026-11-27")]


@pytest.mark.parametrize(("about", "council"), [("CONTINUING_HEALTHCARE", OTHER), ("FUNDING", None), ("CHARGE", OTHER)])
def test_any_other_appeal_is_counted_by_what_was_told_of_it_alone(about: str, council: str | None) -> None:
    """In its council, or where none was named in none that is known."""
    found = counted(appealed(about, council))
    assert (found["joint"], len(found["appeals"])) == ([], 1)


def test_a_step_of_an_appeal_that_was_never_lodged_counts_nothing() -> None:
    """Nobody knows what it is about."""
    story = home()
    story.tell("2026-11-30T10:00", AppealDecided("A1", "UPHELD", date(2026, 11, 30)))
    assert counted(story) == {"joint": [], "appeals": []}


def test_of_who_is_forgotten_or_hidden_an_appeal_of_the_board_names_no_new_system() -> None:
    """What was told stays for the count; while whereabouts are hidden it counts where no system is known."""
    story = appealed()
    before = counted(story)
    story.tell("2026-11-26T09:00", SubjectKeyDestroyed("retention"))
    assert counted(story) == before
    hidden = appealed()
    hidden.tell("2026-11-26T09:00", PersonUpdated(location_hidden=True))
    (body,) = counted(hidden)["joint"]
    assert {area["ics"] for area in body["areas"]} == {None}


def test_a_clock_of_the_board_that_ran_out_is_told_and_looked_at_again() -> None:
    """Though its own processor has nothing of it counted."""
    outline = APPEALS.outline(fold(appealed(), APPEALS), date(2026, 11, 21))
    assert (outline.facts, outline.wakes_on) == (frozenset(), date(2026, 11, 26))
    late = APPEALS.facts(fold(appealed(), APPEALS), date(2026, 11, 26))
    assert [fact.kind for fact in late] == ["AppealOverdue"]
