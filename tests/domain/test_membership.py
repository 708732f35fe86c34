"""Which records are one person: merges, cycles, un-merges and moved stays, in every order of arrival."""

import itertools
import random
from collections import deque
from collections.abc import Iterable, Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.membership import Kinship, Owed, newly_owed
from hub.events.discharge import Spell, SpellAdmitted, SpellMoved
from hub.events.envelope import Event
from hub.events.identity import IdentifierChanged, PersonMerged, PersonUnmerged, PersonUpdated
from hub.events.values import Moment

A, B, C, D, E = (bytes([letter]) * 16 for letter in b"ABCDE")
PEOPLE = (A, B, C, D, E)
STAYS = (Spell("RZZ", "SP1"), Spell("RZZ", "SP2"))
_ids = itertools.count(1)


def event(body: msgspec.Struct, origin: bytes, at: int = 0, recorded: int = 0) -> Event:
    """Make an event of an invented record."""
    id_ = next(_ids).to_bytes(16)
    return Event(id_, origin, type(body).__name__, at, recorded, 0, 5, 0, False, body)


def merged(retired: bytes, surviving: bytes, at: int, recorded: int = 0) -> Event:
    """Two records are one person."""
    return event(PersonMerged(retired, surviving), retired, at, recorded)


def unmerged(retired: bytes, surviving: bytes, at: int, recorded: int = 0) -> Event:
    """They were not."""
    return event(PersonUnmerged(retired, surviving), retired, at, recorded)


def moved(spell: Spell, from_ref: bytes, to_ref: bytes, at: int) -> Event:
    """A stay goes to another record."""
    return event(SpellMoved(spell, from_ref, to_ref), from_ref, at)


def admitted(origin: bytes, spell: Spell) -> Event:
    """A stay begins."""
    return event(SpellAdmitted(spell, Moment(0)), origin)


# ---- the rules -------------------------------------------------------------------------------------------------


def test_a_record_without_links_is_its_own_person() -> None:
    """Nothing known: the record survives, folds its own events, and owes nobody anything."""
    kinship, one = Kinship(), event(PersonUpdated(), A)
    assert (kinship.survivor_of(A), kinship.members_of(A), kinship.acquaintances_of(A)) == (
        A,
        frozenset({A}),
        frozenset({A}),
    )
    assert kinship.belongs(one, A)
    assert kinship.owed(A, [one]) == frozenset()


def test_a_chain_of_merges_ends_at_the_last_survivor() -> None:
    """A into B, B into C: C answers for all three, and repeats change nothing."""
    links = [merged(A, B, 1), merged(B, C, 2)]
    for order in (links, links[::-1], links * 2):
        kinship = Kinship(order)
        assert {kinship.survivor_of(one) for one in (A, B, C)} == {C}
        assert kinship.members_of(A) == {A, B, C}


def test_merging_into_a_retired_record_leads_to_its_survivor() -> None:
    """A into B, then C into A: B answers."""
    assert Kinship([merged(A, B, 1), merged(C, A, 2)]).survivor_of(C) == B


def test_a_link_that_closes_a_cycle_is_ignored() -> None:
    """A into B, later B into A: the first decides."""
    kinship = Kinship([merged(B, A, 2), merged(A, B, 1)])
    assert kinship.survivor_of(A) == kinship.survivor_of(B) == B


def test_a_changed_number_of_one_record_links_nobody_else() -> None:
    """An identifier change with equal ends leaves the record as it is; with two ends it is a merge."""
    same = event(IdentifierChanged(A, A), A)
    assert Kinship([same]).survivor_of(A) == A
    assert Kinship([event(IdentifierChanged(A, B), A)]).survivor_of(A) == B


def test_an_unmerge_takes_its_pair_apart_and_a_later_merge_holds_again() -> None:
    """The newest statement about a pair decides, whichever way round it names them."""
    merge, part, again = merged(A, B, 1), unmerged(B, A, 2), merged(A, B, 3)
    assert Kinship([merge]).survivor_of(A) == B
    assert Kinship([merge, part]).survivor_of(A) == A
    assert Kinship([merge, part, again]).survivor_of(A) == B
    assert Kinship([merge, part]).acquaintances_of(A) == {A, B}


