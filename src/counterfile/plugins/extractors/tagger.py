"""L6: a tagger trained from this inquiry's corrections.

Extracts:
    Names, sums, numbers and dates in sentences that no label announces and no phrase of L4 knows, and in recognized text.

Source:
    `counterfile.text.tagger`, trained from the stretches in which persons pointed at the right words; nothing is shipped.

Caveats:
    Abstains without a trained model, in tables, and in lines that begin with a label. The value is derived by our grammar
    from whole words (`counterfile.text.grounding`); every other layer but L7 is believed rather.

License:
    Nothing beside Python and numpy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from counterfile.model.candidate import Candidate
from counterfile.model.notice import Property
from counterfile.model.reading import BlockKind, Reading, Segment, Source
from counterfile.plugins.extractors.proposed import candidate
from counterfile.text.grounding import DERIVATIONS, Grounded, ground
from counterfile.text.prepared import PreparedReading
from counterfile.text.tagger import Tagger, windows

SURE = 0.8
"""Least confidence of the tagger at which anything is proposed."""

SURE_NUMBER = 0.95
"""The same for numbers: a notice may have several, so no other layer's number keeps a wrong one out."""

SHARE = 0.35
"""What the tagger's confidence counts among the layers: less than a phrase of L4."""

_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_LABELED = re.compile(r"[^，。；：:]{1,20}[：:]")
_SHORTEST = 12  # code points of a stretch that may be a sentence
_MOST = 2_000  # stretches of one notice that are tagged


class TaggerExtractor:
    """Proposes what a trained tagger sees in prose."""

    name = "L6"
    version = "1"

    def propose(self, reading: Reading, segment: Segment) -> Iterable[Candidate]:
        """Yield the surest candidate of each property; nothing for a Reading without a trained tagger."""
        if not isinstance(reading, PreparedReading) or not reading.learned.tagger:
            return
        best: dict[Property, tuple[float, Grounded]] = {}
        for sure, found in _found(_loaded(reading.learned.tagger), reading, segment):
            if sure > best.get(found.property, (0.0, found))[0]:
                best[found.property] = (sure, found)
        for sure, found in best.values():
            yield candidate(found, self.name, round(SHARE * sure, 4))


def _found(tagger: Tagger, reading: Reading, segment: Segment) -> Iterator[tuple[float, Grounded]]:
    for low, high in _stretches(reading, segment):
        for start, end, name, sure in tagger.tags(reading.text[low:high]):
            if name not in DERIVATIONS or sure < (SURE_NUMBER if name == Property.NUMBER else SURE):
                continue
            found = ground(reading.text, low + start, low + end, Property(name))
            if isinstance(found, Grounded):
                yield sure, found


def _stretches(reading: Reading, segment: Segment) -> Iterator[tuple[int, int]]:
    """Yield start and end of the prose of a notice: what the other layers are likely silent about."""
    recognized = {page.number for page in reading.pages if page.source is Source.OCR}
    count = 0
    for block in reading.blocks:
        if block.kind not in _PROSE or not segment.start <= block.start < block.end <= segment.end:
            continue
        for start, end in windows(reading.text[block.start : block.end]):
            low, high = block.start + start, block.start + end
            labeled = _LABELED.match(reading.text, low, high) is not None and block.page not in recognized
            if high - low >= _SHORTEST and not labeled and count < _MOST:
                count += 1
                yield low, high


@lru_cache(maxsize=2)
def _loaded(model: bytes) -> Tagger:
    return Tagger.load(model)
