"""A switch and the way back: killed at any step, beside live traffic, and nothing told but the difference."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hub.adapters.memory_lanes import MemoryLanes
from hub.bench.lives import LIFE, events, subject_of
from hub.domain.care_changes import CareChange
from hub.domain.lanes import lane_of
from hub.errors import Defect, PositionRefused, Rejected
from hub.events.envelope import Event
from hub.ports.log import Partition
from hub.ports.store import Claim
from hub.processors.joint import JointProcessor
from hub.runtime import exchanging
from hub.runtime.apply import Group
from hub.runtime.batch_host import BatchHost
from hub.runtime.lane import LaneParts
from hub.runtime.relay import relay_once
from hub.runtime.rows import unpack
from hub.runtime.shadow import Note, Role
from hub.runtime.shadow_rights import may_begin, may_discard
from tests.runtime.dying import Died, Steps
from tests.runtime.folded_twice import CODEC, LANES, START, Deaf, House, Kept, Second, care, four_weeks, state_of

PEOPLE = 4
LIVES = list(events(PEOPLE * LIFE, PEOPLE))
SUBJECTS = [subject_of(n) for n in range(PEOPLE)]
LATER = date(2026, 11, 10)
"""A day in everybody's six weeks: some milestones are reached and some are not."""
RULES: dict[str, Callable[[], Group]] = {"window": four_weeks, "fold": lambda: care(Deaf())}


async def lived(group: Group, some: slice = slice(None), kept: Kept | None = None) -> House:
    """Give a house in which everybody's life was folded by these rules."""
    house = House(group, kept)
    await house.day(START)
    await house.send(LIVES[some])
    await house.day(LATER)
    await house.settle()
    return house


@pytest.mark.parametrize("rules", RULES)
async def test_a_switch_shows_what_the_new_rules_fold_and_tells_exactly_the_difference(rules: str) -> None:
    """Afterwards rows and beliefs are those of a hub that had the new rules from the beginning."""
    house, clean = await lived(care()), await lived(RULES[rules]())
    before = await house.believed()
    told = await house.turned(RULES[rules]())
    await house.settle(RULES[rules]())
    assert await house.rows(SUBJECTS) == await clean.rows(SUBJECTS)
    believed = await house.believed()
    assert believed == await clean.believed()
    assert believed != before
    assert sum(told.values()) == len(before.items() ^ believed.items()) - _changed(before, believed)
    ids = [event.event_id for event in await house.derived()]
    assert len(ids) == len(set(ids))
    found = await house.again(RULES[rules]()).notes()
    assert {note.role for note in found.values()} == {Role.PREVIOUS}


