"""Reading by command in live mode: a purpose, a token that the provider signed, and a line in the log."""

from pathlib import Path
from typing import NamedTuple, cast

import pytest
from pydantic import SecretStr

from hub.adapters.memory_access import MemoryAccess
from hub.adapters.reference_files import folders, load_areas
from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.tokens import LocalIssuer
from hub.commands.access import Asking, admitted, admitted_by_two, council_admitted
from hub.composition import Core
from hub.domain.areas import Areas
from hub.errors import Rejected
from hub.reception_desk import hosts
from hub.settings import Settings
from tests.api.desk import KEY, ManualClock
from tests.api.invented import NOW, PEOPLE
from tests.api.memory_reading import MemoryReading

ADA = PEOPLE[0]


class Parts(NamedTuple):
    """What the decision about a command needs of the whole."""

    settings: Settings
    clock: ManualClock
    access_book: MemoryAccess
    reading: MemoryReading
    areas: Areas = load_areas(folders(live=True))


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    """A hub in live mode with a provider's key."""
    key = tmp_path / "provider.key"
    key.write_bytes(KEY)
    settings = Settings(
        mode="live",
        data=tmp_path,
        master_key_file=key,
        token_key_file=key,
        database_url=SecretStr("postgresql://127.0.0.1/x"),
        http_hosts=("hub.example.nhs.uk",),
    )
    return Parts(settings, ManualClock(), MemoryAccess(), MemoryReading())


def token(role: Role, organisation: str = "QHL") -> str:
    """A token as the provider signs it."""
    return LocalIssuer(KEY).issue(Caller("somebody", role, organisation, frozenset(Purpose)), NOW)


async def ask(parts: Parts, view: str, purpose: str | None, signed: str | None) -> None:
    """Ask for a view of somebody."""
    await admitted(cast("Core", parts), Asking(view, ADA.subject, purpose, signed))


async def test_a_token_signed_elsewhere_opens_what_its_role_may_see(parts: Parts) -> None:
    """A coordinator reads the state for coordination, and the log says who."""
    await ask(parts, "joint_state", "DISCHARGE_COORDINATION", token(Role.COORDINATOR))
    line = parts.access_book.lines[-1]
    assert (line.user, line.decision, line.purpose) == ("somebody", "PERMIT", "DISCHARGE_COORDINATION")


async def test_early_help_by_command_says_as_which_council_somebody_is_let_in(parts: Parts) -> None:
    """A social worker reads what the own council was given, a coordinator everything; others are refused."""
    seen = []
    for role, organisation in ((Role.COORDINATOR, "QHL"), (Role.SOCIAL_WORKER, "E08000025")):
        asking = Asking("early_help", ADA.subject, "EARLY_HELP_OFFER", token(role, organisation))
        seen.append(await council_admitted(cast("Core", parts), asking))
    assert seen == [None, "E08000025"]
    with pytest.raises(Rejected):
        await council_admitted(cast("Core", parts), asking._replace(token=token(Role.SOCIAL_WORKER, "E08000029")))
    assert [line.decision for line in parts.access_book.lines] == ["PERMIT", "PERMIT", "DENY"]


@pytest.mark.parametrize(("council", "opens"), [("E08000025", True), ("406", True), ("E08000029", False)])
async def test_a_council_opens_its_own_people_by_command_too(parts: Parts, council: str, *, opens: bool) -> None:
    """The scope of a role holds on the command line as it does over HTTP."""
    signed = token(Role.SOCIAL_WORKER, council)
    if opens:
        await ask(parts, "record", "NEEDS_ASSESSMENT", signed)
    else:
        with pytest.raises(Rejected):
            await ask(parts, "record", "NEEDS_ASSESSMENT", signed)
    assert parts.access_book.lines[-1].decision == ("PERMIT" if opens else "DENY")


