"""Links of carers by hand through the whole hub: told to both, ended for both, hidden on both by either one's word."""

from datetime import date
from typing import Any

import pytest

from connectors.simulator.sendable import Sendable
from hub.domain.lawful_bases import CONSENTS, ConsentPolicy
from hub.errors import NotFound, Rejected
from hub.events.early_help import ConsentRecorded, ConsentWithdrawn
from hub.events.values import Moment, Precision, Zone
from hub.people.claims import KnownPerson
from hub.ports.connector import Proposed, Received, Translation
from hub.ports.linking import Agreed, Linked
from hub.ports.recording import Recorder
from hub.runtime.carer_links import LinksByHand
from tests.hand.person import HOSPITAL, NOW
from tests.simulator.whole_hub import WholeHub

HOUR = 3_600_000
WHO = Recorder("E06000001", "social_worker", "EARLY_HELP_OFFER")


class Pair:
    """The whole hub with a carer and her mother in it, and the door for links."""

    def __init__(self, hub: WholeHub, carer: bytes, mother: bytes, consent: ConsentPolicy = CONSENTS) -> None:
        self.hub, self.carer, self.mother = hub, carer, mother
        self.door = LinksByHand(hub.intake, hub.reader.told, hub.clock, consent)

    async def link(self, at: int = NOW) -> Linked:
        """Link the two, and fold."""
        done = await self.door.link(Agreed(self.carer, self.mother, "CHILD", at), WHO)
        await self.hub.settle()
        return done

    async def says(self, subject: bytes, body: Any, at: int) -> None:
        """Take a message in which one side says something, and fold."""
        moment = Moment(at, Precision.MILLISECOND, Zone.STATED)
        said = Proposed(body, moment, moment, KnownPerson(subject), {}, register=False)
        raw = repr((subject, body, at)).encode()
        await self.hub.intake.take([Received("council", raw, at, Translation("accepted", (said,), ()))])
        await self.hub.settle()

    async def shown(self, on: date | None = None) -> list[Any]:
        """Give what each side is shown of its links, the carer's first; on a day, today when absent."""
        sides = [await self.hub.reader.early_help_of(side, on) for side in (self.carer, self.mother)]
        return [None if side["carer"] is None else side["carer"]["links"] for side in sides]


@pytest.fixture
async def pair() -> Pair:
    """Two people of whom a hospital told."""
    return await two()


async def two(consent: ConsentPolicy = CONSENTS) -> Pair:
    """Put a hub together under a policy, with two people of whom a hospital told."""
    hub = WholeHub(consent)
    for number, name in (("9990000018", "a01_emergency_admission"), ("9990000034", "a04_inpatient_admitted")):
        await hub.take(Sendable(NOW, "mllp", "rzz", (HOSPITAL / f"{name}.hl7").read_bytes(), number))
    await hub.settle()
    return Pair(hub, await hub.subject("9990000018"), await hub.subject("9990000034"), consent)


async def test_a_link_is_told_to_both_and_says_who_recorded_it(pair: Pair) -> None:
    """Each side is shown the other; the same agreement told again is the same link and adds nothing."""
    done = await pair.link()
    carer, mother = await pair.shown()
    assert [one["role"] for one in (*carer, *mother)] == ["CARER", "CARED_FOR"]
    assert {one["link_id"] for one in (*carer, *mother)} == {done.link_id}
    again = await pair.link(NOW + HOUR)
    assert (again.again, again.link_id) == (True, done.link_id)
    told = [event for event in await pair.hub.reader.told(pair.mother) if event.type == "CarerLinked"]
    (said,) = [event.provenance for event in told]
    assert said is not None
    assert (said.source_organisation, said.author, said.purpose) == ("E06000001", "social_worker", "EARLY_HELP_OFFER")


async def test_a_link_is_ended_from_either_side_for_both(pair: Pair) -> None:
    """Nothing of it is shown any more; ending it twice adds nothing; a link that is not there is not found."""
    done = await pair.link()
    assert not (await pair.door.end(pair.mother, done.link_id, NOW + HOUR, WHO)).again
    await pair.hub.settle()
    assert await pair.shown() == [[], []]
    assert (await pair.door.end(pair.mother, done.link_id, NOW + 2 * HOUR, WHO)).again
    with pytest.raises(NotFound):
        await pair.door.end(pair.mother, "K9", NOW, WHO)


