"""Scores extraction on labeled notices: reads, extracts and labels in process, then calls the scorer.

    python bench/extract_gold.py [--errors FIELD] [--notices DIR] [--gold DIR] [--time]

The labeled notices lie beside the checkout and are not part of it; without them the bench says so and ends with 2.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from counterfile.model.reading import Draft, Reading, Segment
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.sandbox.reading import read_bytes
from counterfile.stages.extract import extract_reading
from counterfile.views.labels import label

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
LAYERS = (StructuredExtractor(), SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())


def reading_of(path: Path) -> Reading | None:
    """Return the Reading of a file; None for containers."""
    content = path.read_bytes()
    draft = read_bytes(content, path.name)
    if not isinstance(draft, Draft):
        return None
    return Reading(
        id="rd-" + "0" * 20,
        document=hashlib.sha256(content).hexdigest(),
        reader="bench",
        text=draft.text,
        blocks=draft.blocks,
        pages=draft.pages,
        segments=draft.segments or (Segment(0, len(draft.text)),),
    )


def predict(path: Path) -> dict[str, object]:
    """Return the label of the first notice in a file; an empty one where there is none."""
    reading = reading_of(path)
    notices = extract_reading(reading, LAYERS) if reading is not None else ()
    return label(notices[0][1], path.name) if notices else {"file": path.name}


def main() -> int:
    """Score, print and return the exit code of the scorer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "dev")
    args = parser.parse_args()
    folder = args.gold / "notices"
    if not folder.is_dir():
        print(f"no labeled notices under {folder}", file=sys.stderr)
        return 2
    paths = sorted(folder.iterdir())
    rows = [predict(path) for path in paths]
    if args.time:
        readings = [reading for path in paths if (reading := reading_of(path)) is not None]
        begun = time.process_time()
        for reading in readings:
            extract_reading(reading, LAYERS)
        spent = time.process_time() - begun
        print(f"{len(readings) / spent:.0f} notices a CPU-second, {1000 * spent / len(readings):.1f} ms each")
    with tempfile.TemporaryDirectory() as scratch:
        predictions = Path(scratch, "predictions.jsonl")
        predictions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        command = [sys.executable, str(SHARED / "gold" / "score.py"), str(args.gold), str(predictions)]
        command += ["--errors", args.errors] if args.errors else []
        command += ["--json"] if args.json else []
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
