"""One message with one profile becomes events and findings: pure, and it never raises for what was sent."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from connectors.hospital_hl7v2 import people, triggers, visit
from connectors.hospital_hl7v2.acceptance import Origin, check, origin, trigger_of
from connectors.hospital_hl7v2.attenders import OUTPATIENT, ends_a_stay
from connectors.hospital_hl7v2.characters import refuse_in_header
from connectors.hospital_hl7v2.demographics import GP_PRACTICE, hidden
from connectors.hospital_hl7v2.header import read_header
from connectors.hospital_hl7v2.parse import Group, parse
from connectors.hospital_hl7v2.profile import Path, Profile
from connectors.hospital_hl7v2.proposals import Person, Work
from connectors.hospital_hl7v2.reading import HomeOf, Reading, no_home
from connectors.hospital_hl7v2.stays import Stay
from connectors.hospital_hl7v2.telling import telling
from connectors.hospital_hl7v2.text import decode
from hub.domain.days import day_of
from hub.errors import Rejected
from hub.events.identity import MessageKept
from hub.events.values import Source
from hub.ports.connector import Finding, Proposed, Translation

_ALWAYS: Final = frozenset({"EVN", "PID", "PD1", "NK1", "PV1", "PV2", "MRG", "ZU1", "ZU8"})
_PAIR: Final = 2


def translate(raw: bytes, profile: Profile, received_at: int, home_of: HomeOf = no_home) -> Translation:
    """Read one message; a wrong one comes back as `rejected`, with the reason as its only `error` finding.

    `received_at` is in milliseconds since the epoch.  `home_of` gives the area of a postcode on a day.
    """
    decoded = decode(raw, profile.text.charset)
    findings = list(decoded.findings)
    sender, trigger = Origin(), ""
    try:
        header = read_header(decoded.text)
        refuse_in_header(header)  # before anything of it is kept
        sender = origin(header, profile)
        findings.extend(check(header, profile))
        message = parse(decoded.text, header, decoded.charset, wanted(profile))
        findings.extend(message.findings)
        trigger = trigger_of(message, findings)
        source = Source(sender.organisation, sender.system)
        work = Work(message, profile, source, trigger, received_at, home_of, findings)
        events = tuple(_events(work))
    except Rejected as wrong:
        return _translation("rejected", (), _reasons(wrong, findings), (sender, trigger), profile)
    told = _translation("accepted" if events else "ignored", events, findings, (sender, trigger), profile)
    return msgspec.structs.replace(told, telling=telling(message)) if events else told


def wanted(profile: Profile) -> frozenset[str]:
    """Name the segments that anything reads under a profile."""
    ids, stay, ends = profile.identifiers, profile.visit, profile.disposition
    expected, ready = profile.expected, profile.readiness
    lists = (*ids.fields, *ids.bare_nhs_numbers, *stay.number, *expected.discharge)
    single = (ids.status, ids.older_status, stay.patient_class, stay.specialty, stay.location, stay.pending_location)
    other = (ends.method, ends.destination, expected.length_of_stay, expected.admission, profile.times.movement)
    return _segments((*lists, *single, *other, ready.fit, ready.since, profile.pathway.field))


@lru_cache(maxsize=64)
def _segments(paths: tuple[Path | None, ...]) -> frozenset[str]:
    return _ALWAYS | {path.segment for path in paths if path}


def _translation(
    outcome: str,
    events: tuple[Proposed, ...],
    findings: Iterable[Finding],
    known: tuple[Origin, str],
    profile: Profile,
) -> Translation:
    sender, trigger = known
    stay = profile.visit
    return Translation(
        outcome,
        events,
        tuple(findings),
        sender.control_id,
        sender.organisation,
        sender.system,
        trigger,
        profile.label,
        read_at=_read_at(stay.number[0], stay.specialty, stay.location),
        place_words=stay.place_names,
    )


@lru_cache(maxsize=64)
def _read_at(number: Path, specialty: Path, location: Path) -> Mapping[str, str]:
    """Say where the clear texts of events stand in a message."""
    every = {
        "message_id": "MSH-10",
        "source_organisation": "MSH-4",
        "source_system": "MSH-3",
        "spell.trust": "MSH-4",
        "spell.number": number,
        "retired.number": "MRG-5",
        "place": location,
        "reported_place": location,
        "specialty": specialty,
        "method": visit.METHOD,
        "gp_practice": GP_PRACTICE,
    }
    return {name: str(path) for name, path in every.items()}


def _reasons(wrong: Rejected, findings: Iterable[Finding]) -> Iterator[Finding]:
    yield Finding(wrong.path, wrong.rule, wrong.words, "error")
    yield from findings


def _events(work: Work) -> Iterator[Proposed]:
    groups = work.message.groups
    if work.trigger not in triggers.KNOWN:
        return _kept(work)
    if not groups:
        raise Rejected("PID", "segment_missing", "This message needs a PID segment.")
    if len(groups) > 1 and work.trigger not in triggers.SEVERAL_PEOPLE:
        raise Rejected("PID", "two_patients", "This message may hold one patient, and it holds more.")
    if work.trigger == triggers.SWAP and len(groups) != _PAIR:
        raise Rejected("PID", "segment_missing", "A swap of beds needs two patients.")
    if work.trigger in people.PEOPLE:
        return people.PEOPLE[work.trigger](work)
    return (event for group in groups for event in _stay(work, group))


def _kept(work: Work) -> Iterator[Proposed]:
    """Keep a message of an unknown trigger when it names somebody, so that a later hub can read it again."""
    for group in work.message.groups[:1]:
        person = Person(work, group)
        if person.who.identifiers:
            yield person.kept(MessageKept(work.trigger))


def _stay(work: Work, group: Group) -> Iterator[Proposed]:
    visits = len(group.every("PV1"))
    if not visits and work.trigger == triggers.UPDATE:
        work.findings.append(Finding("PV1", "segment_missing", "Without a visit this updates the person alone."))
        yield from people.updated(work)
        return
    if not visits:
        raise Rejected("PV1", "segment_missing", "This message needs a PV1 segment.")
    person = Person(work, group, discharge=work.trigger == triggers.DISCHARGE).needed()
    if visits > 1:
        person.reading.note("PV1", "segment_repeated", "The message holds more than one PV1; the first was used.")
    if _concerns_stay(person.reading, work.trigger):
        key = visit.spell(person.reading)
        bodies = triggers.STAYS[work.trigger](Stay(person.reading, key, person.when))
        yield from person.proposals(bodies, key.number or _without_number(person.reading))
    elif hidden(person.reading):
        # The visit is none of the hub's business; that the person must not be found is.
        yield from people.hiding(person)


def _concerns_stay(reading: Reading, trigger: str) -> bool:
    letter = visit.patient_class(reading)
    if trigger == triggers.REGISTRATION:
        return letter in reading.profile.visit.inpatient_classes
    if trigger in triggers.ADMITTING or letter not in reading.profile.visit.attender_classes:
        return True
    if letter == OUTPATIENT and ends_a_stay(reading, trigger):
        return True
    words = "An attender is not an inpatient; the message was not used."
    reading.note(reading.profile.visit.patient_class, "attender", words, "information")
    return False


def _without_number(reading: Reading) -> str:
    """Tell stays without a number apart by their admission day, as far as the message says it."""
    admitted = reading.known(visit.ADMITTED)
    return f"admitted-on:{day_of(admitted.at).isoformat()}" if admitted else ""
