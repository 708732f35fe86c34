"""What others are told of stays and six weeks so that they can be counted, as facts."""

import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from hub.domain.answering import Term
from hub.domain.area_days import Known
from hub.domain.coordination_state import Outcome
from hub.domain.episodes import Episode
from hub.domain.figures_bodies import EPISODE_FIGURES, STAY_FIGURES, StayFigures
from hub.domain.figures_told import episode_figures, stay_figures
from hub.domain.homes import AreaLookup
from hub.domain.ids import named
from hub.domain.joint_state import JointState
from hub.domain.steps import Fact

_JSON: Final = msgspec.json.Encoder().encode
_NAMESPACE: Final = uuid.UUID("c0a5b0de-24e1-5f0e-8a0f-6a3b3f6b7d10").bytes


def counted_stays(state: JointState, lookup: AreaLookup, known: Known | None) -> list[tuple[str, StayFigures]]:
    """Return each stay that counts, by its name; `known` is who is responsible on some day, where that is known."""
    found = []
    for index, spell in enumerate(state.spells):
        body = stay_figures(state, index, lookup, known)
        if body is not None:
            called = spell.trust, spell.number
            again = sum((other.trust, other.number) == called for other in state.spells[:index]) if index else 0
            found.append((_stay_name(*called, again), body))
    return found


def stay_facts(stays: Sequence[tuple[str, StayFigures]]) -> list[Fact]:
    """Return a fact for each stay that counts."""
    return [Fact(STAY_FIGURES, name, _JSON(body).decode()) for name, body in stays]


@lru_cache(maxsize=1 << 13)
def _stay_name(trust: str, number: str, again: int) -> str:
    """Name a stay, so that no visit number is told; `again` counts the stays before it under the same number."""
    return named(_NAMESPACE, f"{trust}/{number}/{again}")


def episode_fact(
    state: JointState, episode: Episode, name: str, terms: Sequence[Term], outcome: Outcome | None = None
) -> Fact:
    """Return the fact of one episode; `name` is its id, `terms` say who answers for it on which days."""
    return Fact(EPISODE_FIGURES, name, _JSON(episode_figures(state, episode, terms, outcome)).decode())
