"""`hub topics`: the declared topics, and who may do what with them, against the broker's."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.adapters import kafka_access, kafka_topics, topic_access
from hub.adapters.kafka_access import AccessPlan
from hub.adapters.kafka_topics import Plan
from hub.commands.output import ANSWER_IS_NO, WRONG_USAGE, guarded, say, settings, show
from hub.kafka_choice import kafka_settings
from hub.settings import Settings

app = typer.Typer(help="The declared topics against the broker's.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="JSON on one line.")]
Declared = Annotated[Path, typer.Option("--declared", help="The topics file.")]
TOPICS = Path(__file__).parents[2] / "deploy" / "topics.yaml"


def _told(topics: Plan, access: AccessPlan) -> dict[str, Any]:
    return {
        "create": [topic.name for topic in topics.create],
        "configure": [topic.name for topic in topics.configure],
        "settings": {
            topic: {name: f"{old} -> {new}" for name, (old, new) in settings.items()}
            for topic, settings in topics.settings.items()
        },
        "refused": list(topics.refused),
        "access": {
            "guarded": access.guarded,
            "grant": [right.words for right in access.grant],
            "revoke": [right.words for right in access.revoke],
            "others": [right.words for right in access.others],
        },
    }


async def _work(chosen: Settings, declared: Path, *, change: bool) -> tuple[Plan, AccessPlan]:
    """Look at, or change, topics first and then the rights on them."""
    broker = kafka_settings(chosen)
    topics, access = kafka_topics.declared(declared), topic_access.declared(declared)
    if change:
        return await kafka_topics.apply(broker, topics), await kafka_access.apply(broker, access)
    return await kafka_topics.plan(broker, topics), await kafka_access.plan(broker, access)


def _run(declared: Path, *, change: bool, compact: bool) -> None:
    chosen = settings()
    if chosen.kafka is None:
        say("no broker is configured: set HUB_KAFKA to its bootstrap servers")
        raise typer.Exit(WRONG_USAGE)
    topics, access = guarded(lambda: asyncio.run(_work(chosen, declared, change=change)))
    show(_told(topics, access), compact=compact)
    unguarded = not access.guarded and chosen.mode == "live"
    if unguarded:
        say("the broker asks nobody who they are: live mode needs one with an authorizer")
    if topics.refused or unguarded:
        raise typer.Exit(ANSWER_IS_NO)


@app.command()
def plan(declared: Declared = TOPICS, *, as_json: Json = False) -> None:
    """Say what `apply` would do, and change nothing.  Example: `hub topics plan`."""
    _run(declared, change=False, compact=as_json)


@app.command()
def apply(declared: Declared = TOPICS, *, as_json: Json = False) -> None:
    """Make missing topics, set what differs, give and take back rights.  Example: `hub topics apply`."""
    _run(declared, change=True, compact=as_json)
