"""What a batch will write, gathered person by person.  Pure: it reads what was loaded and calls no port."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from hub.codec.events import EventCodec
from hub.domain.membership import Owed, newly_owed
from hub.events.envelope import Event
from hub.ports.store import HistoryRow, OutboxRow, Parked, StateRow, SubjectRef
from hub.runtime.folding import AnyProcessor, Person, Standing, fold_on, in_place, refold
from hub.runtime.publishing import Published, news, outbox_rows
from hub.runtime.rows import Packed, Rows, person_of, row_of, says_nothing
from hub.runtime.taking import Filed, Taken, once_each, take
from hub.runtime.unchanged import is_written, row_again, stands

States = Mapping[str, Any]
"""States of one person by processor."""
Late = dict[SubjectRef, Taken]
"""What a batch holds of people whose whole history has to be read first."""


class Outcome:
    """What a batch will write: `states`, `history`, `outbox` and `parked`.  `loaded` is what the store has."""

    def __init__(self, codec: EventCodec, processors: Sequence[AnyProcessor], today: date, loaded: Rows) -> None:
        self._codec, self._processors, self._today, self._loaded = codec, processors, today, loaded
        self.states: list[StateRow] = []
        self.history: list[HistoryRow] = []
        self.outbox: list[OutboxRow] = []
        self.parked: list[Parked] = []
        self._folded: list[tuple[SubjectRef, Person, Mapping[str, Published], States]] = []

    def fold_in_place(self, people: Filed) -> Late:
        """Fold everybody whose events follow what is folded already; give those who need their whole history.

        What they come to is for `write_folded`: one kind of work for everybody and then the other takes a twelfth less
        than both for each in turn.  People come in the order of their references, as the store's indexes lie:
        neighbours share a page there, and the database spends an eighth less on the history.
        """
        late: Late = {}
        for subject, records in sorted(people.items()):
            mine = taken = take(self._codec, records, self.parked)
            if not mine.events:
                continue
            person, told = person_of(subject, self._loaded, self._processors)
            if not in_place(person, subject, taken):
                taken = once_each(mine)
                if not in_place(person, subject, taken):
                    late[subject] = mine
                    continue
            before = dict(person.states)
            fold_on(person, taken, self._processors)
            self.history += taken.rows
            self._folded.append((subject, person, told, before))
        return late

    def write_folded(self) -> None:
        """Write everybody who was folded in place."""
        for each in self._folded:
            self._write(*each)
        self._folded.clear()

    def fold_whole(self, late: Late, histories: Mapping[SubjectRef, Sequence[HistoryRow]]) -> None:
        """Fold people from the beginning, with what the history knows and what is new."""
        for subject, mine in late.items():
            known = histories.get(subject, ())
            seen = {row.event_id for row in known}
            rows = [row for row in once_each(mine).rows if row.event_id not in seen]
            if rows:
                self._fold_whole(subject, mine.events, known, rows)

    def _fold_whole(
        self, subject: SubjectRef, new: Sequence[Event], known: Sequence[HistoryRow], rows: Sequence[HistoryRow]
    ) -> None:
        _, told = person_of(subject, self._loaded, self._processors)
        earlier = [self._codec.decode_clear(row.value) for row in known]
        every = [*earlier, *new]
        self.outbox += _passed_on(newly_owed(subject, earlier, every), [*known, *rows])
        self.history += rows
        self._write(subject, refold(subject, every, self._processors), told)

    def _write(
        self, subject: SubjectRef, person: Person, told: Mapping[str, Published], before: States | None = None
    ) -> None:
        """Write what each processor has of a person now; with `before`, no more than what their events changed."""
        standing: Standing | None = person.standing
        for processor in self._processors:
            name = processor.name
            stored, state = self._loaded.get((name, subject)), person.states[name]
            known = told.get(name, ())
            same = before is not None and state is before[name]
            as_before = before is not None and stands(processor, stored, before[name], state, self._today)
            if as_before and standing is None and is_written(stored, person, same=same):
                continue
            if as_before and stored is not None:
                packed = Packed(processor.version, processor.encode(state), known, standing)
                self.states.append(row_again(stored, person, packed))
            else:
                self._write_anew(processor, subject, person, known, standing)
            standing = None

    def _write_anew(
        self,
        processor: AnyProcessor,
        subject: SubjectRef,
        person: Person,
        known: Published,
        standing: Standing | None,
    ) -> None:
        name = processor.name
        outline, stored = processor.outline(person.states[name], self._today), self._loaded.get((name, subject))
        published, changes = news(name, known, outline.facts)
        if changes:
            self.outbox += outbox_rows(self._codec, subject, changes, self._today)
        if standing is None and stored is None and says_nothing(processor, person, outline):
            return
        packed = Packed(processor.version, processor.encode(person.states[name]), published, standing)
        row = row_of(processor, subject, person, outline, packed)
        if row != stored:
            self.states.append(row)


def _passed_on(owed: Iterable[Owed], rows: Iterable[HistoryRow]) -> list[OutboxRow]:
    """Publish once more, as they are, the events that another record of the same person has to know."""
    by_id = {row.event_id: row for row in rows}
    return [
        OutboxRow(each.id, by_id[each.event_id].topic, each.to, by_id[each.event_id].value) for each in sorted(owed)
    ]
