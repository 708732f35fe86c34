"""The chain of a delay on the person's page: drawn to scale, and every word of it in the list."""

import itertools
from datetime import date
from typing import Any

import pytest

from hub.events import discharge as d
from hub.processors.joint import JointProcessor
from hub.web.delay_chain import SIZES, Chain, chain_of
from hub.web.delay_view import waiting_words
from hub.web.person_view import spells_of
from tests.api.desk import NAMES
from tests.docs.one_life import one_life
from tests.domain.stories import Story, moment, spell
from tests.processors.people import AREAS, fold
from tests.processors.test_delay import COUNCIL, bed, not_ready, over, ready, reason

COUNCILS = {
    "trust": {"RZZ": "Testborough Hospitals NHS Trust"},
    "council": {COUNCIL: "Birmingham", "E08000025": "Birmingham"},
}


def chain(story: Story, on: str) -> Chain | None:
    """Return the chain of the first stay on a day."""
    state: dict[str, Any] = dict(JointProcessor(AREAS).view(fold(story), date.fromisoformat(on)))
    return chain_of(state, 0, COUNCILS, date.fromisoformat(on))


@pytest.fixture
def whole() -> Chain:
    """The chain of the life that the documentation tells of: ready on the 8th, not on the 9th, ready on the 11th."""
    found = chain(one_life(), "2026-12-01")
    assert found is not None
    return found


def test_every_part_is_said_in_words_with_whose_it_is(whole: Chain) -> None:
    """Two times of being ready, two reasons with who says them, and the national code of every day of waiting."""
    assert [(value.label, value.text) for value in whole.told] == [
        (
            "Ready to leave",
            "since 08-Nov-2026 11:00, taken back 09-Nov-2026 08:00, said by Testborough Hospitals NHS Trust",
        ),
        ("Ready to leave", "since 11-Nov-2026 11:00, said by Testborough Hospitals NHS Trust"),
        (
            "Reason 1",
            (
                "CTH03 Waiting for confirmation of immediate care needs and pathway, "
                "said by Testborough Hospitals NHS Trust, since 11-Nov-2026 12:00, until 12-Nov-2026 12:00"
            ),
        ),
        (
            "Reason 2",
            (
                "CAP05 Other home-based social care service not yet available, "
                "said by Birmingham, since 12-Nov-2026 12:00, until 13-Nov-2026 16:40"
            ),
        ),
        ("National code of the day", "No reason on the national list, 08-Nov-2026"),
        (
            "National code of the day",
            (
                "CTH03 Care transfer hub process: Waiting for confirmation of immediate care needs and pathway, "
                "11-Nov-2026"
            ),
        ),
        (
            "National code of the day",
            "CAP05 Capacity: Other home-based social care service not yet available, 12-Nov-2026",
        ),
    ]
    assert [value.why for value in whole.told][:3] == [
        "spells.0.delay.ready.0", "spells.0.delay.ready.1", "spells.0.delay.reasons.0",
    ]  # fmt: skip
    assert whole.title == "Waiting from 08-Nov-2026 to 13-Nov-2026"


def test_bars_lie_where_their_times_are(whole: Chain) -> None:
    """The paper is six days wide; a bar begins and ends at its times, and none lies beyond an edge."""
    for drawing in whole.drawings:
        room = drawing.size.width - 12
        lanes = drawing.lanes
        assert [lane.kind for lane in lanes] == ["ready", "reason", "reason", "national", "national", "national"]
        first, second = lanes[0].bars
        assert first.x == pytest.approx(6 + room * 11 / (6 * 24), abs=0.1)
        assert first.width == pytest.approx(room * 21 / (6 * 24), abs=0.2)
        assert second.x + second.width == pytest.approx(6 + room * (5 * 24 + 16 + 40 / 60) / (6 * 24), abs=0.2)
        code = lanes[5].bars[0]
        assert code.x == pytest.approx(6 + room * 4 / 6, abs=0.1)
        assert code.width == pytest.approx(room / 6, abs=0.2)
        assert all(bar.x >= 6 and bar.x + bar.width <= room + 6.2 for lane in lanes for bar in lane.bars)
        assert drawing.ticks[0].text == "8 Nov"
        assert all(len(lane.name) <= drawing.size.letters for lane in lanes)


