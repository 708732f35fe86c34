"""Folding the log again beside the live state: it ends where live ended, says what differs, and touches nothing."""

import itertools
import random
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from hub.bench.lives import LIFE, events, subject_of
from hub.domain.care_changes import CareChange
from hub.domain.lanes import lane_of
from hub.errors import Rejected
from hub.events.care_record import VisitConfirmed
from hub.events.catalogue import DISCHARGE
from hub.events.envelope import Event
from hub.ports.log import BEGINNING, FOR_GROUP, Draft, Partition
from hub.runtime.shadow import Place, Role
from tests.runtime.folded_twice import CODEC, LANES, START, Broken, Deaf, House, care, four_weeks
from tests.runtime.made import discharge_cancelled, happened, merged, person, stay, unmerged

PEOPLE = 6
LIVES = list(events(PEOPLE * LIFE, PEOPLE))
WITHDRAWN = {"WindowMilestone WITHDRAWN", "EpisodeFigures WITHDRAWN", "FundingAllocated WITHDRAWN"}
SUBJECTS = [subject_of(n) for n in range(PEOPLE)]
A, B, C = person("temporary record"), person("main record"), person("record at the other desk")
TANGLED = [
    *stay(A, "SP1", 0), *stay(B, "SP2", 400), *stay(C, "SP3", 900),
    discharge_cancelled(A, "SP1", 240, 250), merged(A, B, 1000), merged(B, C, 1001), unmerged(B, C, 1002),
]  # fmt: skip
EVERYBODY = [*SUBJECTS, A, B, C]
FOUR_WEEKS = {CareChange.SIX_WEEKS_STATUS: 1, CareChange.NEXT_STEP: 2, CareChange.ALSO_WAITS: 1}
"""Whose weeks are over after four and not after six, and who has to act by an earlier day.

Of whom they are over the outcome waits beside a decision on money, and no coordinator is to be named any more.
"""


def keys_of(event: Event) -> list[bytes]:
    """A link is appended under both records; anything else under its own."""
    if event.type in {"PersonMerged", "PersonUnmerged"}:
        return [getattr(event.body, "retired_ref"), getattr(event.body, "surviving_ref")]  # noqa: B009 - two types
    return [event.subject_ref]


async def lived(house: House, chance: random.Random) -> None:
    """Send hard lives in any order, some twice, folding live now and then, while days pass."""
    sends = [(event, key) for event in [*LIVES, *TANGLED] for key in keys_of(event)]
    sends += chance.choices(sends, k=10)
    chance.shuffle(sends)
    day = START
    for event, key in sends:
        await house.send([event], key)
        if chance.random() < 0.15:
            await house.settle()
        if chance.random() < 0.1:
            day += timedelta(days=1)
            await house.day(day)
    await house.settle()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("batch", [3, 40, 5000])
async def test_a_second_fold_ends_in_the_same_rows_whatever_came_when(seed: int, batch: int) -> None:
    """Late, doubled, cancelled, merged and parted, over many days: both folds keep the same bytes of everybody."""
    house = House(care())
    await lived(house, random.Random(seed))
    found = await house.verified(batch=batch)
    assert (found.equal, found.other_form) == (True, False)
    assert await house.rows(EVERYBODY, "~shadow") == await house.rows(EVERYBODY)
    assert {tally.hashes[0] for tally in found.lanes.values()} == {tally.hashes[1] for tally in found.lanes.values()}
    assert sum(tally.people for tally in found.lanes.values()) == len(EVERYBODY)


async def test_the_shadow_stops_where_live_stopped() -> None:
    """What is in the log and not folded yet is nobody's state, so the shadow leaves it too."""
    house = House(care())
    await house.send(LIVES[:80])
    await house.settle()
    await house.send(LIVES[80:])
    assert (await house.verified()).equal
    live = await house.positions("care")
    assert await house.positions("care~shadow") == {at: live.get(at, BEGINNING) for at in live}
    await house.settle()
    assert (await house.verified()).equal


@pytest.mark.parametrize("headers", [(), ((FOR_GROUP, b"care"),)])
async def test_what_was_taken_again_for_the_live_group_alone_is_folded_again(
    headers: tuple[tuple[str, bytes], ...],
) -> None:
    """A record that an operator gave the group once more is in its state, so the fold beside has it too."""
    house, (admitted, _, home) = House(care()), stay(A, "SP1", 0)
    await house.send([admitted])
    draft = Draft(DISCHARGE, A, CODEC.encode(home))
    await house.log.append([draft._replace(headers=((FOR_GROUP, b"dashboards"),)), draft._replace(headers=headers)])
    await house.settle()
    assert len(await house.kept.store.history(A)) == 2
    assert (await house.verified()).equal
    assert await house.rows([A], "~shadow") == await house.rows([A])