def test_a_merge_and_unmerge_of_one_minute_are_ordered_by_their_recording() -> None:
    """Equal times of happening fall back on when the sender wrote them down, then the merge comes first."""
    assert Kinship([unmerged(A, B, 5, 1), merged(A, B, 5, 2)]).survivor_of(A) == B
    assert Kinship([unmerged(A, B, 5, 2), merged(A, B, 5, 1)]).survivor_of(A) == A
    assert Kinship([unmerged(A, B, 5, 1), merged(A, B, 5, 1)]).survivor_of(A) == A


def test_an_unmerge_inside_a_chain_leaves_the_rest_together() -> None:
    """A into B into C, A and B parted: A is alone, C answers for B."""
    kinship = Kinship([merged(A, B, 1), merged(B, C, 2), unmerged(A, B, 3)])
    assert (kinship.survivor_of(A), kinship.members_of(C)) == (A, frozenset({B, C}))


def test_a_moved_stay_belongs_to_the_record_it_moved_to() -> None:
    """Only that stay's events move; moved back, they return."""
    there, back = moved(STAYS[0], A, B, 1), moved(STAYS[0], B, A, 2)
    stay, other, note = admitted(A, STAYS[0]), admitted(A, STAYS[1]), event(PersonUpdated(), A)
    kinship = Kinship([there])
    assert [kinship.home_of(one) for one in (stay, other, note)] == [B, A, A]
    assert Kinship([back, there]).home_of(stay) == A
    assert kinship.survivor_of(A) == A


def test_a_stay_moves_also_when_the_sender_names_the_survivor() -> None:
    """The stay was filed under A; the sender merged A into B and moves it from B to C, who was merged into D."""
    kinship = Kinship([merged(A, B, 1), moved(STAYS[0], B, C, 2), merged(C, D, 3)])
    assert kinship.home_of(admitted(A, STAYS[0])) == D
    assert kinship.home_of(admitted(E, STAYS[0])) == E


def test_what_is_owed_has_an_id_that_a_rebuild_repeats() -> None:
    """The outbox id follows from event and receiver alone."""
    assert Owed(b"e" * 16, A).id == Owed(b"e" * 16, A).id != Owed(b"e" * 16, B).id


def test_an_event_that_links_nobody_is_refused_as_a_link() -> None:
    """A link type with another body is the hub's own mistake."""
    with pytest.raises(TypeError, match="links nobody"):
        Kinship([msgspec.structs.replace(merged(A, B, 1), body=PersonUpdated())])


# ---- the lanes -------------------------------------------------------------------------------------------------


class Lanes:
    """The protocol in miniature: one inbox and one history a record; a record sees its own key and nothing else."""

    def __init__(self) -> None:
        self.inbox: dict[bytes, deque[Event]] = {one: deque() for one in PEOPLE}
        self.history: dict[bytes, dict[bytes, Event]] = {one: {} for one in PEOPLE}
        self.passed_on = 0

    def file(self, one: Event) -> None:
        """Append as the intake does: a link under both keys, anything else under its origin."""
        for key in sorted(ends(one) or {one.subject_ref}):
            self.inbox[key].append(one)

    def step(self, key: bytes) -> None:
        """Take one record from an inbox."""
        arrived = self.inbox[key].popleft()
        before = list(self.history[key].values())
        self.history[key].setdefault(arrived.event_id, arrived)
        for owed in sorted(newly_owed(key, before, list(self.history[key].values()))):
            self.inbox[owed.to].append(self.history[key][owed.event_id])
            self.passed_on += 1

    def run(self, choose: random.Random) -> None:
        """Take records in an order that chance picks, until all is quiet."""
        while waiting := [key for key in PEOPLE if self.inbox[key]]:
            self.step(choose.choice(waiting))

    def folds(self) -> dict[bytes, frozenset[bytes]]:
        """What each record folds, as it knows its kin."""
        return {
            key: frozenset(id_ for id_, one in known.items() if Kinship(known.values()).belongs(one, key))
            for key, known in self.history.items()
        }


