"""What an unseen label probably means: a linear classifier of characters, asked where the lexicon of labels abstains.

`counterfile.text.labels.meaning` knows labels by their morphemes and gives nothing for a word that it was never told
(得标厂商, entité adjudicatrice). The classifier has learned from labels made of many such words, tells the class of a
label it never saw, and knows an open set: most labels of a notice (a telephone, an expert, a term) are ``other``, and
below a threshold, or where its letters are strange to it, it says nothing.

It is asked only for text that stands where a label stands (before a colon, at the head of a column), and what stands
beside it must be what such a label is followed by: no buyer without an organization's name, no sum without a figure.

Method:
    Multinomial logistic regression over the character 1- to 4-grams of the folded label (words and their 3- and
    4-grams outside Han script), features scaled to length 1, weights rounded to 8 bits.
    `counterfile.text.label_training` trains it from words that we wrote ourselves, and again with what corrections teach;
    ``scripts/label_model.py`` measures it on words held out whole.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from counterfile.text.dates import find_dates
from counterfile.text.kinds import Section
from counterfile.text.label_values import told_by_value
from counterfile.text.labels import AMOUNT_FIELDS, DATE_FIELDS, MAX_LABEL, Field, Meaning, Party, bare_label, meaning
from counterfile.text.names import is_organization
from counterfile.text.script import has_han, simplify

WEIGHTS = "label_model.bin"
"""The weights, beside this module; written by ``scripts/label_model.py``."""

THRESHOLD = 0.85
"""Least probability at which a class is told in Han script. On words held out whole 995 of 1,000 are right there, 983
of those that the lexicon does not know; the check of the value beside the label comes on top."""
LATIN_THRESHOLD = 0.95
"""The same outside Han script, phrases held out whole."""

_MAX_LATIN = 80
"""Code points of the longest label outside Han script; their words are longer."""
_KNOWN = 0.75
"""Least share of a label's characters (words, outside Han script) that the model has seen."""
_UNCLAIMED = frozenset(
    {
        Section.EXPERTS,
        Section.PERFORMANCE,
        Section.FEE,
        Section.COMPLAINT,
        Section.QUALIFICATION,
        Section.EVALUATION,
        Section.OBTAIN,
        Section.FAILED,
    }
)
"""Sections in which a name or a sum under a strange label is nobody's award."""
_PROSE = re.compile(r"[，。；！？,;!?<>{}=@“”\"]|https?|www\.|\d{3,}|\d[:：]\d")
_FIGURE = re.compile(r"[\d０-９零〇一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟]")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """What the classifier takes a label for."""

    meaning: Meaning
    """With `Meaning.learned` set."""
    probability: float
    """0 to 1, at least the threshold of its script."""


def understand(label: str, *, section: Section | None = None, value: str = "") -> Meaning | None:
    """Return what a label means: by the lexicon where that is sure, else by the classifier; None where neither knows.

    Args:
        label: The words that stand where a label stands, numbering and colon allowed.
        section: Under which heading; None if not known.
        value: What stands beside the label; empty if that is not known yet.

    >>> understand("招采单位", value="青山县公安局").party
    <Party.BUYER: 'buyer'>
    >>> understand("质疑电话", value="0717-6221100").field
    <Field.OTHER: 'other'>
    """
    known = meaning(label)
    if known is not None and not (known.field is Field.OTHER and known.weak):
        return known
    guess = guess_label(label, section=section, value=value)
    if guess is not None:
        return guess.meaning
    return (told_by_value(label, value) if value and section not in _UNCLAIMED else None) or known


def guess_label(label: str, *, section: Section | None = None, value: str = "") -> Guess | None:
    """Return what the classifier alone takes a label for; None where it is not sure enough. See `understand`."""
    key = label_key(label)
    found = _classify(key, _model()) if key else None
    if found is None:
        return None
    name, probability = found
    if probability < (THRESHOLD if has_han(key) else LATIN_THRESHOLD):
        return None
    told = _meaning_of(name, label)
    if told.field is not Field.OTHER and (section in _UNCLAIMED or not fits(told, value)):
        return None
    return Guess(told, probability)


def fits(told: Meaning, value: str) -> bool:
    """True where such a value may stand beside a label of this meaning; a value not known (empty) fits always.

    >>> fits(Meaning(Field.NAME, Party.BUYER), "王某 0717-6221100"), fits(Meaning(Field.AWARD), "98.5万元")
    (False, True)
    """
    text = value.strip()
    if not text:
        return True
    if told.field is Field.NAME:
        return any(is_organization(part) for part in (text, *re.split(r"[\s，,；;、/(（]", text)[:3]))
    if told.field in AMOUNT_FIELDS:
        return _FIGURE.search(text[:60]) is not None and not find_dates(text[:40])
    if told.field in DATE_FIELDS:
        return bool(find_dates(text[:60]))
    if told.field in {Field.NUMBER, Field.CONTRACT_NUMBER, Field.PARTY_ID}:
        return len(text) <= 60 and re.search(r"\d", text) is not None
    if told.field in {Field.TITLE, Field.NOTICE_TITLE, Field.LOT_TITLE, Field.ADDRESS}:
        return len(text) >= 4 and len(_LETTERS.findall(text)) > 0
    return True


