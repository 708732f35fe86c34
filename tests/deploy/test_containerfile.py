"""The image: only what was locked is installed, what is copied is enough, and it does not run as root."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.deploy.files import DEPLOY, ROOT, run

TEXT = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
_WHOLE = """
import hub, importlib
from pathlib import Path
from hub.adapters.kafka_topics import declared
from hub.adapters.reference_files import folders, load_areas
from hub.codec.compatibility import check
from hub.commands.topics import TOPICS
from hub.roles import ROLES
for role in ROLES:
    importlib.import_module(f"hub.roles.{role}")
assert check() == [] and declared(TOPICS) and load_areas(folders(live=True))
print(Path(hub.__file__).parent.parent)
"""


class Instruction(NamedTuple):
    """One instruction: its word and the rest of its line."""

    word: str
    rest: str


def instructions() -> list[Instruction]:
    """Give the instructions of the file in their order."""
    lines = [line for line in TEXT.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]
    return [Instruction(*line.split(maxsplit=1)) for line in lines]


def copied() -> list[str]:
    """Name what is copied from the clone."""
    rests = [shlex.split(one.rest) for one in instructions() if one.word == "COPY" and "--from=" not in one.rest]
    return [source for words in rests for source in words[:-1]]


def test_what_is_copied_is_enough(tmp_path: Path) -> None:
    """With nothing but what the image gets, every role loads, the schemas agree and the topics are declared."""
    tracked = run("git", "ls-files", "--", *copied()).stdout.splitlines()
    for name in tracked:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = run(sys.executable, "-c", _WHOLE, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path)


def test_the_builder_is_sent_what_is_copied_and_nothing_else() -> None:
    """The list of what is sent lets through what is copied; data, keys and tests stay at home."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == {name.rstrip("/") for name in copied()}


def test_only_what_was_locked_is_installed() -> None:
    """Every installation names hashes, or takes nothing from outside."""
    installs = re.findall(r"pip install ([^&\n]+)", TEXT)
    assert len(installs) == 2
    for words in installs:
        assert "--require-hashes" in words or {"--no-deps", "--no-build-isolation"} <= set(words.split())


def test_it_does_not_run_as_root() -> None:
    """The last stage ends as a user by number, who owns nothing of the code."""
    last = TEXT.split("\nFROM ")[-1]
    assert re.findall(r"^USER (.+)$", last, re.MULTILINE) == ["10001:10001"]
    assert last.index("USER ") > last.rindex("RUN ")
    assert "--chown" not in last
    assert re.search(r'^ENTRYPOINT \["hub"\]$', last, re.MULTILINE)


def test_the_steps_of_the_build_are_shell() -> None:
    """What the image runs while it is made is accepted by the shell's own check."""
    for one in instructions():
        if one.word == "RUN":
            done = subprocess.run(["sh", "-n"], input=one.rest, text=True, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr
