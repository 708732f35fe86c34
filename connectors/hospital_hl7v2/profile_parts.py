"""The parts of a profile: one small model for each thing that senders do differently."""

import re
from collections.abc import Mapping
from typing import Annotated, Final, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from connectors.hospital_hl7v2.codes import DESTINATIONS, METHODS, PATIENT_CLASS_WORDS, PATIENT_CLASSES
from connectors.hospital_hl7v2.place_names import PLACE_NAMES
from connectors.hospital_hl7v2.text import charset_named
from hub.people.traces import words_of

_PATH: Final = re.compile(r"([A-Z][A-Z0-9]{2})-(\d{1,3})(?:\.(\d{1,2}))?")
_PATHWAYS: Final = frozenset({"P0", "P1", "P2", "P3"})


class Path(NamedTuple):
    """Where a value stands: `PV1-19`, or `PV1-3.4` for a component."""

    segment: str
    field: int
    component: int = 1

    def __str__(self) -> str:
        """As a sender's engineer writes it."""
        return f"{self.segment}-{self.field}"


def _path(value: object) -> Path:
    found = _PATH.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("a place in a message is written like PV1-19 or PV1-3.4")
    return Path(found[1], int(found[2]), int(found[3] or 1))


def _path_or_none(value: object) -> Path | None:
    return None if value == "" else _path(value)


FieldPath = Annotated[Path, BeforeValidator(_path)]
OptionalPath = Annotated[Path | None, BeforeValidator(_path_or_none)]
"""An empty text says that the sender has no such field."""


class Part(BaseModel):
    """Frozen, and no setting that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Accept(Part):
    """Which messages a listener takes at all; an empty list takes any."""

    versions: tuple[str, ...] = ("2.1", "2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6")
    processing_ids: tuple[str, ...] = ()
    sending_facilities: tuple[str, ...] = ()


class Sender(Part):
    """Who sends: the trust's ODS code when MSH-4 is empty, and trusts by facility where MSH-4 is a local name."""

    fallback: str = ""
    trusts: Mapping[str, str] = Field(default_factory=dict)


class Text(Part):
    """The character set of undeclared text that is not UTF-8."""

    charset: str = "cp1252"

    @field_validator("charset")
    @classmethod
    def _known(cls, value: str) -> str:
        known = charset_named(value)
        if known is None:
            raise ValueError("the hub does not know this character set")
        return known


class Times(Part):
    """Extra `strptime` formats, and the segment field that IHE feeds put a movement's start in."""

    formats: tuple[str, ...] = ()
    movement: FieldPath = Path("ZBE", 2)

    @field_validator("formats")
    @classmethod
    def _wall_times(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any("%z" in one.lower() or "%Y" not in one or "%d" not in one for one in value):
            raise ValueError("a format names year and day and no zone: these are London wall times")
        return value


class Identifiers(Part):
    """Where identifiers stand and what their authorities and types mean (NHS number, the trust's own number)."""

    fields: tuple[FieldPath, ...] = (Path("PID", 3),)
    bare_nhs_numbers: tuple[FieldPath, ...] = ()
    """Fields in which a value without authority and type is an NHS number by the sender's own convention."""
    nhs_authorities: frozenset[str] = frozenset({"NHS", "NHSNBR"})
    nhs_types: frozenset[str] = frozenset({"NH", "NHSNMBR", "NHS"})
    default_authority: str = ""
    """The authority of numbers that name none; the sending trust when empty."""
    trust_authorities: frozenset[str] = frozenset()
    """Local names of the authority that issues the trust's own hospital numbers."""
    shared_authorities: frozenset[str] = frozenset()
    """Authorities that mean the same in every feed (ODS codes of other trusts)."""
    hospital_types: frozenset[str] = frozenset({"", "MR", "MRN", "PI", "HOSP", "MEDREC", "PAS", "HN", "PT"})
    """Types of the trust's main number; any other type is a number range of its own."""
    status: FieldPath = Path("PID", 32)
    older_status: FieldPath = Path("ZU1", 27)


class Visit(Part):
    """The spell: its number, class, words for the class, and place."""

    number: tuple[FieldPath, ...] = (Path("PV1", 19),)
    patient_class: FieldPath = Path("PV1", 2)
    class_words: Mapping[str, str] = Field(default_factory=lambda: PATIENT_CLASS_WORDS)
    """Words for the class beside the usual ones (`codes.PATIENT_CLASS_WORDS`), which a word of the sender overrides."""
    inpatient_classes: frozenset[str] = frozenset({"I"})
    attender_classes: frozenset[str] = frozenset({"O"})
    """Classes whose movements are visits, not stays: everything but an admission is ignored for them."""
    specialty: FieldPath = Path("PV1", 10)
    location: FieldPath = Path("PV1", 3)
    pending_location: FieldPath = Path("PV1", 42)
    site: int = 4
    ward: int = 1
    room: int = 2
    bed: int = 3
    place_names: frozenset[str] = PLACE_NAMES
    """Names that wards, rooms and sites of this trust bear and people too, beside the usual ones; kept as words."""

    @field_validator("place_names")
    @classmethod
    def _words(cls, value: frozenset[str]) -> frozenset[str]:
        return PLACE_NAMES.union(*map(words_of, value))

    @field_validator("class_words")
    @classmethod
    def _classes(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        if not set(value.values()) <= set(PATIENT_CLASSES):
            raise ValueError("a class word must stand for one letter of table 0004")
        return {**PATIENT_CLASS_WORDS, **{word.casefold(): letter for word, letter in value.items()}}


def _folded(value: Mapping[str, str], table: Mapping[str, str], what: str) -> Mapping[str, str]:
    if not set(value.values()) <= set(table):
        raise ValueError(f"every value must become a national code of {what}")
    return {word.casefold(): code for word, code in value.items()}


class Disposition(Part):
    """Discharge method and destination: senders swap the fields and use words."""

    method: OptionalPath = Path("PV1", 36)
    destination: OptionalPath = Path("PV1", 37)
    method_values: Mapping[str, str] = Field(default_factory=dict)
    destination_values: Mapping[str, str] = Field(default_factory=dict)
    died_words: frozenset[str] = frozenset({"dead", "died", "deceased"})

    @field_validator("method_values")
    @classmethod
    def _methods(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        return _folded(value, METHODS, "discharge method")

    @field_validator("destination_values")
    @classmethod
    def _destinations(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        return _folded(value, DESTINATIONS, "discharge destination")


class Expected(Part):
    """Where the expected times of admission and discharge stand; the first that is filled counts."""

    discharge: tuple[FieldPath, ...] = (Path("PV2", 9),)
    length_of_stay: OptionalPath = None
    """Days from admission, used only when no field above says anything."""
    admission: OptionalPath = Path("PV2", 8)


class Readiness(Part):
    """Medically fit to leave: the flag and the date."""

    fit: FieldPath = Path("ZU1", 22)
    since: FieldPath = Path("ZU1", 24)


class Pathway(Part):
    """A vendor's own field for the discharge pathway."""

    field: OptionalPath = None
    values: Mapping[str, str] = Field(default_factory=dict)

    @field_validator("values")
    @classmethod
    def _pathways(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        return _folded(value, dict.fromkeys(_PATHWAYS, ""), "discharge pathway")
