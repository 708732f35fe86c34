"""What senders call a kind of support, and the one list that every shipped profile translates to."""

import pytest

from connectors.hand_record.profile import shipped
from connectors.provider_table.connector import ProviderTableConnector
from connectors.simulator.area import AREAS
from hub.domain.services import EVERY, OTHER_CODES, SERVICES
from hub.events.care_record import SupportLineChanged, SupportLineStarted
from tests.partners.tables import Desk, row

PROFILES = ProviderTableConnector().profiles()


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_every_shipped_profile_translates_to_the_list(name: str) -> None:
    """A profile that gave another code would make a kind of support of its own."""
    words = PROFILES[name].values["service"]
    assert words
    assert set(words.values()) <= set(EVERY)


def test_the_table_translates_what_the_fold_knows_by_another_code() -> None:
    """A row of today and an event of yesterday mean the same service."""
    assert PROFILES["table_v1"].values["service"] == dict(OTHER_CODES)


def test_what_is_recorded_by_hand_is_of_the_list() -> None:
    """The form offers the services of a person, in the words of the pages."""
    for kind in ("support_line_started", "support_line_changed"):
        (field,) = [one for one in shipped()["entries"].by_what[kind].fields if one.name == "service"]
        assert {choice.code: choice.words for choice in field.choices} == dict(SERVICES)


def test_invented_providers_give_services_of_the_list() -> None:
    """The demonstration shows no code that a form does not know."""
    assert {provider.service for area in AREAS.values() for provider in area.providers} <= set(SERVICES)


@pytest.mark.parametrize(
    ("sent", "kept", "rules"),
    [
        ("HOME_SUPPORT", "HOME_SUPPORT", []),
        ("home_support", "HOME_SUPPORT", []),
        ("Domiciliary_Care", "HOME_SUPPORT", []),
        ("CARER_RESPITE", "CARER_RESPITE", []),
        ("SITTING_SERVICE", "SITTING_SERVICE", ["unknown_service"]),
    ],
)
async def test_a_code_is_translated_or_kept_with_a_finding(sent: str, kept: str, rules: list[str]) -> None:
    """Nothing is refused for its kind of support; its sender's engineer sees what no list has."""
    desk = Desk()
    receipt = await desk.rows(row(service=sent))
    (event,) = desk.intake.events
    assert isinstance(event.body, SupportLineStarted)
    assert (event.body.service, [(one["path"], one["rule"]) for one in receipt["findings"]]) == (
        kept,
        [("service", rule) for rule in rules],
    )


async def test_a_change_of_service_is_translated_too() -> None:
    """A line that goes on as another service, told by another code or one that nobody knows."""
    desk = Desk()
    receipt = await desk.rows(
        row("LINE_CHANGED", service="DAY_CENTRE"), row("LINE_CHANGED", line_id="L-2", service="X")
    )
    bodies = [event.body for event in desk.intake.events]
    assert [body.service for body in bodies if isinstance(body, SupportLineChanged)] == ["DAY_CARE", "X"]
    assert [(one["line"], one["rule"]) for one in receipt["findings"]] == [(3, "unknown_service")]
