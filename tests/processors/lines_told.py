"""A support line L1 of somebody who came home on 13 November, and what is told of it and when."""

from datetime import date
from typing import Any

from hub.events import care_record as c
from tests.domain.stories import Story, ms
from tests.processors.people import fold, see

LATER = "2027-02-10"


def home() -> Story:
    """Admitted on 2 November, home on the 13th: the last covered day is 24 December."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def starts(story: Story, day: str, told: str, hours: int = 700, **more: Any) -> None:
    """L1 is told to begin on a day; the event is dated by that day, as connectors do."""
    story.line(day, "L1", hours, origin="NEW", price_per_hour=2000, recorded=told, **more)


def changes(story: Story, day: str, told: str, hours: int | None = None, **more: Any) -> None:
    """L1 is told to change from a day on."""
    body = c.SupportLineChanged("L1", "1-100", date.fromisoformat(day), hours_per_week=hours, **more)
    story.tell(day, body, recorded=told)


def ends(story: Story, day: str, told: str) -> None:
    """L1 is told to have run until a day."""
    story.tell(day, c.SupportLineEnded("L1", "1-100", date.fromisoformat(day)), recorded=told)


def visited(story: Story, when: str) -> None:
    """A visit of L1 took place."""
    story.tell(when, c.VisitConfirmed("L1", "1-100", ms(when), ms(when)))


def ran(story: Story) -> list[tuple[str, str | None, float | None]]:
    """Return the days on which the line is known to run, and its hours."""
    (line,) = fold(story).lines
    return [
        (str(span.first), span.last and str(span.last), None if span.hours is None else span.hours / 100)
        for span in line.spans
    ]


def owed(story: Story) -> list[tuple[str, str | None, str, str | None]]:
    """Return who pays, from when until when, and how much of it."""
    rows = see(story, LATER)["episodes"][0]["responsibility"]
    return [(row["from"], row["to"], row["payer"], row["amount"]) for row in rows]


def rules(story: Story) -> list[str]:
    """Return the findings."""
    return [row["rule"] for row in see(story, LATER)["findings"]]
