"""The gate that every read passes: who is it, may they, write it down, and only then let data leave.

A decision that cannot be written down is not acted on: `Unavailable` from the access book ends the request
with 503 (fail closed).
"""

from typing import Final, NamedTuple

from hub.api.access import AccessRequest, Answer, Caller, Decision, decide, matching
from hub.api.parts import ApiParts
from hub.api.problems import Problem
from hub.api.purposes import Purpose, View
from hub.api.tokens import TokenRefused
from hub.ports.books import Access
from hub.ports.reading import Ties

UNKNOWN: Final = "unknown"
_BY_TIES: Final = frozenset({"own_council", "own_provider", "own_team"})


class Asked(NamedTuple):
    """What a request wants to see; `action` is `view`, `search`, `list`, `record` or `send`.

    `records` is the group of entries that something is to be recorded of.
    """

    view: View
    action: str = "view"
    subject: bytes | None = None
    council: str | None = None
    provider: str | None = None
    records: str | None = None


class Gate:
    """Decides and writes down, in this order: decide, write, answer."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    async def caller(self, token: str | None) -> Caller:
        """Return who is asking; an attempt without a valid token is written down and ends in 401."""
        now = self._parts.clock.now()
        try:
            return self._parts.tokens.verify(token or "", now)
        except TokenRefused:
            line = Access(
                now, UNKNOWN, UNKNOWN, UNKNOWN, "sign_in", "-", None, UNKNOWN, "DENY", self._parts.policy.name, "token"
            )
            await self._parts.access_book.write(line)
            raise Problem(401, "no-token", "A valid token is needed.") from None

    async def admit(self, caller: Caller, purpose: Purpose | None, asked: Asked) -> Decision:
        """Return a decision that permits, after it was written down; raises `Problem` 403 otherwise."""
        ties = await self._ties(caller, purpose, asked)
        request = AccessRequest(
            caller, asked.view, purpose, asked.subject, ties, asked.council, asked.provider, asked.records
        )
        decision = decide(request, self._parts.policy)
        await self._write(caller, purpose, asked, decision)
        if decision.answer is Answer.REVIEW:
            raise Problem(403, "review-needed", "Information governance has to agree to this first.")
        if decision.answer is Answer.DENY:
            raise Problem(403, "not-permitted", "This role may not see this for this purpose.")
        return decision

    async def _ties(self, caller: Caller, purpose: Purpose | None, asked: Asked) -> Ties:
        """Return the person's organisations and team, read only where a rule asks for them."""
        rules = matching(self._parts.policy, caller.role, asked.view, purpose, asked.records)
        if asked.subject is None or not any(rule.scope in _BY_TIES for rule in rules):
            return Ties()
        if asked.view is View.EARLY_HELP:
            return await self._parts.reading.case_ties(asked.subject)
        if asked.view is View.DOCUMENTS:
            return await self._parts.reading.move_ties(asked.subject)
        return await self._parts.reading.ties(asked.subject)

    async def _write(self, caller: Caller, purpose: Purpose | None, asked: Asked, decision: Decision) -> None:
        line = Access(
            at=self._parts.clock.now(),
            user=caller.user,
            role=caller.role.value,
            organisation=caller.organisation,
            action=asked.action,
            view=asked.view.value,
            subject=asked.subject,
            purpose=purpose.value if purpose else UNKNOWN,
            decision=decision.answer.value,
            policy=decision.policy,
            reason=decision.reason,
        )
        await self._parts.access_book.write(line)
