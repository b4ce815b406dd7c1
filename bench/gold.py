"""Extraction scored on the labeled notices, which lie beside the checkout."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.extract_gold import predict
from bench.measuring import SHARED


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Read and extract every notice of the gold set, and score it with the readers' own script."""
    notices = SHARED / "gold" / "dev" / "notices"
    if not notices.is_dir():
        return {"skipped": "the labeled notices are not beside this checkout"}
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        files = [path for path in sorted(notices.rglob("*")) if path.is_file()]
        lines = [json.dumps(predict(path), ensure_ascii=False) for path in files]
        predictions.write_text("\n".join(lines), encoding="utf-8")
        script = SHARED / "gold" / "score.py"
        scored = subprocess.run(
            [sys.executable, str(script), str(notices.parent), str(predictions), "--json"],
            capture_output=True,
            text=True,
            check=True,
        )
    result = json.loads(scored.stdout)
    return {
        "notices": result["notices"],
        "macro_f1": result["macro_f1"],
        "amounts_off_by_power_of_ten": result["amounts_off_by_power_of_ten"],
        "f1": {field: row["f1"] for field, row in result["fields"].items()},
    }
