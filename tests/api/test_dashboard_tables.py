"""Dashboards as CSV: the same numbers, and the notes that go with them."""

import csv
import io
from datetime import date, timedelta

import httpx

from hub.api.purposes import Role
from tests.api.dashboard_steps import begun, cell, headers_of
from tests.api.desk import Desk
from tests.api.invented import TODAY

READY = "/v1/dashboards/QHL/ready-not-left"
MONDAY = date(2026, 11, 16)


async def test_a_table_has_the_same_numbers_and_its_rule_as_a_footnote(client: httpx.AsyncClient, desk: Desk) -> None:
    """Hidden, impossible and missing are *, - and nothing, and the last rows say which rule was applied."""
    desk.figures.cells = [
        cell("in_hospital", MONDAY - timedelta(days=7), 1),
        cell("six_weeks_due", MONDAY, 4),
        cell("six_weeks_done", MONDAY, 3),
    ]
    path = "/v1/dashboards/QHL/six-weeks-completed"
    query = "?from=2026-11-02"
    by_name = await client.get(f"{path}.csv{query}", headers=headers_of(desk, Role.ANALYST))
    accept = headers_of(desk, Role.ANALYST) | {"Accept": "text/csv, application/json;q=0.5"}
    by_accept = await client.get(path + query, headers=accept)
    assert by_name.text == by_accept.text
    assert by_name.headers["content-type"] == "text/csv; charset=utf-8"
    assert by_name.headers["cache-control"] == "no-store"
    assert by_name.headers["content-disposition"] == 'attachment; filename="QHL-six-weeks-completed.csv"'
    rows = list(csv.DictReader(by_name.text.splitlines()))
    figures = [(row["to"], row["value"], row["status"]) for row in rows if row["row"] == "figure"]
    assert figures == [
        ("2026-11-08", "", "missing"),
        ("2026-11-15", "-", "not_applicable"),
        ("2026-11-22", "*", "suppressed"),
    ]
    notes = [row["name"] for row in rows if row["row"] == "note"]
    assert notes[0].startswith("0 is shown as 0, 1 to 7 as *")
    assert any(note.startswith("Made of everything that was told until 2026-11-16") for note in notes)


async def test_true_numbers_in_a_table_say_that_they_are(client: httpx.AsyncClient, desk: Desk) -> None:
    """Whoever takes true numbers away is told not to publish them; an answer is JSON unless CSV is asked for first."""
    text = (await client.get(f"{READY}.csv", headers=desk.headers())).text
    assert "Do not publish them" in text
    for accept in ("*/*", "application/json", "application/json, text/csv"):
        answer = await client.get(READY, headers=desk.headers() | {"Accept": accept})
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["vary"] == "Accept"


async def test_a_senders_own_code_is_no_formula_in_a_spreadsheet(client: httpx.AsyncClient, desk: Desk) -> None:
    """A provider's code comes from outside: one that begins as a formula is kept as text."""
    desk.figures.cells = begun(cell("in_six_weeks", TODAY, 9, provider='=HYPERLINK("x")'))
    path = f"/v1/dashboards/QHL/in-six-weeks.csv?by=provider&from={TODAY}"
    text = (await client.get(path, headers=desk.headers())).text
    row = next(row for row in csv.reader(text.splitlines()) if "HYPERLINK" in row[4])
    assert row[4].startswith("'=")
    assert row[5].startswith("'=")


async def test_a_file_says_what_it_counts_and_where(client: httpx.AsyncClient, desk: Desk) -> None:
    """Files of two councils, and of two splits, have other names; inside stand place, code and definition."""
    desk.figures.cells = begun(cell("ready_not_left", TODAY, 9))
    for query, name, where in (
        ("", "QHL-ready-not-left.csv", "Where: Test and Vale (QHL)."),
        ("?by=trust", "QHL-ready-not-left-by-trust.csv", "Where: Test and Vale (QHL)."),
        ("?council=E08000029", "council-E08000029-ready-not-left.csv", "Where: Northvale (council E08000029)."),
        ("?council=unknown", "council-unknown-ready-not-left.csv", "Where: Not known (council unknown)."),
        ("?trust=%22%C4%81%0D", "trust-___-ready-not-left.csv", 'Where: "ā\r (trust "ā\r).'),
    ):
        answer = await client.get(f"{READY}.csv{query}", headers=headers_of(desk, Role.ANALYST))
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        notes = [row[5] for row in csv.reader(io.StringIO(answer.text, newline="")) if row[0] == "note"]
        assert notes[-1] == where
        assert notes[-2].startswith("Counted: Ready to leave, still in hospital, people. People who no longer meet")
