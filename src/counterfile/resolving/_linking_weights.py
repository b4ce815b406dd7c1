"""Names of organizations weighed by what the matcher has learned: needs NumPy and SciPy, and is loaded only where it weighs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from counterfile.resolving import clustering, features
from counterfile.resolving._agreement import differ
from counterfile.resolving._linking_names import apart, form_of, relation_of
from counterfile.resolving._linking_shapes import AGREED, PROPOSES, Link, Row
from counterfile.resolving._parts import Parts
from counterfile.resolving.mentions import Floats, Frequencies, Mention, Table, Whole
from counterfile.resolving.model import COLUMNS, Layer, shipped
from counterfile.text.places import locate

_FORBIDDEN = 0.1  # the most where names say two branches, units, numbers or places
_GUARDED = 0.4  # the most where only one has a number, or only one is a group
_LIKELY = 0.9  # from which names are joined where every word of either is accounted for
_UNRULED = 0.97  # the most that likeness alone can say


def weighed(pairs: Sequence[tuple[str, str]], layer: Layer | None) -> list[Link]:
    table, ones, twos = _table(pairs)
    rows = features.compare(table, ones, twos)
    shipped_odds = log_odds(rows)
    odds = shipped_odds if layer is None else taught(shipped_odds, rows, layer)
    guarded, forbidden = clustering.guarded(rows), clustering.forbidden(rows)
    links = []
    for at, (one, two) in enumerate(pairs):
        relation = relation_of(one, two)
        guard, most = _guard(one, two, relation), _FORBIDDEN
        if not guard and forbidden[at]:
            guard = "another branch, unit, number or place"
        elif not guard and guarded[at]:
            guard, most = "only one has a number, or is a group", _GUARDED
        probability = min(_sigmoid(float(odds[at])), most if guard else _UNRULED)
        # What persons' answers taught only moves proposals.
        likely = _sigmoid(float(shipped_odds[at])) >= _LIKELY
        if likely and not guard and not differ(table.parts[ones[at]], table.parts[twos[at]]):
            probability = AGREED
        elif not guard and _is_misprint(one, two):
            probability = max(probability, _MISPRINT)
        told = _rows(rows[[at]], table.parts[ones[at]], table.parts[twos[at]]) if probability >= PROPOSES else ()
        links.append(Link(probability, None, guard, relation, told))
    return links


def _is_misprint(one: str, two: str) -> bool:
    """Return whether two long names with one proper name differ in a letter or two."""
    a, b = form_of(one), form_of(two)
    if a.parts is None or b.parts is None or a.parts.core != b.parts.core or len(a.parts.core) < _SHORTEST_CORE:
        return False
    return len(a.canon) >= _LONG and OSA.distance(a.canon, b.canon, score_cutoff=_LETTERS_OFF) <= _LETTERS_OFF


_MISPRINT = 0.35  # the least where a clerk may have hit a wrong key
_LONG, _SHORTEST_CORE, _LETTERS_OFF = 9, 2, 2


def _table(pairs: Sequence[tuple[str, str]]) -> tuple[Table, Whole, Whole]:
    names = sorted({name for pair in pairs for name in pair})
    place = {name: row for row, name in enumerate(names)}
    ones = np.array([place[one] for one, _ in pairs], np.int64)
    twos = np.array([place[two] for _, two in pairs], np.int64)
    return Table([Mention(name, name) for name in names], frequencies()), ones, twos


def table_of(pairs: Sequence[tuple[str, str]]) -> tuple[Whole, Whole, Floats]:
    """Return the rows of both names of each pair in one table, and the features of the pairs."""
    table, ones, twos = _table(pairs)
    return ones, twos, features.compare(table, ones, twos)


def _guard(one: str, two: str, relation: tuple[str, str, str] | None) -> str:
    if relation is not None:
        return f"{relation[0]} is a part of {relation[1]}"
    if why := apart(one, two):
        return why
    first, second = locate(one), locate(two)
    if first is not None and second is not None and first.code and second.code and first.code != second.code:
        return f"other places ({first.county or first.city or first.province} / {second.county or second.city or second.province})"
    return ""


def log_odds(rows: Floats) -> Floats:
    """Return the log-odds of pairs by their features alone, without rivals."""
    return np.asarray(_SLOPE * shipped().first.log_odds(rows) + _SHIFT, np.float32)


def taught(odds: Floats, rows: Floats, layer: Layer) -> Floats:
    """Return the log-odds as persons' answers have taught them."""
    return layer.apply(odds, widened(rows))


