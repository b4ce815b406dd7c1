"""Layouts: notices from one template share the words by which they call things, whatever those things are.

Errors come in clusters of one template, so figures are given by layout, and a correction made in one notice is proposed
for the others of its layout. The fingerprint is the *wording of the labels that name who and which* (the buyer, the
agency, the supplier, the number, the project): the first label of each such meaning, with numbering and blanks taken
off, together with the host, where one is known. Amounts, dates and rows come and go from notice to notice of one
template; what its labels are called does not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import msgspec

from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.text.labels import MAX_LABEL, Field, fold_label, meaning


class Layout(msgspec.Struct, frozen=True):
    """What a template's notices have in common."""

    id: str
    """``ly-`` and 12 hexadecimal digits: a digest of `host` and `words`."""
    host: str
    """Where the notice was published, as far as it is known; else empty."""
    words: tuple[tuple[str, str], ...]
    """Meaning and wording of each label, in order of meaning: ``("name buyer", "采购人名称")``. A structured source has
    its format instead: ``("format", "ocds")``. Empty for a text without such labels."""


def layout_of(reading: Reading, segment: Segment | None = None, *, host: str = "") -> Layout:
    """Return the layout of a notice: the same for two notices of one template, by its bytes alone.

    Args:
        reading: With its blocks; page furniture is left out.
        segment: The notice's own part of it; None for the whole.
        host: Of the page's address or the folder that stands for it (`views.coverage.portal_of`); two portals that
            run the same software then have two layouts.
    """
    part = segment or Segment(0, len(reading.text))
    blocks = [block for block in reading.blocks if part.start <= block.start < part.end]
    found: dict[str, str] = {}
    for what, word in _labels(reading, blocks):
        found.setdefault(what, word)
    leaves = sum(block.kind is BlockKind.FIELD for block in blocks)
    if not found and leaves * 2 > len(blocks):
        found["format"] = reading.reader.partition(" ")[0]
    words = tuple(sorted(found.items()))
    digest = hashlib.sha256(repr((host, words)).encode()).hexdigest()
    return Layout(f"ly-{digest[:12]}", host, words)


def _labels(reading: Reading, blocks: list[Block]) -> Iterator[tuple[str, str]]:
    """Yield meaning and wording of every label that says who or which, in order."""
    for block in blocks:
        if block.kind in _NO_LABELS:
            continue
        for line in reading.text[block.start : block.end].split("\n"):
            colon = _COLON.search(line, 0, MAX_LABEL + 1)
            if colon is None and (block.kind is not BlockKind.CELL or len(line) > MAX_LABEL):
                continue
            words = line[: colon.start()] if colon is not None else line
            what = meaning(words)
            if what is not None and what.field in _TELLING and not what.weak:
                yield f"{what.field} {what.party or ''}".rstrip(), _DIGITS.sub("", fold_label(words))


_TELLING = frozenset({Field.NAME, Field.NUMBER, Field.TITLE, Field.TITLE_NUMBER})
_NO_LABELS = frozenset({BlockKind.FURNITURE, BlockKind.TITLE, BlockKind.FIELD})
_COLON = re.compile("[:：]")
_DIGITS = re.compile(r"\d+")
