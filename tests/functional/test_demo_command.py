"""The main job, as `make demo` does it: every finding of the demo inquiry is as its truth says."""

from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., tuple[int, str, str]]


def test_every_finding_of_the_demo_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counterfile: Call) -> None:
    monkeypatch.chdir(tmp_path)

    code, out, _ = counterfile("demo", "inquiry", "--no-serve")

    assert code == 0
    assert "214 documents = 207 read + 3 failed + 4 skipped" in out
    figures = [line.split()[0] for line in out.splitlines() if line.endswith("]") and "[" in line]
    assert len(figures) == 13
    assert set(figures) == {"holds"}
