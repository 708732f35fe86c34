"""A whole API over memory: parts, books and tokens that tests can look into."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from connectors.hand_record.desk import About, HandDesk
from connectors.hand_record.profile import named as hand_table
from connectors.receipt import FileReceipt, receipts_json, refused
from hub.adapters.memory_feeds import MemoryFeeds
from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.api.access import Caller
from hub.api.catalogue import Dashboards, shipped_catalogue
from hub.api.parts import ApiParts, ApiSettings, FeedRhythm
from hub.api.policy import shipped_policy
from hub.api.purposes import Purpose, Role
from hub.api.tokens import LocalIssuer
from hub.domain.area_values import Board
from hub.domain.replacing import standing
from hub.errors import NotFound, Unavailable
from hub.events.envelope import Event
from hub.ports.books import Access, FeedCount
from hub.ports.documents import HandedOver
from hub.ports.recording import Fault, Faulty, Recorder
from hub.ports.store import Parked, SubjectRef
from hub.runtime.carer_links import LinksByHand
from tests.api.hand_intake import HandIntake
from tests.api.invented import NOW
from tests.api.invented_figures import invented_figures
from tests.api.memory_figures import ToldFigures
from tests.api.memory_reading import MemoryReading

KEY = b"an invented key of thirty-two by"
ENTRIES, POLICY, CATALOGUE, FIGURES = hand_table("entries"), shipped_policy(), shipped_catalogue(), invented_figures()
"""What no desk changes, and takes longest to make."""
ALL_PURPOSES = frozenset(Purpose)


NAMES = {
    "trust": {"RZZ": "Testborough General", "RYY": "Westmere Infirmary"},
    "council": {"E08000025": "Testborough", "E08000029": "Northvale", "301": "Testborough", "E08000099": "Northvale"},
    "council_now": {"E08000025": "Testborough", "E08000029": "Northvale"},
    "ics": {"QHL": "Test and Vale", "QGH": "Westmere", "QOLD": "Old Vale"},
    "provider": {"1-101": "Sunrise Home Support", "1-102": "Kindly Care"},
}
BOARDS = (
    Board("QHL", "Test and Vale", date(2022, 7, 1), None, ()),
    Board("QGH", "Westmere", date(2022, 7, 1), None, ()),
    Board("QOLD", "Old Vale", date(2022, 7, 1), date(2026, 3, 31), ("QHL",)),
)
BY_CODE = {board.ods_code: board for board in BOARDS}


def boards_on(on: date) -> list[Board]:
    """Give the boards of a day."""
    return [board for board in BOARDS if board.valid_on(on)]


class ManualClock:
    """Time that stands until it is moved."""

    def __init__(self, at: int = NOW) -> None:
        self.at = at

    def now(self) -> int:
        """Give the time that was set."""
        return self.at


class MemoryAccess:
    """The access log as a list; `away` makes it not answer."""

    def __init__(self) -> None:
        self.lines: list[Access] = []
        self.away = False

    async def write(self, line: Access) -> Access:
        """Append a line."""
        if self.away:
            raise Unavailable
        self.lines.append(msgspec.structs.replace(line, seq=len(self.lines) + 1))
        return self.lines[-1]

    async def of_subject(self, subject: SubjectRef, limit: int = 200) -> Sequence[Access]:
        """Give lines about a person, newest first."""
        return [line for line in reversed(self.lines) if line.subject == subject][:limit]

    async def verify(self) -> int | None:
        """Say that the chain holds: a list has none."""
        return None


class SpokenFeeds(MemoryFeeds):
    """A feed book in which two feeds have spoken, and `more`."""

    def __init__(self) -> None:
        super().__init__()
        self.more: list[FeedCount] = []

    async def counts(self) -> Sequence[FeedCount]:
        """Give the counts."""
        return [
            FeedCount("rzz-adt", received=420, accepted=410, ignored=6, rejected=4, last_at=NOW - 60_000),
            FeedCount("provider-desk", received=12, accepted=12, last_at=NOW - 3 * 86_400_000),
            *self.more,
        ]


def one_parked() -> MemoryQuarantine:
    """Give a quarantine with one message."""
    quarantine = MemoryQuarantine()
    quarantine.keep(
        [Parked("q1", "rzz-adt", NOW, "PID-3", "no_identifier", "No number says who this is about.", b"sealed")]
    )
    return quarantine


def _receipt(name: str, content: bytes) -> FileReceipt:
    """Take a file that begins as a table, and refuse any other whole."""
    taken = content.startswith(b"record")
    return FileReceipt(name, accepted=1) if taken else refused(name, "column_missing", "file: there is no heading")


class KeptDocuments:
    """A door for documents that takes what begins as an object, and gives it back by an invented hash."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, Recorder, str | None]] = {}

    async def send(self, subject: SubjectRef, raw: bytes, who: Recorder, move_id: str | None = None) -> HandedOver:
        """Keep a document, or refuse it for its seal and its move."""
        del subject
        if not raw.startswith(b"{"):
            raise Faulty([Fault("", "not_json", "No JSON."), Fault("seal", "unsigned", "No seal."),
                          Fault("move", "no_such_move", "No move.")])  # fmt: skip
        sha256 = "ab" * 32
        again = sha256 in self.kept
        self.kept[sha256] = raw, who, move_id
        return HandedOver(move_id or "M1", "A1", sha256, (b"e" * 16,), again)

    async def read(self, subject: SubjectRef, sha256: str) -> bytes:
        """Give it back."""
        del subject
        if sha256 not in self.kept:
            raise NotFound
        return self.kept[sha256][0]


