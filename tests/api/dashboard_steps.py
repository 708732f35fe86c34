"""What tests of the dashboards share: addends of one place, who asks, and what comes back."""

from datetime import date
from typing import Any, Final

import httpx

from hub.api.purposes import Role
from hub.ports.figures import Cell
from tests.api.desk import Desk

LONG_AGO: Final = date(2026, 1, 5)


def cell(measure: str, day: date, amount: int, **more: Any) -> Cell:
    """One addend of Testborough in Test and Vale, told on its day unless said otherwise."""
    told_on = more.pop("told_on", day)
    place = {"ics": "QHL", "council": "E08000025", "trust": "RZZ", "provider": "", "category": ""} | more
    return Cell(measure, day=day, told_on=told_on, amount=amount, **place)


def begun(*cells: Cell) -> list[Cell]:
    """Addends of a hub that was told of somebody in hospital long ago."""
    return [cell("in_hospital", LONG_AGO, 1), *cells]


def headers_of(desk: Desk, role: Role) -> dict[str, str]:
    """Headers of somebody who may see dashboards; a social worker is of Testborough."""
    purpose = {Role.ANALYST: "SERVICE_PLANNING", Role.INFORMATION_GOVERNANCE: "AUDIT"}
    return desk.headers(role, purpose.get(role, "DISCHARGE_COORDINATION"), "E08000025")


async def points(client: httpx.AsyncClient, desk: Desk, path: str, role: Role = Role.COORDINATOR) -> dict[str, Any]:
    """The points of every row by its code, as `(to, value, status)`."""
    answer = await client.get(path, headers=headers_of(desk, role))
    assert answer.status_code == 200, answer.text
    return {
        row["code"]: [(point["to"], point["value"], point["status"]) for point in row["points"]]
        for row in answer.json()["series"]
    }
