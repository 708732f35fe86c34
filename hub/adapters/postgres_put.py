"""What one `put` sends, statement by statement, inside one transaction."""

from collections.abc import Callable, Sequence
from typing import Final

from psycopg import AsyncConnection

from hub.adapters.postgres_packing import bytea_array, text_array
from hub.adapters.postgres_positions import in_turn, move, still
from hub.adapters.postgres_quarantine import keep
from hub.adapters.postgres_rows import HISTORY_COLUMNS, STATE_COLUMNS, history_copy, state_arrays
from hub.ports.ages import FORGETS
from hub.ports.store import Batch, HistoryRow, OutboxRow, StateRow, SubjectRef

AfterStatement = Callable[[str], None]
"""Called with the name of a statement that was just done: how a test stops the process there."""

_STATES: Final = f"""
INSERT INTO state ({STATE_COLUMNS}, lane)
SELECT processor, subject, value, due_on, card_key, now_ref, status, ics, council, trust,
       string_to_array(providers, chr(31)), discharged_on, last_covered_day, expected_on, step, holder, step_due,
       waits_for, waits_at, string_to_array(also, chr(31)), string_to_array(also_due, chr(31), '-')::date[],
       board_from, board_to, string_to_array(board_codes, chr(31)), %s
FROM unnest(
    %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s
) AS given ({STATE_COLUMNS})
ON CONFLICT (subject, processor) DO UPDATE SET
    lane = excluded.lane, value = excluded.value, due_on = excluded.due_on, card_key = excluded.card_key,
    now_ref = excluded.now_ref, status = excluded.status, ics = excluded.ics, council = excluded.council,
    trust = excluded.trust, providers = excluded.providers, discharged_on = excluded.discharged_on,
    last_covered_day = excluded.last_covered_day, expected_on = excluded.expected_on,
    step = excluded.step, holder = excluded.holder, step_due = excluded.step_due,
    waits_for = excluded.waits_for, waits_at = excluded.waits_at, also = excluded.also, also_due = excluded.also_due,
    board_from = excluded.board_from, board_to = excluded.board_to, board_codes = excluded.board_codes
"""  # noqa: S608 - column names are constants of this package
_WITHDRAW: Final = """
DELETE FROM state USING unnest(%s, %s) AS gone (processor, subject)
WHERE state.subject = gone.subject AND state.processor = gone.processor
"""
_LET_GO: Final = "DELETE FROM history WHERE subject = ANY(%s) AND type <> %s"
_HISTORY: Final = f"COPY history ({HISTORY_COLUMNS}) FROM STDIN (FORMAT binary)"
_OUTBOX: Final = """
INSERT INTO outbox (id, lane, topic, key, value)
SELECT id, %s, topic, key, value
FROM unnest(%s, %s, %s, %s) WITH ORDINALITY AS given (id, topic, key, value, place)
ORDER BY place
"""


async def write(connection: AsyncConnection, batch: Batch, done: AfterStatement) -> None:
    """Send a batch; the caller commits."""
    lane = batch.lane
    for each in in_turn(batch.moves):
        await move(connection, batch.group, each)
        done(f"position of {each.partition.topic}")
    if batch.had:
        await still(connection, batch.group, lane, batch.had)
        done("had")
    if batch.states:
        await _states(connection, lane, batch.states)
        done("states")
    if batch.withdrawn:
        await _withdraw(connection, batch.withdrawn)
        done("withdrawn")
    if batch.let_go:
        await connection.execute(_LET_GO, (bytea_array(list(batch.let_go)), FORGETS))
        done("let go")
    if batch.history:
        await _history(connection, batch.history)
        done("history")
    if batch.outbox:
        await _outbox(connection, lane, batch.outbox)
        done("outbox")
    if batch.parked:
        await keep(connection, batch.parked)
        done("parked")


async def _states(connection: AsyncConnection, lane: int, states: Sequence[StateRow]) -> None:
    await connection.execute(_STATES, (lane, *state_arrays(states)))


async def _withdraw(connection: AsyncConnection, gone: Sequence[tuple[str, SubjectRef]]) -> None:
    arrays = (text_array([processor for processor, _ in gone]), bytea_array([subject for _, subject in gone]))
    await connection.execute(_WITHDRAW, arrays)


async def _history(connection: AsyncConnection, rows: Sequence[HistoryRow]) -> None:
    async with connection.cursor() as cursor, cursor.copy(_HISTORY) as copy:
        for piece in history_copy(rows):
            await copy.write(piece)


async def _outbox(connection: AsyncConnection, lane: int, rows: Sequence[OutboxRow]) -> None:
    arrays = (
        bytea_array([row.id for row in rows]),
        text_array([row.topic for row in rows]),
        bytea_array([row.key for row in rows]),
        bytea_array([row.value for row in rows]),
    )
    await connection.execute(_OUTBOX, (lane, *arrays))
