"""What people write down in good faith is taken: as they write it, early, late, and in the hour that happens twice."""

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from connectors.hand_record.known import known_of
from connectors.nhs_number import fault_of, plain
from hub.events.care_record import VisitConfirmed
from hub.ports.recording import Known, Thing
from hub.runtime.provenance import own_provenance
from hub.web.answers import fields_of, sent_again
from tests.domain.stories import Story
from tests.hand.entries import DAY, GOOD
from tests.hand.test_against import known
from tests.hand.test_translation import SAID, TABLE, faults, told

WEEK_BEFORE, EARLIER = "2026-11-16T08:30", "2026-11-14T08:30"


@pytest.mark.parametrize("provider", ["1-101601531", "1-101601558", "1-107338589", "1-10733858912"])
def test_a_location_of_the_care_quality_commission_is_a_provider(provider: str) -> None:
    """One in eleven of those with nine digits has the check digit of an NHS number by chance."""
    support = GOOD["support_line_started"][0] | {"provider": provider}
    (event,) = told("support_line_started", support).events
    assert getattr(event.body, "provider", None) == provider


def test_an_nhs_number_is_no_code_however_it_is_written() -> None:
    """Its own dashes do not make a provider of it; a location that passes the check is told by its first dash."""
    assert fault_of(plain("1-101601531")) is None
    for number in ("9990000018", "999-000-0018", "999000-0018"):
        support = GOOD["support_line_started"][0] | {"provider": number}
        assert faults(told("support_line_started", support)) == {("fields.provider", "person_number")}


@pytest.mark.parametrize(
    ("typed", "pence"), [("1,234.50", 123450), ("£1,234", 123400), ("12,345.60", 1234560), ("1234.5", 123450)]
)
def test_an_amount_may_have_commas_between_its_thousands(typed: str, pence: int) -> None:
    """As on the bill that lies before whoever types it."""
    (event,) = told("charge_recorded", GOOD["charge_recorded"][0] | {"amount": typed}).events
    assert getattr(event.body, "amount", None) == pence


@pytest.mark.parametrize("typed", ["12,50", "1,2345", "1,23,456", ",500", "1,000,"])
def test_another_comma_is_refused(typed: str) -> None:
    """It may be meant as a point, and then it is another sum."""
    assert faults(told("charge_recorded", GOOD["charge_recorded"][0] | {"amount": typed})) == {
        ("fields.amount", "not_a_decimal")
    }


def test_a_carer_is_told_ahead_that_nobody_will_come() -> None:
    """A week before the planned time at most: what is earlier is a slip in the day."""
    said = SAID._replace(known=known("missed_visit"))
    ahead, slip = ({"visit": "missed_visit", "happened_at": each} for each in (WEEK_BEFORE, EARLIER))
    assert told("carer_told", ahead, said).outcome == "accepted"
    assert faults(told("carer_told", slip, said)) == {("fields.happened_at", "before_it_began")}


@pytest.mark.parametrize(
    ("done", "shown"),
    [
        ("2026-10-25T00:40", "2026-10-25T01:40"),
        ("2026-10-25T01:40", "2026-10-25T01:40+00:00"),
        ("2026-10-25T02:40", "2026-10-25T02:40"),
        ("2026-07-01T08:40", "2026-07-01T09:40"),
    ],
)
def test_a_correction_begins_with_the_hour_that_was_recorded(done: str, shown: str) -> None:
    """Of the hour that happens twice too: sent again as it is offered, it is the same moment (`done` is UTC)."""
    story = Story("clocks")
    at = int(datetime.fromisoformat(done).replace(tzinfo=UTC).timestamp() * 1000)
    kind, answers = TABLE.by_what["visit_confirmed"], written(story, at)
    assert answers["done_at"] == shown
    again: dict[str, Any] = fields_of(kind, sent_again(kind, answers))
    line = Thing("line", {"provider": "1-100", "line_id": "L1"}, "SupportLineStarted", DAY)
    here = SAID._replace(known=Known({"line": (line,)}, []))
    (event,) = told("visit_confirmed", again | {"line": "line"}, here).events
    assert event.occurred.at == at


def written(story: Story, at: int) -> dict[str, Any]:
    """Give a visit that was recorded by hand as the fields of its entry."""
    event = story.tell("2026-10-25T01:00", VisitConfirmed("L1", "1-100", None, at))
    said = replace(own_provenance(event.event_id, "made"), feed="hand")
    made = replace(event, occurred_at=at, provenance=said)
    (entry,) = known_of([made], TABLE).entries
    return dict(entry.answers)
