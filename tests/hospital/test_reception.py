"""From frame to answer: nothing is acknowledged before it is kept."""

import asyncio
from collections.abc import Sequence

from connectors.hospital_hl7v2.acknowledgement import code_of
from connectors.hospital_hl7v2.connector import Feed, Reception
from hub.ports.connector import Receipt, Received
from tests.hospital.memory_intake import ManualClock, MemoryIntake
from tests.hospital.messages import PID, itk, message, pv1

FEED = Feed("desk", itk())
ADMISSION = message("A01", PID, pv1())


class SlowIntake(MemoryIntake):
    """Keeps a call waiting until the test lets it go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Wait for the gate, then take."""
        await self.gate.wait()
        return await super().take(received)


class BrokenIntake(MemoryIntake):
    """Fails in a way that nobody foresaw."""

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Raise something that holds a value that was sent."""
        raise KeyError(received[0].raw)


async def test_the_answer_waits_for_the_intake() -> None:
    """A hospital may delete its copy after AA, so AA comes only once ours is durable."""
    intake = SlowIntake()
    waiting = asyncio.create_task(Reception(intake, ManualClock()).message(ADMISSION, FEED))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    intake.gate.set()
    assert code_of(await waiting) == "AA"
    assert len(intake.events) == 1


async def test_an_unavailable_hub_keeps_nothing_and_says_ae_and_the_resend_is_taken_once() -> None:
    """A full disk or a stopped database: the sender keeps its message and its resend counts once."""
    intake = MemoryIntake()
    reception = Reception(intake, ManualClock())
    intake.away = True
    assert code_of(await reception.message(ADMISSION, FEED)) == "AE"
    assert intake.events == []
    intake.away = False
    assert [code_of(await reception.message(ADMISSION, FEED)) for _ in range(2)] == ["AA", "AA"]
    assert len(intake.events) == 1


async def test_a_defect_of_ours_is_answered_ae_and_tells_no_value(capsys: object) -> None:
    """Our mistake never makes a sender throw its message away, and never prints it."""
    assert code_of(await Reception(BrokenIntake(), ManualClock()).message(ADMISSION, FEED)) == "AE"
    out, err = capsys.readouterr()  # type: ignore[attr-defined]  # pytest's own fixture
    assert "hl7v2_intake_defect" in out + err
    assert "ASHWORTH" not in out + err


async def test_messages_of_many_connections_share_calls_and_keep_their_order() -> None:
    """A burst becomes few appends; each sender's own messages stay in order."""
    intake = SlowIntake()
    reception = Reception(intake, ManualClock())
    raws = [message("A02", PID, pv1(f3=f"W{n}"), control=f"C{n}") for n in range(100)]
    waiting = [asyncio.create_task(reception.message(raw, FEED)) for raw in raws]
    await asyncio.sleep(0.2)
    intake.gate.set()
    replies = await asyncio.gather(*waiting)
    assert [f"|C{n}\r".encode() in reply for n, reply in enumerate(replies)] == [True] * 100
    assert [one.body.place.ward for one in intake.events] == [f"W{n}" for n in range(100)]  # type: ignore[attr-defined]
    assert len(intake.batches) <= 4


async def test_a_rejected_message_is_parked_and_answered_ar() -> None:
    """What will never be taken waits in quarantine with its reason; nothing else is disturbed."""
    intake = MemoryIntake()
    reception = Reception(intake, ManualClock())
    assert code_of(await reception.message(message("A01", pv1()), FEED)) == "AR"
    assert intake.parked[0].translation.findings[0].rule == "segment_missing"
    assert code_of(await reception.message(ADMISSION, FEED)) == "AA"


async def test_the_same_control_id_with_another_body_is_taken_and_told() -> None:
    """Control ids come round again; a new body is a new message."""
    intake = MemoryIntake()
    reception = Reception(intake, ManualClock())
    other = message("A02", PID, pv1(f3="W9"))
    assert [code_of(await reception.message(raw, FEED)) for raw in (ADMISSION, other)] == ["AA", "AA"]
    assert len(intake.events) == 2


async def test_http_gives_a_status_beside_the_acknowledgement() -> None:
    """The same messages by request: 200 kept, 422 never, 503 again later; even a sender of NE gets a response."""
    intake = MemoryIntake()
    reception = Reception(intake, ManualClock())
    silent = ADMISSION.replace(b"|T|2.4", b"|T|2.4|||NE|NE")
    assert await _told(reception, silent) == (200, "AA")
    assert await _told(reception, message("A01", pv1())) == (422, "AR")
    intake.away = True
    assert await _told(reception, ADMISSION) == (503, "AE")


async def test_http_refuses_a_body_over_the_limit() -> None:
    """A request cannot do what a frame may not."""
    intake = MemoryIntake()
    reception = Reception(intake, ManualClock(), most=200)
    assert await _told(reception, ADMISSION + b"NTE|" + b"x" * 200) == (422, "AR")
    assert intake.parked[0].raw == b""


async def _told(reception: Reception, raw: bytes) -> tuple[int, str]:
    status, reply = await reception.http_message(raw, FEED)
    return status, code_of(reply)


async def test_a_frame_too_long_is_parked_without_its_bytes() -> None:
    """A hundred megabytes leave a reason and nothing else."""
    intake = MemoryIntake()
    reply = await Reception(intake, ManualClock()).broken(ADMISSION, "frame_too_long", FEED)
    assert code_of(reply) == "AR"
    assert intake.parked[0].raw == b""
    assert intake.parked[0].translation.message_id == "C1"
    cut = await Reception(intake, ManualClock()).broken(ADMISSION[:80], "frame_truncated", FEED)
    assert code_of(cut) == "AE"
    assert intake.parked[1].raw == ADMISSION[:80]
