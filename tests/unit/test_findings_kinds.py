"""Findings: breakdowns, nested counts, firsts, ranks, quotations, lower bounds, and what a figure rests on."""

from __future__ import annotations

import pytest
from tests.unit.test_findings import award, find, tender

from counterfile.model.finding import Rests
from counterfile.model.judgement import Question
from counterfile.model.notice import Property as P
from counterfile.testing.corpus import Corpus, total


def _four(corpus: Corpus) -> list[str]:
    """Add four tenders: two police (2020, 2021), two schools (2021, 2021)."""
    return [
        tender(corpus, buyer, day, words=words)
        for buyer, day, words in (
            ("临沅市公安局", "2020-03-01", "系统具备人脸识别功能"),
            ("青岚县公安局", "2021-03-02", "系统具备人脸识别功能和预警功能"),
            ("青岚县第一中学", "2021-04-03", "采购课桌"),
            ("芷屏县第二中学", "2021-05-04", "门禁具备人脸 识别功能"),
        )
    ]


def test_two_columns_make_a_cross_table_that_adds_up() -> None:
    corpus = Corpus()
    _four(corpus)

    found = find(corpus, "unit: procedure\nmeasure: count\nby: [buyer_class, opened_year]")

    assert found.figure.breakdown == (("police / 2020", "1"), ("police / 2021", "1"), ("school / 2021", "2"))
    assert sum(int(cell.value) for cell in found.figure.cells) == int(found.figure.value)


def test_a_share_is_broken_down_with_its_denominators_and_compared_so() -> None:
    corpus = Corpus()
    _four(corpus)
    share = "unit: procedure\nmeasure: share\nof: {text: 人脸识别}\nby: opened_year\n"

    found = find(corpus, share + "expected: {2020: 1/1, 2021: 2/3}")

    assert (found.figure.value, found.figure.breakdown) == ("3/4", (("2020", "1/1"), ("2021", "2/3")))
    assert (found.holds, find(corpus, share + "expected: {2020: 1/1, 2021: 1/3}").holds) == (True, False)


def test_nested_counts_are_given_beside_the_whole_and_mark_their_units() -> None:
    corpus = Corpus()
    _four(corpus)

    found = find(
        corpus,
        "unit: procedure\nmeasure: count\nalso:\n  - {name: faces, where: {text: 人脸识别}}\n"
        "  - {name: warns, where: {text: 预警, buyer_class: police}}",
    )

    assert [(each.name, each.count, each.open) for each in found.nested] == [("faces", 3, 0), ("warns", 1, 0)]
    assert sorted(unit.also for unit in found.units) == [(), ("faces",), ("faces",), ("faces", "warns")]
    assert any(source.quotes == ("预警",) for unit in found.units for source in unit.sources)


def test_the_first_mention_is_the_earliest_day_and_names_who_has_it() -> None:
    corpus = Corpus()
    _four(corpus)

    found = find(
        corpus,
        "unit: procedure\nmeasure: first\nof: opened\npopulation: {where: {text: 人脸识别}}\nexpected: 2020-03-01",
    )

    assert (found.figure.value, found.holds, found.used) == ("2020-03-01", True, 3)
    assert found.figure.values == tuple(unit.id for unit in found.units if unit.within)


def test_a_rank_keeps_ties_with_the_last_and_names_organizations() -> None:
    corpus = Corpus()
    for supplier in (
        "临沅澄远视讯科技有限公司",
        "临沅澄远视讯科技有限公司",
        "青岚智衡工程有限公司",
        "芷屏云桥信息有限公司",
    ):
        award(corpus, total("100"), supplier)

    found = find(corpus, "unit: award\nmeasure: rank\nof: suppliers\ntop: 2")

    assert found.figure.breakdown[0] == ("临沅澄远视讯科技有限公司", "2")
    assert sorted(found.figure.breakdown[1:]) == [("芷屏云桥信息有限公司", "1"), ("青岚智衡工程有限公司", "1")]


