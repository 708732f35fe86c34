"""A file to its rows, one after the other: each cell as it was sent and as it reads, and the bytes to write it back."""

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, NamedTuple

from connectors.client_level_data.profile import CouncilProfile, squeezed
from connectors.client_level_data.row import Row, plain
from connectors.table_columns import refuse_heading
from hub.errors import Rejected

REQUIRED: Final = ("LA Code", "Client Type", "Event Type")
"""Without these a file is no client level data."""
_NOT_CSV: Final = "a row keeps RFC 4180; a quote may never have been closed, or stand inside a cell without quotes"


class Heading(NamedTuple):
    """The heading row: the column of each cell, none for one that the specification does not have."""

    columns: tuple[str | None, ...]
    sent: bytes


class Table:
    """The rows of a file, in one pass; raises `Rejected`, with the line, where it cannot be cut into rows."""

    def __init__(self, file: BinaryIO, profile: CouncilProfile) -> None:
        self._profile = profile
        self._lines = _records(file, profile.longest_row)
        mark = re.escape(profile.delimiter)
        self._cell = re.compile(f'("(?:[^"]|"")*"|[^"{mark}]*)({mark}|$)')
        self.heading = self._heading()

    def __iter__(self) -> Iterator[Row]:
        """Give the rows; an empty line is one of one empty cell."""
        for line, sent in self._lines:
            body, end = _parted(self._text(line, sent))
            cells = self._cells(line, body) if body.strip() else [body]
            yield Row(line, self.heading.columns, cells, end, self._profile)

    def bytes_of(self, row: Row) -> bytes:
        """Give a row as it stands in the file, byte for byte but for cells that were set."""
        return (self._profile.delimiter.join(row.sent) + row.end).encode(self._profile.encoding)

    def _heading(self) -> Heading:
        line, sent = next(self._lines, (1, b""))
        body, _ = _parted(self._text(line, sent.removeprefix(codecs.BOM_UTF8)))
        known = self._profile.columns()
        columns = tuple(known.get(squeezed(plain(cell))) for cell in self._cells(line, body))
        refuse_heading(columns, REQUIRED, "file")
        return Heading(columns, sent)

    def _text(self, line: int, sent: bytes) -> str:
        try:
            return sent.decode(self._profile.encoding)
        except UnicodeDecodeError:
            words = f"this row is not written in {self._profile.encoding}, the character set of the profile"
            raise Rejected(f"line {line}", "character_set", words) from None

    def _cells(self, line: int, body: str) -> list[str]:
        if '"' not in body:
            return body.split(self._profile.delimiter)
        cells, at, more = [], 0, True
        while more:
            found = self._cell.match(body, at)
            if found is None:
                raise Rejected(f"line {line}", "not_csv", _NOT_CSV)
            cells.append(found[1])
            at, more = found.end(), bool(found[2])
        return cells


def _records(file: BinaryIO, longest: int) -> Iterator[tuple[int, bytes]]:
    """Give each record with the line that it starts on: lines are put together while a quote is open."""
    line = 0
    while first := file.readline(longest + 1):
        line += 1
        started, parts, size, quotes = line, [first], len(first), first.count(b'"')
        while quotes % 2 and size <= longest and (more := file.readline(longest + 1)):
            line += 1
            parts.append(more)
            size, quotes = size + len(more), quotes + more.count(b'"')
        if size > longest:
            words = f"a row has at most {longest} bytes; a quote may never have been closed"
            raise Rejected(f"line {started}", "row_too_long", words)
        yield started, b"".join(parts)


def _parted(text: str) -> tuple[str, str]:
    body = text.removesuffix("\n").removesuffix("\r")
    return body, text[len(body) :]


def columns_missing(heading: Heading, needed: Sequence[str]) -> list[str]:
    """Name the columns that a file does not have."""
    return [name for name in needed if name not in heading.columns]
