"""The matching rules in a form that other engines carry out alike: columns of mentions, levels in SQL, weights.

What takes language to compute (legal form, place, proper name, character pieces weighed by how rare they are) is
computed here once for each mention and written as plain columns. What compares two mentions is then only equality
and the size of a common set, which DuckDB and Spark compute alike, so that Splink gives the same answers on both.

A piece stands in its column as often as it weighs: a rare one up to four times, a common one once or never. The common
part of two such sets is then weighed by rarity without any arithmetic that engines could round differently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from counterfile.resolving import _grams
from counterfile.resolving.levels import Weights
from counterfile.resolving.mentions import Mention, Table
from counterfile.text.script import fold

VERSION = "1"
"""Raised whenever the same mentions may give other columns or levels."""

KEYS = 8
"""Rarest pieces of a name by which it is compared with others."""

MOST = 60
"""Mentions that may share such a piece; above, it brings too many together to tell anything."""

_HEAVIEST = 4  # times that the rarest piece stands in its column
_STEP = 2.5  # logarithm of names / names with it that one more time stands for


class Rule(msgspec.Struct, frozen=True):
    """One level of a comparison: what it says and its condition, in SQL with ``{common(…)}`` left open."""

    says: str
    sql: str


class Compared(msgspec.Struct, frozen=True):
    """Levels in order: a pair is on the first whose condition holds."""

    name: str
    rules: tuple[Rule, ...]
    missing: str = ""
    """Condition under which there is nothing to compare; empty where there always is something."""

    @property
    def levels(self) -> tuple[Rule, ...]:
        """Return all levels, the missing one first where there is one, the last for what no rule holds of.

        That something is missing is a level with a weight of its own: an inquiry without addresses says nothing by
        that, but a name without a legal form does.
        """
        missing = (Rule("nothing to compare", self.missing),) if self.missing else ()
        return (*missing, *self.rules, Rule("all other", "ELSE"))


def _shares(column: str, says: str, *steps: float) -> tuple[Rule, ...]:
    """Return levels of the weighed Jaccard index of a column, in integers: common / (one + other - common) >= step."""
    rules = []
    for step in steps:
        percent = round(step * 100)
        common, total = f"common({column})", f"({column}_weight_l + {column}_weight_r)"
        rules.append(Rule(f"{says}: {percent} % in common", f"{common} * {100 + percent} >= {total} * {percent}"))
    return tuple(rules)


def _within(column: str, says: str, *steps: float) -> tuple[Rule, ...]:
    """Return levels of the share of the lighter set that stands in the other."""
    least = f"least({column}_weight_l, {column}_weight_r)"
    return tuple(
        Rule(
            f"{says}: {round(step * 100)} %", f"{least} > 0 AND common({column}) * 100 >= {least} * {round(step * 100)}"
        )
        for step in steps
    )


def _same(name: str, column: str, says: str) -> Compared:
    empty = f"{column}_l = '' OR {column}_r = ''"
    return Compared(name, (Rule(f"same {says}", f"{column}_l = {column}_r"),), empty)


RULES: tuple[Compared, ...] = (
    Compared(
        "name",
        (
            Rule("names equal but for the legal form", "bare_l = bare_r"),
            Rule("the same words in another order or language", "concepts_l <> '' AND concepts_l = concepts_r"),
            *_shares("pieces", "pieces of the names", 0.85, 0.7, 0.55, 0.4, 0.25),
        ),
    ),
    Compared(
        "beginning",
        (
            Rule(
                "the longer name begins with the shorter",
                "substr(bare_l, 1, length(bare_r)) = bare_r OR substr(bare_r, 1, length(bare_l)) = bare_l",
            ),
            Rule("names begin with the same three characters", "substr(bare_l, 1, 3) = substr(bare_r, 1, 3)"),
            Rule("names begin with the same two characters", "substr(bare_l, 1, 2) = substr(bare_r, 1, 2)"),
        ),
    ),
    Compared(
        "script",
        (
            Rule("both in Han characters", "han_l AND han_r"),
            Rule("both in other letters", "NOT han_l AND NOT han_r"),
        ),
    ),
    Compared("shorter", _within("pieces", "pieces of the shorter name in the longer", 0.95, 0.8, 0.6, 0.4)),
    Compared(
        "proper",
        (
            Rule("proper names equal", "core_l = core_r"),
            Rule(
                "one's proper name stands in the other's name",
                "(length(core_l) >= 2 AND contains(bare_r, core_l)) OR (length(core_r) >= 2 AND contains(bare_l, core_r))",
            ),
            *_within("core_pieces", "pieces of the shorter proper name in the longer", 0.95, 0.7, 0.4),
        ),
        "core_l = '' OR core_r = ''",
    ),
    Compared("words", _shares("words", "English words of both", 0.85, 0.6, 0.4, 0.2)),
    Compared(
        "acronym",
        (
            Rule(
                "one is the other's initials",
                "(length(initials_l) >= 2 AND initials_l = bare_r) OR (length(initials_r) >= 2 AND initials_r = bare_l)",
            ),
        ),
    ),
    _same("form", "form", "legal form"),
    _same("kind", "kind", "kind of body"),
    Compared(
        "group",
        (Rule("both or neither a group", "is_group_l = is_group_r"),),
    ),
    Compared("branch", (Rule("the same branch or none", "branch_l = branch_r"),)),
    Compared(
        "number",
        (
            Rule("the same numbers", "number_l = number_r"),
            Rule("a number in one of them", "number_l = '' OR number_r = ''"),
        ),
        "number_l = '' AND number_r = ''",
    ),
    Compared(
        "place",
        (
            Rule("the same place", "place_l = place_r"),
            Rule("a place in one of them", "place_l = '' OR place_r = ''"),
            Rule("one place within the other", "substr(place_l, 1, length(place_r)) = place_r OR substr(place_r, 1, length(place_l)) = place_l"),
        ),
        "place_l = '' AND place_r = ''",
    ),
    _same("city", "city", "city"),
    Compared(
        "address",
        _shares("address_pieces", "pieces of the addresses", 0.8, 0.5, 0.25),
        "address_pieces_weight_l = 0 OR address_pieces_weight_r = 0",
    ),
    Compared(
        "identifier",
        (Rule("a number in common", "common(identifiers) > 0"),),
        "identifiers_weight_l = 0 OR identifiers_weight_r = 0",
    ),
)  # fmt: skip
"""All comparisons; `levels.py` has the finer ones that one machine computes."""

BLOCKING = (
    {"blocking_rule": "l.block = r.block", "arrays_to_explode": ["block"]},
    {"blocking_rule": "l.core = r.core AND l.core_few AND r.core_few"},
)
"""Which pairs are compared: names that share a rare piece or a number, or an equal proper name that few have."""

_COMMON = {
    "duckdb": "coalesce(len(list_intersect({0}_l, {0}_r)), 0)",
    "spark": "size(array_intersect({0}_l, {0}_r))",
}


def columns(mentions: Iterable[Mention]) -> pa.Table:
    """Return the mentions as a table with all that the rules compare, in order of id."""
    table = Table(sorted(mentions, key=lambda mention: mention.id))
    parts = table.parts
    core_pieces = _grams.pieces(table.core)
    words = _grams.words([each.bridge for each in parts])
    address = _grams.pieces(table.address)
    identifiers = [sorted(each) for each in table.identifiers]
    pieces = _grams.pieces([each.text for each in parts])
    weighed: dict[str, list[Any]] = {
        "pieces": _repeated(pieces),
        "core_pieces": _repeated(core_pieces),
        "words": _repeated(words),
        "address_pieces": _repeated(address),
        "identifiers": identifiers,
    }
    core_count: dict[str, int] = {}
    for core in table.core:
        core_count[core] = core_count.get(core, 0) + 1
    arrays: dict[str, Any] = {
        "id": [mention.id for mention in table.mentions],
        "name": [mention.name for mention in table.mentions],
        "bare": table.bare,
        "core": table.core,
        "core_few": [bool(core) and core_count[core] <= MOST for core in table.core],
        "concepts": table.concepts,
        "initials": table.initials,
        "form": [each.form for each in parts],
        "kind": [each.kind for each in parts],
        "han": [each.han for each in parts],
        "is_group": [each.group for each in parts],
        "branch": [each.branch for each in parts],
        "number": [" ".join(each.numbers) for each in parts],
        "place": [" ".join(each.places) for each in parts],
        "city": [" ".join(fold(mention.city).split()) for mention in table.mentions],
    }
    for name, rows in weighed.items():
        kind = pa.string() if name == "identifiers" else pa.int32()
        arrays[name] = pa.array(rows, pa.list_(kind))
        arrays[f"{name}_weight"] = pa.array([len(row) for row in rows], pa.int32())
    bridge = _grams.pieces([each.bridge for each in parts])
    blocks = _blocks(identifiers, {"p": pieces, "b": bridge, "w": words})
    arrays["block"] = pa.array(blocks, pa.list_(pa.string()))
    # A person who trades is joined with nobody, so such a mention is not written.
    return pa.table(arrays).filter(pa.array(~table.sole))


def _repeated(matrix: Any) -> list[list[int]]:
    """Return each row's columns, each as often as it weighs, told apart by their last two bits."""
    counts = np.bincount(matrix.indices, minlength=_grams.COLUMNS)
    rarity = np.log((matrix.shape[0] + 2.0) / (counts + 1.0))
    times = np.clip(np.rint(rarity / _STEP), 0, _HEAVIEST).astype(np.int64)[matrix.indices]
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    out: list[list[int]] = [[] for _ in range(matrix.shape[0])]
    for row, column, many in zip(rows.tolist(), matrix.indices.tolist(), times.tolist(), strict=True):
        out[row].extend(range(column * _HEAVIEST, column * _HEAVIEST + many))
    return out


