"""What one notice and one appeal count on one day, by brute force, for the oracle of the figures."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

Body = Mapping[str, Any]


def notice_on(measure: str, notice: Body, day: date) -> Iterator[tuple[str, int]]:
    """Give category and amount of a notice."""
    kind = notice["kind"] or "unknown"
    if measure == "notices_issued" and notice["issued_on"] == day:
        yield kind, 1
    if measure == "notices_rejected" and notice["rejected_on"] == day:
        yield kind, 1
    if measure == "notices_withdrawn" and notice["withdrawn_on"] == day:
        yield notice["withdrawn_because"] or "unknown", 1
    referred = notice["referred_on"]
    if measure == "referral_to_answer_days" and notice["answered_on"] == day and referred is not None:
        yield "count", 1
        if day > referred:
            yield "days", (day - referred).days


def appeal_on(measure: str, appeal: Body, day: date) -> Iterator[tuple[str, int]]:
    """Give category and amount of an appeal."""
    if measure == "appeals_lodged" and appeal["lodged_on"] == day:
        yield appeal["about"] or "unknown", 1
    if measure == "appeals_decided" and appeal["decided_on"] == day:
        yield appeal["outcome"] or "unknown", 1
    over = any(at is not None and at <= day for at in (appeal["decided_on"], appeal["withdrawn_on"]))
    if measure != "appeals_overdue" or over:
        return
    if day >= appeal["decision_late_from"]:
        yield "decision", 1
    elif day >= appeal["acknowledgement_late_from"]:
        heard = appeal["acknowledged_on"]
        if heard is None or heard > day:
            yield "acknowledgement", 1


def move_on(measure: str, move: Body, day: date) -> Iterator[tuple[str, int]]:
    """Give category and amount of a move; of what is counted of the first council by its own areas."""
    under_way = move["notified_on"] <= day and (move["ended_on"] is None or day < move["ended_on"])
    counts = {
        "moves_under_way": int(under_way),
        "moves_leaving": int(under_way),
        "interim_duties": int(day == move["interim_on"]),
        "move_days": int(day == move["moves_on"]),
        "moves_without_papers": int(day == move["moves_on"] and not (move["papers_on"] and move["papers_on"] <= day)),
        "moves_with_gap": int(day == move["moves_on"] and move["gap_days"] > 0),
        "gap_days": move["gap_days"] if day == move["moves_on"] else 0,
    }
    if counts.get(measure):
        yield "", counts[measure]
