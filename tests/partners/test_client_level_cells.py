"""The result of each cell and the rule that it breaks, as DHSC's check has it."""

from typing import Final

import pytest

from connectors.client_level_data.table import Table
from connectors.client_level_data.value_lists import RELEASE_1, RELEASE_2
from connectors.client_level_data.verdict import Check, Result, Verdict
from tests.partners.council_files import COUNCILS, PROFILE, file_of, row

VALID, BLANK, MISSING = "Passed: Valid", "Passed: Blank (Not Mandatory)", "Failed: Blank (Mandatory)"
INVALID: Final = "Failed: Invalid"
OLD: Final = "Failed: Release 1"


def verdict(column: str, given: dict[str, str], release: str = RELEASE_2) -> Verdict:
    """Give what is said of one cell of a row."""
    (read,) = Table(file_of(given), PROFILE)
    (one,) = [each for each in Check(release, COUNCILS.__contains__).verdicts(read) if each.field == column]
    return one


@pytest.mark.parametrize(
    ("column", "given", "expected"),
    [
        ("LA Code", row("Request", LA_Code="Z9D4Z"), (VALID, None)),
        ("LA Code", row("Request", LA_Code="z9d4z"), (INVALID, "council_unknown")),
        ("LA Code", row("Request", LA_Code=""), (MISSING, "blank")),
        ("Last Name", row("Request", Last_Name=""), (BLANK, None)),
        ("Gender", row("Request", Gender="NULL"), (MISSING, "blank")),
        ("NHS Number", row("Request", NHS_Number="999 000 0018"), (VALID, None)),
        ("NHS Number", row("Request", NHS_Number="9990000019"), (INVALID, "nhs_number_check_failed")),
        ("NHS Number", row("Request", NHS_Number="9999999999"), (INVALID, "nhs_number_placeholder")),
        ("GP Practice Code", row("Request", GP_Practice_Code="Y999"), (INVALID, "practice_code_shape")),
        ("GP Practice Code", row("Request", GP_Practice_Code="Y99999"), (VALID, None)),
        ("Postcode", row("Request", Postcode="zz993cz"), (VALID, None)),
        ("Postcode", row("Request", Postcode="ZZ99"), (INVALID, "postcode_shape")),
        ("Client Type", row("Request", Client_Type="Service User"), (OLD, "release_1_value")),
        ("Client Type", row("Request", Client_Type="service user"), (INVALID, "not_in_list")),
        ("Event Type", row("Request", Event_Type="Referral"), (VALID, None)),
        ("Event Outcome", row("Request", Event_Outcome="Progress to End of Life Care"), (OLD, "release_1_value")),
        (
            "Review Reason",
            row("Review", Review_Reason="Planned, with a word that nobody published"),
            (VALID, "value_unverified"),
        ),
        ("Review Outcomes Achieved", row("Review"), (VALID, "value_unverified")),
        ("Has Unpaid Carer", row("Review", Has_Unpaid_Carer="Perhaps"), (VALID, "value_unverified")),
        ("Assessment Type", row("Assessment", Assessment_Type="Financial assessment"), (VALID, "value_unverified")),
        ("Assessment Type", row("Assessment", Assessment_Type="Financial Assessment"), (OLD, "release_1_value")),
        ("Unit Cost", row("Service", Unit_Cost="-18.505"), (VALID, None)),
        ("Unit Cost", row("Service", Unit_Cost=".5"), (VALID, None)),
        ("Unit Cost", row("Service", Unit_Cost="1,000.00"), (INVALID, "not_a_decimal")),
        ("Unit Cost", row("Service", Unit_Cost="12345678901234567"), (INVALID, "not_a_decimal")),
        ("Planned units per week", row("Service", Planned_units_per_week="ten"), (INVALID, "not_a_decimal")),
        (
            "No. of adults being cared for",
            row("Request", Client_Type="Unpaid carer", No__of_adults_being_cared_for="1.5"),
            (INVALID, "not_a_whole_number"),
        ),
        ("Adult 1 Linked Person_ID", row("Request", Adult_1_Linked_Person_ID="PX-2"), (INVALID, "only_for_carers")),
        (
            "Adult 1 Linked Person_ID",
            row("Request", Client_Type="Unpaid carer", Adult_1_Linked_Person_ID="PX-2"),
            (VALID, None),
        ),
        ("Provider CQC Location ID", row("Service", Provider_CQC_Location_ID="1-10100"), (VALID, None)),
        ("Provider CQC Location ID", row("Service", Provider_CQC_Location_ID="1-1010"), (INVALID, "location_id_shape")),
        ("Event End Date", row("Request", Event_End_Date=""), (MISSING, "blank")),
        ("Event End Date", row("Service", Event_End_Date=""), (BLANK, None)),
        ("Event End Date", row("Request", Event_End_Date="2025-08-31"), (INVALID, "ends_before_it_starts")),
        ("Event End Date", row("Request", Event_End_Date="soon"), (INVALID, "not_a_date")),
        ("Event End Date", row("Request", Date_of_Death="2025-09-01"), (VALID, "ends_after_death")),
        ("Event Start Date", row("Request", Date_of_Death="2025-08-31"), (INVALID, "starts_after_death")),
        ("Event Start Date", row("Request", Date_of_Birth="2025-09-02"), (INVALID, "starts_before_birth")),
        ("Date of Death", row("Request", Date_of_Death="1949-01-01"), (INVALID, "died_before_birth")),
        (
            "Reporting Period End Date",
            row("Request", Reporting_Period_End_Date="2025-06-30"),
            (INVALID, "ends_before_it_starts"),
        ),
        ("Method of Assessment", row("Service", Method_of_Assessment="Service user only"), (VALID, "value_unverified")),
    ],
)
def test_the_result_of_a_cell(column: str, given: dict[str, str], expected: tuple[str, str | None]) -> None:
    """Valid, blank where it may be, blank where it may not, invalid with its rule, and a word of release 1."""
    found = verdict(column, given)
    assert (found.result.value, found.rule) == expected


def test_a_file_of_release_1_is_checked_by_its_own_words() -> None:
    """A word of release 1 is valid there and one of release 2 is not; both have words that are in neither."""
    old = row("Request", Client_Type="Service User")
    assert verdict("Client Type", old, RELEASE_1)[2:] == (Result.VALID, None)
    assert verdict("Client Type", row("Request"), RELEASE_1)[2:] == (Result.INVALID, "release_2_value")
    neither = row("Request", Client_Type="Customer")
    assert [verdict("Client Type", neither, one).rule for one in (RELEASE_1, RELEASE_2)] == ["not_in_list"] * 2
