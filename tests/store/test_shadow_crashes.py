"""A rebuild over PostgreSQL, broken off at any statement: nothing half exchanged, nothing half removed."""

import pytest

from hub.adapters import postgres_shadows
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_shadows import PostgresShadows
from hub.adapters.postgres_store import PostgresStore
from hub.bench.lives import LIFE, events, subject_of
from hub.ports.log import Partition
from hub.ports.shadows import Held
from hub.ports.store import Claim
from hub.runtime import exchanging
from hub.runtime.shadow import Role
from tests.runtime.dying import Died, Steps
from tests.runtime.folded_twice import LANES as FEW_LANES
from tests.runtime.folded_twice import START, Deaf, House, Kept, care
from tests.store_rows import GROUP, LANE, batch, person, state, waiting

LANES = 8
SHADOW = "care~shadow"
STEP = Partition("exchanges", LANE.number)
STATEMENTS = ("begin", "held", "position of exchanges", "states", "withdrawn", "outbox", "commit")
PEOPLE = 4
LIVES = list(events(PEOPLE * LIFE, PEOPLE))
SUBJECTS = [subject_of(n) for n in range(PEOPLE)]


@pytest.mark.parametrize("last", STATEMENTS)
async def test_an_exchange_that_dies_behind_any_statement_is_there_whole_or_not_at_all(
    database: Database, last: str
) -> None:
    """Two rows in each other's place, what is told because of it, and the step: all of it, or nothing."""
    store = PostgresStore(database, LANES)
    await store.put(batch(await store.claim(LANE, GROUP), 7, state(1), state(2)))
    held = Held(GROUP, {LANE: Claim(7, (await store.claim(LANE, GROUP)).epoch)})
    step = await store.claim(STEP, SHADOW)
    seen = []

    def die(statement: str) -> None:
        seen.append(statement)
        if statement == last:
            raise Died

    exchange = batch(
        step, 0, state(1, value=b"theirs"), state(1, "joint~shadow", b"ours"), outbox=[waiting(1)],
        withdrawn=[("joint", person(2))], group=SHADOW, partition=STEP,
    )  # fmt: skip
    with pytest.raises(Died):
        await PostgresShadows(database, after_statement=die).put_while(held, exchange)
    assert tuple(seen) == STATEMENTS[: STATEMENTS.index(last) + 1]
    done = last == "commit"
    rows = await store.load(LANE.number, ["joint", "joint~shadow"], [person(1), person(2)])
    assert {key[0]: row.value for key, row in rows.items() if key[1] == person(1)} == (
        {"joint": b"theirs", "joint~shadow": b"ours"} if done else {"joint": state(1).value}
    )
    assert (("joint", person(2)) in rows) is not done
    assert bool(await store.outbox(LANE.number, 10)) is done
    assert (await store.position(STEP, SHADOW) == 0) is done


async def test_a_shadow_is_removed_part_by_part(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large table is not locked in one long statement, and every part is looked at."""
    monkeypatch.setattr(postgres_shadows, "_AT_ONCE", 7)
    store = PostgresStore(database, LANES)
    rows = [state(n, name) for n in range(40) for name in ("joint", "joint~shadow", "record~shadow")]
    await store.put(batch(await store.claim(LANE, SHADOW), 0, *rows, group=SHADOW))
    shadows = PostgresShadows(database)
    assert await shadows.remove(SHADOW, ["joint~shadow", "record~shadow"]) == 80
    assert {row.processor for row in (await shadows.page(GROUP, ["joint", "joint~shadow"], b"", 100)).rows} == {"joint"}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_rebuild_over_postgresql_killed_at_steps_of_every_kind_ends_the_same(
    database: Database, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    """Each run dies some steps later than the last; switched in the end, gone back and discarded, it begins anew."""
    monkeypatch.setattr(exchanging, "_PEOPLE", 2)
    house, clean = await _lived(Kept(PostgresStore(database, FEW_LANES), PostgresShadows(database))), await _lived()
    former = await house.rows(SUBJECTS)
    await clean.turned(care(Deaf()))
    step, ends = 3 if after else 0, False
    while not ends:
        steps = Steps(step, after=after)
        try:
            await _process(house, steps).turned(care(Deaf()), batch=40)
            ends = True
        except Died:
            notes = (await house.again().notes()).values()
            if [note.role for note in notes] != [Role.PREVIOUS] * FEW_LANES:
                await house.turned(care(Deaf()), batch=40)
        assert await house.rows(SUBJECTS) == await clean.rows(SUBJECTS), step
        await house.turned(care(), Role.NEXT)
        assert await house.rows(SUBJECTS) == former, step
        await house.again().discard()
        step += 13


async def _lived(kept: Kept | None = None) -> House:
    house = House(care(), kept)
    await house.day(START)
    await house.send(LIVES)
    await house.settle()
    return house


def _process(house: House, steps: Steps) -> House:
    kept = Kept(*(steps.wrap(part) for part in house.kept))
    other = House(house.group, kept, steps.wrap(house.log))
    other.clock = house.clock
    return other
