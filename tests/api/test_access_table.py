"""The access decision over its whole table."""

from itertools import product

import pytest

from hub.api.access import AccessRequest, Answer, Caller, decide
from hub.api.policy import shipped_policy
from hub.api.purposes import Purpose, Role, View, purpose_of
from hub.ports.reading import Ties

POLICY = shipped_policy()
ME = bytes(15) + b"\x01"
PERSON_VIEWS = (View.JOINT_STATE, View.RECORD, View.WHY, View.TIMELINE, View.ACCESS)
EXPECTED: dict[Role, dict[View, set[str]]] = {
    Role.COORDINATOR: {
        **{
            view: {"DISCHARGE_COORDINATION", "CARE_DELIVERY", "NEEDS_ASSESSMENT", "PORTABILITY"}
            for view in (View.BOARD, View.SEARCH, View.JOINT_STATE, View.RECORD, View.WHY, View.TIMELINE)
        },
        View.EARLY_HELP: {"EARLY_HELP_OFFER"},
        View.NOTICES: {"DISCHARGE_COORDINATION", "NEEDS_ASSESSMENT"},
        View.FEEDS: {"DISCHARGE_COORDINATION", "EARLY_HELP_OFFER"},
        View.ENTRIES: {
            "DISCHARGE_COORDINATION",
            "CARE_DELIVERY",
            "NEEDS_ASSESSMENT",
            "PORTABILITY",
            "EARLY_HELP_OFFER",
        },
        View.DASHBOARDS: {"DISCHARGE_COORDINATION"},
    },
    Role.ANALYST: {View.DASHBOARDS: {"SERVICE_PLANNING", "STATUTORY_RETURN"}},
    Role.INTEGRATION_ENGINEER: {
        view: {"AUDIT", "CARE_DELIVERY", "DISCHARGE_COORDINATION"}
        for view in (View.FEEDS, View.QUARANTINE, View.REBUILD, View.REDRIVE, View.RETRANSLATE, View.WHAT_IF)
    },
    Role.INFORMATION_GOVERNANCE: {
        **{view: {"AUDIT", "SUBJECT_ACCESS"} for view in (View.ACCESS, View.FEEDS)},
        View.FORGET: {"ERASURE"},
        View.RETRANSLATE: {"AUDIT"},
        View.DASHBOARDS: {"AUDIT"},
    },
    Role.SENDER: {},
}


def ask(role: Role, view: View, purpose: Purpose | None, organisation: str = "QHL") -> AccessRequest:
    """A request of somebody whose token holds every purpose."""
    return AccessRequest(Caller("u", role, organisation, frozenset(Purpose)), view, purpose)


@pytest.mark.parametrize("role", EXPECTED)
def test_a_role_sees_what_the_table_says_and_nothing_else(role: Role) -> None:
    """Every view and purpose that a role was not given is denied."""
    for view, purpose in product(View, Purpose):
        answer = decide(ask(role, view, purpose), POLICY).answer
        wanted = Answer.PERMIT if purpose in EXPECTED[role].get(view, ()) else Answer.DENY
        assert answer is wanted, (role, view, purpose)


@pytest.mark.parametrize("organisation", ["DWP", "dwp", "DWP-LEEDS"])
def test_dwp_reads_nothing_whatever_role_its_token_names(organisation: str) -> None:
    """The one-way valve: no role, view or purpose lets anything flow back to DWP."""
    ties = Ties(frozenset({organisation}), frozenset({organisation}))
    for role, view, purpose in product(Role, View, Purpose):
        asked = AccessRequest(
            Caller("u", role, organisation, frozenset(Purpose), ME), view, purpose, ME, ties, organisation, organisation
        )
        assert decide(asked, POLICY).answer is Answer.DENY


@pytest.mark.parametrize("word", ["BENEFIT_DECISION", "FRAUD", "DEBT", "IMMIGRATION", "", "care_delivery"])
def test_a_benefit_decision_is_not_a_purpose(word: str) -> None:
    """What is not on the closed list is no purpose, and no purpose is denied for everybody."""
    assert purpose_of(word) is None
    for role, view in product(Role, View):
        assert decide(ask(role, view, purpose_of(word)), POLICY).answer is Answer.DENY


def test_no_rule_gives_a_name_to_an_analyst_or_an_engineer() -> None:
    """Planning and plumbing need no names."""
    for rule in POLICY.rule:
        if rule.role in {Role.ANALYST, Role.INTEGRATION_ENGINEER}:
            assert not rule.names
            assert not set(rule.views) & set(PERSON_VIEWS)


