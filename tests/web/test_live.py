"""The stream of live updates, without a browser."""

import asyncio
from collections.abc import AsyncIterator

from hub.api.problems import Problem
from hub.errors import Unavailable
from hub.web.live import message, stream


async def ticks(queue: asyncio.Queue[None]) -> AsyncIterator[None]:
    """Changes as they are put into a queue."""
    while True:
        await queue.get()
        yield None


def test_a_message_is_one_event_whatever_its_lines() -> None:
    """Every line of HTML is a data line, and no line of it can end the event early."""
    sent = message("<p>\n\n a\r\nb</p>\n").decode()
    assert sent == "data: <p>\ndata:  a\ndata: b</p>\n\n"


async def test_a_change_is_sent_once_and_nothing_is_sent_for_nothing() -> None:
    """Ticks that change nothing on this page send nothing; ticks in a burst are one rendering."""
    queue: asyncio.Queue[None] = asyncio.Queue()
    answers: list[str | None] = ["<b>1</b>", None, "<b>2</b>"]
    rendered = 0

    async def render() -> str | None:
        nonlocal rendered
        rendered += 1
        return answers[min(rendered, len(answers)) - 1]

    events = stream(ticks(queue), render)
    assert (await anext(events)).startswith(b"retry")
    for _ in range(50):
        queue.put_nowait(None)
    assert await asyncio.wait_for(anext(events), 2) == b"data: <b>1</b>\n\n"
    queue.put_nowait(None)
    pending = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0.6)
    assert rendered == 2
    queue.put_nowait(None)
    assert await asyncio.wait_for(pending, 2) == b"data: <b>2</b>\n\n"
    assert rendered == 3
    await events.aclose()  # type: ignore[attr-defined]  # a generator, as every caller knows


async def test_a_stream_ends_when_its_reader_may_see_no_more_or_a_part_is_away() -> None:
    """Fail closed: no more data; the browser comes back and is decided anew."""
    for failure in (Problem(403, "not-permitted", "No."), Unavailable()):

        async def render(said: Exception = failure) -> str | None:
            raise said

        events = [event async for event in stream(ticks(asyncio.Queue()), render)]
        assert events == [b"retry: 1000\n\n"]
