"""Support by origin, waits for support and moves over HTTP: totals, medians and percentiles as readers may see them."""

from datetime import date, timedelta

import httpx
import pytest

from hub.api.purposes import Role
from hub.ports.figures import Cell
from tests.api.dashboard_steps import begun, cell, headers_of, points
from tests.api.desk import Desk
from tests.api.invented import TODAY

TOP = "/v1/dashboards/QHL"
MONDAY = date(2026, 11, 16)
DISCHARGED = MONDAY - timedelta(weeks=8)
WEEK = f"?from={MONDAY}&to={MONDAY + timedelta(days=6)}"


def started(people: dict[int, int], council: str = "E08000025") -> list[Cell]:
    """People whose support began on the Monday, by how many days they had waited."""
    return [cell("notice_to_start", MONDAY, many, category=str(days), council=council) for days, many in people.items()]


async def newest(client: httpx.AsyncClient, desk: Desk, path: str, role: Role = Role.COORDINATOR) -> object:
    """Give the newest number of all, or its sign."""
    _, value, status = (await points(client, desk, TOP + path, role))["all"][-1]
    return value if status == "shown" else status


async def test_people_and_hours_are_told_apart_by_origin(client: httpx.AsyncClient, desk: Desk) -> None:
    """12 people with 80.75 hours of new support, one with 7 hours of resumed support; each under its own product."""
    desk.figures.cells = begun(
        cell("supported", MONDAY, 12, category="NEW"),
        cell("support_hours", MONDAY, 8_075, category="NEW"),
        cell("supported", MONDAY, 1, category="RESUMED"),
        cell("support_hours", MONDAY, 700, category="RESUMED"),
    )
    for product, true, rounded in (
        ("new-support", 12, 10),
        ("new-hours", 81, 80),
        ("resumed-support", 1, "suppressed"),
        ("resumed-hours", 7, "suppressed"),
        ("increased-support", 0, 0),
        ("increased-hours", 0, 0),
    ):
        assert await newest(client, desk, f"/{product}{WEEK}") == true, product
        assert await newest(client, desk, f"/{product}{WEEK}", Role.ANALYST) == rounded, product


async def test_hours_of_a_week_are_those_of_its_sunday(client: httpx.AsyncClient, desk: Desk) -> None:
    """A stock is not added up over the days; rounded totals come by week alone."""
    sunday = MONDAY + timedelta(days=6)
    desk.figures.cells = begun(
        cell("supported", MONDAY, 20, category="NEW"),
        cell("support_hours", MONDAY, 10_000, category="NEW"),
        cell("support_hours", sunday, 2_000, category="NEW"),
        cell("support_hours", sunday + timedelta(days=1), 50_000, category="NEW"),
    )
    assert await newest(client, desk, "/new-hours") == 120
    refused = await client.get(f"{TOP}/new-hours?every=day", headers=headers_of(desk, Role.ANALYST))
    assert refused.status_code == 422


