"""Group commit: concurrent appends share one transaction, and each returns when its own records are durable."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple

from hub.errors import Defect, HubError, Unavailable
from hub.ports.log import Appended, Draft, Partition

MOST_RECORDS: Final = 10_000
MOST_BYTES: Final = 32 * 1024 * 1024
"""A transaction takes whole calls until one of these is passed."""


class Call(NamedTuple):
    """One caller's drafts, where each goes, and the promise that is kept when all of them are durable."""

    drafts: Sequence[Draft]
    placed: Sequence[Partition]
    done: asyncio.Future[Sequence[Appended]]


Write = Callable[[Sequence[Call]], Awaitable[Sequence[Sequence[Appended]]]]
"""Write the calls in one transaction, all or nothing, and give each call its positions."""


class GroupCommit:
    """One task writes; while it waits for the disk, the next calls gather."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: deque[Call] = deque()
        self._arrived = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def append(self, drafts: Sequence[Draft], placed: Sequence[Partition]) -> Sequence[Appended]:
        """Wait until these drafts are durable.

        Cancelled before the writer took them, nothing is written; cancelled later, all of them are or none is.
        """
        if self._closed:
            raise Unavailable("the log is closed")
        call = Call(drafts, placed, asyncio.get_running_loop().create_future())
        self._waiting.append(call)
        self._arrived.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="log writer")
        elif self._task.done():
            self._fail_waiting()
        return await call.done

    async def close(self) -> None:
        """Let the transaction in flight finish; whoever still waits behind it gets `Unavailable`."""
        self._closed = True
        for call in self._waiting:
            _fail(call, Unavailable("the log is closed"))
        self._waiting.clear()
        self._arrived.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        try:
            while not self._closed:
                await self._arrived.wait()
                self._arrived.clear()
                while calls := self._take():
                    await self._write_out(calls)
        finally:
            self._fail_waiting()

    def _take(self) -> list[Call]:
        calls: list[Call] = []
        records = size = 0
        while self._waiting and records < MOST_RECORDS and size < MOST_BYTES:
            call = self._waiting.popleft()
            if call.done.done():
                continue
            calls.append(call)
            records += len(call.drafts)
            size += sum(len(draft.value) for draft in call.drafts)
        return calls

    async def _write_out(self, calls: Sequence[Call]) -> None:
        failure: HubError = Defect("the log's writer stopped in the middle of a transaction")
        try:
            for call, appended in zip(calls, await self._write(calls), strict=True):
                if not call.done.done():
                    call.done.set_result(appended)
        except HubError as error:
            failure = error
        finally:
            for call in calls:
                _fail(call, failure)

    def _fail_waiting(self) -> None:
        while self._waiting:
            _fail(self._waiting.popleft(), Defect("the log's writer has stopped"))


def _fail(call: Call, failure: HubError) -> None:
    """Fail a promise that is still open, with an exception of its own: a shared one would share its traceback."""
    if not call.done.done():
        call.done.set_exception(type(failure)(*failure.args))
