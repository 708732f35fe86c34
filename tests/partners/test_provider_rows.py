"""What becomes of a provider's table and of each of its rows."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.provider_table.cells import Cells
from connectors.provider_table.connector import ProviderTableConnector
from hub.errors import Rejected
from hub.events.care_record import (
    SupportLineChanged,
    SupportLineEnded,
    SupportLineStarted,
    VisitConfirmed,
    VisitMissed,
)
from hub.events.values import Precision, Zone
from hub.people.claims import Identifier
from tests.partners.memory_intake import event_id
from tests.partners.referrals import NOW
from tests.partners.tables import Desk, row, table


def at(text: str) -> int:
    """Milliseconds of a UTC time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


async def test_the_five_kinds_of_row_become_the_five_events() -> None:
    """Lines start, change and end; visits are confirmed or missed: hours in hundredths, prices in pence."""
    desk = Desk()
    kinds = ("LINE_STARTED", "LINE_CHANGED", "LINE_ENDED", "VISIT_CONFIRMED", "VISIT_MISSED")
    receipt = await desk.rows(*(row(kind) for kind in kinds))
    assert (receipt["accepted"], receipt["parked"], receipt["findings"]) == (5, [], [])
    line, where = "L-17", "1-999000001"
    assert [event.body for event in desk.intake.events] == [
        SupportLineStarted(line, where, "HOME_SUPPORT", date(2026, 11, 14), "NEW", None, 1050, 2460),
        SupportLineChanged(line, where, date(2026, 11, 16), hours_per_week=1400),
        SupportLineEnded(line, where, date(2026, 11, 17)),
        VisitConfirmed(line, where, at("2026-11-15T08:00"), at("2026-11-15T08:12")),
        VisitMissed(line, where, at("2026-11-15T18:00"), "NO_ANSWER"),
    ]
    occurred = [(event.occurred.at, event.occurred.precision) for event in desk.intake.events]
    assert occurred == [
        (at("2026-11-14"), Precision.DAY),
        (at("2026-11-16"), Precision.DAY),
        (at("2026-11-17"), Precision.DAY),
        (at("2026-11-15T08:12"), Precision.MINUTE),
        (at("2026-11-15T18:00"), Precision.MINUTE),
    ]


async def test_a_row_finds_its_person_by_number_name_and_birth_and_carries_no_card() -> None:
    """The number counts as not traced (02), so the index asks for name and birth date to agree."""
    desk = Desk()
    await desk.rows(row(person_nhs_number="999 000 0018"))
    (event,) = desk.intake.events
    assert event.person.identifiers == (Identifier("NHS", "NHS", "9990000018", "02"),)
    assert (event.person.family, event.person.born) == ("Ashworth", date(1939, 11, 4))
    assert not event.has_card


