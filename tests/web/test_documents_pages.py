"""Documents of moves on the pages: listed, read whole, handed over or refused, under the rules of the API."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from hub.api.parts import ApiSettings
from hub.api.purposes import Role
from hub.api.refs import ref_of
from hub.domain.days import rfc3339
from hub.portable.reading import AT_MOST, read
from hub.portable.seal import signed
from hub.ports.recording import Fault, Recorder
from hub.web.app import make_web
from hub.web.dates import clinical, clinical_time
from hub.web.documents_view import errors_of, wrong_of
from hub.web.paper_view import Chapter, chapters_of
from tests.api.desk import NAMES, Desk
from tests.api.invented import NOW, PEOPLE
from tests.portable.papers import HERE, KEY, changed
from tests.web.conftest import pages_of
from tests.web.signed_in import sign_in
from tests.web.test_early_help_pages import plain
from tests.web.test_recording_pages import hidden

ADA = PEOPLE[0]
HOME = f"/people/{ref_of(ADA.subject)}"
PAGE = f"{HOME}/documents"
FROM, TO, ELSEWHERE = "E08000025", "E08000099", "E08000029"
SHA256 = "ab" * 32
CAME: dict[str, Any] = {
    "document_id": "A1", "sha256": SHA256, "signed_by": FROM, "verified": True, "reason": None,
    "received_at": rfc3339(NOW),
}  # fmt: skip


def paper() -> bytes:
    """Give a signed document in which everything is said that one can say."""
    content = changed("plan.careComponent.0.time.endDateTime", "2026-12-08T18:00:00+00:00")
    content["determination"]["carerPlanIndependent"] = True
    content["assessment"]["planID"] = {"value": "PL1", "system": "urn:invented:plan"}
    return json.dumps(signed(content, HERE, KEY)).encode()


async def send(client: httpx.AsyncClient, raw: bytes | None, **fields: str) -> httpx.Response:
    """Send a file by the form of the page."""
    carried = hidden((await client.get(PAGE)).text)
    files = {} if raw is None else {"document": ("plan.json", raw, "application/json")}
    return await client.post(PAGE, data=carried | fields, files=files or {"other": ("", b"")})


async def test_what_travelled_with_a_move_stands_on_the_persons_page(client: httpx.AsyncClient, desk: Desk) -> None:
    """Who signed it, when it came, and whether its seal holds; the link to it only for who may open it."""
    desk.reading.came = [CAME, CAME | {"document_id": "A2", "verified": False, "reason": "no_key_of_council"}]
    text = plain((await client.get(HOME)).text)
    assert "Came 23-Nov-2026 14:03, signed by Testborough, its seal was checked" in text
    assert "its seal could not be checked: the key of the council that signed it is not known here" in text
    assert f'href="{PAGE}"' not in (await client.get(HOME)).text
    sign_in(desk, client, FROM)
    assert f'href="{PAGE}"' in (await client.get(HOME)).text


async def test_the_list_says_of_each_document_who_when_and_whether(client: httpx.AsyncClient, desk: Desk) -> None:
    """Both looks are written down: at the documents, and at the moves that they belong to."""
    desk.reading.came = [CAME, CAME | {"document_id": "A2", "verified": False, "reason": "signature_wrong"}]
    sign_in(desk, client, FROM)
    answer = await client.get(PAGE)
    text = plain(answer.text)
    for part in (
        "Move on Sun 20-Dec-2026", "Confirmed by the new council", "Seal checked", "Seal not checked",
        "Signed by Testborough", "Came 23-Nov-2026 14:03", SHA256, "was not made with a key of this council",
    ):  # fmt: skip
        assert part in text
    assert answer.headers["cache-control"] == "no-store"
    looked = [(line.view, line.action, line.decision, line.subject) for line in desk.access.lines]
    assert looked == [(view, "view", "PERMIT", ADA.subject) for view in ("documents", "joint_state")]


async def test_a_document_is_handed_over_and_read_whole(client: httpx.AsyncClient, desk: Desk) -> None:
    """The form goes to the API's own door, with its recorder; the page has every part, the file every byte."""
    sign_in(desk, client, FROM)
    raw = paper()
    answer = await send(client, raw, move="M1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?sent={SHA256}&again=0")
    assert desk.documents.kept[SHA256] == (raw, Recorder(FROM, "social_worker", "PORTABILITY"), "M1")
    assert [line.action for line in desk.access.lines if line.view == "documents"] == ["view", "send"]
    done = plain((await client.get(answer.headers["location"])).text)
    assert "The document was handed over." in done
    assert "as soon as the hub has worked it in" in done
    assert "before: nothing was kept twice" in plain((await client.get(f"{PAGE}?sent={SHA256}&again=1")).text)
    document = await client.get(f"{PAGE}/{SHA256}")
    assert [line.action for line in desk.access.lines if line.view == "documents"][-1] == "view"
    text = plain(document.text)
    for part in ("A hot meal.", "Two outcomes are out of reach.", "£212.50", "With help.", "every evening"):
        assert part in text
    assert "<h2" in document.text
    assert "<h3" in document.text
    file = await client.get(f"{PAGE}/{SHA256}/file")
    assert (file.content, file.headers["cache-control"]) == (raw, "no-store")
    assert file.headers["content-disposition"].startswith("attachment")


