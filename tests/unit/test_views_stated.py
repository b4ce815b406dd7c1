"""Each number of the report on extraction opens on the notices that it counts."""

from __future__ import annotations

import pytest

from counterfile.model.notice import Property as P
from counterfile.testing.corpus import Corpus
from counterfile.views import coverage, stated
from counterfile.views.coverage import Field, Reason
from counterfile.views.stated import By

BUYER = ("", P.BUYER, "临沅市公安局")


@pytest.fixture
def corpus() -> Corpus:
    made = Corpus()
    made.notice("award", [BUYER, ("", P.PUBLISHED, "2020-03-01")], words="附件：成交结果一览表.xlsx")
    made.notice("award", [BUYER, ("lot/1", P.AWARD_VALUE, "unknown_unit"), ("", P.PUBLISHED, "2021-03-01")])
    made.notice("tender", [], words="工程名称：校园网", conflicts=[BUYER])
    made.fail("broken.docx", "the archive is cut off")
    return made


def line(corpus: Corpus, field: Field, by: By = By.FIELD, key: str = "") -> stated.Line:
    return next(
        each
        for each in stated.report(corpus.store, by).lines
        if each.field is field and each.key == (key if by is not By.FIELD else field)
    )


def test_numbers_are_those_of_coverage(corpus: Corpus) -> None:
    expected = coverage.lines(coverage.cover(corpus.store).rows, coverage.By.FIELD)

    found = stated.report(corpus.store, By.FIELD).lines

    assert [(each.field, each.notices, len(each.stated)) for each in found] == [
        (each.field, each.notices, each.stated) for each in expected
    ]
    assert [tuple((reason, len(ids)) for reason, ids in each.missing) for each in found] == [
        each.missing for each in expected
    ]


def test_number_opens_on_its_notices(corpus: Corpus) -> None:
    found = line(corpus, Field.AMOUNT)
    reasons = dict(found.missing)

    assert set(reasons) == {Reason.ATTACHMENT, Reason.UNIT}
    for ids in reasons.values():
        assert corpus.store.notice(ids[0]) is not None
    assert line(corpus, Field.BUYER).missing[0][0] is Reason.CONFLICT
    assert line(corpus, Field.BUYER).share == pytest.approx(2 / 3)


def test_by_year_counts_only_its_notices(corpus: Corpus) -> None:
    assert line(corpus, Field.BUYER, By.YEAR, "2020").notices == 1
    assert line(corpus, Field.BUYER, By.YEAR, "").missing[0][0] is Reason.CONFLICT


def test_by_layout_parts_notices_by_their_labels(corpus: Corpus) -> None:
    found = stated.report(corpus.store, By.LAYOUT)

    buyers = [each for each in found.lines if each.field is Field.BUYER]
    assert sorted(each.notices for each in buyers) == [1, 2]
    assert {each.key for each in found.lines} == {layout.id for layout in found.layouts}
    assert {layout.host for layout in found.layouts} == {"heap"}


def test_documents_that_could_not_be_read_are_named(corpus: Corpus) -> None:
    ((digest, reason),) = stated.report(corpus.store, By.FIELD).unread

    assert reason == "the archive is cut off"
    assert corpus.store.document(digest) is not None


def test_tell_gives_every_field_that_a_notice_should_state(corpus: Corpus) -> None:
    told = list(stated.tell(corpus.store))

    assert {one.layout for one in told} == {""}
    assert sum(one.field is Field.STAGE for one in told) == 3
