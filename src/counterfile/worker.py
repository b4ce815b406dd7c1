"""What runs inside the airlock besides reading: extraction, with the installed layers and without the store."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

import msgspec

from counterfile import plugins
from counterfile.errors import NoEvidence
from counterfile.hooks import Extractor
from counterfile.model.statement import Statement
from counterfile.plugins.extractors import outline
from counterfile.stages.extract import extract_reading
from counterfile.text.aliases import Alias, meanings
from counterfile.text.derive import derive
from counterfile.text.labels import aliased
from counterfile.text.prepared import PreparedReading

GROUP = "counterfile.extractors"
"""Entry points of layers of extraction."""

_decoder = msgspec.msgpack.Decoder(PreparedReading)

_Extracted = tuple[tuple[str, tuple[Statement, ...]], ...]


@cache
def layers() -> tuple[Extractor, ...]:
    """Return every installed layer: the built-in ones, then the guests in order of name."""
    guests = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return (*plugins.builtin_extractors(), *(entry.load()() for entry in guests))


def extract_task(content: bytes) -> _Extracted:
    """Extract from one packed Reading, with the aliases that came with it, as a task of the airlock."""
    return extract(_decoder.decode(content))


def extract(reading: PreparedReading) -> _Extracted:
    """Return the id and the statements of each notice in a Reading, its aliases first in every label's meaning."""
    _remember(reading.aliases)
    if not reading.aliases:
        return extract_reading(reading, layers())
    with aliased(meanings(reading.aliases)):
        found = extract_reading(reading, layers())
    return tuple((notice, tuple(one for one in said if _follows(one))) for notice, said in found)


_remembered: list[tuple[Alias, ...]] = [()]


def _remember(aliases: tuple[Alias, ...]) -> None:
    """Forget what lines meant under other aliases than these."""
    if _remembered[0] != aliases:
        outline._look.cache_clear()
        _remembered[0] = aliases


def _follows(statement: Statement) -> bool:
    """Return whether a value follows from its words alone: an alias may say what a label means, and never what is printed."""
    try:
        return derive(statement.derivation, tuple(span.quote for span in statement.evidence)) == statement.value
    except NoEvidence:
        return False
