"""The board in groups: by the step that waits, or by who holds it, each by the day on which it is due."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import COUNTED_AT_MOST
from hub.ports.missing import Missing
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
        """How many people, as it is written."""
        return number_of(self.number)

    @property
    def goes_on(self) -> bool:
        """Whether there are more people than are shown."""
        return self.number > len(self.page.rows)


def number_of(people: int) -> str:
    """Return a number of people for whom something waits, as it is written: a thousand of them are counted."""
    return f"{people:,}{'+' if people >= COUNTED_AT_MOST else ''}"


async def groups(reading: Reading, ask: BoardFilter, by: Literal["step", "holder"], missing: Missing) -> list[Group]:
    """Return the groups that have anybody in them, steps by name and holders in a fixed order.

    Whoever waits for several things is in each of their groups, and in each only once.
    """
    counted, found = await reading.steps(ask, missing), list[Group]()
    codes = _codes(sorted(counted.steps, key=words), ask.step) if by == "step" else _codes(HOLDERS, ask.holder)
    for code in codes:
        mine = replace(ask, after=None, limit=_SHOWN, **{by: code})
        number = counted.of(mine.step, mine.holder)
        if number:
            found.append(Group(by, code, number, await reading.board(mine, counted=False, missing=missing)))
    return found


def _codes(every: Sequence[str], asked: str | None) -> Sequence[str]:
    return every if asked is None else (asked,)
