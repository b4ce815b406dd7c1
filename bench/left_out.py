"""Extraction where a layout was never seen: each layout of the labeled notices judged without the labels that it alone uses.

For every layout (and once more for every family of layouts, which is harsher) its own labels are taken from the lexicon
and every word of theirs from the classifier's training; then its notices are extracted and scored. Figures are over all
layouts so treated, intervals over layouts. What the rules learned from these notices besides labels (sections, phrases,
shapes of tables) stays, so this is the cost of strange words, not of a strange portal: for that see the invented notices
in ``tests/golden``, of which the rows of lots are scored here as well.

    python -m bench left_out
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import msgspec

from bench.extract_gold import LAYERS, reading_of
from bench.labels import _BEFORE_COLON, Labeled, Place, blind_weights, lexicon
from bench.labels import cases as cases_of
from bench.lot_notices import notices
from bench.measuring import SHARED
from counterfile.demo import build
from counterfile.model.reading import BlockKind, Draft, Reading, Segment
from counterfile.sandbox.reading import read_bytes
from counterfile.stages.extract import extract_reading
from counterfile.text import labels
from counterfile.text.kinds import lot_key
from counterfile.text.labels import Field
from counterfile.views import evaluation
from counterfile.views.labels import label

GOALS = {
    "amount_roles": 0.96,
    "supplier_roles": 0.96,
    "buyer": 0.98,
    "agency": 0.98,
    "project_numbers": 0.98,
    "stage": 0.98,
    "lot_rows_multi": 0.93,
}
"""Least F1 of a field on a layout never seen."""
RESAMPLES = 300


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return the scores with each layout and each family left out, and the rows of lots on all sets."""
    found: dict[str, object] = {"lot_rows": lot_rows()}
    folder, gold = SHARED / "data" / "cn-notices", SHARED / "gold" / "dev"
    if not folder.is_dir() or not gold.is_dir():
        return {**found, "skipped": "the notices and their labels are not beside this checkout"}
    places = list(_places(folder))
    readings = _labeled(gold)
    for unit in ("layout", "family"):
        found[f"each {unit} left out"] = _figures(_left_out(unit, places, readings))
    return found


# Layouts -------------------------------------------------------------------------------------------------------------


def _places(folder: Path) -> Iterator[Place]:
    """Yield where labels stand in the real notices, as `bench.labels.places_of`, each with its whole layout."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".html", ".txt"}:
            continue
        layout = path.relative_to(folder).parent.as_posix()
        reading = reading_of(path)
        for block in reading.blocks if reading is not None else ():
            text = reading.text[block.start : block.end] if reading is not None else ""
            if block.kind is BlockKind.FURNITURE:
                continue
            flat = text.replace("\n", "").strip()
            if block.kind is BlockKind.CELL and 1 < len(flat) <= 30:
                yield Place(layout, flat, "")
            for line in text.split("\n"):
                match = _BEFORE_COLON.match(line)
                words = match.group(1) if match else line.strip()
                if match or (1 < len(words) <= 20):
                    yield Place(layout, words, "")


def _labeled(gold: Path) -> Labeled:
    found = {}
    for path in sorted((gold / "notices").iterdir()):
        told = gold / "labels" / f"{path.stem}.json"
        reading = reading_of(path)
        if told.exists() and reading is not None:
            found[path.stem] = (reading, json.loads(told.read_text("utf-8")))
    return found


def own_labels(unit: str, places: list[Place]) -> dict[str, tuple[frozenset[str], str]]:
    """Return for each layout (or family) the labels that it alone uses, and all other words in one text."""
    keys: dict[str, set[str]] = defaultdict(set)
    for place in places:
        keys[labels.alias_key(place.words)].add(_unit(unit, place.family))
    claimed = {key for key in keys if (what := labels.own_meaning(key)) is not None and what.field is not Field.OTHER}
    return {
        one: (
            frozenset(key for key in claimed if keys[key] == {one}),
            " ".join(sorted(key for key, seen in keys.items() if seen != {one})),
        )
        for one in sorted({unit for seen in keys.values() for unit in seen})
    }


def _unit(unit: str, layout: str) -> str:
    return layout.partition("-")[0] if unit == "family" else layout


def _left_out(unit: str, places: list[Place], readings: Labeled) -> tuple[list[evaluation.Case], dict[str, int]]:
    groups: dict[str, Labeled] = defaultdict(dict)
    for name, (reading, told) in readings.items():
        groups[_unit(unit, str(told["group"]))][name] = (reading, told)
    made: list[evaluation.Case] = []
    taken = {}
    own = own_labels(unit, places)
    for group, members in sorted(groups.items()):
        blind, kept = own.get(group, (frozenset(), ""))
        taken[group] = len(blind)
        weights = blind_weights(blind, kept) if blind else None
        with lexicon(blind, classifier=True, weights=weights):
            made += cases_of(members)
    return made, taken


def _figures(left: tuple[list[evaluation.Case], dict[str, int]]) -> dict[str, object]:
    made, taken = left
    result = evaluation.evaluate(made, resamples=RESAMPLES)
    micro, told = result.micro, result.calibration
    fields = {
        name: [round(value, 4) for value in (one.f1.value, one.f1.low, one.f1.high)]
        for name, one in result.fields.items()
    }
    return {
        "labels_taken": taken,
        "f1": [round(value, 4) for value in (micro.f1.value, micro.f1.low, micro.f1.high)],
        "precision": [round(value, 4) for value in (micro.precision.value, micro.precision.low, micro.precision.high)],
        "recall": round(micro.recall.value, 4),
        "wrong": micro.fp,
        "missing": micro.fn,
        "fields": fields,
        "goals_missed": {name: fields[name][0] for name, goal in GOALS.items() if fields[name][0] < goal},
        "ece": round(told.ece, 4),
        "selective": None
        if told.selective is None
        else [round(told.selective.accuracy, 4), round(told.selective.coverage, 4)],
        "differences": [
            f"{one.id} {one.field} missing {list(one.missing)} surplus {list(one.surplus)}" for one in result.wrong
        ],
    }


# Rows of lots --------------------------------------------------------------------------------------------------------

Row = tuple[Hashable, ...]


def lot_rows() -> dict[str, object]:
    """Return how right whole rows of lots are (label, suppliers and amount together) on notices with several."""
    found: dict[str, object] = {
        "generated": _score(_generated()),
        "invented": _score(_invented()),
        "ways crossed with labels": _score(_crossed()),
    }
    gold = SHARED / "gold" / "dev"
    if gold.is_dir():
        found["labeled"] = _score(_from_gold(gold))
    return found


def _score(pairs: Iterator[tuple[frozenset[Hashable], frozenset[Hashable]]]) -> dict[str, object]:
    right = given = wanted = notices = 0
    for want, got in pairs:
        if len(want) < 2:
            continue
        notices += 1
        right, given, wanted = right + len(want & got), given + len(got), wanted + len(want)
    precision, recall = right / given if given else 1.0, right / wanted if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "notices": notices,
        "rows": wanted,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
    }


def _from_gold(gold: Path) -> Iterator[tuple[frozenset[Hashable], frozenset[Hashable]]]:
    for case in cases_of(_labeled(gold)):
        if not case.disputed & {"lots", "suppliers", "amounts"}:
            yield evaluation.facts(case.wanted)["lot_rows"], evaluation.facts(case.given)["lot_rows"]


def _generated() -> Iterator[tuple[frozenset[Hashable], frozenset[Hashable]]]:
    """Yield the rows of generated notices, whose truth is known and whose layouts are the demo's own."""
    heap = build(1, 25)
    wanted = {(notice.file, notice.segment): notice for file in heap.truth.files for notice in file.notices}
    for file in heap.files:
        if "!" in file.path or (file.path, 0) not in wanted:
            continue  # members of archives are read by the product, not by this check
        draft = read_bytes(file.content, file.path.rpartition("/")[2])
        if not isinstance(draft, Draft):
            continue
        segments = draft.segments or (Segment(0, len(draft.text)),)
        reading = Reading("rd-demo", "0" * 64, "bench", draft.text, draft.blocks, draft.pages, segments)
        for number, (_, statements) in enumerate(extract_reading(reading, LAYERS)):
            notice = wanted.get((file.path, number))
            if notice is not None:
                truth = evaluation.facts(msgspec.to_builtins(notice))
                yield truth["lot_rows"], evaluation.facts(label(statements, file.path))["lot_rows"]


