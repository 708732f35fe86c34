"""Roles under one supervisor, which starts the embedded database and carries no part of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from hub.adapters.embedded_postgres import EmbeddedPostgres
from hub.commands.counts_folder import counts_folder, forget_gauges
from hub.commands.database_keeper import keep_running
from hub.commands.doorways import refuse_taken, settled
from hub.commands.one_supervisor import alone
from hub.commands.output import say
from hub.commands.readiness import wait_until_ready
from hub.commands.stopping import SUPERVISED, on_signals
from hub.commands.supervisor import Child, Supervisor
from hub.errors import HubError, Unavailable
from hub.roles import DASHBOARDS, DOORS, PROCESS
from hub.settings import Settings


def run_all(chosen: Settings, roles: Sequence[str], *, demo: bool) -> None:
    """Supervise roles, each in processes of its own, until asked to stop; raises `Unavailable`."""
    # Asked to end before the roles run, it still stops what it started.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    chosen, doorways = settled(chosen, demo=demo)
    refuse_taken(chosen, roles)
    with alone(chosen, roles), _database(chosen) as (server, dsn), counts_folder(chosen.data) as counts:
        _prepare(chosen, dsn)
        environment = {
            **os.environ,
            **doorways,
            SUPERVISED: "1",
            # For the C library: fewer arenas, and freed memory goes back sooner.
            "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2"),
            "PROMETHEUS_MULTIPROC_DIR": str(counts),
        }
        children = children_of(roles, chosen.workers, broker=chosen.kafka is not None)
        asyncio.run(_supervise(chosen, children, environment, server, demo=demo))
    say("stopped")


def children_of(roles: Sequence[str], workers: int, *, broker: bool = False) -> list[Child]:
    """Give one child for each role, and as many as there are workers for the one that folds the lanes.

    Without a broker the dashboards are counted by the processes that fold, each its own lanes: a process of its own
    would cost more memory than it is worth there.
    """
    beside = not broker and {PROCESS, DASHBOARDS} <= {*roles}
    children = []
    for role in roles:
        mine = (role, DASHBOARDS) if role == PROCESS and beside else (role,)
        if role == PROCESS and workers > 1:
            shares = [{"HUB_WORKERS": str(workers), "HUB_WORKER": str(number)} for number in range(1, workers + 1)]
            children += [Child(f"{role}-{share['HUB_WORKER']}", mine, share) for share in shares]
        elif role != DASHBOARDS or not beside:
            children.append(Child(role, mine))
    return children


def has_doors(children: Sequence[Child]) -> bool:
    """Whether the pages and the messages' doors are among the roles: else nothing comes up that a caller could reach.

    Without this, whatever else listens on the usual ports would be taken for them.
    """
    return set(DOORS) <= {role for child in children for role in child.roles}


@contextmanager
def _database(chosen: Settings) -> Iterator[tuple[EmbeddedPostgres | None, str]]:
    """Start or join the embedded database; the last of its users stops it."""
    if chosen.database_url is not None:
        yield None, chosen.database_url.get_secret_value()
        return
    server = EmbeddedPostgres(chosen.data / "postgres")
    dsn = server.start()
    try:
        yield server, dsn
    finally:
        server.stop()


def _prepare(chosen: Settings, dsn: str) -> None:
    """Make tables and keys in a process that ends again, so that the supervisor stays small."""
    process = get_context("fork").Process(target=_prepared, args=(chosen, dsn))
    process.start()
    process.join()
    if process.exitcode != 0:
        raise Unavailable("the tables and keys could not be made; see the line above")


def _prepared(chosen: Settings, dsn: str) -> None:
    from hub.adapters.migrations import migrate  # noqa: PLC0415 - loaded where it ends again
    from hub.composition import master_key  # noqa: PLC0415 - as above

    try:
        migrate(dsn)
        master_key(chosen)
    except HubError as fault:
        say(str(fault))
        sys.exit(1)


async def _supervise(
    chosen: Settings,
    children: Sequence[Child],
    environment: dict[str, str],
    server: EmbeddedPostgres | None,
    *,
    demo: bool,
) -> None:
    folder = Path(environment["PROMETHEUS_MULTIPROC_DIR"])
    supervisor = Supervisor(
        children,
        environment,
        on_start=lambda name, pid: say(f"started {name} (process {pid})"),
        on_end=lambda pid: forget_gauges(folder, pid),
    )
    on_signals(supervisor.stop)
    async with asyncio.TaskGroup() as tasks:
        beside = []
        if has_doors(children):
            beside.append(tasks.create_task(_greet(chosen, supervisor, demo=demo)))
        if server is not None:
            beside.append(tasks.create_task(keep_running(server)))
        await supervisor.run()
        for each in beside:
            each.cancel()


async def _greet(chosen: Settings, supervisor: Supervisor, *, demo: bool) -> None:
    try:
        await wait_until_ready(chosen)
    except Unavailable as away:
        say(f"not ready: {away}")
        return
    say(f"ready: board http://{chosen.http_host}:{chosen.http_port}/  MLLP {chosen.mllp_host}:{chosen.mllp_port}")
    say("Ctrl-C stops everything; what was taken stays in the data folder")
    if demo:
        await supervisor.beside("demonstration", "hub.commands.demonstration")
