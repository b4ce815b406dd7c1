"""L7: words that a language model proposed.

Extracts:
    What `stages.ask` found quoted in a notice's own passages for a field that no other layer states.

Source:
    Quotes only. The value is derived from them by our grammar (`counterfile.text.grounding`), whatever the model said.

Caveats:
    A model can leave out, or quote true words for the wrong field: so its confidence is the least, any other layer
    wins, and words beside the quote that say something else refuse it.

License:
    Nothing beside Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from counterfile.model.candidate import Candidate
from counterfile.model.notice import Property
from counterfile.model.reading import BlockKind, Reading, Segment
from counterfile.text.grounding import DERIVATIONS, ROWS, Grounded, ground
from counterfile.text.prepared import PreparedReading

CONFIDENCE = 0.2
"""Less than any other layer's: whatever they say wins, and only agreement raises it."""


class ProposedExtractor:
    """Proposes what a model quoted."""

    name = "L7"
    version = "1"

    def propose(self, reading: Reading, segment: Segment) -> Iterable[Candidate]:
        """Yield a candidate for each proposal whose words carry a value; nothing for a Reading without proposals."""
        if not isinstance(reading, PreparedReading) or not reading.proposals:
            return
        furniture = [block for block in reading.blocks if block.kind is BlockKind.FURNITURE]
        for one in _grounded(reading, segment):
            span = one.evidence[0]
            if not any(block.start < span.end and span.start < block.end for block in furniture):
                yield candidate(one, self.name, CONFIDENCE)


def _grounded(reading: PreparedReading, segment: Segment) -> Iterator[Grounded]:
    for proposal in reading.proposals:
        inside = segment.start <= proposal.start < proposal.end <= segment.end
        if inside and proposal.property in DERIVATIONS:
            found = ground(reading.text, proposal.start, proposal.end, Property(proposal.property))
            if isinstance(found, Grounded):
                yield found


def candidate(found: Grounded, layer: str, confidence: float) -> Candidate:
    """Return what follows from words as a layer's candidate, in the row of a notice without lots."""
    subject = ROWS.get(found.property, "")
    return Candidate(
        subject, found.property, found.value, found.evidence, found.derivation, layer, confidence, found.amount
    )
