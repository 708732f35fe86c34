"""What may be said of failures that stopped a lane: their classes, and the words of those that the hub names itself."""

from collections.abc import Iterator
from typing import TypeVar

from hub.errors import HubError

E = TypeVar("E", bound=BaseException)


def kinds_of(failures: BaseExceptionGroup[BaseException]) -> tuple[str, ...]:
    """Give each failure's class once, in order; a failure of the hub's own says its words too.

    No text of a `HubError` holds a value that was sent; of any other failure nobody knows that, so its words stay out.
    """
    return tuple(sorted({_said(failure) for failure in each_of(failures)}))


def _said(failure: BaseException) -> str:
    name = type(failure).__name__
    return f"{name}: {failure}" if isinstance(failure, HubError) else name


def each_of(failures: BaseExceptionGroup[E]) -> Iterator[E]:
    """Give the failures themselves, out of groups within groups."""
    for failure in failures.exceptions:
        if isinstance(failure, BaseExceptionGroup):
            yield from each_of(failure)
        else:
            yield failure
