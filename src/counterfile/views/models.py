"""Models trained from corrections: what they learn from, whether they are let in, and the ones in use.

A model is a view. Accepting one stores one judgement, which names a kind of model and the digest of what it learned; its bytes are
made again from what persons had answered when that judgement was given, the same ones every time, and kept in a folder that may
be deleted. A kind of model is a `Trainer`: it says what corrections teach it and makes bytes of that. The gate is the same for
all kinds: layouts with answers are held out in turn, a model is trained without them, and what persons said there is extracted
with and without it.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec

from counterfile.errors import BadUsage
from counterfile.model.document import State
from counterfile.model.judgement import MODEL, READ_BEFORE, AgentKind, Judgement
from counterfile.model.notice import Property
from counterfile.model.reading import BlockKind, Reading
from counterfile.model.statement import Statement
from counterfile.store.ports import Fact, View
from counterfile.store.rules import WITHDRAWN
from counterfile.text import label_model
from counterfile.text.aliases import MEANINGS
from counterfile.text.labels import Field, alias_key
from counterfile.text.prepared import NOTHING_LEARNED, Example, Learned, prepared
from counterfile.views import acceptance, corrected, correcting, replaying
from counterfile.views.acceptance import Gate, Scores
from counterfile.views.correcting import Extract
from counterfile.views.layouts import layout_of
from counterfile.views.teaching import Lesson, lessons, with_aliases

FOLDS = 4
"""Groups of layouts that are held out in turn."""


class Kind(StrEnum):
    """Kinds of models."""

    LABELS = "labels"
    """Tells what a label means that the lexicon does not know."""
    TAGGER = "tagger"
    """Finds values in running text."""


class Sample(msgspec.Struct, frozen=True, order=True):
    """One thing to learn from, and where a person taught it."""

    what: tuple[str, str] | Example
    """A label and its class; or a passage with its values."""
    layout: str
    """`layouts.Layout.id`."""


class Trainer(Protocol):
    """What makes models of one kind."""

    kind: Kind
    version: str
    """Raised whenever the same samples may give another model."""

    def samples(self, view: View, until: Judgement | None = None) -> list[Sample]:
        """Return what corrections teach, in a fixed order; only what was said before `until`."""
        ...

    def train(self, samples: Sequence[Sample]) -> bytes:
        """Return a model, the same for the same samples; empty where they are too few to learn from."""
        ...

    def put(self, learned: Learned, model: bytes) -> Learned:
        """Return what is learned with this model in the place of its kind."""
        ...

    def known(self, model: bytes) -> Gate | None:
        """Compare with the shipped model on what that one knows; None where nothing is shipped."""
        ...


# Labels ---------------------------------------------------------------------------------------------------------------


class LabelTrainer:
    """Trains the classifier of labels on its own words and on the labels that corrections explain."""

    kind = Kind.LABELS
    version = "1"

    def samples(self, view: View, until: Judgement | None = None) -> list[Sample]:
        """Return each label with its class; those that mean two things in two layouts are left out."""
        meant: dict[str, set[str]] = {}
        found: set[Sample] = set()
        for one in correcting.taught_labels(view, until):
            name = label_class(one.property)
            meant.setdefault(alias_key(one.words), set()).add(name)
            found.add(Sample((one.words, name), one.layout))
        return sorted(one for one in found if isinstance(one.what, tuple) and len(meant[alias_key(one.what[0])]) == 1)

    def train(self, samples: Sequence[Sample]) -> bytes:
        """Return weights; see `label_training.retrain`."""
        if not samples:
            return b""
        from counterfile.text import label_training

        return label_training.retrain(one.what for one in samples if isinstance(one.what, tuple)) or b""

    def put(self, learned: Learned, model: bytes) -> Learned:
        """Return what is learned with these weights."""
        return msgspec.structs.replace(learned, labels=model)

    def known(self, model: bytes) -> Gate | None:
        """Compare answers on our own labels, which no retraining may unlearn."""
        from counterfile.text import label_training

        before, after = Scores(), Scores()
        for one in label_training.load()[::KNOWN_STEP]:
            for scores, weights in ((before, b""), (after, model)):
                with label_model.using(weights):
                    scores.count("labels known before", label_model.classified(one.key) == one.name)
        return acceptance.gate(before, after)


KNOWN_STEP = 5
"""Every which of our own labels is asked again of a new model: some 4,600."""


def label_class(meant: str) -> str:
    """Return the class of a label behind which a property stands; of nothing claimed where it is empty.

    >>> label_class("buyer/name"), label_class("awards/value"), label_class("")
    ('name:buyer', 'award', 'other')
    """
    if not meant:
        return Field.OTHER.value
    meaning = MEANINGS[Property(meant)]
    return f"{meaning.field}:{meaning.party}" if meaning.party is not None else meaning.field.value


# Passages -------------------------------------------------------------------------------------------------------------

Train = Callable[[Sequence[Example]], bytes]


def _train_tagger(found: Sequence[Example]) -> bytes:
    from counterfile.text import tagger

    return tagger.train(found)


class TaggerTrainer:
    """Trains a sequence tagger on the passages that corrections point at; nothing is shipped for it."""

    kind = Kind.TAGGER
    version = "1"

    def __init__(self, train: Train = _train_tagger) -> None:
        """Take what makes a model of examples; another one in tests."""
        self._train = train

    def samples(self, view: View, until: Judgement | None = None) -> list[Sample]:
        """Return each passage with its right values."""
        return sorted(set(examples(view, until)), key=lambda one: (one.what, one.layout))

    def train(self, samples: Sequence[Sample]) -> bytes:
        """Return a model of the passages; empty without any."""
        found = [one.what for one in samples if isinstance(one.what, Example)]
        return self._train(found) if found else b""

    def put(self, learned: Learned, model: bytes) -> Learned:
        """Return what is learned with this tagger."""
        return msgspec.structs.replace(learned, tagger=model)

    def known(self, model: bytes) -> Gate | None:
        """Return None: there is no shipped tagger."""
        del model
        return None


MIN_PASSAGES = 50
"""Passages below which a tagger proposes where nothing stands (``bench tagger``)."""

MAX_PASSAGE = 1500
"""Code points of a passage; of a longer block the line with the value, or the stretch around it."""


def examples(view: View, until: Judgement | None = None) -> Iterator[Sample]:
    """Yield the passages that persons' answers point at, with all right values in them.

    Right is what a person said, and beside it what software read there and no person took away: who corrects one value of a passage
    has seen the others. A passage that a value was taken away from is one without that value.
    """
    given = corrected.answers(view, until)
    before = corrected.newest_answers(view, READ_BEFORE, until)
    by_notice: dict[str, dict[str, Judgement]] = {}
    for name, judgement in given.items():
        by_notice.setdefault(name.partition("|")[0], {})[name] = judgement
    for each in sorted(view.present(sorted(by_notice)) if by_notice else ()):
        notice = view.notice(each)
        reading = view.reading(notice.reading) if notice is not None else None
        if reading is None:
            continue
        said = view.statements([each])[each]
        right = _right(each, said, by_notice[each])
        places = sorted(set(_pointed(reading, by_notice[each], said, before)))
        layout = layout_of(reading).id
        for passage in dict.fromkeys(_passage(reading, start, end) for start, end in places):
            if passage is not None:
                yield Sample(_example(reading, passage, right), layout)


def _right(notice: str, said: Sequence[Statement], given: Mapping[str, Judgement]) -> Iterator[Statement]:
    """Yield what is right of a notice; a value that a person confirmed without a quote has the words that software read."""
    read = {(one.subject, one.property, one.value): one for one in said}
    for one in corrected.apply(notice, [one for one in said if not one.conflict], given):
        yield one if one.evidence else read.get((one.subject, one.property, one.value), one)


def _pointed(
    reading: Reading, given: Mapping[str, Judgement], said: Sequence[Statement], before: Mapping[str, Judgement]
) -> Iterator[tuple[int, int]]:
    """Yield the places of the words that answers rest on: their own, those that say the same, those that were wrong."""
    for name, judgement in given.items():
        proof = judgement if judgement.evidence else before.get(name)
        if proof is not None and proof.evidence and (judgement.evidence or not judgement.answer):
            if proof.reading == reading.id:
                yield proof.evidence[0].start, proof.evidence[0].end
        elif judgement.answer:
            for one in said:
                if f"{one.notice}|{one.subject}|{one.property}" == name and one.value == judgement.answer:
                    yield one.evidence[0].start, one.evidence[0].end


def _passage(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Return the block around a place, or its part where it is long; None outside running text."""
    block = next((one for one in reading.blocks if one.start <= start and end <= one.end), None)
    if block is None or block.kind in (BlockKind.FURNITURE, BlockKind.FIELD):
        return None
    if block.end - block.start <= MAX_PASSAGE:
        return block.start, block.end
    low = max(block.start, reading.text.rfind("\n", block.start, start) + 1, start - MAX_PASSAGE // 2)
    line = reading.text.find("\n", end, block.end)
    high = min(block.end if line < 0 else line, end + MAX_PASSAGE // 2)
    return low, high


def _example(reading: Reading, passage: tuple[int, int], right: Iterable[Statement]) -> Example:
    low, high = passage
    spans: list[tuple[int, int, str]] = []
    for one in right:
        if not one.evidence or (one.layer == corrected.PERSON and not _stands(reading, one)):
            continue
        span = one.evidence[0]
        if low <= span.start < span.end <= high and reading.text[span.start : span.end] == span.quote:
            spans.append((span.start - low, span.end - low, one.property.value))
    kept: list[tuple[int, int, str]] = []
    for each in sorted(set(spans), key=lambda one: (one[0], -one[1], one[2])):
        if not kept or each[0] >= kept[-1][1]:
            kept.append(each)
    return Example(reading.text[low:high], tuple(kept))


def _stands(reading: Reading, one: Statement) -> bool:
    """Tell whether a person's words stand in this Reading where they were: it may have been read anew since."""
    return all(reading.text[span.start : span.end] == span.quote for span in one.evidence)


# The gate -------------------------------------------------------------------------------------------------------------


class Verdict(msgspec.Struct, frozen=True):
    """What the gate says of a new model."""

    kind: Kind
    digest: str
    """Of what it was trained from."""
    samples: int
    layouts: int
    """That persons answered about; each was held out once."""
    values: Gate
    """What persons said in held-out layouts, with the models in use and with the new one."""
    known: Gate | None
    """What the shipped model knows, by it and by the new one; None where nothing is shipped."""

    @property
    def is_accepted(self) -> bool:
        """Whether the model may be used: from enough, better on what it was not trained from, worse nowhere."""
        enough = self.kind is not Kind.TAGGER or self.samples >= MIN_PASSAGES
        return enough and self.values.is_accepted and not (self.known is not None and self.known.is_harmful)


def examine(view: View, trainer: Trainer, extract: Extract, learned: Learned = NOTHING_LEARNED) -> Verdict:
    """Return whether a model trained from all that persons said would be better than what is in use.

    Each layout is judged by models that were trained without it, the one in use as well as the new one, and without what was
    taught of labels and headings there: as if nobody had ever corrected it.

    Args:
        view: The facts.
        trainer: Of the kind of model.
        extract: Extracts from a Reading with all that goes with it.
        learned: The models in use; that of this kind is trained anew for each group of layouts.

    Raises:
        BadUsage: there is nothing to learn from, or nothing that could be held out.
    """
    now = trainer.samples(view)
    if not now:
        raise BadUsage(
            f"no correction teaches the {trainer.kind} model anything yet; "
            "`counterfile correct` with --quote tells which words announce a value"
        )
    held = _held_out(view)
    if len(held) < 2:
        raise BadUsage(
            f"persons' answers lie in {len(held)} layout, and a model is only tried on layouts that it has not seen; "
            "correct or confirm values of a second one"
        )
    accepted = in_use(view, trainer.kind)
    old = trainer.samples(view, accepted) if accepted is not None else []
    before, after = Scores(), Scores()
    for fold in acceptance.folds(held, FOLDS):
        models = [trainer.train([one for one in samples if one.layout not in fold]) for samples in (old, now)]
        taught = _without(view, fold)
        for layout in sorted(fold):
            for document, given in held[layout].items():
                reading = view.reading_of(document)
                if reading is not None:
                    aliased = with_aliases(reading, taught)
                    for scores, model in zip((before, after), models, strict=True):
                        carried = prepared(aliased, learned=trainer.put(learned, model))
                        _count(scores, extract(carried), given)
    whole = trainer.train(now)
    return Verdict(
        trainer.kind,
        digest(trainer.kind, now),
        len(now),
        len(held),
        acceptance.gate(before, after),
        trainer.known(whole),
    )


def _held_out(view: View) -> dict[str, dict[str, list[Judgement]]]:
    """Return persons' answers by layout and document."""
    by_notice: dict[str, list[Judgement]] = {}
    for judgement in corrected.answers(view).values():
        by_notice.setdefault(judgement.subject.partition("|")[0], []).append(judgement)
    found: dict[str, dict[str, list[Judgement]]] = {}
    for each in sorted(view.present(sorted(by_notice)) if by_notice else ()):
        notice = view.notice(each)
        reading = view.reading_of(notice.document) if notice is not None else None
        if notice is not None and reading is not None:
            documents = found.setdefault(layout_of(reading).id, {})
            documents.setdefault(notice.document, []).extend(by_notice[each])
    return found


def _without(view: View, fold: frozenset[str]) -> list[Lesson]:
    """Return the lessons that were taught outside these layouts."""
    kept = []
    for lesson in lessons(view):
        judgement = view.judgement(lesson.judgement)
        source = view.reading(judgement.reading) if judgement is not None and judgement.reading else None
        origin = layout_of(source).id if source is not None else lesson.layout
        if lesson.layout not in fold and origin not in fold:
            kept.append(lesson)
    return kept


def _count(scores: Scores, facts: Iterable[Fact], given: Iterable[Judgement]) -> None:
    said = replaying.values(facts)
    for judgement in given:
        meant = Property(judgement.subject.rpartition("|")[2])
        right = correcting.is_right(meant, judgement.answer, said.get(judgement.subject, []))
        scores.count(meant.value, right)


# The models in use ----------------------------------------------------------------------------------------------------


def digest(kind: Kind, samples: Sequence[Sample]) -> str:
    """Return a name for exactly what a model is trained from, 32 hexadecimal digits; the layouts do not count."""
    rows = sorted({msgspec.json.encode(one.what) for one in samples})
    return hashlib.sha256(b"\n".join((kind.encode(), *rows))).hexdigest()[:32]


def in_use(view: View, kind: Kind) -> Judgement | None:
    """Return the judgement that let in the model in use; None where there is none."""
    judgement = corrected.newest_answers(view, MODEL).get(kind)
    return judgement if judgement is not None and judgement.answer not in ("", WITHDRAWN) else None


def acceptance_of(verdict: Verdict, *, by: str, reason: str) -> Judgement:
    """Return the judgement that lets a model in.

    Raises:
        BadUsage: the gate refuses it, or there is no reason or name.
    """
    if not reason.strip() or not by.strip():
        raise BadUsage("a model is let in with a reason and a name; give them with --reason and --by")
    if not verdict.is_accepted:
        if verdict.kind is Kind.TAGGER and verdict.samples < MIN_PASSAGES:
            raise BadUsage(
                f"a tagger wants {MIN_PASSAGES} corrected passages and there are {verdict.samples}; correct more"
            )
        raise BadUsage(f"the {verdict.kind} model is not better on what it has not seen; nothing is changed")
    return Judgement(MODEL, verdict.kind, "", verdict.digest, by.strip(), AgentKind.PERSON, reason.strip())


def withdrawal_of(view: View, kind: Kind, *, by: str, reason: str) -> Judgement:
    """Return the judgement that takes a model back; the shipped one, or none, is used again.

    Raises:
        BadUsage: none is in use, or there is no reason or name.
    """
    if not reason.strip() or not by.strip():
        raise BadUsage("taking back needs a reason and a name; give them with --reason and --by")
    if in_use(view, kind) is None:
        raise BadUsage(f"no {kind} model trained from corrections is in use")
    return Judgement(MODEL, kind, "", WITHDRAWN, by.strip(), AgentKind.PERSON, reason.strip())


def bearing(view: View) -> list[str]:
    """Return the digests of the documents that a change of models bears on: all that were read."""
    found: list[str] = []
    after = ""
    while documents := view.documents(State.READ, after=after, limit=correcting.PAGE):
        after = documents[-1].digest
        found += [document.digest for document in documents]
    return found


class InUse(msgspec.Struct, frozen=True):
    """A model that a person let in."""

    kind: Kind
    judgement: Judgement
    samples: int
    """What corrections taught until then."""
    why_not: str
    """Why it is not used; empty where it is."""


def state(view: View) -> list[InUse]:
    """Return each model that a person let in, and whether it can be made again."""
    found = []
    for trainer in TRAINERS.values():
        judgement = in_use(view, trainer.kind)
        if judgement is None:
            continue
        samples = trainer.samples(view, judgement)
        why_not = (
            f"the {trainer.kind} model that {judgement.id} let in cannot be made again: this version understands the "
            "corrections otherwise. The shipped one is used; `counterfile corrections train` tries a new one"
        )
        usable = digest(trainer.kind, samples) == judgement.answer
        found.append(InUse(trainer.kind, judgement, len(samples), "" if usable else why_not))
    return found


class Models:
    """The models in use, made again where they are not kept."""

    def __init__(self, folder: Path | None = None, trainers: Sequence[Trainer] | None = None) -> None:
        """Keep them in a folder that may be deleted; None for in memory alone."""
        self._folder = folder / "models" if folder is not None else None
        self._trainers = tuple(TRAINERS.values()) if trainers is None else tuple(trainers)
        self._made: dict[str, bytes] = {}

    def learned(self, view: View) -> Learned:
        """Return the models in use; `NOTHING_LEARNED` where no person let one in."""
        found = NOTHING_LEARNED
        for trainer in self._trainers:
            judgement = in_use(view, trainer.kind)
            if judgement is not None and (model := self._model(view, trainer, judgement)):
                found = trainer.put(found, model)
        return found

    def _model(self, view: View, trainer: Trainer, judgement: Judgement) -> bytes:
        """Return the model that a judgement let in; empty where what persons said then gives another one now."""
        key = f"{trainer.kind}\n{trainer.version}\n{_shipped()}\n{judgement.answer}"
        if key not in self._made:
            kept = self._kept(key)
            if kept is None:
                samples = trainer.samples(view, judgement)
                same = digest(trainer.kind, samples) == judgement.answer
                kept = trainer.train(samples) if same else b""
                if kept:
                    self._keep(key, kept)
            self._made[key] = kept
        return self._made[key]

    def _path(self, key: str) -> Path | None:
        return self._folder / hashlib.sha256(key.encode()).hexdigest() if self._folder is not None else None

    def _kept(self, key: str) -> bytes | None:
        path = self._path(key)
        if path is None:
            return None
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        seal, model = content[:32], content[32:]
        return model if hashlib.sha256(model).digest() == seal else None

    def _keep(self, key: str, model: bytes) -> None:
        path = self._path(key)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".coming-", delete=False) as aside:
            aside.write(hashlib.sha256(model).digest() + model)
        Path(aside.name).replace(path)


def _shipped() -> str:
    """Return a name for the shipped weights, from which training goes on."""
    return label_model.shipped_name()


TRAINERS: dict[Kind, Trainer] = {Kind.LABELS: LabelTrainer(), Kind.TAGGER: TaggerTrainer()}
"""What makes models, by kind."""
