"""What happened to a person, newest first; visits that followed each other as one line, so that the rest is seen."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any, Final, NamedTuple

from hub.web.dates import clinical, clinical_time
from hub.web.person_view import Value
from hub.web.words import Names, said_by, words

_VISIT: Final = "VisitConfirmed"
_KINDS: Final = 5
"""So many kinds of entries are named; of more their number is said."""
_TOGETHER: Final = 3
"""So many visits in a row become one line."""


class Corrected(NamedTuple):
    """Why an entry by hand counts no more: what was done, by whom and when, the reason, words where they are shown."""

    text: str
    by: str
    reason: str | None
    words: str | None


class Entry(NamedTuple):
    """One line: when, what, whose word it is; `each` are the times of visits that stand together."""

    at: str | None
    when: str
    text: str
    said_by: str
    written: str | None
    struck: Value | None
    """That it was taken back, as a value that can say why."""
    each: Sequence[str] = ()
    is_new: bool = False
    """Whether the reader was not shown it, or one of the visits, when they last opened the page."""
    corrected: Corrected | None = None
    """Of an entry by hand that counts no more: that it was corrected, and why."""


def entries_of(
    timeline: Sequence[Mapping[str, Any]], names: Names, path: str, unseen: frozenset[str] = frozenset()
) -> list[Entry]:
    """Return the lines; `path` is where the timeline's items are in the record, `unseen` ids of what is new."""
    places = accumulate((not line.get("corrected") for line in timeline), initial=0)
    placed = zip(places, timeline, strict=False)
    runs = (list(run) for _, run in groupby(placed, key=lambda pair: _alike(pair[1])))
    return [
        entry._replace(is_new=any(line.get("id") in unseen for line in lines))
        for run in runs
        for entry, lines in _entries(run, names, path)
    ]


def since_words(timeline: Sequence[Mapping[str, Any]], unseen: frozenset[str]) -> str | None:
    """Say what came since the reader last looked: `3 entries: Coordinator named, Visit took place (2)`, or none."""
    kinds = Counter(words(line.get("type")) for line in timeline if line.get("id") in unseen)
    if not kinds:
        return None
    told = [kind if number == 1 else f"{kind} ({number})" for kind, number in kinds.items()]
    more = f" and {len(told) - _KINDS} more kinds" if len(told) > _KINDS else ""
    number = kinds.total()
    return f"{number} {'entry' if number == 1 else 'entries'}: {', '.join(told[:_KINDS])}{more}"


def _alike(line: Mapping[str, Any]) -> object:
    """Give what lines have in common that stand together; every other line stands alone."""
    if line.get("type") == _VISIT and not line.get("struck") and not line.get("corrected"):
        return line.get("source_organisation")
    return id(line)


def _entries(
    run: Sequence[tuple[int, Mapping[str, Any]]], names: Names, path: str
) -> Iterator[tuple[Entry, Sequence[Mapping[str, Any]]]]:
    """Give each entry with the lines that it stands for."""
    if len(run) < _TOGETHER:
        yield from ((_entry(place, line, names, path), [line]) for place, line in run)
        return
    lines = [line for _, line in run]
    first, last = clinical(lines[-1].get("occurred_at")), clinical(lines[0].get("occurred_at"))
    together = Entry(
        at=lines[0].get("occurred_at"),
        when=first if first == last else f"{first} to {last}",
        text=f"{len(lines)} visits took place",
        said_by=said_by(names, lines[0]),
        written=None,
        struck=None,
        each=[clinical_time(line.get("occurred_at")) for line in lines],
    )
    yield together, lines


def _entry(place: int, line: Mapping[str, Any], names: Names, path: str) -> Entry:
    return Entry(
        at=line.get("occurred_at"),
        when=clinical_time(line.get("occurred_at")),
        text=words(line.get("type")),
        said_by=said_by(names, line),
        written=clinical_time(line.get("recorded_at")),
        struck=Value("Struck out", "", f"{path}.{place}.values.struck") if line.get("struck") else None,
        corrected=corrected_of(line["corrected"], names) if line.get("corrected") else None,
    )


def corrected_of(told: Mapping[str, Any], names: Names) -> Corrected:
    """Return a correction in words."""
    word = told["word"]
    return Corrected(
        text="Corrected" if told["instead"] else "Recorded by mistake",
        by=f"{said_by(names, word)}, {clinical_time(word.get('recorded_at'))}",
        reason=words(told["reason"]) if told.get("reason") else None,
        words=told.get("words"),
    )