async def test_a_word_that_is_older_than_what_is_known_is_refused(pair: Pair) -> None:
    """It would change nothing and look as if it had: an end from before the link, a link from before its end."""
    done = await pair.link(NOW)
    with pytest.raises(Rejected) as refused:
        await pair.door.end(pair.carer, done.link_id, NOW - HOUR, WHO)
    assert (refused.value.path, refused.value.rule) == ("ended_at", "newer_word_known")
    await pair.door.end(pair.carer, done.link_id, NOW, WHO)
    await pair.hub.settle()
    assert await pair.shown() == [[], []]
    with pytest.raises(Rejected) as again:
        await pair.link(NOW - HOUR)
    assert (again.value.path, again.value.rule) == ("agreed_at", "newer_word_known")


@pytest.mark.parametrize("side", ["carer", "mother"])
@pytest.mark.parametrize(
    "word",
    [
        ConsentWithdrawn("C1", "CARER_LINK"),
        ConsentWithdrawn("C1"),
        ConsentRecorded("C1", "CARER_LINK", given=False),
    ],
)
async def test_one_sides_word_hides_the_link_on_both_sides_at_once(pair: Pair, side: str, word: Any) -> None:
    """Whoever takes it back, in a message of their own, neither is shown the other; a new agreement shows both."""
    await pair.link()
    await pair.says(getattr(pair, side), word, NOW + HOUR)
    assert await pair.shown() == [[{"shown": False}], [{"shown": False}]]
    await pair.link(NOW + 2 * HOUR)
    assert [one["shown"] for links in await pair.shown() for one in links] == [True, True]


async def test_a_word_about_something_else_or_from_before_the_link_changes_nothing(pair: Pair) -> None:
    """Consent to early help, also where the withdrawal names only its id; a no from before they agreed."""
    await pair.link(NOW)
    await pair.says(pair.mother, ConsentRecorded("C2", "EARLY_HELP", given=True), NOW + HOUR)
    await pair.says(pair.mother, ConsentWithdrawn("C2"), NOW + 2 * HOUR)
    await pair.says(pair.mother, ConsentWithdrawn("C3", "SHARING"), NOW + 2 * HOUR)
    await pair.says(pair.mother, ConsentWithdrawn("C4", "CARER_LINK"), NOW - HOUR)
    assert [one["shown"] for links in await pair.shown() for one in links] == [True, True]
    told = await pair.hub.reader.told(pair.mother)
    assert [event.type for event in told if event.type.startswith("Carer")] == ["CarerLinked"], "and nothing is told"


YES, LAST = "CARER_LINK", date(2026, 11, 29)


@pytest.mark.parametrize("side", ["carer", "mother"])
@pytest.mark.parametrize("order", ["before", "after"])
async def test_one_sides_last_day_hides_the_link_on_both_sides(pair: Pair, side: str, order: str) -> None:
    """Said before the link or after it, by either: shown to its last day, and from the next day on to neither."""
    if order == "after":
        await pair.link()
    await pair.says(
        getattr(pair, side), ConsentRecorded("C1", YES, True, LAST), NOW - HOUR if order == "before" else NOW + HOUR
    )
    if order == "before":
        await pair.link()
    assert [one["shown"] for links in await pair.shown(LAST) for one in links] == [True, True]
    assert await pair.shown(date(2026, 11, 30)) == [[{"shown": False}], [{"shown": False}]]


@pytest.mark.parametrize("order", ["before", "after"])
async def test_a_yes_without_a_last_day_carries_a_link_as_long_as_policy_says(order: str) -> None:
    """A month here: said before the link or after it, neither is shown the other after 14 December."""
    pair = await two(ConsentPolicy(((date.min, 1),)))
    if order == "after":
        await pair.link()
    await pair.says(pair.mother, ConsentRecorded("C1", YES, True), NOW - HOUR if order == "before" else NOW + HOUR)
    if order == "before":
        await pair.link()
    last, next_ = date(2026, 12, 14), date(2026, 12, 15)
    assert [one["shown"] for links in await pair.shown(last) for one in links] == [True, True]
    assert await pair.shown(next_) == [[{"shown": False}], [{"shown": False}]]


