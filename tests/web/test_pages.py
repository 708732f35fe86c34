"""The pages without a browser: what they show and how they fail."""

import re

import httpx
import pytest

from hub.adapters.memory_looks import MemoryLooks
from hub.adapters.reference_files import folders, load_areas
from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.refs import ref_of
from hub.ports.books import FeedCount
from hub.ports.store import Parked
from hub.web.app import make_web
from hub.web.looked import Looking
from hub.web.parts import WebParts
from hub.web.session import COOKIE
from tests.api.desk import NAMES, Desk
from tests.api.invented import NOW, PEOPLE

ADA = PEOPLE[0]
ADA_PAGE = f"/people/{ref_of(ADA.subject)}"


async def test_the_board_shows_name_birth_and_number_of_each_person(client: httpx.AsyncClient) -> None:
    """The identity triple stands in every row, and no banner on a page about many."""
    text = (await client.get("/")).text
    for part in (
        "OKONKWO-BRIGHT, Adaeze (Mrs)",
        "14-Feb-1938",
        "999 000 0018",
        "In the six weeks",
        "Home with support",
    ):
        assert part in text
    assert "hub-banner" not in text


async def test_filters_in_the_address_narrow_the_board(client: httpx.AsyncClient) -> None:
    """A plain address is a filter: it can be kept, sent and opened without scripts."""
    text = (await client.get("/?ics=QGH&council=&status=open")).text
    assert "SÚILLEABHÁIN" in text
    assert "FENWICK" not in text


async def test_pages_of_the_board_follow_a_cursor(client: httpx.AsyncClient) -> None:
    """Next page leads on, first page leads back, nobody is on two pages."""
    first = (await client.get("/?limit=4")).text
    link = re.search(r'href="(/\?[^"]*after=[^"]*)" rel="next"', first)
    assert link
    second = (await client.get(link[1].replace("&amp;", "&"))).text
    shown = [set(re.findall(r'id="row-([0-9a-f-]+)"', text)) for text in (first, second)]
    assert len(shown[0]) == 4
    assert shown[0].isdisjoint(shown[1])
    assert "First page" in second


async def test_a_persons_page_has_the_banner_and_says_why(client: httpx.AsyncClient, desk: Desk) -> None:
    """Name, Born, Gender and NHS No. in this order, values that can say why, and every view written down."""
    text = (await client.get(ADA_PAGE)).text
    banner = text[text.index("hub-banner__zone") : text.index("hub-banner__more")]
    places = [banner.index(word) for word in ("Name", "Born", "Gender", "NHS No.")]
    assert places == sorted(places)
    assert "why?path=episodes.0.last_covered_day" in text
    assert {line.view for line in desk.access.lines} == {"joint_state", "record", "timeline"}
    assert {line.subject for line in desk.access.lines} == {ADA.subject}


async def test_why_answers_with_a_page_or_with_a_part_of_one(client: httpx.AsyncClient) -> None:
    """Without scripts it is a page with the banner; a script gets the part alone."""
    path = f"{ADA_PAGE}/why?path=episodes.0.last_covered_day"
    whole = (await client.get(path)).text
    part = (await client.get(path, headers={"HX-Request": "true"})).text
    assert "Patient banner" in whole
    assert "<html" not in part
    assert "MSG00042" in whole
    assert "MSG00042" in part


async def test_somebody_who_died_has_another_banner(client: httpx.AsyncClient) -> None:
    """Died stands below Born, the age is that at death, and the banner looks different."""
    text = (await client.get(f"/people/{ref_of(PEOPLE[8].subject)}")).text
    assert "hub-banner--died" in text
    assert text.index("<dt>Born</dt>") < text.index("<dt>Died</dt>") < text.index("Age at Death")
    assert "days left" not in text


async def test_an_erased_person_keeps_a_row_and_a_page(client: httpx.AsyncClient, desk: Desk) -> None:
    """The days stay, the name is gone, and nothing breaks."""
    desk.reading.erased.add(ADA.subject)
    assert "Name erased" in (await client.get("/")).text
    page = (await client.get(ADA_PAGE)).text
    assert "Name erased" in page
    assert "14-Feb-1938" not in page


async def test_a_retired_reference_leads_to_the_survivor(client: httpx.AsyncClient, desk: Desk) -> None:
    """A merged record answers with who the person is now."""
    old = b"\x09" * 16
    desk.reading.merged[old] = ADA.subject
    answer = await client.get(f"/people/{ref_of(old)}", follow_redirects=True)
    assert "OKONKWO-BRIGHT" in answer.text
    assert "was merged into this one" in answer.text


async def test_a_page_fails_closed_when_the_access_log_is_away(client: httpx.AsyncClient, desk: Desk) -> None:
    """No line, no names: a page in the same style says that it cannot answer now."""
    desk.access.away = True
    for path in ("/", ADA_PAGE, f"{ADA_PAGE}/why?path=episodes.0.council", "/early-help"):
        answer = await client.get(path)
        assert answer.status_code == 503
        assert ADA.family.upper() not in answer.text
        assert "The hub cannot answer just now" in answer.text


async def test_a_missing_page_is_a_page(client: httpx.AsyncClient) -> None:
    """Errors outside the API are shown in the same style."""
    answer = await client.get("/nothing-here")
    assert answer.status_code == 404
    assert "Nothing is here" in answer.text


