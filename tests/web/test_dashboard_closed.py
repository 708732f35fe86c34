"""Pages of a system that has closed."""

from datetime import date

import httpx
import pytest

from tests.api.dashboard_steps import cell
from tests.api.desk import Desk
from tests.web.test_dashboard_pages import links, plain


@pytest.mark.parametrize("path", ["/ics/QOLD", "/ics/QOLD/in-hospital", "/ics/QOLD/discharges"])
async def test_a_system_that_closed_says_so_and_leads_to_what_came_in_its_place(
    client: httpx.AsyncClient, desk: Desk, path: str
) -> None:
    """Not that nothing was told yet: when it closed, and its successor; of days before that its numbers stand."""
    desk.figures.cells = [cell("in_hospital", date(2026, 1, 5), 12, ics="QOLD", council="E08000029")]
    text = (await client.get(path)).text
    said = "This system closed with 31 March 2026, and has no numbers after it. In its place: Test and Vale ."
    assert said in plain(text)
    assert "/ics/QHL" in links(text)
    assert "Nothing told yet" not in plain(text)
    assert "Nothing has been told of this yet" not in plain(text)
    before = plain((await client.get("/ics/QOLD/in-hospital?from=2026-03-30&to=2026-04-02")).text)
    assert "2 Apr 2026 Closed" in before.replace("\u2013 ", "")
    assert "31 Mar 2026 12" in before
    assert "This system closed" not in plain((await client.get(path.replace("QOLD", "QHL"))).text)
