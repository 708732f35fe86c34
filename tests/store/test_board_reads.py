"""What the board costs does not depend on how many people's weeks are over."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta

import psycopg
import pytest
from msgspec.structs import replace

from hub.adapters import postgres_board, postgres_day_board, postgres_steps
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import COUNTED_AT_MOST
from tests.store_fixture import fresh_database
from tests.store_rows import TODAY, person

PAST, PRESENT, PAGE = 20_000, 200, 10
ASK = BoardFilter(TODAY, limit=PAGE)
_COLUMNS = (
    "subject, processor, lane, value, status, ics, council, trust, providers, last_covered_day, step, holder, "
    "waits_for, waits_at, board_from, board_to, board_codes"
)
LEFT = 3000
"""People whose weeks are over and for whom something waits."""
BEDS, WAITING = 3000, 375
"""People in hospital, of whom every eighth is ready and has not left."""


@pytest.fixture(scope="module")
def full(store_server: str) -> Iterator[str]:
    """A hub that has run for years: 20,000 people of the past, 3,000 with work left, 200 in their six weeks."""
    with fresh_database(store_server) as dsn:
        yield _with(dsn, _years())


@pytest.fixture(scope="module")
def beds(store_server: str) -> Iterator[str]:
    """The same, with 3,000 people in hospital, of whom 375 are ready and wait for one of three things."""
    first = PAST + PRESENT + LEFT
    with fresh_database(store_server) as dsn:
        yield _with(dsn, [*_years(), *(_row(first + n, "in_hospital", None, _wait(n)) for n in range(BEDS))])


def _years() -> list[tuple[object, ...]]:
    rows = [(n, "past" if n % 3 else "ended", TODAY - timedelta(days=1 + n % 1500)) for n in range(PAST - 200)]
    rows += [(PAST - 200 + n, "died", TODAY - timedelta(days=n)) for n in range(200)]
    rows += [(PAST + n, "open", TODAY + timedelta(days=n % 42)) for n in range(PRESENT)]
    rows += [(PAST + PRESENT + n, "unfinished", TODAY - timedelta(days=1 + n)) for n in range(LEFT)]
    return [_row(*row) for row in rows]


def _wait(n: int) -> tuple[str, str] | tuple[None, None]:
    return (None, None) if n % 8 else (("CAP05", "CAP11", "HOSP04")[n // 8 % 3], f"R{n % 7}")


def _with(store_dsn: str, rows: Sequence[tuple[object, ...]]) -> str:
    with psycopg.connect(store_dsn, autocommit=True) as connection:
        with connection.cursor().copy(f"COPY state ({_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.execute("VACUUM ANALYZE state")
    return store_dsn


def _row(
    n: int, status: str, day: date | None, wait: tuple[str, str] | tuple[None, None] = (None, None)
) -> tuple[object, ...]:
    """Give a row; `past` is an open one whose weeks have passed, of which no step is left."""
    place = (f"Q{n % 3}", f"E{n % 5}", f"R{n % 7}", [f"1-{n % 11}"])
    step = None if status not in _STEPS else (_STEPS[status][n % 2], "council")
    kept = (person(n), "joint", n % 8, bytes(600), status.replace("past", "open"), *place, day)
    begun, over = TODAY - timedelta(days=2000), status in {"past", "ended", "died"}
    found = (begun, day if over else date.max, [f"E{n % 5}", f"Q{n % 3}", f"R{n % 7}"])
    return (*kept, *(step or (None, None)), *wait, *found)


_STEPS = {"open": ("start_support", "review"), "unfinished": ("record_outcome", "pay_back")}


@asynccontextmanager
async def alone(dsn: str) -> AsyncIterator[psycopg.AsyncConnection]:
    """Give a connection when the server has counted what the one before it read, and nobody else is there."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        others = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        async with asyncio.timeout(30):
            while await (await connection.execute(others)).fetchone() is not None:  # noqa: ASYNC110 - the server says nothing by itself
                await asyncio.sleep(0.02)
        yield connection