@pytest.mark.parametrize(
    ("cells", "path", "rule"),
    [
        ({"record": "LINE_PAUSED"}, "record", "not_in_list"),
        ({"record": ""}, "record", "missing"),
        ({"person_nhs_number": "9990000019"}, "person_nhs_number", "nhs_number_check_failed"),
        ({"person_nhs_number": "9999999999"}, "person_nhs_number", "nhs_number_placeholder"),
        ({"person_nhs_number": "999000001"}, "person_nhs_number", "nhs_number_shape"),
        ({"person_nhs_number": ""}, "person_nhs_number", "missing"),
        ({"person_family_name": ""}, "person_family_name", "missing"),
        ({"person_date_of_birth": "04/11/1939"}, "person_date_of_birth", "not_a_date"),
        ({"started_on": "2026-02-29"}, "started_on", "not_a_date"),
        ({"started_on": ""}, "started_on", "missing"),
        ({"line_id": ""}, "line_id", "missing"),
        ({"line_id": "999 000 0018/1"}, "line_id", "names_the_person"),
        ({"line_id": "ashworth-2"}, "line_id", "names_the_person"),
        ({"line_id": "L/1939-11-04"}, "line_id", "names_the_person"),
        ({"service": "Ashworth's care"}, "service", "names_the_person"),
        ({"provider_location": "1-9990000018"}, "provider_location", "names_the_person"),
        ({"line_id": "L" * 121}, "line_id", "too_long"),
        ({"service": ""}, "service", "missing"),
        ({"origin": "ASHWORTH"}, "origin", "names_the_person"),
        ({"hours_per_week": "21474836.48"}, "hours_per_week", "too_large"),
        ({"price_per_hour": "-999,999,999"}, "price_per_hour", "too_large"),
        ({"hours_per_week": "1e3"}, "hours_per_week", "not_a_decimal"),
        ({"hours_per_week": "NaN"}, "hours_per_week", "not_a_decimal"),
        ({"hours_per_week": "ten"}, "hours_per_week", "not_a_decimal"),
        ({"hours_per_week": "10,5"}, "hours_per_week", "not_a_decimal"),
        ({"recorded_at": "2026-11-16"}, "recorded_at", "not_a_time"),
        ({"recorded_at": "16.11.2026 08:00"}, "recorded_at", "not_a_time"),
        ({"person_family_name": "Ash\x07worth"}, "person_family_name", "control_character"),
        *(
            ({name: "A\x00B"}, name, "control_character")
            for name in ("line_id", "service", "provider_location", "person_nhs_number", "recorded_at", "record")
        ),
    ],
)
async def test_a_bad_row_parks_alone_and_is_reported_to_its_sender(cells: dict[str, str], path: str, rule: str) -> None:
    """The report gives line, column and rule; the rows around it are taken."""
    desk = Desk()
    receipt = await desk.rows(row(line_id="A"), row(**cells), row(line_id="B"))
    assert receipt["accepted"] == 2
    assert [(one["line"], one["path"], one["rule"]) for one in receipt["parked"]] == [(3, path, rule)]


@pytest.mark.parametrize(
    ("kind", "cells", "path", "rule"),
    [
        ("LINE_ENDED", {"ended_on": ""}, "ended_on", "missing"),
        ("LINE_CALLED_OFF", {"started_on": ""}, "started_on", "missing"),
        ("LINE_CHANGED", {"hours_per_week": ""}, "record", "nothing_changed"),
        ("LINE_CHANGED", {"started_on": "", "recorded_at": ""}, "started_on", "missing"),
        ("VISIT_CONFIRMED", {"visit_done_at": ""}, "visit_done_at", "missing"),
        ("VISIT_CONFIRMED", {"visit_done_at": "2026-11-15"}, "visit_done_at", "not_a_time"),
        ("VISIT_MISSED", {"visit_planned_at": ""}, "visit_planned_at", "missing"),
        ("VISIT_MISSED", {"visit_done_at": "2026-11-15T18:05"}, "visit_done_at", "missed_and_done"),
    ],
)
async def test_each_kind_of_row_needs_its_own_cells(kind: str, cells: dict[str, str], path: str, rule: str) -> None:
    """A row that says too little to be an event, or two things of which one cannot be chosen, is held back."""
    receipt = await Desk().rows(row(kind, **cells))
    assert [(one["path"], one["rule"]) for one in receipt["parked"]] == [(path, rule)]


@pytest.mark.parametrize(
    ("kind", "cells", "rule"),
    [
        ("LINE_STARTED", {"hours_per_week": "200"}, "hours_over_a_week"),
        ("LINE_STARTED", {"hours_per_week": "7.333"}, "rounded"),
        ("LINE_STARTED", {"price_per_hour": "1,250.00"}, "price_unlikely"),
        ("LINE_STARTED", {"recorded_at": ""}, "recorded_at_missing"),
        ("LINE_CHANGED", {"started_on": ""}, "change_day_assumed"),
        ("VISIT_CONFIRMED", {"visit_done_at": "2026-11-13T08:00"}, "far_from_plan"),
        ("VISIT_CONFIRMED", {"recorded_at": "2026-11-15T08:00"}, "recorded_before_it_happened"),
    ],
)
async def test_unlikely_values_are_taken_and_remarked_on(kind: str, cells: dict[str, str], rule: str) -> None:
    """What is odd but possible (two carers at once) is true until its sender says otherwise."""
    receipt = await Desk().rows(row(kind, **cells))
    assert receipt["accepted"] == 1
    assert [one["rule"] for one in receipt["findings"]] == [rule]


