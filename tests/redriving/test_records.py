"""Records of the log that were parked: taken again once they can be read, where they lie and under their own id."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace
from pydantic import SecretStr

from hub.adapters import kafka_topics
from hub.codec.events import EventCodec
from hub.commands.topics import TOPICS
from hub.composition import Core, opened
from hub.domain.lanes import lane_of
from hub.errors import Defect, NotFound, Rejected
from hub.events.catalogue import DISCHARGE, FACT
from hub.events.envelope import Event, Sealed
from hub.kafka_choice import kafka_settings
from hub.ports.books import Wanted
from hub.ports.log import FOR_GROUP, Draft, Partition, Record
from hub.ports.store import Parked
from hub.redriving import records
from hub.redriving.parked import preview, redrive
from hub.roles import process
from hub.runtime.provenance import own_provenance
from hub.settings import Settings
from tests.domain.stories import Story
from tests.postgres_fixture import PostgresServer
from tests.runtime.figures_made import record_of
from tests.runtime.test_figures import stay as stay_fact

CODEC = EventCodec()
NOBODY = ((FOR_GROUP, b"dashboards"),)
"""A record under it is passed over by who folds people, as one is that an older release could not read."""


@pytest_asyncio.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.broker)])
async def core(request: pytest.FixtureRequest, postgres_server: PostgresServer, tmp_path: Path) -> AsyncIterator[Core]:
    """Give the parts of a fresh hub on each kind of log, with its process role running."""
    url = SecretStr(postgres_server.fresh_database())
    settings = Settings(data=tmp_path, database_url=url)
    if request.param == "kafka":
        settings = settings.model_copy(update={"kafka": request.getfixturevalue("kafka_bootstrap")})
        await kafka_topics.apply(kafka_settings(settings), kafka_topics.declared(TOPICS))
    async with opened(settings) as parts:
        role = asyncio.create_task(process.run(parts))
        yield parts
        role.cancel()
        with suppress(asyncio.CancelledError):
            await role


def stay() -> Sequence[Event]:
    """An admission and a discharge of somebody new."""
    subject = secrets.token_bytes(16)
    story = Story(subject.hex())
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return [
        replace(
            event, subject_ref=subject, provenance=own_provenance(event.event_id, "test"), sealed=Sealed(b"", b"", b"")
        )
        for event in story.events
    ]


async def lying(core: Core, event: Event, *, value: bytes = b"", key: bytes = b"") -> Parked:
    """Append a record that nobody takes and park it, as the process role does with what it cannot read."""
    key = key or event.subject_ref
    lane = lane_of(event.subject_ref, core.log.lanes)
    draft = Draft(DISCHARGE, key, value or CODEC.encode(event), (("ce_id", b"kept"), *NOBODY), lane)
    (done,) = await core.log.append([draft])
    row = Parked(
        f"{DISCHARGE}-{lane}-{done.position}", "log", core.clock.now(), "schema", "unknown_schema", "unknown", b"",
        DISCHARGE, lane, done.position,
    )  # fmt: skip
    await core.quarantine.park([row])
    return row


async def newest(core: Core, lane: int) -> Record:
    """Give the last record of the lane."""
    partition = Partition(DISCHARGE, lane)
    end = await core.log.end(partition)
    async for found in core.log.read(partition, end - 1, limit=1):
        return found[0]
    pytest.fail("the log ended")


async def until_known(core: Core, subject: bytes, count: int) -> None:
    """Wait until so many events of a person are folded."""
    for _ in range(600):
        if len(await core.store.history(subject)) >= count:
            return
        await asyncio.sleep(0.05)
    pytest.fail("it was not folded within 30 s")


async def test_a_record_that_can_be_read_now_is_foreseen_then_taken_once(core: Core) -> None:
    """The preview names what changes and changes nothing; then the event counts, and a second time adds nothing."""
    admission, discharge = stay()
    row, key = await lying(core, discharge), admission.subject_ref
    await core.log.append([Draft(DISCHARGE, key, CODEC.encode(admission))])
    await until_known(core, key, 1)
    before = await core.log.end(Partition(DISCHARGE, row.lane or 0))
    seen = await preview(core, row.id)
    assert (seen["outcome"], seen["record"]["position"]) == ("accepted", row.position)
    assert {"spells.0.discharged_at", "episodes"} <= set(seen["changes"][0]["paths"])
    assert await core.log.end(Partition(DISCHARGE, row.lane or 0)) == before
    for _ in range(2):
        done = await redrive(core, row.id)
        assert (done["outcome"], done["events"]) == ("accepted", [discharge.event_id.hex()])
    await until_known(core, key, 2)
    assert [one.event_id for one in await core.store.history(key)] == [admission.event_id, discharge.event_id]
    assert [one.id for one in await core.quarantine.parked(Wanted("redriven"))] == [row.id]


async def test_a_record_says_where_it_came_from_and_for_whom(core: Core) -> None:
    """Topic, partition, position and cause in its headers beside its own; for one group alone, the hub passes it."""
    admission, _ = stay()
    row = await lying(core, admission)
    await records.redrive(core, row, "dashboards")
    record = await newest(core, row.lane or 0)
    assert record.headers == (
        ("ce_id", b"kept"),
        ("hub_origin_topic", DISCHARGE.encode()),
        ("hub_origin_partition", str(row.lane).encode()),
        ("hub_origin_position", str(row.position).encode()),
        ("hub_cause", b"unknown_schema"),
        (FOR_GROUP, b"dashboards"),
    )
    await redrive(core, row.id, "care")
    await until_known(core, admission.subject_ref, 1)
    positions = await core.store.positions("care")
    assert positions[Partition(DISCHARGE, row.lane or 0)] == (await newest(core, row.lane or 0)).position
    assert [one.id for one in await core.quarantine.parked()] == [row.id]


@pytest.mark.parametrize("group", ["carre", "dashboards"])
async def test_a_record_is_taken_again_for_nobody_by_no_slip(core: Core, group: str) -> None:
    """For a group that is mistyped, or never reads the topic, the event would stay unfolded and the row dealt with."""
    row = await lying(core, stay()[0])
    before = await core.log.end(Partition(DISCHARGE, row.lane or 0))
    with pytest.raises(Rejected, match="does not read that topic"):
        await redrive(core, row.id, group)
    assert await core.log.end(Partition(DISCHARGE, row.lane or 0)) == before
    assert [one.id for one in await core.quarantine.parked()] == [row.id]


async def test_a_message_is_taken_again_for_everybody(core: Core) -> None:
    """A partner's message becomes records of all groups: asking for one alone is refused, not passed over."""
    sealed = core.vault.seal_quarantine(b"MSH|", "m-1")
    await core.quarantine.park([Parked("m-1", "hospital-desk", 1, "MSH", "not_read", "not read", sealed)])
    with pytest.raises(Rejected, match="for everybody"):
        await redrive(core, "m-1", "care")


