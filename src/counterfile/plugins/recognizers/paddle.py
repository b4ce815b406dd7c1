"""Text of pictures by the PP-OCR networks.

Reads:
    Pictures of printed pages in Chinese (both scripts), English, and Japanese, with the languages of Europe in part.
    The page may lie on its side or upside down, be askew, be a fax, a photograph or stamped with red seals. Ruled
    tables are given cell by cell.

Source:
    PP-OCRv6 (small), detector and reader, as ONNX files in the package `rapidocr`, run by ONNX Runtime. Its own code is
    not used: it reads every page one way only.

Caveats:
    Handwriting is read badly. Letters that a seal of the same color covers are lost. Tables without drawn lines are
    given as rows of lines. Formulas are not read.

License:
    rapidocr and the networks Apache-2.0, ONNX Runtime MIT, OpenCV Apache-2.0, NumPy BSD-3-Clause.
"""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterfile.model.reading import Picture, Sight
    from counterfile.plugins.recognizers._engine import Engine

DPI = 200
"""Resolution at which pages should be rendered for this recognizer."""


def missing() -> tuple[str, ...]:
    """Return the packages that recognition needs and this Python lacks, without importing any."""
    modules = {"rapidocr": "rapidocr", "onnxruntime": "onnxruntime", "cv2": "opencv-python-headless", "numpy": "numpy"}
    return tuple(package for module, package in modules.items() if importlib.util.find_spec(module) is None)


class PaddleRecognizer:
    """Finds lines, turns the page upright, reads line by line, and puts them in order."""

    name = "paddle"
    version = "1"

    def __init__(self) -> None:
        self._engine: Engine | None = None

    def preload(self) -> None:
        """Load libraries and networks, on one thread; about 0.4 s and 150 MB.

        Raises:
            ImportError: a package of the extra `ocr` is not installed; the message names it.
        """
        self._loaded()

    def recognize(self, picture: Picture) -> Sight:
        """Return the text of a page with its places; no lines for an empty page.

        Raises:
            Unreadable: the picture is none.
            ImportError: a package of the extra `ocr` is not installed.
        """
        return self._loaded().see(picture)

    def _loaded(self) -> Engine:
        if self._engine is None:
            lacking = missing()
            if lacking:
                raise ImportError(f"recognition needs {', '.join(lacking)}; `pip install counterfile[ocr]` brings it")
            # NumPy's linear algebra, which is not needed, would start threads that do not live through a fork.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            from counterfile.plugins.recognizers._engine import Engine

            self._engine = Engine(f"{self.name} {self.version}")
        return self._engine