async def test_an_outcome_in_words_is_sealed() -> None:
    """What a carer writes may speak of the person; only a code travels in clear."""
    desk = Desk()
    receipt = await desk.rows(row("VISIT_MISSED", visit_outcome="Margaret was at her sister's"))
    (event,) = desk.intake.events
    assert "Margaret" not in repr(event.body)
    assert event.personal["text"] == "Margaret was at her sister's"
    assert [one["rule"] for one in receipt["findings"]] == ["outcome_in_words"]


async def test_the_same_row_or_file_twice_makes_no_second_event() -> None:
    """A table that is sent every night with all its rows adds only what is new."""
    desk = Desk()
    await desk.rows(row(), row("VISIT_MISSED"))
    receipt = await desk.rows(row(), row("VISIT_MISSED"), row("VISIT_CONFIRMED"))
    assert (receipt["accepted"], receipt["duplicates"]) == (1, 2)
    first, again = (one for one in desk.intake.taken if one.translation.trigger == "LINE_STARTED")
    assert event_id(first, 0) == event_id(again, 0)


async def test_a_row_without_its_time_of_recording_counts_from_when_it_came() -> None:
    """The hub's own time of receipt stands in, and the sender is told."""
    desk = Desk()
    await desk.rows(row(recorded_at=""))
    assert desk.intake.events[0].recorded.at == NOW


@pytest.mark.parametrize(
    ("written", "utc", "zone"),
    [
        ("2026-07-01T09:00", "2026-07-01T08:00", Zone.ASSUMED),
        ("2026-07-01T09:00:00Z", "2026-07-01T09:00", Zone.STATED),
        ("2026-10-25T01:30", "2026-10-25T00:30", Zone.AMBIGUOUS),
        ("2026-03-29T01:30", "2026-03-29T01:30", Zone.NONEXISTENT),
        ("2026-11-15 09:00:30", "2026-11-15T09:00:30", Zone.ASSUMED),
    ],
)
async def test_a_time_without_offset_is_what_the_clock_on_the_wall_shows(written: str, utc: str, zone: Zone) -> None:
    """Summer time, the double hour of October and the missing hour of March come out as agreed, and say so."""
    desk = Desk()
    await desk.rows(row("VISIT_MISSED", visit_planned_at=written))
    (event,) = desk.intake.events
    assert (event.occurred.at, event.occurred.zone) == (at(utc), zone)


async def test_a_byte_order_mark_quotes_and_other_columns_are_tolerated() -> None:
    """Spreadsheets add a mark, quote what they like, and carry columns that the hub does not want."""
    desk = Desk()
    rows = [{**row(line_id='L, "17"'), "carer_name": "Somebody"}]
    content = table(rows, [*rows[0], "unused"])
    assert (await desk.drop(b"\xef\xbb\xbf" + content))["accepted"] == 1
    body = desk.intake.events[0].body
    assert isinstance(body, SupportLineStarted)
    assert body.line_id == 'L, "17"'


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "column_missing"),
        (b"hello\n", "column_missing"),
        (table([row()]).replace(b"line_id", b"line"), "column_missing"),
        (table([row()]).replace(b",service", b",LINE_ID"), "column_twice"),
        (table([row()]).replace(b"Ashworth", b'"Ashworth'), "not_csv"),
        (table([row()]).replace(b"Ashworth", b"Ashw\xe9rth"), "character_set"),
        (b"\x00\x01\x02\xff", "character_set"),
    ],
)
async def test_a_file_that_is_no_table_is_refused_whole(content: bytes, rule: str) -> None:
    """Nothing is taken from a file that cannot be read with certainty."""
    desk = Desk()
    receipt = await desk.drop(content)
    assert receipt["refused"]["rule"] == rule
    assert desk.intake.taken == []


