"""What becomes of one referral record."""

import json
from datetime import date
from typing import Any

import pytest

from connectors.council_routing import Home, route
from hub.events.referral import DwpReferralAmended, DwpReferralReceived, DwpReferralWithdrawn
from hub.people.claims import Identifier
from tests.partners.referrals import EXAMPLESHIRE, Desk, lines, parcel, places, record


def parked_rules(receipt: dict[str, Any]) -> list[tuple[str, str]]:
    """Give path and rule of what was parked."""
    return [(one["path"], one["rule"]) for one in receipt["parked"]]


async def test_a_good_referral_becomes_an_early_help_case_for_the_council_of_the_home() -> None:
    """A referral with consent reaches the council of the postcode, and DWP hears RECEIVED and no more."""
    desk = Desk()
    receipt = await desk.records(record())
    assert receipt["accepted"] == 1
    assert receipt["replies"] == [{"referral_id": record()["referral_id"], "outcome": "RECEIVED"}]
    (event,) = desk.intake.events
    body = event.body
    assert isinstance(body, DwpReferralReceived)
    assert (body.council, body.routed_by, body.benefits) == (EXAMPLESHIRE, "postcode", ("AA:CARE:HIGHER",))
    assert body.contact_caution == ("TWO_TO_ATTEND",)
    assert (event.retention, event.purpose, event.lawful_basis) == ("referral", "EARLY_HELP_OFFER", "CONSENT")
    assert event.has_card
    assert event.person.identifiers == (Identifier("NINO", "NINO", "AB123456C"),)
    assert event.personal["name"] == {"family": "Ashworth", "given": "Margaret Rose", "prefix": "Mrs"}
    assert event.personal["address"]["postcode"] == "QX1 4ZZ"


async def test_nothing_personal_stands_in_the_clear_part_of_a_referral() -> None:
    """Names, numbers, addresses and phones travel sealed only."""
    desk = Desk()
    await desk.records(record(nhs_number="999 000 0018", email="m@example.org"))
    clear = repr(desk.intake.events[0].body)
    for value in ("Ashworth", "Margaret", "AB123456C", "9990000018", "1939", "QX1", "Sample Lane", "960001", "@"):
        assert value not in clear


@pytest.mark.parametrize(
    "changes",
    [
        {"lawful_basis": None},
        {"lawful_basis": "NCS_STATUTORY_DUTY"},
        {"lawful_basis": "LEGITIMATE_INTEREST"},
        {"consent_reference": None},
        {"consent_given_at": None},
        {"consent_given_at": "2026-11-19T00:00:00Z"},
        {"consent_given_at": "yesterday"},
        {"consent_expires_at": "2026-11-18T00:00:00Z"},
        {"consent_expires_at": "2026-11-17"},
        {"consent_withdrawn_at": "2026-11-18T00:00:00Z"},
        {"consent_given_at": "2025-11-17T15:00:00Z"},
        {"consent_scope": None},
        {"consent_scope": ["CHARGING"]},
        {"consent_scope": "EARLY_HELP_OFFER"},
    ],
)
async def test_a_record_without_a_lawful_basis_is_held_and_nothing_else_of_it_is_read(changes: dict[str, Any]) -> None:
    """The basis is asked first: even a record that is wrong everywhere else is held for its missing basis alone."""
    desk = Desk()
    receipt = await desk.records(record(record_version="9", nino="QQ123456C", postcode="?", awards=[], **changes))
    assert [rule for _, rule in parked_rules(receipt)] == ["no_lawful_basis"]
    assert receipt["replies"] == []
    assert desk.intake.events == []
    assert desk.intake.parked[0].translation.message_id == ""


async def test_the_council_s_own_starting_age_holds_younger_people_back() -> None:
    """With the preset of 70 a person of 69 is not referred, a person of 70 is."""
    young = await Desk("statutory_v1").records(record(date_of_birth="1957-01-01"))
    assert parked_rules(young) == [("date_of_birth", "too_young")]
    old = await Desk("statutory_v1").records(record(date_of_birth="1956-11-17"))
    assert old["accepted"] == 1


