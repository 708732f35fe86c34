"""One person's weeks, asked about under another rule."""

from datetime import date
from typing import Any, Final

from hub.domain.rule_difference import Count, Difference
from hub.domain.what_if_rules import changes_of
from hub.processors.joint import JointProcessor
from hub.processors.joint_what_if import difference
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold

JOINT: Final = JointProcessor(AREAS)
LATER: Final = date(2027, 1, 10)


def home(**line: Any) -> Story:
    """Home on 13 November with an hour of support a day, at 20 pounds, from the 14th."""
    story = Story()
    story.admit("2026-11-02T09:15", gp_practice=None)
    story.discharge("2026-11-13T16:40")
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000, **line)
    return story


def asked(story: Story, *rules: str, on: date = LATER, ics: str = "QF7", joint: JointProcessor = JOINT) -> Difference:
    """Ask what would differ for somebody who belongs to the area."""
    found = difference(fold(story), joint.rules, joint.rules.under(changes_of(rules), ics), ics, on)
    assert found is not None
    return found


def counted(found: Difference, *names: Count) -> tuple[int, ...]:
    """Give some of what is counted."""
    return tuple(found.counts[name] for name in names)
