"""Carers' notices: nobody who is cared for is named anywhere, and files are taken as those of DWP are."""

import hashlib
import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from connectors.carer_notices import translate as translation
from connectors.carer_notices.connector import CarerNoticesConnector
from connectors.carer_notices.layout import LAYOUT, OF_CHILDREN
from connectors.manifest_drop import ManifestDrop
from hub.adapters.memory_feeds import MemoryFeeds
from hub.domain.carer_codes import CODES
from hub.events.carers import CarerNoticeAmended, CarerNoticeReceived, CarerNoticeWithdrawn
from tests.partners.memory_intake import MemoryIntake, StillClock
from tests.partners.referrals import EXAMPLESHIRE, NOW, places

SAMPLES = Path(inspect.getfile(translation)).parent / "samples"
CONNECTOR = CarerNoticesConnector(places(), StillClock(NOW))
ABOUT_THE_CARER = {
    "notice_id", "supersedes", "source", "council", "routed_by", "lawful_basis", "carer_status", "contact_caution",
    "accessible_format", "home", "deceased", "consent_until",
}  # fmt: skip
CODED_OR_DAY = {"relationship", "lives_with", "child_age_band", "transition_due", "ehc_stage", "stage_on",
                "other_dependants"}  # fmt: skip
CHILD = ("Ellie", "2009-11-02", "A999000000001", "ASD", "Section A")
"""What the sample sends of a child although it is in no layout."""


class Desk:
    """A feed door for one profile with everything behind it in memory."""

    def __init__(self, profile: str = "childrens_services") -> None:
        self.intake = MemoryIntake()
        self.door = ManifestDrop(CONNECTOR, CONNECTOR.profile(profile), self.intake, MemoryFeeds())

    async def records(self, content: bytes, prefix: str = "CARERCS") -> dict[str, Any]:
        """Hand records over in one good file."""
        name = f"{prefix}_{EXAMPLESHIRE}_20261118_0001.jsonl"
        manifest = {
            "file_name": name, "sha256": hashlib.sha256(content).hexdigest(), "record_count": content.count(b"\n"),
            "schema_version": "1.0", "produced_at": "2026-11-18T06:00:00Z", "sender": "CS",
            "recipient_ons_code": EXAMPLESHIRE, "sequence": 1,
        }  # fmt: skip
        return await self.door.drop("cs", {name: content, f"{name}.manifest.json": json.dumps(manifest).encode()})


def record(**changes: Any) -> bytes:
    """Return the sample of a parent carer with changes; `None` takes a field out."""
    whole: dict[str, Any] = json.loads((SAMPLES / "good" / "parent_carer.jsonl").read_text("utf-8"))
    return json.dumps({k: v for k, v in (whole | changes).items() if v is not None}).encode() + b"\n"


@pytest.mark.parametrize("body", [CarerNoticeReceived, CarerNoticeAmended, CarerNoticeWithdrawn])
def test_no_field_of_a_notice_can_hold_a_childs_identity(body: type[Any]) -> None:
    """Every field is about the carer, or a yes or no, a day, or a code of a closed list: a new one needs a reason."""
    assert set(body.__struct_fields__) <= ABOUT_THE_CARER | CODED_OR_DAY
    assert CODED_OR_DAY - {"lives_with", "transition_due", "stage_on"} == set(CODES)
    assert all(len(code) <= 17 for codes in CODES.values() for code in codes)


def test_no_field_of_the_layout_can_hold_a_childs_identity() -> None:
    """Of a child the layout has a band, a flag, a stage, a day and a count of others."""
    of_child = {"child_age_band", "transition_due", "ehc_stage", "stage_date", "other_dependants"}
    assert of_child == OF_CHILDREN
    assert not [name for name in LAYOUT - OF_CHILDREN if "child" in name or "upn" in name or "cared" in name]


