"""What a new reading would change of people: both folds compared, in the words of a rebuild, with nothing written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from hub.codec.events import EventCodec
from hub.domain.care_changes import CareChange
from hub.domain.days import day_of
from hub.domain.lanes import lane_of
from hub.domain.membership import Kinship
from hub.events.envelope import Event
from hub.ports.clock import Clock
from hub.ports.store import StateRow, Store, SubjectRef
from hub.runtime.apply import Group
from hub.runtime.comparison import Comparison
from hub.runtime.correcting import word
from hub.runtime.folding import AnyProcessor, refold
from hub.runtime.publishing import published
from hub.runtime.readings import Reread
from hub.runtime.rows import Packed, row_of
from hub.runtime.shadow_pairs import Judge, Pair
from hub.runtime.ticks import NO_DAY, stored_day


class Foreseeing(NamedTuple):
    """Folds people with and without a new reading."""

    store: Store
    codec: EventCodec
    group: Group
    clock: Clock
    lanes: int

    async def compare(self, changed: Iterable[Reread]) -> Comparison:
        """Compare everybody whose events change, each under who they are now."""
        homes, personal = await self._homes(changed)
        judge, found = Judge(self.group.processors), Comparison()
        for home, events in sorted(homes.items()):
            lane = lane_of(home, self.lanes)
            told, today = await self._told(home), await self._day(lane)
            pair = Pair(home, self._rows(home, told, today), self._rows(home, [*told, *events], today))
            verdict = judge.verdict(pair, today)
            if home in personal:
                verdict = verdict._replace(changes=verdict.changes | {CareChange.PERSONAL})
            found.add(lane, home, verdict)
        return found

    async def _homes(
        self, changed: Iterable[Reread]
    ) -> tuple[Mapping[SubjectRef, list[Event]], Collection[SubjectRef]]:
        """Give what comes to whom, under who they are now, and whose personal details differ."""
        now = self.clock.now()
        homes: dict[SubjectRef, list[Event]] = defaultdict(list)
        personal, known = set(), dict[SubjectRef, SubjectRef]()
        for one in changed:
            subject = one.first.subject_ref
            if subject not in known:
                known[subject] = Kinship(await self._told(subject)).survivor_of(subject)
            words = [word(one.first, gone, now) for gone in one.gone]
            homes[known[subject]] += [*(each.event for each in one.added), *words]
            if one.personal:
                personal.add(known[subject])
        return homes, personal

    async def _told(self, subject: SubjectRef) -> list[Event]:
        return [self.codec.decode_clear(row.value) for row in await self.store.history(subject)]

    async def _day(self, lane: int) -> date:
        day = await stored_day(self.store, lane)
        return day_of(self.clock.now()) if day == NO_DAY else day

    def _rows(self, subject: SubjectRef, events: Sequence[Event], today: date) -> Mapping[str, StateRow]:
        """Give the rows that folding these events from the beginning would write, but for how far the fold has come."""
        person = refold(subject, events, self.group.processors)

        def row(processor: AnyProcessor) -> StateRow:
            state = person.states[processor.name]
            outline = processor.outline(state, today)
            packed = Packed(processor.version, processor.encode(state), published(outline.facts))
            return msgspec.structs.replace(row_of(processor, subject, person, outline, packed), card_key=None)

        return {processor.name: row(processor) for processor in self.group.processors}
