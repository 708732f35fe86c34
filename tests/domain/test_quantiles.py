"""Medians and percentiles at their edges, and who may see which."""

import random
from statistics import median

import pytest

from hub.domain.products import Kind
from hub.domain.quantiles import footnote, quantile
from hub.domain.small_numbers import Rounding, written

NATIONAL = Rounding()


@pytest.mark.parametrize(
    ("spread", "middle", "ninth"),
    [
        ({4: 1}, "4", "4"),
        ({4: 1, 9: 1}, "6.5", "9"),
        ({4: 1, 5: 1, 100: 1}, "5", "100"),
        ({1: 5, 2: 4, 30: 1}, "1.5", "2"),
        ({1: 5, 2: 5, 30: 1}, "2", "2"),
        ({0: 9, 7: 2}, "0", "7"),
        ({0: 20, 3: 0}, "0", "0"),
    ],
)
def test_the_middle_and_nine_in_ten_by_hand(spread: dict[int, int], middle: str, ninth: str) -> None:
    """Two in the middle are halved; nine in ten of 10 are 9 people, of 11 they are 10."""
    assert written(quantile(Kind.MEDIAN, spread, None)) == middle
    assert written(quantile(Kind.PERCENTILE_90, spread, None)) == ninth


def test_many_spreads_by_counting_one_by_one() -> None:
    """The least number of days within which at least nine in ten of the waits ended, looked for from below."""
    dice = random.Random(90)
    for _ in range(200):
        waits = [dice.randrange(12) for _ in range(dice.randint(1, 40))]
        spread = {days: waits.count(days) for days in waits}
        ended = next(days for days in range(12) if 10 * sum(wait <= days for wait in waits) >= 9 * len(waits))
        assert quantile(Kind.PERCENTILE_90, spread, None).value == ended
        assert quantile(Kind.MEDIAN, spread, None).value == round(median(waits), 1)


def test_nobody_to_count_and_what_is_not_told_are_not_0_days() -> None:
    """A week without a start has no middle; one of which less than nobody is told is not known."""
    assert written(quantile(Kind.MEDIAN, {}, None)) == written(quantile(Kind.MEDIAN, {3: 0}, NATIONAL)) == "-"
    assert written(quantile(Kind.MEDIAN, {3: 9, 4: -1}, NATIONAL)) == ""


@pytest.mark.parametrize(
    ("spread", "middle", "ninth"),
    [
        ({1: 7}, "*", "*"),
        ({1: 8}, "1", "1"),
        ({1: 7, 2: 1, 3: 7}, "2", "*"),
        ({1: 7, 3: 7}, "*", "*"),
        ({1: 60, 20: 7}, "1", "*"),
        ({1: 60, 20: 8}, "1", "20"),
    ],
)
def test_a_wait_is_shown_where_enough_people_are_on_either_side_of_it(
    spread: dict[int, int], middle: str, ninth: str
) -> None:
    """Of 7 who waited longest the 90th percentile says how long; of 8 it says what eight have in common."""
    assert written(quantile(Kind.MEDIAN, spread, NATIONAL)) == middle
    assert written(quantile(Kind.PERCENTILE_90, spread, NATIONAL)) == ninth


def test_the_rule_stands_in_words_below_the_table() -> None:
    """With the numbers of the product's own rule."""
    assert "10 or more people" in footnote(Rounding(9, 5))
    assert "one of them" in footnote(None)
