"""What each finding is about, and by which events: both of them where two contradict each other."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.ordering import steps
from hub.events import care_record as c
from hub.events import charges as ch
from hub.events import continuing_healthcare as chc
from hub.events import coordination as co
from hub.events import determination as det
from hub.events import discharge as d
from hub.events import identity as i
from hub.events import portability as p
from hub.events.assessment import AssessmentCompleted
from hub.events.values import ERASED, Code, HomeArea, Place
from hub.processors.portability import PortabilityProcessor
from tests.domain.contradictions import Contradicted
from tests.domain.money_lives import MoneyLife
from tests.domain.sayings import OTHER, died_in_hospital, lives
from tests.domain.stories import HOME, Story, moment, spell
from tests.processors.people import fold, see, why
from tests.processors.standing import JOINT, ON, home, in_bed

Told = Callable[[Story], object]
Row = tuple[str, str, str | None, str | None, list[int]]
STAY = ("spell", "SP1", "RZZ")
LATER = "2026-11-20T09:00"


def found(story: Story) -> list[Row]:
    """Return rule, what it is about and the sources of each finding on 1 December."""
    return [
        (one["rule"], one["about"]["kind"], one["about"]["id"], one["about"]["of"], one["sources"])
        for one in see(story)["findings"]
    ]


def told(*bodies: object) -> Told:
    """Tell these on 20 November, one after the other."""

    def tell(story: Story) -> None:
        for at, body in enumerate(bodies):
            story.tell(f"2026-11-20T09:0{at}", body)  # type: ignore[arg-type]

    return tell


def _line(first: date, last: date | None = None, name: str = "L1", hours: int = 700, price: int = 2000) -> Told:
    return told(c.SupportLineStarted(name, "1-100", "HOME_SUPPORT", first, "NEW", last, hours, price))


def _charge(first: int, last: int, amount: int, line: str | None = None) -> ch.ChargeRecorded:
    return ch.ChargeRecorded("F1", date(2026, 11, first), date(2026, 11, last), amount, line_id=line)


MONEY = [
    (_line(date(2026, 11, 20), date(2026, 11, 10)), ("line_ended_before_start", "line", "L1", "1-100", [2])),
    (_line(date(2026, 11, 20), hours=34_000), ("hours_impossible", "line", "L1", "1-100", [2])),
    (_line(date(2026, 11, 20), price=-1), ("negative_money", "line", "L1", "1-100", [2])),
    (told(c.SupportLineEnded("L9", "1-100", date(2026, 11, 20))), ("unknown_line", "line", "L9", "1-100", [2])),
    (told(_charge(20, 20, -1)), ("negative_money", "charge", "F1", None, [2])),
    (told(_charge(20, 10, 1)), ("charge_ends_before_start", "charge", "F1", None, [2])),
    (told(_charge(20, 20, -1), _charge(20, 20, 1)), ("negative_money", "charge", None, None, [2])),
    (told(_charge(20, 20, 1, "L9")), ("charge_of_unknown_line", "charge", "F1", None, [2])),
    (told(ch.ChargeReversed("F9", date(2026, 11, 20))), ("reversal_without_charge", "charge", "F9", None, [2])),
    (
        told(_charge(20, 20, 1), ch.ChargeReversed("F1", date(2026, 11, 10))),
        ("reversal_before_charge", "charge", "F1", None, [2, 3]),
    ),
    (
        told(ch.EquipmentProvided("EQ1", "GRAB_RAIL", date(2026, 11, 20), -1)),
        ("negative_money", "equipment", "EQ1", None, [2]),
    ),
    (
        told(
            *(
                ch.EquipmentProvided(name, "GRAB_RAIL", date(2026, 11, 20), cost)
                for name, cost in (("EQ0", 1), ("EQ1", -1))
            )
        ),
        ("negative_money", "equipment", "EQ1", None, [3]),
    ),
    (
        told(det.FundingDetermined("D1", date(2026, 12, 25), 5000, 0, 0)),
        ("shares_not_whole", "determination", "D1", None, [2]),
    ),
    (
        told(*(det.FundingDetermined("D1", date(2026, 12, 25), share, 0, 0) for share in (5000, 10_000))),
        ("shares_not_whole", "determination", None, None, [2]),
    ),
    (told(chc.ChcEnded("K1", date(2026, 11, 20))), ("chc_does_not_fit", "chc", "K1", None, [2])),
]
PEOPLE = [
    (
        told(co.CoordinatorStoodDown("post-9", "E1")),
        ("coordinator_not_named", "coordinator", None, None, [2]),
    ),
    (told(co.TeamMemberJoined("post-8", "1-100")), ("team_without_purpose", "team_member", "post-8", None, [2])),
    (told(co.TeamMemberLeft("post-8", "1-100")), ("not_in_team", "team_member", None, None, [2])),
    (told(co.SafeguardingConcernClosed("C1")), ("concern_not_raised", "safeguarding", None, None, [2])),
    (
        told(co.SixWeeksOutcomeRecorded("ODD", date(2026, 11, 20))),
        ("unknown_outcome", "outcome", "ODD", None, [2]),
    ),
    (
        told(co.SixWeeksOutcomeRecorded("DIED", date(2026, 11, 20))),
        ("died_without_death", "outcome", "DIED", None, [2]),
    ),
    (
        told(co.SixWeeksOutcomeRecorded("OTHER", date(2026, 11, 20), spell("SP9"))),
        ("outcome_unplaced", "outcome", "OTHER", None, [2]),
    ),
    (
        told(AssessmentCompleted("AS1", "NEEDS", "ODD")),
        ("decision_unknown", "assessment", "AS1", None, [2]),
    ),
]
STAYS = [
    (lambda story: story.admit("2026-11-12T09:15"), ("admitted_twice", *STAY, [0, 1])),
    (lambda story: story.admit("2026-11-10T09:15", "SP2"), ("spells_overlap", "spell", "SP2", "RZZ", [0, 1])),
    (lambda story: story.move(LATER, "W9"), ("moved_after_leaving", *STAY, [1, 2])),
    (lambda story: story.discharge("2026-11-15T09:00"), ("discharged_again", *STAY, [1, 2])),
    (lambda story: story.correct(LATER, discharged_at=ERASED), ("discharge_time_erased", *STAY, [1, 2])),
    (lambda story: story.correct(LATER, patient_class="D"), ("class_after_leaving", *STAY, [1, 2])),
    (
        lambda story: story.correct(LATER, discharged_at=moment("2026-11-01")),
        ("discharged_before_admission", *STAY, [0, 2]),
    ),
    (
        told(d.ReadinessChanged(spell(), True, moment("2026-11-19T09:00"))),
        ("ready_after_leaving", *STAY, [1, 2]),
    ),
    (told(d.DelayReasonRecorded(spell(), Code("x", "CAP05"))), ("delay_after_leaving", *STAY, [1, 2])),
    (told(d.DelayReasonEnded(spell(), Code("x", "CAP05"))), ("unknown_delay_ended", *STAY, [2])),
    (told(d.PathwayDecided(spell(), "P9")), ("unknown_pathway", *STAY, [2])),
    (lambda story: story.cancel_admission(LATER, "SP9"), ("cancel_without_target", "spell", None, None, [2])),
    (told(d.TransferCancelled(spell())), ("cancel_without_target", *STAY, [2])),
]


@pytest.mark.parametrize(("tell", "row"), [*MONEY, *PEOPLE, *STAYS])
def test_a_finding_names_what_it_is_about_and_its_sources(tell: Told, row: Row) -> None:
    """Kind and id of the thing, whose id it is, and the events by their place in the person's order."""
    story = home()
    tell(story)
    assert row in found(story)


