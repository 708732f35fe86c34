"""The appeals processor: appeals against decisions, and their clocks.  It never touches the decision itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.appeal_clocks import AppealPolicy, clocks, running
from hub.domain.appeals import Appeal, AppealsState, course, fold, until
from hub.domain.council_area import areas_of_council
from hub.domain.homes import AreaLookup, NoAreas
from hub.domain.six_weeks import plus
from hub.domain.steps import Fact, Step
from hub.domain.steps_of_appeals import is_of_board
from hub.events.appeals import AppealLodged
from hub.events.catalogue import ASSESSMENT, DISCHARGE, IDENTITY
from hub.ports.processor import NOTHING, Outline, Processor
from hub.processors.appeals_facts import Told, figures_fact, key_of, overdue_facts
from hub.processors.appeals_page import appeals_page
from hub.processors.page import Page

_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(AppealsState).decode
_INITIAL: Final = AppealsState()


class AppealsProcessor(Processor[AppealsState]):
    """Folds appeals; alerts and figures follow from them.

    `areas` is effective-dated reference data, `policy` the clocks by date.  With `withholds` no view names a council.
    """

    name = "appeals"
    version = 5
    topics = frozenset({ASSESSMENT, IDENTITY, DISCHARGE})

    def __init__(
        self, areas: AreaLookup | None = None, policy: AppealPolicy | None = None, *, withholds: bool = False
    ) -> None:
        self._areas = areas or NoAreas()
        self._policy = policy or AppealPolicy()
        self._withholds = withholds

    def initial(self) -> AppealsState:
        """Give the state of somebody who never appealed."""
        return _INITIAL

    def evolve(self, state: AppealsState, step: Step) -> AppealsState:
        """One step, in canonical order."""
        return fold(state, step)

    def outline(self, state: AppealsState, today: date) -> Outline:
        """Figures of every appeal, an alert for each clock that ran out, and the next day on which one does.

        Of somebody who is forgotten what was told until then stays for the count, and no alert.
        """
        facts: list[Fact] = []
        ahead: list[date] = []
        for appeal in state.appeals:
            if appeal.lodged is not None:
                told = self._told(state, appeal, appeal.lodged.value)
                if not is_of_board(told.lodged):  # the joint processor, which knows the board, has it counted
                    areas = areas_of_council(self._areas, told.council, told.lodged.lodged_on)
                    facts.append(figures_fact(told, areas))
                if not state.forgotten:
                    facts += overdue_facts(told, self._areas, today)
                    ahead += [day for last in running(told.course, told.due).values() if (day := plus(last, 1)) > today]
        return Outline(frozenset(facts), min(ahead, default=None)) if facts or ahead else NOTHING

    def _told(self, state: AppealsState, appeal: Appeal, lodged: AppealLodged) -> Told:
        council = None if state.hiding else lodged.council
        return Told(key_of(appeal), lodged, course(appeal), clocks(lodged.lodged_on, self._policy), council)

    def as_of(self, whole: AppealsState, then: AppealsState, on: date) -> AppealsState:
        """Give the appeals as they were on a day: each step has a day of its own."""
        del then
        return until(whole, on)

    def view(self, state: AppealsState, on: date) -> Mapping[str, Any]:
        """Every appeal: `appeals`, each with its days, what is due and what is overdue."""
        return self._page(state, on, Page())

    def reasons(self, state: AppealsState, on: date) -> Mapping[str, tuple[int, str]]:
        """For each path of the view: the ordinal that decided and the label of the rule."""
        page = Page()
        self._page(state, on, page)
        return page.reasons

    def withholding(self) -> "AppealsProcessor":
        """Give one that names no council: it is that of the home."""
        return AppealsProcessor(self._areas, self._policy, withholds=True)

    def _page(self, state: AppealsState, on: date, page: Page) -> dict[str, Any]:
        return appeals_page(state, self._policy, on, page, hidden=self._withholds or bool(state.hiding))

    def encode(self, state: AppealsState) -> bytes:
        """Canonical bytes."""
        return _ENCODE(state)

    def decode(self, value: bytes) -> AppealsState:
        """Read what `encode` wrote."""
        return _DECODE(value)
