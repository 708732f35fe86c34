"""Rights on topics against a broker that asks everybody who they are (StandardAuthorizer, SASL over TLS)."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from hub.adapters import kafka_access, kafka_topics, topic_access
from hub.adapters.kafka_access import AccessPlan
from hub.adapters.kafka_admin import administering, asked
from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_requests import CreateAcls, DeleteAcls
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.topic_access import TOPIC, Declared, Right
from hub.errors import Unavailable
from hub.events.catalogue import DAY, DISCHARGE, FACT, PEOPLE_TOPICS
from hub.ports.log import BEGINNING, Draft, Partition
from tests.contracts.log_cases import FixedClock
from tests.contracts.log_steps import first_of
from tests.contracts.secured_kafka import SecuredKafka

pytestmark = [pytest.mark.broker, pytest.mark.slow]
FILE = Path(__file__).resolve().parents[2] / "deploy" / "topics.yaml"
INGEST, PROCESS, DASHBOARDS = "hub-ingest", "hub-process", "hub-dashboards"
NOBODY = "somebody-else"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredKafka]:
    """Give a broker with an authorizer, empty, to the tests of this file."""
    folder = tmp_path_factory.mktemp("guarded")
    with SecuredKafka(folder, (INGEST, PROCESS, DASHBOARDS, NOBODY)).running() as broker:
        yield broker


async def _applied(settings: KafkaSettings) -> Declared:
    wanted = topic_access.declared(FILE)
    await kafka_topics.apply(settings, kafka_topics.declared(FILE))
    await kafka_access.apply(settings, wanted)
    return wanted


async def _permitted(settings: KafkaSettings, work: Callable[[KafkaLog], Awaitable[object]]) -> bool:
    """Try something as somebody: whether it was done, or refused for want of a right and for nothing else."""
    log = KafkaLog(settings, FixedClock())
    refused = ""
    try:
        await work(log)
    except Unavailable as away:
        refused = str(away)
    finally:
        await log.close()
    assert refused == "" or "does not permit" in refused
    return not refused


async def _may_write(settings: KafkaSettings, topic: str) -> bool:
    draft = Draft(topic, b"0123456789abcdef", b"written", number=0)
    return await _permitted(settings, lambda log: log.append([draft]))


async def _may_read(settings: KafkaSettings, topic: str) -> bool:
    return await _permitted(settings, lambda log: first_of(log, Partition(topic, 0), 1))


async def _may_join(settings: KafkaSettings, group: str) -> bool:
    async def join(log: KafkaLog) -> None:
        async for change in log.assignments(group):
            assert change.gained
            return

    return await _permitted(settings, join)


async def test_each_role_does_its_work_and_no_more(guarded: SecuredKafka) -> None:
    """Applied to an empty broker, the file lets each role do what it does, and refuses it what it need not do."""
    await _applied(guarded.by_name)
    ingest, process = guarded.as_user(INGEST), guarded.as_user(PROCESS)
    for topic in PEOPLE_TOPICS:
        assert await _may_write(ingest, topic)
        assert await _may_write(process, topic)
        assert await _may_read(process, topic)
    assert await _may_write(process, DAY)
    assert await _may_write(process, FACT)
    assert await _may_join(process, "care")
    assert await _may_read(guarded.as_user(DASHBOARDS), FACT)
    assert not await _may_read(ingest, DISCHARGE)
    assert not await _may_write(ingest, FACT)
    assert not await _may_write(guarded.as_user(DASHBOARDS), DISCHARGE)
    assert not await _may_join(process, "another")
    assert not await _may_read(guarded.as_user(DASHBOARDS), DISCHARGE)


async def test_a_door_sees_how_far_a_topic_is_and_not_what_is_in_it(guarded: SecuredKafka) -> None:
    """Whether the log answers is asked by every role, also by one that may only write."""
    await _applied(guarded.by_name)
    log = KafkaLog(guarded.as_user(INGEST), FixedClock())
    try:
        assert await log.end(Partition(FACT, 7)) == BEGINNING
    finally:
        await log.close()


async def test_who_is_not_named_sees_nothing(guarded: SecuredKafka) -> None:
    """A name with a password and no rights waits as if the topics were not there, and is told that it may be so."""
    await _applied(guarded.by_name)
    log = KafkaLog(guarded.as_user(NOBODY), FixedClock())
    try:
        with pytest.raises(Unavailable, match="we may not see it"):
            await log.append([Draft(DISCHARGE, b"0123456789abcdef", b"never", number=0)])
    finally:
        await log.close()


async def test_applying_again_changes_nothing(guarded: SecuredKafka) -> None:
    """An operator may apply the file at any time."""
    wanted = await _applied(guarded.by_name)
    assert await kafka_access.plan(guarded.by_name, wanted) == AccessPlan([], [], [])
    assert await kafka_access.apply(guarded.by_name, wanted) == AccessPlan([], [], [])


async def test_a_right_that_is_no_longer_declared_is_taken_back(guarded: SecuredKafka) -> None:
    """Who is named has what the file says and no more; the rights of others are shown and left alone."""
    wanted = await _applied(guarded.by_name)
    more = Right(TOPIC, "hub.", 4, f"User:{DASHBOARDS}", "*", 2, 3)
    foreign = Right(TOPIC, FACT, 3, f"User:{NOBODY}", "*", 3, 3)
    async with administering(guarded.by_name, "giving what no file says") as admin:
        await asked(admin, CreateAcls([more, foreign]))
    planned = await kafka_access.plan(guarded.by_name, wanted)
    assert planned == AccessPlan([], [more], [foreign])
    assert await kafka_access.apply(guarded.by_name, wanted) == planned
    assert await kafka_access.plan(guarded.by_name, wanted) == AccessPlan([], [], [foreign])
    assert not await _may_read(guarded.as_user(DASHBOARDS), DISCHARGE)
    async with administering(guarded.by_name, "tidying up") as admin:
        await asked(admin, DeleteAcls([foreign]))


async def test_who_may_not_give_rights_is_told(guarded: SecuredKafka) -> None:
    """The file is applied by whoever keeps the broker, not by a role of the hub."""
    wanted = await _applied(guarded.by_name)
    with pytest.raises(Unavailable, match="does not permit"):
        await kafka_access.apply(guarded.as_user(INGEST), wanted)


async def test_a_broker_without_an_authorizer_takes_none(kafka_bootstrap: str) -> None:
    """On a desk nobody is asked who they are: nothing is given, and the plan says so."""
    wanted = topic_access.declared(FILE)
    settings = KafkaSettings(kafka_bootstrap)
    assert await kafka_access.plan(settings, wanted) == AccessPlan(guarded=False)
    assert await kafka_access.apply(settings, wanted) == AccessPlan(guarded=False)
