"""The board in groups: by the step that waits, or by who holds it, each by the day on which it is due."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from hub.ports.board import COUNTED_AT_MOST, StepCount
from hub.ports.board_filter import BoardFilter
from hub.ports.reading import BoardPage, Reading
from hub.web.words import words

By = Literal["due", "step", "holder"]
HOLDERS: Final = ("council", "hospital", "provider", "ics")
_SHOWN: Final = 10
"""People of a group that are shown before its own page."""


class Group(NamedTuple):
    """A group: what its people have in common (`step` or `holder`, and its code), how many they are, and its first."""

    by: str
    code: str
    number: int
    page: BoardPage

    @property
    def heading(self) -> str:
        """The group in words."""
        return words(self.code)

    @property
    def text(self) -> str:
        """How many people, as it is written: of one step no more than a thousand are counted."""
        return f"{self.number:,}{'+' if self.number >= COUNTED_AT_MOST else ''}"

    @property
    def goes_on(self) -> bool:
        """Whether there are more people than are shown."""
        return self.number > len(self.page.rows)


async def groups(reading: Reading, ask: BoardFilter, by: Literal["step", "holder"]) -> list[Group]:
    """Return the groups that have anybody in them, steps by name and holders in a fixed order."""
    counted = [one for one in await reading.steps(ask) if _is_asked(one, ask)]
    found = []
    for code, number in _numbers(counted, by):
        mine = replace(ask, after=None, limit=_SHOWN, step=code) if by == "step" else _held(ask, code)
        found.append(Group(by, code, number, await reading.board(mine, counted=False)))
    return found


def _held(ask: BoardFilter, holder: str) -> BoardFilter:
    return replace(ask, after=None, limit=_SHOWN, holder=holder)


def _is_asked(one: StepCount, ask: BoardFilter) -> bool:
    return ask.step in {None, one[0]} and ask.holder in {None, one[1]}


def _numbers(counted: Iterable[StepCount], by: Literal["step", "holder"]) -> Sequence[tuple[str, int]]:
    sums = Counter[str]()
    for step, holder, number in counted:
        sums[step if by == "step" else holder or ""] += number
    if by == "holder":
        return [(holder, sums[holder]) for holder in HOLDERS if sums[holder]]
    return sorted(sums.items(), key=lambda one: words(one[0]))
