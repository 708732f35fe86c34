"""Profiles are data: a new trust needs a file and no code."""

from pathlib import Path

import pytest

from connectors.hospital_hl7v2.profile import load_profile, profile_from, shipped_profiles
from hub.errors import Rejected
from hub.events.discharge import ExpectedDischargeChanged, SpellAdmitted, SpellDischarged
from hub.events.values import Code, Place
from tests.hospital.messages import PID, message, names, pv1, read, rules

INVENTED = """
name = "invented_trust"
version = "7"
[accept]
versions = ["2.4"]
processing_ids = ["T"]
sending_facilities = ["OURTOWN"]
[sender]
trusts = { OURTOWN = "RZX" }
[times]
formats = ["%d/%m/%Y %H:%M"]
[identifiers]
fields = ["PID-3", "PID-4"]
trust_authorities = ["PATS"]
[visit]
number = ["PV1-50"]
patient_class = "PV1-18"
class_words = { "Bed patient" = "I" }
location = "PV1-11"
ward = 2
room = 0
bed = 3
site = 1
specialty = "PV1-39"
[disposition]
method = "ZDS-3"
destination = "ZDS-4.2"
method_values = { OK = "1" }
destination_values = { "With carers" = "19" }
[expected]
discharge = ["ZDS-5"]
length_of_stay = ""
[pathway]
field = "ZDS-6"
values = { one = "P1" }
"""


def _sent(trigger: str, visit: str, *more: str) -> bytes:
    return message(trigger, "PID|1|||T9^^^PATS|ASHWORTH^Margaret||19391104|2", visit, *more).replace(
        b"|RZZ|", b"|OURTOWN|"
    )


def test_an_invented_trust_with_other_positions_needs_no_code(tmp_path: Path) -> None:
    """Everything sits elsewhere and in words; one TOML file outside the product reads it all."""
    file = tmp_path / "invented.toml"
    file.write_text(INVENTED, "utf-8")
    profile = load_profile(str(file))
    visit = pv1(f2="", f19="", f11="RZX02^ELM^9", f18="bed PATIENT", f39="430", f44="02/11/2026 09:15", f50="V1")
    ends = "ZDS|||ok|x^With Carers|08/11/2026 11:00|One"
    admitted = read(_sent("A01", visit, ends), profile)
    body = admitted.events[0].body
    assert isinstance(body, SpellAdmitted)
    assert (body.spell.trust, body.spell.number, body.patient_class, body.specialty) == ("RZX", "V1", "I", "430")
    assert body.place == Place("RZX02", "ELM", None, "9")
    assert isinstance(admitted.events[1].body, ExpectedDischargeChanged)
    assert admitted.profile == "invented_trust@7"
    left = read(_sent("A03", visit, ends), profile).events[0].body
    assert isinstance(left, SpellDischarged)
    assert isinstance(left.method, Code)
    assert isinstance(left.destination, Code)
    assert (left.method.code, left.destination.code, left.pathway) == ("1", "19", "P1")
    assert admitted.events[0].person.identifiers[0].authority == "RZX"


@pytest.mark.parametrize(
    ("change", "where", "rule"),
    [
        (('version = "7"', ""), "version", "missing"),
        (('number = ["PV1-50"]', 'number = ["visit"]'), "visit.number.0", "value_error"),
        (('patient_class = "PV1-18"', 'patient_klass = "PV1-18"'), "visit.patient_klass", "extra_forbidden"),
        (('OK = "1"', 'OK = "fine"'), "disposition.method_values", "value_error"),
        (('"With carers" = "19"', '"With carers" = "home"'), "disposition.destination_values", "value_error"),
        (('one = "P1"', 'one = "P9"'), "pathway.values", "value_error"),
        (('"Bed patient" = "I"', '"Bed patient" = "X"'), "visit.class_words", "value_error"),
        (('"%d/%m/%Y %H:%M"', '"%d/%m/%Y %H:%M %z"'), "times.formats", "value_error"),
        (("[accept]", "[accept"), "profile", "not_toml"),
    ],
)
def test_a_wrong_profile_is_refused_with_setting_and_rule(change: tuple[str, str], where: str, rule: str) -> None:
    """A slip in a profile is found at start, not in a patient's data."""
    with pytest.raises(Rejected) as refused:
        profile_from(INVENTED.replace(*change))
    assert (refused.value.path, refused.value.rule) == (where, rule)


