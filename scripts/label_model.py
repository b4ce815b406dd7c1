"""Train the classifier of labels from our own words, measure it on words held out whole, and write its weights.

    python scripts/label_model.py            # train on all, write src/counterfile/text/label_model.bin
    python scripts/label_model.py --measure  # hold out words, then whole stems, and print precision and coverage

Needs nothing beside numpy and PyYAML, which the package itself depends on. The same words give the same file.
"""

from __future__ import annotations

# ruff: noqa: S311, T201 (a fixed choice of made labels, no secret; a script prints what it did)
import argparse
import json
import random
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from counterfile.text.label_model import WEIGHTS, features, label_key, pack_weights
from counterfile.text.labels import Field, meaning
from counterfile.text.script import has_han

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "scripts" / "label_words.yaml"
TARGET = ROOT / "src" / "counterfile" / "text" / WEIGHTS
PER_CLASS = 900
"""Most labels made for one class, so that a class with many patterns does not drown the others."""
PER_OTHER = 9000
KEEP = 14_000
"""Features kept: those whose weights differ most between the classes."""
EPOCHS = 16
FEWEST = 400
"""Examples that each class shows the learner in each script, the few it has repeated: none is unlikely for its size."""
FOLDS = 3
LEASTS = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95)
"""Thresholds at which the measurement reports."""
_SLOT = re.compile(r"\{(\w+)\}")
_ROLE_SLOTS = frozenset({"buyer", "agency", "supplier", "candidate", "whom_other", "paper", "matter", "plain"})
"""Slots whose words are held out; the others (金额, 时间, 名称) are heads that every label shares."""


@dataclass(frozen=True)
class Example:
    """One made label: its folded form, its class, and the words it stands or falls with when words are held out."""

    key: str
    name: str
    atoms: tuple[str, ...]


def load() -> list[Example]:
    """Return all labels that the words make, the same ones in the same order every time."""
    told = yaml.safe_load(WORDS.read_text("utf-8"))
    chooser = random.Random(20)
    words = {slot: text.split() for slot, text in told["zh"]["words"].items()}
    heads = sorted({*words["money"], *words["when"], *words["nm"]}, key=len, reverse=True)
    found: dict[str, Example] = {}
    for name, patterns in told["zh"]["labels"].items():
        limit = PER_OTHER if name == "other" else PER_CLASS
        made: dict[str, Example] = {}
        for _ in range(limit * 3):
            if len(made) >= limit:
                break
            pattern = chooser.choice(patterns)
            example = _fill(pattern, name.rstrip("_"), words, heads, chooser)
            if example is not None:
                made.setdefault(example.key, example)
        for example in made.values():
            found.setdefault(example.key, example)
    for name, lists in told["latin"]["labels"].items():
        for phrase in (phrase.strip() for line in lists for phrase in line.split(";")):
            key = label_key(phrase)
            if key:
                found.setdefault(key, Example(key, name, (key,)))
    return list(found.values())


def _fill(
    pattern: str, name: str, words: dict[str, list[str]], heads: list[str], chooser: random.Random
) -> Example | None:
    atoms = []
    text = pattern
    for slot in _SLOT.findall(pattern):
        word = chooser.choice(words[slot])
        text = text.replace(f"{{{slot}}}", word, 1)
        if slot in _ROLE_SLOTS:
            atoms.append(word)
    if not atoms:
        stem = _SLOT.sub("", pattern)
        head = next((head for head in heads if stem.endswith(head) and len(stem) > len(head) + 1), "")
        atoms.append(stem.removesuffix(head))
    key = label_key(text)
    return Example(key, name, tuple(atoms)) if key else None


@dataclass
class Model:
    """Weights in full precision: `weights` has shape (features, classes)."""

    classes: list[str]
    grams: list[str]
    weights: np.ndarray
    bias: np.ndarray

    def scores(self, keys: list[str]) -> np.ndarray:
        """Return probabilities, shape (keys, classes)."""
        rows = {gram: row for row, gram in enumerate(self.grams)}
        out = np.empty((len(keys), len(self.classes)), dtype=np.float64)
        for at, key in enumerate(keys):
            grams = features(key)
            known = [rows[gram] for gram in grams if gram in rows]
            logits = self.weights[known].sum(axis=0) / np.sqrt(len(grams)) + self.bias
            raised = np.exp(logits - logits.max())
            out[at] = raised / raised.sum()
        return out


def train(examples: list[Example]) -> Model:
    """Fit the classifier by Adagrad, 256 labels a step; the order of steps is fixed."""
    classes = sorted({example.name for example in examples})
    number = {name: at for at, name in enumerate(classes)}
    split = [features(example.key) for example in examples]
    count: dict[str, int] = {}
    for grams in split:
        for gram in grams:
            count[gram] = count.get(gram, 0) + 1
    grams = sorted(gram for gram, times in count.items() if times > 1 or len(gram) == 1 or gram[0] == "=")
    row = {gram: at for at, gram in enumerate(grams)}
    longest = max(len(one) for one in split)
    index = np.full((len(split), longest), len(grams), dtype=np.int32)
    for at, one in enumerate(split):
        known = [row[gram] for gram in one if gram in row]
        index[at, : len(known)] = known
    length = np.array([1 / np.sqrt(len(one)) for one in split], dtype=np.float32)
    wanted = np.array([number[example.name] for example in examples])
    weights = np.zeros((len(grams) + 1, len(classes)), dtype=np.float32)
    bias = np.zeros(len(classes), dtype=np.float32)
    squares, bias_squares = np.full_like(weights, 1e-3), np.full_like(bias, 1e-3)
    order = np.random.default_rng(7)
    shown = _shown(examples)
    for epoch in range(EPOCHS):
        rate = 1.5 * (1 - epoch / EPOCHS)
        turn = order.permutation(shown)
        for begin in range(0, len(turn), 256):
            batch = turn[begin : begin + 256]
            rows = index[batch]
            logits = weights[rows].sum(axis=1) * length[batch, None] + bias
            raised = np.exp(logits - logits.max(axis=1, keepdims=True))
            slope = raised / raised.sum(axis=1, keepdims=True)
            slope[np.arange(len(batch)), wanted[batch]] -= 1
            slope /= len(batch)
            used, place = np.unique(rows, return_inverse=True)
            share = np.zeros((len(used), len(batch)), dtype=np.float32)
            share[place.reshape(rows.shape), np.arange(len(batch))[:, None]] = length[batch, None]
            step = share @ slope + 1e-6 * weights[used]
            squares[used] += step * step
            weights[used] -= rate * step / np.sqrt(squares[used])
            weights[-1] = 0
            down = slope.sum(axis=0)
            bias_squares += down * down
            bias -= rate * down / np.sqrt(bias_squares)
    return Model(classes, grams, weights[:-1], bias)


