"""The log's statements, and the rows of one transaction."""

from collections.abc import Mapping
from typing import Final

import msgspec

from hub.adapters.group_commit import Call
from hub.ports.log import Appended, Draft, Partition

OPEN: Final = """
    INSERT INTO log_partition (topic, number)
    SELECT topic, number FROM unnest(%s::text[]) AS topic, generate_series(0, %s::int - 1) AS number
    ORDER BY topic, number
    ON CONFLICT DO NOTHING
"""

PARTITIONS: Final = "SELECT id, topic, number, next_position FROM log_partition WHERE topic = ANY(%s)"

LOCK: Final = """
    SELECT id, next_position,
           set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)
    FROM log_partition WHERE id = ANY(%s) ORDER BY id FOR UPDATE
"""
"""Partitions are locked in the order of their ids, so that two writers never wait for each other.

A server that answers before it has written is asked to write first, for this transaction.
"""

WRITE: Final = """
    WITH moved AS (
        UPDATE log_partition AS p SET next_position = n.next_position
        FROM unnest(%b::int[], %b::bigint[]) AS n (id, next_position) WHERE p.id = n.id
    )
    INSERT INTO log_record (partition_id, position, appended_at, key, value, headers)
    SELECT r.partition_id, r.position, %b::bigint, r.key, r.value, r.headers
    FROM unnest(%b::int[], %b::bigint[], %b::bytea[], %b::bytea[], %b::bytea[])
         AS r (partition_id, position, key, value, headers)
"""

PAGE: Final = """
    SELECT position, appended_at, key, value, headers
    FROM (SELECT position, appended_at, key, value, headers,
                 sum(octet_length(value)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING)
                 - octet_length(value) AS bytes_before
          FROM log_record WHERE partition_id = %s AND position > %s ORDER BY position LIMIT %s) AS page
    WHERE bytes_before < %s ORDER BY position
"""


class Written:
    """The rows that one transaction writes, column by column, with positions from the locked partitions."""

    def __init__(self, ids: Mapping[Partition, int], following: dict[int, int]) -> None:
        self._ids = ids
        self._following = following
        self._partitions: list[int] = []
        self._positions: list[int] = []
        self._drafts: list[Draft] = []

    def add(self, call: Call) -> list[Appended]:
        """Give every draft of a call the following position of its partition."""
        appended = []
        for draft, partition in zip(call.drafts, call.placed, strict=True):
            id_ = self._ids[partition]
            position = self._following[id_]
            self._following[id_] = position + 1
            self._partitions.append(id_)
            self._positions.append(position)
            self._drafts.append(draft)
            appended.append(Appended(partition, position))
        return appended

    def parameters(self, at: int) -> tuple[object, ...]:
        """Give the parameters of `WRITE`; `at` is in milliseconds since the epoch."""
        return (
            list(self._following),
            list(self._following.values()),
            at,
            self._partitions,
            self._positions,
            [draft.key for draft in self._drafts],
            [draft.value for draft in self._drafts],
            [msgspec.msgpack.encode(draft.headers) if draft.headers else b"" for draft in self._drafts],
        )
