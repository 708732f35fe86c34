"""A whole hub in memory whose kept originals are read again, while a process folds beside it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from types import SimpleNamespace
from typing import Any

from connectors.hospital_hl7v2.connector import Feed
from connectors.hospital_hl7v2.profile import profile_from
from connectors.simulator.sendable import Sendable
from hub.retranslating import Retranslation, Wanted
from hub.runtime.folded import ends
from tests.simulator.whole_hub import AREAS, WholeHub

ITK = """
name = "itk_2_4"
version = "1"
[disposition]
method = "PV1-36"
destination = "PV1-37"
method_values = { "10" = "4" }
"""
AT = 1_795_000_000_000


class Hospital(WholeHub):
    """Takes the messages of one trust by a profile that is given as text."""

    def __init__(self, profile: str = ITK) -> None:
        super().__init__()
        self._hospitals = {"rzz": Feed("rzz", profile_from(profile))}
        self._taken = AT

    async def send(self, messages: Sequence[bytes]) -> None:
        """Take messages, a second apart, and fold them."""
        for raw in messages:
            await self.take(Sendable(self._taken, "mllp", "rzz", raw, ""))
            self._taken += 1000
        await self.settle()

    def core(self) -> Any:
        """Give the parts that reading again asks of the composition root."""
        lanes, reading = self._lanes, self.reader.parts
        kinds = {"rzz": "hospital_hl7v2", "provider-desk": "provider_table"}
        feeds = {name: SimpleNamespace(kind=kind) for name, kind in kinds.items()}
        return SimpleNamespace(
            settings=SimpleNamespace(all_feeds=lambda: feeds, batch=7), log=lanes.log, store=lanes.store,
            codec=lanes.codec, people=reading.people, vault=reading.vault, clock=self.clock, group=lanes.group,
            areas=AREAS,
        )  # fmt: skip

    async def read_again(self, profile: str, **days: Any) -> Retranslation:
        """Correct what this profile (a file, or a name) reads another way, with a process that folds beside it."""
        self.clock.set(self._taken + 3_600_000)
        run = Retranslation(self.core(), Wanted("rzz", profile, **days))
        async with self.folding():
            await run.correct()
        await self.settle()
        return run

    @asynccontextmanager
    async def folding(self) -> AsyncIterator[None]:
        """Let everything that is appended be folded soon."""

        async def fold() -> None:
            while True:
                await self.settle()
                await asyncio.sleep(0.005)

        task = asyncio.create_task(fold())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def length(self) -> int:
        """Count what is in the log of people."""
        return sum((await ends(self._lanes.log)).values())

    async def shown(self, nhs_number: str) -> tuple[Any, ...]:
        """Give all that a person's page shows, but for references, ids and times of receipt."""
        subject = await self.subject(nhs_number)
        page = await self.reader.page(subject, None, None)
        record = [
            [(item["kind"], item["values"], item["type"], item["happened_at"]) for item in heading["items"]]
            for heading in page.record["headings"]
        ]
        lines = [(line["type"], line["occurred_at"], line["struck"]) for line in page.timeline]
        return page.joint["hash"], record, lines, page.card
