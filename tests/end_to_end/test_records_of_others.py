"""Records that others wrote wrongly, through a whole process role: each is told, and nobody's state is wrong by it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest_asyncio
from msgspec.structs import replace
from pydantic import SecretStr

from hub.adapters.clocks import ManualClock
from hub.commands import hub_checks
from hub.composition import Core, opened
from hub.domain.days import day_of, start_of
from hub.domain.lanes import lane_of
from hub.events.catalogue import BY_TYPE, DAY, DISCHARGE, IDENTITY
from hub.events.envelope import Event, Sealed
from hub.ports.board_filter import BoardFilter
from hub.ports.books import Wanted
from hub.ports.log import BEGINNING, Draft, Partition
from hub.redriving.parked import preview, redrive
from hub.roles import process
from hub.roles.passing_days import pass_day
from hub.runtime.ticks import stored_day, tick_drafts
from hub.settings import Settings
from hub.web.identity import person_name
from tests.postgres_fixture import PostgresServer
from tests.runtime.made import merged, person, stay

FUTURE = date(2099, 1, 1)


@pytest_asyncio.fixture
async def core(postgres_server: PostgresServer, tmp_path: Path) -> AsyncIterator[Core]:
    """Give the parts of a fresh hub on one machine, with its process role running."""
    settings = Settings(data=tmp_path, database_url=SecretStr(postgres_server.fresh_database()))
    async with opened(settings) as parts:
        role = asyncio.create_task(process.run(parts))
        yield parts
        role.cancel()
        with suppress(asyncio.CancelledError):
            await role


async def until(met: Callable[[], Awaitable[object]]) -> None:
    """Wait until something holds, for thirty seconds at most."""
    async with asyncio.timeout(30):
        while not await met():  # noqa: ASYNC110 - conditions of others
            await asyncio.sleep(0.05)


async def parked(core: Core, rule: str, count: int = 1) -> None:
    """Wait until a rule has parked so many records of the log."""

    async def there() -> bool:
        return len(await core.quarantine.parked(Wanted(feed="log", rule=rule))) == count

    await until(there)


async def test_a_day_from_the_future_is_parked_and_the_lane_lives_on_today(core: Core) -> None:
    """Whoever writes a tick of 2099 reaches the quarantine, and the doctor finds every lane at today."""
    await core.log.append(tick_drafts(core.codec, [3], start_of(FUTURE), None))
    await parked(core, "day_not_begun")
    today = day_of(core.clock.now())

    async def at_today() -> bool:
        return {await stored_day(core.store, lane) for lane in range(core.log.lanes)} == {today}

    await until(at_today)
    (days,) = [check for check in await hub_checks.checks(core) if check.part == "days"]
    assert days.state == "ok"


async def test_a_worker_whose_clock_is_days_ahead_appends_no_tick(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    """It would begin days that the database has not reached; the other way round it would wait, and says so."""
    settings = Settings(data=tmp_path, database_url=SecretStr(postgres_server.fresh_database()))
    async with opened(settings) as parts:
        now, end = parts.clock.now(), BEGINNING
        for days in (3, -3, 1):
            clock = ManualClock(now + int(timedelta(days=days).total_seconds()) * 1000)
            await pass_day(parts._replace(clock=clock), [0])
            end += days == 1
            assert await parts.log.end(Partition(DAY, 0)) == end
        (clock_check,) = [
            check for check in await hub_checks.checks(parts._replace(clock=clock)) if check.part == "clock"
        ]
        assert clock_check.state == "fails"


async def test_a_card_under_a_key_that_nobody_has_leaves_the_board_to_everybody_else(core: Core) -> None:
    """A record whose card cannot be opened, and one that was cut off: both are told, nobody is lost."""
    lost, fine = person("lost"), person("fine")
    sealed = Sealed(bytes(16), b"x" * 60, b"")
    admitted = replace(stay(lost, "SP1", 0)[0], carries_card=True, sealed=sealed)
    cut = core.codec.encode(stay(lost, "SP3", 0)[0])
    cut = cut[: cut.index(b"made") - 8]
    await send(core, admitted, *stay(fine, "SP2", 0)[:1])
    await core.log.append([Draft(DISCHARGE, lost, cut)])
    await parked(core, "not_avro")

    async def folded() -> bool:
        return bool(await core.store.history(lost)) and bool(await core.store.history(fine))

    await until(folded)
    page = await core.reading.board(BoardFilter(day_of(core.clock.now())))
    assert {row.subject: person_name(row.card) for row in page.rows} == {
        lost: "Name cannot be read",
        fine: "Name not known",
    }
    assert person_name((await core.reading.page(lost, None, None)).card) == "Name cannot be read"


async def send(core: Core, *events: Event) -> None:
    """Append events as the intake does, each under its own person."""
    await core.log.append([Draft(BY_TYPE[one.type].topic, one.subject_ref, core.codec.encode(one)) for one in events])


async def test_a_discharge_in_the_next_lane_is_parked_and_counts_once_it_is_taken_again(core: Core) -> None:
    """Board and refolded state say the same all the time; taking it again brings it to the lane of its person."""
    who = person("in two lanes")
    admission, _, discharge = stay(who, "SP1", 0)
    next_lane = (lane_of(who, core.log.lanes) + 1) % core.log.lanes
    await send(core, admission)
    await core.log.append([Draft(DISCHARGE, who, core.codec.encode(discharge), number=next_lane)])
    await parked(core, "key_of_another_lane")
    assert await statuses(core, who, 1) == {"in_hospital"}
    (row,) = await core.quarantine.parked(Wanted(feed="log"))
    assert (await redrive(core, row.id))["outcome"] == "accepted"
    assert "in_hospital" not in await statuses(core, who, 2)
    checked = [check for check in await hub_checks.checks(core) if check.part == "log records"]
    assert [check.state for check in checked] == ["ok"]


async def statuses(core: Core, who: bytes, events: int) -> set[str]:
    """Give what the board and the refolded state say of a person, once so many events are folded."""

    async def folded() -> bool:
        return len(await core.store.history(who)) == events

    await until(folded)
    row = await core.store.state("joint", who)
    assert row is not None
    assert row.listing is not None
    state = await core.reading.joint_state(who, None, None)
    gone = any(spell["discharged_at"] for spell in state["spells"])
    return {row.listing.status, "gone" if gone else "in_hospital"}


async def test_a_discharge_under_a_strangers_key_is_told_and_never_taken_for_the_strangers(core: Core) -> None:
    """The doctor names the rule, and taken again it is refused, until a link leads there."""
    mine, stranger = person("mine"), person("stranger")
    admission, _, discharge = stay(mine, "SP1", 0)
    await send(core, admission)
    await core.log.append([Draft(DISCHARGE, stranger, core.codec.encode(discharge))])
    await parked(core, "key_is_another")
    (row,) = await core.quarantine.parked(Wanted(feed="log"))
    for work in (preview, redrive):
        told = await work(core, row.id)
        assert (told["outcome"], told["findings"][0]["rule"]) == ("rejected", "key_is_another")
    assert await core.store.state("joint", stranger) is None
    (check,) = [check for check in await hub_checks.checks(core) if check.part == "log records"]
    assert (check.state, check.seen) == ("look", "not taken: 1 by key_is_another")
    link = merged(mine, stranger, 1000)
    await core.log.append([Draft(IDENTITY, key, core.codec.encode(link)) for key in (mine, stranger)])

    async def passed_on() -> bool:
        return len(await core.store.history(stranger)) == 2

    await until(passed_on)
    assert (await preview(core, row.id))["changes"][0]["subject_ref"] == str(UUID(bytes=stranger))
    assert (await redrive(core, row.id))["outcome"] == "accepted"
    assert "in_hospital" not in await statuses(core, stranger, 3)
