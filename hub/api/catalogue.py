"""The catalogue of dashboard products and of the systems that have dashboards: data, read once and frozen."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any, Final, NamedTuple

import msgspec

from hub.domain.area_values import Board
from hub.domain.products import Product
from hub.errors import NotFound
from hub.ports.figures import FiguresReader

UNKNOWN: Final = "unknown"
"""Stands in an address for where a place is not known: people without a system are not lost from sight."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A publication whose definition a product follows, and in what the hub's number differs from it."""

    title: str
    differs: str


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Products and sources by their names in addresses, in the order in which they are shown."""

    product: Mapping[str, Product]
    source: Mapping[str, Source]

    def __post_init__(self) -> None:
        """Refuse a product that names a source, or another product, that is not there."""
        for product in self.product.values():
            others = {product.quality, product.beside} - {""}
            if product.source not in self.source or not others <= self.product.keys():
                raise ValueError("a product names what is not in the catalogue")

    def find(self, name: str) -> Product:
        """Return a product; raises `NotFound`."""
        try:
            return self.product[name]
        except KeyError:
            raise NotFound from None


def read_catalogue(text: str) -> Catalogue:
    """Read a catalogue; raises `msgspec.ValidationError` or `tomllib.TOMLDecodeError` when it is malformed."""
    return msgspec.convert(tomllib.loads(text), Catalogue)


def shipped_catalogue() -> Catalogue:
    """Read the catalogue that comes with the product."""
    return read_catalogue((files("hub.api") / "products.toml").read_text(encoding="utf-8"))


class Dashboards(NamedTuple):
    """What the dashboards are made of; `boards` gives those that exist on a day, `board` any, closed ones too."""

    figures: FiguresReader
    catalogue: Catalogue
    boards: Callable[[date], Sequence[Board]]
    names: Mapping[str, Mapping[str, str]]
    board: Callable[[str], Board | None]

    def system(self, code: str) -> str:
        """Return the name of a system, closed ones included; raises `NotFound`."""
        if code == UNKNOWN:
            return "System not known"
        try:
            return self.names["ics"][code]
        except KeyError:
            raise NotFound from None


def product_json(name: str, product: Product, catalogue: Catalogue) -> dict[str, Any]:
    """Return what the API says of a product."""
    source = catalogue.source[product.source]
    return {
        "id": name,
        "title": product.title,
        "definition": product.definition,
        "follows": source.title,
        "differs": source.differs,
        "kind": product.kind,
        "unit": product.unit,
        "improvement": product.improvement,
        "every": product.every,
        "lag_days": product.lag_days,
        "target": product.target,
        "splits": bool(product.split),
    }
