"""The layout of a carer's notice: every field that exists.

There is no field for a child's or cared-for person's name, date of birth, address, number, type of need or plan: an
adult service does not need them in order to offer help to a carer (data minimisation, UK GDPR article 5).  The codes
are those of `hub/domain/carer_codes.py`.
"""

from collections.abc import Mapping
from typing import Any, Final

OF_CHILDREN: Final = frozenset({"child_age_band", "transition_due", "ehc_stage", "stage_date", "other_dependants"})
"""Fields that only a sender whose notices are about carers of children fills in."""

_LISTS: Final = frozenset({"consent_scope", "contact_caution"})
_FLAGS: Final = {"Y": True, "N": False}
_YES_OR_NO: Final = frozenset({"lives_with", "transition_due"})

LAYOUT: Final = OF_CHILDREN | frozenset(
    {
        "record_version",
        "privacy_notice_version",
        "notice_id",
        "record_action",
        "supersedes_notice_id",
        "created_at",
        "nhs_number",
        "carer_number",
        "title",
        "given_names",
        "family_name",
        "date_of_birth",
        "sex",
        "address_line_1",
        "address_line_2",
        "address_line_3",
        "address_line_4",
        "postcode",
        "phone",
        "email",
        "preferred_language",
        "accessible_format",
        "contact_caution",
        "relationship",
        "lives_with",
        "carer_status_code",
        "lawful_basis",
        "consent_reference",
        "consent_given_at",
        "consent_scope",
        "consent_withdrawn_at",
        "consent_expires_at",
        "destination_cassr",
    }
)
"""Every field of the layout; the README has what becomes of each."""


def from_cells(cells: Mapping[str, str]) -> Mapping[str, Any]:
    """Turn CSV cells into the values of the JSON form: lists by `|`, Y and N."""
    values: dict[str, Any] = {name: cell for name, cell in cells.items() if cell != ""}
    for name in _LISTS & values.keys():
        values[name] = values[name].split("|")
    for name in _YES_OR_NO & values.keys():
        values[name] = _FLAGS.get(values[name], values[name])
    return values
