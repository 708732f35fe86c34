"""What `docs/upgrading.md` tells to type: each step touches its own role alone, and names what exists."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from hub.roles import ROLES
from tests.deploy.cluster import COMPONENT, KUBERNETES, KUSTOMIZATION, OVERLAYS, lasting, objects
from tests.deploy.files import DEPLOY, ROOT, documents, read_yaml, run

PAGES = ("docs/upgrading.md", "docs/deploying.md", "deploy/kubernetes/README.md", "docs/runbooks/README.md")
NEWER, OLDER = "2026.12.0", "2026.11.0"


class Typed(NamedTuple):
    """A command of a page, and the step under whose number it stands (`The upgrade 6`)."""

    step: str
    line: str


def typed(page: str) -> Iterator[Typed]:
    """Give what a page tells to type in a shell, line by line, where a line ends in a backslash with what follows."""
    heading, number, inside = "", "", False
    for line in (ROOT / page).read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if line.startswith("## "):
            heading, number = line[3:], ""
        elif found := re.match(r"(\d+)\. ", line):
            number = found[1]
        if line.strip().startswith("```"):
            inside = line.strip() == "```sh"
        elif inside and line.strip():
            yield Typed(f"{heading} {number}".strip(), line.strip())


STEPS = list(typed("docs/upgrading.md"))


def of_step(step: str) -> list[str]:
    """Give the commands of a step."""
    return [each.line for each in STEPS if each.step == step]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give an operator's clone, as far as it is changed in an upgrade."""
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    return tmp_path


def tags(clone: Path) -> dict[str, str]:
    """Give the tag of each image that a clone's kustomizations name."""
    files = [clone / folder.relative_to(ROOT) / KUSTOMIZATION.name for folder in OVERLAYS]
    return {image["name"]: image["newTag"] for file in files for image in read_yaml(file)["images"]}


def edited(clone: Path, lines: list[str]) -> None:
    """Type the edits among these commands, as a person would, in a clone."""
    for line in lines:
        if line.startswith("sed "):
            done = run(*shlex.split(line), cwd=clone)
            assert done.returncode == 0, done.stderr


def selected(line: str) -> set[tuple[str, str]]:
    """Give kind and name of each object that a command applies."""
    words = shlex.split(line)
    folder = ROOT / words[words.index("--kustomize") + 1]
    files = [folder / name for name in read_yaml(folder / KUSTOMIZATION.name)["resources"]]
    found = [one for file in files for one in documents(file)]
    selector = words[words.index("--selector") + 1] if "--selector" in words else ""
    return {(one["kind"], one["metadata"]["name"]) for one in found if _meets(one, selector)}


def _meets(one: dict[str, Any], selector: str) -> bool:
    labels = one["metadata"]["labels"]
    key, equals, value = selector.partition("=")
    if equals:
        return bool(labels.get(key) == value)
    return not selector or (selector.startswith("!") and selector[1:] not in labels)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("part", "tag"), [("The upgrade", NEWER), ("The way back", OLDER)])
def test_one_role_is_upgraded_and_no_other(copy: Path, part: str, role: str, tag: str) -> None:
    """There is a step for each role that changes the tag of that role alone, and applies that role's objects alone."""
    mine = [each.line for each in STEPS if each.step.startswith(part) and re.search(rf"(-|=|/){role}\b", each.line)]
    edited(copy, [f"sed -i 's/{OLDER}/before/' {file}" for file in ["deploy/kubernetes/kustomization.yaml"]])
    before = tags(copy)
    edited(copy, mine)
    assert {name: now for name, now in tags(copy).items() if now != before[name]} == {f"care-hub-{role}": tag}
    (apply,) = [line for line in mine if line.startswith("kubectl apply")]
    assert {one for one in selected(apply) if one[0] == "Deployment"} == {("Deployment", role)}
    assert selected(apply) == {
        (one["kind"], one["metadata"]["name"]) for one in objects() if one["metadata"]["labels"].get(COMPONENT) == role
    }
    assert mine[-1] == f"kubectl -n care-hub rollout status deploy/{role}"


