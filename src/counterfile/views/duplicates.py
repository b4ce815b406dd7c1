"""Which documents say the same: the same bytes, the same notice elsewhere, the same page at another time.

Nothing is deleted or hidden; the links are made anew from the facts. What is compared is a document's own text, without
furniture (`text.shingles`), and what it states. Three kinds:

- *exact*: the same bytes under several names, or at several places;
- *near*: the same notice in other dress (another portal, another format, other line breaks, other order). All numbers,
  dates and sums that one prints where the other prints something must agree, and so must kind of notice, round and lots;
- *version*: one page captured more than once and changed: the same address or the portal's own name for it, or the same
  number, title, kind, round and day of publication, with a text that differs in part.

A correction, a second round, another lot, a candidate list beside its award and another purchase with the same sentences
are none of these, however alike they are: where a rule cannot tell, there is no link.

Documents are candidates for each other when they share shingles that few documents have. Sentences that come with the
form are in hundreds of notices and count for nothing, so the work grows with the number of documents and not with its
square.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations, groupby

import msgspec
import numpy as np

from counterfile.model.document import Arrival, State
from counterfile.model.notice import Property
from counterfile.model.reading import BlockKind, Reading
from counterfile.model.statement import Statement
from counterfile.store.ports import View
from counterfile.text import shingles
from counterfile.text.kinds import find_lots, stage_of
from counterfile.text.names import core_title, round_of
from counterfile.text.script import fold
from counterfile.text.shingles import Change, Comparison, Sketch, Stream

COMMON = 24
"""Documents above which a shingle is a sentence of the form and says nothing."""

LIKELY = 0.35
"""Share of the rare shingles of the poorer document that both must have to be compared."""

DAYS = 31
"""Days within which portals publish the same notice."""

LONGEST = 200_000
"""Characters of a document's own text that are compared."""


class TwinKind(StrEnum):
    """How two documents are the same."""

    EXACT = "exact"
    NEAR = "near"
    VERSION = "version"


class Twin(msgspec.Struct, frozen=True):
    """A document that says the same as the one that was asked about."""

    kind: TwinKind
    digest: str
    similarity: float
    """Shared shingles by all shingles, 0 to 1; 1 for the same bytes."""
    differs: tuple[str, ...]
    """Each place where they differ, in canonical spelling: ``20210320 → 20210325``, ``+ …`` what the twin has more,
    ``- …`` what it lacks; at most `TOLD`. For the same bytes, the further names under which they came."""


class Pair(msgspec.Struct, frozen=True):
    """Two documents that say the same."""

    one: str
    """The digest that sorts first."""
    other: str
    kind: TwinKind
    similarity: float


class Group(msgspec.Struct, frozen=True):
    """Documents that are linked to each other, directly or by others."""

    digests: tuple[str, ...]
    """Sorted."""
    pairs: tuple[Pair, ...]
    """The links that were found, versions too."""


class Copies(msgspec.Struct, frozen=True):
    """One document that arrived more than once."""

    digest: str
    origins: tuple[str, ...]
    """In order of arrival, at least two."""


class Groups(msgspec.Struct, frozen=True):
    """All duplicates of an inquiry."""

    exact: tuple[Copies, ...]
    linked: tuple[Group, ...]
    documents: int
    """Documents with a text of their own, which were compared."""


TOLD = 20
"""Differences that are told of one pair."""


class Page(msgspec.Struct, frozen=True):
    """What is compared of one document: what an index over documents has to keep."""

    digest: str
    text: bytes
    """The canonical own text, compressed."""
    size: int
    """Characters of the stream."""
    stream: bytes
    """Digest of the stream: equal where the own texts are, but for blanks and punctuation."""
    sketch: Sketch


class Face(msgspec.Struct, frozen=True):
    """What a document states, as far as it tells duplicates from others."""

    stages: frozenset[str]
    rounds: frozenset[str]
    numbers: frozenset[str]
    titles: frozenset[str]
    lots: frozenset[str]
    buyers: frozenset[str]
    suppliers: frozenset[str]
    published: frozenset[str]
    pages: frozenset[str]
    """The names that portals have for the page: addresses and ids, from its arrivals."""


