"""The status of a field in a row, as DHSC's check has it: by kind of client and of event."""

from typing import Final

import pytest

from connectors.client_level_data.fields import fields
from connectors.client_level_data.status import Status, about, status
from connectors.client_level_data.table import Table
from tests.partners.council_files import PROFILE, file_of, row

LEARNING: Final = "Learning disability support"


def status_of(column: str, given: dict[str, str]) -> str:
    """Give the status of a column in a row."""
    (read,) = Table(file_of(given), PROFILE)
    return status(fields()[column], about(read)).value


@pytest.mark.parametrize(
    ("column", "given", "expected"),
    [
        ("Gender", row("Service"), Status.MANDATORY),
        ("First Name", row("Service"), Status.APPLICABLE),
        ("Primary Support Reason", row("Request"), Status.APPLICABLE),
        ("Primary Support Reason", row("Service"), Status.MANDATORY),
        ("Primary Support Reason", row("Service", Event_Type=""), Status.UNDETERMINED),
        (
            "Primary Support Reason",
            row("Service", Event_Type="", Client_Type="Carer known by association"),
            "Mandatory",
        ),
        ("Dementia", row("Request"), Status.APPLICABLE),
        ("Dementia", row("Request", Client_Type="Unpaid carer"), Status.NOT_APPLICABLE),
        ("Dementia", row("Request", Client_Type="?"), Status.UNDETERMINED),
        ("Client Funding Status", row("Request"), Status.APPLICABLE),
        ("Client Funding Status", row("Review"), Status.MANDATORY),
        ("Client Funding Status", row("Assessment"), Status.APPLICABLE),
        ("Client Funding Status", row("Assessment", Assessment_Type="Financial Assessment"), Status.MANDATORY),
        ("Client Funding Status", row("Review", Event_Type=""), Status.UNDETERMINED),
        ("Event Type", row("Request", Client_Type="Unpaid carer known by association"), Status.NOT_APPLICABLE),
        ("Event Type", row("Request", Client_Type=""), Status.UNDETERMINED),
        ("Event Type", row("Request"), Status.MANDATORY),
        ("Event End Date", row("Service"), Status.APPLICABLE),
        ("Event End Date", row("Service", Date_of_Death="2026-01-01"), Status.MANDATORY),
        ("Event End Date", row("Request"), Status.MANDATORY),
        ("Event End Date", row("Request", Event_Type="?"), Status.UNDETERMINED),
        ("Event Outcome", row("Assessment"), Status.MANDATORY),
        ("Event Outcome", row("Assessment", Assessment_Type="Financial assessment"), Status.APPLICABLE),
        ("Event Outcome", row("Assessment", Event_Type=""), Status.UNDETERMINED),
        ("Request: Route of Access", row("Request"), Status.MANDATORY),
        ("Request: Route of Access", row("Request", Event_Type="Referral"), Status.MANDATORY),
        ("Request: Route of Access", row("Review"), Status.NOT_APPLICABLE),
        ("Request: Route of Access", row("Request", Client_Type=""), Status.UNDETERMINED),
        ("Request: Route of Access", row("Request", Event_Type=""), Status.UNDETERMINED),
        ("Review Outcomes Achieved", row("Review"), Status.MANDATORY),
        ("Review Outcomes Achieved", row("Review", Review_Reason="Unplanned - Other Reason"), Status.APPLICABLE),
        ("Total Hrs Caring per week", row("Request"), Status.NOT_APPLICABLE),
        ("Total Hrs Caring per week", row("Request", Client_Type="Unpaid carer"), Status.APPLICABLE),
        ("Total Hrs Caring per week", row("Request", Client_Type=""), Status.UNDETERMINED),
        ("Unit Cost", row("Service"), Status.APPLICABLE),
        ("Unit Cost", row("Service", Delivery_Mechanism="Direct payment"), Status.MANDATORY),
        (
            "Unit Cost",
            row("Service", Delivery_Mechanism="", Service_Type="Short term support: ST-Max"),
            "Applicable but not mandatory",
        ),
        (
            "Unit Cost",
            row("Service", Delivery_Mechanism="", Service_Type="Unpaid carer support: Direct to unpaid carer"),
            "Mandatory",
        ),
        (
            "Unit Cost",
            row("Service", Delivery_Mechanism="", Service_Type="", Service_Component="Short term nursing care"),
            "Mandatory",
        ),
        ("Employment Status", row("Service"), Status.APPLICABLE),
        ("Employment Status", row("Service", Primary_Support_Reason=LEARNING), Status.APPLICABLE),
        (
            "Employment Status",
            row("Service", Primary_Support_Reason=LEARNING, Date_of_Birth="1961-07-01"),
            Status.MANDATORY,
        ),
        (
            "Employment Status",
            row("Service", Primary_Support_Reason=LEARNING, Date_of_Birth="1961-06-30"),
            Status.APPLICABLE,
        ),
        (
            "Employment Status",
            row("Service", Primary_Support_Reason=LEARNING, Date_of_Birth="2008-06-30"),
            Status.MANDATORY,
        ),
        ("Employment Status", row("Service", Primary_Support_Reason=LEARNING, Date_of_Birth=""), Status.UNDETERMINED),
        ("Employment Status", row("Service", Primary_Support_Reason=LEARNING, Client_Type=""), Status.UNDETERMINED),
        (
            "Employment Status",
            row("Service", Primary_Support_Reason=LEARNING, Client_Type="Unpaid carer"),
            "Applicable but not mandatory",
        ),
    ],
)
def test_the_status_of_a_field(column: str, given: dict[str, str], expected: str) -> None:
    """By kind of client and of event; what decides and cannot be read leaves it undetermined."""
    assert status_of(column, given) == expected
