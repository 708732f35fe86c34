"""What people record beside a decision about eligibility, and where it does not fit (SI 2015/313)."""

import pytest

from hub.domain.eligibility import (
    ADULT_OUTCOMES,
    CARER,
    CARER_OUTCOMES,
    NEEDS,
    Steps,
    misfits,
    outcomes_of,
    second_step,
    unknown_words,
)
from hub.domain.rules import Rule

TWO = ("CA-NUTRITION", "CA-HYGIENE")


def test_the_law_names_ten_outcomes_for_adults_and_health_and_eight_for_carers() -> None:
    """Each has words that a page can show."""
    assert len(ADULT_OUTCOMES) == 10
    assert len(CARER_OUTCOMES) == 9
    assert all(words for listed in (ADULT_OUTCOMES, CARER_OUTCOMES) for words in listed.values())
    assert outcomes_of(CARER) is CARER_OUTCOMES
    assert outcomes_of(NEEDS) is ADULT_OUTCOMES


@pytest.mark.parametrize(
    ("kind", "outcome", "steps", "found"),
    [
        (NEEDS, "ELIGIBLE", Steps(True, TWO, True), ()),
        (NEEDS, "ELIGIBLE", Steps(None, (), None), ()),
        (NEEDS, "ELIGIBLE", Steps(True, TWO[:1], True), (Rule.STEPS_SHORT_OF_ELIGIBLE,)),
        (NEEDS, "ELIGIBLE", Steps(None, (TWO[0], TWO[0]), None), (Rule.STEPS_SHORT_OF_ELIGIBLE,)),
        (NEEDS, "ELIGIBLE", Steps(True, (), True), (Rule.STEPS_SHORT_OF_ELIGIBLE,)),
        (NEEDS, "ELIGIBLE", Steps(False, TWO, True), (Rule.STEPS_SHORT_OF_ELIGIBLE,)),
        (NEEDS, "ELIGIBLE", Steps(True, TWO, False), (Rule.STEPS_SHORT_OF_ELIGIBLE,)),
        (NEEDS, "ELIGIBLE", Steps(None, TWO, None), ()),
        (NEEDS, "NOT_ELIGIBLE", Steps(True, TWO, True), (Rule.STEPS_REACH_ELIGIBLE,)),
        (NEEDS, "NOT_ELIGIBLE", Steps(True, TWO, None), ()),
        (NEEDS, "NOT_ELIGIBLE", Steps(True, TWO[:1], True), ()),
        (NEEDS, "NO_NEEDS", Steps(None, TWO[:1], None), (Rule.NEEDS_WITHOUT_NEEDS,)),
        (NEEDS, "NO_NEEDS", Steps(None, (), True), (Rule.NEEDS_WITHOUT_NEEDS,)),
        (NEEDS, "NO_NEEDS", Steps(False, (), False), ()),
        (CARER, "ELIGIBLE", Steps(True, ("CA-HEALTH",), True), ()),
        (CARER, "ELIGIBLE", Steps(True, (), True), (Rule.STEPS_SHORT_OF_ELIGIBLE,)),
        (CARER, "NOT_ELIGIBLE", Steps(True, ("CA-RECREATION",), True), (Rule.STEPS_REACH_ELIGIBLE,)),
        (NEEDS, "PERHAPS", Steps(True, TWO, True), ()),
    ],
)
def test_steps_that_do_not_fit_the_decision_are_said(
    kind: str, outcome: str, steps: Steps, found: tuple[Rule, ...]
) -> None:
    """Two outcomes for an adult and one for a carer; what nobody recorded contradicts nothing."""
    assert misfits(kind, outcome, steps) == found


def test_the_second_step_is_two_for_an_adult_and_one_for_a_carer() -> None:
    """Nothing recorded is neither met nor missed."""
    one = Steps(None, TWO[:1], None)
    assert (second_step(NEEDS, one), second_step(CARER, one)) == (False, True)
    assert second_step(NEEDS, Steps(None, (), None)) is None


@pytest.mark.parametrize(
    ("kind", "outcome", "outcomes", "found"),
    [
        (NEEDS, "ELIGIBLE", TWO, ()),
        ("REVIEW", "NO_NEEDS", (), ()),
        (NEEDS, "MAYBE", (), (Rule.DECISION_UNKNOWN,)),
        ("HOUSING", "ELIGIBLE", (), (Rule.ASSESSMENT_KIND_UNKNOWN,)),
        (NEEDS, "ELIGIBLE", ("CA-FLYING", *TWO), (Rule.OUTCOME_UNKNOWN,)),
        (NEEDS, "ELIGIBLE", ("CA-RECREATION", *TWO), (Rule.OUTCOME_UNKNOWN,)),
        ("X", "Y", ("Z",), (Rule.DECISION_UNKNOWN, Rule.ASSESSMENT_KIND_UNKNOWN, Rule.OUTCOME_UNKNOWN)),
    ],
)
def test_words_that_no_list_holds_are_said(
    kind: str, outcome: str, outcomes: tuple[str, ...], found: tuple[Rule, ...]
) -> None:
    """Kept and shown; a carer's outcome is unknown among an adult's."""
    assert unknown_words(kind, outcome, outcomes) == found
