"""One person's part of one message while it is read, and the notes taken about it."""

from collections.abc import Callable, Sequence
from datetime import date

from connectors.hospital_hl7v2.parse import Group, Message, Segment
from connectors.hospital_hl7v2.profile import Path, Profile
from connectors.hospital_hl7v2.times import day_of_text, moment_of
from hub.events.values import Erased, HomeArea, Moment, Precision, Source
from hub.ports.connector import Finding

HomeOf = Callable[[str, date], HomeArea | None]
"""Which area a postcode belonged to on a day; reference data that the composition root hands in."""


def no_home(_postcode: str, _day: date) -> HomeArea | None:
    """Give no area: for a hub without postcode reference data."""
    return None


class Reading:
    """Segments of one PID group, the profile, and the findings collected on the way."""

    __slots__ = ("findings", "group", "home_of", "message", "profile", "received_at", "source")

    def __init__(  # noqa: PLR0913 -- everything that one reading needs, once
        self,
        message: Message,
        group: Group,
        profile: Profile,
        *,
        source: Source,
        received_at: int,
        home_of: HomeOf,
        findings: list[Finding],
    ) -> None:
        self.message = message
        self.group = group
        self.profile = profile
        self.source = source
        self.received_at = received_at
        self.home_of = home_of
        self.findings = findings

    @property
    def trust(self) -> str:
        """The sending trust's ODS code."""
        return self.source.organisation

    def note(self, path: object, rule: str, words: str, severity: str = "warning") -> None:
        """Keep a finding; the words never hold a value."""
        finding = Finding(str(path), rule, words, severity)
        if finding not in self.findings:
            self.findings.append(finding)

    def segment(self, name: str) -> Segment | None:
        """Give a segment of this person, else of the message's opening."""
        return self.group.get(name) or self.message.opening.get(name)

    def every(self, name: str) -> Sequence[Segment]:
        """Give all of this person's segments of a name."""
        return self.group.every(name)

    def value(self, path: Path | None) -> str | Erased | None:
        """Give a field three-valued."""
        segment = self.segment(path.segment) if path else None
        return segment.value(path.field, path.component) if segment and path else None

    def text(self, path: Path | None) -> str:
        """Give a field's text; empty when absent or erased."""
        found = self.value(path)
        return found if isinstance(found, str) else ""

    def moment(self, path: Path | None) -> Moment | Erased | None:
        """Give a time three-valued; one that cannot be, or names no day, is noted and counts as no statement."""
        found = self.value(path)
        if not isinstance(found, str):
            return found
        moment = moment_of(found, self.profile.times.formats)
        if moment is None:
            self.note(path, "time_not_understood", "This is not a date or time that can exist.")
        elif moment.precision < Precision.DAY:
            self.note(path, "time_without_day", "A year or a month does not say on which day; it is left out.")
            return None
        return moment

    def known(self, path: Path | None) -> Moment | None:
        """Give a time, or none when absent, erased or not understood."""
        found = self.moment(path)
        return found if isinstance(found, Moment) else None

    def day(self, path: Path) -> date | None:
        """Give a calendar date, noted when it cannot be one."""
        text = self.text(path)
        found = day_of_text(text, self.profile.times.formats) if text else None
        if text and found is None:
            self.note(path, "date_not_understood", "This is not a date that can exist.")
        return found
