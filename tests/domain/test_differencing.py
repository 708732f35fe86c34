"""Nobody reckons a hidden number from the table that it stands in: tried with every table of a few rows."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import pytest

from hub.domain.differencing import behind, gives_away
from hub.domain.small_numbers import Rounding, count, written

NATIONAL = Rounding()
SMALL = Rounding(threshold=2, base=3)
"""The same rule with smaller numbers, so that every table of more rows can be tried."""


def table(parts: Sequence[int], rounding: Rounding) -> tuple[str, ...]:
    """What is given of some parts: their total, and the parts, all hidden where they would give one away."""
    total = written(count(sum(parts), rounding))
    hidden = gives_away(parts, rounding)
    return (total, *("*" if hidden else written(count(part, rounding)) for part in parts))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "below", "rounding"),
    [(2, 63, NATIONAL), (3, 28, NATIONAL), (4, 14, SMALL), (5, 8, SMALL)],
    ids=["two", "three", "four", "five"],
)
def test_every_hidden_number_of_every_table_could_be_another(rows: int, below: int, rounding: Rounding) -> None:
    """Of all tables that are written alike, each hidden cell holds two numbers or more: subtracting finds none."""
    alike: dict[tuple[str, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in range(rows)])
    for parts in product(range(below), repeat=rows):
        for numbers, part in zip(alike[table(parts, rounding)], parts, strict=True):
            numbers.add(part)
    told = {
        (written_as, place)
        for written_as, cells in alike.items()
        for place, numbers in enumerate(cells)
        if written_as[place + 1] == "*" and len(numbers) == 1
    }
    assert told == set()


@pytest.mark.parametrize(
    ("parts", "gives"),
    [
        ((1, 8, 8), True),
        ((2, 8, 8), False),
        ((1, 8, 9), False),
        ((7, 7, 7, 7), True),
        ((1, 1, 1, 1, 1, 1, 1), True),
        ((1, 1, 1, 1, 1, 1, 0), False),
        ((8, 8, 8), False),
        ((3, 0, 0), False),
        ((), False),
    ],
)
def test_a_table_gives_a_number_away_when_its_bounds_meet(parts: tuple[int, ...], gives: bool) -> None:  # noqa: FBT001 - the expected answer
    """1, 8, 8 are written *, 10, 10 of 15: 15 is 17 at most, so * is 1.

    2, 8, 8 are * 10 10 of 20 (18 to 22) and 1, 8, 9 the same: * is 1 to 6.  Seven times 1 is seven times * of *, which
    is 7 at most.
    """
    assert gives_away(parts, NATIONAL) is gives


@pytest.mark.parametrize("rounding", [NATIONAL, Rounding(4, 10), Rounding(1, 2), Rounding(5, 6), Rounding(9, 20)])
def test_what_lies_behind_a_written_number_is_what_is_written_alike(rounding: Rounding) -> None:
    """The bounds are those of all numbers up to 200 that are written the same."""
    for amount in range(60):
        alike = [one for one in range(200) if count(one, rounding) == count(amount, rounding)]
        assert behind(amount, rounding) == (min(alike), max(alike))