async def test_of_who_was_merged_away_who_they_are_now_has_the_look_too(parts: Parts) -> None:
    """The history of whose record is shown says who looked, whichever reference was typed; a refusal stops before."""
    old = b"o" * 16
    parts.reading.merged[old] = ADA.subject
    looks = Asking("record", old, "NEEDS_ASSESSMENT", token(Role.SOCIAL_WORKER, "E08000025"))
    await admitted(cast("Core", parts), looks)
    assert [(line.subject, line.decision) for line in parts.access_book.lines] == [
        (old, "PERMIT"), (ADA.subject, "PERMIT"),
    ]  # fmt: skip
    with pytest.raises(Rejected):
        await admitted(cast("Core", parts), looks._replace(token=token(Role.SOCIAL_WORKER, "E08000029")))
    assert [line.decision for line in parts.access_book.lines[2:]] == ["DENY"]


@pytest.mark.parametrize(
    ("purpose", "signed"),
    [(None, token(Role.COORDINATOR)), ("DISCHARGE_COORDINATION", None), ("DISCHARGE_COORDINATION", "forged")],
)
async def test_live_mode_shows_nothing_without_purpose_and_token(
    parts: Parts, purpose: str | None, signed: str | None
) -> None:
    """Whoever can log in to the machine is nobody in particular."""
    with pytest.raises(Rejected):
        await ask(parts, "joint_state", purpose, signed)


async def agree(parts: Parts, first: str, second: str | None) -> tuple[str, ...]:
    """Ask to forget somebody, with the token of who agrees."""
    asking = Asking("forget", ADA.subject, "ERASURE", first)
    return await admitted_by_two(cast("Core", parts), asking, second)


def governance(user: str, role: Role = Role.INFORMATION_GOVERNANCE) -> str:
    """A token of somebody in information governance, or in another role."""
    return LocalIssuer(KEY).issue(Caller(user, role, "QHL", frozenset(Purpose)), NOW)


async def test_two_people_of_information_governance_may_forget_somebody_together(parts: Parts) -> None:
    """Both decisions are in the log under their own names, who asked and who agreed."""
    assert await agree(parts, governance("ida"), governance("otto")) == ("ida", "otto")
    lines = [(line.user, line.action, line.view, line.purpose, line.decision) for line in parts.access_book.lines]
    assert lines == [
        ("ida", "command", "forget", "ERASURE", "PERMIT"),
        ("otto", "approve", "forget", "ERASURE", "PERMIT"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "rule", "decisions"),
    [
        (governance("ida"), None, "second_person_needed", ["DENY"]),
        (governance("ida"), governance("ida"), "one_person_twice", ["DENY", "DENY"]),
        (governance("ida"), governance("IDA"), "one_person_twice", ["DENY", "DENY"]),
        (governance("ida"), "forged", "token_not_valid", ["DENY"]),
        (governance("ida"), governance("cora", Role.COORDINATOR), "no_rule", ["PERMIT", "DENY"]),
        (governance("cora", Role.COORDINATOR), governance("ida"), "no_rule", ["DENY", "PERMIT"]),
    ],
)
async def test_one_person_alone_forgets_nobody_in_live_mode(
    parts: Parts, first: str, second: str | None, rule: str, decisions: list[str]
) -> None:
    """No second person, the same one twice, a forged token, another role: refused in words, and written down."""
    with pytest.raises(Rejected) as refused:
        await agree(parts, first, second)
    assert refused.value.rule == rule
    assert [line.decision for line in parts.access_book.lines] == decisions
    assert {line.subject for line in parts.access_book.lines} == {ADA.subject}


async def test_on_the_desk_one_person_is_enough(parts: Parts) -> None:
    """Whoever may read the data folder of a desk may forget an invented person, as before."""
    desk = parts._replace(settings=Settings(data=parts.settings.data))
    assert len(await admitted_by_two(cast("Core", desk), Asking("forget", ADA.subject, None, None), None)) == 1
    assert [(line.decision, line.purpose) for line in parts.access_book.lines] == [("PERMIT", "demonstration")]


def test_a_deployment_is_reached_under_its_own_names(parts: Parts) -> None:
    """Host names of a deployment are answered beside loopback, and no others (against DNS rebinding)."""
    assert {"hub.example.nhs.uk", "127.0.0.1", "localhost"} <= set(hosts(parts.settings))
    assert "elsewhere.example" not in hosts(parts.settings)
