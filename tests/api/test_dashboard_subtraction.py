"""Whoever gets rounded numbers tries to subtract: every way over HTTP that leads to a hidden number is closed."""

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import httpx
import pytest

from hub.api.purposes import Role
from tests.api.dashboard_steps import begun, cell, headers_of
from tests.api.desk import Desk
from tests.api.invented import TODAY

MONDAY = date(2026, 11, 16)
LEFT = "/v1/dashboards/QHL/discharges"
READY = "/v1/dashboards/QHL/ready-not-left"
PLACES = {"council": "E08000025", "trust": "RZZ", "provider": "1-101"}


async def asked(client: httpx.AsyncClient, desk: Desk, path: str, role: Role = Role.ANALYST) -> httpx.Response:
    """What somebody gets, an analyst unless said otherwise."""
    return await client.get(path, headers=headers_of(desk, role))


async def seen(client: httpx.AsyncClient, desk: Desk, path: str, role: Role = Role.ANALYST) -> dict[str, Any]:
    """The newest number of each row; none where it is hidden."""
    answer = await asked(client, desk, path, role)
    return {row["code"]: row["points"][-1]["value"] for row in answer.json()["series"]}


def three_councils() -> list[Any]:
    """Today 1, 8 and 8 people of three councils are ready: *, 10 and 10 of 15 would say that * is 1."""
    people = {"E08000025": 8, "E08000029": 8, "E08000030": 1}
    return begun(*(cell("ready_not_left", TODAY, number, council=council) for council, number in people.items()))


async def test_a_table_and_its_total_do_not_give_the_hidden_row(client: httpx.AsyncClient, desk: Desk) -> None:
    """The total is given, the rows of that day are not; a coordinator sees all of them."""
    desk.figures.cells = three_councils()
    assert await seen(client, desk, READY) == {"all": 15}
    rows = await seen(client, desk, f"{READY}?by=council")
    assert rows == {"E08000025": None, "E08000029": None, "E08000030": None}
    true = await seen(client, desk, f"{READY}?by=council", Role.COORDINATOR)
    assert sorted(true.values()) == [1, 8, 8]


async def test_the_days_of_a_week_cannot_be_taken_from_it(client: httpx.AsyncClient, desk: Desk) -> None:
    """A flow comes by whole weeks alone; a stock by day, because a week's number is that of its Sunday."""
    answer = await asked(client, desk, f"{LEFT}?every=day")
    assert answer.status_code == 422
    assert [one["rule"] for one in answer.json()["errors"]] == ["whole_weeks"]
    assert (await asked(client, desk, f"{LEFT}?every=day", Role.COORDINATOR)).status_code == 200
    assert (await asked(client, desk, f"{READY}?every=week")).status_code == 200


async def test_two_stretches_that_differ_by_a_day_are_the_same_weeks(client: httpx.AsyncClient, desk: Desk) -> None:
    """`from` and `to` choose weeks and never cut one: moving an end by a day changes no number."""
    desk.figures.cells = begun(
        *(cell("discharges", MONDAY - timedelta(days=day), 9 + day % 4) for day in range(-6, 28))
    )
    given: dict[str, int] = {}
    for shift in range(8):
        first, last = MONDAY - timedelta(days=7 + shift), MONDAY + timedelta(days=shift)
        answer = await asked(client, desk, f"{LEFT}?from={first}&to={last}")
        for row in answer.json()["series"]:
            for point in row["points"]:
                assert given.setdefault(point["from"], point["value"]) == point["value"]
    assert set(given) == {"2026-11-02", "2026-11-09", "2026-11-16"}


@pytest.mark.parametrize("pair", list(combinations(PLACES, 2)))
async def test_two_places_at_once_are_refused(client: httpx.AsyncClient, desk: Desk, pair: tuple[str, str]) -> None:
    """The people of a council in one trust could be subtracted from the council's: no role is given a crossing."""
    query = "&".join(f"{kind}={PLACES[kind]}" for kind in pair)
    for role in (Role.ANALYST, Role.COORDINATOR):
        answer = await asked(client, desk, f"/v1/dashboards/QHL/in-six-weeks?{query}", role)
        assert answer.status_code == 422
        assert desk.figures.asked == []


@pytest.mark.parametrize("more", ["category=P1", "pathway=P1", "day=2026-11-16", "subject=1", "limit=1"])
async def test_nothing_else_narrows_an_answer(client: httpx.AsyncClient, desk: Desk, more: str) -> None:
    """A word that is not on the list of filters changes nothing: there is no free-form filter."""
    desk.figures.cells = three_councils()
    assert await seen(client, desk, f"{READY}?{more}") == {"all": 15}


async def test_hidden_numbers_are_in_no_part_of_any_answer(client: httpx.AsyncClient, desk: Desk) -> None:
    """3 people, 33 days: neither number, nor the 11 days of each, is in JSON or CSV of any product or split."""
    desk.figures.cells = begun(
        *(cell("discharge_delay", MONDAY, 3, category="7-13"), cell("delay_days", MONDAY, 33)),
        cell("in_hospital", TODAY, 2),
    )
    for product in ("in-hospital", "delay", "mean-delay", "delay-days", "left-on-ready-date"):
        for by in ("none", "council", "trust"):
            answer = await asked(client, desk, f"/v1/dashboards/QHL/{product}?by={by}&from=2026-11-16")
            values = {point["value"] for row in answer.json()["series"] for point in row["points"]}
            assert values <= {0, None}, (product, by)
            table = await asked(client, desk, f"/v1/dashboards/QHL/{product}.csv?by={by}&from=2026-11-16")
            figures = [line.split(",")[-2] for line in table.text.splitlines() if line.startswith("figure")]
            assert set(figures) <= {"*", "0"}, (product, by)
