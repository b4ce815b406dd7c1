"""Matching: which row of a register an organization is, from a stream of rows to candidates with their reasons.

Of each organization the rows that carry one of its numbers, or whose names are nearest by weighted character pieces,
are kept while the register passes by; these are then scored like any two mentions (`resolving.model`) by name. Numbers
decide by their schemes: a checked one in common speaks strongly for, a different one of a scheme of which everybody
has one speaks finally against.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterfile.model.register import CHECKED, SINGLE, Identifier, NameKind, RegisterRow, RowName
from counterfile.resolving import _grams, clustering
from counterfile.resolving._register_files import Refused, Why, described_format, identified, read
from counterfile.resolving.mentions import Mention, Table, Whole
from counterfile.resolving.model import Model, score, shipped
from counterfile.resolving.organizations import Reason, reasons
from counterfile.text.names import name_key
from counterfile.text.script import fold, simplify

__all__ = ["Candidate", "Identifier", "Refused", "Sought", "Why", "described_format", "identified", "match", "read"]

VERSION = "1"
"""Raised whenever the same organizations and rows may give other candidates."""


class Sought(msgspec.Struct, frozen=True):
    """An organization to look up in a register."""

    id: str
    """``o-…``"""
    key: str
    """The name key that a match is recorded about."""
    names: tuple[str, ...]
    """As printed, the most frequent first; at least one."""
    identifiers: tuple[Identifier, ...] = ()


class Candidate(msgspec.Struct, frozen=True):
    """A row that an organization may be."""

    organization: str
    key: str
    name: str
    """The organization's name that was compared."""
    row: RegisterRow
    via: RowName
    """The row's name that was compared."""
    probability: float
    """With the numbers taken into account."""
    by_name: float
    """By the names alone."""
    shared: tuple[Identifier, ...]
    """Numbers in common."""
    automatic: bool
    """Whether a checked number is shared and the names agree, so that it may be recorded without asking."""
    says: str
    """The reasons in one sentence."""
    reasons: tuple[Reason, ...]
    """What the names say, the heaviest first."""


KEPT = 30
"""Rows of a register that are scored for one organization."""

NAMES_AGREE = 0.8
"""Probability by name from which names agree: what a shared number needs besides to be recorded without asking."""

LEAST = 0.05
"""Probability below which a row without a number in common is no candidate."""

CHUNK = 20_000
"""Rows in memory at once."""

SAMPLE = 20_000
"""Rows that say how common pieces of names are, drawn evenly from the register."""

_NEAR = 0.25  # cosine of weighted pieces from which a name is near
_TELLING = 0.02  # share of names up to which a piece is looked up; the more common ones still count for likeness
_SHARED_CHECKED = 6.0  # log-odds of a checked number in common
_SHARED_PLAIN = 3.0  # of a number that carries no check: another register may count alike


def match(
    sought: Sequence[Sought], rows: Iterable[RegisterRow], *, most: int = 5, model: Model | None = None
) -> dict[str, list[Candidate]]:
    """Return the rows that each organization may be, the likeliest first; organizations without any are left out.

    Args:
        sought: The organizations, with different ids.
        rows: Of one register; read once, so a generator will do.
        most: Candidates of one organization.
        model: What scores names; the shipped one by default.
    """
    if not sought:
        return {}
    near = _Near(sought)
    for some in _chunks(iter(rows)):
        near.see(some)
    found: dict[str, list[Candidate]] = {}
    for candidate in _scored(sought, near, model or shipped()):
        found.setdefault(candidate.organization, []).append(candidate)
    return {one: sorted(some, key=_order)[:most] for one, some in sorted(found.items())}


def _order(candidate: Candidate) -> tuple[bool, float, float, int]:
    """Return what sorts rows with a checked number in common first, then the likelier ones."""
    checked = any(each.scheme in CHECKED for each in candidate.shared)
    return not checked, -candidate.probability, -candidate.by_name, candidate.row.number


def _chunks(rows: Iterator[RegisterRow]) -> Iterator[list[RegisterRow]]:
    while some := list(islice(rows, CHUNK)):
        yield some


class _Held(msgspec.Struct):
    """A row kept for an organization, and the two names that are nearest."""

    cosine: float
    row: RegisterRow
    via: RowName
    name: int
    """Which of the sought names."""


