"""What was learned of a question, kept beside the inquiry: the next command need not learn it again.

It is a cache: thrown away, it is learned again from the answers to the same.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from counterfile.screening.coding_learned import BITS, Learned, Value
from counterfile.screening.features import HashedText

FORMAT = "1"
"""Raised when the same answers teach something else."""


def load_or_learn(folder: Path | None, name: str, key: str, make: Callable[[], Learned | None]) -> Learned | None:
    """Return what is kept under a key, else what `make` learns, which is then kept in place of what was before.

    Args:
        folder: Made when it is not there; None keeps nothing.
        name: Of the question.
        key: Names exactly what it is learned from.
        make: Learns it.
    """
    if folder is None:
        return make()
    place = folder / f"{name}.{FORMAT}-{key}.npz"
    kept = _load(place)
    if kept is not None:
        return kept
    made = make()
    if made is not None:
        before = list(folder.glob(f"{name}.*.npz"))
        _save(place, made)
        for each in before:
            each.unlink(missing_ok=True)
    return made


def _load(place: Path) -> Learned | None:
    """Return what is kept, None where nothing is or where it is damaged: then it is learned again."""
    try:
        with place.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            extractor = HashedText(bits=BITS, inner=False)
            extractor.restore(kept["fitted"], inner=False)
            names = bytes(kept["names"]).decode().split("\n")
            values = {
                name: Value(kept[f"weights{row}"], float(kept["curves"][row][0]), float(kept["curves"][row][1]))
                for row, name in enumerate(names)
            }
            return Learned(extractor, values, int(kept["units"]))
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def _save(place: Path, made: Learned) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    weights: dict[str, Any] = {f"weights{row}": value.weights for row, value in enumerate(made.values.values())}
    aside = place.with_name(f".{place.name}.coming")
    with aside.open("wb") as file:
        np.savez_compressed(
            file,
            fitted=made.extractor.fitted,
            names=np.frombuffer("\n".join(made.values).encode(), dtype=np.uint8),
            curves=np.array([(value.slope, value.offset) for value in made.values.values()]),
            units=np.array(made.units),
            **weights,
        )
    aside.replace(place)
