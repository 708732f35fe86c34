"""Logs: one JSON object a line, events in snake case with keys, redaction before everything else.

Records of other libraries (through `logging`) take the same way.
"""

import logging
from typing import Any, Final, TextIO

import structlog

from hub.observe.redaction import redact
from hub.observe.repeats import Repeats

_QUIET: Final = ("aiokafka", "alembic", "asyncio", "faust", "httpx", "httpcore", "mode", "uvicorn.access")
"""Libraries that speak of every request: only their warnings are kept."""


def processors() -> list[Any]:
    """Give the chain in its order: redaction, then level and time, then one line of JSON."""
    return [
        redact,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(sort_keys=True),
    ]


def configure(stream: TextIO, *, level: int = logging.INFO) -> None:
    """Send every log of this process to a stream.  Called once, by the composition root."""
    structlog.configure(
        processors=processors(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Foreign()]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


class _Foreign(logging.Handler):
    """Hands records of other libraries to the chain, and holds back what they repeat."""

    def __init__(self) -> None:
        super().__init__()
        self._repeats = Repeats()

    def emit(self, record: logging.LogRecord) -> None:
        """Log one record: its text as it would print, its logger, its exception, how many like it were held back."""
        held_back = self._repeats.held_back(record)
        if held_back is None:
            return
        log, more = structlog.get_logger(), {"held_back": held_back} if held_back else {}
        log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info, **more)
