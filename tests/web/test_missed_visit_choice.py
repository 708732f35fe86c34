"""The choice of a missed visit in a form."""

from hub.domain.days import rfc3339
from hub.ports.recording import EntryField, Known, Thing
from hub.web.dates import clinical_time
from hub.web.recording_view import options
from tests.api.desk import NAMES
from tests.api.invented import NOW


def test_a_missed_visit_is_said_by_provider_day_and_hour_and_not_offered_once_it_took_place() -> None:
    """No epoch and no reference; two visits of one hour by their lines; one put right is shown where it was chosen."""
    field = EntryField("visit", "known", "Missed visit", of="missed_visit")

    def visit(line: str, planned: int, kind: str = "VisitMissed", **more: int) -> Thing:
        values = {"provider": "1-101", "planned_at": planned, "line_id": line}
        return Thing(f"1-101/{planned}/{line}", values | more, kind, NOW)

    at, later = NOW, NOW + 3_600_000
    things = {
        "missed_visit": [visit("L1", at), visit("L1", later), visit("L2", later), visit("L3", later)],
        "visit": [visit("L3", later, "VisitConfirmed", done_at=later)],
    }
    said = dict(options(field, Known(things), NAMES))
    assert len(said) == 3
    assert f"1-101/{later}/L3" not in said
    assert said[f"1-101/{at}/L1"] == f"Visit missed, Sunrise Home Support, {clinical_time(rfc3339(at))}"
    assert [said[f"1-101/{later}/{line}"].endswith(f" ({line})") for line in ("L1", "L2")] == [True, True]
    assert not any(str(at) in text or str(later) in text for text in said.values())
    assert f"1-101/{later}/L3" in dict(options(field, Known(things), NAMES, [f"1-101/{later}/L3"]))


def test_two_missed_visits_at_one_clock_time_of_the_hour_that_happens_twice_are_told_apart() -> None:
    """On 25 October 2026 it was half past one twice: in summer time, and an hour later; no other hour says its zone."""
    field = EntryField("visit", "known", "Missed visit", of="missed_visit")
    first = 1_792_888_200_000
    each = [first - 3_600_000, first, first + 3_600_000, first + 2 * 3_600_000]
    visits = [
        Thing(f"1-101/{at}/L1", {"provider": "1-101", "planned_at": at, "line_id": "L1"}, "VisitMissed", NOW)
        for at in each
    ]
    said = dict(options(field, Known({"missed_visit": visits}), NAMES))
    assert [said[f"1-101/{at}/L1"].rsplit(", ", 1)[1] for at in each] == [
        "25-Oct-2026 00:30",
        "25-Oct-2026 01:30 BST",
        "25-Oct-2026 01:30 GMT",
        "25-Oct-2026 02:30",
    ]