async def test_a_second_fold_writes_no_history_and_tells_nobody() -> None:
    """History is there already, and what others were told once they are not told again."""
    house = House(care())
    await house.send(LIVES)
    await house.day(date(2027, 6, 1))
    await house.settle()
    before = [await house.kept.store.history(subject) for subject in SUBJECTS]
    derived = await house.derived()
    assert derived
    await house.verified()
    assert await house.kept.store.waiting() == {}
    await house.settle()
    assert [await house.kept.store.history(subject) for subject in SUBJECTS] == before
    assert await house.derived() == derived


async def test_a_late_event_is_folded_with_what_the_shadow_has_read_alone() -> None:
    """Live's history is whole when the shadow begins: it must not fold a discharge before it has come to it."""
    house = House(care())
    first, *rest = stay(A, "SP1", 0)
    await house.send([rest[1], first])
    await house.settle()
    await house.send([rest[0]])
    await house.settle()
    rebuild = house.again(batch=2)
    await rebuild.begin(range(LANES), Role.PREVIOUS, told=False)
    lane = rebuild.lanes[lane_of(A, LANES)]
    await lane.catch_up({Partition(DISCHARGE, lane.number): 1})
    halfway = await house.rows([A], "~shadow")
    other = House(care())
    await other.send([rest[1], first])
    await other.settle()
    assert halfway == await other.rows([A])
    await rebuild.fold()
    assert (await rebuild.compare()).equal


async def test_a_changed_window_is_told_in_the_words_of_the_service() -> None:
    """The state is the same and what follows is not: whose last covered day moves, and who has to act earlier."""
    house = House(care())
    await house.send(LIVES)
    await house.settle()
    found = await house.verified(four_weeks())
    assert {change.told(people) for change, people in found.changes.items()} == {
        "6 people's last covered day moves",
        "1 person's status in the six weeks changes",
        "2 people's next step, or who holds it, changes",
        "what lists know of what else waits for 1 person changes",
    }
    assert sorted(found.people[CareChange.LAST_COVERED_DAY]) == sorted(SUBJECTS)
    assert not found.equal


async def test_a_changed_fold_is_told_by_what_a_reader_would_see() -> None:
    """A fold that misses discharges: six weeks go, stays are open again, and facts would be withdrawn.

    Two of the six wait for somebody to coordinate beside what comes next, and without their six weeks for nobody.
    """
    house = House(care())
    await house.day(START)
    await house.send(LIVES)
    await house.settle()
    found = await house.verified(care(Deaf()))
    assert {change: people for change, people in found.changes.items() if people} == dict.fromkeys(
        (
            CareChange.SIX_WEEKS_GO, CareChange.SIX_WEEKS_STATUS, CareChange.DISCHARGED_ON, CareChange.READY,
            CareChange.LAST_COVERED_DAY, CareChange.STAY_STATUS, CareChange.STAY_DETAILS, CareChange.NEXT_STEP,
            CareChange.PLACE, CareChange.EXPECTED, CareChange.DELAYS, CareChange.TASKS,
        ),
        PEOPLE,
    ) | {CareChange.ALSO_WAITS: 2}  # fmt: skip
    assert {f"{a} {b}" for a, b in found.told} == WITHDRAWN | {
        "StayFigures CHANGED",
        "Alert WITHDRAWN",
        "TaskStopped NEW",
    }


async def test_a_live_row_that_was_lost_or_damaged_is_found() -> None:
    """The proof is worth something: a wrong byte, a missing person and a person from nowhere are all told."""
    house = House(care())
    await house.send(LIVES)
    await house.settle()
    await house.verified()
    kept: Any = house.kept.store
    damaged = await house.kept.store.state("joint", SUBJECTS[0])
    assert damaged is not None
    later = msgspec.structs.replace(damaged, due_on=date(2030, 1, 1))
    kept._states["joint", SUBJECTS[0]] = later
    del kept._states["joint", SUBJECTS[1]]
    kept._states["joint", person("nobody")] = msgspec.structs.replace(damaged, subject=person("nobody"))
    found = await house.verified()
    assert dict(found.changes) == {CareChange.LOOKED_AT: 1, CareChange.MISSING: 1, CareChange.UNFOUNDED: 1}


async def test_somebody_who_has_an_event_while_they_are_compared_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Live goes on: who is only newer is no difference, and who differs all the same is one."""
    house = House(care())
    await house.send(LIVES[:100])
    await house.settle()
    rebuild = house.again(four_weeks())
    await rebuild.begin(range(LANES), Role.PREVIOUS, told=False)
    await rebuild.fold()
    page = house.kept.shadows.page

    async def page_of_a_busy_hub(*asked: Any) -> Any:
        """Let live fold the rest before the first page is read."""
        monkeypatch.setattr(house.kept.shadows, "page", page)
        await house.send(LIVES[100:])
        await house.settle()
        return await page(*asked)

    monkeypatch.setattr(house.kept.shadows, "page", page_of_a_busy_hub)
    found = await rebuild.compare()
    assert dict(found.changes) == FOUR_WEEKS | {CareChange.LAST_COVERED_DAY: PEOPLE}
    assert found.moving == []
    assert sum(tally.people for tally in found.lanes.values()) == PEOPLE


async def test_somebody_who_never_rests_is_named_as_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is claimed of a person who had an event whenever they were looked at."""
    house = House(care())
    await house.send(LIVES)
    await house.settle()
    rebuild = house.again(four_weeks())
    await rebuild.begin(range(LANES), Role.PREVIOUS, told=False)
    await rebuild.fold()
    for name in ("page", "of"):
        monkeypatch.setattr(house.kept.shadows, name, _restless(house, name, SUBJECTS[2]))
    found = await rebuild.compare()
    assert found.moving == [SUBJECTS[2]]
    assert dict(found.changes) == FOUR_WEEKS | {CareChange.LAST_COVERED_DAY: PEOPLE - 1}
    assert not found.equal


