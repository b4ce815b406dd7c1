"""Write docs/reference/openapi.json from the code. A test fails when it is stale.

python scripts/openapi.py
"""

from __future__ import annotations

import json
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "openapi.json"


def render() -> str:
    """Return the document as it is checked in: one line a value, so that a change shows as a change of lines."""
    from counterfile.api.server import description

    return json.dumps(description(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
