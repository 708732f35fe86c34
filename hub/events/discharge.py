"""The discharge family: a hospital stay from its plan to its end, and the readiness to leave.

A stay is a *spell* (hospital provider spell, NHS Data Dictionary): the key is the trust's ODS code with the
spell number that the trust gave it.  Triggers in brackets are HL7 v2 (ITK specification v1.0.15).

`patient_class` is a letter of HL7 table 0004: I inpatient, O outpatient, E emergency, P preadmit, R recurring,
B obstetrics, D day case, U unknown.  Every event of a stay carries it, because each message is a snapshot; a plan of an
admission does not, for it is no stay yet.
"""

from datetime import date

import msgspec

from hub.events.values import Code, Erased, HomeArea, Moment, Place, Source, Stated


class Spell(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The key of a stay."""

    trust: str
    number: str


class SpellAdmitted(msgspec.Struct, frozen=True, gc=False):
    """Somebody became an inpatient (A01; A06 when an attender's class turns inpatient)."""

    spell: Spell
    admitted_at: Moment
    patient_class: str | None = None
    method: str | None = None
    source: Code | None = None
    place: Place | None = None
    specialty: str | None = None
    gp_practice: str | Erased | None = None
    home: HomeArea | Erased | None = None
    stated: Stated | None = None


class SpellTransferred(msgspec.Struct, frozen=True, gc=False):
    """A move to another ward, bed or site of the same trust (A02; A17 gives two)."""

    spell: Spell
    place: Place | None = None
    patient_class: str | None = None
    stated: Stated | None = None


class SpellDischarged(msgspec.Struct, frozen=True, gc=False):
    """The stay ended and the person left (A03)."""

    spell: Spell
    discharged_at: Moment
    method: Code | Erased | None = None
    destination: Code | Erased | None = None
    place: Place | None = None
    gp_practice: str | Erased | None = None
    home: HomeArea | Erased | None = None
    pathway: str | None = None
    patient_class: str | None = None
    stated: Stated | None = None


class PatientDiedInHospital(msgspec.Struct, frozen=True, gc=False):
    """The stay ended by death (A03 with method 4, or with a death time or indicator)."""

    spell: Spell
    died_at: Moment
    confirmed: bool = True
    """False while it is only suspected: a death time with indicator N, or a word in the disposition."""
    discharged_at: Moment | None = None
    """When the stay ended (PV1-45)."""
    method: Code | Erased | None = None
    destination: Code | Erased | None = None
    patient_class: str | None = None
    source: Source | None = None
    """Who says so by the death indicator or time alone, and may take it back; absent when method or destination do."""
    stated: Stated | None = None


class AdmissionPlanned(msgspec.Struct, frozen=True, gc=False):
    """An admission is expected (A05, A14)."""

    spell: Spell
    expected_at: Moment | None = None
    stated: Stated | None = None


class TransferPlanned(msgspec.Struct, frozen=True, gc=False):
    """A transfer is expected (A15)."""

    spell: Spell
    place: Place | None = None
    expected_at: Moment | None = None
    patient_class: str | None = None
    stated: Stated | None = None


class DischargeExpected(msgspec.Struct, frozen=True, gc=False):
    """A discharge is pending (A16)."""

    spell: Spell
    expected: Moment | None = None
    patient_class: str | None = None
    stated: Stated | None = None


class ExpectedDischargeChanged(msgspec.Struct, frozen=True, gc=False):
    """The expected time of discharge was set, moved or erased (A01, A02 or A08 with PV2-9, PV2-8 or PV2-10)."""

    spell: Spell
    expected: Moment | Erased


class ReadinessChanged(msgspec.Struct, frozen=True, gc=False):
    """Medically fit to leave: since when, or no longer (ZU1-22, ZU1-24)."""

    spell: Spell
    ready: bool
    since: Moment | None = None
    said_by: str | None = None
    """ODS or ONS code of who says so; absent where it is the hospital of the stay."""


class SpellDetailsCorrected(msgspec.Struct, frozen=True, gc=False):
    """An update of the stay's data that never moves place or admission (A08)."""

    spell: Spell
    patient_class: str | Erased | None = None
    specialty: str | Erased | None = None
    method: Code | Erased | None = None
    destination: Code | Erased | None = None
    discharged_at: Moment | Erased | None = None
    reported_place: Place | None = None
    gp_practice: str | Erased | None = None
    home: HomeArea | Erased | None = None
    pathway: str | None = None
    stated: Stated | None = None


class AdmissionCancelled(msgspec.Struct, frozen=True, gc=False):
    """The admission did not happen (A11; A07 when the class turns outpatient again)."""

    spell: Spell
    patient_class: str | None = None
    stated: Stated | None = None


class TransferCancelled(msgspec.Struct, frozen=True, gc=False):
    """The transfer did not happen (A12)."""

    spell: Spell
    patient_class: str | None = None
    stated: Stated | None = None


class DischargeCancelled(msgspec.Struct, frozen=True, gc=False):
    """The discharge did not happen and the stay goes on (A13)."""

    spell: Spell
    patient_class: str | None = None
    stated: Stated | None = None


class AdmissionPlanCancelled(msgspec.Struct, frozen=True, gc=False):
    """The planned admission is off (A38, A27)."""

    spell: Spell
    stated: Stated | None = None


class TransferPlanCancelled(msgspec.Struct, frozen=True, gc=False):
    """The planned transfer is off (A26)."""

    spell: Spell
    patient_class: str | None = None
    stated: Stated | None = None


class DischargeExpectationCancelled(msgspec.Struct, frozen=True, gc=False):
    """The pending discharge is off (A25)."""

    spell: Spell
    patient_class: str | None = None
    stated: Stated | None = None


class LeaveStarted(msgspec.Struct, frozen=True, gc=False):
    """Leave of absence began: out of the bed, not discharged (A21)."""

    spell: Spell
    patient_class: str | None = None
    stated: Stated | None = None


class LeaveEnded(msgspec.Struct, frozen=True, gc=False):
    """Back from leave of absence (A22)."""

    spell: Spell
    patient_class: str | None = None
    stated: Stated | None = None


class LeaveStartCancelled(msgspec.Struct, frozen=True, gc=False):
    """The leave did not begin (A52)."""

    spell: Spell
    patient_class: str | None = None
    stated: Stated | None = None


class LeaveEndCancelled(msgspec.Struct, frozen=True, gc=False):
    """The return from leave did not happen (A53)."""

    spell: Spell
    patient_class: str | None = None
    stated: Stated | None = None


class SpellMerged(msgspec.Struct, frozen=True, gc=False):
    """Two spell numbers turned out to be one stay (A42)."""

    spell: Spell
    """The number that stays."""
    retired: Spell


class SpellMoved(msgspec.Struct, frozen=True, gc=False):
    """A stay was filed under the wrong person and moves to the right one (A45)."""

    spell: Spell
    from_ref: bytes
    to_ref: bytes


class PathwayDecided(msgspec.Struct, frozen=True, gc=False):
    """The transfer hub decided the discharge pathway (P0 to P3, hospital discharge guidance annex B)."""

    spell: Spell
    pathway: str
    destination: str | None = None
    """Where to, as one of the eight values of the national list since 27 May 2024 (P0-HOME to P3-EOL)."""
    out_of_area: bool | None = None
    """Whether the person goes to the area of another council."""
    said_by: str | None = None
    """ODS or ONS code of who says so."""


class CriteriaToResideAssessed(msgspec.Struct, frozen=True, gc=False):
    """Whether the person still needs an acute bed (hospital discharge guidance annex D)."""

    spell: Spell
    met: bool
    criteria: tuple[str, ...] = ()
    said_by: str | None = None
    """ODS or ONS code of who says so; absent where it is the hospital of the stay."""


class DelayReasonRecorded(msgspec.Struct, frozen=True, gc=False):
    """Why somebody who is ready has not left; several may hold at once."""

    spell: Spell
    reason: Code
    until: date | None = None
    said_by: str | None = None
    """ODS or ONS code of who says so."""


class DelayReasonEnded(msgspec.Struct, frozen=True, gc=False):
    """A reason for delay no longer holds, as the same organisation says."""

    spell: Spell
    reason: Code
    said_by: str | None = None
    """ODS or ONS code of who says so."""
