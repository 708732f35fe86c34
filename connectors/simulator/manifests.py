"""A council's file of a day with its manifest, as DWP and practices hand them over."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from connectors.simulator.area import Council
from connectors.simulator.sendable import Sendable, milliseconds

_EPOCH: Final = date(2020, 1, 1)
_SEQUENCES: Final = 9999


def sequence_of(day: date) -> int:
    """Give the number of a day's file."""
    return (day - _EPOCH).days % _SEQUENCES + 1


def file_of_day(
    sender: tuple[str, str, str], council: Council, day: date, records: Sequence[Mapping[str, Any]]
) -> Sendable:
    """Write the file about a day, sent early on the next; `sender` is the file's prefix, its own name and its feed."""
    prefix, name_of_sender, feed = sender
    payload = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in records)
    next_day, sequence = day + timedelta(days=1), sequence_of(day)
    name = f"{prefix}_{council.code}_{day:%Y%m%d}_{sequence:04d}.jsonl"
    manifest = {
        "file_name": name,
        "sha256": hashlib.sha256(payload).hexdigest(),
        "record_count": len(records),
        "schema_version": "1.0",
        "produced_at": f"{next_day}T04:00:00Z",
        "sender": name_of_sender,
        "recipient_ons_code": council.code,
        "sequence": sequence,
        "previous_sequence": None if sequence == 1 else sequence - 1,
    }
    beside = ((f"{name}.manifest.json", json.dumps(manifest).encode()),)
    return Sendable(milliseconds(datetime.combine(next_day, time(5))), "drop", feed, payload, name, beside)
