"""Partners' messages that were parked: taken again whole or not at all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from hub.composition import Core, opened
from hub.ports.store import Parked
from hub.redriving.messages import PIECES, preview, redrive
from hub.settings import Settings
from tests.hospital.messages import PID, message, pv1
from tests.postgres_fixture import PostgresServer

FEED = "hospital-desk"
DISCHARGE = message("A03", PID, pv1(f36="1", f37="19", f45="202611151130"))
BROKEN = message("A03", PID.replace("PID", "PIX"), control="C2")
BATCH = b"FHS|^~\\&|PAS|RZZ\rBHS|^~\\&|PAS|RZZ\r" + DISCHARGE + BROKEN + b"BTS|2\rFTS|1\r"


@pytest_asyncio.fixture
async def core(postgres_server: PostgresServer, tmp_path: Path) -> AsyncIterator[Core]:
    """Give the parts of a fresh hub; no role runs."""
    async with opened(Settings(data=tmp_path, database_url=SecretStr(postgres_server.fresh_database()))) as parts:
        yield parts


async def parked(core: Core, raw: bytes, rule: str) -> Parked:
    """Park a message as the listener does."""
    sealed = core.vault.seal_quarantine(raw, rule)
    row = Parked(rule, FEED, core.clock.now(), "frame", rule, "why it was parked", sealed)
    await core.quarantine.park([row])
    return row


@pytest.mark.parametrize("rule", sorted(PIECES))
async def test_a_piece_of_a_message_is_never_taken(core: Core, rule: str) -> None:
    """What is left of a cut discharge may look whole, without the death that stood behind: its sender sends again."""
    row = await parked(core, DISCHARGE, rule)
    for answer in (await preview(core, row), await redrive(core, row)):
        assert answer["outcome"] == "rejected"
        assert [one["findings"][0]["rule"] for one in answer["messages"]] == [rule]
    still = await core.quarantine.one(row.id)
    assert still is not None
    assert still.state == "parked"


async def test_a_batch_is_taken_whole_or_not_at_all(core: Core) -> None:
    """Whoever reads that it is still refused can rely on it: nothing of it was appended."""
    row = await parked(core, BATCH, "batch_not_taken")
    answer = await redrive(core, row)
    assert [one["outcome"] for one in answer["messages"]] == ["accepted", "rejected"]
    assert (answer["outcome"], answer["events"]) == ("rejected", [])
    whole = await parked(core, DISCHARGE, "was_wrong")
    assert (await redrive(core, whole))["outcome"] == "accepted"
