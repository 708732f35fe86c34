"""The words of a problem fit what was asked for."""

import httpx
import pytest

from tests.api.desk import Desk


@pytest.mark.parametrize(
    ("query", "path", "word"),
    [
        ("from=2026-99-01", "from", "a day"),
        ("to=2026-11-01T10:00:00Z", "to", "a day"),
        ("known_at=x", "known_at", "date and time"),
        ("known_at=2026-11-01T10:00:00", "known_at", "offset"),
    ],
)
async def test_a_day_is_not_called_a_time(
    client: httpx.AsyncClient, desk: Desk, query: str, path: str, word: str
) -> None:
    """Whoever mistypes a day is asked for a day, and for a time with an offset where one is meant."""
    answer = await client.get(f"/v1/dashboards/QHL/in-six-weeks?{query}", headers=desk.headers())
    assert answer.status_code == 422
    (wrong,) = answer.json()["errors"]
    assert wrong["path"].endswith(path)
    assert word in wrong["message"]
