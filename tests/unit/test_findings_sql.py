"""A finding may ask plain SQL for its units; everything else about it stays as it is."""

from __future__ import annotations

import pytest

from counterfile.errors import BadUsage
from counterfile.model.finding import Finding
from counterfile.model.judgement import Answer, Question
from counterfile.model.notice import Property as P
from counterfile.plugins.rules.buyer_class import BuyerClassRule
from counterfile.testing.corpus import Corpus, total
from counterfile.views.findings import compute_all, parse_finding

HEAD = "claim: {en: procedures, zh: 项目}\nunit: procedure\nmeasure: count\n"


@pytest.fixture
def corpus() -> Corpus:
    """Return four procedures: three of the police, of which one has an award, and one of a school."""
    corpus = Corpus()
    tender = corpus.notice("tender", [("", P.BUYER, "临沅市公安局"), ("", P.BUDGET, total("800000"))])
    award = corpus.notice("award", [("", P.BUYER, "临沅市公安局"), ("lot/1", P.AWARD_VALUE, total("790000"))])
    corpus.same(tender, award)
    corpus.notice("tender", [("", P.BUYER, "青岚县公安局"), ("", P.BUDGET, total("300000"))])
    corpus.notice("tender", [("", P.BUYER, "芷屏县公安局")])
    corpus.notice("tender", [("", P.BUYER, "青岚县第二中学"), ("", P.BUDGET, total("900000"))])
    return corpus


def found(corpus: Corpus, text: str) -> Finding:
    return compute_all(corpus.store, [parse_finding(HEAD + text, "f.yaml")], buyer_class=BuyerClassRule())[0]


def test_the_population_is_what_the_query_gives(corpus: Corpus) -> None:
    finding = found(corpus, "sql: select id from procedures where budget > 400000")

    assert finding.figure.value == "2"
    assert finding.eligible == 2


def test_conditions_exclusions_and_measure_apply_to_what_it_gives(corpus: Corpus) -> None:
    sql = "sql: select procedure from notices where budget_currency = 'CNY'\n"
    all_of_it = found(corpus, sql + "population: {where: {buyer_class: police}}\nby: has_award\n")
    some = next(unit.id for unit in all_of_it.units)
    without = found(
        corpus,
        sql + f"population: {{where: {{buyer_class: police}}}}\nexclude: [{{reason: seen twice, ids: [{some}]}}]",
    )

    assert all_of_it.figure.parts == (("false", 1), ("true", 1))
    assert (without.figure.value, without.excluded) == ("1", (("seen twice", 1),))


def test_tables_are_joined(corpus: Corpus) -> None:
    finding = found(corpus, "sql: select p.id from procedures p join awards a on a.procedure = p.id where a.amount > 1")

    assert [len(unit.notices) for unit in finding.units] == [2]


def test_every_unit_shows_the_words_of_the_columns_that_the_query_names(corpus: Corpus) -> None:
    finding = found(corpus, "sql: select id from procedures where budget >= 800000 and buyer_name <> 'published'")

    assert all({"budget", "buyer_name"} <= {source.field for source in unit.sources} for unit in finding.units)
    assert {source.value for unit in finding.units for source in unit.sources if source.field == "buyer_name"} == {
        "临沅市公安局",
        "青岚县第二中学",
    }
    assert not any(source.field == "published" for unit in finding.units for source in unit.sources)


def test_judgements_that_the_query_names_are_its_sources(corpus: Corpus) -> None:
    notice = corpus.store.notices(limit=1)[0].id
    corpus.judge(Question.RELEVANT, notice, Answer.YES, agent="reviewer-3")

    finding = found(corpus, "sql: select id from procedures where relevant = 'yes'")

    assert finding.rests is not None
    assert finding.rests.people == 1


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select id from notices", "f.yaml: its sql gives 'n-[^']*', which is of the notice; ids of the procedure"),
        ("select id from organizations", "which is of the organization; ids of the procedure are wanted"),
        ("select 'p-1' from procedures", "gives 'p-1', which nothing is called here"),
        ("select id from procedures, range(9) where nothing = 1", "f.yaml: its sql was refused: DuckDB refuses it"),
        ("select count(*) from procedures", "ids of units are wanted"),
    ],
)
def test_what_is_no_unit_of_this_kind_is_refused(corpus: Corpus, sql: str, message: str) -> None:
    with pytest.raises(BadUsage, match=message):
        found(corpus, f"sql: {sql}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sql: select 1", "f.yaml:4: the query names no table; the tables are documents, notices"),
        ("sql: [select id from lots]", "f.yaml:4: a list stands here, a text is wanted"),
        ("sql: ''", "f.yaml:4: nothing stands here, a text is wanted"),
        (f"sql: select id from lots -- {'x' * 20000}", "f.yaml:4: the query has 20,0.. characters, 20,000 are allowed"),
    ],
)
def test_a_wrong_query_points_at_its_line(text: str, message: str) -> None:
    with pytest.raises(BadUsage, match=message):
        parse_finding(HEAD + text, "f.yaml")