@pytest.mark.parametrize("path", ["/feeds", "/early-help", "/accessibility", "/people"])
async def test_the_other_pages_open(client: httpx.AsyncClient, path: str) -> None:
    """Feeds, early help, search and the accessibility statement."""
    assert (await client.get(path)).status_code == 200


async def test_a_silent_feed_is_flagged(client: httpx.AsyncClient) -> None:
    """A sender that never spoke and one that fell quiet are both said to be silent."""
    text = (await client.get("/feeds")).text
    assert text.count(">Silent<") == 2
    assert text.count(">Not expected<") == 1
    assert "silent after 7 days" in text


async def test_what_people_record_is_no_feed_that_was_taken_away(client: httpx.AsyncClient, desk: Desk) -> None:
    """It is configured nowhere, and never was: "No longer configured" would send somebody to look for it."""
    desk.feeds.more.append(FeedCount("hand", received=1, accepted=1, last_at=NOW - 60_000))
    text = (await client.get("/feeds")).text
    row = text[text.index(">hand") :].partition("</tr>")[0]
    assert "In use" in row
    assert "When somebody records" in row
    assert "No longer configured" not in row


async def test_parked_messages_are_shown_by_reason_and_never_by_content(client: httpx.AsyncClient, desk: Desk) -> None:
    """An engineer sees feed, place, rule and age; a coordinator may not look, and has no link to it."""
    sealed = b"ZEBEDEE|secret"
    parked = Parked("p1", "hospital-desk", NOW - 7_200_000, "PID-7", "not_a_date", "This is not a date.", sealed)
    await desk.parts.quarantine.park([parked])
    refused = await client.get("/quarantine")
    assert refused.status_code == 403
    assert "/quarantine" not in (await client.get("/")).text
    text = (await client.get("/quarantine", headers=signed_in(desk, Role.INTEGRATION_ENGINEER))).text
    for part in ("hospital-desk", "PID-7", "This is not a date.", "2 hours"):
        assert part in text
    assert "ZEBEDEE" not in text


async def test_who_has_looked_is_shown_to_governance_without_a_name_and_to_the_person(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """Information governance answers who looked, without needing who it was about; the person sees their own."""
    path = f"{ADA_PAGE}/access"
    assert (await client.get(path)).status_code == 403
    governance = (await client.get(path, headers=signed_in(desk, Role.INFORMATION_GOVERNANCE))).text
    assert "u1" in governance
    assert ADA.family.upper() not in governance
    own = (await client.get(path, headers=signed_in(desk, Role.PERSON, ADA.subject))).text
    assert "OKONKWO-BRIGHT" in own
    other = await client.get(path, headers=signed_in(desk, Role.PERSON, PEOPLE[1].subject))
    assert other.status_code == 403


def signed_in(desk: Desk, role: Role, subject: bytes | None = None) -> dict[str, str]:
    """The cookie of somebody in a role."""
    token = desk.issuer.issue(Caller("somebody", role, "RZZ", frozenset(Purpose), subject), desk.clock.now())
    return {"Cookie": f"{COOKIE}={token}"}


async def test_filters_offer_only_what_they_would_find(client: httpx.AsyncClient) -> None:
    """No council is offered that has nobody, and those that are have names."""
    text = (await client.get("/")).text
    options = re.findall(r'<option value="([^"]+)"', text[text.index('id="provider"') : text.index('id="status"')])
    assert options == ["1-102", "1-101"]
    assert "Kindly Care" in text


async def test_a_person_says_what_waits_who_pays_and_how_many_visits_were_missed(client: httpx.AsyncClient) -> None:
    """Support shows its origin, the number of visits, and the six weeks say what is next."""
    text = (await client.get(ADA_PAGE)).text
    for part in ("Support and visits", "3 took place, 1 missed", "Sunrise Home Support", "gives unpaid care"):
        assert part in text


async def test_the_filter_says_whom_it_leaves_out(client: httpx.AsyncClient) -> None:
    """Without a status nobody is listed who ended or died, and the choice says so; the others choose everybody."""
    shown = (await client.get("/")).text
    assert shown.count('<option value="">All but ended and died</option>') == 1
    assert shown.count('<option value="">All</option>') == 5


@pytest.mark.parametrize("path", ["/?council=NOPE", "/early-help?council=NOPE", "/?council=E0800002%00"])
async def test_an_address_that_cannot_be_read_is_answered_with_a_page(desk: Desk, path: str) -> None:
    """A code that no council has, and U+0000: in words, in the pages' own look, and no value that was sent."""
    parts = desk.parts._replace(council_of=load_areas(folders(live=True)).code_used)
    pages = make_web(WebParts(parts, desk.issuer, NAMES, Looking(MemoryLooks(), b"a key of the tests alone")))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(pages), base_url="http://testserver") as made:
        shown = await made.get(path)
        asked = await made.get("/v1/board?council=NOPE")
    assert (shown.status_code, shown.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "This could not be read" in shown.text
    assert 'href="/"' in shown.text
    assert "NOPE" not in shown.text
    assert (shown.headers["cache-control"], "nonce-" in shown.headers["content-security-policy"]) == ("no-store", True)
    assert (asked.status_code, asked.headers["content-type"]) == (422, "application/problem+json")
