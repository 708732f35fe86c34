"""What the pages of recording show: a menu by group, a form made of a kind's fields, answers in words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from hub.api.entry_choices import is_visit, things_of
from hub.domain.days import rfc3339
from hub.ports.recording import Earlier, EntryField, EntryKind, Fault, Known, Recording, Thing
from hub.web.answers import PREFIX, Sent, boxes, sent_again
from hub.web.board_view import KEPT_HIDDEN
from hub.web.dates import clinical, clinical_time
from hub.web.services import service_words
from hub.web.thing_words import said_words
from hub.web.words import Names, organisation, words

_FEW: Final = 6
"""So many choices are shown at once; more are a list that opens."""
Option = tuple[str, str]


class FieldView(NamedTuple):
    """One field of a form; `look` is the component that shows it, `values` what its boxes hold, in order."""

    name: str
    id: str
    look: str
    label: str
    hint: str
    error: str | None
    values: Sequence[str]
    options: Sequence[Option] = ()


class EarlierView(NamedTuple):
    """One entry that was made before: what, when, whose word, and whether the reader may correct it."""

    event: str
    what: str
    label: str
    happened: str
    said_by: str
    own: bool
    told: str
    """What was answered, in words, so that two of one day can be told apart."""


def menu(recording: Recording, groups: frozenset[str]) -> list[tuple[str, list[EntryKind]]]:
    """Give the kinds that somebody may record, under the words of their group; taking back is no entry of its own."""
    mine = [kind for kind in recording.kinds.values() if kind.event and kind.group in groups]
    found = [(group.words, [kind for kind in mine if kind.group == group.code]) for group in recording.groups]
    return [(label, held) for label, held in found if held]


def fields(kind: EntryKind, sent: Sent, faults: Sequence[Fault], known: Known, names: Names) -> list[FieldView]:
    """Give the fields of a form with what they hold and what is wrong beside each."""
    wrong = {fault.path: fault.words for fault in faults}
    return [
        _view(field, sent, wrong.get(f"fields.{field.name}"), options(field, known, names, _sent(sent, field)))
        for field in kind.fields
    ]


def _sent(sent: Sent, field: EntryField) -> Sequence[str]:
    return sent.get(PREFIX + field.name, ())


def _view(field: EntryField, sent: Sent, error: str | None, offered: Sequence[Option]) -> FieldView:
    name = PREFIX + field.name
    values = list(sent.get(name, ())) if field.type == "choices" else [sent.get(box, [""])[0] for box in boxes(field)]
    label = field.label if field.required else f"{field.label} (optional)"
    return FieldView(name, id_of(field.name), _look(field), label, field.hint, error, values, offered)


def id_of(name: str) -> str:
    """Name the element of a field in the page."""
    return f"f-{name}"


def _look(field: EntryField) -> str:
    if field.type == "choices":
        return "checkboxes"
    if field.type in {"choice", "yes_no"} and field.required and len(field.choices) <= _FEW:
        return "radios"
    if field.type in {"choice", "yes_no", "known", "council"}:
        return "select"
    return {"day": "day", "time": "time", "text": "textarea"}.get(field.type, "input")


def options(field: EntryField, known: Known, names: Names, chosen: Sequence[str] = ()) -> list[Option]:
    """Give what can be chosen: the closed list, each council once by name, or what is known of the person.

    What is `chosen` is offered always.
    """
    if field.type == "council":
        return sorted(names.get("council_now", {}).items(), key=lambda pair: pair[1])
    if field.type == "known":
        return _told_apart(things_of(field.of, known, chosen), names, hidden=known.hidden)
    return [(choice.code, choice.words) for choice in field.choices]


def _told_apart(things: Sequence[Thing], names: Names, *, hidden: bool) -> list[Option]:
    """Give the things in words; of those that read the same each with its reference, or a visit with its line."""
    said = [thing_words(thing, names, hidden=hidden) for thing in things]
    return [
        (thing.ref, text if said.count(text) == 1 else f"{text} ({_own_id(thing)})")
        for thing, text in zip(things, said, strict=True)
    ]


def _own_id(thing: Thing) -> object:
    """Give what tells a thing from others: of a visit its line, for the rest of its reference is said in words."""
    return thing.values["line_id"] if is_visit(thing) else thing.ref


def thing_words(thing: Thing, names: Names, *, hidden: bool = False) -> str:
    """Say which thing it is: its service or what tells of it, what was said of it, its organisation and its day."""
    whose = next((value for name, value in thing.values.items() if name in {"provider", "organisation"}), None)
    spell = thing.values.get("spell")
    what = service_words(thing.service) if thing.service else words(thing.type)
    parts = [what] if spell is None else [organisation(names, spell.trust), spell.number]
    parts += [organisation(names, whose)] if whose else []
    parts += [value for name, value in thing.values.items() if name in {"post_id", "member_id"}]
    parts += said_words(thing, names, hidden=hidden)
    planned = thing.values.get("planned_at")
    day = clinical(rfc3339(thing.occurred_at)) if planned is None else clinical_time(rfc3339(planned))
    return ", ".join([*parts, day])


def summary(kind: EntryKind, views: Sequence[FieldView]) -> list[tuple[str, str]]:
    """Give what was answered, in words, field by field; what was left empty is left out."""
    rows = [(field.label, _said(view)) for field, view in zip(kind.fields, views, strict=True)]
    return [(label, text) for label, text in rows if text]


def _said(view: FieldView) -> str:
    held = [value for value in view.values if value]
    if view.options:
        offered = dict(view.options)
        return ", ".join(offered.get(value, value) for value in held)
    if view.look in {"day", "time"} and held:
        day, month, year, *at = view.values
        return " ".join([clinical(f"{year}-{month.zfill(2)}-{day.zfill(2)}"), *at])
    return ", ".join(held)


def errors(faults: Sequence[Fault], kind: EntryKind) -> list[dict[str, Any]]:
    """Give the list at the head of a form: each fault by the label of its field, with a link to it."""
    labels = {f"fields.{field.name}": f"{field.label.rstrip('?')}: " for field in kind.fields}
    return [
        {"text": labels.get(fault.path, "") + fault.words, "href": f"#{_anchor(fault.path, kind)}"} for fault in faults
    ]


def _anchor(path: str, kind: EntryKind) -> str:
    head, _, name = path.partition(".")
    if head == "reason":
        return f"reason-{name or 'code'}"
    field = next((one for one in kind.fields if head == "fields" and one.name == name), None)
    if field is None:
        return "maincontent"
    return f"{id_of(name)}-day" if field.type in {"day", "time"} else id_of(name)


def earlier(known: Known, kinds: Mapping[str, EntryKind], own: str, names: Names) -> list[EarlierView]:
    """Give the entries that count, newest first; while whereabouts are hidden no organisation but one's own."""
    return [
        EarlierView(
            entry.event_id.hex(),
            entry.what,
            kinds[entry.what].label,
            clinical_time(rfc3339(entry.occurred_at)),
            f"{_whose(entry, own, names, hidden=known.hidden)}, {words(entry.role).lower()}",
            _is_own(entry, own, names),
            "" if known.hidden and not _is_own(entry, own, names) else _told(entry, kinds[entry.what], known, names),
        )
        for entry in known.entries
    ]


def _told(entry: Earlier, kind: EntryKind, known: Known, names: Names) -> str:
    rows = summary(kind, fields(kind, sent_again(kind, entry.answers), (), known, names))
    when = {field.label for field in kind.fields if field.name in {"happened_at", kind.when}}
    return "; ".join(f"{label}: {text}" for label, text in rows if label not in when)


def _is_own(entry: Earlier, own: str, names: Names) -> bool:
    """Say whether somebody's organisation made an entry: a council under an older code of its own did too."""
    councils = names.get("council", {})
    return entry.organisation == own or councils.get(entry.organisation, "") == councils.get(own)


def _whose(entry: Earlier, own: str, names: Names, *, hidden: bool) -> str:
    return KEPT_HIDDEN if hidden and not _is_own(entry, own, names) else organisation(names, entry.organisation)
