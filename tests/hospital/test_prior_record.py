"""The record that goes in a merge or a change of number: the same person, with the same birth date."""

from datetime import date

from connectors.hospital_hl7v2.profile import load_profile
from connectors.hospital_hl7v2.translate import translate
from hub.domain.days import start_of

PROFILE = load_profile("itk_2_4")
NOW = start_of(date(2026, 11, 5))
HEAD = (
    "MSH|^~\\&|PAS|RZZ|ROUTE|ROUTE|20261104081500||ADT^A47^ADT_A30|M1|T|2.4\rEVN||20261104081448|||DESK|202611040814\r"
)
BABY = "PID|1||B1^^^RZZ^MR||INVENTED^Baby||20261103|1||||||||||||||||||||||||NSTS01\r"


def test_a_mothers_number_taken_back_counts_with_the_babys_birth_date() -> None:
    """A baby was filed under the mother's NHS number: correcting it must not lead to the mother's record."""
    read = translate((HEAD + BABY + "MRG|9990000018^^^NHS^NH\r").encode(), PROFILE, NOW)
    (event,) = read.events
    assert event.other.born == date(2026, 11, 3)
    assert event.other.identifiers[0].kind == "NHS"


def test_a_hospital_number_of_the_record_that_goes_stands_alone() -> None:
    """A temporary record's own birth date may be wrong, which is often why it is merged: its number is enough."""
    read = translate((HEAD + BABY + "MRG|T1000999^^^RZZ^MR\r").encode(), PROFILE, NOW)
    (event,) = read.events
    assert event.other.born is None
