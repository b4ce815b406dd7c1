"""Real files of every kind through the real airlock: each gets a verdict, none hangs, and notices are read whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfile.errors import BadInput, ReaderCrashed, TimedOut
from counterfile.model.reading import BlockKind, Draft
from counterfile.sandbox import Airlock, Limits

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FOLDERS = ["cn-htmlpages", "hostile", "pdf-mixed", "pdf-zh", "office-mixed", "ocds-real", "ocds-bad", "eforms-sdk"]
SAMPLE = 25  # files of each folder, evenly taken


@pytest.fixture(scope="module")
def airlock() -> Iterator[Airlock]:
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as airlock:
        yield airlock


def files(folder: str, most: int) -> list[Path]:
    place = DATA / folder
    if not place.is_dir():
        pytest.skip(f"{place} is absent: real files are not part of the project")
    found = sorted(path for path in place.rglob("*") if path.is_file())
    return found[:: max(len(found) // most, 1)]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_has_a_verdict_within_its_budget(airlock: Airlock, folder: str) -> None:
    verdicts: Counter[str] = Counter()

    for path in files(folder, SAMPLE):
        try:
            airlock.read(path.read_bytes(), path.name)
        except (ReaderCrashed, TimedOut) as error:
            verdicts[f"{path.name}: {error}"] += 1
        except BadInput as error:
            verdicts["refused" if str(error) else f"{path.name}: no reason"] += 1
        else:
            verdicts["read"] += 1

    assert set(verdicts) <= {"read", "refused"}


def test_notices_are_read_with_titles_and_tables(airlock: Airlock) -> None:
    for path in files("cn-notices", 60):
        if path.suffix not in {".html", ".txt"}:
            continue

        outcome = airlock.read(path.read_bytes(), path.name)

        assert isinstance(outcome, Draft)
        assert any(block.kind is not BlockKind.FURNITURE for block in outcome.blocks)
        if "yichang" in path.parent.name:
            kinds = {block.kind for block in outcome.blocks}
            assert {BlockKind.TITLE, BlockKind.CELL} <= kinds
