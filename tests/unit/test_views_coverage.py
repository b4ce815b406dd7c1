"""Coverage counts each field in the notices that should state it, and says why it is not there."""

import pytest

from counterfile.model.document import Arrival, State
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.testing.corpus import Corpus, total
from counterfile.testing.facts import LONG_AGO
from counterfile.views import coverage
from counterfile.views.coverage import By, Coverage, Field, Gap, Line, Reason, portal_of

P = Property
BUYER = ("", P.BUYER, "临沅市公安局")


def by_field(found: Coverage) -> dict[str, Line]:
    return {line.key: line for line in coverage.lines(found.rows, By.FIELD)}


@pytest.fixture
def corpus() -> Corpus:
    return Corpus()


def test_supplier_is_not_missed_in_a_tender(corpus: Corpus) -> None:
    corpus.notice("tender", [BUYER])
    corpus.notice("award", [BUYER, ("lot/1/supplier/1", P.SUPPLIER, "青澜视讯科技有限公司")])

    lines = by_field(coverage.cover(corpus.store))

    assert (lines[Field.SUPPLIER].notices, lines[Field.SUPPLIER].stated) == (1, 1)
    assert (lines[Field.BUYER].notices, lines[Field.BUYER].share) == (2, 1.0)


def test_field_that_is_nowhere_was_not_found(corpus: Corpus) -> None:
    corpus.notice("award", [BUYER])

    line = by_field(coverage.cover(corpus.store))[Field.SUPPLIER]

    assert (line.stated, line.missing) == (0, ((Reason.NOT_FOUND, 1),))


def test_field_may_be_in_an_attachment_that_is_not_here(corpus: Corpus) -> None:
    corpus.notice("award", [BUYER], words="附件：成交结果一览表.xlsx")

    line = by_field(coverage.cover(corpus.store))[Field.SUPPLIER]

    assert line.missing == ((Reason.ATTACHMENT, 1),)


def test_contradiction_is_no_value_until_a_person_decides(corpus: Corpus) -> None:
    values = [("lot/1", P.AWARD_VALUE, total("1286000")), ("lot/1", P.AWARD_VALUE, total("12860000000"))]
    notice = corpus.notice("award", [BUYER], conflicts=values)
    before = by_field(coverage.cover(corpus.store))[Field.AMOUNT]

    corpus.judge(Question.VALUE, f"{notice}|lot/1|{P.AWARD_VALUE}", total("1286000"))
    after = by_field(coverage.cover(corpus.store))[Field.AMOUNT]

    assert before.missing == ((Reason.CONFLICT, 1),)
    assert (after.stated, after.missing) == (1, ())


def test_figure_without_unit_is_no_amount(corpus: Corpus) -> None:
    corpus.notice("award", [("lot/1", P.AWARD_VALUE, "unknown_unit")])

    assert by_field(coverage.cover(corpus.store))[Field.AMOUNT].missing == ((Reason.UNIT, 1),)


def test_reasons_add_up_to_what_is_missing(corpus: Corpus) -> None:
    corpus.notice("award", [BUYER], words="附件：成交结果一览表.xlsx")
    corpus.notice("award", [("lot/1", P.AWARD_VALUE, "unknown_unit")])
    corpus.notice("contract", [("", P.SIGNED, "2021-05-01")])

    for line in coverage.lines(coverage.cover(corpus.store).rows, By.STAGE):
        assert line.notices - line.stated == sum(number for _, number in line.missing)


def test_rows_are_by_year_and_portal(corpus: Corpus) -> None:
    corpus.notice("tender", [("", P.PUBLISHED, "2020-03-01")], name="alpha/1.html")
    corpus.notice("tender", [("", P.PUBLISHED, "2021-03-01")], name="beta/2.html")

    found = coverage.cover(corpus.store)

    assert [line.key for line in coverage.lines(found.rows, By.YEAR) if line.field is Field.BUYER] == ["2020", "2021"]
    assert [line.key for line in coverage.lines(found.rows, By.PORTAL) if line.field is Field.BUYER] == [
        "alpha",
        "beta",
    ]


def test_notice_without_any_statement_counts_all_the_same(corpus: Corpus) -> None:
    corpus.notice("", [])

    line = by_field(coverage.cover(corpus.store))[Field.STAGE]

    assert (line.notices, line.stated) == (1, 0)


def test_old_tender_without_an_end_is_listed(corpus: Corpus) -> None:
    old = corpus.notice("tender", [("", P.PUBLISHED, "2020-01-01"), ("", P.TITLE, "智能监控系统采购项目")])
    corpus.notice("tender", [("", P.PUBLISHED, "2021-01-01")])

    found = coverage.cover(corpus.store)

    assert (found.tenders, found.newest) == (1, "2021-01-01")
    assert [(row.procedure, row.title, row.date) for row in found.without_end] == [
        (corpus.procedure(old), "智能监控系统采购项目", "2020-01-01")
    ]


@pytest.mark.parametrize("stage", ["award", "contract", "termination"])
def test_tender_that_came_to_an_end_is_not_listed(corpus: Corpus, stage: str) -> None:
    tender = corpus.notice("tender", [("", P.PUBLISHED, "2020-01-01")])
    corpus.same(tender, corpus.notice(stage, [("", P.PUBLISHED, "2021-02-01")]))

    assert coverage.cover(corpus.store).without_end == ()


def test_award_without_its_tender_is_listed(corpus: Corpus) -> None:
    award = corpus.notice("award", [("", P.PUBLISHED, "2020-01-01")])

    found = coverage.cover(corpus.store)

    assert ([row.procedure for row in found.without_tender], found.ends) == ([corpus.procedure(award)], 1)


def test_year_without_notices_between_full_ones_is_a_gap(corpus: Corpus) -> None:
    for year in ("2018", "2020"):
        for number in range(6):
            corpus.notice("tender", [("", P.PUBLISHED, f"{year}-03-0{number + 1}")], name=f"alpha/{year}-{number}.html")

    assert coverage.cover(corpus.store).gaps == (Gap("alpha", "2019", 0, 6),)


def test_failed_document_stands_in_the_year_of_its_path(corpus: Corpus) -> None:
    corpus.fail("alpha/2019/broken.pdf", "the file ends too early")

    (row,) = coverage.cover(corpus.store).documents

    assert (row.state, row.year, row.portal, row.documents) == (State.FAILED, "2019", "alpha", 1)


def test_documents_of_all_states_add_up(corpus: Corpus) -> None:
    corpus.notice("tender", [])
    corpus.fail("alpha/broken.pdf", "the file ends too early")
    with corpus.store.batch() as batch:
        batch.arrive(Arrival("f" * 64, "new.pdf", "heap/new.pdf", None, "folder 1", LONG_AGO), 3)

    documents = coverage.cover(corpus.store).documents

    assert sum(row.documents for row in documents) == corpus.store.counts().added == 3


def test_empty_inquiry_covers_nothing(corpus: Corpus) -> None:
    found = coverage.cover(corpus.store)

    assert (found.rows, found.newest, found.without_end) == ((), "", ())


@pytest.mark.parametrize(
    ("origin", "portal"),
    [
        ("mirror/portal.example.org/2021/1.html", "portal.example.org"),
        ("heap/national/202103/1.htm", "national"),
        ("1.htm", ""),
        ("a.zip!/inside/1.htm", "inside"),
        ("x.warc!/https://www.example.org:8080/1.htm (captured 2021)", "example.org"),
    ],
)
def test_portal_is_the_host_or_the_folder(origin: str, portal: str) -> None:
    assert portal == portal_of(origin)
