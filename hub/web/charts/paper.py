"""The sizes that a chart is drawn in, so that its letters are readable on a desk and on a telephone."""

from typing import Final, NamedTuple


class Paper(NamedTuple):
    """How large a drawing is and what it has room for."""

    name: str
    width: int
    height: int
    left: int
    right: int
    ticks_x: int
    ticks_y: int
    mark: float = 1.0
    """How large its marks are."""


WIDE: Final = Paper("wide", 760, 320, 44, 112, 7, 5)
MIDDLE: Final = Paper("middle", 540, 290, 44, 112, 5, 5)
NARROW: Final = Paper("narrow", 280, 220, 36, 10, 3, 4, mark=0.7)
SPARK: Final = Paper("spark", 120, 44, 3, 5, 0, 2)
