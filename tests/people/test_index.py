"""The person index: who a message is about."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from hub.errors import Unavailable
from hub.people.claims import Identifier, PersonClaim
from hub.people.index import PersonIndex
from hub.ports.books import IdentityRow
from hub.ports.store import SubjectRef
from tests.people.memory_identities import Identities

NUMBER = "9990000018"
OTHER_NUMBER = "9990000026"
BORN = date(1939, 11, 4)
BABY_BORN = date(2026, 11, 2)
KEY = b"k" * 32


def hospital(value: str, trust: str = "RZZ") -> Identifier:
    """Give a hospital number."""
    return Identifier("HOSPITAL", trust, value)


def nhs(value: str = NUMBER, status: str | None = "01") -> Identifier:
    """Give an NHS number."""
    return Identifier("NHS", "NHS", value, status)


def nino(value: str = "AB123456C") -> Identifier:
    """Give a National Insurance number."""
    return Identifier("NINO", "NINO", value)


def claim(*identifiers: Identifier, born: date | None = BORN, family: str | None = "ASHWORTH") -> PersonClaim:
    """Give a claim about an invented person."""
    return PersonClaim(identifiers, family=family, given="Margaret", born=born)


@pytest.fixture
def book() -> Identities:
    """Give an empty book."""
    return Identities()


@pytest.fixture
def index(book: Identities) -> PersonIndex:
    """Give an index outside live mode."""
    return PersonIndex(book, KEY, live=False)


async def test_the_same_hospital_number_is_the_same_person(index: PersonIndex) -> None:
    """A trust's own number leads to one record, however it is spaced or cased."""
    first, second = await index.resolve([claim(hospital("T1000451")), claim(hospital(" t1000451 "))])
    assert first.subject == second.subject
    assert (first.created, second.created) == (True, False)
    assert len(first.subject) == 16


async def test_hospital_numbers_match_only_inside_their_trust(index: PersonIndex) -> None:
    """The same digits at another trust are another patient."""
    first, second = await index.resolve([claim(hospital("1", "RZZ")), claim(hospital("1", "RZY"))])
    assert first.subject != second.subject


async def test_a_verified_number_with_the_same_birth_date_joins_two_hospitals(index: PersonIndex) -> None:
    """Status 01 and an equal date of birth are enough, whatever the family name."""
    first, second = await index.resolve(
        [claim(hospital("1"), nhs()), claim(hospital("2", "RZY"), nhs(), family="MARRIED")]
    )
    assert first.subject == second.subject


async def test_a_verified_number_without_a_birth_date_joins_nobody(index: PersonIndex) -> None:
    """Status 01 alone may be a mother's number sent for her baby: known or not, nobody is joined, and it is said."""
    known, bare = await index.resolve([claim(nhs()), claim(hospital("2"), nhs(), born=None)])
    first, second = await index.resolve(
        [claim(hospital("3"), nhs(OTHER_NUMBER), born=None), claim(hospital("4"), nhs(OTHER_NUMBER), born=None)]
    )
    assert len({known.subject, bare.subject, first.subject, second.subject}) == 4
    assert [finding.rule for finding in bare.findings] == ["nhs_number_without_birth_date"]


async def test_the_birth_date_says_whom_a_verified_number_joins(index: PersonIndex) -> None:
    """As soon as the same hospital number comes with the date of birth, both records are named as one person."""
    known, bare = await index.resolve([claim(nhs()), claim(hospital("2"), nhs(), born=None)])
    (said,) = await index.resolve([claim(hospital("2"), nhs())])
    assert (said.subject, said.same_as) == (bare.subject, (known.subject,))


async def test_a_message_that_nothing_matches_on_is_found_again_by_its_own_record(index: PersonIndex) -> None:
    """A verified number is all that there is: each message has a record of its own, and a resend finds it."""
    first = claim(nhs(), Identifier("RECORD", "rzz-adt", "RZZ-1/person"), born=None)
    second = claim(nhs(), Identifier("RECORD", "rzz-adt", "RZZ-2/person"), born=None)
    one, other, resent = await index.resolve([first, second, first])
    assert one.subject == resent.subject != other.subject


