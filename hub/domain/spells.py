"""A stay in hospital as folded: what is held of one spell, and questions about it.

A spell is a trust with the number that it gave the stay.  Source: NHS Data Model and Dictionary, HOSPITAL PROVIDER
SPELL; the folding rules follow HL7 v2 chapter 3 and the ITK HL7 v2 specifications.
"""

from datetime import date

import msgspec

from hub.domain.corrections import Correction
from hub.domain.days import day_of
from hub.domain.delay_state import Assessed, Decided, Delay, Telling, Voided
from hub.domain.destinations import DIED_DESTINATION, INPATIENT_CLASSES, LIVING_METHODS, NOWHERE_ALIVE
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.events.discharge import Spell
from hub.events.values import Code, Moment, Place, Precision, Source

ALIVE, SUSPECTED, CONFIRMED = 0, 1, 2


class Dying(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How a death at the end of a stay was told, and what was said against it.

    `by` says so and was written at `recorded` (milliseconds); `at` is the time of death where that is not the end of
    the stay.  `source` is set when a death indicator or time alone says so: the same source takes it back by stating
    that the person lives, any other death goes with a correction of the way of leaving (`taken_back`, an ordinal).
    `denied` is the ordinal of a statement of life that takes nothing back, because the way of leaving still says died.
    """

    by: int
    recorded: int
    source: Source | None = None
    at: Moment | None = None
    taken_back: int | None = None
    denied: int | None = None


class Leaving(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One version of the end of a stay.

    `at` is the time as first written, which names the episode for good; `now` is a later correction of it.
    `died` is ALIVE, SUSPECTED or CONFIRMED, as last told; `dying` says how.  `struck` is the ordinal of the cancel,
    none while it stands.  `written` is when it was recorded (milliseconds); where another end names the episode,
    `named` is when that one was.  It is `renewed` where another version was taken back: what was written about that one
    is not about this.
    """

    at: Moment
    by: int
    died: int = ALIVE
    struck: int | None = None
    now: Said[Moment] | None = None
    method: Said[str | None] | None = None
    destination: Said[Code | None] | None = None
    dying: Dying | None = None
    written: int = 0
    renewed: bool = False
    named: int | None = None

    @property
    def discharged(self) -> Said[Moment]:
        """The time that counts, with who said it."""
        return self.now or Said(self.at, self.by, Rule.DISCHARGED)

    @property
    def first_written(self) -> int:
        """When the end that names the episode was recorded (milliseconds)."""
        return self.written if self.named is None else self.named

    @property
    def death(self) -> int:
        """How sure a death at the end of this stay is; destination 79 alone makes it suspected."""
        dying, where = self.dying, self.destination
        if dying is not None and dying.taken_back is not None:
            return ALIVE
        if self.died != ALIVE:
            return self.died
        if where is None or where.value is None:  # asked several times after every batch of everybody
            return ALIVE
        return SUSPECTED if where.value.code == DIED_DESTINATION else ALIVE

    @property
    def taken_back(self) -> int | None:
        """What took back the death that was told here; none while it stands, or was never told."""
        return None if self.dying is None else self.dying.taken_back

    @property
    def left_alive(self) -> Said[str | None] | Said[Code | None] | None:
        """The way of leaving alive that is held, or where none is held the place where somebody alive went; or none."""
        if self.method is not None and self.method.value is not None:
            return self.method if self.method.value in LIVING_METHODS else None
        return None if self.destination_code in NOWHERE_ALIVE else self.destination

    @property
    def destination_code(self) -> str | None:
        """The code of the destination, or none."""
        return self.destination.value.code if self.destination and self.destination.value else None


class SpellState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is held of one stay.

    `planned` says that an admission was once planned, so that updates alone do not begin the stay.  `cancelled` is
    the ordinal of the cancel of the admission.  A `value` of none inside a `Said` is an erased one.  `dead` is when an
    update said that the stay ended by death, while no discharge has come that says how it ended.  `corrections` are
    what updates said of the end of the stay.  `reported` is where the last update says that the person is, as long as
    it names another ward than `place` and no newer place is known.  `seen` is when a stay whose admission nobody told
    of yet was first heard of.  `merged` says that something was told of it under a number that it no longer has.
    `voided` are times of being ready before that of `ready`, `ready_told` since when each organisation says that this
    one is, `pathways` every decision on the pathway, `criteria` those to reside in the last assessment, `assessed` all.
    """

    trust: str
    number: str
    planned: bool = False
    cancelled: int | None = None
    admitted: Said[Moment] | None = None
    patient_class: Said[str | None] | None = None
    specialty: Said[str | None] | None = None
    place: Said[Place] | None = None
    expected: Said[Moment | None] | None = None
    ready: Said[Moment | None] | None = None
    leave: Said[Moment] | None = None
    pathway: Said[str] | None = None
    delays: tuple[Delay, ...] = ()
    leavings: tuple[Leaving, ...] = ()
    notes: tuple[tuple[Rule, int], ...] = ()
    dead: Said[Moment] | None = None
    corrections: tuple[Correction, ...] = ()
    reported: Said[Place] | None = None
    seen: Said[Moment] | None = None
    merged: bool = False
    voided: tuple[Voided, ...] = ()
    pathways: tuple[Decided, ...] = ()
    criteria: Said[tuple[str, ...]] | None = None
    ready_told: tuple[Telling, ...] = ()
    assessed: tuple[Assessed, ...] = ()

    @property
    def leaving(self) -> Leaving | None:
        """The discharge that stands, or none."""
        last = self.leavings[-1] if self.leavings else None
        return last if last is not None and last.struck is None else None

    @property
    def admitted_on(self) -> date | None:
        """The Europe/London day of the admission; none where nobody saw it."""
        return None if self.admitted is None else day_of(self.admitted.value.at)

    @property
    def begun(self) -> bool:
        """Whether somebody has been in this bed, as far as is known."""
        return bool(self.admitted or self.place or self.leavings) or not self.planned

    @property
    def is_open(self) -> bool:
        """Whether the person is in this stay."""
        return self.cancelled is None and self.begun and self.leaving is None

    @property
    def class_held(self) -> str | None:
        """The class, or none when none was ever stated or the last was emptied."""
        return self.patient_class.value if self.patient_class else None

    @property
    def is_inpatient(self) -> bool:
        """Whether the class is inpatient, or not known to be anything else."""
        return self.class_held in INPATIENT_CLASSES

    @property
    def turned_on_leaving(self) -> bool:
        """Whether only the discharge says that an inpatient stay was none: it counts, and nobody is to miss it."""
        return self.patient_class is not None and self.patient_class.rule is Rule.CLASS_ON_LEAVING

    def is_called(self, spell: Spell) -> bool:
        """Say whether this is the stay of a trust and number."""
        return self.number == spell.number and self.trust == spell.trust


def is_exact(moment: Moment) -> bool:
    """Say whether a moment is finer than a day."""
    return moment.precision > Precision.DAY


def compare(one: Moment, other: Moment) -> int:
    """Return -1, 0 or 1: by the moment, or by the Europe/London day when either is no finer than a day."""
    if is_exact(one) and is_exact(other):
        return (one.at > other.at) - (one.at < other.at)
    first, second = day_of(one.at), day_of(other.at)
    return (first > second) - (first < second)
