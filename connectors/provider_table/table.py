"""A file's bytes to rows: character set, heading, and one small map of columns to cells for each row."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from connectors.provider_table.profile import COLUMNS, REQUIRED, TableProfile
from connectors.table_columns import refuse_heading
from hub.errors import Rejected

_BLANKS: Final = re.compile(r"[\s_\-]+")


class Row(NamedTuple):
    """One row: the line it starts on, its cells by column (none when the width is wrong), and its own bytes.

    `raw` is the heading and the row in the file's own delimiter and character set, to be read again alone.
    """

    line: int
    cells: Mapping[str, str] | None
    raw: bytes


def rows(content: bytes, profile: TableProfile) -> Iterator[Row]:
    """Read a table; raises `Rejected` when the file as a whole is not one."""
    text, encoding = _decoded(content, profile)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=profile.delimiter, strict=True)
        heading = next(reader, [])
        columns = _columns(heading, profile)
        started = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(started, _mapped(columns, cells), _pair((heading, cells), profile.delimiter, encoding))
            started = reader.line_num + 1
    except csv.Error:
        words = "a table keeps RFC 4180; a quote may never have been closed"
        raise Rejected("file", "not_csv", words) from None


def _decoded(content: bytes, profile: TableProfile) -> tuple[str, str]:
    if len(content) > profile.longest_file:
        raise Rejected("file", "file_too_long", f"a table has at most {profile.longest_file} bytes")
    for encoding in profile.encodings:
        try:
            return content.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise Rejected("file", "character_set", f"a table is written in {' or '.join(profile.encodings)}")


def _columns(heading: Sequence[str], profile: TableProfile) -> list[str | None]:
    known = {_squeezed(column): column for column in COLUMNS}
    known |= {_squeezed(sent): column for sent, column in profile.headings.items()}
    columns = [known.get(_squeezed(sent)) for sent in heading]
    refuse_heading(columns, REQUIRED, "table")
    return columns


def _squeezed(heading: str) -> str:
    return _BLANKS.sub("", heading).casefold()


def _mapped(columns: Sequence[str | None], cells: Sequence[str]) -> Mapping[str, str] | None:
    if len(cells) != len(columns):
        return None
    return {column: cell.strip() for column, cell in zip(columns, cells, strict=True) if column}


def _pair(lines: Sequence[Sequence[str]], delimiter: str, encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode(encoding)
