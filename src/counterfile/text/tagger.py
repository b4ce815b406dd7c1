"""A sequence tagger for prose and recognized text: finds values where no label announces them, trained from corrections only.

It learns how sentences of this inquiry put values (…交由某公司来做), from the stretches in which persons pointed at the right
words. Nothing is shipped: without corrections there is no tagger. What it finds is a proposal; the value is derived by our
grammars (`text.grounding`), and another layer's word beats it.

Method:
    Linear-chain conditional random field (Lafferty, McCallum, Pereira 2001, "Conditional random fields", ICML) over
    characters, BIO tags, fitted by L-BFGS with a ridge; the confidence of a span is the least marginal probability of its
    tags. In numpy, all windows at once: fitting 200 corrections takes some seconds and needs no other package; the same
    examples give the same bytes, in whatever order they come.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from counterfile.model.notice import Property
from counterfile.text.prepared import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Example", "Tagger", "features", "train", "windows"]

MAGIC = b"CFT1"
"""How a model begins."""

WINDOW = 240
"""Code points that are tagged together; lines and sentences are kept whole where they are shorter."""

MOST_WINDOWS = 2_000
"""Windows trained from; with more corrections, the first by content are taken."""

MOST_BYTES = 16 * 1024 * 1024
"""Of a model, unpacked."""

_RIDGE = 0.3
_ROUNDS = 80  # of L-BFGS
_LEAST = 2  # windows in which a feature must be seen, else it is a name and no way to put it
_MOST_TAGS = 64


class Tagger:
    """A trained tagger; see `train`."""

    def __init__(self, tags: tuple[str, ...], features: dict[str, int], weights: Floats, links: Floats) -> None:
        """Use `load`.

        Args:
            tags: ``O`` first, then ``B-`` and ``I-`` of each property.
            features: Row of each feature in `weights`.
            weights: Shape ``(features, tags)``.
            links: What each pair of neighboring tags counts, shape ``(tags, tags)``.
        """
        self._tags = tags
        self._features = features
        self._weights = weights
        self._links = links

    @classmethod
    def load(cls, model: bytes) -> Tagger:
        """Return the tagger that `train` packed.

        Raises:
            ValueError: the bytes are no model, or one that is damaged.
        """
        if not model.startswith(MAGIC):
            raise ValueError("these bytes are no tagger")
        unpacked = zlib.decompressobj()
        try:
            packed = unpacked.decompress(model[len(MAGIC) :], MOST_BYTES)
        except zlib.error as error:
            raise ValueError("the tagger is damaged") from error
        head, _, cells = packed.partition(b"\0")
        if unpacked.unconsumed_tail or not unpacked.eof:
            raise ValueError("the tagger is damaged, or larger than any that is made here")
        told = msgspec.json.decode(head, type=_Head)
        count, width = len(told.features), len(told.tags)
        known = {f"{edge}-{name}" for edge in "BI" for name in Property} | {"O"}
        if width > _MOST_TAGS or told.tags[:1] != ("O",) or not set(told.tags) <= known:
            raise ValueError("the tagger has tags that are no properties")
        table = np.frombuffer(cells, dtype="<i2")
        if table.size != (count + width) * width:
            raise ValueError("the tagger's weights are incomplete")
        weights = table.astype(np.float64).reshape(count + width, width) * told.scale
        rows = {name: row for row, name in enumerate(told.features)}
        return cls(told.tags, rows, weights[:count], weights[count:] + _forbidden(told.tags))

    def tags(self, text: str) -> list[tuple[int, int, str, float]]:
        """Return start, end, property and confidence of what looks like a value, in order; spans do not overlap.

        Args:
            text: Of any length; windows of it are tagged one by one.
        """
        found: list[tuple[int, int, str, float]] = []
        for start, end in windows(text):
            found += [
                (start + first, start + last, name, sure) for first, last, name, sure in self._window(text[start:end])
            ]
        return found

    def _window(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        scores = np.zeros((len(text), len(self._tags)))
        for at, names in enumerate(features(text)):
            rows = [row for name in names if (row := self._features.get(name)) is not None]
            scores[at] = self._weights[rows].sum(axis=0)
        path = _best(scores, self._links)
        if not path.any():
            return
        sure = _marginals(scores, self._links)
        at = 0
        while at < len(text):
            tag = self._tags[path[at]]
            end = at + 1
            if tag == "O":
                at = end
                continue
            while end < len(text) and self._tags[path[end]] == f"I-{tag[2:]}":
                end += 1
            yield at, end, tag[2:], round(float(sure[np.arange(at, end), path[at:end]].min()), 6)
            at = end


class _Head(msgspec.Struct, frozen=True):
    tags: tuple[str, ...]
    features: tuple[str, ...]
    scale: float


def train(examples: Sequence[Example]) -> bytes:
    """Return a model trained from examples; empty bytes where they hold no value.

    The same examples give the same bytes in any order; an example that is given twice counts once.

    Args:
        examples: Stretches of text with all right values in them.

    Raises:
        ValueError: a span lies outside its text, overlaps another, or is of no property.
    """
    rows = sorted(_windows_of(sorted(set(examples))))[:MOST_WINDOWS]
    names = sorted({name for _, spans in rows for *_, name in spans})
    if not names:
        return b""
    tags = ("O", *(f"{edge}-{name}" for name in names for edge in "BI"))
    seen: dict[str, int] = {}
    for text, _ in rows:
        for name in {name for names in features(text) for name in names}:
            seen[name] = seen.get(name, 0) + 1
    known = {name: row for row, name in enumerate(sorted(name for name, count in seen.items() if count >= _LEAST))}
    weights = _fit(rows, tags, known)
    scale = max(float(np.abs(weights).max()), 1e-9) / 32_767
    head = json.dumps({"tags": tags, "features": list(known), "scale": scale}, ensure_ascii=False)
    cells = np.rint(weights / scale).astype("<i2").tobytes()
    return MAGIC + zlib.compress(head.encode() + b"\0" + cells, 9)


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the stretches that are tagged together: lines, cut at a sentence's end where they are long.

    >>> list(windows("一。\\n二。三。"))
    [(0, 2), (3, 7)]
    """
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        while end - start > WINDOW:
            stops = [match.end() for match in _STOP.finditer(text, start, start + WINDOW)]
            stop = stops[-1] if stops else start + WINDOW
            yield start, stop
            start = stop
        if start < end:
            yield start, end