def test_what_goes_on_reaches_today_and_has_an_arrow() -> None:
    """Somebody who waits still is drawn up to the end of the day that is looked at."""
    story = bed()
    ready(story, "2026-11-10T09:00")
    reason(story, "2026-11-10T10:00", "CAP05", COUNCIL)
    found = chain(story, "2026-11-12")
    assert found is not None
    for drawing in found.drawings:
        ends = {round(bar.x + bar.width) for lane in drawing.lanes for bar in lane.bars}
        assert ends == {drawing.size.width - 6}
        assert all(bar.goes_on for lane in drawing.lanes for bar in lane.bars)
    assert found.told[1].text.endswith("said by Birmingham, since 10-Nov-2026 10:00")
    assert found.title == "Waiting from 10-Nov-2026 to 12-Nov-2026"


def test_the_chain_ends_with_leaving() -> None:
    """A reason of the 20th, when the person had left on the 13th, lengthens nothing; it is said to be late."""
    story = one_life()
    reason(story, "2026-11-20T12:00", "CAP05", COUNCIL)
    found = chain(story, "2026-12-01")
    assert found is not None
    assert found.title == "Waiting from 08-Nov-2026 to 13-Nov-2026"
    assert [tick.text for tick in found.drawings[0].ticks][-1] == "13 Nov"
    (late,) = [value for value in found.told if "20-Nov-2026" in value.text]
    assert late.text.endswith("; told of a time after leaving, so it counts on no day")


def test_what_is_ended_after_leaving_is_drawn_up_to_leaving() -> None:
    """A reason that began in the stay and was ended a week after it is over when the person leaves."""
    story = bed()
    ready(story, "2026-11-10T09:00")
    reason(story, "2026-11-10T10:00", "CAP05", COUNCIL)
    story.discharge("2026-11-13T16:40")
    over(story, "2026-11-20T12:00", "CAP05", COUNCIL)
    found = chain(story, "2026-12-01")
    assert found is not None
    assert found.title == "Waiting from 10-Nov-2026 to 13-Nov-2026"
    assert all(bar.x + bar.width <= found.drawings[0].size.width - 6 for bar in found.drawings[0].lanes[1].bars)


def test_a_short_reason_can_still_be_seen() -> None:
    """A quarter of an hour in three weeks is no thinner than three units."""
    story = bed()
    ready(story, "2026-11-10T09:00")
    reason(story, "2026-11-10T10:00", "HOSP03")
    over(story, "2026-11-10T10:15", "HOSP03")
    found = chain(story, "2026-12-01")
    assert found is not None
    assert [drawing.lanes[1].bars[0].width for drawing in found.drawings] == [3.0 for _ in SIZES]


def test_days_with_one_code_are_on_one_line() -> None:
    """A code that comes back has one line with two bars, so that the drawing does not grow with every change."""
    story = bed()
    ready(story, "2026-11-10T09:00")
    for day in ("10", "12"):
        reason(story, f"2026-11-{day}T10:00", "CAP05", COUNCIL)
        over(story, f"2026-11-{day}T20:00", "CAP05", COUNCIL)
        reason(story, f"2026-11-{day}T20:00", "HOSP03")
        over(story, f"2026-11-{int(day) + 1}T10:00", "HOSP03")
        reason(story, f"2026-11-{int(day) + 1}T10:00", "CAP05", COUNCIL)
        over(story, f"2026-11-{int(day) + 1}T23:55", "CAP05", COUNCIL)
    found = chain(story, "2026-11-13")
    assert found is not None
    codes = [lane for lane in found.drawings[0].lanes if lane.kind == "national"]
    assert len({lane.name for lane in codes}) == len(codes)
    assert max(len(lane.bars) for lane in codes) > 1


def test_days_below_do_not_run_into_each_other() -> None:
    """Dates stand 64 units apart or more, however long somebody waits."""
    story = bed()
    ready(story, "2026-11-03T09:00")
    for on in ("2026-11-04", "2026-11-20", "2027-02-01"):
        found = chain(story, on)
        assert found is not None
        for drawing in found.drawings:
            places = [tick.x for tick in drawing.ticks]
            assert all(after - before >= 60 for before, after in itertools.pairwise(places))


