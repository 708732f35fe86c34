"""Release 1 in, release 2 out: words of lists are brought forward where that is sure, and everything else stays.

What has no place in release 2 stays as it was sent and is reported with its lines; nothing is guessed.
"""

from collections import Counter
from collections.abc import Callable
from typing import IO, Any, BinaryIO, Final

from connectors.client_level_data.fields import fields
from connectors.client_level_data.lines import Places, Words
from connectors.client_level_data.profile import CouncilProfile
from connectors.client_level_data.row import Row
from connectors.client_level_data.table import Table
from connectors.client_level_data.value_lists import RELEASE_2, Found, found, to_release_2, why_not

LISTS: Final = tuple(name for name, field in fields().items() if field.data_type == "list")


class Conversion:
    """What a conversion has done so far."""

    def __init__(self, *, rare_words: bool) -> None:
        self._changed: Counter[tuple[str, str, str]] = Counter()
        self._no_place, self._unmapped = Places(), Words(rare=rare_words)
        self._unverified: Counter[str] = Counter()
        self._misshapen: list[int] = []
        self.rows = 0

    def take(self, row: Row) -> None:
        """Bring a row's lists to release 2, in place."""
        self.rows += 1
        if not row.whole:
            self._misshapen.append(row.line)
            return
        for field in LISTS:
            if word := row.cell(field):
                self._cell(row, field, word)

    def _cell(self, row: Row, field: str, word: str) -> None:
        known, newer = found(field, word, RELEASE_2), to_release_2(field)
        if known in {Found.OTHER_RELEASE, Found.UNKNOWN} and word in newer:
            to = newer[word]
            if to is None:
                self._no_place.add(field, word, row.line)
                return
            self._changed[field, word, to] += 1
            row.put(field, to)
            return
        if known is Found.UNKNOWN:
            self._unmapped.add(field, word, row)
        elif known is Found.UNVERIFIED:
            self._unverified[field] += 1
        if row.reads_otherwise(field):
            row.put(field, word)

    def told(self) -> dict[str, Any]:
        """Give everything as plain data; `whole` says whether every word has its place in release 2."""
        changed = sorted(self._changed.items())
        whole = not (len(self._no_place) or len(self._unmapped) or self._misshapen)
        return {
            "rows": self.rows,
            "whole": whole,
            "changed": [{"field": f, "from": a, "to": b, "cells": n} for (f, a, b), n in changed],
            "not_brought_forward": [one | {"rule": why_not(one["field"])} for one in self._no_place],
            "unmapped": list(self._unmapped),
            "unverified": [{"field": field, "cells": cells} for field, cells in sorted(self._unverified.items())],
            "rows_of_another_width": self._misshapen,
        }


def convert(
    file: BinaryIO, out: IO[bytes], profile: CouncilProfile, tell: Callable[[int], None], *, rare_words: bool = False
) -> dict[str, Any]:
    """Write a file in words of release 2; `tell` is told the rows so far, `rare_words` shows those of few rows too.

    Raises `Rejected` where the file cannot be cut into rows; what was written by then is no file to use.
    """
    table, done = Table(file, profile), Conversion(rare_words=rare_words)
    out.write(table.heading.sent)
    for row in table:
        if not row.empty:
            done.take(row)
            tell(done.rows)
        out.write(table.bytes_of(row))
    return done.told()
