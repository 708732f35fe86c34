"""Dashboards over HTTP: who sees which numbers, of which places and periods, as JSON and as CSV."""

from datetime import date, timedelta

import httpx
import pytest

from hub.api.purposes import Role
from tests.api.dashboard_steps import LONG_AGO, begun, cell, headers_of, points
from tests.api.desk import Desk
from tests.api.invented import TODAY

READY = "/v1/dashboards/QHL/ready-not-left"
LEFT = "/v1/dashboards/QHL/discharges"
MONDAY = date(2026, 11, 16)


async def test_a_stock_is_told_by_day_up_to_today(client: httpx.AsyncClient, desk: Desk) -> None:
    """5 people are ready from 21 November, 2 more today: levels hold until they change."""
    desk.figures.cells = begun(
        cell("ready_not_left", TODAY - timedelta(days=2), 5), cell("ready_not_left", TODAY, 2, category="P1")
    )
    given = (await points(client, desk, f"{READY}?from=2026-11-20"))["all"]
    days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]
    assert given == [(day, value, "shown") for day, value in zip(days, [0, 5, 5, 7], strict=True)]


async def test_a_flow_is_told_by_whole_weeks_that_are_over(client: httpx.AsyncClient, desk: Desk) -> None:
    """The week of today, Monday 23 November, is not told yet; that of the 16th is, with all its destinations."""
    desk.figures.cells = begun(
        cell("discharges", MONDAY - timedelta(days=1), 4),
        cell("discharges", MONDAY, 3, category="19"),
        cell("discharges", MONDAY + timedelta(days=6), 9, category="55"),
        cell("discharges", TODAY, 50, category="19"),
    )
    given = (await points(client, desk, f"{LEFT}?from=2026-11-09&to=2026-12-31"))["all"]
    assert given == [("2026-11-15", 4, "shown"), ("2026-11-22", 12, "shown")]


async def test_a_week_is_told_once_its_sunday_is_over(client: httpx.AsyncClient, desk: Desk) -> None:
    """On Sunday the 29th the week from the 23rd is still running; on Monday it is told."""
    desk.figures.cells = begun(cell("discharges", TODAY, 4))
    desk.clock.at += 6 * 86_400_000
    assert await points(client, desk, f"{LEFT}?from=2026-11-23") == {}
    desk.clock.at += 86_400_000
    assert (await points(client, desk, f"{LEFT}?from=2026-11-23"))["all"] == [("2026-11-29", 4, "shown")]


async def test_only_who_may_know_the_people_sees_true_numbers(client: httpx.AsyncClient, desk: Desk) -> None:
    """3 people ready and 13 in hospital: a coordinator sees that, an analyst and governance see * and 15."""
    desk.figures.cells = begun(cell("ready_not_left", TODAY, 3), cell("in_hospital", TODAY, 12))
    day = f"?from={TODAY}"
    for role, seen in (
        (Role.COORDINATOR, [(3, "shown"), (13, "shown")]),
        (Role.ANALYST, [(None, "suppressed"), (15, "shown")]),
        (Role.INFORMATION_GOVERNANCE, [(None, "suppressed"), (15, "shown")]),
    ):
        given = [
            (await points(client, desk, path + day, role))["all"][0][1:]
            for path in (READY, "/v1/dashboards/QHL/in-hospital")
        ]
        assert given == seen, role


async def test_a_social_worker_sees_the_own_council_alone(client: httpx.AsyncClient, desk: Desk) -> None:
    """True numbers of the own council, whole; a system, another council, or a trust is refused."""
    desk.figures.cells = begun(cell("ready_not_left", TODAY, 3), cell("ready_not_left", TODAY, 2, ics="QGH"))
    own = await points(client, desk, f"{READY}?council=E08000025&from={TODAY}", Role.SOCIAL_WORKER)
    assert own == {"all": [(str(TODAY), 5, "shown")]}
    headers = headers_of(desk, Role.SOCIAL_WORKER)
    for path in (READY, f"{READY}?council=E08000029", f"{READY}?trust=RZZ"):
        assert (await client.get(path, headers=headers)).status_code == 403, path


