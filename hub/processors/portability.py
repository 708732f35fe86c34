"""The portability processor: moves between councils, the interim duty on the day of the move, and alerts."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.days import day_of, end_of
from hub.domain.duty_by_day import courses
from hub.domain.homes import AreaLookup, NoAreas
from hub.domain.moves_of_person import died_on, left_by_move, moves_of
from hub.domain.portability import fold
from hub.domain.portability_documents import NoKeys, Seals
from hub.domain.portability_policy import MovePolicy
from hub.domain.portability_state import PortabilityState
from hub.domain.steps import Step
from hub.events.catalogue import ASSESSMENT, DISCHARGE, IDENTITY
from hub.ports.processor import NOTHING, Outline, Processor
from hub.processors.page import Page
from hub.processors.portability_facts import days_of, facts_of, figures_fact
from hub.processors.portability_page import Sheet, move_json

_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(PortabilityState).decode
_INITIAL: Final = PortabilityState()


class PortabilityProcessor(Processor[PortabilityState]):
    """Folds what is told of moves; duties, gaps and alerts follow from it.

    `policy` and `areas` are effective-dated data, `seals` know the councils' public keys.  With `withholds` no view
    names a council.
    Discharges are read for the deaths, the hiding and the homes that their messages state.
    """

    name = "portability"
    version = 4
    topics = frozenset({ASSESSMENT, DISCHARGE, IDENTITY})

    def __init__(
        self,
        policy: MovePolicy | None = None,
        seals: Seals | None = None,
        areas: AreaLookup | None = None,
        *,
        withholds: bool = False,
    ) -> None:
        self._areas = areas or NoAreas()
        self._policy = policy or MovePolicy()
        self._seals = seals or NoKeys()
        self._withholds = withholds

    def initial(self) -> PortabilityState:
        """Give the state of somebody who never moved."""
        return _INITIAL

    def evolve(self, state: PortabilityState, step: Step) -> PortabilityState:
        """One step, in canonical order."""
        return fold(state, step)

    def outline(self, state: PortabilityState, today: date) -> Outline:
        """Figures, duties that began, alerts that stand, and the next day on which that changes; no board lists a move.

        Of somebody who is forgotten what was told until then stays for the count, and nothing is looked at again.
        """
        if not state.moves:
            return NOTHING
        forgotten, died = state.forgotten, died_on(state)
        until = today if forgotten is None else min(today, day_of(forgotten.value.at))
        found = courses(moves_of(state), self._policy, died)
        told = [fact for course in found for fact in facts_of(state, course, self._policy, until)]
        hidden = bool(state.hiding)
        figures = [figures_fact(course, self._areas, died, hidden=hidden) for course in found]
        facts = frozenset([*told, *(fact for fact in figures if fact is not None)])
        if forgotten is not None:
            return Outline(facts)
        later = [day for course in found for day in days_of(state, course, self._policy) if day > today]
        return Outline(facts, min(later, default=None))

    def as_of(self, whole: PortabilityState, then: PortabilityState, on: date) -> PortabilityState:
        """Give the moves as told by a day; a death that was told later ended every duty on its own day."""
        if whole is then:
            return then
        died = tuple(death for death in whole.deaths if death.at.at <= end_of(on))
        return msgspec.structs.replace(then, deaths=died)

    def view(self, state: PortabilityState, on: date) -> Mapping[str, Any]:
        """Every move: `moves`, each with its state, documents, duty by day and gap days on a day."""
        return self._page(state, on, Page())

    def reasons(self, state: PortabilityState, on: date) -> Mapping[str, tuple[int, str]]:
        """For each path of the view: the ordinal that decided and the label of the rule."""
        page = Page()
        self._page(state, on, page)
        return page.reasons

    def withholding(self) -> "PortabilityProcessor":
        """Give one that names no council: it would say where the person lives."""
        return PortabilityProcessor(self._policy, self._seals, self._areas, withholds=True)

    def _page(self, state: PortabilityState, on: date, page: Page) -> dict[str, Any]:
        if state.forgotten is not None:
            return {"moves": []}
        hidden = self._withholds or bool(state.hiding)
        found = courses(moves_of(state), self._policy, died_on(state))
        left = left_by_move(state)
        sheet = Sheet(state, self._policy, self._seals, on, died_on(state), hidden, page, left)
        return {"moves": [move_json(sheet, course, f"moves.{at}") for at, course in enumerate(found)]}

    def encode(self, state: PortabilityState) -> bytes:
        """Canonical bytes."""
        return _ENCODE(state)

    def decode(self, value: bytes) -> PortabilityState:
        """Read what `encode` wrote."""
        return _DECODE(value)
