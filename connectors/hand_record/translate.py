"""One entry and the table to a translation: pure.  Every fault is told at once, or the whole entry is taken."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple, get_args, get_type_hints

import msgspec

from connectors.hand_record.against import Told, alike, faults_against
from connectors.hand_record.between import faults_between
from connectors.hand_record.correcting import corrected, correction_faults, replacing, standing_faults
from connectors.hand_record.profile import HandProfile
from connectors.hand_record.reading import Around, CouncilNow, newest, read
from connectors.hand_record.resting import resting_faults
from connectors.hand_record.whose import Around as Whose
from connectors.hand_record.whose import faults_of_whose
from connectors.hand_record.wrong import Wrong
from connectors.wall_time import moment_of_day
from hub.domain.days import day_of
from hub.events.bodies import BODIES
from hub.events.values import Code, Moment, Precision, Zone
from hub.people.claims import KnownPerson
from hub.people.traces import traces_of
from hub.ports.connector import Finding, Proposed, Translation
from hub.ports.recording import Earlier, Entry, EntryField, EntryKind, Fault, Known, Recorder, Thing

_ID_LENGTH: Final = 20
WRITTEN: Final = "written"
"""In place of a field (`when`): the entry happened when it was written down."""


class Said(NamedTuple):
    """What stands around an entry: of whom, by whom, when (milliseconds), what is known, and names to keep out."""

    subject: bytes
    who: Recorder
    now: int
    known: Known
    telling: frozenset[str] = frozenset()
    """Names and numbers of the person."""
    message_id: str = ""
    council_now: CouncilNow | None = None

    def is_own(self, organisation: str | None) -> bool:
        """Say whether a code is one of the recorder's organisation, as a council is under each of its codes."""
        return bool(newest(organisation, self.council_now) == newest(self.who.organisation, self.council_now))


def translate(entry: Entry, profile: HandProfile, said: Said) -> Translation:
    """Give the events of an entry; one that is wrong anywhere is rejected whole, with a finding for each fault."""
    kind = profile.by_what.get(entry.what)
    if kind is None:
        return _rejected([Fault("what", "unknown_kind", "Choose what you want to record")], profile)
    values, faults = _values(entry, kind, said)
    faults += correction_faults(entry, kind, profile, said.known, said.is_own)
    faults += standing_faults(corrected(entry, said.known), profile, said.who)
    if faults:
        return _rejected(faults, profile)
    told = _told(entry, kind, profile, said, values)
    body = told.events[0].body if kind.event else None
    wrong = [*_naming(told, kind, values), *resting_faults(entry, profile, said.known, said.is_own, body)]
    return _rejected(wrong, profile) if wrong else told


def _rejected(faults: list[Fault], profile: HandProfile) -> Translation:
    findings = tuple(Finding(fault.path, fault.rule, fault.words, "error") for fault in faults)
    return Translation("rejected", (), findings, source_system=profile.system, profile=profile.label)


def _values(entry: Entry, kind: EntryKind, said: Said) -> tuple[dict[str, Any], list[Fault]]:
    """Read every field; give the values that can be taken, and what is wrong with the others."""
    things = {name: {thing.ref: thing for thing in found} for name, found in said.known.things.items()}
    around, values, faults = Around(said.now, things, said.council_now), dict[str, Any](), list[Fault]()
    for field in kind.fields:
        try:
            value = read(field, entry.fields.get(field.name), around)
        except Wrong as wrong:
            faults.append(Fault(f"fields.{field.name}", wrong.rule, wrong.words))
        else:
            values |= {} if value is None else {field.name: value}
    if set(entry.fields) - {field.name for field in kind.fields}:
        faults.append(Fault("fields", "unknown_field", "There is a field that this kind of entry does not have"))
    earlier, today = corrected(entry, said.known), day_of(said.now)
    when = _occurred(kind, values, earlier, said.now)
    ruled = {"happened_at": when, **values}
    faults += faults_between(kind, ruled, faults)
    written_on = day_of(earlier.recorded_at) if earlier else today
    faults += faults_against(kind, ruled, Told(said.known, said.who.organisation, written_on, said.council_now))
    whose = Whose(said.who, said.known, today, said.council_now, earlier)
    return values, faults + list(faults_of_whose(kind, ruled, whose))


def _told(entry: Entry, kind: EntryKind, profile: HandProfile, said: Said, values: Mapping[str, Any]) -> Translation:
    earlier = corrected(entry, said.known)
    events = [_event(entry, kind, said, values, earlier)] if kind.event else []
    if earlier is not None:
        taken_back = Moment(earlier.occurred_at, Precision.MILLISECOND, Zone.STATED)
        events.append(_proposed(replacing(earlier), taken_back, said, entry, _why(entry)))
    return Translation(
        outcome="accepted",
        events=tuple(events),
        findings=(),
        message_id=said.message_id,
        source_organisation=said.who.organisation,
        source_system=profile.system,
        trigger=kind.what,
        profile=profile.label,
        telling=said.telling,
    )


