"""What every store promises about writing: whole or not at all, once, and by one writer."""

import asyncio
from datetime import timedelta

import pytest
from msgspec import structs

from hub.adapters.clocks import SystemClock
from hub.errors import Defect, PositionRefused
from hub.ports.listing import Listing
from hub.ports.log import BEGINNING, Partition
from hub.ports.store import Claim, Move, Store
from tests.store_rows import GROUP, LANE, TODAY, batch, event, moved, person, state, waiting, waits

OTHER = Partition("hub.care-record.v1", LANE.number)
"""Another topic of the same lane."""


class StoreContract:
    """Give a fixture `store` with eight lanes to hold a store to these."""

    async def test_a_new_partition_begins_before_its_first_record(self, store: Store) -> None:
        """A hub that starts with empty tables reads every partition from its beginning."""
        assert await store.position(LANE, GROUP) == BEGINNING
        assert (await store.claim(LANE, GROUP)).position == BEGINNING

    async def test_of_many_who_take_a_lane_at_once_one_has_all_of_it(self, store: Store) -> None:
        """Two workers with a part of a lane each would fold the same person, and the second write undo the first."""
        lane = [Partition(topic, LANE.number) for topic in ("a", "b", "c", "d", "e")]
        taken = await asyncio.gather(*(store.claim_all(lane, GROUP) for _ in range(7)))
        assert [set(each) for each in taken] == [set(lane)] * 7
        last = [max(range(7), key=lambda one, at=at: taken[one][at].epoch) for at in lane]  # type: ignore[misc] # bound
        assert len(set(last)) == 1

    async def test_a_store_says_what_time_it_is(self, store: Store) -> None:
        """Its own clock, in milliseconds: a machine whose clock runs days ahead is told from one that is right."""
        assert abs(await store.now() - SystemClock().now()) < 60_000

    async def test_everything_of_a_batch_comes_back_as_it_was(self, store: Store) -> None:
        """State, history and outbox come back byte for byte, and the position says how far the lane got."""
        listing = Listing("open", "QOX", "E06000022", "RA9", ("VL1", "VL2"), TODAY, TODAY, TODAY)
        rich = state(1, value=b"\x00\xff'\\", due_on=TODAY, card_key=b"\x01", now=person(9), listing=listing)
        plain = state(1, "record", b"")
        events = [event(1, 20), event(1, 10)]
        await store.put(batch(await store.claim(LANE, GROUP), 7, rich, plain, history=events, outbox=[waiting(1)]))
        loaded = await store.load(LANE.number, ["joint", "record"], [person(1), person(2)])
        assert loaded == {("joint", person(1)): rich, ("record", person(1)): plain}
        assert await store.state("joint", person(1)) == rich
        assert await store.history(person(1)) == events[::-1]
        assert await waits(store) == [waiting(1)]
        assert await store.position(LANE, GROUP) == 7

    async def test_loading_gives_only_the_processors_and_people_asked_for(self, store: Store) -> None:
        """A host that runs one processor never sees another's state."""
        await store.put(batch(await store.claim(LANE, GROUP), 0, state(1), state(1, "record"), state(2)))
        assert set(await store.load(LANE.number, ["joint"], [person(1)])) == {("joint", person(1))}
        assert await store.load(LANE.number, [], [person(1)]) == {}
        assert await store.load(LANE.number, ["joint"], []) == {}
        assert await store.state("joint", person(3)) is None

    async def test_a_newer_state_takes_the_place_of_the_older(self, store: Store) -> None:
        """Somebody who is no longer due, listed or carded keeps nothing of the former row."""
        claim = await store.claim(LANE, GROUP)
        full = state(1, due_on=TODAY, card_key=b"k", listing=Listing("open", last_covered_day=TODAY))
        await store.put(batch(claim, 0, full))
        days = [TODAY + timedelta(days=n) for n in (1, 2, 3, 4)]
        step = {
            "step": "start_support",
            "holder": "council",
            "step_due": days[3],
            "waits_for": "CAP05",
            "waits_at": "RH9",
        }
        elsewhere = Listing("suspended", "QUY", "E06000023", "RH8", ("VL9",), days[0], days[1], days[2], **step)  # type: ignore[arg-type] # by name
        newer = state(
            1, value=b"new", due_on=TODAY + timedelta(days=9), card_key=b"l", now=person(8), listing=elsewhere
        )
        await store.put(batch(moved(claim, 0), 1, newer))
        assert await store.state("joint", person(1)) == newer
        await store.put(batch(moved(claim, 1), 2, state(1, value=b"newer")))
        assert await store.state("joint", person(1)) == state(1, value=b"newer")
        assert await store.due(LANE.number, ["joint"], TODAY) == []

    @pytest.mark.parametrize("held", [BEGINNING, 7])
    @pytest.mark.parametrize("upto", [3, 7])
    async def test_a_position_already_included_is_refused_and_changes_nothing(
        self, store: Store, upto: int, held: int
    ) -> None:
        """A batch that comes a second time after a crash is not folded in twice."""
        claim = await store.claim(LANE, GROUP)
        was = moved(claim, held)
        await store.put(batch(claim, 7, state(1, value=b"first"), history=[event(1, 1)]))
        with pytest.raises(PositionRefused):
            await store.put(batch(was, upto, state(1, value=b"again"), history=[event(1, 2)], outbox=[waiting(1)]))
        await self._unchanged(store)

    @pytest.mark.parametrize("held", [BEGINNING, 6, 8])
    async def test_a_batch_that_does_not_begin_where_the_store_stands_is_refused(self, store: Store, held: int) -> None:
        """Into a database that came back a moment older nothing is written over a hole that nobody would see."""
        claim = await store.claim(LANE, GROUP)
        await store.put(batch(claim, 7, state(1, value=b"first"), history=[event(1, 1)]))
        with pytest.raises(PositionRefused):
            await store.put(batch(moved(claim, held), 9, state(1, value=b"again"), history=[event(1, 2)]))
        await self._unchanged(store)
        assert await store.position(LANE, GROUP) == 7

    @pytest.mark.parametrize(("had", "refused"), [(2, False), (3, False), (4, True)])
    async def test_a_batch_is_refused_when_another_topic_of_its_lane_stands_before_what_it_had(
        self, store: Store, had: int, *, refused: bool
    ) -> None:
        """A state worked out with an event of another topic is not written beside a history that has lost it."""
        claim, other = await store.claim(LANE, GROUP), await store.claim(OTHER, GROUP)
        await store.put(batch(claim, 7, state(1, value=b"first"), history=[event(1, 1)], also=[Move(OTHER, other, 3)]))
        again = batch(moved(claim, 7), 8, had={OTHER: had})
        if not refused:
            await store.put(again)
            return
        never = Partition("hub.identity.v1", LANE.number)
        for gone in (again, again._replace(had={OTHER: 3, never: 0})):
            with pytest.raises(PositionRefused):
                await store.put(gone)
        await self._unchanged(store)
        assert await store.positions(GROUP) == {LANE: 7, OTHER: 3}

    async def test_a_lane_is_asked_where_it_stands_in_one_question(self, store: Store) -> None:
        """Every topic of the lane, and neither another lane nor another group."""
        also = Move(OTHER, await store.claim(OTHER, GROUP), 3)
        await store.put(batch(await store.claim(LANE, GROUP), 7, also=[also]))
        await store.claim(Partition(LANE.topic, 3), GROUP)
        await store.claim(LANE, "boards")
        assert await store.standing(LANE.number, GROUP) == {LANE: 7, OTHER: 3}
        assert await store.standing(5, GROUP) == {}

    async def test_a_writer_whose_partition_moved_is_refused_and_changes_nothing(self, store: Store) -> None:
        """A worker that lost its lane to another cannot write over what the other wrote."""
        older = await store.claim(LANE, GROUP)
        newer = await store.claim(LANE, GROUP)
        await store.put(batch(newer, 7, state(1, value=b"first"), history=[event(1, 1)]))
        with pytest.raises(PositionRefused):
            await store.put(
                batch(moved(older, 7), 8, state(1, value=b"again"), history=[event(1, 2)], outbox=[waiting(1)])
            )
        await self._unchanged(store)

    async def test_one_batch_moves_every_topic_of_its_lane(self, store: Store) -> None:
        """What came about a person in several topics is written once, and each topic goes on behind it."""
        also = Move(OTHER, await store.claim(OTHER, GROUP), 3)
        await store.put(batch(await store.claim(LANE, GROUP), 7, state(1), also=[also]))
        assert await store.positions(GROUP) == {LANE: 7, OTHER: 3}
        assert await store.state("joint", person(1)) == state(1)

    @pytest.mark.parametrize("wrong", ["included", "passed over", "lost", "never claimed"])
    @pytest.mark.parametrize("place", [0, 1])
    async def test_one_refused_topic_refuses_the_whole_batch(self, store: Store, wrong: str, place: int) -> None:
        """Nothing of any topic is written when one was included already or belongs to another worker by now."""
        claim, other = await store.claim(LANE, GROUP), await store.claim(OTHER, GROUP)
        first = batch(claim, 7, state(1, value=b"first"), history=[event(1, 1)], also=[Move(OTHER, other, 3)])
        await store.put(first)
        refused = {
            "included": Move(OTHER, moved(other, 3), 3),
            "passed over": Move(OTHER, moved(other, 4), 5),
            "lost": Move(OTHER, Claim(3, other.epoch - 1), 4),
            "never claimed": Move(Partition("hub.identity.v1", LANE.number), other, 4),
        }[wrong]
        moves = [Move(LANE, moved(claim, 7), 8)]
        moves.insert(place, refused)
        again = batch(claim, 8, state(1, value=b"again"), history=[event(1, 2)], outbox=[waiting(1)])
        with pytest.raises(PositionRefused):
            await store.put(again._replace(moves=moves))
        await self._unchanged(store)
        assert await store.positions(GROUP) == {LANE: 7, OTHER: 3}

    async def test_a_batch_of_two_lanes_of_none_or_of_one_partition_twice_is_a_defect(self, store: Store) -> None:
        """One lane has one writer: a batch that reached into another would take a person from theirs."""
        claim = await store.claim(LANE, GROUP)
        far = Partition(LANE.topic, 3)
        there = Move(far, await store.claim(far, GROUP), 1)
        one = batch(claim, 1, state(1))
        for moves in ([], [*one.moves, there], [*one.moves, *one.moves]):
            with pytest.raises(Defect) as told:
                await store.put(one._replace(moves=moves))
            assert not isinstance(told.value, PositionRefused)
        assert await store.position(LANE, GROUP) == BEGINNING
        assert await store.state("joint", person(1)) is None

    async def test_a_writer_that_never_claimed_is_refused(self, store: Store) -> None:
        """A claim on one partition gives no right to another partition or group."""
        claim = await store.claim(LANE, GROUP)
        for elsewhere in ({"partition": Partition(LANE.topic, 3)}, {"group": "boards"}):
            with pytest.raises(PositionRefused):
                await store.put(batch(claim, 0, state(1), **elsewhere))
        assert await store.state("joint", person(1)) is None

    async def test_an_event_that_is_in_the_history_already_is_a_defect_and_changes_nothing(self, store: Store) -> None:
        """The fold drops repeats before it writes: one that gets here says that the hub contradicts itself."""
        claim = await store.claim(LANE, GROUP)
        await store.put(batch(claim, 7, state(1, value=b"first"), history=[event(1, 1)]))
        for rows in ([event(1, 2), event(1, 1)], [event(1, 3), event(1, 3)]):
            with pytest.raises(Defect) as told:
                await store.put(batch(moved(claim, 7), 8, state(1, value=b"again"), history=rows, outbox=[waiting(1)]))
            assert not isinstance(told.value, PositionRefused)
        await self._unchanged(store)

    async def _unchanged(self, store: Store) -> None:
        assert await store.state("joint", person(1)) == state(1, value=b"first")
        assert await store.history(person(1)) == [event(1, 1)]
        assert await store.position(LANE, GROUP) == 7
        assert await store.outbox(LANE.number, 10) == []

    async def test_groups_and_partitions_have_positions_of_their_own(self, store: Store) -> None:
        """Dashboards that lag behind never hold back the joint board, nor one topic another."""
        other = Partition("hub.identity.v1", LANE.number)
        await store.put(batch(await store.claim(LANE, GROUP), 7))
        await store.put(batch(await store.claim(other, GROUP), 3, partition=other))
        await store.put(batch(await store.claim(LANE, "boards"), 1, group="boards"))
        found = [await store.position(*where) for where in ((LANE, GROUP), (other, GROUP), (LANE, "boards"))]
        assert found == [7, 3, 1]

    async def test_a_new_claim_goes_on_where_the_former_stopped(self, store: Store) -> None:
        """A worker that takes a lane over neither repeats nor skips."""
        first = await store.claim(LANE, GROUP)
        await store.put(batch(first, 7))
        second = await store.claim(LANE, GROUP)
        assert second.position == 7
        assert second.epoch > first.epoch

    async def test_a_withdrawn_state_is_gone(self, store: Store) -> None:
        """A person whose record was withdrawn is no longer read, listed or woken; their history stays."""
        claim = await store.claim(LANE, GROUP)
        listing = Listing("open", last_covered_day=TODAY)
        row = state(1, due_on=TODAY, listing=listing)
        await store.put(batch(claim, 0, row, state(1, "record"), history=[event(1, 1)]))
        await store.put(batch(moved(claim, 0), 1, withdrawn=[("joint", person(1)), ("joint", person(2))]))
        assert await store.state("joint", person(1)) is None
        assert await store.state("record", person(1)) is not None
        assert await store.due(LANE.number, ["joint"], TODAY) == []
        assert await store.history(person(1)) == [event(1, 1)]

    async def test_of_somebody_let_go_of_nothing_stays_but_that_they_are_forgotten(self, store: Store) -> None:
        """The history goes in the same transaction as the state is written; nobody else's is touched."""
        claim = await store.claim(LANE, GROUP)
        word = structs.replace(event(1, 9), type="SubjectKeyDestroyed")
        await store.put(batch(claim, 0, state(1), history=[event(1, 1), event(1, 2), word, event(2, 1)]))
        await store.put(batch(moved(claim, 0), 1, state(1, value=b"forgotten"), let_go=[person(1)]))
        assert await store.history(person(1)) == [word]
        assert await store.history(person(2)) == [event(2, 1)]
        assert await store.event(event(1, 1).event_id) is None
        found = await store.state("joint", person(1))
        assert found is not None
        assert found.value == b"forgotten"
