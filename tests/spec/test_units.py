"""The specification of units: no figure calls one unit another, and no sum mixes what must not be mixed."""

from __future__ import annotations

import itertools

import pytest

from counterfile.errors import BadUsage
from counterfile.model.finding import Measure, Unit
from counterfile.model.judgement import Question
from counterfile.model.notice import Property as P
from counterfile.testing.corpus import Corpus, total
from counterfile.views.findings import PLURAL, compute, parse_finding
from counterfile.views.tables import COLUMNS, Kind, Workbench

CLAIM = 'claim: {en: "so it is", zh: "如此"}\n'


def amounts() -> list[tuple[Unit, str]]:
    """Return every amount with the unit that owns it."""
    return [
        (unit, column.name) for unit, columns in COLUMNS.items() for column in columns if column.kind is Kind.AMOUNT
    ]


OWN = {(unit, name) for unit, name in amounts()}
FOREIGN = [(unit, name) for unit, (_, name) in itertools.product(Unit, amounts()) if (unit, name) not in OWN]


@pytest.mark.parametrize(("unit", "amount"), sorted(set(FOREIGN)))
@pytest.mark.parametrize("measure", [Measure.SUM, Measure.MEDIAN, Measure.MIN_MAX])
def test_an_amount_of_another_unit_is_refused(unit: Unit, amount: str, measure: Measure) -> None:
    with pytest.raises(BadUsage, match=r"belongs to the|there is no column"):
        parse_finding(f"{CLAIM}unit: {unit}\nmeasure: {measure}\nof: {amount}", "f.yaml")


@pytest.mark.parametrize(("unit", "amount"), sorted(OWN))
def test_an_amount_of_the_unit_itself_is_measured(unit: Unit, amount: str) -> None:
    assert parse_finding(f"{CLAIM}unit: {unit}\nmeasure: sum\nof: {amount}", "f.yaml").of == amount


def corpus_of_every_unit() -> Corpus:
    """Return 7 documents, 6 notices, 5 procedures, 4 families: no two units have the same number."""
    corpus = Corpus()
    lots = [
        ("lot/1", P.LOT_LABEL, "包1"),
        ("lot/2", P.LOT_LABEL, "包2"),
        ("lot/3", P.LOT_LABEL, "包3"),
        ("lot/4", P.LOT_LABEL, "包4"),
    ]
    winners = [(f"lot/{n}/supplier/1", P.SUPPLIER, "临沅澄远科技有限公司") for n in (1, 2, 3)]
    tenders = [corpus.notice("tender", [("", P.BUYER, "临沅市公安局")]) for _ in range(4)]
    tenders.append(corpus.notice("tender", lots))
    award = corpus.notice("award", [*lots, *winners])
    corpus.same(tenders[4], award)
    corpus.same(tenders[0], tenders[1], question=Question.SAME_FAMILY)
    corpus.fail("扫描件.pdf", "it is encrypted")
    return corpus


def test_every_unit_is_counted_as_itself() -> None:
    bench = Workbench(corpus_of_every_unit().store)

    found = {}
    for unit in Unit:
        figure = compute(bench, parse_finding(f"{CLAIM}unit: {unit}\nmeasure: count", "f.yaml")).figure
        assert figure.label == PLURAL[unit]
        found[unit] = int(figure.value)

    assert found == {
        Unit.DOCUMENT: 7,
        Unit.NOTICE: 6,
        Unit.PROCEDURE: 5,
        Unit.FAMILY: 4,
        Unit.LOT: 8,
        Unit.AWARD: 3,
        Unit.ORGANIZATION: 2,
    }
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("unit", list(Unit))
def test_a_figure_never_exists_without_its_units(unit: Unit) -> None:
    finding = compute(
        Workbench(corpus_of_every_unit().store), parse_finding(f"{CLAIM}unit: {unit}\nmeasure: count", "f.yaml")
    )

    assert len(finding.units) == finding.used == int(finding.figure.value)
    assert finding.eligible == finding.used + sum(count for _, count in finding.excluded)
    if unit not in (Unit.DOCUMENT, Unit.LOT):
        assert all(each.sources or unit in (Unit.PROCEDURE, Unit.FAMILY) for each in finding.units)


@pytest.mark.parametrize("of", ["[budget, ceiling]", "{budget: yes}"], ids=["two roles", "conditions"])
def test_two_roles_are_never_one_sum(of: str) -> None:
    with pytest.raises(BadUsage, match="amounts of several roles"):
        parse_finding(f"{CLAIM}unit: procedure\nmeasure: sum\nof: {of}", "f.yaml")


@pytest.mark.parametrize("measure", ["sum", "min", "max", "median", "min-max"])
def test_two_currencies_have_no_common_figure(measure: str) -> None:
    corpus = Corpus()
    for currency in ("CNY", "USD"):
        corpus.notice(
            "award",
            [("lot/1/supplier/1", P.SUPPLIER, "临沅澄远科技有限公司"), ("lot/1", P.AWARD_VALUE, total("5", currency))],
        )

    with pytest.raises(BadUsage, match=r"several currencies .1 in CNY, 1 in USD.*amount_currency: CNY"):
        compute(Workbench(corpus.store), parse_finding(f"{CLAIM}unit: award\nmeasure: {measure}\nof: amount", "f.yaml"))


def test_a_lot_and_the_total_over_it_are_never_added() -> None:
    corpus = Corpus()
    corpus.notice(
        "award",
        [
            ("", P.AWARD_VALUE, total("30")),
            ("lot/1", P.LOT_LABEL, "包1"),
            ("lot/1/supplier/1", P.SUPPLIER, "临沅澄远科技有限公司"),
            ("lot/1", P.AWARD_VALUE, total("10")),
            ("lot/2", P.LOT_LABEL, "包2"),
            ("lot/2/supplier/1", P.SUPPLIER, "青岚曜图软件有限公司"),
            ("lot/2", P.AWARD_VALUE, total("20")),
        ],
    )
    bench = Workbench(corpus.store)

    lots = compute(bench, parse_finding(f"{CLAIM}unit: award\nmeasure: sum\nof: amount", "f.yaml"))
    whole = compute(bench, parse_finding(f"{CLAIM}unit: procedure\nmeasure: sum\nof: award_total", "f.yaml"))

    assert (lots.figure.value, whole.figure.value) == ("30", "30")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("unit: organization\nmeasure: count\npopulation: {stage: tender}", "stage belongs to the notice, not to the organization"),
        ("unit: procedure\nmeasure: distinct\nof: opening", "opening belongs to the notice"),
        ("unit: organization\nmeasure: count\npopulation: {where: {text: 人脸识别}}", "text belongs to the notice"),
        ("unit: document\nmeasure: distinct\nof: buyer", "buyer belongs to the notice"),
        ("unit: notice\nmeasure: count\nof: buyer", "a count has no `of`"),
        ("unit: procedure\nmeasure: sum\nof: title", "title is no amount"),
        ("unit: procedure\nmeasure: distinct\nof: budget", "budget is an amount"),
    ],
)  # fmt: skip
def test_a_field_of_another_unit_is_refused_with_whose_it_is(text: str, message: str) -> None:
    with pytest.raises(BadUsage, match=message):
        parse_finding(CLAIM + text, "f.yaml")
