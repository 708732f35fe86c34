"""The days on which a support line ran alike: hours in hundredths a week, prices in pence an hour."""

from datetime import date

import msgspec

from hub.domain.said import Said

replace = msgspec.structs.replace


class Span(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Days on which a line ran with the same terms; `last` is none while no end is known.

    A new field goes to the end and may be missing, so that states that were kept without it are read as they are.
    """

    first: date
    last: date | None
    hours: int | None
    price: int | None
    by: int
    framework: str | None = None
    """Version of the local price framework that the price comes from."""
    programme: str | None = None
    """The reablement or intermediate-care programme that it belongs to, where one was named."""
    service: str | None = None
    """What was given on these days, where that is another service than the line's of today."""
    origin: Said[str] | None = None
    """What was stated with these days, else with the ones right before them from which they go on."""

    @property
    def comparable(self) -> int | None:
        """Hours that can be held against others; none where nobody said how many, or said less than none."""
        return None if self.hours is None or self.hours < 0 else self.hours

    def covers(self, day: date) -> bool:
        """Say whether the line ran on a day."""
        return self.first <= day and (self.last is None or self.last >= day)

    def touches(self, first: date, last: date) -> bool:
        """Say whether the line ran on any day of a period."""
        return self.first <= last and (self.last is None or self.last >= max(first, self.first))


def naming(spans: tuple[Span, ...], service: str) -> tuple[Span, ...]:
    """Return the spans with the service of each named: `service` where none was."""
    return tuple([span if span.service is not None else replace(span, service=service) for span in spans])
