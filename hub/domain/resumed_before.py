"""How many hours of a line were resumed by six weeks before others, asked line by line on the days after them.

Somebody who goes back to hospital often has many six weeks, in each of which a line may have been new.  What a line
itself did before them, or what its sender stated, says it alone; all lines are looked at together
(`hub.domain.earlier_weeks.resumed_by`) only where others may have left it hours, so that the time grows with the lines
and not with lines by lines.
Source: the joint six weeks of the National Care Service proposal (6.5), as `hub.domain.origins`.
"""

from collections.abc import Sequence
from datetime import date

from hub.domain.earlier_weeks import Earlier, Name, is_said_later, resumed, resumed_by, without_later_word
from hub.domain.line_spans import Span
from hub.domain.lines import LineState
from hub.domain.origins import Before, left_over, split_by_origin


class ResumedBefore:
    """What one of the six weeks before others resumes; what does not hang on the day is worked out once."""

    def __init__(self, weeks: Earlier, lines: Sequence[LineState]) -> None:
        self.weeks = weeks
        self._lines = lines
        self._own = {
            (line.provider, line.line_id) for line in lines for span in line.spans if span.touches(*weeks.window)
        }
        self._reworded = any(is_said_later(span, weeks) for line in lines for span in line.spans)
        self._ran = [(line, then) for line in lines if (then := weeks.reference.of(line)) is not None]
        self._whole: dict[date, dict[Name, int]] = {}

    def has(self, line: LineState) -> bool:
        """Say whether a line ran in the weeks."""
        return (line.provider, line.line_id) in self._own

    def hours(self, line: LineState, day: date) -> int:
        """Return how many hours at most, of a line that ran in the weeks and runs on a day after them."""
        told = [line, without_later_word(line, self.weeks)] if self._reworded else [line]
        found = []
        for each in told:
            span = each.on(day)
            if span is None or self._hangs_on_others(each, span, day):
                return self._of_all(day)[line.provider, line.line_id]
            found.append(resumed(split_by_origin(each, span, self.weeks.reference, Before())))
        return min(found)

    def _hangs_on_others(self, line: LineState, span: Span, day: date) -> bool:
        """Say whether other lines may have left hours to one of which neither its own days nor a word say anything."""
        if span.origin is not None or self.weeks.reference.own(line, span) is not None:
            return False
        service = line.service_of(span)
        return self._reworded or any(
            not then.covers(day)  # nearly all go on as they were
            and other.service_of(then) == service
            and left_over(other, then, other.on(day))
            for other, then in self._ran
        )

    def _of_all(self, day: date) -> dict[Name, int]:
        if day not in self._whole:
            self._whole[day] = resumed_by(self.weeks, self._lines, day)
        return self._whole[day]
