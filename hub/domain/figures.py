"""From the body of one fact to what it counts in the dashboards of every integrated care system."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from hub.domain.figures_bodies import EPISODE_FIGURES, STAY_FIGURES, EpisodeFigures, StayFigures
from hub.domain.figures_cells import Addend
from hub.domain.figures_of_appeals import APPEAL_FIGURES, AppealFigures, of_appeal_figures
from hub.domain.figures_of_early_help import (
    CARER_FIGURES,
    EARLY_HELP_FIGURES,
    CarerFigures,
    EarlyHelpFigures,
    of_carer,
    of_early_help,
)
from hub.domain.figures_of_episodes import of_episode
from hub.domain.figures_of_moves import MOVE_FIGURES, MoveFigures, of_move
from hub.domain.figures_of_notices import NOTICE_FIGURES, NoticeFigures, of_notice_figures
from hub.domain.figures_of_stays import of_stay
from hub.domain.figures_of_support import FUNDING_ALLOCATED, Allocation
from hub.domain.short_breaks import SHORT_BREAK_FIGURES, ShortBreakFigures, of_short_break
from hub.errors import Rejected

_STAY: Final = msgspec.json.Decoder(StayFigures).decode
_EPISODE: Final = msgspec.json.Decoder(EpisodeFigures).decode
_NOTICE: Final = msgspec.json.Decoder(NoticeFigures).decode
_APPEAL: Final = msgspec.json.Decoder(AppealFigures).decode
_EARLY_HELP: Final = msgspec.json.Decoder(EarlyHelpFigures).decode
_MOVE: Final = msgspec.json.Decoder(MoveFigures).decode
_ALLOCATION: Final = msgspec.json.Decoder(Allocation).decode
_CARER: Final = msgspec.json.Decoder(CarerFigures).decode
_SHORT_BREAK: Final = msgspec.json.Decoder(ShortBreakFigures).decode
_ADDENDS: Final[dict[str, Callable[[bytes], Sequence[Addend]]]] = {
    STAY_FIGURES: lambda body: of_stay(_STAY(body)),
    EPISODE_FIGURES: lambda body: of_episode(_EPISODE(body)),
    EARLY_HELP_FIGURES: lambda body: tuple(of_early_help(_EARLY_HELP(body))),
    CARER_FIGURES: lambda body: tuple(of_carer(_CARER(body))),
    SHORT_BREAK_FIGURES: lambda body: tuple(of_short_break(_SHORT_BREAK(body))),
    NOTICE_FIGURES: lambda body: of_notice_figures(_NOTICE(body)),
    APPEAL_FIGURES: lambda body: of_appeal_figures(_APPEAL(body)),
    MOVE_FIGURES: lambda body: tuple(of_move(_MOVE(body))),
    FUNDING_ALLOCATED: lambda body: _with_others(_ALLOCATION(body)),
}


def _with_others(read: Allocation) -> Sequence[Addend]:
    """Count nothing: it counts with others alone (`hub.domain.figures_joined`), and is read so that it can be."""
    del read
    return ()


KINDS: Final = frozenset(_ADDENDS)
"""Kinds of facts that count in figures."""


def contributions(kind: str, body: bytes) -> Sequence[Addend]:
    """Return what a body (JSON) of one of `KINDS` counts; nothing for none, which was withdrawn.

    Raises `Rejected` for a body that is none of its kind.
    """
    if not body:
        return ()
    try:
        return _ADDENDS[kind](body)
    except (msgspec.DecodeError, OverflowError):
        pass
    # Raised outside the handler: what the parser says may hold what was sent.
    raise Rejected("body.body", "no_figures", f"the body is none of {kind}")
