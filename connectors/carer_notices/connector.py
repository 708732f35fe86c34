"""Pure reading of carers' notices with a profile; `Connector` in `hub/ports/connector.py`."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from connectors.carer_notices.profile import CarerProfile
from connectors.carer_notices.translate import translate
from connectors.council_routing import Places
from connectors.file_answer import Answer, Asked, inspected
from connectors.file_lines import FileLine
from connectors.profile_source import profile_named, shipped_profiles
from hub.domain.lawful_bases import LawfulBases
from hub.ports.clock import Clock
from hub.ports.connector import Translation

_PACKAGE: Final = "connectors.carer_notices"


class CarerNoticesConnector:
    """Reads files of carers' notices; places are pure look-ups, the clock tells whether a consent still holds."""

    kind = "carer_notices"

    def __init__(self, places: Places, clock: Clock, bases: LawfulBases | None = None) -> None:
        self.places = places
        self.clock = clock
        self.bases = bases or LawfulBases()

    def profiles(self) -> Mapping[str, CarerProfile]:
        """Give the shipped profiles by name."""
        return shipped_profiles(_PACKAGE, CarerProfile)

    def profile(self, name_or_path: str) -> CarerProfile:
        """Give a shipped profile by name, or one from a TOML file of your own."""
        return profile_named(_PACKAGE, name_or_path, CarerProfile)

    def answers(self, lines: Sequence[FileLine], profile: CarerProfile, recipient: str | None) -> list[Answer]:
        """Read records and what they are answered with, at the present moment."""
        asked = Asked(profile, self.places, self.clock.now(), recipient, self.bases)
        return [translate(line.raw, asked) for line in lines]

    def inspect(self, raw: bytes, profile: Any) -> Sequence[Translation]:
        """Read a file, or one record, and write nothing."""
        return inspected(raw, profile, lambda lines: self.answers(lines, profile, None))
