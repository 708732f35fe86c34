"""A store in PostgreSQL that notes every record it is given, for tests of hosts: what is doubled stays doubled there.

It fences as the hub's own stores do: `begin` takes the lane for its caller, and only the newest caller may write.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg

from hub.errors import Defect, PositionRefused
from hub.ports.log import BEGINNING, Record

_TABLES = """
CREATE TABLE lane (lane int PRIMARY KEY, epoch int NOT NULL, position bigint NOT NULL);
CREATE TABLE noted (turn bigserial, lane int NOT NULL, position bigint NOT NULL, value text NOT NULL, worker text);
"""
_BEGIN = """
INSERT INTO lane VALUES (%s, 1, %s) ON CONFLICT (lane) DO UPDATE SET epoch = lane.epoch + 1 RETURNING epoch, position
"""
Trouble = Callable[[int, Sequence[Record]], Exception | None]
"""What goes wrong with these records of a lane this time; `begin` is asked with none."""


def no_trouble(_lane: int, _records: Sequence[Record]) -> None:
    """Nothing goes wrong."""


class Given:
    """What a taker of this process was given, in order, also what it did not take."""

    def __init__(self) -> None:
        self.trouble: Trouble = no_trouble
        self.fetches: list[tuple[int, int]] = []
        """Lane and first position of each attempt."""
        self.slowly_s = 0.0
        self.gaps = False
        """Whether positions may be left out, as those of what a writer took back are."""


class NotingTaker:
    """Takes a lane into the tables.  What was begun in its thread is finished, whoever stops waiting for it."""

    def __init__(self, dsn: str, lane: int, given: Given, worker: str) -> None:
        self._dsn, self._lane, self._given, self._worker = dsn, lane, given, worker
        self._epoch = 0

    async def begin(self) -> int:
        """Take the lane for this taker."""
        self._fail(())
        self._epoch, position = await asyncio.to_thread(self._begin)
        return position

    async def take(self, records: Sequence[Record]) -> None:
        """Note what is new and the position, in one transaction."""
        self._given.fetches.append((self._lane, records[0].position))
        await asyncio.sleep(self._given.slowly_s)
        self._fail(records)
        await asyncio.to_thread(self._note, records)

    async def look(self) -> None:
        """These tables never go back."""

    def _begin(self) -> tuple[int, int]:
        with psycopg.connect(self._dsn) as connection:
            epoch, position = connection.execute(_BEGIN, (self._lane, BEGINNING)).fetchone() or (0, 0)
        return epoch, position

    def _note(self, records: Sequence[Record]) -> None:
        with psycopg.connect(self._dsn) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT epoch, position FROM lane WHERE lane = %s FOR UPDATE", (self._lane,))
            epoch, position = cursor.fetchone() or (0, BEGINNING)
            if epoch != self._epoch:
                raise PositionRefused("the lane belongs to another writer now")
            fresh = [record for record in records if record.position > position]
            if not self._given.gaps and [record.position for record in fresh] != list(
                range(position + 1, position + 1 + len(fresh))
            ):
                raise Defect("records were passed over")
            rows = [(self._lane, record.position, record.value.decode(), self._worker) for record in fresh]
            cursor.executemany("INSERT INTO noted (lane, position, value, worker) VALUES (%s, %s, %s, %s)", rows)
            if fresh:
                cursor.execute("UPDATE lane SET position = %s WHERE lane = %s", (records[-1].position, self._lane))

    def _fail(self, records: Sequence[Record]) -> None:
        failure = self._given.trouble(self._lane, records)
        if failure is not None:
            raise failure


class Noted:
    """The tables from outside."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("DROP TABLE IF EXISTS lane, noted")
            connection.execute(_TABLES)

    def values(self) -> Mapping[int, list[str]]:
        """Give what was noted of each lane, in the order in which it was."""
        noted: dict[int, list[str]] = {}
        for lane, value in self._rows("SELECT lane, value FROM noted ORDER BY turn"):
            noted.setdefault(lane, []).append(value)
        return noted

    def count(self) -> int:
        """Count what was noted."""
        return int(self._rows("SELECT count(*) FROM noted")[0][0])

    def positions(self) -> Mapping[int, int]:
        """Give the position of each lane."""
        return dict(self._rows("SELECT lane, position FROM lane"))

    def workers(self) -> set[str]:
        """Give who noted anything."""
        return {row[0] for row in self._rows("SELECT DISTINCT worker FROM noted")}

    def stand_at(self, lane: int, position: int) -> None:
        """Let the store say that a lane was taken up to a position."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute("INSERT INTO lane VALUES (%s, 1, %s)", (lane, position))

    def _rows(self, statement: str) -> list[Any]:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            return connection.execute(statement.encode()).fetchall()
