"""Which passages stand word for word in notices of different procedures, once the words of forms are taken out.

Two buyers that describe what they want in the same eighty characters have copied from one another, or from one paper.
Most of what notices share is no such thing: sentences of the law, of a portal's or an agency's form, and a buyer's own
words in the next round. So a passage is kept only where

- it stands in few procedures that have nothing to do with each other: not one family, no number or title in common;
- these have different buyers, or different agencies;
- its words are its own: runs of `SHORT` characters that many other procedures have too make up only a part of it, and so
  do words that this heap uses all the time;
- it is not in a large part of what the one agency or the one portal has that all its procedures share, and these have
  enough to tell;
- it does not talk of the procedure itself: of bidders, deadlines, complaints and the law.

Compared are letters, Han characters, figures and signs that change a figure's meaning, in one width, case and script:
line breaks, blanks and punctuation may differ, nothing else. A passage never reaches over a masked identifier or over
furniture of the page.

All texts are gone through twice. The first time only counts in how many groups of related notices each short run of
characters stands; the second time keeps fingerprints (winnowing) of places that some but not many share. Memory holds
the counts, of a fixed size, and those fingerprints; then pairs of places are extended as far as both texts agree.

Source:
    Schleimer, Wilkerson, Aiken (2003), "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD, 76-85.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import combinations, groupby, pairwise
from operator import attrgetter

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterfile.model.notice import Notice, Property
from counterfile.model.reading import Block, BlockKind, Reading
from counterfile.store.ports import Cluster, View
from counterfile.text.names import core_title
from counterfile.text.script import fold, simplify
from counterfile.views.coverage import portal_of
from counterfile.views.purchases import Purchases

SHORTEST = 80
"""Characters of a passage as printed, runs of blanks counted as one."""

MOST = 12
"""Procedures beyond which words are a form's."""

SHORT = 12
"""Characters of the runs by which words are told that many procedures have."""

LONGEST = 2_000_000
"""Characters of a notice that are compared."""

MOST_PAIRS = 2_000_000
"""Pairs of places that are looked at; those of the rarest fingerprints first."""


class Reason(StrEnum):
    """Why something that stands word for word in several procedures is not listed."""

    FORM = "words of a form"
    """Most of its short runs stand in many other procedures too."""
    AGENCY = "one agency's own words"
    PORTAL = "one portal's own words"
    PROCEDURE = "words about the procedure"
    BID = "what bidders say of themselves"
    """Staff, certificates and references: no file is made on persons."""
    BUYER = "one buyer's own words"


class Occurrence(msgspec.Struct, frozen=True):
    """Where a passage stands."""

    document: str
    """Digest."""
    notice: str
    procedure: str
    start: int
    """Code points into the document's text, half open."""
    end: int
    part: tuple[int, int]
    """What of the passage stands here: code points into `Passage.text`, half open; most often all of it."""
    date: str
    """Of publication, else of the procedure's first notice; empty where neither is stated."""
    buyer: str
    """The organization's id; empty where none is named, or a person."""
    agency: str
    suppliers: tuple[str, ...]
    """Ids of the organizations that won lots of the procedure, sorted; of the whole procedure, not of this passage alone."""
    portal: str


class Passage(msgspec.Struct, frozen=True):
    """Words that several procedures have."""

    id: str
    """``pg-`` and 12 hexadecimal digits: a digest of the words without blanks and punctuation."""
    text: str
    """As printed where the whole of it stands first, personal identifiers masked."""
    characters: int
    procedures: int
    """Procedures that have it, those of one family counted once."""
    buyers: int
    """Different ones that are known."""
    agencies: int
    suppliers: int
    portals: int
    common: float
    """Share of its short runs that stand in many other procedures too, 0 to 1."""
    first: str
    """The earliest day of an occurrence; empty where none is dated."""
    occurrences: tuple[Occurrence, ...]
    """At least two, in order of day; those without one last."""


class Reuse(msgspec.Struct, frozen=True):
    """All passages of an inquiry."""

    passages: tuple[Passage, ...]
    """Those of most buyers first, then the longest."""
    notices: int
    """Notices with words of their own, which were compared."""
    left_out: tuple[tuple[Reason, int], ...]
    """Passages that were found and left out, by why; what stands in more than `MOST` procedures is not among them."""
    names: dict[str, str]
    """Of the organizations that are named above, by id."""
    cut: bool
    """Whether there were more than `MOST_PAIRS` pairs of places, so that something may be missing."""


Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


class Words(msgspec.Struct, frozen=True):
    """What is compared of a text."""

    codes: Codes
    """Folded characters; `_BREAK` where words on either side do not belong together."""
    places: NDArray[np.int32]
    """Where each stands in the text, code points."""


class Part(msgspec.Struct, frozen=True):
    """A notice with what tells it from others."""

    notice: Notice
    procedure: str
    origin: int
    """The same for all notices that have to do with each other."""
    buyer: str
    agency: str


class _Match(msgspec.Struct, frozen=True):
    """A stretch that two parts have in common: places in their streams, and its size there."""

    one: int
    other: int
    at: int
    there: int
    size: int


# The door


def find(view: View, found: Purchases) -> Reuse:
    """Return all passages that procedures of different buyers or agencies share.

    Args:
        view: The inquiry.
        found: All its procedures, by `purchases.gather`.
    """
    parts = notice_parts(view, found)
    heap = Heap(view, parts)
    counts = _Counts(parts)
    for _, some in groupby(heap.each(), lambda each: parts[each[0]].origin):
        counts.take([words for _, words in some])
    pairs, cut = _pairs(parts, _prints(heap, counts))
    matches = list(_matches(heap, pairs))
    return _told(view, found, heap, counts, matches, cut=cut)


