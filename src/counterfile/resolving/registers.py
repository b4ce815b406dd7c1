"""Matching: which row of a register an organization is, from a stream of rows to candidates with their reasons.

Of each organization the rows that carry one of its numbers, or whose names are nearest by weighted character pieces,
are kept while the register passes by; these are then scored like any two mentions (`resolving.model`) by name. Numbers
decide by their schemes: a checked one in common speaks strongly for, a different one of a scheme of which everybody
has one speaks finally against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from counterfile.model.register import CHECKED, SINGLE, Identifier, NameKind, RegisterRow, RowName
from counterfile.resolving import _grams, clustering
from counterfile.resolving._register_files import Refused, Why, described_format, identified, read
from counterfile.resolving.blocking import nearest_of
from counterfile.resolving.mentions import Floats, Mention, Table, Whole
from counterfile.resolving.model import Model, score, shipped
from counterfile.resolving.organizations import Reason, all_reasons
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
    for candidate in _scored(sought, near, most, model or shipped()):
        found.setdefault(candidate.organization, []).append(candidate)
    return dict(sorted(found.items()))


def _order(pair: _Pair) -> tuple[int, bool, float, float, int]:
    """Return what sorts, for each organization, rows with a checked number in common first, then the likelier ones."""
    checked = any(each.scheme in CHECKED for each in pair.shared)
    return pair.number, not checked, -pair.probability, -pair.odds, pair.held.row.number


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
        self._queries: Any = None
        # What is near: which of the sought names, which spelling of the register, how near; by name, the nearest first.
        self._name = np.zeros(0, np.int64)
        self._spelling = np.zeros(0, np.int64)
        self._cosine = np.zeros(0, np.float32)
        self._spelled: dict[int, tuple[RegisterRow, RowName]] = {}
        self._spellings = 0
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
        for row in rows:
            for identifier in row.identifiers:
                for number in self._numbers.get(identifier, ()):
                    self._keep_certain(number, row)
        spellings = [(row, name) for row in rows for name in row.names]
        pieces = _grams.pieces([_plain(name.text) for _, name in spellings])
        if self._queries is None:
            self._weigh(pieces)
        near = nearest_of(self._queries, self._normal(pieces), KEPT, _NEAR)
        equal = [
            (at, place) for place, (_, name) in enumerate(spellings) for at in self._exact.get(name_key(name.text), ())
        ]
        self._keep(*near, np.array(equal, np.int64).reshape(-1, 2), spellings)

    def held(self) -> list[list[_Held]]:
        """Return the rows kept for each organization, each once."""
        best: list[dict[int, _Held]] = [{} for _ in self._certain]
        order = np.lexsort((self._spelling, -self._cosine))
        for name, spelling, cosine in zip(
            self._name[order].tolist(), self._spelling[order].tolist(), self._cosine[order].tolist(), strict=True
        ):
            rows = best[self.names[name][0]]
            row, via = self._spelled[spelling]
            if len(rows) < KEPT:
                rows.setdefault(row.number, _Held(cosine, row, via, name))
        for rows, certain in zip(best, self._certain, strict=True):
            for number, held in certain.items():
                if number not in rows or rows[number].cosine <= held.cosine:
                    rows[number] = held
        return [list(rows.values()) for rows in best]

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

    def _keep(
        self,
        names: Whole,
        places: Whole,
        cosines: Floats,
        equal: Whole,
        spellings: Sequence[tuple[RegisterRow, RowName]],
    ) -> None:
        """Keep of each sought name the nearest spellings, of equally near ones the earlier."""
        count = len(spellings)
        unlike = ~np.isin(names * count + places, equal[:, 0] * count + equal[:, 1])
        name = np.r_[self._name, names[unlike], equal[:, 0]]
        spelling = np.r_[self._spelling, self._spellings + places[unlike], self._spellings + equal[:, 1]]
        cosine = np.r_[self._cosine, cosines[unlike], np.ones(len(equal), np.float32)]
        order = np.lexsort((spelling, -cosine, name))
        name = name[order]
        kept = np.arange(len(name)) - np.searchsorted(name, name) < KEPT
        self._name, self._spelling, self._cosine = name[kept], spelling[order][kept], cosine[order][kept]
        known, first = self._spelled, self._spellings
        self._spelled = {
            at: known[at] if at < first else spellings[at - first] for at in np.unique(self._spelling).tolist()
        }
        self._spellings += count

    def _weigh(self, first: Any) -> None:
        """Weigh pieces by how rare they are among the sought names and the first chunk."""
        own = _grams.pieces([_plain(name) for _, name in self.names])
        counts = np.bincount(first.indices, minlength=_grams.COLUMNS) + np.bincount(
            own.indices, minlength=_grams.COLUMNS
        )
        total = first.shape[0] + own.shape[0]
        self._weights = np.log((total + 2.0) / (counts + 1.0)).astype(np.float32)
        # What every other name has is not looked up, though it counts for the length.
        used = np.unique(own.indices)
        used = used[counts[used] <= max(_FEW, _TELLING * total)]
        self._columns = np.full(_grams.COLUMNS, -1, np.int32)
        self._columns[used] = np.arange(len(used), dtype=np.int32)
        self._width = len(used)
        self._queries = self._normal(own)

    def _normal(self, pieces: Any) -> Any:
        """Return rows of weights of length one, in the columns of the pieces that are looked up."""
        weights = self._weights[pieces.indices]
        rows = np.repeat(np.arange(pieces.shape[0]), np.diff(pieces.indptr))
        lengths = np.sqrt(np.bincount(rows, weights=weights.astype(np.float64) ** 2, minlength=pieces.shape[0]))
        columns = self._columns[pieces.indices]
        told = columns >= 0
        values = (weights / np.maximum(lengths, 1e-6)[rows])[told].astype(np.float32)
        bounds = np.r_[0, np.cumsum(told)][pieces.indptr].astype(np.int32)
        return sparse.csr_matrix((values, columns[told], bounds), shape=(pieces.shape[0], self._width))


_FEW = 50  # names that may share a piece in any register


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in simplify(fold(text[:300]))).split())


class _Pair(msgspec.Struct, frozen=True):
    """A row held for an organization, once its names were scored."""

    number: int
    """Which of the organizations."""
    held: _Held
    shared: tuple[Identifier, ...]
    at: int
    """Where the pair of names stands among those scored; -1 where it was left out."""
    odds: float
    """By the names alone."""

    @property
    def probability(self) -> float:
        """With the numbers taken into account."""
        checked = any(each.scheme in CHECKED for each in self.shared)
        return _probability(self.odds + (_SHARED_CHECKED if checked else _SHARED_PLAIN if self.shared else 0.0))


def _scored(sought: Sequence[Sought], near: _Near, most: int, model: Model) -> Iterator[Candidate]:
    """Yield of each organization the likeliest candidates that are likely enough, the first first."""
    pairs = [(number, held) for number, rows in enumerate(near.held()) for held in rows]
    pairs = [(number, held) for number, held in pairs if not _contradict(sought[number], held.row)]
    texts: dict[tuple[str, str], int] = {}
    mentions: list[Mention] = []

    def place(key: tuple[str, str], name: str) -> int:
        if key not in texts:
            texts[key] = len(mentions)
            mentions.append(Mention(f"{len(mentions)}", name))
        return texts[key]

    ones = [place(("sought", str(held.name)), near.names[held.name][1]) for _, held in pairs]
    twos = [place((str(held.row.number), held.via.text), held.via.text) for _, held in pairs]
    table = Table(chain(mentions, (Mention(f"s{at}", name) for at, name in enumerate(near.sample))))
    order = np.array(sorted(range(len(pairs)), key=lambda at: (ones[at], twos[at])), np.int64)
    first, second = np.array(ones, np.int64)[order], np.array(twos, np.int64)[order]
    scored = score(table, first, second, model)
    known = _places(first, second, scored.ones, scored.twos)
    judged = []
    for place_of, at in zip(order.tolist(), known.tolist(), strict=True):
        number, held = pairs[place_of]
        shared = tuple(sorted(set(sought[number].identifiers) & set(held.row.identifiers)))
        # What the features alone make all but impossible is not scored: it is a candidate by its number only.
        pair = _Pair(number, held, shared, at, float(scored.log_odds[at]) if at >= 0 else _IMPOSSIBLE)
        if shared or pair.probability >= LEAST:
            judged.append(pair)
    best = [
        pair
        for _, some in groupby(sorted(judged, key=_order), key=lambda pair: pair.number)
        for pair in islice(some, most)
    ]
    explained = [pair.at for pair in best if pair.at >= 0]
    told = dict(zip(explained, all_reasons(table, scored, explained, model), strict=True))
    guarded = clustering.guarded(scored.features)
    for pair in best:
        stands_guard = pair.at < 0 or bool(guarded[pair.at])
        name = near.names[pair.held.name][1]
        yield _candidate(sought[pair.number], name, pair, tuple(told.get(pair.at, ())), stands_guard)


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


def _candidate(one: Sought, name: str, pair: _Pair, why: tuple[Reason, ...], guarded: bool) -> Candidate:
    held, shared = pair.held, pair.shared
    checked = any(each.scheme in CHECKED for each in shared)
    equal = name_key(name) == name_key(held.via.text)
    by_name = _probability(pair.odds)
    # A unit's number may be printed beside its parent's name, so the guard holds against numbers too.
    agree = equal or (by_name >= NAMES_AGREE and not guarded)
    return Candidate(
        organization=one.id,
        key=one.key,
        name=name,
        row=held.row,
        via=held.via,
        probability=pair.probability,
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
