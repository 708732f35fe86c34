"""The Faust app, made by a function: one agent over one topic, and nothing of Faust's own beside it.

No table, no web server, no producer, no topic that it could make, no folder, and no setting from the environment.
"""

from collections.abc import AsyncIterable, Iterable
from typing import Any

import faust
from faust.app.base import BootStrategy
from faust.types import AgentT
from faust.types.settings import Settings
from mode.types import ServiceT

from hub.errors import Defect
from hub.runtime.faust_consumer import FetchTransport, Reading
from hub.runtime.faust_thread import LOGGER
from hub.runtime.fetched_lane import Fetch


class _Settings(Settings):
    """What is passed and nothing else: Faust lets variables such as APP_WEB_ENABLED overrule its caller."""

    def getenv(self, env_name: str) -> None:
        """Find nothing."""


class _Boot(BootStrategy):
    """Starts the consumer, the agent and what they need to meet."""

    enable_sensors = False

    def web_server(self) -> Iterable[ServiceT]:
        """No server, whatever a setting says."""
        return ()

    def kafka_producer(self) -> Iterable[ServiceT]:
        """No producer: nothing is written to the log from here."""
        return ()

    def kafka_consumer(self) -> Iterable[ServiceT]:
        """The consumer alone, without the election of a leader and without replies."""
        return (self.app.consumer,)


class FetchApp(faust.App):
    """A Faust app that reads as `reading` says."""

    logger = LOGGER
    Settings = _Settings
    BootStrategy = _Boot

    def __init__(self, reading: Reading, **settings: Any) -> None:
        self.reading = reading
        super().__init__(reading.group, **settings)

    def _new_transport(self) -> FetchTransport:
        return FetchTransport(self.conf.broker_consumer, self)

    def _init_fixups(self) -> list[Any]:
        return []

    def _create_directories(self) -> None:
        """None: there are no tables."""

    async def _on_agent_error(self, agent: AgentT[Any], exc: BaseException) -> None:  # noqa: ARG002 - Faust's own
        """End the host: Faust would start the agent again at the next fetch."""
        self.reading.lanes.fail(Defect(f"the agent ended: {type(exc).__name__}"))


def make_app(reading: Reading, topic: str) -> FetchApp:
    """Make an app whose agent hands every fetch to its lane.  Call it in the loop that will run it."""
    app = FetchApp(
        reading,
        broker="kafka://",  # The consumer is ours and knows its broker; Faust needs some address.
        key_serializer="raw",
        value_serializer="raw",
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        store="memory://",
        table_standby_replicas=0,
        stream_wait_empty=False,
        stream_buffer_maxsize=2,
    )
    source = app.topic(topic, key_serializer="raw", value_serializer="raw", acks=False)

    async def hand_over(stream: AsyncIterable[Fetch]) -> None:
        async for fetch in stream:
            reading.lanes.hand(fetch)

    app.agent(source, name=reading.group, concurrency=1)(hand_over)
    return app
