"""The next step of whole lives, its holder and its day, against an oracle that reads it off what happened."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.events import care_record as c
from hub.events.continuing_healthcare import ChcChecklistCompleted
from hub.events.coordination import CarerTold, SafeguardingConcernRaised
from hub.events.envelope import Event
from hub.processors.joint import JointProcessor
from tests.domain.day_oracle import deaths_by_hand
from tests.domain.lives import Life
from tests.domain.money_lives import MoneyLife
from tests.domain.oracle import london
from tests.domain.ruled_lives import RuledLife
from tests.domain.step_known import Known, known_by
from tests.domain.step_lives import Waiting, end_lines_inside, tell_dead
from tests.domain.step_oracle import Next, next_by_hand, weeks_by_hand
from tests.domain.step_oracle_waiting import MoneyOn, beside_by_hand
from tests.domain.stories import Story, ms
from tests.processors.people import AREAS, see
from tests.processors.standing import home
from tests.processors.test_joint_lives import fold

JOINT = JointProcessor(AREAS)
DAY = timedelta(days=1)
seeds = st.integers(0, 10**9)


def states(events: Sequence[Event], first: date, days: int) -> Iterator[tuple[date, Any]]:
    """Give each day with the state of what had been told by then."""
    known, state = -1, None
    for number in range(days):
        on = first + number * DAY
        told = [event for event in events if london(event.occurred_at) <= on]
        if len(told) != known:
            known, state = len(told), fold(told, JOINT)
        yield on, state


def shown(state: Any, on: date) -> tuple[Next | None, list[Next]]:
    """Give the next step and what waits as the joint state says them."""
    view = JOINT.view(state, on)
    return _read(view["next_step"]), [step for step in map(_read, view["open_steps"]) if step is not None]


def _read(row: Any) -> Next | None:
    if row is None:
        return None
    due = None if row["due"] is None else date.fromisoformat(row["due"])
    return Next(row["what"], row["holder"], row["organisation"], due)


def compare(
    events: Sequence[Event], read: Callable[[date], tuple[Known, MoneyOn] | None], first: date, days: int
) -> None:
    """Compare every day: the next step, the list of what waits, and the board's row."""
    for on, state in states(events, first, days):
        if (said := read(on)) is None:
            continue
        known, money = said
        beside = beside_by_hand(known, money)
        step = next_by_hand(known, beside)
        found, every = shown(state, on)
        assert found == step, on
        weeks = weeks_by_hand(known, known.weeks) if known.weeks and known.weeks.status == "open" else []
        asked = {one for one in weeks if one.what != "support"} | ({step} if step else set())
        assert [one for one in every if one in beside] == beside, on
        assert sorted(one for one in every if one not in beside) == sorted(asked - set(beside)), on
        row = JOINT.listing(state, on)
        if row is not None:
            assert (row.step, row.holder, row.step_due) == ((step.what, step.holder, step.due) if step else (None,) * 3)
            assert {(one.step, one.holder): one.due for one in row.also} == _behind(step, beside, asked), on
            assert list(row.also) == sorted(row.also, key=lambda one: one.due or date.max), on


def _behind(step: Next | None, beside: Sequence[Next], asked: set[Next]) -> dict[tuple[str, str | None], date | None]:
    """Give what waits behind what comes next: the same work of one holder once, by its earliest day."""
    found: dict[tuple[str, str | None], date | None] = {}
    for one in (*beside, *asked):
        key = (one.what, one.holder)
        found[key] = min(found.get(key, one.due) or date.max, one.due or date.max)
    if step is not None:
        found.pop((step.what, step.holder), None)
    return {key: None if due == date.max else due for key, due in found.items()}


@pytest.mark.timeout(400)  # every day of each life is asked, which takes seconds a life
@settings(deadline=None, max_examples=15)
@given(seed=seeds)
@example(seed=834007935)  # told dead, then two stays, of which the last ended by death: the first death ends the weeks
@example(seed=10)  # told dead of the day on which a stay began, at no hour: only what came on later days is after it
def test_the_next_step_of_every_day_is_as_the_rules_say(seed: int) -> None:
    """Stays, visits, coordinators, reviews, appeals, moves, concerns and deaths, from before the first stay on."""
    dice, life = random.Random(seed), Life(seed)
    first = london(min(event.occurred_at for event in life.story.events))
    end_lines_inside(life.story, dice)
    days = (life.now.date() - first).days + 60
    Waiting(life.story, dice, first, days, moving=True)
    tell_dead(life.story, random.Random(f"dead {seed}"), first, days)
    events = life.story.events
    compare(events, lambda on: (known_by(events, on, None), MoneyOn()), first - DAY, days)


