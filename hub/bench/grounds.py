"""Servers of a benchmark's own: an empty PostgreSQL, a local Kafka with the hub's topics, each gone at the end."""

import asyncio
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from hub.adapters import kafka_topics
from hub.adapters.embedded_postgres import EmbeddedPostgres
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.migrations import migrate
from hub.errors import Unavailable

HOST: Final = "127.0.0.1"
_DEPLOY: Final = Path(__file__).parents[2] / "deploy"
_FETCHED_WITHIN_S: Final = 300.0
_FIRST_PORT, _PORTS = 12_000, 20_000


class Server(NamedTuple):
    """Where a server answers, and its process."""

    address: str
    """Bootstrap servers of a broker, DSN of a database."""
    pid: int


@contextmanager
def folder() -> Iterator[Path]:
    """Lend a folder that the database's own user may enter."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@contextmanager
def postgres() -> Iterator[Server]:
    """Lend an empty store: an embedded server with the hub's tables."""
    with folder() as made:
        server = EmbeddedPostgres(made / "postgres")
        dsn = server.start()
        try:
            migrate(dsn)
            yield Server(dsn, pid_in(made / "postgres" / "data" / "postmaster.pid"))
        finally:
            server.stop()


@contextmanager
def kafka(lanes: int) -> Iterator[Server]:
    """Lend a broker on loopback that has every topic of the hub, with `lanes` partitions each.

    Raises `Unavailable` with what to install where Java or Maven is missing.
    """
    with folder() as made:
        port = free_ports(2)
        try:
            yield kafka_in(made, port, lanes)
        finally:
            kafka_local("stop", made)


def kafka_in(made: Path, port: int, lanes: int) -> Server:
    """Start a broker in a folder and make the hub's topics; raises `Unavailable`.  Stop it with `kafka_local`."""
    kafka_local("start", made, "--port", str(port))
    bootstrap = f"{HOST}:{port}"
    declared = [replace(topic, partitions=lanes) for topic in kafka_topics.declared(_DEPLOY / "topics.yaml")]
    asyncio.run(kafka_topics.apply(KafkaSettings(bootstrap), declared))
    return Server(bootstrap, pid_in(made / "kafka" / "kafka.pid"))


def kafka_local(command: str, made: Path, *more: str) -> None:
    """Run a command of the local broker whose files are in a folder; raises `Unavailable` when it fails."""
    line = [sys.executable, str(_DEPLOY / "kafka-local" / "kafka-local"), command, "--data", str(made / "kafka"), *more]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=_FETCHED_WITHIN_S)  # noqa: S603 - our own script
    if done.returncode != 0:
        raise Unavailable(done.stderr.strip())


def pid_in(file: Path) -> int:
    """Read the process id that a server wrote into a file."""
    return int(file.read_text(encoding="utf-8").split()[0])


def free_ports(count: int = 1) -> int:
    """Find a port that is free together with those after it, below those that the system hands out to clients."""
    while True:
        first = _FIRST_PORT + secrets.randbelow(_PORTS)
        if all(_free(first + n) for n in range(count)):
            return first


def _free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
