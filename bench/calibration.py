"""Fits the probabilities of statements on the labeled notices, and says how far they can be believed.

Each layout is judged by coefficients fitted without it. Three kinds of runs are learned from: the notices as they are,
the notices with the labels of each family of layouts unknown (a portal never seen; see `bench.labels`), and single
layers, since on the notices as they are too little is wrong to learn from. All of it is development material: the layers
were written with sight of these notices, so the accuracy is theirs; what is measured is whether the probabilities fit.

The last figure, ``coefficients``, is what `counterfile.stages._calibration.COEFFICIENTS` holds.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from unittest.mock import patch

import msgspec
import numpy as np

from bench.extract_gold import LAYERS
from bench.labels import Labeled, blind_labels, blind_weights, gold_readings, lexicon, places_of
from bench.measuring import SHARED
from counterfile.demo import build
from counterfile.hooks import Extractor
from counterfile.model.reading import Draft, Reading, Segment
from counterfile.sandbox.reading import read_bytes
from counterfile.stages import extract
from counterfile.stages._calibration import Features, calibrated, probability, terms
from counterfile.views import evaluation
from counterfile.views.labels import label

RIDGE = 1.0
"""Pull of the coefficients to 0, in observations of weight 1."""
RUNS = {"as they are": 1.0, "family unseen": 1.0, "family unseen, lexicon alone": 0.3, "one layer": 0.15}
"""What is learned from, and how much one value of it weighs."""
DRAWS = 300


@dataclass(frozen=True)
class Row:
    """One stated value of a labeled notice."""

    layout: str
    run: str
    notice: str
    features: Features
    right: bool


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return how the probabilities fit, layouts left out, with intervals over layouts; and the coefficients."""
    notices, gold = SHARED / "data" / "cn-notices", SHARED / "gold" / "dev"
    if not notices.is_dir() or not gold.is_dir():
        return {"skipped": "the notices and their labels are not beside this checkout"}
    readings = gold_readings(gold)
    blind, kept = blind_labels(list(places_of(notices)))
    weights = blind_weights(blind, kept)
    rows: list[Row] = []
    asked: dict[str, dict[str, int]] = {}
    with lexicon(frozenset(), classifier=True):
        _run("as they are", readings, LAYERS, rows, asked)
        for layer in LAYERS[1:]:
            _run("one layer", readings, (layer,), rows, asked)
    with lexicon(blind, classifier=True, weights=weights):
        _run("family unseen", readings, LAYERS, rows, asked)
    with lexicon(blind, classifier=False):
        _run("family unseen, lexicon alone", readings, LAYERS, rows, asked)
    found: dict[str, object] = {
        run: {
            "left_out": _believed(rows, run, asked[run], _left_out(rows)),
            "layers' own measure": _believed(rows, run, asked[run], lambda row: row.features.sure),
            "as shipped": _believed(rows, run, asked[run], lambda row: calibrated(row.features)),
        }
        for run in ("as they are", "family unseen")
    }
    found["demo"] = _demo()
    found["coefficients"] = {name: round(value, 3) for name, value in sorted(fit(rows).items())}
    return found


def _demo() -> dict[str, object]:
    """Return how sure the program is of generated notices, whose truth is known and from which nothing was fitted."""
    heap = build(1, 25)
    wanted = {(notice.file, notice.segment): notice for file in heap.truth.files for notice in file.notices}
    told: list[tuple[float, bool]] = []
    for file in heap.files:
        if "!" in file.path or (file.path, 0) not in wanted:
            continue  # members of archives are read by the product, not by this check
        draft = read_bytes(file.content, file.path.rpartition("/")[2])
        if not isinstance(draft, Draft):
            continue
        segments = draft.segments or (Segment(0, len(draft.text)),)
        reading = Reading("rd-demo", "0" * 64, "bench", draft.text, draft.blocks, draft.pages, segments)
        for number, (_, statements) in enumerate(extract.extract_reading(reading, LAYERS)):
            notice = wanted.get((file.path, number))
            if notice is None:
                continue
            given = label(statements, file.path)
            truth = evaluation.facts(msgspec.to_builtins(notice))
            for field, stated in evaluation.sureness(statements, given).items():
                told += [(sure, fact in truth[field]) for fact, sure in stated.items()]
    result = evaluation.calibrate(told, len(told))
    return {"values": len(told), "wrong": sum(not right for _, right in told), "ece": round(result.ece, 4)}


