"""What two mentions are compared by: a table of features, computed for many pairs at once.

Each feature names what it compares, so that every link can be explained by the two values behind each number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler, LCSseq, Postfix, Prefix

from counterfile.resolving._parts import Parts, ends_as_body, same_branch
from counterfile.resolving._shortening import LONGEST, shortened
from counterfile.resolving.mentions import Floats, Table, Whole


class Feature(msgspec.Struct, frozen=True):
    """One column of the table."""

    name: str
    says: str
    """What a person reads: what is compared."""
    shows: Callable[[Parts], str]
    """The value of one name that it compares."""
    trend: int
    """1 where more speaks for the same organization, -1 where it speaks against, 0 where neither is sure."""
    silent: float = 0.0
    """What it gives of most pairs, of which it tells nothing: what it is switched off to."""


def _text(parts: Parts) -> str:
    return parts.text


def _bare(parts: Parts) -> str:
    return parts.bare


def _core(parts: Parts) -> str:
    return parts.core


def _concepts(parts: Parts) -> str:
    return parts.concepts


def _bridge(parts: Parts) -> str:
    return parts.bridge


def _of(field: str) -> Callable[[Parts], str]:
    def shows(parts: Parts) -> str:
        value = getattr(parts, field)
        return " ".join(value) if isinstance(value, tuple) else str(value)

    return shows


FEATURES: tuple[Feature, ...] = (
    Feature("pieces", "character pieces in common, rare ones counting more", _text, 1),
    Feature("pieces_short", "how much of the shorter name's pieces the longer holds", _text, 1),
    Feature("pieces_long", "how much of the longer name's pieces the shorter holds", _text, 1),
    Feature("pieces_mass", "how rare what both share is", _text, 0),
    Feature("pieces_left_short", "how rare what only the shorter name holds is", _text, -1),
    Feature("pieces_left_long", "how rare what only the longer name holds is", _text, -1),
    Feature("words", "words (Chinese: characters) in common, rare ones counting more", _concepts, 1),
    Feature("words_short", "how much of the shorter name's words the longer holds", _concepts, 1),
    Feature("words_long", "how much of the longer name's words the shorter holds", _concepts, 1),
    Feature("words_rarest", "how rare the rarest word is that both hold", _concepts, 0),
    Feature("words_left_short", "how rare the words are that only the shorter name holds", _concepts, -1),
    Feature("words_left_long", "how rare the words are that only the longer name holds", _concepts, -1),
    Feature("bridge", "pieces of the names in English and Latin letters in common", _bridge, 1),
    Feature("bridge_short", "how much of the shorter name, in English, the longer holds", _bridge, 1),
    Feature("bridge_left", "how rare what the shorter name, in English, does not share is", _bridge, -1),
    Feature("terms", "words of the names in English in common, rare ones counting more", _bridge, 1),
    Feature("terms_short", "how many of the shorter name's English words the longer holds", _bridge, 1),
    Feature("terms_left_short", "how rare the English words are that only the shorter name holds", _bridge, -1),
    Feature("terms_left_long", "how rare the English words are that only the longer name holds", _bridge, -1),
    Feature("spelled", "the whole names in Latin letters, letters that must change", _of("spelled"), 1),
    Feature("spelling", "how few letters must change, legal form aside", _bare, 1),
    Feature("spelling_core", "how few letters of the proper name must change", _core, 1),
    Feature("start_core", "proper names alike, their beginning counting more", _core, 1),
    Feature("part_core", "how well the shorter proper name fits into the longer", _core, 1),
    Feature("subsequence", "how much of the shorter name stands, in order, in the longer", _bare, 1),
    Feature("subsequence_core", "how much of the shorter proper name stands, in order, in the longer", _core, 1),
    Feature("core_in_name", "how much of the proper name of one stands, in order, in the other's name", _core, 1),
    Feature("core_in_both", "how much of both proper names stands, in order, in the other's name", _core, 1),
    Feature("shortened", "how well the shorter Chinese name is read as the longer's short form", _bare, 1),
    Feature(
        "trade",
        "trades behind the proper names: how much of the shorter the other holds, -1 where one has none",
        _of("trade"),
        0,
        -1,
    ),
    Feature("words_set", "words in common, whatever their order", _concepts, 1),
    Feature("words_sorted", "words in alphabetical order, letters that must change", _concepts, 1),
    Feature("prefix", "common beginning, as share of the shorter name", _bare, 1),
    Feature("suffix", "common end, as share of the shorter name", _bare, 0),
    Feature("core_same", "proper names equal", _core, 1),
    Feature("words_same", "the same words, whatever their order and language", _concepts, 1),
    Feature("acronym", "one is the initials of the other", _of("initials"), 1),
    Feature("aside", "acronyms in brackets: 1 equal or the other's initials, 0 missing, -1 different", _of("aside"), 1),
    Feature(
        "unit",
        "1 where one name is the other and the words of a unit of it, a university meets one of another field or no school, or "
        "their regions (东北, 西南) differ",
        _bare,
        -1,
    ),
    Feature(
        "kind_class",
        "what both are: 1 firm, 2 school, 3 institute, 4 clinic, 5 another body, 0 not the same",
        _of("kind"),
        0,
    ),
    Feature("extra", "letters that only the longer has, of two bodies of one kind that are no firms", _bare, -1),
    Feature("form", "legal forms: 1 equal, 0 one or both missing, -1 different", _of("form"), 0),
    Feature("group", "1 both or neither a group, 0 one of them", _of("group"), 0, 1),
    Feature("branch", "branches: 1 equal or none, 0 one has a branch, -1 different branches", _of("branch"), 1, 1),
    Feature("number", "numbers: 1 equal, 0.5 none, 0 one has one, -1 different", _of("numbers"), 0, 0.5),
    Feature(
        "place", "places: 1 equal, 0.5 none or one within the other, 0 one missing, -1 different", _of("places"), 0, 0.5
    ),
    Feature("kind", "kinds of body: 1 equal, 0 one or both missing, -1 different", _of("kind"), 0),
    Feature("field", "fields (medicine, law): 1 the same, -1 others, -0.5 one says none, 0 neither", _concepts, 0),
    Feature("country", "countries: 1 equal, 0 one or both missing, -1 different", _text, 1),
    Feature("city", "cities: 1 equal, 0 one or both missing, -1 different", _text, 1),
    Feature("address", "how alike the addresses are, -1 where one is missing", _text, 0, -1),
    Feature("identifier", "registration numbers: 1 one in common, 0 missing, -1 different", _text, 1),
    Feature("scripts", "0 both in Latin letters, 1 both in Han characters, 2 one of each", _text, 0),
    Feature("length_short", "letters of the shorter name", _bare, 0),
    Feature("length_long", "letters of the longer name", _bare, 0),
    Feature("core_short", "letters of the shorter proper name", _core, 0),
    Feature("core_long", "letters of the longer proper name", _core, 0),
)
"""All features, in the order of the columns."""

NAMES = tuple(feature.name for feature in FEATURES)

_CHUNK = 100_000


def compare(table: Table, ones: Whole, twos: Whole) -> Floats:
    """Return the features of pairs, shape ``(pairs, len(FEATURES))``.

    Args:
        table: The mentions.
        ones: Rows of the first of each pair.
        twos: Rows of the second.
    """
    return compare_across(table, ones, table, twos)


def compare_across(left: Table, ones: Whole, right: Table, twos: Whole) -> Floats:
    """As `compare`, the second of each pair from another table that was made with the same frequencies."""
    out = np.empty((len(ones), len(FEATURES)), np.float32)
    for start in range(0, len(ones), _CHUNK):
        part = slice(start, start + _CHUNK)
        out[part] = _chunk(left, ones[part], right, twos[part])
    return out


def _chunk(left: Table, a: Whole, right: Table, b: Whole) -> Floats:
    columns = _by_weight(left, a, right, b) | _by_letters(left, a, right, b) | _by_parts(left, a, right, b)
    return np.stack([np.asarray(columns[name], np.float32) for name in NAMES], axis=1)


def _by_weight(left: Table, a: Whole, right: Table, b: Whole) -> dict[str, Any]:
    """Return what compares pieces and words in common by how rare they are."""
    columns: dict[str, Any] = {}
    shared, low, high = _shared(left.pieces, left.pieces_mass, a, right.pieces, right.pieces_mass, b)
    columns["pieces"] = shared / np.sqrt(low * high)
    columns["pieces_short"] = shared / low
    columns["pieces_long"] = shared / high
    columns["pieces_mass"] = shared
    columns["pieces_left_short"] = low - shared
    columns["pieces_left_long"] = high - shared
    product = left.words[a].multiply(right.words[b]).tocsr()
    one, two = left.words_mass[a], right.words_mass[b]
    shared = np.asarray(product.sum(axis=1), np.float32).ravel()
    low, high = np.maximum(np.minimum(one, two), _TINY), np.maximum(np.maximum(one, two), _TINY)
    columns["words"] = shared / np.sqrt(low * high)
    columns["words_short"] = shared / low
    columns["words_long"] = shared / high
    columns["words_rarest"] = _rarest(product)
    columns["words_left_short"] = low - shared
    columns["words_left_long"] = high - shared
    shared, low, high = _shared(left.bridge, left.bridge_mass, a, right.bridge, right.bridge_mass, b)
    columns["bridge"] = shared / np.sqrt(low * high)
    columns["bridge_short"] = shared / low
    columns["bridge_left"] = low - shared
    shared, low, high = _shared(left.terms, left.terms_mass, a, right.terms, right.terms_mass, b)
    columns["terms"] = shared / np.sqrt(low * high)
    columns["terms_short"] = shared / low
    columns["terms_left_short"] = low - shared
    columns["terms_left_long"] = high - shared
    return columns


def _by_letters(left: Table, a: Whole, right: Table, b: Whole) -> dict[str, Any]:
    """Return what compares names letter by letter."""
    columns: dict[str, Any] = {}
    bare = _taken(left.bare, a), _taken(right.bare, b)
    core = _taken(left.core, a), _taken(right.core, b)
    concepts = _taken(left.concepts, a), _taken(right.concepts, b)
    words = _taken(left.words_text, a), _taken(right.words_text, b)
    short = np.minimum(left.length[a], right.length[b]).clip(1)
    core_short = np.minimum(left.core_length[a], right.core_length[b]).clip(1)
    columns["spelling"] = _pairwise(*bare, fuzz.ratio) / 100
    columns["spelling_core"] = _pairwise(*core, fuzz.ratio) / 100
    columns["start_core"] = _pairwise(*core, JaroWinkler.similarity)
    columns["part_core"] = _pairwise(*core, fuzz.partial_ratio) / 100
    columns["subsequence"] = _pairwise(*bare, LCSseq.similarity) / short
    columns["subsequence_core"] = _pairwise(*core, LCSseq.similarity) / core_short
    inward = _pairwise(core[0], bare[1], LCSseq.similarity) / left.core_length[a].clip(1)
    outward = _pairwise(bare[0], core[1], LCSseq.similarity) / right.core_length[b].clip(1)
    columns["core_in_name"] = np.maximum(inward, outward)
    columns["core_in_both"] = np.minimum(inward, outward)
    columns["shortened"] = _shortenings(left, a, right, b, columns["subsequence"])
    columns["trade"] = _trades(left, a, right, b)
    columns["words_set"] = _pairwise(*concepts, fuzz.token_set_ratio) / 100
    columns["words_sorted"] = _pairwise(*words, fuzz.ratio) / 100
    columns["prefix"] = _pairwise(*bare, Prefix.similarity) / short
    columns["suffix"] = _pairwise(*bare, Postfix.similarity) / short
    columns["spelled"] = _pairwise(_taken(left.spelled, a), _taken(right.spelled, b), fuzz.ratio) / 100
    kind = np.where(left.kind_class[a] == right.kind_class[b], left.kind_class[a], 0)
    more = np.maximum(left.length[a], right.length[b]) - columns["subsequence"] * short
    columns["extra"] = np.where((kind > 1) & (left.han[a] == 1) & (right.han[b] == 1), more, 0)
    columns["unit"] = _units(left, a, right, b, columns["prefix"], bare)
    columns["length_short"] = short
    columns["length_long"] = np.maximum(left.length[a], right.length[b])
    columns["core_short"] = core_short
    columns["core_long"] = np.maximum(left.core_length[a], right.core_length[b])
    return columns


def _by_parts(left: Table, a: Whole, right: Table, b: Whole) -> dict[str, Any]:
    """Return what compares the parts of names and what is known beside them."""
    columns: dict[str, Any] = {}
    if left is right:
        columns["core_same"] = left.core_code[a] == left.core_code[b]
        columns["words_same"] = left.concept_code[a] == left.concept_code[b]
    else:
        for name, ours, theirs in (("core_same", left.core, right.core), ("words_same", left.concepts, right.concepts)):
            columns[name] = [ours[x] == theirs[y] for x, y in zip(a.tolist(), b.tolist(), strict=True)]
    columns["acronym"] = _acronyms(left, a, right, b)
    columns["aside"] = _asides(left, a, right, b)
    columns["kind_class"] = np.where(left.kind_class[a] == right.kind_class[b], left.kind_class[a], 0)
    columns["form"] = _related(left, a, right, b, "form")
    columns["group"] = left.group[a] == right.group[b]
    columns["branch"] = _branches(left, a, right, b)
    columns["number"] = _related(left, a, right, b, "number", none=0.5)
    columns["place"] = _places(left, a, right, b)
    columns["kind"] = _related(left, a, right, b, "kind")
    columns["field"] = _fields(left.field[a], right.field[b])
    columns["country"] = _related(left, a, right, b, "country")
    columns["city"] = _related(left, a, right, b, "city")
    columns["address"] = _addresses(left, a, right, b)
    columns["identifier"] = _identifiers(left, a, right, b)
    columns["scripts"] = np.where(left.han[a] == right.han[b], left.han[a], 2)
    return columns


_TINY = np.float32(1e-6)


def _shared(left: Any, left_mass: Floats, a: Whole, right: Any, right_mass: Floats, b: Whole) -> tuple[Any, Any, Any]:
    """Return the mass two rows share, the smaller and the larger mass of the two."""
    shared = np.asarray(left[a].multiply(right[b]).sum(axis=1), np.float32).ravel()
    one, two = left_mass[a], right_mass[b]
    return shared, np.maximum(np.minimum(one, two), _TINY), np.maximum(np.maximum(one, two), _TINY)


def _rarest(product: Any) -> Floats:
    """Return the greatest entry of each row, 0 of an empty one."""
    out = np.zeros(product.shape[0], np.float32)
    filled = np.flatnonzero(np.diff(product.indptr))
    if len(filled):
        out[filled] = np.maximum.reduceat(product.data, product.indptr[:-1][filled])
    return out


def _taken(texts: list[str], rows: Whole) -> list[str]:
    return list(map(texts.__getitem__, rows.tolist()))


def _pairwise(ones: list[str], twos: list[str], scorer: Any) -> Floats:
    return np.asarray(process.cpdist(ones, twos, scorer=scorer, dtype=np.float32))


def _same(left: Table, a: Whole, right: Table, b: Whole, column: str) -> Any:
    if left is right:
        codes = getattr(left, column)
        return codes[a] == codes[b]
    ones, twos = left.printed(column, a), right.printed(column, b)
    return np.array([one == two for one, two in zip(ones, twos, strict=True)], bool)


def _related(left: Table, a: Whole, right: Table, b: Whole, column: str, none: float = 0.0) -> Any:
    """Return 1 where both have the same, -1 where both have another, 0 where one has none, `none` where neither has."""
    one, two = getattr(left, column)[a] > 0, getattr(right, column)[b] > 0
    both = np.where(_same(left, a, right, b, column), 1.0, -1.0)
    return np.where(one & two, both, np.where(one | two, 0.0, none))


def _fields(ours: Whole, theirs: Whole) -> Any:
    """Return which share of the fields of two names both say, from -1 to 1."""
    either = np.bitwise_count(ours | theirs)
    shared = np.bitwise_count(ours & theirs) / np.maximum(either, 1)
    one_sided = np.where((ours == 0) & (theirs == 0), 0.0, -0.5)
    return np.where((ours != 0) & (theirs != 0), 2 * shared - 1, one_sided)


def _branches(left: Table, a: Whole, right: Table, b: Whole) -> Any:
    one, two = left.branch[a] > 0, right.branch[b] > 0
    same = _same(left, a, right, b, "branch")
    for at in np.flatnonzero(one & two & ~same).tolist():
        same[at] = same_branch(left.parts[int(a[at])].branch, right.parts[int(b[at])].branch)
    return np.where(one & two, np.where(same, 1.0, -1.0), np.where(one | two, 0.0, 1.0))


def _places(left: Table, a: Whole, right: Table, b: Whole) -> Any:
    one, two = left.place[a], right.place[b]
    out = np.where(_same(left, a, right, b, "place"), 1.0, -1.0)
    apart = np.flatnonzero((one > 0) & (two > 0) & (out < 0))
    # Names have few different places: what two of them say of each other is looked up once.
    _, first, which = np.unique(one[apart] << 32 | two[apart], return_index=True, return_inverse=True)
    within = np.zeros(len(first), bool)
    for at, pair in enumerate(apart[first].tolist()):
        ours, theirs = left.parts[int(a[pair])].places, right.parts[int(b[pair])].places
        within[at] = any(x.startswith(y) or y.startswith(x) for x in ours for y in theirs)
    out[apart[within[which]]] = 0.5
    return np.where((one > 0) & (two > 0), out, np.where((one > 0) | (two > 0), 0.0, 0.5))


def _acronyms(left: Table, a: Whole, right: Table, b: Whole) -> Any:
    out = np.zeros(len(a), np.float32)
    ours, theirs = left.initials_length[a], right.initials_length[b]
    may_be = ((ours >= 2) & (ours == right.length[b])) | ((theirs >= 2) & (theirs == left.length[a]))
    for at in np.flatnonzero(may_be).tolist():
        x, y = int(a[at]), int(b[at])
        out[at] = left.initials[x] == right.bare[y] or right.initials[y] == left.bare[x]
    return out


def _asides(left: Table, a: Whole, right: Table, b: Whole) -> Any:
    out = np.zeros(len(a), np.float32)
    for at in np.flatnonzero(left.has_aside[a] | right.has_aside[b]).tolist():
        x, y = int(a[at]), int(b[at])
        ours, theirs = left.aside[x], right.aside[y]
        if ours and theirs:
            out[at] = 1 if ours == theirs else -1
        elif (ours and ours in (right.initials[y], right.bare[y])) or (
            theirs and theirs in (left.initials[x], left.bare[x])
        ):
            out[at] = 1
    return out


def _shortenings(left: Table, a: Whole, right: Table, b: Whole, subsequence: Any) -> Any:
    """Return how well one is the other's short form, 0 where none is short or too little of it stands in the other."""
    out = np.zeros(len(a), np.float32)
    ours, theirs = left.length[a], right.length[b]
    short = np.minimum(ours, theirs)
    both = (left.han[a] == 1) & (right.han[b] == 1) & (ours != theirs)
    # Only the first character may be missing from the longer name, where it stands for a place.
    likely = both & (short <= LONGEST) & (subsequence * short >= np.maximum(short - 2, 1))
    for at in np.flatnonzero(likely).tolist():
        out[at] = shortened(left.parts[int(a[at])], right.parts[int(b[at])])
    return out


