"""A Reading on its way to the layers, with all that this inquiry has learned that bears on it.

What goes in besides the words (labels that a person taught, quotes that something outside proposes, models trained from
corrections) travels with the Reading, so that a layer sees one argument and the key of the work names all of it.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import msgspec

from counterfile.model.reading import Reading
from counterfile.text.aliases import Alias


class Proposal(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Words that something outside the layers proposes for a property. They are never believed: a grammar derives the value."""

    start: int
    """Code points into `Reading.text`, half open."""
    end: int
    property: str
    """A `Property`."""


class Learned(msgspec.Struct, frozen=True, array_like=True):
    """Models trained from this inquiry's corrections and let in by the gate; empty bytes where there is none."""

    labels: bytes = b""
    """For `text.label_model`."""
    tagger: bytes = b""
    """For `text.tagger`."""


NOTHING_LEARNED = Learned()


class Example(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A stretch of text with the right values in it: what a sequence tagger is trained from."""

    text: str
    """As printed; blanks and line breaks as they stand."""
    spans: tuple[tuple[int, int, str], ...]
    """Start and end, code points into `text`, half open, and the `Property`; sorted, and none overlaps another."""


class PreparedReading(Reading, frozen=True):
    """A Reading with what is to be used on it."""

    aliases: tuple[Alias, ...] = ()
    """Sorted; a label once."""
    proposals: tuple[Proposal, ...] = ()
    """Sorted."""
    learned: Learned = NOTHING_LEARNED
    headings: tuple[Alias, ...] = ()
    """What headings mean, as `aliases` for labels."""


def prepared(
    reading: Reading,
    aliases: tuple[Alias, ...] | None = None,
    proposals: tuple[Proposal, ...] | None = None,
    learned: Learned | None = None,
    headings: tuple[Alias, ...] | None = None,
) -> Reading:
    """Return a Reading with all of this, or just as it is where there is nothing to add.

    What is None stays as the Reading carries it; what is given takes its place.
    """
    own = reading if isinstance(reading, PreparedReading) else None
    wanted = {
        "aliases": tuple(sorted(aliases)) if aliases is not None else own.aliases if own else (),
        "proposals": tuple(sorted(proposals)) if proposals is not None else own.proposals if own else (),
        "learned": learned if learned is not None else own.learned if own else NOTHING_LEARNED,
        "headings": tuple(sorted(headings)) if headings is not None else own.headings if own else (),
    }
    if own is None and not any((aliases, proposals, headings)) and wanted["learned"] == NOTHING_LEARNED:
        return reading
    fields = {name: getattr(reading, name) for name in Reading.__struct_fields__}
    return PreparedReading(**{**fields, **wanted})


def digest(reading: Reading) -> str:
    """Return a name for exactly what a Reading carries besides itself, 16 hexadecimal digits; empty for nothing."""
    if not isinstance(reading, PreparedReading):
        return ""
    given = (reading.aliases, reading.proposals, reading.learned, reading.headings)
    if given == ((), (), NOTHING_LEARNED, ()):
        return ""
    learned = [_named(model) for model in (reading.learned.labels, reading.learned.tagger)]
    rows = msgspec.json.encode((reading.aliases, reading.proposals, learned, reading.headings))
    return hashlib.sha256(rows).hexdigest()[:16]


@lru_cache(maxsize=8)
def _named(model: bytes) -> str:
    """Return a model's digest: the same one goes with every Reading of a run."""
    return hashlib.sha256(model).hexdigest()
