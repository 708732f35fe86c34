"""The clock: the only reader of time."""

from typing import Protocol


class Clock(Protocol):
    """Milliseconds since 1970-01-01T00:00Z."""

    def now(self) -> int:
        """Give the present moment."""
        ...
