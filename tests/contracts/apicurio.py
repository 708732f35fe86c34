"""A registry that others wrote: Apicurio 2.6, fetched by Maven (142 MB), where HUB_REQUIRE_REGISTRY=1 asks for it."""

import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.ports import free_port

_ARTEFACT: Final = "io.apicurio:apicurio-registry-app:2.6.13.Final:tar.gz:all"
_COPY: Final = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
_READY_WITHIN_S: Final = 120.0


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run one in a folder and give the address of its Confluent interface; skips the test by name elsewhere."""
    if os.environ.get("HUB_REQUIRE_REGISTRY") != "1":
        pytest.skip("HUB_REQUIRE_REGISTRY is not 1: Apicurio Registry (142 MB from Maven) is not fetched")
    port = free_port()
    line = ["java", "-Xmx384m", "-Dquarkus.http.host=127.0.0.1", f"-Dquarkus.http.port={port}", "-jar"]
    with (folder / "out").open("wb") as out:
        server = subprocess.Popen([*line, str(_jar(folder))], stdout=out, stderr=out, cwd=folder)
    try:
        _wait(server, f"http://127.0.0.1:{port}/health/ready", folder / "out")
        yield f"http://127.0.0.1:{port}/apis/ccompat/v7"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _jar(folder: Path) -> Path:
    maven = ["mvn", "-q", "-B", _COPY, f"-Dartifact={_ARTEFACT}", f"-DoutputDirectory={folder}"]
    subprocess.run(maven, check=True, timeout=300)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return next(folder.rglob("*-runner.jar"))


def _wait(server: "subprocess.Popen[bytes]", url: str, out: Path) -> None:
    until = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < until:
        assert server.poll() is None, out.read_text(errors="replace")[-2000:]
        try:
            if httpx.get(url, timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError("Apicurio did not get ready")
