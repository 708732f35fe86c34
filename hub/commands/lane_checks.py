"""What the doctor looks at in the lanes: which have stopped, and whether this release can go on with what is kept."""

from typing import Final

from hub.commands.machine_checks import Check, fails, look, well
from hub.composition import Core
from hub.domain.days import rfc3339
from hub.errors import OtherVersion
from hub.ports.lane_book import StoppedLane
from hub.ports.log import CUT
from hub.runtime.figures import DASHBOARDS
from hub.runtime.kept_versions import kept_otherwise, older

_STOPPED: Final = (
    "keep the log line lane_stopped and restart the {} role; if it stops at the same place, call the maintainers "
    "with what is named here. Do not skip the event"
)
_BRING_BACK: Final = (
    "records that were not read yet are gone from the log, or it is another hub's: stop the role ingest and follow "
    "docs/runbooks/lane-stopped.md, step 7; restarting helps nothing"
)
_FOLD_AGAIN: Final = (
    "`hub rebuild` with this release folds the log again and puts it in place (docs/upgrading.md, step 5); "
    "a lane that stopped for it goes on by itself within a minute"
)
_NEWER: Final = "finish the upgrade, or go its way back to the end (docs/upgrading.md): lanes of this release wait"


async def lanes(core: Core) -> list[Check]:
    """Name each lane that has stopped, with what to do."""
    stopped = await core.lanes.stopped()
    if not stopped:
        return [well("lanes", f"none of {core.log.lanes} has stopped")]
    return [fails(_lane(one, core.group.name), _seen(one), _what_to_do(one)) for one in stopped]


async def versions(core: Core) -> list[Check]:
    """Say whether another release keeps states: the next message about such a person stops a lane of this one."""
    found = await kept_otherwise(core.shadows, core.group)
    seen = "; ".join(map(str, found))
    if older(found):
        return [fails("versions", seen, _FOLD_AGAIN)]
    return [look("versions", seen, _NEWER)] if found else [well("versions", "states are kept by those of this release")]


def _lane(lane: StoppedLane, group: str) -> str:
    return f"lane {lane.lane}" if lane.group == group else f"lane {lane.lane} of {lane.group}"


def _what_to_do(lane: StoppedLane) -> str:
    if by_version(lane):
        return _FOLD_AGAIN
    if lane.group != DASHBOARDS and any(kind.endswith(CUT) for kind in lane.kinds):
        return _BRING_BACK
    return _STOPPED.format(DASHBOARDS if lane.group == DASHBOARDS else "process")


def by_version(lane: StoppedLane) -> bool:
    """Whether nothing but a state of another version stopped a lane."""
    return all(kind.startswith(f"{OtherVersion.__name__}: ") for kind in lane.kinds)


def _seen(lane: StoppedLane) -> str:
    places = ", ".join(f"{topic}/{lane.lane} from position {position}" for topic, position in lane.in_hand)
    return f"stopped at {rfc3339(lane.at)} by {', '.join(lane.kinds)}, with in hand: {places or 'nothing'}"