def _blocks(identifiers: Sequence[Sequence[str]], matrices: Mapping[str, Any]) -> list[list[str]]:
    """Return by what each mention is brought together with others: its numbers and its rarest pieces and words."""
    out: list[list[str]] = [[f"#{code}" for code in codes] for codes in identifiers]
    for mark, matrix in matrices.items():
        counts = np.bincount(matrix.indices, minlength=_grams.COLUMNS)
        for row in range(matrix.shape[0]):
            held = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            telling = held[(counts[held] > 1) & (counts[held] <= MOST)]
            order = np.lexsort((telling, counts[telling]))[:KEYS]
            out[row].extend(f"{mark}{column}" for column in telling[order].tolist())
    return out


def settings(engine: str, weights: Weights | None = None) -> dict[str, Any]:
    """Return the rules as settings of Splink for an engine, with weights as its m and u probabilities where given.

    Args:
        engine: ``duckdb`` or ``spark``.
        weights: How often each level is met; see `levels.Weights`.
    """
    comparisons = []
    for number, compared in enumerate(RULES):
        # Splink wants a level for NULL; no column of ours holds any.
        levels: list[dict[str, Any]] = [
            {"sql_condition": "bare_l IS NULL OR bare_r IS NULL", "label_for_charts": "null", "is_null_level": True}
        ]
        for place, rule in enumerate(compared.levels):
            level: dict[str, Any] = {"sql_condition": _in(rule.sql, engine), "label_for_charts": rule.says}
            if weights is not None:
                level |= {"m_probability": weights.m[number][place], "u_probability": weights.u[number][place]}
            levels.append(level)
        comparisons.append({"output_column_name": compared.name, "comparison_levels": levels})
    out: dict[str, Any] = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "sql_dialect": engine,
        "blocking_rules_to_generate_predictions": [dict(rule) for rule in BLOCKING],
        "comparisons": comparisons,
    }
    if weights is not None:
        out["probability_two_random_records_match"] = weights.share
    return out


