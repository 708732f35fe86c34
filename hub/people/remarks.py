"""What is said of a national number that is not matched on, without ever repeating it."""

from typing import Final

from hub.ports.connector import Finding

_UNUSABLE_WORDS: Final = {
    "malformed": ("warning", "The NHS number does not have ten digits; it was kept and not used for matching."),
    "placeholder": ("warning", "The NHS number is one digit repeated, a placeholder; nobody is matched on it."),
    "checksum_failed": ("warning", "The NHS number fails its check digit; it was kept and not used for matching."),
    "test_in_live": ("warning", "The NHS number is from the test range, which a live service never matches."),
    "other_nation": ("information", "The number was not issued in England or Wales; it is kept, never matched alone."),
}
UNMATCHED_STATUS: Final = Finding(
    "identifiers.nhs_number",
    "nhs_number_status_not_matched",
    "The NHS number's status is neither verified (01) nor present but not traced (02); it was not used for matching.",
    "information",
)
WITHOUT_BIRTH_DATE: Final = Finding(
    "identifiers.nhs_number",
    "nhs_number_without_birth_date",
    "A verified NHS number joins nobody without a date of birth: a mother's is sent for her baby, too.",
    "information",
)
NINO_MALFORMED: Final = Finding(
    "identifiers.nino",
    "nino_malformed",
    "The National Insurance number does not have the form of one; it was not used.",
)


def unusable(kind: str) -> Finding:
    """Say why a number of this kind is never matched on."""
    severity, words = _UNUSABLE_WORDS[kind]
    return Finding("identifiers.nhs_number", f"nhs_number_{kind}", words, severity)
