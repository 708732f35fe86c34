"""The joint six-week processor: stays and episodes of one person."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.ahead import days_ahead, happened_by
from hub.domain.alerts import Beside, alerts_ahead
from hub.domain.answering import Term, answering, moves, on_day
from hub.domain.appeal_clocks import AppealPolicy
from hub.domain.days import day_of
from hub.domain.episodes import Episode, episode_id, episodes
from hub.domain.former_councils import OwnTime, own_times
from hub.domain.homes import AreaLookup, NoAreas
from hub.domain.joint_fold import fold
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.law import LAW, Law
from hub.domain.on_a_day import on_a_day
from hub.domain.only_visits import only_visits
from hub.domain.open_steps import Around, may_ask_of_anybody, open_steps
from hub.domain.outcomes import outcome_of
from hub.domain.responsible import responsible
from hub.domain.six_weeks import Policy
from hub.domain.splits import Splits
from hub.domain.step import COUNCIL, NextStep
from hub.domain.steps import Fact, Step
from hub.domain.steps_of_money import Owed
from hub.domain.visit_policy import VISITS, VisitPolicy
from hub.domain.whereabouts import Hidden
from hub.events.catalogue import ASSESSMENT, CARE_RECORD, DISCHARGE, IDENTITY
from hub.ports.board import status_on
from hub.ports.listing import Listing
from hub.ports.processor import Outline, Processor
from hub.processors.joint_appeals import board_appeal_facts
from hub.processors.joint_assessments import review_days, review_facts
from hub.processors.joint_board import step_days, with_step
from hub.processors.joint_days import board_days
from hub.processors.joint_facts import Weeks, facts_of, wakes_of
from hub.processors.joint_figures import counted_stays, episode_fact, stay_facts
from hub.processors.joint_funding import NO_MONEY, money_told, owed_on
from hub.processors.joint_ledger import ledger_json
from hub.processors.joint_listing import listed
from hub.processors.joint_money import Sheet, with_money
from hub.processors.joint_page import joint_page
from hub.processors.joint_ready import may_wait, wait_days, with_wait
from hub.processors.joint_rules import Rules
from hub.processors.joint_standing import standing
from hub.processors.joint_tasks import task_facts
from hub.processors.joint_waiting import waiting_json
from hub.processors.joint_weeks import Course, courses, courses_under
from hub.processors.page import Page

_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(JointState).decode
_INITIAL: Final = JointState()
_APPEALS: Final = AppealPolicy()


class JointProcessor(Processor[JointState]):
    """Folds a person's events into stays; episodes, milestones and alerts follow from them.

    `areas` is effective-dated reference data, `policy` the window's length by date, `splits` who shares what is joint,
    `appeals` their clocks, `law` what law and guidance set, `visits` from when one is late.  `rules` is what episodes
    and money follow from, beside the state.  With `withholds` no view and no row says where anybody lives.
    """

    name = "joint"
    version = 10
    topics = frozenset({DISCHARGE, IDENTITY, ASSESSMENT, CARE_RECORD})

    def __init__(  # noqa: PLR0913 - one argument for each kind of policy
        self,
        areas: AreaLookup | None = None,
        policy: Policy | None = None,
        splits: Splits | None = None,
        appeals: AppealPolicy = _APPEALS,
        law: Law = LAW,
        *,
        visits: VisitPolicy = VISITS,
        withholds: bool = False,
    ) -> None:
        self.rules = Rules(areas or NoAreas(), policy or Policy(), splits or Splits(), law)
        self._appeals, self._visits = appeals, visits
        self._withholds = withholds

    def initial(self) -> JointState:
        """Give the state of somebody of whom nothing is known."""
        return _INITIAL

    def evolve(self, state: JointState, step: Step) -> JointState:
        """One step, in canonical order."""
        return fold(state, step, self._visits)

    def outline(self, state: JointState, today: date) -> Outline:
        """Figures, milestones reached and alerts of what stands; the next day of any of them; the board's row.

        The next day is one on which a milestone is reached, an end comes, a window closes, somebody else answers, or
        something comes true that is dated ahead.  Of somebody who is forgotten what was told until then stays for
        the count; they are on no board, and nothing is looked at again.
        """
        state = self._withheld(state)
        forgotten = state.forgotten
        today = today if forgotten is None else min(today, day_of(forgotten.value.at))
        days, whole = days_ahead(state, today), state
        if days:
            state = happened_by(state, today)
        facts: list[Fact] = []
        terms: Sequence[Term] = ()
        found = self._standing(state)
        answered: list[tuple[Episode, Sequence[Term]]] = []
        for place, episode in enumerate(found):
            name = episode_id(state.spells[episode.spell], episode.leaving)
            terms = answering(state, self.rules.areas, episode)
            answered.append((episode, terms))
            beside = Beside(found[place - 1] if place else None, outcome_of(state, found, place))
            weeks = Weeks(episode, name, terms, alerts_ahead(state, episode, beside, today))
            facts.append(episode_fact(state, episode, name, terms, beside.outcome))
            facts += facts_of(state, weeks, today)
            days += wakes_of(weeks, today)
        told, later = task_facts(state, terms, today)
        facts += told
        days += later
        money = NO_MONEY
        if state.lines or state.money is not None:
            money = money_told(state, courses(state, answered), self.rules, today)
            facts += money.facts
            days += money.days
        stays = counted_stays(state, self.rules.areas, (terms[0].first, terms[0].who) if terms else None)
        facts += stay_facts(stays)
        waiting = may_wait(stays, today)
        if state.appeals:
            facts += board_appeal_facts(state, self.rules.areas, self._appeals)
        if state.assessments:
            facts += review_facts(state, self.rules.law, today)
            days += review_days(state, self.rules.law, today)
        if forgotten is not None:
            return Outline(frozenset(facts))
        days += moves(state, self.rules.areas, today, date.max)[:1]
        days += step_days(state, today)
        days += wait_days(waiting, today)
        listing = self._listed(state, self._around(state, found, terms, money.owed, today), today)
        return Outline(
            frozenset(facts),
            min(days, default=None),
            with_wait(listing, waiting, today),
            board_days(whole, listing, found, self.rules.areas, today),
        )

    def tells_the_same(self, before: JointState, after: JointState) -> bool:
        """Whether nothing came but visits that took place, of somebody who lives."""
        return only_visits(before, after) and confirmed_death(after) is None

    def as_of(self, whole: JointState, then: JointState, on: date) -> JointState:
        """Give the state as it was on a day: what begins later is not true yet."""
        return on_a_day(whole, then, on)

    def view(self, state: JointState, on: date) -> Mapping[str, Any]:
        """What a reader sees on a day."""
        return self._page(state, on, Page())

    def reasons(self, state: JointState, on: date) -> Mapping[str, tuple[int, str]]:
        """For each path of the view: the ordinal that decided and the label of the rule."""
        page = Page()
        self._page(state, on, page)
        return page.reasons

    def _standing(self, state: JointState) -> list[Episode]:
        return [episode for episode in episodes(state, self.rules.policy) if episode.void_by is None]

    def _page(self, state: JointState, on: date, page: Page) -> dict[str, Any]:
        """Give the view; its status is that of the row by which the board is filtered."""
        state = self._shown(state, on)
        view = joint_page(state, self.rules, on, page)
        courses_ = self._courses(state)
        view = with_money(view, Sheet(state, courses_, self.rules, on, page))
        around = self._around_on(state, courses_, on)
        view |= waiting_json(state, around, episodes(state, self.rules.policy), on, page)
        listing = self._listed(state, around, on)
        return view | standing(state, view, None if listing is None else status_on(listing, on), page)

    def ledger(self, state: JointState, on: date) -> dict[str, Any]:
        """What each payer owes by day and line, up to a day."""
        state = self._shown(state, on)
        return ledger_json(state, self._courses(state), self.rules, on)

    def waits(self, state: JointState, on: date) -> bool:
        """Say whether anything waits for somebody to act on a day, for a living person or for one who died."""
        return bool(self._waiting(state, on))

    def holders(self, state: JointState, on: date) -> frozenset[str]:
        """Return the councils that hold what waits on a day, of those that anybody may be told."""
        steps = self._waiting(state, on)
        return frozenset(
            step.organisation for step in steps if step.holder == COUNCIL and step.organisation is not None
        )

    def own_times(self, state: JointState, on: date) -> list[OwnTime]:
        """Return the councils that somebody left by a day, with the days of each; none while whereabouts are hidden."""
        state = self._shown(state, on)
        if state.hiding:
            return []
        every = (answering(state, self.rules.areas, episode) for episode in self._standing(state))
        return own_times([term for terms in every for term in terms], on)

    def _waiting(self, state: JointState, on: date) -> list[NextStep]:
        state = self._shown(state, on)
        return open_steps(state, self._around_on(state, self._courses(state), on), on)

    def _courses(self, state: JointState) -> list[Course]:
        return courses_under(state, self.rules)

    def _around_on(self, state: JointState, found: Sequence[Course], on: date) -> Around:
        standing = self._standing(state)
        terms = answering(state, self.rules.areas, standing[-1]) if standing else ()
        return self._around(state, standing, terms, owed_on(state, found, self.rules, on), on)

    def _around(
        self, state: JointState, found: Sequence[Episode], terms: Sequence[Term], owed: Owed, on: date
    ) -> Around:
        who = on_day(terms, on).who if found else None
        if who is None and may_ask_of_anybody(state):
            who = responsible(state, self.rules.areas, on)
        return Around(found, who, owed, self._appeals, self.rules.law)

    def _listed(self, state: JointState, around: Around, today: date) -> Listing | None:
        last = around.standing[-1] if around.standing else None
        return with_step(listed(state, last, around.responsible, self.rules.areas, today), state, around, today)

    def withholding(self) -> "JointProcessor":
        """Give one that views nothing that says where the person lives."""
        rules, visits = self.rules, self._visits
        given = rules.areas, rules.policy, rules.splits, self._appeals, rules.law
        return JointProcessor(*given, visits=visits, withholds=True)

    def _shown(self, state: JointState, on: date) -> JointState:
        if state.forgotten is not None:
            return JointState(forgotten=state.forgotten)
        return self._withheld(on_a_day(state, state, on))

    def _withheld(self, state: JointState) -> JointState:
        if state.hiding or not self._withholds:
            return state
        return msgspec.structs.replace(state, hiding=(Hidden(None, None, 0),))

    def encode(self, state: JointState) -> bytes:
        """Canonical bytes: every field at its place, tuples in canonical order."""
        return _ENCODE(state)

    def decode(self, value: bytes) -> JointState:
        """Read what `encode` wrote."""
        return _DECODE(value)
