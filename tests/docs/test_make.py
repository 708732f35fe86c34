"""What `make` would do, asked of it without doing it."""

import os
import shutil
import subprocess

import pytest

from tests.docs.pages import ROOT


@pytest.mark.parametrize(("named", "port"), [(None, 29092), ("127.0.0.1:29192", 29192), ("", 29092)])
def test_the_local_kafka_listens_where_the_hub_is_told_to_look(named: str | None, port: int) -> None:
    """Two checkouts on one machine run beside each other: HUB_KAFKA says on which port this one does."""
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not installed")
    environment = {name: value for name, value in os.environ.items() if name != "HUB_KAFKA"}
    told = environment if named is None else environment | {"HUB_KAFKA": named}
    line = [make, "-n", "-C", str(ROOT), "run-kafka"]
    done = subprocess.run(line, env=told, capture_output=True, text=True, check=True, timeout=30)
    assert f"kafka-local start --data var/on-kafka/kafka --port {port}\n" in done.stdout
