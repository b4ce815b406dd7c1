"""Fits the probabilities of statements on the labeled notices, and says how far they can be believed.

Each layout is judged by coefficients fitted without it. Three kinds of runs are learned from: the notices as they are,
the notices with the labels of each family of layouts unknown (a portal never seen; see `bench.labels`), and single
layers, since on the notices as they are too little is wrong to learn from. All of it is development material: the layers
were written with sight of these notices, so the accuracy is theirs; what is measured is whether the probabilities fit.

A fourth kind of run leaves out every label that a family uses at all, so that more goes wrong. The weights of agreement, of a
layer's own measure and of rivals are kept from changing their sign: few values are wrong, and a handful of them must not teach
that contradiction makes a value likelier.

What no labeled notice shows, values of a tagger trained from corrections (L6) and of a language model (L7), is simulated: see
`tagged` and `proposed`.

The figures ``coefficients`` and ``priors`` are what `counterfile.stages._calibration` holds.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

import msgspec
import numpy as np

from bench.extract_gold import LAYERS
from bench.labels import Labeled, blind_labels, blind_weights, gold_readings, lexicon, places_of
from bench.measuring import SHARED
from bench.tagger import BESIDE, UNSEEN, corrections, sentences
from counterfile.demo import build
from counterfile.hooks import Extractor
from counterfile.model.notice import Property, Stage
from counterfile.model.reading import Draft, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.plugins.extractors.proposed import CONFIDENCE
from counterfile.plugins.extractors.tagger import SHARE, SURE, SURE_NUMBER
from counterfile.sandbox.reading import read_bytes
from counterfile.stages import extract
from counterfile.stages._calibration import Features, calibrated, probability, terms
from counterfile.text import labels
from counterfile.text.grounding import Grounded, ground, is_admissible
from counterfile.text.labels import Field
from counterfile.text.tagger import Tagger, train
from counterfile.views import evaluation
from counterfile.views.labels import label

RIDGE = 1.0
"""Pull of the coefficients to 0, in observations of weight 1."""
RUNS = {
    "as they are": 1.0,
    "family unseen": 1.0,
    "family without any label": 1.0,
    "family unseen, lexicon alone": 0.3,
    "one layer": 0.15,
}
"""What is learned from, and how much one value of it weighs."""
SIGNS = {"sure": 1, "agreeing": 1, "rivals": -1}
"""Which way a feature may count; others either way."""
DRAWS = 300
MISTAKEN = (0.15, 0.5)
"""Shares of proposals of a language model that are wrong before they are checked. Open models reach some 85 % on tenders without
training (RANLP 2025); the other is assumed for what is really asked, values that every other layer missed."""
CORRECTIONS = 50
"""From which a tagger is trained: the fewest that the gate lets in."""


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
    for family, (every, left) in _every_label(notices).items():
        members = {name: one for name, one in readings.items() if str(one[1]["group"]).startswith(f"{family}-")}
        with lexicon(every, classifier=True, weights=blind_weights(every, left)):
            _run("family without any label", members, LAYERS, rows, asked)
    found: dict[str, object] = {
        run: {
            "left_out": _believed(rows, run, asked[run], _left_out(rows)),
            "layers' own measure": _believed(rows, run, asked[run], lambda row: row.features.sure),
            "as shipped": _believed(rows, run, asked[run], lambda row: calibrated(row.features)),
        }
        for run in ("as they are", "family unseen", "family without any label")
    }
    found["demo"] = _demo()
    fitted = fit(rows)
    found["coefficients"] = {name: round(value, 3) for name, value in sorted(fitted.items())}
    found["priors"] = {"layer L6": tagged(fitted), "layer L7": proposed(fitted)}
    return found


def _every_label(notices: Path) -> dict[str, tuple[frozenset[str], str]]:
    """Return, for each family of layouts, all labels that it uses, and all that others use besides in one text."""
    used: dict[str, set[str]] = defaultdict(set)
    for place in places_of(notices):
        used[place.family].add(labels.alias_key(place.words))
    found = {}
    for family, keys in sorted(used.items()):
        every = frozenset(
            key for key in keys if (what := labels.own_meaning(key)) is not None and what.field is not Field.OTHER
        )
        others = set().union(*(one for name, one in used.items() if name != family))
        found[family] = (every, " ".join(sorted(others - every)))
    return found


def _generated() -> Iterator[tuple[Reading, Sequence[Statement]]]:
    """Yield generated notices with all that is stated of them."""
    for reading, _, statements in _built():
        yield reading, statements


def _built() -> Iterator[tuple[Reading, tuple[str, object], Sequence[Statement]]]:
    """Yield generated notices: the Reading, file and truth, the statements."""
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
        for number, (_, statements) in enumerate(extract.extract_reading(reading, LAYERS)):
            notice = wanted.get((file.path, number))
            if notice is not None:
                yield reading, (file.path, notice), statements


def _demo() -> dict[str, object]:
    """Return how sure the program is of generated notices, whose truth is known and from which nothing was fitted."""
    told: list[tuple[float, bool]] = []
    for _, (path, notice), statements in _built():
        given = label(statements, path)
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
    """Return the coefficients of a logistic regression with a ridge, by Newton's method; see `SIGNS`."""
    left_out: set[str] = set()
    while True:
        found = _fit(rows, left_out)
        turned = {name for name, sign in SIGNS.items() if found.get(name, 0.0) * sign < 0}
        if not turned:
            return found | dict.fromkeys(left_out, 0.0)
        left_out |= turned


