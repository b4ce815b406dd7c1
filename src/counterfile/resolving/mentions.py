"""What is resolved: mentions of organizations, and the table of their forms that pairs are compared by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterfile.resolving import _grams
from counterfile.resolving._parts import Parts, parse
from counterfile.resolving._words import FIELD_BITS, KIND_CLASS, REGION_HAN
from counterfile.text.identifiers import UsccClass, is_uscc, uscc_class
from counterfile.text.script import fold

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]


class Mention(msgspec.Struct, frozen=True):
    """An organization as one document names it."""

    id: str
    name: str
    country: str = ""
    """Two letters, any case; empty where unknown."""
    city: str = ""
    address: str = ""
    identifiers: tuple[str, ...] = ()
    """Registration numbers as printed; a unified social credit code counts only where its check digit is right."""


class Frequencies(msgspec.Struct, frozen=True):
    """How many names hold each piece and each word; kept from run to run, scores do not move with every new mention."""

    names: int
    pieces: Floats
    """Weight of each hashed character piece, ``(COLUMNS,)``: the logarithm of names / names with it."""
    words: Floats
    bridge: Floats
    terms: Floats

    @classmethod
    def of(cls, names: int, pieces: Any, words: Any, bridge: Any, terms: Any) -> Frequencies:
        """Count matrices of ones, a row for each of `names` names."""
        return cls(names, rarity(pieces), rarity(words), rarity(bridge), rarity(terms))


def rarity(matrix: Any) -> Floats:
    """Return the logarithm of rows / rows with it, of each column."""
    # Few names touch few columns: what nobody has is written once, not computed column by column.
    weights = np.full(_grams.COLUMNS, np.log(matrix.shape[0] + 2.0), np.float32)
    used, counts = np.unique(matrix.indices, return_counts=True)
    weights[used] = np.log((matrix.shape[0] + 2.0) / (counts + 1.0))
    return weights


def _worded(parts: Parts) -> str:
    return parts.bare if parts.han else parts.concepts


class Table:
    """Mentions in columns: forms of the names as lists, their pieces as sparse rows, other facts as small integers."""

    def __init__(self, mentions: Iterable[Mention], frequencies: Frequencies | None = None) -> None:
        """Parse the mentions; without `frequencies` the names themselves are counted."""
        self.mentions = list(mentions)
        self.parts = [parse(mention.name) for mention in self.mentions]
        parts = self.parts
        pieces = _grams.pieces([each.text for each in parts])
        words = _grams.words([_worded(each) for each in parts])
        bridge = _grams.pieces([each.bridge for each in parts])
        terms = _grams.words([each.bridge for each in parts])
        if frequencies is None:
            frequencies = Frequencies.of(len(parts), pieces, words, bridge, terms)
        self.frequencies = frequencies
        self.bare = [each.bare for each in parts]
        self.core = [each.core for each in parts]
        self.words_text = [each.words for each in parts]
        self.concepts = [each.concepts for each in parts]
        self.initials = [each.initials for each in parts]
        self.address = [_plain(mention.address) for mention in self.mentions]
        self.pieces = weighed(pieces, frequencies.pieces)
        self.words = weighed(words, frequencies.words)
        self.bridge = weighed(bridge, frequencies.bridge)
        self.terms = weighed(terms, frequencies.terms)
        self.terms_mass = mass(self.terms)
        self.spelled = [each.spelled for each in parts]
        self.aside = [each.aside for each in parts]
        self.kind_class = np.array([KIND_CLASS.get(each.kind, 5 if each.kind else 0) for each in parts], np.int8)
        self.pieces_mass = mass(self.pieces)
        self.words_mass = mass(self.words)
        self.bridge_mass = mass(self.bridge)
        self.han = np.array([each.han for each in parts], np.int8)
        self.length = np.array([len(each.bare) for each in parts], np.float32)
        self.field = np.array([_fields(each.concepts) for each in parts], np.int64)
        self.trade = [each.trade for each in parts]
        self.trade_length = np.array([len(each.trade) for each in parts], np.float32)
        self.core_length = np.array([len(each.core) for each in parts], np.float32)
        self.initials_length = np.array([len(each.initials) for each in parts], np.float32)
        self.has_aside = np.array([bool(each.aside) for each in parts], bool)
        self.has_address = np.array([bool(address) for address in self.address], bool)
        self.group = np.array([each.group for each in parts], np.int8)
        self.sole = np.array([each.sole or _is_sole(m) for each, m in zip(parts, self.mentions, strict=True)], bool)
        self.form = _coded(each.form for each in parts)
        self.branch = _coded(each.branch for each in parts)
        self.kind = _coded(each.kind for each in parts)
        self.number = _coded(" ".join(each.numbers) for each in parts)
        self.country = _coded(mention.country.strip().lower() for mention in self.mentions)
        self.city = _coded(_plain(mention.city) for mention in self.mentions)
        self.core_code = _coded(self.core)
        self.bare_code = _coded(self.bare)
        self.concept_code = _coded(self.concepts)
        self.place = _coded(" ".join(each.places) for each in parts)

    def __len__(self) -> int:
        return len(self.mentions)

    def printed(self, column: str, rows: Whole) -> list[str]:
        """Return the texts that a coded column numbers in these rows, to compare with another table's."""
        if column in {"country", "city"}:
            return [_plain(getattr(self.mentions[row], column)) for row in rows.tolist()]
        field = {"place": "places", "number": "numbers"}.get(column, column)
        values = [getattr(self.parts[row], field) for row in rows.tolist()]
        return [" ".join(value) if isinstance(value, tuple) else value for value in values]

    @cached_property
    def university(self) -> Any:
        """Which Han names are of universities."""
        return np.array([each.han and each.kind == "university" for each in self.parts], bool)

    @cached_property
    def region(self) -> Whole:
        """Which regions, and cities beyond the register of places, Han names begin with; 0 of none."""
        found = [REGION_HAN.match(each.bare) if each.han else None for each in self.parts]
        return _coded("" if each is None else each[1] for each in found)

    @cached_property
    def scholarly(self) -> Any:
        """Which Han names are of universities or academies."""
        return self.university | np.array([each.han and each.kind == "academy" for each in self.parts], bool)

    @cached_property
    def no_school(self) -> Any:
        """Which Han names say that they are of no school."""
        return (self.han == 1) & (self.kind_class != 0) & (self.kind_class != KIND_CLASS["university"])

    @cached_property
    def identified(self) -> bool:
        """Whether any mention has an identifier."""
        return any(mention.identifiers for mention in self.mentions)

    @cached_property
    def identifiers(self) -> list[frozenset[str]]:
        """The identifiers that can be trusted, of each mention."""
        return [trusted(mention.identifiers) for mention in self.mentions]

    @cached_property
    def has_identifier(self) -> NDArray[np.bool_]:
        """Which mentions have one that can be trusted."""
        return np.array([bool(each) for each in self.identifiers], bool)


