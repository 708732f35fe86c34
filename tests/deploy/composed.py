"""The Compose files as plain data, with variables filled in as Compose fills them in."""

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

from tests.deploy.files import DEPLOY

COMPOSE: Final = DEPLOY / "compose"
DESK: Final = ("compose.yaml",)
LIVE: Final = ("compose.yaml", "compose.live.yaml")
PRINCIPALS: Final = ("BROKER", "ADMIN", "INGEST", "PROCESS", "DASHBOARDS", "WEB", "OPERATOR")
"""Who has a password at the brokers in live mode."""
GIVEN: Final = {
    "POSTGRES_PASSWORD": "invented",
    "GRAFANA_PASSWORD": "invented",
    "HUB_PRIVATE": "/srv/care-hub",
    "HUB_NAME": "hub.example.nhs.uk",
    "HUB_TOKEN_ISSUER": "https://identity.example.nhs.uk/",
    **{f"KAFKA_{name}_PASSWORD": f"invented{name}" for name in PRINCIPALS},
}
"""What an operator has to say: everything that has no default."""
_VARIABLE: Final = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def required() -> set[str]:
    """Give the variables without which Compose refuses to start."""
    text = "".join((COMPOSE / name).read_text(encoding="utf-8") for name in LIVE)
    return {name for name, kind, _ in _VARIABLE.findall(text) if kind == "?"}


def filled_in(text: str, given: Mapping[str, str]) -> str:
    """Fill in `${NAME}`, `${NAME:-default}` and `${NAME:?words}`; raises `KeyError` where there is no value."""
    return _VARIABLE.sub(lambda found: given.get(found[1]) or _default(found), text)


def _default(found: re.Match[str]) -> str:
    if found[2] != "-":
        raise KeyError(found[1])
    return found[3]


def services(names: tuple[str, ...], given: Mapping[str, str] = GIVEN) -> dict[str, dict[str, Any]]:
    """Give the services of one file, or of one on top of the other: mappings are joined, lists are added."""
    joined: dict[str, Any] = {}
    for name in names:
        joined = _on_top(joined, yaml.safe_load(filled_in((COMPOSE / name).read_text(encoding="utf-8"), given)))
    return dict(joined["services"])


def _on_top(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: _on_top(below.get(key), value) for key, value in above.items()}}
    return [*below, *above] if isinstance(below, list) and isinstance(above, list) else above
