"""A link between a carer and the person they care for, as it is asked for, and what is wrong with it.

The pages check their forms by the same model and the same rules.
"""

import uuid
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hub.api.asking import milliseconds
from hub.api.problems import error
from hub.domain.carer_codes import CODES

GROUP = "early_help"
"""The group of entries under which the access policy lets links be recorded."""


def _describe(schema: dict[str, Any]) -> None:
    schema["enum"] = [*sorted(CODES["relationship"]), None]


class LinkBody(BaseModel):
    """Two people who belong together: who the other is, which of them cares, and that each of them agreed.

    `agreed_at` is now when absent.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    other: uuid.UUID
    role: Literal["CARER", "CARED_FOR"] = Field(description="What the person of the address is.")
    relationship: str | None = Field(default=None, json_schema_extra=_describe)
    carer_agrees: bool
    cared_for_agrees: bool
    agreed_at: AwareDatetime | None = None


class EndBody(BaseModel):
    """When a link ended; now when absent."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    ended_at: AwareDatetime | None = None


class LinkTold(BaseModel):
    """What both records were told; `again` says that it had been told before."""

    subject_ref: str
    link_id: str
    event_ids: list[str]
    again: bool


def moment_of(body: LinkBody | EndBody, now: int) -> int:
    """Return since when a link holds, or when it ended, in milliseconds: now where nothing is said."""
    said = body.agreed_at if isinstance(body, LinkBody) else body.ended_at
    return now if said is None else milliseconds(said)


def faults_of(body: LinkBody | EndBody, now: int) -> list[dict[str, str]]:
    """Give everything that is wrong, by path and rule: who has not agreed, what is in no list, what lies ahead."""
    return [*(_of_link(body) if isinstance(body, LinkBody) else ()), *_of_time(body, now)]


def _of_link(body: LinkBody) -> Iterator[dict[str, str]]:
    for name in ("carer_agrees", "cared_for_agrees"):
        if not getattr(body, name):
            yield error(f"body.{name}", "not_agreed", "Nobody is linked who has not agreed to it.")
    if body.relationship is not None and body.relationship not in CODES["relationship"]:
        yield error("body.relationship", "not_in_list", "This is not one of the values that are allowed.")


def _of_time(body: LinkBody | EndBody, now: int) -> Iterator[dict[str, str]]:
    if moment_of(body, now) > now:
        name = "agreed_at" if isinstance(body, LinkBody) else "ended_at"
        yield error(f"body.{name}", "in_future", "This time has not come yet.")
