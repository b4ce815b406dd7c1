"""Airlocks at each step of the ladder that this machine can reach."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from counterfile.sandbox import Airlock, Limits, Step, Task

RUNGS = {
    "bubblewrap": Step.WRAPPED_FULL,
    "landlock+seccomp": Step.FULL,
    "process": Step.PROCESS,
}
"""Name -> the step that an airlock there must reach."""


def airlock_at(rung: str, limits: Limits, tasks: Sequence[Task], workers: int = 1) -> Airlock:
    """Return an airlock that stops at a rung, whatever more this machine could do; skips where it cannot do as much."""
    airlock = Airlock(workers, limits, tasks, accept_unsandboxed=rung == "process")
    airlock._wrapped = rung == "bubblewrap"
    if rung == "process":
        airlock._locks = ()
    if airlock.step is not RUNGS[rung]:
        step = airlock.step
        airlock.close()
        pytest.skip(f"this machine reaches only {step}, not {rung} ({airlock.why_no_bubblewrap or 'no reason given'})")
    return airlock


def family(process: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [process]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found += family(int(child))
    return found


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False  # gone before it was looked at, or while it was
    return state not in {"Z", "X"}


def comes_true(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Wait for something that the kernel does in its own time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def processes_of(airlock: Airlock) -> Iterator[int]:
    """Yield the first process of each worker."""
    for slot in airlock._slots:
        for worker in slot.workers.values():
            if worker._process is not None:
                yield worker._process.pid
