"""What is kept of one person so that their cells can be taken away again, and what new bodies change in the figures."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from hub.domain.figures import contributions
from hub.domain.figures_cells import Counted
from hub.domain.figures_joined import Group, groups_of, together
from hub.ports.figures import Cell


class KeptFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The newest body of one fact of a person, and the day on which it was told; b"" was withdrawn.

    A withdrawn one is kept too: by it the hub knows on which day the fact was last told.
    """

    kind: str
    key: str
    told_on: date
    body: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[KeptFact, ...]).decode


class Told(msgspec.Struct, frozen=True, gc=False):
    """One fact as a record of the log tells it."""

    kind: str
    key: str
    told_on: date
    body: bytes


class Sums:
    """Cells of one fetch, added up; what comes to nothing is left out."""

    def __init__(self) -> None:
        self._by_day: dict[date, dict[Counted, int]] = {}

    def on(self, told_on: date) -> dict[Counted, int]:
        """Give the sums of what was told on a day, to be added to."""
        return self._by_day.setdefault(told_on, {})

    def cells(self) -> list[Cell]:
        """Give the cells."""
        return [
            Cell(*counted, told_on, amount)
            for told_on, sums in self._by_day.items()
            for counted, amount in sums.items()
            if amount
        ]


def _change(into: dict[Counted, int], old: Iterable[tuple[Counted, int]], new: Iterable[tuple[Counted, int]]) -> None:
    """Take away what was counted, add what is."""
    for counted, amount in old:
        into[counted] = into.get(counted, 0) - amount
    for counted, amount in new:
        into[counted] = into.get(counted, 0) + amount


class Person:
    """What is kept of one person while a fetch is folded: `take` each fact, then `settle`."""

    def __init__(self, value: bytes | None) -> None:
        self._facts = {} if value is None else {(fact.kind, fact.key): fact for fact in _decode(value)}
        self._kinds = {kind for kind, _ in self._facts}
        self._newest = max((fact.told_on for fact in self._facts.values()), default=date.min)
        self._counted: dict[tuple[str, str], Iterable[tuple[Counted, int]]] = {}
        self._together: dict[Group, Iterable[tuple[Counted, int]]] = {}
        self._unsettled: dict[Group, Iterable[tuple[Counted, int]]] = {}

    def take(self, told: Told, sums: Sums) -> None:
        """Add what a fact counts, and take away what was counted by the body before it.

        A fact is never told on an earlier day than before: the relay may send the same records again, and what was
        known on a past day stays.  Raises `Rejected` for a body that is none of its kind; then nothing changed.
        """
        name = told.kind, told.key
        known = self._facts.get(name)
        if known is not None and known.body == told.body:
            return
        new = contributions(told.kind, told.body)
        told_on = told.told_on if known is None else max(told.told_on, known.told_on)
        old: Iterable[tuple[Counted, int]] = ()
        if known is not None:
            old = self._counted.get(name) or contributions(known.kind, known.body)
        _change(sums.on(told_on), old, new)
        self._unsettle(name, told_on, sums)
        self._counted[name] = new
        self._facts[name] = KeptFact(told.kind, told.key, told_on, told.body)

    def _unsettle(self, name: tuple[str, str], told_on: date, sums: Sums) -> None:
        """Hold what the groups of a fact counted before it changes; a new day settles those of the day before."""
        if told_on > self._newest:
            self.settle(sums)
            self._newest = told_on
        self._kinds.add(name[0])
        for group in groups_of(*name, self._kinds):
            if group not in self._unsettled:
                held = self._together.get(group)
                self._unsettled[group] = self._of(group) if held is None else held

    def _of(self, group: Group) -> Iterable[tuple[Counted, int]]:
        return together(group, ((fact.kind, fact.key, fact.body) for fact in self._facts.values()))

    def settle(self, sums: Sums) -> None:
        """Change what facts count together, on the newest day on which any of the person's was told.

        Facts of several processors may come in another order than that of their days; what was known of a person
        together on a past day stays as well.
        """
        for group, old in self._unsettled.items():
            new = self._together[group] = self._of(group)
            _change(sums.on(self._newest), old, new)
        self._unsettled.clear()

    @property
    def changed(self) -> bool:
        """Whether anything was taken."""
        return bool(self._counted)

    def value(self) -> bytes:
        """Give the bytes to keep: facts in the order of kind and key."""
        facts: Mapping[tuple[str, str], KeptFact] = self._facts
        return _encode([facts[name] for name in sorted(facts)])
