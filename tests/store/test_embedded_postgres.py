"""PostgreSQL in a folder of the hub: anybody's folder, any path, any death of a former run."""

import fcntl
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from hub.adapters import database_programs, folder_access
from hub.adapters.embedded_postgres import EmbeddedPostgres
from hub.errors import Unavailable

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has the server run as another user")


@pytest.fixture
def place() -> Iterator[Path]:
    """Give a closed folder: only its owner may pass, as a home folder is."""
    with tempfile.TemporaryDirectory(prefix="hub-closed-") as name:
        yield Path(name)


def running(folder: Path) -> bool:
    """Say whether a server holds a folder."""
    return (folder / "data" / "postmaster.pid").exists()


def first_process(folder: Path) -> int:
    """Give the server's first process."""
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def one(dsn: str, question: str) -> object:
    """Ask one thing."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row and row[0]


def test_what_was_written_is_there_after_a_stop(place: Path) -> None:
    """State stays in the data folder from one run of the hub to the next."""
    for expected in (1, 2):
        server = EmbeddedPostgres(place / "postgres")
        dsn = server.start()
        with psycopg.connect(dsn) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
            connection.execute("INSERT INTO kept VALUES (1)")
        assert one(dsn, "SELECT count(*) FROM kept") == expected
        server.stop()
        assert not running(place / "postgres")


def test_a_commit_waits_for_the_disk(place: Path) -> None:
    """Nothing that the hub acknowledged may be lost by a power cut."""
    server = EmbeddedPostgres(place)
    dsn = server.start()
    settings = [one(dsn, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")]
    server.stop()
    assert settings == ["on", "on", "on"]


def test_nobody_reaches_the_server_over_the_network(place: Path) -> None:
    """The server trusts whoever reaches its socket: so there is no port, and the socket's folder is closed."""
    server = EmbeddedPostgres(place)
    dsn = server.start()
    addresses = one(dsn, "SHOW listen_addresses")
    mode = stat.S_IMODE((place / "socket").stat().st_mode)
    server.stop()
    assert addresses == ""
    assert mode == stat.S_IRWXU


@pytest.mark.parametrize("name", ["a" * 120, "with space and 'quote'", "Grüße"])
def test_any_path_will_do(place: Path, name: str) -> None:
    """The limit of 107 bytes for a socket's address does not limit where data may lie."""
    folder = place / name / "postgres"
    server = EmbeddedPostgres(folder)
    dsn = server.start()
    answer = one(dsn, "SELECT 1")
    address = Path(str(conninfo_to_dict(dsn)["host"]))
    server.stop()
    assert answer == 1
    assert not running(folder)
    assert address.parent == folder or not address.exists()


@AS_ROOT
def test_a_closed_parent_is_opened_for_the_database_alone(place: Path) -> None:
    """Started by root under a home folder, the server works, and no other user gains anything."""
    server = EmbeddedPostgres(place / "postgres")
    server.start()
    server.stop()
    script = 'test -x "$1" || test -r "$1"'
    other = subprocess.run(["/bin/sh", "-c", script, "sh", place], check=False, user="nobody", cwd="/")
    listing = subprocess.run(
        ["/bin/sh", "-c", 'test -r "$1"', "sh", place], check=False, user=folder_access.DATABASE_USER, cwd="/"
    )
    assert other.returncode != 0
    assert listing.returncode != 0


