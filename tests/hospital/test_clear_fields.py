"""What a hospital wrote into fields that are kept clear: a name or number of the patient is not kept there."""

import pytest

from connectors.hospital_hl7v2.profile import Profile, profile_from
from connectors.inspection import translation_json
from hub.errors import Rejected
from hub.events.discharge import SpellTransferred
from hub.events.values import Place
from hub.people.screening import RULE, screened
from hub.ports.connector import Translation
from tests.hospital.messages import message, pv1, read

HER = "PID|1||9990000018^^^NHS^NH~T1000451^^^RZZ^MR||{name}||19391104|2|||||01632960001^PRN^PH"
NAME = "ASHWORTH^Margaret^Rose~HOLLIN^Peggy^^^^^A"


def kept(*segments: str, name: str = NAME, profile: Profile | None = None, control: str = "C1") -> Translation:
    """Read one transfer and give what the intake goes on with."""
    return screened(read(message("A02", HER.format(name=name), *segments, control=control), profile))


def place_of(told: Translation) -> Place | None:
    """Give the place of a transfer."""
    body = told.events[0].body
    assert isinstance(body, SpellTransferred)
    return body.place


def told_of(told: Translation) -> list[str]:
    """Give the fields that were found to name the person."""
    return [one.path for one in told.findings if one.rule == RULE]


@pytest.mark.parametrize("word", ["ASHWORTH", "Margaret", "ROSE", "HOLLIN", "PEGGY", "T1000451", "9990000018"])
@pytest.mark.parametrize("part", range(4))
def test_no_part_of_a_location_names_the_patient(word: str, part: int) -> None:
    """Usual, middle, former and alias names and every number, in ward, room, bed and site; only Rose may be a ward."""
    parts = ["W7", "BAY1", "12", "RZZ01"]
    parts[part] = word
    found = place_of(kept(pv1(f3="^".join(parts))))
    assert found is not None
    held = [found.ward, found.room, found.bed, found.site]
    assert held == [text if text != word or word == "ROSE" else None for text in parts]


def test_a_profile_names_the_wards_that_people_are_called_like() -> None:
    """Without it the ward is left out, and the finding says which setting keeps it."""
    mine = profile_from('name = "t"\nversion = "1"\n[visit]\nplace_names = ["Ashworth", "St Winifred"]\n')
    assert place_of(kept(pv1(f3="Ashworth Ward"))) == Place()
    assert place_of(kept(pv1(f3="Ashworth Ward"), profile=mine)) == Place(ward="Ashworth Ward")
    assert place_of(kept(pv1(f3="Rose Ward"), profile=mine)) == Place(ward="Rose Ward")
    assert {"ashworth", "st", "winifred", "rose"} <= mine.visit.place_names
    with pytest.raises(Rejected):
        profile_from('name = "t"\nversion = "1"\n[visit]\nplace_names = 7\n')


def test_findings_name_the_fields_as_the_sender_knows_them() -> None:
    """A sender's engineer looks the field up in the message, in any profile."""
    told = kept(pv1(f3="W7^ASHWORTH", f19="T1000451-3"), control="M-9990000018")
    assert sorted(told_of(told)) == ["MSH-10", "PV1-19", "PV1-3"]
    assert told_of(screened(read(message("A08", HER.format(name=NAME), pv1(f10="ashworth"))))) == ["PV1-10"]
    assert told_of(screened(read(message("A01", HER.format(name=NAME), pv1(f4="PEGGY"))))) == ["PV1-4"]


def test_a_stay_that_is_merged_or_moved_is_searched_for_the_number_that_goes() -> None:
    """MRG-5 may hold the number of MRG-1, which is nobody's in PID."""
    merge = "MRG|T1000999^^^RZZ^MR||||T1000999-2"
    for trigger in ("A42", "A45"):
        told = screened(read(message(trigger, HER.format(name=NAME), merge, pv1())))
        assert told.private == {"T1000999-2"}


def test_names_and_numbers_that_nobody_is_matched_by_are_looked_for_too() -> None:
    """A number in PID-2 that the profile does not read, a former name of MRG-7, a telephone of somebody in hiding."""
    pid = "PID|1|OLDPAS777|9990000018^^^NHS^NH||ASHWORTH^Margaret||19391104|2|FORMERLY^Mags||||01632960001"
    for place in ("OLDPAS777", "FORMERLY", "01632 960001", "BYNAME"):
        raw = message("A02", pid, "ZU8||||1", "MRG|T1000999||||||BYNAME^Margaret", pv1(f3=f"W7^{place}"))
        assert place_of(screened(read(raw))) == Place(ward="W7")


def test_what_a_sender_checks_by_itself_shows_what_would_be_kept() -> None:
    """`hub inspect` prints the place that stays, a mark for a digest, and why; never what was taken out."""
    raw = message("A02", HER.format(name=NAME), pv1(f3="W7^ASHWORTH", f19="T1000451-3"), control="M-ASHWORTH")
    shown = translation_json(read(raw))
    assert (shown["message_id"], shown["events"][0]["fields"]["spell"]["number"]) == ("~", "~")
    assert shown["events"][0]["fields"]["place"] == {"ward": "W7"}
    assert "ASHWORTH" not in repr(shown)
    assert "T1000451" not in repr(shown)


def test_a_patient_whose_family_name_is_not_known_loses_no_place() -> None:
    """`Unknown` stands for a name, and `Unknown bay` for a place."""
    assert place_of(kept(pv1(f3="Unknown^Baby unit"), name="Unknown^Baby")) == Place(ward="Unknown", room="Baby unit")
