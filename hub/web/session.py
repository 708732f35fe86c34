"""Sessions of the pages: on a desk a demonstration user is signed in without being asked, in live mode nobody is.

The session is a token in a cookie that scripts cannot read and other sites cannot send.  `/v1` never looks at it.
"""

import hashlib
import hmac
from typing import Final, NamedTuple

from fastapi import Request
from fastapi.responses import Response

from hub.api.access import Caller, Decision, rules_for
from hub.api.council_codes import known_by
from hub.api.gate import Asked, Gate
from hub.api.policy import Policy
from hub.api.problems import Problem
from hub.api.purposes import Purpose, Role, View
from hub.api.tokens import LIFETIME_S, TokenRefused
from hub.domain.days import day_of
from hub.ports.recording import Recorder
from hub.web.looked import LastLook
from hub.web.parts import WebParts

COOKIE: Final = "hub_session"
DEMONSTRATION: Final = Caller(
    user="demonstration",
    role=Role.COORDINATOR,
    organisation="DEMONSTRATION",
    purposes=frozenset({Purpose.DISCHARGE_COORDINATION, Purpose.EARLY_HELP_OFFER}),
)
_RENEW_BEFORE_S: Final = LIFETIME_S // 2


def purpose_for(policy: Policy, caller: Caller, view: View, records: str | None = None) -> Purpose | None:
    """Return the purpose that a page is opened for where it is about nobody alone: the first of `purposes_for`."""
    return next(iter(purposes_for(policy, caller, view, records)), None)


def purposes_for(policy: Policy, caller: Caller, view: View, records: str | None = None) -> list[Purpose]:
    """Return the purposes that a page may be opened for: those of the closed list that role and token allow.

    A page about somebody is opened for the first that lets the reader see them: a council that somebody is to move to
    has the purpose of the move alone, and one that was given an early-help case that of the offer.  What only a
    person's team allows is no purpose of a page: it differs from person to person.
    """
    rules = [rule for rule in rules_for(policy, caller.role, view, records) if rule.scope != "own_team"]
    allowed = {purpose for rule in rules for purpose in rule.purposes} & caller.purposes
    return [each for each in dict.fromkeys((Purpose.DISCHARGE_COORDINATION, *Purpose)) if each in allowed]


class Session(NamedTuple):
    """One request of a signed-in person."""

    parts: WebParts
    gate: Gate
    caller: Caller
    token: str
    """The session's own token, which only its cookie holds: the mark of its forms follows from it."""
    fresh: str | None
    """A new token that the answer sets as the cookie."""

    async def admit(self, asked: Asked) -> Decision:
        """Pass the gate for the purpose that the page is opened for, or raise `Problem`."""
        return await self.gate.admit_first(self.caller, self._purposes(asked), asked)

    def recorder(self, purpose: str, scope: str = "") -> Recorder:
        """Return who records here, for a purpose that was decided, let in by a scope of the policy."""
        return Recorder(self.caller.organisation, self.caller.role.value, purpose, scope)

    async def reach(self, subject: bytes) -> frozenset[str]:
        """Return the groups of entries that the reader may record of a person."""
        asked = Asked(View.ENTRIES, subject=subject)
        return await self.gate.reach(self.caller, self._purposes(asked), asked)

    def mends(self) -> frozenset[str]:
        """Return the groups of entries of which the reader's organisation corrects its own, whoever they are about."""
        return self.gate.mends(self.caller, self._purposes(Asked(View.ENTRIES)))

    async def opens(self, view: View, subject: bytes) -> bool:
        """Say whether the reader may see a view of a person; it is shown as a link alone."""
        asked = Asked(view, subject=subject)
        every = [await self.gate.permits(self.caller, purpose, asked) for purpose in self._purposes(asked)]
        return any(every)

    def _purposes(self, asked: Asked) -> list[Purpose]:
        return purposes_for(self.parts.api.policy, self.caller, asked.view, asked.records)

    def scopes(self, view: View) -> frozenset[str]:
        """Return as what the rules let the reader's role have a view, whatever the purpose."""
        return frozenset(rule.scope for rule in rules_for(self.parts.api.policy, self.caller.role, view))

    def council_asked(self, view: View, asked: str | None) -> str | None:
        """Return the council that a list is narrowed to: the reader's own where the rules let them see no more."""
        return asked or (self.caller.organisation if "own_council" in self.scopes(view) else None)

    def last_look(self, *, opens: bool) -> LastLook:
        """Give the reader's last look at a page, which they open now or have open."""
        return LastLook(self.parts.looking, self.caller, day_of(self.parts.api.clock.now()), opens)

    def dress(self, response: Response) -> Response:
        """Set the cookie where it is new, and let nobody keep the page."""
        response.headers["Cache-Control"] = "no-store"
        if self.fresh is not None:
            live = self.parts.api.settings.mode == "live"
            response.set_cookie(
                COOKIE, self.fresh, max_age=LIFETIME_S, path="/", secure=live, httponly=True, samesite="strict"
            )
        return response

    @property
    def form_token(self) -> str:
        """The token that a form of this session carries."""
        return hashlib.sha256(b"form:" + self.token.encode()).hexdigest()

    def check_form(self, sent: str) -> None:
        """Refuse a form that was not made for this session; raises `Problem` 403."""
        if not self.form_token or not hmac.compare_digest(self.form_token.encode(), sent.encode()):
            raise Problem(403, "form", "This page was open too long. Go back, load it again and send it once more.")


async def open_session(request: Request) -> Session:
    """Return the session of a request; a desk opens one for the demonstration user.

    Raises `Problem` 401 in live mode without a valid session, which the gate writes down.
    """
    session = await _session(request)
    request.state.role, request.state.caller = session.caller.role, session.caller
    return session


async def _session(request: Request) -> Session:
    parts: WebParts = request.app.state.web
    gate: Gate = request.app.state.gate
    sent = request.cookies.get(COOKIE)
    now = parts.api.clock.now()
    if parts.issuer is None or parts.api.settings.mode == "live":
        return Session(parts, gate, await gate.caller(sent), sent or "", None)
    if sent is not None:
        try:
            caller = known_by(parts.issuer.verify(sent, now), parts.api.council_of)
            return Session(parts, gate, caller, sent, None)
        except TokenRefused:
            sent = None
    token = parts.issuer.issue(DEMONSTRATION, now)
    return Session(parts, gate, parts.issuer.verify(token, now), token, token)
