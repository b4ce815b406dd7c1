"""Scoring of extraction: what is right, what it rests on, and whether its probabilities can be believed."""

from __future__ import annotations

import msgspec
import pytest

from counterfile.errors import BadUsage
from counterfile.model.notice import Property
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.testing import facts as made
from counterfile.text.derive import amount_of
from counterfile.views.evaluation import (
    Case,
    Label,
    calibrate,
    evaluate,
    facts,
    fold,
    fold_money,
    labeled,
    rates,
    sureness,
    unproven,
)
from counterfile.views.labels import label

AWARD: Label = {
    "stage": "award",
    "round": 1,
    "project_numbers": ["LYGA-2021-07"],
    "buyer": "临沅市公安局（本级）",
    "lots": [
        {
            "lot": "包1",
            "suppliers": [{"name": "青澜视讯科技有限公司", "rank": None, "lead": None}],
            "amount": "1286000.00",
            "role": "award",
            "basis": "total",
        },
        {"lot": "包2", "suppliers": [{"name": "临沅鼎安电子有限公司"}], "amount": "50000", "role": "award"},
    ],
    "place": {"city": "临沅市"},
}


def case(given: Label, *, wanted: Label = AWARD, layout: str = "ly-1", **more: object) -> Case:
    return msgspec.structs.replace(Case("n1", layout, wanted, given), **more)


def changed(**fields: object) -> Label:
    return {**AWARD, **fields}


def with_amount(amount: str) -> Label:
    first, second = AWARD["lots"]
    return changed(lots=[{**first, "amount": amount}, second])


def test_label_is_right_against_itself() -> None:
    found = evaluate([case(AWARD)])

    assert (found.micro.f1.value, found.macro_fields_f1, found.wrong) == (1.0, 1.0, ())
    assert (found.fields["suppliers"].tp, found.fields["lot_rows_multi"].tp) == (2, 2)


def test_brackets_and_blanks_do_not_matter_and_letters_do() -> None:
    assert fold("临沅市公安局(本级) ") == fold("临沅市 公安局（本级）。")
    assert fold("LYGA-2021-07") != fold("lyga-2021-07")


@pytest.mark.parametrize(("one", "other"), [("128.6", "128.60"), (0, "0.00"), ("", None), ("约五万", " 约五万 ")])
def test_sums_are_equal_to_the_cent(one: object, other: object) -> None:
    assert fold_money(one) == fold_money(other)


def test_wrong_value_is_surplus_and_missing_but_not_left_open() -> None:
    score = evaluate([case(changed(buyer="临沅市财政局"))]).fields["buyer"]

    assert (score.tp, score.fp, score.fn, score.abstained) == (0, 1, 1, 0.0)


def test_value_not_given_is_left_open() -> None:
    found = evaluate([case(changed(buyer=None))])

    assert (found.fields["buyer"].precision.value, found.fields["buyer"].abstained) == (1.0, 1.0)
    assert 0 < found.micro.abstained < 0.2


def test_disputed_field_is_not_scored_nor_what_is_joined_with_it() -> None:
    given = changed(stage="contract", buyer="临沅市财政局")
    found = evaluate([case(given, disputed=frozenset({"stage", "buyer"}))])

    assert found.fields["buyer"].fp == found.fields["stage"].fp == found.fields["supplier_roles"].fp == 0
    assert found.fields["suppliers"].tp == 2


@pytest.mark.parametrize(
    ("amount", "hits"), [("128.60", 1), ("12860000000", 1), ("12860000", 0), ("1286001", 0), ("0", 0), ("约", 0)]
)
def test_amount_off_by_a_misread_unit_is_counted(amount: str, hits: int) -> None:
    found = evaluate([case(with_amount(amount))])

    assert found.power_of_ten == ("n1",) * hits
    assert found.amounts == 2


def test_lot_row_is_right_only_as_a_whole() -> None:
    first, second = AWARD["lots"]
    swapped = [{**first, "suppliers": second["suppliers"]}, {**second, "suppliers": first["suppliers"]}]
    found = evaluate([case(changed(lots=swapped))])

    assert (found.fields["suppliers"].f1.value, found.fields["amounts"].f1.value) == (1.0, 1.0)
    assert found.fields["lot_rows_multi"].f1.value == 0.0


