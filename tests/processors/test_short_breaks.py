"""Short breaks by their clock, and what is told of them for the count."""

import json
from datetime import date
from typing import Any

from hub.events import carers as n
from tests.domain.stories import Story
from tests.processors.helped import COUNCIL, notice
from tests.processors.people import fold
from tests.processors.test_carers import CARERS, ON, carer, told


def breaks(story: Story) -> list[dict[str, Any]]:
    """Return what is told of short breaks for the count, by the day of asking."""
    facts = [fact for fact in CARERS.facts(fold(story, CARERS), ON) if fact.kind == "ShortBreakFigures"]
    assert all("B1" not in fact.key + fact.body and "B2" not in fact.key for fact in facts)
    return sorted((json.loads(fact.body) for fact in facts), key=lambda body: body["asked_on"] or "")


def test_short_breaks_are_told_for_the_count_without_their_ids() -> None:
    """Kind, days, the day from which the decision is late, and the council's area; of nobody hidden is a place told."""
    story = told(
        n.ShortBreakRequested("B1", "OVERNIGHT", date(2026, 11, 2), COUNCIL),
        n.ShortBreakDecided("B1", granted=True, decided_on=date(2026, 11, 12)),
        n.ShortBreakDecided("B2", granted=False, decided_on=date(2026, 11, 12), council=COUNCIL),
        n.ShortBreakRequested("B3", "a code of tomorrow", date(2026, 11, 20), COUNCIL),
    )  # fmt: skip
    area = {"council": COUNCIL, "ics": "QHM", "since": "2026-11-12"}
    decided, asked, odd = breaks(story)
    assert decided == {
        "areas": [area], "asked_on": None, "decided_on": "2026-11-12", "kind": "unknown", "late_from": None,
    }  # fmt: skip
    assert asked == {
        "areas": [area | {"since": "2026-11-02"}], "asked_on": "2026-11-02", "decided_on": "2026-11-12",
        "kind": "OVERNIGHT", "late_from": "2027-01-08",
    }  # fmt: skip
    assert (odd["kind"], odd["decided_on"]) == ("unknown", None)
    story.tell("2026-11-21T10:00", notice(contact_caution=("SENSITIVE_ADDRESS",)))
    assert {(body["areas"][0]["council"], body["areas"][0]["ics"]) for body in breaks(story)} == {(None, None)}


def test_a_short_break_is_overdue_after_its_last_day_until_somebody_decides() -> None:
    """45 working days from 2 November over Christmas and New Year: the last day is 7 January."""
    story = told(n.ShortBreakRequested("B1", "DAY", date(2026, 11, 2), COUNCIL))
    seen = [carer(story, day) for day in (date(2027, 1, 7), date(2027, 1, 8))]
    assert [one["short_breaks"][0]["overdue"] for one in seen] == [False, True]
    assert [one["short_break_counts"]["overdue"] for one in seen] == [0, 1]
    story.tell("2027-01-11T10:00", n.ShortBreakDecided("B1", granted=True, decided_on=date(2027, 1, 11)))
    days = (date(2027, 1, 10), date(2027, 1, 11))
    assert [carer(story, day)["short_breaks"][0]["overdue"] for day in days] == [True, False]
    assert carer(told(n.ShortBreakDecided("B1", granted=True, decided_on=ON)))["short_breaks"][0]["decide_by"] is None
