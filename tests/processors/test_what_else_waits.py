"""The board's row keeps everything that waits: each step of each holder once, so that whoever asks for it finds it."""

from datetime import date
from typing import Any

from hub.events import charges as ch
from hub.events import coordination as co
from hub.events import identity as i
from hub.events.appeals import AppealDecided, AppealLodged
from hub.ports.board import is_listed
from hub.ports.board_filter import BoardFilter
from hub.ports.listing import OpenStep
from hub.ports.store import StateRow
from tests.domain.stories import Story
from tests.processors.people import see
from tests.processors.standing import home
from tests.processors.test_open_steps import AFTER, COUNCIL, OTHER, row


def found(story: Story, on: str, **asked: Any) -> bool:
    """Say whether a board of a day shows somebody."""
    kept = StateRow("joint", b"p" * 16, b"", listing=row(story, on))
    return is_listed(kept, BoardFilter(date.fromisoformat(on), **asked))


def charged(story: Story) -> Story:
    """Support on free days, charged by the council twice and by the provider once."""
    story.line("2026-11-14", "L1", 700, ended_on=date(2026, 12, 24))
    for name, day, by in (("F1", 20, COUNCIL), ("F2", 16, COUNCIL), ("F3", 18, None)):
        charge = ch.ChargeRecorded(name, date(2026, 11, day), date(2026, 11, day + 1), 900, by, provider="1-100")
        story.tell("2026-11-27T09:00", charge)
    return story


def test_a_concern_hides_neither_an_outcome_nor_a_repayment() -> None:
    """It comes next for as long as it stands, and the rest is found beside it."""
    story = charged(home())
    story.tell("2026-12-26T09:00", co.SafeguardingConcernRaised("S1"))
    kept = row(story)
    assert (kept.step, kept.holder, kept.step_due) == ("safeguard", "council", date(2026, 12, 26))
    assert kept.also == (
        OpenStep("pay_back", "council", date(2026, 11, 27)),
        OpenStep("pay_back", "provider", date(2026, 11, 27)),
        OpenStep("record_outcome", "council", date(2026, 12, 25)),
    )
    for asked in ({"step": "record_outcome"}, {"step": "pay_back", "holder": "provider"}, {"step": "safeguard"}):
        assert found(story, AFTER, **asked)
    assert not found(story, AFTER, step="safeguard", holder="provider")
    assert not found(story, AFTER, step="start_support")


def test_what_the_six_weeks_ask_for_behind_the_next_step_is_found_too() -> None:
    """Support is to be arranged and somebody to be named: both are the council's, and each is found."""
    kept = row(home(), "2026-11-20")
    assert (kept.step, kept.also) == ("start_support", (OpenStep("name_coordinator", "council", date(2026, 11, 16)),))
    assert found(home(), "2026-11-20", step="name_coordinator")


def test_of_several_that_are_the_same_work_of_one_holder_the_first_is_kept() -> None:
    """Two repayments of the council are one place on its board, by the earlier day; so is one that comes next."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    story.tell("2026-11-15T09:00", co.CoordinatorNamed("post-1", COUNCIL))
    for name, day in (("A1", 16), ("A2", 17)):
        story.tell(f"2026-11-{day}T09:00", AppealLodged(name, "FUNDING", date(2026, 11, day), council=COUNCIL))
    kept = row(story, "2026-11-18")
    assert (kept.step, kept.step_due) == ("acknowledge_appeal", date(2026, 11, 19))
    assert kept.also == (OpenStep("decide_appeal", "council", date(2026, 12, 28)),)
    assert len(see(story, "2026-11-18")["open_steps"]) == 4


def test_running_support_alone_leaves_nothing_beside_it() -> None:
    """Nothing waits but that it runs as planned."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    story.tell("2026-11-15T09:00", co.CoordinatorNamed("post-1", COUNCIL))
    kept = row(story, "2026-11-18")
    assert (kept.step, kept.also) == ("support", ())


def test_the_dead_are_on_boards_by_step_alone_for_what_others_owe_them() -> None:
    """Their row says that they died; a refund and an appeal are found, and nobody is to go to them."""
    story = charged(home())
    story.tell("2026-11-25T09:00", AppealLodged("A1", "FUNDING", date(2026, 11, 25), council=OTHER))
    story.death("2026-11-28T09:00")
    kept = row(story, "2026-11-30")
    assert (kept.status, kept.step, kept.holder, kept.step_due) == ("died", None, None, None)
    assert [(one.step, one.holder) for one in kept.also] == [
        ("pay_back", "council"), ("pay_back", "provider"), ("acknowledge_appeal", "council"),
        ("decide_appeal", "council"),
    ]  # fmt: skip
    assert found(story, "2026-11-30", step="pay_back")
    assert found(story, "2026-11-30", holder="council")
    assert found(story, "2026-11-30", status="died")
    assert not found(story, "2026-11-30")
    assert not found(story, "2026-11-30", step="start_support")
    for name in ("F1", "F2", "F3"):
        story.tell("2026-12-01T09:00", ch.ChargeReversed(name, date(2026, 12, 1)))
    story.tell("2026-12-01T09:00", AppealDecided("A1", "UPHELD", date(2026, 12, 1)))
    assert row(story, "2026-12-02").also == ()
    assert not found(story, "2026-12-02", order="due")


def test_of_the_forgotten_nothing_is_kept() -> None:
    """They are on no board, whatever waited."""
    story = charged(home())
    story.tell("2026-12-01T09:00", i.SubjectKeyDestroyed("erasure"))
    assert row(story) is None