# The doors


def of(view: View, digest: str, among: Collection[str] | None = None) -> tuple[Twin, ...]:
    """Return the documents that say the same as this one, exact copies first, then by similarity.

    Goes through the search index for what may be alike, so that it costs some dozen documents and not all of them.

    Args:
        view: The facts.
        digest: The document.
        among: The only ones that may be alike, as `Groups` links them; None to look for them.
    """
    arrivals = view.arrivals(digest)
    twins = []
    if len(arrivals) > 1:
        twins.append(Twin(TwinKind.EXACT, digest, 1.0, tuple(arrival.origin for arrival in arrivals)))
    reading = view.reading_of(digest)
    if reading is None:
        return tuple(twins)
    wanted = [digest, *(_neighbors(view, digest, reading, arrivals) if among is None else sorted(among))]
    pages = {page.digest: page for page in _pages(view, wanted)}
    if digest not in pages:
        return tuple(twins)
    faces = _faces(view, wanted)
    mine = Stream(_canonical(pages[digest]))
    found = []
    for other in wanted[1:]:
        if other not in pages:
            continue
        allowed = _may(faces[digest], faces[other])
        if not allowed and not _is_copy(pages[digest], pages[other]):
            continue
        its = Stream(_canonical(pages[other]))
        compared = shingles.compare(mine, its)
        if compared.changes and not allowed:
            continue
        kind, changes = judge(compared, mine, its, faces[digest], faces[other])
        if kind is not None:
            found.append(Twin(kind, other, round(compared.resemblance, 4), _told(changes)))
    return (*twins, *sorted(found, key=lambda twin: (-twin.similarity, twin.digest)))


def groups(view: View) -> Groups:
    """Return all duplicates of an inquiry: goes through every document once."""
    index = Index()
    for page in _pages(view, _read(view)):
        index.take(page)
    found = _linked(index, view)
    return Groups(tuple(_copies(view)), tuple(found), len(index))


# The index


class Index:
    """The documents that were taken in so far, and the pairs of them that are worth comparing.

    Only `Page` is kept of a document, so that a store may keep it and a run need only take in what is new.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.pages: list[Page] = []

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self.pages)

    def take(self, page: Page) -> None:
        """Take in a document."""
        self.pages.append(page)

    def alike(self) -> list[list[int]]:
        """Return the documents gathered by equal streams: each list holds places in `pages`, in order."""
        by_stream: dict[bytes, list[int]] = {}
        for place, page in enumerate(self.pages):
            by_stream.setdefault(page.stream, []).append(place)
        return list(by_stream.values())

    def candidates(self, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield pairs out of `places` that share enough shingles that few others have."""
        if len(places) < 2:
            return
        sketches = [self.pages[place].sketch for place in places]
        owners = np.repeat(np.arange(len(places), dtype=np.uint32), [len(sketch) for sketch in sketches])
        features = np.concatenate(sketches)
        order = np.argsort(features, kind="stable")
        features, owners = features[order], owners[order]
        starts = np.flatnonzero(np.r_[True, features[1:] != features[:-1]])
        sizes = np.diff(np.r_[starts, len(features)])
        rare = (sizes >= 2) & (sizes <= COMMON)
        poor = np.bincount(owners[np.repeat(sizes <= COMMON, sizes)], minlength=len(places))
        coded = []
        for size in range(2, COMMON + 1):
            at = starts[rare & (sizes == size)]
            if len(at):
                rows = owners[at[:, None] + np.arange(size)].astype(np.uint64)
                coded += [rows[:, i] << np.uint64(32) | rows[:, j] for i, j in combinations(range(size), 2)]
        if not coded:
            return
        pairs, shared = np.unique(np.concatenate(coded), return_counts=True)
        ones, others = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        likely = shared >= LIKELY * np.minimum(poor[ones], poor[others])
        for one, other in zip(ones[likely].tolist(), others[likely].tolist(), strict=True):
            yield places[one], places[other]


