"""One record of a referral file: a JSON object, or a CSV row with its heading, to the same map of fields."""

from collections.abc import Mapping
from typing import Any, Final

from connectors.dwp.profile import DwpProfile
from connectors.record_fields import RecordFields
from connectors.record_lines import record_of
from hub.errors import Rejected

_LISTS: Final = frozenset({"consent_scope", "contact_caution"})
_AWARD: Final = ("benefit", "component", "rate", "status", "effective_from", "effective_to", "review_date")
_FLAGS: Final = {"Y": True, "N": False}
_NESTED: Final = ("appointee", "cared_for")
LAYOUT: Final = frozenset(
    [
        "record_version",
        "privacy_notice_version",
        "uprn",
        "caring_hours_band",
        "referral_id",
        "record_action",
        "supersedes_referral_id",
        "referral_kind",
        "created_at",
        "nino",
        "nino_hash",
        "nhs_number",
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
        "appointee",
        "awards",
        "cared_for",
        "lawful_basis",
        "consent_reference",
        "consent_given_at",
        "consent_scope",
        "consent_withdrawn_at",
        "consent_expires_at",
        "destination_cassr",
    ]
)
"""Every field of the layout; the README has what becomes of each."""


def record_fields(raw: bytes, profile: DwpProfile) -> RecordFields:
    """Read the bytes of one record; raises `Rejected` when they are not one."""
    return record_of(raw, profile, from_cells)


def from_cells(cells: Mapping[str, str]) -> Mapping[str, Any]:
    """Turn CSV cells into the values of the JSON form: lists by `|`, awards by `:`, Y and N, inner objects by name."""
    values: dict[str, Any] = {name: cell for name, cell in cells.items() if cell != ""}
    for name in _LISTS & values.keys():
        values[name] = values[name].split("|")
    if "awards" in values:
        values["awards"] = [_award(part) for part in values["awards"].split("|")]
    for outer in _NESTED:
        inner = {name: values.pop(name) for name in list(values) if name.startswith(f"{outer}_")}
        if inner:
            values[outer] = {name.removeprefix(f"{outer}_"): _FLAGS.get(cell, cell) for name, cell in inner.items()}
    return values


def _award(part: str) -> Mapping[str, str]:
    cells = part.split(":")
    if len(cells) > len(_AWARD):
        raise Rejected("awards", "award_parts", f"an award has the parts {':'.join(_AWARD)}")
    return {name: cell for name, cell in zip(_AWARD, cells, strict=False) if cell}
