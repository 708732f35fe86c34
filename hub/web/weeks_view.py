"""The six weeks of a person, drawn and in words."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hub.web.board_view import DAYS, current_episode, day_of_42, status_of
from hub.web.dates import clinical, weekday
from hub.web.person_view import EPISODE, Value, council_of, text_of, values_of
from hub.web.words import Names, Tag, status_tag


class Weeks(NamedTuple):
    """The six weeks of the newest episode."""

    running: bool
    """False when the six weeks are over, by time or by death."""
    passed: int
    more: str
    day: Value
    """The day as a value that can say why."""
    status: Tag
    why: str
    values: Sequence[Value]
    cells: Sequence[tuple[int, int, str]]
    """For the drawing: x, day, and `past`, `today` or `ahead`."""
    description: str


def weeks_of(state: Mapping[str, Any], names: Names) -> Weeks | None:
    """Return the six weeks of the newest episode, or none when there is no episode yet."""
    episode = current_episode(state)
    if episode is None:
        return None
    base = f"episodes.{list(state['episodes']).index(episode)}"
    day = day_of_42(episode) or 0
    status = status_of(state)
    running = status in {"open", "suspended"} and 1 <= day <= DAYS
    passed = min(DAYS, max(0, day))
    covered = weekday(episode.get("last_covered_day"))
    left = f"{DAYS - passed} {'day' if DAYS - passed == 1 else 'days'} left, last covered day {covered}"
    return Weeks(
        running=running,
        passed=passed,
        more=left if running else f"The last covered day {'would have been' if passed < DAYS else 'was'} {covered}",
        day=Value("Day of the six weeks", str(passed), f"{base}.day"),
        status=status_tag(status),
        why=f"{base}.status",
        values=[*values_of(EPISODE, base, episode, names), *_before(base, episode, names), *_milestone(base, episode)],
        cells=[(16 * (n - 1) + 6 * ((n - 1) // 7), n, _when(n, passed, running=running)) for n in range(1, DAYS + 1)],
        description=f"Day {passed} of {DAYS}. The last covered day is {covered}.",
    )


def _before(base: str, episode: Mapping[str, Any], names: Names) -> list[Value]:
    """Return who answered before the person moved, newest first."""
    over = [(at, term) for at, term in enumerate(episode.get("responsible") or ()) if term.get("until")]
    return [
        Value(
            f"Until {clinical(term['until'])}",
            ", ".join([council_of(term, names)] + [text_of("ics", term["ics"], names)] * bool(term["ics"])),
            f"{base}.responsible.{at}.council",
        )
        for at, term in reversed(over)
    ]


def _milestone(base: str, episode: Mapping[str, Any]) -> list[Value]:
    """Return the next milestone of an episode that goes on, as day and date."""
    every = enumerate(episode.get("milestones") or ())
    ahead = [(at, one) for at, one in every if not one.get("reached") and 1 < int(one.get("day") or 0) <= DAYS]
    if episode.get("status") != "open" or not ahead:
        return []
    at, one = ahead[0]
    return [Value("Next milestone", f"Day {one['day']}, {weekday(one['on'])}", f"{base}.milestones.{at}")]


def _when(day: int, passed: int, *, running: bool) -> str:
    if day == passed and running:
        return "today"
    return "past" if day <= passed else "ahead"