def test_every_fault_of_a_profile_is_told_at_once() -> None:
    """Whoever writes a profile for a new trust does not find the second slip only after mending the first."""
    twice = INVENTED.replace('version = "7"', "").replace('number = ["PV1-50"]', 'number = ["visit"]')
    with pytest.raises(Rejected) as refused:
        profile_from(twice)
    assert "And visit.number.0: " in refused.value.words


def test_an_unknown_profile_is_refused() -> None:
    """Nobody falls back to some other profile in silence."""
    for name in ("itk_9", "/nowhere/at/all.toml"):
        with pytest.raises(Rejected):
            load_profile(name)


def test_a_listener_may_take_live_messages_of_its_own_senders_only() -> None:
    """A live listener answers a training message or a stranger's with a rejection."""
    live = shipped_profiles()["itk_2_4"].only(["P"], ["RZZ"])
    raw = message("A02", PID, pv1(f3="W7"))
    assert rules(read(raw, live).findings) == {("MSH-11", "processing_id_not_allowed")}
    assert names(read(raw.replace(b"|T|2.4", b"|P|2.4"), live)) == ["SpellTransferred"]
    stranger = raw.replace(b"|T|2.4", b"|P|2.4").replace(b"PAS|RZZ", b"PAS|RZX")
    assert rules(read(stranger, live).findings) == {("MSH-4", "sending_facility_not_accepted")}


def test_the_four_promised_profiles_are_shipped() -> None:
    """ITK, HL7 UK A.3, a v2.3 feed of words, and a feed with the expected discharge elsewhere."""
    assert set(shipped_profiles()) == {"itk_2_4", "hl7uk_a3", "words_2_3", "expected_in_pv2_8_2_4"}


@pytest.mark.parametrize("name", shipped_profiles())
@pytest.mark.parametrize(
    ("word", "letter"),
    [("INPATIENT", "I"), ("Emergency", "E"), ("DAY CASE", "D"), ("Regular day attender", "R"), ("OUTPATIENT", "O")],
)
def test_every_profile_knows_the_usual_words_for_a_class(name: str, word: str, letter: str) -> None:
    """Vendors send words for the letters: none of them is left to a profile to map."""
    profile = shipped_profiles()[name]
    told = read(message("A01", PID, pv1(f2=word), version=profile.accept.versions[-1]), profile)
    assert getattr(told.events[0].body, "patient_class", None) == letter
    assert "class_not_in_table" not in [rule for _, rule in rules(told.findings)]


def test_a_senders_own_word_stands_beside_the_usual_ones_and_above_them() -> None:
    """What a profile maps is meant for this sender."""
    own = profile_from('name = "a"\nversion = "1"\n[visit.class_words]\nEmergency = "I"\n"Ward guest" = "I"\n')
    seen = [
        read(message("A01", PID, pv1(f2=word)), own).events[0].body for word in ("EMERGENCY", "ward guest", "Daycase")
    ]
    assert [getattr(body, "patient_class", None) for body in seen] == ["I", "I", "D"]


def test_a_word_that_nobody_mapped_is_told_and_states_no_class() -> None:
    """The stay is of unknown class then, and ends no six weeks that run."""
    told = read(message("A01", PID, pv1(f2="BED STATE 7")))
    assert getattr(told.events[0].body, "patient_class", "") is None
    assert ("PV1-2", "class_not_in_table") in rules(told.findings)
