"""What the tests of the store's own files share."""

from tests.store_fixture import database, opening, store_dsn, store_server

__all__ = ["database", "opening", "store_dsn", "store_server"]
