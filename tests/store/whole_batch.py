"""One batch that uses every statement of a put, and how much of it a database shows."""

from typing import NamedTuple

from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_quarantine import PostgresQuarantine
from hub.adapters.postgres_store import PostgresStore
from hub.ports.books import Wanted
from hub.ports.log import BEGINNING, Partition
from hub.ports.store import Batch, Claim, Move, Store
from tests.store_rows import GROUP, LANE, batch, event, parked, person, state, waiting

LANES = 8
OTHER = Partition("hub.care-record.v1", LANE.number)
"""A second topic of the lane: the batch moves both."""
STILL = Partition("hub.identity.v1", LANE.number)
"""A third topic, which the batch does not move and must find where it stands."""
UPTO = 9
PLACES = tuple(f"position of {each.topic}" for each in sorted((LANE, OTHER)))
PEOPLE = 40
STATEMENTS = ("begin", *PLACES, "had", "states", "withdrawn", "let go", "history", "outbox", "parked", "commit")
FORMER = 1000
"""A person whose state the batch withdraws."""
LEAVING = 1001
"""A person whose history the batch removes."""


class Claims(NamedTuple):
    """The right to write the batch."""

    one: Claim
    other: Claim


async def prepare(store: Store) -> None:
    """Write what was there before the batch."""
    also = [Move(STILL, await store.claim(STILL, GROUP), 0)]
    one = await store.claim(LANE, GROUP)
    await store.put(batch(one, 0, state(FORMER), history=[event(LEAVING, 1)], also=also))


async def both(store: Store) -> Claims:
    """Claim the two partitions that the batch moves."""
    return Claims(await store.claim(LANE, GROUP), await store.claim(OTHER, GROUP))


def whole(claims: Claims) -> Batch:
    """Give the batch."""
    numbers = range(PEOPLE)
    return batch(
        claims.one,
        UPTO,
        *(state(n, value=b"new") for n in numbers),
        history=[event(n, moment) for n in numbers for moment in (1, 2)],
        outbox=[waiting(n) for n in numbers],
        parked=[parked(n) for n in numbers],
        withdrawn=[("joint", person(FORMER))],
        let_go=[person(LEAVING)],
        also=[Move(OTHER, claims.other, UPTO)],
        had={STILL: 0},
    )


class Shown(NamedTuple):
    """How much of the batch is there."""

    position: int
    other: int
    states: int
    withdrawn: bool
    let_go: bool
    history: int
    outbox: int
    parked: int


NOTHING = Shown(0, BEGINNING, 0, False, False, 0, 0, 0)
EVERYTHING = Shown(UPTO, UPTO, PEOPLE, True, True, 2 * PEOPLE, PEOPLE, PEOPLE)


async def shown(database: Database) -> Shown:
    """Count what a database shows of the batch."""
    store = PostgresStore(database, LANES)
    people = [person(n) for n in range(PEOPLE)]
    histories = await store.histories(LANE.number, people)
    position = await store.position(LANE, GROUP)
    assert position != BEGINNING
    return Shown(
        position,
        await store.position(OTHER, GROUP),
        len(await store.load(LANE.number, ["joint"], people)),
        await store.state("joint", person(FORMER)) is None,
        not await store.history(person(LEAVING)),
        sum(len(rows) for rows in histories.values()),
        len(await store.outbox(LANE.number, 1000)),
        len(await PostgresQuarantine(database).parked(Wanted(limit=1000))),
    )


async def repeat(database: Database) -> None:
    """Do what a restarted host does: claim, and write the batch if the position does not include it."""
    store = PostgresStore(database, LANES)
    claims = await both(store)
    if claims.one.position < UPTO:
        await store.put(whole(claims))