@pytest.mark.parametrize(
    ("changes", "path", "rule"),
    [
        ({"record_version": "2.0"}, "record_version", "record_version_unknown"),
        ({"referral_id": "17"}, "referral_id", "not_a_uuid"),
        ({"referral_id": None}, "referral_id", "missing"),
        ({"record_action": "UPSERT"}, "record_action", "not_in_list"),
        ({"record_action": "AMEND"}, "supersedes_referral_id", "missing"),
        ({"referral_kind": None}, "referral_kind", "missing"),
        ({"created_at": "2026-11-18T11:12:00Z"}, "created_at", "created_in_the_future"),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "created_at", "year_out_of_range"),
        ({"created_at": "17/11/2026"}, "created_at", "not_a_time"),
        ({"nino": "QQ123456C"}, "nino", "nino_shape"),
        ({"nino": "BG123456A"}, "nino", "nino_shape"),
        ({"nino": "AB123456E"}, "nino", "nino_shape"),
        ({"nino": "AO123456A"}, "nino", "nino_shape"),
        ({"nino": "AB\uff1123456A"}, "nino", "nino_shape"),
        ({"nino": 17}, "nino", "not_text"),
        ({"nino": None}, "nino", "missing"),
        ({"nino": None, "nino_hash": "abc"}, "nino_hash", "nino_hash_not_agreed"),
        ({"family_name": "   "}, "family_name", "missing"),
        ({"family_name": "A" * 61}, "family_name", "too_long"),
        ({"given_names": "Ann\x0bB"}, "given_names", "control_character"),
        *(
            ({name: "A\x00B"}, name, "control_character")
            for name in ("nino", "family_name", "address_line_1", "postcode")
        ),
        ({"referral_id": "\x00"}, "referral_id", "control_character"),
        ({"destination_cassr": "E0\x00"}, "destination_cassr", "control_character"),
        ({"date_of_birth": "1939-02-30"}, "date_of_birth", "not_a_date"),
        ({"date_of_birth": "19391104"}, "date_of_birth", "not_a_date"),
        ({"date_of_birth": "1899-12-31"}, "date_of_birth", "birth_out_of_range"),
        ({"date_of_birth": "2026-11-18"}, "date_of_birth", "birth_out_of_range"),
        ({"date_of_birth": "2010-11-18"}, "date_of_birth", "too_young"),
        ({"sex": "female"}, "sex", "not_in_list"),
        ({"address_line_1": None}, "address_line_1", "missing"),
        ({"postcode": "QX1"}, "postcode", "postcode_shape"),
        ({"awards": []}, "awards", "missing"),
        ({"awards": ["PIP"]}, "awards.0", "not_an_object"),
        ({"awards": [{"benefit": "JSA", "status": "IN_PAYMENT"}]}, "awards.0.benefit", "not_in_list"),
        (
            {"awards": [{"benefit": "AA", "component": "MOBILITY", "status": "IN_PAYMENT"}]},
            "awards.0.component",
            "not_in_list",
        ),
        (
            {"awards": [{"benefit": "AA", "component": "CARE", "rate": "ENHANCED", "status": "IN_PAYMENT"}]},
            "awards.0.rate",
            "not_in_list",
        ),
        ({"contact_caution": ["DANGEROUS_DOG"]}, "contact_caution", "not_in_list"),
        ({"accessible_format": "FAX"}, "accessible_format", "not_in_list"),
        ({"appointee": {"name": "A Sample", "role": "FRIEND"}}, "appointee.role", "not_in_list"),
        ({"privacy_notice_version": None}, "privacy_notice_version", "missing"),
        ({"uprn": "12a"}, "uprn", "uprn_shape"),
    ],
)
async def test_a_bad_record_parks_alone_with_its_field_and_rule(changes: dict[str, Any], path: str, rule: str) -> None:
    """One bad record is reported by line, field and rule, and the others of its file are taken."""
    desk = Desk()
    receipt = await desk.records(record(1), record(2, **changes), record(3, nino="CE654321A"))
    assert receipt["accepted"] == 2
    assert [(one["line"], one["path"], one["rule"]) for one in receipt["parked"]] == [(2, path, rule)]
    assert len(desk.intake.parked) == 1


@pytest.mark.parametrize("line", [b"not json", b"[1, 2]", b"{" * 5000, b'{"a": "\xff"}', b'"text"', b"\x00\x01"])
async def test_lines_that_are_no_record_are_held_without_disturbing_the_rest(line: bytes) -> None:
    """Binary junk, deep nesting and wrong character sets park one line."""
    desk = Desk()
    receipt = await desk.drop(parcel(lines([record(1)]) + line + b"\n" + lines([record(3)])))
    assert receipt["accepted"] == 2
    assert [one["line"] for one in receipt["parked"]] == [2]


