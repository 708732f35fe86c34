"""Each role, started by itself in live mode with the settings of its pod, answers the probes of its pod."""

import asyncio
import os
import secrets
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hub.commands import doctor
from hub.roles import ROLES
from tests.certificates import Authority
from tests.deploy.cluster import feeds, hub_container, variables
from tests.deploy.files import ROOT
from tests.deploy.settings_from import settings_from
from tests.end_to_end.running_hub import eventually
from tests.ports import free_port
from tests.postgres_fixture import PostgresServer

_READY_WITHIN_S = 60


class Pod:
    """A role's process with what its pod would be given: paths and ports are this machine's, the rest is as written."""

    def __init__(self, role: str, folder: Path, dsn: str) -> None:
        self.role = role
        self.ports = {port["name"]: free_port() for port in hub_container(role)["ports"]}
        self._folder = folder
        authority = Authority(folder, "ca")
        self.authority = authority.chain
        self.pair = authority.issue("tls")
        self.pair.key.chmod(0o600)
        (folder / "master.key").write_text(f"area-1 {secrets.token_hex(32)}\n")
        (folder / "master.key").chmod(0o600)
        key = ec.generate_private_key(ec.SECP256R1()).public_key()
        public = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        (folder / "token.pem").write_bytes(public)
        self._environment = self._given(dsn)

    def _given(self, dsn: str) -> dict[str, str]:
        """Move every path into the folder and every port to a free one.  The log is PostgreSQL: it needs no broker."""
        here = {
            name: self._here(text) for name, text in variables(self.role).items() if not name.startswith("HUB_KAFKA")
        }
        toml = self._folder / "hub.toml"
        toml.write_text("\n".join(self._here_in(line) for line in feeds().splitlines()))
        own = {
            "HUB_DATABASE_URL": dsn,
            "HUB_SETTINGS": str(toml),
            "HUB_METRICS_PORT": str(self.ports["metrics"]),
            "HUB_HTTP_PORT": str(self.ports.get("https", free_port())),
        }
        return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **here, **own}

    def _here(self, text: str) -> str:
        names = {"tls.crt": "tls.pem", "tls.key": "tls.key", "ca.crt": "ca.pem"}
        name = text.rsplit("/", 1)[-1]
        return str(self._folder / names.get(name, name)) if text.startswith("/") else text

    def _here_in(self, line: str) -> str:
        if line.startswith("port = "):
            return f"port = {self.ports.get('rzz-adt', 0)}"
        name, equals, value = line.partition(' = "')
        return f'{name}{equals}{self._here(value[:-1])}"' if value.startswith("/") else line

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start the role as its container does, and stop it as the cluster does."""
        with (self._folder / "log").open("wb") as log:
            line = [sys.executable, "-m", "hub", *hub_container(self.role)["args"]]
            process = subprocess.Popen(line, env=self._environment, cwd=self._folder, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(30) == 0, (self._folder / "log").read_text()

    def probe(self, name: str) -> httpx.Response:
        """Ask as the cluster would: at the named port, with the scheme and headers that are written."""
        asked: Mapping[str, Any] = hub_container(self.role)[name]["httpGet"]
        headers = {header["name"]: header["value"] for header in asked.get("httpHeaders", ())}
        url = f"{asked.get('scheme', 'HTTP').lower()}://127.0.0.1:{self.ports[asked['port']]}{asked['path']}"
        trusted = ssl.create_default_context(cafile=self.authority)
        return httpx.get(url, headers=headers, verify=trusted, timeout=hub_container(self.role)[name]["timeoutSeconds"])

    def metrics(self) -> str:
        """Read the metrics as Prometheus would."""
        return httpx.get(f"http://127.0.0.1:{self.ports['metrics']}/metrics", timeout=10).text

    def doctor(self) -> dict[str, str]:
        """Type `hub doctor` inside the pod, and give what it finds at fault."""
        checks = asyncio.run(doctor._checks(settings_from(self._environment), self.role))
        return {check.part: check.seen for check in checks if check.state == "fails"}

    def log(self) -> str:
        """Give what the role said."""
        return (self._folder / "log").read_text()


def _eventually_ready(pod: Pod) -> httpx.Response:
    until = time.monotonic() + _READY_WITHIN_S
    while True:
        with suppress(httpx.TransportError):
            answer = pod.probe("readinessProbe")
            if answer.status_code == httpx.codes.OK or time.monotonic() > until:
                return answer
        assert time.monotonic() < until, pod.log()
        time.sleep(0.2)


def _answers_its_probes(pod: Pod) -> None:
    ready = _eventually_ready(pod)
    lanes = {f"lanes of {pod.role}": "ok"} if pod.role in {"process", "dashboards"} else {}
    parts = {"store": "ok", "log": "ok", **lanes}
    assert (ready.status_code, ready.json()) == (200, {"status": "ok", "parts": parts})
    for name in ("startupProbe", "livenessProbe"):
        assert pod.probe(name).status_code == httpx.codes.OK
    assert f'hub_role_started_timestamp_seconds{{role="{pod.role}"}}' in pod.metrics()
    assert pod.doctor() == {}, "what the runbooks tell to type there finds faults where there are none"


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"ingest", "process"}])
def test_a_role_alone_answers_its_probes(role: str, tmp_path: Path, postgres_server: PostgresServer) -> None:
    """Started in live mode as the manifest says, a role becomes ready, lives, is scraped, and stops when told."""
    pod = Pod(role, tmp_path, postgres_server.fresh_database())
    with pod.running():
        _answers_its_probes(pod)


def test_a_hospital_is_heard_over_tls_and_its_silence_is_known_after_a_restart(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    """Door and worker alone answer their probes; the port of the manifest's feed speaks TLS.

    A process worker that starts later knows when the feed was heard, and how long it may be silent.
    """
    dsn = postgres_server.fresh_database()
    pod = Pod("ingest", tmp_path, dsn)
    with pod.running():
        _answers_its_probes(pod)
        context = ssl.create_default_context(cafile=pod.authority)
        context.load_cert_chain(pod.pair.chain, pod.pair.key)
        # In live mode a message that says it is a test (MSH-11 T) is refused: so answers the hub, and nobody else.
        message = b"MSH|^~\\&|PAS|RZZ|HUB|HUB|20261113171233||ADT^A03|A-1|T|2.4\rEVN||20261113171201\r"
        answer = _asked(pod.ports["rzz-adt"], context, b"\x0b" + message + b"\x1c\r")
        assert b"MSA|AR|A-1" in answer
    worker = Pod("process", tmp_path, dsn)
    with worker.running():
        _answers_its_probes(worker)
        eventually(lambda: 'hub_feed_newest_age_seconds{feed="rzz-adt"}' in worker.metrics(), 40)
        assert 'hub_feed_silent_after_seconds{feed="rzz-adt"} 3600.0' in worker.metrics()
        assert 'hub_quarantine_messages{feed="rzz-adt"} 1.0' in worker.metrics()
        assert "hub_data_free_bytes" in worker.metrics()


def _asked(port: int, context: ssl.SSLContext, frame: bytes) -> bytes:
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as line,
    ):
        line.sendall(frame)
        answer = b""
        while not answer.endswith(b"\x1c\r"):
            more = line.recv(65536)
            assert more, "the listener hung up"
            answer += more
        return answer
