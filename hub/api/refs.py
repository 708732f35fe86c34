"""References to people and cursors, as they look outside."""

import base64
import binascii
import uuid

from hub.api.problems import Problem, error


def ref_of(subject: bytes) -> str:
    """Return a subject as a UUID."""
    return str(uuid.UUID(bytes=subject))


def cursor_text(cursor: bytes | None) -> str | None:
    """Return a cursor that fits a URL."""
    return None if cursor is None else base64.urlsafe_b64encode(cursor).decode().rstrip("=")


def cursor_bytes(text: str | None) -> bytes | None:
    """Read a cursor back; raises `Problem` 422 when it is not one."""
    if not text:
        return None
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        wrong = error("query.after", "cursor", "This is not a cursor that the hub gave out.")
        raise Problem(422, "invalid", "Some of what was sent cannot be taken as it is.", [wrong]) from None
