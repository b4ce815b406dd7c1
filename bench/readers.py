"""Measure the readers and the sandbox: files a CPU-second in process, milliseconds a file through the airlock.

python bench/readers.py FOLDER [FOLDER...]
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from counterfile.errors import BadInput
from counterfile.plugins import builtin_readers
from counterfile.sandbox import Airlock, Limits, reading

WORST = 5  # slowest files to name


def main(folders: list[str]) -> None:
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*") if path.is_file())
    files = [(path, path.read_bytes()) for path in paths]
    readers = builtin_readers()
    spent: dict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    for path, content in files:
        began = time.process_time()
        try:
            kind = reading.read_as_is(content, path.name, readers)[1].name
        except BadInput as error:
            kind = type(error).__name__
        used = time.process_time() - began
        spent[kind] += used
        counts[kind] += 1
        slowest.append((used, str(path)))
    print(f"{len(files)} files, {sum(len(content) for _, content in files) / 1e6:.1f} MB, in process, without masks")
    for kind in sorted(counts):
        print(f"  {kind:14} {counts[kind]:6} files  {counts[kind] / max(spent[kind], 1e-9):8.0f} a CPU-second")
    for used, name in sorted(slowest, reverse=True)[:WORST]:
        print(f"  slowest {used:6.2f} s  {name}")
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as airlock:
        step = airlock.step
        began = time.perf_counter()
        for path, content in files:
            try:
                airlock.read(content, path.name)
            except BadInput:
                continue
        wall = time.perf_counter() - began
    print(f"through the airlock ({step}): {1000 * wall / len(files):.2f} ms a file, masks included")


if __name__ == "__main__":
    main(sys.argv[1:])
