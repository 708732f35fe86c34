"""Who somebody is, as safety standards show it (NHS CUI; ISB 1504 to 1508)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from hub.web.dates import age, clinical

NOT_KNOWN: Final = "Not Known"
NO_NAME: Final = "Name not known"
CANNOT_BE_READ: Final = "Name cannot be read"
_SEXES: Final = {"1": "Male", "2": "Female", "9": "Not specified", "0": NOT_KNOWN}
_DIGITS: Final = 10


def _given(text: str) -> str:
    """Return names in title case, part by part: `jean-paul` is `Jean-Paul`; mixed case stays as it was sent."""
    if text not in {text.upper(), text.lower()}:
        return text
    return re.sub(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?", lambda part: part[0].capitalize(), text)


def person_name(card: Mapping[str, Any] | None) -> str:
    """Return `FAMILY, Given (Title)`: strict order, whole, the title without a full stop."""
    name = (card or {}).get("name") or {}
    family = " ".join((name.get("family") or "").split()).upper()
    given = _given(" ".join((name.get("given") or "").split()))
    title = (name.get("prefix") or "").strip().rstrip(".").capitalize()
    whole = ", ".join(part for part in (family, given) if part)
    if not whole:
        return _why_nameless(card)
    return f"{whole} ({title})" if title else whole


def _why_nameless(card: Mapping[str, Any] | None) -> str:
    if card is None:
        return "Name erased"
    return CANNOT_BE_READ if card.get("cannot_be_read") else NO_NAME


def sex_of(code: object) -> str:
    """Return a code of the sex table in words."""
    return _SEXES.get(str(code), NOT_KNOWN)


_ISSUERS: Final = {"HOSPITAL": "Hospital No.", "COUNCIL": "Council No.", "PROVIDER": "Provider No."}


def known_by(card: Mapping[str, Any] | None) -> str | None:
    """Return how somebody without a whole name is known: the newest number that a partner gave, and its issuer."""
    every = [one for one in (card or {}).get("identifiers") or () if one.get("kind") in _ISSUERS]
    return f"{_ISSUERS[every[0]['kind']]} {every[0]['value']} ({every[0]['authority']})" if every else None


def nhs_spaced(value: str | None) -> str:
    """Return an NHS number as 3 3 4 digits with single spaces, or that it is not known."""
    if not value or not re.fullmatch(rf"[0-9]{{{_DIGITS}}}", value):
        return NOT_KNOWN
    return f"{value[:3]} {value[3:6]} {value[6:]}"


class Identity(NamedTuple):
    """The identity of one person in words; every field is filled."""

    name: str
    preferred: str | None
    born: str
    age: str | None
    gender: str
    nhs_number: str
    nhs_flag: str | None
    known_by: str | None
    hidden: bool
    address: tuple[str, ...]
    phones: tuple[str, ...]
    email: str | None
    contacts: tuple[Mapping[str, Any], ...]


def _address(card: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lines of the address, or none where the location is kept hidden (ZU8-4)."""
    if card.get("location_hidden"):
        return ("Kept hidden",)
    address = card.get("address") or {}
    return tuple(line for line in [*(address.get("lines") or ()), address.get("postcode")] if line)


def identity_of(card: Mapping[str, Any] | None, on: date) -> Identity:
    """Return the identity on a day; an erased person has a name that says so."""
    known = card or {}
    number = known.get("nhs_number") or {}
    hidden = bool(known.get("location_hidden"))
    unsure = bool(number.get("value")) and number.get("usable") is False
    return Identity(
        name=person_name(card),
        preferred=(known.get("name") or {}).get("preferred"),
        born=clinical(known["born"]) if known.get("born") else NOT_KNOWN,
        age=age(known.get("born"), on),
        gender=sex_of(known.get("sex")),
        nhs_number=nhs_spaced(number.get("value")),
        nhs_flag="not verified" if unsure else None,
        known_by=known_by(card),
        hidden=hidden,
        address=_address(known),
        phones=() if hidden else tuple(known.get("phones") or ()),
        email=None if hidden else known.get("email"),
        contacts=() if hidden else tuple(known.get("contacts") or ()),
    )
