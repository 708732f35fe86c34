"""Drawn services, requests and deaths of some people against the measure of reablement told day by day."""

from collections import Counter
from datetime import date, timedelta
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.client_level_data.files import together
from connectors.client_level_data.reablement import reablement_outcomes
from tests.partners.council_files import file_of, read_of, row

FIRST, LAST = date(2024, 4, 1), date(2025, 9, 30)
HOMES: Final = {"Long term support: Nursing care", "Long term support: Residential care"}
NO_HOME: Final = {"Long term support: Community", "Short term support: Other short term"}
ST_MAX, PRISON = "Short term support: ST-Max", "Long term support: Prison"
EDGES: Final = (-60, -1, 0, 12, 13, 84, 85, 400, 463, 464)
Span = tuple[date, date | None, str]


@st.composite
def a_life(draw: st.DrawFn) -> tuple[list[Span], list[date], date | None, date]:
    """Draw services, days of requests from hospital, a death and a birth, near each other and near every edge."""
    days = st.sampled_from([FIRST + timedelta(days=days) for days in EDGES])
    spans = st.tuples(
        days,
        st.sampled_from([0, 5, 5, 90, None]),
        st.sampled_from([ST_MAX, ST_MAX, ST_MAX, *HOMES, *NO_HOME, PRISON]),
    )
    drawn = draw(st.lists(spans, min_size=1, max_size=5, unique_by=lambda one: (one[0], one[2])))
    services = [(day, None if long is None else day + timedelta(days=long), kind) for day, long, kind in drawn]
    died = draw(st.one_of(st.none(), st.sampled_from([LAST, *(FIRST + timedelta(days=n) for n in (500, 470, 547))])))
    around = draw(st.lists(st.sampled_from([-8, -7, 0, 3, 4]), max_size=1))
    return (
        services,
        [services[0][0] + timedelta(days=shift) for shift in around],
        died,
        draw(st.sampled_from([date(1950, 1, 1), date(1959, 4, 9)])),
    )


def day_by_day(services: list[Span], asked: list[date], died: date | None, born: date) -> Counter[tuple[int, str, str]]:
    """Count what the measure says of one person, by walking through the days one at a time."""
    until = died or date.max
    told: Counter[tuple[int, str, str]] = Counter()
    given_on = {
        kind: {day for first, last, one in services if one == kind for day in _days(first, min(last or until, until))}
        for _, _, kind in services
    }
    begins = sorted(
        day
        for day in given_on.get(ST_MAX, set())
        if not given_on[ST_MAX] & {day - timedelta(days=n) for n in range(1, 8)}
    )
    for day in begins:
        older = (day.year - 65, day.month, day.day) >= (born.year, born.month, born.day)
        yesterday = day - timedelta(days=1)
        lived_in = any(yesterday in given_on.get(kind, set()) for kind in (*HOMES, PRISON))
        if not (day >= FIRST and older and not lived_in and day <= LAST):
            continue
        year = day.year if day.month > 3 else day.year - 1
        weeks = {day + timedelta(days=n) for n in range(85)}
        groups = ["all"] + ["after_hospital"] * any(day + timedelta(days=n) in asked for n in range(-7, 4))
        fate = "followed" if max(weeks) <= LAST else "not followed yet"
        told.update((year, group, fate) for group in groups)
        entered = any(kind in HOMES and first in weeks for first, _, kind in services)
        if fate == "followed" and died not in weeks and not entered:
            told.update((year, group, "remained") for group in groups)
    return told


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(min((last - first).days, 700) + 1)]


@settings(max_examples=200)
@given(a_life())
def test_the_measure_is_that_of_days_walked_one_at_a_time(
    life: tuple[list[Span], list[date], date | None, date],
) -> None:
    """Clusters, age, homes before and after, death, the request from hospital, the year and who is not followed yet."""
    services, asked, died, born = life
    same = {
        "Reporting_Period_Start_Date": FIRST.isoformat(),
        "Reporting_Period_End_Date": LAST.isoformat(),
        "Date_of_Birth": born.isoformat(),
        "Date_of_Death": "" if died is None else died.isoformat(),
    }
    rows = [
        row("Service", first.isoformat(), Event_End_Date="" if last is None else last.isoformat(), Service_Type=kind,
            Service_Component="Reablement" if kind == ST_MAX else "Home support or domiciliary care", **same)
        for first, last, kind in services
    ] + [
        row("Request", day.isoformat(), Event_End_Date=day.isoformat(),
            Request__Route_of_Access="Discharge from Hospital", **same)
        for day in asked
    ]  # fmt: skip
    told: Counter[tuple[int, str, str]] = Counter()
    for one in reablement_outcomes(together([read_of(file_of(*rows), in_order=True)]))["outcomes"]:
        for name, cell in (
            ("followed", "reablement"),
            ("remained", "remained"),
            ("not followed yet", "not_followed_yet"),
        ):
            told[int(one["year"][:4]), one["group"], name] += one[cell]
    assert +told == day_by_day(services, asked, died, born)
