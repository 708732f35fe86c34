"""A board by steps names the step that was asked for, whatever comes next for the person; on other days too."""

from datetime import date
from typing import Any

import pytest

from hub.ports.board_filter import BoardFilter
from tests.runtime.asked import Sent, adt, at

IN, OUT = adt("A01", "202611020915"), adt("A03", "202611131640")


@pytest.fixture
def sent() -> Sent:
    """An empty hub."""
    return Sent()


@pytest.mark.parametrize("on", [date(2026, 11, 18), date(2026, 11, 20)])
async def test_the_step_that_was_asked_for_is_named_beside_the_next(sent: Sent, on: date) -> None:
    """Home without support: it is to be arranged first, and somebody to be named as coordinator is asked for."""
    await sent.take(IN, OUT)
    sent.hub.clock.set(at("202611201000"))
    await sent.hub.tick()
    wanted: list[tuple[dict[str, Any], tuple[Any, ...]]] = [
        ({}, ("start_support", None)),
        ({"step": "name_coordinator"}, ("start_support", "name_coordinator")),
        ({"step": "name_coordinator", "holder": "council"}, ("start_support", "name_coordinator")),
        ({"holder": "council"}, ("start_support", "start_support")),
        ({"order": "due"}, ("start_support", "start_support")),
    ]
    for asked, shown in wanted:
        (row,) = (await sent.reader.board(BoardFilter(on, **asked))).rows
        step = (row.next_step or {})["what"], None if row.asked_step is None else row.asked_step["what"]
        assert step == shown, asked
    assert (await sent.reader.board(BoardFilter(on, step="name_coordinator", holder="hospital"))).rows == []
