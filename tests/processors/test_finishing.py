"""Who has something to finish of somebody, whoever answers for them today."""

from datetime import date

import pytest

from hub.domain.access_after import served_lately
from hub.domain.joint_state import JointState
from hub.events.appeals import AppealLodged
from hub.events.care_record import SupportLineEnded
from hub.events.charges import ChargeRecorded
from hub.events.coordination import SafeguardingConcernRaised
from hub.events.identity import SubjectKeyDestroyed
from hub.processors.joint import JointProcessor
from tests.domain.sayings import says
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold
from tests.processors.standing import home

JOINT = JointProcessor(AREAS)
COUNCIL, OTHER = "E06000001", "E08000016"
LAST = date(2026, 12, 24)
"""The last covered day of `home`."""


def test_the_councils_that_hold_a_step_are_those_that_are_named() -> None:
    """A refund and an appeal of another council, a concern of the own one; a provider is none, nobody while hidden."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    for charge, whose in (("F1", OTHER), ("F2", "1-100")):
        story.tell("2026-11-20", ChargeRecorded(charge, date(2026, 11, 15), date(2026, 11, 18), 8_000, whose))
    on = date(2026, 11, 25)
    assert JOINT.holders(fold(story), on) == {OTHER}
    story.tell("2026-11-21T09:00", SafeguardingConcernRaised("S1"))
    story.tell("2026-11-21T09:00", AppealLodged("P1", "CHARGE", date(2026, 11, 21), "E08000025"))
    assert JOINT.holders(fold(story), on) == {COUNCIL, OTHER, "E08000025"}
    says(story, "2026-11-22T09:00", hidden=True)
    assert JOINT.holders(fold(story), on) == frozenset()
    assert JOINT.holders(JOINT.initial(), on) == frozenset()


def served(story: Story, on: str, last: date | None = LAST) -> frozenset[str]:
    """Give the providers that may still write down visits on a day."""
    state = fold(story)
    assert isinstance(state, JointState)
    return served_lately(state, last, date.fromisoformat(on))


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        ("2026-12-25", {"1-100", "1-101"}),
        ("2026-12-28", {"1-100", "1-101"}),
        ("2026-12-29", {"1-100"}),
        ("2027-01-07", {"1-100"}),
        ("2027-01-08", set()),
    ],
)
def test_a_provider_writes_down_the_last_visits_for_a_fortnight(on: str, wanted: set[str]) -> None:
    """After the last covered day, and after the last day of its own line; one that begins later has had no visit."""
    story = home()
    for line, provider in (("L1", "1-100"), ("L2", "1-101")):
        story.line("2026-11-14", line, 700, provider=provider)
    story.line("2027-02-01", "L3", 700, provider="1-102", recorded="2026-11-20")
    story.tell("2026-12-14T09:00", SupportLineEnded("L2", "1-101", date(2026, 12, 14)))
    assert served(story, on) == wanted


def test_who_never_had_six_weeks_or_is_forgotten_has_no_last_visits() -> None:
    """Nothing is left to write down."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    assert served(story, "2026-12-25") == {"1-100"}
    assert served(story, "2026-12-25", None) == frozenset()
    story.tell("2026-12-25T09:00", SubjectKeyDestroyed("erasure"))
    assert served(story, "2026-12-25") == frozenset()
