"""Counting what became of the lines of a file while it is taken."""

from collections.abc import Sequence

from connectors.receipt import FileReceipt, LineNote, RecordReply
from hub.ports.connector import Translation


class Tally:
    """Adds up translations, and which of them were sent before, to a receipt."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._counts = {"accepted": 0, "duplicates": 0, "ignored": 0}
        self._parked: list[LineNote] = []
        self._findings: list[LineNote] = []

    def add(self, lines: Sequence[int], translations: Sequence[Translation], repeats: Sequence[bool]) -> None:
        """Count some lines."""
        for line, translation, repeat in zip(lines, translations, repeats, strict=True):
            self._one(line, translation, repeat=repeat)

    def _one(self, line: int, translation: Translation, *, repeat: bool) -> None:
        notes = [LineNote(line, one.path, one.rule, one.words, one.severity) for one in translation.findings]
        if translation.outcome == "rejected":
            self._parked.extend(note for note in notes if note.severity == "error")
            return
        self._findings.extend(notes)
        self._counts["duplicates" if repeat else translation.outcome] += 1

    def receipt(self, replies: Sequence[RecordReply] = ()) -> FileReceipt:
        """Give the receipt of the whole file."""
        return FileReceipt(
            file=self._file,
            parked=tuple(self._parked),
            findings=tuple(self._findings),
            replies=tuple(replies),
            accepted=self._counts["accepted"],
            duplicates=self._counts["duplicates"],
            ignored=self._counts["ignored"],
        )