def _changed(before: Any, after: Any) -> int:
    """Count what both believe and not alike: it is told once and differs twice."""
    return sum(before[key] != after[key] for key in before.keys() & after.keys())


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("cut", [40, 65, len(LIVES)])
async def test_the_way_back_is_as_if_nothing_had_been_switched(rules: str, cut: int) -> None:
    """What happened since is folded by the former rules too, and beliefs are those of a hub that never switched."""
    house, clean = await lived(care(), slice(cut)), await lived(care())
    await house.turned(RULES[rules]())
    await house.send(LIVES[cut:])
    await house.settle(RULES[rules]())
    await house.turned(care(), Role.NEXT)
    await house.settle()
    assert await house.rows(SUBJECTS) == await clean.rows(SUBJECTS)
    assert await house.believed() == await clean.believed()
    assert {note.role for note in (await house.again().notes()).values()} == {Role.NEXT}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_rebuild_killed_at_any_step_goes_on_and_ends_the_same(
    monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    """Whatever was asked last, before or after it was done: the next run ends in rows and beliefs of a clean one."""
    monkeypatch.setattr(exchanging, "_PEOPLE", 2)  # several exchanges to a lane
    clean = await lived(care(Deaf()))
    whole = Steps()
    await _switched(await lived(care(), slice(50)), whole)
    assert whole.taken > 60
    for step in range(whole.taken):
        house = await lived(care(), slice(50))
        with pytest.raises(Died):
            await _switched(house, Steps(step, after=after))
        # Live goes on between the two runs, with the new rules, as after a restart.
        await house.send(LIVES[50:])
        await house.settle(care(Deaf()))
        if not _done(await house.again().notes()):
            await _switched(house, Steps())
        await house.settle(care(Deaf()))
        assert await house.rows(SUBJECTS) == await clean.rows(SUBJECTS), step
        assert await house.believed() == await clean.believed(), step
        ids = [event.event_id for event in await house.derived()]
        assert len(ids) == len(set(ids)), step


async def _switched(house: House, steps: Steps) -> None:
    """Rebuild and switch in a process that takes these steps."""
    store = steps.wrap(house.kept.store)
    process = House(house.group, Kept(store, store), steps.wrap(house.log))
    process.clock = house.clock
    await process.turned(care(Deaf()), batch=25)


def _done(notes: dict[int, Note]) -> bool:
    return len(notes) == LANES and {note.role for note in notes.values()} == {Role.PREVIOUS}


async def test_a_discard_killed_at_any_step_is_finished_by_whoever_comes_next() -> None:
    """Half of a shadow is never gone on with: the next rebuild removes the rest and begins anew."""
    whole = Steps()
    house = await lived(care())
    await house.verified()
    await _discarded(house, whole)
    assert await house.rows(SUBJECTS, "~shadow") == {}
    assert await house.kept.store.positions("care~shadow") == {}
    for step in range(whole.taken):
        house = await lived(care())
        await house.verified()
        with pytest.raises(Died):
            await _discarded(house, Steps(step))
        assert (await house.verified()).equal
        assert await house.rows(SUBJECTS, "~shadow") == await house.rows(SUBJECTS)


async def test_half_a_shadow_is_never_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Removing is done in parts: rows that are gone already are folded again from the log's beginning."""
    house = await lived(care())
    await house.verified()
    kept: Any = house.kept.store

    async def half(*_: Any) -> int:
        """Remove the first rows and die."""
        for key in [key for key in kept._states if key[0].startswith("joint~")][: PEOPLE // 2]:
            del kept._states[key]
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(house.kept.shadows, "remove", half)
        with pytest.raises(Died):
            await house.again().discard()
    assert (await house.verified()).equal


async def _discarded(house: House, steps: Steps) -> None:
    store = steps.wrap(house.kept.store)
    process = House(house.group, Kept(store, store), house.log)
    process.clock = house.clock
    await process.again().discard()


async def test_live_traffic_beside_a_rebuild_and_a_switch_loses_and_doubles_nothing() -> None:
    """Messages come in and are folded all the while; the worker is refused where it is exchanged, and goes on."""
    house, clean = await lived(care(), slice(40)), await lived(four_weeks())
    host = _host(house, four_weeks())
    running = asyncio.create_task(host.run())
    sending = asyncio.create_task(_trickle(house))
    for _ in range(3):
        await house.verified(four_weeks())
    await house.turned(four_weeks())
    await sending
    async with asyncio.timeout(20):
        while await _behind(house):  # noqa: ASYNC110 - another task moves what is looked at
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert host.stopped == []
    await house.settle(four_weeks())
    assert await house.rows(SUBJECTS) == await clean.rows(SUBJECTS)
    assert await house.believed() == await clean.believed()
    ids = [event.event_id for event in await house.derived()]
    assert len(ids) == len(set(ids))
    for subject in SUBJECTS:
        assert len(await house.kept.store.history(subject)) == LIFE


class _Host(BatchHost):
    def __init__(self, parts: LaneParts) -> None:
        self.stopped: list[int] = []
        super().__init__(parts, MemoryLanes(), self.stopped.append, retake_after_s=0.02)


def _host(house: House, group: Group) -> _Host:
    store = house.kept.store
    return _Host(LaneParts(house.log, store, CODEC, group, house.clock, lambda *_: None, batch=3, patience_s=0.01))


async def _trickle(house: House) -> None:
    for event in LIVES[40:]:
        await house.send([event])
        await asyncio.sleep(0.002)
        for lane in range(LANES):
            await relay_once(house.kept.store, house.log, lane)


async def _behind(house: House) -> bool:
    positions = await house.kept.store.positions("care")
    ends = [await house.log.end(at) - position for at, position in positions.items()]
    return any(ends)


async def test_a_worker_that_comes_back_too_soon_makes_the_exchange_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lane that is taken again and goes on before it was exchanged is exchanged a moment later, and loses nothing."""
    house, clean = await lived(care(), slice(65)), await lived(four_weeks())
    put_while, refused = house.kept.shadows.put_while, []

    async def too_late(held: Any, batch: Any) -> None:
        """Let a worker take the lane and fold what came, before the first exchange of each."""
        if batch.lane not in refused:
            refused.append(batch.lane)
            await house.send(_in(batch.lane))
            await house.settle(four_weeks())
        await put_while(held, batch)

    monkeypatch.setattr(house.kept.shadows, "put_while", too_late)
    await house.turned(four_weeks())
    await house.settle(four_weeks())
    assert sorted(refused) == [0, 1]
    assert await house.rows(SUBJECTS) == await clean.rows(SUBJECTS)
    assert await house.believed() == await clean.believed()


def _in(lane: int) -> list[Event]:
    """Give what came last in one lane."""
    return [event for event in LIVES[65:] if lane_of(event.subject_ref, LANES) == lane]


async def test_what_live_folds_before_it_is_held_is_in_the_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that ends while the lane is being taken is folded by the shadow too, before the two are exchanged."""
    house, clean = await lived(care(), slice(65)), await lived(four_weeks())
    rebuild = house.again(four_weeks())
    await rebuild.begin(range(LANES), Role.PREVIOUS, told=True)
    await rebuild.fold()
    found = await rebuild.compare()
    claim, met = house.kept.store.claim, []

    async def claimed(partition: Partition, group: str) -> Claim:
        """Let live fold what came in a lane before its first partition is taken."""
        if group == "care" and partition.number not in met:
            met.append(partition.number)
            await house.send(_in(partition.number))
            await house.settle(four_weeks())
        return await claim(partition, group)

    monkeypatch.setattr(house.kept.store, "claim", claimed)
    await rebuild.exchange(found, Role.PREVIOUS)
    await house.settle(four_weeks())
    assert sorted(met) == [0, 1]
    assert await house.rows(SUBJECTS) == await clean.rows(SUBJECTS)
    assert await house.believed() == await clean.believed()


async def test_what_is_kept_as_told_is_what_was_told_whoever_goes_back() -> None:
    """A hub of the new rules that goes back tells what its rules say, and keeps that it told so."""
    house = await lived(care())
    await house.turned(four_weeks())
    await house.turned(four_weeks(), Role.NEXT)
    await house.settle(four_weeks())
    told = {(subject, kind, key) for subject, _, kind, key in await house.believed()}
    rows = await house.rows(SUBJECTS)
    kept = {(who, kind, key) for (_, who), row in rows.items() for kind, key, _ in unpack(row[0]).published}
    assert told == kept


async def test_rows_of_another_version_are_refused_by_a_worker_and_exchanged_by_a_switch() -> None:
    """An upgrade: the new hub's worker stops rather than read what another version kept; a switch gives it its own."""
    house = await lived(care(), slice(65))
    await house.send(LIVES[65:])
    first, second = JointProcessor.version, Second.version
    with pytest.raises(Defect, match=f"joint: kept by version {first} and this hub folds with version {second}"):
        await house.settle(care(Second()))
    found = await house.verified(care(Second()))
    assert (found.equal, found.other_form) == (True, True)
    await house.turned(care(Second()))
    await house.settle(care(Second()))
    clean = await lived(care(Second()))
    assert await house.rows(SUBJECTS) == await clean.rows(SUBJECTS)
    await house.day(date(2026, 12, 24))
    with pytest.raises(Defect, match=f"joint: kept by version {second}"):
        await house.settle(care())


async def test_one_processor_is_switched_and_the_others_stay() -> None:
    """`--processor early_help` leaves joint and record as they are, even where they would differ."""
    house = await lived(care())
    before = await house.rows(SUBJECTS)
    told = await house.turned(care(Deaf()), only="early_help")
    assert not told
    assert await house.rows(SUBJECTS) == before
    assert state_of(await house.rows(SUBJECTS, "~shadow"), "joint", SUBJECTS[0]) != state_of(
        before, "joint", SUBJECTS[0]
    )


async def test_two_rebuilds_at_once_are_one() -> None:
    """Whoever comes later has the shadow: the earlier is refused its next batch and ends."""
    house = await lived(care())
    first = house.again()
    await first.begin(range(LANES), Role.PREVIOUS, told=False)
    assert (await house.verified()).equal
    await house.send([*events(2 * LIFE, PEOPLE + 1)][-4:])
    await house.settle()
    with pytest.raises(PositionRefused):
        await first.fold()


NEXT, SWITCHED = Note("rules", ("joint 1",)), Note("rules", ("joint 1",), Role.PREVIOUS)
HALF = Note("rules", ("joint 1",), Role.NEXT, moved=b"x")
HALF_BACK = Note("rules", ("joint 1",), Role.PREVIOUS, moved=b"x")
OLD = Note("older rules", ("joint 1",))
FORMER = Note("older rules", ("joint 0",), Role.PREVIOUS)
OTHER = Note("rules", ("record 1",))


@pytest.mark.parametrize(
    ("notes", "target", "told", "refused"),
    [
        ([], Role.PREVIOUS, False, None),
        ([NEXT, NEXT], Role.PREVIOUS, False, None),
        ([NEXT, NEXT], Role.PREVIOUS, True, None),
        ([SWITCHED], Role.PREVIOUS, False, "switched"),
        ([SWITCHED], Role.PREVIOUS, True, "switched"),
        ([SWITCHED], Role.NEXT, True, None),
        ([FORMER], Role.NEXT, True, None),
        ([], Role.NEXT, True, "nothing_to_go_back_to"),
        ([NEXT], Role.NEXT, True, "nothing_to_go_back_to"),
        ([SWITCHED, NEXT], Role.PREVIOUS, False, "switched"),
        ([SWITCHED, NEXT], Role.PREVIOUS, True, None),
        ([SWITCHED, NEXT], Role.NEXT, True, None),
        ([SWITCHED, OLD], Role.NEXT, True, None),
        ([SWITCHED, HALF], Role.PREVIOUS, True, None),
        ([NEXT, HALF], Role.PREVIOUS, False, "switched"),
        ([SWITCHED, HALF], Role.NEXT, True, "half_done"),
        ([NEXT, HALF_BACK], Role.NEXT, True, None),
        ([NEXT, HALF_BACK], Role.PREVIOUS, True, "half_done"),
        ([OLD], Role.PREVIOUS, False, "other_rules"),
        ([OLD], Role.PREVIOUS, True, "other_rules"),
        ([OTHER], Role.PREVIOUS, True, "other_processors"),
    ],
)
def test_a_rebuild_begins_only_where_it_may(
    notes: list[Note], target: Role, *, told: bool, refused: str | None
) -> None:
    """What a broken-off switch, other rules or a former state leave is finished or let go of first, never mixed."""
    if refused is None:
        may_begin(dict(enumerate(notes)), NEXT, target, told=told)
        return
    with pytest.raises(Rejected) as why:
        may_begin(dict(enumerate(notes)), NEXT, target, told=told)
    assert why.value.rule == refused


def test_a_half_exchanged_state_keeps_its_other_half() -> None:
    """`--discard` in the middle of a switch would leave people of both folds for good."""
    may_discard({0: NEXT, 1: NEXT})
    may_discard({0: SWITCHED, 1: SWITCHED})
    may_discard({0: NEXT, 1: Note("rules", (), Role.GOING)})
    for notes in ({0: NEXT, 1: SWITCHED}, {0: HALF}):
        with pytest.raises(Rejected, match="half_done"):
            may_discard(notes)


async def test_the_way_back_names_what_differs_too() -> None:
    """Before going back the same report is there, the other way round."""
    house = await lived(care())
    await house.turned(four_weeks())
    rebuild = house.again(care())
    await rebuild.begin(range(LANES), Role.NEXT, told=True)
    await rebuild.fold()
    found = await rebuild.compare()
    # Of three they are over after four weeks, and not after six.
    over = dict.fromkeys((CareChange.SIX_WEEKS_STATUS, CareChange.NEXT_STEP, CareChange.ALSO_WAITS), 3)
    assert dict(found.changes) == over | {CareChange.LAST_COVERED_DAY: PEOPLE}
