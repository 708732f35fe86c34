"""Reablement of people of 65 or more and what became of them, from files of a council: ASCOF 2D without hospitals."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from connectors.client_level_data.files import Together, told
from connectors.client_level_data.period import days
from connectors.client_level_data.value_lists import RELEASE_2, value_lists
from hub.domain.reablement_alone import Asked, Known, NotCounted, Reablement, reablement
from hub.domain.reablement_cohort import Support
from hub.domain.reablement_outcomes import REABLEMENT, ST_MAX
from hub.domain.reporting_period import Period
from hub.domain.unique_events import REQUEST, SERVICE, Event
from hub.domain.waiting_times import SERVICE_USER
from hub.errors import Rejected

_ROUTE: Final = "discharge from hospital"
_ALL, _HOSPITAL = "all", "after_hospital"
_APRIL: Final = 4


def reablement_outcomes(files: Together) -> dict[str, Any]:
    """Give who remained in the community by council and year of April to March, and what was left out and why.

    Raises `Rejected` where a file alone says no time that it is for.
    """
    period = files.time
    if period is None:
        raise Rejected("Reporting Period", "no_period", "neither the events nor the reporting period say a time")
    found = [one for known in _people(files.events) for one in reablement(known, period)]
    not_counted = Counter(one.not_counted for one in found if one.not_counted is not None)
    return told(files) | {
        "time": days(period),
        "services_read_otherwise": _otherwise(files.events),
        "requests_by_discharge_from_hospital": sum(_is_from_hospital(event) for event in files.events),
        "reablement": len(found),
        "not_counted": [
            {"rule": why.name.casefold(), "words": why.value, "reablement": not_counted[why]}
            for why in NotCounted
            if not_counted[why]
        ],
        "outcomes": list(_outcomes(found, files, period)),
    }


def _people(events: Sequence[Event]) -> Iterator[Known]:
    people: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        people[event.council, event.person].append(event)
    for (council, _), theirs in people.items():
        own = [event for event in theirs if event.client == SERVICE_USER]
        yield Known(
            council,
            [Support(event.started, event.ended, *event.types) for event in own if event.kind == SERVICE],
            [Asked(event.started, event.ended or event.started) for event in own if _is_from_hospital(event)],
            _born(theirs),
            _died(theirs),
        )


def _is_from_hospital(event: Event) -> bool:
    return event.kind == REQUEST and event.client == SERVICE_USER and event.types[0].casefold() == _ROUTE


def _born(theirs: Iterable[Event]) -> date | None:
    """Give the date of birth as the national tables do: of the latest period that has one, the earliest."""
    said = [(_until(event), event.born) for event in theirs if event.born is not None]
    latest = max((until for until, _ in said), default=None)
    return min((born for until, born in said if until == latest), default=None)


def _died(theirs: Iterable[Event]) -> date | None:
    """Give the date of death as the national tables do: of the latest period that has one, the latest."""
    said = ((_until(event), event.died) for event in theirs if event.died is not None)
    return max(said, default=(None, None))[1]


def _until(event: Event) -> date:
    return event.period_ended or date.min


def _otherwise(events: Iterable[Event]) -> dict[str, int]:
    """Count services that may be reablement and are not read as it: nobody is lost without a word."""
    listed = value_lists(RELEASE_2)["Service Type"].values
    types = [event.types for event in events if event.kind == SERVICE and event.client == SERVICE_USER]
    return {
        "short_term_to_maximise_independence_without_reablement": sum(
            kind == ST_MAX and component != REABLEMENT for kind, component in types
        ),
        "of_a_type_on_no_list": sum(kind not in listed for kind, _ in types),
    }


def _outcomes(found: Sequence[Reablement], files: Together, period: Period) -> Iterator[dict[str, Any]]:
    groups: dict[tuple[str, date, str], list[Reablement]] = defaultdict(list)
    for one in found:
        for group in (_ALL, _HOSPITAL) if one.after_hospital else (_ALL,):
            groups[one.council, _year(one.started), group].append(one)
    for (council, year, group), theirs in sorted(groups.items(), key=lambda item: item[0]):
        counted = [one.outcome for one in theirs if one.outcome is not None]
        waiting = sum(one.not_counted is NotCounted.NOT_FOLLOWED_YET for one in theirs)
        if not counted and not waiting:
            continue
        remained = sum(outcome.in_community for outcome in counted)
        yield {
            "council": council,
            "year": year.isoformat(),
            "whole_year": _is_whole(year, files, period),
            "group": group,
            "reablement": len(counted),
            "remained": remained,
            "per_cent": round(100 * remained / len(counted), 1) if counted else None,
            "died": sum(outcome.died for outcome in counted),
            "entered_home": sum(outcome.entered_home for outcome in counted),
            "not_followed_yet": waiting,
        }


def _year(day: date) -> date:
    """Give the first day of the year of April to March that a day is in."""
    return date(day.year - (day.month < _APRIL), _APRIL, 1)


def _is_whole(year: date, files: Together, period: Period) -> bool:
    """Say whether the files tell of a whole year of April to March; who is not followed yet says the rest."""
    last = date(year.year + 1, _APRIL - 1, 31)
    gaps = any(one.first <= last and one.last >= year for one in files.missing)
    return period.first <= year and period.last >= last and not gaps
