"""Links of carers over the API: both sides decided about, both agreements asked for, ended from one side."""

from typing import Any

import httpx
import pytest

from hub.api.purposes import Role
from hub.api.refs import ref_of
from tests.api.desk import Desk
from tests.api.invented import PEOPLE

ADA, SHIRIN = PEOPLE[0], PEOPLE[2]
PATH = f"/v1/people/{ref_of(ADA.subject)}/carer-links"
OFFER = "EARLY_HELP_OFFER"
AGREED: dict[str, Any] = {
    "other": ref_of(SHIRIN.subject), "role": "CARER", "relationship": "CHILD", "carer_agrees": True,
    "cared_for_agrees": True,
}  # fmt: skip


async def test_a_link_is_recorded_for_both_and_both_looks_are_written_down(
    desk: Desk, client: httpx.AsyncClient
) -> None:
    """The answer names the link and both events; it is ended by its id, and the token's organisation said so."""
    answer = await client.post(PATH, json=AGREED, headers=desk.headers(purpose=OFFER))
    assert answer.status_code == 201
    told = answer.json()
    assert (told["subject_ref"], told["again"], len(told["event_ids"])) == (ref_of(ADA.subject), False, 2)
    assert [event.subject_ref for event in desk.hand.events] == [ADA.subject, SHIRIN.subject]
    looked = [(line.view, line.action, line.decision, line.subject) for line in desk.access.lines]
    assert looked == [("entries", "record", "PERMIT", who) for who in (ADA.subject, SHIRIN.subject)]
    end = await client.post(f"{PATH}/{told['link_id']}/end", json={}, headers=desk.headers(purpose=OFFER))
    assert (end.status_code, end.json()["again"]) == (201, False)
    assert [event.type for event in desk.hand.events] == ["CarerLinked"] * 2 + ["CarerUnlinked"] * 2
    assert {event.provenance.source_organisation for event in desk.hand.events if event.provenance} == {"QHL"}


@pytest.mark.parametrize(
    ("change", "path", "rule"),
    [
        ({"carer_agrees": False}, "body.carer_agrees", "not_agreed"),
        ({"cared_for_agrees": False}, "body.cared_for_agrees", "not_agreed"),
        ({"relationship": "mother of Ellie"}, "body.relationship", "not_in_list"),
        ({"agreed_at": "2099-01-01T00:00:00Z"}, "body.agreed_at", "in_future"),
        ({"other": ref_of(ADA.subject)}, "other", "link_to_oneself"),
    ],
)
async def test_what_is_wrong_is_told_by_path_and_rule(
    desk: Desk, client: httpx.AsyncClient, change: dict[str, Any], path: str, rule: str
) -> None:
    """Nobody is linked who has not agreed, and nothing that was sent comes back."""
    answer = await client.post(PATH, json=AGREED | change, headers=desk.headers(purpose=OFFER))
    assert answer.status_code == 422
    assert [(one["path"], one["rule"]) for one in answer.json()["errors"]] == [(path, rule)]
    assert "Ellie" not in answer.text
    assert desk.hand.events == []


async def test_a_council_links_only_people_whom_both_it_may_record_of(desk: Desk, client: httpx.AsyncClient) -> None:
    """Somebody of another council is not linked to by this one; the attempt is written down."""
    headers = desk.headers(Role.SOCIAL_WORKER, OFFER, ADA.council or "")
    assert SHIRIN.council != ADA.council
    answer = await client.post(PATH, json=AGREED, headers=headers)
    assert answer.status_code == 403
    assert [(line.decision, line.subject) for line in desk.access.lines] == [
        ("PERMIT", ADA.subject),
        ("DENY", SHIRIN.subject),
    ]
    assert desk.hand.events == []


async def test_a_link_that_is_not_there_is_not_found(desk: Desk, client: httpx.AsyncClient) -> None:
    """Nor one under an id that no link can have."""
    for link_id, status in (("K1", 404), ("K%20 1", 422)):
        answer = await client.post(f"{PATH}/{link_id}/end", json={}, headers=desk.headers(purpose=OFFER))
        assert answer.status_code == status
