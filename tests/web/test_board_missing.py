"""The board while one of several database servers does not answer."""

import re

import httpx
import pytest

from tests.api.desk import Desk


@pytest.mark.parametrize("address", ["/", "/?by=step", "/?by=holder", "/?by=due", "/?council=E08000029"])
async def test_the_board_shows_the_others_and_says_that_people_are_missing(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    """However it is arranged or narrowed: how many servers, and no word of it where everybody is there."""
    assert 'id="missing"' not in (await client.get(address)).text
    desk.reading.away = {1}
    shown = await client.get(address)
    assert shown.status_code == 200
    assert "Some people are missing here: 1 of 3 database servers does not answer." in shown.text
    desk.reading.away = {0, 1}
    assert "2 of 3 database servers do not answer." in (await client.get(address)).text


async def test_an_empty_board_is_not_said_to_be_empty_while_people_are_missing(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """Nobody matches of those who can be read: not that there is nobody."""
    address = "/?council=E06000060"
    assert "Nobody matches these filters" in (await client.get(address)).text
    desk.reading.away = {1}
    text = (await client.get(address)).text
    assert "Nobody matches these filters" not in text
    assert "Nobody of those whose records can be read just now." in text


async def test_an_open_board_is_sent_again_when_a_server_goes_away(client: httpx.AsyncClient, desk: Desk) -> None:
    """What is missing is a part of what is shown, so that the live page says it too, and when it is over."""

    async def digest() -> str:
        found = re.search(r'data-digest="([0-9a-f]+)"', (await client.get("/")).text)
        assert found is not None
        return found[1]

    whole = await digest()
    desk.reading.away = {1}
    part = await digest()
    desk.reading.away = set()
    assert part != whole == await digest()


@pytest.mark.parametrize("address", ["/early-help", "/notices"])
async def test_a_list_that_cannot_say_that_somebody_is_missing_is_not_shown(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    """Half a list of whom a council has to answer would be taken for the whole."""
    desk.reading.away = {1}
    assert (await client.get(address)).status_code == 503