def trusted(identifiers: Iterable[str]) -> frozenset[str]:
    """Return identifiers folded, without unified social credit codes whose check digit is wrong.

    >>> sorted(trusted(["91990100maay4cl127", "91990100MAAY4CL120"]))
    ['91990100MAAY4CL127']
    """
    kept = set()
    for identifier in identifiers:
        code = "".join(sign for sign in fold(identifier).upper() if sign.isalnum())
        if len(code) >= 6 and any(sign.isdigit() for sign in code) and (len(code) != 18 or is_uscc(code)):
            kept.add(code)
    return frozenset(kept)


def _is_sole(mention: Mention) -> bool:
    return bool(mention.identifiers) and any(
        len(code) == 18 and uscc_class(code) is UsccClass.SOLE_TRADER for code in trusted(mention.identifiers)
    )


def _fields(concepts: str) -> int:
    """Return the fields that a name's words say, as bits."""
    bits = 0
    for word in concepts.split():
        bits |= FIELD_BITS.get(word, 0)
    return bits & ~FIELD_BITS["army"]  # the army is named or not before its universities


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)[:400]).split())


def _coded(values: Iterable[str]) -> Whole:
    """Return a number for each different text, 0 for the empty one."""
    known: dict[str, int] = {"": 0}
    return np.array([known.setdefault(value, len(known)) for value in values], np.int64)


def weighed(matrix: Any, weights: Floats) -> Any:
    """Return the rows with the roots of the weights in place of ones, so that products of two rows sum to weights."""
    matrix.data = np.sqrt(weights[matrix.indices])
    return matrix


def mass(matrix: Any) -> Floats:
    """Return the sum of the weights in each row."""
    squares = matrix.copy()
    squares.data = squares.data**2
    return np.asarray(squares.sum(axis=1), np.float32).ravel()
