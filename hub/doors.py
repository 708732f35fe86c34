"""The doors by which messages come in: one for each configured feed."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, cast

from connectors.carer_notices.connector import CarerNoticesConnector
from connectors.dwp.connector import DwpConnector
from connectors.hand_record.desk import About, HandDesk
from connectors.hand_record.profile import named as hand_table
from connectors.hospital_hl7v2.connector import Feed as HospitalFeed
from connectors.hospital_hl7v2.connector import Reception
from connectors.kinds import kinds
from connectors.manifest_drop import ManifestDrop
from connectors.provider_table.connector import ProviderTableConnector
from connectors.provider_table.drop import ProviderTableDrop
from hub.care_group import council_keys
from hub.composition import Core
from hub.errors import NotFound
from hub.hospital_doors import KIND, hospitals, reception
from hub.ports.connector import Connector
from hub.runtime.document_door import DocumentDoor, DoorParts
from hub.settings import Feed


class FileDoor(Protocol):
    """Takes files by name and gives the receipt."""

    async def drop(self, feed: str, files: Mapping[str, bytes]) -> dict[str, Any]:
        """Take files; raises `Unavailable` when none of them was kept."""
        ...


class Doors(NamedTuple):
    """Every door of this process, by feed."""

    files: Mapping[str, FileDoor]
    hospitals: Mapping[str, HospitalFeed]
    reception: Reception

    async def drop(self, feed: str, files: Mapping[str, bytes]) -> dict[str, Any]:
        """Hand files to a feed; raises `NotFound` for a feed that takes no files."""
        if feed not in self.files:
            raise NotFound("no feed of that name takes files; `hub feeds` lists them")
        return await self.files[feed].drop(feed, files)


def doors(core: Core) -> Doors:
    """Make a door for each configured feed; raises `Rejected` for a profile that is not right."""
    connectors, feeds = kinds(core.areas, core.clock, core.bases), core.settings.all_feeds()
    files = {name: _files(core, feed, connectors[feed.kind]) for name, feed in feeds.items() if feed.kind != KIND}
    return Doors(files, hospitals(core), reception(core))


def hand_desk(core: Core) -> HandDesk:
    """Make the door for what people record by hand."""
    reading = core.reading

    async def councils(subject: bytes) -> frozenset[str]:
        return (await reading.ties(subject)).councils

    async def state(subject: bytes) -> Mapping[str, Any]:
        return await reading.joint_state(subject, None, None)

    about = About(reading.told, reading.card, state, councils, reading.own_times)
    return HandDesk(hand_table("entries"), core.intake, core.clock, about, council_now=core.areas.newest_code)


def document_door(core: Core) -> DocumentDoor:
    """Make the door for assessments that move with a person; raises `Rejected` for a file of keys that is none."""
    return DocumentDoor(DoorParts(core.intake, core.reading, council_keys(core.settings), core.clock))


def _files(core: Core, feed: Feed, connector: Connector) -> FileDoor:
    if isinstance(connector, DwpConnector | CarerNoticesConnector):
        return ManifestDrop(connector, connector.profile(feed.profile), core.intake, core.feeds)
    table = cast("ProviderTableConnector", connector)
    return ProviderTableDrop(table.profile(feed.profile), core.intake, core.clock)
