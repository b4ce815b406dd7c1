"""The neural networks, where installed packages carry them, and what goes in and comes out of them.

Each runs on one thread, so that nothing is left behind when the process forks and nothing needs to be started after.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""Shape ``(height, width, 3)``, blue first, as OpenCV and the models have it; or ``(height, width)`` of gray."""
Floats = npt.NDArray[np.float32]

PACKAGE = "rapidocr"
DETECTOR = "PP-OCRv6_det_small.onnx"
READER = "PP-OCRv6_rec_small.onnx"

STRIP = 48
"""Pixels; height of the strips that the reader takes."""
_STEP = 32  # sides of the detector's picture are multiples of it
WIDEST = 3200  # pixels of a strip; wider ones are squeezed


def folder() -> Path | None:
    """Return where the installed package keeps its models, without importing it; None if it is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    for place in (found.submodule_search_locations or []) if found is not None else []:
        models = Path(place) / "models"
        if (models / DETECTOR).is_file() and (models / READER).is_file():
            return models
    return None


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader made of one strip."""

    text: str
    """Blanks included, as the network wrote them."""
    centers: tuple[float, ...]
    """Where each character stands, as a share of the strip's width."""
    sureness: tuple[float, ...]
    """Of each character, 0 to 1."""

    @property
    def confidence(self) -> float:
        """Mean of the characters'; 0 for no text."""
        return sum(self.sureness) / len(self.sureness) if self.sureness else 0.0


class Models:
    """The detector of lines and the reader of strips, loaded once."""

    def __init__(self) -> None:
        """Load both.

        Raises:
            ImportError: a package is not installed, or is one without these models.
        """
        place = folder()
        if place is None:
            raise ImportError(
                f"the package {PACKAGE!r} with {DETECTOR} and {READER} is not installed; "
                "`pip install counterfile[ocr]` brings it"
            )
        self._detector = _session(place / DETECTOR)
        self._reader = _session(place / READER)
        names = self._reader.get_modelmeta().custom_metadata_map["character"].split("\n")
        # The first class of such networks is "nothing here", the last a blank.
        self._characters = ["", *(name.rstrip("\r") for name in names if name.rstrip("\r")), " "]
        wanted = self._reader.get_outputs()[0].shape[-1]
        if len(self._characters) != wanted:
            raise ImportError(f"{READER} names {len(self._characters)} characters, its answers have {wanted}")

    def find(self, picture: Pixels) -> Floats:
        """Return how surely each pixel belongs to the middle of a line of text.

        Args:
            picture: Color, shape ``(height, width, 3)``.

        Returns:
            Values from 0 to 1, shape ``(height, width)``.
        """
        high, wide = picture.shape[:2]
        full = (-(-high // _STEP) * _STEP, -(-wide // _STEP) * _STEP)
        values = np.empty((1, 3, *full), np.float32)
        values[:] = 1.0
        values[0, :, :high, :wide] = picture.transpose(2, 0, 1)
        values[0, :, :high, :wide] *= 1 / 127.5
        values[0, :, :high, :wide] -= 1.0
        answer: Floats = self._detector.run(None, {self._detector.get_inputs()[0].name: values})[0]
        return answer[0, 0, :high, :wide]

    def read(self, strips: Sequence[Pixels]) -> list[Read]:
        """Read strips of `STRIP` pixels' height, one after the other.

        One at a time costs less than several: the answers are thousands of classes wide and fall out of the caches.
        """
        return [self._read(strip) for strip in strips]

    def _read(self, strip: Pixels) -> Read:
        if strip.shape[1] < 4:
            return Read("", (), ())
        values = np.ascontiguousarray(strip.transpose(2, 0, 1)[None], dtype=np.float32)
        values *= 1 / 127.5
        values -= 1.0
        answer: Floats = self._reader.run(None, {self._reader.get_inputs()[0].name: values})[0][0]
        return _decode(answer, self._characters)


def _decode(answer: Floats, characters: Sequence[str]) -> Read:
    """Join equal neighbors and leave out "nothing here" (connectionist temporal classification, greedily)."""
    best = answer.argmax(axis=1)
    sure = answer[np.arange(len(best)), best]
    text: list[str] = []
    centers: list[float] = []
    sureness: list[float] = []
    steps = len(best)
    at = 0
    while at < steps:
        end = at + 1
        while end < steps and best[end] == best[at]:
            end += 1
        if best[at] != 0:
            name = characters[int(best[at])]
            for part in range(len(name)):
                text.append(name[part])
                centers.append((at + (end - at) * (part + 0.5) / len(name)) / steps)
                sureness.append(float(sure[at:end].max()))
        at = end
    return Read("".join(text), tuple(centers), tuple(sureness))


def _session(path: Path) -> Any:
    import onnxruntime  # type: ignore[import-untyped]

    onnxruntime.set_default_logger_severity(4)  # fatal only
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # Pages differ in size, so a plan of one page's memory does not serve the next.
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
