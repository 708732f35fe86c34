"""Notices held against the stay that they name: proposed discharge, and the rules of the old notices."""

from datetime import date

import pytest

from hub.domain.notice_findings import stays_in
from hub.domain.notice_policy import CARE_ACT_SCHEDULE_3, Stay
from hub.domain.ordering import steps
from hub.events import discharge as d
from hub.processors.referrals import ReferralsProcessor
from tests.domain.stories import Story, moment, spell
from tests.processors.notices_told import ON, REFERRALS, issued, rules
from tests.processors.people import AREAS, fold

OLD = ReferralsProcessor(AREAS, CARE_ACT_SCHEDULE_3)


def found(story: Story, processor: ReferralsProcessor = REFERRALS) -> list[str]:
    """Return the findings of the first notice, seen beside the person's stays."""
    seeing = processor.seeing(steps(story.events))
    return rules(seeing.view(fold(story, processor), ON)["referrals"][0]["notices"][0]["findings"])


def test_a_discharge_that_is_proposed_before_the_admission_is_told() -> None:
    """By the day: on the day of admission it is none; of a stay that was not seen nothing is said."""
    story = Story()
    story.admit("2026-11-05T09:15")
    story.tell("2026-11-05T10:05", issued(kind="DISCHARGE", proposed_discharge_on=date(2026, 11, 4)))
    assert found(story) == ["leaves_before_admission"]
    assert REFERRALS.view(fold(story, REFERRALS), ON)["referrals"][0]["notices"][0]["findings"] == []
    seeing = REFERRALS.withholding().seeing(steps(story.events))
    reasons = seeing.reasons(fold(story, REFERRALS), ON)
    assert reasons["referrals.0.notices.0.findings.0"] == (1, "leaves_before_admission")
    same = Story()
    same.admit("2026-11-05T09:15")
    same.tell("2026-11-05T10:05", issued(kind="DISCHARGE", proposed_discharge_on=date(2026, 11, 5)))
    assert found(same) == []


@pytest.mark.parametrize(
    ("expected", "told", "rule"),
    [
        ("2021-11-13", "2021-11-05", ["notice_too_early"]),  # eight days before
        ("2021-11-12", "2021-11-05", []),  # seven
        ("2022-07-20", "2022-07-01", []),  # the rules ended
        ("2022-07-20", "2022-06-30", ["notice_too_early"]),
        ("2015-04-20", "2015-03-31", []),  # and had not begun
    ],
)
def test_old_notices_came_at_most_seven_days_before_the_admission(expected: str, told: str, rule: list[str]) -> None:
    """Care Act 2014 schedule 3, only where it is asked for and while it was in force."""
    story = Story()
    story.tell(f"{told}T09:00", d.AdmissionPlanned(spell(), moment(expected)))
    story.tell(f"{told}T10:05", issued())
    assert found(story, OLD) == rule
    assert found(story) == []


def test_other_kinds_and_unplanned_admissions_are_never_too_early() -> None:
    """The rule is about assessment notices before a planned admission."""
    story = Story()
    story.tell("2021-11-05T09:00", d.AdmissionPlanned(spell(), moment("2021-12-05")))
    story.tell("2021-11-05T10:05", issued(kind="DISCHARGE"))
    assert found(story, OLD) == []
    bare = Story()
    bare.tell("2021-11-05T09:00", d.AdmissionPlanned(spell()))
    bare.tell("2021-11-05T10:05", issued())
    assert found(bare, OLD) == []


def test_what_was_taken_back_is_no_admission() -> None:
    """A cancelled admission says nothing; its plan does, and the newest admission holds."""
    story = Story()
    story.tell("2026-11-01T09:00", d.AdmissionPlanned(spell(), moment("2026-11-03")))
    story.admit("2026-11-05T09:15")
    story.cancel_admission("2026-11-05T09:15")
    assert stays_in(steps(story.events)) == {spell(): Stay(None, (date(2026, 11, 3), 0))}
    story.admit("2026-11-06T09:15")
    assert stays_in(steps(story.events))[spell()].admitted == (date(2026, 11, 6), 3)