def test_amount_has_a_role_and_a_basis() -> None:
    first, second = AWARD["lots"]
    found = evaluate([case(changed(lots=[{**first, "role": "ceiling"}, {**second, "basis": "unit_price"}]))])

    assert (found.fields["amounts"].tp, found.fields["amount_roles"].tp) == (1, 0)


def test_candidate_is_no_winner() -> None:
    found = evaluate([case(changed(stage="candidates"))])

    assert (found.fields["suppliers"].tp, found.fields["supplier_roles"].tp) == (2, 0)


def test_offer_of_a_candidate_is_a_bid_whether_or_not_its_lot_says_so() -> None:
    suppliers = [{"name": "青澜视讯科技有限公司", "rank": 1, "amount": "1286000"}]
    wanted = {"stage": "candidates", "lots": [{"lot": None, "suppliers": suppliers, "role": "bid"}]}
    given = {"stage": "candidates", "lots": [{"lot": None, "suppliers": suppliers, "role": None}]}

    assert facts(wanted)["amount_roles"] == facts(given)["amount_roles"] == {("1286000.00", "total", "bid", "CNY")}


def test_rate_is_no_amount() -> None:
    lot = {"lot": None, "suppliers": [], "amount": "12", "basis": "rate"}

    assert facts({"lots": [lot]})["amounts"] == frozenset()


def test_each_layout_counts_the_same_however_many_notices_it_has() -> None:
    cases = [case(AWARD)] * 9 + [case({}, layout="ly-2")]
    found = evaluate(cases)

    assert found.macro_layouts_f1.value == 0.5
    assert found.micro.f1.value > 0.9
    assert [each.layout for each in found.layouts] == ["ly-2", "ly-1"]
    assert found.fields["buyer"].macro_f1 == 0.5
    assert found.predicted == 9


def test_intervals_hold_the_value_and_follow_from_the_seed() -> None:
    cases = [case(AWARD if number % 3 else changed(buyer=None), layout=f"ly-{number}") for number in range(12)]
    first, again = (evaluate(cases, seed=7).fields["buyer"].recall for _ in range(2))

    assert first == again
    assert first.low < first.value < first.high


def test_nothing_to_score_is_refused() -> None:
    with pytest.raises(ValueError, match="no labeled notice"):
        evaluate([])


@pytest.mark.parametrize(
    ("counts", "expected"), [((0, 0, 0), (1.0, 1.0, 1.0)), ((0, 1, 0), (0.0, 1.0, 0.0)), ((0, 1, 1), (0.0, 0.0, 0.0))]
)
def test_of_nothing_all_is_right(counts: tuple[int, int, int], expected: tuple[float, float, float]) -> None:
    assert rates(*counts) == expected


# Calibration


def test_true_probabilities_have_no_calibration_error() -> None:
    answers = [(0.75, True)] * 3 + [(0.75, False)]
    found = calibrate(answers, 4)

    assert (found.ece, found.bins[0].right, found.bins[0].count) == (0.0, 0.75, 4)
    assert found.brier == pytest.approx(0.1875)


def test_overconfidence_is_the_calibration_error() -> None:
    assert calibrate([(1.0, False)], 1).ece == 1.0
    assert calibrate([(0.85, True), (0.95, False)], 2).ece == pytest.approx((0.15 + 0.95) / 2)


def test_selective_accuracy_accepts_the_surest_first_and_equally_sure_ones_together() -> None:
    answers = [(0.9, True)] * 85 + [(0.8, True)] * 5 + [(0.8, False)] * 5
    found = calibrate(answers, 100)

    assert found.selective is not None
    assert (found.selective.coverage, found.selective.accuracy) == (0.85, 1.0)
    assert [(risk.coverage, risk.answers) for risk in found.risks] == [(0.85, 85), (0.95, 95)]
    assert found.risks[-1].accuracy == pytest.approx(90 / 95)


def test_too_few_answers_have_no_selective_accuracy() -> None:
    found = calibrate([(0.9, True)], 2)

    assert (found.selective, found.risks[-1].coverage) == (None, 0.5)
    assert calibrate([], 5).values == 0


def test_value_that_no_words_state_has_no_probability_and_asks_no_question() -> None:
    found = evaluate([case(changed(buyer=None), sure={"stage": {"award": 0.9}})]).calibration

    assert found.values == 1
    assert found.risks[-1].coverage == pytest.approx(1 / 10)


