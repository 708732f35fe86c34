"""Dashboards beside a running hub: counted as messages come, proved, damaged, and folded again."""

import json

import httpx

from tests.end_to_end.running_hub import S1, S2, S3, SAMPLES, RunningHub, eventually
from tests.end_to_end.typed import NO, YES
from tests.postgres_fixture import PostgresServer


def verified(hub: RunningHub) -> dict[str, object]:
    """Fold the figures again and compare."""
    done = hub.command("rebuild", "--processor", "dashboards", "--verify", "--json")
    found: dict[str, object] = json.loads(done.stdout)
    assert done.returncode == (YES if found["equal"] else NO), done.stderr
    return found


def test_figures_are_counted_proved_and_folded_again(postgres_server: PostgresServer) -> None:
    """A message is in the figures a moment later; a wrong number is found, and goes when they are folded again."""
    dsn = postgres_server.fresh_database()
    with RunningHub(HUB_DATABASE_URL=dsn) as hub:
        assert hub.command("send", *[SAMPLES / f"{name}.hl7" for name in (S1, S2, S3)]).returncode == YES
        eventually(lambda: verified(hub)["people"] == 1)
        before = verified(hub)
        assert (before["outcome"], before["differing"]) == ("equal", [])
        postgres_server.run(dsn, "UPDATE figures_cell SET amount = amount + 1 WHERE amount > 0")
        wrong = verified(hub)
        assert wrong["outcome"] == "differs"
        assert "in_six_weeks" in json.dumps(wrong["differing"])
        done = hub.command("rebuild", "--processor", "dashboards")
        assert (done.returncode, "these differ" in done.stdout, "replaced" in done.stdout) == (YES, True, True)
        after = verified(hub)
        assert (after["outcome"], after["cells"]) == ("equal", before["cells"])
        # The host that was refused once counts on.
        assert hub.command("send", SAMPLES / "a02_moved_to_ward.hl7", "--json").returncode == YES
        assert hub.command("rebuild", "--processor", "dashboards", "--switch").returncode == 2
        text = httpx.get(f"{hub.url}/metrics").text
        assert 'hub_records_applied_total{group="dashboards"}' in text
        assert 'hub_lane_lag_records{group="dashboards",lane="0",topic="hub.joint-fact.v1"} 0.0' in text
        checks = json.loads(hub.command("doctor", "--json").stdout)
        assert any(check["part"] == "dashboards" and check["state"] == "ok" for check in checks["checks"])