def _shown(examples: list[Example]) -> np.ndarray:
    """Return the number of each example as often as it is shown in one epoch."""
    groups: dict[tuple[str, bool], list[int]] = {}
    for at, example in enumerate(examples):
        groups.setdefault((example.name, has_han(example.key)), []).append(at)
    return np.array([at for group in groups.values() for at in group * max(1, FEWEST // len(group))])


def prune(model: Model, keep: int = KEEP) -> Model:
    """Return the model with the features that matter most, and every single character and word."""
    spread = model.weights.max(axis=1) - model.weights.min(axis=1)
    whole = np.array([len(gram) == 1 or (gram[0] == "=" and "+" not in gram) for gram in model.grams])
    rank = np.argsort(-(spread + 1e6 * whole))[:keep]
    chosen = sorted(int(at) for at in rank)
    return Model(model.classes, [model.grams[at] for at in chosen], model.weights[chosen], model.bias)


def pack(model: Model) -> bytes:
    """Return the model rounded to 8 bits, as `counterfile.text.label_model` reads it."""
    scale = float(np.abs(model.weights).max()) / 127
    cells = np.round(model.weights / scale).astype(np.int8)
    return pack_weights(model.classes, [float(one) for one in model.bias], scale, model.grams, cells.tobytes())


def measure(examples: list[Example], *, stems: bool) -> dict[str, object]:
    """Return precision and coverage on labels whose words (or whose stems, two characters) were held out whole."""
    rows: list[tuple[str, str, float, str]] = []
    for fold in range(FOLDS):
        inside = [any(_fold(atom, stems=stems) == fold for atom in example.atoms) for example in examples]
        model = train([one for one, out in zip(examples, inside, strict=True) if not out])
        asked = [one for one, out in zip(examples, inside, strict=True) if out]
        chances = model.scores([one.key for one in asked])
        for one, chance in zip(asked, chances, strict=True):
            best = int(chance.argmax())
            rows.append((one.name, model.classes[best], float(chance[best]), one.key))
    rows = [row for row in rows if not _is_loser(row[3])]
    report: dict[str, object] = {"held out": "stems" if stems else "words", "labels": len(rows)}
    for script, han in (("han", True), ("latin", False)):
        part = [row for row in rows if has_han(row[3]) is han]
        left = [row for row in part if _abstains(row[3])]
        report[script] = [_at(part, least) for least in LEASTS]
        report[f"{script}, where the lexicon abstains"] = [_at(left, least) for least in LEASTS]
    wrong = sorted((row for row in rows if row[0] != row[1] != "other" and row[2] >= 0.9), key=lambda row: -row[2])
    report["worst"] = [f"{key}: {name} taken for {told} {chance:.2f}" for name, told, chance, key in wrong[:60]]
    return report


def _fold(atom: str, *, stems: bool) -> int:
    return zlib.crc32((atom[:2] if stems else atom).encode()) % FOLDS


def _abstains(key: str) -> bool:
    """True where the lexicon leaves a label to the classifier."""
    known = meaning(key)
    return known is None or (known.field is Field.OTHER and known.weak)


def _is_loser(key: str) -> bool:
    """True for 落标…, 未中标…: the lexicon is asked first and has a rule for them, so the classifier never sees them."""
    return re.search(r"未(?:中标|成交|中选)|落标|落选|否决|淘汰|弃标|废标", key) is not None


def _at(rows: list[tuple[str, str, float, str]], least: float) -> dict[str, float]:
    claimed = [row for row in rows if row[1] != "other" and row[2] >= least]
    right = sum(name == told for name, told, _, _ in claimed)
    field = sum(name.partition(":")[0] == told.partition(":")[0] for name, told, _, _ in claimed)
    wanted = sum(name != "other" for name, _, _, _ in rows)
    others = [row for row in rows if row[0] == "other"]
    false = sum(told != "other" and chance >= least for _, told, chance, _ in others)
    return {
        "threshold": least,
        "precision": round(right / max(len(claimed), 1), 4),
        "field_precision": round(field / max(len(claimed), 1), 4),
        "coverage": round(right / max(wanted, 1), 4),
        "others_claimed": round(false / max(len(others), 1), 4),
        "labels": len(rows),
    }


def main() -> None:
    """Train and write, or measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    examples = load()
    if options.measure:
        for stems in (False, True):
            print(json.dumps(measure(examples, stems=stems), ensure_ascii=False, indent=1))
        return
    model = prune(train(examples))
    content = pack(model)
    TARGET.write_bytes(content)
    print(f"{len(examples)} labels, {len(model.classes)} classes, {len(model.grams)} features, {len(content)} bytes")


if __name__ == "__main__":
    main()
