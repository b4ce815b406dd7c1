"""The whole pipeline on the 626 real notices: notices a second, peak memory, and a second run with nothing new."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.measuring import SHARED, Peak, timed
from counterfile import app


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Add and run ``../shared/data/cn-notices`` in a new inquiry."""
    heap = SHARED / "data" / "cn-notices"
    if not heap.is_dir():
        return {"skipped": "the real notices are not beside this checkout"}
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder, Peak() as peak:
        made = app.create_inquiry(Path(folder) / "inquiry")
        with app.open_inquiry(made) as inquiry:
            with timed(result, "add_s"):
                list(inquiry.add([heap]))
            with timed(result, "run_s"):
                list(inquiry.run())
            with timed(result, "second_run_s"):
                again = list(inquiry.run())
            counts = inquiry.store.counts()
        result["second_run_work"] = sum(step.done for step in again)
    seconds = float(str(result["add_s"])) + float(str(result["run_s"]))
    result |= {
        "documents": counts.added,
        "read": counts.read,
        "failed": counts.failed,
        "skipped": counts.skipped,
        "notices": counts.notices,
        "notices_per_s": round(counts.notices / seconds, 1),
        "peak_mb": round(peak.bytes / 1e6),
    }
    return result
