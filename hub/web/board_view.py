"""A board row and the counts above it, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from hub.api.refs import ref_of
from hub.domain.days import rfc3339
from hub.ports.board import LIMITED
from hub.ports.board_steps import COUNTED_AT_MOST
from hub.ports.reading import BoardPage, BoardRow
from hub.web.dates import clinical, clock_time, weekday
from hub.web.identity import Identity, identity_of
from hub.web.identity import known_by as identity_known_by
from hub.web.words import PATHWAYS, STATUSES, Names, Tag, named, organisation, status_tag, words

DAYS: Final = 42
KEPT_HIDDEN: Final = "Kept hidden"
"""In the place of whatever says where somebody lives, while a hospital hides it (ZU8-4)."""


class Step(NamedTuple):
    """What is next, who holds it, by when or since when, and whether it is overdue."""

    what: str
    holder: str
    by: str | None
    """The organisation by name, where it is known who of its kind holds it."""
    due: str | None
    """The day with the word before it: `by` one, or `since` one where it waits from then on without a limit."""
    late: bool


class RowView(NamedTuple):
    """One row of the board; everything is text."""

    ref: str
    who: Identity
    known_by: str | None
    """How somebody without a name is known: a partner's own number, else the partner."""
    where: str
    where_more: str | None
    """The ward of somebody in hospital, else where they came from."""
    inside: bool
    status: Tag
    over: bool
    """Ended, by time or by death: the days are no longer counted."""
    day: int | None
    last_covered: str | None
    step: Step | None
    also: Sequence[str]
    """What else waits, in words, what is due first before the rest."""
    pathway: str | None
    pathway_words: str | None
    council: str
    ics: str
    changed_at: str | None


class Count(NamedTuple):
    """One number above the board: how many people have a status, as it is written (`1,000+`), and what chooses them."""

    status: str
    text: str
    number: str


def is_kept_hidden(state: Mapping[str, Any]) -> bool:
    """Say whether a page may not tell where somebody lives, by any of their six weeks."""
    return any(episode.get("whereabouts_hidden") for episode in state.get("episodes") or ())


