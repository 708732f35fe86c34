"""The banner of a person says nothing that the page below it contradicts."""

from datetime import date
from typing import Any

import pytest

from hub.web.environment import make_environment
from hub.web.person_banner import banner

SUBJECT = bytes(15) + b"\x07"


def shown(*referrals: dict[str, Any]) -> str:
    """Give the banner of somebody with hospital referrals."""
    state = {"died_at": None, "on": "2026-11-23", "referrals": list(referrals)}
    values = banner(state, None, date(2026, 11, 23), SUBJECT)
    return make_environment().get_template("banner.jinja").render(**values)


@pytest.mark.parametrize("answer", ["Y", "N", "NK"])
def test_the_banner_leads_to_allergies_that_a_referral_tells(answer: str) -> None:
    """A banner that says that none are held here, above a page that holds them, is a danger."""
    found = shown({"allergies": None}, {"allergies": answer})
    assert "Not held in this hub" not in found
    assert 'href="/people/00000000-0000-0000-0000-000000000007#referrals-h"' in found


def test_without_one_the_banner_says_that_none_are_held() -> None:
    """Nobody takes an empty place for no allergies."""
    assert "Not held in this hub" in shown({"allergies": None})
    assert "Not held in this hub" in shown()
