"""What may be said of failures that stopped a lane: their classes, and the words of those that the hub names itself."""

from collections.abc import Iterator

from hub.errors import HubError


def kinds_of(failures: BaseExceptionGroup[BaseException]) -> tuple[str, ...]:
    """Give each failure's class once, in order; a failure of the hub's own says its words too.

    No text of a `HubError` holds a value that was sent; of any other failure nobody knows that, so its words stay out.
    """
    return tuple(sorted({_said(failure) for failure in _each(failures)}))


def _said(failure: BaseException) -> str:
    name = type(failure).__name__
    return f"{name}: {failure}" if isinstance(failure, HubError) else name


def _each(failures: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for failure in failures.exceptions:
        if isinstance(failure, BaseExceptionGroup):
            yield from _each(failure)
        else:
            yield failure
