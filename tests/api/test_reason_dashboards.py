"""Days by every reason and why the definitions differ over HTTP: rows may have somebody twice, the whole never."""

from datetime import date, timedelta

import httpx

from hub.api.purposes import Role
from tests.api.dashboard_steps import begun, cell, headers_of, points
from tests.api.desk import Desk

TOP = "/v1/dashboards/QHL"
MONDAY = date(2026, 11, 16)
WEEK = f"?from={MONDAY}&to={MONDAY + timedelta(days=6)}"


async def rows(client: httpx.AsyncClient, desk: Desk, path: str, role: Role = Role.COORDINATOR) -> dict[str, object]:
    """Give the newest number of each row by its code, or its sign."""
    answer = await client.get(f"{TOP}{path}{WEEK}&by=category", headers=headers_of(desk, role))
    newest = {row["code"]: row["points"][-1] for row in answer.json()["series"]}
    return {code: point["value"] if point["status"] == "shown" else point["status"] for code, point in newest.items()}


async def test_a_day_with_two_reasons_is_in_both_rows_and_once_in_the_whole(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """13 people waited 33 days; a bed was waited for by 3 of them, transport by 12; the whole is no row of its own."""
    desk.figures.cells = begun(
        *(
            cell(f"delay_reason_{what}", MONDAY, amount, category=code)
            for code, people, days in (("CAP05", 3, 9), ("HOSP04", 12, 30), ("any", 13, 33))
            for what, amount in (("people", people), ("days", days))
        )
    )
    whole = f"{TOP}/reason-days{WEEK}"
    assert (await points(client, desk, whole))["all"][-1][1:] == (33, "shown")
    assert (await points(client, desk, whole, Role.ANALYST))["all"][-1][1:] == (35, "shown")
    assert await rows(client, desk, "/reason-days") == {"CAP05": 9, "HOSP04": 30}
    assert await rows(client, desk, "/reason-days", Role.ANALYST) == {"CAP05": "suppressed", "HOSP04": 30}


async def test_one_person_with_many_reasons_is_hidden_as_one_person(client: httpx.AsyncClient, desk: Desk) -> None:
    """Nine reasons of one person are not nine people: added up they would be shown."""
    codes = [f"CAP{number:02d}" for number in range(1, 10)]
    desk.figures.cells = begun(
        *(cell("delay_reason_people", MONDAY, 1, category=code) for code in (*codes, "any")),
        *(cell("delay_reason_days", MONDAY, 4, category=code) for code in (*codes, "any")),
    )
    given = await points(client, desk, f"{TOP}/reason-days{WEEK}", Role.ANALYST)
    assert given["all"][-1][1:] == (None, "suppressed")
    assert set((await rows(client, desk, "/reason-days", Role.ANALYST)).values()) == {"suppressed"}


async def test_why_the_definitions_differ_is_told_by_reason_as_people_and_as_days(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """Who was not ready on leaving is under that and under the time that was taken back, which has the days."""
    people = {"ready_voided": 20, "met_on_leaving": 9, "delay_ended_by_death": 10, "any": 30}
    days = {"ready_voided": 41, "delay_ended_by_death": 12, "any": 53}
    desk.figures.cells = begun(
        *(cell("delay_differs_because", MONDAY, many, category=code) for code, many in people.items()),
        *(cell("delay_differs_days", MONDAY, many, category=code) for code, many in days.items()),
    )
    for product, numbers in (("why-definitions-differ", people), ("days-definitions-differ", days)):
        given = await points(client, desk, f"{TOP}/{product}{WEEK}")
        assert given["all"][-1][1] == numbers["any"]
        told = await rows(client, desk, f"/{product}")
        assert told == {code: numbers.get(code, 0) for code in people if code != "any"}