# ---- the oracle: reachability and splitting at the last link, no union-find ------------------------------------------


def ends(one: Event) -> set[bytes]:
    """Give the records that a link names."""
    names = ("retired_ref", "surviving_ref", "from_ref", "to_ref")
    return {getattr(one.body, name) for name in names if hasattr(one.body, name)}


def reach(start: bytes, links: Sequence[Event]) -> set[bytes]:
    """Give everything connected with a record."""
    seen, grown = {start}, True
    while grown:
        grown = False
        for link in links:
            if len(ends(link) & seen) == 1:
                seen |= ends(link)
                grown = True
    return seen


def expected_survivor(subject: bytes, links: Sequence[Event]) -> bytes:
    """Split the person at the last link that mattered, and go to its surviving side, until one record is left."""
    of_kind = sorted(links, key=lambda one: (one.occurred_at, one.recorded_at, "Un" in one.type, one.event_id))
    standing: list[Event] = []
    for place, link in enumerate(of_kind):
        joins = isinstance(link.body, PersonMerged | IdentifierChanged)
        parted = any(isinstance(x.body, PersonUnmerged) and ends(x) == ends(link) for x in of_kind[place:])
        if joins and not parted and ends(link) - reach(min(ends(link)), standing):
            standing.append(link)
    while around := [link for link in standing if ends(link) <= reach(subject, standing)]:
        subject = around[-1].body.surviving_ref  # type: ignore[attr-defined]
        standing.remove(around[-1])
    return subject


def expected_home(one: Event, links: Sequence[Event]) -> bytes:
    """Follow a stay through its moves, then go to the survivor."""
    record = one.subject_ref
    for link in sorted(links, key=lambda x: (x.occurred_at, x.recorded_at, x.event_id)):
        body = link.body
        if not isinstance(body, SpellMoved) or body.spell != getattr(one.body, "spell", None):
            continue
        if expected_survivor(record, links) == expected_survivor(body.from_ref, links):
            record = body.to_ref
    return expected_survivor(record, links)


def expected_folds(events: Iterable[Event]) -> dict[bytes, frozenset[bytes]]:
    """Give what each record should fold once everybody knows everything."""
    whole = list(events)
    links = [one for one in whole if ends(one)]
    return {key: frozenset(x.event_id for x in whole if expected_home(x, links) == key) for key in PEOPLE}


person = st.sampled_from(PEOPLE)
times = st.integers(0, 4)
pairs = st.tuples(person, person).filter(lambda pair: pair[0] != pair[1])
link_events = st.one_of(
    st.builds(lambda pair, at, recorded: merged(pair[0], pair[1], at, recorded), pairs, times, times),
    st.builds(lambda pair, at, recorded: unmerged(pair[0], pair[1], at, recorded), pairs, times, times),
    st.builds(lambda pair, at: event(IdentifierChanged(pair[0], pair[1]), pair[0], at), pairs, times),
    st.builds(lambda spell, pair, at: moved(spell, pair[0], pair[1], at), st.sampled_from(STAYS), pairs, times),
)
plain_events = st.one_of(
    st.builds(lambda origin: event(PersonUpdated(), origin), person),
    st.builds(admitted, person, st.sampled_from(STAYS)),
)


def settle(events: Sequence[Event], choose: random.Random) -> Lanes:
    """File events in the order given and let the lanes run in an order that chance picks."""
    lanes = Lanes()
    for one in events:
        lanes.file(one)
        for _ in range(choose.randrange(3)):
            if waiting := [key for key in PEOPLE if lanes.inbox[key]]:
                lanes.step(choose.choice(waiting))
    lanes.run(choose)
    return lanes


def numbered(events: Sequence[Event], choose: random.Random) -> list[Event]:
    """Give events ids that decide ties by chance, the same in every run of one example."""
    return [msgspec.structs.replace(one, event_id=choose.randbytes(16)) for one in events]