def current_episode(joint: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the newest episode that is not struck out, or none."""
    lived = [episode for episode in joint.get("episodes") or () if episode.get("status") != "void"]
    return max(lived, key=lambda episode: episode.get("discharged_on") or "", default=None)


def day_of_42(episode: Mapping[str, Any]) -> int | None:
    """Return the day that an episode has come to, or the day on which it ended: nobody is counted on after that."""
    first, end = episode.get("discharged_on"), episode.get("ended_on")
    if first and end:
        return (date.fromisoformat(end) - date.fromisoformat(first)).days + 1
    day: int | None = episode.get("day")
    return day


def current_spell(joint: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the stay that somebody is in or left last; else the last one that was not cancelled, or none."""
    spells, place = joint.get("spells") or (), joint.get("current_stay")
    if place is not None:
        current: Mapping[str, Any] = spells[place]
        return current
    return next((spell for spell in reversed(spells) if spell.get("status") != "cancelled"), None)


def status_of(joint: Mapping[str, Any]) -> str:
    """Return `in_hospital`, `open`, `suspended`, `unfinished`, `ended` or `died`, as the board's filter has it."""
    return str(joint.get("status") or "ended")


def short(trust: str) -> str:
    """Return the name of a trust as people say it; its page has the whole."""
    return trust.removesuffix(" NHS Trust").removesuffix(" NHS Foundation Trust")


def place(joint: Mapping[str, Any], names: Names) -> tuple[str, str | None]:
    """Return where somebody is, and a second line about it."""
    spell = current_spell(joint)
    if spell is None:
        return "Not known", None
    trust = short(named(names, "trust", spell.get("trust")))
    if spell.get("status") == "open":
        location = spell.get("location") or {}
        inside = [f"{said}{location[part]}" for part, said in (("ward", ""), ("bed", "bed ")) if location.get(part)]
        return trust, ", ".join(inside) or None
    destination = spell.get("destination") or {}
    where = destination.get("display") or "Left hospital"
    return str(where)[:1].upper() + str(where)[1:], f"from {trust}"


def step_of(step: Mapping[str, Any] | None, names: Names, today: date) -> Step | None:
    """Return the next step in words."""
    if not step:
        return None
    due, late = step.get("due"), bool(step.get("overdue"))
    word = "since" if due and not late and due < today.isoformat() else "by"
    holder = words(step["holder"]) if step.get("holder") else "Nobody holds it"
    by = organisation(names, step["organisation"]) if step.get("organisation") else None
    return Step(
        words(step.get("what")), holder, short(by) if by else None, f"{word} {weekday(due)}" if due else None, late
    )


def shown_step(row: BoardRow) -> Mapping[str, Any] | None:
    """Return the step that a row names: the one that was asked for, else the next; of the dead the first that waits."""
    return row.asked_step or row.next_step or next(iter(row.joint.get("open_steps") or ()), None)


def _also(row: BoardRow, shown: Mapping[str, Any] | None) -> Sequence[str]:
    """Return in words what else waits, each thing once."""
    others = [words(step["what"]) for step in row.joint.get("open_steps") or ()]
    return [each for each in dict.fromkeys(others) if shown is None or each != words(shown.get("what"))]


def _pathway(joint: Mapping[str, Any], episode: Mapping[str, Any]) -> str | None:
    """Return the pathway of the six weeks; of somebody in a bed before them the one decided last in this stay."""
    if status_of(joint) != "in_hospital":
        return episode.get("pathway")
    decided = (current_spell(joint) or {}).get("pathways") or ()
    return decided[-1]["pathway"] if decided else None


def _answering(row: BoardRow, episode: Mapping[str, Any]) -> Sequence[tuple[str, str | None]]:
    """Return the codes of council and system: of the six weeks, else those under which the board lists the person."""
    if not episode or status_of(row.joint) == "in_hospital":
        return ("council", row.council), ("ics", row.ics)
    return ("council", episode.get("council")), ("ics", (episode.get("ics") or {}).get("code"))


def row_of(row: BoardRow, names: Names, today: date, *, show_names: bool) -> RowView:
    """Return one row in words."""
    episode: Mapping[str, Any] = current_episode(row.joint) or {}
    pathway = _pathway(row.joint, episode)
    where, more = place(row.joint, names)
    status = status_of(row.joint)
    covered = episode.get("last_covered_day")
    council, system = (named(names, kind, code) for kind, code in _answering(row, episode))
    hidden = bool(episode.get("whereabouts_hidden"))
    step = shown_step(row)
    return RowView(
        ref=ref_of(row.subject),
        who=identity_of(row.card if show_names else {"name": {"family": "Name not shown"}}, today),
        known_by=_known_by(row, names) if show_names else None,
        where=where,
        where_more=more,
        inside=status in {"in_hospital", "suspended"},
        status=status_tag(status),
        over=status in {"unfinished", "ended", "died"},
        day=day_of_42(episode),
        last_covered=clinical(covered) if covered else None,
        step=step_of(step, names, today),
        also=_also(row, step),
        pathway=pathway,
        pathway_words=PATHWAYS.get(str(pathway)),
        council=KEPT_HIDDEN if hidden else "To be confirmed" if episode.get("council_to_be_confirmed") else council,
        ics=KEPT_HIDDEN if hidden else system,
        changed_at=None if row.changed_at is None else clock_time(rfc3339(row.changed_at)),
    )


def _known_by(row: BoardRow, names: Names) -> str | None:
    """Return how somebody without a name is known: by a number, else by who cares for them."""
    if row.card is None or row.card.get("name"):
        return None
    spell = current_spell(row.joint) or {}
    lines = [line for episode in row.joint.get("episodes") or () for line in episode.get("lines") or ()]
    number = identity_known_by(row.card)
    if number is not None:
        return number
    if spell.get("trust"):
        return f"Known from {named(names, 'trust', spell['trust'])}"
    return f"Known from {named(names, 'provider', lines[0]['provider'])}" if lines else None


def counts_of(page: BoardPage) -> tuple[Sequence[Count], bool]:
    """Return the counts, and whether they are of this page alone because the reader knows no others."""
    counts = page.counts
    if counts is None:
        seen = [status_of(row.joint) for row in page.rows]
        counts = {status: seen.count(status) for status in set(seen)}
    order = ("open", "suspended", "in_hospital", "unfinished", "ended", "died")
    made = [Count(status, STATUSES[status].text, _number(status, counts.get(status, 0))) for status in order]
    return made, page.counts is None


def _number(status: str, counted: int) -> str:
    """Return a number of people; of those whose weeks are over so many are counted."""
    return f"{counted:,}+" if status in LIMITED and counted >= COUNTED_AT_MOST else f"{counted:,}"
