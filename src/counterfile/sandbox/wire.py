"""What the airlock and its worker say to each other."""

from __future__ import annotations

from typing import Any

import msgspec

PREFIX = 8  # bytes, big endian, that give the length of what follows


class Setup(msgspec.Struct, frozen=True, array_like=True):
    """The first message to a worker."""

    tasks: tuple[tuple[str, bool], ...]
    """Allowed functions as ``module:function``, and whether each call gets a process of its own."""
    flavor: str
    """What the tasks' modules are told to preload; empty for tasks that know no flavors."""
    memory: int
    """Bytes of address space beyond what the worker has itself, where it does all the work without children."""
    locks: tuple[str, ...]
    """Which of `isolation.LOCKS` to close; fewer only in tests of the ladder and of the limits."""


class Ready(msgspec.Struct, frozen=True, array_like=True):
    """A worker's answer to `Setup`."""

    step: str
    """How far it was locked down; empty when it could not start."""
    error: str = ""


HEAD = (
    "=QB"  # size of a `Request` and whether it is forked; it comes with the pipe to answer through, the request behind
)


class Request(msgspec.Struct, frozen=True, array_like=True):
    """One piece of work."""

    task: str
    payload: tuple[Any, ...]
    """Bytes and strings; msgspec cannot tell the two apart by type, msgpack itself does."""
    memory: int
    """Bytes of address space beyond the warm worker's and twice the payload."""
    cpu_seconds: int
    wall_seconds: float
    output: int
    """Bytes of an answer."""


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What came of it."""

    error: str
    """Class of the error; empty when it succeeded."""
    message: str
    value: msgspec.Raw
    """The result, not yet decoded; empty after an error."""


NOTE = "=i"  # the worker's word that a child has ended: its wait status

OUT_OF_STEP = 3
"""Exit code of a child that did not take its whole request from the socket: after it, a worker serves no more."""
