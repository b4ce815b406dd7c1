"""What arrived: bytes named by their digest, and each time and way they came."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from counterfile.errors import BadInput, NotADocument


class State(StrEnum):
    """The one state that a document has; none is permanent, since a newer reader tries again."""

    PENDING = "pending"
    """Added, not yet read."""
    READ = "read"
    """Became a Reading, or was a container whose members were unpacked."""
    FAILED = "failed"
    """A reader refused it, with a reason; tried again when the reader's version changes or on request."""
    SKIPPED = "skipped"
    """Set aside as no document to read (an anti-robot page, an unknown format), with a reason."""


def next_step(state: State) -> str:
    """Return what a person can do about a document in this state; empty where there is nothing to do."""
    steps = {State.FAILED: BadInput.hint, State.SKIPPED: NotADocument.hint, State.PENDING: "`counterfile run` reads it"}
    return steps.get(state, "")


class Document(msgspec.Struct, frozen=True):
    """Bytes that arrived, kept once however often they came."""

    digest: str
    """SHA-256 of the bytes, 64 lower-case hexadecimal digits."""
    size: int
    """Bytes."""
    state: State = State.PENDING
    reason: str | None = None
    """Why it failed or was skipped, one sentence; None otherwise."""
    media_type: str | None = None
    """What the reader found the bytes to be; None before reading."""
    stage: str | None = None
    """The stage that gave it its state: ``read``, ``extract``; None before reading."""
    reader: str | None = None
    """Name and version of the reader that read it; None where none did."""
    sandbox: str | None = None
    """The step of the sandbox's ladder in which that was tried; None before reading."""
    waiting: int = 0
    """Pages that are pictures, or whose own text is not believed, and that were not recognized yet."""


class Arrival(msgspec.Struct, frozen=True):
    """One coming of a document: the same bytes may come often, under many names."""

    digest: str
    name: str
    """The file's own name as added (last part of its path, or of its path in a container)."""
    origin: str
    """Where it came from: the path below the folder that was added, or the path inside its container."""
    container: str | None
    """Digest of the archive, mail or package it was inside; None for a file by itself."""
    collector: str
    """Name and version of the collector that brought it."""
    arrived_at: dt.datetime
    """UTC."""
