"""The shared record in words: each item with who said it; what the page shows elsewhere is not said twice."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from hub.web.dates import clinical
from hub.web.identity import nhs_spaced, person_name, sex_of
from hub.web.person_view import Value
from hub.web.services import service_words
from hub.web.words import Names, named, plain, said_by, words

_TIMELINE: Final = "timeline"
_ELSEWHERE: Final = frozenset({"six_week_status", _TIMELINE})
_HIDDEN: Final = "location_hidden"
_LEFT_OUT: Final = frozenset({"line_id", "erased", "cannot_be_read", _HIDDEN})
_BESIDE_CODE: Final = frozenset({"gp_practice", "ethnicity"})
"""Codes that stand behind their words: people ask for them by both."""
_LABELS: Final = {
    "born": "Born",
    "sex": "Gender",
    "gp_practice": "GP practice",
    "phones": "Phone",
    "nhs_number": "NHS number",
    "hours_per_week": "Hours a week",
    "visits_confirmed": "Visits that took place",
    "visits_missed": "Visits missed",
}


_REFERRAL: Final = {
    "referrer": "Referred by",
    "referrer_contact": "To reach them",
    "reason": "Reason for the referral",
    "care_needs": "Nursing and care needs",
    "allergies_are": "Allergies",
    "clinical_summary": "Problems, procedures, treatments and medicines",
    "risks_are": "Risks",
    "plan": "Plan",
    "wishes": "Concerns and wishes of the person",
    "consent_refused_because": "Why the person does not agree",
}
"""A referral in the hospital's words, in the order in which it is read."""


class Item(NamedTuple):
    """One item of the record."""

    text: str | None
    values: Sequence[Value]
    erased: bool
    cannot_be_read: bool
    hidden: Value | None
    """That whereabouts are kept hidden, as a value that can say why."""
    said_by: str
    happened_at: str | None
    written_at: str | None


def headings_of(record: Mapping[str, Any], names: Names) -> list[tuple[str, Sequence[Item]]]:
    """Return the headings of the shared record with their items, in the order of the record."""
    return [
        (
            words(part["heading"]),
            [_item(item, f"headings.{at}.items.{n}", names) for n, item in enumerate(part["items"])],
        )
        for at, part in enumerate(record.get("headings") or ())
        if part["heading"] not in _ELSEWHERE
    ]


def timeline_path(record: Mapping[str, Any]) -> str:
    """Return where the items of the timeline are in the record."""
    names = [part["heading"] for part in record.get("headings") or ()]
    return f"headings.{names.index(_TIMELINE) if _TIMELINE in names else len(names)}.items"


def _item(item: Mapping[str, Any], path: str, names: Names) -> Item:
    values = item.get("values") or {}
    told = [(name, value) for name, value in values.items() if name not in _LEFT_OUT]
    return Item(
        text=item.get("text"),
        values=[one for name, value in told for one in _told(name, value, f"{path}.values.{name}", names)],
        erased=bool(values.get("erased")),
        cannot_be_read=bool(values.get("cannot_be_read")),
        hidden=Value("Kept hidden", "", f"{path}.values.{_HIDDEN}") if values.get(_HIDDEN) else None,
        said_by=said_by(names, item, "said_by"),
        happened_at=item.get("happened_at"),
        written_at=item.get("written_at"),
    )


def label_of(name: str) -> str:
    """Return what a field of the record is called."""
    return _LABELS.get(name, words(name))


def _told(name: str, value: Any, path: str, names: Names) -> list[Value]:
    """Return one field as labelled words; contacts are one line each, empty fields none."""
    if value in (None, "", [], {}):
        return []
    label = label_of(name)
    if name == "contacts":
        return [Value("Contact", contact(one), f"{path}.{at}") for at, one in enumerate(value)]
    if name == "referral":
        return [Value(_REFERRAL[part], value[part], f"{path}.{part}") for part in _REFERRAL if value.get(part)]
    if name == "name" and value.get("preferred"):
        whole = Value(label, person_name({"name": value}), path)
        return [whole, Value("Preferred name", value["preferred"], f"{path}.preferred")]
    return [Value(label, text_of(name, value, names), path)]


def text_of(name: str, value: Any, names: Names) -> str:
    """Return one field in words."""
    if name in {"provider", "trust"}:
        return named(names, name, value)
    if name in _BESIDE_CODE and isinstance(value, str):
        said = names.get(name, {}).get(value.strip())
        return f"{said} ({value})" if said else value
    if name == "contacts":
        return "; ".join(contact(one) for one in value)
    if name == "born" or name.endswith("_on"):
        return clinical(value)
    return _WRITERS.get(name, plain)(value)


def _address(value: Mapping[str, Any]) -> str:
    return ", ".join([*(value.get("lines") or ()), *filter(None, [value.get("postcode")])])


_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "name": lambda value: person_name({"name": value}),
    "sex": sex_of,
    "nhs_number": lambda value: nhs_spaced(value.get("value")),
    "address": _address,
    "service": service_words,
    "hours_per_week": "{:g}".format,
}


def contact(one: Mapping[str, Any]) -> str:
    """Return somebody close to the person in words."""
    name = str(one.get("name") or "Name not known")
    parts = [f"{name} ({one['relationship']})" if one.get("relationship") else name]
    parts += ["gives unpaid care"] if one.get("carer") else []
    return ", ".join(parts + ([str(one["phone"])] if one.get("phone") else []))
