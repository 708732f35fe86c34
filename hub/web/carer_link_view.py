"""Links of a carer and the person they care for: the forms that tell and end one, and what is wrong with an answer."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from hub.api.link_bodies import EndBody, LinkBody, faults_of
from hub.domain.days import LONDON
from hub.ports.recording import Choice, EntryField, EntryKind, Fault

_RELATIONSHIPS: Final[Mapping[str, str]] = {
    "MOTHER": "Mother",
    "FATHER": "Father",
    "STEP_PARENT": "Step-parent",
    "GRANDPARENT": "Grandparent",
    "FOSTER_CARER": "Foster carer",
    "SIBLING": "Brother or sister",
    "PARENT": "Parent",
    "PARTNER": "Husband, wife or partner",
    "CHILD": "Son or daughter",
    "FRIEND": "Friend or neighbour",
    "OTHER": "Somebody else",
}
ROLES: Final[Mapping[str, str]] = {"CARER": "Gives care", "CARED_FOR": "Is cared for"}
_YES_NO: Final = (Choice("yes", "Yes"), Choice("no", "No"))
_NOW: Final = "Empty means now."

LINK: Final = EntryKind(
    "link",
    "early_help",
    "Link a carer and the person they care for",
    fields=(
        EntryField(
            "other", "code", "NHS number of the other person", "Or the address of their page here."
        ),
        EntryField(
            "role", "choice", "What does the person of this page do?",
            choices=tuple(Choice(*pair) for pair in ROLES.items()),
        ),
        EntryField(
            "relationship", "choice", "What the carer is to the other", required=False,
            choices=tuple(Choice(*pair) for pair in _RELATIONSHIPS.items()),
        ),
        EntryField("carer_agrees", "yes_no", "Does the carer agree?", choices=_YES_NO),
        EntryField("cared_for_agrees", "yes_no", "Does the person who is cared for agree?", choices=_YES_NO),
        EntryField("agreed_at", "time", "Since when do both agree?", _NOW, required=False),
    ),
    hint="Each is shown to the other, and to who may see one of them, as long as both agree.",
)  # fmt: skip
END: Final = EntryKind(
    "end",
    "early_help",
    "End a link",
    fields=(EntryField("ended_at", "time", "When did it end?", _NOW, required=False),),
    hint="Neither is shown to the other any more. One of the two is enough to want that.",
)
_MISSING: Final = {
    "other": "Enter an NHS number, or the address of a page",
    "role": "Choose what the person of this page does",
    "carer_agrees": "Choose yes or no",
    "cared_for_agrees": "Choose yes or no",
}
_NOT_READ: Final = {"agreed_at": "Enter a day and a time of day", "ended_at": "Enter a day and a time of day"}
Body = TypeVar("Body", LinkBody, EndBody)


class LinkView(NamedTuple):
    """One link as a side's page shows it; `name` and `ref` are none where the reader may not open the other."""

    link_id: str
    role: str
    relationship: str | None
    name: str | None
    ref: str | None


def link_view(link: Mapping[str, Any], name: str | None, ref: str | None) -> LinkView:
    """Return a link that may be shown, in words."""
    said = link["relationship"]
    relationship = None if said is None else _RELATIONSHIPS.get(said, said)
    return LinkView(link["link_id"], link["role"], relationship, name, ref)


def body_of(kind: type[Body], fields: Mapping[str, Any], now: int) -> tuple[Body | None, list[Fault]]:
    """Read the answers of a form as the API reads its body, with everything that it refuses."""
    sent = {name: _moment(value) if name.endswith("_at") else value for name, value in fields.items()}
    try:
        body = kind.model_validate(sent)
    except ValidationError as wrong:
        return None, [_unread(error["loc"], error["type"]) for error in wrong.errors(include_input=False)]
    return body, [Fault(f"fields.{one['path'].removeprefix('body.')}", one["rule"], one["message"].rstrip("."))
                  for one in faults_of(body, now)]  # fmt: skip


def _unread(loc: Sequence[int | str], rule: str) -> Fault:
    name = str(loc[0])
    known = _MISSING if rule == "missing" else _NOT_READ
    return Fault(f"fields.{name}", rule, known.get(name, "This is not one of the values that are allowed"))


def _moment(written: str) -> datetime | str:
    """Read a London wall time; what is none stays as it was typed, and is refused as such."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=LONDON)
    except ValueError:
        return written


def reference_in(typed: str) -> uuid.UUID | None:
    """Find the reference of a person in what was typed: it, or the address of their page."""
    for part in typed.lower().split("/"):
        try:
            return uuid.UUID(part.partition("?")[0].strip())
        except ValueError:
            continue
    return None
