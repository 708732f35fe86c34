"""What several facts of one person count together on one day, by brute force, for the oracle of the figures.

`believed` are the bodies of one person by kind and key.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Body = Mapping[str, Any]
Believed = Mapping[tuple[str, str], Body]
Counted = tuple[Body, str, str, int]
"""The body that names areas and trust, the provider, the category, and the amount."""

BANDS = {"0": 0, "1": 1, "2-3": 3, "4-6": 6, "7-13": 13, "14-20": 20, "21+": 10**9}


def together_on(measure: str, believed: Believed, day: date) -> Iterator[Counted]:
    """Give what one person counts on a day."""
    if measure in {"supported", "support_hours", "joint_funded", "joint_cost"}:
        for (kind, key), episode in believed.items():
            if kind == "EpisodeFigures":
                its = [
                    body for (name, of), body in believed.items() if name == "FundingAllocated" and of[:2] == f"{key}:"
                ]
                for provider in {"", *(body["provider"] for body in its)}:
                    yield from _support(measure, episode, its, provider, day)
    if measure in {"waiting_for_start", "notice_to_start"}:
        yield from _waits(measure, believed, day)


def _running(episode: Body, day: date) -> bool:
    stopped = [at for at in (episode["ended_on"], episode["readmitted_on"]) if at is not None]
    return episode["discharged_on"] <= day <= episode["last_covered_day"] and all(day < at for at in stopped)


def _support(measure: str, episode: Body, its: Sequence[Body], provider: str, day: date) -> Iterator[Counted]:
    mine = [body for body in its if provider in {"", body["provider"]}]
    if measure in {"joint_funded", "joint_cost"}:
        if day != episode["discharged_on"]:
            return
        for payer in ("COUNCIL", "ICB"):
            parts = [part for body in mine if body["rule"] == "joint_pays" for part in body["payers"]]
            pence = sum(int(100 * Decimal(part["amount"] or 0)) for part in parts if part["payer"] == payer)
            if pence > 0:
                yield episode, provider, payer, pence if measure == "joint_cost" else 1
        return
    now = [body for body in mine if body["from"] <= day and (body["to"] is None or day <= body["to"])]
    if not _running(episode, day):
        return
    for origin in ("RESUMED", "NEW", "INCREASE"):
        of = [body for body in now if body["origin"] == origin or (origin == "NEW" and body["origin"] == "ODD")]
        hours = sum(int(100 * Decimal(body["hours_per_week"] or 0)) for body in of)
        if measure == "supported" and of:
            yield episode, provider, origin, 1
        if measure == "support_hours" and hours:
            yield episode, provider, origin, hours


def _waits(measure: str, believed: Believed, day: date) -> Iterator[Counted]:
    """Follow each notice from its day on, one day after the other, until something ends it."""
    names = sorted(believed)
    episodes = [believed[name] for name in names if name[0] == "EpisodeFigures"]
    episodes.sort(key=lambda body: (body["discharged_on"], body["trust"]))
    stays = [believed[name] for name in names if name[0] == "StayFigures"]
    notices = [believed[name] for name in names if name[0] == "NoticeFigures"]
    notices = [body for body in notices if body["kind"] == "ASSESSMENT"]
    notices.sort(key=lambda body: (body["issued_on"], body["trust"], *_codes(body)))
    taken: list[Body] = []
    for notice in notices:
        refused = [at for at in (notice["withdrawn_on"], notice["rejected_on"]) if at is not None]
        ahead = [body for body in episodes if _goes_on_after(body, notice["issued_on"])]
        if not refused and ahead:
            if any(body is ahead[0] for body in taken):
                continue
            taken.append(ahead[0])
        began = None if refused or not ahead else _began(ahead[0], notice["issued_on"])
        waited = (day - notice["issued_on"]).days
        if measure == "notice_to_start" and began == day:
            yield notice, "", str(min(waited, 180)), 1
        if measure == "waiting_for_start" and waited >= 0:
            over = [*refused, *([began] if began else [])]
            if not refused and ahead and not began:
                over.append(_first_not_running(ahead[0]))
            if not refused and not ahead:
                deaths = sorted(body["left_on"] for body in stays if body["ended"] == "died" and body["left_on"])
                over += [at for at in deaths if at >= notice["issued_on"]][:1]
            if all(day < at for at in over):
                yield notice, "", next(name for name, most in BANDS.items() if waited <= most), 1


def _codes(notice: Body) -> tuple[str, str]:
    return notice["areas"][0]["council"] or "", notice["areas"][0]["ics"] or ""


def _first_not_running(episode: Body) -> date:
    day: date = min(
        episode["discharged_on"], *(at for at in (episode["ended_on"], episode["readmitted_on"]) if at is not None),
        episode["discharged_on"],
    )  # fmt: skip
    while _running(episode, day):
        day += timedelta(days=1)
    return day


def _goes_on_after(episode: Body, day: date) -> bool:
    """Whether the six weeks begin after a day or still run on it."""
    return _first_not_running(episode) > day


def _began(episode: Body, issued: date) -> date | None:
    due = sorted(visit["due_on"] for visit in episode["visits"])
    return max(due[0], issued) if due else None
