"""Rows of the store's tables: the columns, what is sent for them, and what comes back."""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec.structs import astuple

from hub.adapters.postgres_packing import Packed, bytea_array, date_array, text_array
from hub.ports.listing import BoardDays, Listing, OpenStep
from hub.ports.store import HistoryRow, StateRow

STATE_COLUMNS: Final = (
    "processor, subject, value, due_on, card_key, now_ref, "
    "status, ics, council, trust, providers, discharged_on, last_covered_day, expected_on, step, holder, step_due, "
    "waits_for, waits_at, also, also_due, board_from, board_to, board_codes"
)
HISTORY_COLUMNS: Final = "subject, order_key, event_id, type, received_at, topic, position, value"

_UNLISTED: Final = Listing(status="")
_BETWEEN: Final = "\x1f"
"""Joins codes on the way in: a control character that no code holds."""
BETWEEN_BOTH: Final = "/"
"""Between a step and who holds it, each a word of the hub's own."""
_NO_DUE: Final = "-"
"""Sent for no day: of an empty text the server makes an array without any entry."""


def state_of(row: Sequence[Any]) -> StateRow:
    """Make a state from `STATE_COLUMNS`."""
    processor, subject, value, due_on, card_key, now, status = row[:7]
    listing, days = None, None
    if status is not None:
        ics, council, trust, providers, *days_and_step, also, also_due = row[7:-3]
        days_and_step.append(also_of(also, also_due) if also else ())
        listing = Listing(status, ics, council, trust, tuple(providers or ()), *days_and_step)
    first, last, codes = row[-3:]
    if last is not None:
        days = BoardDays(first, last, tuple(codes or ()))
    return StateRow(processor, subject, value, due_on, card_key, now, listing, days)


def also_of(also: Iterable[str], due: Iterable[date | None]) -> tuple[OpenStep, ...]:
    """Make what else waits of the two columns that keep it."""
    return tuple([OpenStep(*_step_and_holder(one), day) for one, day in zip(also, due, strict=True)])


def _step_and_holder(one: str) -> tuple[str, str | None]:
    step, _, holder = one.partition(BETWEEN_BOTH)
    return step, holder or None


def history_of(row: Sequence[Any]) -> HistoryRow:
    """Make a history row from `HISTORY_COLUMNS`."""
    return HistoryRow(*row)


def state_arrays(rows: Sequence[StateRow]) -> tuple[Packed, ...]:
    """Pack states as one array per column, in the order of `STATE_COLUMNS`."""
    listings = [row.listing or _UNLISTED for row in rows]
    return (
        text_array([row.processor for row in rows]),
        bytea_array([row.subject for row in rows]),
        bytea_array([row.value for row in rows]),
        date_array([row.due_on for row in rows]),
        bytea_array([row.card_key for row in rows]),
        bytea_array([row.now for row in rows]),
        text_array([listing.status or None for listing in listings]),
        text_array([listing.ics for listing in listings]),
        text_array([listing.council for listing in listings]),
        text_array([listing.trust for listing in listings]),
        text_array([_BETWEEN.join(listing.providers) or None for listing in listings]),
        date_array([listing.discharged_on for listing in listings]),
        date_array([listing.last_covered_day for listing in listings]),
        date_array([listing.expected_on for listing in listings]),
        text_array([listing.step for listing in listings]),
        text_array([listing.holder for listing in listings]),
        date_array([listing.step_due for listing in listings]),
        text_array([listing.waits_for for listing in listings]),
        text_array([listing.waits_at for listing in listings]),
        *_also_arrays([listing.also for listing in listings]),
        *_days_arrays([row.days for row in rows]),
    )


def _also_arrays(also: Sequence[tuple[OpenStep, ...]]) -> tuple[Packed, Packed]:
    return (
        text_array([_BETWEEN.join([key_of(one.step, one.holder) for one in each]) or None for each in also]),
        text_array([_BETWEEN.join([str(one.due or _NO_DUE) for one in each]) if each else None for each in also]),
    )


def key_of(step: str, holder: str | None) -> str:
    """Give how a step and who holds it are looked for among what else waits."""
    return f"{step}{BETWEEN_BOTH}{holder or ''}"


def _days_arrays(days: Sequence[BoardDays | None]) -> tuple[Packed, ...]:
    return (
        date_array([None if each is None else each.first for each in days]),
        date_array([None if each is None else each.last for each in days]),
        text_array([None if each is None else _BETWEEN.join(each.codes) for each in days]),
    )


_COPY_HEAD: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_COPY_END: Final = b"\xff\xff"
_ROWS_A_PIECE: Final = 192
"""Some 128 kB of events of the usual size: the driver hands that on as it is, and memory of that size is used again."""
_length = struct.Struct("!i").pack
_three = struct.Struct("!hi").pack
_time = struct.Struct("!iq").pack
_number = struct.Struct("!iqi").pack


def history_copy(rows: Sequence[HistoryRow]) -> Iterator[bytes]:
    """Pack history as a binary COPY of `HISTORY_COLUMNS`, in pieces."""
    texts = _texts({row.type for row in rows} | {row.topic for row in rows})
    yield _COPY_HEAD
    for first in range(0, len(rows), _ROWS_A_PIECE):
        yield _piece(rows[first : first + _ROWS_A_PIECE], texts)
    yield _COPY_END


def _texts(of: Iterable[str]) -> dict[str, bytes]:
    """Pack each text once: the same few come again and again."""
    return {text: _length(len(encoded)) + encoded for text in of for encoded in (text.encode(),)}


def _piece(rows: Sequence[HistoryRow], texts: Mapping[str, bytes]) -> bytes:
    parts: list[bytes] = []
    add = parts.extend
    for row in rows:
        subject, order_key, event_id, type_, received_at, topic, position, value = astuple(row)
        add(
            (
                _three(8, len(subject)),
                subject,
                _length(len(order_key)),
                order_key,
                _length(len(event_id)),
                event_id,
                texts[type_],
                _time(8, received_at),
                texts[topic],
                _number(8, position, len(value)),
                value,
            )
        )
    return b"".join(parts)
