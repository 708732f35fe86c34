"""A page that is new says in words that what it shows is not."""

import re
from datetime import UTC, datetime

import httpx
import pytest

from hub.api.refs import ref_of
from hub.web.app import make_web
from hub.web.freshness import waits_since
from tests.api.desk import Desk
from tests.api.invented import PEOPLE
from tests.web.conftest import pages_of

HOUR = 3_600_000


def served(desk: Desk, late: dict[bytes | None, int]) -> httpx.AsyncClient:
    """Give a client of pages whose messages wait since these moments, about anybody and about somebody."""
    app = make_web(pages_of(desk)._replace(waits_since=late.get))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver")


async def test_board_and_page_say_since_when_messages_wait(desk: Desk) -> None:
    """Staff do not take a standing board for the newest word; whoever's lane goes on has a page without it."""
    now = desk.parts.clock.now()
    late = now - 2 * HOUR
    words = waits_since(late, now)
    async with served(desk, {None: late, PEOPLE[0].subject: late}) as client:
        board = (await client.get("/")).text
        page, other = [(await client.get(f"/people/{ref_of(each.subject)}")).text for each in PEOPLE[:2]]
    assert f"Some people's newest messages have not been worked in since {words}." in board
    assert f"may not have been worked in since {words}." in page
    assert "worked in since" not in other


async def test_a_board_that_is_up_to_date_says_nothing_of_it(desk: Desk) -> None:
    """The line stands where something is late, and is looked at for that."""
    async with served(desk, {}) as client:
        assert "worked in since" not in (await client.get("/")).text


async def test_a_board_that_becomes_late_is_another_one(desk: Desk) -> None:
    """What is sent to an open board is what it does not show yet: the line alone is enough."""
    late: dict[bytes | None, int] = {}
    async with served(desk, late) as client:
        before = (await client.get("/")).text
        late[None] = desk.parts.clock.now() - HOUR
        after = (await client.get("/")).text
    assert _digest(before) != _digest(after)


def _digest(page: str) -> str:
    found = re.search(r'data-digest="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (None, None),
        (datetime(2026, 11, 27, 20, 51, 40, tzinfo=UTC), "20:51"),
        (datetime(2026, 11, 26, 20, 51, 40, tzinfo=UTC), "26-Nov-2026 20:51"),
    ],
)
def test_the_moment_is_a_time_of_today_or_has_its_day(since: datetime | None, words: str | None) -> None:
    """A time of yesterday without its day would be read as one of today."""
    now = int(datetime(2026, 11, 27, 21, 4, tzinfo=UTC).timestamp()) * 1000
    assert waits_since(None if since is None else int(since.timestamp()) * 1000, now) == words
