"""What a person's events tell that an entry may be about: things by reference, and the entries made by hand so far."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from connectors.hand_record.apart import ref_in, told_apart, whose_it_is
from connectors.hand_record.profile import NO, YES, HandProfile, ThingKind
from connectors.hand_record.reading import COUNCIL_CODE
from hub.domain.days import LONDON, day_of, start_of
from hub.domain.whereabouts import hides
from hub.events.discharge import Spell
from hub.events.envelope import Event
from hub.events.values import Code, Moment, Precision
from hub.ports.recording import HAND, Earlier, EntryField, EntryKind, Known, Thing

FEED: Final = HAND
_SECOND_MS: Final = 1000
_FIRST_DAYS: Final = ("started_on", "from_on")


def known_of(told: Sequence[Event], profile: HandProfile) -> Known:
    """Give the things and entries that these events, in canonical order, tell of, each once, the newest first."""
    newest = sorted(told, key=lambda event: (event.occurred_at, event.recorded_at, event.event_id), reverse=True)
    things = {name: list(_things(newest, kind)) for name, kind in profile.things.items()}
    entries = [entry for event in newest for entry in _entries(event, profile, things)]
    return Known(things, entries, hides(told))


def _things(events: Sequence[Event], kind: ThingKind) -> Iterator[Thing]:
    """Give the things of a kind, the newest first, each with what all events of it tell."""
    told: dict[str, list[Event]] = {}
    for event in events:
        if event.type in kind.events and holds(event.body, kind.where):
            told.setdefault(reference(values_of(event.body, kind)), []).append(event)
    ends = [event for event in events if event.type in kind.ends]
    apart = ((number, *own) for number, all_ in told.items() for own in told_apart(number, all_, kind))
    for number, ref, its in apart:
        newest = its[0]
        yield Thing(
            ref,
            values_of(newest.body, kind) | whose_it_is(its, kind),
            newest.type,
            newest.occurred_at,
            getattr(newest.body, "service", None),
            _began(its),
            _said(its, kind),
            _ended([*its, *(end for end in ends if reference(values_of(end.body, kind)) == number)]),
            frozenset(event.event_id for event in its),
        )


def _began(its: Sequence[Event]) -> dict[str, int]:
    """Give by type of event when a thing began at the earliest: on the first day that is said, or when it was told."""
    began: dict[str, int] = {}
    for event in its:
        days = (getattr(event.body, name, None) for name in _FIRST_DAYS)
        admitted = getattr(event.body, "admitted_at", None)
        at = min([admitted.at if admitted else event.occurred_at, *(start_of(day) for day in days if day is not None)])
        began[event.type] = min(at, began.get(event.type, at))
    return began


def _said(its: Sequence[Event], kind: ThingKind) -> dict[str, Any]:
    """Give what was told first of each: a later word that contradicts it is what the form asks to put right."""
    found: dict[str, Any] = {}
    for name in kind.says:
        said = (getattr(event.body, name, None) for event in reversed(its))
        value = next((one for one in said if one is not None), None)
        found |= {} if value is None else {name: value}
    return found


def _ended(its: Sequence[Event]) -> date | None:
    """Give the last day that was written last; none where what was written last is a start without one."""
    days = [(event.recorded_at, getattr(event.body, "ended_on", None)) for event in its]
    ended = max(days, key=lambda each: (each[0], each[1] is not None))[1]
    starts = [day for event in its if (day := getattr(event.body, "started_on", None)) is not None]
    return None if ended is not None and any(day > ended for day in starts) else ended


def values_of(body: object, kind: ThingKind) -> dict[str, Any]:
    """Give what names a thing in the body of an event that tells of it."""
    called = {theirs for theirs, ours in kind.read.items() if hasattr(body, theirs)}
    other = {kind.read[theirs]: getattr(body, theirs) for theirs in called}
    return {name: other[name] if name in other else getattr(body, name) for name in kind.fields}


def reference(values: Mapping[str, Any]) -> str:
    """Write what names a thing as one text: its parts with strokes between, as in `RZZ/SP7700123`."""
    parts = [part for value in values.values() for part in (value if isinstance(value, tuple) else _parts(value))]
    return "/".join(str(part) for part in parts if part is not None)


def _parts(value: object) -> tuple[object, ...]:
    return (value.trust, value.number) if isinstance(value, Spell) else (value,)


def _entries(event: Event, profile: HandProfile, things: Mapping[str, Sequence[Thing]]) -> Iterator[Earlier]:
    """Give the entry that an event was, if it was one."""
    said = event.provenance
    kind = None if said is None or said.feed != FEED else kind_of(event, profile, things)
    if said is not None and kind is not None:
        yield Earlier(
            event.event_id,
            kind.what,
            said.source_organisation,
            said.author or "",
            event.occurred_at,
            event.recorded_at,
            said.record_uid,
            said.record_version,
            _answers(event, kind, things),
            {name: getattr(event.body, name) for name, how in kind.fill.items() if how == "NEW"},
        )


def kind_of(event: Event, profile: HandProfile, things: Mapping[str, Sequence[Thing]]) -> EntryKind | None:
    """Give the kind of entry that becomes such an event: of several the one that says most about it.

    A kind that is about narrower things (`where`) is the one only where the event is about one of them.
    """
    found: list[tuple[int, EntryKind]] = []
    for kind in profile.by_what.values():
        if kind.event == event.type and holds(event.body, kind.fixed):
            narrow = [field.of or "" for field in kind.fields if field.required and _is_narrow(field, profile)]
            if all(ref_in(event, things[name]) is not None for name in narrow):
                found.append((len(kind.fixed) + len(narrow), kind))
    return max(found, key=lambda each: each[0], default=(0, None))[1]


def _is_narrow(field: EntryField, profile: HandProfile) -> bool:
    return field.type == "known" and bool(profile.things[field.of or ""].where)


def holds(body: object, said: Mapping[str, object]) -> bool:
    """Say whether the body of an event says all of this."""
    return all(getattr(body, name) == value for name, value in said.items())


def _answers(event: Event, kind: EntryKind, things: Mapping[str, Sequence[Thing]]) -> dict[str, Any]:
    """Write an event back as the fields of its entry; what is sealed stays sealed."""
    found = {field.name: _answer(event, field, things) for field in kind.fields if field.type != "text"}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _answer(event: Event, field: EntryField, things: Mapping[str, Sequence[Thing]]) -> Any:
    if field.name == "happened_at":
        return _wall(event.occurred_at) if event.precision > Precision.DAY else None
    if field.type == "known":
        return ref_in(event, things.get(field.of or "", ()))
    # A field that the event has no place for says when it happened, and nothing else.
    value: Any = getattr(event.body, field.into or field.name, day_of(event.occurred_at))
    if value is None or (isinstance(value, Code) and value.system != field.system) or _is_the_other_s(field, value):
        return None
    if field.type in {"day", "time"}:
        return _day_or_time(field, value)
    if field.type in {"hours", "pounds", "amount", "share"}:
        return str(Decimal(value) / 100)
    return _plain(value)


def _is_the_other_s(field: EntryField, value: Any) -> bool:
    """Say whether a code is that of the other field of its form: one asks for a council, one for others."""
    if field.into is None or field.type not in {"council", "code"}:
        return False
    return (field.type == "council") != (COUNCIL_CODE.fullmatch(value) is not None)


def _day_or_time(field: EntryField, value: date | Moment | int) -> str:
    """Write a day, or a time of an event: a whole moment, or its milliseconds."""
    if isinstance(value, date):
        return value.isoformat()
    at = value.at if isinstance(value, Moment) else value
    return _wall(at) if field.type == "time" else day_of(at).isoformat()


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return list(value)
    return value.code if isinstance(value, Code) else value


def _wall(at: int) -> str:
    """Write a moment as the clock on an English wall shows it, to the second where it has seconds.

    In the hour that happens twice (October) the second pass says its offset: without one the first is read.
    """
    time = datetime.fromtimestamp(at / _SECOND_MS, UTC).astimezone(LONDON)
    shown = time if time.fold else time.replace(tzinfo=None)
    return shown.isoformat(timespec="minutes" if not time.second else "seconds")
