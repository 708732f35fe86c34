"""PV1, PV2 and ZU1: the stay itself, read by the profile."""

import re
from datetime import timedelta
from typing import Final

from connectors.hospital_hl7v2.codes import PATIENT_CLASSES, SOURCE_SYSTEM, SOURCES
from connectors.hospital_hl7v2.demographics import GP_PRACTICE, hidden, postcode
from connectors.hospital_hl7v2.profile import Path
from connectors.hospital_hl7v2.reading import Reading
from hub.domain.days import day_of, start_of
from hub.events.discharge import ReadinessChanged, Spell
from hub.events.values import ERASED, Code, Erased, HomeArea, Moment, Place, Precision, Zone

ADMITTED: Final = Path("PV1", 44)
METHOD: Final = Path("PV1", 4)
_SOURCE: Final = Path("PV1", 14)
_ADDRESS: Final = Path("PID", 11)
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:-]{0,19}")
_LONGEST: Final = 60
_YES, _NO = ("Y", "1"), ("N", "0")


def spell(reading: Reading) -> Spell:
    """Give the spell's key; the number is empty, and noted, when the message has none."""
    for path in reading.profile.visit.number:
        number = reading.text(path)
        if number:
            return Spell(reading.trust, number)
    words = "The stay has no number; it is told apart by hospital number and admission day."
    reading.note(reading.profile.visit.number[0], "spell_number_missing", words)
    return Spell(reading.trust, "")


def patient_class(reading: Reading) -> str | Erased | None:
    """Give one letter of table 0004, from a letter or a word."""
    places = reading.profile.visit
    sent = reading.value(places.patient_class)
    if not isinstance(sent, str):
        return sent
    letter = places.class_words.get(sent.casefold(), sent.upper())
    if letter in PATIENT_CLASSES:
        return letter
    reading.note(places.patient_class, "class_not_in_table", "This patient class is no letter or word that is known.")
    return None


def place(reading: Reading, path: Path | None = None) -> Place | None:
    """Give where the person is, its parts as the profile maps them."""
    places = reading.profile.visit
    path = path or places.location
    segment = reading.segment(path.segment)
    parts = segment.first(path.field) if segment else ()
    if segment is None or not parts:
        return None
    texts = [
        segment.clean(parts, one)[:_LONGEST] or None if one else None
        for one in (places.site, places.ward, places.room, places.bed)
    ]
    return Place(*texts) if any(texts) else None


def admission_method(reading: Reading) -> str | None:
    """Give the admission method's code (PV1-4)."""
    return _code(reading, METHOD)


def source(reading: Reading) -> Code | None:
    """Give the source of admission (PV1-14)."""
    text = _code(reading, _SOURCE)
    if text is None or text in SOURCES:
        return Code(SOURCE_SYSTEM, text, SOURCES[text]) if text else None
    reading.note(_SOURCE, "code_not_in_table", "This is not a national code of the source of admission.")
    return None


def specialty(reading: Reading) -> str | Erased | None:
    """Give the treatment function."""
    path = reading.profile.visit.specialty
    return ERASED if reading.value(path) is ERASED else _code(reading, path)


def gp_practice(reading: Reading) -> str | Erased | None:
    """Give the GP practice's ODS code; not said for a person whose whereabouts the message hides."""
    if hidden(reading):
        return None
    found = reading.value(GP_PRACTICE)
    return _code(reading, GP_PRACTICE) if isinstance(found, str) else found


def home(reading: Reading, at: int) -> HomeArea | Erased | None:
    """Give the area of the home postcode on the day it happened; not said for a person whom the message hides."""
    if hidden(reading):
        return None
    if reading.value(_ADDRESS) is ERASED:
        return ERASED
    code = postcode(reading)
    return reading.home_of(code, day_of(at)) if code else None


def expected_discharge(reading: Reading) -> Moment | Erased | None:
    """Give the expected discharge: the first filled field of the profile, else admission plus days of stay."""
    for path in reading.profile.expected.discharge:
        found = reading.moment(path)
        if found is not None:
            return found
    days = reading.text(reading.profile.expected.length_of_stay)
    admitted = reading.known(ADMITTED)
    if not days or admitted is None:
        return None
    if not (days.isascii() and days.isdigit() and len(days) <= 3):  # noqa: PLR2004 -- three digits of days
        reading.note(reading.profile.expected.length_of_stay, "days_not_understood", "This is not a number of days.")
        return None
    leaves = day_of(admitted.at) + timedelta(days=int(days))
    return Moment(start_of(leaves), int(Precision.DAY), int(Zone.ASSUMED))


def readiness(reading: Reading, key: Spell) -> ReadinessChanged | None:
    """Say whether the person is medically fit to leave, or nothing when the message does not say."""
    places = reading.profile.readiness
    fit, since = reading.value(places.fit), reading.moment(places.since)
    if isinstance(fit, str) and fit.upper() not in _YES + _NO:
        reading.note(places.fit, "flag_not_in_table", "Medically fit is Y or N.")
        fit = None
    if isinstance(fit, str) and fit.upper() in _YES:
        return ReadinessChanged(key, ready=True, since=since if isinstance(since, Moment) else None)
    if fit is not None or since is ERASED:
        return ReadinessChanged(key, ready=False)
    return ReadinessChanged(key, ready=True, since=since) if isinstance(since, Moment) else None


def pathway(reading: Reading) -> str | None:
    """Give the discharge pathway (P0 to P3) where a vendor's own field holds it."""
    where = reading.profile.pathway
    text = reading.text(where.field)
    if not text:
        return None
    found = where.values.get(text.casefold())
    if found is None:
        reading.note(where.field, "pathway_not_mapped", "The profile does not map this discharge pathway.")
    return found


def _code(reading: Reading, path: Path) -> str | None:
    """Give a code; words in its place are noted and left sealed (that it is no name is for the intake to see)."""
    text = reading.text(path)
    if not text or _CODE.fullmatch(text):
        return text or None
    reading.note(path, "free_text_in_coded_field", "This field holds words where a code belongs.")
    return None
