"""One batch of claims matched against what the book holds: no input or output, so that it can be proved.

**Why the order of messages does not matter.**  Two claims are the same person when they share a key of
`hub/people/evidence.py`.  The first claim to use a key owns it; a later claim that reaches several owners names them
all (`same_as`), so the links join exactly the claims that are connected by shared keys, in whatever order they came.

**The verified NHS number without a date of birth** joins nobody: it may be a mother's, sent for her baby, and which of
the two comes first is chance.  Such a claim is its partner's record, by that partner's own number, and finds its person
as soon as a message of that record brings the date of birth: then the link is made, through the log as any other.
**The price**: until then, and for good where no such message comes, a person has a record of their own beside the main
one; a sender that gives neither a date of birth nor a number of its own has a record for each message.

**Identifiers that two people may share** are the one exception: a partner's own number that was mistyped
(`hub/people/own_numbers.py`), and one untraced NHS number sent for twins (`hub/people/named_numbers.py`).  What could
be about either of the two depends on order there, only towards caution: claims that say who they are never become one
person through it, and what is left alone has a record of its own until a partner says more.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from hub.people.claims import PersonClaim
from hub.people.evidence import Evidence, Traced
from hub.people.leads import owners_of
from hub.ports.books import IdentityRow
from hub.ports.connector import Finding
from hub.ports.store import SubjectRef

CONFLICT = Finding(
    "identifiers.nhs_number",
    "nhs_number_conflict",
    "The NHS number was sent with another date of birth before; it was not used for matching.",
)

BIRTH_DATE_DIFFERS = Finding(
    "date_of_birth",
    "date_of_birth_differs",
    "The date of birth is not the one that was sent before for this record.",
)


class Resolution(msgspec.Struct, frozen=True):
    """Whose record a claim belongs to.

    `created` says that nobody was found.  `same_as` names other records of the same person that the claim's own
    identifiers lead to; the intake makes a `PersonMerged` of each (retired: the other, surviving: `subject`).
    `named` says that somebody gave the given name as well: only whoever keeps a register of people does.
    """

    subject: SubjectRef
    created: bool
    findings: tuple[Finding, ...] = ()
    same_as: tuple[SubjectRef, ...] = ()
    named: bool = False


class Matching:
    """What is known while one batch is resolved; claims of the batch see each other."""

    def __init__(
        self,
        owners: Mapping[bytes, SubjectRef],
        rows: Mapping[SubjectRef, IdentityRow],
        new_subject: Callable[[], SubjectRef],
        digest_fact: Callable[[str, str], bytes],
    ) -> None:
        self.owners = dict(owners)
        self.rows = dict(rows)
        self.new_identifiers: dict[bytes, SubjectRef] = {}
        self.changed: dict[SubjectRef, IdentityRow] = {}
        self._new_subject = new_subject
        self._digest_fact = digest_fact

    def resolve(self, claim: PersonClaim, evidence: Evidence) -> Resolution:
        """Match one claim, and take in what it adds."""
        described = self._described(claim)
        leads = [(clue, clue.lead(self.owners)) for clue in evidence.clues]
        findings = (*self._findings(evidence, described), *(lead.finding for _, lead in leads if lead.finding))
        reached = [person for _, lead in leads for person in lead.people]
        reached += owners_of(evidence.national, self.owners)
        keeps = [key for _, lead in leads for key in lead.keeps] + list(evidence.national)
        if not (reached or keeps):
            keeps += evidence.records
            reached += owners_of(evidence.records, self.owners)
        people = tuple(dict.fromkeys(reached))
        subject = people[0] if people else self._new_subject()
        for clue, lead in leads:
            if lead.apart_from not in (None, *people):
                self._add(clue.shared, subject)
        self._take_in(subject, keeps, evidence)
        self._remember(subject, described)
        for same in people[1:]:
            self._remember(same, IdentityRow(b"", given=described.given))
        return Resolution(subject, not people, findings, people[1:], self.rows[subject].given is not None)

    def _findings(self, evidence: Evidence, described: IdentityRow) -> Iterator[Finding]:
        yield from evidence.findings
        yield from (CONFLICT for keys in evidence.traced if self._in_conflict(keys))
        own = owners_of(tuple(number.plain for number in evidence.own), self.owners)
        if own and self._births_differ(own[0], described):
            yield BIRTH_DATE_DIFFERS

    def _in_conflict(self, keys: Traced) -> bool:
        """Say whether the number came with another date of birth first."""
        first = self.owners.get(keys.first_dated)
        return first is not None and first != self.owners.get(keys.dated)

    def _births_differ(self, subject: SubjectRef, described: IdentityRow) -> bool:
        known = self.rows[subject].born if subject in self.rows else None
        return None not in (known, described.born) and known != described.born

    def _take_in(self, subject: SubjectRef, keeps: Iterable[bytes], evidence: Evidence) -> None:
        for key in (*keeps, *(keys.first_dated for keys in evidence.traced)):
            self._add(key, subject)
        for held in evidence.held:
            if not self._hold(held.first, subject):
                self._hold(held.further(), subject)

    def _hold(self, places: Iterable[bytes], subject: SubjectRef) -> bool:
        """Take the first place that is free, unless an earlier one is the person's already; say whether one is."""
        for place in places:
            self._add(place, subject)
            if self.owners[place] == subject:
                return True
        return False

    def _add(self, key: bytes, subject: SubjectRef) -> None:
        if key not in self.owners:
            self.owners[key] = self.new_identifiers[key] = subject

    def _described(self, claim: PersonClaim) -> IdentityRow:
        return IdentityRow(
            subject=b"",
            born=self._digest_fact("born", claim.born.isoformat()) if claim.born else None,
            family=self._digest_fact("family", claim.family) if claim.family else None,
            given=self._digest_fact("given", claim.given) if claim.given else None,
        )

    def _remember(self, subject: SubjectRef, said: IdentityRow) -> None:
        """Keep the newest statement of each fact; what a claim leaves out stays."""
        old = self.rows.get(subject) or IdentityRow(subject)
        new = IdentityRow(subject, said.born or old.born, said.family or old.family, said.given or old.given)
        if new != self.rows.get(subject):
            self.rows[subject] = self.changed[subject] = new
