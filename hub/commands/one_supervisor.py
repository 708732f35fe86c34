"""One supervisor of the same names on a machine: members of one name put each other out of their group for ever."""

import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from hub.errors import Unavailable
from hub.roles import PROCESS
from hub.settings import Settings


@contextmanager
def alone(chosen: Settings, roles: Sequence[str]) -> Iterator[None]:
    """Hold the names of this supervisor's workers in the group; raises `Unavailable` when another has them.

    Who folds under no name of its own is a new member at each start, and clashes with nobody.
    """
    if chosen.kafka is None or PROCESS not in roles or (chosen.workers == 1 and chosen.kafka_member is None):
        yield
        return
    names = f"{chosen.kafka} {chosen.kafka_member or socket.gethostname()}"
    mark = sha256(names.encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"care-hub-{os.getuid()}-{mark}.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable(
                "another supervisor on this machine has workers of the same names in the broker's group: give this "
                "one a HUB_KAFKA_MEMBER of its own, or more --workers to that one"
            ) from None
        yield