def test_a_label_of_a_hospitals_own_is_said_as_it_is() -> None:
    """A reason that is on no list keeps its code, and the days have no national code."""
    story = bed()
    ready(story, "2026-11-10T09:00")
    reason(story, "2026-11-10T10:00", "LOCAL-7")
    found = chain(story, "2026-11-12")
    assert found is not None
    assert found.told[1].text.startswith("LOCAL-7 a reason that is not on the national list, said by")


def test_a_void_date_is_drawn_from_when_it_counts_and_what_was_said_against_it_stands_in_words() -> None:
    """Not ready on the 5th; told on the 6th: ready since the 3rd.  The bar begins on the 5th."""
    story = bed()
    not_ready(story, "2026-11-05T10:00")
    ready(story, "2026-11-06T10:00", since="2026-11-03T10:00")
    found = chain(story, "2026-11-07")
    assert found is not None
    assert [(value.label, value.text) for value in found.told][:2] == [
        ("Not ready to leave", "as last said on 05-Nov-2026 10:00"),
        ("Ready to leave", "since 03-Nov-2026 10:00, said by Testborough Hospitals NHS Trust"),
    ]
    assert found.title == "Waiting from 05-Nov-2026 to 07-Nov-2026"


def test_what_is_said_of_an_empty_bed_moves_no_bar() -> None:
    """Home on the 8th; told on the 9th: not ready; on the 10th: ready since the 3rd, and so it is drawn."""
    story = bed()
    story.discharge("2026-11-08T09:00")
    not_ready(story, "2026-11-09T10:00")
    ready(story, "2026-11-10T10:00", since="2026-11-03T10:00")
    found = chain(story, "2026-11-12")
    assert found is not None
    assert found.title == "Waiting from 03-Nov-2026 to 08-Nov-2026"


def test_who_was_only_said_not_to_be_ready_has_no_chain_and_no_days() -> None:
    """Nobody waited: neither a drawing nor days by any definition are shown."""
    story = bed()
    not_ready(story, "2026-11-05T10:00")
    assert chain(story, "2026-11-07") is None
    spell = JointProcessor(AREAS).view(fold(story), date(2026, 11, 7))["spells"][0]
    assert list(waiting_words("spells.0", spell)) == []


def test_who_never_waited_has_no_chain() -> None:
    """Nothing is drawn of nothing."""
    assert chain(bed(), "2026-11-12") is None
    assert chain_of({"spells": [{"delay": None}]}, 0, NAMES, date(2026, 11, 12)) is None


def test_who_says_otherwise_and_each_answer_about_the_criteria_stand_in_words() -> None:
    """Since when another organisation says that she is ready, and that it does not count; met or not, by whom."""
    story = bed()
    story.tell("2026-11-09T09:00", d.CriteriaToResideAssessed(spell(), met=True, criteria=("OXYGEN", "odd")))
    for when, by in (("2026-11-10T09:00", None), ("2026-11-12T09:00", COUNCIL)):
        story.tell(when, d.ReadinessChanged(spell(), ready=True, since=moment(when), said_by=by))
    story.tell("2026-11-13T09:00", d.CriteriaToResideAssessed(spell(), met=False, said_by=COUNCIL))
    found = chain(story, "2026-11-20")
    assert found is not None
    assert ("Ready to leave, said otherwise", "since 12-Nov-2026 09:00, said by Birmingham; it does not count") in [
        (value.label, value.text) for value in found.told
    ]
    shown: dict[str, Any] = dict(JointProcessor(AREAS).view(fold(story), date(2026, 11, 20)))
    assert [value.text for value in spells_of(shown, COUNCILS)[0].values if value.label == "Criteria to reside"] == [
        (
            "Met (Oxygen therapy or non-invasive ventilation, a criterion that is not on the list), "
            "09-Nov-2026 09:00, said by Testborough Hospitals NHS Trust"
        ),
        "Not met, 13-Nov-2026 09:00, said by Birmingham",
    ]
