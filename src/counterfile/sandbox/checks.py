"""What comes out of the airlock is a claim until it was checked here.

Types were checked in decoding; this is the meaning: positions that stand in order inside the text, clean text, names that
stay inside their folder, numbers within reason.
"""

from __future__ import annotations

import math
import re

from counterfile.errors import ReaderCrashed
from counterfile.model.reading import Block, Draft, Unpacked
from counterfile.sandbox.reading import Outcome, is_clean

MAX_TEXT = 20_000_000  # code points
MAX_BLOCKS = 500_000
MAX_PAGES = 20_000
MAX_SEGMENTS = 100_000
MAX_MEMBERS = 10_000
MAX_NAME = 1000  # characters of a member's or block's name
MAX_PLACE = 2_000_000  # rows or columns of a table
MAX_POINTS = 1_000_000.0  # of a page's side

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,100}")
_CHARSET = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
_TAG = re.compile(r"[A-Za-z0-9-]{1,35}")
_TURNS = (0, 90, 180, 270)


def checked_outcome(untrusted_outcome: Outcome) -> Draft | Unpacked:
    """Return the draft or the members that a reader claims, after every check.

    Raises:
        ReaderCrashed: the claim breaks the contract; the message says where.
    """
    untrusted_draft, untrusted_unpacked = untrusted_outcome.draft, untrusted_outcome.unpacked
    if untrusted_draft is not None and untrusted_unpacked is None:
        _check_draft(untrusted_draft)
        return untrusted_draft
    if untrusted_unpacked is not None and untrusted_draft is None:
        _check_unpacked(untrusted_unpacked)
        return untrusted_unpacked
    raise _broken("neither or both of a draft and members")


def _broken(what: str) -> ReaderCrashed:
    return ReaderCrashed(f"the reader's answer breaks its contract: {what}")


def _check_draft(untrusted: Draft) -> None:
    text = untrusted.text
    if len(text) > MAX_TEXT:
        raise _broken(f"{len(text)} characters of text where {MAX_TEXT} are allowed")
    if not is_clean(text):
        raise _broken("the text is not NFC, or holds NUL or a carriage return")
    _check_about(untrusted)
    _check_blocks(untrusted.blocks, text)
    _check_pages(untrusted, len(text))
    _check_lines(untrusted, len(text))
    _check_languages(untrusted, len(text))
    last = 0
    if len(untrusted.segments) > MAX_SEGMENTS:
        raise _broken(f"{len(untrusted.segments)} segments where {MAX_SEGMENTS} are allowed")
    for number, segment in enumerate(untrusted.segments):
        if not last <= segment.start <= segment.end <= len(text):
            raise _broken(f"segment {number} stands at {segment.start}-{segment.end} in a text of {len(text)}")
        _check_name(segment.name)
        last = segment.end


def _check_about(untrusted: Draft) -> None:
    if not _MEDIA_TYPE.fullmatch(untrusted.media_type):
        raise _broken("the media type is none")
    if untrusted.charset is not None and not _CHARSET.fullmatch(untrusted.charset):
        raise _broken("the charset is none")
    if len(untrusted.signals) > 200:
        raise _broken(f"{len(untrusted.signals)} signals where 200 are allowed")
    for name, value in untrusted.signals:
        if len(name) > 100 or len(value) > 500 or not name.isprintable() or not value.isprintable():
            raise _broken("a signal is too long or not printable")


def _check_blocks(untrusted: tuple[Block, ...], text: str) -> None:
    if len(untrusted) > MAX_BLOCKS:
        raise _broken(f"{len(untrusted)} blocks where {MAX_BLOCKS} are allowed")
    expected = 0
    for number, block in enumerate(untrusted):
        start, end = block.start, block.end
        if start != expected or not start < end <= len(text) or (start and text[start - 1] != "\n"):
            raise _broken(f"block {number} stands at {start}-{end}, where {expected} was due in a text of {len(text)}")
        if block.table != -1 and not (
            0 <= block.table <= MAX_PLACE and 0 <= block.row <= MAX_PLACE and 0 <= block.col <= MAX_PLACE
        ):
            raise _broken(f"block {number} is a cell at {block.table}, {block.row}, {block.col}")
        if not (1 <= block.rowspan <= MAX_PLACE and 1 <= block.colspan <= MAX_PLACE):
            raise _broken(f"block {number} spans {block.rowspan} rows and {block.colspan} columns")
        if not 0 <= block.level <= 6 or not 0 <= block.page <= MAX_PAGES:
            raise _broken(f"block {number} has level {block.level} on page {block.page}")
        if block.name:
            _check_name(block.name)
        expected = end + 1
    if untrusted and expected != len(text) + 1:
        raise _broken(f"the last block ends at {expected - 1} in a text of {len(text)}")
    if not untrusted and text:
        raise _broken("text without blocks")


def _check_pages(untrusted: Draft, length: int) -> None:
    if len(untrusted.pages) > MAX_PAGES:
        raise _broken(f"{len(untrusted.pages)} pages where {MAX_PAGES} are allowed")
    last = 0
    for number, page in enumerate(untrusted.pages, 1):
        if page.number != number or not last <= page.start <= page.end <= length:
            raise _broken(f"page {page.number} stands at {page.start}-{page.end}, where page {number} was due")
        if page.turned not in _TURNS or len(page.doubt) > 100 or not page.doubt.isprintable():
            raise _broken(f"page {number} is turned by {page.turned}, or its doubt is no word")
        for side in (page.width, page.height):
            if not math.isfinite(side) or not 0.0 <= side <= MAX_POINTS:
                raise _broken(f"page {number} has a side of {side} points")
        last = page.end


def _check_lines(untrusted: Draft, length: int) -> None:
    if len(untrusted.lines) > MAX_BLOCKS:
        raise _broken(f"{len(untrusted.lines)} lines where {MAX_BLOCKS} are allowed")
    last = 0
    for number, line in enumerate(untrusted.lines):
        if not last <= line.start < line.end <= length or not 1 <= line.page <= len(untrusted.pages):
            raise _broken(f"line {number} stands at {line.start}-{line.end} on page {line.page}")
        if len(line.edges) not in (0, line.end - line.start + 1) or not 0.0 <= line.confidence <= 1.0:
            raise _broken(f"line {number} has {len(line.edges)} edges, or a confidence of {line.confidence}")
        last = line.end


def _check_languages(untrusted: Draft, length: int) -> None:
    last = 0
    for number, run in enumerate(untrusted.languages):
        if not last <= run.start <= run.end <= length:
            raise _broken(f"language run {number} stands at {run.start}-{run.end}")
        if not _TAG.fullmatch(run.language) or not _TAG.fullmatch(run.script):
            raise _broken(f"language run {number} has no proper names")
        last = run.end


def _check_name(untrusted: str) -> None:
    if len(untrusted) > MAX_NAME or not is_clean(untrusted) or not untrusted.isprintable():
        raise _broken("a name is too long or not printable")


def _check_unpacked(untrusted: Unpacked) -> None:
    if not _MEDIA_TYPE.fullmatch(untrusted.media_type):
        raise _broken("the media type is none")
    if len(untrusted.members) > MAX_MEMBERS or len(untrusted.refused) > MAX_MEMBERS:
        raise _broken(f"{len(untrusted.members)} members where {MAX_MEMBERS} are allowed")
    seen = set()
    for member in untrusted.members:
        for claimed in (member.name, member.origin, member.captured):
            _check_name(claimed)
        parts = member.name.split("/")
        if (
            not all(part and part not in {".", ".."} for part in parts)
            or "\\" in member.name
            or member.name[1:2] == ":"
        ):
            raise _broken("a member's name leads out of its container")
        if member.name in seen:
            raise _broken("two members have one name")
        seen.add(member.name)
    for name, reason in untrusted.refused:
        _check_name(name)
        if len(reason) > 500 or not reason.isprintable():
            raise _broken("a reason is too long or not printable")