async def read(connection: psycopg.AsyncConnection) -> int:
    """Give how many rows and index entries of the table this server has read so far."""
    await connection.execute("SELECT pg_stat_force_next_flush()")
    found = await connection.execute(
        "SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE relname = 'state')"
        " + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'state')"
    )
    row = await found.fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    "ask",
    [
        ASK,
        replace(ASK, ics="Q1"),
        replace(ASK, council="E3"),
        replace(ASK, trust="R6"),
        replace(ASK, status="open"),
        replace(ASK, status="suspended"),
        replace(ASK, status="in_hospital"),
        replace(ASK, status="ended"),
        replace(ASK, status="ended", council="E3"),
        replace(ASK, status="died"),
        replace(ASK, status="unfinished"),
        replace(ASK, status="unfinished", council="E3"),
    ],
    ids=str,
)
async def test_a_page_reads_what_it_shows_and_little_more(full: str, ask: BoardFilter) -> None:
    """Whichever status is asked for, the past is passed over unread but for the rows that are shown."""
    async with alone(full) as connection:
        before = await read(connection)
        page = await postgres_board.page(connection, ask)
        assert await read(connection) - before <= 6 * PAGE
        assert len(page) == (0 if ask.status in {"suspended", "in_hospital"} else PAGE)


async def test_the_numbers_above_the_board_read_the_present_and_a_limited_past(full: str) -> None:
    """Counting ends after a thousand people of a status of the past; the choices of the filters read the present."""
    async with alone(full) as connection:
        before = await read(connection)
        counted = await postgres_board.counts(connection, ASK)
        after = await read(connection)
        assert counted == {"open": PRESENT, "unfinished": COUNTED_AT_MOST, "ended": COUNTED_AT_MOST, "died": 200}
        assert after - before <= PRESENT + 4 * COUNTED_AT_MOST, "two strata have ended, one has died, one is left over"
        await postgres_board.choices(connection, ASK)
        assert await read(connection) - after <= 2 * PRESENT + COUNTED_AT_MOST


@pytest.mark.parametrize(
    "ask",
    [
        replace(ASK, order="due"),
        replace(ASK, order="due", ics="Q1"),
        replace(ASK, step="review"),
        replace(ASK, step="review", council="E3"),
        replace(ASK, step="pay_back", trust="R6"),
        replace(ASK, holder="council"),
    ],
    ids=str,
)
async def test_a_page_by_what_waits_reads_one_range_for_each_step(full: str, ask: BoardFilter) -> None:
    """Who waits for nothing is not read, nor are the people behind the page."""
    async with alone(full) as connection:
        before = await read(connection)
        page = await postgres_steps.page_by_step(connection, ask)
        steps = 1 if ask.step else len(_STEPS) * 2
        assert await read(connection) - before <= 2 * (PAGE + 1) * steps
        assert len(page) == PAGE


async def test_the_numbers_of_the_steps_read_a_limited_range_of_each(full: str) -> None:
    """What waits of people whose weeks are over is counted to a thousand and no further."""
    async with alone(full) as connection:
        before = await read(connection)
        counted = await postgres_steps.counted_steps(connection, ASK)
        after = await read(connection)
        every = {("pay_back", "council"): 1000, ("record_outcome", "council"): 1000}
        assert counted.pairs == every | {("review", "council"): 100, ("start_support", "council"): 100}
        assert after - before <= PRESENT + 2 * COUNTED_AT_MOST


BEHIND = 300
"""Of those with work left, for whom an appeal waits behind what comes next."""


