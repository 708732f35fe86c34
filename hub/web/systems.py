"""Which systems there are, and which councils, trusts and providers lie inside one: the way down, with numbers."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.api.access import Decision
from hub.api.catalogue import UNKNOWN
from hub.api.dashboard_answer import answer
from hub.api.dashboard_question import By, Place, Question
from hub.api.parts import ApiParts
from hub.domain.days import day_of
from hub.domain.periods import Every, Period
from hub.domain.products import Product
from hub.domain.small_numbers import Number
from hub.web.dashboard_links import address, kept
from hub.web.dashboard_tables import Split, split_of
from hub.web.dashboard_view import Cell, cell
from hub.web.look import Look

COLUMNS: Final = ("in-hospital", "ready-not-left", "in-six-weeks")
DRILLS: Final[tuple[tuple[By, str], ...]] = (
    ("council", "in-six-weeks"),
    ("trust", "in-hospital"),
    ("provider", "in-six-weeks"),
)


class SystemRow(NamedTuple):
    """One system with its numbers of today."""

    name: str
    link: str
    numbers: Sequence[Cell]


class Systems(NamedTuple):
    """Systems with figures, the titles of their numbers, and the others by name and address."""

    columns: Sequence[str]
    told: Sequence[SystemRow]
    others: Sequence[tuple[str, str]]


async def systems_of(parts: ApiParts, decision: Decision, council: str | None) -> Systems:
    """Return every system; for a reader of one council those in which it has people, with their numbers of it."""
    dashboards, today = parts.dashboards, day_of(parts.clock.now())
    products = [dashboards.catalogue.find(name) for name in COLUMNS]
    tables = [await _of_today(parts, product, decision, council, today) for product in products]
    told = sorted({code for table in tables for code in table}, key=lambda code: (code == "", _name(parts, code)))
    rows = [SystemRow(_name(parts, code), _link(code, council), _numbers(code, tables, products)) for code in told]
    boards = [] if council is not None else dashboards.boards(today)
    others = [(board.name, _link(board.ods_code, None)) for board in boards if board.ods_code not in told]
    return Systems([product.title for product in products], rows, others)


def _link(code: str, council: str | None) -> str:
    return address(f"/ics/{code or UNKNOWN}", {} if council is None else {"council": council})


def _numbers(code: str, tables: Sequence[dict[str, Number]], products: Sequence[Product]) -> list[Cell]:
    found = zip(tables, products, strict=True)
    return [cell(table[code], product) if code in table else ("0", None) for table, product in found]


async def _of_today(
    parts: ApiParts, product: Product, decision: Decision, council: str | None, today: date
) -> dict[str, Number]:
    place = None if council is None else Place("council", council)
    asked = Question(product, None, place, "ics", Every.DAY, (Period(today, today),), None)
    given = await answer(parts.dashboards.figures, asked, None if decision.true_numbers else product.rounding)
    return {code: numbers[0] for code, numbers in given.rows.items()}


def _name(parts: ApiParts, code: str) -> str:
    return parts.dashboards.names["ics"].get(code, code) if code else "System not known"


async def drills(here: Look) -> list[Split]:
    """Return what lies inside a system or a place, as tables of which each row leads on."""
    today = day_of(here.parts.clock.now())
    counted = here.products()
    wanted = [(by, name) for by, name in DRILLS if name in counted and not getattr(here.query, by)]
    answers = [await here.read(name, by=by, first=today) for by, name in wanted]
    query = kept(here.query, period=False)
    return [split_of(given, here.parts.dashboards, f"/ics/{here.ics}", query, opens=here.opens) for given in answers]
