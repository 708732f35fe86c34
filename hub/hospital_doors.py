"""The doors of hospital feeds: what the ingest role needs, without the other kinds of partners."""

from collections.abc import Mapping

from connectors.hospital_hl7v2.connector import Feed as HospitalFeed
from connectors.hospital_hl7v2.connector import Reception
from connectors.hospital_hl7v2.profile import load_profile
from hub.composition import Core

KIND = "hospital_hl7v2"


def hospitals(core: Core) -> Mapping[str, HospitalFeed]:
    """Give every configured hospital feed with its profile; raises `Rejected` for a profile that is not right."""
    feeds = core.settings.all_feeds()
    return {name: HospitalFeed(name, load_profile(feed.profile)) for name, feed in feeds.items() if feed.kind == KIND}


def reception(core: Core) -> Reception:
    """Give what takes the messages of all of them to the intake."""
    return Reception(core.intake, core.clock, core.areas.home_of)
