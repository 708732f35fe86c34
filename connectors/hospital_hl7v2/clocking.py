"""When it happened and when it was written down (EVN and MSH; ITK specification, IHE PAM for ZBE)."""

from typing import Final, NamedTuple

from connectors.hospital_hl7v2.parse import Segment
from connectors.hospital_hl7v2.profile import Path
from connectors.hospital_hl7v2.reading import Reading
from connectors.hospital_hl7v2.times import moment_of
from hub.events.values import Moment, Precision, Zone

RECORDED: Final = Path("EVN", 2)
PLANNED: Final = Path("EVN", 3)
OCCURRED: Final = Path("EVN", 6)
DISCHARGED: Final = Path("PV1", 45)
_SENT: Final = 7
_MINUTE: Final = 60 * 1000
_SKEW: Final = 15 * _MINUTE


class Clocking(NamedTuple):
    """The two times of every event of a message; neither is when the hub took it in."""

    occurred: Moment
    recorded: Moment


def clocking(reading: Reading, *, discharge: bool) -> Clocking:
    """Read both times: movement start, EVN-6, PV1-45 for discharges, EVN-2, MSH-7, in this order."""
    sent = _sent(reading)
    recorded = _written(reading.known(RECORDED), sent)
    recorded = recorded or Moment(reading.received_at, int(Precision.MILLISECOND), int(Zone.STATED))
    if recorded.at > reading.received_at + _SKEW:
        reading.note("EVN-2", "clock_ahead", "The sender's clock is ahead of the hub's.", "information")
    occurred = reading.known(reading.profile.times.movement) or reading.known(OCCURRED)
    if occurred is None and discharge:
        occurred = reading.known(DISCHARGED)
    if occurred is None:
        reading.note(
            OCCURRED, "occurred_assumed", "When it happened is missing; another time stands in.", "information"
        )
    elif occurred.at > reading.received_at + _SKEW:
        reading.note(OCCURRED, "occurred_ahead", "The message says that it happened in the future.")
    return Clocking(occurred or recorded, recorded)


def _written(stated: Moment | None, sent: Moment | None) -> Moment | None:
    """Give when it was written: as stated, but for the seconds, which the sending has where both are one minute.

    Of two messages that were written in the same minute the one that was sent later is the later word.
    """
    if stated is None or sent is None:
        return stated or sent
    exact = sent.precision > stated.precision == Precision.MINUTE and 0 <= sent.at - stated.at < _MINUTE
    return sent if exact else stated


def _sent(reading: Reading) -> Moment | None:
    text = reading.message.header.part(_SENT)
    found = moment_of(text, reading.profile.times.formats) if text else None
    if found is None or found.precision < Precision.DAY:
        reading.note("MSH-7", "time_not_understood", "The message time is missing or cannot exist.")
        return None
    return found


def operator(event: Segment | None) -> str:
    """Who wrote it, as the sender names them (EVN-5)."""
    return event.part(5) if event else ""
