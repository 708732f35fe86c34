"""What would differ for one person under another rule, by hand."""

from collections import Counter
from datetime import date

import pytest

from hub.domain.rule_difference import Count, Difference
from hub.domain.splits import Split, Splits
from hub.events.charges import ChargeRecorded, EquipmentProvided
from hub.events.continuing_healthcare import ChcDecided, ChcFastTracked
from hub.events.determination import FundingDetermined
from hub.events.identity import DeathRecorded, PersonUpdated, SubjectKeyDestroyed
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from hub.processors.joint_what_if import difference
from tests.domain.sayings import says
from tests.domain.stories import Story, moment
from tests.processors.people import AREAS, fold
from tests.processors.under_rules import JOINT, LATER, asked, counted, home


def pence(found: Difference) -> tuple[dict[str, int], dict[str, int]]:
    """Give what each payer owes by both."""
    return dict(found.owed_today), dict(found.owed_other)


def test_four_weeks_by_hand() -> None:
    """To 10 December instead of the 24th: 14 days fewer, which the council pays alone, and a charge that stands."""
    story = home()
    story.tell("2026-12-20T12:00", ChargeRecorded("F1", date(2026, 12, 11), date(2026, 12, 20), 10_000, "E06000001"))
    found = asked(story, "window_days=28")
    assert counted(found, Count.PEOPLE, Count.SIX_WEEKS_CHANGE, Count.EPISODES) == (1, 1, 1)
    assert counted(found, Count.DAYS_TODAY, Count.DAYS_OTHER, Count.DAYS_MORE, Count.DAYS_FEWER) == (42, 28, 0, 14)
    assert pence(found) == ({"COUNCIL": 41_000, "ICB": 41_000}, {"COUNCIL": 55_000, "ICB": 27_000})
    assert counted(found, Count.FREE_LOST, Count.LINE_DAYS_LOST, Count.FREE_GAINED) == (1, 14, 0)
    assert counted(found, Count.NO_LONGER_REFUNDABLE, Count.BECOME_REFUNDABLE) == (1, 0)
    assert counted(found, Count.REFUNDS_TODAY, Count.REFUNDS_OTHER) == (10_000, 0)
    assert found.statuses == Counter()


def test_eight_weeks_by_hand() -> None:
    """To 7 January: 14 days more, joint whatever was decided for them, and a charge is paid back."""
    story = home()
    story.tell("2026-12-20T10:00", FundingDetermined("D1", date(2026, 12, 25), 6_000, 0, 4_000))
    story.tell("2026-12-30T12:00", ChargeRecorded("F1", date(2026, 12, 25), date(2026, 12, 28), 3_200, "E06000001"))
    found = asked(story, "window_days=56")
    assert counted(found, Count.DAYS_TODAY, Count.DAYS_OTHER, Count.DAYS_MORE) == (42, 56, 14)
    assert pence(found) == (
        {"COUNCIL": 41_000 + 14 * 1_200, "ICB": 41_000, "PERSON": 14 * 800},
        {"COUNCIL": 41_000 + 14 * 1_000, "ICB": 41_000 + 14 * 1_000},
    )
    assert counted(found, Count.CHARGED_LESS, Count.CHARGED_MORE, Count.FREE_GAINED) == (1, 0, 1)
    assert counted(found, Count.BECOME_REFUNDABLE, Count.REFUNDS_OTHER, Count.REFUNDS_TODAY) == (1, 3_200, 0)


def test_days_that_the_board_pays_are_no_covered_ones() -> None:
    """Seven days of continuing healthcare inside the weeks are missing from both; one that a death ends among them."""
    story = home()
    story.tell("2026-11-18T10:00", ChcFastTracked("K1", date(2026, 11, 18)))
    story.tell("2026-11-25T10:00", ChcDecided("K1", "NOT_ELIGIBLE", date(2026, 11, 25)))
    found = asked(story, "window_days=28")
    assert counted(found, Count.DAYS_TODAY, Count.DAYS_OTHER, Count.DAYS_FEWER) == (35, 21, 14)
    story.tell("2026-11-20T12:00", DeathRecorded(moment("2026-11-20"), confirmed=True))
    found = asked(story, "window_days=7")
    assert counted(found, Count.DAYS_TODAY, Count.DAYS_OTHER, Count.SIX_WEEKS_CHANGE) == (5, 5, 0)


