"""Findings: strict files, exact figures, and the words behind every unit."""

from __future__ import annotations

from pathlib import Path

import pytest
from wrong_findings import BEYOND_THE_SCHEMA, CLAIM, WRONG

from counterfile.errors import BadUsage
from counterfile.model.finding import Finding
from counterfile.model.judgement import Question
from counterfile.model.notice import Property as P
from counterfile.plugins.rules.buyer_class import BuyerClassRule
from counterfile.testing.corpus import Corpus, total
from counterfile.views.findings import compute, load_findings, parse_finding
from counterfile.views.tables import Workbench


def find(corpus: Corpus, text: str) -> Finding:
    """Compute the finding that some YAML states."""
    return compute(Workbench(corpus.store, buyer_class=BuyerClassRule()), parse_finding(CLAIM + text, "f.yaml"))


def tender(corpus: Corpus, buyer: str, opening: str | None, **more: str) -> str:
    """Add a tender notice."""
    says = [("", P.BUYER, buyer), ("", P.TITLE, f"{buyer}视频监控项目")]
    if opening:
        says.append(("", P.OPENING, opening))
    return corpus.notice("tender", says, **more)


def award(corpus: Corpus, amount: str | None, supplier: str = "临沅澄远视讯科技有限公司") -> str:
    """Add an award notice of a procedure of its own."""
    says = [("lot/1/supplier/1", P.SUPPLIER, supplier)]
    if amount:
        says.append(("lot/1", P.AWARD_VALUE, amount))
    return corpus.notice("award", says)


# Figures -------------------------------------------------------------------------------------------------------------


def test_count_of_procedures_in_a_window_leaves_those_without_a_date_out_and_counts_them() -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", "2021-05-01")
    tender(corpus, "青岚县公安局", "2020-05-01")
    tender(corpus, "芷屏县公安局", None)

    found = find(corpus, "unit: procedure\npopulation: {window: {date: opening, from: 2021, to: 2021}}\nmeasure: count")

    assert (found.figure.value, found.figure.label, found.eligible) == ("1", "procedures", 2)
    assert found.excluded == (("opened is not stated", 1),)


def test_every_unit_names_the_statements_that_made_it_count() -> None:
    corpus = Corpus()
    notice = tender(corpus, "临沅市公安局", "2021-05-01")

    found = find(
        corpus,
        "unit: procedure\npopulation: {window: {date: opening, from: 2021}, where: {buyer_class: police}}\nmeasure: count",
    )

    sources = {source.field: source for source in found.units[0].sources}
    assert sources["opened"].quotes == ("2021-05-01",)
    assert sources["buyer_class"].quotes == ("临沅市公安局",)
    assert sources["opened"].id in {each.id for each in corpus.store.statements([notice])[notice]}


def test_words_count_only_where_they_are_the_notices_own() -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", "2021-05-01", words="建设人脸识别抓拍点位20处")
    tender(corpus, "青岚县公安局", "2021-05-01", furniture="相关公告：人脸识别门禁采购项目")

    found = find(
        corpus, "unit: procedure\npopulation: {stage: tender, where: {text: {any: [人脸识别]}}}\nmeasure: count"
    )

    assert found.figure.value == "1"
    words = next(source for source in found.units[0].sources if source.field == "text")
    reading = corpus.store.reading(words.id)
    assert reading is not None
    assert reading.text[words.start :].startswith("人脸识别")


def test_conditions_on_notices_must_be_met_by_one_notice() -> None:
    corpus = Corpus()
    first = tender(corpus, "临沅市公安局", "2021-05-01")
    second = corpus.notice("contract", [("", P.BUYER, "临沅市公安局")], words="人脸识别")
    corpus.same(first, second)

    found = find(corpus, "unit: procedure\npopulation: {stage: tender, where: {text: 人脸识别}}\nmeasure: count")

    assert found.figure.value == "0"


def test_all_terms_and_no_term() -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", None, words="人脸识别和预警")
    tender(corpus, "青岚县公安局", None, words="人脸识别")

    both = find(corpus, "unit: notice\npopulation: {where: {text: {all: [人脸识别, 预警]}}}\nmeasure: count")
    without = find(corpus, "unit: notice\npopulation: {where: {text: {any: [人脸识别], not: [预警]}}}\nmeasure: count")

    assert (both.figure.value, without.figure.value) == ("1", "1")


