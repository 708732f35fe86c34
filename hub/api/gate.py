"""The gate that every read passes: who is it, may they, write it down, and only then let data leave.

A decision that cannot be written down is not acted on: `Unavailable` from the access book ends the request
with 503 (fail closed).
"""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from hub.api.access import OUTSIDE, AccessRequest, Answer, Caller, Decision, decide, matching, rules_for
from hub.api.council_codes import known_by
from hub.api.parts import ApiParts
from hub.api.policy import Rule
from hub.api.problems import Problem
from hub.api.purposes import Purpose, View
from hub.api.tokens import TokenRefused
from hub.errors import NotFound
from hub.ports.books import Access
from hub.ports.reading import Ties
from hub.ports.scopes import OWN_ENTRY, OWN_FORMER, OWN_NOTICE, OWN_STEP, OWN_VISITS

UNKNOWN: Final = "unknown"
_BY_TIES: Final = frozenset({"own_council", "own_provider", "own_team", "own_move", "own_carer", OWN_NOTICE})
_MAY_NOT_SEE: Final = "This role may not see this for this purpose."
_MAY_NOT_RECORD: Final = (
    "This role may not record this of this person for this purpose."
    " The joint team may, or the council that answers for the person."
)
_FINISHING: Final = frozenset({OWN_STEP, OWN_FORMER, OWN_VISITS})


class Asked(NamedTuple):
    """What a request wants to see; `action` is `view`, `search`, `list`, `record` or `send`.

    `records` is the group of entries that something is to be recorded of, `corrects` the event of the entry that it
    corrects.
    """

    view: View
    action: str = "view"
    subject: bytes | None = None
    council: str | None = None
    provider: str | None = None
    records: str | None = None
    corrects: str | None = None


class Gate:
    """Decides and writes down, in this order: decide, write, answer."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    async def caller(self, token: str | None) -> Caller:
        """Return who is asking; an attempt without a valid token is written down and ends in 401."""
        now = self._parts.clock.now()
        try:
            return known_by(self._parts.tokens.verify(token or "", now), self._parts.council_of)
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
        mine = [each for each in found if each.answer is Answer.PERMIT and each.scope != OWN_ENTRY]
        return frozenset(group for each in mine for group in each.records)

    def mends(self, caller: Caller, purposes: Sequence[Purpose]) -> frozenset[str]:
        """Return the groups of which somebody corrects what their organisation recorded, whoever it is about."""
        every = rules_for(self._parts.policy, caller.role, View.ENTRIES)
        mine = (rule for rule in every if rule.scope == OWN_ENTRY and rule.purposes & set(purposes))
        return frozenset(group for rule in mine for group in rule.records)

    async def permits(self, caller: Caller, purpose: Purpose | None, asked: Asked) -> bool:
        """Say whether something would be permitted; opens nothing, so that nothing is written down."""
        return (await self._decide(caller, purpose, asked)).answer is Answer.PERMIT

    async def _decide(self, caller: Caller, purpose: Purpose | None, asked: Asked) -> Decision:
        ties = await self._ties(caller, purpose, asked)
        request = AccessRequest(
            caller, asked.view, purpose, asked.subject, ties, asked.council, asked.provider, asked.records
        )
        decision = decide(request, self._parts.policy)
        if decision.reason != OUTSIDE or asked.subject is None:
            return decision
        more = await self._more_ties(ties, asked, {rule.scope for rule in self._rules(caller, purpose, asked)})
        return decision if more == ties else decide(request._replace(ties=more), self._parts.policy)

    async def _answered(self, caller: Caller, purpose: Purpose | None, asked: Asked, decision: Decision) -> Decision:
        """Write a decision down, and return it where it permits."""
        await self._write(caller, purpose, asked, decision)
        if decision.answer is Answer.REVIEW:
            raise Problem(403, "review-needed", "Information governance has to agree to this first.")
        if decision.answer is Answer.DENY:
            raise Problem(403, "not-permitted", _MAY_NOT_RECORD if asked.records else _MAY_NOT_SEE)
        return decision

    async def _ties(self, caller: Caller, purpose: Purpose | None, asked: Asked) -> Ties:
        """Return the person's organisations and team, read only where a rule asks for them.

        For an offer of early help these are the councils that were given a case: nobody need have been in hospital.
        """
        scopes, reading = {rule.scope for rule in self._rules(caller, purpose, asked)}, self._parts.reading
        if asked.subject is None or not scopes & _BY_TIES:
            return Ties()
        if asked.view is View.EARLY_HELP or purpose is Purpose.EARLY_HELP_OFFER:
            return await reading.case_ties(asked.subject)
        if asked.view is View.DOCUMENTS:
            return await reading.move_ties(asked.subject)
        ties = await reading.ties(asked.subject)
        if "own_carer" in scopes:
            ties = ties._replace(caring=(await reading.carer_ties(asked.subject)).caring)
        if OWN_NOTICE in scopes:
            ties = ties._replace(noticed=(await reading.notice_ties(asked.subject)).noticed)
        return ties

    async def _more_ties(self, ties: Ties, asked: Asked, scopes: Collection[str]) -> Ties:
        """Return the ties of who has something to finish, or to put right; read for those alone whom no other opens."""
        subject = asked.subject or b""
        if _FINISHING & set(scopes):
            found = await self._parts.reading.finishing_ties(subject)
            ties = ties._replace(holding=found.holding, served=found.served, former=found.former)
        if OWN_ENTRY in scopes:
            ties = ties._replace(wrote=await self._wrote(subject, asked))
        return ties

    async def _wrote(self, subject: bytes, asked: Asked) -> frozenset[str]:
        """Return who recorded the entry that is corrected; of the list of entries, whose are in it."""
        if asked.corrects is None and asked.records is not None:
            return frozenset()
        try:
            known = await self._parts.recording.known(subject)
        except NotFound:
            return frozenset()
        entries = (one for one in known.entries if asked.corrects in {None, one.event_id.hex()})
        return frozenset(one.organisation for one in entries)

    def _rules(self, caller: Caller, purpose: Purpose | None, asked: Asked) -> list[Rule]:
        return matching(self._parts.policy, caller.role, asked.view, purpose, asked.records)

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
