"""What runs inside the airlock besides reading: extraction, with the installed layers and without the store."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

import msgspec

from counterfile import plugins
from counterfile.hooks import Extractor
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.stages.extract import extract_reading

GROUP = "counterfile.extractors"
"""Entry points of layers of extraction."""

_decoder = msgspec.msgpack.Decoder(Reading)


@cache
def layers() -> tuple[Extractor, ...]:
    """Return every installed layer: the built-in ones, then the guests in order of name."""
    guests = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return (*plugins.builtin_extractors(), *(entry.load()() for entry in guests))


def extract_task(content: bytes) -> tuple[tuple[str, tuple[Statement, ...]], ...]:
    """Extract from one packed Reading, as a task of the airlock."""
    return extract_reading(_decoder.decode(content), layers())
