"""The plugin sockets, on one screen.

A plugin is one file with one class, a docstring that is its manual page, and an entry in
``[project.entry-points."counterfile.readers"]`` (or ``.extractors``, ``.exporters``, ``.rules``).
Built-ins come through the same sockets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from counterfile.model.candidate import Candidate
from counterfile.model.reading import Draft, Line, Picture, Reading, Segment, Sight, Unpacked


class Reader(Protocol):
    """Turns the bytes of one format into text with positions, inside the sandbox."""

    name: str
    version: str
    """Raised whenever the text or its positions may differ; documents are then read again."""

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these are this reader's bytes: 0.0 no, 1.0 by signature, less by the name alone.

        `head` is the first 4,096 bytes (fewer for a smaller file), `name` the file's own name.
        """
        ...

    def read(self, content: bytes, name: str) -> Draft | Unpacked:
        """Read the whole file.

        Raises:
            BadInput: one of its kinds, with a sentence for the user; nothing else on purpose.
        """
        ...


class Renderer(Protocol):
    """What a reader of a paged format has besides: its pages as pictures, and where each character stands."""

    def render(self, content: bytes, name: str, number: int, dpi: float) -> Picture:
        """Return page `number` (from 1) at this resolution, or at less where the picture would be too large.

        Raises:
            BadInput: one of its kinds.
        """
        ...

    def characters(self, content: bytes, name: str, number: int) -> tuple[Line, ...]:
        """Return the lines of one page with `Line.edges`; `start` and `end` as the same version's `read` gives them.

        Raises:
            BadInput: one of its kinds.
        """
        ...


class Unlocker(Protocol):
    """What a reader of a format with passwords has besides."""

    def unlock(self, content: bytes, name: str, passwords: Sequence[str]) -> Draft | Unpacked:
        """Do what `Reader.read` does, trying these passwords where the file wants one.

        Raises:
            Encrypted: none of them opens it.
            BadInput: another of its kinds.
        """
        ...


class Recognizer(Protocol):
    """Reads pictures of text (OCR), inside the sandbox and without the network."""

    name: str
    version: str
    """Raised whenever the result may differ."""

    def preload(self) -> None:
        """Load libraries and models; called once in the worker that forks for each page."""
        ...

    def recognize(self, picture: Picture) -> Sight:
        """Return the text of a page with its places; no lines for an empty page.

        Raises:
            BadInput: one of its kinds.
        """
        ...


class Extractor(Protocol):
    """One layer of extraction: proposes candidates with evidence, and never decides."""

    name: str
    version: str

    def propose(self, reading: Reading, segment: Segment) -> Iterable[Candidate]:
        """Yield what this layer sees in one notice; abstain rather than guess."""
        ...


class Exporter(Protocol):
    """Writes rows of one view in one format."""

    name: str
    suffix: str
    """Of the file, with its dot."""

    def write(self, columns: list[str], rows: Iterator[tuple[object, ...]], path: str) -> int:
        """Write the table to `path` and return the number of rows."""
        ...


class Rule(Protocol):
    """Answers a question about an organization's name or a notice's text by rules that a person can read."""

    name: str
    version: str

    def answer(self, text: str) -> tuple[str, str] | None:
        """Return the answer and the words that it rests on, or None to abstain."""
        ...