async def test_a_baby_under_its_mothers_number_stays_another_person(index: PersonIndex) -> None:
    """The NHS number alone never joins two dates of birth, and the sender hears of it."""
    mother, baby, again = await index.resolve(
        [claim(hospital("1"), nhs()), claim(hospital("2"), nhs(), born=BABY_BORN), claim(hospital("3", "RZY"), nhs())]
    )
    assert baby.subject != mother.subject
    assert baby.same_as == ()
    assert [finding.rule for finding in baby.findings] == ["nhs_number_conflict"]
    assert again.subject == mother.subject
    assert again.findings == ()


async def test_a_shared_number_without_a_birth_date_matches_nobody(index: PersonIndex) -> None:
    """A number of mother and baby without a date of birth could be either's: it is neither's."""
    mother, baby = await index.resolve([claim(hospital("1"), nhs()), claim(hospital("2"), nhs(), born=BABY_BORN)])
    (unknown,) = await index.resolve([claim(hospital("9", "RZY"), nhs(), born=None)])
    assert unknown.subject not in {mother.subject, baby.subject}
    assert [finding.rule for finding in unknown.findings] == ["nhs_number_without_birth_date"]


async def test_a_known_birth_date_of_the_hospital_record_guards_a_message_without_one(index: PersonIndex) -> None:
    """A message without a date of birth does not join a record to somebody born on another day."""
    baby, mother = await index.resolve([claim(hospital("2"), born=BABY_BORN), claim(hospital("1"), nhs())])
    (bare,) = await index.resolve([claim(hospital("2"), nhs(), born=None)])
    assert bare.subject == baby.subject
    assert bare.same_as == ()
    assert [finding.rule for finding in bare.findings] == ["nhs_number_without_birth_date"]
    assert mother.subject != baby.subject


async def test_a_record_whose_birth_date_changes_is_reported(index: PersonIndex) -> None:
    """A hospital record that suddenly has another date of birth stays the same record, and the sender hears of it."""
    first, changed, settled = await index.resolve(
        [claim(hospital("1")), claim(hospital("1"), born=BABY_BORN), claim(hospital("1"), born=BABY_BORN)]
    )
    assert first.subject == changed.subject
    assert [finding.rule for finding in changed.findings] == ["date_of_birth_differs"]
    assert settled.findings == ()


async def test_an_untraced_number_needs_birth_date_and_family_name(index: PersonIndex) -> None:
    """Status 02, and a number without status, match only with name and date of birth in agreement."""
    first, agreeing, accented, other_name, other_birth, nameless = await index.resolve(
        [
            claim(nhs(status="01")),
            claim(hospital("1"), nhs(status="02")),
            claim(hospital("2"), nhs(status=None), family="Ash-worth"),
            claim(hospital("3"), nhs(status="02"), family="SAMPLE"),
            claim(hospital("4"), nhs(status="02"), born=BABY_BORN),
            claim(hospital("5"), nhs(status="02"), born=None),
        ]
    )
    assert agreeing.subject == accented.subject == first.subject
    assert len({first.subject, other_name.subject, other_birth.subject, nameless.subject}) == 4


