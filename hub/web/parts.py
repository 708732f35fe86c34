"""What the pages need beside the API."""

from collections.abc import Callable
from typing import NamedTuple

from hub.api.parts import ApiParts
from hub.api.tokens import LocalIssuer
from hub.ports.store import SubjectRef
from hub.web.looked import Looking
from hub.web.words import Names


class WebParts(NamedTuple):
    """The API's parts, the desk's issuer (none in live mode), and names of organisations by kind and code.

    Without `looking` no page says what changed since somebody looked.
    """

    api: ApiParts
    issuer: LocalIssuer | None
    names: Names
    looking: Looking | None = None
    waits_since: Callable[[SubjectRef | None], int | None] = lambda _: None
    """Since when messages about somebody, or about anybody, wait to be worked in (milliseconds); none: they do not."""