async def test_a_row_of_the_wrong_width_parks_alone() -> None:
    """A comma too many in one row shifts nothing into a wrong column."""
    content = table([row(line_id="A"), row(line_id="B")]).replace(b"HOME_SUPPORT", b"HOME,SUPPORT", 1)
    receipt = await Desk().drop(content)
    assert (receipt["accepted"], [(one["line"], one["rule"]) for one in receipt["parked"]]) == (1, [(2, "row_width")])


async def test_a_profile_maps_headings_words_dates_and_character_sets() -> None:
    """A rota system's export needs a profile and no code."""
    export = (
        "Type;NHS No;Surname;DOB;Branch;Package Ref;Service Type;New or Restart;Start Date;Hours/Week;Last Updated\r\n"
        "Package Start;999 000 0018;Ashwörth;04/11/1939;1-999000001;P9;Home Care;Restart;14/11/2026;10.50;"
        "16/11/2026 08:00\r\n"
    ).replace(";", ",")
    desk = Desk("rota_export")
    receipt = await desk.drop(export.encode("cp1252"))
    assert (receipt["accepted"], receipt["refused"]) == (1, None)
    (event,) = desk.intake.events
    assert isinstance(event.body, SupportLineStarted)
    assert (event.body.service, event.body.origin, event.body.hours_per_week) == ("HOME_SUPPORT", "RESUMED", 1050)
    assert event.person.family == "Ashwörth"


async def test_what_is_kept_of_a_row_can_be_read_again_alone() -> None:
    """The kept original is the heading with the row, so that a better profile can translate it again."""
    desk = Desk("rota_export")
    export = (
        "Type,NHS No,Surname,DOB,Branch,Package Ref,Planned Start\r\n"
        "Visit Missed,9990000018,É,04/11/1939,1-9,P9,1/11/2026 08:00\r\n"
    )
    await desk.drop(export.encode("cp1252"))
    (kept,) = desk.intake.taken
    (again,) = desk.connector.inspect(kept.raw, desk.connector.profile("rota_export"))
    assert again.events[0].body == kept.translation.events[0].body
    assert again.message_id == kept.translation.message_id


def test_a_profile_may_lie_outside_the_product(tmp_path: Path) -> None:
    """A new sender is tried with a file of one's own; a profile that contradicts itself says where."""
    connector, mine = ProviderTableConnector(), tmp_path / "mine.toml"
    mine.write_text('name = "mine"\nversion = "3"\nsystem = "X"\ndelimiter = ";"\n')
    profile = connector.profile(str(mine))
    assert profile.label == "mine@3"
    (read,) = connector.inspect(table([row()]).replace(b",", b";"), profile)
    assert read.outcome == "accepted"
    mine.write_text('name = "mine"\nversion = "3"\nsystem = "X"\n[headings]\nA = "no_such_column"\n')
    with pytest.raises(Rejected, match="no_such_column"):
        connector.profile(str(mine))
    with pytest.raises(Rejected, match="unknown_profile"):
        connector.profile("no_such_profile")


async def test_no_value_that_was_sent_comes_back_in_a_receipt() -> None:
    """A receipt names columns and rules; a value that was sent is in none of its words."""
    receipt = await Desk().rows(
        row(person_nhs_number="SECRET-1"), row(hours_per_week="SECRET-2"), row(started_on="SECRET-3"), row()
    )
    text = json.dumps(receipt)
    for value in ("SECRET", "Ashworth", "9990000018", "1939", "L-17"):
        assert value not in text


@given(st.decimals(min_value=0, max_value=336, places=2))
def test_hours_are_kept_exactly(hours: Decimal) -> None:
    """Ten and a half hours are 1050 hundredths: the sum of a thousand lines is exact."""
    profile = ProviderTableConnector().profile("table_v1")
    cells = Cells({"hours_per_week": str(hours)}, profile)
    whole, _, part = str(hours).partition(".")
    assert cells.hundredths("hours_per_week") == int(whole) * 100 + int(part)
    assert cells.findings == []
