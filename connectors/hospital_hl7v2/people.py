"""Triggers of the identity family: records of people, and records that turn out to be the same or another's."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from connectors.hospital_hl7v2 import visit
from connectors.hospital_hl7v2.demographics import claim, hidden
from connectors.hospital_hl7v2.disposition import death
from connectors.hospital_hl7v2.identifiers import nhs_status, read_field
from connectors.hospital_hl7v2.parse import Group, Segment
from connectors.hospital_hl7v2.profile import Path
from connectors.hospital_hl7v2.proposals import Person, Work
from connectors.hospital_hl7v2.reading import Reading
from connectors.hospital_hl7v2.statements import stated
from hub.errors import Rejected
from hub.events.discharge import Spell, SpellMerged, SpellMoved
from hub.events.identity import (
    DeathRecorded,
    IdentifierChanged,
    MessageKept,
    PersonMerged,
    PersonRecorded,
    PersonRecordWithdrawn,
    PersonUnmerged,
    PersonUpdated,
)
from hub.events.values import Erased, HomeArea
from hub.people.claims import PersonClaim
from hub.ports.connector import Proposed

_NO_REF: Final = bytes(16)
"""The intake fills the refs once it knows both people."""
_PRIOR: Final = Path("MRG", 1)
_PRIOR_VISIT: Final = 5
_VISIT: Final = 19
_PAIR: Final = 2


def recorded(work: Work) -> Iterator[Proposed]:
    """A28: a new record of a person."""
    person = Person(work, work.message.groups[0]).needed()
    yield from person.proposals(
        [PersonRecorded(*_where(person), hidden(person.reading), stated(person.reading)), *_dead(person)]
    )


def updated(work: Work) -> Iterator[Proposed]:
    """A31, and an A08 without a visit: a changed record of a person."""
    person = Person(work, work.message.groups[0]).needed()
    yield from person.proposals(
        [PersonUpdated(*_where(person), hidden(person.reading), stated(person.reading)), *_dead(person)]
    )


def hiding(person: Person) -> Iterator[Proposed]:
    """Take from a message that is not used otherwise that the person's whereabouts are hidden."""
    yield from person.proposals([PersonUpdated(location_hidden=True, stated=stated(person.reading))])


def withdrawn(work: Work) -> Iterator[Proposed]:
    """A29: the record was deleted at the sender; nothing is lost here."""
    yield from Person(work, work.message.groups[0]).needed().proposals([PersonRecordWithdrawn()])


def merged(work: Work) -> Iterator[Proposed]:
    """A40 and the older A34: the record of MRG is folded into that of PID."""
    for person, other, _ in _pairs(work):
        yield person.link(PersonMerged(retired_ref=_NO_REF, surviving_ref=_NO_REF), other)


def renumbered(work: Work) -> Iterator[Proposed]:
    """A47: the number of MRG becomes that of PID."""
    for person, other, _ in _pairs(work):
        yield person.link(IdentifierChanged(retired_ref=_NO_REF, surviving_ref=_NO_REF), other)


def visit_moved(work: Work) -> Iterator[Proposed]:
    """A45: the visit of MRG-5 belongs to the person in PID, now under the number of its PV1."""
    for person, other, (merge, number) in _pairs(work):
        trust = person.reading.trust
        before = merge.part(_PRIOR_VISIT) or number
        if not before:
            yield _kept(work, person)
            continue
        yield person.link(SpellMoved(Spell(trust, before), from_ref=_NO_REF, to_ref=_NO_REF), other)
        if number and number != before:
            yield person.link(SpellMerged(Spell(trust, number), retired=Spell(trust, before)), None)


def visits_merged(work: Work) -> Iterator[Proposed]:
    """A42: the visit of MRG-5 turned out to be that of PV1-19."""
    for group in work.message.groups:
        person = Person(work, group).needed()
        stays = visit.spell(person.reading)
        for merge in _merges(group):
            retired = merge.part(_PRIOR_VISIT)
            if retired and stays.number:
                yield person.link(SpellMerged(stays, retired=Spell(stays.trust, retired)), None)
            else:
                yield _kept(work, person)


def unmerged(work: Work) -> Iterator[Proposed]:
    """A37: two PID segments, or a PID and an MRG, that are two people after all."""
    first, *others = work.message.groups
    person = Person(work, first).needed()
    if len(others) > 1:
        raise Rejected("PID", "two_patients", "Taking records apart needs two of them, and there are more.")
    other = claim(work.reading(others[0])) if others else _prior(person.reading, _merges(first)[0])
    if not other.identifiers:
        raise Rejected("PID-3", "identifier_missing", "The other record has no identifier.")
    yield person.link(PersonUnmerged(retired_ref=_NO_REF, surviving_ref=_NO_REF), other)


PEOPLE: Final[Mapping[str, Callable[[Work], Iterator[Proposed]]]] = {
    "A28": recorded,
    "A29": withdrawn,
    "A31": updated,
    "A34": merged,
    "A37": unmerged,
    "A40": merged,
    "A42": visits_merged,
    "A45": visit_moved,
    "A47": renumbered,
}
"""Triggers about records of people (HL7 v2.4 chapter 3)."""


def _pairs(work: Work) -> Iterator[tuple[Person, PersonClaim, tuple[Segment, str]]]:
    """Give each person of PID with each one of its MRG, that MRG, and the visit number standing with it."""
    for group in work.message.groups:
        person = Person(work, group).needed()
        visits = [one.part(_VISIT) for one in group.every("PV1")]
        for index, merge in enumerate(_merges(group)):
            other = _prior(person.reading, merge)
            if not other.identifiers:
                raise Rejected("MRG-1", "identifier_missing", "The other record has no identifier.")
            yield person, other, (merge, visits[index] if index < len(visits) else "")


def _prior(reading: Reading, merge: Segment) -> PersonClaim:
    """Give the claim of the record that goes: the same person, so a national number counts with the birth date of PID.

    Without it a baby's record under the mother's NHS number would lead to the mother.
    """
    identifiers = tuple(dict.fromkeys(read_field(reading, merge, _PRIOR, nhs_status(reading))))
    if all(identifier.kind == "HOSPITAL" for identifier in identifiers):
        return PersonClaim(identifiers)
    own = claim(reading)
    return PersonClaim(identifiers, own.family, own.given, own.born)


def _merges(group: Group) -> list[Segment]:
    found = list(group.every("MRG"))
    if not found:
        raise Rejected("MRG", "segment_missing", "This message needs an MRG segment.")
    return found


def _kept(work: Work, person: Person) -> Proposed:
    person.reading.note("MRG-5", "visit_number_missing", "The visit has no number; the message is kept unused.")
    return person.kept(MessageKept(work.trigger))


def _where(person: Person) -> tuple[str | Erased | None, HomeArea | Erased | None]:
    return visit.gp_practice(person.reading), visit.home(person.reading, person.when.occurred.at)


def _dead(person: Person) -> list[msgspec.Struct]:
    died = death(person.reading, None)
    return [DeathRecorded(died.at, died.confirmed, person.reading.source)] if died else []
