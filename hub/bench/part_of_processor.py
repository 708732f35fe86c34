"""A process that uses no more than its part of a processor, as if it had a slow one of its own.

Where one machine carries broker, database and every worker, a second worker gains only what the others leave.  Workers
that keep to a part leave the rest to broker and database, and what a second one gains is then the engine's own doing.
"""

import atexit
import signal
import time
from types import FrameType
from typing import Final

_LOOK_EVERY_S: Final = 0.01
"""Processor time between two looks, as often as the system counts it."""


def keep_to(part: float) -> None:
    """Stop this process after each piece of work for as long as the rest of the processor would have taken.

    `part` is above 0 and up to 1, where 1 changes nothing.  Call it in the main thread.
    """
    if part >= 1:
        return
    used = time.process_time()

    def wait(_number: int, _frame: FrameType | None) -> None:
        nonlocal used
        now = time.process_time()
        time.sleep((now - used) * (1 / part - 1))
        used = now

    signal.signal(signal.SIGPROF, wait)
    # While Python ends nobody listens any more, and the signal would end the process as if it had failed.
    atexit.register(signal.setitimer, signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_PROF, _LOOK_EVERY_S, _LOOK_EVERY_S)
