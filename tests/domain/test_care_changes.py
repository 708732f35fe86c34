"""What differs between two folds of one person, in the words of care."""

from typing import Any

from hub.domain.care_changes import CareChange, page_changes


def page(*, stays: tuple[str, ...] = (), weeks: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    """Give a joint page with stays and episodes by name; `more` changes each of the episodes."""
    return {
        "spells": [{"trust": "RZZ", "spell_id": name, "status": "open"} for name in stays],
        "episodes": [{"episode_id": name, "status": "open", "alerts": [], **more} for name in weeks],
        "next_step": None,
        "findings": [],
    }


def test_the_same_page_differs_in_nothing() -> None:
    """A fold that ends in what was there is told as equal."""
    assert page_changes(page(stays=("a",), weeks=("e",)), page(stays=("a",), weeks=("e",))) == set()


def test_stays_and_six_weeks_that_come_and_go_are_named() -> None:
    """A stay or an episode on one side alone is said to appear or to go, in either direction."""
    less, more = page(), page(stays=("a",), weeks=("e",))
    assert page_changes(less, more) == {CareChange.STAY_APPEARS, CareChange.SIX_WEEKS_BEGIN}
    assert page_changes(more, less) == {CareChange.STAY_GOES, CareChange.SIX_WEEKS_GO}


def test_a_field_that_says_nothing_of_care_is_not_told() -> None:
    """A moved pathway is told; a field that people do not act on is not."""
    before = page(weeks=("e",), pathway="P0", spell_id="a")
    assert page_changes(before, page(weeks=("e",), pathway="P1", spell_id="a")) == {CareChange.PATHWAY}
    assert page_changes(before, page(weeks=("e",), pathway="P0", spell_id="b")) == set()


def test_alerts_that_open_and_close_are_told_apart() -> None:
    """An alert on one side alone has opened or closed; another one in its place has done both."""
    one, other = {"kind": "no_support"}, {"kind": "missed_visit"}
    quiet, loud = page(weeks=("e",), alerts=[]), page(weeks=("e",), alerts=[one])
    assert page_changes(quiet, loud) == {CareChange.ALERT_OPENS}
    assert page_changes(loud, quiet) == {CareChange.ALERT_CLOSES}
    both = {CareChange.ALERT_OPENS, CareChange.ALERT_CLOSES}
    assert page_changes(loud, page(weeks=("e",), alerts=[other])) == both


def test_an_alert_that_is_over_is_none_and_what_is_of_the_person_is_told() -> None:
    """One that stays shown after it closed has closed; team, tasks and concerns are told by their names."""
    one = {"kind": "missed_visit", "closed_at": None}
    loud, over = page(weeks=("e",), alerts=[one]), page(weeks=("e",), alerts=[one | {"closed_at": "2026-11-20"}])
    assert page_changes(loud, over) == {CareChange.ALERT_CLOSES}
    for name in ("team", "tasks", "safeguarding"):
        assert page_changes(page() | {name: []}, page() | {name: [{}]}) == {CareChange[name.upper()]}
    for name, change in (("coordinator", "COORDINATOR"), ("safety_net", "SAFETY_NET"), ("outcome", "OUTCOME")):
        told = page(weeks=("e",))
        told["episodes"][0][name] = {}
        assert page_changes(page(weeks=("e",)), told) == {CareChange[change]}
