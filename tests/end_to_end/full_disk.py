"""A whole hub on a small disk that is filled: run as root in a mount namespace of its own (`test_full_disk.py`).

    python -m tests.end_to_end.full_disk

Ends with a status other than 0, and what was seen, when the hub did not do what it has to.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import psycopg

from tests.end_to_end.lives import message, person, stay
from tests.end_to_end.running_hub import Mllp, RunningHub, code_of, eventually

SIZE_MB = 160
ROLES = ("ingest", "process", "web")
MOST_MESSAGES = 300
HELD = """
SELECT count(*) FROM log_record JOIN log_partition ON id = partition_id WHERE topic = 'hub.discharge.v1'
"""


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount memory of a fixed size on a folder."""
    folder.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=755", "tmpfs", str(folder)], check=True, timeout=10
    )
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False, timeout=10)


def fill(folder: Path) -> Path:
    """Take every byte that is left."""
    file = folder / "filler"
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while filler.write(bytes(4096)):
            pass
    return file


def admission(place: int) -> bytes:
    """Give the admission of one of many people."""
    return message(person(place), "A01", f"FULL-{place}", hours=0, segments=[stay(f"SPFULL{place}", "W7")])


def ask(hub: RunningHub, raw: bytes) -> str:
    """Send one message and give the code of its answer; every message gets one."""
    with Mllp(hub.mllp, seconds=30) as line:
        return code_of(line.ask(raw))


def question(hub: RunningHub, text: str) -> int:
    """Ask the hub's own database for one number."""
    dsn = f"host={hub.data}/postgres/socket port=5432 user=postgres dbname=postgres"
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(text.encode()).fetchone()
    assert row is not None
    return int(row[0])


def until_refused(hub: RunningHub) -> int:
    """Send people until one is not taken any more; give that one's place."""
    for place in range(1, MOST_MESSAGES):
        code = ask(hub, admission(place))
        if code == "AE":
            return place
        assert code == "AA", code
    raise AssertionError("the disk never was full")


def end_of_the_database(hub: RunningHub) -> None:
    """Ask for the checkpoint that comes every quarter of an hour: it does not fit, and the server falls.

    As often as not it gets up again by itself, to connections that it cannot serve; then it is killed.
    """
    with suppress(psycopg.Error):
        dsn = f"host={hub.data}/postgres/socket port=5432 user=postgres dbname=postgres"
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
    time.sleep(1)
    pid = hub.database_pid()
    if pid is not None:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)  # as the first process of a system does with what nobody else looks after
    eventually(lambda: "database_ended" in hub.log(), 20)


def check(hub: RunningHub) -> None:
    """Fill, send, see AE and nothing half-done, free, send again, see AA and one event of each message."""
    pids = [hub.pid(role) for role in ROLES]
    assert ask(hub, admission(0)) == "AA"
    eventually(lambda: question(hub, "SELECT count(*) FROM history") == 1)
    filler = fill(hub.data)
    refused = until_refused(hub)
    assert question(hub, HELD) in {refused, refused + 1}, (
        "what was acknowledged is there; the other whole or not at all"
    )
    end_of_the_database(hub)
    assert ask(hub, admission(refused)) == "AE"
    filler.unlink()
    eventually(partial(taken, hub, admission(refused)), 30)
    assert ask(hub, admission(refused)) == "AA", "a repeat is answered as the first was"
    for place in range(refused + 1):
        assert ask(hub, admission(place)) == "AA"
    subjects = refused + 1
    eventually(lambda: question(hub, "SELECT count(DISTINCT subject) FROM history") == subjects, 20)
    assert question(hub, "SELECT count(*) FROM history") == subjects, "each message is one event, and no more"
    assert [hub.pid(role) for role in ROLES] == pids, "a role had to be started again"


def taken(hub: RunningHub, raw: bytes) -> bool:
    """Say whether a message is taken now."""
    return ask(hub, raw) == "AA"


def main() -> None:
    """Run it all on a disk of its own."""
    hub = RunningHub()
    try:
        with small_disk(hub.data):
            hub.start()
            check(hub)
            assert hub.stop() == 0
    except BaseException:
        sys.stdout.write(hub.log()[-6000:])
        raise
    finally:
        hub.remove()


if __name__ == "__main__":
    main()
