"""The local Kafka's script: what it says and its exit codes."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kafka_fixture import SCRIPT, LocalKafka
from tests.ports import free_port


def run(*arguments: str, cwd: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the script from some folder, with some PATH."""
    environment = None if path is None else {"PATH": path}
    line = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False, cwd=cwd, env=environment, timeout=120)


def test_without_java_it_says_what_to_do(tmp_path: Path) -> None:
    """A machine without Java gets exit code 3 and the name of the package, and nothing is made."""
    done = run("start", "--data", "kafka", cwd=tmp_path, path=str(tmp_path))
    assert done.returncode == 3
    assert "java is missing" in done.stderr
    assert "apt-get install" in done.stderr
    assert not (tmp_path / "kafka").exists()


def test_nothing_runs_in_an_empty_folder(tmp_path: Path) -> None:
    """Asking after a broker that was never started answers no; stopping it is no error."""
    assert run("status", "--data", "kafka", cwd=tmp_path).returncode == 1
    assert run("stop", "--data", "kafka", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(("listed", "code"), [("as now", 0), ("as before", 3), (None, 3)])
def test_jars_are_fetched_once_for_each_list_of_them(tmp_path: Path, listed: str | None, code: int) -> None:
    """After an update that needs other jars they are fetched again, and else never: a desk without a network starts."""
    for file in ("kafka-local", "pom.xml"):
        shutil.copy(SCRIPT.parent / file, tmp_path)
    (tmp_path / "libs").mkdir()
    if listed is not None:
        kept = (tmp_path / "pom.xml").read_bytes() if listed == "as now" else b"<project/>"
        (tmp_path / "libs" / "pom.xml").write_bytes(kept)
    line = [sys.executable, str(tmp_path / "kafka-local"), "fetch"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)}, timeout=60)
    assert done.returncode == code
    assert ("mvn is missing" in done.stderr) is (code == 3)


@pytest.mark.broker
def test_a_port_in_use_is_named(kafka_bootstrap: str, tmp_path: Path) -> None:
    """A port that something else answers on is refused, not waited for."""
    port = kafka_bootstrap.rsplit(":", 1)[1]
    done = run("start", "--data", "kafka", "--port", port, cwd=tmp_path)
    assert done.returncode == 1
    assert f"port {port} is in use" in done.stderr


@pytest.mark.broker
@pytest.mark.slow
def test_start_status_stop(own_kafka: LocalKafka, tmp_path: Path) -> None:
    """It starts from any folder, says where it is, starts once, ends cleanly, and keeps what it had."""
    own_kafka.remove()
    port = str(free_port(2))
    try:
        assert run("start", "--data", "a b", "--port", port, cwd=tmp_path).stdout.strip() == f"127.0.0.1:{port}"
        again = run("start", "--data", "a b", "--port", port, cwd=tmp_path)
        assert again.returncode == 0
        assert f"127.0.0.1:{port}" in run("status", "--data", "a b", cwd=tmp_path).stdout
        with socket.create_connection(("127.0.0.1", int(port)), timeout=2):
            pass
    finally:
        stopped = run("stop", "--data", "a b", cwd=tmp_path)
    assert stopped.returncode == 0
    assert "killed" not in stopped.stderr
    assert run("status", "--data", "a b", cwd=tmp_path).returncode == 1
