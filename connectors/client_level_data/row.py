"""One row: its cells as they were sent and as they read, side by side."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from connectors.client_level_data.fields import PERSONAL
from connectors.client_level_data.profile import CouncilProfile, day

EMPTY: Final = "NULL"
"""What exports of databases write where there is nothing."""


def plain(cell: str) -> str:
    """Give what a cell says: without its quotes and the blanks around it, and nothing for `NULL`."""
    inner = cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell
    words = inner.strip()
    return "" if words == EMPTY else words


class Row:
    """A row and the line that it starts on; `sent` are its cells with their quotes, `end` is what ends its line."""

    def __init__(
        self, line: int, columns: Sequence[str | None], sent: list[str], end: str, profile: CouncilProfile
    ) -> None:
        self.line = line
        self.sent = sent
        self.end = end
        self._columns = columns
        self._profile = profile

    @property
    def empty(self) -> bool:
        """Whether the line has nothing in it."""
        return not any(cell.strip() for cell in self.sent)

    @property
    def whole(self) -> bool:
        """Whether the row has as many cells as the heading: of another one nobody knows which cell is which."""
        return len(self.sent) == len(self._columns)

    @cached_property
    def cells(self) -> Mapping[str, str]:
        """What each cell of a known column says, in the words of the specification where the profile has them."""
        read = {column: plain(cell) for column, cell in zip(self._columns, self.sent, strict=True) if column}
        for column, words in self._profile.values.items():
            if column in read:
                read[column] = words.get(read[column], read[column])
        return read

    def cell(self, column: str) -> str:
        """Give what a cell says; nothing where it is empty or the file has no such column."""
        return self.cells.get(column, "")

    def day(self, column: str) -> date | None:
        """Give the date of a cell; none where it is empty or no date."""
        sent = self.cell(column)
        return day(sent, self._profile.date_formats) if sent else None

    def put(self, column: str, words: str) -> None:
        """Write other words into a cell, with quotes where it had them or needs them."""
        place = self._columns.index(column)
        quoted = self.sent[place][:1] == '"' or any(sign in words for sign in ('"', self._profile.delimiter))
        self.sent[place] = '"' + words.replace('"', '""') + '"' if quoted else words

    def reads_otherwise(self, column: str) -> bool:
        """Say whether the profile gave a cell another word than was sent."""
        return column in self.cells and plain(self.sent[self._columns.index(column)]) != self.cells[column]

    def has_conversation(self) -> bool:
        """Say whether the description marks a conversation of the three-conversations model."""
        told = self.cell("Event Description").casefold()
        return any(word.casefold() in told for word in self._profile.conversation_words)

    def personal(self) -> Iterator[str]:
        """Give what stands in cells that name somebody."""
        return (cell for column, cell in self.cells.items() if column in PERSONAL and cell)
