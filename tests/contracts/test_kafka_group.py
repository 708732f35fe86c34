"""Membership in a group: what ended it is asked for, because aiokafka tells nobody who does not ask."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError

from hub.adapters import kafka_group
from hub.adapters.kafka_group import Membership
from hub.adapters.kafka_settings import KafkaSettings
from hub.errors import Unavailable
from hub.events.catalogue import DISCHARGE


class Member:
    """A consumer that was given two lanes and then lost its membership."""

    def __init__(self, ended_by: KafkaError | None) -> None:
        self._ended_by, self.asked, self.stopped = ended_by, 0, False
        self._coordinator = SimpleNamespace(check_errors=self._check_errors)

    def _check_errors(self) -> None:
        self.asked += 1
        if self._ended_by is not None:
            raise self._ended_by

    def subscribe(self, _: list[str], listener: Any) -> None:
        """Remember whom to tell."""
        self._listener = listener

    async def start(self) -> None:
        """Join, and be given two lanes."""
        await self._listener.on_partitions_assigned([TopicPartition(DISCHARGE, lane) for lane in (0, 1)])

    async def stop(self) -> None:
        """Leave."""
        self.stopped = True

    def pause(self, *_: TopicPartition) -> None:
        """Read nothing."""


def joined(member: Member, monkeypatch: pytest.MonkeyPatch) -> Membership:
    """Give the membership of that consumer."""
    monkeypatch.setattr(kafka_group, "consumer_of", lambda *_, **__: member)
    monkeypatch.setattr(kafka_group, "VERIFY_EVERY_S", 0.01)
    return Membership(KafkaSettings("nowhere:1"), "care", DISCHARGE)


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
