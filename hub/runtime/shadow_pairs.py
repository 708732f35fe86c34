"""One person folded twice: whether both folds say the same, and what differs in the words of the service."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec

from hub.domain.care_changes import CareChange, list_changes, page_changes
from hub.ports.listing import Listing
from hub.ports.store import StateRow, SubjectRef
from hub.runtime.folding import AnyProcessor, Standing
from hub.runtime.publishing import Published
from hub.runtime.rows import unpack
from hub.runtime.shadow import live_name, renamed

_encode: Final = msgspec.msgpack.Encoder().encode
_OF_OTHERS: Final = {
    "record": CareChange.RECORD,
    "early_help": CareChange.EARLY_HELP,
    "portability": CareChange.MOVES,
    "carers": CareChange.CARER,
    "referrals": CareChange.REFERRALS,
    "appeals": CareChange.APPEALS,
}


class Pair(NamedTuple):
    """The rows of one person as both folds have them, all under the names of live processors; some may be absent."""

    subject: SubjectRef
    live: Mapping[str, StateRow]
    shadow: Mapping[str, StateRow]


def pairs(rows: Iterable[StateRow]) -> list[Pair]:
    """Put the rows of both folds side by side, in the order of the people."""
    found: dict[SubjectRef, tuple[dict[str, StateRow], dict[str, StateRow]]] = defaultdict(lambda: ({}, {}))
    for row in rows:
        name = live_name(row.processor)
        if name == row.processor:
            found[row.subject][0][name] = row
        else:
            found[row.subject][1][name] = renamed(row, name)
    return [Pair(subject, live, shadow) for subject, (live, shadow) in found.items()]


class _Kept(NamedTuple):
    """All that is kept of a person by one processor, but for the processor's name and version."""

    state: bytes
    published: Published
    standing: Standing | None
    due_on: date | None
    card_key: bytes | None
    now: SubjectRef | None
    listing: Listing | None


class _Side(NamedTuple):
    """One fold of one person, by processor; a processor that says no more than of anybody is absent."""

    kept: Mapping[str, _Kept]
    versions: Mapping[str, int]


class Verdict(NamedTuple):
    """What comparing one person found; `changes` is empty when both folds say the same."""

    live: bytes
    shadow: bytes
    """SHA-256 of what each fold keeps."""
    changes: frozenset[CareChange] = frozenset()
    told: Mapping[tuple[str, str], int] = {}
    """Facts that an exchange would tell others, by kind and `NEW`, `CHANGED` or `WITHDRAWN`."""
    other_form: bool = False
    """Live's rows were written by another version of a processor."""


