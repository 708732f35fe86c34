"""Which fault comes next: how often each kind comes in a hundred, and which cannot come here."""

import random
from collections.abc import Collection, Mapping
from typing import Final

from hub.bench.faults import kinds
from hub.bench.faults.kinds import Fault
from hub.errors import Unavailable

WEIGHTS: Final[dict[Fault, int]] = {
    kinds.kill_worker: 24,
    kinds.deliver_again: 12,
    kinds.cut_line: 12,
    kinds.crash_database: 10,
    kinds.fill_disk: 7,
    kinds.stall_line: 6,
    kinds.two_workers_on_a_lane: 6,
    kinds.kill_broker: 5,
    kinds.freeze_broker: 5,
    kinds.freeze_worker: 4,
    kinds.step_clock: 4,
    kinds.kill_supervisor: 3,
    kinds.kill_dashboards: 2,
}
KINDS: Final[Mapping[str, Fault]] = {fault.__name__: fault for fault in WEIGHTS}


class Choice:
    """The kinds that may come; `wanted` names those that are asked for, or none for all.

    Raises `Unavailable` when one that is asked for by name cannot come, with the reason.
    """

    def __init__(self, wanted: Collection[str], *, has_disk: bool, has_dashboards: bool) -> None:
        cannot = {}
        if not has_disk:
            cannot["fill_disk"] = "only root may mount the disk that is filled, where mounting is allowed"
        if not has_dashboards:
            cannot["kill_dashboards"] = "the dashboards role does not run: ask for it with --dashboards"
        for name in wanted:
            if name in cannot:
                raise Unavailable(f"{name}: {cannot[name]}")
        self._weights = {
            fault: weight for fault, weight in WEIGHTS.items() if fault.__name__ in (wanted or KINDS.keys() - cannot)
        }
        self.left_out: Mapping[str, str] = {} if wanted else cannot
        """The kinds that nobody declined and that cannot come all the same, each with the reason."""

    def next(self, chance: random.Random) -> Fault:
        """Choose the next fault."""
        return chance.choices(list(self._weights), list(self._weights.values()))[0]
