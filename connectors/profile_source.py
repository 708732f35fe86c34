"""Profiles are data: TOML files beside a connector, or anywhere else when a path is given."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from hub.errors import Rejected

P = TypeVar("P", bound=BaseModel)


def shipped_profiles(package: str, model: type[P]) -> Mapping[str, P]:
    """Read every profile that ships in a connector's `profiles` folder, by name."""
    folder = resources.files(package) / "profiles"
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return {one.name.removesuffix(".toml"): profile_from(one.read_text("utf-8"), model) for one in found}


def profile_named(package: str, name_or_path: str, model: type[P]) -> P:
    """Read a shipped profile by its name, or any TOML file by its path.

    Raises `Rejected` for a name that does not ship, a file that cannot be read and one that breaks the profile's rules.
    """
    if not name_or_path.endswith(".toml"):
        shipped = shipped_profiles(package, model)
        if name_or_path not in shipped:
            raise Rejected("profile", "unknown_profile", f"There is no such profile; there are: {', '.join(shipped)}.")
        return shipped[name_or_path]
    try:
        return profile_from(Path(name_or_path).read_text("utf-8"), model)
    except (OSError, UnicodeDecodeError):
        raise Rejected("profile", "unreadable", "The profile's file cannot be read.") from None


def profile_from(text: str, model: type[P]) -> P:
    """Check the text of a profile; raises `Rejected` with the first setting that is wrong, its rule, and all others."""
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as broken:
        raise Rejected("profile", "not_toml", f"The profile is not valid TOML: {broken}.") from None
    except ValidationError as wrong:
        raise _refused(wrong) from None


def _refused(wrong: ValidationError) -> Rejected:
    """Name the first fault as the reason and every other one in words, so that all are mended at once."""
    faults = wrong.errors(include_url=False, include_input=False)
    (where, first), *others = [(".".join(map(str, fault["loc"])) or "profile", fault["msg"]) for fault in faults]
    also = "".join(f" And {place}: {message}." for place, message in others)
    return Rejected(where, str(faults[0]["type"]), f"The profile is wrong here: {first}.{also}")
