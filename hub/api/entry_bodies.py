"""Bodies of recording by hand, as the OpenAPI document describes them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class EntryReason(BaseModel):
    """Why an entry is corrected: a code of the closed list, and words of one's own, which are sealed."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    code: str = Field(max_length=40)
    words: str = Field(default="", max_length=2000)


class EntryChoice(BaseModel):
    """One thing that is known of a person, with the type of the newest event that tells of it and when that was."""

    value: str
    type: str
    occurred_at: str
    named: dict[str, Any]
    said: dict[str, Any]


class EntryBody(BaseModel):
    """One thing that is recorded; `what` and `fields` are described by `GET /v1/entries/kinds`.

    What a field of type `known` takes is told by `GET /v1/people/{ref}/entries/choices`.

    `corrects` is the id of the event that an earlier entry became.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    what: str = Field(max_length=60)
    fields: dict[str, Any] = {}
    corrects: str | None = Field(default=None, pattern="^[0-9a-f]{32}$")
    reason: EntryReason | None = None


class RecordedEntry(BaseModel):
    """What was recorded.

    `again` says that a repeat added nothing.  `joint` is the joint state now, which includes the entry when `folded`;
    it is absent for a purpose that it may not be read for.
    """

    subject_ref: str
    what: str
    event_ids: list[str]
    again: bool
    folded: bool
    joint: dict[str, Any] | None


class EntryChoices(BaseModel):
    """What entries of a kind may be about, by field of type `known`: each with the `value` that is sent for it.

    `named` is what names it, `said` by what people tell it from others; amounts and hours are decimals.
    """

    subject_ref: str
    what: str
    fields: dict[str, list[EntryChoice]]


class EntryKinds(BaseModel):
    """What the reader may record, as data: groups, kinds with their fields, and the reasons of a correction."""

    groups: list[dict[str, Any]]
    kinds: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
