"""Bodies of the discharge family, from one person's part of a message."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from connectors.hospital_hl7v2 import visit
from connectors.hospital_hl7v2.clocking import DISCHARGED, PLANNED, Clocking
from connectors.hospital_hl7v2.disposition import Death, Disposition, deadly, death, disposition
from connectors.hospital_hl7v2.reading import Reading
from connectors.hospital_hl7v2.statements import stated
from hub.events import discharge
from hub.events.discharge import Spell
from hub.events.identity import DeathRecorded
from hub.events.values import Erased, Moment, Stated

Bodies = Sequence[msgspec.Struct]


class Stay(NamedTuple):
    """What every body of a stay needs: the reading, the spell, and when it happened."""

    reading: Reading
    spell: Spell
    when: Clocking

    @property
    def patient_class(self) -> str | None:
        """The class that the message states; an emptied one says nothing."""
        return _text(visit.patient_class(self.reading))

    @property
    def stated(self) -> Stated | None:
        """What the message states of the person."""
        return stated(self.reading)


def admitted(stay: Stay) -> Bodies:
    """A01, A06, and A04 of an inpatient: admitted, with what the message expects of the discharge."""
    reading, when = stay.reading, stay.when
    at = reading.known(visit.ADMITTED)
    if at is None:
        words = "The admission time is missing; the time of the event stands in."
        reading.note(visit.ADMITTED, "admission_time_missing", words, "information")
    body = discharge.SpellAdmitted(
        stay.spell,
        admitted_at=at or when.occurred,
        patient_class=stay.patient_class,
        method=visit.admission_method(reading),
        source=visit.source(reading),
        place=visit.place(reading),
        specialty=_text(visit.specialty(reading)),
        gp_practice=visit.gp_practice(reading),
        home=visit.home(reading, when.occurred.at),
        stated=stay.stated,
    )
    return (body, *outlook(stay))


def transferred(stay: Stay) -> Bodies:
    """A02, and each half of an A17."""
    found = visit.place(stay.reading)
    if found is None:
        stay.reading.note(stay.reading.profile.visit.location, "place_missing", "The new place is missing.")
    return (discharge.SpellTransferred(stay.spell, found, stay.patient_class, stay.stated), *outlook(stay))


def discharged(stay: Stay) -> Bodies:
    """A03: left, or died."""
    reading, when = stay.reading, stay.when
    ended = disposition(reading)
    at = reading.known(DISCHARGED)
    if at is None:
        words = "The discharge time is missing; the time of the event stands in."
        reading.note(DISCHARGED, "discharge_time_missing", words)
    died = death(reading, ended)
    left = at or when.occurred
    body = _left(stay, ended, left) if died is None else _died(stay, ended, left, died)
    return (body, *outlook(stay))


def corrected(stay: Stay) -> Bodies:
    """A08: what the fields that are present say; never place or admission."""
    reading = stay.reading
    ended = disposition(reading)
    body = discharge.SpellDetailsCorrected(
        stay.spell,
        patient_class=visit.patient_class(reading),
        specialty=visit.specialty(reading),
        method=ended.method,
        destination=ended.destination,
        discharged_at=reading.moment(DISCHARGED),
        reported_place=visit.place(reading),
        gp_practice=visit.gp_practice(reading),
        home=visit.home(reading, stay.when.occurred.at),
        pathway=visit.pathway(reading),
        stated=stay.stated,
    )
    # How the stay ended travels in the correction, which another one replaces; the record's own word is an event.
    died = death(reading, ended._replace(method=None, destination=None))
    told = [body] if any(value is not None for value in msgspec.structs.astuple(body)[1:]) else []
    dead = [DeathRecorded(died.at, died.confirmed, reading.source)] if died else []
    return (*told, *outlook(stay), *dead)


def outlook(stay: Stay) -> Bodies:
    """Expected discharge and readiness, where the message speaks of them."""
    expected = visit.expected_discharge(stay.reading)
    ready = visit.readiness(stay.reading, stay.spell)
    first = [] if expected is None else [discharge.ExpectedDischargeChanged(stay.spell, expected)]
    return (*first, *([] if ready is None else [ready]))


def admission_planned(stay: Stay) -> Bodies:
    """A05 and A14."""
    expected = stay.reading.known(stay.reading.profile.expected.admission) or stay.reading.known(PLANNED)
    return (discharge.AdmissionPlanned(stay.spell, expected, stay.stated),)


def transfer_planned(stay: Stay) -> Bodies:
    """A15: the pending location, else where the message says the person will be."""
    reading = stay.reading
    found = visit.place(reading, reading.profile.visit.pending_location) or visit.place(reading)
    planned = reading.known(PLANNED)
    return (discharge.TransferPlanned(stay.spell, found, planned, stay.patient_class, stay.stated),)


def discharge_expected(stay: Stay) -> Bodies:
    """A16: a discharge is pending; the expected time is required there."""
    expected = visit.expected_discharge(stay.reading)
    if not isinstance(expected, Moment):
        where = stay.reading.profile.expected.discharge
        words = "A pending discharge should say when it is expected."
        stay.reading.note(where[0] if where else "PV2", "expected_discharge_missing", words)
    known = expected if isinstance(expected, Moment) else None
    return (discharge.DischargeExpected(stay.spell, known, stay.patient_class, stay.stated),)


def bare(body: Callable[..., msgspec.Struct]) -> Callable[[Stay], Bodies]:
    """Give a reader for events that name the spell and repeat no field of it but its class: leaves and cancels."""
    return lambda stay: (body(stay.spell, patient_class=stay.patient_class, stated=stay.stated),)


def unplanned(stay: Stay) -> Bodies:
    """A27 and A38: the class is that of a plan, and a plan is no stay."""
    return (discharge.AdmissionPlanCancelled(stay.spell, stay.stated),)


def _left(stay: Stay, ended: Disposition, at: Moment) -> discharge.SpellDischarged:
    reading = stay.reading
    return discharge.SpellDischarged(
        stay.spell,
        discharged_at=at,
        method=ended.method,
        destination=ended.destination,
        place=visit.place(reading),
        gp_practice=visit.gp_practice(reading),
        home=visit.home(reading, stay.when.occurred.at),
        pathway=visit.pathway(reading),
        patient_class=stay.patient_class,
        stated=stay.stated,
    )


def _died(stay: Stay, ended: Disposition, left: Moment, died: Death) -> discharge.PatientDiedInHospital:
    """End a stay by death; where the way of leaving says so, a code beside it that says otherwise is left out."""
    way = ended if died.by_record else deadly(ended)
    return discharge.PatientDiedInHospital(
        stay.spell,
        died_at=died.at or left,
        confirmed=died.confirmed,
        discharged_at=left,
        method=way.method,
        destination=way.destination,
        patient_class=stay.patient_class,
        source=stay.reading.source if died.by_record else None,
        stated=stay.stated,
    )


def _text(value: str | Erased | None) -> str | None:
    return value if isinstance(value, str) else None
