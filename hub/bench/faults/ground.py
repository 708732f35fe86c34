"""What plugs are pulled on: a broker, a database and the hub's own processes."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from hub.adapters.embedded_postgres import EmbeddedPostgres
from hub.bench.faults.disk import Disk, disk_on
from hub.bench.faults.kept_hub import KeptHub
from hub.bench.faults.line import Line
from hub.bench.faults.stepped_clock import Clocks
from hub.bench.grounds import HOST, folder, free_ports, kafka_in, kafka_local, pid_in

_SETTLED_S: Final = 0.5
_STARTS: Final = 3


class Cast(NamedTuple):
    """Who plays: the database, the broker's port, the roles of the hub and its workers; the disk, if there is one."""

    database: EmbeddedPostgres
    port: int
    roles: tuple[str, ...]
    workers: int
    disk: Disk | None


class Ground:
    """Servers and workers that can be killed, frozen and started again."""

    def __init__(self, made: Path, cast: Cast) -> None:
        self._made, self._port, self._database, self.disk = made, cast.port, cast.database, cast.disk
        self.database_ended = 0
        """How often a full disk ended the database."""
        self.line = Line(made / "line", self._database.socket_file)
        self.clocks = Clocks(made / "clocks", cast.workers)
        self.settings = {
            "HUB_DATA": str(made / "data"),
            "HUB_KAFKA": f"{HOST}:{cast.port}",
            "HUB_DATABASE_URL": self._database.reached_by(made / "line"),
        }
        """What the workers are told."""
        environment = self.settings | self.clocks.environment
        self.hub = KeptHub(made / "hub.out", environment, cast.roles, cast.workers)

    @property
    def database_dsn(self) -> str:
        """Where the database is reached past the line."""
        return self._database.dsn

    @property
    def broker(self) -> int:
        """The broker's process id."""
        return pid_in(self._made / "kafka" / "kafka.pid")

    async def restart_broker(self) -> None:
        """Start the broker where it was."""
        await asyncio.to_thread(kafka_local, "start", self._made, "--port", str(self._port))

    async def crash_database(self) -> None:
        """End every process of the database at once, and start it again over what reached the disk."""
        pid = pid_in(self._made / "postgres" / "data" / "postmaster.pid")
        os.kill(pid, signal.SIGQUIT)
        while _alive(pid):  # noqa: ASYNC110 - another's process
            await asyncio.sleep(0.05)
        await asyncio.to_thread(self._database.start)

    async def revive_database(self) -> None:
        """Start the database where it ended, also when it is only just about to end."""
        self.database_ended += not self._database.serves()
        for _ in range(_STARTS):
            await asyncio.to_thread(self._database.start)
            await asyncio.sleep(_SETTLED_S)


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@contextmanager
def ground(lanes: int, workers: int, roles: tuple[str, ...]) -> Iterator[Ground]:
    """Lend servers that are up and empty; nothing of them is left behind.  Raises `Unavailable`."""
    with folder() as made, disk_on(made / "postgres") as disk:
        port, database = free_ports(2), EmbeddedPostgres(made / "postgres")
        for name in ("line", "data"):
            (made / name).mkdir()
        database.start()
        try:
            kafka_in(made, port, lanes)
            yield Ground(made, Cast(database, port, roles, workers, disk))
        finally:
            kafka_local("stop", made)
            database.stop()


@asynccontextmanager
async def hub_on(place: Ground) -> AsyncIterator[None]:
    """Run the line to the database and the workers."""
    await place.line.start()
    try:
        place.hub.start()
        yield
    finally:
        await place.hub.stop()
        await place.line.stop()