class _Near:
    """The rows nearest to each organization among those that passed by, and an even sample of all names."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self.names = [(number, name) for number, one in enumerate(sought) for name in one.names]
        self.sample: list[str] = []
        self._step = 1
        self._seen = 0
        self._pieces: Any = None
        self._held: list[list[tuple[float, int, _Held]]] = [[] for _ in sought]
        self._certain: list[dict[int, _Held]] = [{} for _ in sought]
        self._keys: list[dict[str, int]] = [{} for _ in sought]
        self._exact: dict[str, list[int]] = defaultdict(list)
        for place, (number, name) in enumerate(self.names):
            key = name_key(name)
            self._exact[key].append(place)
            self._keys[number].setdefault(key, place)
        self._numbers: dict[Identifier, list[int]] = defaultdict(list)
        for number, one in enumerate(sought):
            for identifier in one.identifiers:
                self._numbers[identifier].append(number)

    def see(self, rows: Sequence[RegisterRow]) -> None:
        """Take note of a chunk of rows."""
        self._draw(rows)
        spellings = [(row, name) for row in rows for name in row.names]
        for row in rows:
            for identifier in row.identifiers:
                for number in self._numbers.get(identifier, ()):
                    self._keep_certain(number, row)
        texts = [_plain(name.text) for _, name in spellings]
        for place, (row, name) in enumerate(spellings):
            for at in self._exact.get(name_key(name.text), ()):
                self._offer(1.0, at, row, spellings[place][1])
        pieces = _grams.pieces(texts)
        if self._pieces is None:
            self._weigh(pieces)
        product = (self._normal(pieces, telling=True) @ self._turned).tocoo()
        near = np.flatnonzero(product.data >= _NEAR)
        for place, at, cosine in zip(
            product.row[near].tolist(), product.col[near].tolist(), product.data[near].tolist(), strict=True
        ):
            self._offer(cosine, at, *spellings[place])

    def held(self, number: int) -> list[_Held]:
        """Return the rows kept for an organization, each once."""
        found = dict(self._certain[number])
        for _, _, each in sorted(self._held[number], key=lambda held: (-held[0], -held[1])):
            before = found.get(each.row.number)
            if before is None or each.cosine > before.cosine:
                found[each.row.number] = each
        return list(found.values())

    def _draw(self, rows: Sequence[RegisterRow]) -> None:
        for row in rows:
            if self._seen % self._step == 0:
                self.sample.append(row.name)
            self._seen += 1
        while len(self.sample) > SAMPLE:
            self.sample = self.sample[::2]
            self._step *= 2

    def _keep_certain(self, number: int, row: RegisterRow) -> None:
        """Keep a row that has a number of an organization, whatever it is called."""
        held, keys = self._certain[number], self._keys[number]
        if len(held) >= KEPT:
            return
        equal = next(((name, keys[name_key(name.text)]) for name in row.names if name_key(name.text) in keys), None)
        via, place = equal or (row.names[0], min(keys.values()))
        held[row.number] = _Held(1.0 if equal else 0.0, row, via, place)

    def _offer(self, cosine: float, place: int, row: RegisterRow, via: RowName) -> None:
        held = self._held[self.names[place][0]]
        # Of equal ones the earlier row stays; a row may be offered by several names, `held` takes its best.
        entry = (cosine, -row.number, _Held(cosine, row, via, place))
        if any(each.row is row and each.cosine >= cosine for _, _, each in held):
            return
        if len(held) < KEPT:
            heapq.heappush(held, entry)
        elif entry[:2] > held[0][:2]:
            heapq.heapreplace(held, entry)

    def _weigh(self, first: Any) -> None:
        """Weigh pieces by how rare they are among the sought names and the first chunk."""
        own = _grams.pieces([_plain(name) for _, name in self.names])
        counts = np.bincount(first.indices, minlength=_grams.COLUMNS) + np.bincount(
            own.indices, minlength=_grams.COLUMNS
        )
        total = first.shape[0] + own.shape[0]
        self._weights = np.log((total + 2.0) / (counts + 1.0)).astype(np.float32)
        self._telling = counts <= max(_FEW, _TELLING * total)
        self._pieces = own
        self._turned = self._normal(own, telling=False).T.tocsr()

    def _normal(self, pieces: Any, *, telling: bool) -> Any:
        """Return rows of weights of length one; with `telling`, without the pieces that every other name has."""
        out = pieces.astype(np.float32)
        out.data = self._weights[out.indices]
        lengths = np.sqrt(np.asarray(out.multiply(out).sum(axis=1)).ravel())
        out.data /= np.maximum(np.repeat(lengths, np.diff(out.indptr)), 1e-6)
        if telling:
            out.data[~self._telling[out.indices]] = 0
            out.eliminate_zeros()
        return out


_FEW = 50  # names that may share a piece in any register


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in simplify(fold(text[:300]))).split())


def _scored(sought: Sequence[Sought], near: _Near, model: Model) -> Iterator[Candidate]:
    """Yield every candidate that is likely enough."""
    pairs = [(number, held) for number in range(len(sought)) for held in near.held(number)]
    pairs = [(number, held) for number, held in pairs if not _contradict(sought[number], held.row)]
    texts: dict[tuple[str, str], int] = {}
    mentions: list[Mention] = []
    ones, twos = [], []

    def place(key: tuple[str, str], name: str) -> int:
        if key not in texts:
            texts[key] = len(mentions)
            mentions.append(Mention(f"{len(mentions)}", name))
        return texts[key]

    for _, held in pairs:
        ones.append(place(("sought", str(held.name)), near.names[held.name][1]))
    for _, held in pairs:
        twos.append(place((str(held.row.number), held.via.text), held.via.text))
    table = Table(chain(mentions, (Mention(f"s{at}", name) for at, name in enumerate(near.sample))))
    order = np.array(sorted(range(len(pairs)), key=lambda at: (ones[at], twos[at])), np.int64)
    first, second = np.array(ones, np.int64)[order], np.array(twos, np.int64)[order]
    scored = score(table, first, second, model)
    guarded = clustering.guarded(scored.features)
    known = _places(first, second, scored.ones, scored.twos)
    for place_of, at in zip(order.tolist(), known.tolist(), strict=True):
        number, held = pairs[place_of]
        shared = tuple(sorted(set(sought[number].identifiers) & set(held.row.identifiers)))
        # What the features alone make all but impossible is not scored: it is a candidate by its number only.
        odds = float(scored.log_odds[at]) if at >= 0 else _IMPOSSIBLE
        why = tuple(reasons(table, scored, at, model)) if at >= 0 else ()
        stands_guard = at < 0 or bool(guarded[at])
        candidate = _candidate(sought[number], near.names[held.name][1], held, shared, odds, why, stands_guard)
        if shared or candidate.probability >= LEAST:
            yield candidate


_IMPOSSIBLE = -9.2


def _places(ones: Whole, twos: Whole, kept_ones: Whole, kept_twos: Whole) -> NDArray[np.int64]:
    """Return where each pair stands among the kept ones, -1 for those left out."""
    kept = {pair: at for at, pair in enumerate(zip(kept_ones.tolist(), kept_twos.tolist(), strict=True))}
    return np.array([kept.get(pair, -1) for pair in zip(ones.tolist(), twos.tolist(), strict=True)], np.int64)


def _contradict(one: Sought, row: RegisterRow) -> bool:
    """Return whether both have a number of a scheme of which everybody has one, and none in common."""
    for scheme in SINGLE:
        ours = {each.code for each in one.identifiers if each.scheme is scheme}
        theirs = {each.code for each in row.identifiers if each.scheme is scheme}
        if ours and theirs and not ours & theirs:
            return True
    return False


def _candidate(
    one: Sought,
    name: str,
    held: _Held,
    shared: tuple[Identifier, ...],
    odds: float,
    why: tuple[Reason, ...],
    guarded: bool,
) -> Candidate:
    checked = any(each.scheme in CHECKED for each in shared)
    equal = name_key(name) == name_key(held.via.text)
    by_name = _probability(odds)
    more = _SHARED_CHECKED if checked else _SHARED_PLAIN if shared else 0.0
    # A unit's number may be printed beside its parent's name, so the guard holds against numbers too.
    agree = equal or (by_name >= NAMES_AGREE and not guarded)
    return Candidate(
        organization=one.id,
        key=one.key,
        name=name,
        row=held.row,
        via=held.via,
        probability=_probability(odds + more),
        by_name=by_name,
        shared=shared,
        automatic=checked and agree,
        says=_says(name, held, shared, by_name, equal, why),
        reasons=why,
    )


def _probability(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def _says(
    name: str, held: _Held, shared: tuple[Identifier, ...], by_name: float, equal: bool, why: tuple[Reason, ...]
) -> str:
    parts = [f"both have the {each.scheme.upper()} {each.code}" for each in shared]
    called = {NameKind.LEGAL: "name", NameKind.FORMER: "former name", NameKind.OTHER: "other name"}[held.via.kind]
    when = "".join(f" {word} {day}" for word, day in (("from", held.via.since), ("until", held.via.until)) if day)
    if equal:
        parts.append(f"its {called}{when} is equal")
    else:
        heavy = [reason for reason in why if reason.feature != "before"][:2]
        because = "; ".join(f"{reason.says} ({reason.weight:+.1f})" for reason in heavy)
        parts.append(
            f"{name} | {called}{when} {held.via.text}: {by_name:.0%} by name" + (f", {because}" if because else "")
        )
    return ", ".join(parts)
