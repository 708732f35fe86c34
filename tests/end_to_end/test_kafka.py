"""The same hub with Kafka as its log."""

from collections.abc import Iterable

import pytest

from tests.end_to_end.conftest import Starting
from tests.end_to_end.lives import hard_life, person
from tests.end_to_end.running_hub import S1, S2, S3, S4, RunningHub, eventually, sample
from tests.kafka_fixture import LocalKafka

pytestmark = pytest.mark.broker
DAY, HARD = "2026-12-01", person(500)


def test_a_hub_on_kafka_takes_a_stay_and_shows_it(starting: Starting, own_kafka: LocalKafka) -> None:
    """Admission, update and discharge through the broker: day 19 of 42, the same hashes as on the embedded log.

    A process role that is killed goes on where it was, and the cancel sent meanwhile is folded.
    """
    embedded = starting()
    applied = embedded.command("topics", "apply", HUB_KAFKA=own_kafka.bootstrap)
    assert applied.returncode == 0, applied.stderr
    on_kafka = starting(HUB_KAFKA=own_kafka.bootstrap)
    people = {"9990000018": [sample(name) for name in (S1, S2, S3)], HARD.nhs_number: hard_life(HARD, "KAFKA")}
    for hub in (embedded, on_kafka):
        for messages in people.values():
            assert set(hub.send(messages)) == {"AA"}
    eventually(lambda: _hashes(on_kafka, people) == _hashes(embedded, people), 60)
    (episode,) = on_kafka.state(on_kafka.person("9990000018"), on=DAY)["episodes"]
    assert (episode["day"], episode["last_covered_day"]) == (19, "2026-12-24")
    on_kafka.kill("process")
    assert on_kafka.send([sample(S4)]) == ["AA"]
    eventually(lambda: _status(on_kafka) == "void", 60)


def _hashes(hub: RunningHub, people: Iterable[str]) -> list[str]:
    return [str(hub.state(hub.person(number), on=DAY)["hash"]) for number in people]


def _status(hub: RunningHub) -> str:
    return str(hub.state(hub.person("9990000018"), on=DAY)["episodes"][0]["status"])
