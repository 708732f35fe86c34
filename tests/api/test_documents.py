"""Documents over the API: decided by the councils of the move, written down, refused by field and rule, read back."""

import httpx
import pytest

from hub.api.purposes import Role
from hub.api.refs import ref_of
from hub.ports.recording import Recorder
from tests.api.desk import Desk
from tests.api.invented import PEOPLE

ADA = PEOPLE[0]
PATH = f"/v1/people/{ref_of(ADA.subject)}/documents"
HERE, THERE, ELSEWHERE = "E08000025", "E08000099", "E08000029"
RAW = b'{"seal": {}}'


def of(desk: Desk, council: str, purpose: str = "PORTABILITY") -> dict[str, str]:
    """Return the headers of a social worker of a council."""
    return desk.headers(Role.SOCIAL_WORKER, purpose, council)


async def test_a_document_is_sent_by_one_council_and_read_by_the_other(desk: Desk, client: httpx.AsyncClient) -> None:
    """Byte for byte, kept by no cache; both looks are in the access log, each with its council."""
    answer = await client.post(f"{PATH}?move=M7", content=RAW, headers=of(desk, HERE))
    assert answer.status_code == 201
    told = answer.json()
    assert told | {"event_ids": [], "again": False} == {
        "subject_ref": ref_of(ADA.subject), "move_id": "M7", "document_id": "A1", "sha256": "ab" * 32,
        "event_ids": [], "again": False,
    }  # fmt: skip
    _, who, move = desk.documents.kept["ab" * 32]
    assert (who, move) == (Recorder(HERE, "social_worker", "PORTABILITY"), "M7")
    back = await client.get(f"{PATH}/{told['sha256']}", headers=of(desk, THERE))
    assert (back.status_code, back.content) == (200, RAW)
    assert (back.headers["content-type"], back.headers["cache-control"]) == ("application/json", "no-store")
    assert [(line.view, line.action, line.organisation, line.decision) for line in desk.access.lines] == [
        ("documents", "send", HERE, "PERMIT"),
        ("documents", "view", THERE, "PERMIT"),
    ]


async def test_what_is_wrong_is_told_by_path_and_rule(desk: Desk, client: httpx.AsyncClient) -> None:
    """Each fault where it stands: in the document, in its seal, or the move that the address names."""
    answer = await client.post(PATH, content=b"no document", headers=of(desk, HERE))
    assert answer.status_code == 422
    assert [(one["path"], one["rule"]) for one in answer.json()["errors"]] == [
        ("body", "not_json"), ("body.seal", "unsigned"), ("query.move", "no_such_move"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "council", "purpose"),
    [
        (Role.SOCIAL_WORKER, ELSEWHERE, "PORTABILITY"),
        (Role.SOCIAL_WORKER, HERE, "CARE_DELIVERY"),
        (Role.COORDINATOR, HERE, "PORTABILITY"),
        (Role.PERSON, HERE, "SUBJECT_ACCESS"),
    ],
)
async def test_nobody_else_sends_or_reads(
    desk: Desk, client: httpx.AsyncClient, role: Role, council: str, purpose: str
) -> None:
    """A third council, another purpose, another role: denied, and the attempt is written down."""
    headers = desk.headers(role, purpose, council, ADA.subject)
    assert (await client.post(PATH, content=RAW, headers=headers)).status_code == 403
    assert (await client.get(f"{PATH}/{'ab' * 32}", headers=headers)).status_code == 403
    assert [line.decision for line in desk.access.lines] == ["DENY", "DENY"]
    assert desk.documents.kept == {}


async def test_a_document_that_never_came_is_not_found(desk: Desk, client: httpx.AsyncClient) -> None:
    """Nor is anything that is no hash."""
    assert (await client.get(f"{PATH}/{'cd' * 32}", headers=of(desk, HERE))).status_code == 404
    assert (await client.get(f"{PATH}/plan.json", headers=of(desk, HERE))).status_code == 422
