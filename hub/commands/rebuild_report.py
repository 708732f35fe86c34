"""What a rebuild answers: one object for machines, and the same in words for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from hub.ports.lane_book import StoppedLane
from hub.ports.log import Partition
from hub.runtime.comparison import Comparison
from hub.runtime.rebuild import Rebuild
from hub.runtime.shadow import Note, Places
from hub.runtime.shadow_lane import Stopped

Json = dict[str, Any]
_TOLD: Final = {"NEW": "new", "CHANGED": "changed", "WITHDRAWN": "withdrawn"}
LIVE_STOPPED: Final = "live stopped"
NOTHING_KEPT: Final = frozenset({"equal", LIVE_STOPPED})
"""Outcomes after which the new fold goes, unless it has another form than what is live."""
_ADVICE: Final = {
    "equal": "nothing differs and nothing was kept",
    "differs": "`hub rebuild --switch` puts the new fold in the live state's place, `hub rebuild --discard` removes it",
    "switched": "the former state is kept: `hub rebuild --back` goes back to it, `hub rebuild --discard` lets go of it",
    "went back": "the other fold is kept: `hub rebuild --switch` takes it again, `hub rebuild --discard` removes it",
    "stopped": "live is as it was; keep the lines `rebuild_stopped`, and tell the maintainers",
    LIVE_STOPPED: (
        "nothing differs up to where live stands, and what lies behind that in these lanes is in neither fold: "
        "docs/runbooks/lane-stopped.md, then run it again"
    ),
    "not compared": "run it again at a quieter time",
}


_OTHER_FORM: Final = (
    "nothing differs, but another version wrote what is live: the new fold is kept, and `hub rebuild` puts it in place"
)


class Folded(NamedTuple):
    """How much was folded by this run, and how fast."""

    events: int
    seconds: float


def report(outcome: str, rebuild: Rebuild, found: Comparison, folded: Folded, notes: Mapping[int, Note]) -> Json:
    """Make the object; `told` are facts that were, or would be, told others.

    `kept` says whether the new fold is still there, beside live or in its place.
    """
    return {
        "outcome": outcome,
        "events": folded.events,
        "seconds": round(folded.seconds, 3),
        "events_per_s": round(folded.events / folded.seconds, 1) if folded.seconds else 0.0,
        "people": sum(tally.people for tally in found.lanes.values()),
        "differing": sum(tally.differing for tally in found.lanes.values()),
        "differences": differences(found),
        "told": told(found.told),
        "not_compared": len(found.moving),
        "kept": outcome not in NOTHING_KEPT or bool(found.other_form),
        "stopped": [stopped(each) for each in rebuild.stopped],
        "unread": places(note.unread for note in notes.values()),
        "left_out": places(note.apart for note in notes.values()),
        "lanes": [_lane(rebuild, found, number) for number in sorted(rebuild.lanes)],
    }


def differences(found: Comparison) -> list[Json]:
    """Give each kind of difference in care terms, the most frequent first."""
    return [
        {"what": change.name.lower(), "words": change.told(people), "people": people}
        for change, people in found.changes.most_common()
    ]


def named(found: Comparison) -> Mapping[str, Sequence[str]]:
    """Give the people under each kind of difference, by reference: for somebody who may see them."""
    return {
        change.name.lower(): [str(UUID(bytes=subject)) for subject in people] for change, people in found.people.items()
    }


def told(count: Mapping[tuple[str, str], int]) -> list[Json]:
    """Give facts by kind, and how many of each are new, changed or withdrawn."""
    kinds = sorted({kind for kind, _ in count})
    return [{"kind": kind} | {words: count.get((kind, state), 0) for state, words in _TOLD.items()} for kind in kinds]


def stopped(one: Stopped) -> Json:
    """Give where a lane stopped, and why."""
    return {"topic": one.place.topic, "lane": one.place.lane, "position": one.place.position, "why": one.kind}


def live_stopped(lanes: Sequence[StoppedLane]) -> list[Json]:
    """Give the lanes of the live fold that a defect keeps stopped: why, and where in the log."""
    return [{"lane": one.lane, "why": list(one.kinds), "positions": dict(one.in_hand)} for one in lanes]


def places(counted: Iterator[Places]) -> Json:
    """Give how many records, and where the first of them are."""
    every = list(counted)
    first = [{"topic": at.topic, "lane": at.lane, "position": at.position} for each in every for at in each.first]
    return {"count": sum(each.count for each in every), "first": first}


def _lane(rebuild: Rebuild, found: Comparison, number: int) -> Json:
    tally, included = found.lanes[number], rebuild.lanes[number].store.included
    live, shadow = tally.hashes
    return {
        "lane": number,
        "people": tally.people,
        "differing": tally.differing,
        "live_hash": live,
        "hash": shadow,
        "positions": {at.topic: position for at, position in sorted(included.items(), key=_topic)},
    }


def _topic(item: tuple[Partition, int]) -> str:
    return item[0].topic


def differences_in_words(made: Json, verb: str) -> Iterator[str]:
    """Say what differs, and what others are told because of it."""
    yield from (f"  {one['words']}" for one in made["differences"])
    for one in made["told"]:
        counts = ", ".join(f"{one[words]:,} {words}" for words in _TOLD.values() if one[words])
        yield f"  others {verb}: {one['kind']}: {counts}"


def _lanes_stopped(lanes: Sequence[Json]) -> Iterator[str]:
    """Say which lanes stand still after an exchange, so that nobody waits for one that does not go on by itself."""
    for goes_on, words in ((True, "goes on by itself within a minute"), (False, "stays so: `hub doctor` says why")):
        yield from (f"  lane {one['lane']} is stopped, and {words}" for one in lanes if one["goes_on"] is goes_on)


def in_words(made: Json) -> Iterator[str]:
    """Say the object to a person, most important first."""
    for one in made["stopped"]:
        yield f"STOPPED at {one['topic']}, lane {one['lane']}, position {one['position']}: {one['why']}"
    for one in made["live_stopped"]:
        places = ", ".join(f"{topic}, position {position}" for topic, position in one["positions"].items())
        yield f"LIVE STANDS STILL in lane {one['lane']}, {places or 'between two batches'}: {', '.join(one['why'])}"
    yield (
        f"{made['people']:,} people compared after {made['events']:,} events folded again in {made['seconds']:,} s "
        f"({made['events_per_s']:,.0f} a second): {made['differing'] or 'none'} of them differ"
    )
    verb = "were told" if made["outcome"] in {"switched", "went back"} else "would be told by a switch"
    yield from differences_in_words(made, verb)
    for name, words in (("unread", "cannot be read"), ("left_out", "are in nobody's history and were left out")):
        if made[name]["count"]:
            yield f"  {made[name]['count']:,} records of the log {words}"
    if made["not_compared"]:
        yield f"  {made['not_compared']:,} people had an event whenever they were looked at: nothing is said of them"
    yield from _lanes_stopped(made.get("lanes_stopped", ()))
    other_form = made["outcome"] == "equal" and made["kept"]
    yield f"{made['outcome']}: {_OTHER_FORM if other_form else _ADVICE[made['outcome']]}"
