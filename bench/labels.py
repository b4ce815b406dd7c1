"""What the lexicon of labels leaves open in real notices, and what the classifier of labels adds.

Three questions, answered on notices that lie beside the checkout:

- of all places where a label stands, how many does the lexicon know, and what does the classifier say of the rest;
- a portal never seen: labels that occur in one family of layouts only are taken from the lexicon, and every word of
  theirs from the classifier's training, then the labeled notices are scored without and with the classifier;
- what a label costs.

The labeled notices are development material, the lexicon was written with sight of them: the figures of the replay
say what the classifier gives back, not how good extraction is elsewhere. Words held out whole are measured by
``python scripts/label_model.py --measure``.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bench.extract_gold import LAYERS, reading_of
from bench.measuring import SHARED
from counterfile.model.reading import BlockKind, Reading
from counterfile.plugins.extractors import outline
from counterfile.stages.extract import extract_reading
from counterfile.text import label_model, labels
from counterfile.text.labels import Field
from counterfile.views import evaluation
from counterfile.views.labels import label

_BEFORE_COLON = re.compile(r"\s*([^：:。；\n]{2,30})[：:]([^\n]{0,60})")
Labeled = dict[str, tuple[Reading, dict[str, object]]]
"""The Reading and the readers' label of each labeled notice, by id."""
THRESHOLDS = (0.85, 0.8)


@dataclass(frozen=True)
class Place:
    """A place where a label stands."""

    family: str
    words: str
    value: str
    """What stands beside it; empty for a column's head."""


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return what is known, what the classifier adds and what it gives back in the replay."""
    notices, gold = SHARED / "data" / "cn-notices", SHARED / "gold" / "dev"
    if not notices.is_dir() or not gold.is_dir():
        return {"skipped": "the notices and their labels are not beside this checkout"}
    places = list(places_of(notices))
    readings = gold_readings(gold)
    return {
        "label_places": _unmapped(places),
        "microseconds": _cost(places),
        "gold": _gold(readings),
        "unseen_family": _replay(places, readings),
    }


def gold_readings(gold: Path) -> Labeled:
    """Return the Reading and the readers' label of each labeled notice."""
    found = {}
    for path in sorted((gold / "notices").iterdir()):
        told = gold / "labels" / f"{path.stem}.json"
        reading = reading_of(path)
        if told.exists() and reading is not None:
            found[path.stem] = (reading, json.loads(told.read_text("utf-8")))
    return found


def cases(readings: Labeled) -> list[evaluation.Case]:
    """Extract from each labeled notice, ready for scoring."""
    made = []
    for name, (reading, told) in readings.items():
        notices = extract_reading(reading, LAYERS)
        statements = notices[0][1] if notices else ()
        given = label(statements, name)
        one = evaluation.labeled({"file": name, **told})
        sure = evaluation.sureness(statements, given)
        made.append(evaluation.Case(name, str(told["group"]), one.label, given, one.disputed, sure))
    return made


def _gold(readings: Labeled) -> dict[str, object]:
    with lexicon(frozenset(), classifier=False):
        without = _score(readings)
    with lexicon(frozenset(), classifier=True):
        return {"lexicon": without, "lexicon_and_classifier": _score(readings)}


def _score(readings: Labeled) -> dict[str, object]:
    result = evaluation.evaluate(cases(readings), resamples=200)
    micro = result.micro
    return {
        "precision": round(micro.precision.value, 4),
        "recall": round(micro.recall.value, 4),
        "f1": [round(one, 4) for one in (micro.f1.value, micro.f1.low, micro.f1.high)],
        "wrong": micro.fp,
        "below_0.99": {name: round(one.f1.value, 3) for name, one in result.fields.items() if one.f1.value < 0.99},
    }


# ------------------------------------------------------------------------------------------------- places of labels


def places_of(folder: Path) -> Iterator[Place]:
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".html", ".txt"}:
            continue
        family = path.relative_to(folder).parts[0].partition("-")[0]
        reading = reading_of(path)
        for block in reading.blocks if reading is not None else ():
            text = reading.text[block.start : block.end] if reading is not None else ""
            if block.kind is BlockKind.FURNITURE:
                continue
            flat = text.replace("\n", "").strip()
            if block.kind is BlockKind.CELL and block.row == 0 and 1 < len(flat) <= 30:
                yield Place(family, flat, "")
            for line in text.split("\n"):
                match = _BEFORE_COLON.match(line)
                if match:
                    yield Place(family, match.group(1), match.group(2))


