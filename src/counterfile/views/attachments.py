"""Every attachment that a notice names, and whether it is here: what was not captured is a row too.

Portals resolve attachments by script, so that a saved page often keeps a file's name and loses the file. A name counts
wherever the notice's own text has it: as a link's words, behind 附件, as 详见附件 in place of a value. Nothing is guessed
from addresses, which a Reading does not keep.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from urllib.parse import unquote

import msgspec

from counterfile.model.document import Arrival, Document, State
from counterfile.model.notice import Notice, Property
from counterfile.model.reading import BlockKind, Reading, Source
from counterfile.model.statement import Statement
from counterfile.resolving.packages import TOGETHER
from counterfile.store.ports import View
from counterfile.text.script import fold, simplify

MOST = 200
"""Attachments that one block may name: more is a list of something else, or written to be one."""


class Presence(StrEnum):
    """Whether an attachment is in the inquiry."""

    PRESENT = "present"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    """It is here, but failed, was set aside, is not read yet, or is a picture that waits for recognition."""


class Kind(StrEnum):
    """How an attachment is named."""

    FILE = "file"
    """By a file's name with its ending."""
    TITLE = "title"
    """By a title behind 附件, without an ending."""
    POINTER = "pointer"
    """Only by 详见附件 and the like: something is said elsewhere."""
    BUTTON = "button"
    """Only by a button (点击下载) or a heading (附件：) whose file has no name here."""


class Attachment(msgspec.Struct, frozen=True):
    """An attachment that a notice names."""

    notice: str
    document: str
    """Digest of the document that names it."""
    name: str
    """As written."""
    kind: Kind
    reading: str
    """Id of the Reading that `start` and `end` point into."""
    start: int
    """Code points, half open."""
    end: int
    page: int
    """From 1; 0 where the format has no pages."""
    presence: Presence
    digest: str | None
    """Of the document that it is; None where it is missing."""
    reason: str
    """Why it cannot be read, or how it was found; empty for one that is missing."""


def rows(view: View, digests: Iterable[str] | None = None) -> Iterator[Attachment]:
    """Yield the attachments that notices name, in order of notice and place.

    Args:
        view: The inquiry.
        digests: The documents to look into; None for all that hold a notice.
    """
    shelf = _Shelf(view)
    documents = _by_document(view, digests)
    while some := [notice for notices in islice(documents, _BATCH) for notice in notices]:
        readings = {found.id: found for found in view.readings_of([notice.document for notice in some]).values()}
        stated = view.statements([notice.id for notice in some], (Property.MISSING_DOCUMENT,))
        for notice in some:
            reading = readings.get(notice.reading) or view.reading(notice.reading)
            if reading is not None:
                yield from _of(view, shelf, notice, reading, stated[notice.id])


def _by_document(view: View, digests: Iterable[str] | None) -> Iterator[list[Notice]]:
    if digests is not None:
        for digest in digests:
            if some := view.notices_in(digest):
                yield some
        return
    after, waiting = "", list[Notice]()
    while found := view.notices(after=after):
        after = found[-1].id
        for notice in found:
            if waiting and waiting[0].document != notice.document:
                yield waiting
                waiting = []
            waiting.append(notice)
    if waiting:
        yield waiting


class Named(msgspec.Struct, frozen=True):
    """A place where a text names an attachment."""

    name: str
    kind: Kind
    start: int
    end: int
    page: int


def named(reading: Reading, start: int = 0, end: int | None = None) -> list[Named]:
    """Return where a text (or one notice of it) names attachments, in order; furniture is left out."""
    found: list[Named] = []
    stop = len(reading.text) if end is None else end
    blocks = [block for block in reading.blocks if start <= block.start and block.end <= stop]
    for number, block in enumerate(blocks):
        words = reading.text[block.start : block.end]
        if block.kind is BlockKind.FURNITURE or not _MAY.search(words):
            continue
        beside = blocks[number + 1 : number + 1 + _NEAR]
        labels = any(_FILE.search(reading.text[each.start : each.end]) for each in beside)
        for at, stop_at, kind in islice(_places(words, labels), MOST):
            found.append(Named(words[at:stop_at], kind, block.start + at, block.start + stop_at, block.page))
    return _once(found)


