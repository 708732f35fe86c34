"""Notes to HL7 v2: the ITK 2.4 feed of one trust, and a v2.3 vendor's feed with the usual faults of the other."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from connectors.simulator.chronicle import Note
from connectors.simulator.people import Person

_STRUCTURES: Final = {"A01": "ADT_A01", "A08": "ADT_A01", "A13": "ADT_A01", "A31": "ADT_A05", "A40": "ADT_A39"}
_WORDS: Final = {"1": "M", "2": "F"}
_ENDS: Final = frozenset({"A03", "A13"})
Fields = Mapping[int, str]


def control_id(note: Note) -> str:
    """Give MSH-10: unique in the feed, and the same whenever the simulation runs again."""
    return f"{note.stay.trust.code}-{note.stay.spell}-{note.order:02d}"


def hl7(note: Note, who: Person) -> bytes:
    """Write one message in the style of its trust's feed."""
    if note.stay.trust.style == "itk":
        return _joined(_itk(note, who)).encode("utf-8")
    return _joined(_vendor(note, who)).encode("cp1252", "replace")


def _joined(segments: Sequence[str]) -> str:
    return "".join(f"{segment}\r" for segment in segments)


def _segment(name: str, fields: Fields) -> str:
    return "|".join([name, *(fields.get(number, "") for number in range(1, max(fields) + 1))])


def _ts(when: datetime, *, seconds: bool = False) -> str:
    return when.strftime("%Y%m%d%H%M%S" if seconds else "%Y%m%d%H%M")


def _text(value: str) -> str:
    for plain, escaped in (("\\", "\\E\\"), ("|", "\\F\\"), ("^", "\\S\\"), ("&", "\\T\\"), ("~", "\\R\\")):
        value = value.replace(plain, escaped)
    return value


def _itk(note: Note, who: Person) -> list[str]:
    trust, kind = note.stay.trust.code, f"ADT^{note.trigger}^{_STRUCTURES.get(note.trigger, f'ADT_{note.trigger}')}"
    written = _ts(note.written_at, seconds=True)
    head = f"MSH|^~\\&|PAS|{trust}|ROUTE|ROUTE|{written}||{kind}|{control_id(note)}|T|2.4|||||GBR|UNICODE|EN||ITKv1.0"
    event = f"EVN||{written}|||CLERK|{_ts(note.happened_at)}"
    if note.trigger == "A40":
        merged = f"MRG|{note.stay.temporary_number}^^^{trust}^MR"
        return [head, event, _segment("PID", _itk_person(note, who, whole=False)), merged]
    segments = [head, event, _segment("PID", _itk_person(note, who, whole=True))]
    segments.append(f"PD1|||SAMPLE PRACTICE^L^{who.practice}")
    if note.trigger == "A31":
        return segments
    if who.carer and note.trigger in {"A01", "A08"}:
        segments.append(f"NK1|1|{_text(who.family)}^{_text(who.carer)}^^^^^L|20^Carer||{who.phone}^PRN^CP")
    segments.append(_segment("PV1", _itk_visit(note)))
    if note.picture.expected_on is not None:
        segments.append(_segment("PV2", {9: note.picture.expected_on.strftime("%Y%m%d")}))
    if note.picture.ready_on is not None:
        segments.append(_segment("ZU1", {22: "Y", 24: note.picture.ready_on.strftime("%Y%m%d")}))
    return segments


def _itk_person(note: Note, who: Person, *, whole: bool) -> Fields:
    known = note.number != note.stay.temporary_number  # the second record was made before anybody asked for a number
    numbers = [f"{note.number}^^^{note.stay.trust.code}^MR", *([f"{who.nhs_number}^^^NHS^NH"] if known else [])]
    fields = {
        1: "1",
        3: "~".join(numbers),
        5: f"{_text(who.family)}^{_text(who.given)}^^^{who.title}^^L",
        7: who.born.strftime("%Y%m%d"),
        8: who.sex,
        32: "NSTS01" if known else "NSTS03",
    }
    if whole:
        fields[11] = f"{_text(who.street)}^^{who.town}^Exampleshire^{who.postcode}^GBR^H"
        fields[13] = f"{who.phone}^PRN^PH"
    if note.trigger == "A31" or (note.trigger == "A03" and note.picture.method == "4"):
        fields |= {29: _ts(note.happened_at), 30: "Y"}
    return fields


def _itk_visit(note: Note) -> Fields:
    stay, picture = note.stay, note.picture
    site = f"{stay.trust.code}01"
    fields = {
        1: "1",
        2: "I",
        3: f"{picture.move.ward}^BAY1^{picture.move.bed}^{site}",
        4: "21",
        10: "300",
        14: "19",
        19: f"{stay.spell}^^^{stay.trust.code}^VN",
        44: _ts(stay.admitted_at),
    }
    if picture.before is not None:
        fields[6] = f"{picture.before.ward}^BAY1^{picture.before.bed}^{site}"
    if note.trigger == "A13":
        fields |= {36: '""', 37: '""', 45: '""'}
    elif picture.left_at is not None:
        fields |= {36: picture.method or "", 37: picture.destination or "", 45: _ts(picture.left_at)}
    return fields


def _vendor(note: Note, who: Person) -> list[str]:
    trust, written = note.stay.trust.code, _ts(note.written_at, seconds=True)
    head = f"MSH|^~\\&|VENDORPAS|{trust}|TIE|{trust}|{written}||ADT^{note.trigger}|{control_id(note)}|T|2.3"
    dead = note.trigger == "A31" or (note.trigger == "A03" and note.picture.method == "4")
    person = {
        1: "1",
        3: f"{who.nhs_number}^^^NHSNBR^NHSNMBR~{note.number}^^^MRENTR^MEDREC",
        5: f"{_text(who.family)}^{_text(who.given)}^^^{who.title.upper()}",
        7: who.born.strftime("%Y%m%d000000"),
        8: _WORDS[who.sex],
        11: f'{_text(who.street)}^""^{who.town.upper()}^""^{who.postcode.replace(" ", "")}^""^HOME',
        13: f"{who.phone} (daughter)" if who.carer else who.phone,
        30: "1" if dead else "0",
    }
    if dead:
        person[29] = _ts(note.happened_at)
    segments = [head, f"EVN|{note.trigger}|{written}", _segment("PID", person)]
    if note.trigger == "A31":
        return segments
    segments.append(_segment("PV1", _vendor_visit(note)))
    if note.trigger in _ENDS:
        segments.append(f"ZUK|1||||{note.stay.pathway}")
    return segments


def _vendor_visit(note: Note) -> Fields:
    """Words for the class, destination and method the other way round, and often a discharge without its hour."""
    stay, picture = note.stay, note.picture
    fields = {
        1: "1",
        2: "INPATIENT",
        3: f"{picture.move.ward}^04^{picture.move.bed}^{stay.trust.code}02^^BED",
        19: f"{stay.spell}^^^^VISITID",
        44: _ts(stay.admitted_at, seconds=True),
    }
    if picture.left_at is not None:
        fields |= {36: picture.destination or "", 37: picture.method or "", 45: _vendor_left(note, picture.left_at)}
    return fields


def _vendor_left(note: Note, left: datetime) -> str:
    within_a_day = left.date() == note.stay.admitted_at.date()
    return _ts(left, seconds=True) if within_a_day or note.stay.spell[-2] in "13579" else left.strftime("%Y%m%d")
