"""Doors for partners' machines, health, and what stands before every route."""

from datetime import date

import httpx
import pytest

from connectors.drop_client import DropClient
from hub.api.app import make_app
from hub.api.parts import ApiSettings
from hub.api.purposes import Role
from hub.ports.board_filter import BoardFilter
from hub.ports.missing import Missing
from hub.ports.reading import BoardPage
from tests.api.desk import Desk
from tests.api.invented import TODAY

HL7 = {"Content-Type": "application/hl7-v2"}
MESSAGE = b"MSH|^~\\&|A|RZZ|HUB|HUB|20261123||ADT^A01|1|P|2.4\r"
FILES = {"files": ("visits.csv", b"record\n", "text/csv")}


def client_of(desk: Desk, host: str = "127.0.0.1") -> httpx.AsyncClient:
    """A client that comes from an address."""
    transport = httpx.ASGITransport(make_app(desk.parts), raise_app_exceptions=False, client=(host, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://testserver")


async def test_a_desk_takes_a_message_and_gives_its_acknowledgement(client: httpx.AsyncClient, desk: Desk) -> None:
    """HL7 v2 over HTTP is the same handler as over MLLP."""
    answer = await client.post("/v1/messages/hl7v2", content=MESSAGE, headers=HL7)
    assert answer.status_code == 200
    assert b"MSA|AA" in answer.content
    assert desk.messages == [MESSAGE]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_form_of_a_web_page_is_no_message(client: httpx.AsyncClient, desk: Desk, media_type: str) -> None:
    """Only a type that a page elsewhere cannot send without asking is taken."""
    answer = await client.post("/v1/messages/hl7v2", content=MESSAGE, headers={"Content-Type": media_type})
    assert answer.status_code == 415
    assert desk.messages == []


@pytest.mark.parametrize(
    ("host", "secret", "status"),
    [
        ("127.0.0.1", "the right secret", 200),
        ("::1", "the right secret", 200),
        ("127.0.0.1", "another", 401),
        ("127.0.0.1", None, 401),
        ("10.0.0.9", "the right secret", 401),
    ],
)
async def test_outside_desk_mode_a_sender_shows_who_it_is(host: str, secret: str | None, status: int) -> None:
    """The feed secret counts from this machine alone; elsewhere a token is needed."""
    desk = Desk(ApiSettings(mode="live", feed_secret="the right secret"))
    headers = HL7 if secret is None else HL7 | {"X-Feed-Secret": secret}
    async with client_of(desk, host) as client:
        assert (await client.post("/v1/messages/hl7v2", content=MESSAGE, headers=headers)).status_code == status
    assert len(desk.messages) == (status == 200)


@pytest.mark.parametrize(("role", "status"), [(Role.SENDER, 200), (Role.COORDINATOR, 403), (Role.PERSON, 403)])
async def test_only_a_sender_hands_in(role: Role, status: int) -> None:
    """A reader's token opens no feed; DWP's own sender may hand in, which is the one way of the valve."""
    desk = Desk(ApiSettings(mode="live"))
    headers = desk.headers(role, organisation="DWP") | HL7
    async with client_of(desk, "10.0.0.9") as client:
        assert (await client.post("/v1/messages/hl7v2", content=MESSAGE, headers=headers)).status_code == status


async def test_files_are_handed_to_a_feed_with_a_receipt(client: httpx.AsyncClient, desk: Desk) -> None:
    """A dropped file gives the receipt, an unknown feed is not found, no file is a mistake."""
    answer = await client.post("/v1/feeds/provider-desk/files", files=FILES)
    assert answer.json()["accepted"] == 1
    assert desk.files[0][1] == b"record\n"
    assert (await client.post("/v1/feeds/nobody/files", files=FILES)).status_code == 404
    assert (await client.post("/v1/feeds/provider-desk/files", data={"x": "y"})).status_code in {400, 422}


async def test_a_refused_file_is_a_problem_that_carries_the_receipt(client: httpx.AsyncClient) -> None:
    """A machine that looks at the status alone learns that its file was not taken; the receipt says why."""
    answer = await client.post("/v1/feeds/provider-desk/files", files={"files": ("junk.csv", b"junk", "text/csv")})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert (problem["type"], problem["status"]) == ("urn:care-hub:problem:file-refused", 422)
    assert problem["errors"] == [{"path": "file", "rule": "column_missing", "message": "file: there is no heading"}]
    assert problem["receipt"]["refused"]["rule"] == "column_missing"
    assert problem["receipt"]["file"] == "junk.csv"


async def test_one_refused_file_among_several_is_told_with_what_was_taken(client: httpx.AsyncClient) -> None:
    """Handing all of them over again is safe; the receipt says which one needs mending."""
    two = [("files", ("a.csv", b"record\n", "text/csv")), ("files", ("b.csv", b"junk", "text/csv"))]
    answer = await client.post("/v1/feeds/provider-desk/files", files=two)
    assert answer.status_code == 422
    assert [one["path"] for one in answer.json()["errors"]] == ["files.1"]
    assert answer.json()["receipt"]["accepted"] == 1


async def test_whoever_hands_files_over_by_program_gets_the_receipt_of_a_refused_one(
    client: httpx.AsyncClient,
) -> None:
    """The simulator, and anybody who uses the same client, reads one shape of receipt."""
    receipt = await DropClient(client).drop("provider-desk", {"junk.csv": b"junk"})
    assert (receipt["file"], receipt["refused"]["rule"]) == ("junk.csv", "column_missing")
    nobody = await DropClient(client).drop("nobody", {"junk.csv": b"junk"})
    assert nobody["refused"]["rule"] == "404"


async def test_an_engineer_sees_reasons_and_never_content(client: httpx.AsyncClient, desk: Desk) -> None:
    """Parked messages are listed by field and rule; the sealed original stays sealed."""
    headers = desk.headers(Role.INTEGRATION_ENGINEER, "AUDIT")
    answer = await client.get("/v1/quarantine", headers=headers)
    assert answer.json()["rows"][0]["rule"] == "no_identifier"
    assert "sealed" not in answer.text
    feeds = (await client.get("/v1/feeds", headers=headers)).json()["rows"]
    assert [row["feed"] for row in feeds if row["silent"]] == ["dwp-desk", "provider-desk"]


@pytest.mark.parametrize("query", ["", "?status=open", "?ready=yes&reason=CAP05", "?step=receive", "?on=2026-11-20"])
async def test_an_analyst_gets_no_list(client: httpx.AsyncClient, desk: Desk, query: str) -> None:
    """Neither rows without names nor counts, of today or another day: what a dashboard hides could be counted."""
    answer = await client.get(f"/v1/board{query}", headers=desk.headers(Role.ANALYST, "SERVICE_PLANNING"))
    assert answer.status_code == 403
    assert "rows" not in answer.json()
    assert "counts" not in answer.json()


@pytest.mark.parametrize(("path", "purpose"), [("board", "DISCHARGE_COORDINATION"), ("early-help", "EARLY_HELP_OFFER")])
async def test_a_list_tells_people_apart_and_no_more(
    client: httpx.AsyncClient, desk: Desk, path: str, purpose: str
) -> None:
    """Name, birth, sex and number are in a list; address, phones and next of kin are not."""
    answer = await client.get(f"/v1/{path}", headers=desk.headers(purpose=purpose))
    assert set(answer.json()["rows"][0]["card"]) == {"name", "born", "sex", "nhs_number"}
    assert "Invented Row" not in answer.text


@pytest.mark.parametrize("path", ["/v1/board?council=%00", "/v1/dashboards/QHL/discharges?trust=R%00", "/?step=%00"])
async def test_a_null_in_an_address_is_the_askers_mistake(client: httpx.AsyncClient, desk: Desk, path: str) -> None:
    """No database has a text with U+0000: whoever asks for one is told so, and no defect is noted."""
    answer = await client.get(path, headers=desk.headers())
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [(one["path"], one["rule"]) for one in answer.json()["errors"]] == [("query", "control_character")]


async def test_a_board_is_paged_by_cursor(client: httpx.AsyncClient, desk: Desk) -> None:
    """Following `next` gives everybody once."""
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = (await client.get("/v1/board", params={"limit": 3, "after": after}, headers=desk.headers())).json()
        seen += [row["subject_ref"] for row in page["rows"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) == 10


async def test_the_board_of_another_day_is_asked_for_by_its_day(
    client: httpx.AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`on` goes to the reader with every filter, without it the day of today; what is no day is refused."""
    asked, board = list[BoardFilter](), desk.reading.board

    async def noted(ask: BoardFilter, *, missing: Missing) -> BoardPage:
        asked.append(ask)
        return (await board(ask, missing=missing))._replace(counts=None)

    monkeypatch.setattr(desk.reading, "board", noted)
    path = "/v1/board?council=E08000029&step=review&on="
    answer = await client.get(f"{path}2026-11-02", headers=desk.headers())
    assert (answer.status_code, answer.json()["counts"]) == (200, None)
    await client.get("/v1/board", headers=desk.headers())
    assert [(ask.on, ask.council, ask.step) for ask in asked] == [
        (date(2026, 11, 2), "E08000029", "review"),
        (TODAY, None, None),
    ]
    for wrong in ("2026-02-30", "yesterday", "0000-01-01", "10000-01-01"):
        answer = await client.get(f"{path}{wrong}", headers=desk.headers())
        assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "query.on")


async def test_a_board_says_how_many_servers_do_not_answer(client: httpx.AsyncClient, desk: Desk) -> None:
    """The others' people come, and a program can tell that they are not all; null where they are."""
    whole = (await client.get("/v1/board", headers=desk.headers())).json()
    desk.reading.away = {2}
    part = await client.get("/v1/board", headers=desk.headers())
    assert (part.status_code, whole["missing"], part.json()["missing"]) == (200, None, {"servers": 1, "of": 3})
    assert part.json()["rows"]
    assert (await client.get("/v1/board?on=2026-11-02", headers=desk.headers())).json()["missing"] is not None


@pytest.mark.parametrize("after", ["%%%", "a", "ä"])
async def test_a_cursor_that_is_none_is_refused(client: httpx.AsyncClient, desk: Desk, after: str) -> None:
    """A cursor comes from the hub or from nowhere."""
    answer = await client.get("/v1/board", params={"after": after}, headers=desk.headers())
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "cursor"


async def test_a_council_reads_its_own_early_help_cases(client: httpx.AsyncClient, desk: Desk) -> None:
    """A social worker names the own council; another's list is refused."""
    headers = desk.headers(Role.SOCIAL_WORKER, "EARLY_HELP_OFFER", "E08000029")
    own = await client.get("/v1/early-help?council=E08000029", headers=headers)
    assert [row["council"] for row in own.json()["rows"]] == ["E08000029"]
    for path in ("/v1/early-help", "/v1/early-help?council=E08000025"):
        assert (await client.get(path, headers=headers)).status_code == 403


@pytest.mark.parametrize("name", ["holder", "step", "ready", "order", "status", "council", "ics"])
async def test_an_empty_value_narrows_no_list(client: httpx.AsyncClient, desk: Desk, name: str) -> None:
    """A form sends every field, also those that were left empty."""
    everybody = await client.get("/v1/board", headers=desk.headers(Role.COORDINATOR))
    asked = await client.get(f"/v1/board?{name}=", headers=desk.headers(Role.COORDINATOR))
    assert (asked.status_code, asked.json()["rows"]) == (200, everybody.json()["rows"])
    assert asked.json()["rows"]


async def test_readiness_says_which_part_is_away(client: httpx.AsyncClient, desk: Desk) -> None:
    """Live is the process; ready is every part it needs."""
    assert (await client.get("/health/live")).status_code == 200
    assert (await client.get("/health/ready")).json()["status"] == "ok"
    desk.states["store"] = "does not answer"
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["parts"]["store"]) == (503, "does not answer")
    desk.states["store"] = "ok, but 1 of 3 database servers away"
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["parts"]["store"] == "ok, but 1 of 3 database servers away"
    assert (await client.get("/metrics")).headers["content-type"].startswith("text/plain")


async def test_a_body_that_is_too_large_is_refused_however_it_is_sent() -> None:
    """Said in the header or streamed piece by piece: over the cap is over the cap."""
    desk = Desk(ApiSettings(max_body_bytes=1000))

    async def pieces() -> object:
        for _ in range(20):
            yield b"x" * 100

    async with client_of(desk) as client:
        said = await client.post("/v1/messages/hl7v2", content=b"x" * 1001, headers=HL7)
        streamed = await client.post("/v1/messages/hl7v2", content=pieces(), headers=HL7)  # type: ignore[arg-type]
        multipart = await client.post("/v1/feeds/provider-desk/files", files={"files": b"x" * 2000})
    assert [answer.status_code for answer in (said, streamed, multipart)] == [413, 413, 413]
    assert desk.messages == []


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", ""])
async def test_another_host_name_is_not_answered(client: httpx.AsyncClient, host: str) -> None:
    """A page elsewhere that points its own name at this machine gets nothing (DNS rebinding)."""
    assert (await client.get("/health/live", headers={"Host": host})).status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_page_of_another_site_hands_in_nothing(client: httpx.AsyncClient, desk: Desk, site: str) -> None:
    """On a desk that asks no token, the browser's own word keeps other sites out."""
    answer = await client.post("/v1/feeds/provider-desk/files", files=FILES, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert desk.files == []


async def test_every_answer_wears_the_security_headers(client: httpx.AsyncClient) -> None:
    """Good and bad answers alike."""
    for path in ("/health/live", "/nothing", "/v1/board"):
        headers = (await client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


async def test_our_own_mistake_says_nothing_about_itself(client: httpx.AsyncClient, desk: Desk) -> None:
    """A defect is a 500 with a problem document and not a word of what happened."""
    desk.reading.people = None  # type: ignore[assignment]  # a planted defect
    answer = await client.get("/v1/board", headers=desk.headers())
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "NoneType" not in answer.text


async def test_a_head_is_answered_as_the_get_it_stands_for(client: httpx.AsyncClient) -> None:
    """Load balancers and link checkers ask so; the gate is the same."""
    assert (await client.head("/health/live")).status_code == 200
    assert (await client.head("/v1/board")).status_code == (await client.get("/v1/board")).status_code == 401
    assert (await client.head("/v1/messages/hl7v2")).status_code == 405
