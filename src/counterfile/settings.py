"""The settings of an inquiry: ``counterfile.toml``, all optional, every wrong key named."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from counterfile.errors import BadUsage


class Role(StrEnum):
    """In which role somebody may see what is masked."""

    EDITOR = "editor"
    LAWYER = "lawyer"


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language model behind an OpenAI-compatible endpoint; it may propose quotes, and nothing is asked without it."""

    url: str = ""
    """Of the endpoint, with its path, ``http://127.0.0.1:11434/v1``; empty means: no model."""
    name: str = ""
    """Of the model, as the endpoint calls it."""
    key_env: str = ""
    """Environment variable that holds the key; empty for an endpoint without one. The key itself is never in a file."""
    timeout: float = 60.0
    """Seconds that one answer may take; more than 0."""
    in_run: bool = False
    """Whether `counterfile run` asks too; else only `counterfile ask` does."""

    @property
    def is_local(self) -> bool:
        """Return whether the endpoint is on this machine, so that no text leaves it."""
        host = urlsplit(self.url).hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False


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
    model: Model = Model()
    """The language model that may propose quotes; none by default."""


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
    if wrong := _wrong_model(settings.model):
        raise BadUsage(f"{path}: [model] {wrong}")
    return settings


def _wrong_model(model: Model) -> str:
    """Return what is wrong with the model's settings; empty where nothing is."""
    if not model.url:
        return "has a name or a key, and no url" if model != Model() else ""
    try:
        parts = urlsplit(model.url)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or not _PLAIN.fullmatch(model.url):
        return f"url {model.url!r} is not like http://127.0.0.1:11434/v1"
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        return "url holds a password, a question mark or a #; give a key by key_env"
    if not model.name.strip() or not model.name.isprintable():
        return "name is missing: the model's name as the endpoint calls it"
    if model.key_env and not _VARIABLE.fullmatch(model.key_env):
        return f"key_env {model.key_env!r} is no name of an environment variable"
    return "" if 0 < model.timeout <= _LONGEST else f"timeout must be more than 0 and at most {_LONGEST}"


_LONGEST = 3600  # seconds
_PLAIN = re.compile(r"[!-~]+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