def leaves(held: Any) -> Iterator[Any]:
    """Give every value of JSON."""
    if isinstance(held, dict):
        for each in held.values():
            yield from leaves(each)
    elif isinstance(held, list):
        for each in held:
            yield from leaves(each)
    else:
        yield held


def said(chapters: list[Chapter]) -> Iterator[str]:
    """Give every word of a document that is shown."""
    for chapter in chapters:
        yield chapter.heading
        for row in chapter.rows:
            yield from (row.label, *row.texts, row.note)
        yield from said(list(chapter.parts))


WORDS = {
    "CA-NUTRITION": "Managing and keeping up nutrition", HERE: "A council", "completed": "Completed",
    "active": "Active", "212.50": "£212.50",
}  # fmt: skip
NOT_SHOWN_AS_SUCH = ("CA.", "String", "Enum", "Boolean")
"""A category is a heading in words, and the type of an answer is seen in the answer."""


def as_shown(leaf: Any) -> str:
    """Write a value as the page should have it: by an oracle of its own."""
    if isinstance(leaf, bool):
        return "Yes" if leaf else "No"
    if re.fullmatch(r"\d{4}-\d\d-\d\dT.*", leaf):
        return clinical_time(datetime.fromisoformat(leaf).isoformat())
    return clinical(leaf) if re.fullmatch(r"\d{4}-\d\d-\d\d", leaf) else WORDS.get(leaf, leaf)


def test_no_part_of_a_document_is_left_out() -> None:
    """Each value that stands in the file stands on the page, in words."""
    document = read(paper()).document
    assert document is not None
    text = "\n".join(said(chapters_of(document, {"council": {HERE: "A council"}})))
    for leaf in leaves(json.loads(paper())):
        if not (isinstance(leaf, str) and leaf.startswith(NOT_SHOWN_AS_SUCH)):
            assert as_shown(leaf) in text, leaf


def test_answers_are_written_as_people_read_them() -> None:
    """A truth in letters, a day that is one, and a day that is none."""
    content = changed("assessment.assessmentQuestion.0.answer", ["true"])
    other = {"category": "Other", "questionText": "Since when?", "answerType": "Date", "required": False}
    content["assessment"]["assessmentQuestion"].append(other | {"answer": ["2026-05-01", "since spring"]})
    document = read(json.dumps(content).encode()).document
    assert document is not None
    chapters = chapters_of(document, NAMES)
    assert "Seal" not in [chapter.heading for chapter in chapters]
    asked = next(chapter for chapter in chapters if chapter.heading == "Assessment")
    rows = {(row.label, row.note): row.texts for part in asked.parts for row in part.rows}
    assert rows["Since when?", "May be left out"] == ["01-May-2026", "since spring"]
    assert rows["As the council asks it.", "STAT-HEALTH-01, has to be answered"] == ["Yes"]


async def test_what_is_wrong_stands_beside_its_field(client: httpx.AsyncClient, desk: Desk) -> None:
    """Faults of the file beside the file, of the move beside the move, all at the head; nothing is kept."""
    sign_in(desk, client, FROM)
    answer = await send(client, b"no document", move="M1")
    assert answer.status_code == 422
    assert "Error: Documents of moves" in answer.text
    assert answer.text.count("seal: No seal.") == 2
    for anchor in ('href="#document"', 'href="#move"', 'id="document-error"', 'id="move-error"'):
        assert anchor in answer.text
    assert desk.documents.kept == {}
    missing = await send(client, None)
    assert (missing.status_code, missing.text.count("Choose the signed document")) == (422, 2)


def test_many_faults_are_all_at_the_head_and_few_beside_the_field() -> None:
    """Three beside the file and how many more, so that the field can still be found."""
    faults = [Fault(f"plan.careComponent.{n}", "missing", "Field required.") for n in range(5)]
    assert len(errors_of(faults)) == 5
    assert wrong_of(faults)["document"].endswith("And 2 more, listed at the head of the page.")