def test_four_weeks_of_reablement_by_hand() -> None:
    """Resumed on 14 November, free to 25 December and by the rule to 11 December: 13 days of the window fewer.

    A charge for the last of them stands; whoever pays is the same, and so are the six weeks.
    """
    story = Story()
    story.line("2026-11-01", "L0", 700, price_per_hour=2000)
    story.admit("2026-11-02T09:15", gp_practice=None)
    story.discharge("2026-11-13T16:40")
    story.line("2026-11-14", "L1", 700, origin="RESUMED", price_per_hour=2000, service="REABLEMENT")
    story.tell("2026-12-24T12:00", ChargeRecorded("F1", date(2026, 12, 12), date(2026, 12, 21), 10_000, line_id="L1"))
    found = asked(story, "free_programme_days=28@2026-11-14")
    assert counted(found, Count.SIX_WEEKS_CHANGE, Count.DAYS_FEWER) == (0, 0)
    assert counted(found, Count.FREE_LOST, Count.LINE_DAYS_LOST, Count.FREE_GAINED) == (1, 13, 0)
    assert counted(found, Count.NO_LONGER_REFUNDABLE, Count.REFUNDS_TODAY, Count.REFUNDS_OTHER) == (1, 10_000, 0)
    assert found.owed_today == found.owed_other
    assert counted(asked(story, "free_programme_days=28@2026-11-15"), Count.LINE_DAYS_LOST) == (0,)


def test_less_for_adaptations_by_hand() -> None:
    """One of 600 pounds is never charged today; up to 500 it may be, from the day on which it was provided."""
    story = home()
    story.tell("2026-11-16T09:00", EquipmentProvided("Q1", "ADAPTATION", date(2026, 11, 16), 60_000))
    story.tell("2026-11-20T09:00", ChargeRecorded("F1", date(2026, 11, 20), date(2026, 11, 20), 5_000, line_id="Q1"))
    found = asked(story, "free_adaptation_pounds=500@2026-11-16")
    assert counted(found, Count.NO_LONGER_REFUNDABLE, Count.REFUNDS_TODAY, Count.REFUNDS_OTHER) == (1, 5_000, 0)
    assert counted(found, Count.LINE_DAYS_LOST, Count.SIX_WEEKS_CHANGE) == (0, 0)
    assert counted(asked(story, "free_adaptation_pounds=500@2026-11-17"), Count.NO_LONGER_REFUNDABLE) == (0,)


def test_another_split_by_hand() -> None:
    """Sixty to forty from 1 December: 17 days half each, 24 at twelve pounds and eight; nobody's six weeks change."""
    found = asked(home(), "split=60:40@2026-12-01")
    assert pence(found) == ({"COUNCIL": 41_000, "ICB": 41_000}, {"COUNCIL": 45_800, "ICB": 36_200})
    assert counted(found, Count.SIX_WEEKS_CHANGE, Count.DAYS_FEWER, Count.LINE_DAYS_LOST) == (0, 0, 0)


def test_a_split_takes_the_place_of_later_rows_of_the_system_alone() -> None:
    """The system's own row of December goes with the change of November, and that of every system stays before it."""
    table = Splits((Split("*", date(2026, 1, 1), 10_000), Split("QF7", date(2026, 12, 1), 2_500)))
    found = asked(home(), "split=0:100@2026-11-24", joint=JointProcessor(AREAS, splits=table))
    assert pence(found) == ({"COUNCIL": 17 * 2_000 + 24 * 500, "ICB": 24 * 1_500}, {"COUNCIL": 20_000, "ICB": 62_000})


@pytest.mark.parametrize(
    ("on", "statuses"),
    [
        (date(2026, 12, 10), {}),
        (date(2026, 12, 11), {("open", "ended"): 1}),
        (date(2026, 12, 24), {("open", "ended"): 1}),
        (date(2026, 12, 25), {}),
    ],
)
def test_the_status_is_that_of_the_day(on: date, statuses: dict[tuple[str, str], int]) -> None:
    """Open on day 28 by both, from day 29 on by one alone, and from day 43 on by none."""
    found = asked(home(), "window_days=28", on=on)
    assert dict(found.statuses) == statuses
    assert counted(found, Count.SIX_WEEKS_CHANGE) == (1,)
    assert counted(found, Count.DAYS_FEWER) == (min(14, max(0, (on - date(2026, 12, 10)).days)),)


def test_a_death_before_either_end_changes_nothing() -> None:
    """Who died on day 4 had three covered days, and has them under a shorter window too."""
    story = home()
    story.tell("2026-11-16T08:00", DeathRecorded(moment("2026-11-16"), confirmed=True))
    found = asked(story, "window_days=28")
    assert counted(found, Count.SIX_WEEKS_CHANGE, Count.DAYS_TODAY, Count.DAYS_OTHER) == (0, 3, 3)


def test_a_window_holds_for_discharges_from_its_day_on() -> None:
    """The discharge of the 13th keeps its 42 days when the window changes on the 14th."""
    assert counted(asked(home(), "window_days=28@2026-11-14"), Count.SIX_WEEKS_CHANGE) == (0,)
    assert counted(asked(home(), "window_days=28@2026-11-13"), Count.SIX_WEEKS_CHANGE) == (1,)
    both = asked(home(), "window_days=56", "window_days=28@2026-11-13")
    assert counted(both, Count.DAYS_OTHER) == (28,)


