"""Explanations: from a figure, or anything with an id, down to the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfile.model.finding import Step
from counterfile.model.judgement import Question
from counterfile.model.notice import Property as P
from counterfile.plugins.rules.buyer_class import BuyerClassRule
from counterfile.store.ports import Cluster
from counterfile.testing.corpus import Corpus, total
from counterfile.views.explain import explain

TEXT = """
claim: {en: one procedure of the police, zh: 公安项目一个}
unit: procedure
population: {relevant: yes, where: {buyer_class: police, text: 人脸识别}}
measure: count
expected: 1
"""


@pytest.fixture
def corpus() -> Corpus:
    """Return one relevant procedure with an award."""
    corpus = Corpus()
    tender = corpus.notice(
        "tender",
        [("", P.BUYER, "临沅市公安局"), ("", P.TITLE, "视频监控项目")],
        words="人脸识别抓拍点位",
        name="t1.html",
    )
    award = corpus.notice(
        "award",
        [("lot/1/supplier/1", P.SUPPLIER, "临沅澄远科技有限公司"), ("lot/1", P.AWARD_VALUE, total("990000"))],
        name="a1.html",
    )
    corpus.same(tender, award)
    corpus.judge(Question.RELEVANT, tender, "yes", agent="reviewer-7", reason="it watches people")
    return corpus


def notice_of(corpus: Corpus, name: str) -> str:
    return corpus.store.notices_in(corpus.store.named(name)[0])[0].id


def told(corpus: Corpus, wanted: str, folder: Path | None = None) -> Step:
    step = explain(corpus.store, corpus.archive, wanted, folder, buyer_class=BuyerClassRule())
    assert step is not None
    return step


def walk(step: Step) -> Iterator[Step]:
    yield step
    for each in step.steps:
        yield from walk(each)


def test_figure_walks_down_to_verified_bytes(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "police.yaml").write_text(TEXT, "utf-8")

    step = told(corpus, "police", tmp_path)

    kinds = {each.kind for each in walk(step)}
    assert kinds >= {"finding", "procedure", "judgement", "statement", "words", "quote", "reading", "document", "bytes"}
    assert ("figure", "1 procedures") in step.facts
    assert all(("verified", "yes") in each.facts for each in walk(step) if each.kind == "bytes")
    unit = step.steps[0]
    assert unit.facts[0] == ("buyer_class", "police, by rule buyer class 2, from “公安局” in 临沅市公安局")


def test_judgement_says_who_when_and_why(corpus: Corpus) -> None:
    (judgement,) = corpus.store.history(Question.RELEVANT)

    step = told(corpus, judgement.id)

    facts = dict(step.facts)
    assert (facts["by"], facts["reason"], facts["counts"]) == ("reviewer-7 (person)", "it watches people", "yes")


def test_replaced_judgement_says_so(corpus: Corpus) -> None:
    (old,) = corpus.store.history(Question.RELEVANT)
    corpus.judge(Question.RELEVANT, old.subject, "no")

    assert dict(told(corpus, old.id).facts)["counts"].startswith("no")


def test_statement_shows_its_words_in_context(corpus: Corpus) -> None:
    notice = notice_of(corpus, "t1.html")
    buyer = next(s for s in corpus.store.statements([notice])[notice] if s.property is P.BUYER)

    step = told(corpus, buyer.id)

    quote = step.steps[0]
    assert quote.title == "临沅市公安局"
    assert "【临沅市公安局】" in dict(quote.facts)["in context"]
    assert dict(quote.facts)["stands there"] == "yes"


def test_tampered_bytes_are_told(corpus: Corpus) -> None:
    digest = corpus.store.named("t1.html")[0]
    corpus.archive.contents[digest] = b"changed"

    step = told(corpus, "t1.html")

    assert ("verified", "no") in step.steps[-1].facts


@pytest.mark.parametrize("kind", [Cluster.PROCEDURE, Cluster.FAMILY])
def test_cluster_shows_its_notices_and_why_they_are_together(corpus: Corpus, kind: Cluster) -> None:
    cluster = corpus.store.cluster(kind, notice_of(corpus, "t1.html"))
    assert cluster is not None

    step = told(corpus, cluster)

    assert [each.kind for each in step.steps] == ["notice", "notice", "judgement"]


def test_every_kind_of_id_is_explained(corpus: Corpus) -> None:
    notice = notice_of(corpus, "a1.html")
    procedure = corpus.procedure(notice)
    supplier = next(s for s in corpus.store.statements([notice])[notice] if s.property is P.SUPPLIER)
    organization = corpus.store.cluster(Cluster.ORGANIZATION, supplier.key or "")
    digest = corpus.store.named("a1.html")[0]
    activity = corpus.store.current("extract", digest)
    assert activity is not None
    assert organization is not None

    wanted = [
        notice, procedure, f"{procedure}/lot/-", f"{procedure}/lot/-/award", organization, digest, digest[:8], activity.id,
    ]  # fmt: skip
    kinds = [told(corpus, each).kind for each in wanted]

    assert kinds == ["notice", "procedure", "lot", "award", "organization", "document", "document", "activity"]


@pytest.mark.parametrize(
    "wanted", ["p-0000000000000000", "n-0", "st-x", "j-99", "ac-99", "o-1", "f-1", "p-1/lot/1", "none.html", "abcdef0"]
)
def test_what_is_not_there_is_none(corpus: Corpus, wanted: str) -> None:
    assert explain(corpus.store, corpus.archive, wanted) is None


def test_two_notices_are_told_apart_or_together_feature_by_feature(corpus: Corpus) -> None:
    tender, award = notice_of(corpus, "t1.html"), notice_of(corpus, "a1.html")

    step = told(corpus, f"{award}, {tender}")

    facts = dict(step.facts)
    assert (step.kind, set(step.id.split(","))) == ("pair", {tender, award})
    assert 0 <= float(facts["of one procedure"]) <= 1
    assert "order" in facts["not told by both"]
    assert "title" in facts["not told by both"]
    assert facts["one procedure now"] == "yes"
    assert [each.kind for each in step.steps] == ["judgement", "notice", "notice"]
    assert told(corpus, f"{tender} {award}") == step


def test_a_pair_is_told_with_weights_in_words() -> None:
    corpus = Corpus()
    one, two = (
        corpus.notice(
            stage,
            [("", P.TITLE, "视频监控及配套设施项目"), ("", P.BUYER, "临沅市公安局"), ("", P.PUBLISHED, day)],
        )
        for stage, day in (("tender", "2021-03-01"), ("award", "2021-04-02"))
    )

    facts = dict(told(corpus, f"{one},{two}").facts)

    assert "speaks for it (+" in facts["buyer"]
    assert "same: 临沅市公安局" in facts["buyer"]
    assert "2021-03-01" in facts["time"]
    assert "2021-04-02" in facts["time"]
    assert explain(corpus.store, corpus.archive, f"{one},n-0000000000000000") is None


def test_an_id_that_leads_on_says_where_and_why() -> None:
    corpus = Corpus()
    award = corpus.notice("award", [("", P.PUBLISHED, "2021-04-02")])
    tender = corpus.notice("tender", [("", P.PUBLISHED, "2021-03-01")])
    old = award.replace("n-", "p-")
    assert told(corpus, old).id == old

    corpus.same(tender, award)

    step = told(corpus, old)
    facts = dict(step.facts)
    assert step.id == tender.replace("n-", "p-")
    assert facts["merged"] == f"{old} is now {step.id}"
    assert f"after {tender} (2021-03-01), its earliest notice" in facts["named after"]
    assert f"{old} after {award} (2021-04-02)" in facts["named after"]
    assert "same number" in facts["joined by"]
