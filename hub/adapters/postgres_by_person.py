"""Questions about the histories of many people, asked person by person.

The history lies in parts by person.  Asked for one person after the other the server looks into one part for each;
asked for all of them at once (`subject = ANY`) it looks for everybody in every part, and takes several times as long.
What has an order, a limit or an offset of its own is not taken apart again by the planner.
"""

from typing import Final

from hub.adapters.postgres_rows import HISTORY_COLUMNS

HISTORIES: Final = f"""
SELECT mine.* FROM unnest(%s::bytea[]) AS asked (subject),
LATERAL (SELECT {HISTORY_COLUMNS} FROM history WHERE history.subject = asked.subject ORDER BY order_key) AS mine
"""  # noqa: S608 - column names are constants of this package
"""Whole histories, each in canonical order; of people who are named once."""

EVENTS_AT: Final = f"""
SELECT one.* FROM unnest(%s::bytea[], %s::bytea[]) AS asked (subject, order_key),
LATERAL (
    SELECT {HISTORY_COLUMNS} FROM history
    WHERE history.subject = asked.subject AND history.order_key = asked.order_key LIMIT 1
) AS one
"""  # noqa: S608 - as above
"""One event of each person, by its place."""

BY_ID: Final = f"""
SELECT {HISTORY_COLUMNS} FROM (VALUES (%s::bytea)) AS asked (id), history
WHERE crc32(event_id) = crc32(asked.id) AND event_id = asked.id LIMIT 1
"""  # noqa: S608 - as above
"""One event by its id, whoever it is about: the index knows a checksum of each id, and the id decides."""

NAMELESS: Final = f"""
SELECT mine.* FROM (
    SELECT subject FROM state WHERE processor = %s AND card_key IS NULL AND now_ref IS NULL
) AS nameless,
LATERAL (
    SELECT {HISTORY_COLUMNS} FROM history WHERE history.subject = nameless.subject AND topic = %s OFFSET 0
) AS mine
"""  # noqa: S608 - as above
"""What a topic says of people of whom nobody has sent a name."""

UNKNOWN: Final = """
SELECT given.event_id FROM unnest(%s, %s) AS given (subject, event_id)
LEFT JOIN LATERAL (
    SELECT true AS here FROM history
    WHERE history.subject = given.subject AND history.event_id = given.event_id
        AND crc32(history.event_id) = crc32(given.event_id)
    LIMIT 1
) AS found ON true
WHERE here IS NULL
"""
"""Which of these events are in nobody's history under that person."""