async def test_a_file_that_is_too_long_is_not_read_to_its_end(client: httpx.AsyncClient, desk: Desk) -> None:
    """The door gets one byte more than it takes, by which it refuses."""
    sign_in(desk, client, FROM)
    await send(client, b"{" + b" " * (AT_MOST + 1000))
    assert len(desk.documents.kept[SHA256][0]) == AT_MOST + 1
    assert [fault.rule for fault in read(desk.documents.kept[SHA256][0]).faults] == ["too_long"]


@pytest.mark.parametrize(
    ("role", "organisation"),
    [(Role.SOCIAL_WORKER, ELSEWHERE), (Role.COORDINATOR, FROM), (Role.INFORMATION_GOVERNANCE, FROM)],
)
async def test_nobody_else_opens_or_sends(client: httpx.AsyncClient, desk: Desk, role: Role, organisation: str) -> None:
    """The same rule as over the API: refused with 403, and each attempt is written down."""
    sign_in(desk, client, FROM)
    await send(client, paper())
    sign_in(desk, client, organisation, role)
    desk.access.lines.clear()
    for path in (PAGE, f"{PAGE}/{SHA256}", f"{PAGE}/{SHA256}/file"):
        answer = await client.get(path)
        assert answer.status_code == 403
        assert "hot meal" not in answer.text
    token = {"form_token": hidden((await client.get("/people")).text)["form_token"]}
    files = {"document": ("plan.json", paper(), "application/json")}
    assert (await client.post(PAGE, data=token, files=files)).status_code == 403
    tried = [(line.action, line.decision) for line in desk.access.lines if line.view == "documents"]
    assert tried == [("view", "DENY")] * 3 + [("send", "DENY")]
    assert len(desk.documents.kept) == 1


async def test_the_receiving_council_reads_and_is_offered_no_form(client: httpx.AsyncClient, desk: Desk) -> None:
    """It may not see the six weeks for another purpose: without them it is shown no list and no name."""
    sign_in(desk, client, FROM)
    await send(client, paper())
    sign_in(desk, client, TO)
    text = (await client.get(PAGE)).text
    assert "not open to your council any more" in text
    assert ADA.family.upper() not in text
    assert (await client.get(f"{PAGE}/{SHA256}")).status_code == 200


async def test_who_is_another_now_is_followed_and_what_never_came_is_said(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """A record that was merged leads to the person; a hash alone is said to be one; no form of elsewhere is taken."""
    sign_in(desk, client, FROM)
    desk.reading.merged[PEOPLE[1].subject] = ADA.subject
    old = f"/people/{ref_of(PEOPLE[1].subject)}/documents"
    assert (await client.get(f"{old}/{SHA256}")).headers["location"] == f"{PAGE}/{SHA256}"
    answer = await client.get(f"{PAGE}/{SHA256}")
    assert (answer.status_code, "no more than its hash is kept" in answer.text) == (404, True)
    files = {"document": ("plan.json", paper(), "application/json")}
    assert (await client.post(PAGE, data={"form_token": "made up"}, files=files)).status_code == 403
    assert desk.documents.kept == {}


async def test_what_cannot_be_shown_is_still_given_as_a_file(client: httpx.AsyncClient, desk: Desk) -> None:
    """A document of a form that is not read any more."""
    sign_in(desk, client, FROM)
    await send(client, b'{"seal": {}}')
    assert "cannot be shown as a page" in (await client.get(f"{PAGE}/{SHA256}")).text


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_file_that_no_request_may_have_is_said_beside_the_field(*, streamed: bool) -> None:
    """Not a document of JSON in the browser: the same page with the form, and nothing of the file was handed on."""
    desk = Desk(ApiSettings(max_body_bytes=1000))
    transport = httpx.ASGITransport(make_web(pages_of(desk)), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        desk.reading.came = [CAME]
        sign_in(desk, client, FROM)
        request = client.build_request("POST", PAGE, files={"document": ("plan.json", b"x" * 5000)})
        whole = request.read()

        async def pieces() -> AsyncIterator[bytes]:
            for at in range(0, len(whole), 100):
                yield whole[at : at + 100]

        headers = {"Content-Type": request.headers["content-type"]}
        answer = await client.post(PAGE, content=pieces() if streamed else whole, headers=headers)
        assert answer.status_code == 422
        text = plain(answer.text)
        assert text.count("Choose a smaller file: a document has at most 4 MB, and this one was not read.") == 2
        assert "Hand a signed document over" in text
        other = await client.post("/people/elsewhere", content=whole, headers=headers)
        assert other.headers["content-type"].startswith("text/html")
    assert desk.documents.kept == {}