def page(reading: Reading) -> Page | None:
    """Return what is compared of a document; None where it has no text of its own."""
    canonical = own_text(reading)
    stream = shingles.squash(canonical)
    if not stream:
        return None
    return Page(
        digest=reading.document,
        text=zlib.compress(canonical.encode(), 1),
        size=len(stream),
        stream=hashlib.blake2b(stream.encode(), digest_size=16).digest(),
        sketch=shingles.sketch(shingles.hashes(stream)),
    )


def own_text(reading: Reading) -> str:
    """Return a document's own text in canonical spelling: no furniture, no portal's stamp, no site's name in the title."""
    lines = []
    for block in reading.blocks:
        if block.kind is not BlockKind.FURNITURE:
            words = reading.text[block.start : block.end]
            lines.append(_SITE.sub("", words) if block.kind is BlockKind.TITLE else words)
    text = shingles.canonical("\n".join(_unwrapped(lines))[:LONGEST])
    return "\n".join(line for line in text.split("\n") if not (len(line) <= _STAMP_SIZE and _STAMP.match(line)))


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines as they were before something cut them at one width, so that no number is in two halves."""
    widest = max(map(len, lines), default=0)
    full = sum(1 for line in lines if len(line) >= widest - 1)
    waiting = ""
    for line in lines:
        waiting += line
        # A blank at the cut is gone, so a full line may be one shorter.
        if full < _CUT or len(line) < max(widest - 1, _NARROW) or _STAMP.match(fold(line)):
            yield waiting
            waiting = ""
    if waiting:
        yield waiting


# Judging a pair


def judge(
    compared: Comparison, one: Stream, other: Stream, first: Face, second: Face
) -> tuple[TwinKind | None, tuple[Change, ...]]:
    """Return how two documents are the same, None where they are not or nothing can tell, and where they differ.

    Args:
        compared: The two texts, by `shingles.compare`.
        one: The first text.
        other: The second text.
        first: What the first document states; `second` what the other does.
    """
    changes = tuple(change for change in compared.changes if not _is_stamp(change, first, second))
    same_page = bool(first.pages & second.pages)
    if any(_is_mark(change) for change in changes) or min(compared.here, compared.there) < _PART:
        return None, changes
    if not (same_page and changes) and _is_near(compared, changes, one, other):
        return TwinKind.NEAR, changes
    whole = min(compared.here, compared.there) >= _VERSION
    if whole and (same_page or (_same_print(first, second) and not any(map(_is_renumbered, changes)))):
        return TwinKind.VERSION, changes
    return None, changes


def _is_near(compared: Comparison, changes: Sequence[Change], one: Stream, other: Stream) -> bool:
    """Return whether nothing that one text says contradicts the other."""
    if max(compared.here, compared.there) < _WHOLE:
        return False
    ours = theirs = 0
    more = [0, 0]
    for change in changes:
        if change.replaced and _says(change.here) and _says(change.there):
            return False
        ours += _facts(change.here, other)
        theirs += _facts(change.there, one)
        more[0] += len(change.here)
        more[1] += len(change.there)
    if ours and theirs:
        return False
    return min(more) <= _ASIDE


def _same_print(first: Face, second: Face) -> bool:
    """Return whether two documents print the same number, title and day of publication: one notice, printed twice."""
    return bool(
        first.numbers
        and first.numbers == second.numbers
        and first.titles & second.titles
        and first.published
        and first.published == second.published
    )


def _may(first: Face, second: Face) -> bool:
    """Return whether what two documents state lets them be the same at all; what only one states forbids nothing."""
    if first.rounds != second.rounds or (first.lots and second.lots and first.lots != second.lots):
        return False
    stated = ((first.stages, second.stages), (first.numbers, second.numbers), (first.titles, second.titles))
    if any(ours and theirs and not ours & theirs for ours, theirs in stated):
        return False
    if not _agree(first.buyers, second.buyers) or not _agree(first.suppliers, second.suppliers):
        return False
    return bool(first.pages & second.pages) or _days(first.published, second.published) <= DAYS


def _agree(first: Collection[str], second: Collection[str]) -> bool:
    """Return whether two sets of names may be of the same: one may be shorter (without its city, 区委 for 区委员会)."""
    if not first or not second:
        return True
    return any(_within(one, two) or _within(two, one) for one in first for two in second)


def _within(short: str, long: str) -> bool:
    """Return whether a name is another one with characters left out."""
    signs = iter(long)
    return all(sign in signs for sign in short)


def _days(first: Collection[str], second: Collection[str]) -> int:
    return min(
        (abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(two)).days) for one in first for two in second),
        default=0,
    )


def _is_mark(change: Change) -> bool:
    """Return whether a change makes another act of it: a correction, a round, a lot, a candidate list."""
    if any(_MARK.search(words) for words in (change.here, change.there)):
        return True
    # Of （二次） only the numeral may be new where 次 follows in both.
    bare = any(_NUMERAL.fullmatch(words) for words in (change.here, change.there))
    return bare and bool(_MARK.search(change.line) or _HEADING.search(change.line))


_NUMERAL = re.compile("[一二三四五六七八九十1-9a-h]")
_HEADING = re.compile("公告|公示|采购项目")


def _is_stamp(change: Change, first: Face, second: Face) -> bool:
    """Return whether a change is only the hour at which a portal put the notice up."""
    days = {day.replace("-", "") for day in first.published | second.published}
    words = change.here + change.there
    codes = shingles.tokens(words)
    return bool(codes) and all(code[:8] in days and len(code) in (8, 12) for code in codes) and len(words) <= _SHORT


def _is_renumbered(change: Change) -> bool:
    """Return whether a change puts one code in the place of another: a contract's number, a second attempt's."""
    return (
        change.replaced
        and all(
            any(len(code) >= _CODE and not _TIMED.fullmatch(code) for code in shingles.tokens(words))
            for words in (change.here, change.there)
        )
        and any(sign.isalpha() and sign.isascii() for sign in change.here + change.there)
    )


def _says(words: str) -> bool:
    return len(words) > 1 or words.isdecimal()


def _facts(words: str, other: Stream) -> int:
    """Count the numbers, dates and codes that the other text does not have."""
    return sum(
        1
        for code in shingles.tokens(words)
        if code not in other.tokens and not (len(code) >= _CODE and code in other.text)
    )


def _told(changes: Sequence[Change]) -> tuple[str, ...]:
    told = []
    for change in changes[:TOLD]:
        if change.replaced:
            told.append(f"{_cut(change.here)} → {_cut(change.there)}")
        else:
            told.append(f"- {_cut(change.here)}" if change.here else f"+ {_cut(change.there)}")
    return tuple(told)


def _cut(words: str) -> str:
    return words if len(words) <= _SHORT * 2 else words[: _SHORT * 2] + "…"


# From the facts


_STATED = frozenset(
    {
        Property.STAGE,
        Property.ROUND,
        Property.NUMBER,
        Property.TITLE,
        Property.NOTICE_TITLE,
        Property.LOT_LABEL,
        Property.BUYER,
        Property.SUPPLIER,
        Property.PUBLISHED,
    }
)


def _read(view: View) -> Iterator[str]:
    after = ""
    while some := view.documents(State.READ, after=after):
        after = some[-1].digest
        yield from (document.digest for document in some)


def _pages(view: View, digests: Iterable[str]) -> Iterator[Page]:
    waiting: list[str] = []
    for digest in (*digests, None):
        if digest is not None:
            waiting.append(digest)
        if waiting and (digest is None or len(waiting) == _BATCH):
            for reading in view.readings_of(waiting).values():
                found = page(reading)
                if found is not None:
                    yield found
            waiting = []


def _canonical(found: Page) -> str:
    return zlib.decompress(found.text).decode()


def _faces(view: View, digests: Collection[str]) -> dict[str, Face]:
    """Return what each of these documents states."""
    notices = {digest: [notice.id for notice in view.notices_in(digest)] for digest in digests}
    said = view.claims([notice for some in notices.values() for notice in some], _STATED)
    return {
        digest: _face([statement for notice in some for statement in said[notice]], view.arrivals(digest))
        for digest, some in notices.items()
    }


def _every_face(view: View, digests: Collection[str]) -> dict[str, Face]:
    """Return what each of very many documents states, going through all facts once."""
    by_head = {digest[:16]: digest for digest in digests}
    came: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in view.scan_arrivals():
        if arrival.digest[:16] in by_head:
            came[arrival.digest].append(arrival)
    faces = {}
    for head, said in groupby(view.scan(_STATED), _head):
        if (digest := by_head.get(head)) is not None:
            faces[digest] = _face(said, came.get(digest, ()))
    for digest in digests:
        if digest not in faces:
            faces[digest] = _face((), came.get(digest, ()))
    return faces


def _head(statement: Statement) -> str:
    """Return how the digest of a statement's document begins, from its notice's id."""
    return statement.notice[2:18]


def _face(statements: Iterable[Statement], arrivals: Iterable[Arrival]) -> Face:
    values: Mapping[Property, list[Statement]] = defaultdict(list)
    for statement in statements:
        values[statement.property].append(statement)
    titles = [statement.value for name in (Property.NOTICE_TITLE, Property.TITLE) for statement in values[name]]
    rounds = {statement.value for statement in values[Property.ROUND]}
    rounds |= {str(found[0]) for title in titles if (found := round_of(title)) is not None and found[0] > 1}
    stages = {statement.value for statement in values[Property.STAGE]}
    stages |= {
        str(stage) for statement in values[Property.NOTICE_TITLE] if not stages and (stage := stage_of(statement.value))
    }
    return Face(
        stages=frozenset(stages),
        rounds=frozenset(rounds - {"1"}),
        numbers=frozenset(statement.key or statement.value for statement in values[Property.NUMBER]),
        titles=frozenset(core for title in titles if (core := core_title(title))),
        lots=frozenset(lot.key for title in titles for lot in find_lots(title)),
        buyers=frozenset(statement.key or statement.value for statement in values[Property.BUYER]),
        suppliers=frozenset(statement.key or statement.value for statement in values[Property.SUPPLIER]),
        published=frozenset(statement.value for statement in values[Property.PUBLISHED]),
        pages=frozenset(name for arrival in arrivals if (name := page_name(arrival.origin))),
    )


def page_name(origin: str) -> str:
    """Return what a portal calls a page, from its address or its file name; empty where the name says nothing.

    Of an address, host and path. Of a file, its name with the long number that portals give it; the marks of a second
    download (``(1)``, 副本, the day of capture) go.

    >>> page_name("heap/national/t20210305_10000770 (1).htm"), page_name("a/index.html")
    ('t20210305_10000770', '')
    >>> page_name("x.warc!/https://www.example.org/cggg/123.htm?from=list (captured 2023-05-12T09:30:00Z)")
    'example.org/cggg/123.htm'
    """
    address = _ADDRESS.search(origin)
    if address is not None:
        query = address["query"] or ""
        named = query if _ASKS_BY_ID.search(query) else ""
        return f"{address['host'].removeprefix('www.')}{address['path'] or ''}{named}".lower()
    name = origin.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    stem = _AGAIN.sub("", stem).strip(" -_").lower()
    return stem if _OWN_ID.search(stem) else ""


def _neighbors(view: View, digest: str, reading: Reading, arrivals: Sequence[Arrival]) -> list[str]:
    """Return documents that may say the same: those that state one of its numbers, titles or own sentences."""
    notices = [notice.id for notice in view.notices_in(digest)]
    wanted: set[str] = set()
    keyed = (Property.NUMBER, Property.TITLE, Property.NOTICE_TITLE)
    keys = {statement.key for some in view.claims(notices, keyed).values() for statement in some if statement.key}
    for names in ((Property.NUMBER,), (Property.TITLE, Property.NOTICE_TITLE)):
        for some in view.keyed(names, sorted(keys)).values():
            if len(some) <= _ASKED:
                wanted.update(some)
    found = {notice.document for each in sorted(wanted) if (notice := view.notice(each)) is not None}
    for arrival in arrivals:
        found.update(view.named(arrival.name)[:_ASKED])
    for line in _sentences(reading):
        hits = view.search(f'"{line}"', limit=_ASKED)
        if hits.total <= _ASKED:
            found.update(hits.documents)
    return sorted(found - {digest})


def _sentences(reading: Reading) -> list[str]:
    """Return a few stretches of the own text that other notices are not likely to have: those richest in figures."""
    own = [
        reading.text[block.start : block.end].strip()
        for block in reading.blocks
        if block.kind not in (BlockKind.FURNITURE, BlockKind.FIELD)
    ]
    found = sorted({line[:60].replace('"', " ") for line in own if len(line) >= 12}, key=_figures, reverse=True)
    return found[:3]


def _figures(line: str) -> tuple[int, str]:
    return sum(map(str.isdecimal, line)), line


def _copies(view: View) -> Iterator[Copies]:
    came: dict[str, list[str]] = {}
    for arrival in view.scan_arrivals():
        came.setdefault(arrival.digest, []).append(arrival.origin)
    for digest in sorted(came):
        if len(came[digest]) > 1:
            yield Copies(digest, tuple(came[digest]))


def _linked(index: Index, view: View) -> list[Group]:
    """Return the groups of linked documents, in order of their first digest."""
    faces = _every_face(view, [each.digest for each in index.pages])
    pairs: list[Pair] = []
    alike = {places[0]: places[:_ASKED] for places in index.alike()}
    for places in alike.values():
        pairs += [_pair(index, one, other, TwinKind.NEAR, 1.0) for one, other in combinations(places, 2)]
    streams = _Streams(index)
    firsts = sorted(alike)
    worth = {*index.candidates(firsts), *_by_print(index, faces, firsts)}
    for first, second in sorted(worth):
        members = [
            (one, other, faces[index.pages[one].digest], faces[index.pages[other].digest])
            for one in alike[first]
            for other in alike[second]
        ]
        allowed = [each for each in members if _may(each[2], each[3])]
        if not allowed and not _is_copy(index.pages[first], index.pages[second]):
            continue
        compared = shingles.compare(streams[first], streams[second])
        if not compared.changes:
            # The texts say the same, so what was read out of one of them differently was read wrong.
            allowed = members
        for one, other, face, its in allowed:
            kind = judge(compared, streams[first], streams[second], face, its)[0]
            if kind is not None:
                pairs.append(_pair(index, one, other, kind, compared.resemblance))
    return list(_gathered(pairs))


def _is_copy(one: Page, other: Page) -> bool:
    """Return whether nearly all of what was kept of two texts is the same."""
    shared = len(np.intersect1d(one.sketch, other.sketch, assume_unique=True))
    return shared >= _COPY * max(len(one.sketch), len(other.sketch))


def _pair(index: Index, one: int, other: int, kind: TwinKind, similarity: float) -> Pair:
    first, second = sorted((index.pages[one].digest, index.pages[other].digest))
    return Pair(first, second, kind, round(similarity, 4))


def _by_print(index: Index, faces: Mapping[str, Face], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs that print one number or one title, and the same kind of act, round and lots; or are one page."""
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place in places:
        face = faces[index.pages[place].digest]
        act = (face.stages, face.rounds, face.lots)
        for name in face.numbers:
            blocks["number", name, *act].append(place)
        for name in face.titles:
            blocks["title", name, *act].append(place)
        for name in face.pages:
            blocks["page", name].append(place)
    for block in blocks.values():
        if len(block) <= _ASKED:
            yield from combinations(block, 2)


