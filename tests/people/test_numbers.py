"""NHS numbers, National Insurance numbers and postcodes: what counts as one."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people import nhs_number, nino, postcode

GOOD_TEST_NUMBERS = [
    "9990000018",
    "9990000026",
    "9990000034",
    "9990000042",
    "9990000050",
    "9990000069",
    "9990000077",
    "9990000085",
    "9990000093",
    "9990000107",
    "9990000115",
    "9991506314",
    "9991759549",
    "9994395637",
    "9995140020",
    "9996619133",
    "9997825543",
    "9999611680",
    "9476719931",
    "9912003888",
]


@pytest.mark.parametrize("number", GOOD_TEST_NUMBERS)
def test_the_test_range_is_usable_outside_live_service_only(number: str) -> None:
    """Synthetic numbers match at the desk and are named as such in live service."""
    assert nhs_number.classify(number, live=False) == "test"
    assert nhs_number.classify(number, live=True) == "test_in_live"
    assert (nhs_number.usable(number, live=False), nhs_number.usable(number, live=True)) == (True, False)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("4000000004", "england_wales"),
        ("600 000 0006", "england_wales"),
        (" 700-000-0007 ", "england_wales"),
        ("400\u00a0000\u00a00004", "england_wales"),
        ("3200000007", "other_nation"),
        ("5000000005", "other_nation"),
        ("8000000008", "other_nation"),
        ("0101010001", "other_nation"),
        ("9912003890", "checksum_failed"),
        ("3478526985", "checksum_failed"),
        ("6101231234", "checksum_failed"),
        ("9990000019", "checksum_failed"),
        ("400 0000 004", "malformed"),
        ("400000000", "malformed"),
        ("40000000044", "malformed"),
        ("400000000X", "malformed"),
        ("\u0664\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0664", "malformed"),
        ("", "malformed"),
    ],
)
def test_numbers_are_told_apart_by_form_check_digit_and_range(raw: str, kind: str) -> None:
    """Format first, then the check digit, then who issues the range."""
    assert nhs_number.classify(raw, live=True) == kind


@pytest.mark.parametrize("digit", string.digits)
def test_a_repeated_digit_is_a_placeholder(digit: str) -> None:
    """Ten equal digits pass modulus 11 and stand for nobody."""
    assert nhs_number.classify(digit * 10, live=False) == "placeholder"


def _passes(digits: str) -> bool:
    """Modulus 11 as the data dictionary words it, written out for the test."""
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return {11: 0}.get(check, check) == int(digits[9])


@given(st.integers(4_000_000_000, 4_999_999_999).map(str).filter(lambda digits: len(set(digits)) > 1))
def test_the_check_digit_decides(digits: str) -> None:
    """Inside an English range a number is usable exactly when modulus 11 holds."""
    assert nhs_number.usable(digits, live=True) == _passes(digits)


def test_a_number_is_shown_in_three_parts() -> None:
    """People read 3 3 4."""
    assert nhs_number.display("9990000018") == "999 000 0018"


FIRST = "ABCEGHJKLMNOPRSTWXYZ"
SECOND = "ABCEGHJKLMNPRSTWXYZ"
UNUSED = ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")
GOOD_NINOS = [
    *(f"{letter}A123456A" for letter in FIRST[:9]),
    *(f"A{letter}654321D" for letter in SECOND[:7]),
    "ab123456c",
    "AB 12 34 56 C",
    " AB123456B",
    "OA000000A",
]
BAD_NINOS = [
    *(f"{letter}A123456A" for letter in "DFIQUV"),
    *(f"A{letter}123456A" for letter in "DFIQUVO"),
    *(f"{prefix}123456A" for prefix in UNUSED),
    *(f"AB123456{suffix}" for suffix in "EFZ1"),
    "QQ123456C",
    "OO123456A",
    "AB12345A",
    "AB1234567A",
    "A1123456A",
    "1B123456A",
    "AB12345AA",
    "AB123456",
    "11A11111",
    "",
    "AB123456AA",
    "AB-CD-3456A",
    "ÄB123456A",
    "AB\u0661\u0662\u0663\u0664\u0665\u0666A",
    "AB12345OA",
    "ABC123456A",
]


def test_the_tables_have_the_size_they_claim() -> None:
    """Twenty good, forty bad or more: every banned letter in each place is there."""
    assert len(GOOD_NINOS) == 20
    assert len(BAD_NINOS) >= 40


@pytest.mark.parametrize("number", GOOD_NINOS)
def test_good_national_insurance_numbers(number: str) -> None:
    """Blanks and case do not matter; the key has eight characters."""
    whole = nino.standardise(number)
    assert whole is not None
    assert nino.matching_key(number) == whole[:8] == nino.matching_key(whole[:8])


@pytest.mark.parametrize("number", BAD_NINOS)
def test_bad_national_insurance_numbers(number: str) -> None:
    """Banned letters, unused prefixes, look-alike references and wrong lengths are refused."""
    assert nino.standardise(number) is None
    if number != "AB123456":
        assert nino.matching_key(number) is None


def test_prefixes_are_exactly_those_of_the_manual() -> None:
    """Over all 676 pairs of letters, the form agrees with the lists of HMRC manual NIM39110."""
    for one in string.ascii_uppercase:
        for two in string.ascii_uppercase:
            wanted = one in FIRST and two in SECOND and one + two not in UNUSED
            assert (nino.standardise(f"{one}{two}123456A") is not None) == wanted


@pytest.mark.parametrize(
    ("raw", "whole", "sector"),
    [
        ("QX1 4ZZ", "QX1 4ZZ", "QX1 4"),
        ("qx13cz", "QX1 3CZ", "QX1 3"),
        (" sw1a  1aa ", "SW1A 1AA", "SW1A 1"),
        ("M1 1AE", "M1 1AE", "M1 1"),
        ("B338TH", "B33 8TH", "B33 8"),
        ("ZZ99 3VZ", "ZZ99 3VZ", None),
        ("zz993wz", "ZZ99 3WZ", None),
        ("QX1", None, None),
        ("", None, None),
        ("12345", None, None),
        ("QX1 4Z\u017b", None, None),
    ],
)
def test_postcodes_are_written_one_way(raw: str, whole: str | None, sector: str | None) -> None:
    """One blank before the last three; pseudo-postcodes and junk have no sector."""
    assert postcode.normalise(raw) == whole
    assert postcode.sector(raw) == sector