def test_no_released_schema_of_a_notice_has_another_field() -> None:
    """What is written in the log is what the bodies say."""
    root = Path(__file__).parents[2] / "schemas"
    for name in ("CarerNoticeReceived", "CarerNoticeAmended", "CarerNoticeWithdrawn"):
        (path,) = [one for one in root.rglob(f"{name}.avsc") if "released" not in one.parts]
        whole = json.loads(path.read_text("utf-8"))
        (clear,) = [field for field in whole["fields"] if field["name"] == "body"]
        assert {field["name"] for field in clear["type"]["fields"]} <= ABOUT_THE_CARER | CODED_OR_DAY


async def test_what_is_sent_of_a_child_all_the_same_is_kept_nowhere() -> None:
    """Neither in an event, sealed or clear, nor in the original that is kept, nor in a finding."""
    raw = (SAMPLES / "good" / "child_sent_all_the_same.jsonl").read_bytes()
    assert all(word.encode() in raw for word in CHILD)
    desk = Desk()
    receipt = await desk.records(raw)
    assert [note["rule"] for note in receipt["findings"]] == ["fields_not_in_layout"]
    (taken,) = desk.intake.taken
    (event,) = desk.intake.events
    everything = repr((taken, event, receipt)) + taken.raw.decode()
    assert not [word for word in CHILD if word in everything]
    assert json.loads(taken.raw)["family_name"] == "Sample"


async def test_what_is_parked_is_without_it_too() -> None:
    """A record that is refused for something else keeps nothing that is in no layout."""
    desk = Desk()
    await desk.records(record(child_name="Ellie Sample", relationship="AUNTIE"))
    (parked,) = desk.intake.parked
    assert b"Ellie" not in parked.raw
    assert b"AUNTIE" in parked.raw


@pytest.mark.parametrize("name", ["notice_id", "carer_number", "family_name", "postcode", "relationship", "email"])
async def test_a_text_that_no_database_keeps_is_refused_by_its_field(name: str) -> None:
    """U+0000 is written as an escape in JSON; the line is parked, and nothing of it becomes an event."""
    desk = Desk()
    receipt = await desk.records(record(**{name: "A\x00B"}))
    assert [(note["path"], note["rule"]) for note in receipt["parked"]] == [(name, "control_character")]
    assert desk.intake.events == []


async def test_a_gp_says_nothing_of_children() -> None:
    """Fields of a plan are not in a practice's layout: remarked on, not read and not kept."""
    desk = Desk("gp")
    receipt = await desk.records((SAMPLES / "good" / "gp_sends_a_plan.jsonl").read_bytes(), "CARERGP")
    (event,), (taken,) = desk.intake.events, desk.intake.taken
    assert isinstance(event.body, CarerNoticeReceived)
    assert (event.body.source, event.body.child_age_band, event.body.ehc_stage) == ("GP", None, None)
    assert b"ehc_stage" not in taken.raw
    assert receipt["accepted"] == 1


async def test_a_file_of_another_sender_is_refused() -> None:
    """The name begins with what was agreed with this sender."""
    receipt = await Desk("gp").records(record(), "CARERCS")
    assert receipt["refused"]["rule"] == "name_pattern"
    assert "CARERGP" in receipt["refused"]["words"]


async def test_the_sample_file_and_its_manifest_are_taken() -> None:
    """One notice is taken, one without a basis is held; the answer is one word of three."""
    folder = SAMPLES / "file"
    receipt = await Desk().door.drop("cs", {path.name: path.read_bytes() for path in folder.iterdir()})
    assert (receipt["refused"], receipt["accepted"]) == (None, 1)
    assert [one["rule"] for one in receipt["parked"]] == ["no_lawful_basis"]
    assert [one["outcome"] for one in receipt["replies"]] == ["RECEIVED"]


async def test_a_carer_in_another_council_is_not_this_councils() -> None:
    """No event is made, and the sender is told that it is not this council."""
    desk = Desk()
    receipt = await desk.records(record(postcode="QX2 1AA"))
    assert (desk.intake.events, receipt["replies"][0]["outcome"]) == ([], "NOT_THIS_COUNCIL")