@pytest.mark.parametrize("status", ["03", "04", "05", "06", "07", "08", "XX"])
async def test_other_statuses_never_match(index: PersonIndex, status: str) -> None:
    """Statuses that say the number is doubtful match nobody and say so."""
    first, second = await index.resolve([claim(nhs()), claim(hospital("1"), nhs(status=status))])
    assert second.subject != first.subject
    assert [finding.rule for finding in second.findings] == ["nhs_number_status_not_matched"]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("9999999999", "nhs_number_placeholder"),
        ("9990000019", "nhs_number_checksum_failed"),
        ("999000001", "nhs_number_malformed"),
        ("", "nhs_number_malformed"),
        ("3200000007", "nhs_number_other_nation"),
    ],
)
async def test_unusable_numbers_neither_match_nor_reject(index: PersonIndex, value: str, rule: str) -> None:
    """Placeholders, failing and foreign numbers leave a finding and two separate people."""
    first, second = await index.resolve([claim(hospital("1"), nhs(value)), claim(hospital("2"), nhs(value))])
    assert first.subject != second.subject
    assert [finding.rule for finding in second.findings] == [rule]
    assert not value or value not in second.findings[0].words


async def test_the_test_range_never_matches_in_live_service(book: Identities) -> None:
    """In live mode a number of the 9 range is a finding, not a match."""
    live = PersonIndex(book, KEY, live=True)
    first, second = await live.resolve([claim(hospital("1"), nhs()), claim(hospital("2"), nhs())])
    assert first.subject != second.subject
    assert second.findings[0].rule == "nhs_number_test_in_live"


async def test_a_national_insurance_number_matches_with_the_birth_date(index: PersonIndex) -> None:
    """The suffix does not count, the date of birth does."""
    first, same, other, unknown = await index.resolve(
        [claim(nino()), claim(nino("ab 12 34 56 d")), claim(nino(), born=BABY_BORN), claim(nino(), born=None)]
    )
    assert first.subject == same.subject
    assert len({first.subject, other.subject, unknown.subject}) == 3


async def test_a_malformed_national_insurance_number_is_a_finding(index: PersonIndex) -> None:
    """The official never-valid example is kept out of matching."""
    (one,) = await index.resolve([claim(nino("QQ123456C"))])
    assert [finding.rule for finding in one.findings] == ["nino_malformed"]


async def test_a_benefits_record_makes_no_link_by_an_untraced_nhs_number(index: PersonIndex) -> None:
    """DWP with a number that nobody traced joins nobody; with a traced one it does."""
    person, untraced, traced = await index.resolve(
        [
            claim(hospital("1"), nhs()),
            claim(nino("AB111111A"), nhs(status="02")),
            claim(nino("AB222222A"), nhs(status="01")),
        ]
    )
    assert untraced.subject != person.subject
    assert traced.subject == person.subject


async def test_name_and_birth_date_alone_join_nobody(index: PersonIndex) -> None:
    """Two records that agree in name and date of birth stay two people."""
    first, second, third = await index.resolve([claim(), claim(), claim(hospital("1"))])
    assert len({first.subject, second.subject, third.subject}) == 3


async def test_a_claim_that_matches_on_nothing_is_found_again_by_its_own_record(index: PersonIndex) -> None:
    """Two events of one message with a placeholder are one person; a resend finds them; another message does not."""
    record = Identifier("RECORD", "rzz-adt", "RZZ-1/person")
    unusable = claim(nhs("9999999999"), record)
    first, second = await index.resolve([unusable, unusable])
    (resent,) = await index.resolve([unusable])
    (other,) = await index.resolve([claim(nhs("9999999999"), Identifier("RECORD", "rzz-adt", "RZZ-2/person"))])
    assert first.subject == second.subject == resent.subject != other.subject


async def test_a_record_joins_nobody_who_can_be_matched_otherwise(index: PersonIndex) -> None:
    """A message about two patients with numbers of their own leaves them two, whatever record they share."""
    record = Identifier("RECORD", "rzz-adt", "RZZ-1")
    first, second, third = await index.resolve(
        [claim(hospital("1"), record), claim(hospital("2"), record), claim(nino(), record)]
    )
    assert len({first.subject, second.subject, third.subject}) == 3


