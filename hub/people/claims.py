"""What one message claims about a person: identifiers and the facts that a match may lean on, or who it is."""

from datetime import date

import msgspec


class Identifier(msgspec.Struct, frozen=True):
    """One identifier as sent: who issued it, its value, and what kind it is.

    `kind` is `NHS`, `HOSPITAL`, `NINO`, `COUNCIL` or `PROVIDER`.  `authority` is the issuing organisation (trust
    ODS code, council code); for `NHS` and `NINO` it is the kind itself.  `status` is the NHS number status
    (01 to 08) where the sender gave one, `02` where it did not.
    """

    kind: str
    authority: str
    value: str
    status: str | None = None


class PersonClaim(msgspec.Struct, frozen=True):
    """A person as one message describes them.  Values in clear: this never leaves the intake unsealed."""

    identifiers: tuple[Identifier, ...]
    family: str | None = None
    given: str | None = None
    born: date | None = None
    sex: str | None = None
    postcode: str | None = None


class KnownPerson(msgspec.Struct, frozen=True):
    """This very person: whoever wrote it opened the record first, past the access gate.  Nobody is looked for."""

    subject: bytes
    """16 bytes."""
