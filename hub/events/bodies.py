"""The body of each event type by its name, for whoever makes events and has no business with topics."""

from collections.abc import Mapping
from typing import Final

import msgspec

from hub.events.catalogue import ENTRIES

BODIES: Final[Mapping[str, type[msgspec.Struct]]] = {entry.name: entry.body for entry in ENTRIES}