async def test_no_value_that_was_sent_comes_back_in_a_receipt() -> None:
    """A receipt names fields and rules; a value that was sent is in none of its words."""
    wrong = record(2, nino="ZZ-SECRET", family_name="Zyzzogeton" * 7, postcode="QX9 SECRET")
    receipt = await Desk().records(record(1), wrong, record(3, postcode="SECRETPLACE"))
    text = json.dumps({name: part for name, part in receipt.items() if name != "replies"})
    for value in ("SECRET", "Zyzzogeton", "Ashworth", "AB123456C", "QX"):
        assert value not in text


async def test_an_amendment_and_a_withdrawal_name_what_they_supersede() -> None:
    """A correction and a withdrawal are events of their own; their order of arrival is the fold's business."""
    desk = Desk()
    first = record(1)["referral_id"]
    receipt = await desk.records(
        record(2, record_action="WITHDRAW", supersedes_referral_id=first, awards=None, address_line_1=None),
        record(3, record_action="AMEND", supersedes_referral_id=first),
    )
    withdrawn, amended = (event.body for event in desk.intake.events)
    assert isinstance(withdrawn, DwpReferralWithdrawn)
    assert isinstance(amended, DwpReferralAmended)
    assert withdrawn.supersedes == amended.supersedes == first
    assert not withdrawn.deceased
    assert [one["outcome"] for one in receipt["replies"]] == ["RECEIVED", "RECEIVED"]


async def test_a_withdrawal_still_counts_when_the_consent_has_run_out() -> None:
    """Whoever takes back must not be held for lack of the very consent that ended."""
    old = {"consent_expires_at": "2026-11-17T00:00:00Z", "supersedes_referral_id": record(1)["referral_id"]}
    assert (await Desk().records(record(2, record_action="WITHDRAW", **old)))["accepted"] == 1
    assert (await Desk().records(record(2, record_action="AMEND", **old)))["accepted"] == 0


async def test_a_death_that_dwp_reports_is_answered_with_deceased() -> None:
    """The word DECEASED answers DWP's own record of a death, and nothing that the hub knows."""
    desk = Desk()
    receipt = await desk.records(record(1, record_action="DECEASED", awards=None))
    assert receipt["replies"][0]["outcome"] == "DECEASED"
    (event,) = desk.intake.events
    assert isinstance(event.body, DwpReferralWithdrawn)
    assert event.body.deceased


async def test_a_home_in_another_council_or_country_makes_no_event() -> None:
    """A person of another council is not kept here; DWP hears NOT_THIS_COUNCIL."""
    for postcode in ("QX2 1AA", "EH1 1YZ", "BT1 1AA", "CF10 1AA"):
        desk = Desk()
        receipt = await desk.records(record(postcode=postcode))
        assert receipt["replies"][0]["outcome"] == "NOT_THIS_COUNCIL"
        assert (receipt["accepted"], receipt["ignored"], desk.intake.events) == (0, 1, [])


async def test_a_home_that_the_directory_knows_outside_england_is_told_as_one() -> None:
    """Letters of a border area say nothing; the council of a full directory does."""
    receipt = await Desk().records(record(postcode="NP20 1AA"))
    assert [one["rule"] for one in receipt["findings"]] == ["home_outside_england"]
    assert receipt["replies"][0]["outcome"] == "NOT_THIS_COUNCIL"


@pytest.mark.parametrize(
    ("changes", "council", "routed_by"),
    [
        ({"postcode": "qx14zz"}, EXAMPLESHIRE, "postcode"),
        ({"postcode": "QX3 1AA"}, EXAMPLESHIRE, "recipient"),
        ({"postcode": "QX3 1AA", "destination_cassr": "X01"}, EXAMPLESHIRE, "destination_cassr"),
        ({"postcode": "QX9 1AA"}, EXAMPLESHIRE, "recipient"),
        ({"postcode": "QX1 4ZZ", "destination_cassr": "X02"}, EXAMPLESHIRE, "postcode"),
    ],
)
async def test_the_rule_that_found_the_council_is_kept(changes: dict[str, Any], council: str, routed_by: str) -> None:
    """A sure postcode decides; one that straddles or is unknown gives way to the destination, then the recipient."""
    desk = Desk()
    await desk.records(record(**changes))
    body = desk.intake.events[0].body
    assert isinstance(body, DwpReferralReceived)
    assert (body.council, body.routed_by) == (council, routed_by)


