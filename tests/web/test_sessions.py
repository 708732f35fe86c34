"""Who is signed in on the pages, what a form and a script may do, and what live mode refuses."""

import re

import httpx
import msgspec
import pytest

from hub.api.access import Caller
from hub.api.parts import ApiSettings
from hub.api.purposes import Purpose, Role
from hub.api.refs import ref_of
from hub.api.tokens import LocalIssuer
from hub.errors import Defect
from hub.web.app import make_web
from hub.web.parts import WebParts
from tests.api.desk import KEY, NAMES, Desk
from tests.api.invented import PEOPLE

ADA = PEOPLE[0]
ADA_PAGE = f"/people/{ref_of(ADA.subject)}"


async def test_the_board_opens_on_a_desk_without_a_token(client: httpx.AsyncClient, desk: Desk) -> None:
    """A demonstration user is signed in, visibly, with a cookie that no script and no other site can use."""
    answer = await client.get("/")
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "Demonstration" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    line = desk.access.lines[-1]
    assert (line.user, line.view, line.purpose) == ("demonstration", "board", "DISCHARGE_COORDINATION")


async def _form(client: httpx.AsyncClient) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', (await client.get("/people")).text)
    assert found
    return found[1]


async def test_search_leads_to_the_person(client: httpx.AsyncClient) -> None:
    """The number travels in the body; the address that follows holds a reference alone."""
    token = await _form(client)
    answer = await client.post("/people", data={"nhs_number": "999 000 0018", "form_token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, ADA_PAGE)


async def test_people_who_share_a_number_are_listed(client: httpx.AsyncClient, desk: Desk) -> None:
    """Whoever searches sees both by name and birth date, and chooses; the page of each says that there is another."""
    other = PEOPLE[1]._replace(nhs="9990000018")
    desk.reading.people[other.subject] = other
    answer = await client.post("/people", data={"nhs_number": "9990000018", "form_token": await _form(client)})
    assert answer.status_code == 200
    assert "2 people here share this NHS number" in answer.text
    for who, name in ((PEOPLE[0], "OKONKWO-BRIGHT, Adaeze (Mrs)"), (other, "FENWICK, Arthur James (Mr)")):
        assert f'href="/people/{ref_of(who.subject)}">{name}</a>' in answer.text
        assert (
            "Another person here has the same NHS number" in (await client.get(f"/people/{ref_of(who.subject)}")).text
        )
    alone = await client.get(f"/people/{ref_of(PEOPLE[2].subject)}")
    assert "same NHS number" not in alone.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter an NHS number"),
        ("AB 12 34 56 C", "This is a National Insurance number"),
        ("9990000019", "its last digit does not fit"),
        ("9991506314", "Nobody with this NHS number"),
    ],
)
async def test_search_says_what_is_wrong_without_repeating_it(client: httpx.AsyncClient, typed: str, said: str) -> None:
    """An error is said at the top and at the field, and the number is not shown again."""
    token = await _form(client)
    answer = await client.post("/people", data={"nhs_number": typed, "form_token": token})
    assert answer.text.count(said) == 2
    assert not typed or typed not in answer.text


@pytest.mark.parametrize("token", ["", "0" * 64, "ü"])
async def test_a_form_of_another_session_is_refused(client: httpx.AsyncClient, token: str) -> None:
    """A page elsewhere cannot make this one search."""
    await client.get("/people")
    answer = await client.post("/people", data={"nhs_number": "9990000018", "form_token": token})
    assert answer.status_code == 403


async def test_another_site_cannot_post_here(client: httpx.AsyncClient) -> None:
    """The browser says that the request comes from elsewhere, and it goes no further."""
    token = await _form(client)
    data = {"nhs_number": "9990000018", "form_token": token}
    answer = await client.post("/people", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


async def test_a_session_opens_no_door_of_the_api(client: httpx.AsyncClient) -> None:
    """`/v1` takes tokens alone: the cookie of a browser means nothing there."""
    await client.get("/")
    assert (await client.get("/v1/board", headers={"X-Purpose": "DISCHARGE_COORDINATION"})).status_code == 401


async def test_scripts_run_with_the_nonce_of_the_answer_alone(client: httpx.AsyncClient) -> None:
    """The policy names no unsafe source, and every inline script carries this answer's nonce."""
    answer = await client.get("/")
    policy = answer.headers["content-security-policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert "unsafe" not in policy
    for script in re.findall(r"<script[^>]*>", answer.text):
        assert f'nonce="{nonce[1]}"' in script or "src=" in script
    assert "style=" not in answer.text
    assert "https://" not in answer.text


def test_live_mode_refuses_a_demonstration_issuer() -> None:
    """No demonstration user ever stands in front of real people."""
    desk = Desk(ApiSettings(mode="live"))
    with pytest.raises(Defect):
        make_web(WebParts(desk.parts, desk.issuer, NAMES))
    with pytest.raises(Defect):
        LocalIssuer(KEY, mode="live")


async def test_live_mode_shows_nothing_without_a_session() -> None:
    """Without an identity provider's session there is no page about anybody, and the attempt is written down."""
    desk = Desk(ApiSettings(mode="live"))
    transport = httpx.ASGITransport(make_web(WebParts(desk.parts, None, NAMES)), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        answer = await client.get("/")
    assert answer.status_code == 401
    assert ADA.family.upper() not in answer.text
    assert "set-cookie" not in answer.headers
    assert desk.access.lines[-1].decision == "DENY"


async def test_an_analyst_has_no_board() -> None:
    """The page of the board is refused to whoever plans services, by name and by row; the systems are theirs."""
    desk = Desk(ApiSettings(mode="live"))
    caller = Caller("a", Role.ANALYST, "QHL", frozenset({Purpose.SERVICE_PLANNING}))
    transport = httpx.ASGITransport(make_web(WebParts(desk.parts, None, NAMES)))
    cookies = {"hub_session": desk.issuer.issue(caller, desk.clock.now())}
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", cookies=cookies) as client:
        refused, systems = await client.get("/"), await client.get("/ics")
    assert (refused.status_code, systems.status_code) == (403, 200)
    assert "Testborough" not in refused.text
    for who in PEOPLE:
        assert who.family.upper() not in refused.text
        assert who.nhs[:3] + " " + who.nhs[3:6] not in refused.text


def test_settings_can_be_changed_in_a_copy_alone() -> None:
    """Settings are frozen."""
    settings = ApiSettings()
    with pytest.raises(AttributeError):
        settings.mode = "live"  # type: ignore[misc]
    assert msgspec.structs.replace(settings, mode="live").mode == "live"
