"""The settings of an inquiry: ``counterfile.toml``, all optional, every wrong key named."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from counterfile.errors import BadUsage


class Role(StrEnum):
    """In which role somebody may see what is masked."""

    EDITOR = "editor"
    LAWYER = "lawyer"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a user may set."""

    title: str = "Untitled inquiry"
    """Shown on every page."""
    timeout: float = 60.0
    """Seconds that reading one file may take; more than 0."""
    workers: int = 0
    """Processes that read and extract; 0 means one per core, at most 8."""
    ocr: Literal["wanted", "all", "never"] = "wanted"
    """Which pictures `run` recognizes: those that the screening asks for, all, or none."""
    passwords: tuple[str, ...] = ()
    """Tried on files that want one."""
    accept_unsandboxed: bool = False
    """Whether files may be read where this machine cannot lock their readers in."""
    people: dict[str, Role] = {}
    """Pseudonyms of those who may see masked identifiers, and in which role; each look is logged."""


def load_settings(path: Path) -> Settings:
    """Return the settings in `path`, or the defaults if there is no such file.

    Raises:
        BadUsage: it is not TOML, or a key or value is wrong; the message names it.
    """
    if not path.exists():
        return Settings()
    try:
        settings = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        known = ", ".join(Settings.__struct_fields__)
        raise BadUsage(f"{path}: {error}; the settings are {known}") from error
    if settings.timeout <= 0 or settings.workers < 0:
        raise BadUsage(f"{path}: timeout must be more than 0 and workers 0 or more")
    return settings
