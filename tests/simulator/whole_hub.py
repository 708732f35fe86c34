"""The whole hub in memory: real connectors, intake, index, vault, log, store and processors, and a clock by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from connectors.carer_notices.connector import CarerNoticesConnector
from connectors.dwp.connector import DwpConnector
from connectors.hand_record.desk import About, HandDesk
from connectors.hand_record.profile import named
from connectors.hospital_hl7v2.connector import Feed, Hospital, Reception
from connectors.kinds import places_of
from connectors.manifest_drop import ManifestDrop
from connectors.provider_table.connector import ProviderTableConnector
from connectors.provider_table.drop import ProviderTableDrop
from connectors.simulator.sendable import DOCUMENT, Sendable
from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_access import MemoryAccess
from hub.adapters.memory_feeds import MemoryFeeds
from hub.adapters.memory_identities import MemoryIdentities
from hub.adapters.memory_keys import MemoryKeys
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.adapters.memory_store import MemoryStore
from hub.adapters.reference_files import DEMONSTRATION, folders, load_areas
from hub.care_group import COUNCIL_KEYS, care_group
from hub.codec.events import EventCodec
from hub.domain.lawful_bases import CONSENTS, ConsentPolicy
from hub.people.claims import Identifier
from hub.people.index import PersonIndex
from hub.people.master_key import MasterKey
from hub.people.vault import Vault
from hub.portable.council_keys import read_keys
from hub.ports.connector import Finding
from hub.ports.recording import Entry, Recorder
from hub.processors.portability import PortabilityProcessor
from hub.runtime.catching_up import catch_up
from hub.runtime.changes import Changes
from hub.runtime.document_door import DocumentDoor, DoorParts
from hub.runtime.forgetting import Forgetting
from hub.runtime.intake import HubIntake, IntakeParts
from hub.runtime.lane import LaneParts
from hub.runtime.reading import ReadingParts
from hub.runtime.reading_lists import HubReader
from hub.runtime.ticks import tick_drafts
from hub.runtime.waiting_rows import waiting_rows

LANES = 4
CODEC, AREAS, ENTRIES = EventCodec(), load_areas(folders(live=False)), named("entries")
"""What nobody changes, and takes longest to make."""


class NoTally:
    """Counts nothing."""

    def taken(self, feed: str, outcome: str, at: int) -> None:
        """Ignore a message."""

    def findings(self, feed: str, findings: Sequence[Finding]) -> None:
        """Ignore findings."""

    def put_off(self, feed: str) -> None:
        """Ignore a message that was not kept."""


class WholeHub:
    """Takes what an area sends, and answers as the API would."""

    def __init__(self, consent: ConsentPolicy = CONSENTS) -> None:
        self.clock = ManualClock(0)
        self.quarantine = MemoryQuarantine()
        log, store = MemoryLog(self.clock, Placement(lanes=LANES)), MemoryStore(LANES)
        index = PersonIndex(MemoryIdentities(), b"a key of the tests alone", live=False)
        vault, feeds = Vault(MemoryKeys(), MasterKey({"tests": bytes(32)})), MemoryFeeds()
        seals = read_keys(DEMONSTRATION / COUNCIL_KEYS)
        group = care_group(AREAS, moves=PortabilityProcessor(seals=seals, areas=AREAS))
        self.reader = HubReader(ReadingParts(store, CODEC, group, index, vault, self.clock, Changes()), MemoryAccess())
        self.intake = intake = HubIntake(
            IntakeParts(
                log, CODEC, index, vault, feeds, self.quarantine, self.clock, NoTally(), self.reader.told, consent
            )
        )
        self._lanes = LaneParts(log, store, CODEC, group, self.clock, lambda *_: None)
        self.forgetting = Forgetting(log, CODEC, index, vault, store, self.clock, self.quarantine)
        profiles = Hospital(self.clock, AREAS.home_of).profiles()
        self._hospitals = {"rzz": Feed("rzz", profiles["itk_2_4"]), "rzy": Feed("rzy", profiles["words_2_3"])}
        self._reception = Reception(intake, self.clock, AREAS.home_of)
        carers = CarerNoticesConnector(places_of(AREAS), self.clock)
        dwp, table = DwpConnector(places_of(AREAS), self.clock), ProviderTableConnector()
        self._doors: dict[str, ManifestDrop | ProviderTableDrop] = {
            "dwp-desk": ManifestDrop(dwp, dwp.profile("referral_v1"), intake, feeds),
            "provider-desk": ProviderTableDrop(table.profile("table_v1"), intake, self.clock),
            "carers-desk": ManifestDrop(carers, carers.profile("gp"), intake, feeds),
        }
        about = About(self.reader.told, self.reader.card)
        self._desk = HandDesk(ENTRIES, intake, self.clock, about, patience_s=0.0)
        self._papers = DocumentDoor(DoorParts(intake, self.reader, seals, self.clock))

    async def take(self, one: Sendable) -> None:
        """Take one message or file when it is sent; everything has to be acknowledged as kept."""
        self.clock.set(one.at)
        if one.transport == "mllp":
            assert b"MSA|AA" in await self._reception.message(one.payload, self._hospitals[one.feed])
        elif one.is_by_hand:
            await self.record(one)
        else:
            receipt = await self._doors[one.feed].drop(one.feed, one.files)
            assert receipt["refused"] is None, receipt

    async def record(self, one: Sendable) -> None:
        """Record an entry, or hand a document over: what it is about was folded before, and it has to be right."""
        await self.settle()
        said = msgspec.json.decode(one.payload)
        subject = await self.reader.find(Identifier(**said["known"]))
        assert subject is not None, said["what"]
        if one.transport == DOCUMENT:
            who = Recorder(said["organisation"], "social_worker", "PORTABILITY")
            await self._papers.send(subject, said["document"].encode(), who, said["move"])
            return
        who = Recorder(said["organisation"], "coordinator", said["purpose"])
        await self._desk.record(subject, who, Entry(said["what"], said["fields"], one.name))

    async def drop(self, feed: str, files: Mapping[str, bytes]) -> dict[str, Any]:
        """Hand files to a feed and give the receipt."""
        return await self._doors[feed].drop(feed, files)

    async def waiting(self) -> Mapping[str, int]:
        """Give how many rows of each feed wait for their person."""
        parts = self.reader.parts
        return await waiting_rows(parts.store, parts.codec, "joint")

    async def settle(self) -> None:
        """Fold everything that waits."""
        await catch_up(self._lanes)

    async def tick(self) -> None:
        """Let the day of the clock begin, as the hosts do, and fold everything that waits."""
        parts = self._lanes
        await parts.log.append(tick_drafts(parts.codec, range(LANES), self.clock.now(), None))
        await self.settle()

    async def subject(self, nhs_number: str) -> bytes:
        """Find a person by NHS number."""
        subject = await self.reader.find(Identifier("NHS", "NHS", nhs_number))
        assert subject is not None
        return subject

    async def joint_state(self, nhs_number: str, on: date) -> dict[str, Any]:
        """Give the joint state of a person on a day."""
        return await self.reader.joint_state(await self.subject(nhs_number), on, None)
