"""A board over several servers of which one is away: the others' people, and how many servers say nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from hub.adapters import spread_answers
from hub.adapters.memory_store import MemoryStore
from hub.adapters.spread_store import SpreadStore
from hub.errors import Defect, Unavailable
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import StepCounts
from hub.ports.listing import BoardDays, Listing
from hub.ports.log import Partition
from hub.ports.missing import Missing
from hub.ports.store import StateRow
from tests.store_rows import GROUP, LANES, TODAY, batch, person

ASK = BoardFilter(TODAY)
Asked = Callable[[SpreadStore, Missing | None], Awaitable[Any]]


class Shaky(MemoryStore):
    """A server that is away, or silent, when a test says so; it counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__(LANES)
        self.away = self.silent = False
        self.asked = 0

    async def _answers(self) -> None:
        self.asked += 1
        if self.silent:
            await asyncio.Event().wait()
        if self.away:
            raise Unavailable("the store")

    async def board(self, ask: BoardFilter, _missing: Missing | None = None) -> Sequence[StateRow]:
        """Answer, or not."""
        await self._answers()
        return await super().board(ask)

    async def positions(self, group: str, _missing: Missing | None = None) -> Mapping[Partition, int]:
        """Answer, or not."""
        await self._answers()
        return await super().positions(group)

    async def candidates(self, ask: BoardFilter, since: date, _missing: Missing | None = None) -> Sequence[StateRow]:
        """Answer, or not."""
        await self._answers()
        return await super().candidates(ask, since)

    async def counts(self, ask: BoardFilter, _missing: Missing | None = None) -> Mapping[str, int]:
        """Answer, or not."""
        await self._answers()
        return await super().counts(ask)

    async def steps(self, ask: BoardFilter, _missing: Missing | None = None) -> StepCounts:
        """Answer, or not."""
        await self._answers()
        return await super().steps(ask)

    async def choices(self, ask: BoardFilter, _missing: Missing | None = None) -> Mapping[str, Sequence[str]]:
        """Answer, or not."""
        await self._answers()
        return await super().choices(ask)


async def spread_of(*servers: MemoryStore) -> SpreadStore:
    """Give a store over these, with one person in each lane."""
    spread = SpreadStore(servers, LANES)
    for lane in range(LANES):
        partition, council = Partition("hub.discharge.v1", lane), f"E1000000{lane % len(servers)}"
        listing = Listing("open", council=council, last_covered_day=TODAY, step="safeguard", holder="council")
        days = BoardDays(TODAY, TODAY, (council,))
        row = StateRow("joint", person(lane, lane), b"s", listing=listing, days=days)
        await spread.put(batch(await spread.claim(partition, GROUP), 0, row, partition=partition))
    return spread


async def people(spread: SpreadStore, missing: Missing | None) -> int:
    """Count the rows of the board."""
    return len(await spread.board(ASK, missing))


async def people_then(spread: SpreadStore, missing: Missing | None) -> int:
    """Count who may be on the board of a day."""
    return len(await spread.candidates(ASK, TODAY, missing))


async def counted(spread: SpreadStore, missing: Missing | None) -> int:
    """Give the number of people whose weeks are open."""
    return (await spread.counts(ASK, missing))["open"]


async def waiting(spread: SpreadStore, missing: Missing | None) -> int:
    """Give for how many people the step waits."""
    return (await spread.steps(ASK, missing)).steps["safeguard"]


async def offered(spread: SpreadStore, missing: Missing | None) -> int:
    """Count the councils that occur, each of them with people of one server."""
    return LANES // 2 * len((await spread.choices(ASK, missing))["council"])


async def placed(spread: SpreadStore, missing: Missing | None) -> int:
    """Count the partitions of which the group has something."""
    return len(await spread.positions(GROUP, missing))


@pytest.mark.parametrize("ask", [people, people_then, counted, waiting, offered, placed])
async def test_the_others_people_come_and_it_is_said_how_many_servers_are_missing(ask: Asked) -> None:
    """Of two servers one is away: half of the lanes; nobody who takes down no absence gets half for the whole."""
    well, away = Shaky(), Shaky()
    spread = await spread_of(well, away)
    missing = Missing()
    assert (await ask(spread, missing), missing.told) == (LANES, None)
    away.away = True
    assert (await ask(spread, missing), missing.told) == (LANES // 2, {"servers": 1, "of": 2})
    with pytest.raises(Unavailable):
        await ask(spread, None)
    well.away = True
    with pytest.raises(Unavailable):
        await ask(spread, Missing())


async def test_a_server_that_is_away_is_left_alone_for_a_while_and_then_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page asks several questions: the wait for one that does not answer is not paid with each, nor for ever."""
    for alone_s, asked in ((3600.0, 1), (0.0, 3)):
        monkeypatch.setattr(spread_answers, "_LEFT_ALONE_S", alone_s)
        well, away = Shaky(), Shaky()
        spread = await spread_of(well, away)
        away.away = True
        for _ in range(3):
            missing = Missing()
            await people(spread, missing)
            assert missing.told == {"servers": 1, "of": 2}
        assert (well.asked, away.asked) == (3, asked)
    away.away = False
    missing = Missing()
    assert (await people(spread, missing), missing.told) == (LANES, None)


async def test_who_was_away_is_waited_for_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is silent when it is asked again: the others' people come without it, and its late answer troubles nobody."""
    monkeypatch.setattr(spread_answers, "_LEFT_ALONE_S", 0.0)
    monkeypatch.setattr(spread_answers, "_DOUBTED_S", 0.01)
    well, away = Shaky(), Shaky()
    spread = await spread_of(well, away)
    away.away = True
    await people(spread, Missing())
    away.silent = True
    missing = Missing()
    async with asyncio.timeout(5):
        assert (await people(spread, missing), missing.told) == (LANES // 2, {"servers": 1, "of": 2})
        await spread.close()


async def test_with_nobody_sure_to_answer_each_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """All were away a moment ago: whoever is back is heard, though it takes longer than one that is doubted has."""
    monkeypatch.setattr(spread_answers, "_DOUBTED_S", 0.0)

    class Slow(Shaky):
        async def _answers(self) -> None:
            await asyncio.sleep(0.02)
            await super()._answers()

    servers = Slow(), Slow()
    spread = await spread_of(*servers)
    for server in servers:
        server.away = True
    with pytest.raises(Unavailable):
        await people(spread, Missing())
    servers[0].away = False
    missing = Missing()
    assert (await people(spread, missing), missing.told) == (LANES // 2, {"servers": 1, "of": 2})


async def test_what_is_no_absence_goes_up_whoever_answers() -> None:
    """A server that contradicts itself is not passed over as one that is away."""

    class Broken(Shaky):
        async def _answers(self) -> None:
            raise Defect("no board")

    with pytest.raises(Defect):
        await people(await spread_of(Shaky(), Broken()), Missing())