@AS_ROOT
def test_a_parent_that_stays_closed_is_named_with_what_to_do(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without access lists the operator reads which folder, and the command that helps."""

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "setxattr", refuse)
    with pytest.raises(Unavailable) as told:
        EmbeddedPostgres(place / "postgres").start()
    assert f"chmod o+x {place}" in str(told.value)
    assert "HUB_DATA" in str(told.value)


@AS_ROOT
def test_programs_that_the_database_may_not_run_are_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed under a strict umask, the programs are closed to the server's user: the operator reads the remedy."""
    closed = place / "embedded_postgres" / "pginstall" / "bin"
    closed.mkdir(parents=True)
    (closed / "postgres").write_text("#!/bin/sh\n")
    (closed / "postgres").chmod(0o700)
    monkeypatch.setattr(database_programs, "programs", lambda: closed)
    with pytest.raises(Unavailable, match="chmod -R"):
        EmbeddedPostgres(place / "postgres").start()


def test_a_folder_of_somebody_else_is_refused(place: Path) -> None:
    """A socket's folder that another user put there first is not trusted."""
    (place / "elsewhere").mkdir()
    (place / "socket").symlink_to(place / "elsewhere")
    with pytest.raises(Unavailable):
        EmbeddedPostgres(place).start()


def test_a_folder_that_cannot_be_made_is_told(place: Path) -> None:
    """A data folder that is a file is the operator's to put right."""
    (place / "file").write_text("")
    with pytest.raises(Unavailable):
        EmbeddedPostgres(place / "file" / "postgres").start()


def test_data_of_another_major_version_is_refused_with_words(place: Path) -> None:
    """After an upgrade of the wheel the operator is told to dump and load, before anything is touched."""
    server = EmbeddedPostgres(place)
    server.start()
    server.stop()
    (place / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(Unavailable, match="12"):
        server.start()


def test_the_last_user_of_a_folder_stops_the_server(place: Path) -> None:
    """Two roles of the hub share one server: the first to leave does not take it from the other."""
    first, second = EmbeddedPostgres(place), EmbeddedPostgres(place)
    dsn = first.start()
    assert second.start() == dsn
    first.stop()
    first.stop()
    assert one(dsn, "SELECT 1") == 1
    second.stop()
    assert not running(place)


def test_a_server_left_by_a_killed_hub_is_taken_over_and_stopped(place: Path) -> None:
    """After kill -9 of the hub its server still runs: the next hub uses it, and stops it in the end."""
    script = (
        "import os, signal, sys; from pathlib import Path; "
        "from hub.adapters.embedded_postgres import EmbeddedPostgres; "
        "EmbeddedPostgres(Path(sys.argv[1])).start(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", script, place], check=False).returncode == -signal.SIGKILL
    before = first_process(place)
    server = EmbeddedPostgres(place)
    server.start()
    assert first_process(place) == before
    server.stop()
    assert not running(place)


def test_a_killed_server_starts_again(place: Path) -> None:
    """After kill -9 of the server its folder says that it runs: the next start finds out that it does not."""
    server = EmbeddedPostgres(place)
    dsn = server.start()
    os.kill(first_process(place), signal.SIGKILL)
    server.start()
    answer = one(dsn, "SELECT 1")
    server.stop()
    assert answer == 1
    assert not running(place)


def test_it_says_whether_a_server_is_there(place: Path) -> None:
    """Before the first start, while it runs, after a stop, and after a death that left its file behind."""
    server = EmbeddedPostgres(place)
    seen = [server.serves()]
    server.start()
    seen.append(server.serves())
    server.stop()
    seen.append(server.serves())
    server.start()
    pid = first_process(place)
    os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while server.serves() and time.monotonic() < until:
        time.sleep(0.02)
    seen.append(server.serves())
    assert running(place)
    server.start()
    server.stop()
    assert seen == [False, True, False, False]


@pytest.mark.parametrize("left", ["", "not a number\n", "2147483646\n"])
def test_a_file_of_process_ids_that_names_nobody_is_no_server(place: Path, left: str) -> None:
    """A full disk leaves it empty, a crash with a number that nobody has."""
    server = EmbeddedPostgres(place)
    server.start()
    server.stop()
    (place / "data" / "postmaster.pid").write_text(left)
    assert not server.serves()
    assert one(server.start(), "SELECT 1") == 1
    server.stop()


def test_settings_that_cannot_be_written_leave_the_old_ones(place: Path) -> None:
    """An empty file would open the database to the network; a start that changes nothing writes nothing."""
    server = EmbeddedPostgres(place)
    server.start()
    server.stop()
    settings = place / "data" / "hub.conf"
    (place / "data" / "hub.conf.new").mkdir()  # a write there fails, as on a full disk
    kept, written = settings.read_text(), settings.stat().st_mtime_ns
    server.start()
    server.stop()
    assert settings.stat().st_mtime_ns == written
    settings.write_text("port = '1'\n")
    with pytest.raises(Unavailable):
        server.start()
    assert settings.read_text() == "port = '1'\n"
    (place / "data" / "hub.conf.new").rmdir()
    server.start()
    server.stop()
    assert settings.read_text() == kept


@AS_ROOT
def test_a_process_id_that_now_belongs_to_another_program_is_no_obstacle(place: Path) -> None:
    """In a restarted container numbers come again: the stale file must not keep the server from starting."""
    server = EmbeddedPostgres(place)
    server.start()
    stale = (place / "data" / "postmaster.pid").read_text()
    server.stop()
    other = subprocess.Popen(["/bin/sleep", "60"], user=folder_access.DATABASE_USER)
    try:
        (place / "data" / "postmaster.pid").write_text(stale.replace(stale.split()[0], str(other.pid), 1))
        answer = one(server.start(), "SELECT 1")
        server.stop()
    finally:
        other.kill()
        other.wait()
    assert answer == 1


def test_a_first_start_that_was_cut_short_is_begun_again(place: Path) -> None:
    """A folder that only looks ready is not taken for data."""
    (place / "data.new").mkdir()
    (place / "data.new" / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(place)
    answer = one(server.start(), "SELECT 1")
    server.stop()
    assert answer == 1


def test_two_starters_at_once_share_one_server(place: Path) -> None:
    """The second waits while the first makes the cluster."""
    script = (
        "import sys; from pathlib import Path; from hub.adapters.embedded_postgres import EmbeddedPostgres; "
        "s = EmbeddedPostgres(Path(sys.argv[1])); print(s.start()); sys.stdout.flush(); sys.stdin.read(); s.stop()"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", script, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [process.stdout.readline() for process in both if process.stdout]
    assert len(set(told)) == 1
    assert told[0]
    for process in both:
        process.communicate(timeout=30)
    assert [process.returncode for process in both] == [0, 0]
    assert not running(place)
    with (place / "in-use").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
