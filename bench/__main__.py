"""Run all benchmarks, or those that are named: ``python -m bench pipeline scale --procedures 3000``."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from importlib import import_module

NAMES = (
    "calibration",
    "charset",
    "coding",
    "duplicates",
    "extracting",
    "findings",
    "furniture",
    "gold",
    "keys",
    "labels",
    "languages",
    "languages_text",
    "left_out",
    "linking",
    "lot_notices",
    "magnitudes",
    "masking",
    "mutations",
    "ocr",
    "pages",
    "pdf",
    "pipeline",
    "procedures",
    "resolving",
    "reuse",
    "sandbox",
    "scale",
    "screening",
    "structured",
    "tagger",
    "teaching",
)

QUICK = ("gold", "pipeline")
"""What `make bench` runs; `scale` takes half an hour at full size and is asked for by name."""


def main() -> int:
    """Print one JSON object a benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        default=list(QUICK),
        help=", ".join(NAMES),
    )
    parser.add_argument(
        "--procedures", type=int, default=22_000, help="of the scale benchmark; 22,000 make some 76,000 notices"
    )
    parser.add_argument("--keep", help="folder in which scale leaves its inquiry and from which pages copies it")
    options = parser.parse_args()
    print(json.dumps({"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}))
    for name in options.names:
        result = import_module(f"bench.{name}").measure(options)
        print(json.dumps({name: result}, ensure_ascii=False))
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
