"""The three brokers of the Compose files as processes of this machine, with the very settings that live mode gives."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, Self

import pytest

from tests.deploy.composed import LIVE, services
from tests.deploy.files import DEPLOY
from tests.ports import free_port

LOCAL: Final = DEPLOY / "kafka-local"
NODES: Final = ("kafka-1", "kafka-2", "kafka-3")
_READY_WITHIN_S: Final = 180
_MISSING: Final = 3
_NOTICED_SOONER: Final = {"KAFKA_BROKER_SESSION_TIMEOUT_MS": "4000", "KAFKA_BROKER_HEARTBEAT_INTERVAL_MS": "500"}
"""When a node counts as gone: the Compose file leaves it to Kafka (9 s), and a test need not wait."""


class ThreeBrokers:
    """A cluster in a folder of its own; each node can be killed and started again."""

    def __init__(self) -> None:
        done = subprocess.run(
            [sys.executable, LOCAL / "kafka-local", "fetch"], capture_output=True, text=True, check=False
        )
        if (done.returncode == _MISSING or not shutil.which("java")) and os.environ.get("HUB_REQUIRE_BROKER") != "1":
            pytest.skip(f"brokers cannot start: {done.stderr.strip() or 'java is missing'}")
        assert done.returncode == 0, done.stderr
        self._folder = Path(tempfile.mkdtemp(prefix="hub-three-"))
        self._ports = {f"{node}:{port}": free_port() for node in NODES for port in (9092, 9093)}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.bootstrap = ",".join(f"127.0.0.1:{self._ports[f'{node}:9092']}" for node in NODES)

    def __enter__(self) -> Self:
        """Format and start every node, and wait until each says that it serves."""
        compose = services(LIVE)
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda node: self._prepare(node, compose[node]["environment"]), NODES))
        for node in NODES:
            self.ready(node)
        return self

    def __exit__(self, *_: object) -> None:
        """End every node and remove the folder."""
        for node in list(self._running):
            self.kill(node)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _prepare(self, node: str, environment: Mapping[str, str]) -> None:
        self._write_properties(node, environment)
        self._format(node, environment["CLUSTER_ID"])
        self.start(node)

    def start(self, node: str) -> None:
        """Start a node; it serves some seconds later."""
        with (self._folder / f"{node}.out").open("wb") as out:
            line = _java("kafka.Kafka", str(self._folder / f"{node}.properties"))
            self._running[node] = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def ready(self, node: str) -> None:
        """Wait until a node says that it serves."""
        until = time.monotonic() + _READY_WITHIN_S
        out = self._folder / f"{node}.out"
        while b"Kafka Server started" not in out.read_bytes():
            assert self._running[node].poll() is None, out.read_text()[-3000:]
            assert time.monotonic() < until, out.read_text()[-3000:]
            time.sleep(0.2)

    def kill(self, node: str) -> None:
        """End a node without warning."""
        process = self._running.pop(node)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def _write_properties(self, node: str, environment: Mapping[str, str]) -> None:
        """Write what the image makes of its variables: `KAFKA_LOG_DIRS` is `log.dirs`; names become loopback ports."""
        own = {"KAFKA_LOG_DIRS": str(self._folder / node), **_NOTICED_SOONER}
        given = {
            **environment,
            **own,
            "KAFKA_LISTENERS": environment["KAFKA_LISTENERS"].replace("://:", f"://{node}:"),
        }
        lines = []
        for name, value in given.items():
            if name.startswith("KAFKA_") and name != "KAFKA_HEAP_OPTS":
                text = value
                for place, port in self._ports.items():
                    text = text.replace(place, f"127.0.0.1:{port}")
                lines.append(f"{name.removeprefix('KAFKA_').lower().replace('_', '.')}={text}\n")
        (self._folder / f"{node}.properties").write_text("".join(lines))

    def _format(self, node: str, cluster: str) -> None:
        properties = str(self._folder / f"{node}.properties")
        line = _java("kafka.tools.StorageTool", "format", "-t", cluster, "-c", properties)
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def _java(*words: str) -> list[str]:
    logging = f"-Dlog4j2.configurationFile=file:{LOCAL / 'log4j2.xml'}"
    quick = ["-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]  # to start, not to run for long
    return ["java", *quick, logging, "-cp", f"{LOCAL / 'libs'}/*", *words]
