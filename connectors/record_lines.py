"""One record of a file: a JSON object, or a CSV row with its heading, to a map of fields."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from connectors.file_profile import FileProfile
from connectors.record_fields import RecordFields
from hub.errors import Rejected

_RECORD: Final = "record"
FromCells = Callable[[Mapping[str, str]], Mapping[str, Any]]
"""Turns CSV cells into the values of the JSON form."""


def record_of(raw: bytes, profile: FileProfile, from_cells: FromCells) -> RecordFields:
    """Read the bytes of one record; raises `Rejected` when they are not one."""
    if len(raw) > profile.longest_line:
        raise Rejected(_RECORD, "record_too_long", f"a record has at most {profile.longest_line} bytes")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Rejected(_RECORD, "not_utf8", "a record is UTF-8 text") from None
    return RecordFields(_object(text) if text.lstrip().startswith("{") else from_cells(_row(text)))


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise Rejected(_RECORD, "not_json", "a line is one JSON object") from None
    if not isinstance(value, dict):
        raise Rejected(_RECORD, "not_an_object", "a line is one JSON object")
    return value


def _row(text: str) -> Mapping[str, str]:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if len(rows) != 2 or len(rows[0]) != len(rows[1]):  # noqa: PLR2004 -- a heading and one row
        raise Rejected(_RECORD, "row_width", "a row has as many cells as the heading")
    return dict(zip(rows[0], rows[1], strict=True))