class Desk:
    """The parts of an API and handles to look into them."""

    def __init__(self, settings: ApiSettings | None = None) -> None:
        self.reading = MemoryReading()
        self.access = MemoryAccess()
        self.issuer = LocalIssuer(KEY)
        self.clock = ManualClock()
        self.states: dict[str, str] = {"store": "ok", "log": "ok"}
        self.messages: list[bytes] = []
        self.files: list[tuple[str, bytes]] = []
        self.hand = HandIntake()
        self.reading.by_hand = self.hand.of
        self.documents = KeptDocuments()
        self.figures = ToldFigures(FIGURES)
        self.feeds = SpokenFeeds()
        self.parts = ApiParts(
            reading=self.reading,
            access_book=self.access,
            tokens=self.issuer,
            policy=POLICY,
            clock=self.clock,
            settings=settings or ApiSettings(),
            hl7=self._hl7,
            drop=self._drop,
            feeds=self.feeds,
            quarantine=one_parked(),
            rhythms={
                "provider-desk": FeedRhythm("provider-desk", "provider_table", "1-101", 24 * 60),
                "dwp-desk": FeedRhythm("dwp-desk", "dwp", "DWP", 7 * 24 * 60),
            },
            metrics=lambda: (b"# HELP hub_up 1 when up\n", "text/plain; version=0.0.4"),
            ready=self._ready,
            # The catalogue is its own: a test puts another product into it.
            dashboards=Dashboards(self.figures, msgspec.structs.replace(CATALOGUE), boards_on, NAMES, BY_CODE.get),
            recording=HandDesk(ENTRIES, self.hand, self.clock, About(self._told, self.reading.card), patience_s=0.0),
            linking=LinksByHand(self.hand, self._told, self.clock),
            documents=self.documents,
        )

    async def _told(self, subject: bytes) -> Sequence[Event]:
        return standing([*self.reading.told(subject), *self.hand.of(subject)])

    async def _hl7(self, raw: bytes) -> tuple[int, bytes]:
        self.messages.append(raw)
        return 200, b"MSH|^~\\&|HUB\rMSA|AA|1\r"

    async def _drop(self, feed: str, files: Mapping[str, bytes]) -> Mapping[str, Any]:
        if feed not in self.parts.rhythms:
            raise NotFound
        self.files.extend(files.items())
        return receipts_json([_receipt(name, files[name]) for name in sorted(files)])

    async def _ready(self) -> Mapping[str, str]:
        return self.states

    def headers(
        self,
        role: Role = Role.COORDINATOR,
        purpose: str = "DISCHARGE_COORDINATION",
        organisation: str = "QHL",
        subject: bytes | None = None,
    ) -> dict[str, str]:
        """Return the headers of somebody with a token for every purpose."""
        caller = Caller("somebody", role, organisation, ALL_PURPOSES, subject)
        token = self.issuer.issue(caller, self.clock.now())
        return {"Authorization": f"Bearer {token}", "X-Purpose": purpose}