class _Streams:
    """The streams that were needed last: candidates come in order, so one document is needed many times running."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._kept: dict[int, Stream] = {}

    def __getitem__(self, place: int) -> Stream:
        found = self._kept.get(place)
        if found is None:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            found = self._kept[place] = Stream(_canonical(self._index.pages[place]))
        return found


def _gathered(pairs: Sequence[Pair]) -> Iterator[Group]:
    leader: dict[str, str] = {}

    def lead(digest: str) -> str:
        leader.setdefault(digest, digest)
        while leader[digest] != digest:
            leader[digest] = digest = leader[leader[digest]]
        return digest

    for pair in pairs:
        one, other = sorted((lead(pair.one), lead(pair.other)))
        leader[other] = one
    gathered: dict[str, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: (pair.one, pair.other)):
        gathered.setdefault(lead(pair.one), []).append(pair)
    for first in sorted(gathered):
        some = gathered[first]
        yield Group(tuple(sorted({digest for pair in some for digest in (pair.one, pair.other)})), tuple(some))


_NARROW = 30  # characters: no text is cut narrower
_CUT = 2  # lines of one and the greatest length from which a text was cut at that width
_BATCH = 200  # readings that are held at a time
_KEPT = 2000  # streams that are held at a time
_ASKED = 60  # documents beyond which a key or a sentence names no notice
_COPY = 0.8  # share of the sampled shingles of two texts that may be equal though read differently
_PART = 0.35  # share of either text below which they are not the same notice
_WHOLE = 0.9  # share of one text that the other must have: a portal may add a summary, it leaves nothing out
_VERSION = 0.6  # share of either text that another version of it keeps
_ASIDE = 40  # characters that both may have besides, neither of them a number
_SHORT = 40
_CODE = 6  # characters of a number that stands by chance nowhere else
_TIMED = re.compile(r"(?:19|20)\d{6}(?:\d{4})?")

_STAMP_SIZE = 120
_STAMP = re.compile(
    r"[\[(【]?\s*(?:(?:信息|公告|文章|稿件)?(?:发布|更新|录入|上传|创建|公示|公告)(?:时间|日期|人|单位|者)?\s*:|(?:信息|文章|稿件)?来源\s*:|"
    r"(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*:?\s*[\d(次]|发布时间|发布日期|打印|字[体号]\s*:|视力保护|分享到?|关闭|责任编辑|作者\s*:|"
    r"published|date\s*:|views?\s*:|source\s*:)"
)
_SITE = re.compile(r"\s*[-_|–—]+\s*[^-_|–—\n]{2,40}(?:网|平台|中心|系统|门户|频道|公司|官网|[a-z]+)\s*$", re.IGNORECASE)
_MARK = re.compile(
    r"更正|变更|澄清|延期|顺延|补遗|补充公告|答疑|勘误|终止|中止|废标|流标|候选|重新|重招|再次|第?[二三四五2-5]次|二轮|"
    r"第[一二三四五六七八九十百\d]+[包标]|[一二三四五六七八九十\d]+标段|标段[一二三四五六七八九十\d]|[a-h]包|包[一二三四五六七八九十\d]+|"
    r"corrigend|addend|amend|cancel|re-?tender|round"
)
_ADDRESS = re.compile(r"https?://(?P<host>[^/\s?#]+)(?P<path>/[^\s?#]*)?(?P<query>\?[^\s#]*)?")
_ASKS_BY_ID = re.compile(r"(?:id|no|code|guid|bh)\w*=\w", re.IGNORECASE)
_OWN_ID = re.compile(r"\d{5,}|[0-9a-f]{8,}")
_AGAIN = re.compile(
    r"(?:[ _-]*(?:\(\d{1,2}\)|（\d{1,2}）|副本|copy|v\d{1,2}|rev\d|old|new|旧|新|captured?|快照|@)[ _-]*)+(?:\d{8,14})?$"
    r"|[ _@-]+(?:19|20)\d{6}(?:t?\d{4,6}z?)?$",
    re.IGNORECASE,
)
