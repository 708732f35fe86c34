"""The referrals processor: what hospitals ask of councils, their notices, withdrawals and the answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.homes import AreaLookup, NoAreas
from hub.domain.notice_findings import stays_in
from hub.domain.notice_policy import NoticePolicy, Stays
from hub.domain.notice_ties import councils_of_notices
from hub.domain.notices import ReferralsState, fold
from hub.domain.steps import Step
from hub.events.catalogue import DISCHARGE, IDENTITY, REFERRAL
from hub.ports.listing import Listing
from hub.ports.processor import NOTHING, Outline, Processor
from hub.processors.page import Page
from hub.processors.referrals_facts import Given, figures_fact, given, unanswered_fact
from hub.processors.referrals_page import Sheet, referrals_page

_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(ReferralsState).decode
_INITIAL: Final = ReferralsState()
_WAITS: Final = "in_hospital"
"""The one status that no day ends, so that a list orders by the day on which an answer is due, also when it passed."""


class ReferralsProcessor(Processor[ReferralsState]):
    """Folds referrals and notices; alerts and figures follow from them.

    `areas` is effective-dated reference data, `policy` the times to answer by date.  With `withholds` no view names a
    council; `stays` are what else is known of the stays that notices name (`seeing`).
    """

    name = "referrals"
    version = 5
    topics = frozenset({REFERRAL, IDENTITY, DISCHARGE})

    def __init__(
        self,
        areas: AreaLookup | None = None,
        policy: NoticePolicy | None = None,
        *,
        withholds: bool = False,
        stays: Stays | None = None,
    ) -> None:
        self._areas = areas or NoAreas()
        self._policy = policy or NoticePolicy()
        self._withholds = withholds
        self._stays = stays or {}

    def initial(self) -> ReferralsState:
        """Give the state of somebody whom no hospital referred."""
        return _INITIAL

    def evolve(self, state: ReferralsState, step: Step) -> ReferralsState:
        """One step, in canonical order."""
        return fold(state, step)

    def outline(self, state: ReferralsState, today: date) -> Outline:
        """Figures of every notice, an alert for each that is overdue, and a row while one waits for its answer.

        The row has the day on which the first answer is due; `providers` of it are all the councils that are waited
        for.  Of somebody who is forgotten what was told until then stays for the count.
        """
        if not state.referrals:
            return NOTHING
        notices = list(given(state, self._policy))
        facts = [figures_fact(notice, self._areas) for notice in notices]
        alerts = [unanswered_fact(notice, self._areas, today) for notice in notices]
        ahead = [each.late_from for each in notices if each.late_from is not None and each.late_from > today]
        return Outline(
            frozenset([*facts, *(alert for alert in alerts if alert is not None)]),
            min(ahead, default=None),
            _listed([notice for notice in notices if notice.late_from is not None]),
        )

    def view(self, state: ReferralsState, on: date) -> Mapping[str, Any]:
        """Every referral: `referrals`, each with notices, withdrawals, answers and findings; and `notice_steps`."""
        return self._page(state, on, Page())

    def reasons(self, state: ReferralsState, on: date) -> Mapping[str, tuple[int, str]]:
        """For each path of the view: the ordinal that decided and the label of the rule."""
        page = Page()
        self._page(state, on, page)
        return page.reasons

    def _page(self, state: ReferralsState, on: date, page: Page) -> dict[str, Any]:
        hidden = self._withholds or bool(state.hiding)
        return referrals_page(Sheet(state, self._policy, self._stays, on, page, hidden))

    def withholding(self) -> "ReferralsProcessor":
        """Give one that names no council: it is that of the home."""
        return ReferralsProcessor(self._areas, self._policy, withholds=True, stays=self._stays)

    def seeing(self, steps: Iterable[Step]) -> "ReferralsProcessor":
        """Give one that holds notices against the admissions in a person's steps."""
        return ReferralsProcessor(self._areas, self._policy, withholds=self._withholds, stays=stays_in(steps))

    def ties(self, state: ReferralsState, on: date) -> frozenset[str]:
        """Give the councils that may answer a notice of the person because it was given to them."""
        return councils_of_notices(state, self._policy, on)

    def encode(self, state: ReferralsState) -> bytes:
        """Canonical bytes."""
        return _ENCODE(state)

    def decode(self, value: bytes) -> ReferralsState:
        """Read what `encode` wrote."""
        return _DECODE(value)


def _listed(waiting: list[Given]) -> Listing | None:
    """Give the row of somebody a notice of whom waits: by the answer that is due first."""
    if not waiting:
        return None
    first = min(waiting, key=lambda each: (each.due or date.max, each.key))
    councils = tuple(sorted({each.council for each in waiting if each.council is not None}))
    return Listing(_WAITS, council=first.council, trust=first.trust, providers=councils, last_covered_day=first.due)
