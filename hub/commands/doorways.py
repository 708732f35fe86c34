"""Ports that are settled before the roles start, so that a role that is started again listens where it did."""

import errno
import json
import socket
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub.commands import demonstration_feed
from hub.errors import Unavailable
from hub.settings import Feed, Settings

_PROFILE: Final = "words_2_3"
_LAST_PORT: Final = 65_535


def settled(chosen: Settings, *, demo: bool) -> tuple[Settings, Mapping[str, str]]:
    """Give the settings with every port 0 replaced by a free one, and the variables that tell the roles.

    With `demo` there is a second hospital: a feed in the words of version 2.3, on the port after the first's.
    """
    any_port = chosen.mllp_port == 0
    changed: dict[str, Any] = {
        "http_port": chosen.http_port or _free(chosen.http_host),
        "mllp_port": chosen.mllp_port or _free(chosen.mllp_host),
    }
    feeds = {name: _with_port(feed) for name, feed in chosen.feeds.items()}
    if demo and demonstration_feed.NAME not in feeds:
        port = _free(chosen.mllp_host) if any_port else min(chosen.mllp_port + 1, _LAST_PORT)
        feeds[demonstration_feed.NAME] = Feed(
            kind="hospital_hl7v2", profile=_PROFILE, organisation="RZY", host=chosen.mllp_host, port=port
        )
    demonstration_feed.note(chosen.data, feeds[demonstration_feed.NAME] if demo else None)
    variables = {
        "HUB_HTTP_PORT": str(changed["http_port"]),
        "HUB_MLLP_PORT": str(changed["mllp_port"]),
        "HUB_FEEDS": json.dumps({name: feed.model_dump(mode="json") for name, feed in feeds.items()}),
    }
    return chosen.model_copy(update={**changed, "feeds": feeds}), variables


def refuse_taken(chosen: Settings, roles: Sequence[str]) -> None:
    """Raise `Unavailable` for a port of these roles that another program has: its answers would be taken for ours.

    Most often it is another hub.
    """
    doors = [(chosen.http_host, chosen.http_port, "HUB_HTTP_PORT")] if "web" in roles else []
    if "ingest" in roles:
        named = chosen.all_feeds().items()
        doors += [(feed.host, feed.port, f"the port of {name}") for name, feed in named if feed.port is not None]
    for host, port, setting in doors:
        try:
            with socket.create_server((host, port), family=_family(host)):
                pass
        except OSError as taken:
            if taken.errno == errno.EADDRINUSE:
                raise Unavailable(f"{host}:{port}: another program, perhaps a hub, is there; see {setting}") from None
            raise Unavailable(f"{host}:{port}: cannot be listened on; see {setting}") from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _with_port(feed: Feed) -> Feed:
    return feed.model_copy(update={"port": _free(feed.host)}) if feed.port == 0 else feed


def _free(host: str) -> int:
    with socket.socket(_family(host)) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
