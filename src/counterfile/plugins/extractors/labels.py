"""L2: labels in the body.

Extracts:
    ``label：value`` in a line, label and value on two lines or in two cells, with the section and the lot they stand in.

Source:
    `counterfile.text.labels` tells what a label means; `counterfile.plugins.extractors.outline` finds the pairs.

Caveats:
    A label that no rule knows gives nothing. 名称, 地址 and 单位名称 mean what their section says, or nothing.

License:
    Nothing beside Python.
"""

from __future__ import annotations

from collections.abc import Iterable

from counterfile.model.candidate import Candidate
from counterfile.model.reading import Reading, Segment
from counterfile.plugins.extractors._pairs import PairClaims
from counterfile.plugins.extractors.outline import outline


class LabelExtractor:
    """Proposes what labels in the body say."""

    name = "L2"
    version = "3"

    def propose(self, reading: Reading, segment: Segment) -> Iterable[Candidate]:
        """Yield candidates from the pairs outside the summary box."""
        seen = outline(reading, segment)
        return PairClaims(seen, (pair for pair in seen.pairs if not pair.summary), self.name, 0.9).claims()
