"""The tables of the embedded log, as `log_tables.sql` beside the adapters declares them.

The file is what this step made and stays as it is: a later change of the log's tables is a later step.
"""

from pathlib import Path
from typing import cast

import psycopg
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = Path(__file__).parents[2] / "log_tables.sql"


def upgrade() -> None:
    """Make the tables; the file holds several statements, which only the driver itself takes at once."""
    driver = cast("psycopg.Connection", op.get_bind().connection.dbapi_connection)  # `env.py` makes no other
    driver.execute(TABLES.read_bytes())