def _places(words: str, labels: bool) -> Iterator[tuple[int, int, Kind]]:
    """Yield (start, end, kind) of each attachment that a block names.

    Args:
        words: The block's text.
        labels: Whether a file's name follows close by, so that a mere 附件1 is its label.
    """
    taken: list[tuple[int, int]] = []
    for match in _TITLE.finditer(words):
        for start, end in _pieces(words, match.start("name"), match.end("name")):
            endings = [found.end() for found in _FILE.finditer(words, start, end)]
            if endings == [end]:
                # Behind 附件 a name may hold quotes and commas that end it elsewhere.
                taken.append((start, end))
                yield start, end, Kind.FILE
            elif not endings and not _NOTHING.fullmatch(words[start:end]) and not _POINTER.search(words, start, end):
                taken.append((start, end))
                yield start, end, Kind.TITLE
    for match in _FILE.finditer(words):
        start = match.start("name")
        start += _lead(words[start : match.end()])
        if not _touches(taken, start, match.end()):
            taken.append((start, match.end()))
            yield start, match.end(), Kind.FILE
    for match in _POINTER.finditer(words):
        if not _touches(taken, match.start(), match.end()):
            taken.append(match.span())
            yield match.start(), match.end(), Kind.POINTER
    button = _BUTTON.fullmatch(words.strip())
    if button and not taken and not labels:
        start = len(words) - len(words.lstrip())
        yield start, start + len(words.strip()), Kind.BUTTON


def _lead(name: str) -> int:
    """Return how many characters before a file's name are its label: ``附件1：``, ``1.``."""
    match = _LABEL.match(name)
    rest = name[match.end() :] if match else ""
    return match.end() if match and not rest.startswith(".") and len(rest.rpartition(".")[0]) > 1 else 0


