"""What a test leaves open, told of its own module.

A connection in a ring of references is found by the collector, in whichever test runs by then.  So it is no failure
there (`pyproject.toml`); it is looked for after each module, and fails that one.  Clients of a killed broker, and
browsers, leave some by chance, and by their libraries' making: of modules that have such a part it is shown, with their
name; what the hub stops itself is looked at by tests of their own (`contracts/test_kafka_stop.py`).
"""

import gc
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

APART = ("broker", "browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Look after the last test of a module, once pytest has let go of its fixtures."""
    done = yield
    if nextitem is None or nextitem.path != item.path:
        _let_go_of_logs(item.config)
        _tell(item, _left_open())
    return done


def _let_go_of_logs(config: pytest.Config) -> None:
    """Drop the last test's log lines: the trace of a failure in one of them holds all that was at hand there."""
    logs: Any = config.pluginmanager.get_plugin("logging-plugin")
    for handler in (logs.caplog_handler, logs.report_handler):
        handler.reset()


def _left_open() -> Sequence[warnings.WarningMessage]:
    """Let the collector say what nobody can reach any more and nobody closed."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        gc.collect()
    return [each for each in told if issubclass(each.category, ResourceWarning)]


def _tell(item: pytest.Item, left: Sequence[warnings.WarningMessage]) -> None:
    for each in left:
        told = {"warning_message": each, "when": "runtest", "nodeid": f"after {item.path.name}", "location": None}
        item.ihook.pytest_warning_recorded.call_historic(kwargs=told)
    if left and not any(_apart(each) for each in item.session.items if each.path == item.path):
        words = f"{item.path.name} leaves open: {'; '.join(str(each.message) for each in left)}"
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", words, "teardown")
        item.ihook.pytest_runtest_logreport(report=report)


def _apart(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) is not None for name in APART)