@pytest.mark.parametrize("role", [Role.CARE_STAFF, Role.INTEGRATION_ENGINEER, Role.PERSON, Role.SENDER])
async def test_nobody_else_sees_a_dashboard(client: httpx.AsyncClient, desk: Desk, role: Role) -> None:
    """Whoever needs no such number gets none, in no form, and the attempt is written down."""
    for path in ("/v1/dashboards", READY, f"{READY}.csv"):
        answer = await client.get(path, headers=desk.headers(role, "DISCHARGE_COORDINATION"))
        assert answer.status_code == 403
        assert (desk.access.lines[-1].view, desk.access.lines[-1].decision) == ("dashboards", "DENY")


async def test_a_number_is_written_down_before_it_leaves(client: httpx.AsyncClient, desk: Desk) -> None:
    """Looking is a look, taking a file away is an export, and without the log there is neither."""
    for path, action in ((READY, "view"), (f"{READY}.csv", "export")):
        assert (await client.get(path, headers=desk.headers())).status_code == 200
        line = desk.access.lines[-1]
        assert (line.action, line.view, line.subject, line.decision) == (action, "dashboards", None, "PERMIT")
    desk.access.away, desk.figures.asked = True, []
    assert (await client.get(READY, headers=desk.headers())).status_code == 503
    assert desk.figures.asked == []


