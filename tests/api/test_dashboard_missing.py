"""Where a dashboard has no number because nothing was told, and where it has nought because there was nobody."""

from datetime import date

import httpx
import pytest

from hub.api.purposes import Role
from tests.api.dashboard_steps import begun, cell, points
from tests.api.desk import Desk
from tests.api.invented import TODAY

LEFT = "/v1/dashboards/QHL/discharges"


async def test_before_the_hub_began_numbers_are_missing_and_not_nought(client: httpx.AsyncClient, desk: Desk) -> None:
    """The first word came on Wednesday the 11th: days before it are missing, and so is the week that it parts."""
    desk.figures.cells = [cell("in_hospital", date(2026, 11, 11), 1), cell("discharges", date(2026, 11, 12), 2)]
    stock = (await points(client, desk, "/v1/dashboards/QHL/in-hospital?from=2026-11-10&to=2026-11-12"))["all"]
    assert [status for _, _, status in stock] == ["missing", "shown", "shown"]
    weeks = (await points(client, desk, f"{LEFT}?from=2026-11-09"))["all"]
    assert [(value, status) for _, value, status in weeks] == [(None, "missing"), (0, "shown")]


async def test_empty_wards_are_nought_and_not_missing(client: httpx.AsyncClient, desk: Desk) -> None:
    """Somebody lay in hospital in August and nobody since October, until Wednesday the 18th: the hub knew all along."""
    desk.figures.cells = begun(cell("in_hospital", date(2026, 10, 1), -1), cell("in_hospital", date(2026, 11, 18), 1))
    stock = (await points(client, desk, "/v1/dashboards/QHL/in-hospital?from=2026-11-17&to=2026-11-18"))["all"]
    assert [point[1:] for point in stock] == [(0, "shown"), (1, "shown")]
    weeks = (await points(client, desk, f"{LEFT}?from=2026-11-09"))["all"]
    assert [point[1:] for point in weeks] == [(0, "shown"), (0, "shown")]


async def test_a_system_without_a_hospitals_feed_has_its_early_help(client: httpx.AsyncClient, desk: Desk) -> None:
    """What DWP and the GPs sent counts, from their first week that is whole; of hospitals nothing was told."""
    desk.figures.cells = [
        cell("carers_by_source", date(2026, 11, 2), 1, category="GP", trust=""),
        cell("early_help_received", date(2026, 11, 17), 9, category="DWP", trust=""),
    ]
    path = "/v1/dashboards/QHL/early-help-{}?from=2026-10-26"
    seen = (await points(client, desk, path.format("received")))["all"]
    assert [point[1:] for point in seen] == [(None, "missing"), (0, "shown"), (0, "shown"), (9, "shown")]
    seen = (await points(client, desk, path.format("screened")))["all"]
    assert [point[1:] for point in seen] == [(None, "missing"), (0, "shown"), (0, "shown"), (0, "shown")]
    hospital = (await points(client, desk, "/v1/dashboards/QHL/in-hospital?from=2026-11-20"))["all"]
    assert {status for _, _, status in hospital} == {"missing"}


async def test_what_other_systems_were_told_makes_no_nought(client: httpx.AsyncClient, desk: Desk) -> None:
    """Notices count a system in that nobody of whom lay in hospital; a neighbour's do not."""
    desk.figures.cells = [cell("notices_issued", date(2026, 11, 2), 3, category="ADMISSION")]
    for system, seen in (("QHL", {"shown"}), ("QGH", {"missing"})):
        given = (await points(client, desk, f"/v1/dashboards/{system}/notices-issued?from=2026-11-02"))["all"]
        assert {status for _, _, status in given} == seen


async def test_after_a_system_closed_its_numbers_are_missing(client: httpx.AsyncClient, desk: Desk) -> None:
    """Old Vale closed with 31 March, a Tuesday: days since, and the week that it parts, are no noughts of it.

    The answer says that it closed, when, and what came in its place.
    """
    place = {"ics": "QOLD", "council": "E08000029"}
    desk.figures.cells = [
        cell("in_hospital", date(2026, 1, 5), 12, **place),
        cell("discharges", date(2026, 3, 23), 8, category="19", **place),
        cell("in_hospital", date(2026, 4, 1), -12, **place),
    ]
    stock = (await points(client, desk, "/v1/dashboards/QOLD/in-hospital?from=2026-03-31&to=2026-04-02"))["all"]
    assert [point[1:] for point in stock] == [(12, "shown"), (None, "missing"), (None, "missing")]
    weeks = (await points(client, desk, "/v1/dashboards/QOLD/discharges?from=2026-03-23&to=2026-04-12"))["all"]
    assert [point[1:] for point in weeks] == [(8, "shown"), (None, "missing"), (None, "missing")]
    answer = await client.get("/v1/dashboards/QOLD/in-hospital", headers=desk.headers())
    said = "This system closed with 31 March 2026, and has no numbers after it. In its place: Test and Vale (QHL)."
    assert said in answer.json()["notes"]
    lives = await client.get("/v1/dashboards/QHL/in-hospital", headers=desk.headers())
    assert "closed" not in str(lives.json()["notes"])
    whole = await points(
        client, desk, "/v1/dashboards/QOLD/in-hospital?council=E08000029&from=2026-04-02&to=2026-04-02"
    )
    assert whole["all"] == [("2026-04-02", 0, "shown")]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ANALYST])
async def test_a_code_that_nobody_knows_has_no_nought(client: httpx.AsyncClient, desk: Desk, role: Role) -> None:
    """A council that was mistyped has no number; a trust that is in no table and sends has its own, hidden or not."""
    desk.figures.cells = begun(cell("in_hospital", TODAY, 3, trust="RXX"))
    path = f"/v1/dashboards/QHL/in-hospital?from={TODAY}"
    for place, status in (
        ("council=E0800025", "missing"),
        ("council=E08000029", "shown"),
        ("council=unknown", "shown"),
        ("trust=RXX", "shown" if role is Role.COORDINATOR else "suppressed"),
    ):
        given = await points(client, desk, f"{path}&{place}", role)
        assert [point[2] for point in given["all"]] == [status], place