def _pieces(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the names in a list behind 附件: 1.报价单 2.技术参数."""
    at = start
    for mark in (*_NEXT.finditer(words, start, end), None):
        stop = mark.start() if mark else end
        piece = words[at:stop]
        inner = piece.strip(_AROUND)
        if len(inner) > 1:
            first = at + piece.index(inner)
            yield first, first + len(inner)
        at = mark.end() if mark else end


def _touches(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(one < end and start < two for one, two in taken)


def _once(found: Sequence[Named]) -> list[Named]:
    """Return each name once, where it stands first: portals print attachments in a list and in the text."""
    kept: dict[tuple[str, bool], Named] = {}
    for each in found:
        kept.setdefault((_key(each.name), each.kind is Kind.POINTER), each)
    return sorted(kept.values(), key=lambda each: each.start)


def _of(
    view: View, shelf: _Shelf, notice: Notice, reading: Reading, stated: Sequence[Statement]
) -> Iterator[Attachment]:
    places = named(reading, notice.start, notice.end)
    for statement in stated:
        span = statement.evidence[0]
        if not any(each.start < span.end and span.start < each.end for each in places):
            places.append(Named(span.quote, Kind.POINTER, span.start, span.end, span.page))
    if not places:
        return
    found = {
        place: shelf.find(place.name, notice.document) for place in places if place.kind in (Kind.FILE, Kind.TITLE)
    }
    here = [hit for hit in found.values() if hit is not None]
    for place in sorted(places, key=lambda each: each.start):
        hit = found.get(place)
        if place.kind in (Kind.POINTER, Kind.BUTTON):
            # What has no name of its own is there if anything came with the notice.
            hit = here[0] if here else shelf.beside(notice.document)
        presence, digest, reason = Presence.MISSING, None, ""
        if hit is not None:
            digest = hit.digest
            presence, reason = shelf.state(view, hit)
        yield Attachment(
            notice=notice.id,
            document=notice.document,
            name=place.name,
            kind=place.kind,
            reading=reading.id,
            start=place.start,
            end=place.end,
            page=place.page,
            presence=presence,
            digest=digest,
            reason=reason,
        )


class _Hit(msgspec.Struct, frozen=True):
    digest: str
    how: str


class _Shelf:
    """All arrivals by name, by folder and by container."""

    def __init__(self, view: View) -> None:
        self.by_name: dict[str, list[Arrival]] = defaultdict(list)
        self.by_stem: dict[str, list[Arrival]] = defaultdict(list)
        self.of: dict[str, list[Arrival]] = defaultdict(list)
        self.inside: dict[str, list[Arrival]] = defaultdict(list)
        for arrival in view.scan_arrivals():
            name = _key(unquote(arrival.name))
            self.by_name[name].append(arrival)
            self.by_stem[_stem(name)].append(arrival)
            self.of[arrival.digest].append(arrival)
            if arrival.container:
                self.inside[arrival.container].append(arrival)
        self.states: dict[str, tuple[Presence, str]] = {}

    def find(self, name: str, document: str) -> _Hit | None:
        """Return the document of this name: in the same container or folder, else the only one anywhere."""
        key = _key(name)
        known = [*self.by_name.get(key, ()), *self.by_stem.get(_stem(key), ())]
        for how, near in (("inside it", self._within), ("beside it", self._together), ("nearby", self._akin)):
            hit = next((each for each in known if each.digest != document and near(each, document)), None)
            if hit is not None:
                return _Hit(hit.digest, how)
        digests = {each.digest for each in known} - {document}
        return _Hit(next(iter(digests)), "elsewhere, the only one of this name") if len(digests) == 1 else None

    def beside(self, document: str) -> _Hit | None:
        """Return the first document that came inside this one, or with it alone in one archive or mail."""
        members = [each for each in self.inside.get(document, ()) if each.digest != document]
        for mine in self.of[document]:
            packed = self.inside.get(mine.container, ()) if mine.container else ()
            if len(packed) <= TOGETHER:
                members += [each for each in packed if each.digest != document and not _PAGE.search(each.name)]
        return _Hit(members[0].digest, "in the same archive or mail") if members else None

    def state(self, view: View, hit: _Hit) -> tuple[Presence, str]:
        """Return whether a document that is here can be read, and why not or how it was found."""
        if hit.digest not in self.states:
            self.states[hit.digest] = _state(view, view.document(hit.digest))
        presence, reason = self.states[hit.digest]
        return presence, reason or hit.how

    def _within(self, each: Arrival, document: str) -> bool:
        return each.container == document

    def _together(self, each: Arrival, document: str) -> bool:
        mine = self.of[document]
        return any(
            (each.container and each.container == arrival.container) or _folder(each.origin) == _folder(arrival.origin)
            for arrival in mine
        )

    def _akin(self, each: Arrival, document: str) -> bool:
        """Return whether a file lies in a folder below that of the notice, as browsers save what belongs to a page."""
        return any(each.origin.startswith(_folder(arrival.origin) + "/") for arrival in self.of[document])


def _state(view: View, document: Document | None) -> tuple[Presence, str]:
    if document is None:
        return Presence.MISSING, ""
    if document.state is State.PENDING:
        return Presence.UNREADABLE, "not read yet"
    if document.state is not State.READ:
        return Presence.UNREADABLE, document.reason or str(document.state)
    reading = view.reading_of(document.digest)
    if reading is not None and any(page.source is Source.NONE for page in reading.pages):
        return Presence.UNREADABLE, "pictures of pages wait for recognition"
    return Presence.PRESENT, ""


def _folder(origin: str) -> str:
    return origin.rpartition("/")[0]


def _key(name: str) -> str:
    """Return a name to compare by: without case, width, script, blanks, the label before it and marks of a second copy."""
    key = _BLANK.sub("", simplify(fold(name)))
    label = _LABEL.match(key)
    if label and len(key) - label.end() > 2:
        key = key[label.end() :]
    stem, dot, ending = key.rpartition(".")
    return f"{_AGAIN.sub('', stem)}.{ending}" if dot else _AGAIN.sub("", key)


def _stem(key: str) -> str:
    return _ENDED.sub("", key)


_BATCH = 200  # documents that are held at a time
_NEAR = 3  # blocks behind a mere 附件 in which its file's name stands, where it has one

_ENDING = "pdf|docx?|xlsx?|wps|et|pptx?|zip|rar|7z|tar|gz|ofd|txt|rtf|csv|xml|jpe?g|png|tiff?|bmp|dwg|dxf|ceb|zbj|gef|[a-z]?czbj|hzbj"
_ENDED = re.compile(rf"\.(?:{_ENDING})$")
_MAY = re.compile(r"附件|附表|附后|下载|\.[A-Za-z]\w{1,4}\b|attach|annex|download", re.IGNORECASE)
_FILE = re.compile(
    rf"(?P<name>[^\s\\/:：*?\"“”<>|，。；;、【】]{{1,100}}?\.(?:{_ENDING}|\w{{1,3}}zf))(?![\w.]*\w@|[A-Za-z\d./-])",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[（(《]?(?:相关)?(?:附件|附表|attachment|annex)\s*[一二三四五六七八九十\d]{0,3}\s*[)）:：.、_\-—\s]*|\d{1,2}\s*[.、]\s*(?=\D)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:^|(?<=[。；;\s）)]))\s*(?:相关)?附件\s*(?:[一二三四五六七八九十\d]{1,3}\s*(?:[:：.、]|\s(?=\S))|[:：])\s*(?P<name>[^\n。]{2,200})"
)
_NEXT = re.compile(r"[；;]|(?<!\d)[（(]?\d{1,2}[)）.、](?!\d)|附件\s*[一二三四五六七八九十\d]{1,3}\s*[:：.、]?")
_NOTHING = re.compile(
    r"[（(]?(?:无|没有|/|-+|—+|暂无|见附件|详见附件|如有|点击下载|下载|none|n/?a)[)）]?", re.IGNORECASE
)
_POINTER = re.compile(
    r"(?:(?:详见[^\s，。；;:：]{0,8}?|(?:见|参见|请见|见本公告)\s*(?:采购文件|招标文件|公告|后面|下方)?)\s*(?:后附|所附|[“\"《]?附[件表])(?:\s*[一二三四五六七八九十\d]{1,3}|[：:]?《[^》]{1,40}》)?|详见附[件表]|具体见附件|附后(?=$|[）)。；;])"
    r"|see (?:the )?(?:attach(?:ment|ed)|annex))(?!\s*[:：]\s*\S)",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"[【\[(（]?\s*(?:请)?(?:点击|立即)?(?:此处|这里|查看|预览)?\s*(?:附件|文件|招标文件|采购文件|公告)?\s*下载\s*(?:附件|文件)?\s*[】\])）]?[:：]?"
    r"|(?:[一二三四五六七八九十]{1,3}[、.．]\s*)?(?:相关|公告)?附件\s*(?:信息|列表|清单|下载)?\s*[一二三四五六七八九十\d]{0,3}\s*[:：]?(?:[（(][^）)]{0,20}[)）])?"
    r"|download(?: attachment| file)?",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\.(?:html?|mht|mhtml|txt)$", re.IGNORECASE)
_AROUND = " \t\u3000,，、；;:：《》()（）"
_BLANK = re.compile(r"\s+")
_AGAIN = re.compile(r"(?:\(\d{1,2}\)|-?副本|-copy)+$")
