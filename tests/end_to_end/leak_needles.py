"""A person whose values can be told from everything else, and the search for them."""

import base64
from typing import Final, NamedTuple

from tests.end_to_end.lives import Invented

WHO = Invented(
    "9990001022", "HZ77X8Q9", "QUILLFEATHER", "Xanthippe", "19370723",
    "77 Marmalade Alley^^Wibblethorpe^^QX1 9ZQ", "01632960777", "NSTS01",
)  # fmt: skip
OLD_NUMBER: Final = "OLDZ4Q81"
KIN: Final = "NK1|1|ZOUNDSBERRY^Bartholomew|20^Carer||07700900777^PRN^CP"
NINO: Final = "AB987654C"
NEEDLES: Final = {
    "NHS number": "9990001022", "NHS number in groups": "999 000 1022", "hospital number": "HZ77X8Q9",
    "old hospital number": OLD_NUMBER, "family name": "QUILLFEATHER", "given name": "Xanthippe",
    "birth date": "19370723", "birth date, ISO": "1937-07-23", "birth date, English": "23/07/1937",
    "birth date, shown": "23-Jul-1937", "house": "Marmalade", "town": "Wibblethorpe", "postcode": "QX1 9ZQ",
    "postcode without space": "QX19ZQ", "phone": "01632960777", "kin": "ZOUNDSBERRY", "kin given": "Bartholomew",
    "kin phone": "07700900777", "NINO": NINO, "email": "xanthippe@invented.example",
}  # fmt: skip


def found(text: str | bytes) -> set[str]:
    """Say which of the person's values stand in a text or in bytes: as they are, or as hexadecimal or base64."""
    held = (text.encode() if isinstance(text, str) else text).lower()
    return {name for name, value in NEEDLES.items() if any(form in held for form in _forms(value))}


def _forms(value: str) -> tuple[bytes, ...]:
    raw = value.lower().encode()
    shown = [form.hex().encode() for form in (raw, value.encode(), value.upper().encode(), value.title().encode())]
    return (raw, *shown, base64.b64encode(value.encode())[:-4].lower(), value.lower().encode("utf-16-le"))


class Answers(NamedTuple):
    """Everything that was answered to somebody who may not see people, by what was asked."""

    texts: dict[str, str]

    def keep(self, name: str, text: str | bytes) -> None:
        """Keep an answer."""
        self.texts[name] = text if isinstance(text, str) else text.decode("utf-8", "backslashreplace")