@pytest.fixture(scope="module")
def behind(store_server: str) -> Iterator[str]:
    """The same, and of every tenth of those with work left an appeal waits too."""
    people = [person(PAST + PRESENT + n) for n in range(0, LEFT, LEFT // BEHIND)]
    waits = (["decide_appeal/council"], [TODAY], people)
    with fresh_database(store_server) as dsn:
        _with(dsn, _years())
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("UPDATE state SET also = %s, also_due = %s WHERE subject = ANY(%s)", waits)
            connection.execute("VACUUM ANALYZE state")
        yield dsn


async def test_who_waits_for_something_behind_what_comes_next_is_read_and_nobody_else(behind: str) -> None:
    """They lie in an index of their own: a page and the numbers read them, and of the others what they read before."""
    async with alone(behind) as connection:
        before = await read(connection)
        page = await postgres_steps.page_by_step(connection, replace(ASK, step="decide_appeal"))
        after = await read(connection)
        assert (len(page), after - before <= 2 * BEHIND + PAGE) == (PAGE, True)
        counted = await postgres_steps.counted_steps(connection, ASK)
        assert counted.steps["decide_appeal"] == BEHIND
        assert await read(connection) - after <= PRESENT + 2 * COUNTED_AT_MOST + 2 * BEHIND


_READY = replace(ASK, ready=True)


@pytest.mark.parametrize(
    "ask",
    [
        _READY,
        replace(_READY, ics="Q1"),
        replace(_READY, council="E3"),
        replace(_READY, trust="R6"),
        replace(_READY, status="in_hospital"),
        replace(_READY, reason="CAP05"),
        replace(_READY, reason="HOSP04", ics="Q2"),
        replace(_READY, reason="CAP11", trust="R6"),
    ],
    ids=str,
)
async def test_a_page_of_who_is_ready_reads_neither_the_past_nor_the_others_in_hospital(
    beds: str, ask: BoardFilter
) -> None:
    """Those who wait have indexes of their own: for everybody, a system, a council and the hospital they wait in."""
    async with alone(beds) as connection:
        before = await read(connection)
        page = await postgres_board.page(connection, ask)
        assert await read(connection) - before <= 6 * PAGE
        assert len(page) == PAGE


async def test_a_group_of_reasons_reads_no_more_than_those_who_wait_for_one(beds: str) -> None:
    """Several codes at once have no one order in the index: whoever waits for one of them is read, and nobody else."""
    async with alone(beds) as connection:
        before = await read(connection)
        page = await postgres_board.page(connection, replace(_READY, reason="capacity"))
        assert await read(connection) - before <= 2 * WAITING
        assert len(page) == PAGE


async def test_numbers_and_choices_of_who_is_ready_read_those_who_wait(beds: str) -> None:
    """The numbers above the list, and what the filter offers, cost what there are of them."""
    async with alone(beds) as connection:
        before = await read(connection)
        assert await postgres_board.counts(connection, _READY) == {"in_hospital": WAITING}
        assert await postgres_board.counts(connection, replace(_READY, reason="CAP05")) == {"in_hospital": 125}
        after = await read(connection)
        assert after - before <= 2 * WAITING
        found = await postgres_board.choices(connection, ASK)
        assert list(found["reason"]) == ["CAP05", "CAP11", "HOSP04"]
        assert await read(connection) - after <= BEDS + 2 * PRESENT + COUNTED_AT_MOST + 2 * WAITING


LAST_WEEK = TODAY - timedelta(days=7)
LATELY = PRESENT + LEFT + 4 * PAST // 600
"""People of today's board, and at most so many more who left it in the last week."""


@pytest.mark.parametrize("asked", [{}, {"council": "E3"}, {"ics": "Q1", "trust": "R6"}], ids=str)
async def test_a_page_of_last_weeks_board_reads_nobody_who_left_it_before(full: str, asked: dict[str, str]) -> None:
    """Who comes into question is found in an index of days alone; the rows that are read are those of the page."""
    ask = BoardFilter(LAST_WEEK, limit=PAGE, **asked)  # type: ignore[arg-type] # by name
    async with alone(full) as connection:
        before = await read(connection)
        page = await postgres_day_board.candidates(connection, ask, LAST_WEEK)
        assert await read(connection) - before <= LATELY + 2 * PAGE
        assert len(page) == PAGE
