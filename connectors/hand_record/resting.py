"""What rests on an entry: others about the thing that it alone told of, such as the visits of a line that it started.

Taken back, or with another provider or id, it would leave them about a thing that nobody told of: a line of the wrong
provider that runs, costs money and opens the record.  So they are taken back first (rule of this product).  What other
systems send about the thing is theirs, and stands as a finding.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from connectors.hand_record.correcting import Own, corrected
from connectors.hand_record.known import holds, values_of
from connectors.hand_record.profile import HandProfile, ThingKind
from hub.domain.days import day_of
from hub.ports.recording import Earlier, Entry, EntryField, EntryKind, Fault, Known, Thing

_FEW: Final = 3
Values = Mapping[str, Any]


def resting_faults(
    entry: Entry, profile: HandProfile, known: Known, is_own: Own, body: object | None
) -> Iterator[Fault]:
    """Give a fault where entries rest on the one that is corrected; `body` is what stands in its place, or none."""
    earlier = corrected(entry, known)
    if earlier is None:
        return
    found: dict[str, list[Earlier]] = {}
    for name, thing in ((name, thing) for name, things in known.things.items() for thing in things):
        naming = [one for one in known.entries if _names(one, profile.by_what[one.what], name, thing)]
        told_by = thing.told_by - {one.event_id for one in naming}
        changed = _changed(body, profile.things[name], thing)
        if naming and changed and told_by == {earlier.event_id}:
            found.setdefault(_path(profile.by_what[entry.what], changed), []).extend(naming)
    for path, resting in found.items():
        yield Fault(path, "others_rest_on_it", _words(resting, profile, is_own))


def _names(one: Earlier, kind: EntryKind, name: str, thing: Thing) -> bool:
    about = (field.name for field in kind.fields if field.type == "known" and field.of == name)
    return any(one.answers.get(field) == thing.ref for field in about)


def _changed(body: object | None, kind: ThingKind, thing: Thing) -> frozenset[str]:
    """Give what no longer names the thing as it was: everything where nothing is said in its place."""
    if body is None or type(body).__name__ not in kind.events:
        return frozenset(kind.fields)
    now = values_of(body, kind) | ({kind.apart: getattr(body, kind.apart)} if kind.apart else {})
    other = {name for name, value in thing.values.items() if now[name] != value}
    return frozenset(other if holds(body, kind.where) else {*other, *kind.where})


def _path(kind: EntryKind, changed: frozenset[str]) -> str:
    """Name the field that was changed; what is taken back whole has none."""
    return next((f"fields.{field.name}" for field in kind.fields if _filled(field) in changed), "corrects")


def _filled(field: EntryField) -> str:
    return field.into or field.name


def _words(resting: Sequence[Earlier], profile: HandProfile, is_own: Own) -> str:
    """Name what is to be taken back first: each kind with its days, and whether another organisation recorded it."""
    kinds: dict[str, list[str]] = {}
    for one in sorted({each.event_id: each for each in resting}.values(), key=lambda one: one.occurred_at):
        whose = "" if is_own(one.organisation) else " by another organisation"
        day = f"{day_of(one.occurred_at):%d-%b-%Y}"
        kinds.setdefault(profile.by_what[one.what].label + whose, []).append(day)
    return "Other entries rest on this; take these back first: " + "; ".join(
        f"{label} ({_days(days)})" for label, days in kinds.items()
    )


def _days(days: Sequence[str]) -> str:
    each = list(dict.fromkeys(days))
    more = [f"and {len(each) - _FEW} days more"] if len(each) > _FEW else []
    return ", ".join(chain(each[:_FEW], more))
