"""Moves to another council on a person's page: where each stands, and which council has the duty on which day."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hub.domain.rules import Rule
from hub.web.board_view import KEPT_HIDDEN, is_kept_hidden
from hub.web.dates import clinical, clinical_time, weekday
from hub.web.notices_view import Shown, findings_of
from hub.web.person_view import Value
from hub.web.seal_words import seal_words
from hub.web.words import Names, Tag, named, words

Json = Mapping[str, Any]

_STATES: Final = {
    "[*]": Tag("Not notified yet", "grey"),
    "MOVE_NOTIFIED": Tag("Notified", "blue"),
    "GENUINE_CONFIRMED": Tag("Confirmed by the new council", "blue"),
    "DOCUMENTS_REQUESTED": Tag("Documents asked for", "blue"),
    "DOCUMENTS_RECEIVED": Tag("Documents sent", "blue"),
    "ASSESSED_BEFORE_MOVE": Tag("Assessed before the move", "green"),
    "INTERIM_DUTY_FROM_MOVE_DAY": Tag("New council has the duty for now", "green"),
    "ENTITLED_BY_TRANSFER": Tag("Support goes with the person", "green"),
    "TRANSFERRED": Tag("Moved", "green"),
    "OVERTAKEN": Tag("Another move took over", "grey"),
    "CANCELLED_NOT_MOVED": Tag("Does not move", "grey"),
}


def moves_of(state: Json, names: Names) -> list[Shown]:
    """Return the moves, newest first."""
    hidden = is_kept_hidden(state)
    shown = []
    for at, move in enumerate(state.get("moves") or ()):
        path = f"moves.{at}"
        values = [
            *_councils(move, path, names, hidden=hidden),
            *_times(move, path),
            *_duty(move, path, names, str(state.get("on", "")), hidden=hidden),
            *_documents(move, path, names),
            *_told(move, path),
        ]
        shown.append(Shown(title_of(move), tag_of(move), values, f"{path}.state", findings_of(move, path)))
    return shown[::-1]


def title_of(move: Json) -> str:
    """Name a move by the day that is meant."""
    return f"Move on {weekday(move['intended_on'])}" if move["intended_on"] else "Move"


def tag_of(move: Json) -> Tag:
    """Return where a move stands."""
    return _STATES.get(move["state"], Tag(words(move["state"]), "grey"))


def _named(names: Names, code: str | None, *, hidden: bool) -> str:
    return KEPT_HIDDEN if hidden else named(names, "council", code)


def _councils(move: Json, path: str, names: Names, *, hidden: bool) -> Iterator[Value]:
    for label, name in (("From", "from_council"), ("To", "to_council")):
        yield Value(label, _named(names, move[name], hidden=hidden), f"{path}.{name}")


def _times(move: Json, path: str) -> Iterator[Value]:
    if move["moved_on"]:
        yield Value("Moved on", clinical(move["moved_on"]), f"{path}.moved_on")
    if move["placed"]:
        yield Value("Placed out of area", "Yes: the first council stays responsible", f"{path}.placed")


_POLICIES: Final = {"CARE_ACT_2014": "Care Act 2014", "NCS_PORTABLE": "Support goes with the person"}
_STEPS: Final = (
    ("Notified", "notified_at"),
    ("Confirmed by the new council", "confirmed_genuine_at"),
    ("Documents asked for", "documents_requested_at"),
    ("Assessed by the new council", "assessed_at"),
    ("Determination accepted", "determination_accepted_at"),
)


def _told(move: Json, path: str) -> Iterator[Value]:
    """Give the rules of the move, what was done in it, and its alerts with the days on which each opened and closed."""
    if move["policy"]:
        yield Value("Rules of the move", _POLICIES.get(move["policy"], words(move["policy"])), f"{path}.policy")
    for label, name in _STEPS:
        if move.get(name):
            yield Value(label, clinical_time(move[name]), f"{path}.{name}")
    for at, alert in enumerate(move["alerts"]):
        stood = _days(alert["opened_at"], alert["closed_at"])
        text = f"{words(alert['kind'])}, {stood}. {Rule.of(alert['because']).words}"
        yield Value("Alert, closed" if alert["closed_at"] else "Alert", text, f"{path}.alerts.{at}")


def _duty(move: Json, path: str, names: Names, on: str, *, hidden: bool) -> Iterator[Value]:
    """Give who has the duty, in the order of the days; whose days hold the one that is looked at has it now."""
    for at, duty in enumerate(move["duty"]):
        first, last = duty["from"], duty["to"]
        now = (first or "") <= on and (last is None or on <= last)
        council = _named(names, duty["council"], hidden=hidden)
        told = ", ".join(filter(None, (council, _days(first, last))))
        text = f"{told}. {Rule.of(duty['because']).words}"
        yield Value("Has the duty now" if now else "Has the duty", text, f"{path}.duty.{at}")
    if move["gap_days"]:
        yield Value("Days without a council", str(move["gap_days"]), f"{path}.gap_days")


def _days(first: str | None, last: str | None) -> str:
    since = f"from {clinical(first)}" if first else ""
    return f"{since} to {clinical(last)}".strip() if last else since


def _documents(move: Json, path: str, names: Names) -> Iterator[Value]:
    """Give what travelled with a move; who signed it is not said where no council may be named."""
    for at, each in enumerate(move["documents"]):
        signer = f", signed by {named(names, 'council', each['signed_by'])}" if each["signed_by"] else ""
        text = f"Came {clinical_time(each['received_at'])}{signer}, {seal_words(each)}"
        yield Value("Assessment and plan", text, f"{path}.documents.{at}")
