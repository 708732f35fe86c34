"""Small numbers: what is hidden, what is rounded, and what is neither."""

import pytest

from hub.domain.small_numbers import (
    MISSING,
    NOT_APPLICABLE,
    SUPPRESSED,
    Number,
    Rounding,
    Status,
    count,
    footnote,
    mean,
    percentage,
    total,
    written,
)

NATIONAL = Rounding()


def shown(value: float) -> Number:
    """A number that is there."""
    return Number(Status.SHOWN, value)


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0"), (1, "*"), (7, "*"), (8, "10"), (12, "10"), (13, "15"), (17, "15"), (18, "20"), (1234567, "1234565")],
)
def test_nought_stays_one_to_seven_are_hidden_and_the_rest_is_rounded_to_five(amount: int, text: str) -> None:
    """The method of the secondary-care publications, number by number."""
    assert written(count(amount, NATIONAL)) == text


@pytest.mark.parametrize(("amount", "text"), [(0, "0"), (1, "*"), (4, "*"), (5, "10"), (14, "10"), (15, "20")])
def test_threshold_and_base_are_the_products(amount: int, text: str) -> None:
    """A product of mental health services hides below 5; rounding from the middle goes up."""
    assert written(count(amount, Rounding(threshold=4, base=10))) == text


@pytest.mark.parametrize(("threshold", "base"), [(0, 5), (7, 0), (1, 5), (7, 17)])
def test_a_rule_that_hides_nobody_or_rounds_somebody_away_is_refused(threshold: int, base: int) -> None:
    """0 means nobody: no rule may write it for somebody."""
    with pytest.raises(ValueError, match="threshold and base"):
        Rounding(threshold, base)


def test_who_may_know_the_people_sees_the_number() -> None:
    """Nothing is hidden or rounded for a coordinator."""
    assert [count(amount, None).value for amount in (0, 3, 13)] == [0, 3, 13]
    assert total(31, 3, None) == shown(31)
    assert mean(31, 3, None) == shown(10.3)


def test_hidden_impossible_and_unknown_are_three_things() -> None:
    """`*`, `-` and nothing are never mixed up."""
    assert [written(number) for number in (SUPPRESSED, NOT_APPLICABLE, MISSING)] == ["*", "-", ""]
    assert len({SUPPRESSED, NOT_APPLICABLE, MISSING}) == 3


def test_a_number_below_nought_is_missing() -> None:
    """It is made of things of which one has not been told yet: it is never shown as a number."""
    for rounding in (NATIONAL, None):
        assert count(-1, rounding) == MISSING
        assert total(12, -1, rounding) == total(-1, 12, rounding) == MISSING
        assert mean(12, -1, rounding) == mean(-1, 12, rounding) == MISSING


def test_a_percentage_is_made_of_the_rounded_numbers() -> None:
    """8 of 13 are written 10 of 15, and that is two thirds; the true 61.5 would give the true numbers away."""
    assert percentage(count(8, NATIONAL), count(13, NATIONAL)) == shown(66.7)
    assert percentage(count(8, None), count(13, None)) == shown(61.5)
    assert percentage(count(0, NATIONAL), count(13, NATIONAL)) == shown(0)


def test_a_percentage_of_something_hidden_is_hidden_and_of_nobody_is_none() -> None:
    """Hidden wins over missing: that a number is hidden is known, and nothing more."""
    few, some, nobody = count(3, NATIONAL), count(40, NATIONAL), count(0, NATIONAL)
    assert percentage(few, some) == percentage(few, few) == percentage(nobody, few) == SUPPRESSED
    assert percentage(nobody, nobody) == NOT_APPLICABLE
    assert percentage(MISSING, some) == percentage(some, MISSING) == MISSING
    assert percentage(MISSING, few) == SUPPRESSED


def test_days_are_hidden_by_the_number_of_people_that_they_are_of() -> None:
    """One person's 30 days are not a number of 30: a total and a mean of up to seven people are hidden."""
    assert total(30, 1, NATIONAL) == mean(30, 1, NATIONAL) == SUPPRESSED
    assert total(0, 7, NATIONAL) == SUPPRESSED
    assert total(33, 8, NATIONAL) == shown(35)
    assert mean(33, 8, NATIONAL) == shown(4.1)
    assert total(0, 0, NATIONAL) == shown(0)
    assert mean(0, 0, NATIONAL) == NOT_APPLICABLE


def test_a_total_is_rounded_on_its_own() -> None:
    """13 + 13 are 26: rows of 15 and 15 have a total of 25."""
    assert [count(amount, NATIONAL).value for amount in (13, 13, 26)] == [15, 15, 25]


def test_the_footnote_tells_the_rule_that_was_applied() -> None:
    """An export says what was done to its numbers, with the product's own threshold and base."""
    assert "1 to 7 as *, and 8 or more to the nearest 5" in footnote(NATIONAL)
    assert "1 to 4 as *, and 5 or more to the nearest 10" in footnote(Rounding(4, 10))
    assert "0, 1 as *, and 2 or more to the nearest 2" in footnote(Rounding(1, 2))
    assert "as they are" in footnote(None)