def _event(entry: Entry, kind: EntryKind, said: Said, values: Mapping[str, Any], earlier: Earlier | None) -> Proposed:
    body = _body(entry, kind, said, values, earlier)
    return _proposed(body, _occurred(kind, values, earlier, said.now), said, entry, _sealed(kind, values))


def _sealed(kind: EntryKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is sealed of an entry: its note, and under the part that the kind names its other texts."""
    names = [field.name for field in kind.fields if field.type == "text" and field.name != "note"]
    texts = {name: values[name] for name in names if name in values}
    note = {"text": values["note"]} if "note" in values else {}
    return note | ({kind.sealed: texts} if texts else {})


def _proposed(
    body: msgspec.Struct, occurred: Moment, said: Said, entry: Entry, personal: Mapping[str, Any]
) -> Proposed:
    earlier = corrected(entry, said.known)
    return Proposed(
        body=body,
        occurred=occurred,
        recorded=Moment(said.now, Precision.MILLISECOND, Zone.STATED),
        person=KnownPerson(said.subject),
        personal=personal,
        author=said.who.role,
        record_uid=entry.key if earlier is None else earlier.record_uid,
        record_version=1 if earlier is None else earlier.record_version + 1,
        purpose=said.who.purpose,
        register=False,
    )


def _why(entry: Entry) -> dict[str, Any]:
    """Give what is sealed of a correction: its reason, and the recorder's own words."""
    reason = {} if entry.reason is None else {"reason": entry.reason.code, "words": entry.reason.words.strip()}
    return {"correction": {name: text for name, text in reason.items() if text}}


def _occurred(kind: EntryKind, values: Mapping[str, Any], earlier: Earlier | None, now: int) -> Moment:
    when = None if kind.when == WRITTEN else values.get(kind.when or "happened_at")
    if when is None:
        return Moment(earlier.occurred_at if earlier else now, Precision.MILLISECOND, Zone.STATED)
    return when if isinstance(when, Moment) else moment_of_day(when)


def _body(
    entry: Entry, kind: EntryKind, said: Said, values: Mapping[str, Any], earlier: Earlier | None
) -> msgspec.Struct:
    """Fill the event: what was typed, what was chosen, what is made here, and what never differs."""
    body, filled = BODIES[kind.event], dict[str, Any](kind.fixed)
    for field in kind.fields:
        value = values.get(field.name)
        if isinstance(value, Thing):
            filled |= value.values
        elif value is not None and field.type != "text" and not _says_when_alone(field, kind):
            name = field.into or field.name
            filled[name] = _as_kept(value, whole=name in _moments(kind.event))
    for name, how in kind.fill.items():
        kept = earlier.made.get(name) if earlier else None
        filled.setdefault(name, _made(how, filled, said) if how != "NEW" else kept or made_id(entry.key, name))
    unsaid = {one.name: None for one in msgspec.structs.fields(body) if one.required}
    return body(**{**unsaid, **filled})


def _says_when_alone(field: EntryField, kind: EntryKind) -> bool:
    """Say whether a field is of the time of the event, which has no place for it beside that."""
    held = BODIES[kind.event].__struct_fields__
    return field.name in {"happened_at", kind.when} and (field.into or field.name) not in held


def _made(how: str, filled: Mapping[str, Any], said: Said) -> str | None:
    """Give who says an entry: the recorder's organisation or council, by today's code or that of what it ends."""
    if how == "GIVEN":
        return _given_by(filled["reason"], said)
    return said.who.council if how == "COUNCIL" else said.who.organisation


def _given_by(reason: Code, said: Said) -> str:
    """Give the code under which the recorder's organisation gave a reason: a council may have another one since."""
    given = (thing.values for thing in said.known.things.get("delay_reason", ()))
    mine = (one["said_by"] for one in given if said.is_own(one["said_by"]) and alike(reason, one["reason"]))
    return next(mine, said.who.organisation)


def _as_kept(value: Any, *, whole: bool) -> Any:
    """Give a day or time as the event keeps it: a `whole` moment with its precision, or its milliseconds, or a day."""
    if whole:
        return value if isinstance(value, Moment) else moment_of_day(value)
    return value.at if isinstance(value, Moment) else value


@cache
def _moments(event: str) -> frozenset[str]:
    """Give the fields of an event that are whole moments."""
    hints = get_type_hints(BODIES[event])
    return frozenset(name for name, hint in hints.items() if Moment in (hint, *get_args(hint)))


def made_id(key: str, name: str) -> str:
    """Make an id that follows from the entry, so that a repeat makes the same; it says nothing about anybody."""
    return "H" + hashlib.sha256(f"{key}\0{name}".encode()).hexdigest()[:_ID_LENGTH].upper()


def _naming(told: Translation, kind: EntryKind, values: Mapping[str, Any]) -> Iterator[Fault]:
    """Give the fields in the clear that hold a name or number of the person."""
    traces = traces_of(told)
    for field in kind.fields:
        if field.type in {"code", "label"} and traces.found_in(_clear(values.get(field.name, ""))):
            words = "This may not hold the person's name or number"
            yield Fault(f"fields.{field.name}", "names_the_person", words)


def _clear(value: str | Code) -> str:
    return value.code if isinstance(value, Code) else value
