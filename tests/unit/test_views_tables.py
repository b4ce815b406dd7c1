"""The tables: which of several notices wins, what a lot and an award are, which amounts count."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from counterfile.model.finding import Unit
from counterfile.model.judgement import Question
from counterfile.model.notice import Property as P
from counterfile.plugins.rules.buyer_class import BuyerClassRule
from counterfile.testing.corpus import Corpus, Says, total
from counterfile.views import tables
from counterfile.views.tables import Workbench

BUYER = ("", P.BUYER, "临沅市公安局")
WINNER = ("lot/1/supplier/1", P.SUPPLIER, "临沅澄远视讯科技有限公司")


def only(corpus: Corpus, unit: Unit) -> dict[str, Any]:
    """Return the values of the only row there is."""
    (row,) = Workbench(corpus.store, buyer_class=BuyerClassRule()).rows(unit).values()
    return row.values


def tender_and_award(corpus: Corpus, award: list[Says], tender: list[Says] | None = None) -> tuple[str, str]:
    """Add a tender notice and an award notice of one procedure."""
    first = corpus.notice("tender", [("", P.PUBLISHED, "2021-03-01"), BUYER, *(tender or [])])
    second = corpus.notice("award", [("", P.PUBLISHED, "2021-04-01"), BUYER, *award])
    corpus.same(first, second)
    return first, second


def test_notices_of_one_procedure_are_one_row() -> None:
    corpus = Corpus()
    tender_and_award(corpus, [WINNER])
    corpus.notice("tender", [("", P.PUBLISHED, "2022-01-01")])

    bench = Workbench(corpus.store)

    assert [len(bench.rows(unit)) for unit in (Unit.NOTICE, Unit.PROCEDURE, Unit.LOT, Unit.AWARD)] == [3, 2, 2, 1]


def test_opening_is_the_one_that_the_last_amendment_gives() -> None:
    corpus = Corpus()
    tender = corpus.notice("tender", [("", P.PUBLISHED, "2021-03-01"), ("", P.OPENING, "2021-03-21")])
    amendment = corpus.notice("amendment", [("", P.PUBLISHED, "2021-03-10"), ("", P.OPENING, "2021-03-28")])
    award = corpus.notice("award", [("", P.PUBLISHED, "2021-04-01"), ("", P.OPENING, "2021-03-21")])
    corpus.same(tender, amendment, award)

    assert only(corpus, Unit.PROCEDURE)["opened"] == dt.date(2021, 3, 28)


def test_deadline_of_a_prequalification_is_no_opening() -> None:
    corpus = Corpus()
    corpus.notice("prequalification", [("", P.PUBLISHED, "2021-03-01"), ("", P.OPENING, "2021-03-21")])

    assert only(corpus, Unit.PROCEDURE)["opened"] is None


def test_award_and_contract_amounts_stay_apart() -> None:
    corpus = Corpus()
    tender, award = tender_and_award(corpus, [WINNER, ("lot/1", P.AWARD_VALUE, total("990000"))])
    contract = corpus.notice(
        "contract", [("", P.PUBLISHED, "2021-05-01"), WINNER, ("lot/1", P.CONTRACT_VALUE, total("985000"))]
    )
    corpus.same(tender, award, contract)

    lot = only(corpus, Unit.LOT)

    assert (lot["award_value"], lot["contract_value"]) == (Decimal("990000.00"), Decimal("985000.00"))


def test_lots_with_one_label_are_one_lot_however_it_is_spelled() -> None:
    corpus = Corpus()
    tender_and_award(
        corpus,
        [("lot/1", P.LOT_LABEL, "第一包"), WINNER, ("lot/2", P.LOT_LABEL, "第二包"), ("lot/2", P.LOT_STATUS, "failed")],
        [("lot/1", P.LOT_LABEL, "包1"), ("lot/2", P.LOT_LABEL, "包2")],
    )

    lots = list(Workbench(corpus.store).rows(Unit.LOT).values())

    assert [(lot.values["label"], lot.values["status"]) for lot in lots] == [("包1", "awarded"), ("包2", "failed")]


def test_notice_without_labels_speaks_of_the_only_labelled_lot() -> None:
    corpus = Corpus()
    tender_and_award(corpus, [WINNER], [("lot/1", P.LOT_LABEL, "包1")])

    assert only(corpus, Unit.LOT)["status"] == "awarded"


def test_total_over_several_lots_is_never_split() -> None:
    corpus = Corpus()
    tender_and_award(
        corpus,
        [
            ("", P.AWARD_VALUE, total("3000000")),
            ("lot/1", P.LOT_LABEL, "包1"),
            WINNER,
            ("lot/2", P.LOT_LABEL, "包2"),
            ("lot/2/supplier/1", P.SUPPLIER, "青岚曜图软件有限公司"),
        ],
    )

    bench = Workbench(corpus.store)

    awards = [row.values for row in bench.rows(Unit.AWARD).values()]
    assert [(each["amount"], each["amount_problem"]) for each in awards] == [
        (None, "only a total over several lots"),
        (None, "only a total over several lots"),
    ]
    assert only(corpus, Unit.PROCEDURE)["award_total"] == Decimal("3000000.00")


def test_only_total_of_a_notice_stands_for_its_only_lot() -> None:
    corpus = Corpus()
    tender_and_award(corpus, [("", P.AWARD_VALUE, total("990000")), WINNER])

    award = only(corpus, Unit.AWARD)

    assert (award["amount"], award["amount_scope"]) == (Decimal("990000.00"), "notice")


def test_totals_that_differ_between_box_and_body_are_no_total() -> None:
    corpus = Corpus()
    tender_and_award(
        corpus, [("", P.AWARD_VALUE, total("990000")), WINNER, ("lot/1", P.AWARD_VALUE, total("9900000000"))]
    )

    award = only(corpus, Unit.AWARD)

    assert (award["amount"], award["amount_problem"]) == (None, tables.TWO_AMOUNTS)


@pytest.mark.parametrize(
    ("printed", "basis", "problem"),
    [
        ("CNY 12.78 unit_price", "unit_price", "a unit price, not a total"),
        ("0.12 rate", "rate", "a rate, not a total"),
        ("unknown_unit", "unknown_unit", "a number without a unit"),
        ("not_stated", "not_stated", "printed as not stated (a zero, a dash, see annex)"),
        ("CNY 300000.00 per_year", "per_year", "a yearly amount, not a total"),
    ],
)
def test_what_is_no_total_leaves_the_amount_empty(printed: str, basis: str, problem: str) -> None:
    corpus = Corpus()
    tender_and_award(corpus, [WINNER, ("lot/1", P.AWARD_VALUE, printed)])

    award = only(corpus, Unit.AWARD)

    assert (award["amount"], award["amount_basis"], award["amount_problem"]) == (None, basis, problem)


def test_amendment_of_a_result_supersedes_winner_and_amount() -> None:
    corpus = Corpus()
    tender, award = tender_and_award(corpus, [WINNER, ("lot/1", P.AWARD_VALUE, total("990000"))])
    amendment = corpus.notice(
        "amendment",
        [
            ("", P.PUBLISHED, "2021-04-09"),
            ("lot/1/supplier/1", P.SUPPLIER, "青岚曜图软件有限公司"),
            ("lot/1", P.AWARD_VALUE, total("980000")),
        ],
    )
    corpus.same(tender, award, amendment)

    found = only(corpus, Unit.AWARD)

    assert (found["supplier_names"], found["amount"]) == (["青岚曜图软件有限公司"], Decimal("980000.00"))


def test_termination_fails_the_lots_of_its_procedure() -> None:
    corpus = Corpus()
    tender = corpus.notice("tender", [("", P.PUBLISHED, "2021-03-01")])
    end = corpus.notice("termination", [("", P.PUBLISHED, "2021-04-01")])
    corpus.same(tender, end)

    assert only(corpus, Unit.LOT)["status"] == "failed"
    assert only(corpus, Unit.PROCEDURE)["failed"] is True


def test_consortium_is_one_award_with_several_suppliers() -> None:
    corpus = Corpus()
    tender_and_award(
        corpus,
        [
            WINNER,
            ("lot/1/supplier/1", P.LEAD, "true"),
            ("lot/1/supplier/2", P.SUPPLIER, "青岚曜图软件有限公司"),
            ("lot/1/supplier/2", P.LEAD, "false"),
            ("lot/1", P.AWARD_VALUE, total("990000")),
        ],
    )

    award = only(corpus, Unit.AWARD)

    assert (len(award["suppliers"]), award["consortium"], award["amount"]) == (2, True, Decimal("990000.00"))


def test_a_persons_answer_replaces_a_value() -> None:
    corpus = Corpus()
    _, award = tender_and_award(corpus, [WINNER, ("lot/1", P.AWARD_VALUE, total("990000"))])
    corpus.judge(Question.VALUE, f"{award}|lot/1|awards/value", total("99000000"))

    assert only(corpus, Unit.AWARD)["amount"] == Decimal("99000000.00")


def test_an_empty_answer_withdraws_a_value() -> None:
    corpus = Corpus()
    _, award = tender_and_award(corpus, [WINNER, ("lot/1", P.AWARD_VALUE, total("990000"))])
    corpus.judge(Question.VALUE, f"{award}|lot/1|awards/value", "")

    assert only(corpus, Unit.AWARD)["amount_problem"] == "no award amount is printed"


def test_a_persons_answer_settles_a_conflict() -> None:
    corpus = Corpus()
    says = [("lot/1", P.AWARD_VALUE, total("990000")), ("lot/1", P.AWARD_VALUE, total("9900000000"))]
    notice = corpus.notice("award", [WINNER], conflicts=says)
    before = only(corpus, Unit.AWARD)["amount"]
    corpus.judge(Question.VALUE, f"{notice}|lot/1|awards/value", total("990000"))

    assert (before, only(corpus, Unit.AWARD)["amount"]) == (None, Decimal("990000.00"))


def test_buyer_class_follows_from_the_name() -> None:
    corpus = Corpus()
    tender_and_award(corpus, [WINNER])

    assert only(corpus, Unit.PROCEDURE)["buyer_class"] == "police"


def test_one_relevant_notice_makes_its_procedure_relevant() -> None:
    corpus = Corpus()
    tender, award = tender_and_award(corpus, [WINNER])
    corpus.screen(tender, "no")
    corpus.screen(award, "no")
    corpus.judge(Question.RELEVANT, tender, "yes")

    assert only(corpus, Unit.PROCEDURE)["relevant"] == "yes"


def test_organization_has_its_roles_and_most_frequent_name() -> None:
    corpus = Corpus()
    tender_and_award(corpus, [WINNER])

    rows = Workbench(corpus.store).rows(Unit.ORGANIZATION).values()

    assert sorted((row.values["name"], tuple(row.values["role"])) for row in rows) == [
        ("临沅市公安局", ("buyer",)),
        ("临沅澄远视讯科技有限公司", ("supplier",)),
    ]


def test_document_that_failed_is_a_row_with_its_reason() -> None:
    corpus = Corpus()
    corpus.fail("扫描件.pdf", "it is encrypted")

    document = only(corpus, Unit.DOCUMENT)

    assert (document["name"], document["state"], document["reason"]) == ("扫描件.pdf", "failed", "it is encrypted")


def test_rows_with_sources_are_the_rows_of_the_table() -> None:
    corpus = Corpus()
    tender_and_award(corpus, [WINNER, ("lot/1", P.AWARD_VALUE, total("990000"))], [("lot/1", P.LOT_LABEL, "包1")])
    bench = Workbench(corpus.store, buyer_class=BuyerClassRule())

    for unit in (Unit.NOTICE, Unit.PROCEDURE, Unit.FAMILY, Unit.LOT, Unit.AWARD):
        stored = bench.rows(unit)
        found = bench.rows_of(unit, list(stored))
        names = list(stored.columns)
        assert {one: [row.values.get(name) for name in names] for one, row in found.items()} == {
            one: [row.values[name] for name in names] for one, row in stored.items()
        }


def test_every_column_is_described_and_typed() -> None:
    corpus = Corpus()
    tender_and_award(corpus, [WINNER, ("lot/1", P.AWARD_VALUE, total("990000"))])
    built = tables.build(corpus.store)

    assert list(built) == list(tables.dictionary())
    for name, columns in tables.dictionary().items():
        assert built[name].column_names == [column.name for column in columns]
        assert all(column.description for column in columns)
    assert str(built["awards"].schema.field("amount").type) == "decimal128(24, 2)"
    assert str(built["procedures"].schema.field("opened").type) == "date32[day]"


def test_exported_rows_are_the_rows_of_the_arrow_table() -> None:
    corpus = Corpus()
    tender_and_award(corpus, [WINNER, ("lot/1", P.AWARD_VALUE, total("990000"))])
    built = tables.build(corpus.store)
    bench = Workbench(corpus.store)

    for name, table in built.items():
        columns, rows = tables.table_rows(bench, name)
        assert columns == table.column_names
        assert list(rows) == list(tables.rows(table))
