"""The batch host: runs a group of processors over the lanes that the log assigns to this worker."""

from collections.abc import Callable
from functools import partial

from hub.ports.lane_book import LaneBook
from hub.runtime.kept_versions import is_ours
from hub.runtime.lane import Lane, LaneParts
from hub.runtime.lane_host import HostParts, LaneHost


class BatchHost(LaneHost):
    """Lanes of one group in one process."""

    def __init__(
        self,
        parts: LaneParts,
        book: LaneBook,
        on_stopped: Callable[[int], None],
        retake_after_s: float = 2.0,
        on_lost: Callable[[int], None] = lambda _: None,
    ) -> None:
        group, patience = parts.group.name, parts.patience_s
        host = HostParts(
            group, parts.log, parts.clock, book, on_stopped, retake_after_s, patience, parts.on_wait, on_lost,
            parts.on_held, partial(is_ours, parts.store, parts.group.processors), parts.look_again_s,
        )  # fmt: skip
        super().__init__(host, lambda number: Lane(parts, number))