async def test_what_is_hidden_today_is_hidden_on_every_day(pair: Pair) -> None:
    """Once a side took it back, or the link was ended, an earlier day shows no more than that there was a link."""
    done = await pair.link()
    day = date(2026, 11, 14)
    assert [one["shown"] for links in await pair.shown(day) for one in links] == [True, True]
    await pair.says(pair.mother, ConsentWithdrawn("C1", YES), NOW + 48 * HOUR)
    pair.hub.clock.set(NOW + 72 * HOUR)
    assert await pair.shown(day) == [[{"shown": False}], [{"shown": False}]]
    await pair.link(NOW + 60 * HOUR)
    assert [one["shown"] for links in await pair.shown(day) for one in links] == [True, True]
    await pair.door.end(pair.mother, done.link_id, NOW + 70 * HOUR, WHO)
    await pair.hub.settle()
    assert await pair.shown(day) == [[{"shown": False}], [{"shown": False}]]


async def test_a_consent_given_anew_carries_the_link_on(pair: Pair) -> None:
    """The newest word of a side decides; an older one that comes late, or one already told, tells nothing."""
    await pair.link()
    for until, at in ((LAST, NOW + HOUR), (date(2027, 3, 1), NOW + 2 * HOUR), (date(2026, 12, 1), NOW + HOUR // 2)):
        await pair.says(pair.mother, ConsentRecorded("C1", YES, True, until), at)
    assert [one["shown"] for links in await pair.shown(date(2027, 3, 1)) for one in links] == [True, True]
    assert await pair.shown(date(2027, 3, 2)) == [[{"shown": False}], [{"shown": False}]]
    told = await pair.hub.reader.told(pair.carer)
    assert [event.type for event in told if event.type.startswith("Carer")] == ["CarerLinked"] * 3
    assert (await pair.link(NOW + 3 * HOUR)).again


async def test_a_last_day_does_not_undo_what_was_taken_back(pair: Pair) -> None:
    """The carer's yes shows nothing of a link that her mother said no to, nor of one that was ended."""
    done = await pair.link()
    await pair.says(pair.mother, ConsentWithdrawn("C1", YES), NOW + HOUR)
    await pair.says(pair.carer, ConsentRecorded("C2", YES, True, LAST), NOW + 2 * HOUR)
    await pair.says(pair.mother, ConsentRecorded("C3", YES, True, LAST), NOW + 2 * HOUR)
    assert await pair.shown() == [[{"shown": False}], [{"shown": False}]]
    await pair.door.end(pair.mother, done.link_id, NOW + 3 * HOUR, WHO)
    await pair.hub.settle()
    await pair.says(pair.carer, ConsentRecorded("C4", YES, True, LAST), NOW + 4 * HOUR)
    assert await pair.shown() == [[], []]


async def test_a_consent_that_had_run_out_is_no_part_of_what_they_agree(pair: Pair) -> None:
    """Linked after its last day: the agreement itself is the newer word, and nothing ends it."""
    await pair.says(pair.mother, ConsentRecorded("C1", YES, True, date(2026, 10, 1)), NOW - 90 * 24 * HOUR)
    await pair.link()
    assert [one["shown"] for links in await pair.shown(date(2030, 1, 1)) for one in links] == [True, True]


async def test_nobody_is_linked_to_themselves_or_against_a_later_word(pair: Pair) -> None:
    """An agreement that is recorded late does not undo what one of the two said since."""
    with pytest.raises(Rejected, match="two sides"):
        await pair.door.link(Agreed(pair.carer, pair.carer, None, NOW), WHO)
    await pair.says(pair.mother, ConsentWithdrawn("C1", "CARER_LINK"), NOW + HOUR)
    with pytest.raises(Rejected) as refused:
        await pair.link(NOW)
    assert refused.value.rule == "taken_back_since"
    assert await pair.shown() == [None, None]
    with pytest.raises(NotFound):
        await pair.door.link(Agreed(pair.carer, b"n" * 16, None, NOW), WHO)


async def test_somebody_who_is_not_folded_yet_has_no_link_to_take_back(pair: Pair) -> None:
    """A word about a person of whom nothing is known is taken like any other."""
    await pair.says(b"n" * 16, ConsentWithdrawn("C1", "CARER_LINK"), NOW)
    assert await pair.shown() == [None, None]