def test_roles_are_upgraded_readers_first_and_go_back_in_reverse() -> None:
    """Whoever writes what is new comes after everybody who has to read it."""
    order: dict[str, list[str]] = {"The upgrade": [], "The way back": []}
    for each in STEPS:
        if found := re.search(rf"^kubectl apply .* --selector {COMPONENT}=([a-z]+)$", each.line):
            order[each.step.rsplit(" ", 1)[0]].append(found[1])
    assert order == {
        "The upgrade": ["process", "dashboards", "web", "ingest"],
        "The way back": ["ingest", "web", "dashboards", "process"],
    }


def test_the_newer_schemas_are_switched_on_for_the_running_images_and_off_again(copy: Path) -> None:
    """Step 3 changes what each running role can read and not which release it is; step 9 leaves the file as it was."""
    file, before = copy / "deploy/kubernetes/kustomization.yaml", KUSTOMIZATION.read_text(encoding="utf-8")
    edited(copy, of_step("Before 3"))
    told = read_yaml(file)
    assert told["components"] == ["newer-schemas"]
    newer = {"name": "care-hub-newer", "newName": "care-hub", "newTag": NEWER}
    assert told["images"] == [*yaml.safe_load(before)["images"], newer]
    edited(copy, of_step("The upgrade 9"))
    assert file.read_text(encoding="utf-8") == before


def test_on_the_way_back_the_older_release_folds_with_the_newer_schemas(copy: Path) -> None:
    """The pod in which the former state is put back is of the older image, and reads the events of the newer one."""
    edited(copy, of_step("The upgrade 5"))
    assert tags(copy)["care-hub-operator"] == NEWER
    edited(copy, of_step("The way back 3"))
    told = read_yaml(copy / "deploy/kubernetes/operator/kustomization.yaml")
    assert {image["name"]: image["newTag"] for image in told["images"]} == {
        "care-hub-operator": OLDER,
        "care-hub-newer": NEWER,
    }
    assert told["components"] == ["../newer-schemas"]


@pytest.mark.parametrize("page", PAGES)
def test_a_job_is_deleted_before_it_is_applied_again(page: str) -> None:
    """What a Job was made of cannot be changed while it is there: applying it with another image is refused."""
    lines = [each.line for each in typed(page)]
    for number, line in enumerate(lines):
        for kind, name in selected(line) if line.startswith("kubectl apply --kustomize") else ():
            gone = f"kubectl -n care-hub delete job {name} --ignore-not-found"
            assert kind != "Job" or lines[number - 1] == gone, line


def test_what_is_applied_with_the_roles_holds_no_job() -> None:
    """Applying a role again, or all of them, never meets a Job that cannot be changed."""
    assert "Job" not in {one["kind"] for file in lasting() for one in documents(file)}


@pytest.mark.parametrize("page", PAGES)
def test_every_command_names_what_exists(page: str) -> None:
    """Folders, roles, Jobs and labels of each command are there, and every edit names a line of its file."""
    there = {(one["kind"], one["metadata"]["name"]) for one in objects()}
    kinds = {"deploy": "Deployment", "deployment": "Deployment", "job": "Job"}
    for step, line in typed(page):
        for kind, name in re.findall(r"\b(deploy|deployment|job)[/ ](?!kubernetes)([a-z]+)\b", line):
            assert (kinds[kind], name) in there, (step, line)
        if "--kustomize" in line:
            assert selected(line), (step, line)
        for name in re.findall(rf"{re.escape(COMPONENT)}=([a-z]+)", line):
            assert name in {each for _, each in there}, (step, line)
        if line.startswith("sed "):
            file, (image,) = ROOT / line.rsplit(" ", 1)[1], set(re.findall(r"name: (care-hub-[a-z]+)", line))
            assert f"name: {image}," in file.read_text(encoding="utf-8"), (step, line)


def test_what_all_roles_share_is_applied_by_its_own_selector() -> None:
    """Before any role: namespace, settings and policies, and nothing that runs."""
    line = f"kubectl apply --kustomize deploy/kubernetes --selector '!{COMPONENT}'"
    assert line in [each.line for each in typed("docs/deploying.md")]
    assert {kind for kind, _ in selected(line)} == {"Namespace", "ServiceAccount", "ConfigMap", "NetworkPolicy"}
    assert KUBERNETES / "topics" in OVERLAYS
