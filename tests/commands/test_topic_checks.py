"""What the doctor says of topics whose settings somebody changed on the broker."""

from collections.abc import Mapping, Sequence

import pytest

from hub.adapters.kafka_faults import NotPermitted
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Plan, Topic
from hub.commands import topic_checks as checks
from hub.errors import Unavailable
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
