"""The view of early-help cases: where each stands, what was done in it and by whom, and what does not fit."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.consent import Consent, holds, why_not
from hub.domain.days import day_of
from hub.domain.early_help_case import (
    BY_COUNCILS,
    CLOSED,
    DECEASED,
    DECLINED,
    INFORMATION_GIVEN,
    NEEDS_BASIS,
    NO_CONTACT,
    RECEIVED,
    REFERRED,
    WITHDRAWN,
    Case,
    EarlyHelpRules,
    EarlyHelpState,
    HelpStep,
)
from hub.domain.early_help_standing import (
    WITHIN,
    contacted_within,
    findings_of,
    first,
    is_bare,
    is_held,
    received_on,
    state_on,
)
from hub.domain.landing import TRANSITION
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.processors.narrowing import Narrowing
from hub.processors.page import Page, iso

_ENDED: Final = (REFERRED, INFORMATION_GIVEN, NO_CONTACT, DECLINED, WITHDRAWN)
_STATUS: Final[Mapping[str, str]] = dict.fromkeys(_ENDED, "ended") | {DECEASED: "died"}
_WORD: Final[Mapping[str, str]] = {
    "DwpReferralReceived": "RECEIVED",
    "CarerNoticeReceived": "RECEIVED",
    "DwpReferralAmended": "AMENDED",
    "CarerNoticeAmended": "AMENDED",
    "DwpReferralWithdrawn": "WITHDRAWN",
    "CarerNoticeWithdrawn": "WITHDRAWN",
    "ConsentRecorded": "CONSENT_GIVEN",
    "ConsentWithdrawn": "CONSENT_ENDED",
    "EarlyHelpOffered": "OFFERED",
    "EarlyHelpScreened": "SCREENED",
    "InformationGiven": "INFORMATION_GIVEN",
    "SentToAssessment": "REFERRED",
    "NoContactMade": "NO_CONTACT",
    "EarlyHelpDeclined": "DECLINED",
}


def status_of(state: str) -> str:
    """Return `open`, `ended` or `died` for the state of a case; one that ended may be opened again."""
    return _STATUS.get(state, "open")


class EarlyHelpPage:
    """Builds the view of one person's cases on a day; with `withholds` nothing says where the person lives.

    `narrow` says what is held today, which shows no more on an earlier day, and what the reader may see at all.
    """

    def __init__(
        self, state: EarlyHelpState, rules: EarlyHelpRules, on: date, narrow: Narrowing, *, withholds: bool
    ) -> None:
        self._state, self._rules, self._on = state, rules, on
        self._narrow, self._withholds = narrow, withholds
        self.page = Page()

    def view(self) -> dict[str, Any]:
        """Give what the reader may see of every case, and of the person's words; nothing of who is forgotten."""
        if self._state.forgotten:
            return {"cases": [], "consents": []}
        shown = (case for case in self._state.cases if self._narrow.shows(case.ids))
        return {
            "cases": [self._case(case, f"cases.{place}") for place, case in enumerate(shown)],
            "consents": [self._consent(word, f"consents.{place}") for place, word in enumerate(self._words())],
        }

    def _words(self) -> Iterator[Consent]:
        """Give the person's words in canonical order, those about a case to whoever may see the case."""
        return (word for word in self._state.consents if word.about is None or self._narrow.shows((word.about,)))

    def _consent(self, word: Consent, path: str) -> dict[str, Any]:
        self.page.why(path, word.by, Rule.CONSENT_GIVEN if word.given else Rule.CONSENT_ENDED)
        return {
            "scope": word.scope,
            "referral_id": word.about,
            "given": word.given,
            "until": iso(word.until),
            "in_force": holds(word, self._on),
        }

    def _case(self, case: Case, path: str) -> dict[str, Any]:
        """Give a case; of one that is held no more than that it came, and why nobody is given it."""
        held = self._narrow.holds(case.ids) or is_held(self._state, case, self._rules, self._on)
        said = self._stands(case, held=held)
        for rule, by in findings_of(self._state, case):
            self.page.why(f"{path}.findings", by, rule)
        shown = {
            "referral_id": case.ids[0],
            "state": self.page.held(f"{path}.state", said),
            "status": self.page.held(f"{path}.status", msgspec.structs.replace(said, value=status_of(said.value))),
            "received_at": self.page.moment(f"{path}.received_at", case.received),
            "received_on": iso(self.page.held(f"{path}.received_on", received_on(case))),
            "held": held,
            "findings": [rule.label for rule, _ in findings_of(self._state, case)],
        }
        if not held:
            return shown | self._whole(case, path)
        rule, by = why_not(case.claimed, self._state.consents)
        self.page.why(f"{path}.held", by, rule)
        return shown | _nothing_more()

    def _stands(self, case: Case, *, held: bool) -> Said[str]:
        """Return where a case stands; one that is held today stood on no earlier day further than received."""
        said = state_on(self._state, case, self._rules, self._on)
        if not held or said.value not in NEEDS_BASIS - CLOSED:
            return said
        rule, by = why_not(case.claimed, self._state.consents)
        return Said(RECEIVED, by, rule)

    def _whole(self, case: Case, path: str) -> dict[str, Any]:
        return {
            "kind": case.kind,
            "source": case.source,
            **self._place(case, path),
            **self._passed_on(case, path),
            **self._days(case, path),
            "assessment_id": case.assessment_id,
            "steps": [self._step(step, f"{path}.steps.{place}") for place, step in enumerate(case.steps)],
        }

    def _passed_on(self, case: Case, path: str) -> dict[str, Any]:
        """Give what the sender passed on of the person; nothing of it where the basis that it came with has ended."""
        bare = self._narrow.bares(case.ids) or is_bare(self._state, case, self._rules, self._on)
        if bare:
            rule, by = why_not(case.claimed, self._state.consents)
            self.page.why(f"{path}.lawful_basis", by, rule)
        return {
            "lawful_basis": None if bare else case.lawful_basis,
            "benefits": [] if bare else list(case.benefits),
            "contact_caution": [] if bare else list(case.contact_caution),
            "accessible_format": None if bare else case.accessible_format,
        }

    def _place(self, case: Case, path: str) -> dict[str, Any]:
        """Give where a case goes, and to nobody who is named where that is kept hidden."""
        if case.lands:
            self.page.why(f"{path}.lands", case.told_by, Rule.LANDS_BY_RULE)
        shown = {"lands": list(case.lands), "transition": TRANSITION in case.lands}
        if self._withholds:
            return {"council": None, "routed_by": None, **shown}
        return {"council": self.page.held(f"{path}.council", case.council), "routed_by": case.routed_by, **shown}

    def _days(self, case: Case, path: str) -> dict[str, Any]:
        contact = first(case, "ContactAttempted")
        days: tuple[tuple[str, Said[date] | None], ...] = (
            ("first_contact_on", contact),
            ("screened_on", first(case, "EarlyHelpScreened")),
        )
        shown: dict[str, Any] = {name: iso(self.page.held(f"{path}.{name}", said)) for name, said in days}
        for within in WITHIN:
            name = f"contacted_within_{within}_days"
            shown[name] = contacted_within(case, within, self._on)
            if contact is not None:
                self.page.why(f"{path}.{name}", contact.by, Rule.CONTACTED_IN_TIME)
        return shown

    def _step(self, step: HelpStep, path: str) -> dict[str, Any]:
        self.page.why(path, step.by, Rule.EARLY_HELP_STEP if step.counted else Rule.STEP_OUT_OF_TURN)
        word = _WORD.get(step.what) or ("CONTACT_MADE" if step.made else "CONTACT_TRIED")
        hidden = self._withholds and step.who is not None and step.what in BY_COUNCILS
        return {
            "what": word,
            "on": iso(day_of(step.at.at)),
            "who": None if hidden else step.who,
            "how": step.how,
            "counted": step.counted,
        }


def _nothing_more() -> dict[str, Any]:
    """Return what is not shown of a case that is held: every other field, empty."""
    lists = ("lands", "benefits", "contact_caution", "steps")
    return {**dict.fromkeys(_UNSAID), **{name: list[str]() for name in lists}, "transition": False}


_UNSAID: Final = (
    "kind",
    "source",
    "council",
    "routed_by",
    "lawful_basis",
    "accessible_format",
    "first_contact_on",
    "screened_on",
    *(f"contacted_within_{within}_days" for within in WITHIN),
    "assessment_id",
)
