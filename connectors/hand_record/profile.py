"""The table of what may be recorded by hand: read once, its lists filled in, nothing left to look up."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec

from connectors.hand_record.rules_lists import rules_lists
from hub.errors import Rejected
from hub.events.bodies import BODIES
from hub.ports.recording import Choice, EntryField, EntryKind

_PACKAGE: Final = "connectors.hand_record"
YES, NO = "yes", "no"
_YES_NO: Final = (Choice(YES, "Yes"), Choice(NO, "No"))


class ThingKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of thing that entries are about: which events tell of it, and the fields that name it there.

    `read` gives another name to a field of an event, where two events call the same thing differently.  `where` says
    what stands in an event that tells of it, for things that are told apart by more than the event's type.
    """

    events: tuple[str, ...]
    fields: tuple[str, ...]
    read: Mapping[str, str] = {}
    where: Mapping[str, str] = {}
    says: tuple[str, ...] = ()
    """Fields of those events by which such things are told apart, and held against what an entry says."""
    ends: tuple[str, ...] = ()
    """Events that say its last day (`ended_on`)."""
    apart: str | None = None
    """The field that says whose it is, where two organisations may use one number."""


class HandProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The whole table."""

    name: str
    version: str
    system: str
    groups: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    happened_at: EntryField
    note: EntryField
    lists: Mapping[str, tuple[Choice, ...]]
    things: Mapping[str, ThingKind]
    kinds: tuple[EntryKind, ...]

    @property
    def label(self) -> str:
        """Name and version as provenance writes it."""
        return f"{self.name}@{self.version}"

    @cached_property
    def by_what(self) -> Mapping[str, EntryKind]:
        """The kinds by name, each with its closed lists and the fields that every kind has."""
        return {kind.what: self._whole(kind) for kind in self.kinds}

    def _whole(self, kind: EntryKind) -> EntryKind:
        added = () if not kind.event else (self.note,) if kind.when else (self.happened_at, self.note)
        fields = tuple(self._listed(field) for field in (*kind.fields, *added))
        return msgspec.structs.replace(kind, fields=fields)

    def _listed(self, field: EntryField) -> EntryField:
        if field.type == "yes_no":
            return msgspec.structs.replace(field, choices=_YES_NO)
        if field.type in {"choice", "choices"}:
            return msgspec.structs.replace(field, choices=self.lists[field.of or ""])
        return field


def profile_from(text: str) -> HandProfile:
    """Read a table; raises `Rejected` for one that is malformed or names what it does not hold."""
    try:
        profile = msgspec.convert(tomllib.loads(text), HandProfile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise Rejected("profile", "not_a_table", f"The table is wrong here: {wrong}.") from None
    profile = msgspec.structs.replace(profile, lists={**rules_lists(), **profile.lists})
    for kind in profile.kinds:
        for field in kind.fields:
            held: Mapping[str, object] = profile.things if field.type == "known" else profile.lists
            if field.type == "text" and not kind.sealed:
                raise Rejected(
                    f"{kind.what}.{field.name}", "no_such_part", "The kind names no sealed part for its text."
                )
            if field.of is not None and field.of not in held:
                raise Rejected(f"{kind.what}.{field.name}", "no_such_list", "The table has no list of that name.")
        if kind.event and kind.event not in BODIES:
            raise Rejected(kind.what, "no_such_event", "There is no event of that name.")
    return profile


def shipped() -> Mapping[str, HandProfile]:
    """Give the tables that ship, by name."""
    folder = resources.files(_PACKAGE) / "profiles"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return {one.name.removesuffix(".toml"): profile_from(one.read_text("utf-8")) for one in found}


def named(name_or_path: str) -> HandProfile:
    """Give a shipped table by name, or one from a TOML file; raises `Rejected` where there is none."""
    if not name_or_path.endswith(".toml"):
        tables = shipped()
        if name_or_path not in tables:
            raise Rejected("profile", "unknown_profile", f"There is no such profile; there are: {', '.join(tables)}.")
        return tables[name_or_path]
    try:
        return profile_from(Path(name_or_path).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Rejected("profile", "unreadable", "The profile's file cannot be read.") from None
