"""Which discharge destinations are a bed of another hospital."""

import pytest

from connectors.hospital_hl7v2.codes import DESTINATIONS
from hub.domain.destinations import goes_to_another_hospital

_A_HOSPITAL_BED = ("hospital", "secur", "ward")
_NO_BED = {"30"}
"""Repatriation from a high-security hospital: the words name the place left."""


@pytest.mark.parametrize("code", DESTINATIONS)
def test_every_ward_and_hospital_of_the_national_codes_is_a_transfer(code: str) -> None:
    """Whatever the national label calls a hospital, a secure unit or a ward starts no six weeks at home."""
    label = DESTINATIONS[code]
    named = any(word in label for word in _A_HOSPITAL_BED) and code not in _NO_BED
    assert goes_to_another_hospital(code) == named
