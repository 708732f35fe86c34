"""The gate that every read passes: who is it, may they, write it down, and only then let data leave.

A decision that cannot be written down is not acted on: `Unavailable` from the access book ends the request
with 503 (fail closed).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from hub.api.access import AccessRequest, Answer, Caller, Decision, decide, matching
from hub.api.parts import ApiParts
from hub.api.problems import Problem
from hub.api.purposes import Purpose, View
from hub.api.tokens import TokenRefused
from hub.ports.books import Access
from hub.ports.reading import Ties

UNKNOWN: Final = "unknown"
_BY_TIES: Final = frozenset({"own_council", "own_provider", "own_team", "own_move", "own_carer", "own_notice"})


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
        return await self.admit_first(caller, (purpose,), asked)

    async def admit_first(self, caller: Caller, purposes: Sequence[Purpose | None], asked: Asked) -> Decision:
        """Return the decision of the first purpose that does not refuse, after it was written down.

        `purposes` are those that the caller may have in hand.  Where each refuses, the refusal of the first one is
        written down and raised as `Problem` 403.
        """
        refused: Decision | None = None
        for purpose in purposes:
            decision = await self._decide(caller, purpose, asked)
            if decision.answer is not Answer.DENY:
                return await self._answered(caller, purpose, asked, decision)
            refused = refused or decision
        first = purposes[0] if purposes else None
        return await self._answered(caller, first, asked, refused or await self._decide(caller, None, asked))

    async def reach(self, caller: Caller, purposes: Sequence[Purpose], asked: Asked) -> frozenset[str]:
        """Return the groups of entries that somebody may record of a person, for whichever purpose; opens nothing."""
        found = [await self._decide(caller, purpose, asked) for purpose in purposes]
        return frozenset(group for each in found if each.answer is Answer.PERMIT for group in each.records)

    async def permits(self, caller: Caller, purpose: Purpose | None, asked: Asked) -> bool:
        """Say whether something would be permitted; opens nothing, so that nothing is written down."""
        return (await self._decide(caller, purpose, asked)).answer is Answer.PERMIT

    async def _decide(self, caller: Caller, purpose: Purpose | None, asked: Asked) -> Decision:
        ties = await self._ties(caller, purpose, asked)
        request = AccessRequest(
            caller, asked.view, purpose, asked.subject, ties, asked.council, asked.provider, asked.records
        )
        return decide(request, self._parts.policy)

    async def _answered(self, caller: Caller, purpose: Purpose | None, asked: Asked, decision: Decision) -> Decision:
        """Write a decision down, and return it where it permits."""
        await self._write(caller, purpose, asked, decision)
        if decision.answer is Answer.REVIEW:
            raise Problem(403, "review-needed", "Information governance has to agree to this first.")
        if decision.answer is Answer.DENY:
            raise Problem(403, "not-permitted", "This role may not see this for this purpose.")
        return decision

    async def _ties(self, caller: Caller, purpose: Purpose | None, asked: Asked) -> Ties:
        """Return the person's organisations and team, read only where a rule asks for them.

        For an offer of early help these are the councils that were given a case: nobody need have been in hospital.
        """
        rules = matching(self._parts.policy, caller.role, asked.view, purpose, asked.records)
        scopes, reading = {rule.scope for rule in rules}, self._parts.reading
        if asked.subject is None or not scopes & _BY_TIES:
            return Ties()
        if asked.view is View.EARLY_HELP or purpose is Purpose.EARLY_HELP_OFFER:
            return await reading.case_ties(asked.subject)
        if asked.view is View.DOCUMENTS:
            return await reading.move_ties(asked.subject)
        ties = await reading.ties(asked.subject)
        if "own_carer" in scopes:
            ties = ties._replace(caring=(await reading.carer_ties(asked.subject)).caring)
        if "own_notice" in scopes:
            ties = ties._replace(noticed=(await reading.notice_ties(asked.subject)).noticed)
        return ties

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
