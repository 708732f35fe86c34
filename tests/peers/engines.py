"""The other engines: how each is started, and how much of the topic it folds."""

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
PYTHON: Final = HERE / ".venv" / "bin" / "python"
JAVA: Final = HERE / "kafka_streams" / "target"
WITHIN_S: Final = 180


class Prefix(NamedTuple):
    """So many records of each partition, and the digest of whoever folded them all."""

    upto: tuple[int, ...]
    digest: str


class Run(NamedTuple):
    """One run of one engine, under a name that no other run has."""

    name: str
    bootstrap: str
    topic: str
    prefix: Prefix


@dataclass(frozen=True)
class Engine:
    """One engine: its command, and the share of the topic that a slow one folds."""

    command: tuple[str, ...]
    share: float = 1.0

    def events(self, whole: int) -> int:
        """Count the records that it folds."""
        return max(1, int(whole * self.share))


def _python(module: str) -> tuple[str, ...]:
    return str(PYTHON), "-m", f"tests.peers.{module}"


ENGINES: Final = {
    "aiokafka_loop": Engine(_python("aiokafka_loop")),
    "kafka_streams": Engine(
        (shutil.which("java") or "java", "-Xmx1g", "-cp", f"{JAVA / 'classes'}:{JAVA / 'lib'}/*", "peers.PeerFold")
    ),
    "quix_streams": Engine(_python("quix_streams"), share=1.0),
    "faust_table": Engine((*_python("faust_table"), "memory://"), share=0.1),
    "faust_rocksdb": Engine((*_python("faust_table"), "rocksdb://"), share=0.1),
}


def ask(engine: Engine, run: Run) -> dict[str, Any]:
    """Run an engine to its end and give its answer; it ends by itself, and is killed when it does not."""
    with tempfile.TemporaryDirectory(prefix="hub-peer-") as folder:
        asked = {
            "name": run.name,
            "bootstrap": run.bootstrap,
            "topic": run.topic,
            "upto": run.prefix.upto,
            "registry": str(ROOT / "schemas" / "registry.json"),
            "folder": folder,
            "within_s": WITHIN_S,
        }
        line = [*engine.command, json.dumps(asked)]
        done = subprocess.run(line, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False, timeout=2 * WITHIN_S)
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        raise SystemExit(f"bench-peers: {run.name} ended with {done.returncode}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
