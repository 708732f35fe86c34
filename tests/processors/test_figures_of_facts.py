"""What processors tell is what figures count: one life through the processors, its numbers by hand."""

from collections import Counter
from datetime import date

from hub.domain.figures import contributions
from hub.domain.figures_joined import groups_of, together
from hub.events import care_record as c
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.notices_told import REFERRALS, issued, made
from tests.processors.people import AREAS, fold

JOINT = JointProcessor(AREAS)
Counted = dict[tuple[str, str, str], int]


def life() -> Story:
    """Ten hours at 20 pounds before the stay, fourteen after it, three of another provider from the third day on."""
    story = Story("figures")
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.admit("2026-11-02T09:15")
    story.tell("2026-11-05T10:00", made())
    story.tell("2026-11-05T10:05", issued())
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-13T18:00", c.SupportLineChanged("L1", "1-100", date(2026, 11, 13), hours_per_week=1400))
    story.tell(
        "2026-11-14T09:00",
        c.SupportLineStarted(
            "L2", "1-200", "homecare", date(2026, 11, 15), hours_per_week=300, price_per_hour=1000, origin="NEW"
        ),
    )
    return story


def counted(story: Story, day: str, told_on: str = "2027-01-10") -> Counted:
    """Add up what counts together until a day, by measure, provider and category; nothing of 0 is left."""
    facts = [
        (fact.kind, fact.key, fact.body.encode())
        for processor in (JOINT, REFERRALS)
        for fact in processor.facts(fold(story, processor), date.fromisoformat(told_on))
        if fact.kind in {"StayFigures", "EpisodeFigures", "FundingAllocated", "NoticeFigures"}
    ]
    assert all(contributions(kind, body) or kind == "FundingAllocated" for kind, _, body in facts)
    kinds = {kind for kind, _, _ in facts}
    groups = {group for kind, key, _ in facts for group in groups_of(kind, key, kinds)}
    sums: Counter[tuple[str, str, str]] = Counter()
    for group in groups:
        for (measure, _, _, _, provider, category, on), amount in together(group, facts):
            sums[measure, provider, category] += amount if on <= date.fromisoformat(day) else 0
    return {name: amount for name, amount in sums.items() if amount}


def test_a_bigger_package_and_a_new_line_are_counted_by_origin_with_their_hours() -> None:
    """On 20 November: 10 hours resumed, 4 more of the same provider, 3 of a new one; after day 42 nothing."""
    found = counted(life(), "2026-11-20")
    stocks = {name: amount for name, amount in found.items() if name[0] in {"supported", "support_hours"}}
    assert stocks == {
        ("supported", "", "RESUMED"): 1, ("supported", "", "INCREASE"): 1, ("supported", "", "NEW"): 1,
        ("supported", "1-100", "RESUMED"): 1, ("supported", "1-100", "INCREASE"): 1, ("supported", "1-200", "NEW"): 1,
        ("support_hours", "", "RESUMED"): 1000, ("support_hours", "", "INCREASE"): 400,
        ("support_hours", "", "NEW"): 300,
        ("support_hours", "1-100", "RESUMED"): 1000, ("support_hours", "1-100", "INCREASE"): 400,
        ("support_hours", "1-200", "NEW"): 300,
    }  # fmt: skip
    assert not [name for name in counted(life(), "2026-12-25") if name[0] in {"supported", "support_hours"}]
    assert ("supported", "", "NEW") not in counted(life(), "2026-11-14")


def test_joint_support_costs_what_the_ledger_says() -> None:
    """42 days of 4 hours at 20 pounds and 40 days of 3 hours at 10 pounds, halved; the resumed hours are not in it."""
    weekly = {"1-100": 4 * 2000, "1-200": 3 * 1000}
    days = {"1-100": 42, "1-200": 40}
    found = counted(life(), "2026-11-13")
    for provider in ("1-100", "1-200"):
        pence = found["joint_cost", provider, "COUNCIL"] + found["joint_cost", provider, "ICB"]
        assert abs(pence - weekly[provider] * days[provider] / 7) <= 1
    for payer in ("COUNCIL", "ICB"):
        assert found["joint_cost", "", payer] == sum(found["joint_cost", name, payer] for name in weekly)
        assert found["joint_funded", "", payer] == 1


def test_the_notice_waits_until_support_goes_on_after_the_discharge() -> None:
    """Given on 5 November, supported from the 13th on: eight days; until then one person waits."""
    assert counted(life(), "2026-11-12")["waiting_for_start", "", "7-13"] == 1
    found = counted(life(), "2026-11-13")
    assert found["notice_to_start", "", "8"] == 1
    assert not [name for name in found if name[0] == "waiting_for_start"]


def test_support_is_told_from_its_first_day_and_counts_from_then() -> None:
    """What others are told on 14 November has no line of the 15th: no number of a day ahead is promised."""
    assert ("support_hours", "", "NEW") not in counted(life(), "2026-11-15", told_on="2026-11-14")
    assert counted(life(), "2026-11-15", told_on="2026-11-15")["support_hours", "", "NEW"] == 300
