"""Pure reading of entries with the table; `Connector` in `hub/ports/connector.py`."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from connectors.hand_record.profile import HandProfile, named, shipped
from connectors.hand_record.translate import Said, translate
from hub.ports.clock import Clock
from hub.ports.connector import Finding, Translation
from hub.ports.recording import Entry, Known, Reason, Recorder

_NOBODY: Final = bytes(16)
_DIGEST: Final = 16


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry as its original is kept, sealed: what was said of whom, by whom and under which key."""

    what: str
    fields: Mapping[str, Any]
    key: str
    organisation: str
    role: str
    purpose: str
    corrects: str | None = None
    reason: tuple[str, str] | None = None
    person: str = ""

    @property
    def entry(self) -> Entry:
        """The entry alone."""
        return Entry(self.what, self.fields, self.key, self.corrects, Reason(*self.reason) if self.reason else None)

    @property
    def who(self) -> Recorder:
        """Who recorded it."""
        return Recorder(self.organisation, self.role, self.purpose)


def written(subject: bytes, who: Recorder, entry: Entry) -> bytes:
    """Write an entry down whole: the same entry gives the same bytes, at whatever time it is sent."""
    why = (entry.reason.code, entry.reason.words) if entry.reason else None
    said = (who.organisation, who.role, who.purpose)
    whole = Written(entry.what, entry.fields, entry.key, *said, entry.corrects, why, subject.hex())
    return msgspec.json.encode(whole, order="deterministic")


def message_id_of(key: str, raw: bytes) -> str:
    """Name a recording: its key, which every repeat has, and a digest that tells another content apart."""
    return f"{key}.{hashlib.sha256(raw).hexdigest()[:_DIGEST]}"


class HandConnector:
    """Reads entries; nothing of any person is known to it, so what names a thing of a person is refused here."""

    kind = "hand_record"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def profiles(self) -> Mapping[str, HandProfile]:
        """Give the shipped tables by name."""
        return shipped()

    def profile(self, name_or_path: str) -> HandProfile:
        """Give a shipped table by name, or one from a TOML file."""
        return named(name_or_path)

    def inspect(self, raw: bytes, profile: Any) -> Sequence[Translation]:
        """Read one entry and write nothing."""
        try:
            read = msgspec.json.decode(raw, type=Written)
        except msgspec.DecodeError:
            finding = Finding("entry", "not_an_entry", "this is not one entry as JSON", "error")
            return [Translation("rejected", (), (finding,), profile=profile.label)]
        return [translate(read.entry, profile, Said(_NOBODY, read.who, self._clock.now(), Known({})))]
