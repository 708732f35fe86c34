"""A process that dies at a step: before a part was asked, or after it did its work and before the answer came."""

from collections.abc import Callable
from typing import Any


class Died(BaseException):
    """The process is gone: nothing of it runs any more."""


class Steps:
    """Counts what one process asks of its parts, and dies at a step; `wrap` gives a part as that process sees it."""

    def __init__(self, dies_at: int | None = None, *, after: bool = False) -> None:
        self._dies_at, self._after = dies_at, after
        self.taken = 0

    def wrap(self, part: Any) -> Any:
        """Give a part whose awaited methods are steps."""
        return _Stepped(part, self)

    async def step(self, method: Callable[..., Any], given: Any, named: Any) -> Any:
        """Do one step, or die at it."""
        mine, self.taken = self.taken, self.taken + 1
        dies = self._dies_at is not None and mine >= self._dies_at
        if dies and not self._after:
            raise Died
        answer = await method(*given, **named)
        if dies:
            raise Died
        return answer


class _Stepped:
    def __init__(self, part: Any, steps: Steps) -> None:
        self._part, self._steps = part, steps

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if name in {"read", "assignments", "lanes", "lent", "quarantine"} or not callable(found):
            return found

        async def stepped(*given: Any, **named: Any) -> Any:
            return await self._steps.step(found, given, named)

        return stepped
