"""Membership in a group: what ended it is asked for, because aiokafka tells nobody who does not ask."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError

from hub.adapters import kafka_group
from hub.adapters.kafka_group import Membership
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Topic, apply
from hub.errors import Unavailable
from hub.events.catalogue import DISCHARGE
from hub.ports.log import Assignment
from tests.kafka_fixture import LocalKafka

LANES = 2


class Member:
    """A consumer that was given two lanes and then lost its membership."""

    def __init__(self, ended_by: KafkaError | None) -> None:
        self._ended_by, self.asked, self.stopped, self.knows = ended_by, 0, False, True
        self.looks, self.learns = 0, False
        self._client = SimpleNamespace(force_metadata_update=self._look_again)
        self._coordinator = SimpleNamespace(check_errors=self._check_errors)

    def _check_errors(self) -> None:
        self.asked += 1
        if self._ended_by is not None:
            raise self._ended_by

    def _look_again(self) -> None:
        self.looks += 1
        self.knows = self.learns

    def subscribe(self, _: list[str], listener: Any) -> None:
        """Remember whom to tell."""
        self._listener = listener

    async def start(self) -> None:
        """Join, and be given two lanes."""
        await self._listener.on_partitions_assigned([TopicPartition(DISCHARGE, lane) for lane in (0, 1)])

    def subscription(self) -> frozenset[str]:
        """Name the one topic."""
        return frozenset({DISCHARGE})

    def partitions_for_topic(self, _: str) -> set[int] | None:
        """Give its partitions, as the broker last told them."""
        return {0, 1} if self.knows else None

    async def stop(self) -> None:
        """Leave."""
        self.stopped = True

    def pause(self, *_: TopicPartition) -> None:
        """Read nothing."""


def joined(member: Member, monkeypatch: pytest.MonkeyPatch) -> Membership:
    """Give the membership of that consumer."""
    monkeypatch.setattr(kafka_group, "consumer_of", lambda *_, **__: member)
    monkeypatch.setattr(kafka_group, "VERIFY_EVERY_S", 0.01)
    return Membership(KafkaSettings("nowhere:1", patience=0.2), "care", DISCHARGE, LANES)


async def test_a_membership_that_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A right taken away for a moment would leave a worker without lanes, live and ready, until its next start."""
    member = Member(GroupAuthorizationFailedError("care"))
    changes = joined(member, monkeypatch).assignments()
    assert (await anext(changes)).gained == {0, 1}
    with pytest.raises(Unavailable, match="does not permit it"):
        await asyncio.wait_for(anext(changes), 2)
    assert member.stopped


async def test_a_membership_that_goes_on_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking disturbs nothing: the next change of lanes is told as it comes."""
    member = Member(None)
    membership = joined(member, monkeypatch)
    changes = membership.assignments()
    await anext(changes)
    waiting = asyncio.ensure_future(anext(changes))
    await asyncio.sleep(0.1)
    assert member.asked > 1
    await membership.on_partitions_assigned([TopicPartition(DISCHARGE, 1)])
    assert (await asyncio.wait_for(waiting, 2)).lost == {0}
    await changes.aclose()


async def test_a_partition_past_the_lanes_is_left_out_of_the_assignment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker hands out every partition of the topic; one that somebody added is no lane, given or taken away."""
    member = Member(None)
    membership = joined(member, monkeypatch)
    changes = membership.assignments()
    await anext(changes)
    for lanes, lost in (((1, 2, 9), {0}), ((2,), {1})):
        await membership.on_partitions_assigned([TopicPartition(DISCHARGE, lane) for lane in lanes])
        change = await asyncio.wait_for(anext(changes), 2)
        assert change == Assignment(frozenset(), frozenset(lost))
    assert membership.held == frozenset()
    await changes.aclose()


async def test_a_membership_whose_topic_is_gone_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker takes every lane away without a word: folding would end in silence, live and ready."""
    member = Member(None)
    membership = joined(member, monkeypatch)
    changes = membership.assignments()
    await anext(changes)
    member.knows = False
    await membership.on_partitions_assigned([])
    assert (await asyncio.wait_for(anext(changes), 2)).lost == {0, 1}
    with pytest.raises(Unavailable, match=f"{DISCHARGE} is missing on the broker"):
        await asyncio.wait_for(anext(changes), 2)
    assert member.stopped


async def test_a_topic_that_a_broker_does_not_know_for_a_moment_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that comes back learns its topics again, within the patience."""
    member = Member(None)
    membership = joined(member, monkeypatch)
    changes = membership.assignments()
    await anext(changes)
    waiting = asyncio.ensure_future(anext(changes))
    for knows in (False, True, False, True):
        member.knows = knows
        await asyncio.sleep(0.12)
    await membership.on_partitions_assigned([TopicPartition(DISCHARGE, 0)])
    assert (await asyncio.wait_for(waiting, 2)).lost == {1}
    await changes.aclose()


async def test_one_wrong_answer_about_a_topic_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that knew less answered; nobody asks by himself before half a minute is over, so it is asked again."""
    member = Member(None)
    membership = joined(member, monkeypatch)
    changes = membership.assignments()
    await anext(changes)
    waiting = asyncio.ensure_future(anext(changes))
    member.knows, member.learns = False, True
    await asyncio.sleep(0.4)
    assert member.looks == 1
    await membership.on_partitions_assigned([TopicPartition(DISCHARGE, 0)])
    assert (await asyncio.wait_for(waiting, 2)).lost == {1}
    await changes.aclose()


async def test_a_topic_that_stays_away_is_asked_for_at_a_measured_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a membership is looked at, a broker has one question a while and no flood of them."""
    monkeypatch.setattr(kafka_group, "ASKED_AGAIN_S", 0.1)
    member = Member(None)
    changes = joined(member, monkeypatch).assignments()
    await anext(changes)
    member.knows = False
    with pytest.raises(Unavailable, match="is missing"):
        await asyncio.wait_for(anext(changes), 2)
    assert 1 <= member.looks <= 3


async def _until_it_ends(changes: AsyncIterator[Assignment]) -> None:
    async for _ in changes:
        pass


@pytest.mark.broker
@pytest.mark.slow
async def test_a_topic_that_is_deleted_under_a_member_is_told(
    own_kafka: LocalKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real broker: the lanes go, the membership says which topic is missing, and no worker stays without a word."""
    monkeypatch.setattr(kafka_group, "METADATA_MS", 1000)
    settings = KafkaSettings(own_kafka.bootstrap, patience=3.0)
    await apply(settings, [Topic("hub.short-lived.v1", "a test", 2)])
    changes = Membership(settings, "care", "hub.short-lived.v1", LANES).assignments()
    assert (await asyncio.wait_for(anext(changes), 30)).gained == {0, 1}
    admin = AIOKafkaAdminClient(bootstrap_servers=own_kafka.bootstrap)
    await admin.start()
    await admin.delete_topics(["hub.short-lived.v1"])
    await admin.close()
    with pytest.raises(Unavailable, match="is missing on the broker"):
        await asyncio.wait_for(_until_it_ends(changes), 40)
