"""What a library repeats is written once in a while, with how often it was repeated."""

import io
import json
import logging

import pytest

from hub.observe.logs import configure
from hub.observe.repeats import EVERY_S, Repeats


def record(text: str, at: float, logger: str = "aiokafka") -> logging.LogRecord:
    """One line of a library at a time (seconds)."""
    made = logging.LogRecord(logger, logging.WARNING, "", 0, text, ("node",), None)
    made.created = at
    return made


def test_the_first_of_a_kind_is_written_and_the_rest_counted() -> None:
    """An outage is one line every ten seconds and not a thousand; another text or logger is another kind."""
    repeats = Repeats()
    assert repeats.held_back(record("no %s", 0.0)) == 0
    assert [repeats.held_back(record("no %s", at / 10)) for at in range(1, 50)] == [None] * 49
    assert repeats.held_back(record("other %s", 5.0)) == 0
    assert repeats.held_back(record("no %s", 5.0, "other")) == 0
    assert repeats.held_back(record("no %s", EVERY_S)) == 49
    assert repeats.held_back(record("no %s", 2 * EVERY_S)) == 0


def test_texts_without_end_do_not_fill_the_memory() -> None:
    """A library that makes a text of its own for each line is not held back, and nothing grows."""
    repeats = Repeats()
    assert [repeats.held_back(record(f"line {number} %s", 1.0)) for number in range(2_000)] == [0] * 2_000
    assert len(repeats._said) <= 500


@pytest.fixture
def lines() -> io.StringIO:
    """Catch the log of this process."""
    stream = io.StringIO()
    configure(stream)
    return stream


def test_how_many_were_held_back_stands_in_the_next_line(lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads the log sees that it went on."""
    monkeypatch.setattr("hub.observe.repeats.EVERY_S", 0.0)
    library = logging.getLogger("some.library")
    library.warning("away %s", "again")
    monkeypatch.setattr("hub.observe.repeats.EVERY_S", 60.0)
    for _ in range(3):
        library.warning("away %s", "again")
    monkeypatch.setattr("hub.observe.repeats.EVERY_S", 0.0)
    library.warning("away %s", "again")
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(one["event"], one.get("held_back")) for one in told] == [("away again", None), ("away again", 3)]
