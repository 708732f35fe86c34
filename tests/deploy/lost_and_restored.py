"""A whole hub with a copy on "another disk", that can lose everything at once and be brought back as the page says."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Final

import psycopg

from hub.adapters.database_programs import programs
from hub.adapters.folder_access import database_user
from hub.events.catalogue import PEOPLE_TOPICS
from tests.deploy.files import DEPLOY
from tests.end_to_end.running_hub import RunningHub, eventually

SCRIPTS: Final = DEPLOY / "backup"
_MOVES: Final = """
SELECT (SELECT count(*) FROM outbox) + count(*)
FROM log_partition LEFT JOIN position USING (topic, number)
WHERE topic = ANY (%s) AND next_position - 1 > coalesce(position, -1)
"""
"""How much is still to be done, looked at in one moment."""


class CopiedHub:
    """A running hub on its embedded database, a follower of its log of writes, and its keys kept apart."""

    def __init__(self, hub: RunningHub, disk: Path) -> None:
        self.hub = hub
        self._disk = disk
        self._socket = hub.data / "postgres" / "socket"
        self._environment = {
            "PATH": f"{programs()}:{os.environ['PATH']}",
            "PGHOST": str(self._socket),
            "PGUSER": "postgres",
            "PGDATABASE": "postgres",
        }
        self._follower: subprocess.Popen[bytes] | None = None
        self._base = ""

    def follow(self) -> None:
        """Copy the log of writes as it is written, and let every commit wait for the copy."""
        self._follower = subprocess.Popen([SCRIPTS / "follow", self._disk], env=self._environment)
        self._sql("ALTER SYSTEM SET synchronous_standby_names = 'care_hub_copy'")
        self._sql("SELECT pg_reload_conf()")
        eventually(lambda: self._sql("SELECT sync_state FROM pg_stat_replication") == "sync")

    def take_base_backup(self) -> None:
        """Take a base backup, and put the keys somewhere else than it."""
        self._base = self._script("base", str(self._disk)).stdout.strip()
        shutil.copytree(self.hub.data / "keys", self._disk / "keys")

    def lose_everything(self) -> None:
        """End every process of hub and database at once, and remove the whole data folder."""
        up, database = self.hub._up, self.hub.database_pid()
        assert up is not None
        assert database is not None
        for pid in (up.pid, *(self.hub.pid(role) for role in ("ingest", "process", "web")), database):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        up.wait()
        self.hub._up = None
        eventually(lambda: not self._connects())
        self.stop()
        shutil.rmtree(self.hub.data)

    def restore(self) -> None:
        """Bring data and keys back and start the hub, as the page says."""
        data = self.hub.data / "postgres" / "data"
        self._script("restore", self._base, str(self._disk / "wal"), str(data))
        user = database_user()
        for path in (self._disk / "wal", data) if user is not None else ():
            subprocess.run(["chown", "-R", str(user), path], check=True)
        shutil.copytree(self._disk / "keys", self.hub.data / "keys")
        self.hub.start()

    def refused_restore(self) -> str:
        """Try to restore over the data that is there, and give what is said."""
        data = self.hub.data / "postgres" / "data"
        done = self._run("restore", self._base, str(self._disk / "wal"), str(data))
        assert done.returncode != 0
        return done.stderr

    def stop(self) -> None:
        """End the follower."""
        if self._follower is not None:
            self._follower.terminate()
            self._follower.wait(20)
            self._follower = None

    def events(self) -> int:
        """Count the events in the log."""
        return int(str(self._sql("SELECT count(*) FROM log_record")))

    def accepted(self) -> int:
        """Count what the feeds took as new."""
        return int(str(self._sql("SELECT sum(accepted) FROM feed_count")))

    def settle(self) -> None:
        """Wait until everything in the log is folded and everything that follows from it is in the log and folded."""
        eventually(lambda: self._sql(_MOVES, list(PEOPLE_TOPICS)) == 0, 60)

    def _sql(self, statement: str, *given: object) -> object:
        with psycopg.connect(host=str(self._socket), user="postgres", autocommit=True) as connection:
            answer = connection.execute(statement.encode(), given or None)
            row = answer.fetchone() if answer.description else None
        return row and row[0]

    def _connects(self) -> bool:
        try:
            self._sql("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _script(self, name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        done = self._run(name, *arguments)
        assert done.returncode == 0, done.stderr
        return done

    def _run(self, name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        line = [str(SCRIPTS / name), *arguments]
        return subprocess.run(
            line, env=self._environment, capture_output=True, text=True, check=False, timeout=60, cwd="/"
        )