async def test_a_split_has_a_row_for_each_place_and_the_unknown_comes_last(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """By council, by name; people whose council is not known are not lost from sight."""
    desk.figures.cells = begun(
        cell("ready_not_left", TODAY, 9, council=""),
        cell("ready_not_left", TODAY, 8, council="E08000025"),
        cell("ready_not_left", TODAY, 7, council="E08000029"),
        cell("ready_not_left", TODAY, 99, ics="QGH"),
    )
    answer = await client.get(f"{READY}?by=council&from={TODAY}", headers=desk.headers())
    rows = [(row["code"], row["name"], row["points"][0]["value"]) for row in answer.json()["series"]]
    assert rows == [("E08000029", "Northvale", 7), ("E08000025", "Testborough", 8), ("unknown", "Not known", 9)]


async def test_categories_come_in_the_order_of_the_catalogue(client: httpx.AsyncClient, desk: Desk) -> None:
    """Delay by its bands, shortest first; a code that the catalogue does not know is shown as it is, after them."""
    desk.figures.cells = begun(
        *(cell("discharge_delay", MONDAY, 8, category=band) for band in ("21+", "0", "2-3", "other"))
    )
    answer = await client.get("/v1/dashboards/QHL/delay?by=category&from=2026-11-16", headers=desk.headers())
    assert [row["name"] for row in answer.json()["series"]] == ["Same day", "2 to 3 days", "21 days or more", "other"]
    assert [row["code"] for row in answer.json()["series"]] == ["0", "2_to_3_days", "21_days_or_more", "other"]


async def test_a_place_is_whole_in_whichever_systems_it_lies(client: httpx.AsyncClient, desk: Desk) -> None:
    """A trust, a council and a provider count everybody of theirs; the answer says so."""
    desk.figures.cells = begun(
        *(cell("in_six_weeks", TODAY, 4, provider=provider) for provider in ("", "1-101")),
        *(cell("in_six_weeks", TODAY, 5, ics="QGH", provider=provider) for provider in ("", "1-101")),
    )
    for place in ("trust=RZZ", "council=E08000025", "provider=1-101"):
        path = f"/v1/dashboards/QHL/in-six-weeks?{place}&from={TODAY}"
        assert (await points(client, desk, path))["all"] == [(str(TODAY), 9, "shown")]
        notes = (await client.get(path, headers=desk.headers())).json()["notes"]
        assert any(place.split("=")[0] in note and "whole" in note for note in notes)


async def test_each_provider_counts_its_own_people_and_the_system_counts_everybody_once(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    """9 people, of whom 4 have one provider, 3 another, and 2 both: the rows are not parts of the whole."""
    own = {"": 9, "1-101": 6, "1-102": 5}
    desk.figures.cells = begun(*(cell("in_six_weeks", TODAY, many, provider=code) for code, many in own.items()))
    path = f"/v1/dashboards/QHL/in-six-weeks?from={TODAY}"
    assert [row[0][1] for row in (await points(client, desk, path)).values()] == [9]
    rows = await points(client, desk, f"{path}&by=provider")
    assert {code: row[0][1] for code, row in rows.items()} == {"1-101": 6, "1-102": 5}


async def test_people_without_a_system_have_a_dashboard(client: httpx.AsyncClient, desk: Desk) -> None:
    """`unknown` stands for people whose system, or council, nobody knows."""
    desk.figures.cells = [cell("in_hospital", LONG_AGO, 6, ics=""), cell("in_hospital", LONG_AGO, 5, council="")]
    path = "/v1/dashboards/unknown/in-hospital"
    assert (await points(client, desk, f"{path}?from={TODAY}"))["all"][0][1] == 6
    assert (await points(client, desk, f"{path}?council=unknown&from={TODAY}"))["all"][0][1] == 5


async def test_a_number_is_told_as_it_was_known(client: httpx.AsyncClient, desk: Desk) -> None:
    """4 people left in the week; one of them was told of on the 30th day after, when the week was long published."""
    long_gone = date(2026, 10, 5)
    desk.figures.cells = begun(
        cell("discharges", long_gone, 3), cell("discharges", long_gone, 1, told_on=long_gone + timedelta(days=30))
    )
    week = f"{LEFT}?from=2026-10-05&to=2026-10-11"
    assert (await points(client, desk, week))["all"] == [("2026-10-11", 4, "shown")]
    asked = f"{week}&known_at=2026-10-20T08:00:00Z"
    assert (await points(client, desk, asked))["all"] == [("2026-10-11", 3, "shown")]
    assert (await client.get(asked, headers=desk.headers())).json()["known_on"] == "2026-10-20"


async def test_a_share_of_nobody_is_not_applicable(client: httpx.AsyncClient, desk: Desk) -> None:
    """A week in which nobody's day 42 was has no percentage; that is neither hidden nor missing."""
    desk.figures.cells = begun(cell("six_weeks_due", MONDAY, 4), cell("six_weeks_done", MONDAY, 3))
    path = "/v1/dashboards/QHL/six-weeks-completed?from=2026-11-09"
    given = (await points(client, desk, path))["all"]
    assert [point[1:] for point in given] == [(None, "not_applicable"), (75, "shown")]
    hidden = (await points(client, desk, path, Role.ANALYST))["all"]
    assert [point[1:] for point in hidden] == [(None, "not_applicable"), (None, "suppressed")]


async def test_readmissions_are_told_when_thirty_days_have_passed(client: httpx.AsyncClient, desk: Desk) -> None:
    """On 23 November the newest whole week of which every day is 30 days past is the one to 18 October."""
    desk.figures.cells = begun(cell("discharges", date(2026, 10, 12), 8), cell("readmitted_30_days", TODAY, 2))
    given = (await points(client, desk, "/v1/dashboards/QHL/readmitted?from=2026-10-12"))["all"]
    assert given == [("2026-10-18", 0, "shown")]


async def test_known_councils_are_all_less_the_unknown(client: httpx.AsyncClient, desk: Desk) -> None:
    """Of 20 people 5 have no council: three quarters are known."""
    desk.figures.cells = begun(
        cell("quality", MONDAY, 20, category="all"),
        cell("quality", MONDAY, 5, category="council_unknown"),
        cell("quality", MONDAY, 9, category="pathway_unknown"),
    )
    given = (await points(client, desk, "/v1/dashboards/QHL/council-known?from=2026-11-16"))["all"]
    assert given == [("2026-11-22", 75, "shown")]


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        (f"{READY}?council=E08000025&trust=RZZ", "one_place"),
        ("/v1/dashboards/QHL/in-six-weeks?provider=1-101&trust=RZZ", "one_place"),
        (f"{READY}?provider=1-101", "not_by_provider"),
        (f"{READY}?by=provider", "not_by_provider"),
        ("/v1/dashboards/QHL/in-six-weeks?provider=unknown", "not_a_provider"),
        ("/v1/dashboards/QHL/in-six-weeks?provider=1-101&by=provider", "same_place"),
        (f"{READY}?council=E08000025&by=council", "same_place"),
        ("/v1/dashboards/QHL/in-hospital?by=category", "no_categories"),
        (f"{READY}?from=2026-11-02&to=2026-11-01", "before_from"),
        (f"{READY}?from=2020-01-01", "too_long"),
        (f"{READY}?by=ward", "literal_error"),
        (f"{READY}?from=yesterday", "date_from_datetime_parsing"),
        (f"{READY}?known_at=2026-11-01T00:00", "timezone_aware"),
        (f"{READY}?known_at=2026-11-24T00:00:00Z", "in_future"),
    ],
)
async def test_what_cannot_be_asked_is_a_problem_with_its_reason(
    client: httpx.AsyncClient, desk: Desk, path: str, rule: str
) -> None:
    """RFC 9457, with field and rule and never the value; nothing was read."""
    answer = await client.get(path, headers=desk.headers())
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [one["rule"] for one in answer.json()["errors"]] == [rule]
    assert desk.figures.asked == []


