"""Words that have no place, with the lines on which they stand; a word that may name somebody is left out."""

from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from connectors.client_level_data.row import Row
from hub.domain.small_numbers import Rounding

_MOST_WORDS: Final = 10_000
"""So many different words are kept apart; a column of names under the heading of a list has more."""
_MOST_LINES: Final = 1_000
_LONGEST: Final = 120
_RARE: Final = Rounding()
"""A word of as few rows as a published number may not be of could be somebody's, in a column that slipped."""


class Words:
    """Words by column, each with how many cells have it and the first lines on which it stands.

    A word of few rows is hidden unless `rare` says otherwise; one that stands in a cell that names somebody always is.
    """

    def __init__(self, *, rare: bool = False) -> None:
        self._rare = rare
        self._lines: dict[tuple[str, str], array[int]] = {}
        self._cells: Counter[tuple[str, str]] = Counter()
        self._named: set[tuple[str, str]] = set()
        self._beyond: Counter[str] = Counter()

    def add(self, field: str, word: str, row: Row) -> None:
        """Count a word of a row."""
        key = (field, word)
        if key not in self._cells and len(self._cells) >= _MOST_WORDS:
            self._beyond[field] += 1
            return
        self._cells[key] += 1
        lines = self._lines.setdefault(key, array("Q"))
        if len(lines) < _MOST_LINES:
            lines.append(row.line)
        if key not in self._named and word.casefold() in {cell.casefold() for cell in row.personal()}:
            self._named.add(key)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give field, word, number of cells and first lines, the most frequent first; `value` is none where hidden."""
        for (field, word), cells in self._cells.most_common():
            lines = self._lines[field, word].tolist()
            yield {"field": field, "value": self._shown(field, word), "cells": cells, "lines": lines}
        for field, cells in self._beyond.items():
            yield {"field": field, "value": None, "cells": cells, "lines": []}

    def __len__(self) -> int:
        """Give how many cells were counted."""
        return self._cells.total() + self._beyond.total()

    def _shown(self, field: str, word: str) -> str | None:
        few = not self._rare and _RARE.hides(self._cells[field, word])
        return None if few or (field, word) in self._named or len(word) > _LONGEST else word


class Places:
    """Words of a published list, each with every line on which it stands."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], array[int]] = {}

    def add(self, field: str, word: str, line: int) -> None:
        """Note a word that is on a list, so that it can be shown."""
        self._lines.setdefault((field, word), array("Q")).append(line)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give field, word, number of cells and lines."""
        for (field, word), lines in sorted(self._lines.items()):
            yield {"field": field, "value": word, "cells": len(lines), "lines": lines.tolist()}

    def __len__(self) -> int:
        """Give how many cells were noted."""
        return sum(len(lines) for lines in self._lines.values())


def counted(counts: Counter[tuple[str, str]], names: tuple[str, str]) -> list[dict[str, Any]]:
    """Give counts by two names as rows."""
    return [dict(zip(names, key, strict=True)) | {"cells": cells} for key, cells in sorted(counts.items())]