def _scoring() -> ModuleType:
    """Return the tests' own scoring of notices in their markup."""
    folder = Path(__file__).resolve().parents[1] / "tests" / "golden"
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return import_module("_unseen_scoring")


def _invented() -> Iterator[tuple[frozenset[Hashable], frozenset[Hashable]]]:
    """Yield the rows of the invented notices in layouts that no rule was written from, when they were new."""
    scoring = _scoring()
    for notice in import_module("test_unseen_notices").EVERY:
        yield _rows(scoring.truth(notice.truth)), _rows(scoring.said(notice.text))


def _crossed() -> Iterator[tuple[frozenset[Hashable], frozenset[Hashable]]]:
    """Yield the rows of `bench.lot_notices`: ways to lay out lots, each with ways to name them."""
    scoring = _scoring()
    for notice in notices():
        wanted = frozenset(
            (
                lot_key(row.label),
                frozenset([row.supplier] if row.supplier else []),
                frozenset([f"CNY {row.amount:.2f} total"] if row.amount is not None else []),
            )
            for row in notice.rows
        )
        yield wanted, _rows(scoring.said(notice.text))


_OWN = {"award", "contract", "lot-bid", "lot-budget", "lot-ceiling", "lot-estimate"}


def _rows(told: set[tuple[str, ...]]) -> frozenset[Hashable]:
    """Bring the facts of one notice together by lot: label, winners and candidates, amounts."""
    names: dict[str, set[str]] = defaultdict(set)
    amounts: dict[str, set[str]] = defaultdict(set)
    failed = {fact[1] for fact in told if fact[0] == "failed"}
    for fact in told:
        kind = fact[0]
        if kind in {"winner", "candidate"} and fact[1] != "-":
            names[fact[1]].add(fact[-1])
        elif kind in _OWN and fact[1] != "-":
            amounts[fact[1]].add(fact[-1])
    home = {name: lot for lot, parties in names.items() for name in parties}
    for fact in told:
        if fact[0] in {"bid", "award-of"} and fact[1] in home:
            amounts[home[fact[1]]].add(fact[2])
    return frozenset(
        (lot, frozenset(names[lot]), frozenset(amounts[lot])) for lot in sorted(names.keys() | amounts.keys() | failed)
    )