def _run(
    run: str, readings: Labeled, layers: Sequence[Extractor], rows: list[Row], asked: dict[str, dict[str, int]]
) -> None:
    """Extract, and add a row for each value that the readers' label confirms or refutes."""
    questions = asked.setdefault(run, defaultdict(int))
    for name, (reading, told) in readings.items():
        seen: list[Features] = []

        def number(features: Features, seen: list[Features] = seen) -> float:
            seen.append(features)
            return float(len(seen) - 1)

        with patch.object(extract, "calibrated", number):
            notices = extract.extract_reading(reading, layers)
        statements = notices[0][1] if notices else ()
        given = label(statements, name)
        one = evaluation.labeled({"file": name, **told})
        wanted, got = evaluation.facts(one.label), evaluation.facts(given)
        stated = evaluation.sureness(statements, given)
        for field in evaluation.FIELDS:
            if field in one.disputed:
                continue
            skipped: frozenset[Hashable] = frozenset({1}) if field == "round" else frozenset()
            questions[one.layout] += max(len(wanted[field] - skipped), len(got[field] - skipped))
            for fact, at in stated[field].items():
                rows.append(Row(one.layout, run, name, seen[int(at)], fact in wanted[field]))


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Return the coefficients of a logistic regression with a ridge, by Newton's method."""
    names = sorted({name for row in rows for name, _ in terms(row.features)})
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in terms(row.features):
            table[at, column[name]] = value
    right = np.array([row.right for row in rows], dtype=float)
    weight = np.array([RUNS[row.run] for row in rows])
    pull = np.array([0.01 if name == "always" else RIDGE for name in names])
    found = np.zeros(len(names))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(table @ found)))
        slope = table.T @ (weight * (chance - right)) + pull * found
        bend = (table * (weight * chance * (1 - chance))[:, None]).T @ table + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-8:
            break
    return dict(zip(names, found.tolist(), strict=True))


def _left_out(rows: Sequence[Row]) -> Callable[[Row], float]:
    """Return the probability of a row by coefficients that were fitted without its layout."""
    found = {
        layout: fit([row for row in rows if row.layout != layout]) for layout in sorted({row.layout for row in rows})
    }

    def chance(row: Row) -> float:
        return probability(row.features, found[row.layout])

    return chance


def _believed(
    rows: Sequence[Row], run: str, questions: dict[str, int], chance: Callable[[Row], float]
) -> dict[str, object]:
    answers: dict[str, list[tuple[float, bool]]] = {layout: [] for layout in questions}
    for row in rows:
        if row.run == run:
            answers[row.layout].append((chance(row), row.right))
    layouts = sorted(questions)
    figures = _figures(layouts, answers, questions)
    chooser = np.random.default_rng(3)
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(DRAWS):
        for name, value in _figures(
            [layouts[at] for at in chooser.integers(len(layouts), size=len(layouts))], answers, questions
        ).items():
            drawn[name].append(value)
    found: dict[str, object] = {
        "values": sum(map(len, answers.values())),
        "wrong": sum(not right for told in answers.values() for _, right in told),
    }
    for name, value in figures.items():
        low, high = np.percentile(drawn[name], [2.5, 97.5])
        found[name] = [round(value, 4), round(float(low), 4), round(float(high), 4)]
    return found


def _figures(
    layouts: Sequence[str], answers: dict[str, list[tuple[float, bool]]], questions: dict[str, int]
) -> dict[str, float]:
    told = [one for layout in layouts for one in answers[layout]]
    result = evaluation.calibrate(told, sum(questions[layout] for layout in layouts))
    found = {"ece": result.ece, "brier": result.brier, "auroc": _auroc(told)}
    if result.selective is not None:
        found["accuracy at 85 %"] = result.selective.accuracy
        found["coverage there"] = result.selective.coverage
    return found


def _auroc(told: Sequence[tuple[float, bool]]) -> float:
    """Return the chance that a right value is stated surer than a wrong one; 1 where nothing is wrong."""
    good = np.array([chance for chance, right in told if right])
    bad = np.array([chance for chance, right in told if not right])
    if not len(good) or not len(bad):
        return 1.0
    higher = (good[:, None] > bad[None, :]).mean() + 0.5 * (good[:, None] == bad[None, :]).mean()
    return float(higher)