@given(st.lists(link_events, max_size=8), st.lists(plain_events, max_size=8), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_every_interleaving_ends_with_the_same_folds_at_the_same_survivors(
    links: list[Event], plain: list[Event], seed: int
) -> None:
    """Merges, cycles, un-merges and moves, before and after what they concern, redelivered: one end."""
    choose = random.Random(seed)
    links = numbered(links, choose)
    events = links + numbered(plain, choose)
    choose.shuffle(events)
    again = events + choose.sample(events, len(events) // 2)
    lanes = settle(again, choose)
    assert lanes.folds() == expected_folds(events)
    for key in PEOPLE:
        assert Kinship(lanes.history[key].values()).survivor_of(key) == expected_survivor(key, links)


@given(st.lists(link_events, max_size=8), st.integers(0, 2**32))
def test_survivors_follow_from_the_set_of_links(links: list[Event], seed: int) -> None:
    """Survivor and members agree with splitting at the last link, for every set of links."""
    links = numbered(links, random.Random(seed))
    kinship = Kinship(links)
    for one in PEOPLE:
        assert kinship.survivor_of(one) == expected_survivor(one, links)
        assert kinship.members_of(one) == {x for x in PEOPLE if expected_survivor(x, links) == kinship.survivor_of(one)}


FIXED = {
    "chain": [merged(A, B, 1), merged(B, C, 2)],
    "survivor merged on": [merged(A, B, 1), merged(C, A, 2)],
    "merged twice": [merged(A, B, 1), merged(A, C, 2)],
    "two-cycle": [merged(A, B, 1), merged(B, A, 2)],
    "three-cycle": [merged(A, B, 1), merged(B, C, 2), merged(C, A, 3)],
    "un-merged": [merged(A, B, 1), unmerged(A, B, 2)],
    "merged again": [merged(A, B, 1), unmerged(A, B, 2), merged(A, B, 3)],
    "moved stay": [moved(STAYS[0], A, B, 1), merged(B, C, 2)],
}


@pytest.mark.parametrize("name", FIXED)
def test_every_order_of_filing_ends_the_same(name: str) -> None:
    """All permutations of the classic cases, each with an event of every record: one end."""
    events = [*FIXED[name], admitted(A, STAYS[0]), event(PersonUpdated(), B), event(PersonUpdated(), C)]
    wanted = expected_folds(events)
    choose = random.Random(7)
    for order in itertools.permutations(events):
        assert settle(order, choose).folds() == wanted


def test_a_record_merged_twice_tells_its_first_survivor() -> None:
    """A into B, then A into C: B learns that C answers now, though no message about it came under B's key."""
    lanes = settle([merged(A, B, 1), merged(A, C, 2), event(PersonUpdated(), B)], random.Random(1))
    assert Kinship(lanes.history[B].values()).survivor_of(B) == C
    assert len(lanes.folds()[C]) == 3


def test_a_cycle_of_four_leaves_one_survivor() -> None:
    """Two pairs that each believe the other's survivor retired: the links meet, and one answers for all."""
    links = [merged(A, B, 1), merged(C, D, 2), merged(A, D, 3), merged(C, B, 4)]
    lanes = settle([*links, *(event(PersonUpdated(), one) for one in (A, B, C, D))], random.Random(1))
    assert {Kinship(lanes.history[one].values()).survivor_of(one) for one in (A, B, C, D)} == {D}
    assert len(lanes.folds()[D]) == 8


def test_later_messages_of_a_retired_record_reach_its_survivor() -> None:
    """What arrives under the retired key is passed on once, and nothing else is sent again."""
    lanes = settle([merged(A, B, 1), event(PersonUpdated(), A)], random.Random(1))
    passed_on = lanes.passed_on
    late = event(PersonUpdated(), A)
    lanes.file(late)
    lanes.run(random.Random(1))
    assert late.event_id in lanes.folds()[B]
    assert lanes.folds()[A] == frozenset()
    assert lanes.passed_on == passed_on + 1
