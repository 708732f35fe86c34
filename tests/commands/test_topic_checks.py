"""What the doctor says of topics whose settings somebody changed on the broker."""

from collections.abc import Collection, Mapping, Sequence

import pytest

from hub.adapters.kafka_faults import NotPermitted
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Plan, Topic
from hub.commands import topic_checks as checks
from hub.errors import Unavailable
from hub.ports.log import Partition
from hub.settings import Settings

HERE = Settings(kafka="nowhere:1")
Differing = Mapping[str, tuple[str | None, str]]


def planned(monkeypatch: pytest.MonkeyPatch, found: Plan | Unavailable) -> None:
    """Let the comparison with the broker give this."""

    async def plan(_: KafkaSettings, __: Sequence[Topic]) -> Plan:
        if isinstance(found, Unavailable):
            raise found
        return found

    monkeypatch.setattr(checks, "plan", plan)
    begun(monkeypatch, {})


def begun(monkeypatch: pytest.MonkeyPatch, gone: Mapping[Partition, int]) -> None:
    """Let these partitions begin there, and every other at its first record."""

    async def beginnings(_: KafkaSettings, asked: Collection[Partition]) -> Mapping[Partition, int]:
        assert set(gone) <= set(asked)
        return gone

    monkeypatch.setattr(checks, "beginnings", beginnings)


@pytest.mark.parametrize(
    ("differing", "state"),
    [
        ({"cleanup.policy": ("compact,delete", "delete"), "retention.ms": ("1000", "-1")}, "fails"),
        ({"retention.bytes": ("1073741824", "-1")}, "fails"),
        ({"max.message.bytes": (None, "8454144")}, "look"),
    ],
)
async def test_a_topic_that_would_lose_events_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, differing: Differing, state: str
) -> None:
    """Events that are thrown away are gone for good: topic, old and new value are said, other settings less loudly."""
    planned(monkeypatch, Plan([], [], [], {"hub.discharge.v1": differing}))
    (check,) = await checks.topic_checks(HERE)
    assert (check.part, check.state) == ("topic hub.discharge.v1", state)
    assert all(f"{name} is {old} and not {new}" in check.seen for name, (old, new) in differing.items())


async def test_topics_as_declared_are_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is at fault."""
    planned(monkeypatch, Plan([], [], []))
    assert [check.state for check in await checks.topic_checks(HERE)] == ["ok"]


async def test_whoever_may_not_look_is_not_told_that_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows then whether the log keeps what it holds; who may look is named."""
    planned(monkeypatch, NotPermitted("kafka: comparing topics: the broker does not permit it (X)"))
    (check,) = await checks.topic_checks(HERE)
    assert check.state == "look"
    assert "hub topics plan" in str(check.do)


async def test_a_broker_that_is_away_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is no sign that all is well."""
    planned(monkeypatch, Unavailable("kafka: comparing topics: the broker does not answer"))
    with pytest.raises(Unavailable):
        await checks.topic_checks(HERE)


async def test_a_beginning_that_is_gone_is_told_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting is as declared again and live goes on, yet no release that folds anew can come: say so today."""
    planned(monkeypatch, Plan([], [], []))
    begun(monkeypatch, {Partition("hub.discharge.v1", 5): 100})
    settings, cut = await checks.topic_checks(HERE)
    assert (settings.state, cut.part, cut.state) == ("ok", "topic hub.discharge.v1", "look")
    assert cut.seen == "partition 5 begins at 100: what was before is gone"
    assert "folded anew" in cut.do


async def test_nobody_asks_where_a_topic_begins_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A topic that is not there is named by whoever reads it; asking for its beginning could make it."""
    planned(monkeypatch, Plan([Topic("hub.discharge.v1", "missing")], [], []))
    begun(monkeypatch, {Partition("hub.discharge.v1", 5): 100})
    assert [check.state for check in await checks.topic_checks(HERE)] == ["ok"]
