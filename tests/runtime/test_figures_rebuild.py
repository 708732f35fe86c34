"""Figures are thrown away and folded again: equal when nothing is wrong, and told apart when something is."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_figures import MemoryFigures
from hub.adapters.memory_log import MemoryLog
from hub.domain.days import start_of
from hub.errors import PositionRefused, Rejected
from hub.events.catalogue import FACT
from hub.ports.figures import FiguresAsk, FiguresBatch
from hub.ports.log import BEGINNING, Draft, Partition
from hub.ports.store import Move, Parked
from hub.runtime.catching_up import until_end
from hub.runtime.figures import DASHBOARDS, FiguresFold, FiguresParts
from hub.runtime.figures_rebuild import BESIDE, FiguresRebuild
from tests.domain.test_figures import DAY, EPISODE
from tests.domain.test_figures_of_moves import MOVE
from tests.domain.test_figures_of_support import LINE
from tests.domain.test_figures_of_waits import NOTICE, SUPPORTED
from tests.figures_rows import cell
from tests.runtime.figures_made import CODEC, START, in_lane, record_of
from tests.runtime.test_figures import stay

LANES = 2


class House:
    """A log, its figures, and the fold of both lanes."""

    def __init__(self) -> None:
        self.log = MemoryLog(ManualClock(start_of(START)), Placement(lanes=LANES))
        self.figures = MemoryFigures(DASHBOARDS)
        self.parts = FiguresParts(self.figures, CODEC, lambda *_: None, LANES)
        self.folds = [FiguresFold(self.parts, lane) for lane in range(LANES)]
        self.progress: list[int] = []
        self.rebuild = FiguresRebuild(self.log, self.parts, 2, self.progress.append)

    async def live(self, *facts: Mapping[str, Any]) -> "House":
        """Append facts, by turns to each lane, and fold them live."""
        records = [record_of(in_lane(fact, n % LANES, LANES), 0) for n, fact in enumerate(facts)]
        await self.log.append([Draft(FACT, r.key, r.value, number=n % LANES) for n, r in enumerate(records)])
        for fold in self.folds:
            after = await fold.begin()
            async for fetch in until_end(self.log, fold.partition, after, 100):
                await fold.take(fetch)
        return self

    async def discharges(self) -> int:
        """Count every discharge."""
        return sum(
            row.amount for row in await self.figures.figures(FiguresAsk("discharges", START, START.replace(day=30)))
        )

    async def damage(self) -> None:
        """Change one number, as a mistake or a hand would."""
        partition = Partition(FACT, 0)
        claim = await self.figures.claim(partition, DASHBOARDS)
        wrong = cell(0)._replace(day=START, told_on=START)
        move = Move(partition, claim, claim.position + 1)
        await self.figures.put(FiguresBatch(DASHBOARDS, [move], {}, [wrong]))
        await self.log.append([Draft(FACT, b"x" * 16, b"no event", number=0)])


FACTS: Sequence[Mapping[str, Any]] = [stay(n) for n in range(7)]


async def test_figures_that_were_folded_again_are_equal_and_the_live_ones_untouched() -> None:
    """To verify changes nothing, and what was folded beside is thrown away."""
    house = await House().live(*FACTS)
    proof = await house.rebuild.fold()
    assert (proof.differing, proof.records, house.progress[-1]) == ([], 7, 7)
    assert proof.live.positions == proof.again.positions
    await house.rebuild.discard()
    assert (await house.figures.digest(BESIDE)).measures == {}
    await house.live(stay(8))
    assert await house.discharges() == 8


async def test_what_several_facts_count_together_is_equal_when_it_is_folded_again() -> None:
    """Support, waits and moves: changed, withdrawn and told again, over fetches that end anywhere."""
    who = {"told_on": START, "who": 1}
    weeks = {**who, "kind": "EpisodeFigures", "key": "EP", "body": EPISODE | SUPPORTED}
    lines = [
        {**who, "kind": "FundingAllocated", "key": f"EP:{n}", "body": LINE | {"origin": n}} for n in ("NEW", "OLD")
    ]
    notice = {**who, "kind": "NoticeFigures", "key": "N", "body": NOTICE}
    move = {**who, "kind": "MoveFigures", "key": "M", "body": MOVE}
    gone = [{**fact, "body": None} for fact in (lines[0], notice)]
    house = House()
    for facts in ([lines[0], weeks], [notice], [lines[1], gone[0]], [move], [gone[1]], [{**notice, "told_on": DAY}]):
        await house.live(*(fact for fact in facts for _ in range(LANES)))
    counted = {"supported", "support_hours", "joint_cost", "notice_to_start", "waiting_for_start", "moves_under_way"}
    assert counted <= (await house.figures.digest(DASHBOARDS)).measures.keys()
    proof = await house.rebuild.fold()
    assert (proof.differing, proof.records) == ([], 2 * 8)


async def test_what_the_live_host_counts_meanwhile_is_no_difference() -> None:
    """The comparison is of one moment, and the log has gone on since."""
    house = await House().live(*FACTS)
    records = [record_of(in_lane(stay(9), 0, LANES), 0)]
    await house.log.append([Draft(FACT, r.key, r.value, number=0) for r in records])
    proof = await house.rebuild.fold()
    assert (proof.differing, proof.records) == ([], 7)


async def test_a_number_that_is_wrong_is_found_and_put_right() -> None:
    """The measure is named; the new figures take the place of the old, and the host is refused once and goes on."""
    house = await House().live(*FACTS)
    await house.damage()
    assert await house.discharges() == 8
    proof = await house.rebuild.fold()
    assert proof.differing == ["discharges"]
    await house.rebuild.replace()
    assert await house.discharges() == 7
    with pytest.raises(PositionRefused):
        await house.folds[0].take([record_of(stay(9), 100)])
    await house.live(stay(9))
    assert await house.discharges() == 8
    assert (await house.rebuild.fold()).differing == []


async def test_what_is_kept_of_people_is_compared_too() -> None:
    """A kept body that is wrong would take away the wrong numbers later."""
    house = await House().live(*FACTS)
    partition = Partition(FACT, 0)
    claim = await house.figures.claim(partition, DASHBOARDS)
    move = Move(partition, claim, claim.position + 1)
    await house.figures.put(FiguresBatch(DASHBOARDS, [move], {b"p" * 16: b"wrong"}, []))
    await house.log.append([Draft(FACT, b"x" * 16, b"no event", number=0)])
    assert (await house.rebuild.fold()).differing == ["kept"]


async def test_figures_that_were_never_folded_are_equal_to_nothing() -> None:
    """A new hub, or one whose dashboards were cleared, has nothing to compare and fails at nothing."""
    house = House()
    assert (await house.rebuild.fold()).differing == []
    for lane in range(LANES):
        await house.figures.claim(Partition(FACT, lane), DASHBOARDS)
    await house.log.append([Draft(FACT, b"x" * 16, b"no event", number=0)])
    proof = await house.rebuild.fold()
    assert (proof.differing, proof.records) == ([], 0)
    assert set((await house.figures.positions(DASHBOARDS)).values()) == {BEGINNING}


async def test_a_log_that_ends_before_the_figures_do_is_refused() -> None:
    """Another log, or one that was cut: nothing is folded and nothing replaced."""
    house = await House().live(*FACTS)
    other = MemoryLog(ManualClock(0), Placement(lanes=LANES))
    with pytest.raises(Rejected) as told:
        await FiguresRebuild(other, house.parts, 100, lambda _: None).fold()
    assert told.value.rule == "log_too_short"
    assert await house.discharges() == 7


async def test_a_record_that_was_parked_is_counted_at_its_own_place_and_dealt_with() -> None:
    """A release that reads it counts it before what was told later; what nobody can read stays parked."""
    house = House()
    await house.log.append([Draft(FACT, b"x" * 16, b"no event", number=0)])
    await house.live(stay(1))
    rows = [
        Parked(f"{FACT}-0-{n}", "log", 0, "schema", "unknown_schema", "unknown", b"", FACT, 0, n) for n in (0, 1, 99)
    ]
    proof = await house.rebuild.fold()
    assert ({*proof.unread}, [proof.counts(row) for row in rows]) == ({f"{FACT}-0-0"}, [False, True, False])
    assert not proof.counts(msgspec.structs.replace(rows[1], topic="hub.discharge.v1"))