def test_a_rank_by_sum_leaves_out_what_cannot_be_split_and_counts_it() -> None:
    corpus = Corpus()
    award(corpus, total("700"), "青岚智衡工程有限公司")
    award(corpus, total("500"), "临沅澄远视讯科技有限公司")
    award(corpus, total("400"), "临沅澄远视讯科技有限公司")
    award(corpus, None, "临沅澄远视讯科技有限公司")
    corpus.notice(
        "award",
        [
            ("lot/1/supplier/1", P.SUPPLIER, "青岚智衡工程有限公司"),
            ("lot/1/supplier/2", P.SUPPLIER, "芷屏云桥信息有限公司"),
            ("lot/1", P.AWARD_VALUE, total("5000")),
        ],
    )

    found = find(
        corpus, "unit: award\nmeasure: rank\nof: suppliers\nsum: amount\ntop: 1\nexpected: [临沅澄远视讯科技有限公司]"
    )

    assert found.figure.breakdown == (("临沅澄远视讯科技有限公司", "900"),)
    assert found.figure.label == "CNY, first suppliers by sum of amount, of 2"
    assert (found.holds, dict(found.excluded)) == (
        True,
        {"no award amount is printed": 1, "it has several suppliers, and its amount cannot be split between them": 1},
    )


def test_a_quotation_must_stand_exactly_but_for_spaces() -> None:
    corpus = Corpus()
    _four(corpus)

    found = find(
        corpus,
        "unit: notice\nmeasure: quotation\nquote: {text: 具备人脸识别功能, translation: able to recognize faces, translator: c1}\n"
        "expected: 3",
    )
    other = find(corpus, "unit: notice\nmeasure: quotation\nquote: 具备人脸识别装置")

    assert (found.figure.value, found.holds, found.figure.values) == ("3", True, ("具备人脸识别功能",))
    assert (other.figure.value, other.used) == ("0", 0)


@pytest.mark.parametrize(
    ("quote", "holds"),
    [
        ("形成“一人一档”。", "1"),
        ("“一人一档”", "1"),
        ("系统自动聚类，形成“一人一档”", "1"),
        ("形成一人一档。", "0"),
        ("系统自动聚类“一人一档”", "0"),
    ],
)
def test_a_quotation_with_quotation_marks_in_it_stands_as_it_is_printed(quote: str, holds: str) -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", "2020-03-01", words="系统自动聚类，形成“一人一档”。")

    found = find(corpus, f"unit: notice\nmeasure: quotation\nquote: {quote}")

    assert found.figure.value == holds


def test_words_in_quotation_marks_are_found_as_a_condition_where_they_stand_together() -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", "2020-03-01", words="系统自动聚类，形成“一人一档”。")
    tender(corpus, "青岚县公安局", "2020-03-02", words="形成报表。档案按“一人一档”归集")

    found = find(corpus, "unit: procedure\nmeasure: count\npopulation: {where: {text: 形成“一人一档”}}")

    assert found.figure.value == "1"


def test_unsure_answers_make_the_figure_a_lower_bound() -> None:
    corpus = Corpus()
    one, two, three, _ = _four(corpus)
    corpus.judge("code:accounts", one, "yes")
    corpus.judge("code:accounts", two, "unsure")
    corpus.judge("code:accounts", three, "no")
    ask = "unit: procedure\nmeasure: count\npopulation: {where: {'code:accounts': %s}}"

    yes, unsure = find(corpus, ask % "yes"), find(corpus, ask % "unsure")

    assert (yes.figure.value, yes.figure.grouped, yes.figure.at_least) == ("1", "≥ 1", True)
    assert dict(yes.excluded) == {"code:accounts is not answered, or the answer is unsure": 2}
    assert unsure.figure.value == "1"


def test_too_little_coverage_refuses_the_figure_and_says_so() -> None:
    corpus = Corpus()
    _four(corpus)
    tender(corpus, "临沅市公安局", None)
    ask = "unit: procedure\nmeasure: share\nof: {opened_year: 2021}\nexpected: 3/4\ncoverage: %s"

    refused, kept = find(corpus, ask % "0.9"), find(corpus, ask % "0.8")

    assert (refused.figure.value, refused.holds) == ("refused", False)
    assert refused.refused == "everything asked is stated for 4 of 5 procedures (80 %), and the finding wants 90 %"
    assert (kept.figure.value, kept.holds, kept.refused) == ("3/4", True, "")


def test_a_figure_says_how_much_of_it_rests_on_people() -> None:
    corpus = Corpus()
    one, two, three, _ = _four(corpus)
    corpus.judge(Question.RELEVANT, one, "yes")
    corpus.screen(two, "yes")
    corpus.judge(Question.VALUE, f"{three}||{P.OPENING.value}", "2021-06-01")

    scope = find(corpus, "unit: procedure\nmeasure: count\npopulation: {relevant: yes}")
    days = find(corpus, "unit: procedure\nmeasure: count\npopulation: {window: {date: opening, from: 2021}}")

    assert scope.rests == Rests(people=1, coded=1, software=0)
    assert days.rests == Rests(people=1, coded=0, software=2)
