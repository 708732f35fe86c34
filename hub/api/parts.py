"""Everything the API is made of, handed in by the composition root."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from hub.api.catalogue import Dashboards
from hub.api.council_codes import CouncilOf, as_it_is
from hub.api.policy import Policy
from hub.api.tokens import TokenVerifier
from hub.ports.books import AccessBook, FeedBook, Quarantine
from hub.ports.clock import Clock
from hub.ports.documents import Documents
from hub.ports.linking import CarerLinking
from hub.ports.reading import Reading
from hub.ports.recording import Recording


class ApiSettings(msgspec.Struct, frozen=True):
    """Values of the settings object that the API needs.

    `mode` is `desk` or `live`.  `feed_secret` lets a sender on the same machine hand in without a token outside
    desk mode; none switches that off.  `hosts` are the Host headers answered (against DNS rebinding).
    """

    mode: str = "desk"
    max_body_bytes: int = 20_000_000
    feed_secret: str | None = None
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "testserver")
    version: str = "2026.11.0"


class FeedRhythm(NamedTuple):
    """Who a feed is and how often it is expected to speak, with the silence after which somebody is told (minutes)."""

    feed: str
    kind: str
    organisation: str | None
    silent_after_minutes: int
    expected_every_minutes: int | None = None
    profile: str | None = None


Hl7Handler = Callable[[bytes], Awaitable[tuple[int, bytes]]]
"""Takes one message and gives the HTTP status and its acknowledgement, once what it accepted is durable."""

FeedDrop = Callable[[str, Mapping[str, bytes]], Awaitable[Mapping[str, Any]]]
"""Hands files to a feed by its name and gives the receipt as JSON; raises `NotFound` when there is no such feed."""


class ApiParts(NamedTuple):
    """The parts; `metrics` gives bytes and content type, `ready` the state of each part (`ok` or what is wrong)."""

    reading: Reading
    access_book: AccessBook
    tokens: TokenVerifier
    policy: Policy
    clock: Clock
    settings: ApiSettings
    hl7: Hl7Handler
    drop: FeedDrop
    feeds: FeedBook
    quarantine: Quarantine
    rhythms: Mapping[str, FeedRhythm]
    metrics: Callable[[], tuple[bytes, str]]
    ready: Callable[[], Awaitable[Mapping[str, str]]]
    dashboards: Dashboards
    recording: Recording
    linking: CarerLinking
    documents: Documents
    council_of: CouncilOf = as_it_is
