"""Who answers for an episode as JSON: the council and system of the day, and who answered on which day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from hub.domain.answering import Term, on_day
from hub.domain.responsible import Responsible
from hub.domain.rules import Rule
from hub.processors.page import Page


def answering_json(terms: Sequence[Term], on: date, path: str, page: Page) -> dict[str, Any]:
    """Return council and system of a day, and `responsible`: the terms that had begun by it, the newest one open."""
    who = on_day(terms, on).who
    _note(who, path, page)
    begun = [term for term in terms if term.first <= on or term is terms[0]] if who.hidden is None else []
    return {
        "whereabouts_hidden": who.hidden is not None,
        **_council(who, path, page),
        "ics": _ics(who, path, page),
        "responsible": [
            _term(term, f"{path}.responsible.{place}", page, over=term is not begun[-1])
            for place, term in enumerate(begun)
        ],
    }


def _note(who: Responsible, path: str, page: Page) -> None:
    if who.hidden is not None and who.hidden.by is not None:
        for name in ("whereabouts_hidden", "council", "ics"):
            page.why(f"{path}.{name}", who.hidden.by, Rule.WHEREABOUTS_HIDDEN)


_HOW: Final = {"sector": Rule.COUNCIL_OF_SECTOR, "directory": Rule.COUNCIL_OF_POSTCODE}


def _council(who: Responsible, path: str, page: Page) -> dict[str, Any]:
    """Return the council with how it was decided and how sure that is: the share of the postcode sector, 1 for all."""
    said, unsure = who.council or who.likely, who.likely is not None
    home = who.home.value if said is not None and who.home is not None else None
    if said is not None and home is not None:
        rule = Rule.COUNCIL_UNSURE if unsure else _HOW.get(home.decided_by, Rule.STATED_BY_PARTNER)
        for name in ("council_decided_by", "council_share", "council_to_be_confirmed"):
            page.why(f"{path}.{name}", said.by, rule)
    return {
        "council": page.held(f"{path}.council", said),
        "council_decided_by": home.decided_by if home else None,
        "council_share": home.share if home else None,
        "council_to_be_confirmed": unsure,
    }


def _ics(who: Responsible, path: str, page: Page) -> dict[str, str] | None:
    ics = page.held(f"{path}.ics", who.ics)
    return None if ics is None else {"code": ics[0], "decided_by": ics[1]}


def _term(term: Term, path: str, page: Page, *, over: bool) -> dict[str, Any]:
    """Return one term; the one that goes on has no end."""
    who = term.who
    return {
        "from": term.first.isoformat(),
        "until": term.last.isoformat() if over else None,
        **_council(who, path, page),
        "ics": _ics(who, path, page),
    }
