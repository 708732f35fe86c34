"""Python's cyclic collector: out of a batch, and not too often between batches."""

import gc
from collections.abc import Iterator

import pytest

from hub.runtime.collecting import collector_paused, settle_collector


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Leave the collector of this process as it was found."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()
    gc.enable()


def test_the_collector_is_paused_for_a_block_and_comes_back_as_it_was() -> None:
    """A block that fails brings it back too, and one inside another does not bring it back early."""
    with collector_paused():
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(LookupError), collector_paused():
        raise LookupError
    assert gc.isenabled()


def test_a_settled_collector_walks_new_values_alone_and_seldom() -> None:
    """What was loaded at the start is walked no more; what a fetch makes is not walked before there is much of it."""
    settle_collector()
    assert gc.get_freeze_count() > 0
    rounds = sum(generation["collections"] for generation in gc.get_stats())
    waiting = [[] for _ in range(10_000)]  # type: ignore[var-annotated]
    assert sum(generation["collections"] for generation in gc.get_stats()) == rounds
    waiting += [[] for _ in range(20_000)]
    assert sum(generation["collections"] for generation in gc.get_stats()) > rounds
