"""`hub quarantine`: who opens an original, and what a list or a choice that meets nothing says."""

import asyncio
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from hub.api.purposes import Purpose, Role
from hub.commands.quarantine import app
from hub.composition import opened
from hub.settings import Settings
from tests.commands.live_mode import live_settings, token
from tests.postgres_fixture import PostgresServer
from tests.store_rows import parked

MISTYPED = (["--feed", "hospital-deks"], ["--rule", "not_avrro"], ["--since", "2036-01-01T00:00:00Z"])


class Hub:
    """A hub with one parked message, and a way to type at it on a desk or in live mode."""

    def __init__(self, database: str, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.id = asyncio.run(self._park())

    async def _park(self) -> str:
        async with opened(Settings(data=self.folder, database_url=SecretStr(self.database))) as core:
            row = replace(parked(1, 1), sealed=b"sealed")
            await core.quarantine.park([row])
            return row.id

    def on_desk(self, *words: str) -> Result:
        """Type at it as whoever may read the data folder."""
        return CliRunner().invoke(app, words, env={"HUB_DATA": str(self.folder), "HUB_DATABASE_URL": self.database})

    def live(self, who: str | None, *words: str) -> Result:
        """Type at it in live mode, with a token where somebody is named."""
        return CliRunner().invoke(
            app, words, env=live_settings(self.folder, self.database) | ({"HUB_TOKEN": who} if who else {})
        )

    def written(self) -> list[tuple[str, str, str]]:
        """Give who asked for an original, what was answered and why."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(
                "SELECT username, decision, reason FROM access_line WHERE view = 'quarantine' ORDER BY seq"
            ).fetchall()


@pytest.fixture
def hub(postgres_server: PostgresServer, tmp_path: Path) -> Hub:
    """Give a fresh hub."""
    return Hub(postgres_server.fresh_database(), tmp_path)


def test_in_live_mode_content_stays_sealed_and_says_so(hub: Hub) -> None:
    """Engineers see reasons alone: who asks for an original with purpose and token is told no, and is written down."""
    done = hub.live(token("ida"), "show", hub.id, "--original", "--purpose", "AUDIT")
    assert (done.exit_code, "content_sealed" in done.stderr) == (1, True), done.output
    ((who, decision, reason),) = hub.written()
    assert (who, decision, reason) == ("ida", "DENY", f"content_sealed; original of {hub.id}")
    seen = hub.live(token("ida"), "show", hub.id, "--json")
    assert (seen.exit_code, "original" in seen.stdout) == (0, False)


def test_whoever_may_not_see_the_quarantine_is_refused_for_that(hub: Hub) -> None:
    """Somebody of another role hears that the role may not, and nobody comes without token and purpose."""
    analyst = token("anna", Role.ANALYST, Purpose.SERVICE_PLANNING)
    done = hub.live(analyst, "show", hub.id, "--original", "--purpose", "SERVICE_PLANNING")
    assert (done.exit_code, "content_sealed" in done.stderr) == (1, False)
    assert "purpose_and_token_needed" in hub.live(None, "show", hub.id, "--original").stderr


@pytest.mark.parametrize("chosen", MISTYPED)
@pytest.mark.parametrize(
    "words", [["redrive"], ["redrive", "--preview"], ["drop", "--preview"], ["drop", "--reason", "clock"]]
)
def test_a_choice_that_meets_nothing_is_not_taken_for_done(hub: Hub, words: list[str], chosen: list[str]) -> None:
    """A mistyped feed or rule leaves everything waiting: it is said, and the answer is no."""
    done = hub.on_desk(*words, *chosen)
    assert (done.exit_code, "nothing was found" in done.stderr) == (1, True), done.output


@pytest.mark.parametrize("chosen", MISTYPED)
def test_an_empty_list_says_that_a_filter_met_nothing(hub: Hub, chosen: list[str]) -> None:
    """An empty list of a mistyped rule must not read as a hub without faults; the list of all says nothing."""
    assert "nothing was found" in hub.on_desk("list", *chosen).stderr
    assert "nothing was found" not in hub.on_desk("list").stderr
    assert "nothing was found" not in hub.on_desk("list", "--state", "dropped").stderr


def test_a_state_that_no_row_has_is_refused(hub: Hub) -> None:
    """The choices are said."""
    done = hub.on_desk("list", "--state", "parkd")
    assert (done.exit_code, "parked, redriven, dropped" in done.stderr) == (2, True)
