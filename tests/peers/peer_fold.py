"""The peer fold for engines in Python: the rules of `hub.bench.peer`, over records as fastavro gives them.

Written again on purpose, so that an engine needs nothing of the hub, and the hub's own result has a second witness.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import fastavro

State = list[Any]
"""Status, admitted, ready and discharged times, last covered day, waiting reviews, ready hours, count; then the last
eight event ids in hexadecimal.  Everything in it can be written as JSON, which is what tables of state are kept as.
"""

EMPTY: State = ["none", None, None, None, None, 0, 0, 0, []]
STATUS, ADMITTED, READY, DISCHARGED, COVERED, WAITING, HOURS, COUNT, IDS = range(9)
HEADER = 5
QUARTER, HOUR = 900_000, 3_600_000
LONDON = ZoneInfo("Europe/London")
REMEMBERED = 8


class Decoder:
    """Reads the Confluent wire format with the released schemas, whole records, as fastavro's users do."""

    def __init__(self, registry: str) -> None:
        folder = Path(registry).parent
        rows = json.loads(Path(registry).read_text(encoding="utf-8"))
        self._files = {row["id"]: folder / row["file"] for row in rows}
        self._schemas: dict[bytes, Any] = {}

    def decode(self, value: bytes) -> dict[str, Any]:
        """Read one record."""
        head = value[:HEADER]
        schema = self._schemas.get(head)
        if schema is None:
            written = json.loads(self._files[int.from_bytes(head[1:], "big")].read_text(encoding="utf-8"))
            schema = self._schemas[head] = fastavro.parse_schema(written)
        found: dict[str, Any] = fastavro.schemaless_reader(BytesIO(value[HEADER:]), schema, None)  # type: ignore[assignment]
        return found


def fold(before: State, event: dict[str, Any]) -> State:
    """Fold one event; a repeat changes nothing."""
    name = event["event_id"].hex()
    if name in before[IDS]:
        return before
    state = [*before[:COUNT], before[COUNT] + 1, [*before[IDS], name][-REMEMBERED:]]
    at = event["occurred_at"]
    match event["type"]:
        case "SpellAdmitted":
            state[STATUS], state[ADMITTED] = "admitted", at
        case "ReadinessChanged":
            state[READY] = at if event["body"]["ready"] else None
        case "SpellDischarged":
            state[STATUS], state[DISCHARGED] = "discharged", at
            state[COVERED] = (day_of(at) + timedelta(days=41)).isoformat()
            state[HOURS] = 0 if state[READY] is None else (at - state[READY]) // HOUR
        case "CriteriaToResideAssessed" if not event["body"]["met"]:
            state[WAITING] += int(state[READY] is not None and day_of(at) >= day_of(state[READY]))
    return state


def day_of(at: int) -> date:
    """Give the Europe/London date of a moment in milliseconds."""
    return _day_of_quarter(at // QUARTER)


@lru_cache(maxsize=1 << 16)
def _day_of_quarter(quarter: int) -> date:
    return datetime.fromtimestamp(quarter * QUARTER / 1000, UTC).astimezone(LONDON).date()


def digest(states: Iterable[tuple[bytes, State]]) -> str:
    """Give one SHA-256 over everybody's state, as `hub.bench.peer.digest` does; remembered ids are no part of it."""
    lines = sorted(
        "|".join((subject.hex(), *("" if value is None else str(value) for value in state[:IDS])))
        for subject, state in states
    )
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
