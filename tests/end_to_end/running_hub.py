"""A whole hub in processes of its own: started, asked, broken and always stopped again."""

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

import httpx

from hub.runtime.rows import unpack
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "connectors" / "hospital_hl7v2" / "samples" / "good"
READY_WITHIN_S, STOP_WITHIN_S, COMMAND_WITHIN_S = 90.0, 30.0, 60.0
VENDOR = "vendor-rzy"
"""A second trust's feed: own port, own profile (HL7 v2.3 with words)."""
T = TypeVar("T")


NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""No authority is known: a hub on loopback speaks plainly, and to load those of the system takes longest of asking."""


def eventually(look: Callable[[], T], within_s: float = 60.0) -> T:
    """Ask until the answer is neither none nor false, and give it; the last failure speaks for itself."""
    until = time.monotonic() + within_s
    while not (found := look()):
        assert time.monotonic() < until, f"not within {within_s:.0f} s"
        time.sleep(0.1)
    return found


class RunningHub:
    """`hub up` in a temporary folder, with the desk's feeds and one of a vendor."""

    alive: ClassVar[list["RunningHub"]] = []
    """Those whose folders are there, so that a failed test can show their logs."""

    def __init__(self, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hub-whole-"))
        self.folder.chmod(0o755)  # started by root, the embedded database runs as a user of its own
        self.data = self.folder / "var"
        self.http, self.mllp, self.vendor = free_port(), free_port(), free_port()
        toml = f'[feeds.{VENDOR}]\nkind = "hospital_hl7v2"\nprofile = "words_2_3"\nport = {self.vendor}\n'
        (self.folder / "hub.toml").write_text(toml)
        kept = {name: text for name, text in os.environ.items() if not name.startswith("HUB_")}
        own = {
            "PYTHONPATH": str(ROOT),
            "HUB_DATA": str(self.data),
            "HUB_HTTP_PORT": str(self.http),
            "HUB_MLLP_PORT": str(self.mllp),
            "HUB_SETTINGS": str(self.folder / "hub.toml"),
        }
        self.environment = {**kept, **own, **settings}
        self._log = self.folder / "up.log"
        self._up: subprocess.Popen[bytes] | None = None
        self._tokens: dict[tuple[str, str], str] = {}
        RunningHub.alive.append(self)

    def __enter__(self) -> Self:
        """Start; a hub that does not become ready is stopped again."""
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop and remove everything."""
        self.remove()

    @property
    def url(self) -> str:
        """Where its pages and API are."""
        return f"http://127.0.0.1:{self.http}"

    def start(self) -> None:
        """Start every role and wait until the doors answer."""
        started = len(self.log())
        with self._log.open("ab") as log:
            self._up = subprocess.Popen(
                [sys.executable, "-m", "hub", "up"],
                cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        up = self._up

        def ready() -> bool:
            assert up.poll() is None, self.log()
            return "ready: " in self.log()[started:]

        eventually(ready, READY_WITHIN_S)

    def log(self) -> str:
        """Give everything that the roles and their supervisor wrote."""
        return self._log.read_text() if self._log.exists() else ""

    def pid(self, role: str) -> int:
        """Give the process id of a role as it runs now."""
        return int(re.findall(rf"started {role} \(process (\d+)\)", self.log())[-1])

    def kill(self, role: str) -> None:
        """End a role without warning; its supervisor starts it again."""
        with suppress(ProcessLookupError):
            os.kill(self.pid(role), signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to stop, as Ctrl-C does, and give its exit code."""
        up, self._up = self._up, None
        if up is None:
            return 0
        pids = [int(pid) for pid in re.findall(r"\(process (\d+)\)", self.log())]
        try:
            up.send_signal(signal.SIGINT)
            return up.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            sys.stdout.write("the hub did not stop:\n" + self.log())
            raise
        finally:
            for pid in (up.pid, *pids):
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)  # each role leads a session of its own
            up.wait(STOP_WITHIN_S)

    def remove(self) -> None:
        """Stop everything, the embedded database too, and remove the folder."""
        try:
            self.stop()
        finally:
            database = self.database_pid()
            if database is not None:
                with suppress(ProcessLookupError):
                    os.kill(database, signal.SIGQUIT)
            RunningHub.alive.remove(self)
            shutil.rmtree(self.folder, ignore_errors=True)

    def database_pid(self) -> int | None:
        """Give the process id of the embedded database, while it has one."""
        file = self.data / "postgres" / "data" / "postmaster.pid"
        return int(file.read_text().split()[0]) if file.exists() else None

    def command(self, *words: str | Path, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """Type `hub …` and give what came back."""
        return subprocess.run(
            [sys.executable, "-m", "hub", *map(str, words)],
            cwd=self.folder, env={**self.environment, **settings}, input=typed, capture_output=True, text=True,
            timeout=COMMAND_WITHIN_S, check=False,
        )  # fmt: skip

    def answer(self, *words: str | Path, typed: str = "") -> Any:
        """Type a command with `--json` that has to end well, and give its one line of JSON."""
        done = self.command(*words, "--json", typed=typed)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def person(self, nhs_number: str) -> str:
        """Find a person's reference through the API, as soon as something is folded about them."""
        return str(eventually(lambda: self._found(nhs_number)))

    def _found(self, nhs_number: str) -> str | None:
        with httpx.Client(base_url=self.url, headers=self.reader(), timeout=20, verify=NOBODY) as client:
            found = client.post("/v1/people/search", json={"value": nhs_number})
            if found.status_code != httpx.codes.OK:
                return None
            subject = str(found.json()["subject_ref"])
            shown = client.get(f"/v1/people/{subject}/joint-state")
            return subject if shown.status_code == httpx.codes.OK else None

    def reader(self, role: str = "coordinator", purpose: str = "DISCHARGE_COORDINATION") -> dict[str, str]:
        """Give the headers of somebody who may read: a token of the desk's own issuer, made once."""
        if (role, purpose) not in self._tokens:
            told = self.command("token", "--role", role, "--purpose", purpose)
            self._tokens[role, purpose] = told.stdout.strip()
        return {"Authorization": f"Bearer {self._tokens[role, purpose]}", "X-Purpose": purpose}

    def state(self, subject: str, **asked: str) -> dict[str, Any]:
        """Read a person's joint state through the API."""
        answer = httpx.get(
            f"{self.url}/v1/people/{subject}/joint-state",
            params=asked,
            headers=self.reader(),
            timeout=20,
            verify=NOBODY,
        )
        assert answer.status_code == httpx.codes.OK, answer.text
        state: dict[str, Any] = answer.json()
        return state

    def send(self, messages: Sequence[bytes], port: int | None = None) -> list[str]:
        """Send messages over one MLLP connection, each after the last was answered; give the answer codes."""
        with Mllp(port or self.mllp) as line:
            return [code_of(line.ask(message)) for message in messages]


class Mllp:
    """A bare MLLP sender: one frame out, one answer in."""

    def __init__(self, port: int, seconds: float = 20.0) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        self._held = b""

    def __enter__(self) -> Self:
        """Give the open connection."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.socket.close()

    def ask(self, message: bytes) -> bytes:
        """Send one message and wait for its answer; raises `ConnectionError` when the other side hangs up."""
        self.socket.sendall(b"\x0b" + message + b"\x1c\r")
        return self.answer()

    def answer(self) -> bytes:
        """Read one frame."""
        while b"\x1c\r" not in self._held:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the listener hung up")
            self._held += more
        frame, _, self._held = self._held.partition(b"\x1c\r")
        return frame.lstrip(b"\x0b")


def hash_of(value: bytes) -> str:
    """Give the hash of a state row as it stands in the store: what was folded as it came, not folded again."""
    return "sha256:" + hashlib.sha256(unpack(value).state).hexdigest()


def code_of(answer: bytes) -> str:
    """Give MSA-1 of an acknowledgement."""
    return next(part.split(b"|")[1].decode() for part in answer.split(b"\r") if part.startswith(b"MSA"))


def sample(name: str) -> bytes:
    """Give one of the connector's good samples."""
    return (SAMPLES / f"{name}.hl7").read_bytes()


S1, S2, S3, S4, S5, S6 = (
    "a01_emergency_admission",
    "a08_expected_date_and_fit_to_leave",
    "a03_discharge_home",
    "a13_discharge_cancelled",
    "a40_temporary_record_merged",
    "a03_vendor_2_3_to_care_home",
)
"""The feed of the six samples, by name."""
