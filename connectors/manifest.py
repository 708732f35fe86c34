"""The manifest of a file of records, and the rules that a whole file has to keep."""

import hashlib
import re
from typing import Annotated, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from connectors.file_profile import FileProfile
from hub.errors import Rejected

_NAME: Final = re.compile(r"(?P<prefix>[A-Z]+)_(?P<ons>[A-Z]\d{8})_(?P<day>\d{8})_(?P<seq>\d{4})\.(?P<form>jsonl|csv)")
MANIFEST: Final = ".manifest.json"


class Manifest(BaseModel):
    """What the sender says about a file."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=False)

    file_name: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")]
    record_count: Annotated[int, Field(ge=0)]
    schema_version: str
    produced_at: AwareDatetime
    sender: str
    recipient_ons_code: Annotated[str, Field(pattern=r"^[A-Z][0-9]{8}$")]
    sequence: Annotated[int, Field(ge=1)]
    previous_sequence: Annotated[int, Field(ge=0)] | None = None


def read_manifest(raw: bytes) -> Manifest:
    """Read a manifest; raises `Rejected` naming the first member that is wrong."""
    try:
        return Manifest.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "manifest"
        raise Rejected(where, "manifest_invalid", f"the manifest's {where} is missing or not as agreed") from None


def check_file(name: str, content: bytes, manifest: Manifest, profile: FileProfile) -> None:
    """Check name, version and hash of a file against its manifest; raises `Rejected`."""
    parts, prefix = _NAME.fullmatch(name), profile.file_prefix
    if parts is None or parts["prefix"] != prefix:
        words = f"a file is named {prefix}_<ons_code>_<yyyymmdd>_<seq4>.jsonl or .csv"
        raise Rejected("file_name", "name_pattern", words)
    if manifest.file_name != name:
        raise Rejected("file_name", "name_differs", "the manifest is about a file of another name")
    if parts["ons"] != manifest.recipient_ons_code or int(parts["seq"]) != manifest.sequence:
        raise Rejected("file_name", "name_differs", "council and sequence in the name are those of the manifest")
    if manifest.schema_version != profile.schema_version:
        raise Rejected("schema_version", "schema_version_unknown", f"this feed reads version {profile.schema_version}")
    if len(content) > profile.longest_file:
        raise Rejected("file", "file_too_long", f"a file has at most {profile.longest_file} bytes")
    if hashlib.sha256(content).hexdigest() != manifest.sha256.lower():
        raise Rejected("sha256", "hash_differs", "the bytes that arrived are not those that the manifest describes")


def check_count(records: int, manifest: Manifest) -> None:
    """Check the number of records; raises `Rejected`."""
    if records != manifest.record_count:
        raise Rejected("record_count", "count_differs", "the file holds another number of records than announced")


def check_sequence(manifest: Manifest, last: int | None) -> None:
    """Check that a file follows the last one that was taken for its council; raises `Rejected`.

    `last` is none before the first file, which may carry any number.
    """
    if last is not None and manifest.sequence <= last:
        raise Rejected("sequence", "sequence_repeated", "a file with this sequence, or a later one, was taken already")
    if last is not None and manifest.sequence != last + 1:
        raise Rejected("sequence", "sequence_missing", "a file before this one has not arrived; send it first")
    if last is not None and manifest.previous_sequence not in {None, last}:
        raise Rejected("previous_sequence", "sequence_missing", "this is not the number of the last file taken")
