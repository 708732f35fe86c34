"""Providers' rows and the people that they name: ids in the clear, and people whom nobody has told of."""

from datetime import date
from typing import Any

import pytest

from connectors.simulator.sendable import Sendable
from tests.end_to_end.lives import Invented, message, stay
from tests.partners.referrals import NOW, lines, parcel, record
from tests.partners.tables import Desk, row, table
from tests.simulator.whole_hub import WholeHub


@pytest.mark.parametrize(
    "cells",
    [
        {"person_family_name": "Li", "line_id": "LINE-1"},
        {"person_family_name": "Home"},
        {"person_family_name": "Home", "service": "HOME_SUPPORT"},
        {"person_family_name": "Care", "service": "day_care"},
        {"person_family_name": "Rose", "provider_location": "Rose House"},
        {"person_family_name": "New"},
    ],
)
async def test_a_row_whose_ids_only_look_like_a_name_is_taken(cells: dict[str, str]) -> None:
    """A part of a word, a care home called as its resident is, and a word of a closed list name nobody."""
    receipt = await Desk().rows(row(**{"service": "homecare", **cells}))
    assert (receipt["accepted"], receipt["parked"]) == (1, [])


FIRST = 1_795_000_000_000
WHO = Invented("9990001022", "T1000451", "Ashworth", "Margaret", "19391104", "1 Sample Lane^^^^QX1 4ZZ", "01632960001")


async def rows_of(hub: WholeHub, *rows: dict[str, str]) -> dict[str, Any]:
    """Drop rows at the whole hub and fold them."""
    receipt = await hub.drop(
        "provider-desk", {"rows.csv": table([{**one, "person_nhs_number": WHO.nhs_number} for one in rows])}
    )
    await hub.settle()
    return receipt


async def admitted(hub: WholeHub, who: Invented) -> None:
    """Let a hospital admit and discharge somebody, and fold it."""
    for hours, trigger, left in ((0, "A01", None), (285, "A03", 285)):
        raw = message(who, trigger, f"{trigger}-{who.family}", hours=hours, segments=[stay("SP1", "W7", left)])
        await hub.take(Sendable(FIRST + hours, "mllp", "rzz", raw, ""))
    await hub.settle()


async def told_not_known(hub: WholeHub, *rows: dict[str, str]) -> list[tuple[int, str]]:
    """Give line and column of every row that came before its person."""
    receipt = await rows_of(hub, *rows)
    return [(one["line"], one["path"]) for one in receipt["findings"] if one["rule"] == "person_not_known_yet"]


@pytest.mark.parametrize("status", ["", "NSTS01"], ids=["not traced", "verified"])
async def test_a_row_before_its_person_is_taken_told_and_shown_once_the_person_is_admitted(status: str) -> None:
    """The provider reads it line by line, an operator counts what waits, and nothing has to be sent again."""
    hub = WholeHub()
    assert await told_not_known(hub, row(line_id="A"), row(line_id="B")) == [
        (2, "person_nhs_number"),
        (3, "person_nhs_number"),
    ]
    assert await told_not_known(hub, row(line_id="C")) == [(2, "person_nhs_number")]
    assert await hub.waiting() == {"provider-desk": 3}
    await admitted(hub, WHO._replace(nhs_status=status))
    assert await hub.waiting() == {}
    state = await hub.joint_state(WHO.nhs_number, date(2026, 11, 20))
    assert [line["line_id"] for line in state["episodes"][0]["lines"]] == ["A", "B", "C"]
    assert await told_not_known(hub, row(line_id="D")) == []


async def test_a_row_that_names_somebody_else_goes_on_waiting() -> None:
    """A mistyped birth date or another family name finds nobody: that is what the number of waiting rows is for."""
    hub = WholeHub()
    await admitted(hub, WHO)
    assert await told_not_known(hub, row(person_date_of_birth="1939-04-11")) == [(2, "person_nhs_number")]
    assert await told_not_known(hub, row(person_family_name="Ashwood")) == [(2, "person_nhs_number")]
    assert await hub.waiting() == {"provider-desk": 2}


async def test_a_row_about_a_record_that_was_joined_to_a_known_one_is_about_somebody_known() -> None:
    """The hospital knew the person by its own number alone; once it sends the NHS number, the two are one person."""
    hub = WholeHub()
    raw = message(WHO, "A01", "EARLY", hours=0, segments=[stay("SP1", "W7")])
    await hub.take(Sendable(FIRST, "mllp", "rzz", raw.replace(b"9990001022^^^NHS^NH~", b""), ""))
    assert await told_not_known(hub, row(line_id="A")) == [(2, "person_nhs_number")]
    await admitted(hub, WHO)
    assert await told_not_known(hub, row(line_id="B")) == []
    assert await hub.waiting() == {}
    state = await hub.joint_state(WHO.nhs_number, date(2026, 11, 20))
    assert [line["line_id"] for line in state["episodes"][0]["lines"]] == ["A", "B"]


async def test_a_repeated_row_and_a_parked_one_are_not_waiting_twice() -> None:
    """The same row again adds nothing, and a row that was not taken waits in quarantine alone."""
    hub = WholeHub()
    await rows_of(hub, row())
    receipt = await rows_of(hub, row(), row(hours_per_week="ten"))
    assert (receipt["duplicates"], len(receipt["parked"])) == (1, 1)
    assert await hub.waiting() == {"provider-desk": 1}


async def test_dwp_tells_of_people_and_its_records_never_wait() -> None:
    """A referral is about somebody new as a rule; that is no finding, and nothing of it is counted as waiting."""
    hub = WholeHub()
    hub.clock.set(NOW)
    receipt = await hub.drop("dwp-desk", parcel(lines([record(1)]), 1))
    await hub.settle()
    assert (receipt["accepted"], receipt["findings"]) == (1, [])
    assert await hub.waiting() == {}