def _restless(house: House, name: str, who: bytes) -> Any:
    """Let somebody be visited before each look."""
    real, hours = getattr(house.kept.shadows, name), itertools.count(10_000)

    async def restless(*asked: Any) -> Any:
        at = next(hours)
        await house.send([happened(who, VisitConfirmed("L1", "1-999", at, at), at)])
        await house.settle()
        return await real(*asked)

    return restless


async def test_a_defect_is_named_with_its_place_and_live_is_as_it_was() -> None:
    """The lane stops at the record, the other goes on; the failure's own words may name somebody and are not told."""
    house = House(care())
    await house.send(LIVES)
    await house.settle()
    before = await house.rows(SUBJECTS)
    bad = LIVES[33]
    lane = lane_of(bad.subject_ref, LANES)
    rebuild = house.again(care(Broken(bad.event_id)))
    await rebuild.begin(range(LANES), Role.PREVIOUS, told=False)
    await rebuild.fold()
    (stopped,) = rebuild.stopped
    rows = await house.kept.store.history(bad.subject_ref)
    (place,) = [Place(row.topic, lane, row.position) for row in rows if row.event_id == bad.event_id]
    assert stopped.place == place
    assert stopped.kind == "ValueError"
    assert "Ashworth" not in str(stopped)
    assert await house.rows(SUBJECTS) == before
    found = await rebuild.compare()
    assert set(found.lanes) == {1 - lane}
    mended = house.again(care(), mark="rules")
    await mended.begin(range(LANES), Role.PREVIOUS, told=False)
    await mended.fold()
    assert (await mended.compare()).equal


async def test_what_cannot_be_read_is_passed_over_and_counted() -> None:
    """A record of garbage was parked when it came; the second fold parks nothing again and says where it is."""
    house = House(care())
    await house.send(stay(A, "SP1", 0)[:1])
    await house.log.append([Draft(DISCHARGE, A, b"no event")])
    await house.send(stay(A, "SP1", 0)[1:])
    await house.settle()
    quarantine: Any = house.kept.store
    assert len(await quarantine.quarantine.parked()) == 1
    assert (await house.verified()).equal
    assert len(await quarantine.quarantine.parked()) == 1
    note = (await house.again().notes())[lane_of(A, LANES)]
    assert note.unread.first == (Place(DISCHARGE, lane_of(A, LANES), 1),)
    assert (note.unread.count, note.apart.count, note.people) == (1, 0, 1)


async def test_what_is_in_nobodys_history_is_left_out_and_named() -> None:
    """A record that live could not read when it came stays out of the shadow: a late event would lose it again."""
    house = House(care())
    events_of_a = stay(A, "SP1", 0)
    await house.send(events_of_a)
    await house.settle()
    kept: Any = house.kept.store
    lost = kept._history[A].pop(next(key for key, row in kept._history[A].items() if row.type == "SpellTransferred"))
    await house.verified()
    note = (await house.again().notes())[lane_of(A, LANES)]
    assert (note.apart.count, note.unread.count) == (1, 0)
    assert note.apart.first == (Place(lost.topic, lane_of(A, LANES), lost.position),)
    other = House(care())
    await other.send([event for event in events_of_a if event.type != "SpellTransferred"])
    await other.settle()
    assert await house.rows([A], "~shadow") == await other.rows([A])


async def test_another_log_is_refused_before_anything_is_folded() -> None:
    """A database belongs to one log: a shorter one cannot prove what the longer one said."""
    house = House(care())
    await house.send(LIVES)
    await house.settle()
    other = House(care(), house.kept)
    with pytest.raises(Rejected, match="log_too_short"):
        await other.verified()


async def test_one_processor_is_rebuilt_beside_the_one_that_keeps_how_far_a_person_is() -> None:
    """`--processor record`: the record alone is compared, with the first processor's rows to go on from."""
    house = House(care())
    await house.send(LIVES)
    await house.settle()
    found = await house.verified(care(Deaf()), only="record")
    assert found.equal
    names = {name for name, _ in await house.rows(SUBJECTS, "~shadow")}
    assert names == {"joint", "record"}
