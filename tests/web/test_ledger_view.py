"""The table of who pays on the person's page."""

from datetime import date
from typing import Any

from hub.events import determination as det
from hub.processors.joint import JointProcessor
from hub.web.care_view import lines_of
from hub.web.ledger_view import NOT_PRICED, ledger_of
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold


def shown(story: Story, on: str) -> Any:
    """Return the joint state of a day."""
    return dict(JointProcessor(AREAS).view(fold(story), date.fromisoformat(on)))


def home() -> Story:
    """Home on 13 November."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def test_every_period_has_a_row_and_every_payer_a_sum() -> None:
    """Joint and free, then as people decided: days, support, shares, what has fallen due, and the charge."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    story.tell("2026-12-18T10:00", det.FundingDetermined("D1", date(2026, 12, 25), 7500, 0, 2500))
    state = shown(story, "2026-12-31")
    ledger = ledger_of(state, {})
    assert ledger is not None
    assert [(row.days, row.payers, row.amount, row.charge) for row in ledger.rows] == [
        (
            "14-Nov-2026 to 24-Dec-2026",
            ["Council 50 %, £410.00", "Integrated care board 50 %, £410.00"],
            "£820.00",
            "Free",
        ),
        ("25-Dec-2026 on", ["Council 75 %, £105.00", "The person 25 %, £35.00"], "£140.00", "£35.00"),
    ]
    assert ledger.rows[0].support == "Home support, 1-100, new"
    assert ledger.rows[0].why.why == "episodes.0.responsibility.0"
    assert ledger.sums == [("Council", "£515.00"), ("Integrated care board", "£410.00"), ("The person", "£35.00")]
    assert (ledger.total, ledger.unknown) == ("£960.00", 0)
    (line,) = lines_of(state, {})
    assert [value.text for value in line.values if value.label in {"Paid by", "Free to"}] == [
        "Shared, as decided",
        "24-Dec-2026",
    ]


def test_what_nobody_knows_is_said_and_in_no_sum() -> None:
    """No price, ordinary charging, and weeks that ended without a decision are told in words."""
    story = home()
    story.line("2026-06-01", "L0", None)
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000, service="")
    ledger = ledger_of(shown(story, "2026-12-31"), {})
    assert ledger is not None
    assert [(row.support, row.hours, row.amount, row.charge) for row in ledger.rows] == [
        (
            "Home support, 1-100, resumed: in place before admission",
            "Not recorded",
            NOT_PRICED,
            "By the council's financial assessment",
        ),
        ("Support, 1-100, new", "7 a week", "£820.00", "Free"),
        ("Support, 1-100, new", "7 a week", "£140.00", "Free: nobody has decided who pays"),
    ]
    assert (ledger.total, ledger.unknown) == ("£960.00", 1)


def test_the_table_says_up_to_which_day_it_counts() -> None:
    """The day looked at while support goes on, its last day once it is over, and nothing where no day is told."""
    over, on_and_on = home(), home()
    over.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000, ended_on=date(2026, 11, 30))
    on_and_on.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    died = home()
    died.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    died.death("2026-11-30T09:00", died="2026-11-30")
    told = []
    for story, on in (
        (over, "2026-11-29"),
        (over, "2026-11-30"),
        (over, "2026-12-31"),
        (on_and_on, "2026-12-24"),
        (on_and_on, "2026-12-25"),
        (died, "2026-11-30"),
    ):
        ledger = ledger_of(shown(story, on) | {"on": on}, {})
        assert ledger is not None
        told.append(ledger.until)
    after = " Support goes on after it, in no sum."
    assert told == [
        f"Counted up to 29-Nov-2026.{after}",
        "Counted up to 30-Nov-2026.",
        "Counted up to 30-Nov-2026.",
        f"Counted up to 24-Dec-2026.{after}",
        f"Counted up to 25-Dec-2026.{after}",
        "Counted up to 30-Nov-2026.",
    ]
    story = over
    plain = ledger_of(shown(story, "2026-12-31"), {})
    assert plain is not None
    assert plain.until == ""


def test_without_support_there_is_no_table() -> None:
    """Nobody in their six weeks, and nobody with support, has an empty table."""
    assert ledger_of({}, {}) is None
    assert ledger_of(shown(home(), "2026-12-01"), {}) is None