def words_of(reading: Reading, start: int = 0, end: int | None = None) -> Words:
    """Return what is compared of a notice: its own words, without furniture, titles of pages and masked identifiers."""
    end = min(len(reading.text) if end is None else end, start + LONGEST)
    codes = np.frombuffer(reading.text[start:end].encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    folded = _folded(codes)
    stars = np.r_[False, codes == _STAR, False]
    folded[stars[1:-1] & (stars[:-2] | stars[2:])] = _BREAK  # a masked identifier
    # 1.5 is not 15, and 5-10 is not 510: a sign between two figures counts, blanks beside it aside.
    seen = np.flatnonzero(_signs(codes))
    figures = (folded[seen] >= _ZERO) & (folded[seen] <= _NINE)
    between = seen[1:-1][figures[:-2] & figures[2:] & (folded[seen[1:-1]] == _NOTHING)]
    folded[between] = np.where(np.isin(codes[between], _POINTS), _POINT, _DASH)
    for block in reading.blocks:
        if (block.kind in _NOT_OWN or not _is_of_object(block)) and block.start < end and block.end > start:
            folded[max(block.start - start, 0) : block.end - start] = _BREAK
    kept = np.flatnonzero(folded != _NOTHING)
    return Words(folded[kept], (kept + start).astype(np.int32))


def _is_of_object(block: Block) -> bool:
    """Return whether words may be on what is bought: of a structured source, a description outside of what its form asks.

    What such a source says of appeals or of addresses is in a hundred notices of one body, in every language.
    """
    if block.kind is not BlockKind.FIELD:
        return True
    return _DESCRIBES.search(block.name) is not None and _ASKS.search(block.name) is None


def squash(text: str) -> str:
    """Return a text as it is compared: two stretches are the same words where this is equal.

    >>> squash("分辨率 ≥ 1920×1080，\\n支持Ｈ.265。") == squash("分辨率≥1920×1080; 支持h.265")
    True
    """
    blocks = Reading(id="", document="", reader="", text=text, blocks=())
    return "".join(map(chr, words_of(blocks).codes.tolist()))


def printed(text: str) -> int:
    """Return how many characters a passage has, runs of blanks counted as one."""
    return len(" ".join(text.split()))


def about(text: str) -> Reason | None:
    """Return why words that are no form's are not of what is bought: they say how one bids, or who does; else None."""
    plain = fold(text)
    if len(_TALK.findall(plain)) * _TALK_EVERY >= len(squash(text)) / (1 if _HAN.search(text) else _LATIN):
        return Reason.PROCEDURE
    return Reason.BID if len(_CODE.findall(text)) > 1 or len(_BID.findall(plain)) > 1 else None


def two_buyers(view: View, found: Purchases, one: Part, other: Part) -> bool:
    """Return whether two notices have different buyers; one that is not known is another where its name is not printed."""
    if one.buyer and other.buyer:
        return not _one_name(found, one.buyer, other.buyer)
    if not one.buyer and not other.buyer:
        return False
    known, unknown = (one, other) if one.buyer else (other, one)
    name, reading = squash(found.names.get(known.buyer, "")), view.reading_of(unknown.notice.document)
    return bool(name) and reading is not None and name not in squash(reading.text)


COLUMNS = (
    "passage",
    "characters",
    "procedures",
    "buyers",
    "first",
    "document",
    "start",
    "end",
    "procedure",
    "date",
    "buyer",
    "buyer_name",
    "agency",
    "agency_name",
    "suppliers",
    "supplier_names",
    "portal",
    "text",
)
"""Columns of `rows`."""


def rows(passages: Iterable[Passage], names: Mapping[str, str]) -> Iterator[tuple[str | int, ...]]:
    """Yield a row for each occurrence, with what is known of its passage: what tables are made of."""
    for passage in passages:
        for each in passage.occurrences:
            yield (
                passage.id,
                passage.characters,
                passage.procedures,
                passage.buyers,
                passage.first,
                each.document,
                each.start,
                each.end,
                each.procedure,
                each.date,
                each.buyer,
                names.get(each.buyer, ""),
                each.agency,
                names.get(each.agency, ""),
                " ".join(each.suppliers),
                " | ".join(names[one] for one in each.suppliers),
                each.portal,
                passage.text[slice(*each.part)],
            )


# Notices, and which have to do with each other


_NAMING = (Property.NUMBER, Property.TITLE, Property.NOTICE_TITLE)


def notice_parts(view: View, found: Purchases) -> list[Part]:
    """Return all notices, those that have to do with each other side by side."""
    notices: list[Notice] = []
    after = ""
    while some := view.notices(after=after):
        after = some[-1].id
        notices += some
    places = {notice.id: place for place, notice in enumerate(notices)}
    procedures = dict(view.scan_clusters(Cluster.PROCEDURE))
    purchase = [found.procedures.get(procedures.get(notice.id, "")) for notice in notices]
    buyers = [each.buyer if each is not None else "" for each in purchase]
    leader = list(range(len(notices)))

    def lead(place: int) -> int:
        while leader[place] != place:
            leader[place] = place = leader[leader[place]]
        return place

    def join(some: Iterable[int]) -> None:
        first, *others = some
        for other in others:
            one, two = sorted((lead(first), lead(other)))
            leader[two] = one

    for kind in (Cluster.FAMILY, Cluster.PROCEDURE):
        gathered: dict[str, list[int]] = defaultdict(list)
        for member, cluster in view.scan_clusters(kind):
            if member in places:
                gathered[cluster].append(places[member])
        for members in gathered.values():
            join(members)
    for alike in _named_alike(view, places, buyers, found):
        join(alike)
    parts = [
        Part(notice, procedures.get(notice.id, ""), lead(place), buyers[place], each.agency if each else "")
        for place, (notice, each) in enumerate(zip(notices, purchase, strict=True))
    ]
    return sorted(parts, key=lambda part: (part.origin, part.notice.id))


def _named_alike(
    view: View, places: Mapping[str, int], buyers: Sequence[str], found: Purchases
) -> Iterator[Sequence[int]]:
    """Yield notices that print one number, or one title and no two buyers."""
    numbers: dict[str, list[int]] = defaultdict(list)
    titles: dict[str, list[int]] = defaultdict(list)
    for statement in view.scan(_NAMING):
        place = places.get(statement.notice)
        if place is None:
            continue
        if statement.property is Property.NUMBER:
            numbers[statement.key or statement.value].append(place)
        elif len(title := core_title(statement.value)) >= _TITLE:
            titles[title].append(place)
    yield from (some for some in numbers.values() if 1 < len(some) <= _CROWD)
    for some in titles.values():
        if 1 < len(some) <= _CROWD:
            for one, other in combinations(dict.fromkeys(some), 2):
                if not buyers[one] or not buyers[other] or _one_name(found, buyers[one], buyers[other]):
                    yield (one, other)


def _one_name(found: Purchases, one: str, other: str) -> bool:
    """Return whether two buyers are or may be one: the name of one is that of the other with characters left out."""
    if one == other:
        return True
    short, long = sorted((found.names.get(one, ""), found.names.get(other, "")), key=len)
    signs = iter(long)
    return bool(short) and all(sign in signs for sign in short)


# Texts


class Heap:
    """The notices' texts, a few at a time in memory."""

    def __init__(self, view: View, parts: Sequence[Part]) -> None:
        self.view = view
        self.parts = parts
        self._readings: dict[str, Reading] = {}
        self._words: dict[int, Words] = {}
        self._held = 0  # characters of these readings
        self._kept = 0  # characters of these words

    def fetch(self, place: int) -> None:
        """Have the texts of the next notices ready, for who goes through all of them."""
        wanted = (part.notice.document for part in self.parts[place : place + _BATCH])
        missing = list(dict.fromkeys(document for document in wanted if document not in self._readings))
        self._hold(self.view.readings_of(missing))

    def reading(self, place: int) -> Reading | None:
        """Return the text in which a notice stands; those last asked for are kept."""
        document = self.parts[place].notice.document
        if document not in self._readings:
            self._hold(self.view.readings_of([document]))
        return self._readings.get(document)

    def _hold(self, some: Mapping[str, Reading]) -> None:
        if self._held > _HELD:
            self._readings, self._held = {}, 0
        self._readings.update(some)
        self._held += sum(len(reading.text) + _BLOCK * len(reading.blocks) for reading in some.values())

    def words(self, place: int) -> Words:
        """Return the words of a notice; those last asked for are kept."""
        if place not in self._words:
            if self._kept > _KEPT:
                self._words, self._kept = {}, 0
            notice = self.parts[place].notice
            reading = self.reading(place)
            # A reading that was made anew since the notice was found in it has other places.
            known = reading is not None and reading.id == notice.reading
            self._words[place] = words_of(reading, notice.start, notice.end) if reading and known else _NO_WORDS
            self._kept += len(self._words[place].codes) + _BLOCK
        return self._words[place]

    def each(self) -> Iterator[tuple[int, Words]]:
        """Yield all notices with their words."""
        for place in range(len(self.parts)):
            if place % _BATCH == 0:
                self.fetch(place)
            yield place, self.words(place)

    def words_between(self, place: int, start: int, end: int) -> str:
        """Return what is printed in a notice's document, code points, half open."""
        reading = self.reading(place)
        return reading.text[start:end] if reading is not None else ""

    def text(self, place: int, at: int, size: int) -> tuple[int, int, str]:
        """Return where a stretch of a notice's words stands in its document, and what is printed there."""
        words = self.words(place)
        start, end = int(words.places[at]), int(words.places[at + size - 1]) + 1
        return start, end, self.words_between(place, start, end)


class _Counts:
    """In how many groups of related notices short runs of characters stand: two tables of a fixed size.

    Different runs may share a field of a table, which then counts too many: a passage may be taken for a form's, a form
    never for a passage.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.origins = len({part.origin for part in parts})
        characters = sum(min(part.notice.end - part.notice.start, LONGEST) for part in parts)
        self._step = max(2, (characters // _RUNS).bit_length())
        """Of the runs, one in 2 to this power is counted."""
        self._short = np.zeros(1 << min(max(characters.bit_length() + 1, 16), 26), np.uint8)
        self._tiny = np.zeros(1 << min(max(characters.bit_length() + 1, 16), 24), np.uint16)
        self._often = max(_OFTEN, int(_OFTEN_SHARE * self.origins))
        self.compared = 0

    def take(self, some: Sequence[Words]) -> None:
        """Count the notices of one group."""
        some = [words for words in some if len(words.codes)]
        self.compared += len(some)
        if not some:
            return
        codes = np.concatenate([piece for words in some for piece in (words.codes, _ONE_BREAK)])
        runs, at = self._runs(codes)
        fields = np.unique(runs[at] % np.uint64(len(self._short)))
        self._short[fields] = np.minimum(self._short[fields], 254) + 1
        fields = np.unique(self._terms(codes)[0])
        self._tiny[fields] = np.minimum(self._tiny[fields], 65534) + 1

    def runs(self, codes: Codes) -> tuple[NDArray[np.uint8], Places]:
        """Return in how many groups the counted runs of a text stand, and where they begin."""
        runs, at = self._runs(codes)
        return self._short[runs[at] % np.uint64(len(self._short))], at

    def usual(self, codes: Codes) -> float:
        """Return the share of a passage's shortest runs that this heap uses all the time, 0 to 1."""
        fields, _ = self._terms(codes)
        return float((self._tiny[fields] > self._often).mean()) if len(fields) else 1.0

    def own(self, codes: Codes) -> list[tuple[int, int]]:
        """Return a passage without long stretches that many more procedures have than the rest of it: what is left of it."""
        stand, at = self.runs(codes)
        if not len(stand):
            return [(0, len(codes))]
        rare = int(np.quantile(stand, _RAREST, method="lower"))
        form = (stand > 3 * rare + 1) | ((stand > 2 * rare) & (stand > self.origins / 2))
        edges = np.flatnonzero(np.diff(np.r_[False, form, False].astype(np.int8)))
        cuts = [
            (int(at[first]), int(at[last - 1]) + SHORT)
            for first, last in edges.reshape(-1, 2).tolist()
            if at[last - 1] + SHORT - at[first] >= _STRETCH
        ]
        ends = [0, *(place for cut in cuts for place in cut), len(codes)]
        return [(low, high) for low, high in zip(ends[::2], ends[1::2], strict=True) if high - low >= _LEAST]

    def _runs(self, codes: Codes) -> tuple[Hashes, Places]:
        runs, whole = _grams(codes, SHORT)
        at = np.flatnonzero(whole & ((runs >> np.uint64(40)) & np.uint64((1 << self._step) - 1) == 0))
        return runs, at

    def _terms(self, codes: Codes) -> tuple[Hashes, Places]:
        """Return fields of the shortest runs that are like words: of Han characters, or thrice as many other ones."""
        few, whole = _grams(codes, _TERM)
        many, whole_too = _grams(codes, 3 * _TERM)
        if not len(few):
            return few, np.empty(0, np.int64)
        han = codes >= _FIRST_HAN
        all_han = _counted(han)
        is_han = all_han[_TERM:] - all_han[:-_TERM] == _TERM
        here = np.flatnonzero(whole & is_han)
        there = np.flatnonzero(whole_too & ~is_han[: len(many)])
        fields = np.r_[few[here], many[there]] % np.uint64(len(self._tiny))
        return fields, np.r_[here, there]


# Fingerprints


def _prints(heap: Heap, counts: _Counts) -> tuple[Hashes, NDArray[np.int32], NDArray[np.int32]]:
    """Return fingerprints that several but not many groups may have, with the place of their notice and their own."""
    kept: list[Hashes] = [np.empty(0, np.uint64)]
    owners: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
    places: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
    for place, words in heap.each():
        codes = words.codes
        grams, whole = _grams(codes, _GRAM)
        if not len(grams):
            continue
        at = _winnowed(np.where(whole, grams, _LAST))
        stand, where = counts.runs(codes)
        # The counted runs within each fingerprint: one that stands nowhere else makes it stand nowhere else.
        alone, many = _counted(stand < 2), _counted(stand > MOST)
        low, high = np.searchsorted(where, at), np.searchsorted(where, at + _GRAM - SHORT, side="right")
        shared = (alone[high] == alone[low]) & (2 * (many[high] - many[low]) <= high - low)
        at = at[shared]
        kept.append(grams[at])
        owners.append(np.full(len(at), place, np.int32))
        places.append(at.astype(np.int32))
    return np.concatenate(kept), np.concatenate(owners), np.concatenate(places)


def _winnowed(grams: Hashes) -> Places:
    """Return which fingerprints to keep: the smallest of every `_WINDOW` that follow each other, so that two texts which
    share `_GRAM` + `_WINDOW` - 1 characters share one."""
    if len(grams) < _WINDOW:
        return np.flatnonzero(grams == grams.min()) if len(grams) and grams.min() != _LAST else np.empty(0, np.int64)
    least = grams
    reach = 1
    while reach < _WINDOW:
        least = np.minimum(least[:-reach], least[reach:])
        reach *= 2
    most = np.r_[np.zeros(_WINDOW - 1, np.uint64), least, np.zeros(_WINDOW - 1, np.uint64)]
    reach = 1
    while reach < _WINDOW:
        most = np.maximum(most[:-reach], most[reach:])
        reach *= 2
    return np.flatnonzero((most == grams) & (grams != _LAST))


def _pairs(
    parts: Sequence[Part], prints: tuple[Hashes, NDArray[np.int32], NDArray[np.int32]]
) -> tuple[NDArray[np.int64], bool]:
    """Return (one, other, its place less ours, our place) for each fingerprint that two unrelated notices share, sorted."""
    grams, owners, places = prints
    origins = np.array([part.origin for part in parts], np.int64)
    order = np.lexsort((owners, grams))
    grams, owners, places = grams[order], owners[order], places[order]
    starts = np.flatnonzero(np.r_[True, grams[1:] != grams[:-1]]) if len(grams) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, len(grams)])
    buyers, agencies = (
        _numbered([each(part) for part in parts]) for each in (attrgetter("buyer"), attrgetter("agency"))
    )
    coded: list[NDArray[np.int64]] = [np.empty((0, 4), np.int64)]
    number, cut = 0, False
    for size in range(2, 2 * MOST + 1):
        at = starts[sizes == size]
        if not len(at):
            continue
        if number + len(at) * size * (size - 1) // 2 > MOST_PAIRS:
            cut = True
            break
        rows = at[:, None] + np.arange(size)
        # Twice in one notice is once; and what stands in too many groups is a form's.
        groups = np.sort(origins[owners[rows]], axis=1)
        rows = rows[1 + (groups[:, 1:] != groups[:, :-1]).sum(axis=1) <= MOST]
        for i, j in combinations(range(size), 2):
            one, other = rows[:, i], rows[:, j]
            unlike = origins[owners[one]] != origins[owners[other]]
            unlike &= _differ(buyers, owners[one], owners[other]) | (
                (agencies[owners[one]] * agencies[owners[other]] > 0) & _differ(agencies, owners[one], owners[other])
            )
            one, other = one[unlike], other[unlike]
            coded.append(
                np.stack(
                    (owners[one], owners[other], places[other].astype(np.int64) - places[one], places[one]), axis=1
                )
            )
            number += len(one)
    pairs = np.concatenate(coded)
    return pairs[np.lexsort((pairs[:, 3], pairs[:, 2], pairs[:, 1], pairs[:, 0]))], cut