async def test_a_record_that_still_cannot_be_read_stays_parked(core: Core) -> None:
    """Bytes that are no event, and a key that is nobody's: the reason is told, nothing is appended."""
    admission, _ = stay()
    bytes_, key = await lying(core, admission, value=b"no event"), await lying(core, admission, key=b"short")
    end = await core.log.end(Partition(DISCHARGE, bytes_.lane or 0))
    for row, rule in ((bytes_, "not_framed"), (key, "key_is_no_subject")):
        for work in (preview, redrive):
            told = await work(core, row.id)
            assert (told["outcome"], told["findings"][0]["rule"]) == ("rejected", rule)
    assert await core.log.end(Partition(DISCHARGE, bytes_.lane or 0)) == end
    assert len(await core.quarantine.parked(Wanted(rule="unknown_schema"))) == 2


async def test_a_record_that_the_log_has_no_longer_is_said_to_be_gone(core: Core) -> None:
    """Behind the end of the log, or in a row that never had a place: words, and nothing happens."""
    admission, _ = stay()
    row = await lying(core, admission)
    await core.quarantine.park([replace(row, id="far", position=10_000), replace(row, id="nowhere", topic=None)])
    for id_ in ("far", "nowhere", "unknown"):
        with pytest.raises(NotFound):
            await redrive(core, id_)


async def test_a_record_before_a_cut_is_said_to_be_gone(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of a topic that was cut stops with a defect: to whoever takes records again it is gone, in words."""
    row = await lying(core, stay()[0])

    none: Sequence[Sequence[Record]] = ()

    async def cut(*_: object, **__: object) -> AsyncIterator[Sequence[Record]]:
        for one in none:
            yield one
        raise Defect("the topic was cut")

    monkeypatch.setattr(core.log, "read", cut)
    with pytest.raises(NotFound, match="no longer"):
        await redrive(core, row.id)


async def test_what_the_hub_derived_is_never_taken_again(core: Core) -> None:
    """Behind what was derived since, old news would count as the newest: the command that counts it is named."""
    told = record_of(stay_fact(1), 0)
    (done,) = await core.log.append([Draft(FACT, told.key, told.value)])
    row = Parked(
        "derived", "log", core.clock.now(), "schema", "unknown_schema", "unknown", b"", FACT, done.partition.number,
        done.position,
    )  # fmt: skip
    await core.quarantine.park([row])
    end = await core.log.end(done.partition)
    for work in (preview, redrive):
        (finding,) = (await work(core, row.id))["findings"]
        assert (finding["path"], finding["rule"]) == ("topic", "derived_record")
        assert "hub rebuild --processor dashboards" in finding["words"]
    with pytest.raises(Rejected, match="does not read that topic"):
        await redrive(core, row.id, "dashboards")
    assert await core.log.end(done.partition) == end
    assert [one.id for one in await core.quarantine.parked()] == [row.id]
