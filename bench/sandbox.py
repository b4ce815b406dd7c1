"""What the sandbox costs: processor time a file through the airlock, less what the same reading costs in process.

Counted are this process, the workers and every child that they forked, so nothing hides in a process that has ended. The
files are the HTML notices of ``../shared/data/cn-notices``. Each step of the ladder that this machine reaches is measured,
round after round in turn, so that a machine that grows slower meanwhile does so for all of them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import time
from pathlib import Path

from bench.measuring import SHARED, _family
from counterfile.errors import BadInput
from counterfile.sandbox import Airlock, Limits, Step, reading

FILES = 300
ROUNDS = 5
TICKS = os.sysconf("SC_CLK_TCK")
LIMITS = Limits(wall_seconds=60.0, cpu_seconds=40)


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return milliseconds of processor time a file, in process and at each step, with the median of the rounds."""
    paths = sorted((SHARED / "data" / "cn-notices").rglob("*.html"))
    if not paths:
        return {"skipped": "the real notices are not beside this checkout"}
    some = paths[:: max(1, len(paths) // FILES)]
    files = [(path.read_bytes(), path.name) for path in some]
    _in_process(files)  # fills the caches that a worker has filled, too
    with contextlib.ExitStack() as stack:
        airlocks = _airlocks(stack, files)
        rounds = [
            {"in process": _in_process(files)} | {step: _through(airlock, files) for step, airlock in airlocks.items()}
            for _ in range(ROUNDS)
        ]
    result: dict[str, object] = {"files": len(files), "rounds": ROUNDS}
    for step in rounds[0]:
        result[f"{step}, ms a file"] = round(statistics.median(once[step] for once in rounds), 2)
        if step != "in process":
            over = [once[step] - once["in process"] for once in rounds]
            result[f"{step}, ms over"] = round(statistics.median(over), 2)
            result[f"{step}, ms over, range"] = [round(min(over), 2), round(max(over), 2)]
    return result


def _airlocks(stack: contextlib.ExitStack, files: list[tuple[bytes, str]]) -> dict[str, Airlock]:
    """Return a warm airlock for each step, the best first, as far as this machine reaches them."""
    found: dict[str, Airlock] = {}
    for wrapped, locked in ((True, True), (False, True), (False, False)):
        airlock = stack.enter_context(Airlock(1, LIMITS, accept_unsandboxed=True))
        airlock._wrapped = wrapped
        if not locked:
            airlock._locks = ()
        _read(airlock, files[:5])
        if not locked and airlock.step is not Step.PROCESS:
            continue
        found.setdefault(str(airlock.step), airlock)
    return found


def _in_process(files: list[tuple[bytes, str]]) -> float:
    began = time.process_time()
    for content, name in files:
        with contextlib.suppress(BadInput):
            reading.read_task(content, name)
    return (time.process_time() - began) / len(files) * 1000


def _read(airlock: Airlock, files: list[tuple[bytes, str]]) -> None:
    for content, name in files:
        with contextlib.suppress(BadInput):
            airlock.read(content, name)


def _through(airlock: Airlock, files: list[tuple[bytes, str]]) -> float:
    began = time.process_time() + _spent_by(airlock)
    _read(airlock, files)
    return (time.process_time() + _spent_by(airlock) - began) / len(files) * 1000


def _spent_by(airlock: Airlock) -> float:
    """Return the seconds of processor time that the workers of an airlock, and the children that ended, have taken."""
    first = [w._process.pid for slot in airlock._slots for w in slot.workers.values() if w._process is not None]
    ticks = 0
    for process in (member for pid in first for member in _family(pid)):
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))  # its own in user and kernel mode, and those of its ended children
    return ticks / TICKS


if __name__ == "__main__":
    print(json.dumps(measure(argparse.Namespace()), indent=1))
