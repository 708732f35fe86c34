"""The national reasons for delay: both lists, how labels are matched, and what older reasons stand for today."""

from collections import Counter
from datetime import date

import pytest

from hub.domain.criteria_to_reside import CRITERIA
from hub.domain.delay_codes import BY_CODE, CHANGED, GROUPS, OLDER, TODAY
from hub.domain.delay_labels import national, normalised, stand_in
from hub.domain.pathways import DESTINATIONS


def test_the_lists_have_the_published_numbers_of_values() -> None:
    """37 in five groups since 27 May 2024, 18 by numeral before; eleven criteria and an exception; 8 destinations."""
    assert Counter(one.group for one in TODAY) == {
        "hospital": 7, "wellbeing": 4, "transfer_hub": 3, "interface": 12, "capacity": 11
    }  # fmt: skip
    assert (len(TODAY), len(OLDER), len(BY_CODE)) == (37, 18, 55)
    assert len({normalised(one.label) for one in BY_CODE.values()}) == 55
    assert [one.code for one in OLDER][8:12] == ["ix", "x", "xi", "xii"]
    assert (len(CRITERIA), len(DESTINATIONS), len(GROUPS)) == (12, 8, 5)


def test_the_lists_take_turns_on_27_may_2024() -> None:
    """On no day are both in force."""
    before, since = date(2024, 5, 26), date(2024, 5, 27)
    assert since == CHANGED
    assert {one.in_force(before) for one in TODAY} == {one.in_force(since) for one in OLDER} == {False}
    assert {one.in_force(since) for one in TODAY} == {one.in_force(before) for one in OLDER} == {True}


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("CAP05", "CAP05"),
        ("cap05", "CAP05"),
        ("Awaiting patient transport services", "HOSP04"),
        ("Hospital process - Awaiting patient transport services", "HOSP04"),
        ("Hospital process\u00a0\u2013 Awaiting  patient\u00a0transport services", "HOSP04"),
        ("Hospital process- Awaiting patient transport services", "HOSP04"),
        ("Capacity \u2014 Housing provision not yet available (Pathway 0 or 1)", "CAP02"),
        ("HOUSING PROVISION NOT YET AVAILABLE  (PATHWAY 0 OR 1)", "CAP02"),
        ("Home\u2010based rehabilitation, reablement or recovery services not yet available (Pathway 1)", "CAP03"),
        ("Patient /family/carer concerns over discharge readiness", "WELL04"),
        ("\uff28\uff2f\uff33\uff30\uff10\uff14", "HOSP04"),
        ("xii", "xii"),
        ("XII", "xii"),
    ],
)
def test_ways_of_writing_one_label_are_one_reason(label: str, code: str) -> None:
    """No-break spaces, dashes, missing spaces, capitals, wide letters and the pathway in brackets change nothing."""
    known = national(label, None)
    assert known is not None
    assert known.code == code
    assert national("local 17", label) is known


@pytest.mark.parametrize("label", ["", " ", "awaiting", "CAP99", "Awaiting patient transport", "xix"])
def test_what_is_on_no_list_is_not_guessed(label: str) -> None:
    """A local label that only resembles a national one stays the trust's own."""
    assert national(label, None) is None
    assert national(label, label) is None


MAP = {
    "i": None, "ii": "HOSP01 ?", "iii": "HOSP06", "iv": "HOSP05", "v": "HOSP03", "vi": "HOSP04", "vii": "CTH03",
    "viii": "CAP03 ?", "ix": "CAP09", "x": "CAP11", "xi": "CAP08 ?", "xii": "WELL04 ?", "xiii": "INTF02 ?",
    "xiv": "WELL03 ?", "xv": "INTF03", "xvi": "HOSP01", "xvii": "HOSP07", "xviii": None,
}  # fmt: skip


@pytest.mark.parametrize("numeral", MAP)
def test_an_older_reason_stands_for_one_of_today_and_a_choice_among_several_is_a_guess(numeral: str) -> None:
    """The first of several is suggested and marked; two have nothing that stands for them; those of today stay."""
    now, guess = stand_in(BY_CODE[numeral])
    assert (None if now is None else now.code + (" ?" if guess else "")) == MAP[numeral]
    assert stand_in(BY_CODE["CAP05"]) == (BY_CODE["CAP05"], False)