def _trades(left: Table, a: Whole, right: Table, b: Whole) -> Any:
    ours, theirs = left.trade_length[a], right.trade_length[b]
    short = np.minimum(ours, theirs)
    out = np.full(len(a), -1.0, np.float32)
    both = np.flatnonzero(short > 0)
    if len(both):
        held = _pairwise(_taken(left.trade, a[both]), _taken(right.trade, b[both]), LCSseq.similarity)
        out[both] = held / short[both]
    return out


def _units(left: Table, a: Whole, right: Table, b: Whole, prefix: Any, bare: tuple[list[str], list[str]]) -> Any:
    """Return 1 where the longer name is the shorter one, itself that of a body, and the words of a body within it."""
    out = np.zeros(len(a), np.float32)
    candidates = (prefix >= 1) & (left.han[a] == 1) & (right.han[b] == 1) & (left.length[a] != right.length[b])
    for at in np.flatnonzero(candidates).tolist():
        short, long = sorted((bare[0][at], bare[1][at]), key=len)
        out[at] = is_unit(short, long)
    # A university of a place and the medical one of that place are two, however alike their names.
    out[left.scholarly[a] & right.scholarly[b] & (left.field[a] != right.field[b])] = 1
    out[(left.region[a] > 0) & (right.region[b] > 0) & (left.region[a] != right.region[b])] = 1
    out[left.university[a] & right.no_school[b]] = 1
    out[left.no_school[a] & right.university[b]] = 1
    return out


