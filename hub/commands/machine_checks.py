"""What the doctor looks at without opening the hub: disk, schemas, key files, doors."""

import asyncio
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from hub.adapters.free_space import free_space
from hub.codec import compatibility
from hub.settings import Settings, Tls

_ENOUGH_DISK: Final = 1_000_000_000
_OK, _FAILS, _LOOK = "ok", "fails", "look"


class Check(NamedTuple):
    """One part: what was seen, and what to do.

    `state` is `ok`, `look` (nothing is broken, somebody should look) or `fails`; `away` says that a part which fails
    does not answer at all.
    """

    part: str
    state: str
    seen: str
    do: str = ""
    away: bool = False


def well(part: str, seen: str) -> Check:
    """A part that is as it should be."""
    return Check(part, _OK, seen)


def look(part: str, seen: str, do: str) -> Check:
    """A part that works and that somebody should look at."""
    return Check(part, _LOOK, seen, do)


def fails(part: str, seen: str, do: str, *, away: bool = False) -> Check:
    """A part that does not do its work."""
    return Check(part, _FAILS, seen, do, away)


def disk(chosen: Settings) -> Check:
    """Look for room where the data folder is."""
    free = free_space(chosen.data)
    seen = f"{free // 1_000_000:,} MB free"
    return (
        well("disk", seen) if free > _ENOUGH_DISK else fails("disk", seen, "free some space: below it nothing is taken")
    )


def schemas() -> Check:
    """Look whether every released schema reads every other."""
    problems = compatibility.check()
    if problems:
        return fails("schemas", f"{len(problems)} problems", "run `hub schemas check`")
    return well("schemas", "every released version reads every other")


def keys(chosen: Settings, role: str | None = None) -> list[Check]:
    """Look whether others than its owner can read a file that holds a key; of all roles, or of one that runs alone."""
    found = [(file, problem) for file in _key_files(chosen, role) if (problem := _problem(file)) is not None]
    if not found:
        return [well("keys", "no file with a key can be read by others")]
    return [fails("keys", f"{file} {problem}", do) for file, (problem, do) in found]


def _key_files(chosen: Settings, role: str | None) -> Iterator[Path]:
    desk = chosen.data / "keys"
    yield from (file for file in (desk / "master.key", desk / "issuer.key") if file.exists())
    named = [chosen.master_key_file, chosen.kafka_security.key]
    tls: list[Tls | None] = []
    if role in {None, "web"}:
        named.append(chosen.token_key_file)
        tls.append(chosen.http_tls)
    if role in {None, "ingest"}:
        tls += [chosen.mllp_tls, *(feed.tls for feed in chosen.feeds.values())]
    yield from sorted({file for file in (*named, *(one.key for one in tls if one)) if file is not None})


def _problem(file: Path) -> tuple[str, str] | None:
    try:
        if not file.stat().st_mode & _others(file) or b"PUBLIC KEY" in file.read_bytes():
            return None
    except OSError as error:
        return f"cannot be read: {error.strerror}", "put the file there, or change the setting that names it"
    return "can be read by others than its owner", f"chmod 600 {file}"


def _others(file: Path) -> int:
    """Which rights are others': a file of somebody else's that our group may read was handed to us in that way."""
    held = file.stat()
    handed = held.st_uid != os.geteuid() and held.st_gid == os.getegid()
    return stat.S_IRWXO if handed else stat.S_IRWXG | stat.S_IRWXO


async def doors(chosen: Settings, role: str | None = None) -> list[Check]:
    """Look whether something listens wherever the settings say, for all roles or for one that runs alone."""
    ports = [("web", chosen.http_host, chosen.http_port)] if role in {None, "web"} else []
    if role in {None, "ingest"}:
        feeds = chosen.all_feeds().items()
        ports += [(name, feed.host, feed.port) for name, feed in feeds if feed.port is not None]
    return await asyncio.gather(*(_port(*door) for door in ports))


async def _port(name: str, host: str, port: int) -> Check:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 2)
    except (OSError, TimeoutError):
        return fails(name, f"nothing listens on {host}:{port}", "start it with `hub up`", away=True)
    writer.close()
    return well(name, f"listens on {host}:{port}")