def label_key(label: str) -> str:
    """Return the form of a label that the classifier reads; empty for what cannot be a label.

    >>> label_key("二、發標單位（蓋章）："), label_key("Entité  adjudicatrice :")
    ('发标单位', 'entité adjudicatrice')
    """
    text = unicodedata.normalize("NFKC", label)
    if not has_han(text):
        words = " ".join(re.sub(r"[^\w'’/ -]", " ", text).split()).casefold()
        return words if 2 < len(words) <= _MAX_LATIN and _LETTERS.search(words) and not _PROSE.search(text) else ""
    base = simplify(bare_label(label)).casefold()
    return base if 1 < len(base) <= MAX_LABEL // 2 and not _PROSE.search(base) else ""


def features(key: str) -> list[str]:
    """Return the features of a folded label, each once, in order of appearance.

    >>> features("甲方")
    ['甲', '方', '^甲', '甲方', '方$', '^甲方', '甲方$', '^甲方$']
    """
    if has_han(key):
        text = f"^{key}$"
        grams = [text[at : at + size] for size in (1, 2, 3, 4) for at in range(len(text) - size + 1)]
        return [gram for gram in dict.fromkeys(grams) if gram not in {"^", "$"}]
    words = re.split(r"[\s/-]+", key)
    text = f" {' '.join(words)} "
    grams = [f"={word}" for word in words if word]
    grams += [f"={one}+{other}" for one, other in pairwise(words)]
    grams += [text[at : at + size] for size in (3, 4) for at in range(len(text) - size + 1)]
    return list(dict.fromkeys(grams))


@dataclass(frozen=True, eq=False)
class _Weights:
    """A model; one is the same as another only if it is that one, so that answers can be kept by model."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    """What one step of the 8-bit weights is worth."""
    rows: dict[str, int]
    """Row of each feature in `cells`."""
    cells: array[int]
    """Weights row by row, one a class, -127 to 127."""


def _packed() -> bytes:
    return resources.files("counterfile.text").joinpath(WEIGHTS).read_bytes()


@cache
def _weights() -> _Weights:
    return unpack_weights(_packed())


@cache
def shipped_name() -> str:
    """Return a name for the weights that come with the package, 16 hexadecimal digits."""
    return hashlib.sha256(_packed()).hexdigest()[:16]


def classified(key: str) -> str:
    """Return the likeliest class of a folded label (`label_key`), however unlikely; empty for letters that are strange."""
    found = _classify(key, _model())
    return found[0] if found is not None else ""


def shipped() -> _Weights:
    """Return the weights that come with the package."""
    return _weights()


_taught: list[_Weights] = []


def _model() -> _Weights:
    return _taught[-1] if _taught else _weights()


@contextmanager
def using(packed: bytes) -> Iterator[None]:
    """Answer by another model (`pack_weights`) until the block ends, by the shipped one where it is empty; in one thread."""
    if not packed:
        yield
        return
    _taught.append(_unpacked(packed))
    try:
        yield
    finally:
        _taught.pop()


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> _Weights:
    """Keep the model in use unpacked: it comes anew with every Reading."""
    return unpack_weights(packed)


def unpack_weights(packed: bytes) -> _Weights:
    """Return the weights that `pack_weights` packed."""
    head, _, cells = zlib.decompress(packed).partition(b"\0")
    told = json.loads(head)
    table = array("b")
    table.frombytes(cells)
    rows = {gram: row for row, gram in enumerate(told["features"])}
    return _Weights(tuple(told["classes"]), tuple(told["bias"]), told["scale"], rows, table)


def pack_weights(classes: list[str], bias: list[float], scale: float, grams: list[str], cells: bytes) -> bytes:
    """Return the content of `WEIGHTS`: a JSON head, a zero byte, the 8-bit weights; all deflated."""
    told = {"classes": classes, "bias": [round(one, 4) for one in bias], "scale": scale, "features": grams}
    head = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(head + b"\0" + cells, 9)


@lru_cache(maxsize=16384)
def _classify(key: str, model: _Weights) -> tuple[str, float] | None:
    """Return the likeliest class of a folded label and its probability; None for letters that are strange."""
    grams = features(key)
    whole = [gram for gram in grams if (len(gram) == 1 if has_han(key) else gram[0] == "=" and "+" not in gram)]
    if sum(gram in model.rows for gram in whole) < _KNOWN * len(whole):
        return None
    width = len(model.classes)
    sums = [0] * width
    for gram in grams:
        row = model.rows.get(gram)
        if row is not None:
            for index, cell in enumerate(model.cells[row * width : row * width + width]):
                sums[index] += cell
    step = model.scale / math.sqrt(len(grams))
    scores = [total * step + start for total, start in zip(sums, model.bias, strict=True)]
    top = max(scores)
    weights = [math.exp(score - top) for score in scores]
    best = max(range(width), key=weights.__getitem__)
    return model.classes[best], weights[best] / math.fsum(weights)


def _meaning_of(name: str, label: str) -> Meaning:
    """Return a class as a meaning, with the unit that a label of money names in its brackets (中标总值（万元）)."""
    field, _, party = name.partition(":")
    told = Meaning(Field(field), party=Party(party) if party else None, learned=True)
    if told.field not in AMOUNT_FIELDS:
        return told
    unit = meaning("金额" + "".join(re.findall(r"[(（][^()（）]{1,8}[)）]", label)))
    if unit is not None and unit.field is Field.AMOUNT:
        told = replace(told, unit=unit.unit)
    return replace(told, unit_price="单价" in label, rate=re.search(r"率|系数|折扣|下浮", label) is not None)