def test_an_end_before_the_start_names_both_events() -> None:
    """The beginning that one event told and the end that another did; a beginning that came later is no source."""
    story = home()
    story.line("2026-11-14", "L1", 700)
    story.tell("2026-11-20T09:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 10)))
    assert found(story) == [("line_ended_before_start", "line", "L1", "1-100", [2, 3])]
    assert why(story, "findings.0") == why(story, "findings.0.sources.1") == (3, "line_ended_before_start")
    assert why(story, "findings.0.sources.0") == (2, "line_ended_before_start")
    story.line("2026-11-25", "L1", 700, started_on="2026-11-09")
    assert found(story) == [("line_ended_before_start", "line", "L1", "1-100", [2, 3])]


def test_more_than_a_day_names_every_line_that_runs() -> None:
    """It is about the line that is too much, and against all that run on the day, ended ones not among them."""
    story = home()
    story.line("2026-11-14", "L1", 9000, origin="NEW")
    story.line("2026-11-14T09:00", "L2", 100, origin="NEW", ended_on=date(2026, 11, 14))
    story.line("2026-11-15", "L3", None, origin="NEW")
    story.line("2026-11-16", "L4", 9000, origin="NEW", provider="1-101")
    assert found(story) == [("more_than_a_day", "line", "L4", "1-101", [2, 5])]


def test_of_two_coordinators_both_events_are_kept() -> None:
    """The one who stands is named, the other is seen by why."""
    story = home()
    for post in ("post-1", "post-2"):
        story.tell("2026-11-14T09:00", co.CoordinatorNamed(post, "E08000025"))
    ((rule, kind, named, of, sources),) = found(story)
    assert (rule, kind, of, sources) == ("two_coordinators", "coordinator", None, [2, 3])
    assert named == see(story)["episodes"][0]["coordinator"]["post_id"]


def test_an_origin_against_the_days_names_how_the_line_ran_before() -> None:
    """It ran before admission, and was stated as new."""
    story = Story()
    story.line("2026-06-01", "L1", 700)
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-14", c.SupportLineChanged("L1", "1-100", date(2026, 11, 14), origin="NEW"))
    assert found(story) == [("origin_contradicted", "line", "L1", "1-100", [0, 3])]


def test_who_is_back_in_england_was_away_by_another_event() -> None:
    """A home in Wales and the English one again."""
    story = home()
    story.tell("2026-11-15T09:00", i.PersonUpdated(home=HomeArea("W06000015", None, 1.0, "directory")))
    story.correct("2026-11-21T09:00", home=HOME)
    assert found(story) == [("back_in_england", "person", None, None, [2, 3])]


def test_readiness_that_contradicts_names_what_it_was_taken_back_by() -> None:
    """Set for a time before it was taken back; and taken back after the person left."""
    story = in_bed()
    story.tell("2026-11-08T09:00", d.ReadinessChanged(spell(), True, moment("2026-11-08T09:00")))
    story.tell("2026-11-09T09:00", d.ReadinessChanged(spell(), False))
    story.tell("2026-11-10T09:00", d.ReadinessChanged(spell(), True, moment("2026-11-07T09:00")))
    assert found(story) == [("ready_before_voided", *STAY, [2, 3])]
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-14T09:00", d.ReadinessChanged(spell(), False))
    assert ("voided_after_leaving", *STAY, [4, 5]) in found(story)


def test_life_death_and_places_name_both_sides() -> None:
    """A hospital says that who died lives; somebody is admitted after a death; another ward is reported."""
    denied = in_bed()
    died_in_hospital(denied, "2026-11-13T16:40", method=Code("method", "4"))
    lives(denied, "2026-11-14T09:00", recorded="2026-11-14T09:00")
    assert found(denied) == [("lives_and_died", *STAY, [1, 2])]
    after = home()
    after.death("2026-11-20T09:00", died="2026-11-20")
    after.admit("2026-11-21T09:00", "SP2", OTHER.organisation)
    assert ("active_after_death", "spell", "SP2", OTHER.organisation, [2, 3]) in found(after)
    moved = Story()
    moved.admit("2026-11-02T09:15", place=Place("RZZ01", "AMU"))
    moved.correct("2026-11-03T09:15", reported_place=Place("RZZ01", "W7"))
    assert found(moved) == [("reported_elsewhere", *STAY, [0, 1])]


def test_stays_of_which_little_is_known_have_one_source() -> None:
    """No admission was seen: neither the ward nor an overlap has another event to name."""
    story = Story()
    story.correct("2026-11-01T09:15", "SP1", reported_place=Place("RZZ01", "W7"))
    assert found(story) == [("reported_elsewhere", *STAY, [0])]
    story.admit("2026-11-10T09:15", "SP2", OTHER.organisation)
    assert ("spells_overlap", "spell", "SP2", OTHER.organisation, [0, 1]) in found(story)
    left = Story()
    left.discharge("2026-11-13T16:40")
    assert found(left) == [("no_admission_seen", *STAY, [0])]


def test_a_discharge_of_a_stay_that_was_cancelled_names_the_cancel() -> None:
    """The discharge is kept, with both."""
    story = in_bed()
    story.cancel_admission("2026-11-02T09:15", recorded="2026-11-03T09:00")
    story.discharge("2026-11-13T16:40")
    assert ("ended_while_void", *STAY, [1, 2]) in found(story)


def test_a_move_lists_the_sources_of_its_own_findings() -> None:
    """Another council than that of the notice; words after the end; a move to the same council."""
    moving = PortabilityProcessor()
    story = home()
    story.tell("2026-11-14T09:00", p.MoveNotified("M1", date(2026, 11, 20), "E08000025", "E08000025"))
    story.tell("2026-11-15T09:00", p.MoveConfirmedGenuine("M1", "E09000001"))
    story.tell("2026-11-16T09:00", p.MoveCancelled("M1"))
    story.tell("2026-11-17T09:00", p.MoveCompleted("M1", date(2026, 11, 17)))
    state = fold(story, moving)
    (move,) = moving.view(state, ON)["moves"]
    assert [(one["rule"], one["sources"]) for one in move["findings"]] == [
        ("move_within_council", [2]),
        ("another_council", [2, 3]),
        ("move_out_of_turn", [4, 5]),
    ]
    reasons = moving.reasons(state, ON)
    assert [reasons[f"moves.0.findings.1.sources.{at}"][0] for at in (0, 1)] == [2, 3]


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 10**9), kind=st.sampled_from([Contradicted, MoneyLife]))
def test_every_finding_of_any_life_has_sources_that_happened(seed: int, kind: type[Contradicted | MoneyLife]) -> None:
    """Each event once, in order, the one behind the finding among them, and why tells of each."""
    events = kind(seed).story.events
    state = JOINT.initial()
    for step in steps(events):
        state = JOINT.evolve(state, step)
    reasons = JOINT.reasons(state, ON)
    for at, one in enumerate(JOINT.view(state, ON)["findings"]):
        sources = one["sources"]
        assert sources == sorted({*sources}) != []
        assert reasons[f"findings.{at}"][0] in sources
        assert [reasons[f"findings.{at}.sources.{n}"][0] for n in range(len(sources))] == sources
        assert max(sources) < len(events)
        assert one["spell_id"] is None or one["about"]["id"] == one["spell_id"]