def test_share_gives_part_and_whole_with_an_interval() -> None:
    corpus = Corpus()
    for day in ("2021-01-01", "2021-02-01", "2020-01-01"):
        tender(corpus, "临沅市公安局", day)
    tender(corpus, "青岚县公安局", None)

    found = find(corpus, "unit: procedure\nmeasure: share\nof: {opened_year: 2021}\nexpected: 2/3")

    assert (found.figure.value, found.used, found.holds) == ("2/3", 3, True)
    assert found.excluded == (("opened_year is not stated", 1),)
    assert [unit.within for unit in found.units].count(True) == 2


def test_count_is_broken_down_and_adds_up() -> None:
    corpus = Corpus()
    for buyer in ("临沅市公安局", "青岚县公安局", "青岚县第一中学", "临沅市文化馆"):
        tender(corpus, buyer, None)

    found = find(corpus, "unit: procedure\nmeasure: count\nby: buyer_class")

    assert found.figure.parts == (("not stated", 1), ("police", 2), ("school", 1))
    assert sum(count for _, count in found.figure.parts) == int(found.figure.value)


def test_sum_takes_only_plain_totals_and_counts_what_it_leaves_out() -> None:
    corpus = Corpus()
    for amount in (total("100000"), total("250000.50"), "0.12 rate", "CNY 12.78 unit_price", None):
        award(corpus, amount)

    found = find(corpus, "unit: award\nmeasure: sum\nof: amount\nexpected: 350000.50")

    assert (found.figure.value, found.used, found.eligible, found.holds) == ("350000.50", 2, 5, True)
    assert dict(found.excluded) == {
        "a rate, not a total": 1,
        "a unit price, not a total": 1,
        "no award amount is printed": 1,
    }


def test_range_and_median_of_awards() -> None:
    corpus = Corpus()
    for amount in ("100000", "300000", "250000"):
        award(corpus, total(amount))

    ends = find(corpus, "unit: award\nmeasure: min-max\nof: amount\nexpected: [100000, 300000]")
    middle = find(corpus, "unit: award\nmeasure: median\nof: amount\nexpected: 250000")

    assert (ends.figure.value, ends.holds) == ("100000 … 300000", True)
    assert (middle.figure.value, middle.holds) == ("250000", True)


def test_distinct_buyers_are_organizations() -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", None)
    tender(corpus, "临沅市公安局 ", None)
    tender(corpus, "青岚县公安局", None)

    found = find(corpus, "unit: procedure\nmeasure: distinct\nof: buyer")

    assert (found.figure.value, found.figure.label) == ("2", "organizations named as buyer of procedures")


def test_organizations_in_a_role_show_where_they_are_named() -> None:
    corpus = Corpus()
    notice = award(corpus, total("1"))

    found = find(corpus, "unit: organization\npopulation: {where: {role: supplier}}\nmeasure: count")

    (unit,) = found.units
    assert [(source.notice, source.value) for source in unit.sources] == [(notice, "临沅澄远视讯科技有限公司")]


def test_relevance_is_judged_and_not_assumed() -> None:
    corpus = Corpus()
    one, two = tender(corpus, "临沅市公安局", None), tender(corpus, "青岚县公安局", None)
    tender(corpus, "芷屏县公安局", None)
    corpus.judge(Question.RELEVANT, one, "yes")
    corpus.screen(two, "no")

    found = find(corpus, "unit: procedure\npopulation: {relevant: yes}\nmeasure: count")

    assert (found.figure.value, found.excluded) == ("1", (("relevant is not stated", 1),))
    assert found.units[0].sources[0].property in {"relevant?", "tender/title"}
    assert any(source.id.startswith("j-") for source in found.units[0].sources)


def test_answers_to_codebook_questions_are_conditions() -> None:
    corpus = Corpus()
    one, two = tender(corpus, "临沅市公安局", None), tender(corpus, "青岚县公安局", None)
    corpus.judge("code:face", one, "yes")
    corpus.judge("code:face", two, "no")

    found = find(corpus, "unit: procedure\npopulation: {where: {'code:face': yes}}\nmeasure: count")

    assert (found.figure.value, found.eligible) == ("1", 1)


