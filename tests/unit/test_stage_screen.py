"""Screening by cue terms: yes with the words, no with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterfile.errors import BadUsage
from counterfile.model.judgement import Answer, Judgement
from counterfile.model.notice import Notice
from counterfile.stages.screen import MOST_SPANS, Codebook, ScreenStage, load_codebook
from counterfile.store.ports import Published
from counterfile.testing.corpus import Corpus

TERMS = Codebook(("人脸识别", "facial recognition"))


def screened(corpus: Corpus, notice: str, codebook: Codebook = TERMS) -> Judgement:
    """Run the stage over a notice's document and return its only judgement."""
    stage = ScreenStage(codebook)
    kept = corpus.store.notice(notice)
    assert kept is not None
    (loaded,) = stage.load([kept.document], corpus.store)
    assert loaded is not None
    (judgement,) = stage.run(loaded)
    assert isinstance(judgement, Judgement)
    return judgement


def test_notice_that_names_a_term_is_relevant_by_those_words() -> None:
    corpus = Corpus()
    notice = corpus.notice("tender", words="采购人脸 识别终端，Facial Recognition 20 sets")

    judgement = screened(corpus, notice)

    assert (judgement.answer, judgement.subject) == (Answer.YES, notice)
    assert [span.quote for span in judgement.evidence] == ["人脸 识别", "Facial Recognition"]
    assert judgement.reason == "it says 人脸识别、facial recognition"


def test_notice_without_any_term_is_not_and_says_why() -> None:
    corpus = Corpus()
    notice = corpus.notice("tender", words="采购办公家具")

    judgement = screened(corpus, notice)

    assert (judgement.answer, judgement.evidence, judgement.reason) == (Answer.NO, (), "none of the 2 terms occurs")


def test_neighbors_titles_are_not_the_notices_own_words() -> None:
    corpus = Corpus()
    notice = corpus.notice("tender", words="采购办公家具", furniture="相关公告：人脸识别项目")

    assert screened(corpus, notice).answer == Answer.NO


def test_evidence_is_bounded() -> None:
    corpus = Corpus()
    notice = corpus.notice("tender", words="人脸识别，" * 100)

    assert len(screened(corpus, notice).evidence) == MOST_SPANS


def test_other_terms_are_another_version() -> None:
    assert ScreenStage(TERMS).version != ScreenStage(Codebook(("监控",))).version
    assert ScreenStage(TERMS).version == ScreenStage(Codebook(tuple(reversed(TERMS.terms)))).version


def test_published_notices_make_their_document_due() -> None:
    notice = Notice("n-0", "d" * 64, "rd-1", 0, 1)

    assert set(ScreenStage(TERMS).due_after([Published(notice, ())])) == {"d" * 64}
    assert list(ScreenStage(Codebook()).due_after([Published(notice, ())])) == []


def test_without_terms_earlier_answers_are_retired() -> None:
    corpus = Corpus()
    notice = corpus.notice("tender", words="人脸识别")
    kept = corpus.store.notice(notice)
    assert kept is not None
    stage = ScreenStage(Codebook())
    assert list(stage.load([kept.document], corpus.store)) == [None]
    with corpus.store.batch() as batch:
        batch.record("screen", "1", kept.document, "k", [])

    (loaded,) = stage.load([kept.document], corpus.store)

    assert loaded is not None
    assert list(stage.run(loaded)) == []
    assert stage.key(loaded)


def test_codebook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text("version: 1\nrelevant:\n  terms: [人脸识别, 人脸识别, 一人一档]\n", "utf-8")

    assert load_codebook(path).terms == ("人脸识别", "一人一档")
    assert load_codebook(tmp_path / "none.yaml") == Codebook()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "relevnt: {terms: [a]}",
            r"codebook\.yaml:1: there is no key relevnt; the keys are version, relevant, screening, coding, questions",
        ),
        ("version: 1\nrelevant: {words: [a]}", r"codebook\.yaml:2: there is no key words"),
        ("relevant: {terms: 人脸识别}", r"terms are a list"),
        ("relevant: {terms: ['。']}", r"a term is a word or a few"),
        ("relevant: [", r"it is not YAML"),
        ("- a", r"keys with values are wanted"),
    ],
)
def test_wrong_codebook_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(BadUsage, match=message):
        load_codebook(path)


@pytest.mark.parametrize("text", ["", "version: 1", "relevant: {}"])
def test_codebook_without_terms_screens_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(text, "utf-8")

    assert load_codebook(path) == Codebook()
