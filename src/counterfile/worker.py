"""What runs inside the airlock besides reading: extraction, with the installed layers and without the store."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from importlib.metadata import entry_points

import msgspec

from counterfile import plugins
from counterfile.errors import NoEvidence
from counterfile.hooks import Extractor
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.plugins.extractors import _lines
from counterfile.stages._headings import TaughtHeadings
from counterfile.stages.extract import extract_reading
from counterfile.text import label_model, lexicon, sections
from counterfile.text.aliases import meanings
from counterfile.text.derive import derive
from counterfile.text.labels import aliased
from counterfile.text.prepared import NOTHING_LEARNED, PreparedReading

GROUP = "counterfile.extractors"
"""Entry points of layers of extraction."""

_decoder = msgspec.msgpack.Decoder(PreparedReading)

_Extracted = tuple[tuple[str, tuple[Statement, ...]], ...]


@cache
def layers() -> tuple[Extractor, ...]:
    """Return every installed layer: the built-in ones, then the guests in order of name."""
    guests = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return (*plugins.builtin_extractors(), *(entry.load()() for entry in guests))


def extract_task(content: bytes, languages: bytes = b"") -> _Extracted:
    """Extract from one packed Reading, with all that came with it, as a task of the airlock.

    Args:
        content: A packed `PreparedReading`.
        languages: The inquiry's own languages (`lexicon.pack`).
    """
    _speak(languages)
    return extract(_decoder.decode(content))


_spoken: list[bytes] = [b""]


def _speak(languages: bytes) -> None:
    """Read the inquiry's own languages from now on; they are the same for all the work of a run."""
    if languages != _spoken[0]:
        lexicon.use(lexicon.unpack(languages))
        _lines.look.cache_clear()
        _spoken[0] = languages


def extract(reading: PreparedReading) -> _Extracted:
    """Return the id and the statements of each notice in a Reading, read with what was learned that goes with it."""
    _remember(reading)
    if not reading.aliases and not reading.headings and reading.learned == NOTHING_LEARNED:
        return extract_reading(reading, layers())
    own, more = _headed(reading)
    with ExitStack() as given:
        given.enter_context(aliased(meanings(reading.aliases)))
        given.enter_context(sections.taught(sections.sections(reading.headings)))
        given.enter_context(label_model.using(reading.learned.labels))
        found = extract_reading(own, (*layers(), *more))
    return tuple((notice, tuple(one for one in said if _follows(one))) for notice, said in found)


def _headed(reading: PreparedReading) -> tuple[Reading, tuple[Extractor, ...]]:
    """Return the Reading with its taught headings marked, and the layer that reads the lists below them."""
    if not reading.headings:
        return reading, ()
    marked = sections.with_headings(reading, (one.label for one in reading.headings))
    return marked, (TaughtHeadings(reading.headings),)


_remembered: list[tuple[object, ...]] = [((), (), b"")]


def _remember(reading: PreparedReading) -> None:
    """Forget what lines meant when something else was taught than now."""
    taught = (reading.aliases, reading.headings, reading.learned.labels)
    if _remembered[0] != taught:
        _lines.look.cache_clear()
        _remembered[0] = taught


def _follows(statement: Statement) -> bool:
    """Return whether a value follows from its words alone: what was learned may say what a label means, and never what is printed."""
    try:
        return derive(statement.derivation, tuple(span.quote for span in statement.evidence)) == statement.value
    except NoEvidence:
        return False
