"""The same documents give the same files and ids, in whatever order and in however many portions they arrive."""

import json
import random
from pathlib import Path

import pytest

from counterfile import app, demo

PROCEDURES = 14


def files_after(heap: Path, folder: Path, portions: list[list[Path]]) -> list[dict[str, object]]:
    """Add and run the portions one after the other; return what each notice's label and ids are in the end."""
    made = app.create_inquiry(folder)
    with app.open_inquiry(made) as inquiry:
        for portion in portions:
            list(inquiry.add(portion))
            list(inquiry.run())
        rows = [json.loads(line) for line in inquiry.labels()]
    return sorted(rows, key=lambda row: (str(row["id"]), str(row["file"])))


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("order") / "heap"
    demo.write(folder, seed=3, procedures=PROCEDURES)
    return folder


@pytest.fixture(scope="module")
def at_once(heap: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    return files_after(heap, tmp_path_factory.mktemp("at_once") / "inquiry", [[heap]])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_files_and_ids_do_not_depend_on_the_order_of_arrival(
    heap: Path, at_once: list[dict[str, object]], tmp_path: Path, seed: int
) -> None:
    paths = sorted(path for path in heap.rglob("*") if path.is_file())
    random.Random(seed).shuffle(paths)
    cut = len(paths) // 3

    shuffled = files_after(heap, tmp_path / "inquiry", [paths[:cut], paths[cut : 2 * cut], paths[2 * cut :]])

    assert shuffled == at_once
