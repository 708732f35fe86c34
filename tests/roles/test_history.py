"""Nothing is folded from a log that throws away what it holds, and what cannot be known is said."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from hub.adapters import kafka_history
from hub.adapters.kafka_faults import NotPermitted
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.log_placement import DECLARED, Placement
from hub.errors import NotKept, OtherPartitions, Unavailable
from hub.observe.counting import Counting
from hub.observe.metrics import Metrics
from hub.roles import history
from hub.roles.history import Differing, Seen, fold_while_kept, while_kept
from hub.settings import Settings

COMPACTED: Differing = {"hub.discharge.v1": {"cleanup.policy": "compact", "retention.ms": "1000"}}
KEPT: Differing = {}
GROWN = Seen(None, 8, {"hub.early-help.v1": 9, "hub.discharge.v1": 12})
Found = Differing | Exception | Seen | None


class Broker:
    """A broker that says one thing after the other of its topics, and from then on the last."""

    def __init__(self, *said: Found) -> None:
        self._said = list(said)
        self.folds = self.ended = False
        self.unknown: list[bool] = []

    async def look(self) -> Seen:
        """Say the next thing."""
        found = self._said.pop(0) if len(self._said) > 1 else self._said[0]
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, Seen) else Seen(found, 8)

    async def fold(self) -> None:
        """Fold until it is stopped."""
        self.folds = True
        try:
            await asyncio.Event().wait()
        finally:
            self.ended = True

    def run(self) -> "asyncio.Task[None]":
        """Fold what it keeps."""
        return asyncio.create_task(while_kept(self.look, self.fold, self.unknown.append, 0.01))


async def until(met: Callable[[], Any]) -> None:
    """Wait until something holds, for ten seconds at most."""
    async with asyncio.timeout(10):
        while not met():  # noqa: ASYNC110 - the task's doing
            await asyncio.sleep(0.005)


async def ended(task: "asyncio.Task[None]") -> None:
    """Stop it, as a role is stopped."""
    task.cancel()
    await asyncio.wait({task}, timeout=2)
    assert task.cancelled()


async def test_a_topic_that_loses_events_is_refused_before_the_first_record() -> None:
    """The role ends with topic and settings in its last words and in its log, and has folded nothing."""
    broker = Broker(COMPACTED)
    with capture_logs() as lines, pytest.raises(NotKept) as refused:
        await broker.run()
    words = "hub.discharge.v1: cleanup.policy is compact, retention.ms is 1000"
    assert words in str(refused.value)
    assert "hub topics apply" in str(refused.value)
    assert [(line["event"], line["log_level"], line["topics"]) for line in lines] == [
        ("history_not_kept", "error", words)
    ]
    assert not broker.folds


async def test_a_topic_that_begins_to_lose_events_stops_a_role_that_folds() -> None:
    """What somebody changes in the night is noticed within minutes, and not when somebody types a command."""
    broker = Broker(KEPT, KEPT, COMPACTED)
    running = broker.run()
    await until(lambda: broker.folds)
    with pytest.raises(NotKept):
        await running
    assert broker.ended, "nothing goes on folding behind it"


async def test_a_topic_that_is_given_more_partitions_stops_a_role_that_folds() -> None:
    """What lies in the new ones nobody reads: topic and numbers are told, also where settings may not be seen."""
    broker = Broker(KEPT, KEPT, GROWN)
    running = broker.run()
    await until(lambda: broker.folds)
    with capture_logs() as lines, pytest.raises(OtherPartitions) as refused:
        await running
    words = "hub.discharge.v1 has 12, hub.early-help.v1 has 9"
    assert words in str(refused.value)
    assert "8 lanes" in str(refused.value)
    assert ("partitions_differ", "error", words, 8) in [
        (line["event"], line["log_level"], line.get("topics"), line.get("lanes")) for line in lines
    ]
    assert broker.ended, "nothing goes on folding behind it"
    assert broker.unknown[-1], "that settings may not be seen is told beside"


async def test_the_role_looks_at_the_partitions_of_every_topic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All of the hub's topics are held against its own lanes, whatever may be seen of their settings."""
    asked: list[Placement] = []

    async def none_permitted(*_: object) -> Differing:
        raise NotPermitted("kafka: not permitted")

    async def grown(_: KafkaSettings, ours: Placement) -> dict[str, int]:
        asked.append(ours)
        return {"hub.discharge.v1": 17}

    monkeypatch.setattr(kafka_history, "not_kept", none_permitted)
    monkeypatch.setattr(kafka_history, "other_numbers", grown)
    broker = Broker(KEPT)
    core: Any = SimpleNamespace(
        settings=Settings(data=tmp_path, kafka="nowhere:1"), log=SimpleNamespace(lanes=16),
        group=SimpleNamespace(topics=()), counting=SimpleNamespace(history_unknown=broker.unknown.append),
    )  # fmt: skip
    with pytest.raises(OtherPartitions, match=r"16 lanes .*hub\.discharge\.v1 has 17"):
        await fold_while_kept(core, broker.fold)
    assert asked == [Placement(DECLARED, 16)]
    assert (broker.folds, broker.unknown) == (False, [True])


async def test_a_topic_of_other_partitions_is_refused_before_the_first_record() -> None:
    """The role ends as it does where history may be thrown away, and has folded nothing."""
    broker = Broker(GROWN._replace(differing=KEPT))
    with pytest.raises(OtherPartitions):
        await broker.run()
    assert not broker.folds


async def test_settings_that_may_not_be_seen_are_told_and_no_reason_to_stop() -> None:
    """Whoever may not look does not know that all is well: the log says so, and a metric, until the right comes."""
    broker = Broker(None, None, KEPT)
    with capture_logs() as lines:
        running = broker.run()
        await until(lambda: False in broker.unknown)
        await ended(running)
    assert broker.folds
    assert broker.unknown[:3] == [True, True, False]
    assert {line["event"] for line in lines} == {"history_unknown"}


async def test_a_broker_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that starts before its broker folds as soon as that answers, and one whose broker goes away folds on."""
    monkeypatch.setattr(history, "AGAIN_S", 0.01)
    away = Unavailable("kafka: the broker does not answer")
    broker = Broker(away, away, KEPT, away)
    running = broker.run()
    await until(lambda: broker.folds)
    await asyncio.sleep(0.05)
    assert not running.done()
    assert broker.unknown == [False]
    await ended(running)


async def test_a_fold_that_ends_ends_it_all() -> None:
    """A log that closes ends the fold, and nobody looks at a broker any more; a defect of the fold goes up as it is."""
    broker = Broker(KEPT)

    async def over() -> None:
        return

    async def broken() -> None:
        raise ValueError("a defect")

    async with asyncio.timeout(10):
        await while_kept(broker.look, over, broker.unknown.append, 0.01)
        with pytest.raises(ValueError, match="a defect"):
            await while_kept(broker.look, broken, broker.unknown.append, 0.01)


def test_what_is_not_known_of_the_log_is_a_metric() -> None:
    """An alert goes by it: nobody reads the log of a role that works."""
    metrics = Metrics(lambda: 0)
    counting = Counting(metrics, "care")
    counting.history_unknown(True)
    assert "hub_history_unknown 1.0" in metrics.render().decode()
    counting.history_unknown(False)
    assert "hub_history_unknown 0.0" in metrics.render().decode()
