"""A release that comes after this one, made of this one.

One event says one thing more, and its doors write it; the joint state is kept by another version.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from tests.deploy.files import ROOT, run
from tests.end_to_end.running_hub import NOBODY, eventually
from tests.ports import free_port

CHANGED: Final = "uk.care.hub.discharge.SpellDischarged"
FIELD, VALUE = "ward_round", "said by the next release"
_COPIED: Final = ("hub", "connectors", "schemas", "deploy/topics.yaml")
_ADDED: Final = {
    "schemas/discharge/SpellDischarged.avsc": (
        'absent when it states nothing."}',
        f',\n        {{"name": "{FIELD}", "type": ["null", "string"], "default": null, "doc": "Something new."}}',
    ),
    "hub/events/discharge.py": (
        "    pathway: str | None = None\n    patient_class: str | None = None\n    stated: Stated | None = None\n",
        f"    {FIELD}: str | None = None\n",
    ),
    "connectors/hospital_hl7v2/stays.py": (
        "pathway=visit.pathway(reading),\n        patient_class=stay.patient_class,\n        stated=stay.stated,\n",
        f'        {FIELD}="{VALUE}",\n',
    ),
}
"""What is added in which file, and behind which words."""
_VERSION: Final = re.compile(r"^(    version = )([0-9]+)$", re.MULTILINE)
_READ: Final = """
import json, sys
from hub.codec.events import EventCodec
from hub.codec.plain import plain
codec = EventCodec()
for line in sys.stdin:
    print(json.dumps(plain(codec.decode(bytes.fromhex(line)))))
"""


class NextRelease:
    """The next release in a folder of its own, with what it released."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schemas = folder / "schemas"
        for name in run("git", "ls-files", "--", *_COPIED).stdout.splitlines():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        for name, (behind, more) in _ADDED.items():
            text = (folder / name).read_text(encoding="utf-8")
            assert text.count(behind) == 1, f"{name} holds these words {text.count(behind)} times: {behind}"
            (folder / name).write_text(text.replace(behind, behind + more), encoding="utf-8")
        self._raise_version(folder / "hub" / "processors" / "joint.py")
        done = run(sys.executable, "-m", "hub.codec.release", cwd=folder, env=self.environment())
        assert done.returncode == 0, done.stdout + done.stderr

    @staticmethod
    def _raise_version(file: Path) -> None:
        """Make a processor refuse what this release keeps, and this release what that one keeps."""
        text, changed = _VERSION.subn(lambda found: f"{found[1]}{int(found[2]) + 1}", file.read_text(encoding="utf-8"))
        assert changed == 1
        file.write_text(text, encoding="utf-8")

    def golden(self) -> list[dict[str, Any]]:
        """Give the bytes of the version that only this release has, with what they mean."""
        newest = max((self.schemas / "golden" / CHANGED).glob("*.json"), key=lambda file: int(file.stem))
        cases: list[dict[str, Any]] = json.loads(newest.read_text(encoding="utf-8"))
        return cases

    def reads(self, values: Sequence[bytes]) -> list[dict[str, Any]]:
        """Give what this release's own program understands of bytes."""
        done = subprocess.run(
            [sys.executable, "-c", _READ], cwd=self.folder, env=self.environment(),
            input="\n".join(value.hex() for value in values), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def command(self, settings: Mapping[str, str], *words: str) -> str:
        """Type `hub …` of this release, which has to end well, and give what it says."""
        done = self.said(settings, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def said(self, settings: Mapping[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
        """Type `hub …` of this release, and give what it says, however it ends."""
        return run(sys.executable, "-m", "hub", *words, cwd=self.folder, env=self.environment(settings))

    def environment(self, settings: Mapping[str, str] | None = None) -> dict[str, str]:
        """Give what a process of this release is told: these settings, and where the release is."""
        own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(self.folder)}
        return {**(settings or {}), **own}


@contextmanager
def roles(folder: Path, environment: Mapping[str, str], *names: str) -> Iterator[None]:
    """Run roles of the hub that `PYTHONPATH` leads to, from when all are ready, and stop them as a cluster does.

    Each is a process of its own in `folder`, and says there what it has to say.
    """
    with ExitStack() as stack:
        started = [stack.enter_context(_role(folder, name, environment)) for name in names]
        for wait in started:
            wait()
        yield


@contextmanager
def _role(folder: Path, name: str, environment: Mapping[str, str]) -> Iterator[Callable[[], None]]:
    log, port = folder / f"{name}.log", free_port()
    with log.open("ab") as out:
        line = [sys.executable, "-m", "hub", "up", "--only", name]
        own = {**environment, "HUB_METRICS_PORT": str(port)}
        process = subprocess.Popen(line, cwd=folder, env=own, stdout=out, stderr=out)

    def wait() -> None:
        eventually(lambda: _is_ready(port) or process.poll() is not None, 60)
        assert process.poll() is None, log.read_text()

    try:
        yield wait
    finally:
        process.terminate()
        ended = process.wait(30)
    assert ended == 0, log.read_text()


def _is_ready(port: int) -> bool:
    try:
        return (
            httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=10, verify=NOBODY).status_code == httpx.codes.OK
        )
    except httpx.TransportError:
        return False
