"""The early-help processor: people who were passed on, as cases of a council.  It tells counts alone, nothing back."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.early_help import fold
from hub.domain.early_help_case import Case, EarlyHelpRules, EarlyHelpState, counted
from hub.domain.early_help_standing import changes_of_basis, is_bare, is_held, state_on
from hub.domain.early_help_told import early_help_figures
from hub.domain.figures_of_early_help import EARLY_HELP_FIGURES
from hub.domain.homes import AreaLookup, NoAreas
from hub.domain.ids import named
from hub.domain.steps import Fact, Step
from hub.events.catalogue import DISCHARGE, IDENTITY, REFERRAL
from hub.ports.listing import Listing
from hub.ports.processor import NOTHING, Outline, Processor
from hub.processors.early_help_page import EarlyHelpPage, status_of
from hub.processors.narrowing import SEES_ALL, Given, Narrowing, narrowing

_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(EarlyHelpState).decode
_JSON: Final = msgspec.json.Encoder().encode
_INITIAL: Final = EarlyHelpState()
_NAMESPACE: Final = uuid.UUID("5b1f3f5e-6a5c-5d52-9b0a-3d6f0a6f2a41").bytes


class EarlyHelpProcessor(Processor[EarlyHelpState]):
    """Folds referrals and carers' notices, and what becomes of them, into cases.

    `areas` is effective-dated reference data, `rules` policy by date.  With `withholds` no view says where anybody
    lives.
    """

    name = "early_help"
    version = 5
    topics = frozenset({REFERRAL, IDENTITY, DISCHARGE})
    """Stays are read for what hospitals state of the person beside them: life, and hidden whereabouts."""

    def __init__(
        self,
        areas: AreaLookup | None = None,
        rules: EarlyHelpRules | None = None,
        narrow: Narrowing = SEES_ALL,
        *,
        withholds: bool = False,
    ) -> None:
        self._areas = areas or NoAreas()
        self._rules = rules or EarlyHelpRules()
        self._narrow, self._withholds = narrow, withholds

    def initial(self) -> EarlyHelpState:
        """Give the state of somebody who was never referred."""
        return _INITIAL

    def evolve(self, state: EarlyHelpState, step: Step) -> EarlyHelpState:
        """One step, in canonical order."""
        return fold(state, step, self._rules)

    def outline(self, state: EarlyHelpState, today: date) -> Outline:
        """List the newest case that is still open, else the newest; none for who was never referred or is forgotten.

        `providers` of a row are the councils of every case that is open, else that of the newest.  A case that is held
        for want of a basis is on no council's list.  What is told are codes and days for the count, of somebody who is
        forgotten what was told until then; nothing goes to a sender.
        """
        if not state.cases:
            return NOTHING
        facts = frozenset(fact for case in state.cases if (fact := self._fact(state, case, today)) is not None)
        if state.forgotten:
            return Outline(facts)
        wakes = min(changes_of_basis(state, self._rules, today), default=None)
        return Outline(facts, wakes, self._listed(state, today))

    def _listed(self, state: EarlyHelpState, today: date) -> Listing:
        held = [is_held(state, case, self._rules, today) for case in state.cases]
        shown = [case for case, hides in zip(state.cases, held, strict=True) if not hides] or state.cases
        standing = [(status_of(state_on(state, case, self._rules, today).value), case) for case in shown]
        status, newest = next((pair for pair in reversed(standing) if pair[0] == "open"), standing[-1])
        if all(held):
            return Listing(status)
        waiting = [case for word, case in standing if word == "open"] or [newest]
        councils = {case.council.value for case in waiting if case.council is not None}
        return Listing(
            status, council=None if newest.council is None else newest.council.value, providers=tuple(sorted(councils))
        )

    def _fact(self, state: EarlyHelpState, case: Case, today: date) -> Fact | None:
        known = case if state.forgotten else counted(case, self._rules, today)
        figures = early_help_figures(state, known, self._areas)
        if figures is None:
            return None
        return Fact(EARLY_HELP_FIGURES, named(_NAMESPACE, case.ids[0]), _JSON(figures).decode())

    def view(self, state: EarlyHelpState, on: date) -> Mapping[str, Any]:
        """Every case: `cases`, each with `state` (RECEIVED to DECEASED) and `status` (open, ended, died)."""
        return self._page(state, on).view()

    def reasons(self, state: EarlyHelpState, on: date) -> Mapping[str, tuple[int, str]]:
        """For each path of the view: the ordinal that decided and the label of the rule."""
        built = self._page(state, on)
        built.view()
        return built.page.reasons

    def withholding(self) -> "EarlyHelpProcessor":
        """Give one that views nothing that says where the person lives: not even the council that was given the case.

        The council's own list goes on to show the case, because the council was given it so that it can help.
        """
        return EarlyHelpProcessor(self._areas, self._rules, self._narrow, withholds=True)

    def narrowed(self, now: EarlyHelpState, today: date, council: str | None) -> "EarlyHelpProcessor":
        """Give one that shows nothing more of a case that is held today, and to a council the cases given to it."""
        given = (
            Given(
                case.ids,
                is_held(now, case, self._rules, today),
                None if case.council is None else case.council.value,
                is_bare(now, case, self._rules, today),
            )
            for case in now.cases
        )
        return EarlyHelpProcessor(self._areas, self._rules, narrowing(given, council), withholds=self._withholds)

    def _page(self, state: EarlyHelpState, on: date) -> EarlyHelpPage:
        return EarlyHelpPage(state, self._rules, on, self._narrow, withholds=self._withholds)

    def encode(self, state: EarlyHelpState) -> bytes:
        """Canonical bytes."""
        return _ENCODE(state)

    def decode(self, value: bytes) -> EarlyHelpState:
        """Read what `encode` wrote."""
        return _DECODE(value)
