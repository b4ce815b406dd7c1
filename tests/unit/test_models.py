"""A model is trained from corrections, let in through the gate, made again from its judgement, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from taught_notices import FIRMS, STAGE, Beside, award, correct, firm_of, name, said, store_of

from counterfile import flow
from counterfile.errors import BadUsage
from counterfile.model.judgement import MODEL, Judgement
from counterfile.model.notice import Property
from counterfile.stages.extraction import ExtractStage
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import View
from counterfile.testing import facts
from counterfile.text import label_model, label_training, tagger
from counterfile.text.prepared import NOTHING_LEARNED, Example, Learned
from counterfile.views import corrected, models
from counterfile.views.models import Kind, LabelTrainer, Models, Sample, TaggerTrainer

BUYERS = ("采购人", "招标人", "采购单位", "采购方")
"""Each makes a layout of its own."""


@pytest.fixture(scope="module", autouse=True)
def few_words() -> object:
    """Train beside a few of our own labels, so that a training is quick."""
    every = label_training.load()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(label_training, "load", lambda: every[::10])
        patch.setattr(label_training, "FEWEST", 20)
        label_training._shipped_grams.cache_clear()
        yield
    label_training._shipped_grams.cache_clear()


@pytest.fixture(scope="module")
def taught() -> MemoryStore:
    """Return notices of four layouts whose suppliers were corrected in two notices each."""
    store = store_of(*(award(number, who="授牌单位", buyer=BUYERS[number % 4]) for number in range(8)))
    for number in range(8):
        correct(store, number, "supplier", firm_of(store, number), quote=firm_of(store, number))
    return store


def let_in(store: MemoryStore, verdict: models.Verdict) -> Judgement:
    with store.batch() as batch:
        return batch.judge(models.acceptance_of(verdict, by="heron", reason="better"))


@pytest.fixture(scope="module")
def verdict(taught: MemoryStore) -> models.Verdict:
    """Return what the gate says of the model that they teach."""
    return models.examine(taught, LabelTrainer(), STAGE.run)


def test_labels_of_corrections_are_what_the_classifier_learns(taught: MemoryStore) -> None:
    samples = LabelTrainer().samples(taught)

    assert {one.what for one in samples} == {("授牌单位", "name:supplier")}
    assert len({one.layout for one in samples}) == 4


def test_a_label_that_means_two_things_is_not_learned() -> None:
    store = store_of(award(0, who="授牌单位"), award(1, who="授牌单位", buyer="招标人"))
    correct(store, 0, "supplier", firm_of(store, 0), quote=firm_of(store, 0))
    correct(store, 1, "candidate", firm_of(store, 1), quote=firm_of(store, 1))

    assert LabelTrainer().samples(store) == []


def test_a_model_is_let_in_where_it_reads_layouts_that_it_has_not_seen(verdict: models.Verdict) -> None:
    (field,) = verdict.values.fields
    assert (verdict.layouts, field.field, field.total) == (4, Property.SUPPLIER.value, 8)
    assert (field.before, field.after) == (0, 8)
    assert verdict.known is not None
    assert not verdict.known.is_harmful
    assert verdict.is_accepted


def test_a_model_in_use_is_made_again_byte_by_byte_and_read_with(
    taught: MemoryStore, verdict: models.Verdict, tmp_path: Path
) -> None:
    kept = let_in(taught, verdict)
    first = Models(tmp_path).learned(taught)
    files = list((tmp_path / "models").iterdir())

    again = Models().learned(taught)
    (path,) = files
    path.write_bytes(b"damaged")
    repaired = Models(tmp_path).learned(taught)
    late = facts.reading("late", award(30, who="授牌单位", buyer="业主"))
    with taught.batch() as batch:
        batch.record("read", "1", late.document, "k", [late])
        batch.mark_due("extract", [late.document])
    stage = ExtractStage(Beside(), "1", Models(tmp_path).learned)
    list(flow.run([stage], taught, MemoryArchive(), workers=1))

    assert first.labels == again.labels == repaired.labels != b""
    assert kept.answer == models.digest(Kind.LABELS, LabelTrainer().samples(taught, kept))
    (notice,) = taught.notices_in(late.document)
    read = [one.value for one in taught.statements([notice.id], [Property.SUPPLIER])[notice.id]]
    assert read == [next(firm for firm in FIRMS if firm in late.text)]

    with taught.batch() as batch:
        batch.judge(models.withdrawal_of(taught, Kind.LABELS, by="heron", reason="no"))
    assert Models(tmp_path).learned(taught) == NOTHING_LEARNED
    with pytest.raises(BadUsage, match="no labels model"):
        models.withdrawal_of(taught, Kind.LABELS, by="heron", reason="no")


def test_corrections_that_come_later_do_not_change_the_model_in_use() -> None:
    store = store_of(*(award(number, who="授牌单位", buyer=BUYERS[number % 2]) for number in range(4)))
    for number in range(3):
        correct(store, number, "supplier", firm_of(store, number), quote=firm_of(store, number))
    trainer = LabelTrainer()
    with store.batch() as batch:
        digest = models.digest(Kind.LABELS, trainer.samples(store))
        kept = batch.judge(facts_judgement(digest))
    before = trainer.samples(store, kept)
    figure = said_amount(store, 3)
    correct(store, 3, "award_value", f"{figure}万元", quote=figure)

    assert trainer.samples(store, kept) == before != trainer.samples(store)
    (state,) = models.state(store)
    assert (state.samples, state.why_not) == (len(before), "")


def facts_judgement(digest: str) -> Judgement:
    return Judgement(MODEL, Kind.LABELS, "", digest, "heron", "person", "better")  # type: ignore[arg-type]


def said_amount(store: MemoryStore, number: int) -> str:
    words = store.reading_of(facts.digest(f"notice-{number}"))
    assert words is not None
    return words.text.partition("定盘数目（万元）：")[2].partition("\n")[0]


def test_a_model_that_cannot_be_made_again_is_not_used_and_says_so(taught: MemoryStore) -> None:
    store = store_of(award(0, who="授牌单位"))
    with store.batch() as batch:
        batch.judge(facts_judgement("0" * 32))

    (state,) = models.state(store)

    assert Models().learned(store) == NOTHING_LEARNED
    assert "cannot be made again" in state.why_not


class Parrot:
    """Learns nothing useful, and says so in many bytes."""

    kind = Kind.LABELS
    version = "1"

    def __init__(self, worse: bool = False) -> None:
        self.worse = worse

    def samples(self, view: View, until: Judgement | None = None) -> list[Sample]:
        return LabelTrainer().samples(view, until)

    def train(self, samples: Sequence[Sample]) -> bytes:
        return b"x" * len(samples)

    def put(self, learned: Learned, model: bytes) -> Learned:
        del model
        return learned

    def known(self, model: bytes) -> None:
        del model


def test_a_model_that_is_not_better_is_not_let_in(taught: MemoryStore) -> None:
    verdict = models.examine(taught, Parrot(), STAGE.run)

    assert verdict.values.before == verdict.values.after
    assert not verdict.is_accepted
    with pytest.raises(BadUsage, match="not better"):
        models.acceptance_of(verdict, by="heron", reason="please")


def test_training_needs_corrections_in_two_layouts() -> None:
    store = store_of(award(0, who="授牌单位"))
    with pytest.raises(BadUsage, match="no correction teaches"):
        models.examine(store, LabelTrainer(), STAGE.run)
    correct(store, 0, "supplier", firm_of(store, 0), quote=firm_of(store, 0))

    with pytest.raises(BadUsage, match="a second one"):
        models.examine(store, LabelTrainer(), STAGE.run)


# What a tagger learns from


def test_a_passage_carries_the_person_s_value_and_the_right_ones_beside_it() -> None:
    text = "\n".join(
        [
            "临沅市公安局警务平台采购项目中标公告",
            "项目编号：QH-2026-0107",
            f"采购人：临沅市公安局 经评审由{FIRMS[0]}承接",
        ]
    )
    store = store_of(text)
    buyer = said(store, 0, Property.BUYER)
    correct(store, 0, "supplier", FIRMS[0], quote=FIRMS[0])

    (sample,) = models.examples(store)

    assert isinstance(sample.what, Example)
    told = {(sample.what.text[start:end], meant) for start, end, meant in sample.what.spans}
    assert (FIRMS[0], Property.SUPPLIER.value) in told
    assert {value for value, meant in told if meant == Property.BUYER} <= set(buyer)


def test_a_value_taken_away_leaves_its_passage_without_it() -> None:
    store = store_of(award(1, who="中标人", what="中标金额（万元）"))
    (old,) = store.statements([name(0)], [Property.SUPPLIER])[name(0)]
    correct(store, 0, "supplier", "")

    (sample,) = models.examples(store)

    assert isinstance(sample.what, Example)
    assert old.value in sample.what.text
    assert all(meant != Property.SUPPLIER for _, _, meant in sample.what.spans)


def test_a_confirmed_value_is_an_example_too() -> None:
    store = store_of(award(1, who="中标人", what="中标金额（万元）"))
    correct(store, 0, "supplier", firm_of(store, 0))

    (sample,) = models.examples(store)

    assert isinstance(sample.what, Example)
    ((start, end, meant),) = sample.what.spans
    assert (sample.what.text[start:end], meant) == (firm_of(store, 0), Property.SUPPLIER.value)


def test_a_tagger_goes_through_the_same_gate(taught: MemoryStore) -> None:
    seen: list[Sequence[Example]] = []

    def train(found: Sequence[Example]) -> bytes:
        seen.append(found)
        return tagger.train(found)

    trainer = TaggerTrainer(train)
    verdict = models.examine(taught, trainer, STAGE.run)

    assert verdict.kind is Kind.TAGGER
    assert verdict.known is None
    assert all(len(found) < verdict.samples for found in seen[:-1])
    assert len(seen[-1]) == verdict.samples == 8
    assert not verdict.is_accepted  # eight passages are too few for any tagger, however it did
    with pytest.raises(BadUsage, match="50 corrected passages"):
        models.acceptance_of(verdict, by="a.b.", reason="try")
    assert trainer.put(NOTHING_LEARNED, b"m") == msgspec.structs.replace(NOTHING_LEARNED, tagger=b"m")
    assert trainer.train([]) == b""


# Labels and their classes


@pytest.mark.parametrize("meant", ["", *(each.value for each in models.MEANINGS)])
def test_every_property_that_a_label_announces_has_a_class_of_the_classifier(meant: str) -> None:
    assert models.label_class(meant) in {*label_model.shipped().classes, "candidate"}


def test_answers_of_an_earlier_day_leave_out_what_was_said_since() -> None:
    store = store_of(award(1))
    first = correct(store, 0, "buyer", "白杨市公安局")
    correct(store, 0, "buyer", "澄山市公安局")
    latest = corrected.answers(store)[first.value.subject]

    assert latest.answer == "澄山市公安局"
    assert corrected.answers(store, latest)[first.value.subject].answer == "白杨市公安局"
