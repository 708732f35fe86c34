"""Recording by hand over the API: decided, written down, whole or not at all, and once."""

from typing import Any, NamedTuple

import httpx
import jsonschema_rs
import pytest

from hub.api.app import make_app
from hub.api.purposes import Role
from hub.api.refs import ref_of
from tests.api.desk import Desk
from tests.api.invented import PEOPLE
from tests.hand.entries import GOOD

ADA, SHIRIN = PEOPLE[0], PEOPLE[2]
PATH = f"/v1/people/{ref_of(ADA.subject)}/entries"
NAMED = {"what": "coordinator_named", "fields": {"post_id": "HUB-3"}}
ONCE = {"Idempotency-Key": "one-recording-1"}


async def test_an_entry_is_recorded_and_answered_with_the_state(desk: Desk, client: httpx.AsyncClient) -> None:
    """The answer names the events and says what the joint state says now; both looks are in the access log."""
    answer = await client.post(PATH, json=NAMED, headers=desk.headers())
    assert answer.status_code == 201
    told = answer.json()
    assert (len(told["event_ids"]), told["again"], told["folded"]) == (1, False, True)
    assert told["joint"]["subject_ref"] == ref_of(ADA.subject)
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = desk.hand.events
    said = event.provenance
    assert event.event_id.hex() == told["event_ids"][0]
    assert said is not None
    assert (said.source_organisation, said.feed, said.author) == ("QHL", "hand", "coordinator")
    assert "somebody" not in str(event)
    lines = [(line.view, line.action, line.decision, line.subject) for line in desk.access.lines]
    assert ("entries", "record", "PERMIT", ADA.subject) in lines
    assert ("joint_state", "view", "PERMIT", ADA.subject) in lines


async def test_everything_that_is_wrong_is_told_at_once(desk: Desk, client: httpx.AsyncClient) -> None:
    """A problem document with path, rule and words for each fault; nothing typed is repeated, nothing is kept."""
    body = {"what": "support_line_started", "fields": {"provider": "Mrs Secret", "started_on": "31 November"}}
    answer = await client.post(PATH, json=body, headers=desk.headers())
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert {(one["path"], one["rule"]) for one in answer.json()["errors"]} == {
        ("body.fields.provider", "not_a_code"),
        ("body.fields.service", "missing"),
        ("body.fields.started_on", "not_a_date"),
    }
    assert all(one["message"].endswith(".") for one in answer.json()["errors"])
    assert "Secret" not in answer.text
    assert "November" not in answer.text
    assert desk.hand.taken == []


