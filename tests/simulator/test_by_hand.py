"""What people write down by hand in the invented area: the same each time, in order, about what is there."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from connectors.simulator.acts import DESKS, office
from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.council_keys import key_file
from connectors.simulator.demonstration import demonstration_lives, written_by_hand
from connectors.simulator.scenes import SCENES
from connectors.simulator.sendable import DOCUMENT, Sendable, milliseconds
from connectors.simulator.stream import Period, lives, messages
from hub.adapters.reference_files import DEMONSTRATION
from hub.care_group import COUNCIL_KEYS
from hub.domain.working_days import working_days_after
from hub.portable.council_keys import read_keys
from hub.portable.reading import read
from hub.portable.seal import doubt_of_seal

FIRST_DAY = date(2026, 9, 1)
AREA = EXAMPLESHIRE.scaled(0.4)
DAYS = 60
TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def entries() -> list[Sendable]:
    """Everything that is recorded by hand in two months of a quiet Exampleshire."""
    return [one for one in messages(AREA, DAYS, 7, first_day=FIRST_DAY) if one.transport == "entry"]


def said(one: Sendable) -> dict[str, Any]:
    """Read an entry."""
    read: dict[str, Any] = json.loads(one.payload)
    return read


def kinds(sent: Iterable[Sendable]) -> Counter[str]:
    """Count entries by what they are."""
    return Counter(said(one)["what"] for one in sent)


def test_the_same_seed_writes_the_same(entries: list[Sendable]) -> None:
    """Bytes, times and keys are the same each time, and each entry has a key of its own."""
    assert entries == [one for one in messages(AREA, DAYS, 7, first_day=FIRST_DAY) if one.transport == "entry"]
    assert len({one.name for one in entries}) == len(entries) > 2000
    assert written_by_hand(TODAY) == written_by_hand(TODAY)


def test_an_entry_says_nothing_of_the_future(entries: list[Sendable]) -> None:
    """Entries are in order of time, and each says that it happened when it is sent."""
    assert all(one.at <= other.at for one, other in pairwise(entries))
    assert entries[-1].at < milliseconds(datetime(2026, 10, 31))  # noqa: DTZ001 - a wall time
    for one in entries:
        happened = said(one)["fields"].get("happened_at")
        assert happened is None or milliseconds(datetime.fromisoformat(happened)) == one.at - one.at % 60_000


def test_one_person_is_written_about_at_one_desk(entries: list[Sendable]) -> None:
    """So nothing overtakes what it is about; and the desks share the people."""
    desks: dict[str, set[str]] = {}
    for one in entries:
        desks.setdefault(said(one)["known"]["value"], set()).add(one.feed)
    assert all(len(held) == 1 for held in desks.values())
    assert len({one.feed for one in entries}) == DESKS


def test_no_entry_names_a_person_in_its_fields(entries: list[Sendable]) -> None:
    """Numbers stand where the person is looked for, and in nothing that is recorded."""
    for one in entries:
        read = said(one)
        assert read["known"]["value"] not in json.dumps(read["fields"])


def test_most_are_coordinated_within_a_working_day(entries: list[Sendable]) -> None:
    """Whoever left with support has a coordinator by the end of the next working day, but for about one in twenty."""
    named: dict[str, datetime] = {}
    for one in entries:
        if said(one)["what"] == "coordinator_named":
            at = datetime.fromisoformat(said(one)["fields"]["happened_at"])
            named.setdefault(said(one)["known"]["value"], at)
    left = {
        life.person.nhs_number: life.stays[0].left_at
        for _, life in lives(Period(AREA, DAYS, 7, FIRST_DAY))
        if life.stays and life.stays[0].ending == "home" and life.stays[0].pathway != "P0" and life.died_at is None
        if life.stays[0].left_at.date() < FIRST_DAY + timedelta(days=DAYS - 5)
    }
    late = [who for who, at in left.items() if who not in named or _too_late(named[who], at)]
    assert len(left) > 100
    assert 0 < len(late) < 0.12 * len(left)


def _too_late(named: datetime, left: datetime) -> bool:
    return named.date() > working_days_after(left.date(), 1)


def test_people_write_in_office_hours() -> None:
    """A council answers on a working day: late on Friday is Monday, and Good Friday is the Tuesday after Easter."""
    assert office(datetime(2026, 11, 27, 18, 5)) == datetime(2026, 11, 30, 9)  # noqa: DTZ001 - wall times
    assert office(datetime(2026, 11, 25, 6)) == datetime(2026, 11, 25, 9)  # noqa: DTZ001 - as above
    assert office(datetime(2026, 4, 3, 11)) == datetime(2026, 4, 7, 9)  # noqa: DTZ001 - as above


def test_everything_that_people_do_occurs(entries: list[Sendable]) -> None:
    """Two quiet months have all of it, the rare included; a delay's reason says whose it is by who writes it."""
    assert {
        "hospital_referral_made", "notice_issued", "notice_answered", "notice_withdrawn", "pathway_decided",
        "delay_reason_recorded", "delay_reason_ended", "coordinator_named", "coordinator_stood_down",
        "team_member_joined", "team_member_left", "carer_told", "assessment_requested", "assessment_completed",
        "eligibility_determined", "funding_determined", "chc_checklist", "chc_decided", "charge_recorded",
        "appeal_lodged", "appeal_decided", "early_help_offered", "contact_attempted", "six_weeks_outcome",
        "information_given", "sent_to_assessment", "early_help_declined", "no_contact_made", "consent_recorded",
        "equipment_provided", "chc_fast_tracked", "short_break_requested", "short_break_decided",
    } <= kinds(entries).keys()  # fmt: skip
    reasons = [said(one) for one in entries if said(one)["what"] == "delay_reason_recorded"]
    councils = {council.code for council in AREA.councils}
    assert {one["organisation"] for one in reasons} == {"RZZ", *councils}
    assert all(one["fields"]["reason"].startswith(("CAP", "INTF", "CTH01", "WELL", "HOSP")) for one in reasons
               if one["organisation"] in councils)  # fmt: skip


