"""The only readers of time."""

import time


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        """Give milliseconds since 1970-01-01T00:00Z."""
        return time.time_ns() // 1_000_000


class ManualClock:
    """A clock that stands still until it is moved by hand."""

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        """Give the moment it was last set to."""
        return self._now

    def set(self, now: int) -> None:
        """Move to a moment, forwards or backwards."""
        self._now = now
