"""Which plug is pulled next: every kind has its turn, and one that cannot be pulled is said and never passed over."""

import random

import pytest

from hub.bench.faults.choice import KINDS, WEIGHTS, Choice
from hub.errors import Unavailable

DRAWS = 3000


def drawn(choice: Choice) -> set[str]:
    """Draw often enough that every kind comes."""
    chance = random.Random(3)
    return {choice.next(chance).__name__ for _ in range(DRAWS)}


def test_every_kind_comes_where_all_can_and_weighs_of_a_hundred() -> None:
    """A kind without a weight would never be tried, and nobody would notice."""
    choice = Choice((), has_disk=True, has_dashboards=True)
    assert drawn(choice) == set(KINDS)
    assert (choice.left_out, sum(WEIGHTS.values())) == ({}, 100)
    assert all(fault.__doc__ for fault in WEIGHTS)


def test_what_cannot_come_here_is_named_with_its_reason() -> None:
    """A run as a user who may not mount tells that no disk was full, rather than looking as if it had been."""
    choice = Choice((), has_disk=False, has_dashboards=False)
    assert choice.left_out.keys() == {"fill_disk", "kill_dashboards"}
    assert all(choice.left_out.values())
    assert drawn(choice) == set(KINDS) - choice.left_out.keys()


def test_only_the_kinds_that_are_asked_for_come() -> None:
    """One kind is tried by itself, whatever its weight, and no kind is then called left out."""
    choice = Choice(("step_clock", "cut_line"), has_disk=False, has_dashboards=False)
    assert drawn(choice) == {"step_clock", "cut_line"}
    assert choice.left_out == {}


def test_a_kind_that_is_asked_for_and_cannot_come_is_refused() -> None:
    """Somebody who asks for a full disk never reads that nothing was lost when no disk was full."""
    with pytest.raises(Unavailable, match="fill_disk: only root"):
        Choice(("fill_disk",), has_disk=False, has_dashboards=True)
    with pytest.raises(Unavailable, match="--dashboards"):
        Choice(("kill_dashboards",), has_disk=True, has_dashboards=False)
