"""The carers processor: the record that is a carer's own.  It tells counts alone, and nothing to any sender."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.carer_links import is_hidden
from hub.domain.carer_notices import counted
from hub.domain.carer_record import CarerRules, CarerState
from hub.domain.carers import fold
from hub.domain.carers_counted import breaks_told, carer_figures
from hub.domain.figures_of_early_help import CARER_FIGURES
from hub.domain.homes import AreaLookup, NoAreas
from hub.domain.lawful_bases import STATUTORY_DUTY
from hub.domain.short_breaks import SHORT_BREAK_FIGURES
from hub.domain.steps import Fact, Step
from hub.events.catalogue import ASSESSMENT, CARE_RECORD, DISCHARGE, IDENTITY, REFERRAL
from hub.ports.processor import NOTHING, Outline, Processor
from hub.processors.carers_page import CarerPage, is_held, link_key
from hub.processors.narrowing import SEES_ALL, Given, Narrowing, narrowing

_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(CarerState).decode
_JSON: Final = msgspec.json.Encoder().encode
_INITIAL: Final = CarerState()


class CarersProcessor(Processor[CarerState]):
    """Folds what is told of carers themselves.

    `areas` is effective-dated reference data, `rules` policy by date.  With `withholds` no view says where the carer
    lives.
    """

    name = "carers"
    version = 6
    topics = frozenset({REFERRAL, ASSESSMENT, CARE_RECORD, IDENTITY, DISCHARGE})
    """Stays are read for what hospitals state of the person beside them: life, and hidden whereabouts."""

    def __init__(
        self,
        areas: AreaLookup | None = None,
        rules: CarerRules | None = None,
        narrow: Narrowing = SEES_ALL,
        *,
        withholds: bool = False,
    ) -> None:
        self._areas = areas or NoAreas()
        self._rules = rules or CarerRules()
        self._narrow, self._withholds = narrow, withholds

    def initial(self) -> CarerState:
        """Give the state of somebody who is no carer that anybody knows of."""
        return _INITIAL

    def evolve(self, state: CarerState, step: Step) -> CarerState:
        """One step, in canonical order."""
        return fold(state, step, self._rules)

    def outline(self, state: CarerState, today: date) -> Outline:
        """Codes and days for the count, which change by themselves only when the statutory duty begins.

        Carers are on no list of their own.  Of somebody who is forgotten what was told until then stays for the count.
        """
        if not state.notices and not state.breaks:
            return NOTHING
        facts = {
            Fact(SHORT_BREAK_FIGURES, key, _JSON(told).decode())
            for key, told in breaks_told(state, self._rules.breaks, self._areas)
        }
        known = state if state.forgotten else counted(state, self._rules, today)
        figures = carer_figures(known, self._areas)
        if figures is not None:
            facts.add(Fact(CARER_FIGURES, "carer", _JSON(figures).decode()))
        wakes = min(self._rules.duty.switches(today), default=None) if _waits(known) else None
        return Outline(frozenset(facts), wakes) if facts or wakes else NOTHING

    def view(self, state: CarerState, on: date) -> Mapping[str, Any]:
        """The carer's own record under `carer`; none of somebody who is no carer."""
        return self._page(state, on).view()

    def reasons(self, state: CarerState, on: date) -> Mapping[str, tuple[int, str]]:
        """For each path of the view: the ordinal that decided and the label of the rule."""
        built = self._page(state, on)
        built.view()
        return built.page.reasons

    def withholding(self) -> "CarersProcessor":
        """Give one that views nothing that says where the carer lives."""
        return CarersProcessor(self._areas, self._rules, self._narrow, withholds=True)

    def narrowed(self, now: CarerState, today: date, council: str | None) -> "CarersProcessor":
        """Give one that shows nothing more of a notice that is held today, and to a council those given to it.

        Nor does it show of a link that is ended or hidden today who the other side was.
        """
        given = [Given(one.ids, is_held(now, one, self._rules, today), one.council) for one in now.notices]
        given += [Given((link_key(one),), is_hidden(now, one, today), None) for one in now.links]
        return CarersProcessor(self._areas, self._rules, narrowing(given, council), withholds=self._withholds)

    def _page(self, state: CarerState, on: date) -> CarerPage:
        return CarerPage(state, self._rules, on, self._narrow, withholds=self._withholds)

    def encode(self, state: CarerState) -> bytes:
        """Canonical bytes."""
        return _ENCODE(state)

    def decode(self, value: bytes) -> CarerState:
        """Read what `encode` wrote."""
        return _DECODE(value)


def _waits(state: CarerState) -> bool:
    """Say whether a notice waits for the statutory duty to begin."""
    waiting = any(one.basis == STATUTORY_DUTY and one.based_by is None for one in state.notices)
    return waiting and not state.forgotten
