"""Stores that come back older than they were, as a copy does that lagged behind when it took over."""

import copy
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from hypothesis import strategies as st

from hub.adapters.memory_figures import MemoryFigures
from hub.adapters.memory_shadows import MemoryShadows
from hub.adapters.memory_store import MemoryStore
from hub.errors import Unavailable
from hub.ports.figures import FiguresBatch
from hub.ports.store import Batch
from hub.runtime.figures import DASHBOARDS

ANSWERS = st.sampled_from(["well", "well", "away", "lost", "back 1", "back 2", "back 3"])
"""What a store says to a write: whether, and how, it lets somebody down."""


class Kept:
    """What a store over dictionaries held after each of its commits."""

    def __init__(self, store: object, names: tuple[str, ...]) -> None:
        self._store, self._names = store, names
        self._held: list[dict[str, Any]] = []
        self.note()

    def note(self) -> None:
        """Keep what is there now."""
        self._held.append({name: copy.deepcopy(getattr(self._store, name)) for name in self._names})

    def go_back(self, commits: int) -> None:
        """Lose the newest commits, and every claim that was made since."""
        del self._held[max(1, len(self._held) - commits) :]
        vars(self._store).update(copy.deepcopy(self._held[-1]))


class GoingStore(MemoryStore):
    """A store of people that goes back when it is told to, and whose answers come as `answers` says."""

    def __init__(self, lanes: int, answers: Iterable[str] = ()) -> None:
        super().__init__(lanes)
        self._answers = iter(answers)
        self.kept = Kept(self, ("_claims", "_states", "_due", "_history", "_outbox"))

    async def put(self, batch: Batch) -> None:
        """Write, or be away before the commit, or behind it, or lose it and come back."""
        await _answered(next(self._answers, "well"), partial(super().put, batch), self.kept)


class GoingShadows(GoingStore, MemoryShadows):
    """Both folds of people in one store that goes back."""


class GoingFigures(MemoryFigures):
    """A store of figures that goes back when it is told to, and whose answers come as `answers` says."""

    def __init__(self, answers: Iterable[str] = ()) -> None:
        super().__init__(DASHBOARDS)
        self._answers = iter(answers)
        self.kept_of = Kept(self, ("_claims", "_held"))

    async def put(self, batch: FiguresBatch) -> None:
        """Write, or be away before the commit, or behind it, or lose it and come back."""
        await _answered(next(self._answers, "well"), partial(super().put, batch), self.kept_of)


async def _answered(how: str, write: Callable[[], Awaitable[None]], kept: Kept) -> None:
    if how == "away":
        raise Unavailable("the store")
    await write()
    kept.note()
    if how == "lost":
        raise Unavailable("the store")
    if how.startswith("back"):
        kept.go_back(int(how[-1]))
