"""Lists under a heading that a person taught: each line that is an organization and nothing else is one of those it announces.

Under a heading of our own lexicon a bare list is left alone, since it may be of bidders as well; where a person said what the
heading means, it says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from counterfile.errors import NoEvidence
from counterfile.model.candidate import Candidate
from counterfile.model.evidence import Span
from counterfile.model.notice import Property
from counterfile.model.reading import BlockKind, Reading, Segment
from counterfile.text.aliases import Alias
from counterfile.text.derive import derive
from counterfile.text.kinds import section_of
from counterfile.text.labels import alias_key, meaning
from counterfile.text.names import is_organization, name_key

SURE = 0.75
"""The layer's own measure: a person said what the heading means, and the line holds nothing else."""
MAX_LISTED = 200
"""Organizations under one heading."""

_ITEM = re.compile(r"\s*(?:[(（]?\d{1,3}[)）、.．]\s*|[①-⑳]\s*|[一二三四五六七八九十]{1,3}[、.．]\s*|[•·●◆■]\s*)?")
_JOINT = re.compile(r"联合体|牵头|consortium|joint", re.IGNORECASE)
_LISTED = frozenset({Property.SUPPLIER, Property.CANDIDATE})
_SINGLE = frozenset({Property.BUYER, Property.AGENCY})


class TaughtHeadings:
    """A layer that proposes what stands under taught headings; see `hooks.Extractor`."""

    name = "L2 heading"
    version = "1"

    def __init__(self, headings: Iterable[Alias]) -> None:
        """Take what headings mean; those that announce no organizations are left to the other layers."""
        self._meant: Mapping[str, str] = {one.label: one.property for one in headings}

    def propose(self, reading: Reading, segment: Segment) -> Iterator[Candidate]:
        """Yield the organizations that are listed under a taught heading."""
        bids = 0
        for meant, listed in self._lists(reading, segment):
            if meant in _SINGLE and len(listed) == 1:
                yield from self._claim(reading, meant, "", listed[0])
            for line in listed if meant in _LISTED else ():
                bids += 1
                yield from self._claim(reading, meant, f"lot/1/bid/{bids}/supplier/1", line)

    def _lists(self, reading: Reading, segment: Segment) -> Iterator[tuple[Property, list[tuple[int, int]]]]:
        """Yield what each taught heading means, with the lines under it that are organizations."""
        meant: Property | None = None
        listed: list[tuple[int, int]] = []
        for kind, start, end in _lines(reading, segment):
            words = reading.text[start:end]
            key = alias_key(words) if end - start <= _LONGEST else ""
            if key in self._meant:
                if meant is not None and listed:
                    yield meant, listed
                meant, listed = (Property(self._meant[key]) if self._meant[key] else None), []
            elif meant is not None:
                place = _organization(words)
                if place is None or len(listed) >= MAX_LISTED:
                    if kind is BlockKind.HEADING or _closes(words):
                        if listed:
                            yield meant, listed
                        meant, listed = None, []
                    continue
                listed.append((start + place[0], start + place[1]))
        if meant is not None and listed:
            yield meant, listed

    def _claim(self, reading: Reading, meant: Property, subject: str, place: tuple[int, int]) -> Iterator[Candidate]:
        start, end = place
        page = next((page.number for page in reading.pages if page.start <= start < page.end), 0)
        span = Span(start, end, reading.text[start:end], page)
        try:
            value = derive("name", (span.quote,))
        except NoEvidence:
            return
        yield Candidate(subject, meant, value, (span,), "name", self.name, SURE, key=name_key(value))


_LONGEST = 60


def _lines(reading: Reading, segment: Segment) -> Iterator[tuple[BlockKind, int, int]]:
    low = bisect_left(reading.blocks, segment.start, key=lambda block: block.start)
    high = bisect_left(reading.blocks, segment.end, key=lambda block: block.start)
    for block in reading.blocks[low:high]:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM):
            continue
        at = block.start
        for line in reading.text[block.start : block.end].split("\n"):
            if line.strip():
                yield block.kind, at, at + len(line)
            at += len(line) + 1


def _organization(words: str) -> tuple[int, int] | None:
    """Return where in a line the organization stands that it consists of; None for any other line."""
    if len(words) > _LONGEST or _JOINT.search(words):
        return None
    item = _ITEM.match(words)
    start = item.end() if item else 0
    end = len(words.rstrip(" 　，,；;。."))
    return (start, end) if end - start > 3 and is_organization(words[start:end]) else None


def _closes(words: str) -> bool:
    """Tell whether a line ends a list: a label with its value, a numbered heading, or a heading that is known."""
    if re.match(r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])", words):
        return True
    label = re.match(r"[^:：]{2,30}(?=[:：])", words)
    return (label is not None and meaning(label.group()) is not None) or (
        len(words) <= 20 and section_of(words) is not None
    )
