"""Python's cyclic garbage collector, kept out of a batch.

A batch makes many thousands of small values that all live until it is written, and none of them is in a cycle; the
collector would walk them again and again.  It is paused only over code that never waits, so that nothing else of the
process runs meanwhile, and what a batch can hold is bounded by its size.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_YOUNG: Final = 20_000
"""How many values are made before the collector looks at the newest.

A fetch alone makes several thousand that wait for their batch; with Python's own 700 each was walked many times, which
took an eighth of a worker's time.
"""


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector for a block without `await`; it comes back as it was."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def settle_collector() -> None:
    """Take what was loaded at the start out of the collector's rounds, and let them be fewer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
