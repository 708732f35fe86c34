"""What every store of figures promises about writing: whole or not at all, once, and by one writer."""

import pytest

from hub.errors import Defect, PositionRefused
from hub.ports.figures import Figures, FiguresAsk
from hub.ports.log import BEGINNING, Partition
from hub.ports.store import Move
from tests.figures_rows import GROUP, LANE, batch, cell, in_hospital, on
from tests.store_rows import moved, parked, person


async def discharges(store: Figures, last: int = 30) -> list[int]:
    """Give the discharges of each day that has any."""
    return [figure.amount for figure in await store.figures(FiguresAsk("discharges", on(0), on(last)))]


class FiguresContract:
    """Give a fixture `figures` to hold a store to these."""

    async def test_a_new_partition_begins_before_its_first_record(self, figures: Figures) -> None:
        """A hub that starts with empty tables reads the derived topic from its beginning."""
        assert await figures.position(LANE, GROUP) == BEGINNING
        assert (await figures.claim(LANE, GROUP)).position == BEGINNING
        assert await figures.kept(GROUP, [person(1)]) == {}
        assert await figures.told_until() is None
        assert (await figures.digest("nobody")).measures == {}

    async def test_cells_add_up_and_what_is_kept_is_replaced(self, figures: Figures) -> None:
        """The same cell in one batch and in the next is one sum; a person has the newest value alone."""
        claim = await figures.claim(LANE, GROUP)
        kept = {person(1): b"\x00one", person(2): b"two"}
        await figures.put(batch(claim, 3, cell(1, 2), cell(1, 3), cell(2), kept=kept))
        await figures.put(batch(moved(claim, 3), 4, cell(1, -1, told=1), kept={person(1): b"newer"}))
        assert await discharges(figures) == [4, 1]
        assert await figures.kept(GROUP, [person(1), person(2), person(3)]) == kept | {person(1): b"newer"}
        assert await figures.positions(GROUP) == {LANE: 4}
        assert await figures.told_until() == on(1)

    async def test_a_batch_without_cells_moves_its_position(self, figures: Figures) -> None:
        """Records that count in no figure are behind us all the same."""
        await figures.put(batch(await figures.claim(LANE, GROUP), 9))
        assert await figures.position(LANE, GROUP) == 9

    @pytest.mark.parametrize("held", [BEGINNING, 7])
    @pytest.mark.parametrize("upto", [3, 7])
    async def test_a_position_already_included_is_refused_and_changes_nothing(
        self, figures: Figures, upto: int, held: int
    ) -> None:
        """A fetch that comes a second time after a crash is not counted twice."""
        claim = await figures.claim(LANE, GROUP)
        await figures.put(batch(claim, 7, cell(1), kept={person(1): b"first"}))
        with pytest.raises(PositionRefused):
            await figures.put(batch(moved(claim, held), upto, cell(1), kept={person(1): b"again"}))
        await self._unchanged(figures)

    @pytest.mark.parametrize("held", [BEGINNING, 6, 8])
    async def test_a_batch_that_does_not_begin_where_the_store_stands_is_refused(
        self, figures: Figures, held: int
    ) -> None:
        """A database that came back a moment older counts nothing over what it has lost."""
        claim = await figures.claim(LANE, GROUP)
        await figures.put(batch(claim, 7, cell(1), kept={person(1): b"first"}))
        with pytest.raises(PositionRefused):
            await figures.put(batch(moved(claim, held), 9, cell(1), kept={person(1): b"again"}))
        await self._unchanged(figures)

    async def test_an_earlier_writer_is_refused_and_changes_nothing(self, figures: Figures) -> None:
        """A host that lost its lane to another cannot count what the other counted."""
        older, newer = await figures.claim(LANE, GROUP), await figures.claim(LANE, GROUP)
        await figures.put(batch(newer, 7, cell(1), kept={person(1): b"first"}))
        with pytest.raises(PositionRefused):
            await figures.put(batch(moved(older, 7), 8, cell(1), kept={person(1): b"again"}))
        await self._unchanged(figures)

    async def test_a_writer_that_never_claimed_is_refused(self, figures: Figures) -> None:
        """A claim on one lane gives no right to another lane or group."""
        claim = await figures.claim(LANE, GROUP)
        for refused in (
            batch(claim, 0, cell(1), partition=Partition(LANE.topic, 3)),
            batch(claim, 0, cell(1), group="other"),
        ):
            with pytest.raises(PositionRefused):
                await figures.put(refused)
        assert await discharges(figures) == []

    async def test_a_batch_of_two_lanes_is_a_defect(self, figures: Figures) -> None:
        """One lane has one writer."""
        claim = await figures.claim(LANE, GROUP)
        far = Partition(LANE.topic, 3)
        one = batch(claim, 1, cell(1))
        with pytest.raises(Defect) as told:
            await figures.put(one._replace(moves=[*one.moves, Move(far, await figures.claim(far, GROUP), 1)]))
        assert not isinstance(told.value, PositionRefused)
        assert await discharges(figures) == []

    async def _unchanged(self, figures: Figures) -> None:
        assert await discharges(figures) == [1]
        assert await figures.kept(GROUP, [person(1)]) == {person(1): b"first"}
        assert await figures.position(LANE, GROUP) == 7

    async def test_lanes_and_groups_add_to_cells_and_positions_of_their_own(self, figures: Figures) -> None:
        """Two lanes add to one sum; another group has its own figures, people and positions."""
        far = Partition(LANE.topic, 3)
        await figures.put(batch(await figures.claim(LANE, GROUP), 1, cell(1)))
        await figures.put(batch(await figures.claim(far, GROUP), 5, cell(1), partition=far))
        other = batch(await figures.claim(LANE, "other"), 2, cell(1, 50), group="other", kept={person(1): b"o"})
        await figures.put(other)
        assert await discharges(figures) == [2]
        assert await figures.positions(GROUP) == {LANE: 1, far: 5}
        assert await figures.positions("other") == {LANE: 2}
        assert await figures.kept(GROUP, [person(1)]) == {}

    async def test_what_is_cleared_and_written_again_is_equal(self, figures: Figures) -> None:
        """A dashboard can be thrown away: its numbers say so, and come back the same whatever the batches were."""
        claim = await figures.claim(LANE, GROUP)
        await figures.put(batch(claim, 1, cell(1), cell(2, 5), kept={person(1): b"a"}))
        await figures.put(batch(moved(claim, 1), 2, cell(2, -5), in_hospital(3), kept={person(2): b"b"}))
        before = await figures.digest(GROUP)
        assert before.measures.keys() == {"discharges", "in_hospital"}
        await figures.clear(GROUP)
        assert await discharges(figures) == []
        assert await figures.kept(GROUP, [person(1)]) == {}
        assert await figures.position(LANE, GROUP) == BEGINNING
        assert (await figures.digest(GROUP)).differing(before) == ["discharges", "in_hospital", "kept"]
        with pytest.raises(PositionRefused):
            await figures.put(batch(claim, 3, cell(1)))
        again = await figures.claim(LANE, GROUP)
        whole = batch(again, 2, cell(1), in_hospital(3), kept={person(2): b"b", person(1): b"a"})
        await figures.put(whole)
        after = await figures.digest(GROUP)
        assert after.differing(before) == before.differing(after) == []
        assert after.positions == before.positions

    async def test_every_difference_shows_in_the_numbers(self, figures: Figures) -> None:
        """Another amount, place, day, day of telling or kept value is another number."""
        claim = await figures.claim(LANE, GROUP)
        await figures.put(batch(claim, 1, cell(1), kept={person(1): b"a"}))
        seen = [await figures.digest(GROUP)]
        changes = (cell(1), cell(1, trust="RB"), cell(2), cell(1, told=1), cell(1, category="51"))
        for upto, change in enumerate(changes, 2):
            await figures.put(batch(moved(claim, upto - 1), upto, change))
            seen.append(await figures.digest(GROUP))
        await figures.put(batch(moved(claim, 6), 10, kept={person(1): b"b"}))
        for place, one in enumerate(seen):
            assert all(one.differing(other) == ["discharges"] for other in seen[:place])
        assert (await figures.digest(GROUP)).differing(seen[-1]) == ["kept"]

    async def test_what_replaces_another_brings_its_positions(self, figures: Figures) -> None:
        """A fold beside the live one takes its place whole; nobody who wrote either goes on without claiming."""
        far = Partition(LANE.topic, 3)
        live, lost = await figures.claim(LANE, GROUP), await figures.claim(far, GROUP)
        await figures.put(batch(live, 5, cell(1, 9), kept={person(1): b"old"}))
        await figures.put(batch(lost, 6, cell(1, 9), partition=far))
        beside = await figures.claim(LANE, "beside")
        await figures.put(batch(beside, 3, cell(1), kept={person(2): b"new"}, group="beside"))
        await figures.replace(GROUP, "beside")
        assert await discharges(figures) == [1]
        assert await figures.kept(GROUP, [person(1), person(2)]) == {person(2): b"new"}
        assert await figures.positions(GROUP) == {LANE: 3, far: BEGINNING}
        assert await figures.kept("beside", [person(2)]) == {}
        assert await figures.position(LANE, "beside") == BEGINNING
        for refused in (batch(live, 7), batch(lost, 7, partition=far), batch(beside, 7, group="beside")):
            with pytest.raises(PositionRefused):
                await figures.put(refused)
        await figures.put(batch(await figures.claim(LANE, GROUP), 4, cell(1)))
        assert await discharges(figures) == [2]

    async def test_nothing_may_be_replaced_by_nothing_and_cleared_twice(self, figures: Figures) -> None:
        """A command that was broken off may be given again."""
        await figures.clear(GROUP)
        await figures.replace(GROUP, "beside")
        await figures.put(batch(await figures.claim(LANE, GROUP), 4, cell(1)))
        await figures.clear(GROUP)
        await figures.clear(GROUP)
        assert await discharges(figures) == []

    async def test_what_a_batch_parks_is_written_with_it(self, figures: Figures) -> None:
        """A record that cannot be read is in the quarantine when its position is behind us, and not before."""
        claim = await figures.claim(LANE, GROUP)
        await figures.put(batch(claim, 1, parked=[parked(1)]))
        with pytest.raises(PositionRefused):
            await figures.put(batch(moved(claim, 1), 1, parked=[parked(2)]))
