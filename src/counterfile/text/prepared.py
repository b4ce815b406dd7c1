"""A Reading on its way to the layers, with all that this inquiry has learned that bears on it.

What goes in besides the words (labels that a person taught, quotes that something outside proposes, models trained from
corrections) travels with the Reading, so that a layer sees one argument and the key of the work names all of it.
"""

from __future__ import annotations

import hashlib

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


class PreparedReading(Reading, frozen=True):
    """A Reading with what is to be used on it."""

    aliases: tuple[Alias, ...] = ()
    """Sorted; a label once."""
    proposals: tuple[Proposal, ...] = ()
    """Sorted."""
    learned: Learned = NOTHING_LEARNED


def prepared(
    reading: Reading,
    aliases: tuple[Alias, ...] = (),
    proposals: tuple[Proposal, ...] = (),
    learned: Learned = NOTHING_LEARNED,
) -> Reading:
    """Return a Reading with all of this, or just as it is where there is nothing to add."""
    if not aliases and not proposals and learned == NOTHING_LEARNED:
        return reading
    fields = {name: getattr(reading, name) for name in Reading.__struct_fields__}
    return PreparedReading(
        **fields, aliases=tuple(sorted(aliases)), proposals=tuple(sorted(proposals)), learned=learned
    )


def digest(reading: Reading) -> str:
    """Return a name for exactly what a Reading carries besides itself, 16 hexadecimal digits; empty for nothing."""
    if not isinstance(reading, PreparedReading):
        return ""
    learned = [hashlib.sha256(model).hexdigest() for model in (reading.learned.labels, reading.learned.tagger)]
    rows = msgspec.json.encode((reading.aliases, reading.proposals, learned))
    return hashlib.sha256(rows).hexdigest()[:16]
