"""What the contract suites of the store and the books share."""

import pytest

pytest.register_assert_rewrite("tests.contracts.store_contract", "tests.contracts.store_reads")

from tests.store_fixture import database, opening, store_dsn, store_server  # noqa: E402 - after the rewrite

__all__ = ["database", "opening", "store_dsn", "store_server"]
