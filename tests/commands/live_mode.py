"""A hub in live mode for commands that are typed in one process: its settings, keys and tokens."""

import time
from pathlib import Path

from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.tokens import LocalIssuer

KEY = b"the secret of an identity provider"


def live_settings(folder: Path, database: str) -> dict[str, str]:
    """Write the key files into a folder, and give the environment of the hub on a database."""
    (folder / "provider.key").write_bytes(KEY)
    (folder / "master.key").write_text(f"first {'0' * 64}\n")
    (folder / "master.key").chmod(0o600)
    return {
        "HUB_MODE": "live",
        "HUB_DATA": str(folder),
        "HUB_DATABASE_URL": database,
        "HUB_MASTER_KEY_FILE": str(folder / "master.key"),
        "HUB_TOKEN_KEY_FILE": str(folder / "provider.key"),
    }


def token(user: str, role: Role = Role.INTEGRATION_ENGINEER, *purposes: Purpose) -> str:
    """A token of somebody: of an engineer for audit, unless said otherwise."""
    caller = Caller(user, role, "QHL", frozenset(purposes or {Purpose.AUDIT}))
    return LocalIssuer(KEY).issue(caller, int(time.time() * 1000))
