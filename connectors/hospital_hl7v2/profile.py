"""A profile: what differs between senders, as data.  A new trust needs a new TOML file and no code."""

from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import Field

from connectors import profile_source
from connectors.hospital_hl7v2.profile_parts import (
    Accept,
    Disposition,
    Expected,
    Identifiers,
    Part,
    Path,
    Pathway,
    Readiness,
    Sender,
    Text,
    Times,
    Visit,
)

__all__ = ["Path", "Profile", "load_profile", "profile_from", "shipped_profiles"]

_PACKAGE: Final = "connectors.hospital_hl7v2"


class Profile(Part):
    """One way of sending ADT messages."""

    name: str = Field(min_length=1, max_length=60)
    version: str = Field(min_length=1, max_length=20)
    description: str = ""
    accept: Accept = Accept()
    sender: Sender = Sender()
    text: Text = Text()
    times: Times = Times()
    identifiers: Identifiers = Identifiers()
    visit: Visit = Visit()
    disposition: Disposition = Disposition()
    expected: Expected = Expected()
    readiness: Readiness = Readiness()
    pathway: Pathway = Pathway()

    @property
    def label(self) -> str:
        """`name@version`, as the provenance of every event says."""
        return f"{self.name}@{self.version}"

    def only(self, processing_ids: Sequence[str], sending_facilities: Sequence[str] = ()) -> "Profile":
        """Give the same profile for a listener that takes these processing ids and senders alone."""
        accept = self.accept.model_copy(
            update={"processing_ids": tuple(processing_ids), "sending_facilities": tuple(sending_facilities)}
        )
        return self.model_copy(update={"accept": accept})


def profile_from(content: str) -> Profile:
    """Read a profile from TOML text; raises `Rejected` with the settings and rules when it is wrong."""
    return profile_source.profile_from(content, Profile)


def shipped_profiles() -> Mapping[str, Profile]:
    """Give the profiles that come with the product, by name."""
    return profile_source.shipped_profiles(_PACKAGE, Profile)


def load_profile(name: str) -> Profile:
    """Give a shipped profile by name, or read one from a path to a TOML file; raises `Rejected`."""
    return profile_source.profile_named(_PACKAGE, name, Profile)
