"""The access decision: who asks, for which view, of whom, for which purpose (public draft: SharingPolicy, Request).

Three answers: PERMIT, DENY, and REVIEW where a person in information governance has to say yes first.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from hub.api.policy import Policy, Rule
from hub.api.purposes import Purpose, Role, View
from hub.ports.reading import Ties

OUTSIDE: Final = "outside_scope"
"""The reason of a refusal where rules there are, and none whose scope holds what is asked for."""


class Answer(StrEnum):
    """What the decision says."""

    PERMIT = "PERMIT"
    DENY = "DENY"
    REVIEW = "REVIEW"


class Caller(NamedTuple):
    """Who a token says is asking; `purposes` are those that it was issued for, `subject` the person's own record."""

    user: str
    role: Role
    organisation: str
    purposes: frozenset[Purpose]
    subject: bytes | None = None
    session: str = ""


class AccessRequest(NamedTuple):
    """One question to the decision.

    `subject` and `ties` are absent for lists; `council` and `provider` are then what the list is narrowed to.
    """

    caller: Caller
    view: View
    purpose: Purpose | None
    subject: bytes | None = None
    ties: Ties = Ties()
    council: str | None = None
    provider: str | None = None
    records: str | None = None
    """The group of entries of which something is to be recorded by hand."""


class Decision(NamedTuple):
    """The answer, under which policy, and why.

    `names` says that personal fields may be in what is sent, `true_numbers` that small numbers may; `records` are the
    groups of entries that may be recorded by hand.  `council` is the reader's where it is let in as the person's own
    council, none for who sees everybody.  `scope` is that of the rule that lets in.
    """

    answer: Answer
    policy: str
    reason: str
    names: bool = False
    true_numbers: bool = False
    records: frozenset[str] = frozenset()
    purpose: Purpose | None = None
    council: str | None = None
    scope: str = ""


def dwp(organisation: str, policy: Policy) -> bool:
    """Tell whether an organisation belongs to DWP, which nothing flows back to."""
    return organisation.upper().startswith(policy.dwp_organisations)


def matching(policy: Policy, role: Role, view: View, purpose: Purpose | None, records: str | None = None) -> list[Rule]:
    """Return the rules for a role, view and purpose, in the order of the table; for a group of entries, where named."""
    return [rule for rule in rules_for(policy, role, view, records) if purpose in rule.purposes]


def rules_for(policy: Policy, role: Role, view: View, records: str | None = None) -> list[Rule]:
    """Return the rules that let a role have a view, whatever the purpose."""
    mine = (rule for rule in policy.rule if rule.role is role and view in rule.views)
    return [rule for rule in mine if records is None or records in rule.records]


_TIED: Final = {
    "own_council": "councils",
    "own_provider": "providers",
    "own_move": "moving",
    "own_carer": "caring",
    "own_notice": "noticed",
    "own_step": "holding",
    "own_former": "former",
    "own_visits": "served",
    "own_entry": "wrote",
}
"""By scope, the part of a person's ties that has to name the reader's organisation."""


def _inside(rule: Rule, asked: AccessRequest) -> bool:
    """Tell whether what is asked for lies in the rule's scope."""
    own = asked.caller.organisation
    if rule.scope == "anyone":
        return True
    if asked.subject is None:
        return {"own_council": asked.council, "own_provider": asked.provider}.get(rule.scope) == own
    if rule.scope == "own_self":
        return asked.subject == asked.caller.subject
    if rule.scope == "own_team":
        return (own, asked.caller.user, str(asked.purpose)) in asked.ties.team
    return own in getattr(asked.ties, _TIED[rule.scope])


def decide(asked: AccessRequest, policy: Policy) -> Decision:
    """Answer one request.  Pure: the same question under the same policy gets the same answer.

    The first rule of the table whose scope holds what is asked for answers.
    """
    if dwp(asked.caller.organisation, policy):
        return Decision(Answer.DENY, policy.name, "one_way_valve")
    if asked.purpose is None:
        return Decision(Answer.DENY, policy.name, "no_such_purpose")
    if asked.purpose not in asked.caller.purposes:
        return Decision(Answer.DENY, policy.name, "purpose_not_granted")
    rules = matching(policy, asked.caller.role, asked.view, asked.purpose, asked.records)
    if not rules:
        return Decision(Answer.DENY, policy.name, "no_rule")
    rule = next((rule for rule in rules if _inside(rule, asked)), None)
    if rule is None:
        return Decision(Answer.DENY, policy.name, OUTSIDE)
    council = asked.caller.organisation if rule.scope == "own_council" else None
    return Decision(
        Answer(rule.answer),
        policy.name,
        rule.reason,
        rule.names,
        rule.true_numbers,
        rule.records,
        asked.purpose,
        council,
        rule.scope,
    )