async def test_joint_support_is_told_in_pounds_by_payer_once_six_weeks_are_over(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """Nine people who left eight weeks ago; what was planned for those of last week is not complete yet."""
    for day, people in ((DISCHARGED, 9), (MONDAY, 9)):
        desk.figures.cells = begun(
            *(cell("joint_funded", day, people, category=payer) for payer in ("COUNCIL", "ICB")),
            cell("joint_cost", day, 123_450, category="COUNCIL"),
            cell("joint_cost", day, 67_050, category="ICB"),
        )
        sums = [
            sum(value for _, value, _ in (await points(client, desk, f"{TOP}/{product}"))["all"])
            for product in ("joint-cost-council", "joint-cost-nhs")
        ]
        assert sums == ([1_235, 671] if day == DISCHARGED else [0, 0])


async def test_the_middle_wait_and_that_of_nine_in_ten(client: httpx.AsyncClient, desk: Desk) -> None:
    """Of 100: 60 within 2 days, 91 within 9; the 92 who are told of are those of the week alone."""
    desk.figures.cells = begun(
        *started({0: 20, 2: 40, 9: 31, 30: 9}),
        cell("notice_to_start", MONDAY + timedelta(days=7), 500, category="99"),
    )
    assert await newest(client, desk, f"/notice-to-start{WEEK}") == 2
    assert await newest(client, desk, f"/notice-to-start-90{WEEK}") == 9
    assert await newest(client, desk, f"/support-started{WEEK}") == 100
    assert await newest(client, desk, f"/notice-to-start-90{WEEK}", Role.ANALYST) == 9


async def test_a_wait_of_few_people_is_nobodys_to_read(client: httpx.AsyncClient, desk: Desk) -> None:
    """Seven who waited longest: an analyst sees the middle and not the ninth tenth, and the rule says why."""
    desk.figures.cells = begun(*started({2: 50, 30: 7}), *started({2: 4}, "E08000029"))
    path = f"/notice-to-start-90{WEEK}"
    assert (await newest(client, desk, path), await newest(client, desk, path, Role.ANALYST)) == (30, "suppressed")
    answer = await client.get(f"{TOP}{path}", headers=headers_of(desk, Role.ANALYST))
    assert any("8 or more people waited as long or longer" in note for note in answer.json()["notes"])
    rows = await points(client, desk, f"{TOP}/notice-to-start{WEEK}&by=council", Role.ANALYST)
    assert {code: row[-1][1:] for code, row in rows.items()} == {
        "E08000025": (2, "shown"),
        "E08000029": (None, "suppressed"),
    }


async def test_a_week_without_a_start_has_no_middle(client: httpx.AsyncClient, desk: Desk) -> None:
    """Nobody began: that is not a wait of 0 days."""
    desk.figures.cells = begun(*started({2: 9}))
    rows = (await points(client, desk, f"{TOP}/notice-to-start"))["all"]
    assert rows[-2:] == [("2026-11-15", None, "not_applicable"), ("2026-11-22", 2, "shown")]


async def test_waiting_people_come_by_the_days_they_have_waited_in_order(client: httpx.AsyncClient, desk: Desk) -> None:
    """Shortest first; the file has the same, with codes that are no days of a month, the source and the rule."""
    bands = ("21+", "0", "4-6", "1")
    desk.figures.cells = begun(*(cell("waiting_for_start", TODAY, 9, category=band) for band in bands))
    path = f"{TOP}/waiting-for-start?by=category&from={TODAY}"
    rows = (await client.get(path, headers=desk.headers())).json()["series"]
    assert [row["name"] for row in rows] == ["Since today", "1 day", "4 to 6 days", "21 days or more"]
    table = await client.get(path, headers=desk.headers() | {"Accept": "text/csv"})
    assert f"figure,{TODAY},{TODAY},category,4_to_6_days,4 to 6 days,9,shown" in table.text
    assert "Waiting times from adult social care client level data" in table.text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ANALYST])
async def test_days_without_a_council_are_nought_also_where_few_move(
    client: httpx.AsyncClient, desk: Desk, role: Role
) -> None:
    """Three moves and no gap: 0 is 0, not hidden because few moved; how many had no papers is hidden."""
    moved = [cell("move_days", MONDAY, 3, trust=""), cell("moves_without_papers", MONDAY, 1, trust="")]
    desk.figures.cells = begun(*moved, cell("moves_under_way", MONDAY, 3, trust=""))
    assert await newest(client, desk, f"/gap-days{WEEK}", role) == 0
    few = {Role.COORDINATOR: (33.3, 3), Role.ANALYST: ("suppressed", "suppressed")}[role]
    assert await newest(client, desk, f"/moves-without-papers{WEEK}", role) == few[0]
    assert await newest(client, desk, f"/moves-under-way{WEEK}", role) == few[1]
    desk.figures.cells += [cell("gap_days", MONDAY, 2, trust=""), cell("moves_with_gap", MONDAY, 1, trust="")]
    assert await newest(client, desk, f"/gap-days{WEEK}", role) == (2 if role is Role.COORDINATOR else "suppressed")
