"""Rare values in unrelated procedures: lists row by row, amounts to the cent."""

from __future__ import annotations

import hashlib

import pytest
from reused_notices import BUYERS, gathered

from counterfile.model.document import Arrival, State
from counterfile.model.evidence import Span
from counterfile.model.notice import Notice, Property, notice_id
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.store.ports import Outcome, Published
from counterfile.testing.corpus import Corpus, total
from counterfile.text.names import name_key
from counterfile.views import identical
from counterfile.views.identical import Kind, Same

P = Property

ROWS = (
    "潜水泵配件叶轮二十只",
    "雨量筒翻斗十二只",
    "温控箱体密封条四十米",
    "展柜滑轨不锈钢八副",
    "计时牌数码管三十二片",
)


def found(corpus: Corpus) -> tuple[Same, ...]:
    return identical.find(corpus.store, gathered(corpus))


def listed(corpus: Corpus, buyer: str, rows: tuple[str, ...]) -> None:
    """Add a notice of a buyer with a table."""
    text, blocks = f"采购人：{buyer}", [Block(BlockKind.PARAGRAPH, 0, 4 + len(buyer))]
    for number, row in enumerate(rows):
        start = len(text) + 1
        text += "\n" + row
        blocks.append(Block(BlockKind.CELL, start, len(text), table=0, row=number, col=0))
    content = f"{text}{len(corpus.archive.contents)}".encode()
    digest = hashlib.sha256(content).hexdigest()
    reading = Reading(f"rd-{digest[:20]}", digest, "text 1", text, tuple(blocks), segments=(Segment(0, len(text)),))
    notice = Notice(notice_id(digest, 0), digest, reading.id, 0, len(text))
    said = Statement(
        notice.id, "", P.BUYER, buyer, (Span(4, 4 + len(buyer), buyer),), "text", "L2", key=name_key(buyer)
    )
    corpus.archive.put([content])
    with corpus.store.batch() as batch:
        batch.arrive(Arrival(digest, "list.html", "heap/list.html", None, "folder 1", corpus.store.now()), len(content))
        batch.record("read", "text 1", digest, digest, [reading, Outcome(State.READ, media_type="text/html")])
        batch.record("extract", "1", digest, reading.id, [Published(notice, (said,))])
    corpus._gather([notice.id], [name_key(buyer)])


def awarded(corpus: Corpus, number: int, amount: str, name: Property = P.AWARD_VALUE) -> None:
    corpus.notice(
        "award",
        [("", P.TITLE, f"{BUYERS[number]}设备"), ("", P.BUYER, BUYERS[number]), ("", name, total(amount))],
    )


def test_one_list_at_two_buyers_is_told_with_where_it_stands_in_any_order() -> None:
    corpus = Corpus()
    listed(corpus, BUYERS[0], ROWS)
    listed(corpus, BUYERS[1], ROWS[::-1])
    listed(corpus, BUYERS[2], ROWS[:3])

    (same,) = found(corpus)

    assert (same.kind, same.procedures, len(same.places)) == (Kind.LIST, 2, 2)
    for place in same.places:
        reading = corpus.store.reading_of(place.document)
        assert reading is not None
        assert sorted(reading.text[place.start : place.end].split("\n")) == sorted(ROWS)


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:3],
        (*ROWS[:4], "联系人电话***********"),
        tuple(f"{row}投标人须提供资格证书" for row in ROWS),
        ("甲", "乙", "丙", "丁"),
    ],
    ids=["few rows", "a masked identifier", "how one bids", "says too little"],
)
def test_list_that_is_not_told(rows: tuple[str, ...]) -> None:
    corpus = Corpus()
    for buyer in BUYERS[:2]:
        listed(corpus, buyer, rows)

    assert found(corpus) == ()


def test_list_that_many_procedures_have_is_a_form() -> None:
    corpus = Corpus()
    for buyer in BUYERS[: identical.MOST + 1]:
        listed(corpus, buyer, ROWS)

    assert found(corpus) == ()


def test_same_odd_amount_at_two_buyers_is_told_with_its_words() -> None:
    corpus = Corpus()
    awarded(corpus, 0, "4837261.93")
    awarded(corpus, 1, "4837261.93", P.BUDGET)
    awarded(corpus, 2, "5120000")
    awarded(corpus, 3, "5120000")

    (same,) = found(corpus)

    assert (same.kind, same.value, same.procedures) == (Kind.AMOUNT, total("4837261.93"), 2)
    assert sorted(place.said for place in same.places) == ["award_value", "budget"]
    for place in same.places:
        reading = corpus.store.reading_of(place.document)
        assert reading is not None
        assert reading.text[place.start : place.end] == same.value


def test_fee_follows_a_tariff_and_is_not_told() -> None:
    corpus = Corpus()
    awarded(corpus, 0, "4837.93", P.FEE)
    awarded(corpus, 1, "4837.93", P.FEE)

    assert found(corpus) == ()


def test_one_buyer_twice_is_not_told() -> None:
    corpus = Corpus()
    awarded(corpus, 0, "4837261.93")
    corpus.notice("award", [("", P.BUYER, BUYERS[0]), ("", P.AWARD_VALUE, total("4837261.93"))])

    assert found(corpus) == ()


def test_rows_name_the_buyer() -> None:
    corpus = Corpus()
    awarded(corpus, 0, "4837261.93")
    awarded(corpus, 1, "4837261.93")

    rows = list(identical.rows(found(corpus), gathered(corpus).names))

    assert {row[identical.COLUMNS.index("buyer_name")] for row in rows} == set(BUYERS[:2])
    assert all(len(row) == len(identical.COLUMNS) for row in rows)
