"""An event with U+0000 in a text: PostgreSQL keeps none, and one such event must not stop everybody of its lane."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from msgspec.structs import replace
from pydantic import SecretStr

from hub.adapters import postgres_packing
from hub.codec.events import EventCodec
from hub.composition import Core, opened
from hub.domain.lanes import lane_of
from hub.events.catalogue import DISCHARGE
from hub.events.discharge import Spell, SpellAdmitted
from hub.events.envelope import Event
from hub.events.values import Place
from hub.ports.log import Draft
from hub.redriving.parked import redrive
from hub.roles import process
from hub.settings import Settings
from tests.postgres_fixture import PostgresServer
from tests.runtime.made import stay

CODEC = EventCodec()
WITHIN_S = 30.0


@pytest.fixture
def settings(postgres_server: PostgresServer, tmp_path: Path) -> Settings:
    """Give a hub that was never started."""
    return Settings(data=tmp_path, database_url=SecretStr(postgres_server.fresh_database()))


@asynccontextmanager
async def folding(settings: Settings) -> AsyncIterator[Core]:
    """Run the process role, as it begins when somebody starts it again."""
    async with opened(settings) as core:
        role = asyncio.create_task(process.run(core))
        try:
            yield core
        finally:
            role.cancel()
            with suppress(asyncio.CancelledError):
                await role


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(WITHIN_S):
        while not await look():  # noqa: ASYNC110 - the role's doing
            await asyncio.sleep(0.05)


def of_trust(event: Event, trust: str) -> Event:
    """Give an admission to another trust, and so to another board."""
    assert isinstance(event.body, SpellAdmitted)
    return replace(event, body=replace(event.body, spell=Spell(trust, "SP1")))


def two_of_a_lane(lanes: int) -> tuple[Sequence[Event], Sequence[Event]]:
    """Give the stays of two people of one lane."""
    one = secrets.token_bytes(16)
    other = next(
        found for found in iter(lambda: secrets.token_bytes(16), b"") if lane_of(found, lanes) == lane_of(one, lanes)
    )
    return stay(one, "SP1", 9), stay(other, "SP2", 9)


def drafts(*events: Event) -> list[Draft]:
    """Give records as somebody writes them who does not ask the hub's doors."""
    return [Draft(DISCHARGE, event.subject_ref, CODEC.encode(event)) for event in events]


async def folds_beside(core: Core, bad: Event, *sound: Event) -> None:
    """The sound events are folded, the other is parked at its place, and no lane is stopped."""
    subject = sound[0].subject_ref
    await until(lambda: _has(core, subject, len(sound)))
    (row,) = await core.quarantine.parked()
    assert (row.feed, row.rule, row.topic) == ("log", "control_character", DISCHARGE)
    assert "\0" not in row.path + row.words
    assert bad.event_id not in {each.event_id for each in await core.store.history(bad.subject_ref)}
    assert await core.lanes.stopped() == []
    assert (await redrive(core, row.id))["outcome"] == "rejected"


async def _has(core: Core, subject: bytes, count: int) -> bool:
    return len(await core.store.history(subject)) == count


async def test_the_event_is_parked_and_its_lane_goes_on(settings: Settings) -> None:
    """Whoever comes behind it is folded; taken again it is refused again, and not appended once more."""
    async with folding(settings) as core:
        (first, *_), others = two_of_a_lane(core.log.lanes)
        bad = of_trust(first, "R\0ZZ")
        await core.log.append(drafts(bad, *others))
        await folds_beside(core, bad, *others)


async def test_a_lane_that_such_an_event_stopped_goes_on_with_this_release(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but a restart is needed, and nobody of the lane has lost anything."""
    with monkeypatch.context() as before:
        before.setattr(EventCodec, "decode_storable", EventCodec.decode_clear)
        before.setattr(postgres_packing, "_CANNOT_BE_SHOWN", "\0")
        async with folding(settings) as core:
            (first, *_), others = two_of_a_lane(core.log.lanes)
            bad = of_trust(first, "R\0ZZ")
            await core.log.append(drafts(bad, *others))
            await until(lambda: _stopped(core))
            assert await core.store.history(others[0].subject_ref) == []
    async with folding(settings) as core:
        await folds_beside(core, bad, *others)


async def _stopped(core: Core) -> bool:
    return bool(await core.lanes.stopped())


async def test_what_an_earlier_release_has_in_a_history_stops_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it had reached no list it was folded: what comes later may list it, and its page is still there."""
    async with folding(settings) as core:
        admitted, moved, left = stay(secrets.token_bytes(16), "SP1", 9)
        with monkeypatch.context() as before:
            before.setattr(EventCodec, "decode_storable", EventCodec.decode_clear)
            bad = replace(moved, body=replace(moved.body, place=Place("RZZ01", "W\0")))
            await core.log.append(drafts(of_trust(admitted, "R\0ZZ"), bad))
            await until(lambda: _has(core, admitted.subject_ref, 2))
        await core.log.append(drafts(left))
        await until(lambda: _has(core, admitted.subject_ref, 3))
        assert await core.lanes.stopped() == []
        state = await core.store.state("joint", admitted.subject_ref)
        assert state is not None
        assert state.listing is not None
        assert state.listing.trust == "R\ufffdZZ"