class Judge:
    """Compares pairs; `processors` are those that are compared."""

    def __init__(self, processors: Sequence[AnyProcessor]) -> None:
        self._processors = {processor.name: processor for processor in processors}
        self._empty = {processor.name: processor.encode(processor.initial()) for processor in processors}

    def verdict(self, pair: Pair, today: date) -> Verdict:
        """Compare one person, with pages as of a Europe/London day."""
        live, shadow = self._side(pair.live), self._side(pair.shadow)
        other_form = any(shadow.versions.get(name, version) != version for name, version in live.versions.items())
        mine = _hash(live)
        if live.kept == shadow.kept:
            return Verdict(mine, mine, other_form=other_form)
        found = set(self._changes(live, shadow, today)) or {_unseen(live, shadow)}
        return Verdict(mine, _hash(shadow), frozenset(found), _told(live, shadow), other_form)

    def _side(self, rows: Mapping[str, StateRow]) -> _Side:
        kept, versions = {}, {}
        for name in sorted(rows.keys() & self._processors.keys()):
            row, packed = rows[name], unpack(rows[name].value)
            versions[name] = packed.version
            one = _Kept(packed.state, packed.published, packed.standing, row.due_on, row.card_key, row.now, row.listing)
            if not self._says_nothing(name, one):
                kept[name] = one
        return _Side(kept, versions)

    def _says_nothing(self, name: str, one: _Kept) -> bool:
        """Whether this is what no row says too (`hub.runtime.rows.says_nothing`): the first processor's never is."""
        nobody = one.standing is None and one.due_on is None and one.listing is None and not one.published
        return nobody and one.state == self._empty[name]

    def _shows_nothing(self, name: str, live: _Side, shadow: _Side, today: date) -> bool:
        """Whether this release alone keeps something of whom it shows no more than of anybody: a home, without a move.

        What another release kept cannot be read here, so that it counts as a change.
        """
        (one, version), *both = [(side.kept[name], side.versions[name]) for side in (live, shadow) if name in side.kept]
        processor = self._processors[name]
        if both or version != processor.version or one.due_on or one.listing or one.published:
            return False
        return processor.view(processor.decode(one.state), today) == processor.view(processor.initial(), today)

    def _changes(self, live: _Side, shadow: _Side, today: date) -> Iterator[CareChange]:
        for name, processor in self._processors.items():
            before, after = live.kept.get(name), shadow.kept.get(name)
            if before == after:
                continue
            if name in _OF_OTHERS:
                if not (_only_the_form(name, live, shadow) or self._shows_nothing(name, live, shadow, today)):
                    yield _OF_OTHERS[name]
            elif before is None or after is None:
                yield CareChange.MISSING if before is None else CareChange.UNFOUNDED
            else:
                yield from _of_joint(before, after)
                if before.state != after.state and live.versions[name] == shadow.versions[name]:
                    yield from _page_changes(processor, before, after, today)


def _only_the_form(name: str, live: _Side, shadow: _Side) -> bool:
    """Whether nothing but the bytes of a state differ, which two versions of its processor write in two forms."""
    before, after = live.kept.get(name), shadow.kept.get(name)
    if before is None or after is None or live.versions[name] == shadow.versions[name]:
        return False
    return before._replace(state=after.state) == after


def _of_joint(before: _Kept, after: _Kept) -> Iterator[CareChange]:
    if before.now != after.now:
        yield CareChange.IDENTITY
    yield from list_changes(_listed(before), _listed(after))


def _listed(one: _Kept) -> Mapping[str, Any]:
    return {} if one.listing is None else msgspec.structs.asdict(one.listing)


def _page_changes(processor: AnyProcessor, before: _Kept, after: _Kept, today: date) -> set[CareChange]:
    views = [processor.view(processor.decode(one.state), today) for one in (before, after)]
    return page_changes(*views) if "episodes" in views[0] else set()


def _unseen(live: _Side, shadow: _Side) -> CareChange:
    """Name a difference that no page and no list shows."""
    if _told(live, shadow):
        return CareChange.TOLD
    moved = any(one.due_on != shadow.kept[name].due_on for name, one in live.kept.items() if name in shadow.kept)
    if moved:
        return CareChange.LOOKED_AT
    forms = any(shadow.versions.get(name, version) != version for name, version in live.versions.items())
    return CareChange.FORM if forms else CareChange.KEPT


def _told(live: _Side, shadow: _Side) -> Mapping[tuple[str, str], int]:
    count: Counter[tuple[str, str]] = Counter()
    for name in live.kept.keys() | shadow.kept.keys():
        before, after = _facts(live.kept.get(name)), _facts(shadow.kept.get(name))
        for fact in before.keys() | after.keys():
            if before.get(fact) != after.get(fact):
                state = "NEW" if fact not in before else "WITHDRAWN" if fact not in after else "CHANGED"
                count[fact[0], state] += 1
    return count


def _facts(one: _Kept | None) -> dict[tuple[str, str], bytes]:
    return {} if one is None else {(kind, key): digest for kind, key, digest in one.published}


def _hash(side: _Side) -> bytes:
    return hashlib.sha256(_encode(sorted(side.kept.items()))).digest()