def _fit(rows: Sequence[Row], left_out: set[str]) -> dict[str, float]:
    names = sorted({name for row in rows for name, _ in terms(row.features)} - left_out)
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in terms(row.features):
            if name in column:
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


# Layers that no labeled notice shows ---------------------------------------------------------------------------------


def tagged(weights: Mapping[str, float]) -> dict[str, object]:
    """Return what L6 counts: values that taggers trained from few corrections propose in wording they never saw.

    In wording they saw nearly all is right (`bench.tagger`), which is what an inquiry repeats; the stricter case counts.
    """
    told: list[tuple[Features, bool]] = []
    for seed in range(5):
        model = train(list(corrections(Random(seed), CORRECTIONS)))
        rows = list(sentences(Random(100 + seed), UNSEEN, 200))
        rows += [(text, set()) for text, _ in sentences(Random(200 + seed), BESIDE, 60)]
        for text, spans in rows:
            for start, end, name, sure in Tagger.load(model).tags(text):
                least = SURE_NUMBER if name == Property.NUMBER else SURE
                if sure >= least and isinstance(ground(text, start, end, Property(name)), Grounded):
                    features = Features(Property(name), "L6", round(SHARE * sure, 4), 0, 0)
                    told.append((features, (start, end, name) in spans))
    right = sum(good for _, good in told)
    share = (right + 0.5) / (len(told) + 1)
    return {"proposed": len(told), "right": right, "share": round(share, 4), "weight": _offset(told, share, weights)}


def proposed(weights: Mapping[str, float]) -> dict[str, object]:
    """Return what L7 counts: how much likelier a proposal is right once it was checked, of a model that is mistaken now and then.

    Of each value that a generated notice states, the right words are proposed once, and once others: of another field of the
    same kind, or cut, or grown. Which of them the checks let through is counted (`text.grounding`).
    """
    chance = Random(7)
    told: list[Features] = []
    offered = {True: 0, False: 0}
    kept = {True: 0, False: 0}
    for reading, stated in _generated():
        stage = next((Stage(one.value) for one in stated if one.property is Property.STAGE), None)
        for one in stated:
            if stage is None or not is_admissible(one.property, stage) or len(one.evidence) != 1:
                continue
            span = one.evidence[0]
            wrong = _mistake(one, stated, len(reading.text), chance)
            same = {other.value for other in stated if other.property is one.property}
            for good, (start, end) in ((True, (span.start, span.end)), (False, wrong)):
                found = ground(reading.text, start, end, one.property)
                if good is False and isinstance(found, Grounded) and found.value in same:
                    continue  # the same value, told elsewhere
                offered[good] += 1
                kept[good] += isinstance(found, Grounded)
            told.append(Features(one.property, "L7", CONFIDENCE, 0, 0))
    true, false = (kept[good] / max(offered[good], 1) for good in (True, False))
    shares = {wrong: (1 - wrong) * true / ((1 - wrong) * true + wrong * false) for wrong in MISTAKEN}
    rows = [(one, True) for one in told]
    return {
        "right proposals kept": round(true, 4),
        "wrong proposals kept": round(false, 4),
        **{
            f"mistaken {wrong}": {"share": round(share, 4), "weight": _offset(rows, share, weights)}
            for wrong, share in shares.items()
        },
    }


def _mistake(one: Statement, stated: Sequence[Statement], length: int, chance: Random) -> tuple[int, int]:
    """Return where a model that is mistaken would point."""
    span = one.evidence[0]
    others = [
        other.evidence[0]
        for other in stated
        if other.property is not one.property and other.derivation == one.derivation and other.value != one.value
    ]
    if others and chance.random() < 0.5:
        other = chance.choice(others)
        return other.start, other.end
    cut = chance.choice(((1, 0), (0, 1), (-2, 0), (0, -2)))
    return max(span.start + cut[0], 0), min(span.end - cut[1], length)


def _offset(told: Sequence[tuple[Features, bool]], share: float, weights: Mapping[str, float]) -> float:
    """Return the weight of a layer at which the mean probability of its values is this share."""
    low, high = -8.0, 8.0
    while high - low > 1e-3 and told:
        middle = (low + high) / 2
        layer = {f"layer {told[0][0].layer}": middle}
        mean = sum(probability(features, {**weights, **layer}) for features, _ in told) / len(told)
        low, high = (middle, high) if mean < share else (low, middle)
    return round((low + high) / 2, 1)


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
