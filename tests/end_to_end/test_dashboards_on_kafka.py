"""The dashboards of a hub on Kafka: counted by Faust, in a process of its own, from what hospitals send over MLLP."""

import asyncio
from datetime import date
from typing import Final

import pytest

from hub.adapters.postgres_figures import PostgresFigures
from hub.adapters.postgres_pool import Database
from hub.ports.figures import FiguresAsk
from hub.runtime.figures import DASHBOARDS
from tests.end_to_end.conftest import Starting
from tests.end_to_end.lives import hard_life, person
from tests.end_to_end.running_hub import S1, S2, S3, S4, RunningHub, eventually, sample
from tests.kafka_fixture import LocalKafka

pytestmark = [pytest.mark.broker, pytest.mark.slow]
FIRST, LAST = date(2026, 1, 1), date(2027, 1, 1)
DISCHARGES: Final = FiguresAsk("discharges", FIRST, LAST, by="trust")


def counted(hub: RunningHub, ask: FiguresAsk = DISCHARGES) -> dict[str, int]:
    """Give the figures of every place, all days together."""

    async def read() -> dict[str, int]:
        database = await Database.open(hub.environment["HUB_DATABASE_URL"])
        try:
            figures = await PostgresFigures(database, DASHBOARDS).figures(ask)
        finally:
            await database.close()
        sums: dict[str, int] = {}
        for figure in figures:
            sums[figure.place] = sums.get(figure.place, 0) + figure.amount
        return {place: amount for place, amount in sums.items() if amount}

    return asyncio.run(read())


@pytest.mark.timeout(240)
def test_stays_become_figures_through_faust(
    starting: Starting, starting_folder: RunningHub, own_kafka: LocalKafka
) -> None:
    """A discharge is counted, one taken back is not; a killed dashboards process comes back and misses nothing."""
    settings = {"HUB_KAFKA": own_kafka.bootstrap}
    applied = starting_folder.command("topics", "apply", **settings)
    assert applied.returncode == 0, applied.stderr
    hub = starting(**settings)
    assert set(hub.send([sample(name) for name in (S1, S2, S3)])) == {"AA"}
    eventually(lambda: counted(hub) == {"RZZ": 1}, 60)
    first = hub.pid("dashboards")
    hub.kill("dashboards")
    assert set(hub.send(hard_life(person(610), "FAUST"))) == {"AA"}
    eventually(lambda: counted(hub) == {"RZZ": 2}, 60)
    assert hub.pid("dashboards") != first
    assert hub.send([sample(S4)]) == ["AA"]
    eventually(lambda: counted(hub) == {"RZZ": 1}, 60)
    assert "lane_stopped" not in hub.log()
    assert hub.stop() == 0


def test_dashboards_alone_say_what_is_missing(starting_folder: RunningHub, own_kafka: LocalKafka) -> None:
    """`hub up --only dashboards` before the topics were made ends with code 3 and one line for the operator."""
    done = starting_folder.command("up", "--only", "dashboards", HUB_KAFKA=own_kafka.bootstrap)
    assert done.returncode == 3
    assert "hub.joint-fact.v1 is missing on the broker" in done.stderr
    assert "Traceback" not in done.stderr
