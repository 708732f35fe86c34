"""Layouts side by side: each in a schema of its own, with a connection that finds it there.

They take turns at everything, so that whatever else the machine does falls on all of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from hub.adapters.plain_connection import Plain, plain
from hub.bench.grounds import postgres
from hub.bench.history.layouts import LAYOUTS
from hub.bench.processor_time import processor_s


class Site(NamedTuple):
    """One layout under measurement."""

    name: str
    connection: Plain

    def processor_s(self) -> float:
        """Give the processor seconds that the server used for this layout so far."""
        return processor_s(self.connection.process)


@contextmanager
def sites(names: Sequence[str]) -> Iterator[list[Site]]:
    """Lend empty layouts on a server of their own, which goes with its folder; raises `Unavailable`."""
    with ExitStack() as stack:
        server = stack.enter_context(postgres())
        yield [Site(name, stack.enter_context(_opened(server.address, name))) for name in names]


@contextmanager
def _opened(dsn: str, name: str) -> Iterator[Plain]:
    with plain(dsn) as connection:
        connection.do(f"CREATE SCHEMA {name}")
        connection.do(f"SET search_path TO {name}")
        for statement in LAYOUTS[name]:
            connection.do(statement)
        yield connection