def is_unit(short: str, long: str) -> bool:
    """Return whether a Han name is another's and a unit's words: a hospital of a university, an institute of an academy.

    >>> is_unit("某某大学", "某某大学附属医院"), is_unit("某某", "某某大学"), is_unit("某电力", "某电力公司研究院")
    (True, False, True)
    """
    rest = long[len(short) :]
    return long.startswith(short) and (ends_as_body(short) or rest.startswith(_OF_FIRM)) and ends_as_body(rest)


_OF_FIRM = (
    "公司",
    "有限公司",
    "有限责任公司",
    "股份有限公司",
    "集团公司",
    "集团有限公司",
)  # between a firm's name and its unit's


def _addresses(left: Table, a: Whole, right: Table, b: Whole) -> Any:
    out = np.full(len(a), -1.0, np.float32)
    both = np.flatnonzero(left.has_address[a] & right.has_address[b])
    if len(both):
        ones, twos = _taken(left.address, a[both]), _taken(right.address, b[both])
        out[both] = _pairwise(ones, twos, fuzz.token_sort_ratio) / 100
    return out


def _identifiers(left: Table, a: Whole, right: Table, b: Whole) -> Any:
    if not (left.identified and right.identified):
        return np.zeros(len(a), np.float32)
    out = np.zeros(len(a), np.float32)
    for at in np.flatnonzero(left.has_identifier[a] & right.has_identifier[b]).tolist():
        shared = left.identifiers[int(a[at])] & right.identifiers[int(b[at])]
        out[at] = 1 if shared else -1
    return out
