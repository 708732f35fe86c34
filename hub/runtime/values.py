"""Values inside nested views, by their dotted path (`episodes.0.last_covered_day`)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

MISSING: Final = object()
"""Stands for a place that a view does not have; a place that is there and empty holds none."""

_NAMED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "spells": ("trust", "spell_id"),
    "episodes": ("episode_id",),
    "lines": ("provider", "line_id"),
    "responsibility": ("line_id",),
    "milestones": ("day",),
    "alerts": ("kind", "provider"),
    "coordinators": ("post_id", "organisation", "from"),
    "team": ("member_id", "organisation", "from"),
    "safeguarding": ("concern_id", "raised_at"),
    "tasks": ("provider", "line_id"),
    "missed": ("provider", "line_id", "planned_at"),
    "late": ("provider", "line_id", "planned_at"),
    "responsible": ("from",),
    "delay_reasons": ("code",),
    "ready": ("set_at",),
    "reasons": ("code", "said_by", "from"),
    "differ_because": ("rule",),
    "pathways": ("from", "pathway"),
    "findings": ("rule", "spell_id", "about"),
    "assessments": ("assessment_id",),
    "earlier_determinations": ("determination_id",),
    "moves": ("move_id",),
    "documents": ("document_id", "sha256"),
    "duty": ("from",),
    "referrals": ("referral_id",),
    "notices": ("notice_id",),
    "withdrawals": ("withdrawal_id",),
    "answers": ("answer_id",),
    "appeals": ("appeal_id",),
}
"""What tells the members of a list apart; of those that share it, as the parts of one line do, the place among them."""


def at_path(view: Any, path: str) -> Any:
    """Give the value at a path, or `MISSING` where the view has no such place."""
    for part in path.split("."):
        view = _part(view, part)
    return view


def _part(view: Any, part: str) -> Any:
    if isinstance(view, Mapping):
        return view.get(part, MISSING)
    if isinstance(view, Sequence) and not isinstance(view, str) and part.isdecimal() and int(part) < len(view):
        return view[int(part)]
    return MISSING


def counterpart(here: Any, path: str, there: Any) -> Any:
    """Give what another view of the same person has in the place of the value at a path of this one.

    Members of lists are found by what names them: a line that is second now may have been the first before.  Gives
    `MISSING` where the other view has no such place.
    """
    name = ""
    for part in path.split("."):
        if isinstance(here, list):
            there = _same_member(name, here, int(part), there)
        else:
            there, name = _part(there, part), part
        here = _part(here, part)
    return there


def _same_member(name: str, here: list[Any], place: int, there: Any) -> Any:
    named = [_name_of(name, member) for member in here]
    found = [member for member in there if _name_of(name, member) == named[place]] if isinstance(there, list) else []
    among = named[:place].count(named[place])
    return found[among] if among < len(found) else MISSING


def _name_of(name: str, member: Any) -> object:
    """Give what names a member of a list; an item of the record is named by what it is about, else by its event."""
    if name != "items":
        keys = _NAMED_BY.get(name) if isinstance(member, Mapping) else None
        return None if keys is None else tuple(member.get(key) for key in keys)
    values = member["values"]
    about = values.get("line_id"), values.get("provider"), values.get("episode_id")
    return about if any(about) else (member["kind"], member["ordinal"])
