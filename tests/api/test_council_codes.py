"""A council is found by whichever of its codes somebody writes, and a code of no council is said to be one."""

from collections.abc import AsyncIterator

import httpx
import pytest

from hub.adapters.reference_files import folders, load_areas
from hub.api.access import Caller
from hub.api.app import make_app
from hub.api.council_codes import known_by, read_query
from hub.api.purposes import Purpose, Role
from tests.api.desk import Desk

AREAS = load_areas(folders(live=True))
NORTHAMPTON = "E06000061"


@pytest.fixture
def desk() -> Desk:
    """An API that knows the shipped councils."""
    made = Desk()
    made.parts = made.parts._replace(council_of=AREAS.code_used)
    return made


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A client of that API."""
    transport = httpx.ASGITransport(make_app(desk.parts), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as made:
        yield made


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("limit=1&council=Z9D4Z", f"limit=1&council={NORTHAMPTON}"),
        ("council=z9d4z&ics=", f"council={NORTHAMPTON}&ics="),
        ("council=204", "council=E08000038"),
        ("council=E08000016", "council=E08000016"),
        ("council=W06000015", "council=W06000015"),
        ("council=unknown&by=trust", "council=unknown&by=trust"),
        ("council=&after=a%2Bb", "council=&after=a%2Bb"),
        ("after=a%2Bb", "after=a%2Bb"),
    ],
)
def test_a_cassr_code_is_read_as_the_ons_code(asked: str, read: str) -> None:
    """An ONS code of any year, one of another country, `unknown` and an empty value stay as they are."""
    assert read_query(asked.encode(), AREAS.code_used) == read.encode()


@pytest.mark.parametrize("path", ["/v1/board", "/v1/early-help", "/v1/dashboards/QF7/in-six-weeks"])
@pytest.mark.parametrize("code", ["NOPE", "E99999999"])
async def test_a_code_of_no_council_is_refused_by_name(
    desk: Desk, client: httpx.AsyncClient, path: str, code: str
) -> None:
    """An empty list would be taken for an answer; the value that was sent does not come back."""
    answer = await client.get(f"{path}?council={code}", headers=desk.headers())
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert (error["path"], error["rule"]) == ("query.council", "not_a_council")
    assert code not in answer.text


async def test_a_board_is_asked_by_either_code(desk: Desk, client: httpx.AsyncClient) -> None:
    """A social worker whose token names the council by its ODS code asks for the own board by either."""
    headers = desk.headers(Role.SOCIAL_WORKER, organisation="Z9D4Z")
    for code in ("Z9D4Z", NORTHAMPTON):
        answer = await client.get(f"/v1/board?council={code}", headers=headers)
        assert answer.status_code == 200
    assert {line.organisation for line in desk.access.lines} == {NORTHAMPTON}
    assert (await client.get("/v1/board?council=E08000025", headers=headers)).status_code == 403


def test_an_organisation_that_is_no_council_stays_as_it_is() -> None:
    """Trusts, providers and practices have codes of their own."""
    caller = Caller("somebody", Role.COORDINATOR, "RZZ", frozenset(Purpose))
    assert known_by(caller, AREAS.code_used) == caller
