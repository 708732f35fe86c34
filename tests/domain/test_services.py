"""Kinds of support are one list, whatever events hold."""

import pytest

from hub.domain.services import EVERY, OTHER_CODES, listed, service_code


def test_every_other_code_leads_to_one_of_the_list() -> None:
    """No code is translated to one that is translated again, and none of the list is taken for another."""
    assert set(OTHER_CODES.values()) <= set(EVERY)
    assert not set(OTHER_CODES) & set(EVERY)
    assert [service_code(code) for code in EVERY] == list(EVERY)
    assert {code: service_code(code) for code in OTHER_CODES} == dict(OTHER_CODES)


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ("HOME_CARE", "HOME_SUPPORT"),
        ("Home care", "HOME_SUPPORT"),
        ("live-in care", "LIVE_IN_CARE"),
        ("reablement", "REABLEMENT"),
        ("Sitting service", "Sitting service"),
        ("", ""),
    ],
)
def test_what_an_event_holds_is_read_as_people_mean_it(held: str, code: str) -> None:
    """Capitals, blanks and hyphens make no other service; what nobody knows stays as it was sent."""
    assert service_code(held) == code


def test_what_is_sent_is_a_code_of_the_list_or_unknown() -> None:
    """Other codes are the profile's to translate: a sender whose profile does not hears of it."""
    assert (listed("home_support"), listed("CARER_RESPITE"), listed("HOME_CARE")) == (
        "HOME_SUPPORT",
        "CARER_RESPITE",
        None,
    )
