"""What an entry may be about, of one person: what a form offers, and the same as data."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hub.domain.days import rfc3339
from hub.events.discharge import Spell
from hub.ports.recording import EntryKind, Known, Recorder, Thing, begun_by
from hub.ports.scopes import OWN_ENTRY, OWN_FORMER, OWN_NOTICE, OWN_STEP

_HUNDREDTHS: Final = frozenset({"amount", "cost", "hours_per_week"})
_COUNCILS: Final = frozenset({"to_council", "charged_by"})
_SAYS_WHOSE: Final = ("charge_council", "appeal_council", "notice_council", "referral_council")
"""Things that say which council charged, looks at an appeal, or was given a notice or a referral."""


def about_own(known: Known, who: Recorder, named: Collection[str] = ()) -> Known:
    """Leave out what the recorder may write nothing about: a provider is offered no line of another one.

    `named` are the things that the entry which is corrected is about: who corrects it of somebody who is no longer
    theirs is offered these alone.  A council that finishes something is offered its own charges, appeals and notices;
    one that they left is offered for a late bill what had begun by its last day.
    """
    if who.scope == OWN_ENTRY:
        held = {name: [one for one in things if one.ref in named] for name, things in known.things.items()}
        return known._replace(things=held)
    if who.scope == OWN_FORMER:
        return known._replace(things={**known.things, **_finished_by(known, who), **_of_its_time(known, who)})
    if who.scope in {OWN_STEP, OWN_NOTICE}:
        return known._replace(things={**known.things, **_finished_by(known, who)})
    if not who.for_provider:
        return known
    own = {
        name: [thing for thing in things if thing.values.get("provider", who.organisation) == who.organisation]
        for name, things in known.things.items()
    }
    return known._replace(things=own)


def _finished_by(known: Known, who: Recorder) -> dict[str, list[Thing]]:
    """Give the charges that a council made, the appeals that were lodged with it, and the notices that it was given."""
    said = [one for name in _SAYS_WHOSE for one in known.things.get(name, ())]
    own = {ref for one in said if who.organisation in one.values.values() for ref in one.values.values()}
    return {
        name: [one for one in known.things.get(name, ()) if _is_among(one, own, who)]
        for name in ("charge", "appeal", "contested", "notice", "withdrawal")
    }


def _of_its_time(known: Known, who: Recorder) -> dict[str, list[Thing]]:
    last = known.last_day_of(who.organisation)
    return {
        name: [one for one in known.things.get(name, ()) if last is not None and begun_by(one, last)]
        for name in ("line", "equipment")
    }


def _is_among(thing: Thing, own: Collection[str], who: Recorder) -> bool:
    if thing.values.get("charged_by") not in {None, who.organisation}:
        return False  # of the same number, and another council's
    return not set(own).isdisjoint(map(str, thing.values.values()))


def things_of(kind: str | None, known: Known, chosen: Sequence[str] = ()) -> list[Thing]:
    """Give the things of a kind that can be chosen, the newest first.

    A missed visit that was put right is not offered, unless it is what was `chosen`.
    """
    return [thing for thing in known.things.get(kind or "", ()) if thing.ref in chosen or not _took_place(thing, known)]


def is_visit(thing: Thing) -> bool:
    """Say whether a thing is a visit: it was planned for a time."""
    return thing.values.get("planned_at") is not None


def _took_place(thing: Thing, known: Known) -> bool:
    """Say whether a visit that was told to be missed was told to have taken place as well."""
    if not is_visit(thing):
        return False
    done = (one.values for one in known.things.get("visit", ()))
    return any(all(each[name] == value for name, value in thing.values.items()) for each in done)


def choices_json(kind: EntryKind, known: Known) -> dict[str, list[dict[str, Any]]]:
    """Give by field of type `known` what it takes: the `value` to send, and by what people tell one from another.

    While whereabouts are hidden no council that somebody moves to, or that charged, is among it, as in the forms.
    """
    asks = [field for field in kind.fields if field.type == "known"]
    return {field.name: [_thing(thing, known) for thing in things_of(field.of, known)] for field in asks}


def _thing(thing: Thing, known: Known) -> dict[str, Any]:
    kept_back = _COUNCILS if known.hidden else frozenset()
    said = {name: value for name, value in thing.said.items() if name not in kept_back}
    service = {} if thing.service is None else {"service": thing.service}
    return {
        "value": thing.ref,
        "type": thing.type,
        "occurred_at": rfc3339(thing.occurred_at),
        "named": {name: _plain(name, value) for name, value in thing.values.items() if name not in kept_back},
        "said": {name: _plain(name, value) for name, value in (said | service).items()},
    }


def _plain(name: str, value: Any) -> Any:
    """Write a value as an answer does: money and hours as decimals, times with their offset."""
    if isinstance(value, Spell):
        return {"trust": value.trust, "spell_id": value.number}
    if isinstance(value, date):
        return value.isoformat()
    if name in _HUNDREDTHS:
        return str(Decimal(value) / 100)
    return rfc3339(value) if isinstance(value, int) else value
