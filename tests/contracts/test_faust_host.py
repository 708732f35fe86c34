"""What is true of the Faust host alone: what it never opens or makes, and what it tells broker and log."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from pathlib import Path

import pytest

from hub.adapters.kafka_fetching import GroupFetching
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import partitions
from hub.errors import Defect, Unavailable
from hub.ports.log import Draft
from hub.runtime.faust_app import make_app
from hub.runtime.faust_consumer import Reading
from hub.runtime.faust_host import FaustHost
from hub.runtime.fetched_lanes import FetchedLanes
from tests.contracts.faust_steps import Nowhere, case, committed, parts_of
from tests.contracts.fetch_cases import LANES, LIMIT, HostCase
from tests.contracts.fetch_contract import until
from tests.contracts.fetch_process_contract import child
from tests.contracts.fetch_store import Given
from tests.contracts.rdkafka_child import ask

__all__ = ["case"]

pytestmark = pytest.mark.broker
OVERRULING = {
    "APP_WEB_ENABLED": "1",
    "WEB_PORT": "6066",
    "TOPIC_ALLOW_DECLARE": "1",
    "BROKER_URL": "kafka://127.0.0.1:1",
    "STREAM_WAIT_EMPTY": "1",
}
"""Variables by which Faust lets its surroundings overrule whoever makes an app."""


def listening(pid: int) -> list[str]:
    """Give the addresses on which a process listens, as the kernel tells them."""
    sockets = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(link.readlink())
        except FileNotFoundError:
            continue
        sockets.add(target.removeprefix("socket:[").rstrip("]"))
    rows = [
        line.split() for kind in ("tcp", "tcp6") for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()
    ]
    return [row[1] for row in rows if row[3] == "0A" and row[9] in sockets]


async def test_no_port_listens_and_no_topic_is_made(case: HostCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faust's pages of tables are not there, nor a topic or folder of its own, whatever its variables say."""
    for name, value in OVERRULING.items():
        monkeypatch.setenv(name, value)
    settings = KafkaSettings(case.place.address)
    topics, files = await partitions(settings), set(Path.cwd().iterdir())
    await case.send(LIMIT)
    async with child(case, "one", slowly_s=0) as worker:
        assert await case.all_noted() == case.sent
        assert listening(worker.pid) == []
    made = (await partitions(settings)).keys() - topics.keys()
    assert {name for name in made if case.place.group in name or case.place.topic in name} == set()
    assert set(Path.cwd().iterdir()) == files


async def test_the_app_has_one_agent_and_nothing_else(case: HostCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """No table that could be read or lost; raw bytes; one actor; and the group is the name given."""
    for name, value in OVERRULING.items():
        monkeypatch.setenv(name, value)
    lanes = FetchedLanes(parts_of(case, Given()), Nowhere())
    app = make_app(Reading("dashboards", GroupFetching(KafkaSettings("127.0.0.1:1")), lanes, LIMIT), "some.topic")
    app.finalize()
    assert not app.tables
    assert [(agent.concurrency, agent.get_topic_names()) for agent in app.agents.values()] == [(1, ("some.topic",))]
    conf = app.conf
    assert (conf.id, conf.web_enabled, conf.topic_allow_declare, conf.topic_disable_leader) == (
        "dashboards", False, False, True,
    )  # fmt: skip
    assert (conf.key_serializer, conf.value_serializer, conf.stream_wait_empty) == ("raw", "raw", False)


async def test_a_missing_topic_is_told_loudly_and_never_made(kafka_bootstrap: str, case: HostCase) -> None:
    """A start before the topics file was applied ends with words for the operator; asking makes no topic."""
    parts = parts_of(case, Given())._replace(topic="nobody.made.this")
    with pytest.raises(Unavailable, match=r"nobody\.made\.this .*topics file"):
        await FaustHost(parts, GroupFetching(KafkaSettings(kafka_bootstrap)), LANES).run()
    assert "nobody.made.this" not in await partitions(KafkaSettings(kafka_bootstrap))


async def test_another_number_of_lanes_is_refused(kafka_bootstrap: str, case: HostCase) -> None:
    """A topic with other partitions than the hub has lanes would give a lane another's people: nothing is read."""
    with pytest.raises(Defect, match="partitions"):
        await FaustHost(parts_of(case, Given()), GroupFetching(KafkaSettings(kafka_bootstrap)), LANES + 1).run()


async def test_the_broker_is_told_what_the_store_has_and_never_more(case: HostCase) -> None:
    """Tools that show lag see no record as done that is not in the store; a store thrown away moves the offset back."""
    await case.send(6 * LIMIT)
    async with case.worker() as worker:
        worker.given.slowly_s = 0.6
        for _ in range(12):
            told = await asyncio.to_thread(committed, case)
            done = case.noted.positions()
            assert all(offset <= done.get(lane, -1) + 1 for lane, offset in told.items())
            await asyncio.sleep(0.5)
        assert max(told.values()) > 0
    assert committed(case) == {lane: position + 1 for lane, position in case.noted.positions().items()}
    case.noted.__init__(case.place.dsn)  # type: ignore[misc]  # thrown away, to be made again from the log
    async with case.worker() as worker:
        worker.given.trouble = lambda _, records: Unavailable("away") if records else None
        async with asyncio.timeout(30):
            while await asyncio.to_thread(committed, case) != dict.fromkeys(range(LANES), 0):  # noqa: ASYNC110 - others' doing
                await asyncio.sleep(0.2)
        worker.given.trouble = lambda _lane, _records: None
        assert await case.all_noted() == case.sent


async def test_a_member_keeps_its_name(case: HostCase) -> None:
    """The member's name is told to the broker, so that a quick restart under the same name moves no lanes."""
    settings = KafkaSettings(case.place.address, member="ward-pc-1")
    host = FaustHost(parts_of(case, Given()), GroupFetching(settings), LANES)
    for _ in range(2):
        task = asyncio.create_task(host.run())
        await until(lambda: len(host.lanes) == LANES)
        where = {"bootstrap_servers": case.place.address}
        assert await asyncio.to_thread(ask, "members", case.place.group, **where) == ["ward-pc-1"]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_worker_to_spare_hears_that_it_has_none(case: HostCase) -> None:
    """One worker more than there are lanes: the broker tells each its share, and none is a share."""
    told: list[list[int]] = [[] for _ in range(LANES + 1)]
    tasks = list[asyncio.Task[None]]()
    for mine in told:
        parts = parts_of(case, Given())
        parts = parts._replace(host=parts.host._replace(on_held=mine.append))
        settings = KafkaSettings(case.place.address, member=f"ward-pc-{len(tasks)}")
        tasks.append(asyncio.create_task(FaustHost(parts, GroupFetching(settings), LANES).run()))
    try:
        async with asyncio.timeout(30):
            while sorted(mine[-1] if mine else -1 for mine in told) != [0] + [1] * LANES:  # noqa: ASYNC110 - the broker's doing
                await asyncio.sleep(0.1)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_no_record_is_written_into_the_log(
    case: HostCase, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even with every library's debug log on, neither key nor value of a record gets into it."""
    monkeypatch.setenv("DEVLOG", "1")
    case.sent[0] = ["Featherstonehaugh"]
    await case.log.append([Draft(case.place.topic, b"Ermintrude", b"Featherstonehaugh", number=0)])
    with caplog.at_level("DEBUG"):
        async with case.worker():
            assert await case.all_noted() == case.sent
    assert "Featherstonehaugh" not in caplog.text
    assert "Ermintrude" not in caplog.text
