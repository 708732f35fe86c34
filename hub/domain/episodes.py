"""Joint six-week episodes: which discharges opened one, and what became of each.

Day 1 is the day of discharge.  An inpatient discharge opens an episode, unless the person died or moved to another
hospital (`destinations.TO_ANOTHER_HOSPITAL`), or another stay goes on holding them (`hub.domain.holding`).  A cancelled
discharge leaves a void one, an inpatient admission inside the window suspends, a later discharge opens a new one and
ends the one before, a confirmed death ends, as do a home outside England and full NHS Continuing Healthcare, this one
for as long as the board pays (`hub.domain.episode_ends`), and after the last covered day the window is closed.  Stays
of which nobody says the class change nothing in six weeks that run (`hub.domain.unknown_class`).
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from hub.domain.days import day_of
from hub.domain.destinations import INPATIENT
from hub.domain.episode_ends import Away, other_ends
from hub.domain.holding import after, began, goes_on_elsewhere, was_over
from hub.domain.ids import named
from hub.domain.joint_state import JointState, confirmed_death, death_taken_back
from hub.domain.left_england import End
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.six_weeks import Policy, Times, Window, opened, plus
from hub.domain.spells import Leaving, SpellState
from hub.domain.unknown_class import opens_six_weeks, set_aside
from hub.events.values import Moment

_NAMESPACE: Final = uuid.UUID("5a2f6f0e-6f3f-5c0b-9a60-2d3c1f1b7e42").bytes

NEW_EPISODE, DEATH, CLOSED = "new_episode", "death", "window_closed"
OPEN, SUSPENDED, ENDED, VOID = "open", "suspended", "ended", "void"


class Episode(NamedTuple):
    """One joint episode.  `spell` indexes the state's stays; `revived` is a death that ended it until taken back.

    `times` are what holds by policy for a discharge on its day; `away` are days after which it went on again.
    """

    spell: int
    leaving: Leaving
    window: Window
    discharged: Said[Moment]
    times: Times
    void_by: int | None = None
    suspended: Said[date] | None = None
    end: End | None = None
    revived: Said[Moment] | None = None
    away: tuple[Away, ...] = ()

    @property
    def decision_due(self) -> date:
        """The day by which the long-term decision is due."""
        return self.window.decision_due(self.times)

    def milestones(self) -> tuple[tuple[int, date], ...]:
        """Return the milestones of the window as (day number, date)."""
        return self.window.milestones(self.times)

    def ended_on(self, on: date) -> End | None:
        """Return the end as seen on a day, or none while it goes on."""
        if self.end is not None and self.end.day <= on:
            return self.end
        away = self.away_on(on)
        if away is not None:
            return away
        if on > self.window.last:
            return End(CLOSED, plus(self.window.last, 1), self.discharged.by, Rule.WINDOW_CLOSED)
        return None

    def away_on(self, on: date) -> End | None:
        """Return why it has ended on a day after which it goes on again; else none."""
        return next((each.end for each in self.away if each.end.day <= on < each.back), None)

    def reaches(self, on: date) -> date:
        """Return the last day, up to `on`, on which the episode was going on; the day of its end included."""
        stops = [on, plus(self.window.last, 1)]
        if self.end is not None:
            stops.append(self.end.day)
        if self.suspended is not None:
            stops.append(self.suspended.value)
        return min(stops)

    def status(self, on: date) -> str:
        """Return `open`, `suspended`, `ended` or `void` as seen on a day."""
        if self.void_by is not None:
            return VOID
        if self.ended_on(on) is not None:
            return ENDED
        return SUSPENDED if self.suspended is not None and self.suspended.value <= on else OPEN


def episode_id(spell: SpellState, leaving: Leaving) -> str:
    """Return the name of an episode: it follows from the stay and the discharge time as first said."""
    return _episode_name(spell.trust, spell.number, leaving.at.at)


@lru_cache(maxsize=1 << 13)
def _episode_name(trust: str, number: str, at: int) -> str:
    """Kept, because facts of a person are worked out after every batch."""
    return named(_NAMESPACE, f"{trust}/{number}/{at}")


def episodes(state: JointState, policy: Policy) -> tuple[Episode, ...]:
    """Return every episode of a person, void ones included, by time of discharge.

    A void one gives way to one that stands under the same name: the discharge was entered again.
    """
    aside = set_aside(state, policy)
    drafts = list(_drafts(state, policy, aside))
    if not drafts:
        return ()
    death, undone = confirmed_death(state), death_taken_back(state)
    if len(drafts) == 1 and drafts[0].void_by is None:
        return (_finished(state, _suspended(state, _revived(drafts[0], undone), aside), None, death),)
    drafts.sort(key=_place)
    standing = [draft for draft in drafts if draft.void_by is None]
    known = [
        _finished(state, _suspended(state, _revived(draft, undone), aside), following, death)
        for draft, following in zip(standing, [*standing[1:], None], strict=False)
    ]
    if len(standing) < len(drafts):
        known += _void(state, drafts, {_name(state, draft) for draft in standing})
        known.sort(key=_place)
    return tuple(known)


def _void(state: JointState, drafts: Sequence[Episode], names: set[tuple[str, str, int]]) -> Iterator[Episode]:
    """Give the void ones whose name nothing else has, each name once."""
    for draft in drafts:
        if draft.void_by is not None and _name(state, draft) not in names:
            names.add(_name(state, draft))
            yield draft


def _place(draft: Episode) -> tuple[int, int, int]:
    return draft.discharged.value.at, draft.spell, draft.leaving.by


def _name(state: JointState, draft: Episode) -> tuple[str, str, int]:
    spell = state.spells[draft.spell]
    return spell.trust, spell.number, draft.leaving.at.at


def _drafts(state: JointState, policy: Policy, aside: Collection[int]) -> Iterator[Episode]:
    for index, spell in enumerate(state.spells):
        if not spell.leavings or not spell.is_inpatient or index in aside:
            continue
        among = takers(state, spell, aside)
        for leaving in spell.leavings:
            said = leaving.discharged
            cancelled = leaving.struck if leaving.struck is not None else spell.cancelled
            if not opens_six_weeks(leaving):
                continue
            if cancelled is None and among and goes_on_elsewhere(state, index, said.value, among) is not None:
                continue
            covered, times = opened(day_of(said.value.at), policy)
            yield Episode(index, leaving, covered, said, times, cancelled)


def takers(state: JointState, spell: SpellState, aside: Collection[int]) -> Sequence[int]:
    """Return the places of the stays that may hold who left one: known ones alone where that one is known."""
    if len(state.spells) == 1:
        return ()
    known = spell.class_held == INPATIENT
    return [
        place
        for place, other in enumerate(state.spells)
        if (other.class_held == INPATIENT if known else other.is_inpatient and place not in aside)
    ]


def _readmission(state: JointState, draft: Episode, aside: Collection[int]) -> Said[date] | None:
    """Return the first stay that began after a discharge; one set aside for its class as long as it lasts."""
    found = []
    for index, spell in enumerate(state.spells):
        if was_over(spell, draft.discharged.value):
            continue
        start = began(spell) if index != draft.spell and spell.cancelled is None and spell.is_inpatient else None
        if start is None or not after(start.value, index, draft.discharged.value, draft.spell):
            continue
        if index not in aside or spell.is_open:
            found.append(Said(day_of(start.value.at), start.by, Rule.READMITTED))
    first = min(found, key=lambda said: (said.value, said.by), default=None)
    return first if first is not None and first.value <= draft.window.last else None


def _suspended(state: JointState, draft: Episode, aside: Collection[int]) -> Episode:
    back = _readmission(state, draft, aside) if len(state.spells) > 1 else None
    return draft if back is None else draft._replace(suspended=back)


def _finished(state: JointState, draft: Episode, following: Episode | None, death: Said[Moment] | None) -> Episode:
    end = _end(draft, following, death)
    away: list[Away] = []
    for other in other_ends(state, draft.window):
        if isinstance(other, Away):
            away.append(other)
        else:
            end = other if end is None or other.day < end.day else end
    return draft if end is None and not away else draft._replace(end=end, away=tuple(away))


def _revived(draft: Episode, undone: Said[Moment] | None) -> Episode:
    """Note on an episode a death that was taken back after the discharge and lay before the window's end."""
    if undone is not None and undone.by > draft.discharged.by and day_of(undone.value.at) <= draft.window.last:
        return draft._replace(revived=undone)
    return draft


def _end(draft: Episode, following: Episode | None, death: Said[Moment] | None) -> End | None:
    """Return what ended an episode inside its window: the next discharge, or a death when that came first."""
    end = None
    if following is not None:
        end = End(NEW_EPISODE, following.window.first, following.discharged.by, Rule.NEW_EPISODE)
    if death is not None:
        day = max(day_of(death.value.at), draft.window.first)
        if end is None or day < end.day:
            end = End(DEATH, day, death.by, Rule.DEATH_CONFIRMED)
    return end if end is not None and end.day <= draft.window.last else None
