"""What each process carries: the memory of a desk is what its processes load."""

import os
import subprocess
import sys

import pytest

_LOADED = "import sys, importlib; [importlib.import_module(m) for m in sys.argv[1:]]; print(*sys.modules)"


def _loaded(*modules: str) -> set[str]:
    """Give the names of everything that importing some modules loads, packages' parts by their first two names."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *modules], capture_output=True, check=True, text=True, env=dict(os.environ)
    )
    return {".".join(name.split(".")[:2]) for name in done.stdout.split()}


@pytest.mark.parametrize(
    ("modules", "never"),
    [
        (
            ("hub.commands.every_role",),
            {"faust", "fastapi", "hub.composition", "hub.processors", "sqlalchemy", "connectors"},
        ),
        (
            ("hub.commands.one_role", "hub.roles.ingest"),
            {"faust", "fastapi", "jinja2", "httpx", "sqlalchemy", "connectors.dwp"},
        ),
        (
            ("hub.commands.one_role", "hub.roles.process", "hub.roles.dashboards"),
            {"faust", "aiokafka", "fastapi", "jinja2", "httpx", "sqlalchemy", "connectors"},
        ),
    ],
    ids=["supervisor", "ingest", "process"],
)
def test_a_process_loads_only_what_it_runs(modules: tuple[str, ...], never: set[str]) -> None:
    """The supervisor carries no part of a hub, the door no pages, the folds no connector, and no broker is no Faust."""
    assert not _loaded(*modules) & never
