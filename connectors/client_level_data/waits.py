"""Waiting times from the files of a council: the national method for each person and council."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from connectors.client_level_data.files import Together, told
from hub.domain.unique_events import Event, heard
from hub.domain.waiting_medians import medians
from hub.domain.waiting_times import Assessment, Request, Service, Wait, waits


def waiting_times(files: Together) -> dict[str, Any]:
    """Give medians of waiting times by council, quarter and age band, and what was left out and why."""
    found = list(_waits(files.events))
    return told(files) | {"requests_counted": len(found), "medians": _medians(found)}


def _waits(events: Sequence[Event]) -> Iterator[tuple[str, Wait]]:
    people: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        people[event.council, event.person].append(event)
    for (council, _), theirs in people.items():
        # Of events of one kind and day the last loaded comes first, as in the published code.
        said = [heard(event) for event in sorted(theirs, key=lambda event: -event.place)]
        asked = [one for one in said if isinstance(one, Request)]
        assessed = [one for one in said if isinstance(one, Assessment)]
        served = [one for one in said if isinstance(one, Service)]
        yield from ((council, wait) for wait in waits(asked, assessed, served))


def _medians(found: Iterable[tuple[str, Wait]]) -> list[dict[str, Any]]:
    by_group = sorted(medians(found).items())
    return [
        {**group._asdict(), "quarter": group.quarter.isoformat(), "days": middle.days, "waits": middle.waits}
        for group, middle in by_group
    ]
