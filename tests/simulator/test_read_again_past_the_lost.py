"""Originals that do not open or cannot be read: left, counted and named by place, and the others are corrected."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hub.events.envelope import Sealed
from hub.ports.log import Partition, Record
from hub.retranslating import Retranslation, Wanted
from hub.runtime.readings import Left
from tests.simulator.read_again import ITK, Hospital
from tests.simulator.test_read_again import CARE_HOME, OTHER, WHO, taken


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """A profile that reads the two discharges of a life another way, and the rest alike."""
    file = tmp_path / "care_home.toml"
    file.write_text(CARE_HOME)
    return str(file)


def spoilt(hub: Hospital, value: bytes, change: str) -> bytes:
    """Give a record that lost something since it was written."""
    codec = hub.core().codec
    event = codec.decode(value)
    key, personal, original = event.sealed.key_id, event.sealed.personal, event.sealed.original
    match change:
        case "unknown key":
            sealed = Sealed(bytes(16), personal, original)
        case "changed card":
            sealed = Sealed(key, personal[:-1] + bytes([personal[-1] ^ 1]), original)
        case "changed original":
            sealed = Sealed(key, personal, original[:-1] + bytes([original[-1] ^ 1]))
        case "cut":
            return value[: -len(original) - 10]
        case _:
            return b"no event at all"
    return bytes(codec.encode(msgspec.structs.replace(event, sealed=sealed)))


def spoil_in_log(hub: Hospital, nhs_subject: bytes, change: str, **given: Any) -> Record:
    """Spoil the first original of a person in the log."""
    every: dict[Partition, list[Record]] = hub.core().log._records
    for partition, records in every.items():
        for place, record in enumerate(records):
            if record.key == nhs_subject and hub.core().codec.decode(record.value).sealed.original:
                every[partition][place] = record._replace(value=spoilt(hub, record.value, change), **given)
                return record
    raise AssertionError("the person has no original")


def place_of(record: Record) -> dict[str, Any]:
    """Give the place as a report names it."""
    return {"topic": record.partition.topic, "partition": record.partition.number, "position": record.position}


@pytest.mark.parametrize("change", ["unknown key", "changed card", "changed original", "cut", "nothing"])
async def test_one_that_is_lost_takes_nobody_else_along(profile: str, change: str) -> None:
    """It is counted and named by its place, in a preview as well; all other messages are corrected."""
    hub = await taken(ITK, WHO, OTHER)
    record = spoil_in_log(hub, await hub.subject(WHO.nhs_number), change)
    foreseen = Retranslation(hub.core(), Wanted("rzz", profile))
    assert sum(tally.people for tally in (await foreseen.preview()).lanes.values()) == 2
    why = Left.NOT_READ if change in {"cut", "nothing"} else Left.NOT_OPENED
    for run in (foreseen, await hub.read_again(profile)):
        assert run.left == {why: 1}
        assert (run.changed, run.same) == (4, 7)
        assert run.report()["messages"] == 12
        assert run.report()["lost"] == [{"why": why.name.lower(), **place_of(record)}]


async def test_an_old_reading_that_does_not_open_is_not_compared(profile: str) -> None:
    """What it said of the person is not known: the message is left, where its original is whole in the log."""
    hub = await taken(ITK, WHO, OTHER)
    who = await hub.subject(WHO.nhs_number)
    mine = hub.core().store._history[who]
    key, row = next((key, row) for key, row in mine.items() if row.type == "SpellAdmitted")
    mine[key] = msgspec.structs.replace(row, value=spoilt(hub, row.value, "changed card"))
    run = await hub.read_again(profile)
    assert run.left == {Left.NOT_OPENED: 1}
    assert [(one.topic, one.position) for one in run.lost] == [(row.topic, row.position)]
    assert run.changed == 4


async def test_a_record_of_which_a_part_is_cut_is_left_whole(profile: str) -> None:
    """The part may be of any of the person's messages: none of them is held against half of what was said."""
    hub = await taken(ITK, WHO, OTHER)
    mine = hub.core().store._history[await hub.subject(WHO.nhs_number)]
    key, row = next((key, row) for key, row in mine.items() if row.type == "SpellAdmitted")
    mine[key] = msgspec.structs.replace(row, value=spoilt(hub, row.value, "cut"))
    run = await hub.read_again(profile)
    assert run.left == {Left.NOT_READ: 6}
    assert run.changed == 2


@pytest.mark.parametrize(
    ("change", "given", "days"),
    [
        ("nothing", {"headers": (("ce_source", b"another"),)}, {}),
        ("cut", {}, {"until": date(2026, 1, 1)}),
        ("cut", {}, {"since": date(2027, 12, 1)}),
        ("cut", {"key": bytes(16)}, {}),
    ],
)
async def test_what_was_not_asked_for_is_not_counted(
    profile: str, change: str, given: dict[str, Any], days: dict[str, date]
) -> None:
    """Of another feed, of other days, or another record's: as far as a header or the clear part still says."""
    hub = await taken(ITK, WHO)
    spoil_in_log(hub, await hub.subject(WHO.nhs_number), change, **given)
    assert (await hub.read_again(profile, **days)).lost == []


async def test_a_report_names_some_and_counts_all(profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost key takes thousands: the report stays one that somebody can read."""
    monkeypatch.setattr("hub.retranslating._NAMED", 1)
    hub = await taken(ITK, WHO)
    who = await hub.subject(WHO.nhs_number)
    spoil_in_log(hub, who, "unknown key")
    every: dict[Partition, list[Record]] = hub.core().log._records
    for partition, records in every.items():
        every[partition] = [
            one._replace(value=one.value[:-10]) if one.key == who and one.position else one for one in records
        ]
    report = (await hub.read_again(profile)).report()
    assert len(report["lost"]) == 1
    assert sum(one["messages"] for one in report["left"]) > 1