@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 4), date(2028, 2, 29), date(2026, 11, 2), date(2027, 3, 31)])
def test_a_signed_plan_goes_with_a_move_that_is_still_to_be_made(today: date) -> None:
    """Told after the move, at the same desk, with nothing wrong in it, under a seal that the demonstration's keys hold.

    It names nobody but by number, and a move that was made before has none.
    """
    sent = written_by_hand(today)
    (one,) = [one for one in sent if one.transport == DOCUMENT]
    paper = said(one)
    told = [
        other for other in sent if said(other)["what"] == "move_notified" and said(other)["known"] == paper["known"]
    ]
    assert [(other.feed, other.at < one.at) for other in told] == [(one.feed, True)]
    found = read(paper["document"].encode())
    assert found.document is not None
    assert found.faults == ()
    assert found.document.person_id.value == paper["known"]["value"]
    assert doubt_of_seal(found.content, paper["organisation"], read_keys(DEMONSTRATION / COUNCIL_KEYS)) is None
    who = next(life.person for life in demonstration_lives(today) if life.person.nhs_number == paper["known"]["value"])
    assert not [name for name in (who.family, who.given, who.street) if name in paper["document"]]


def test_the_keys_of_the_demonstration_are_those_that_the_invented_councils_sign_with() -> None:
    """The committed file says what the simulator makes."""
    text = (DEMONSTRATION / COUNCIL_KEYS).read_text(encoding="utf-8")
    assert text.partition("\n")[2] == key_file(EXAMPLESHIRE.councils)


@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 4), date(2028, 2, 29), date(2026, 11, 2)])
def test_the_curated_people_have_it_on_any_day(today: date) -> None:
    """Whatever the day: a move that is told and one that is made, a charge, an appeal, a checklist, an outcome."""
    told = kinds(written_by_hand(today))
    assert {
        "charge_recorded", "charge_reversed", "move_notified", "move_completed", "appeal_lodged", "appeal_decided",
        "chc_checklist", "six_weeks_outcome", "eligibility_determined", "funding_determined", "equipment_provided",
        "chc_fast_tracked", "short_break_requested", "short_break_decided", "consent_recorded",
    } <= told.keys()  # fmt: skip
    left_with_support = sum(scene.left >= 0 and scene.pathway != "P0" and scene.died is None for scene in SCENES)
    assert told["coordinator_named"] > 0.7 * left_with_support
    assert len(demonstration_lives(today)) == len(SCENES)
