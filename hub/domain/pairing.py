"""Which cancel takes back which event, decided over everything that is known of a person.

Source: HL7 v2 cancel triggers (A11, A12, A13 and their like) as UK senders use them: a cancel repeats the time
of what it cancels (EVN-6).  Feeds that do not are served by the second rule.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from hub.domain.sent_again import Versions
from hub.events.catalogue import BY_TYPE
from hub.events.discharge import Spell, SpellMerged
from hub.events.envelope import Event

CLOCKS_APART: Final = 15 * 60 * 1000
"""How far the clock of a cancel may lie behind that of what it cancels (milliseconds).

The desks of one hospital run on different machines.  A quarter of an hour is what the hospital connector, too, still
takes for a clock that is set wrong; that somebody leaves anew so soon after a cancel that met nothing is rarer.
"""


_DISCHARGE: Final = BY_TYPE["SpellDischarged"].kind
_ADMISSION: Final = BY_TYPE["SpellAdmitted"].kind


class Pairing(NamedTuple):
    """What the cancels of a person do, by ordinal.

    `strikes` is cancel -> target, `struck` is target -> cancel and holds other versions of a discharge too that was
    taken back (`hub.domain.sent_again`).  `repeats` are cancels of what was taken back already.  `outlasts` are targets
    that stand although a later one of their spell and kind was taken back.
    """

    strikes: Mapping[int, int]
    struck: Mapping[int, int]
    repeats: Collection[int]
    outlasts: Collection[int]


class _Told(NamedTuple):
    """Ordinals of one spell and kind, in canonical order; of discharges, which of them are versions of one."""

    targets: list[int]
    cancels: list[int]
    versions: Versions | None = None

    def gone(self, found: Mapping[int, int]) -> dict[int, int]:
        """Return target -> cancel for all that goes with what some cancels strike."""
        itself = {target: cancel for cancel, target in found.items()}
        if self.versions is None:
            return itself
        along: dict[int, int] = {}
        for cancel, target in found.items():
            for one in self.versions.taken_along(cancel, target):
                along.setdefault(one, cancel)
        return along | itself


def spell_of(event: Event) -> Spell | None:
    """Return the spell that an event names, or none."""
    spell: Spell | None = getattr(event.body, "spell", None)
    return spell


def aliases(events: Iterable[Event]) -> dict[Spell, Spell]:
    """Return, for each merged spell number, the number that the stay goes by now.

    `events` are in canonical order.  A merge that would close a circle says nothing new and is ignored.
    """
    parent: dict[Spell, Spell] = {}

    def root(spell: Spell) -> Spell:
        while spell in parent:
            spell = parent[spell]
        return spell

    for event in events:
        if isinstance(event.body, SpellMerged):
            retired, kept = root(event.body.retired), root(event.body.spell)
            if retired != kept:
                parent[retired] = kept
    return {spell: root(spell) for spell in parent}


def pairs(events: Sequence[Event], now: Mapping[Spell, Spell]) -> Pairing:
    """Return what each cancel takes back, for events in canonical order and the `aliases` among them.

    First exactly: same spell, kind and `occurred_at`; the earliest recorded target that no cancel has struck.  One that
    was recorded after the cancel is meant only while nothing of that spell, kind and time has been struck (some feeds
    record the cancel first); else the cancel repeats one that struck, and strikes nothing.

    Then each cancel whose time no target has strikes the latest of its spell and kind that occurred, and was recorded,
    no later than the cancel was recorded.  Where there is none clocks may differ, unless an earlier cancel has struck
    something of that spell and kind and may be repeated here: then it strikes the latest that occurred by then, else
    the first that occurred within `CLOCKS_APART` of it.  A cancel that finds none waits.

    A discharge that was sent again is one: a cancel that strikes the newest version written by then, or gives no time
    that one has, takes back the others too, and strikes but the one.
    """
    strikes: dict[int, int] = {}
    struck: dict[int, int] = {}
    repeats: set[int] = set()
    outlasts: set[int] = set()
    by_spell = _by_spell_and_kind(events, now)
    for spell, kind in sorted(by_spell, key=lambda each: each[1] == _DISCHARGE):
        told = _with_versions(events, by_spell, spell, kind, struck)
        found, again = _exact(events, told)
        found |= _latest(events, told, found, again)
        gone = told.gone(found)
        strikes |= found
        struck |= gone
        repeats |= again
        outlasts |= _outlasting(told.targets, gone)
    return Pairing(strikes, struck, repeats, outlasts)


def _by_spell_and_kind(events: Sequence[Event], now: Mapping[Spell, Spell]) -> dict[tuple[Spell, str], _Told]:
    told: dict[tuple[Spell, str], _Told] = {}
    cancelled = {BY_TYPE[event.type].kind for event in events if BY_TYPE[event.type].cancels}
    if _DISCHARGE in cancelled:
        cancelled.add(_ADMISSION)
    for ordinal, event in enumerate(events) if cancelled else ():
        entry = BY_TYPE[event.type]
        spell = spell_of(event)
        if spell is not None and entry.kind in cancelled:
            mine = told.setdefault((now.get(spell, spell), entry.kind), _Told([], []))
            (mine.cancels if entry.cancels else mine.targets).append(ordinal)
    return told


def _with_versions(
    events: Sequence[Event],
    told: Mapping[tuple[Spell, str], _Told],
    spell: Spell,
    kind: str,
    struck: Collection[int],
) -> _Told:
    """Return what was told of a spell and kind; of discharges with the admissions that nobody struck, paired before."""
    mine = told[spell, kind]
    if kind != _DISCHARGE or len(mine.targets) < 2 or not mine.cancels:  # noqa: PLR2004
        return mine
    admitted = told.get((spell, _ADMISSION))
    stand = [one for one in admitted.targets if one not in struck] if admitted else ()
    return mine._replace(versions=Versions(events, mine.targets, stand))


def _exact(events: Sequence[Event], told: _Told) -> tuple[dict[int, int], set[int]]:
    """Return the cancels that strike a target of their own time, and those that repeat one."""
    left: dict[int, list[int]] = {}
    for ordinal in sorted(told.targets, key=lambda target: (events[target].recorded_at, target), reverse=True):
        left.setdefault(events[ordinal].occurred_at, []).append(ordinal)
    found: dict[int, int] = {}
    repeats, begun = set[int](), set[int]()
    for ordinal in told.cancels:
        cancel = events[ordinal]
        same = left.get(cancel.occurred_at)
        if same is None:
            continue
        if same and (cancel.occurred_at not in begun or events[same[-1]].recorded_at <= cancel.recorded_at):
            found[ordinal] = same.pop()
            begun.add(cancel.occurred_at)
        else:
            repeats.add(ordinal)
    return found, repeats


def _latest(events: Sequence[Event], told: _Told, exact: Mapping[int, int], repeats: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    struck = set(told.gone(exact))
    for ordinal in told.cancels:
        if ordinal in exact or ordinal in repeats:
            continue
        alone = not found and min(exact, default=ordinal) >= ordinal
        target = _meant(events, [target for target in told.targets if target not in struck], ordinal, alone=alone)
        if target is not None:
            found[ordinal] = target
            struck.update(told.gone({ordinal: target}))
    return found


def _meant(events: Sequence[Event], open_: Sequence[int], cancel: int, *, alone: bool) -> int | None:
    """Return the target of a cancel without its time; `alone` when no earlier cancel has struck anything."""
    recorded = events[cancel].recorded_at
    before = [target for target in open_ if events[target].occurred_at <= recorded]
    written = [target for target in before if events[target].recorded_at <= recorded]
    if written or not alone:
        return written[-1] if written else None
    if before:
        return before[-1]
    return next((target for target in open_ if events[target].occurred_at <= recorded + CLOCKS_APART), None)


def _outlasting(targets: Sequence[int], struck: Collection[int]) -> set[int]:
    last = max(struck, default=-1)
    return {target for target in targets if target < last and target not in struck}
