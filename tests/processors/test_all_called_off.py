"""New terms of a line that runs, told in any order and each called off: the line ran as if nobody had told of them."""

import random
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events.care_record import SupportLineEnded
from tests.domain.stories import Story
from tests.processors.lines_told import ends, home, ran, starts

DAY = timedelta(days=1)
BEGAN = date(2026, 11, 14)


def told_and_called_off(story: Story, dice: random.Random) -> None:
    """Tell of up to four starts on other days, some with an end, and call each of them off some time after it."""
    when = datetime.fromisoformat("2026-11-14T11:00")
    waiting = [BEGAN + number * DAY for number in dice.sample(range(1, 30), dice.randrange(1, 5))]
    standing: list[date] = []
    while waiting or standing:
        when += timedelta(minutes=dice.choice([3, 60, 1440, 4000]))
        told = when.strftime("%Y-%m-%dT%H:%M")
        if waiting and (not standing or dice.random() < 0.6):
            day = waiting.pop()
            last = dice.choice([None, None, day + dice.randrange(30) * DAY])
            starts(story, str(day), told, dice.choice([1400, 1000, 350]), ended_on=last)
            standing.append(day)
        else:
            day = standing.pop(dice.randrange(len(standing)))
            story.tell(str(day), SupportLineEnded("L1", "1-100", day, called_off=True), recorded=told)


@settings(deadline=None, max_examples=200)
@given(seed=st.integers(0, 10**9))
def test_a_line_whose_new_terms_are_all_called_off_runs_as_it_did(seed: int) -> None:
    """To the end that came with its start, to one that was told of it, or on without any."""
    dice, story = random.Random(seed), home()
    last = BEGAN + dice.randrange(10, 40) * DAY
    end = dice.choice(["carried", "told", None])
    starts(story, str(BEGAN), "2026-11-14T09:00", ended_on=last if end == "carried" else None)
    if end == "told":
        ends(story, str(last), "2026-11-14T09:30")
    told_and_called_off(story, dice)
    assert ran(story) == [(str(BEGAN), str(last) if end else None, 7.0)]
