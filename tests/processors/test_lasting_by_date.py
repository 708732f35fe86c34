"""From when a visit is late, when a plan is looked at again, how long a consent lasts: each by date, by one table.

Every table here holds from Friday 13 November 2026; what is decided by the 12th goes on as it was.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from hub.care_group import care_group
from hub.events import care_record as c
from hub.runtime.apply import Group
from tests.domain.stories import Story, ms
from tests.processors.helped import agreed, notice, referred
from tests.processors.people import AREAS, fold
from tests.processors.test_assessments import decided, done
from tests.processors.test_periods_by_date import DAY, EVE, joint, under, view

MINUTE: Final = 60_000


def named(group: Group, name: str) -> Any:
    """Return the processor of a name."""
    return next(each for each in group.processors if each.name == name)


def visited(day: date, minutes: int) -> Story:
    """Home since 12 November, with a visit that was so many minutes after its time of nine o'clock on a day."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-12T08:00")
    story.line("2026-11-12T08:30", "L1", 700)
    planned = ms(f"{day}T09:00")
    story.tell(f"{day}T11:00", c.VisitConfirmed("L1", "1-100", planned, planned + minutes * MINUTE))
    return story


def late(group: Group, day: date) -> Any:
    """Return after how many minutes a visit that is planned on a day is late: seen, withheld, and in the record."""
    found = []
    for minutes in (20, 21, 30, 31):
        story = visited(day, minutes)
        seen = bool(view(group, story)["episodes"][0]["safety_net"]["late"])
        hidden = joint(group).withholding()
        shown = hidden.view(fold(story, hidden), date(2027, 2, 1))["episodes"][0]["safety_net"]["late"]
        kept = fold(story, named(group, "record")).joint.lines[0].troubles
        assert (seen, seen) == (bool(shown), bool(kept))
        found += [minutes] if seen else []
    return found


def look_again(group: Group, day: date) -> Any:
    """Return from when and by when a plan is looked at again that was looked at on a day."""
    story = Story()
    decided(story, "2026-10-01T09:00")
    story.line("2026-10-02T09:00", "L1", 700)
    done(story, f"{day}T09:00", "A2", "REVIEW")
    review = joint(group).view(fold(story, joint(group)), DAY)["review"]
    return review["due_from"], review["due_by"]


def referral(group: Group, day: date) -> Any:
    """Return the first day on which a referral of a day is held."""
    story = Story()
    referred(story, f"{day}T09:15")
    return held_from(group, story)


def spoken(group: Group, day: date) -> Any:
    """Return the same of a referral without a basis, to which the person said yes on a day."""
    story = Story()
    referred(story, "2026-11-02T09:15", basis="")
    story.tell(f"{day}T09:15", agreed())
    return held_from(group, story)


def held_from(group: Group, story: Story) -> str:
    """Return the day on which the hub looks at a case again, which is the first one on which it is held."""
    helping = named(group, "early_help")
    state = fold(story, helping)
    day: date = helping.wakes_on(state, DAY)
    case = helping.view(state, day)["cases"][0]
    assert case["held"]
    return str(day)


def carers_notice(group: Group, day: date) -> Any:
    """Return the last day of the consent of a carer's notice of a day."""
    story = Story()
    story.tell(f"{day}T09:15", notice())
    return str(fold(story, named(group, "carers")).notices[0].consent_until)


def carers_word(group: Group, day: date) -> Any:
    """Return the last day of what a carer agreed to on a day."""
    story = Story()
    story.tell(f"{day}T09:15", agreed())
    return str(fold(story, named(group, "carers")).consents[0].until)


@pytest.mark.parametrize(
    ("row", "seen", "before", "since"),
    [
        ("visit_late_after_minutes,20", late, [31], [21, 30, 31]),
        ("look_at_plan_again_months,6", look_again, ("2027-11-12", "2027-11-12"), ("2027-05-13", "2027-05-13")),
        ("consent_lasts_months,3", referral, "2027-11-13", "2027-02-14"),
        ("consent_lasts_months,3", spoken, "2027-11-13", "2027-02-14"),
        ("consent_lasts_months,3", carers_notice, "2027-11-12", "2027-02-13"),
        ("consent_lasts_months,3", carers_word, "2027-11-12", "2027-02-13"),
    ],
)
def test_another_number_holds_from_its_day_on_and_not_before(
    tmp_path: Path, row: str, seen: Callable[[Group, date], Any], before: Any, since: Any
) -> None:
    """What is of 12 November is as without the table; what is of the 13th follows the new number."""
    changed, usual = under(tmp_path, row), care_group(AREAS)
    assert (seen(changed, EVE), seen(usual, EVE)) == (before, before)
    assert seen(changed, DAY) == since
    assert seen(usual, DAY) != since


def test_the_day_of_a_visit_is_that_for_which_it_was_planned(tmp_path: Path) -> None:
    """Planned a minute before the midnight at which the number changes, and done after it: by the older number."""
    group = under(tmp_path, "visit_late_after_minutes,20")
    story = visited(EVE, 0)
    planned = ms("2026-11-12T23:59")
    story.tell("2026-11-13T00:30", c.VisitConfirmed("L1", "1-100", planned, planned + 25 * MINUTE))
    assert view(group, story)["episodes"][0]["safety_net"]["late"] == []
