"""Which versions of the processors keep the states that are live: those of the release that asks, or others.

A release that meets states of an older version was put in place before `hub rebuild` had folded the log again with it.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from hub.errors import OtherVersion
from hub.ports.shadows import Shadows
from hub.ports.store import LaneStore
from hub.runtime.apply import Group
from hub.runtime.failures import each_of
from hub.runtime.folding import AnyProcessor
from hub.runtime.rows import unpack

_PLACES: Final = 16
_ROWS: Final = 64
"""Rows that are looked at, from each sixteenth of the people: few, so that it costs nothing at a start."""


class Kept(NamedTuple):
    """A processor, in which other version some of its states are kept, and in which this release folds."""

    processor: str
    kept: int
    ours: int

    def __str__(self) -> str:
        """Say it as a stopped lane does."""
        return f"{self.processor}: kept by version {self.kept} and this hub folds with version {self.ours}"


async def kept_otherwise(shadows: Shadows, group: Group, name_of: Callable[[str], str] = str) -> Sequence[Kept]:
    """Give what is kept by other versions, as a look at some people in each part of the store shows it.

    `name_of` gives the name under which a processor's states are kept: its own for what is live.
    """
    ours = {name_of(processor.name): processor.version for processor in group.processors}
    names = {name_of(processor.name): processor.name for processor in group.processors}
    found = set[Kept]()
    for place in range(_PLACES):
        page = await shadows.page(group.name, list(ours), bytes([place * 256 // _PLACES]), _ROWS)
        versions = ((row.processor, unpack(row.value).version) for row in page.rows)
        found |= {Kept(names[at], version, ours[at]) for at, version in versions if version != ours[at]}
    return sorted(found)


def older(found: Sequence[Kept]) -> list[Kept]:
    """Give those that an older release kept: the lanes of this one stop at the first message about such a person."""
    return [one for one in found if one.kept < one.ours]


async def is_ours(store: LaneStore, processors: Sequence[AnyProcessor], lane: int, cause: OtherVersion) -> bool:
    """Whether the state at which a lane stopped is of its own version by now, or newer, or not there any more."""
    ours = next((each for each in processors if each.name == cause.processor), None)
    if ours is None or not cause.subject:
        return False
    row = (await store.load(lane, [ours.name], [cause.subject])).get((ours.name, cause.subject))
    return row is None or unpack(row.value).version >= ours.version


def only_by_version(failures: BaseExceptionGroup[BaseException]) -> OtherVersion | None:
    """Give what stopped a lane when nothing did but a state of another version."""
    causes, others = failures.split(OtherVersion)
    return next(each_of(causes), None) if causes is not None and others is None else None
