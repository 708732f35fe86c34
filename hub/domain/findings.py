"""What contradicts what in a person's events: kept and shown, never refused."""

from collections.abc import Iterator, Sequence
from datetime import date

from hub.domain.after_death import visits_after_death
from hub.domain.assessments import findings_of
from hub.domain.coordination_findings import coordination_findings
from hub.domain.episodes import Episode, episodes
from hub.domain.finding import ASSESSMENT, LINE, OUTCOME, PERSON, About, Finding, in_order
from hub.domain.home_against_moves import homes_against_moves
from hub.domain.joint_state import JointState
from hub.domain.left_england import back_in_england
from hub.domain.line_findings import line_findings
from hub.domain.money_findings import money_findings
from hub.domain.move_findings import move_findings
from hub.domain.moving import not_received
from hub.domain.outcomes import deaths_unheard_of, early, unplaced
from hub.domain.rules import Rule
from hub.domain.six_weeks import Policy
from hub.domain.spell_findings import spell_findings
from hub.domain.stated_origins import contradicted


def findings(state: JointState, policy: Policy, on: date) -> tuple[Finding, ...]:
    """Return the contradictions as seen on a day, by the event that brought each in.

    Of a discharge that was written ahead of its day it is one only until that day (`hub.domain.ahead`).  `policy` is
    the window's length by date.  Asked by whoever looks at a person, never after a batch.
    """
    known = episodes(state, policy)
    gone_missing = not_received(state, on)
    return in_order(
        [
            *coordination_findings(state),
            *spell_findings(state, policy),
            *line_findings(state.lines),
            *visits_after_death(state),
            *money_findings(state),
            *_of_six_weeks(state, known),
            *_of_assessments(state),
            *_of_moves(state),
            *(() if gone_missing is None else [gone_missing]),
        ]
    )


def _of_moves(state: JointState) -> Sequence[Finding]:
    if not state.moves:
        return ()
    found = [*move_findings(state)]
    return [*found, *homes_against_moves(state, found)]


def _of_six_weeks(state: JointState, known: Sequence[Episode]) -> Iterator[Finding]:
    for each in contradicted(state, known):
        line = About(LINE, each.line.line_id, each.line.provider)
        yield Finding(Rule.ORIGIN_CONTRADICTED, each.said.by, line, (each.then.by,))
    standing = [episode for episode in known if episode.void_by is None]
    if not state.hiding:
        back = dict(pair for episode in standing for pair in back_in_england(state, episode.window).items())
        for by, gone in back.items():
            yield Finding(Rule.BACK_IN_ENGLAND, by, About(PERSON), (gone,))
    if state.coordination is not None and state.coordination.outcomes:
        for outcome in unplaced(state, standing):
            yield Finding(Rule.OUTCOME_UNPLACED, outcome.by, About(OUTCOME, outcome.code))
        for outcome, episode in early(state, standing):
            yield Finding(Rule.OUTCOME_EARLY, outcome.by, About(OUTCOME, outcome.code), (episode.discharged.by,))
        for outcome in deaths_unheard_of(state):
            yield Finding(Rule.DIED_WITHOUT_DEATH, outcome.by, About(OUTCOME, outcome.code))


def _of_assessments(state: JointState) -> Iterator[Finding]:
    for assessment in state.assessments:
        about = About(ASSESSMENT, assessment.assessment_id)
        for rule, by in findings_of(assessment):
            yield Finding(rule, by, about)
