"""Which of a line's starts and ends stand, after all that was told of them, one word after another.

The newest word about a start or an end counts, whatever day it gives:

- An end is that of the run in which its day lies, else of the run before it, and takes the place of the one that was
  told of this run.  Where the line never ran up to its day, support never began: the start after it goes, unless a
  visit took place since.  A newer end on or after the day of that start takes its word back: the line ran up to it.
- A start begins a run.  While one goes on, a start that was only planned gives way to one that is told later: to a
  delayed one, unless a visit took place from the planned day on, and to an earlier one that is told before the planned
  day has passed.  A start whose day had come stands, and the later one brings new terms.
- A start that is called off goes with the end of its run, and the run in which it lay goes on as before it; where
  several of one run are, in whichever order, so it does once the last of them is.  A visit since then shows that it
  came, and a newer start of that day begins again.  Called off once more it says nothing new.
- An end that came with a start is part of it: it goes with it, and when another start follows in the same run.  The
  end whose place it took holds again.

Source: rules of this product, as for discharges; without a cancel the last message about an event is its content (HL7
v2 chapter 3, A03 and A13).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Final, NamedTuple

from hub.domain.days import day_of
from hub.domain.finding import Against
from hub.domain.line_words import CALLED_OFF, END, START, Word
from hub.domain.rules import Rule

Visited = Callable[[date, date], bool]
"""Says whether a visit took place from a day on and before another one."""


class Mark(NamedTuple):
    """A day on which a line begins to run, or the last one on which it runs, and the word that says so."""

    day: date
    opens: bool
    word: Word


_DAY: Final = attrgetter("day")


class Course:
    """What stands of the starts and ends of a line, by their days, and what contradicts what."""

    def __init__(self, visited: Visited) -> None:
        self.marks: list[Mark] = []
        self.notes: list[Against] = []
        self._undone: list[Word] = []
        self._off: set[date] = set()
        self._visited = visited
        self._cut: dict[date, list[Mark]] = {}
        self._begun: frozenset[tuple[int, date]] = frozenset()

    def tell(self, words: Sequence[Word]) -> None:
        """Take starts and ends in the order in which they were said."""
        self._begun = frozenset((word.told, word.day) for word in words if word.kind == START)
        for word in self._in_turn(words):
            if word.kind == END:
                self._end(word.day, word)
            elif word.kind == CALLED_OFF:
                self._call_off(word)
            elif word.last is not None and word.last < word.day:
                self.notes.append(Against(Rule.LINE_ENDED_BEFORE_START, word.by))
            else:
                self._begin(word)
        before_start = any(note.rule is Rule.LINE_ENDED_BEFORE_START for note in self.notes)
        if self.marks and not self.marks[0].opens and not before_start:
            self.notes.append(Against(Rule.UNKNOWN_LINE, self.marks[0].word.by))

    def _in_turn(self, words: Iterable[Word]) -> Iterator[Word]:
        """Give an end of a day on which nothing runs after the start that was written with it: a line of one day."""
        held: list[Word] = []
        for word in words:
            if held and (held[0].told, held[0].day) != (word.told, word.day):
                yield from held
                held = []
            if word.kind == END and not self._runs(word.day):
                held.append(word)
            else:
                yield word
        yield from held

    def _runs(self, day: date) -> bool:
        place = self._after(day)
        return place > 0 and self.marks[place - 1].opens

    def _after(self, day: date) -> int:
        return bisect_right(self.marks, day, key=_DAY)

    def _begin(self, word: Word) -> None:
        for mark in self.marks:
            if mark.opens and word.repeats(mark.word):
                self.marks = [each._replace(word=word) if each.word is mark.word else each for each in self.marks]
                return
        self._undone = []
        self._off.discard(word.day)
        place = self._after(word.day)
        if self._runs(word.day):
            self._follow(self.marks[place - 1].word, word)
        elif self.marks[place:] and self.marks[place].opens and _brought_forward(self.marks[place].word, word):
            self._give_way(self.marks[place].word, word)
        self.marks.insert(self._after(word.day), Mark(word.day, opens=True, word=word))
        if word.last is not None:
            self._end(word.last, word)

    def _follow(self, old: Word, word: Word) -> None:
        """A start is told of a run that goes on: it takes the place of the one before it, or brings new terms."""
        if old.day == word.day or (old.is_planned and not self._visited(old.day, word.day)):
            self._give_way(old, word)
        else:
            self._cut[word.day] = [mark for mark in self.marks if mark.word is old and not mark.opens]
            self.marks = [mark for mark in self.marks if mark.opens or mark.word is not old]

    def _give_way(self, old: Word, word: Word) -> None:
        self.marks = [mark for mark in self.marks if mark.word is not old]
        self._put_back(old.day, word.day)
        if old.day != word.day:
            self.notes.append(Against(Rule.LINE_TOLD_AGAIN, word.by, old.by))
        elif old.told == word.told:
            self.notes.append(Against(Rule.LINE_TOLD_AT_ONCE, word.by, old.by))

    def _call_off(self, word: Word) -> None:
        """A start of that day goes, unless a visit shows that it came: of its run the end goes with it."""
        place = next((at for at, mark in enumerate(self.marks) if mark.opens and mark.day == word.day), None)
        following = next((mark.day for mark in self.marks if mark.opens and mark.day > word.day), date.max)
        alone = not place or not self.marks[place - 1].opens
        if place is None and word.day in self._off:
            return
        if place is None or (alone and self._visited(word.day, following)):
            self.notes.append(Against(Rule.CALLED_OFF_IN_VAIN, word.by))
            return
        self._off.add(word.day)
        begun = self.marks[place].word
        self.marks = [mark for mark in self.marks if mark.word is not begun]
        ends = bool(self.marks[place:]) and not self.marks[place].opens
        if alone and ends:
            gone = self.marks.pop(place)
            self._hold_for(gone, self.marks[max(0, place - 1) : place] if gone.word.kind == END else ())
        self._put_back(word.day)

    def _put_back(self, day: date, then: date | None = None) -> None:
        """Let the ends hold again whose place the end of a start took that goes; called off, it cut none off either.

        `then` is the day of the start to which it gives way, which cuts off what the first one did.
        """
        for mark in self._cut.pop(day, []):
            if mark.word.kind == START and mark.word.day < day and then is not None:
                self._cut.setdefault(then, []).append(mark)
                continue
            place = self._after(mark.day)
            before, after = self.marks[:place], self.marks[place:]
            goes_on = bool(before) and before[-1].opens and (not after or after[0].opens)
            if goes_on and (mark.word.kind == END or mark.word.repeats(before[-1].word)):
                self.marks.insert(place, mark)
            elif mark.word.kind == START:
                self._hold_back(mark, before)
            else:
                self._hold_for(mark, [*before[-1:], *after[:1]])

    def _hold_back(self, mark: Mark, before: Sequence[Mark]) -> None:
        """Keep an end that came with a start for when the last of the other starts of its run is called off as well."""
        others = [each.day for each in before if each.opens and each.day > mark.word.day]
        if others:
            self._cut.setdefault(others[-1], []).append(mark)

    def _hold_for(self, mark: Mark, beside: Sequence[Mark]) -> None:
        """Keep an end that was told for when a newer start is called off that came with the end beside it."""
        newer = [each.word for each in beside if not each.opens and each.word.kind == START]
        for start in [word for word in newer if word.told > mark.word.told][:1]:
            self._cut.setdefault(start.day, []).append(mark)

    def _end(self, day: date, word: Word) -> None:
        if any(mark.day == day and not mark.opens for mark in self.marks) and not self._begun_before(word):
            if word.kind == END:
                self.marks = [_renewed(mark, day, word) for mark in self.marks]
            return
        place = self._after(day)
        if self.marks[place:] and not self.marks[place].opens:
            self._ended_again(self.marks.pop(place), word)
        if place and not self.marks[place - 1].opens:
            place -= 1
            self._ended_again(self.marks.pop(place), word)
        if place == 0 and not self._began_after_all(day) and self.marks:
            self._never_began(self.marks[0].word, word)
        self.marks.insert(self._after(day), Mark(day, opens=False, word=word))

    def _begun_before(self, word: Word) -> bool:
        """Say whether an end is told of a day on which the line began again, after that start was: it ends that too.

        Where both were written at one time the line runs on.
        """
        if word.kind != END or (word.told, word.day) in self._begun:
            return False
        last = self.marks[self._after(word.day) - 1]
        return last.opens and last.day == word.day and last.word.told < word.told

    def _ended_again(self, old: Mark, word: Word) -> None:
        """Of two ends of a run the newer one counts; that one lay ahead when it was written contradicts nothing."""
        if word.kind == START:
            self._cut.setdefault(word.day, []).append(old)
        if old.word.told == word.told:
            self.notes.append(Against(Rule.LINE_TOLD_AT_ONCE, word.by, old.word.by))
        elif day_of(old.word.told) >= old.day:
            self.notes.append(Against(Rule.LINE_TOLD_AGAIN, word.by, old.word.by))

    def _never_began(self, begun: Word, word: Word) -> None:
        """A line ended before its first day: with the start goes the end of what never ran."""
        self.notes.append(Against(Rule.LINE_ENDED_BEFORE_START, word.by))
        if self._visited(begun.day, date.max):
            return
        self._undone.append(begun)
        self.marks = [mark for mark in self.marks if mark.word is not begun]
        if self.marks and not self.marks[0].opens:
            del self.marks[0]

    def _began_after_all(self, day: date) -> bool:
        """Put back the start that an end before it undid, where a newer end lies on its day or after it."""
        begun = next((word for word in reversed(self._undone) if word.day <= day), None)
        if begun is None:
            return False
        self._undone.remove(begun)
        self.marks.insert(0, Mark(begun.day, opens=True, word=begun))
        return True


def _renewed(mark: Mark, day: date, word: Word) -> Mark:
    return mark._replace(word=word) if mark.day == day and not mark.opens else mark


def _brought_forward(planned: Word, word: Word) -> bool:
    """Say whether a start that is told for an earlier day is the one that was planned."""
    in_time = planned.is_planned and day_of(word.told) <= planned.day
    return in_time and (word.last is None or word.last >= planned.day)
