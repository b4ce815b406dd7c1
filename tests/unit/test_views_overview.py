"""The overview counts everything once and says what needs a look."""

from pathlib import Path

import pytest

from counterfile.model.files import Role
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.testing.corpus import Corpus, total
from counterfile.testing.sample import Sample
from counterfile.views.overview import Look, needle, overview, register

P = Property


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return Sample(tmp_path)


def test_counts_add_up(sample: Sample) -> None:
    counts = overview(sample.store).glance.counts

    assert (counts.added, counts.read, counts.failed, counts.skipped, counts.pending) == (4, 3, 1, 0, 0)


def test_list_of_procedures_is_newest_first(sample: Sample) -> None:
    rows = register(sample.store).procedures

    assert [(row.id, row.date, row.notices) for row in rows] == [
        (sample.other, "2026-05-06", 1),
        (sample.procedure, "2025-03-01", 2),
    ]


def test_line_shows_the_award_where_there_is_just_one(sample: Sample) -> None:
    row = register(sample.store).procedures[1]

    assert (row.buyer, row.amount, row.place) == ("临沅市公安局", "CNY 3250310.00", "湘南省")


def test_line_shows_no_award_where_notices_print_two() -> None:
    corpus = Corpus()
    corpus.notice("award", [("lot/1", P.AWARD_VALUE, total("1")), ("lot/2", P.AWARD_VALUE, total("2"))])

    (row,) = register(corpus.store).procedures

    assert row.amount == ""


def test_organizations_are_counted_by_role(sample: Sample) -> None:
    rows = {row.name: row for row in register(sample.store).organizations}

    assert rows["临沅市公安局"].roles == ((Role.BUYER, 2),)
    assert rows["甲科技有限公司"].roles == ((Role.SUPPLIER, 1),)


def test_persons_and_sole_traders_are_in_no_list() -> None:
    corpus = Corpus()
    corpus.notice("award", [("lot/1/supplier/1", P.SUPPLIER, "王小明"), ("", P.BUYER, "临沅市公安局")])
    corpus.notice(
        "award",
        [
            ("lot/1/supplier/1", P.SUPPLIER, "临沅区小明打印店"),
            ("lot/1/supplier/1", P.SUPPLIER_ID, "92110000123456781W"),
        ],
    )

    assert [row.name for row in register(corpus.store).organizations] == ["临沅市公安局"]


def test_needs_name_failures_contradictions_and_missing_units(sample: Sample) -> None:
    needs = {need.look: need.count for need in overview(sample.store).needs}

    assert needs == {Look.FAILED: 1, Look.CONFLICTS: 1, Look.UNKNOWN_UNITS: 1, Look.MISSING: 1}


def test_persons_value_settles_a_contradiction(sample: Sample) -> None:
    sample.corpus.judge(Question.VALUE, f"{sample.award}||{P.BUDGET}", "CNY 6000000.00 total")

    assert Look.CONFLICTS not in {need.look for need in overview(sample.store).needs}


def test_filter_makes_no_difference_of_width_case_and_traditional_characters() -> None:
    assert needle("ＡＢＣ公安局采購") == needle("abc公安局采购")
