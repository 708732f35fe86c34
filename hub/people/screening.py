"""What stands in the clear of an event is searched for what would tell who it is about, before it is kept.

Rules need some texts of a message in the clear: where somebody lies, which stay this is, which message said so.  A
sender may have put a name or a number of the person there (`hub/people/traces.py` says what counts as one).  Then

- what can be absent (ward, room, bed, site, a code) is left out, with a finding;
- what holds messages together (the number of a stay or line, the id of a message or record) is named in `private`,
  with a finding: whoever has the key puts a keyed digest in its place, the same in every message of that stay;
- what an organisation is called counts only when it holds a number: a trust may be called as a patient is.

**A ward that is really called Rose** would disappear for everybody of that name, and where a frail person lies tonight
is what the hub is for.  So in a place a name does not count when it is a word that the sender's places are known to
bear (`Translation.place_words`: saints, royalty, flowers, and what the profile adds).  It says nothing of her then:
everybody on that ward has the same text.  But two different names in one place (ward `ROSE`, room `Margaret`) are no
ward; there the fields have slipped, and both go.  Numbers always go.

What is *not* done is to learn wards from other people's messages: whether her ward is known would then hang on who was
admitted before her, and the same messages in another order would end in another state.  A name that a ward bears and
nobody listed costs its namesakes their ward until the profile lists it; the sealed original keeps it, and the finding
says so.

Only texts that a sender makes up are searched.  Those out of a closed list are not: `NEW` is no name, and neither is a
service of the hub's list: home support of a Mr Home is no trace of him.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec

from hub.domain.services import listed
from hub.events.discharge import Spell
from hub.events.values import Place
from hub.people.traces import Traces, traces_of
from hub.ports.connector import Finding, Proposed, Translation

_IDS: Final = frozenset(
    f"{what}_id"
    for what in (
        "line", "referral", "notice", "withdrawal", "answer", "assessment", "determination", "case", "move", "about",
        "document", "appeal", "consent", "link", "request", "post", "member", "concern", "charge", "equipment",
        "programme",
    )
)  # fmt: skip
TEXTS: Final = _IDS | {
    "number", "supersedes", "service", "method", "specialty", "gp_practice", "outcome", "role", "price_framework",
}  # fmt: skip
"""Fields of events that hold what a sender made up, or a code that nothing was compared with."""
ORGANISATIONS: Final = frozenset(
    {"trust", "provider", "organisation", "said_by", "signed_by", "charged_by", "respond_to"}
)
"""Fields that hold an organisation's own code or name."""
RULE: Final = "names_the_person"
_LEFT_OUT: Final = "This field holds a name or number of the person; it was left out, and stays in the sealed original."
_PLACE: Final = _LEFT_OUT + " A place that is really called so is listed in the profile (visit.place_names)."
_REPLACED: Final = "This id holds a name or number of the person; a keyed digest is kept in its place."


class Text(NamedTuple):
    """One clear text of an event: where it is, what it is, and how it counts."""

    path: str
    value: str
    organisation: bool
    needed: bool


def screened(translation: Translation) -> Translation:
    """Give a translation whose clear texts name nobody, but for those in `private`; the same when there are none."""
    screen = _Screen(traces_of(translation), translation)
    events = tuple(screen.event(event) for event in translation.events)
    screen.message()
    if not screen.findings:
        return translation
    findings = (*translation.findings, *dict.fromkeys(screen.findings))
    return msgspec.structs.replace(translation, events=events, findings=findings, private=frozenset(screen.private))


def ids_of(translation: Translation) -> frozenset[str]:
    """Give the ids by which other messages may speak of the same stay, line or record."""
    found = {event.record_uid for event in translation.events if event.record_uid}
    found |= {text.value for event in translation.events for text in texts_of(event.body) if text.needed}
    return frozenset(found)


def texts_of(body: msgspec.Struct, before: str = "") -> Iterator[Text]:
    """Give the texts of an event's body that a sender made up; places are not among them."""
    for name, required in _fields_of(type(body)):
        value = getattr(body, name)
        if isinstance(value, Spell):
            yield from texts_of(value, f"{before}{name}.")
        elif isinstance(value, str) and name in TEXTS | ORGANISATIONS and not (name == "service" and listed(value)):
            yield Text(before + name, value, name in ORGANISATIONS, required)


def replaced(struct: msgspec.Struct, shown: Mapping[str, str]) -> msgspec.Struct:
    """Give an event's body with other texts in the place of some that a sender made up."""
    changes: dict[str, Any] = {}
    for name, _ in _fields_of(type(struct)):
        value = getattr(struct, name)
        if isinstance(value, Spell) and (inner := replaced(value, shown)) is not value:
            changes[name] = inner
        elif name in TEXTS | ORGANISATIONS and isinstance(value, str) and value in shown:
            changes[name] = shown[value]
    return msgspec.structs.replace(struct, **changes) if changes else struct


@lru_cache(maxsize=256)
def _fields_of(kind: type[msgspec.Struct]) -> tuple[tuple[str, bool], ...]:
    """Give the names of a body's fields, and whether each has to be there."""
    return tuple((field.name, field.required) for field in msgspec.structs.fields(kind))


class _Screen:
    """One message under search: what has to be left out, replaced, and told."""

    def __init__(self, traces: Traces, translation: Translation) -> None:
        self._traces, self._translation = traces, translation
        self.findings: list[Finding] = []
        self.private: set[str] = set()

    def message(self) -> None:
        """Search what the message says of itself."""
        told = self._translation
        if self._traces.found_in(told.message_id):
            self._replace("message_id", told.message_id)
        for name in ("source_organisation", "source_system"):
            if self._traces.number_in(getattr(told, name)):
                self._replace(name, getattr(told, name))

    def event(self, event: Proposed) -> Proposed:
        """Search one event; give it without what had to be left out."""
        changes: dict[str, Any] = {}
        for text in texts_of(event.body):
            if not (self._traces.number_in(text.value) if text.organisation else self._traces.found_in(text.value)):
                continue
            if text.needed:
                self._replace(text.path, text.value)
            else:
                changes[text.path] = None
                self._tell(text.path, _LEFT_OUT)
        for name, _ in _fields_of(type(event.body)):
            value = getattr(event.body, name)
            if isinstance(value, Place) and (kept := self._place(name, value)) is not value:
                changes[name] = kept
        if event.record_uid not in self.private and self._traces.found_in(event.record_uid):
            self._replace("record_uid", event.record_uid)
        body = msgspec.structs.replace(event.body, **changes) if changes else event.body
        return msgspec.structs.replace(event, body=body) if changes else event

    def _place(self, name: str, place: Place) -> Place:
        """Leave the parts of a place out that name the person; see the module's docstring for a ward called Rose."""
        parts = {part: text for part in place.__struct_fields__ if (text := getattr(place, part))}
        names = {part: self._traces.names_in(text) for part, text in parts.items()}
        slipped = len(frozenset[str]().union(*names.values())) > 1
        known = frozenset[str]() if slipped else self._translation.place_words
        gone = [part for part, text in parts.items() if names[part] - known or self._traces.number_in(text)]
        if gone:
            self._tell(name, _PLACE)
        return msgspec.structs.replace(place, **dict.fromkeys(gone)) if gone else place

    def _replace(self, path: str, text: str) -> None:
        self.private.add(text)
        self._tell(path, _REPLACED)

    def _tell(self, path: str, words: str) -> None:
        self.findings.append(Finding(self._translation.read_at.get(path, path), RULE, words))
