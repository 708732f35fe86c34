"""Bars on the terminal while a benchmark runs."""

from collections.abc import Callable
from typing import Any

from rich.progress import Progress, TaskID


def with_bars(total: int, work: Callable[[Callable[[str, int], None]], dict[str, Any]]) -> dict[str, Any]:
    """Show what `work` tells: one bar for each name that it counts under."""
    with Progress(transient=True, auto_refresh=False) as progress:
        bars: dict[str, TaskID] = {}

        def moved(name: str, done: int) -> None:
            if name not in bars:
                bars[name] = progress.add_task(name, total=total)
            progress.update(bars[name], completed=done, refresh=True)

        return work(moved)
