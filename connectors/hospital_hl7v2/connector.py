"""Bytes from a listener or a request: translate, take, and only then acknowledge."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import structlog

from connectors.hospital_hl7v2 import inspect as inspection
from connectors.hospital_hl7v2.acknowledgement import ACCEPTED, UNAVAILABLE, Answer, acknowledge, refusal
from connectors.hospital_hl7v2.gathering import Gathering
from connectors.hospital_hl7v2.profile import Profile, load_profile, shipped_profiles
from connectors.hospital_hl7v2.reading import HomeOf, no_home
from connectors.hospital_hl7v2.text import WIDE_MARKS
from connectors.hospital_hl7v2.translate import translate
from connectors.mllp import Limits, Peer
from connectors.mllp_frames import HEAD
from hub.errors import Unavailable
from hub.ports.clock import Clock
from hub.ports.connector import Finding, Intake, Receipt, Received, Translation

KIND: Final = "hospital_hl7v2"
_STATUS: Final = {"A": 200, "R": 422, "E": 503}
_BROKEN_WORDS: Final = {
    "frame_too_long": "The message is longer than this listener takes.",
    "frame_not_ended": "A new frame began before this one ended.",
    "frame_timeout": "The rest of the frame did not come in time.",
    "frame_truncated": "The connection ended inside a frame.",
    "frame_of_wide_characters": "A frame holds no UTF-16: half a letter may be the byte that ends it. Send UTF-8.",
}

_log = structlog.get_logger()


class Feed(NamedTuple):
    """One configured sender."""

    name: str
    profile: Profile


class Hospital:
    """The connector without a transport: what it ships, and how it reads bytes."""

    kind = KIND

    def __init__(self, clock: Clock, home_of: HomeOf = no_home) -> None:
        self._clock = clock
        self._home_of = home_of

    def profiles(self) -> Mapping[str, Profile]:
        """Give the shipped profiles by name."""
        return shipped_profiles()

    def profile(self, name_or_path: str) -> Profile:
        """Give a shipped profile by name, or one from a TOML file of your own."""
        return load_profile(name_or_path)

    def inspect(self, raw: bytes, profile: Profile) -> Sequence[Translation]:
        """Read bytes with a profile and write nothing."""
        return inspection.inspect(raw, profile, self._clock.now(), self._home_of)


class Reception:
    """Takes the messages of every feed to one intake and answers each after it is kept."""

    def __init__(
        self, intake: Intake, clock: Clock, home_of: HomeOf = no_home, *, most: int = Limits().frame_bytes
    ) -> None:
        self._gathering = Gathering(intake)
        self._most = most
        self._clock = clock
        self._home_of = home_of

    async def message(self, raw: bytes, feed: Feed) -> bytes:
        """Take one message and give its acknowledgement; empty when the sender wants none."""
        answer = await self._answer(raw, feed)
        return acknowledge(raw, answer, self._clock.now())

    async def http_message(self, raw: bytes, feed: Feed) -> tuple[int, bytes]:
        """Take the body of `POST /v1/messages/hl7v2`: 200 with AA, 422 with AR, 503 with AE."""
        if len(raw) > self._most:
            head = raw[:HEAD]
            answer = await self._park(head, "frame_too_long", feed)
            return _STATUS[answer.kind], acknowledge(head, answer, self._clock.now(), always=True)
        answer = await self._answer(raw, feed)
        return _STATUS[answer.kind], acknowledge(raw, answer, self._clock.now(), always=True)

    async def broken(self, head: bytes, rule: str, feed: Feed) -> bytes:
        """Park what is left of a frame that will never be whole, and answer it when its header can be read.

        The bytes of a frame that was too long are not kept: only the reason is.
        """
        return acknowledge(head, await self._park(head, rule, feed), self._clock.now())

    async def _park(self, head: bytes, rule: str, feed: Feed) -> Answer:
        reason = Finding("MSH", rule, _BROKEN_WORDS[rule], "error")
        read = translate(head, feed.profile, self._clock.now(), self._home_of)
        parked = Translation(
            "rejected", (), (reason,), read.message_id, read.source_organisation, read.source_system, "", read.profile
        )
        raw = b"" if rule == "frame_too_long" else head
        taken = await self._take(Received(feed.name, raw, self._clock.now(), parked))
        return refusal(reason) if isinstance(taken, Receipt) else taken

    async def _answer(self, raw: bytes, feed: Feed) -> Answer:
        now = self._clock.now()
        translation = translate(raw, feed.profile, now, self._home_of)
        taken = await self._take(Received(feed.name, raw, now, translation))
        if not isinstance(taken, Receipt):
            return taken
        if taken.outcome != "rejected":
            return ACCEPTED
        reasons = [one for one in (*taken.findings, *translation.findings) if one.severity == "error"]
        return refusal(reasons[0]) if reasons else Answer("R")

    async def _take(self, received: Received) -> Receipt | Answer:
        """Give the receipt, or the answer that says "send it again" when nothing was kept.

        A defect is told loudly and the sender keeps its message: the one place where this connector decides
        what a failure means.
        """
        (taken,) = await asyncio.gather(self._gathering.take(received), return_exceptions=True)
        if isinstance(taken, Receipt):
            return taken
        if isinstance(taken, Unavailable):
            _log.warning("hl7v2_intake_unavailable", feed=received.feed)
        else:
            _log.error("hl7v2_intake_defect", feed=received.feed, kind=type(taken).__name__)
        return UNAVAILABLE


class MllpReceiver:
    """One feed's side of an MLLP listener (`connectors.mllp.Receiver`)."""

    def __init__(self, reception: Reception, feed: Feed) -> None:
        self._reception = reception
        self._feed = feed

    async def message(self, frame: bytes, peer: Peer) -> bytes:  # noqa: ARG002 -- the listener's interface
        """Take one whole message; UTF-16 is refused, because an end mark may have cut it at half a letter."""
        if frame.startswith(WIDE_MARKS):
            return await self._reception.broken(frame, "frame_of_wide_characters", self._feed)
        return await self._reception.message(frame, self._feed)

    async def broken(self, head: bytes, rule: str, peer: Peer) -> bytes:  # noqa: ARG002 -- as above
        """Take what is left of a frame."""
        return await self._reception.broken(head, rule, self._feed)
