"""What stands beside the numbers of a dashboard: names of rows and the notes that go with every answer and export."""

from hub.api.catalogue import Dashboards
from hub.api.dashboard_answer import Answer, Closed
from hub.api.dashboard_question import Question
from hub.domain.products import OF_DAYS, Product
from hub.domain.quantiles import footnote as of_waits
from hub.domain.small_numbers import footnote

NOT_KNOWN = "Not known"


def row_name(row: str, asked: Question, dashboards: Dashboards) -> str:
    """Return the name of a row: of a place, of a category, or of all."""
    if asked.by == "none":
        return "All"
    if asked.by == "category":
        return asked.product.split.get(row, row or NOT_KNOWN)
    return dashboards.names[asked.by].get(row, row or NOT_KNOWN)


def place_name(asked: Question, dashboards: Dashboards) -> str | None:
    """Return the name of the place that was asked for, or none for a whole system."""
    if asked.place is None:
        return None
    kind, code = asked.place
    return dashboards.names[kind].get(code, code or NOT_KNOWN)


def notes(given: Answer, dashboards: Dashboards) -> list[str]:
    """Return everything that goes with an answer: the rule for small numbers first."""
    source = dashboards.catalogue.source[given.question.product.source]
    told = [*remarks(given, dashboards), f"Follows: {source.title}. {source.differs}"]
    if given.told_until is not None:
        told.append(f"Made of everything that was told until {given.told_until}.")
    return told


def remarks(given: Answer, dashboards: Dashboards) -> list[str]:
    """Return what is to be known of these numbers: the rule for small ones, and what the question made of them."""
    asked, product = given.question, given.question.product
    told = [footnote(given.rounding)]
    if product.kind in OF_DAYS:
        told.append(of_waits(given.rounding))
    if given.closed is not None:
        told.append(closed_words(given.closed, dashboards))
    if asked.place is not None:
        told.append(f"This is the whole {asked.place.kind}, in whichever system its people are.")
    if product.lag_days:
        told.append(f"A period is given once {product.lag_days} days have passed after it.")
    if asked.known_on is not None:
        told.append(f"As it was known at the end of {asked.known_on}.")
    return told


def closed_words(closed: Closed, dashboards: Dashboards) -> str:
    """Say that a system closed, when, and which came in its place."""
    names = ", ".join(f"{dashboards.names['ics'].get(code, code)} ({code})" for code in closed.successors)
    day = f"{closed.last_day.day} {closed.last_day:%B %Y}"
    return f"This system closed with {day}, and has no numbers after it." + (
        f" In its place: {names}." if names else ""
    )


def unit_of(product: Product) -> str:
    """Return what a number is of: people, days, or per cent."""
    return "per cent" if product.kind == "percentage" else product.unit
