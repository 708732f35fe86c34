"""What is told of a move so that it can be counted: days and places alone, the same on every day."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from hub.domain.homes import NoAreas
from hub.events import identity as i
from hub.events.values import HomeArea
from hub.processors.portability import PortabilityProcessor
from tests.domain.sayings import says
from tests.domain.stories import Story
from tests.processors.moving import HERE, THERE, completed, notified, sent
from tests.processors.people import fold


class TwoSystems(NoAreas):
    """The second council goes over to another system on 1 July."""

    changes: Sequence[date] = (date(2026, 7, 1),)

    def ics_of(
        self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date
    ) -> tuple[str, str] | None:
        """Give the system of a council."""
        del gp_practice, home
        later = "QC" if on >= date(2026, 7, 1) else "QB"
        return ({HERE: "QA", THERE: later}[council], "council") if council else None


PROCESSOR = PortabilityProcessor(areas=TwoSystems())


def figures(story: Story, on: str = "2026-06-10") -> dict[str, Any]:
    """Return what is told of moves, by the move."""
    facts = PROCESSOR.facts(fold(story, PROCESSOR), date.fromisoformat(on))
    return {fact.key: json.loads(fact.body) for fact in facts if fact.kind == "MoveFigures"}


def test_a_move_is_told_whole_before_its_day_with_the_systems_as_they_change() -> None:
    """Fields in the order of their names; the duty of the day is told ahead, as it will be if nothing happens."""
    story = Story()
    notified(story)
    sent(story, "2026-05-20T09:00")
    told = figures(story, "2026-05-21")
    assert told == figures(story, "2026-12-01") == {
        "M1": {
            "areas": [
                {"council": THERE, "ics": "QB", "since": "2026-05-01"},
                {"council": THERE, "ics": "QC", "since": "2026-07-01"},
            ],
            "areas_left": [{"council": HERE, "ics": "QA", "since": "2026-05-01"}],
            "ended_on": None,
            "gap_days": 0,
            "interim_on": "2026-06-01",
            "moves_on": "2026-06-01",
            "notified_on": "2026-05-01",
            "papers_on": "2026-05-20",
        }
    }  # fmt: skip
    assert list(told["M1"]) == sorted(told["M1"])


def test_who_is_placed_or_moves_within_a_council_is_not_counted() -> None:
    """No duty moves with them; nor is a document of a move that nobody told of a move."""
    for more in ({"placed": True}, {"to_council": HERE}):
        story = Story()
        notified(story, **more)
        assert figures(story) == {}
    alone = Story()
    sent(alone, "2026-05-20T09:00")
    assert figures(alone) == {}


def test_a_move_that_is_over_is_told_with_its_end() -> None:
    """Completed on 10 June: it is no longer under way from that day on."""
    story = Story()
    notified(story)
    completed(story, "2026-06-10T09:00", "2026-06-02")
    assert (figures(story)["M1"]["ended_on"], figures(story)["M1"]["moves_on"]) == ("2026-06-10", "2026-06-01")


def test_of_somebody_hidden_neither_council_nor_system_is_told() -> None:
    """Both would say where they live."""
    story = Story()
    notified(story)
    says(story, "2026-05-21T09:00", hidden=True)
    body = figures(story)["M1"]
    assert {(area["council"], area["ics"]) for name in ("areas", "areas_left") for area in body[name]} == {(None, None)}


def test_what_was_told_of_somebody_who_is_forgotten_stays_for_the_count() -> None:
    """Their move is counted on; nothing later changes it."""
    story = Story()
    notified(story)
    before = figures(story)
    story.tell("2026-05-26T09:00", i.SubjectKeyDestroyed("asked"))
    sent(story, "2026-05-27T09:00")
    assert figures(story) == before


def test_the_first_and_the_last_day_there_is_have_no_gap() -> None:
    """A sender's 1 January of the year 1 and 31 December 9999 are counted."""
    for on in ("0001-01-01", "9999-12-31"):
        story = Story()
        notified(story, on=on)
        assert (figures(story)["M1"]["gap_days"], figures(story)["M1"]["moves_on"]) == (0, on)