@pytest.mark.parametrize("path", ["/v1/dashboards/QXX/in-hospital", "/v1/dashboards/QHL/happiness"])
async def test_what_is_not_there_is_not_found(client: httpx.AsyncClient, desk: Desk, path: str) -> None:
    """Neither a system nor a product is made up."""
    for suffix in ("", ".csv"):
        assert (await client.get(path + suffix, headers=desk.headers())).status_code == 404


async def test_an_empty_value_narrows_nothing_and_the_future_is_empty(client: httpx.AsyncClient, desk: Desk) -> None:
    """A form sends empty fields; a day that has not come has no number."""
    desk.figures.cells = begun()
    assert await points(client, desk, f"{READY}?council=&by=&every=&from=&to=&known_at=")
    assert await points(client, desk, f"{READY}?from=2026-12-01") == {}
    assert await points(client, desk, f"{READY}?from=0001-01-01&to=0001-01-02") == {}


async def test_the_figures_being_away_is_said(client: httpx.AsyncClient, desk: Desk) -> None:
    """503 and try again, never a 0."""
    desk.figures.away = True
    assert (await client.get(READY, headers=desk.headers())).status_code == 503


async def test_the_list_names_every_system_of_today_and_every_product(client: httpx.AsyncClient, desk: Desk) -> None:
    """A system that was merged away is not offered, and what each number counts is said; a social worker may see it."""
    for role in (Role.COORDINATOR, Role.ANALYST, Role.SOCIAL_WORKER):
        given = (await client.get("/v1/dashboards", headers=headers_of(desk, role))).json()
        assert given["systems"] == [
            {"code": "QHL", "name": "Test and Vale"},
            {"code": "QGH", "name": "Westmere"},
        ]
        ready = next(product for product in given["products"] if product["id"] == "ready-not-left")
        assert "criteria to reside" in ready["definition"]
        assert "Situation Report" in ready["follows"]
    assert (await client.get("/v1/dashboards/QOLD/in-hospital", headers=desk.headers())).status_code == 200


async def test_as_known_at_the_end_of_today_is_as_known_now(client: httpx.AsyncClient, desk: Desk) -> None:
    """A later time of today is no day to come: the day is the same; and the refusal of tomorrow names the field."""
    desk.figures.cells = begun(cell("ready_not_left", TODAY, 9))
    assert await points(client, desk, f"{READY}?known_at={TODAY}T23:59:59Z") == await points(client, desk, READY)
    wrong = await client.get(f"{READY}?known_at=2026-11-24T00:00:00Z", headers=desk.headers())
    assert [one["path"] for one in wrong.json()["errors"]] == ["query.known_at"]
