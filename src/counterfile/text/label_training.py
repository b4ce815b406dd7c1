"""Trains the classifier of labels (`counterfile.text.label_model`): from our own words, and again with what corrections teach.

The shipped weights come from `label_words.yaml` alone. What a person teaches (授牌单位 is the supplier) is learned on top of them:
training goes on from the shipped weights over the shipped labels and the taught ones together, so that nothing known is
forgotten. A taught label that names somebody stands for a whole family, since our patterns say what else is made of such a word
(授牌单位名称, 授牌单位地址, 授牌单位联系电话), so it is taught in all of them.

The same labels in the same order give the same bytes.
"""

from __future__ import annotations

# ruff: noqa: S311 (a fixed choice of made labels, no secret)
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
import yaml

from counterfile.text import label_model
from counterfile.text.label_model import features, label_key, pack_weights
from counterfile.text.labels import AMOUNT_FIELDS, DATE_FIELDS, Field
from counterfile.text.script import has_han

WORDS = "label_words.yaml"
"""Our own words, beside this module."""
PER_CLASS = 900
"""Most labels made for one class, so that a class with many patterns does not drown the others."""
PER_OTHER = 9000
KEEP = 14_000
"""Features kept: those whose weights differ most between the classes."""
EPOCHS = 16
MORE_EPOCHS = 2
"""Rounds over all labels when training goes on from the shipped weights."""
FEWEST = 400
"""Examples that each class shows the learner in each script, the few it has repeated: none is unlikely for its size."""
SHOWN_TAUGHT = 150
"""How often a taught label is shown in one round, since it is one among twenty thousand."""
SHOWN_RELATED = 10
"""How often each label is shown that our patterns make from a taught word."""
MAX_RELATED = 120
"""Labels made from one taught word."""
MAX_TAUGHT = 5000
"""Taught labels that are learned from, the first ones."""

Array = npt.NDArray[np.float32]

_SLOT = re.compile(r"\{(\w+)\}")
_ROLE_SLOTS = frozenset({"buyer", "agency", "supplier", "candidate", "whom_other", "paper", "matter", "plain"})
"""Slots whose words are held out; the others (金额, 时间, 名称) are heads that every label shares."""
_SLOT_OF = {"name:buyer": "buyer", "name:agency": "agency", "name:supplier": "supplier", "name:candidate": "candidate"}
"""The slot that a label of a class fills in our patterns."""


@dataclass(frozen=True)
class Example:
    """One made label: its folded form, its class, and the words it stands or falls with when words are held out."""

    key: str
    name: str
    atoms: tuple[str, ...]


