"""Pages of systems as known on a past day: what they lead to is of that day as well."""

from datetime import date

import httpx

from tests.api.dashboard_steps import begun, cell
from tests.api.desk import Desk
from tests.api.invented import TODAY
from tests.web.test_dashboard_pages import READY, links, plain


async def test_as_known_on_a_past_day_is_kept_from_page_to_page(client: httpx.AsyncClient, desk: Desk) -> None:
    """The file and the other rows of a page as known on the 20th have the numbers of the 20th, not of today."""
    late = cell("ready_not_left", date(2026, 11, 18), 4, told_on=TODAY)
    desk.figures.cells = begun(cell("ready_not_left", date(2026, 11, 18), 5), late)
    known = "known_at=2026-11-20T08%3A00%3A00%2B00%3A00"
    text = (await client.get(f"{READY}?{known}")).text
    assert "The latest, 23 November 2026, is 5." in plain(text)
    led = {f"{READY}.csv?{known}", f"{READY}.csv?{known}&by=council", f"{READY}?{known}&every=week"}
    assert led <= set(links(text))
    assert "figure,2026-11-23,2026-11-23,none,,All,5,shown" in (await client.get(f"{READY}.csv?{known}")).text
    assert [link for link in links(text) if link.startswith(READY) and known not in link] == []
    tiles = links((await client.get(f"/ics/QHL?{known}")).text)
    assert f"{READY}?{known}" in tiles
    assert f"/ics/QHL?trust=RZZ&{known}" in tiles