async def test_one_message_with_two_known_people_names_both(index: PersonIndex) -> None:
    """The event is filed under the hospital number's record, and the verified number's record is the same person."""
    here, there = await index.resolve([claim(hospital("1")), claim(hospital("2", "RZY"), nhs())])
    (both,) = await index.resolve([claim(nhs(), hospital("1"))])
    assert both.subject == here.subject
    assert both.same_as == (there.subject,)


async def test_a_link_is_named_until_it_is_remembered(index: PersonIndex) -> None:
    """A merge that never reached the log is asked for again; one that did is not."""
    here, there = await index.resolve([claim(hospital("1")), claim(hospital("2", "RZY"), nhs())])
    message = claim(hospital("1"), nhs())
    assert (await index.resolve([message]))[0].same_as == (there.subject,)
    first, second = await index.resolve([message, message])
    assert (first.same_as, second.same_as) == ((there.subject,), ())
    await index.linked([(here.subject, there.subject)])
    assert (await index.resolve([message]))[0].same_as == ()


async def test_a_batch_asks_the_book_one_question_and_writes_once(index: PersonIndex, book: Identities) -> None:
    """A hundred messages cost as many questions as one; messages of known people write nothing."""
    batch = [claim(hospital(str(n)), nhs()) for n in range(100)]
    await index.resolve(batch)
    assert book.asked == ["known", "write"]
    book.asked.clear()
    await index.resolve(batch)
    assert book.asked == ["known"]


class _Racing(Identities):
    """Lets another writer in just before the first write."""

    def __init__(self, rival: PersonClaim) -> None:
        super().__init__()
        self.rival: PersonClaim | None = rival

    async def write(
        self, identifiers: Mapping[bytes, SubjectRef], people: Sequence[IdentityRow]
    ) -> Mapping[bytes, SubjectRef]:
        """Write after the rival."""
        if self.rival:
            rival, self.rival = self.rival, None
            await PersonIndex(self, KEY, live=False).resolve([rival])
        return await super().write(identifiers, people)


async def test_two_writers_agree_on_the_first_owner() -> None:
    """When somebody else made the person meanwhile, theirs is the record, and no rows of ours are left."""
    book = _Racing(claim(hospital("1"), nhs()))
    index = PersonIndex(book, KEY, live=False)
    (ours,) = await index.resolve([claim(hospital("1"), nhs())])
    assert set(book.owners.values()) == {ours.subject}
    assert set(book.rows) == {ours.subject}
    assert not ours.created


async def test_a_race_for_half_of_the_identifiers_ends_in_a_link() -> None:
    """When another trust took the NHS number meanwhile, both records are named."""
    book = _Racing(claim(hospital("2", "RZY"), nhs()))
    index = PersonIndex(book, KEY, live=False)
    (ours,) = await index.resolve([claim(hospital("1"), nhs())])
    theirs = await index.find(hospital("2", "RZY"))
    assert ours.created
    assert ours.same_as == (theirs,)


async def test_a_race_between_two_birth_dates_still_leaves_a_finding() -> None:
    """Mother and baby registered at the same instant: the second writer sees the conflict when it looks again."""
    book = _Racing(claim(hospital("2"), nhs(), born=BABY_BORN))
    index = PersonIndex(book, KEY, live=False)
    (mother,) = await index.resolve([claim(hospital("1"), nhs())])
    assert [finding.rule for finding in mother.findings] == ["nhs_number_conflict"]
    assert mother.same_as == ()


class _AlwaysLost(Identities):
    """Says that somebody else owns everything."""

    async def write(
        self, identifiers: Mapping[bytes, SubjectRef], people: Sequence[IdentityRow]
    ) -> Mapping[bytes, SubjectRef]:
        """Lose."""
        await super().write({}, people)
        return dict.fromkeys(identifiers, b"x" * 16)


async def test_an_index_that_never_wins_asks_to_be_tried_again() -> None:
    """A book that contradicts itself for ever is an unavailable part, not an endless loop."""
    with pytest.raises(Unavailable):
        await PersonIndex(_AlwaysLost(), KEY, live=False).resolve([claim(hospital("1"))])


