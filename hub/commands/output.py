"""How a command answers: data on standard output, words on standard error, exit codes that scripts rely on."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from pydantic import ValidationError

from hub.commands.demonstration_feed import with_demonstration
from hub.errors import Defect, NotFound, NotKept, OtherPartitions, OtherTables, OtherVersion, Rejected, Unavailable
from hub.settings import Settings

if TYPE_CHECKING:
    from hub.composition import Core

T = TypeVar("T")
ANSWER_IS_NO = 1
WRONG_USAGE = 2
PART_IS_AWAY = 3
DEFECT = 4


def say(words: str) -> None:
    """Write a line for a person to standard error."""
    sys.stderr.write(words + "\n")


def telling(every: int, words: str) -> Callable[[int], None]:
    """Give what tells a person how far a count has come, once so many more have been counted."""
    told = 0

    def tell(count: int) -> None:
        nonlocal told
        if count - told >= every:
            told = count
            say(f"{count:,} {words}")

    return tell


def show(data: Any, *, compact: bool) -> None:
    """Write data as JSON to standard output: on one line when `compact`, else indented."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=None if compact else 2, default=str) + "\n")


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows under headings, columns as wide as they need to be."""
    cells = [[str(cell) if cell is not None else "-" for cell in row] for row in rows]
    widths = [max(len(h), *(len(row[n]) for row in cells)) if cells else len(h) for n, h in enumerate(headings)]
    for row in [list(headings), *cells]:
        sys.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n")


def settings() -> Settings:
    """Build the settings, a demonstration's feed among them, or leave with what is wrong about them."""
    return with_demonstration(stated_settings())


def stated_settings() -> Settings:
    """Build the settings as they are stated, for what starts a hub, or leave with what is wrong about them."""
    try:
        return Settings()
    except ValidationError as wrong:
        for error in wrong.errors(include_input=False, include_url=False):
            say(f"settings: {'.'.join(str(part) for part in error['loc']) or 'together'}: {error['msg']}")
        raise typer.Exit(WRONG_USAGE) from None


def with_hub(task: Callable[["Core"], Awaitable[T]]) -> T:
    """Open the parts, do one thing, close them; failures become exit codes."""
    # The supervisor says what it does and carries none of the parts.
    from hub.composition import opened  # noqa: PLC0415 - as above

    async def whole() -> T:
        async with opened(settings()) as core:
            return await task(core)

    return guarded(lambda: asyncio.run(whole()))


def guarded(work: Callable[[], T]) -> T:
    """Turn every failure that the hub names into an exit code and one line of words; only others keep their trace."""
    try:
        return _alone(work)
    except (NotFound, Rejected, OtherVersion, OtherTables, NotKept, OtherPartitions) as no:
        say(str(no))
        raise typer.Exit(ANSWER_IS_NO) from None
    except Unavailable as away:
        say(f"not available: {away}")
        raise typer.Exit(PART_IS_AWAY) from None
    except Defect as fault:
        say(f"defect: {' '.join(str(fault).split())}")
        raise typer.Exit(DEFECT) from None


def _alone(work: Callable[[], T]) -> T:
    """Work, and raise the first failure of several tasks as if it were alone: the others ended because of it."""
    try:
        return work()
    except ExceptionGroup as several:
        first: Exception = several
    while isinstance(first, ExceptionGroup):
        first = first.exceptions[0]
    raise first


def listed(rows: Sequence[Mapping[str, Any]], headings: Sequence[str], *, as_json: bool) -> None:
    """Write rows as JSON or as a table of the named columns."""
    if as_json:
        show(list(rows), compact=True)
    else:
        table(headings, [[row.get(name) for name in headings] for row in rows])
