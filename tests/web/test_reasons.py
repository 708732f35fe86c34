"""Every value on a person's page says why, and says it when asked."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from hub.web.app import make_web
from hub.web.parts import WebParts
from tests.api.desk import NAMES, Desk
from tests.partners.tables import row, table
from tests.runtime.asked import Sent, adt, at

IN = adt("A01", "202611020915")
OUT = adt("A03", "202611131640")
_ROW = 'class="hub-values__row"'
_WHY = re.compile(r'<a href="(/people/[^"]+/why\?path=[^"]+)">Show where this comes from')


@pytest.fixture
async def at_home() -> Sent:
    """Somebody at home after two stays, the first discharge taken back, with support and a missed visit."""
    sent = Sent()
    await sent.take(IN, OUT, adt("A13", "202611131640", sent="202611131900"), adt("A03", "202611151000"))
    sent.hub.clock.set(at("202611160800"))
    rows = table([row("LINE_STARTED"), row("VISIT_CONFIRMED"), row("VISIT_MISSED")])
    await sent.hub._doors["provider-desk"].drop("provider-desk", {"rows.csv": rows})
    await sent.hub.settle()
    return sent


@pytest.fixture
async def pages(at_home: Sent) -> AsyncIterator[httpx.AsyncClient]:
    """The pages over the real reader."""
    desk = Desk()
    desk.clock.at = int(datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp() * 1000)
    at_home.hub.clock.set(desk.clock.at)
    parts = WebParts(desk.parts._replace(reading=at_home.reader), desk.issuer, NAMES)
    transport = httpx.ASGITransport(make_web(parts), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as made:
        yield made


@pytest.mark.parametrize("asked", ["", "?on=2026-11-14", "?known_at=2026-11-13T18:00:00Z"])
async def test_every_value_on_the_page_says_why(at_home: Sent, pages: httpx.AsyncClient, asked: str) -> None:
    """Each row offers an explanation, each explanation opens, and it is of the day and time that the page is of."""
    who = f"/people/{UUID(bytes=await at_home.who())}"
    text = (await pages.get(who + asked)).text
    rows = [part.split("</dd>")[0] for part in text.split(_ROW)[1:]]
    assert len(rows) > 15
    assert [part for part in rows if not _WHY.search(part)] == []
    links = [link.replace("&amp;", "&") for link in _WHY.findall(text)]
    of_rows = [link for part in rows for link in _WHY.findall(part)]
    assert len(of_rows) == len(set(of_rows)) == len(rows)  # The ledger's table explains some of them once more.
    assert len(links) > len(rows)
    for link in links:
        assert link.endswith(asked.replace("?", "&").replace(":", "%3A"))
        answer = await pages.get(link)
        assert answer.status_code == 200, link
        assert "Received" in answer.text


async def test_who_somebody_is_says_why_too(at_home: Sent, pages: httpx.AsyncClient) -> None:
    """Name, birth, gender, number and address of the banner lead to the message that gave them."""
    who = f"/people/{UUID(bytes=await at_home.who())}"
    text = (await pages.get(who)).text
    for name in ("name", "born", "sex", "nhs_number", "address", "phones", "contacts"):
        assert f"{who}/why?path=card.{name}" in text
    why = (await pages.get(f"{who}/why?path=card.nhs_number")).text
    assert "CA0120261102" in why


async def test_what_was_taken_back_names_what_took_it_back(at_home: Sent, pages: httpx.AsyncClient) -> None:
    """A struck line of the timeline explains itself by the cancel."""
    who = f"/people/{UUID(bytes=await at_home.who())}"
    text = (await pages.get(who)).text
    (struck,) = [link for link in _WHY.findall(text) if link.endswith("struck")]
    assert "Discharge cancelled" in (await pages.get(struck)).text
