"""An invented person in a whole hub in memory, and the desk at which entries about her are made."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.hand_record.desk import About, HandDesk
from connectors.hand_record.profile import named
from connectors.simulator.sendable import Sendable
from hub.ports.connector import Receipt, Received
from hub.ports.recording import Entry, Recorder
from tests.simulator.whole_hub import WholeHub

SAMPLES = Path(__file__).parents[2] / "connectors"
HOSPITAL = SAMPLES / "hospital_hl7v2" / "samples" / "good"
WHO = Recorder("QZZ", "coordinator", "DISCHARGE_COORDINATION")
NOW = int(datetime(2026, 11, 14, 9, 30, tzinfo=UTC).timestamp() * 1000)


class Hand:
    """The whole hub, an invented person in it, and the desk for entries by hand."""

    def __init__(self, hub: WholeHub, subject: bytes) -> None:
        self.hub, self.subject = hub, subject
        about = About(hub.reader.told, hub.reader.card, lambda _: self.state(), self.councils)
        self.desk = HandDesk(named("entries"), self, hub.clock, about, patience_s=0.0)

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Take through the real intake, and fold."""
        receipts = await self.hub.intake.take(received)
        await self.hub.settle()
        return receipts

    async def record(self, entry: Entry) -> list[bytes]:
        """Record as the coordinator does."""
        return list((await self.desk.record(self.subject, WHO, entry)).event_ids)

    async def councils(self, subject: bytes) -> frozenset[str]:
        """Give the councils that answer for somebody now."""
        return (await self.hub.reader.ties(subject)).councils

    async def state(self) -> dict[str, Any]:
        """Give the joint state now."""
        return await self.hub.reader.joint_state(self.subject, None, None)


async def went_home() -> Hand:
    """Give Mrs Ashworth, who was admitted and went home."""
    return await after("a01_emergency_admission", "a03_discharge_home")


async def after(*names: str) -> Hand:
    """Give Mrs Ashworth after some messages of her hospital."""
    hub = WholeHub()
    for name in names:
        await hub.take(Sendable(NOW, "mllp", "rzz", (HOSPITAL / f"{name}.hl7").read_bytes(), name))
    await hub.settle()
    return Hand(hub, await hub.subject("9990000018"))