_SLOPE, _SHIFT = 0.8, -0.6
"""The matcher learned from lists in which most names have others beside them; in notices most have none."""


def widened(rows: Floats) -> Floats:
    """Return features with empty columns for rivals, as `Layer` expects them."""
    wide = np.zeros((len(rows), len(COLUMNS)), np.float32)
    wide[:, : rows.shape[1]] = rows
    return wide


def _sigmoid(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


# The table -----------------------------------------------------------------------------------------------------------

_ROWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("legal form", "legal forms", ("form",)),
    ("group", "whether they call themselves a group", ("group",)),
    ("branch or unit", "branches, and whether one is a unit of the other", ("branch", "unit")),
    ("number", "numbers in the names", ("number",)),
    ("place", "places in the names", ("place",)),
    ("kind of body", "what kind of body they are", ("kind", "kind_class", "field", "trade")),
    (
        "proper name",
        "what is left without place, trade and form",
        (
            "spelling_core",
            "start_core",
            "part_core",
            "subsequence_core",
            "core_in_name",
            "core_in_both",
            "core_same",
            "shortened",
        ),
    ),
    ("length", "how long the names are", ("length_short", "length_long", "core_short", "core_long")),
)
_LETTERS = ("letters", "the letters of the whole names, rare ones counting more", ())


def _rows(row: Floats, one: Parts, two: Parts) -> tuple[Row, ...]:
    weights = shipped().first.parts(row)[0][:-1] * _SLOPE
    found = []
    left = dict(zip(features.NAMES, weights.tolist(), strict=True))
    for name, says, columns in _ROWS:
        weight = sum(left.pop(column, 0.0) for column in columns)
        found.append(Row(name, says, *_shown(name, one, two), round(weight, 3)))
    found.append(Row(_LETTERS[0], _LETTERS[1], one.text, two.text, round(sum(left.values()), 3)))
    return tuple(sorted((each for each in found if each.one or each.two), key=lambda each: -abs(each.weight)))


def _shown(name: str, one: Parts, two: Parts) -> tuple[str, str]:
    def value(parts: Parts) -> str:
        shown: dict[str, Any] = {
            "legal form": parts.form,
            "group": "group" if parts.group else "",
            "branch or unit": parts.branch,
            "number": " ".join(parts.numbers),
            "place": " ".join(parts.places),
            "kind of body": parts.kind,
            "proper name": parts.core,
            "length": str(len(parts.bare)),
        }
        return str(shown[name])

    return value(one), value(two)


# Frequencies ---------------------------------------------------------------------------------------------------------


class Weights:
    """Weights of hashed pieces: those that were counted often, and one for all others; read like an array."""

    def __init__(self, columns: NDArray[np.uint32], weights: NDArray[np.uint8], rare: float) -> None:
        """Take columns in order with their weights in steps of `STEP`."""
        self._columns = columns
        self._weights = weights
        self._rare = rare

    def __getitem__(self, wanted: NDArray[Any]) -> Floats:
        """Return the weights of columns."""
        place = np.minimum(np.searchsorted(self._columns, wanted), len(self._columns) - 1)
        known = self._columns[place] == wanted
        return np.where(known, self._weights[place] * np.float32(STEP), np.float32(self._rare)).astype(np.float32)


STEP = 0.06
"""Of the weights that are shipped."""


@cache
def frequencies() -> Frequencies:
    """Return how common pieces of names are, counted by ``scripts/organization_frequencies.py`` and shipped."""
    data = resources.files("counterfile.resolving").joinpath("organization_frequencies.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        found = {
            name: Weights(arrays[f"{name}.columns"], arrays[f"{name}.weights"], float(arrays["rare"]))
            for name in ("pieces", "words", "bridge", "terms")
        }
        return Frequencies(int(arrays["names"]), *(cast("Floats", found[name]) for name in found))
