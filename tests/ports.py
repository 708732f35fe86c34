"""Ports for servers that tests start."""

import secrets
import socket

_FIRST, _LAST = 12_000, 32_000
"""Below the ports that the system hands out to clients: none of those takes one before its server is up."""


def free_port(count: int = 1) -> int:
    """Find a port that nothing listens on, nor on those after it that belong to the same server."""
    while True:
        first = _FIRST + secrets.randbelow(_LAST - _FIRST)  # tests seed `random`: each would begin at the same port
        if all(_free(first + more) for more in range(count)):
            return first


def _free(port: int) -> bool:
    with socket.socket() as one:
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
