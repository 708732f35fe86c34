"""A referral file to its records, each with the line it stands on; a CSV record carries its heading with it."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from hub.errors import Rejected

_BOM = b"\xef\xbb\xbf"


class FileLine(NamedTuple):
    """One record and the line, counted from 1, on which it starts."""

    line: int
    raw: bytes


def file_lines(content: bytes) -> Iterator[FileLine]:
    """Split a file into records; raises `Rejected` for a CSV file that is not one."""
    body = content.removeprefix(_BOM)
    if body.lstrip()[:1] in {b"{", b""}:
        return _json_lines(body)
    return _csv_rows(body)


def _json_lines(body: bytes) -> Iterator[FileLine]:
    for number, raw in enumerate(body.split(b"\n"), start=1):
        if raw.strip():
            yield FileLine(number, raw.strip())


def _csv_rows(body: bytes) -> Iterator[FileLine]:
    try:
        reader = csv.reader(io.StringIO(body.decode("utf-8"), newline=""), strict=True)
        heading = next(reader)
        started = reader.line_num + 1
        for row in reader:
            if row:
                yield FileLine(started, _pair(heading, row))
            started = reader.line_num + 1
    except UnicodeDecodeError:
        raise Rejected("file", "not_utf8", "a file is UTF-8 text") from None
    except csv.Error:
        raise Rejected("file", "not_csv", "a CSV file keeps RFC 4180; a quote may never have been closed") from None


def _pair(heading: list[str], row: list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows((heading, row))
    return text.getvalue().encode("utf-8")
