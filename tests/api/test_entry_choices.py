"""What a field of type `known` takes, over the API: the same things that the form offers, to the same people."""

from datetime import date
from typing import Any

import httpx
import pytest

from connectors.hand_record.profile import named
from hub.api.entry_choices import choices_json
from hub.api.purposes import Role
from hub.api.refs import ref_of
from hub.events.discharge import Spell
from hub.ports.recording import Known, Thing
from tests.api.desk import Desk
from tests.api.invented import NOW, PEOPLE

ADA, SHIRIN = PEOPLE[0], PEOPLE[2]
PATH = f"/v1/people/{ref_of(ADA.subject)}/entries"
KINDS = named("entries").by_what


def thing(values: dict[str, Any], **more: Any) -> Thing:
    """Give a thing that was told of at noon."""
    return Thing("ref", values, "Told", NOW, **more)


def offered(what: str, field: str, known: Known) -> list[dict[str, Any]]:
    """Give what a field of a kind takes."""
    return choices_json(KINDS[what], known)[field]


async def test_what_the_answer_gives_can_be_recorded_with(desk: Desk, client: httpx.AsyncClient) -> None:
    """A coordinator that was named is a value of the form that stands one down; the look is in the access log."""
    asked = f"{PATH}/choices?what=coordinator_stood_down"
    assert (await client.get(asked, headers=desk.headers())).json()["fields"] == {"post": []}
    await client.post(PATH, json={"what": "coordinator_named", "fields": {"post_id": "HUB-3"}}, headers=desk.headers())
    answer = await client.get(asked, headers=desk.headers())
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    told = answer.json()
    assert (told["subject_ref"], told["what"]) == (ref_of(ADA.subject), "coordinator_stood_down")
    (post,) = told["fields"]["post"]
    assert post == {
        "value": "QHL/HUB-3",
        "type": "CoordinatorNamed",
        "occurred_at": post["occurred_at"],
        "named": {"organisation": "QHL", "post_id": "HUB-3"},
        "said": {},
    }
    lines = [(line.view, line.action, line.decision, line.subject) for line in desk.access.lines]
    assert lines.count(("entries", "view", "PERMIT", ADA.subject)) == 2
    ends = {"what": "coordinator_stood_down", "fields": {"post": post["value"]}}
    assert (await client.post(PATH, json=ends, headers=desk.headers())).status_code == 201


@pytest.mark.parametrize(
    ("role", "purpose", "organisation", "what", "status"),
    [
        (Role.COORDINATOR, "DISCHARGE_COORDINATION", "QHL", "support_line_ended", 200),
        (Role.COORDINATOR, "EARLY_HELP_OFFER", "QHL", "support_line_ended", 403),
        (Role.SOCIAL_WORKER, "NEEDS_ASSESSMENT", "E08000025", "support_line_ended", 200),
        (Role.SOCIAL_WORKER, "NEEDS_ASSESSMENT", "E08000029", "support_line_ended", 403),
        (Role.CARE_STAFF, "CARE_DELIVERY", "1-101", "visit_confirmed", 200),
        (Role.CARE_STAFF, "CARE_DELIVERY", "1-101", "support_line_ended", 403),
        (Role.ANALYST, "SERVICE_PLANNING", "QHL", "visit_confirmed", 403),
        (Role.COORDINATOR, "DISCHARGE_COORDINATION", "QHL", "magic", 404),
    ],
)
async def test_whoever_may_record_it_is_told_what_it_may_be_about(  # noqa: PLR0913, PLR0917 - one row of a table
    desk: Desk, client: httpx.AsyncClient, role: Role, purpose: str, organisation: str, what: str, status: int
) -> None:
    """The decision is that of the form: of this person, and of the group that the kind is in."""
    answer = await client.get(f"{PATH}/choices?what={what}", headers=desk.headers(role, purpose, organisation))
    assert answer.status_code == status


async def test_a_provider_is_offered_its_own_lines_alone(desk: Desk, client: httpx.AsyncClient) -> None:
    """As in the form; the joint team is offered those of every provider."""
    line = {"service": "HOME_SUPPORT", "started_on": "2026-11-20"}
    for provider in ("1-101", "1-102"):
        body = {"what": "support_line_started", "fields": line | {"provider": provider}}
        assert (await client.post(PATH, json=body, headers=desk.headers())).status_code == 201
    asked = f"{PATH}/choices?what=visit_confirmed"
    team = await client.get(asked, headers=desk.headers())
    own = await client.get(asked, headers=desk.headers(Role.CARE_STAFF, "CARE_DELIVERY", "1-101"))
    found = [{one["named"]["provider"] for one in each.json()["fields"]["line"]} for each in (team, own)]
    assert found == [{"1-101", "1-102"}, {"1-101"}]


async def test_of_a_record_that_was_merged_away_the_survivors_things_are_told(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    """After a decision about the survivor."""
    desk.reading.merged[ADA.subject] = SHIRIN.subject
    answer = await client.get(f"{PATH}/choices?what=visit_confirmed", headers=desk.headers())
    assert answer.json()["subject_ref"] == ref_of(SHIRIN.subject)
    assert {line.subject for line in desk.access.lines} == {ADA.subject, SHIRIN.subject}


def test_money_hours_days_times_and_stays_are_written_as_in_other_answers() -> None:
    """Pence and hundredths of an hour are decimals; a stay is its trust and number; no epoch."""
    line = thing({"provider": "1-101", "line_id": "L1"}, said={"hours_per_week": 1050}, service="HOME_SUPPORT")
    (found,) = offered("support_line_ended", "line", Known({"line": [line]}))
    assert found["said"] == {"hours_per_week": "10.5", "service": "HOME_SUPPORT"}
    stay = thing({"spell": Spell("RZZ", "SP1")})
    (found,) = offered("ready_to_leave", "spell", Known({"spell": [stay]}))
    assert found["named"] == {"spell": {"trust": "RZZ", "spell_id": "SP1"}}
    charge = thing({"charge_id": "F1"}, said={"amount": 28000, "from_on": date(2026, 11, 13)})
    (found,) = offered("charge_reversed", "charge", Known({"charge": [charge]}))
    assert found["said"] == {"amount": "280", "from_on": "2026-11-13"}
    missed = thing({"provider": "1-101", "planned_at": NOW, "line_id": "L1"})
    (found,) = offered("carer_told", "visit", Known({"missed_visit": [missed]}))
    assert found["named"]["planned_at"] == found["occurred_at"]


def test_a_missed_visit_that_took_place_is_not_offered() -> None:
    """It was put right."""
    values = {"provider": "1-101", "planned_at": NOW, "line_id": "L1"}
    known = Known({"missed_visit": [thing(values)], "visit": [thing(values | {"done_at": NOW})]})
    assert offered("carer_told", "visit", known) == []


def test_while_whereabouts_are_hidden_no_council_moved_to_is_told() -> None:
    """As in the form."""
    move = thing({"move_id": "M1"}, said={"to_council": "E08000029", "intended_on": date(2026, 12, 1)})
    for hidden, said in ((False, {"to_council": "E08000029", "intended_on": "2026-12-01"}),
                         (True, {"intended_on": "2026-12-01"})):  # fmt: skip
        (found,) = offered("move_confirmed", "move", Known({"move": [move]}, hidden=hidden))
        assert found["said"] == said