def test_days_and_pounds_are_those_of_the_system_that_answers() -> None:
    """Moved on 3 December: 20 days are of the one system and 22 of the other, and none is counted by both."""
    story = home()
    story.tell("2026-12-03T09:00", PersonUpdated(home=HomeArea("E08000016", "QWO", 1.0, "directory")))
    one, other = (asked(story, "window_days=28", ics=ics) for ics in ("QF7", "QWO"))
    assert [counted(each, Count.DAYS_TODAY, Count.DAYS_OTHER) for each in (one, other)] == [(20, 20), (22, 8)]
    assert [sum(each.owed_today.values()) for each in (one, other)] == [19 * 2_000, 22 * 2_000]
    before = asked(story, "window_days=28", ics="QF7", on=date(2026, 12, 1))
    assert counted(before, Count.DAYS_TODAY) == (19,)
    rules = JOINT.rules
    assert difference(fold(story), rules, rules, "QWO", date(2026, 12, 2)) is None


def test_whoever_the_system_never_answers_for_is_not_of_the_area() -> None:
    """Somebody of another system, in hospital still, or whose whereabouts are hidden."""
    inside = Story()
    inside.admit("2026-11-02T09:15")
    hidden = home()
    says(hidden, "2026-11-20T09:00", hidden=True)
    for story, ics in ((home(), "QWO"), (inside, "QF7"), (hidden, "QF7")):
        assert difference(fold(story), JOINT.rules, JOINT.rules, ics, LATER) is None


def test_of_somebody_who_is_forgotten_what_was_told_until_then_counts() -> None:
    """Twelve of the days, up to the one on which the keys were destroyed, and no charge."""
    story = home()
    story.tell("2026-11-20T12:00", ChargeRecorded("F1", date(2026, 11, 14), date(2026, 11, 20), 10_000, "E06000001"))
    story.tell("2026-11-24T09:00", SubjectKeyDestroyed("retention ended"))
    found = asked(story, "window_days=5")
    assert counted(found, Count.DAYS_TODAY, Count.DAYS_OTHER) == (12, 5)
    assert counted(found, Count.NO_LONGER_REFUNDABLE, Count.REFUNDS_TODAY) == (0, 0)


def test_days_behind_later_six_weeks_are_of_no_window() -> None:
    """A window of 90 days would reach beyond the six weeks that ended it: money is counted to the last day of these."""
    story = home()
    story.admit("2026-11-20T09:00", "SP2", gp_practice=None)
    story.discharge("2026-11-22T09:00", "SP2")
    found = asked(story, "window_days=90", "window_days=10@2026-11-20", on=date(2027, 2, 1))
    assert counted(found, Count.DAYS_TODAY, Count.DAYS_OTHER) == (9 + 42, 9 + 10)
    assert found.owed_today.total() == found.owed_other.total() == 50 * 2_000


def test_what_lies_ahead_of_the_day_has_not_happened() -> None:
    """A discharge that is dated ahead ends nothing yet: by today's rule the six weeks go on to the 24th."""
    story = home()
    story.admit("2026-11-28T09:00", "SP2")
    story.discharge("2026-12-10T09:00", "SP2", recorded="2026-11-29T09:00")
    early = asked(story, "window_days=28", on=date(2026, 12, 1))
    assert counted(early, Count.SIX_WEEKS_CHANGE, Count.EPISODES) == (1, 1)
    assert counted(asked(story, "window_days=28", on=date(2026, 12, 10)), Count.EPISODES) == (2,)


def test_a_stay_of_unknown_class_opens_six_weeks_where_the_others_are_over() -> None:
    """Inside 42 days it is set aside; after 28 it is not, so that other days are covered, and none twice."""
    story = home()
    story.admit("2026-12-15T09:00", "SP2", patient_class=None)
    story.discharge("2026-12-16T09:00", "SP2")
    found = asked(story, "window_days=28")
    assert counted(found, Count.DAYS_TODAY, Count.DAYS_OTHER) == (42, 28 + 26)
    assert counted(found, Count.DAYS_MORE, Count.DAYS_FEWER) == (17, 5)
    assert dict(found.statuses) == {("none", "open"): 1}


def test_days_of_a_line_without_a_price_are_counted_and_in_no_sum() -> None:
    """To the end of the longer weeks, 55 days of a line whose amount nobody knows, beside the one that has a price."""
    story = home()
    story.line("2026-11-14", "L2", 700, origin="NEW")
    found = asked(story, "window_days=56")
    assert counted(found, Count.UNKNOWN) == (55,)
    assert pence(found) == pence(asked(home(), "window_days=56"))