async def test_a_repeat_records_once(desk: Desk, client: httpx.AsyncClient) -> None:
    """The same key and entry give the same events again; without a key each call is an entry of its own."""
    answers = [await client.post(PATH, json=NAMED, headers=desk.headers() | ONCE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert [answer.json()["again"] for answer in answers] == [False, True]
    assert answers[0].json()["event_ids"] == answers[1].json()["event_ids"]
    assert len(desk.hand.events) == 1
    for _ in range(2):
        await client.post(PATH, json=NAMED, headers=desk.headers())
    assert len(desk.hand.events) == 3


async def test_a_key_stands_for_one_entry(desk: Desk, client: httpx.AsyncClient) -> None:
    """Something else under a key that was used is refused, and a key of the wrong form is."""
    await client.post(PATH, json=NAMED, headers=desk.headers() | ONCE)
    other = NAMED | {"fields": {"post_id": "HUB-4"}}
    for key, rule in (("one-recording-1", "key_taken"), ("short", "not_a_key")):
        answer = await client.post(PATH, json=other, headers=desk.headers() | {"Idempotency-Key": key})
        assert answer.status_code == 422
        assert [(one["path"], one["rule"]) for one in answer.json()["errors"]] == [("header.idempotency-key", rule)]
    assert len(desk.hand.events) == 1


async def test_a_correction_takes_the_earlier_entry_back_and_can_be_repeated(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    """The right entry and the word about the wrong one are one recording; its repeat is no new correction."""
    first = (await client.post(PATH, json=NAMED, headers=desk.headers())).json()["event_ids"][0]
    right = {
        "what": "coordinator_named",
        "fields": {"post_id": "HUB-4"},
        "corrects": first,
        "reason": {"code": "WRONG_VALUE", "words": "It is desk 4."},
    }
    done, again = [await client.post(PATH, json=right, headers=desk.headers() | ONCE) for _ in range(2)]
    assert (done.status_code, again.status_code) == (201, 201)
    assert done.json()["event_ids"] == again.json()["event_ids"]
    assert [event.type for event in desk.hand.events] == ["CoordinatorNamed", "CoordinatorNamed", "EventReplaced"]
    assert desk.hand.personal[-1] == {"correction": {"reason": "WRONG_VALUE", "words": "It is desk 4."}}
    twice = await client.post(PATH, json=right, headers=desk.headers())
    assert [one["rule"] for one in twice.json()["errors"]] == ["not_an_entry"]


class Who(NamedTuple):
    """Somebody who tries to record, and whether they may."""

    role: Role
    purpose: str
    organisation: str
    may: bool


@pytest.mark.parametrize(
    "who",
    [
        Who(Role.COORDINATOR, "DISCHARGE_COORDINATION", "QHL", may=True),
        Who(Role.COORDINATOR, "EARLY_HELP_OFFER", "QHL", may=False),
        Who(Role.SOCIAL_WORKER, "NEEDS_ASSESSMENT", "E08000025", may=True),
        Who(Role.SOCIAL_WORKER, "NEEDS_ASSESSMENT", "E08000029", may=False),
        Who(Role.CARE_STAFF, "CARE_DELIVERY", "1-101", may=False),
        Who(Role.ANALYST, "SERVICE_PLANNING", "QHL", may=False),
        Who(Role.INFORMATION_GOVERNANCE, "AUDIT", "QHL", may=False),
        Who(Role.PERSON, "SUBJECT_ACCESS", "-", may=False),
        Who(Role.COORDINATOR, "DISCHARGE_COORDINATION", "DWP", may=False),
    ],
)
async def test_the_policy_says_who_records(desk: Desk, client: httpx.AsyncClient, who: Who) -> None:
    """Coordinators record of everybody, social workers of their own residents, nobody else; a refusal is in the log."""
    own = ADA.subject if who.role is Role.PERSON else None
    answer = await client.post(PATH, json=NAMED, headers=desk.headers(who.role, who.purpose, who.organisation, own))
    assert answer.status_code == (201 if who.may else 403)
    assert len(desk.hand.events) == who.may
    answers = [line.decision for line in desk.access.lines if line.action == "record"]
    assert answers == ["PERMIT" if who.may else "DENY"]


@pytest.mark.parametrize(
    ("organisation", "purpose", "what", "status"),
    [
        ("1-101", "CARE_DELIVERY", "visit_confirmed", 201),
        ("1-101", "CARE_DELIVERY", "visit_missed", 201),
        ("1-102", "CARE_DELIVERY", "visit_confirmed", 403),
        ("1-101", "NEEDS_ASSESSMENT", "visit_confirmed", 403),
        ("1-101", "CARE_DELIVERY", "support_line_ended", 403),
        ("1-101", "CARE_DELIVERY", "equipment_provided", 403),
        ("1-101", "CARE_DELIVERY", "six_weeks_outcome", 403),
    ],
)
async def test_a_provider_writes_down_its_visits_and_nothing_else(  # noqa: PLR0913, PLR0917 - one row of a table
    desk: Desk, client: httpx.AsyncClient, organisation: str, purpose: str, what: str, status: int
) -> None:
    """Of the people it cares for; another provider's people, another purpose and what a council decides are refused."""
    fields = {"visit_confirmed": "done_at", "visit_missed": "planned_at"}
    body = {"what": what, "fields": {"line": "1-101/L1", fields.get(what, "ended_on"): "2026-11-23T09:00"}}
    answer = await client.post(PATH, json=body, headers=desk.headers(Role.CARE_STAFF, purpose, organisation))
    assert answer.status_code == status
    assert len(desk.hand.events) == (status == 201)
    decided = {line.decision for line in desk.access.lines if line.action == "record"}
    assert decided == {"PERMIT" if status == 201 else "DENY"}


async def test_a_provider_is_offered_visits_and_a_concern_alone(desk: Desk, client: httpx.AsyncClient) -> None:
    """What can be recorded is narrowed to what care staff may record."""
    kinds = await client.get("/v1/entries/kinds", headers=desk.headers(Role.CARE_STAFF, "CARE_DELIVERY", "1-101"))
    assert {kind["what"] for kind in kinds.json()["kinds"]} == {
        "visit_confirmed", "visit_missed", "carer_told", "safeguarding_raised", "recorded_by_mistake",
    }  # fmt: skip


async def test_early_help_is_recorded_for_its_own_purpose(desk: Desk, client: httpx.AsyncClient) -> None:
    """The purpose of the offer opens the steps of early help alone, and no joint state."""
    body = {"what": "early_help_declined", "fields": {"referral": "R1"}}
    refused = await client.post(PATH, json=body, headers=desk.headers())
    assert refused.status_code == 403
    answer = await client.post(PATH, json=body, headers=desk.headers(purpose="EARLY_HELP_OFFER"))
    assert [one["rule"] for one in answer.json()["errors"]] == ["not_known_here"]
    kinds = await client.get("/v1/entries/kinds", headers=desk.headers(purpose="EARLY_HELP_OFFER"))
    assert {kind["group"] for kind in kinds.json()["kinds"]} == {"early_help", "mistakes"}


async def test_somebody_unknown_and_somebody_away(desk: Desk, client: httpx.AsyncClient) -> None:
    """Nothing is recorded of a person who is not known, or while the log cannot keep it."""
    nobody = await client.post(f"/v1/people/{ref_of(bytes(16))}/entries", json=NAMED, headers=desk.headers())
    assert nobody.status_code == 404
    desk.hand.away = True
    away = await client.post(PATH, json=NAMED, headers=desk.headers())
    assert away.status_code == 503
    assert desk.hand.events == []


async def test_an_entry_goes_to_who_somebody_is_now(desk: Desk, client: httpx.AsyncClient) -> None:
    """Of a record that was merged away the survivor's is written, after a decision about the survivor."""
    desk.reading.merged[ADA.subject] = SHIRIN.subject
    answer = await client.post(PATH, json=NAMED, headers=desk.headers())
    assert answer.json()["subject_ref"] == ref_of(SHIRIN.subject)
    assert [event.subject_ref for event in desk.hand.events] == [SHIRIN.subject]
    assert {line.subject for line in desk.access.lines if line.action == "record"} == {ADA.subject, SHIRIN.subject}


async def test_what_can_be_recorded_is_data(desk: Desk, client: httpx.AsyncClient) -> None:
    """Kinds, fields, lists and reasons come from the table, narrowed to what the reader may record."""
    told: dict[str, Any] = (await client.get("/v1/entries/kinds", headers=desk.headers())).json()
    kinds = {kind["what"]: kind for kind in told["kinds"]}
    assert "early_help_declined" not in kinds
    reason = next(field for field in kinds["delay_reason_recorded"]["fields"] if field["name"] == "reason")
    assert len(reason["choices"]) == 37
    assert {choice["code"] for choice in told["reasons"]} >= {"WRONG_VALUE", "DID_NOT_HAPPEN"}
    council = desk.headers(Role.SOCIAL_WORKER, "NEEDS_ASSESSMENT", "E08000025")
    assert (await client.get("/v1/entries/kinds", headers=council)).status_code == 200
    analyst = desk.headers(Role.ANALYST, "SERVICE_PLANNING")
    assert (await client.get("/v1/entries/kinds", headers=analyst)).status_code == 403


def test_the_document_describes_each_kind_from_the_table(desk: Desk) -> None:
    """Every good entry of the tests fits the shape of its kind; a field too many and one too few do not."""
    document = make_app(desk.parts).openapi()
    body = document["paths"]["/v1/people/{ref}/entries"]["post"]["requestBody"]["content"]["application/json"]
    assert body["schema"] == {"$ref": "#/components/schemas/EntryBody"}
    schemas = document["components"]["schemas"]
    kinds = schemas["EntryBody"]["x-entry-kinds"]
    assert schemas["EntryBody"]["properties"]["what"] == {"enum": list(kinds)}
    checks = {what: jsonschema_rs.validator_for(schemas[ref.rpartition("/")[2]]) for what, ref in kinds.items()}
    for what, (fields, _) in GOOD.items():
        plain = {name: value.lstrip("£") if isinstance(value, str) else value for name, value in fields.items()}
        assert checks[what].is_valid({"what": what, "fields": plain}), what
        assert not checks[what].is_valid({"what": what, "fields": plain | {"more": "x"}}), what
    assert not checks["coordinator_named"].is_valid({"what": "coordinator_named", "fields": {}})
    delay = {"what": "delay_reason_recorded", "fields": {"spell": "RZZ/1"}}
    assert not checks["delay_reason_recorded"].is_valid(delay)
    delay["fields"] = {"spell": "RZZ/1", "reason_label": "Awaiting the moon"}
    assert checks["delay_reason_recorded"].is_valid(delay)
    assert not checks["recorded_by_mistake"].is_valid({"what": "recorded_by_mistake"})
