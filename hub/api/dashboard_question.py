"""What may be asked of a dashboard: one product of one system, whole places and whole periods, one split at a time.

A place is one council, one trust or one provider, whole, in whichever systems it lies.  Nobody who is shown rounded
numbers gets a flow by week and by day: the days of a week could be subtracted from it.
"""

from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, Field, field_validator

from hub.api.asking import milliseconds
from hub.api.catalogue import UNKNOWN
from hub.api.problems import Problem, error
from hub.domain.days import day_of
from hub.domain.periods import Every, Period, periods
from hub.domain.products import Kind, PlaceKind, Product

By = Literal["none", "category", "council", "trust", "provider"]
PLACES: Final = ("council", "trust", "provider")
LONGEST: Final = timedelta(days=3 * 366)
_SPAN: Final = {Every.DAY: timedelta(days=55), Every.WEEK: timedelta(weeks=26)}
FIRST_DAY: Final = date(2000, 1, 1)
"""No number of an earlier day is asked for."""
_Code = Annotated[str | None, Field(max_length=40)]


class Place(NamedTuple):
    """A whole council, trust or provider; "" where it is not known."""

    kind: PlaceKind
    code: str


class DashboardQuery(BaseModel):
    """What narrows an answer; an empty value, as a form sends it, narrows nothing."""

    first: Annotated[date | None, Field(alias="from", description="A Europe/London day.")] = None
    last: Annotated[date | None, Field(alias="to", description="A Europe/London day.")] = None
    by: By = "none"
    every: Every | None = None
    council: _Code = None
    trust: _Code = None
    provider: _Code = None
    known_at: Annotated[
        AwareDatetime | None, Field(description="As it was known at the end of the day of this time.")
    ] = None

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object, info: Any) -> object:
        return cls.model_fields[info.field_name].default if value == "" else value


QueryIn = Annotated[DashboardQuery, Query()]


class Question(NamedTuple):
    """One question that can be answered; `system` is "" where it is not known, and none for all of England."""

    product: Product
    system: str | None
    place: Place | None
    by: By | Literal["ics"]
    every: Every
    over: tuple[Period, ...]
    known_on: date | None


def question(query: DashboardQuery, product: Product, system: str, today: date, *, rounded: bool) -> Question:
    """Return what is asked; raises `Problem` 422 for what cannot be asked, with each reason.

    Of a stock today counts as it stands, of anything else the last day is one that is over and complete.
    """
    every = query.every or product.every
    places = [Place(kind, _known(code)) for kind in PLACES if (code := getattr(query, kind)) is not None]
    over = 0 if product.kind is Kind.STOCK else 1
    end = today - timedelta(days=over + product.lag_days)
    last = min(query.last or end, end)
    first = max(query.first or max(last, FIRST_DAY + _SPAN[every]) - _SPAN[every], FIRST_DAY)
    wrong = _wrong(query, product, every, places, rounded=rounded)
    if last - first > LONGEST:
        wrong.append(error("query.from", "too_long", "Three years are the most that can be asked for at once."))
    known_on = None if query.known_at is None else day_of(milliseconds(query.known_at))
    if known_on is not None and known_on > today:
        wrong.append(error("query.known_at", "in_future", "What will be known on a day to come nobody can say yet."))
    if wrong:
        raise Problem(422, "invalid", "This cannot be asked of a dashboard.", wrong)
    place = places[0] if places else None
    return Question(product, _known(system), place, query.by, every, tuple(periods(first, last, every)), known_on)


def _known(code: str) -> str:
    return "" if code == UNKNOWN else code


def _wrong(
    query: DashboardQuery, product: Product, every: Every, places: list[Place], *, rounded: bool
) -> list[dict[str, str]]:
    found = []
    if len(places) > 1:
        found.append(error("query", "one_place", "Ask for one of council, trust and provider at a time."))
    if not {place.kind for place in places} <= {*product.places}:
        found.append(error("query.provider", "not_by_provider", "This product is not counted by care provider."))
    elif any(place == ("provider", "") for place in places):
        found.append(error("query.provider", "not_a_provider", "People without a care provider are not a provider's."))
    if query.by == "provider" and "provider" not in product.places:
        found.append(error("query.by", "not_by_provider", "This product is not counted by care provider."))
    if any(place.kind == query.by for place in places):
        found.append(error("query.by", "same_place", "A place cannot be split by its own kind."))
    if query.by == "category" and not product.split:
        found.append(error("query.by", "no_categories", "This product has no categories."))
    if rounded and every is Every.DAY and product.kind is not Kind.STOCK:
        found.append(error("query.every", "whole_weeks", "Rounded numbers of this product are given by week alone."))
    if query.first and query.last and query.last < query.first:
        found.append(error("query.to", "before_from", "The last day lies before the first."))
    return found
