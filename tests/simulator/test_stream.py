"""The stream of messages: ordered, repeatable, messy on purpose, and true to the lives it tells of."""

from collections import Counter
from datetime import date
from itertools import pairwise

import hl7 as kept_library
import pytest

from connectors.carer_notices.connector import CarerNoticesConnector
from connectors.manifest import Manifest
from connectors.manifest_drop import ManifestDrop
from connectors.provider_table.drop import ProviderTableDrop
from connectors.receipt import Outcome
from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.demonstration import demonstration, demonstration_lives
from connectors.simulator.sendable import Sendable
from connectors.simulator.stream import messages
from connectors.simulator.truth import PersonTruth, truth
from hub.adapters.memory_feeds import MemoryFeeds
from hub.events.values import HomeArea
from tests.partners import referrals, tables
from tests.partners.memory_intake import MemoryIntake

FIRST_DAY = date(2026, 9, 1)
AREA = EXAMPLESHIRE.scaled(0.4)
DAYS = 45


@pytest.fixture(scope="module")
def stream() -> list[Sendable]:
    """Everything that is sent about six weeks in a quiet Exampleshire."""
    return list(messages(AREA, DAYS, 7, first_day=FIRST_DAY))


@pytest.fixture(scope="module")
def people() -> list[PersonTruth]:
    """What is true at the end of it."""
    return list(truth(AREA, DAYS, 7, first_day=FIRST_DAY))


def home_of(postcode: str, _on: date) -> HomeArea | None:
    """Give the council of a district."""
    code = next(council.code for council in AREA.councils if council.district == postcode[:3])
    return HomeArea(code, "QZZ", 1.0, "sector")


def file_doors() -> tuple[dict[str, ManifestDrop | ProviderTableDrop], referrals.Desk, tables.Desk]:
    """Give a door for every feed that takes files, and what stands behind the first two."""
    dwp, desk = referrals.Desk(), tables.Desk()
    dwp.connector.places = dwp.connector.places._replace(home_of=home_of)
    carers = CarerNoticesConnector(dwp.connector.places, dwp.connector.clock)
    notices = ManifestDrop(carers, carers.profile("gp"), MemoryIntake(), MemoryFeeds())
    return {"dwp-desk": dwp.door, "provider-desk": desk.door, "carers-desk": notices}, dwp, desk


def header(sendable: Sendable) -> list[str]:
    """Give the fields of MSH."""
    return sendable.payload.split(b"\r")[0].decode("ascii").split("|")


def test_the_stream_is_in_order_and_the_same_each_time(stream: list[Sendable]) -> None:
    """The same area, days and seed give the same bytes at the same times."""
    assert all(one.at <= other.at for one, other in pairwise(stream))
    assert stream == list(messages(AREA, DAYS, 7, first_day=FIRST_DAY))
    assert stream != list(messages(AREA, DAYS, 8, first_day=FIRST_DAY))


def test_a_kept_library_reads_every_message(stream: list[Sendable]) -> None:
    """Both feeds are HL7 v2 to a parser that we did not write, with the trigger where it belongs."""
    for one in stream[:1500]:
        if one.transport == "mllp":
            text = one.payload.decode("utf-8" if one.feed == "rzz" else "cp1252")
            parsed = kept_library.parse(text)  # type: ignore[no-untyped-call]
            assert str(parsed.segment("MSH")[9]).startswith("ADT^A")
            assert str(parsed.segment("MSH")[10]) == one.name


def test_the_feeds_are_messy_on_purpose(stream: list[Sendable]) -> None:
    """Repeats, cancels, merges, updates, dates without an hour, words for codes, Windows-1252: all of them occur."""
    sent = [one for one in stream if one.transport == "mllp"]
    triggers = Counter(header(one)[8].split("^")[1] for one in sent)
    assert {"A01", "A02", "A03", "A08", "A11", "A13", "A31", "A40"} <= triggers.keys()
    assert max(Counter(one.payload for one in sent).values()) > 1
    vendor = [one.payload for one in sent if one.feed == "rzy"]
    assert all(b"|2.3\r" in payload for payload in vendor)
    assert any(b"INPATIENT" in payload for payload in vendor)
    assert any(any(byte > 127 for byte in payload) for payload in vendor)
    left = [payload.split(b"PV1|")[1].split(b"\r")[0].split(b"|")[44] for payload in vendor if b"ADT^A03" in payload]
    assert {len(when) for when in left} == {8, 14}


def test_some_messages_overtake_others(stream: list[Sendable]) -> None:
    """A message that is late arrives after one that was written later, as with real feeds."""
    written = [header(one)[6] for one in stream if one.transport == "mllp" and one.feed == "rzz"]
    assert any(later < earlier for earlier, later in pairwise(written))


def test_control_ids_name_one_message_each(stream: list[Sendable]) -> None:
    """The same control id always carries the same bytes."""
    ids: dict[str, bytes] = {}
    for one in stream:
        if one.transport == "mllp":
            assert ids.setdefault(one.name, one.payload) == one.payload