async def test_finding_a_person_names_every_holder_of_a_shared_number(index: PersonIndex) -> None:
    """A look-up by a number that mother and baby share gives both, the first holder first."""
    mother, baby = await index.resolve([claim(hospital("1"), nhs()), claim(hospital("2"), nhs(), born=BABY_BORN)])
    assert await index.find(nhs("999 000 0018")) == mother.subject
    assert await index.find_all(nhs()) == (mother.subject, baby.subject)
    assert await index.find(hospital("2")) == baby.subject


async def test_up_to_ten_holders_of_a_number_are_found(index: PersonIndex) -> None:
    """Twelve people with one number, in one batch and in batches of their own: ten are found, each once, in order."""
    people = [claim(hospital(str(n)), nhs(), born=date(1940, 1, 1 + n)) for n in range(12)]
    first = [one.subject for one in await index.resolve(people[:5])]
    for one in people[5:]:
        first += [resolved.subject for resolved in await index.resolve([one])]
    await index.resolve(people)
    assert len(set(first)) == 12
    assert await index.find_all(nhs()) == tuple(first[:10])


async def test_a_forgotten_holder_hides_nobody_else(index: PersonIndex) -> None:
    """The place of one who was forgotten is taken again, and those behind are still found, also by later messages."""
    people = [claim(hospital(str(n)), nhs(), born=date(1940, 1, 1 + n)) for n in range(6)]
    known = [one.subject for one in await index.resolve(people)]
    await index.forget(known[0])
    more = [claim(hospital(f"new{n}"), nhs(), born=date(1940, 2, 1 + n)) for n in range(2)]
    new = [one.subject for one in await index.resolve(more)]
    assert set(await index.find_all(nhs())) == {*known[1:], *new}
    assert len(await index.find_all(nhs())) == 7


async def test_finding_works_for_numbers_that_do_not_match(index: PersonIndex) -> None:
    """A number of doubtful status, or a NINO without birth date, still leads a reader to the person."""
    first, second = await index.resolve([claim(nhs(status="04")), claim(nino(), born=None)])
    assert await index.find(nhs()) == first.subject
    assert await index.find(nino("AB123456")) == second.subject
    assert await index.find(nhs("junk")) is None
    assert await index.find(nino("junk")) is None
    assert await index.find(hospital("unknown")) is None


async def test_a_forgotten_person_cannot_be_found(index: PersonIndex, book: Identities) -> None:
    """After forgetting, no row leads to the reference."""
    (one,) = await index.resolve([claim(hospital("1"), nhs(), nino())])
    assert await index.forget(one.subject) > 0
    assert await index.find(nhs()) is None
    assert one.subject not in set(book.owners.values()) | set(book.rows)


async def test_the_book_holds_no_identifier_in_clear(index: PersonIndex, book: Identities) -> None:
    """Neither numbers nor names nor birth dates are in the book, and another key gives other digests."""
    await index.resolve([claim(hospital("T1000451"), nhs(), nino())])
    kept = repr((book.owners, book.rows))
    for value in ("T1000451", NUMBER, "AB123456", "ASHWORTH", "Margaret", "1939"):
        assert value not in kept
    other = PersonIndex(book, b"o" * 32, live=False)
    assert await other.find(nhs()) is None


def test_digests_tell_their_parts_apart() -> None:
    """Moving a letter from one part to the next gives another digest."""
    index = PersonIndex(Identities(), KEY, live=False)
    assert index.digest("A", "BC", "D") != index.digest("A", "B", "CD")
    assert len(index.digest("A", "B", "C")) == 32


def test_a_short_key_is_refused() -> None:
    """An index without a proper secret does not start."""
    with pytest.raises(ValueError, match="16 bytes"):
        PersonIndex(Identities(), b"short", live=False)
