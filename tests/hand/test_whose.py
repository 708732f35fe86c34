"""What somebody may not write down by hand because it is about something of others."""

from typing import Any

import pytest

from hub.ports.recording import Recorder
from tests.hand.test_translation import SAID, faults, told

VISITS: list[tuple[str, dict[str, Any], str]] = [
    ("visit_confirmed", {"line": "line", "done_at": "2026-11-22T08:30"}, "line"),
    ("visit_missed", {"line": "line", "planned_at": "2026-11-22T08:30"}, "line"),
    ("carer_told", {"visit": "missed_visit"}, "visit"),
]
"""Everything that care staff may record, about a line of 1-101."""


@pytest.mark.parametrize(("what", "fields", "field"), VISITS)
def test_a_provider_writes_of_its_own_lines_alone(what: str, fields: dict[str, Any], field: str) -> None:
    """Another provider's missed visit is not made good by who did not make it; the refusal stands at the line."""
    other = SAID._replace(who=Recorder("1-102", "care_staff", "CARE_DELIVERY", "own_provider"))
    assert faults(told(what, fields, other)) == {(f"fields.{field}", "not_your_line")}
    own = SAID._replace(who=Recorder("1-101", "care_staff", "CARE_DELIVERY", "own_provider"))
    assert told(what, fields, own).outcome == "accepted"


@pytest.mark.parametrize("scope", ["own_team", "own_council", "anyone"])
@pytest.mark.parametrize(("what", "fields", "field"), VISITS)
def test_team_council_and_joint_team_write_of_every_line(
    what: str, fields: dict[str, Any], field: str, scope: str
) -> None:
    """A member of the team who works for another provider says which visits they saw."""
    del field
    said = SAID._replace(who=Recorder("1-102", "care_staff", "CARE_DELIVERY", scope))
    assert told(what, fields, said).outcome == "accepted"