# What it rests on

WORDS = made.reading("award", "中标公告\n采购人：临沅市公安局\n中标金额：128.6万元\n合同金额：98.7万元")


def statement(name: Property, quote: str, **more: object) -> Statement:
    return msgspec.structs.replace(made.statement(WORDS, name, quote), **more)


def money(quote: str, derivation: str = "amount") -> Statement:
    amount = amount_of((quote,))
    value = str(amount)
    return statement(
        Property.AWARD_VALUE, quote, value=value, amount=amount, derivation=derivation, subject="lot/1", confidence=0.8
    )


def test_probability_of_a_value_is_that_of_its_surest_statement() -> None:
    said = [
        statement(Property.STAGE, "中标公告", value="award", derivation="stage", confidence=0.7),
        statement(Property.BUYER, "临沅市公安局", confidence=0.6),
        statement(Property.BUYER, "临沅市公安局", confidence=0.9),
        statement(Property.CONSORTIUM_ALLOWED, "采购人", value="true", confidence=0.5),
        statement(Property.ROUND, "128", value="2", confidence=0.4),
        money("128.6万元"),
    ]
    found = sureness(said, label(said, "a.html"))

    assert found["buyer"] == {"临沅市公安局": 0.9}
    assert found["amounts"] == {("1286000.00", "total"): 0.8}
    assert (found["stage"], found["consortium_allowed"], found["round"]) == ({"award": 0.7}, {True: 0.5}, {2: 0.4})


def test_conflict_and_default_have_no_probability() -> None:
    said = [statement(Property.BUYER, "临沅市公安局", conflict=True), statement(Property.PUBLISHED, "98")]
    found = sureness(said, label(said, "a.html"))

    assert (found["buyer"], found["round"]) == ({}, {})


def test_budget_of_the_notice_is_found_by_its_sum() -> None:
    said = [msgspec.structs.replace(money("128.6万元"), property=Property.BUDGET, subject="")]

    assert sureness(said, label(said, "a.html"))["budget"] == {"1286000.00": 0.8}


def test_value_that_follows_from_its_words_is_proven() -> None:
    assert unproven([statement(Property.BUYER, "临沅市公安局"), money("128.6万元")], WORDS) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (statement(Property.BUYER, "临沅市公安局", value="临沅市财政局"), "another value follows"),
        (statement(Property.BUYER, "临沅市公安局", evidence=()), "not where it says"),
        (statement(Property.BUYER, "临沅市公安局", derivation="guess"), "no derivation"),
        (
            msgspec.structs.replace(
                money("128.6万元"), amount=Amount(Basis.TOTAL, amount_of(("98.7万元",)).amount, "CNY")
            ),
            "not what its value spells",
        ),
        (
            msgspec.structs.replace(money("128.6万元"), amount=Amount(Basis.RATE), value="rate", derivation="text"),
            "another value follows",
        ),
    ],
)
def test_value_that_does_not_follow_is_named(wrong: Statement, sentence: str) -> None:
    (found,) = unproven([wrong], WORDS)

    assert sentence in found


def test_words_at_another_place_prove_nothing() -> None:
    elsewhere = Reading("rd-1", WORDS.document, "text 1", "另一页的文字，没有这些内容", WORDS.blocks)

    assert len(unproven([statement(Property.BUYER, "临沅市公安局")], elsewhere)) == 1


# Labels


def test_two_readers_labels_are_one_with_its_disputes() -> None:
    found = labeled({"id": "n1", "agreed": AWARD, "disputed": ["buyer"], "group": "portal-award"})

    assert (found.id, found.file, found.layout, found.disputed) == ("n1", "n1", "portal-award", {"buyer"})


def test_exported_label_is_one_as_it_is() -> None:
    found = labeled({**AWARD, "id": "n-1", "file": "a.html"})

    assert (found.file, found.label["stage"], found.disputed) == ("a.html", "award", frozenset())


@pytest.mark.parametrize(
    "content", [{}, {"id": "n1", "agreed": []}, {"id": "n1", "lots": ["包1"]}, {"id": "n1", "place": "x"}]
)
def test_what_is_no_label_is_refused(content: Label) -> None:
    with pytest.raises(BadUsage):
        labeled(content)
