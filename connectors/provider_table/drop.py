"""Tables from care providers: each row alone, the bad ones reported back by line, column and rule."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

import msgspec

from connectors.provider_table.profile import TableProfile
from connectors.provider_table.table import Row, rows
from connectors.provider_table.translate import translate
from connectors.receipt import FileReceipt, receipts_json, refused
from connectors.tally import Tally
from hub.errors import Rejected
from hub.ports.clock import Clock
from hub.ports.connector import Intake, Receipt, Received, Translation

_AT_ONCE: Final = 500


class ProviderTableDrop:
    """The door of one feed: mounted at `POST /v1/feeds/{feed}/files`, and used by `hub drop`."""

    def __init__(self, profile: TableProfile, intake: Intake, clock: Clock) -> None:
        self._profile = profile
        self._intake = intake
        self._clock = clock

    async def drop(self, feed: str, files: Mapping[str, bytes]) -> dict[str, Any]:
        """Take tables and give the receipt as JSON.

        A row or file that was taken before makes no second event.  Raises `Unavailable` when the intake cannot keep
        rows now; the sender hands the same file over again.
        """
        if not files:
            return receipts_json([refused("", "file_missing", "no table was handed over")])
        return receipts_json([await self._one(feed, name, files[name]) for name in sorted(files)])

    async def _one(self, feed: str, name: str, content: bytes) -> FileReceipt:
        try:
            found = list(rows(content, self._profile))  # the whole file is read before any of it is taken
        except Rejected as wrong:
            return refused(name, wrong.rule, f"{wrong.path}: {wrong.words}")
        tally = Tally(name)
        for some in _chunks(iter(found)):
            await self._take(feed, some, tally)
        return tally.receipt()

    async def _take(self, feed: str, some: list[Row], tally: Tally) -> None:
        now = self._clock.now()
        translations = [translate(row, self._profile, now) for row in some]
        pairs = zip(some, translations, strict=True)
        receipts = await self._intake.take([Received(feed, row.raw, now, one) for row, one in pairs])
        told = [_told(one, receipt) for one, receipt in zip(translations, receipts, strict=True)]
        tally.add([row.line for row in some], told, [one.outcome == "duplicate" for one in receipts])


def _told(translation: Translation, receipt: Receipt) -> Translation:
    """Give what the provider is told: all that the intake found, and a row that it refuses like one nobody can read."""
    outcome = "rejected" if receipt.outcome == "rejected" else translation.outcome
    return msgspec.structs.replace(translation, outcome=outcome, findings=receipt.findings)


def _chunks(found: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(found, _AT_ONCE)):
        yield some
