"""What one claim can be matched on: keys that are equal exactly when two records may be the same person.

National numbers with what has to agree with them are equalities of keys, so that no order of arrival changes whom they
join.  Identifiers that two people may share are clues with rules of their own: `hub/people/own_numbers.py` and
`hub/people/named_numbers.py`.

Sources: NHS number guidance (status 01 verified, 02 present but not traced); HMRC manual NIM39110.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from hub.people import nhs_number, nino, remarks
from hub.people.claims import Identifier, PersonClaim
from hub.people.holders import Digest, Held, held
from hub.people.leads import Clue
from hub.people.named_numbers import NamedNumber
from hub.people.own_numbers import OwnNumber
from hub.people.plain import local_value, plain_name
from hub.ports.connector import Finding
from hub.ports.store import SubjectRef

RECORD = "RECORD"
"""The kind of a message's own record: it counts only when a claim has nothing else to be matched on."""

VERIFIED = "01"
UNTRACED = "02"


class Traced(NamedTuple):
    """The keys of one verified NHS number (status 01) with a date of birth."""

    dated: bytes
    """The number with this date of birth."""
    first_dated: bytes
    """Marks who first held the number with a date of birth."""


class Evidence(msgspec.Struct, frozen=True):
    """Everything of one claim that the index looks up."""

    own: tuple[OwnNumber, ...]
    """Hospital, council and provider numbers, in the order of the claim."""
    named: tuple[NamedNumber, ...]
    """NHS numbers with date of birth and name."""
    national: tuple[bytes, ...]
    """Equality keys: verified NHS numbers and National Insurance numbers, each with the date of birth."""
    traced: tuple[Traced, ...]
    records: tuple[bytes, ...]
    """The message's own record."""
    held: tuple[Held, ...]
    """For each national number the places of its holders."""
    findings: tuple[Finding, ...]

    @property
    def clues(self) -> tuple[Clue, ...]:
        """The identifiers that two people may share, a partner's own numbers first."""
        return (*self.own, *self.named)

    def digests(self) -> set[bytes]:
        """Every key to ask the book for."""
        keys = {*self.national, *self.records}
        for clue in self.clues:
            keys.update(clue.digests())
        for places in (*self.traced, *(places.first for places in self.held)):
            keys.update(places)
        return keys

    def further(self, owners: Mapping[bytes, SubjectRef]) -> set[bytes]:
        """What else to ask the book for: the further places of numbers whose first places are taken."""
        full = [one for one in self.held if all(place in owners for place in one.first)]
        return {place for one in full for place in one.further()}


class Gather:
    """Collects the evidence of one claim."""

    def __init__(self, digest: Digest, *, live: bool) -> None:
        self._digest = digest
        self._live = live
        self._numbers: list[str] = []
        self._named: list[tuple[str, bool]] = []
        self._national: list[bytes] = []
        self._traced: list[Traced] = []
        self._held: dict[tuple[str, str], Held] = {}
        self._findings: list[Finding] = []

    def of(self, claim: PersonClaim) -> Evidence:
        """Read every identifier of a claim."""
        own: list[bytes] = []
        records: list[bytes] = []
        for identifier in claim.identifiers:
            if identifier.kind == "NHS":
                self._nhs(identifier, claim)
            elif identifier.kind == "NINO":
                self._nino(identifier, claim)
            elif value := local_value(identifier.value):
                kept = records if identifier.kind == RECORD else own
                kept.append(self._digest(identifier.kind, local_value(identifier.authority), value))
        return Evidence(
            own=tuple(self._own(plain, claim) for plain in dict.fromkeys(own)),
            named=tuple(self._names(claim, alone=not (own or self._national))),
            national=tuple(dict.fromkeys(self._national)),
            traced=tuple(dict.fromkeys(self._traced)),
            records=tuple(records),
            held=tuple(self._held.values()),
            findings=tuple(self._findings),
        )

    def _nhs(self, identifier: Identifier, claim: PersonClaim) -> None:
        kind = nhs_number.classify(identifier.value, live=self._live)
        if kind not in nhs_number.USABLE:
            self._findings.append(remarks.unusable(kind))
            return
        digits = nhs_number.standardise(identifier.value) or ""
        self._held["NHS", digits] = held(self._digest, "NHS", digits)
        status = identifier.status or UNTRACED
        if status not in (VERIFIED, UNTRACED):
            self._findings.append(remarks.UNMATCHED_STATUS)
            return
        self._numbers.append(f"NHS {digits}")
        if status == VERIFIED:
            self._verified(digits, claim)
        if status == VERIFIED or not _benefits_only(claim):
            self._named.append((digits, status == VERIFIED))

    def _verified(self, digits: str, claim: PersonClaim) -> None:
        if claim.born is None:
            self._findings.append(remarks.WITHOUT_BIRTH_DATE)
            return
        keys = Traced(
            dated=self._digest("nhs-dated", claim.born.isoformat(), digits),
            first_dated=self._digest("nhs-first-dated", "", digits),
        )
        self._traced.append(keys)
        self._national.append(keys.dated)

    def _nino(self, identifier: Identifier, claim: PersonClaim) -> None:
        key = nino.matching_key(identifier.value)
        if key is None:
            self._findings.append(remarks.NINO_MALFORMED)
            return
        self._held["NINO", key] = held(self._digest, "NINO", key)
        self._numbers.append(f"NINO {key}")
        if claim.born:
            self._national.append(self._digest("nino-dated", claim.born.isoformat(), key))

    def _own(self, plain: bytes, claim: PersonClaim) -> OwnNumber:
        def beside(what: str, value: str = "") -> bytes:
            return self._digest(f"own-{what}", plain.hex(), value)

        born = claim.born.isoformat() if claim.born else None
        return OwnNumber(
            plain=plain,
            with_national=tuple(beside("national", number) for number in dict.fromkeys(self._numbers)),
            born=(beside("numbered-born", born), beside("born", born)) if born else None,
            is_numbered=bool(born and self._numbers),
            numbered=beside("numbered"),
            dated=beside("dated"),
            shared=beside("shared"),
        )

    def _names(self, claim: PersonClaim, *, alone: bool) -> Iterator[NamedNumber]:
        """Give named numbers; without a given name only where a claim has nothing else to be matched on."""
        family, given = plain_name(claim.family), plain_name(claim.given)
        if claim.born is None or not family or not (given or alone):
            return
        described = f"{claim.born.isoformat()} {family}"
        for digits, traced in dict.fromkeys(self._named):

            def key(what: str, named: str = described, digits: str = digits) -> bytes:
                return self._digest(f"nhs-named-{what}", named, digits)

            yield NamedNumber(
                whole=key("whole", f"{described} {given}") if given else None,
                traced=key("traced"),
                untraced=key("untraced"),
                nameless=key("nameless"),
                alone=key("alone"),
                shared=key("shared"),
                is_traced=traced,
            )


def _benefits_only(claim: PersonClaim) -> bool:
    """Say whether a benefits record speaks: it may not make a link by an NHS number that nobody traced."""
    kinds = {identifier.kind for identifier in claim.identifiers} - {RECORD}
    return "NINO" in kinds and kinds <= {"NINO", "NHS"}