def discharges(stream: list[Sendable]) -> dict[str, date]:
    """Read discharges off the messages with an oracle of its own: the last A03 that no A13 takes back."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for one in {one.name: one for one in stream if one.transport == "mllp"}.values():
        segments = {segment[:3]: segment.split(b"|") for segment in one.payload.split(b"\r")}
        if b"PV1" in segments and (trigger := header(one)[8].split("^")[1]) in {"A03", "A13"}:
            visit = segments[b"PV1"]
            left = visit[45].decode() if trigger == "A03" else ""
            dead = segments[b"PID"][30:31] in ([b"Y"], [b"1"])
            spell = visit[19].split(b"^")[0].decode()
            found.setdefault(spell, []).append((header(one)[6], trigger, "" if dead else left))
    last = {spell: max(rows) for spell, rows in found.items()}
    return {
        spell: date.fromisoformat(left[:8]) for spell, (_, trigger, left) in last.items() if trigger == "A03" and left
    }


def test_the_truth_from_lives_agrees_with_what_the_messages_say(
    stream: list[Sendable], people: list[PersonTruth]
) -> None:
    """Two ways to the day of discharge, one through lives and one through bytes, give one answer for every stay."""
    spells = {spell.number: spell for one in people for spell in one.spells}
    told = {number: spell.discharged_on for number, spell in spells.items() if spell.status == "discharged"}
    assert told == discharges(stream)
    assert len(told) > 500


def test_episodes_leave_out_deaths_cancelled_stays_and_moves_between_hospitals(people: list[PersonTruth]) -> None:
    """The six weeks begin with a discharge from hospital care, and last 42 days with the first counted."""
    for one in people:
        for episode in one.episodes:
            assert (episode.last_covered_day - episode.discharged_on).days == 41
        if any(spell.status in {"died", "cancelled"} for spell in one.spells[:1]):
            assert one.episodes == ()
    moved = [one for one in people if len(one.spells) == 2 and one.spells[0].discharged_on == one.spells[1].admitted_on]
    assert moved
    assert any(len(one.episodes) < 2 for one in moved)


async def test_the_files_pass_the_doors_that_they_are_made_for(
    stream: list[Sendable], people: list[PersonTruth]
) -> None:
    """Every file is taken whole, no sequence is missing, and only the records that are wrong on purpose are parked."""
    doors, dwp, desk = file_doors()
    rules: Counter[str] = Counter()
    for one in stream:
        if one.transport == "drop":
            receipt = await doors[one.feed].drop(one.feed, one.files)
            assert receipt["refused"] is None, (one.name, receipt["refused"])
            rules.update(row["rule"] for row in receipt["parked"])
    assert set(rules) == {"no_lawful_basis", "nino_shape"}
    withdrawn = sum(type(event.body).__name__ == "DwpReferralWithdrawn" for event in dwp.intake.events)
    received = len(dwp.intake.events) - withdrawn
    assert received - withdrawn == sum(one.referral is not None for one in people)
    assert len(desk.intake.events) > 500


def test_a_manifest_says_what_its_file_holds(stream: list[Sendable]) -> None:
    """Files of one council are numbered without a gap."""
    for council in AREA.councils:
        mine = [one for one in stream if one.feed == "dwp-desk" and council.code in one.name]
        numbers = [Manifest.model_validate_json(one.beside[0][1]).sequence for one in mine]
        assert numbers == list(range(numbers[0], numbers[0] + DAYS))


def test_the_demonstration_shows_every_state_on_any_day() -> None:
    """Forty people or more, whatever the day, and nothing about the future."""
    for today in (date(2026, 11, 23), date(2027, 1, 1), date(2028, 3, 1), date(2026, 10, 26)):
        assert len(demonstration_lives(today)) >= 40
        sent = demonstration(today)
        assert all(one.at <= other.at for one, other in pairwise(sent))
        assert Counter(one.feed for one in sent).keys() == {"rzz", "rzy", *file_doors()[0]}
        text = b"".join(one.payload for one in sent)
        assert b"VISIT_MISSED" in text
        assert all(f"ADT^{trigger}".encode() in text for trigger in ("A01", "A02", "A03", "A08", "A13", "A31", "A40"))
        assert f"{today:%Y%m%d}".encode() not in b"".join(one.payload for one in sent if one.transport == "mllp")


async def test_the_demonstration_s_files_are_good() -> None:
    """A first look at the product shows no parked record."""
    doors, _, _ = file_doors()
    for one in demonstration(date(2026, 11, 18)):
        if one.transport == "drop":
            receipt = await doors[one.feed].drop(one.feed, one.files)
            assert (receipt["refused"], receipt["parked"]) == (None, [])
            assert all(reply["outcome"] == Outcome.RECEIVED.value for reply in receipt["replies"])
