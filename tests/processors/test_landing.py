"""Where notices of carers land: rules with dates, and notices as cases."""

from datetime import date

import pytest

from hub.domain.early_help_case import EarlyHelpRules
from hub.domain.landing import ROUTES, Route
from hub.events import carers as n
from hub.processors.early_help import EarlyHelpProcessor
from tests.domain.stories import Story
from tests.processors.helped import notice
from tests.processors.people import AREAS, fold
from tests.processors.test_early_help_steps import ON, case_of, why


@pytest.mark.parametrize(("band", "transition"), [("5-10", False), ("16-17", True), ("18-25", True), (None, False)])
def test_a_childrens_notice_lands_with_adult_carers_and_near_adulthood_in_transition(
    band: str | None, *, transition: bool
) -> None:
    """By rules with dates: early help for adult carers, and the transition pathway from 16."""
    story = Story()
    story.tell("2026-11-02T09:15", notice("CHILDRENS_SERVICES", child_age_band=band))
    case = case_of(story)
    assert case["lands"] == ["ADULT_CARERS_EARLY_HELP", *(["TRANSITION_PATHWAY"] if transition else [])]
    assert (case["state"], case["kind"], case["source"], case["transition"]) == (
        "ROUTED", "CARER", "CHILDRENS_SERVICES", transition,
    )  # fmt: skip
    assert why(story, "cases.0.lands") == (0, "lands_by_rule")


def test_where_notices_land_is_data_with_dates() -> None:
    """A council that takes them into children's services from a day on has a row, and no code changes."""
    old = [route._replace(until=date(2026, 11, 10)) for route in ROUTES if route.source == "CHILDRENS_SERVICES"]
    routes = (*old, Route("CHILDRENS_SERVICES", "CARER", "FAMILY_HUB", date(2026, 11, 10)))
    under = EarlyHelpProcessor(AREAS, EarlyHelpRules(routes=routes))
    story = Story()
    story.tell("2026-11-09T09:15", notice("CHILDRENS_SERVICES", transition_due=True))
    story.tell("2026-11-10T09:15", notice("CHILDRENS_SERVICES", ref="N2", transition_due=True))
    first, second = under.view(fold(story, under), ON)["cases"]
    assert first["lands"] == ["ADULT_CARERS_EARLY_HELP", "TRANSITION_PATHWAY"]
    assert second["lands"] == ["FAMILY_HUB"]


def test_a_notice_of_nobody_with_a_rule_is_sent_to_nobody() -> None:
    """An unknown source has a basis and no place to go: it waits, and says why."""
    story = Story()
    story.tell("2026-11-02T09:15", notice("SCHOOL", child_age_band="5-10", transition_due=True))
    case = case_of(story)
    assert (case["state"], case["lands"]) == ("BASIS_CHECKED", [])
    assert case["findings"] == ["lands_nowhere", "transition_contradicted"]


def test_a_carers_notice_is_corrected_and_taken_back_like_a_referral() -> None:
    """One case under its first id; a withdrawal ends it, and a death that the sender tells stands above that."""
    story = Story()
    story.tell("2026-11-02T09:15", notice())
    story.tell("2026-11-03T09:15", n.CarerNoticeAmended("N2", "N1", "GP", "E08000016", "postcode", "CONSENT"))
    assert (case_of(story)["referral_id"], case_of(story)["council"]) == ("N1", "E08000016")
    story.tell("2026-11-04T09:15", n.CarerNoticeWithdrawn("N3", "N2", deceased=False))
    assert case_of(story)["state"] == "WITHDRAWN"
    story.tell("2026-11-05T09:15", n.CarerNoticeWithdrawn("N4", "N2", deceased=True))
    story.tell("2026-11-06T09:15", n.CarerNoticeWithdrawn("N5", "N2", deceased=False))
    case = case_of(story)
    assert (case["state"], [step["what"] for step in case["steps"]][1:3]) == ("DECEASED", ["AMENDED", "WITHDRAWN"])