def _numbered(names: Sequence[str]) -> NDArray[np.int64]:
    """Return a number for each name, 0 for an empty one."""
    known = {"": 0}
    return np.array([known.setdefault(name, len(known)) for name in names], np.int64)


def _differ(numbers: NDArray[np.int64], one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return where two notices do not have one and the same known name."""
    differ: NDArray[np.bool_] = (numbers[one] != numbers[other]) | (numbers[one] == 0)
    return differ


def _matches(heap: Heap, pairs: NDArray[np.int64]) -> Iterator[_Match]:
    """Extend each pair of places as far as both texts agree; yield what is long enough, once."""
    before, reached = (-1, -1, 0), 0
    for one, other, shift, at in pairs.tolist():
        if (one, other, shift) == before and at < reached:
            continue
        first, second = heap.words(one), heap.words(other)
        start, end = _extended(first.codes, second.codes, at, at + shift)
        before, reached = (one, other, shift), end
        start, end = _whole(heap, one, start, end)
        if end - start < _LEAST:
            continue
        again, stop = _whole(heap, other, start + shift, end + shift)
        start, end = again - shift, stop - shift
        if end - start >= _LEAST and all(
            printed(heap.text(place, begin, end - start)[2]) >= SHORTEST
            for place, begin in ((one, start), (other, start + shift))
        ):
            yield _Match(one, other, start, start + shift, end - start)


def _extended(first: Codes, second: Codes, at: int, there: int) -> tuple[int, int]:
    """Return how far two texts agree around a place, in the first: half open."""
    ahead = _agree(first[at:], second[there:])
    back = _agree(first[:at][::-1], second[:there][::-1])
    return at - back, at + ahead


def _agree(one: Codes, other: Codes) -> int:
    """Return how many characters two texts begin with alike."""
    most, done = min(len(one), len(other)), 0
    while done < most:
        stop = min(done + _LOOK, most)
        wrong = np.flatnonzero((one[done:stop] != other[done:stop]) | (one[done:stop] == _BREAK))
        if len(wrong):
            return done + int(wrong[0])
        done = stop
    return most


def _whole(heap: Heap, place: int, start: int, end: int) -> tuple[int, int]:
    """Narrow a stretch to whole words and numbers: (1)920 is another number."""
    words = heap.words(place)
    codes, places = words.codes, words.places

    def joined(at: int) -> bool:
        return bool(
            0 < at < len(codes)
            and _is_letter(int(codes[at - 1]))
            and _is_letter(int(codes[at]))
            and places[at] == places[at - 1] + 1
        )

    while start < end and joined(start):
        start += 1
    while start < end and joined(end):
        end -= 1
    return start, end


def _is_letter(code: int) -> bool:
    return code < _FIRST_HAN and (chr(code).isalnum() or code in (_POINT, _DASH))


# Passages


def _told(view: View, found: Purchases, heap: Heap, counts: _Counts, matches: Sequence[_Match], *, cut: bool) -> Reuse:
    teller = _Teller(view, found, heap, counts)
    passages: list[Passage] = []
    left = Counter[Reason]()
    known: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for places in _gathered(heap, counts, matches):
        told = teller.told(places)
        if isinstance(told, Reason):
            left[told] += 1
        elif told is not None:
            words, notices = squash(told.text), frozenset(each.notice for each in told.occurrences)
            # The same words once more in the same notices say nothing new.
            if not any(words in other and notices <= those for other, those in known[min(notices)]):
                passages.append(told)
                for notice in notices:
                    known[notice].append((words, notices))
    passages.sort(key=lambda each: (-each.buyers, -each.characters, each.id))
    rows = [row for passage in passages for row in passage.occurrences]
    named = {one for row in rows for one in (row.buyer, row.agency, *row.suppliers) if one}
    return Reuse(
        passages=tuple(passages),
        notices=counts.compared,
        left_out=tuple(left.most_common()),
        names={one: found.names[one] for one in sorted(named)},
        cut=cut,
    )


_Place = tuple[int, int, int, int]
"""Part, place in its stream, size, and how far behind the passage's beginning it begins."""


def _gathered(heap: Heap, counts: _Counts, matches: Sequence[_Match]) -> Iterator[list[_Place]]:
    """Yield the places of each passage: the longest match, then all that hold as much of it as a passage has to have.

    A match goes on into the words of a form where both have these behind it; they are cut off. What a passage has told is
    not told again by a part of it.
    """
    by_part: dict[int, list[_Match]] = defaultdict(list)
    for match in matches:
        by_part[match.one].append(match)
        by_part[match.other].append(_Match(match.other, match.one, match.there, match.at, match.size))
    told: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for match in sorted(matches, key=lambda each: (-each.size, each.one, each.other, each.at, each.there)):
        if all(
            _is_told(told[part], at, match.size) for part, at in ((match.one, match.at), (match.other, match.there))
        ):
            continue
        codes = heap.words(match.one).codes[match.at : match.at + match.size]
        for cut in counts.own(codes):
            low, high = _at_lines(heap, match, *cut)
            places = _places(heap, by_part[match.one], match.one, match.at + low, match.at + high)
            for part, at, size, _ in places:
                told[part].append((at, at + size))
            if len(places) > 1:
                yield places
        for part, at in ((match.one, match.at), (match.other, match.there)):
            told[part].append((at, at + match.size))


def _at_lines(heap: Heap, match: _Match, low: int, high: int) -> tuple[int, int]:
    """Move the ends at which a form's words were cut off to the end of a line beside them."""
    begin, _, text = heap.text(match.one, match.at, match.size)
    places = heap.words(match.one).places[match.at : match.at + match.size] - begin
    if low and (found := text.find("\n", places[low], places[min(low + _BESIDE, high - 1)])) >= 0:
        low = int(np.searchsorted(places, found))
    if high < match.size and (found := text.rfind("\n", places[max(high - _BESIDE, low)], places[high - 1])) >= 0:
        high = int(np.searchsorted(places, found))
    return low, high


def _places(heap: Heap, matches: Sequence[_Match], part: int, start: int, end: int) -> list[_Place]:
    """Return where a stretch of a notice's words stands, itself first: the most of it in each notice that has enough."""
    places: dict[int, _Place] = {part: (part, start, end - start, 0)}
    for match in matches:
        low, high = max(match.at, start), min(match.at + match.size, end)
        if high - low < _LEAST or (match.other in places and places[match.other][2] >= high - low):
            continue
        begin = match.there + low - match.at
        if printed(heap.text(match.other, begin, high - low)[2]) >= SHORTEST:
            places[match.other] = (match.other, begin, high - low, low - start)
    return list(places.values())


def _is_told(told: Sequence[tuple[int, int]], at: int, size: int) -> bool:
    """Return whether most of a stretch has been told."""
    covered = sum(max(0, min(end, at + size) - max(start, at)) for start, end in told)
    return covered >= _MOSTLY * size


class _Teller:
    """Decides which passages are listed and says what is known of them."""

    def __init__(self, view: View, found: Purchases, heap: Heap, counts: _Counts) -> None:
        self.view = view
        self.found = found
        self.heap = heap
        self.counts = counts
        self._dates = {act.document: act.date for act in found.acts}
        self._winners: dict[str, set[str]] = defaultdict(set)
        for won in found.lots:
            self._winners[won.procedure].update(won.winners)
        self._by_agency: Counter[str] = Counter()
        self._by_portal: Counter[str] = Counter()
        self._portals = self._places()
        for _, some in groupby(heap.parts, attrgetter("origin")):
            group = list(some)
            self._by_agency.update({part.agency for part in group} - {""})
            self._by_portal.update({self._portals.get(part.notice.document, "") for part in group})

    def _places(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for arrival in self.view.scan_arrivals():
            found.setdefault(arrival.digest, portal_of(arrival.origin))
        return found

    def told(self, places: Sequence[_Place]) -> Passage | Reason | None:
        """Return a passage, why it is none, or None where too few places are left."""
        parts = self.heap.parts
        places = self._trimmed(places)
        groups = {parts[place[0]].origin for place in places}
        if len(groups) < 2:
            return None
        codes = self.heap.words(places[0][0]).codes[places[0][1] : places[0][1] + places[0][2]]
        if len(np.unique(_grams(codes, SHORT)[0])) + SHORT <= _LEAST:
            return None  # one short sentence, many times
        stand, _ = self.counts.runs(codes)
        common = float((stand > 2 * len(groups) + 2).mean()) if len(stand) else 1.0
        reason = self._reason(places, len(groups), common, codes)
        if reason is not None:
            return reason
        whole = [place for place in places if place[2] == places[0][2]]
        lead = min(whole, key=lambda place: (self._day(parts[place[0]]) or "9", parts[place[0]].notice.id))
        return self._passage([self._occurrence(place, lead) for place in places], lead, len(groups), common)

    def _trimmed(self, places: Sequence[_Place]) -> Sequence[_Place]:
        """Return the places without the labels and lines of a form at either end; those that are then too short go."""
        part, at, size, _ = places[0]
        low, high = self._own(part, at, size)
        kept = []
        for place in places:
            first, last = max(place[3], low), min(place[3] + place[2], high)
            begin = place[1] + first - place[3]
            if last - first >= _LEAST and printed(self.heap.text(place[0], begin, last - first)[2]) >= SHORTEST:
                kept.append((place[0], begin, last - first, first - low))
        return kept if kept and kept[0][0] == part else []

    def _own(self, part: int, at: int, size: int) -> tuple[int, int]:
        """Return what is left of a stretch, from its beginning, without lines at its ends that this heap uses all the time."""
        words = self.heap.words(part)
        start, _, text = self.heap.text(part, at, size)
        codes, places = words.codes[at : at + size], words.places[at : at + size] - start
        ends = [int(np.searchsorted(places, found.end())) for found in _END.finditer(text)]
        cuts = list(dict.fromkeys((0, *ends, size)))
        pieces = list(pairwise(cuts))
        while pieces and self._is_usual(codes[slice(*pieces[0])]):
            del pieces[0]
        while pieces and self._is_usual(codes[slice(*pieces[-1])]):
            del pieces[-1]
        return (pieces[0][0], pieces[-1][1]) if pieces else (0, 0)

    def _is_usual(self, codes: Codes) -> bool:
        if len(codes) > _LABEL or self.counts.usual(codes) <= _USUAL:
            return False
        stand, _ = self.counts.runs(codes)
        return len(codes) < SHORT or (len(stand) > 0 and float((stand > MOST).mean()) > _COMMON)

    def _reason(self, places: Sequence[_Place], groups: int, common: float, codes: Codes) -> Reason | None:
        parts = [self.heap.parts[place[0]] for place in places]
        if common > _COMMON:
            return Reason.FORM
        if self._is_one(parts):
            return Reason.BUYER
        agencies = {part.agency for part in parts}
        if len(agencies) == 1 and (agency := agencies.pop()) and _is_own(groups, self._by_agency[agency]):
            return Reason.AGENCY
        portals = {self._portals.get(part.notice.document, "") for part in parts}
        if len(portals) == 1 and _is_own(groups, self._by_portal[portals.pop()]):
            return Reason.PORTAL
        text = self.heap.text(*places[0][:3])[2]
        return Reason.PROCEDURE if self.counts.usual(codes) > _ABOUT else about(text)

    def _is_one(self, parts: Sequence[Part]) -> bool:
        """Return whether all may be of one buyer, and no two agencies are known."""
        agencies = {part.agency for part in parts} - {""}
        if any(not _one_name(self.found, one, other) for one, other in combinations(agencies, 2)):
            return False
        return not any(two_buyers(self.view, self.found, one, other) for one, other in combinations(parts, 2))

    def _day(self, part: Part) -> str:
        purchase = self.found.procedures.get(part.procedure)
        return self._dates.get(part.notice.document, "") or (purchase.date if purchase is not None else "")

    def _occurrence(self, place: _Place, lead: _Place) -> Occurrence:
        part = self.heap.parts[place[0]]
        start, end, _ = self.heap.text(*place[:3])
        whole = self.heap.text(*lead[:3])[0]
        first, last, _ = self.heap.text(lead[0], lead[1] + place[3], place[2])
        return Occurrence(
            document=part.notice.document,
            notice=part.notice.id,
            procedure=part.procedure,
            start=start,
            end=end,
            part=(first - whole, last - whole),
            date=self._day(part),
            buyer=part.buyer,
            agency=part.agency,
            suppliers=tuple(sorted(self._winners.get(part.procedure, ()))),
            portal=self._portals.get(part.notice.document, ""),
        )

    def _passage(self, rows: Sequence[Occurrence], lead: _Place, groups: int, common: float) -> Passage:
        text = self.heap.text(*lead[:3])[2]
        told = tuple(sorted(rows, key=lambda row: (row.date or "9", row.notice)))
        return Passage(
            id=f"pg-{hashlib.blake2b(squash(text).encode(), digest_size=6).hexdigest()}",
            text=text,
            characters=printed(text),
            procedures=groups,
            buyers=len({row.buyer for row in told} - {""}),
            agencies=len({row.agency for row in told} - {""}),
            suppliers=len({one for row in told for one in row.suppliers}),
            portals=len({row.portal for row in told}),
            common=round(common, 4),
            first=min((row.date for row in told if row.date), default=""),
            occurrences=told,
        )


def _is_own(groups: int, of: int) -> bool:
    """Return whether what stands in `groups` procedures is a large part of all those that an agency or a portal has."""
    return groups > of / 2 or (of >= _ENOUGH and groups >= _OWN * of)


# Characters


def _folded(codes: Codes) -> Codes:
    """Return each character folded, `_NOTHING` for what is not compared."""
    table = _table()
    folded = table[codes]
    unknown = folded == _UNKNOWN
    if unknown.any():
        for code in np.unique(codes[unknown]).tolist():
            table[code] = _fold_one(chr(code))
        folded = table[codes]
    return folded


def _fold_one(sign: str) -> int:
    plain = simplify(fold(sign))
    plain = plain if len(plain) == 1 else sign
    return ord(plain) if plain.isalnum() or plain in _TELLING else _NOTHING


@cache
def _table() -> Codes:
    """Return what each code point is folded to, filled as they are met."""
    return np.full(0x110000, _UNKNOWN, np.uint32)


def _signs(codes: Codes) -> NDArray[np.bool_]:
    """Return where something is printed that is no blank."""
    blanks = np.frombuffer(_BLANKS.encode("utf-32-le"), dtype="<u4")
    return ~np.isin(codes, blanks)


def _grams(codes: Codes, size: int) -> tuple[Hashes, NDArray[np.bool_]]:
    """Return a number for each run of `size` characters, and whether it is without a break."""
    count = len(codes) - size + 1
    if count <= 0:
        return np.empty(0, np.uint64), np.empty(0, np.bool_)
    power, reach = (codes.astype(np.uint64) + np.uint64(1)) * _ODD, 1
    mixed, done = np.zeros(0, np.uint64), 0
    # Runs of 1, 2, 4 … characters, joined as the binary figures of `size` say.
    while True:
        if size & reach:
            mixed = power if not done else _joined(mixed, power, done, reach)
            done += reach
        if done == size:
            break
        power = _joined(power, power, reach, reach)
        reach *= 2
    mixed = mixed[:count]
    mixed ^= mixed >> np.uint64(31)
    mixed *= _ODDER
    mixed ^= mixed >> np.uint64(29)
    breaks = _counted(codes == _BREAK)
    return mixed, breaks[size:] == breaks[:-size]


def _counted(flags: NDArray[np.bool_]) -> Places:
    """Return how many flags are up before each place, and in all."""
    counts = np.zeros(len(flags) + 1, np.int64)
    np.cumsum(flags, out=counts[1:])
    return counts


def _joined(first: Hashes, second: Hashes, size: int, more: int) -> Hashes:
    """Return a number for each run of `size` characters with the `more` behind it."""
    count = len(second) - size
    return first[:count] * np.uint64(pow(_BASE, more, 1 << 64)) + second[size:]


_NOTHING, _BREAK, _UNKNOWN = 0, 1, 0xFFFFFFFF
_ONE_BREAK = np.array([_BREAK], np.uint32)
_NO_WORDS = Words(np.empty(0, np.uint32), np.empty(0, np.int32))
_ZERO, _NINE, _STAR, _POINT, _DASH = map(ord, "09*.-")
_POINTS = [ord("."), ord("．")]
_FIRST_HAN = 0x2E80
_BLANKS = " \t\n\r\f\v\u00a0\u3000\u00ad\u200b\u200c\u200d\u2060\ufeff"
_TELLING = "±×÷≤≥<>=%‰°℃"
"""Signs that make another figure of one."""
_NOT_OWN = frozenset({BlockKind.FURNITURE, BlockKind.TITLE})
_ODD, _ODDER, _BASE = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD), 0xD6E8FEB86659FD93
_LAST = np.uint64(0xFFFFFFFFFFFFFFFF)

_GRAM = 24  # characters of a fingerprint
_WINDOW = 32  # fingerprints of which one is kept, a power of two: what shares 55 characters is found
_LEAST = 48  # letters, Han characters and figures of a passage of the shortest kind, signs and blanks aside
_TERM = 4  # Han characters that are about a word
_RUNS = 1 << 25  # runs that are counted, more or less
_LOOK = 512  # characters that are compared at a time
_BATCH = 100  # readings that are fetched at a time
_HELD = 20_000_000  # characters of the readings that are held, blocks counted as `_BLOCK` each
_KEPT = 30_000_000  # characters of the words that are held
_BLOCK = 50
_CROWD = 60  # notices beyond which a number or a title names nothing
_TITLE = 6  # characters of a title that names something
_MOSTLY = 0.8  # share of a stretch that was told with another passage
_RAREST = 0.1  # share of a passage's runs that is surely its own
_BESIDE = 2 * SHORT  # characters within which a form's words may begin
_STRETCH = 40  # characters of a stretch that is cut out of a passage as a form's
_COMMON = 0.4  # share of a passage that may stand in many other procedures
_OFTEN = 8  # groups of notices in which a word stands that the heap uses all the time; at least this share of them:
_OFTEN_SHARE = 0.1
_USUAL = 0.6  # share of such words beyond which a line belongs to a form
_ABOUT = 0.7  # share beyond which a passage is about the procedure
_OWN = 0.25  # share of its procedures from which a passage is an agency's or a portal's form, where it has enough:
_ENOUGH = 12
_TALK_EVERY = 25  # Han characters for each word on the procedure
_LATIN = 3.0  # Latin letters that say as much as one Han character
_LABEL = 40  # characters of a line that is left out where it belongs to a form
_END = re.compile(r"(?<!\d)\n|\n(?!\d)|[:：](?!\d)")
_CODE = re.compile("(?=[A-Z0-9()-]*[0-9]{5})[A-Z0-9()-]{9,}")
_BID = re.compile(
    "业绩|奖|资质|项目负责人|项目经理|总监理|建造师|工程师|职称|安全员|施工员|资料员|质检员|材料员|上岗证|身份证|社保|注册证|合格证|"
    r"\b(?:curriculum|reference projects?|licen[cs]e no|certificate no|project manager)\b"
)
_DESCRIBES = re.compile(
    r"(?:descr|note\b|content|body|text|html|criteri|requirement|specif|remark|内容|需求|说明|描述|参数|要求)[^/]*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"appeal|review|address|organi[sz]ation|party|extension|process|renewal|option|funding|legal|lefti|auction|contractor|language|"
    r"translation|justification|subcontract|addi?tional|info_add|document|link|url",
    re.IGNORECASE,
)
_HAN = re.compile("[\u4e00-\u9fff]")
_TALK = re.compile(
    "投标|招标|响应文件|磋商|谈判|供应商|竞买|应答|报价|资格|公告|公示|质疑|投诉|异议|开标|评标|评审|中标|成交|代理机构|采购人|采购法|"
    "条例|法律|中华人民共和国|信用|失信|违法|保证金|联合体|递交|逾期|截止|获取|营业执照|财政|社会保障|纳税|小微|中小企业|监狱企业|残疾人|"
    "节能产品|北京时间|工作日|节假日|上午|下午|履约|合同|付款|支付|公章|法定代表人|授权|电子交易|登录|注册|证书|点击|网站|网址|http|操作说明|售价|发布人|发布时间|联系|电话|地址|邮编|邮箱|传真|办理|下载|上传|解密|"
    r"\b(?:tender|bid|bids|bidder|bidders|bidding|supplier|suppliers|contracting authority|contractor|contractors|award|awarded|"
    r"procurement|submission|submit|submitted|deadline|eligib\w+|exclusion|appeal|complaint|review body|contract|notice|directive|"
    r"ombudsman|court|tribunal|\w*gericht\w*|rechtsmittel\w*|recours|ricorso|recurso|vergab\w*|angebot\w*|bieter\w*|frist|auftraggeber\w*|beschwerde\w*|offre|"
    r"offres|soumission\w*|délai|marché|oferta\w*|licitad\w*|plazo|offert\w*|appalt\w*|aanbested\w*|inschrijv\w*|oferty|zamaw\w*|"
    r"regulation|act|law|offer|offers|tenderer|tenderers|economic operators?|espd|payment|signed|registration|portal)\b"
)