async def test_a_straddling_postcode_meant_for_another_council_is_not_taken() -> None:
    """The destination that DWP named decides a straddling postcode, also against the council of the file."""
    receipt = await Desk().records(record(postcode="QX3 1AA", destination_cassr="X02"))
    assert receipt["replies"][0]["outcome"] == "NOT_THIS_COUNCIL"


async def test_who_is_cared_for_is_never_kept_from_a_carer_s_referral() -> None:
    """Of the person cared for only the tie stays, whatever was sent."""
    desk = Desk()
    cared_for = {"relationship": "PARENT", "same_household": True, "name": "Edwin Sample", "nino": "AB123456D"}
    awards = [{"benefit": "CA", "component": "CARER", "rate": "STANDARD", "status": "IN_PAYMENT"}]
    receipt = await desk.records(record(referral_kind="CARER", cared_for=cared_for, awards=awards))
    assert receipt["findings"][0]["rule"] == "cared_for_identity_dropped"
    assert desk.intake.events[0].personal["contacts"] == [{"relationship": "CARES_FOR PARENT SAME_HOUSEHOLD"}]
    assert "Edwin" not in repr(desk.intake.events)


async def test_a_carer_may_be_young_and_a_person_with_needs_is_sixteen_or_more() -> None:
    """The age of sixteen stands for a person's own needs only."""
    assert (await Desk().records(record(referral_kind="CARER", date_of_birth="2011-11-18")))["accepted"] == 1
    assert (await Desk().records(record(date_of_birth="2010-11-17")))["accepted"] == 1


async def test_cautions_are_honoured_at_the_door() -> None:
    """DO_NOT_PHONE drops the number; a sensitive address is marked hidden from the start."""
    desk = Desk()
    await desk.records(record(contact_caution=["DO_NOT_PHONE", "SENSITIVE_ADDRESS"]))
    personal = desk.intake.events[0].personal
    assert "phones" not in personal
    assert personal["location_hidden"] is True


async def test_an_appointee_is_who_gets_contacted() -> None:
    """The appointee's name and address are kept sealed as a contact."""
    desk = Desk()
    await desk.records(record(appointee={"name": "Dan Sample", "address": "1 Test Way", "role": "LPA"}))
    contact = desk.intake.events[0].personal["contacts"][0]
    assert contact == {"name": "Dan Sample", "relationship": "LPA", "address": {"lines": ["1 Test Way"]}}


async def test_a_failing_or_placeholder_nhs_number_is_kept_and_never_matched() -> None:
    """A wrong NHS number is no reason to refuse a referral, and none to find somebody by."""
    for number in ("9990000019", "9999999999", "12345"):
        desk = Desk()
        await desk.records(record(nhs_number=number))
        kinds = [one.kind for one in desk.intake.events[0].person.identifiers]
        assert kinds == ["NINO"]
        assert desk.intake.events[0].personal["nhs_number"]["usable"] is False


async def test_more_than_was_agreed_is_remarked_on_without_its_name() -> None:
    """Points, diagnoses or amounts are no part of a referral: the sender learns of it, and nothing of it is shown."""
    desk = Desk()
    receipt = await desk.records(record(points_score="11 of Edwin Sample", diagnosis="gout"))
    (finding,) = [one for one in receipt["findings"] if one["rule"] == "fields_not_in_layout"]
    assert "2 fields" in finding["words"]
    assert "gout" not in repr(receipt)
    assert "points_score" not in repr(receipt)
    assert [one for one in (await Desk().records(record()))["findings"] if one["rule"] == "fields_not_in_layout"] == []


def test_a_straddling_postcode_alone_names_no_council() -> None:
    """Without a destination or a recipient the case waits for a council: nobody gets it on a guess."""
    way = route(Home("QX3 1AA", None, None), date(2026, 11, 18), Desk().connector.profile("referral_v1"), places())
    assert (way.home.council, way.here, [note.rule for note in way.findings]) == (None, True, ["postcode_straddles"])