def features(text: str) -> Iterator[list[str]]:
    """Yield the features of each character: itself and its neighbors, pairs, triples and kinds of signs.

    >>> next(features("受局"))[:4]
    ['0受', '+局', '++', '-']
    """
    signs = ["", "", "", *(unicodedata.normalize("NFKC", sign)[:1].lower() or sign for sign in text), "", "", ""]
    kinds = [_kind(sign) for sign in signs]
    for at in range(3, len(signs) - 3):
        a, b, c, d, e = signs[at - 2 : at + 3]
        shape = "".join(kinds[at - 2 : at + 3])
        yield [
            f"0{'9' if kinds[at] == 'd' else c}",
            f"+{d}",
            f"++{e}",
            f"-{b}",
            f"--{a}",
            f"01{c}{d}",
            f"10{b}{c}",
            f"12{d}{e}",
            f"21{a}{b}",
            f"321{signs[at - 3]}{a}{b}",
            f"210{a}{b}{c}",
            f"012{c}{d}{e}",
            f"123{d}{e}{signs[at + 3]}",
            f"k{shape}",
            f"k0{kinds[at]}{kinds[at + 1]}",
        ]


def _kind(sign: str) -> str:
    if not sign:
        return "_"
    if "\u3400" <= sign <= "\u9fff":
        return "h"
    return "d" if sign.isdecimal() else "a" if sign.isalpha() else "s" if sign.isspace() else "p"


_STOP = re.compile(r"[。；;！!？?，,]")

# Fitting ---------------------------------------------------------------------------------------------------------------

_Row = tuple[str, tuple[tuple[int, int, str], ...]]
_NEVER = -1e4  # what a pair of tags counts that cannot stand together


def _windows_of(examples: Sequence[Example]) -> Iterator[_Row]:
    """Yield each window of the examples with its spans; a window that cuts a span is left out."""
    for example in examples:
        last = 0
        for start, end, name in sorted(example.spans):
            if not last <= start < end <= len(example.text) or name not in set(Property):
                raise ValueError(f"a span from {start} to {end} of {name!r} does not fit its example")
            last = end
        for low, high in windows(example.text):
            touched = [span for span in example.spans if span[0] < high and low < span[1]]
            if all(low <= start and end <= high for start, end, _ in touched):
                yield (
                    example.text[low:high],
                    tuple(sorted((start - low, end - low, name) for start, end, name in touched)),
                )


def _forbidden(tags: Sequence[str]) -> Floats:
    """Return what keeps ``I-`` from standing behind anything but its own ``B-`` or ``I-``, shape ``(tags, tags)``."""
    table = np.zeros((len(tags), len(tags)))
    for row, before in enumerate(tags):
        for col, tag in enumerate(tags):
            if tag.startswith("I-") and before[2:] != tag[2:]:
                table[row, col] = _NEVER
    return table


