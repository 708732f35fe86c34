"""Who is responsible for a person: the council of the home and the integrated care system, on a day.

Both say where the person lives, so while the whereabouts are hidden (`hub.domain.whereabouts`) neither is given.  A
council that a straddling postcode sector only makes likely is not responsible: it is to be confirmed, nothing is
opened to it, and no system follows from it.  After a move between councils the one that has the duty is responsible
(`hub.domain.council_of_move`), whatever address is still known.
"""

from datetime import date
from typing import NamedTuple

from hub.domain.council_of_move import council_of_move
from hub.domain.days import end_of
from hub.domain.homes import AreaLookup, in_force, is_sure
from hub.domain.joint_state import JointState
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.whereabouts import Hidden
from hub.events.values import HomeArea

_DECIDED = {
    "gp_practice": Rule.ICS_OF_GP_PRACTICE,
    "home_area": Rule.ICS_OF_HOME_AREA,
    "council": Rule.ICS_OF_COUNCIL,
}


class Responsible(NamedTuple):
    """Council (ONS code) and integrated care system (ODS code and how it was decided), each with its reason.

    `home` is the area that names a council, sure or not: its share and way of deciding.  `hidden` says that neither is
    given because a sender hides where the person lives.  `since` is the day from which they answer, where that is not
    the day of discharge.
    """

    council: Said[str] | None
    ics: Said[tuple[str, str]] | None
    hidden: Hidden | None = None
    since: date | None = None
    home: Said[HomeArea] | None = None

    @property
    def likely(self) -> Said[str] | None:
        """The council that is to be confirmed; none where it is sure, or nothing is known."""
        home = self.home
        if self.council is not None or home is None or home.value.council is None:
            return None
        return Said(home.value.council, home.by, Rule.COUNCIL_UNSURE)

    @property
    def codes(self) -> tuple[str | None, str | None]:
        """Codes of council and system, without reasons."""
        return self.council.value if self.council else None, self.ics.value[0] if self.ics else None


def responsible(state: JointState, areas: AreaLookup, on: date) -> Responsible:
    """Return who is responsible by what was in force on a Europe/London day, and by who has the duty after a move."""
    if state.hiding:
        return Responsible(None, None, state.hiding[0])
    upto = end_of(on)
    home = in_force(state.homes, upto, Rule.HOME_ON_DISCHARGE_DAY, Rule.HOME_LEARNT_LATER)
    practice = in_force(state.practices, upto, Rule.ICS_OF_GP_PRACTICE, Rule.ICS_OF_GP_PRACTICE)
    moved = council_of_move(state, on)
    if moved is not None and not (home and is_sure(home.value) and home.value.council == moved.value):
        return Responsible(moved, _ics(practice, _home_before(state, moved, upto), moved, areas, on))
    named = home.value.council if home else None
    council = Said(named, home.by, home.rule) if home and named and is_sure(home.value) else None
    return Responsible(council, _ics(practice, home, council, areas, on), home=home)


def _ics(
    practice: Said[str] | None, home: Said[HomeArea] | None, council: Said[str] | None, areas: AreaLookup, on: date
) -> Said[tuple[str, str]] | None:
    """Return the system by practice, home and council, and how it was decided; or none."""
    found = areas.ics_of(
        practice.value if practice else None,
        home.value if home else None,
        council.value if council else None,
        on,
    )
    if found is None:
        return None
    source = practice if found[1] == "gp_practice" else home or council
    return Said(found, source.by if source else 0, _DECIDED[found[1]])


def _home_before(state: JointState, moved: Said[str], upto: int) -> Said[HomeArea] | None:
    """Return the last home that was known in the council that placed somebody elsewhere; none after a move.

    Care Act 2014 section 39: who is placed keeps their ordinary residence, so that home still says which system is
    theirs.  After a move the home that is known is an old one, from which no system follows.
    """
    if moved.rule is not Rule.PLACED_OUT_OF_AREA:
        return None
    there = [each for each in state.homes if each.value is not None and each.value.council == moved.value]
    known = [each for each in there if each.since <= upto]
    return in_force(known, upto, Rule.HOME_OF_THE_DAY, Rule.HOME_OF_THE_DAY)
