"""Pure reading of providers' tables with a profile; `Connector` in `hub/ports/connector.py`."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from connectors.profile_source import profile_named, shipped_profiles
from connectors.provider_table.profile import TableProfile
from connectors.provider_table.table import rows
from connectors.provider_table.translate import translate
from hub.errors import Rejected
from hub.ports.connector import Finding, Translation

_PACKAGE: Final = "connectors.provider_table"


class ProviderTableConnector:
    """Reads tables."""

    kind = "provider_table"

    def profiles(self) -> Mapping[str, TableProfile]:
        """Give the shipped profiles by name."""
        return shipped_profiles(_PACKAGE, TableProfile)

    def profile(self, name_or_path: str) -> TableProfile:
        """Give a shipped profile by name, or one from a TOML file of your own."""
        return profile_named(_PACKAGE, name_or_path, TableProfile)

    def inspect(self, raw: bytes, profile: Any) -> Sequence[Translation]:
        """Read a table, or one row under its heading, and write nothing."""
        try:
            return [translate(row, profile) for row in rows(raw, profile)]
        except Rejected as wrong:
            finding = Finding(wrong.path, wrong.rule, wrong.words, "error")
            return [Translation("rejected", (), (finding,), profile=profile.label)]