@cache
def _told() -> dict[str, dict[str, dict[str, list[str]]]]:
    text = resources.files("counterfile.text").joinpath(WORDS).read_text("utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def _words() -> tuple[dict[str, list[str]], list[str]]:
    """Return the words of each slot, and the heads that end a label, the longest first."""
    words: dict[str, list[str]] = {slot: str(text).split() for slot, text in _told()["zh"]["words"].items()}
    return words, sorted({*words["money"], *words["when"], *words["nm"]}, key=len, reverse=True)


@cache
def load() -> tuple[Example, ...]:
    """Return all labels that the words make, the same ones in the same order every time."""
    chooser = random.Random(20)
    words, heads = _words()
    found: dict[str, Example] = {}
    for name, patterns in _told()["zh"]["labels"].items():
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
    for name, lists in _told()["latin"]["labels"].items():
        for phrase in (phrase.strip() for line in lists for phrase in line.split(";")):
            key = label_key(phrase)
            if key:
                found.setdefault(key, Example(key, name, (key,)))
    return tuple(found.values())


def _fill(
    pattern: str, name: str, words: Mapping[str, list[str]], heads: Sequence[str], chooser: random.Random
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
    """Weights in full precision: `weights` has shape (features, classes), `bias` shape (classes,)."""

    classes: list[str]
    grams: list[str]
    weights: Array
    bias: Array

    def scores(self, keys: Sequence[str]) -> npt.NDArray[np.float64]:
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


def train(
    examples: Sequence[Example],
    *,
    start: Model | None = None,
    epochs: int = EPOCHS,
    more: Mapping[str, int] | None = None,
) -> Model:
    """Fit the classifier by Adagrad, 256 labels a step; the order of steps is fixed.

    Args:
        examples: What is learned.
        start: Goes on from these weights; None from nothing.
        epochs: Rounds over all examples.
        more: How often a label is shown in a round, by its key; the others as their class needs it.
    """
    classes = start.classes if start is not None else sorted({example.name for example in examples})
    number = {name: at for at, name in enumerate(classes)}
    split = [features(example.key) for example in examples]
    grams = _grams(split, start)
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
    if start is not None:
        weights[: len(start.grams)] = start.weights
        bias[:] = start.bias
    squares, bias_squares = np.full_like(weights, 1e-3), np.full_like(bias, 1e-3)
    order = np.random.default_rng(7)
    shown = _shown(examples, more or {})
    for epoch in range(epochs):
        rate = (1.5 if start is None else 0.5) * (1 - epoch / epochs)
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


def _grams(split: Sequence[Sequence[str]], start: Model | None) -> list[str]:
    """Return the features that are learned: those that more than one label has, and characters and words."""
    count: dict[str, int] = {}
    for grams in split:
        for gram in grams:
            count[gram] = count.get(gram, 0) + 1
    found = sorted(gram for gram, times in count.items() if times > 1 or len(gram) == 1 or gram[0] == "=")
    if start is None:
        return found
    # What the shipped weights left out as useless stays out; what they have never seen comes in.
    known = set(start.grams)
    seen = _shipped_grams()
    return start.grams + [gram for gram in found if gram not in known and gram not in seen]


@cache
def _shipped_grams() -> frozenset[str]:
    return frozenset(gram for example in load() for gram in features(example.key))


def _is_whole(gram: str) -> bool:
    return len(gram) == 1 or (gram[0] == "=" and "+" not in gram)


def _shown(examples: Sequence[Example], more: Mapping[str, int]) -> npt.NDArray[np.int64]:
    """Return the number of each example as often as it is shown in one epoch."""
    groups: dict[tuple[str, bool], list[int]] = {}
    for at, example in enumerate(examples):
        groups.setdefault((example.name, has_han(example.key)), []).append(at)
    shown = [at for group in groups.values() for at in group * max(1, FEWEST // len(group))]
    shown += [at for at, example in enumerate(examples) for _ in range(more.get(example.key, 0))]
    return np.array(shown)


def prune(model: Model, keep: int = KEEP) -> Model:
    """Return the model with the features that matter most, and every single character and word."""
    spread = model.weights.max(axis=1) - model.weights.min(axis=1)
    whole = np.array([_is_whole(gram) for gram in model.grams])
    rank = np.argsort(-(spread + 1e6 * whole))[:keep]
    chosen = sorted(int(at) for at in rank)
    return Model(model.classes, [model.grams[at] for at in chosen], model.weights[chosen], model.bias)


def pack(model: Model) -> bytes:
    """Return the model rounded to 8 bits, as `counterfile.text.label_model` reads it."""
    scale = float(np.abs(model.weights).max()) / 127
    cells = np.round(model.weights / scale).astype(np.int8)
    return pack_weights(model.classes, [float(one) for one in model.bias], scale, model.grams, cells.tobytes())


# What corrections teach ----------------------------------------------------------------------------------------------


def retrain(taught: Iterable[tuple[str, str]], *, shipped: Sequence[Example] | None = None) -> bytes | None:
    """Return a model that knows the taught labels besides all that the shipped one knows; None without any label to learn.

    Args:
        taught: A label as printed and its class (``name:supplier``, ``other``); of one label the first counts.
        shipped: What is kept in mind; None for `load`.
    """
    start = unpacked()
    classes = set(start.classes)
    labels = {key: name for words, name in reversed(list(taught)) if name in classes and (key := label_key(words))}
    learned = dict(sorted(labels.items())[:MAX_TAUGHT])
    if not learned:
        return None
    made: dict[str, Example] = {}
    more: dict[str, int] = {}
    for key, name in learned.items():
        made[key] = Example(key, name, (key,))
        more[key] = SHOWN_TAUGHT
    for key, name in learned.items():
        for one in related(key, name):
            if one.key not in made:
                made[one.key] = one
                more[one.key] = SHOWN_RELATED
    kept = [one for one in (load() if shipped is None else shipped) if one.key not in made]
    return pack(train([*kept, *made.values()], start=start, epochs=MORE_EPOCHS, more=more))


def unpacked() -> Model:
    """Return the shipped weights in full precision."""
    packed = label_model.shipped()
    cells = np.frombuffer(packed.cells.tobytes(), dtype=np.int8).reshape(len(packed.rows), len(packed.classes))
    weights = cells.astype(np.float32) * np.float32(packed.scale)
    return Model(list(packed.classes), list(packed.rows), weights, np.array(packed.bias, dtype=np.float32))


def related(key: str, name: str) -> list[Example]:
    """Return the labels that our patterns make of a taught one: all that is said of somebody, all that an amount or a date is called.

    >>> {one.name for one in related("授牌单位", "name:supplier") if one.key in {"授牌单位名称", "授牌单位联系电话"}} <= {
    ...     "name:supplier", "other"}
    True
    >>> "立约时间" in {one.key for one in related("立约日期", "signed")}
    True
    """
    if not has_han(key):
        return []
    words, heads = _words()
    core = next((key[: -len(head)] for head in heads if key.endswith(head) and len(key) > len(head) + 1), "")
    chooser = random.Random(20)
    found: dict[str, Example] = {}
    for pattern, label in _patterns(name, chooser) if core or name in _SLOT_OF else ():
        if len(found) >= MAX_RELATED:
            break
        filled = {**words, _SLOT_OF.get(name, "core"): [core or key]}
        example = _fill(pattern, label, filled, heads, chooser)
        if example is not None:
            found.setdefault(example.key, example)
    return list(found.values())


def _patterns(name: str, chooser: random.Random) -> Iterator[tuple[str, str]]:
    """Yield patterns of a taught word with the class of what they make, in a fixed choice."""
    slot = _SLOT_OF.get(name)
    field = Field(name.partition(":")[0])
    if slot is not None:
        patterns = [
            (pattern, label.rstrip("_"))
            for label, listed in _told()["zh"]["labels"].items()
            for pattern in dict.fromkeys(listed)
            if f"{{{slot}}}" in pattern
        ]
    elif field in AMOUNT_FIELDS:
        patterns = [("{core}{money}", name), ("{core}{money}{unit}", name), ("{prj}{core}{money}", name)]
    elif field in DATE_FIELDS:
        patterns = [("{core}{when}", name), ("{prj}{core}{when}", name)]
    else:
        return
    for _ in range(MAX_RELATED * 3):
        yield chooser.choice(patterns)