def test_excluded_units_keep_their_reason() -> None:
    corpus = Corpus()
    procedure = corpus.procedure(tender(corpus, "临沅市公安局", None))
    tender(corpus, "青岚县第一中学", None)

    found = find(
        corpus,
        f"unit: procedure\nmeasure: count\nexclude:\n  - {{ids: [{procedure}], reason: a test run}}\n"
        "  - {where: {buyer_class: school}, reason: schools are told apart}",
    )

    assert (found.figure.value, dict(found.excluded)) == ("0", {"a test run": 1, "schools are told apart": 1})


def test_lots_and_awards_inherit_from_their_procedure() -> None:
    corpus = Corpus()
    first = tender(corpus, "临沅市公安局", "2021-05-01")
    corpus.same(first, award(corpus, total("5")))

    found = find(
        corpus, "unit: award\npopulation: {where: {buyer_class: police, label: {missing: yes}}}\nmeasure: count"
    )

    assert found.figure.value == "1"


def test_amount_limits_ask_for_a_currency_and_keep_to_it() -> None:
    corpus = Corpus()
    award(corpus, total("500000"))
    award(corpus, total("600000", "USD"))

    found = find(corpus, "unit: award\npopulation: {where: {amount: {from: 100000, currency: CNY}}}\nmeasure: count")

    assert (found.figure.value, found.excluded) == ("1", (("amount is not stated in CNY", 1),))


def test_words_of_the_claim_that_do_not_fit_are_warned_about() -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", None)
    text = 'claim: {en: "dozens of procedures", zh: "共12个项目"}\nunit: procedure\nmeasure: count'

    found = compute(Workbench(corpus.store), parse_finding(text, "f.yaml"))

    assert found.warnings == (
        "the claim says 'dozens', the figure is 1",
        "the claim says '12', the figure is 1",
    )


def test_majority_needs_more_than_half() -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", None)
    tender(corpus, "青岚县第一中学", None)
    text = 'claim: {en: "the majority", zh: "多数"}\nunit: procedure\nmeasure: share\nof: {buyer_class: police}'

    found = compute(Workbench(corpus.store), parse_finding(text, "f.yaml"))
    told = compute(Workbench(corpus.store, buyer_class=BuyerClassRule()), parse_finding(text, "f.yaml"))

    assert found.figure.value == "0/0"
    assert told.warnings == tuple(f"the claim says {word!r}, the figure is 1/2" for word in ("majority", "多数"))


# Files ---------------------------------------------------------------------------------------------------------------


def test_folder_of_findings_is_loaded_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.yaml").write_text(CLAIM + "unit: notice\nmeasure: count", "utf-8")
    (tmp_path / "a.lock.json").write_text("{}", "utf-8")

    assert [spec.name for spec in load_findings(tmp_path)] == ["a", "b"]
    assert load_findings(tmp_path / "none") == []


@pytest.mark.parametrize(("text", "message"), [*WRONG, *BEYOND_THE_SCHEMA])
def test_wrong_file_is_refused_with_line_and_what_there_is(text: str, message: str) -> None:
    with pytest.raises(BadUsage, match=message):
        parse_finding(CLAIM + text, "f.yaml")


def test_claim_is_wanted_in_both_languages() -> None:
    with pytest.raises(BadUsage, match="the claim in Chinese is missing"):
        parse_finding("claim: {en: x}\nunit: notice\nmeasure: count", "f.yaml")


def test_unknown_excluded_id_is_refused() -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", None)

    with pytest.raises(BadUsage, match="p-0000000000000000 is excluded, but not in the population"):
        find(corpus, "unit: procedure\nmeasure: count\nexclude: [{ids: [p-0000000000000000], reason: x}]")


def test_values_cannot_smuggle_queries_in() -> None:
    corpus = Corpus()
    tender(corpus, "临沅市公安局", None)

    found = find(corpus, 'unit: procedure\npopulation: {where: {title: "x\') OR 1=1 --"}}\nmeasure: count')

    assert found.figure.value == "0"