def test_true_numbers_are_for_those_who_may_know_the_people() -> None:
    """Small numbers of a dashboard reach nobody who might not open the people behind them, under any rule or view."""
    true = {(rule.role, view) for rule in POLICY.rule if rule.true_numbers for view in rule.views}
    assert true == {(Role.COORDINATOR, View.DASHBOARDS), (Role.SOCIAL_WORKER, View.DASHBOARDS)}
    for role, wanted in ((Role.COORDINATOR, True), (Role.ANALYST, False), (Role.INFORMATION_GOVERNANCE, False)):
        given = [decide(ask(role, View.DASHBOARDS, purpose), POLICY) for purpose in Purpose]
        permitted = [decision for decision in given if decision.answer is Answer.PERMIT]
        assert {decision.true_numbers for decision in permitted} == {wanted}


def test_whoever_is_shown_no_small_number_is_shown_no_list_to_count() -> None:
    """People on a list, named or not, and true numbers beside it would give every hidden number of a dashboard away."""
    true = {rule.role for rule in POLICY.rule if rule.true_numbers}
    rounded = {rule.role for rule in POLICY.rule if View.DASHBOARDS in rule.views} - true
    assert {Role.ANALYST, Role.INFORMATION_GOVERNANCE} <= rounded
    counted = {View.BOARD, View.EARLY_HELP, View.NOTICES, View.SEARCH, View.WHAT_IF, *PERSON_VIEWS} - {View.ACCESS}
    assert [rule for rule in POLICY.rule if rule.role in rounded and counted & {*rule.views}] == []


def test_a_purpose_outside_the_token_is_denied() -> None:
    """A token for one purpose cannot be used for another by changing a header."""
    caller = Caller("u", Role.COORDINATOR, "QHL", frozenset({Purpose.EARLY_HELP_OFFER}))
    decision = decide(AccessRequest(caller, View.BOARD, Purpose.DISCHARGE_COORDINATION), POLICY)
    assert (decision.answer, decision.reason) == (Answer.DENY, "purpose_not_granted")


def test_a_council_sees_its_own_people_only() -> None:
    """A social worker opens a resident of the council, and the board narrowed to it."""
    own, other = Ties(frozenset({"E1"})), Ties(frozenset({"E2"}))
    purpose = Purpose.NEEDS_ASSESSMENT
    for ties, answer in ((own, Answer.PERMIT), (other, Answer.DENY), (Ties(), Answer.DENY)):
        assert (
            decide(ask(Role.SOCIAL_WORKER, View.RECORD, purpose, "E1")._replace(subject=ME, ties=ties), POLICY).answer
            is answer
        )
    board = ask(Role.SOCIAL_WORKER, View.BOARD, purpose, "E1")
    assert decide(board, POLICY).answer is Answer.DENY
    assert decide(board._replace(council="E1"), POLICY).answer is Answer.PERMIT


def test_a_provider_sees_the_people_it_cares_for_only() -> None:
    """Care staff need a line of support by their own organisation."""
    own, other = Ties(providers=frozenset({"1-101"})), Ties(providers=frozenset({"1-102"}))
    purpose = Purpose.CARE_DELIVERY
    assert (
        decide(ask(Role.CARE_STAFF, View.RECORD, purpose, "1-101")._replace(subject=ME, ties=own), POLICY).answer
        is Answer.PERMIT
    )
    assert (
        decide(ask(Role.CARE_STAFF, View.RECORD, purpose, "1-101")._replace(subject=ME, ties=other), POLICY).answer
        is Answer.DENY
    )


def test_a_person_sees_their_own_record_only() -> None:
    """Subject access is about oneself."""
    caller = Caller("p", Role.PERSON, "-", frozenset(Purpose), ME)
    asked = AccessRequest(caller, View.ACCESS, Purpose.SUBJECT_ACCESS, ME)
    assert decide(asked, POLICY).answer is Answer.PERMIT
    assert decide(asked._replace(subject=bytes(16)), POLICY).answer is Answer.DENY
    assert decide(asked._replace(caller=caller._replace(subject=None), subject=None), POLICY).answer is Answer.DENY


def test_an_access_history_asked_for_by_a_council_waits_for_review() -> None:
    """REVIEW is neither yes nor no: a person in information governance says."""
    asked = ask(Role.SOCIAL_WORKER, View.ACCESS, Purpose.SUBJECT_ACCESS, "E1")._replace(
        subject=ME, ties=Ties(frozenset({"E1"}))
    )
    assert decide(asked, POLICY).answer is Answer.REVIEW
