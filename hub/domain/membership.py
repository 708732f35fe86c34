"""Which records are one person, who answers for them, and where each event is folded.

**What is known.**  A hospital's merge never rewrites who an event was filed under (`Event.subject_ref`, the origin).
Four types of *link events* say how records belong together: `PersonMerged` and `IdentifierChanged` join two records,
`PersonUnmerged` takes a pair apart, `SpellMoved` gives one stay to another record.  Each record's lane sees only what
arrives under its own key, in any order.

**The rules**, all functions of a *set* of link events:

1. Links are taken in the order `(occurred_at, recorded_at, un-merges last, event_id)`.
2. A join counts when no un-merge of the same pair is later in that order; a merge after the un-merge holds again.
3. Joins that count are united in order; one that closes a cycle is ignored.  The survivor of a union is the
   survivor of the side that the join names as surviving.
4. A stay that moved belongs to the record it moved to last: `SpellMoved` acts when the stay is with the record
   that it names as `from_ref`, or with another record of the same person.
5. The *home* of an event is the survivor of the record that it belongs to; there it is folded, and nowhere else.

**The protocol** is `owed`: what a record has to pass on, given everything under its key.

- Link events go to every *acquaintance*: every record connected through link events of any type, those that do not
  count included.  So do words that replace an event (`hub.domain.replacing`), wherever the event is folded.
- Events of which the record itself is the origin go to their home.

A host puts `newly_owed` into the outbox in the transaction that adds events to a record's history; receivers drop
repeats by `event_id`.

**Why every interleaving ends the same.**  Write H(k) for the events under key k and L(k) for the links among them.
Histories only grow and hold finitely many events, so passing on ends.  At the end:

- *Links agree.*  Whatever k knows, each acquaintance m of k knows too: L(k) is inside L(m).  The links that make m an
  acquaintance of k are in L(m) as well, so k is one of m, and L(m) is inside L(k): they are equal.  Every link starts
  at one of its ends at least, so along each link the two ends are acquaintances; hence all records that are
  connected by any links hold the same, complete set of them.
- *Homes agree.*  Rules 1 to 5 read nothing but that set, so every record gives every event the same home.
- *Events arrive.*  An event is filed under its origin, and the origin passes it to its home.  So the home holds every
  event that belongs there, and folds exactly the events whose home it is.

This does not hold when links travel to the survivor only: a record merged into M and then into Y tells Y, and M goes on
believing that it survives.  A test keeps both this case and a cycle of four, where two survivors would remain.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from hub.domain.replacing import REPLACES
from hub.events.discharge import Spell, SpellMoved
from hub.events.envelope import Event
from hub.events.identity import IdentifierChanged, PersonMerged, PersonUnmerged

LINK_TYPES: Final = frozenset({"PersonMerged", "IdentifierChanged", "PersonUnmerged", "SpellMoved"})
SHARED: Final = LINK_TYPES | REPLACES
"""What every acquaintance has to know."""
_ID_BYTES: Final = 16


class Owed(NamedTuple):
    """An event that has to be published once more, as it is, under another record's key."""

    event_id: bytes
    to: bytes

    @property
    def id(self) -> bytes:
        """The outbox id: the same in every rebuild."""
        return hashlib.sha256(b"owed" + self.event_id + self.to).digest()[:_ID_BYTES]


class Kinship:
    """What a set of link events says; other events in the set are ignored, but for words that replace an event."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        unique = {event.event_id: event for event in events if event.type in SHARED}
        links = sorted((event for event in unique.values() if event.type in LINK_TYPES), key=_order)
        self._shared: Final = tuple(unique)
        self._moves: Final = [link.body for link in links if isinstance(link.body, SpellMoved)]
        joins = _joins_that_count(links)
        self._people: Final = _united(joins)
        self._circles: Final = _united([_ends(link) for link in links])

    def survivor_of(self, subject: bytes) -> bytes:
        """Who answers for a record now; itself when it was never merged away."""
        group = self._people.get(subject)
        return group.survivor if group else subject

    def members_of(self, subject: bytes) -> frozenset[bytes]:
        """Every record of the same person, the given one included."""
        group = self._people.get(subject)
        return group.members if group else frozenset((subject,))

    def acquaintances_of(self, subject: bytes) -> frozenset[bytes]:
        """Every record that was ever linked with this one, directly or not, the given one included."""
        group = self._circles.get(subject)
        return group.members if group else frozenset((subject,))

    def home_of(self, event: Event) -> bytes:
        """Where an event is folded: the survivor of the record that it belongs to."""
        if not self._shared:
            return event.subject_ref
        return self.survivor_of(self._record_of(event))

    def belongs(self, event: Event, subject: bytes) -> bool:
        """Say whether an event is folded at this record."""
        return self.home_of(event) == subject

    def owed(self, subject: bytes, events: Iterable[Event]) -> frozenset[Owed]:
        """Give everything that a record has to pass on, of all events under its key."""
        if not self._shared:
            return frozenset()
        others = self.acquaintances_of(subject) - {subject}
        owed = {Owed(shared, other) for shared in self._shared for other in others}
        for event in events:
            if event.subject_ref == subject and event.type not in SHARED:
                owed.add(Owed(event.event_id, self.home_of(event)))
        return frozenset(one for one in owed if one.to != subject)

    def _record_of(self, event: Event) -> bytes:
        spell = getattr(event.body, "spell", None)
        record = event.subject_ref
        for move in self._moves if isinstance(spell, Spell) else ():
            if move.spell == spell and self.survivor_of(record) == self.survivor_of(move.from_ref):
                record = move.to_ref
        return record


def newly_owed(subject: bytes, before: Sequence[Event], after: Sequence[Event]) -> frozenset[Owed]:
    """Give what a record has to pass on since its history grew from `before` to `after`."""
    return Kinship(after).owed(subject, after) - Kinship(before).owed(subject, before)


class _Group(msgspec.Struct, frozen=True):
    survivor: bytes
    members: frozenset[bytes]


def _order(link: Event) -> tuple[int, int, bool, bytes]:
    return link.occurred_at, link.recorded_at, link.type == "PersonUnmerged", link.event_id


def _ends(link: Event) -> tuple[bytes, bytes]:
    """Give the record that gives up something and the one that takes it."""
    match link.body:
        case PersonMerged() | IdentifierChanged() | PersonUnmerged() as body:
            return body.retired_ref, body.surviving_ref
        case SpellMoved() as move:
            return move.from_ref, move.to_ref
        case _:
            raise TypeError(f"{link.type} links nobody")


def _joins_that_count(links: Sequence[Event]) -> list[tuple[bytes, bytes]]:
    """Give the ends of the joins that no later un-merge of the same pair took out, in canonical order."""
    parted = {frozenset(_ends(link)): place for place, link in enumerate(links) if link.type == "PersonUnmerged"}
    return [
        _ends(link)
        for place, link in enumerate(links)
        if isinstance(link.body, PersonMerged | IdentifierChanged) and parted.get(frozenset(_ends(link)), -1) < place
    ]


def _united(joins: Collection[tuple[bytes, bytes]]) -> Mapping[bytes, _Group]:
    """Unite records in the order of the joins; a join inside one group leaves its survivor."""
    groups: dict[bytes, _Group] = {}
    for retired, surviving in joins:
        gives = groups.get(retired) or _Group(retired, frozenset((retired,)))
        takes = groups.get(surviving) or _Group(surviving, frozenset((surviving,)))
        group = _Group(takes.survivor, gives.members | takes.members)
        groups.update(dict.fromkeys(group.members, group))
    return groups
