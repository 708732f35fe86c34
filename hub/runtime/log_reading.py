"""Reading a partition of the log, with an end to it: whoever stops in the middle lets the reader go at once."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager

from hub.ports.log import Log, Partition, Record


@asynccontextmanager
async def batches_of(
    log: Log, partition: Partition, after: int, limit: int
) -> AsyncIterator[AsyncIterator[Sequence[Record]]]:
    """Lend the batches behind a position.

    A reader that is left alone would be ended by the garbage collector, when its connection may be gone or in use.
    """
    batches = log.read(partition, after, limit=limit)
    try:
        yield batches
    finally:
        if isinstance(batches, AsyncGenerator):
            await batches.aclose()