def _in(sql: str, engine: str) -> str:
    """Return a condition in an engine's SQL."""
    while "common(" in sql:
        before, _, rest = sql.partition("common(")
        column, _, after = rest.partition(")")
        sql = before + _COMMON[engine].format(column) + after
    return sql


def fit(
    levels: NDArray[np.int64], same: NDArray[np.bool_], sample_weight: NDArray[np.float64] | None = None
) -> Weights:
    """Return the weights that labeled pairs teach.

    A logistic regression over the levels, written as m and u: u is how often a level is met by different ones, and m
    is u times what the level weighs. So the levels need not be independent of each other, as they would have to be were
    both only counted.

    Args:
        levels: Of each pair in each comparison, its place in `Compared.levels`.
        same: Which pairs are one organization.
        sample_weight: How much each pair counts.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    sizes = [len(compared.levels) for compared in RULES]
    starts = np.r_[0, np.cumsum(sizes)]
    rows = np.zeros((len(levels), int(starts[-1])), np.float32)
    for number in range(len(RULES)):
        rows[np.arange(len(levels)), starts[number] + levels[:, number]] = 1
    machine = LogisticRegression(C=1.0, max_iter=2000)
    machine.fit(rows, same, sample_weight=sample_weight)
    learned = machine.coef_[0]
    odds = float(machine.intercept_[0])
    m, u = [], []
    weight = np.ones(len(levels)) if sample_weight is None else sample_weight
    apart = np.flatnonzero(~same)
    for number, size in enumerate(sizes):
        counts = np.bincount(levels[apart, number], weights=weight[apart], minlength=size) + 0.5 * weight.mean()
        other = counts / counts.sum()
        tilted = other * np.exp(learned[starts[number] : starts[number + 1]])
        # What m is divided by, to sum to 1, goes into the share.
        odds += float(np.log(tilted.sum()))
        m.append(tuple((tilted / tilted.sum()).tolist()))
        u.append(tuple(other.tolist()))
    return Weights(float(1 / (1 + np.exp(-odds))), tuple(m), tuple(u))


@cache
def shipped() -> Weights:
    """Return the weights that come with the package."""
    data = resources.files("counterfile.resolving").joinpath("portable_weights.json").read_bytes()
    return msgspec.json.decode(data, type=Weights)
