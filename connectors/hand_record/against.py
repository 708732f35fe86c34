"""What contradicts what is known of the person: an end before its begin, a word about another thing than was told.

Whoever fills in a form can put it right at once.  What comes through other doors is kept, and stands as a finding.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from connectors.hand_record.reading import CouncilNow, newest
from hub.domain.days import day_of
from hub.domain.delay_labels import national
from hub.events.values import Code, Moment
from hub.ports.recording import EntryKind, Fault, Known, Rules, Thing, Weeks

Values = Mapping[str, Any]
_MINUTE_MS: Final = 60_000


class Told(NamedTuple):
    """What an entry is held against: what is known of the person, and whose word the entry is."""

    known: Known
    organisation: str
    written_on: date
    """The day on which the entry was made first: one that is corrected was true then."""
    council_now: CouncilNow | None = None
    """Gives the code that a council has today: one that was succeeded is the same council."""

    def are_one(self, one: Any, other: Any) -> bool:
        """Say whether two values are one, as a council is under each of its codes."""
        return bool(newest(one, self.council_now) == newest(other, self.council_now))


def faults_against(kind: EntryKind, values: Values, told: Told) -> Iterator[Fault]:
    """Give the faults of a kind's rules over the values that could be read."""
    for rule in _RULES:
        yield from rule(kind.rules, values, told)


def _after(rules: Rules, values: Values, _: Told) -> Iterator[Fault]:
    for field, about, *types in rules.after:
        thing, value = values.get(about), values.get(field)
        since = None if not isinstance(thing, Thing) else began(thing, types)
        if since is not None and value is not None and _is_before(value, since):
            yield Fault(f"fields.{field}", "before_it_began", "This is not before what it is about began")


def began(thing: Thing, types: list[str]) -> int | None:
    """Give when a thing began (milliseconds): by the events of some types, or by all that tell of it."""
    return min((at for type_, at in thing.began.items() if not types or type_ in types), default=None)


def _is_before(value: date | Moment, since: int) -> bool:
    """Compare by the day, or to the minute: what was recorded at once has seconds, what is typed has none."""
    if isinstance(value, Moment):
        return value.at < since - since % _MINUTE_MS
    return value < day_of(since)


def _until(rules: Rules, values: Values, _: Told) -> Iterator[Fault]:
    for field, about in rules.until:
        thing, value = values.get(about), values.get(field)
        ended = thing.ended_on if isinstance(thing, Thing) else None
        planned = values.get("planned_at", value)  # a visit over midnight is one of the day for which it was planned
        if ended is not None and isinstance(planned, Moment) and day_of(planned.at) > ended:
            yield Fault(f"fields.{field}", "after_it_ended", "This is not after the last day of what it is about")


def _same(rules: Rules, values: Values, told: Told) -> Iterator[Fault]:
    for field, about, name, *always in rules.same:
        thing, value = values.get(about), values.get(field)
        said = thing.said.get(name) if isinstance(thing, Thing) else None
        if None not in (said, value) and not told.are_one(said, value) and value not in always:
            yield Fault(f"fields.{field}", "does_not_fit", "Something else is known of what was chosen above")


def _reason_given(rules: Rules, values: Values, told: Told) -> Iterator[Fault]:
    for field in (one for one in rules.given if one in values):
        given = told.known.things.get("delay_reason", ())
        mine = (one.values["reason"] for one in given if told.are_one(one.values["said_by"], told.organisation))
        if not any(alike(values[field], one) for one in mine):
            yield Fault(f"fields.{field}", "never_given", "Your organisation gave no such reason")


def alike(one: Code, other: Code) -> bool:
    """Say whether two reasons are one, as the fold does: a label and its national code are."""
    meant = national(one.code, one.display)
    return one.code == other.code or (meant is not None and national(other.code, other.display) is meant)


def _not_past(rules: Rules, values: Values, told: Told) -> Iterator[Fault]:
    for field in rules.not_past:
        # Written down late, it counted from the day on which it was given until then.
        if field in values and values[field] < min(told.written_on, day_of(values["happened_at"].at)):
            yield Fault(f"fields.{field}", "has_passed", "This day has passed, so it would count on no day")


def _weeks_over(rules: Rules, values: Values, told: Told) -> Iterator[Fault]:
    for field, stay, answer, always in rules.weeks_over:
        if field not in values or values.get(answer) == always:
            continue
        weeks = _weeks_of(values.get(stay), values[field], told.known)
        if weeks is not None and not weeks.ended and values[field] < weeks.last:
            yield Fault(f"fields.{field}", "weeks_go_on", "The six weeks go on until after this day")


def _weeks_of(stay: Thing | None, on: date, known: Known) -> Weeks | None:
    """Give the six weeks that an outcome is of, as the fold does: of its stay, else the last that had begun."""
    if stay is None:
        mine = [weeks for weeks in known.weeks if weeks.first <= on]
    else:
        spell = stay.values["spell"]
        mine = [weeks for weeks in known.weeks if weeks.spell == (spell.trust, spell.number)]
    return mine[-1] if mine else None


def _not_confirmed(rules: Rules, values: Values, told: Told) -> Iterator[Fault]:
    for field, about in rules.not_confirmed:
        thing, value = values.get(about), values.get(field)
        if not isinstance(thing, Thing) or not isinstance(value, Moment):
            continue
        visits = (one.values for one in told.known.things.get("visit", ()))
        if any(_took_place(visit, thing, value.at) for visit in visits):
            yield Fault(f"fields.{field}", "took_place", "The visit of this time was recorded as one that took place")


def _took_place(visit: Values, line: Thing, planned: int) -> bool:
    at = visit["done_at"] if visit["planned_at"] is None else visit["planned_at"]
    return at == planned and all(visit[name] == value for name, value in line.values.items())


_RULES: Final[tuple[Callable[[Rules, Values, Told], Iterator[Fault]], ...]] = (
    _after,
    _until,
    _same,
    _not_past,
    _weeks_over,
    _reason_given,
    _not_confirmed,
)
