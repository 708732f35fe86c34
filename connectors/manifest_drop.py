"""Files of records with a manifest: a drop of both, read record by record, answered with a receipt.

Nothing that the hub knows can reach a receipt: replies, parked lines and remarks come from `translate` alone, and of
the intake's answer only "this was sent before" is read.
"""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

from connectors.file_answer import Answer
from connectors.file_lines import FileLine, file_lines
from connectors.file_profile import FileProfile
from connectors.manifest import MANIFEST, Manifest, check_count, check_file, check_sequence, read_manifest
from connectors.receipt import FileReceipt, RecordReply, receipts_json, refused
from connectors.tally import Tally
from hub.errors import Rejected
from hub.ports.books import FeedBook, FeedCount, Sighting
from hub.ports.clock import Clock
from hub.ports.connector import Intake, Received

_AT_ONCE: Final = 500


class Answering(Protocol):
    """A connector that answers records, from the records and their file alone."""

    clock: Clock

    def answers(self, lines: Sequence[FileLine], profile: Any, recipient: str | None) -> Sequence[Answer]:
        """Read records and what they are answered with, at the present moment."""
        ...


class ManifestDrop:
    """The door of one feed: mounted at `POST /v1/feeds/{feed}/files`, and used by `hub drop`."""

    def __init__(self, connector: Answering, profile: FileProfile, intake: Intake, book: FeedBook) -> None:
        self._connector = connector
        self._profile = profile
        self._intake = intake
        self._book = book
        self._turn = asyncio.Lock()

    async def drop(self, feed: str, files: Mapping[str, bytes]) -> dict[str, Any]:
        """Take files with their manifests and give the receipt as JSON.

        Several files are taken in order of their names, which carry the sequence.  Raises `Unavailable` when the
        intake cannot keep records now; the sender hands the same files over again and nothing is taken twice.
        """
        names = sorted(name for name in files if not name.endswith(MANIFEST))
        if not names:
            return receipts_json([refused("", "file_missing", "a manifest came without its file")])
        async with self._turn:  # two files at once must not both look like the next one
            return receipts_json([await self._one(feed, name, files) for name in names])

    async def _one(self, feed: str, name: str, files: Mapping[str, bytes]) -> FileReceipt:
        raw = files.get(name + MANIFEST, files.get(name.rpartition(".")[0] + MANIFEST))
        if raw is None:
            return refused(name, "manifest_missing", "a file comes together with its manifest")
        try:
            manifest = read_manifest(raw)
            check_file(name, files[name], manifest, self._profile)
            lines = list(file_lines(files[name]))
            check_count(len(lines), manifest)
        except Rejected as wrong:
            return refused(name, wrong.rule, f"{wrong.path}: {wrong.words}")
        return await self._in_order(_Parcel(feed, name, hashlib.sha256(files[name]).digest(), manifest, lines))

    async def _in_order(self, parcel: "_Parcel") -> FileReceipt:
        try:
            check_sequence(parcel.manifest, await self._last(parcel.book_name))
        except Rejected as wrong:
            again = (await self._book.seen([parcel.sighting]))[0] == "same"
            replies = self._replies_again(parcel) if again else ()
            return refused(parcel.name, wrong.rule, f"{wrong.path}: {wrong.words}", replies)
        receipt = await self._take(parcel)
        note = FeedCount(parcel.book_name, last_sequence=parcel.manifest.sequence)
        await self._book.note([parcel.sighting], [note], self._connector.clock.now())
        return receipt

    def _replies_again(self, parcel: "_Parcel") -> tuple[RecordReply, ...]:
        """Give the replies of a file that was taken before, for a sender that lost its receipt."""
        answers = self._connector.answers(parcel.lines, self._profile, parcel.manifest.recipient_ons_code)
        return tuple(answer.reply for answer in answers if answer.reply is not None)

    async def _last(self, book_name: str) -> int | None:
        found = [count.last_sequence for count in await self._book.counts() if count.feed == book_name]
        return found[0] if found else None

    async def _take(self, parcel: "_Parcel") -> FileReceipt:
        tally, replies = Tally(parcel.name), list[RecordReply]()
        for lines in _chunks(iter(parcel.lines)):
            answers = self._connector.answers(lines, self._profile, parcel.manifest.recipient_ons_code)
            now = self._connector.clock.now()
            pairs = zip(lines, answers, strict=True)
            received = [
                Received(parcel.feed, answer.kept or line.raw, now, answer.translation) for line, answer in pairs
            ]
            repeats = [one.outcome == "duplicate" for one in await self._intake.take(received)]
            tally.add([line.line for line in lines], [answer.translation for answer in answers], repeats)
            replies.extend(answer.reply for answer in answers if answer.reply is not None)
        return tally.receipt(replies)


class _Parcel(NamedTuple):
    feed: str
    name: str
    digest: bytes
    manifest: Manifest
    lines: list[FileLine]

    @property
    def book_name(self) -> str:
        """The sequence runs per council, so each council of a feed has a line of its own in the feed book."""
        return f"{self.feed}/{self.manifest.recipient_ons_code}"

    @property
    def sighting(self) -> Sighting:
        """The file as the feed book remembers it."""
        return Sighting(self.book_name, self.name, self.digest)


def _chunks(lines: Iterator[FileLine]) -> Iterator[list[FileLine]]:
    while chunk := list(islice(lines, _AT_ONCE)):
        yield chunk