def _fit(rows: Sequence[_Row], tags: Sequence[str], known: dict[str, int]) -> Floats:
    """Return the weights of features, then those of pairs of tags: shape ``(features + tags, tags)``."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    longest = max(len(text) for text, _ in rows)
    width, count = len(tags), len(known)
    index = {tag: number for number, tag in enumerate(tags)}
    gold = np.zeros((len(rows), longest), dtype=np.int64)
    inside = np.zeros((len(rows), longest), dtype=bool)
    positions: list[int] = []
    columns: list[int] = []
    for number, (text, spans) in enumerate(rows):
        inside[number, : len(text)] = True
        for start, end, name in spans:
            gold[number, start] = index[f"B-{name}"]
            gold[number, start + 1 : end] = index[f"I-{name}"]
        for at, names in enumerate(features(text)):
            found = [known[name] for name in names if name in known]
            positions += [number * longest + at] * len(found)
            columns += found
    ones = np.ones(len(columns))
    seen = csr_matrix((ones, (positions, columns)), shape=(len(rows) * longest, count))
    turned = seen.T.tocsr()
    hot = np.zeros((len(rows) * longest, width))
    hot[np.flatnonzero(inside.ravel()), gold.ravel()[inside.ravel()]] = 1.0
    both = inside[:, 1:] & inside[:, :-1]
    pairs = np.zeros((width, width))
    np.add.at(pairs, (gold[:, :-1][both], gold[:, 1:][both]), 1.0)
    forbidden = _forbidden(tags)
    told = np.vstack([turned @ hot, pairs])

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(count + width, width)
        scores = np.asarray(seen @ weights[:count]).reshape(len(rows), longest, width)
        total, unary, linked = _expected(scores, weights[count:] + forbidden, inside)
        expected = np.vstack([turned @ unary.reshape(-1, width), linked])
        value = total - float((told * weights).sum()) + _RIDGE / 2 * float((weights**2).sum())
        return value, (expected - told + _RIDGE * weights).ravel()

    # Nothing is drawn by chance: it begins at zero, and the problem is convex.
    nothing = np.zeros((count + width) * width)
    done: Any = minimize(loss, nothing, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS, "ftol": 1e-7})
    return np.asarray(done.x, dtype=np.float64).reshape(count + width, width)


def _expected(scores: Floats, links: Floats, inside: NDArray[np.bool_]) -> tuple[float, Floats, Floats]:
    """Return the log partition over all windows, the marginals of tags, and the expected counts of pairs of tags.

    Args:
        scores: Shape ``(windows, length, tags)``.
        links: Shape ``(tags, tags)``.
        inside: Which positions are text, shape ``(windows, length)``.
    """
    length, width = scores.shape[1:]
    # In probabilities, each position scaled to 1 (Rabiner 1989): some twenty times as fast as in logarithms.
    tops = scores.max(axis=2, keepdims=True)
    seen = np.exp(scores - tops)
    paths = np.exp(links)
    forward = np.zeros_like(scores)
    backward = np.ones_like(scores)
    scale = np.ones(scores.shape[:2])
    forward[:, 0] = seen[:, 0] * np.exp(_first(links, width))
    for at in range(length):
        if at:
            forward[:, at] = np.where(
                inside[:, at, None], (forward[:, at - 1] @ paths) * seen[:, at], forward[:, at - 1]
            )
        scale[:, at] = forward[:, at].sum(axis=1)
        forward[:, at] /= scale[:, at, None]
    linked = np.zeros((width, width))
    for at in range(length - 1, 0, -1):
        ahead = seen[:, at] * backward[:, at] / scale[:, at, None]
        rows = inside[:, at]
        linked += forward[rows, at - 1].T @ ahead[rows]
        backward[:, at - 1] = np.where(rows[:, None], ahead @ paths.T, 1.0)
    unary = forward * backward * inside[:, :, None]
    total = float(np.log(scale).sum() + (tops[:, :, 0] * inside).sum())
    return total, unary, linked * paths


def _first(links: Floats, width: int) -> Floats:
    """Return what keeps a window from beginning inside a value: as if ``O`` stood before it."""
    return np.where(links[0] <= _NEVER / 2, _NEVER, np.zeros(width))


def _best(scores: Floats, links: Floats) -> Ints:
    """Return the likeliest tags (Viterbi)."""
    length, width = scores.shape
    before = np.zeros((length, width), dtype=np.int64)
    now = scores[0] + _first(links, width)
    for at in range(1, length):
        table = now[:, None] + links
        before[at] = table.argmax(axis=0)
        now = table.max(axis=0) + scores[at]
    path = np.zeros(length, dtype=np.int64)
    path[-1] = int(now.argmax())
    for at in range(length - 1, 0, -1):
        path[at - 1] = before[at, path[at]]
    return path


def _marginals(scores: Floats, links: Floats) -> Floats:
    _, unary, _ = _expected(scores[None], links, np.ones((1, len(scores)), dtype=bool))
    return np.asarray(unary[0], dtype=np.float64)