def owed_by_hand(seed: int, on: date) -> tuple[MoneyOn, tuple[str, date] | None, bool]:
    """Walk through the money of a life as it is known on a day: undecided, paid back, an early end, any doubt.

    While the board pays the six weeks are ended, since the day from which it does so without a break.
    """
    life = RuledLife(seed, on)
    life.charged = [charge for charge in life.charged if charge[2] <= on]
    life.reversed = {name for name in life.reversed for one in life.charged if one[0] == name and one[2] < on}
    undecided = tuple(sorted(life.undecided(on))) if life.weeks else ()
    refunds = tuple((name, since) for name, (since, _) in life.due().items())
    ends = [("left_england", life.left_england)] if life.left_england is not None else []
    first = life.weeks[-1][1] if life.weeks else on
    since = min(on, first + 41 * DAY)
    if first <= since and life.is_funded(since):
        while since > first and life.is_funded(since - DAY):
            since -= DAY
        ends.append(("continuing_healthcare", since))
    early = min((end for end in ends if first <= end[1] <= on), key=lambda end: end[1], default=None)
    return MoneyOn(undecided, refunds), early, any(life.is_doubted(charge[0]) for charge in life.charged)


def charged_for_what_nobody_told(known: Known) -> bool:
    """Whether a charge names a line of which nothing was told by then, or none while the person lived."""
    named = {body.line_id for body in known.bodies("ChargeRecorded")} - {None}
    died = min((london(at) for at in deaths_by_hand(known.stays)), default=date.max)
    return not named <= {body.line_id for body in known.bodies("SupportLineStarted") if body.started_on <= died}


@pytest.mark.timeout(400)
@settings(deadline=None, max_examples=10)
@given(seed=seeds)
def test_what_money_asks_for_stands_among_the_steps_by_its_day(seed: int) -> None:
    """Support that nobody decided about, charges to be paid back, and six weeks that the board or a move ended.

    What is asked about a charge in doubt is in `test_charges.py`: such days are passed over, and so are those on which
    one is for a line that nobody has told of yet.
    """
    dice, life = random.Random(seed), MoneyLife(seed)
    days = (life.weeks[-1][1] - life.admitted).days + 100
    Waiting(life.story, dice, life.admitted, days, moving=False)
    events = life.story.events

    def read(on: date) -> tuple[Known, MoneyOn] | None:
        money, early, doubted = owed_by_hand(seed, on)
        known = known_by(events, on, early)
        return None if doubted or charged_for_what_nobody_told(known) else (known, money)

    compare(events, read, life.admitted, days)


def what(story: Story, on: str) -> tuple[Any, ...]:
    """Give what is next on a day, at which organisation, and by when."""
    step = see(story, on)["next_step"]
    return step["what"], step["organisation"], step["due"]


def test_of_several_missed_visits_the_one_that_was_missed_first_waits() -> None:
    """Whoever has waited longest comes first, of whichever line; so it is with carers who do not know."""
    story = home()
    for provider in ("1-100", "1-200"):
        story.line("2026-11-14T07:00", "L1", 700, provider=provider)
    for day, provider in (("15", "1-200"), ("16", "1-100"), ("17", "1-100")):
        when = f"2026-11-{day}T08:00"
        story.tell(when, c.VisitMissed("L1", provider, ms(when)))
    assert what(story, "2026-11-17") == ("visit", "1-200", "2026-11-15")
    story.tell("2026-11-18T08:00", c.VisitConfirmed("L1", "1-200", ms("2026-11-18T08:00"), ms("2026-11-18T08:00")))
    assert what(story, "2026-11-18") == ("visit", "1-100", "2026-11-16")
    story.tell("2026-11-18T09:00", c.VisitConfirmed("L1", "1-100", ms("2026-11-18T09:00"), ms("2026-11-18T09:00")))
    assert what(story, "2026-11-18") == ("tell_carer", "1-200", "2026-11-15")
    story.tell("2026-11-18T10:00", CarerTold("L1", "1-200", ms("2026-11-15T08:00")))
    assert what(story, "2026-11-18") == ("tell_carer", "1-100", "2026-11-16")


def test_a_missed_visit_waits_though_nobody_told_of_the_start_of_its_line() -> None:
    """The provider's table of starts has not come: nobody was there all the same."""
    story = home()
    story.tell("2026-11-15T08:00", c.VisitMissed("L9", "1-300", ms("2026-11-15T08:00")))
    assert what(story, "2026-11-16") == ("visit", "1-300", "2026-11-15")


def test_a_concern_about_somebody_in_their_first_stay_names_the_council_of_their_home() -> None:
    """No six weeks have begun, and who answers on the day is known all the same."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-03T09:00", SafeguardingConcernRaised("S1"))
    story.tell("2026-11-03T10:00", ChcChecklistCompleted("K1", positive=True, completed_on=date(2026, 11, 3)))
    told = {row["what"]: row["organisation"] for row in see(story, "2026-11-04")["open_steps"]}
    assert told == {"stay": "RZZ", "safeguard": "E06000001", "decide_chc": "QF7"}