def _unmapped(places: list[Place]) -> dict[str, object]:
    known: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for place in places:
        what = labels.own_meaning(place.words)
        sure = what is not None and not (what.field is Field.OTHER and what.weak)
        if sure:
            known["claimed" if what is not None and what.field is not Field.OTHER else "other"] += 1
            continue
        guess = label_model.guess_label(place.words, value=place.value)
        if guess is None:
            known["open"] += 1
        elif guess.meaning.field is Field.OTHER:
            known["other, by the classifier"] += 1
        else:
            known["claimed, by the classifier"] += 1
            classes[guess.meaning.field.value] += 1
    return {"places": len(places), **known, "classes": dict(classes.most_common())}


def _cost(places: list[Place]) -> dict[str, float]:
    words = sorted({place.words for place in places})[:2000]
    label_model._classify.cache_clear()
    begun = time.process_time()
    for each in words:
        label_model.guess_label(each)
    asked = time.process_time() - begun
    labels.own_meaning.cache_clear()
    begun = time.process_time()
    for each in words:
        labels.own_meaning(each)
    told = time.process_time() - begun
    return {"classifier": round(1e6 * asked / len(words), 1), "lexicon": round(1e6 * told / len(words), 1)}


# ----------------------------------------------------------------------------------------------------------- replay


def blind_labels(places: list[Place]) -> tuple[frozenset[str], str]:
    """Return the keys of the claimed labels that one family alone uses, and all other labels in one text."""
    families: dict[str, set[str]] = defaultdict(set)
    for place in places:
        families[labels.alias_key(place.words)].add(place.family)
    blind = set()
    for key, seen in families.items():
        what = labels.own_meaning(key)
        if len(seen) == 1 and what is not None and what.field is not Field.OTHER:
            blind.add(key)
    return frozenset(blind), " ".join(families.keys() - blind)


def blind_weights(blind: frozenset[str], kept: str) -> bytes:
    """Train without the blind labels and without any word that only they hold."""
    from counterfile.text import label_training as training

    keys = {label_model.label_key(one) for one in blind}
    examples = training.load()
    words = {word for example in examples for word in example.atoms}
    lost = {word for word in words if word not in kept and any(word in key for key in keys)}
    left = [one for one in examples if one.key not in keys and not lost.intersection(one.atoms)]
    return bytes(training.pack(training.prune(training.train(left))))


def _replay(places: list[Place], readings: Labeled) -> dict[str, object]:
    blind, kept = blind_labels(places)
    weights = blind_weights(blind, kept)
    with lexicon(blind, classifier=False):
        found: dict[str, object] = {"labels_taken": len(blind), "without": _score(readings)}
    for least in THRESHOLDS:
        with lexicon(blind, classifier=True, weights=weights, least=least):
            found[f"with, from {least}"] = _score(readings)
    return found


@contextmanager
def lexicon(
    blind: frozenset[str], *, classifier: bool, weights: bytes | None = None, least: float | None = None
) -> Iterator[None]:
    """Take labels from the lexicon and give the classifier other weights, until the block ends."""
    known = labels.own_meaning
    glued = {word: what for word, what in labels.GLUED.items() if word not in blind}
    floor = 2.0 if not classifier else label_model.THRESHOLD if least is None else least
    latin = 2.0 if not classifier else label_model.LATIN_THRESHOLD
    model = label_model.unpack_weights(weights) if weights is not None else label_model._weights()
    label_model._classify.cache_clear()
    outline._look.cache_clear()
    with (
        patch.object(labels, "own_meaning", lambda one: None if labels.alias_key(one) in blind else known(one)),
        patch.dict(labels.GLUED, glued, clear=True),
        patch.object(label_model, "THRESHOLD", floor),
        patch.object(label_model, "LATIN_THRESHOLD", latin),
        patch.object(label_model, "_weights", lambda: model),
    ):
        yield
    label_model._classify.cache_clear()
    outline._look.cache_clear()
