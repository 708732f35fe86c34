"""What senders of record files with a manifest differ in, as data; each kind of connector adds its own."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_MEGABYTE = 1024 * 1024


class FileProfile(BaseModel):
    """How one sender's files are read.

    `statutory_duty_enabled` says that the sender passes people on under a legal gateway that the law does not hold
    today (Welfare Reform Act 2012 s.131 and SI 2012/1483 list no early help).  It opens nothing by itself: the
    reference data say from which day on the duty is in force.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: str
    organisation: str
    system: str
    file_prefix: Annotated[str, Field(pattern=r"^[A-Z]{3,12}$")]
    """What the name of a file begins with."""
    schema_version: str = "1.0"
    record_version: str = "1.0"
    statutory_duty_enabled: bool = False
    clock_skew_seconds: int = 300
    sure_from: Annotated[float, Field(ge=0.0, le=1.0)] = 0.95
    """From this confidence on, a postcode alone decides the council."""
    longest_line: int = 65_536
    longest_file: int = 64 * _MEGABYTE

    @property
    def label(self) -> str:
        """Name and version as provenance writes it."""
        return f"{self.name}@{self.version}"
