"""What an invented area records by hand goes through the API as a person's entry does, and is tried again."""

import json
from collections.abc import Callable
from datetime import datetime

import httpx
import pytest

from connectors.simulator.acts import Act, Known, sendable
from connectors.simulator.sendable import DOCUMENT, Sendable
from hub.api.purposes import Purpose, Role
from hub.api.tokens import LocalIssuer
from hub.commands import hand_writing
from hub.commands.hand_writing import HandWriting
from hub.errors import Unavailable
from hub.settings import Settings

KEY = b"a key of thirty-two bytes of tests"
WHO = Known("NHS", "NHS", "9990000018")
FOUND = httpx.Response(200, json={"subject_ref": "r-1", "subject_refs": ["r-1"]})
TAKEN = httpx.Response(201, json={"event_ids": ["e"]})
TOO_EARLY = httpx.Response(422, json={"errors": [{"path": "body.fields.spell", "rule": "not_known_here"}]})
WRONG = httpx.Response(422, json={"errors": [{"path": "body.fields.spell", "rule": "not_in_list"}]})
NOBODY = httpx.Response(404, json={"title": "not found"})
ACT = Act(datetime(2026, 11, 20, 9, 30), "E10999001", "coordinator_named", {"post_id": "HUB-3"})  # noqa: DTZ001 - a wall time


class Web:
    """A web door that answers in turn, the last answer for ever, and keeps what it was asked."""

    def __init__(self, search: list[httpx.Response], entries: list[httpx.Response]) -> None:
        self.answers = {"search": search, "entries": entries, "documents": entries}
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self.asked.append(request)
        turns = self.answers[request.url.path.rpartition("/")[2]]
        return turns.pop(0) if len(turns) > 1 else turns[0]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits in these tests."""
    monkeypatch.setattr(hand_writing, "_PAUSE_S", 0.0)


def writing(door: Callable[[httpx.Request], httpx.Response]) -> HandWriting:
    """Write through a door."""
    client = httpx.AsyncClient(transport=httpx.MockTransport(door), base_url="http://hub")
    return HandWriting(client, LocalIssuer(KEY))


async def test_an_entry_is_recorded_in_the_name_of_its_organisation() -> None:
    """The person is looked for once; every sending has the same key; the token says whose word it is."""
    web = Web([FOUND], [TAKEN])
    hand = writing(web)
    assert await hand.record(sendable(ACT, "1", WHO))
    assert await hand.record(sendable(ACT, "1", WHO))
    search, first, again = web.asked
    assert json.loads(search.content) == {"kind": "NHS", "authority": "NHS", "value": "9990000018"}
    assert (first.url.path, json.loads(first.content)) == (
        "/v1/people/r-1/entries",
        {"what": "coordinator_named", "fields": {"post_id": "HUB-3"}},
    )
    assert first.headers["Idempotency-Key"] == again.headers["Idempotency-Key"]
    assert first.headers["X-Purpose"] == "DISCHARGE_COORDINATION"
    caller = LocalIssuer(KEY).verify(first.headers["Authorization"].removeprefix("Bearer "), hand._clock.now())
    assert (caller.role, caller.organisation) == (Role.COORDINATOR, "E10999001")
    assert Purpose.EARLY_HELP_OFFER in caller.purposes


PAPER = Sendable(
    0, DOCUMENT, "hand-1",
    json.dumps({"known": WHO._asdict(), "organisation": "E10999001", "what": "document", "move": "M1",
                "document": "{}"}).encode(),
    "d-1",
)  # fmt: skip
NOT_YET = httpx.Response(403, json={"title": "not permitted"})
NO_MOVE = httpx.Response(422, json={"errors": [{"path": "query.move", "rule": "no_such_move"}]})
NO_SEAL = httpx.Response(422, json={"errors": [{"path": "body.seal", "rule": "unsigned"}]})


async def test_a_document_is_handed_over_by_a_social_worker_of_its_council() -> None:
    """Byte for byte, with its move, under the purpose of moves."""
    web = Web([FOUND], [TAKEN])
    hand = writing(web)
    assert await hand.record(PAPER)
    sent = web.asked[-1]
    assert (sent.url.path, sent.url.query, sent.content) == ("/v1/people/r-1/documents", b"move=M1", b"{}")
    assert sent.headers["X-Purpose"] == "PORTABILITY"
    caller = LocalIssuer(KEY).verify(sent.headers["Authorization"].removeprefix("Bearer "), hand._clock.now())
    assert (caller.role, caller.organisation) == (Role.SOCIAL_WORKER, "E10999001")


@pytest.mark.parametrize(
    ("answers", "tries", "taken"),
    [([NOT_YET, NO_MOVE, TAKEN], 4, True), ([NOT_YET], 6, False), ([NO_SEAL], 2, False)],
)
async def test_a_document_waits_for_its_move(answers: list[httpx.Response], tries: int, *, taken: bool) -> None:
    """Until the move is worked in its council is refused, or the move not known; what is wrong is sent once."""
    web = Web([FOUND], [*answers])
    assert await writing(web).record(PAPER) is taken
    assert len(web.asked) == tries


@pytest.mark.parametrize(
    ("search", "entries", "tries", "taken"),
    [
        ([NOBODY, FOUND], [TAKEN], 3, True),
        ([FOUND], [TOO_EARLY, TAKEN], 3, True),
        ([NOBODY], [TAKEN], 5, False),
        ([FOUND], [TOO_EARLY], 6, False),
        ([FOUND], [WRONG], 2, False),
    ],
)
async def test_what_is_on_its_way_is_waited_for_and_what_is_wrong_is_not(
    search: list[httpx.Response], entries: list[httpx.Response], tries: int, *, taken: bool
) -> None:
    """A person or thing may come with a message that was sent before; five times it is tried, a faulty entry once."""
    web = Web([*search], [*entries])
    assert await writing(web).record(sendable(ACT, "1", WHO)) is taken
    assert len(web.asked) == tries


async def test_a_door_that_is_away_is_unavailable() -> None:
    """So the sender tries again, as with every other door."""

    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody listens", request=request)

    for door in (gone, Web([httpx.Response(503, json={})], [TAKEN])):
        with pytest.raises(Unavailable):
            await writing(door).record(sendable(ACT, "1", WHO))


async def test_in_live_mode_nobody_signs_in_for_invented_people() -> None:
    """There is no door, so entries are left out."""
    async with hand_writing.hand_writing(Settings.model_construct(mode="live")) as record:
        assert record is None
